package audit

import (
	"fmt"
	"strings"
	"time"

	"cablefeed/internal/card"
	"cablefeed/internal/pipeline"
)

// Text gives the lines that a person reads about a transmission.
func (f *Fate) Text() string {
	var b strings.Builder
	lane := "lane " + f.Lane
	if f.Lane == "" {
		lane = "the plain subject"
	}
	fmt.Fprintf(&b, "transmission %d  received %s on %s, %d bytes", f.Incoming, card.Moment(f.Received), lane, f.Bytes)
	if f.Source != "" {
		fmt.Fprintf(&b, ", from %s", card.Printable([]byte(f.Source)))
	}
	b.WriteByte('\n')
	row := func(format string, args ...any) { fmt.Fprintf(&b, "  "+format+"\n", args...) }
	if f.TriagedFrom > 0 {
		row("triaged from transmission %d", f.TriagedFrom)
	}
	if f.RetriedFrom > 0 {
		row("put back for transmission %d, which was rejected", f.RetriedFrom)
	}
	if f.Section > 0 {
		row("read as %s, section %d of %d", f.ID, f.Section, f.Of)
	} else if f.ID != "" {
		row("read as %s", f.ID)
	}
	row("%s", f.decision())
	for _, a := range f.Provisional {
		row("ALERT %s, provisional: %s", a.Watch, a.Because)
	}
	if r := f.Record; r != nil {
		f.record(row, r)
	}
	return b.String()
}

func (f *Fate) record(row func(string, ...any), r *Revision) {
	incomplete := ""
	if !r.Complete {
		incomplete = ", incomplete"
	}
	row("revision %d%s, committed %s (%s) as %d, %s", r.Number, incomplete, card.Moment(r.Committed),
		after(r.Committed.Sub(f.Received)), r.Sequence, r.Subject)
	if len(r.Incoming) > 1 {
		row("made of transmissions %s", strings.Trim(fmt.Sprint(r.Incoming), "[]"))
	}
	switch {
	case r.Restricted != "":
		row("in no topic feed: %s", r.Restricted)
	case len(r.Feeds) > 0:
		row("feeds %s", strings.Join(r.Feeds, " "))
	}
	for _, a := range r.Alerts {
		row("ALERT %s: %s", a.Watch, a.Because)
	}
	if f.Superseded > 0 {
		row("superseded by revision %d", f.Superseded)
	}
}

// decision says in words what was decided.
func (f *Fate) decision() string {
	switch f.Decision {
	case pipeline.New:
		return "new"
	case pipeline.Duplicate, pipeline.SuspectedDuplicate:
		s := strings.ReplaceAll(string(f.Decision), "_", " ")
		if f.SameAs > 0 {
			return fmt.Sprintf("%s: the same text as transmission %d; nothing published", s, f.SameAs)
		}
		return s + "; nothing published"
	case pipeline.Section:
		return "held: waits for section " + strings.Trim(fmt.Sprint(f.Missing), "[]")
	case pipeline.Service:
		return "service message, kept apart from the cables"
	case pipeline.Rejected:
		if f.Reject.Settled() {
			return fmt.Sprintf("rejected and dropped by an operator %s: %s", card.Moment(f.Reject.Rejected), f.Reject.Message)
		}
		return fmt.Sprintf("rejected %s: %s (%s)", card.Moment(f.Reject.Rejected), f.Reject.Message, f.Reject.Reason)
	case Triaged:
		return fmt.Sprintf("triaged: put on its lane as transmission %d", f.As)
	case Retried:
		return fmt.Sprintf("rejected, and put back as transmission %d", f.As)
	case Replaced:
		return fmt.Sprintf("held, and replaced by transmission %d, another text of this section, while it waited", f.ReplacedBy)
	case Undecided:
		return "not decided yet: no worker is done with it"
	}
	return strings.ReplaceAll(string(f.Decision), "_", " ")
}

// after writes how long after its receipt something was done.
func after(d time.Duration) string {
	switch {
	case d < 0:
		return "before it came"
	case d < time.Second:
		return fmt.Sprintf("after %d ms", d.Milliseconds())
	}
	return "after " + d.Round(time.Second).String()
}
