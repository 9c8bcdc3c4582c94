package audit

import (
	"slices"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// Fates that are no decision of the pipeline.
const (
	Triaged   pipeline.Decision = "triaged"   // put on its lane as another transmission, which counts
	Retried   pipeline.Decision = "retried"   // rejected, and put back as another transmission, which counts
	Replaced  pipeline.Decision = "replaced"  // a section that another text took the place of while it waited
	Undecided pipeline.Decision = "undecided" // no worker has done with it
)

// A Fate is what became of one transmission.
type Fate struct {
	Incoming    uint64            `json:"incoming"` // its sequence in the journal
	Received    time.Time         `json:"received"`
	Lane        string            `json:"lane"` // "": the plain subject
	Source      string            `json:"source,omitempty"`
	Bytes       int               `json:"bytes"`
	TriagedFrom uint64            `json:"triaged_from,omitempty"`
	RetriedFrom uint64            `json:"retried_from,omitempty"`
	ID          string            `json:"id,omitempty"`
	Section     int               `json:"section,omitempty"`
	Of          int               `json:"of,omitempty"`
	Decision    pipeline.Decision `json:"decision"`
	As          uint64            `json:"as,omitempty"`          // triaged, retried: the transmission that counts
	SameAs      uint64            `json:"same_as,omitempty"`     // duplicate: a transmission with the same text
	ReplacedBy  uint64            `json:"replaced_by,omitempty"` // replaced: the section that took its place
	Missing     []int             `json:"missing,omitempty"`     // section: what it waits for
	Reject      *feed.Reject      `json:"reject,omitempty"`
	Record      *Revision         `json:"record,omitempty"`        // what it became part of, or what holds its text
	Superseded  int               `json:"superseded_by,omitempty"` // the last revision, where there is a later one
	Provisional []Alert           `json:"provisional_alerts,omitempty"`
}

// fate says what became of a transmission: p is what the reader makes of it, nil
// when that is no cable.
func (s *store) fate(m *feed.Stored, core *pipeline.Core) (*Fate, *pipeline.Part) {
	f := &Fate{Incoming: m.Seq, Received: m.Time, Bytes: len(m.Data), Source: m.Header.Get(feed.HdrSource), Decision: Undecided}
	for _, l := range feed.Lanes {
		if l.Subject() == m.Subject {
			f.Lane = string(l)
		}
	}
	f.TriagedFrom = one(m.Header.Get(feed.HdrTriaged))
	f.RetriedFrom = one(m.Header.Get(feed.HdrRetried))
	if r := s.rejected[m.Seq]; r != nil {
		f.Reject, f.Decision = r, pipeline.Rejected
		if r.Reason == feed.Retried {
			f.Decision, f.As = Retried, r.As
		}
		return f, nil
	}
	p, err := core.Read(m.Data)
	if err != nil {
		return f, nil
	}
	p.Incoming = m.Seq
	f.ID, f.Section = p.Cable.ID, p.Number()
	if f.Section > 0 {
		f.Of = p.Total()
	}
	if id := s.ofID[m.Seq]; id != "" { // as it was read when it was committed
		f.ID = id
	}
	s.of(f.ID).decide(f, p, s.made[m.Seq])
	return f, p
}

func one(header string) uint64 {
	if seqs := feed.Sequences(header); len(seqs) > 0 {
		return seqs[0]
	}
	return 0
}

// decide finds the trace that p left in h. made is the first revision that was
// made of it, if any.
func (h *history) decide(f *Fate, p *pipeline.Part, made *Revision) {
	if made != nil {
		f.Decision, f.Record = made.Decision, made
		if made.Number == 1 {
			f.Decision = pipeline.New
		}
		f.Superseded = h.after(made)
		return
	}
	if p.Cable.ServiceMessage {
		h.decideService(f, p)
		return
	}
	n := p.Number()
	for _, r := range slices.Backward(h.revisions) {
		if r.texts.Has(p) {
			f.Decision, f.Record = pipeline.Duplicate, r
			if p.Cable.SuspectedDuplicate {
				f.Decision = pipeline.SuspectedDuplicate
			}
			if i := slices.Index(sections(r.texts), n); i >= 0 && i < len(r.Incoming) {
				f.SameAs = r.Incoming[i]
			}
			f.Superseded = h.after(r)
			return
		}
	}
	if n == 0 {
		return
	}
	for _, r := range h.revisions {
		if r.texts[0] != "" { // the cable is held in one piece
			f.Decision, f.Record = pipeline.SuspectedDuplicate, r
			return
		}
	}
	if len(h.revisions) > 0 {
		// Its place was taken before the sections were joined. One that came
		// after all of those is not done with.
		r := h.revisions[0]
		if i := slices.Index(sections(r.texts), n); i >= 0 && i < len(r.Incoming) && f.Incoming < slices.Max(r.Incoming) {
			f.Decision, f.Record, f.ReplacedBy = Replaced, r, r.Incoming[i]
		}
		return
	}
	h.decideSection(f, p)
}

// decideSection is decide for a section of a cable that is not whole.
func (h *history) decideSection(f *Fate, p *pipeline.Part) {
	latest := h.latest(p.Number())
	for _, k := range h.sections {
		switch {
		case k.number != p.Number():
		case k.incoming == f.Incoming && k.seq == latest.seq:
			f.Decision, f.Missing = pipeline.Section, h.missing()
			return
		case k.incoming == f.Incoming:
			f.Decision, f.ReplacedBy = Replaced, latest.incoming
			return
		case k.text == p.Fingerprint:
			f.Decision, f.SameAs = pipeline.Duplicate, k.incoming
		}
	}
	if f.Decision == pipeline.Duplicate && p.Cable.SuspectedDuplicate {
		f.Decision = pipeline.SuspectedDuplicate
	}
}

func (h *history) decideService(f *Fate, p *pipeline.Part) {
	for _, k := range h.service {
		switch {
		case k.incoming == f.Incoming:
			f.Decision, f.SameAs = pipeline.Service, 0
			return
		case k.text == p.Fingerprint:
			f.Decision, f.SameAs = pipeline.Duplicate, k.incoming
			if p.Cable.SuspectedDuplicate {
				f.Decision = pipeline.SuspectedDuplicate
			}
		}
	}
}

// after gives the number of the last revision when that is a later one than r.
func (h *history) after(r *Revision) int {
	if last := h.revisions[len(h.revisions)-1]; last.Number > r.Number {
		return last.Number
	}
	return 0
}

// missing gives the numbers of the sections that have not come; the largest
// total counts.
func (h *history) missing() (missing []int) {
	total := 0
	for _, k := range h.sections {
		total = max(total, k.total, k.number)
	}
	for n := 1; n <= total; n++ {
		if h.latest(n) == nil {
			missing = append(missing, n)
		}
	}
	return missing
}

// sections gives the numbers of texts in order, which is that of the
// transmissions of a record.
func sections(t pipeline.Texts) []int {
	var ns []int
	for n := range t {
		ns = append(ns, n)
	}
	slices.Sort(ns)
	return ns
}
