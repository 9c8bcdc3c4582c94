package app

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/rs/zerolog"

	"cablefeed/internal/card"
	"cablefeed/internal/ingest"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/processor"
)

// A show tells people, or the log, what becomes of each transmission, and
// counts.
type show struct {
	mu     sync.Mutex
	w      io.Writer
	log    zerolog.Logger
	counts map[pipeline.Decision]int // by transmission; a release is none
	feeds  int
	alerts int
}

func newShow(w io.Writer, log zerolog.Logger) *show {
	return &show{w: w, log: log, counts: map[pipeline.Decision]int{}}
}

func (s *show) outcome(o processor.Outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.Decision != processor.Released {
		s.counts[o.Decision]++
	}
	if o.Result != nil {
		s.feeds += len(o.Result.Feeds)
		s.alerts += len(o.Result.Alerts)
	}
	if s.w != nil {
		fmt.Fprint(s.w, describe(o))
	}
	if o.Decision == pipeline.Rejected {
		s.log.Warn().Uint64("incoming", o.Incoming).Str("source", o.Source).Err(o.Err).Msg("transmission rejected")
	} else {
		e := s.log.Debug().Uint64("incoming", o.Incoming).Str("lane", string(o.Lane)).Str("decision", string(o.Decision)).Str("id", o.Part.Cable.ID)
		e.Uint64("record", o.Record).Msg("transmission decided")
	}
}

// describe gives the lines that people read about one transmission.
func describe(o processor.Outcome) string {
	if o.Decision == pipeline.Rejected {
		return fmt.Sprintf("rejected  %s: %v (transmission %d, its bytes are kept)\n\n", orElse(o.Source, "no name"), o.Err, o.Incoming)
	}
	c := o.Part.Cable
	var b strings.Builder
	fmt.Fprintln(&b, card.Head(c))
	if c.Subject != "" {
		fmt.Fprintf(&b, "  %s\n", c.Subject)
	}
	switch o.Decision {
	case pipeline.Duplicate, pipeline.SuspectedDuplicate:
		same := fmt.Sprintf("the same text is record %d", o.Record)
		if o.Record == 0 {
			same = "the same text waits for the other sections"
		}
		fmt.Fprintf(&b, "  %s: %s; nothing published\n", strings.ReplaceAll(string(o.Decision), "_", " "), same)
	case pipeline.Section:
		fmt.Fprintf(&b, "  held: waits for section %s\n", strings.Trim(fmt.Sprint(o.Missing), "[]"))
	case pipeline.Service:
		fmt.Fprintf(&b, "  service message, kept apart from the cables\n")
	case processor.Released:
		fmt.Fprintf(&b, "  released without section %s\n", strings.Trim(fmt.Sprint(o.Missing), "[]"))
	case pipeline.Correction, pipeline.LateSection:
		fmt.Fprintf(&b, "  %s: revision %d\n", strings.ReplaceAll(string(o.Decision), "_", " "), o.Result.Revision)
	}
	if r := o.Result; r != nil {
		if len(r.Feeds) > 0 {
			fmt.Fprintf(&b, "  feeds   %s\n", strings.Join(r.Feeds, " "))
		}
		for _, a := range r.Alerts {
			fmt.Fprintf(&b, "  ALERT   %s  %s\n", a.Watch, card.Because(&a))
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// end says what was done, in sum.
func (s *show) end(r ingest.Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.counts
	dups := c[pipeline.Duplicate] + c[pipeline.SuspectedDuplicate]
	revised := c[pipeline.Correction] + c[pipeline.LateSection]
	total := 0
	for _, n := range c {
		total += n
	}
	if s.w == nil {
		e := s.log.Info().Int("taken_in", r.Taken).Int("new", c[pipeline.New]).Int("duplicate", dups).Int("revised", revised).
			Int("section", c[pipeline.Section]).Int("service", c[pipeline.Service]).Int("rejected", c[pipeline.Rejected])
		e.Int("feed_messages", s.feeds).Int("alerts", s.alerts).Msg("transmissions counted")
		return
	}
	fmt.Fprintf(s.w, "%s: %d new, %d duplicate, %d revised, %d held, %d service, %d rejected; %s, %s\n",
		card.Count(total, "transmission"), c[pipeline.New], dups, revised, c[pipeline.Section], c[pipeline.Service], c[pipeline.Rejected],
		card.Count(s.feeds, "feed message"), card.Count(s.alerts, "alert"))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
