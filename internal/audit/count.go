package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// Counts account for every transmission that the journal holds:
//
//	Received = Cables + Waiting + Duplicates + Corrections + Service + Rejected
//
// once the workers are done. One that was triaged or retried counts once, as
// what it was put on again as.
type Counts struct {
	Received    int
	Cables      int // transmissions of a first revision: several for a cable in sections
	Waiting     int // sections of cables that are not whole
	Duplicates  int // with those that are suspected only
	Corrections int // with late sections, and sections that were replaced while they waited
	Service     int
	Rejected    int

	Records   int // cables stored
	Revisions int // of all of them

	Undecided []uint64 // transmissions that no worker is done with
	Faults    []string // what must not be: a cable stored twice, a revision left out
}

// Check tells what does not add up. While workers work, it tells what they have
// not done yet.
func (c Counts) Check() error {
	var errs []error
	if sum := c.Cables + c.Waiting + c.Duplicates + c.Corrections + c.Service + c.Rejected; sum != c.Received {
		errs = append(errs, fmt.Errorf("%d received, but %d = %d of cables + %d waiting + %d duplicates + %d corrections + %d service + %d rejected",
			c.Received, sum, c.Cables, c.Waiting, c.Duplicates, c.Corrections, c.Service, c.Rejected))
	}
	if n := len(c.Undecided); n > 0 {
		errs = append(errs, fmt.Errorf("%d undecided: transmissions %v", n, c.Undecided[:min(n, 20)]))
	}
	if n := len(c.Faults); n > 0 {
		errs = append(errs, fmt.Errorf("%d faults: %s", n, strings.Join(c.Faults[:min(n, 20)], "; ")))
	}
	return errors.Join(errs...)
}

// Count reads both streams from end to end. What it keeps in memory grows with
// the number of cables.
func Count(ctx context.Context, f *feed.Feed) (Counts, error) {
	var c Counts
	s, err := read(ctx, f, "")
	if err == nil {
		err = s.readRejects(ctx, f)
	}
	if err != nil {
		return c, err
	}
	core := &pipeline.Core{}
	seen := map[uint64]pipeline.Decision{}
	first := uint64(0)
	err = f.Scan(ctx, feed.Scan{Stream: feed.Incoming}, func(m *feed.Stored) error {
		if first == 0 {
			first = m.Seq
		}
		if m.Subject == feed.PlainSubject {
			seen[m.Seq] = Undecided       // until it is found on a lane
			if s.rejected[m.Seq] != nil { // too large for one
				seen[m.Seq] = pipeline.Rejected
			}
			return nil
		}
		fate, _ := s.fate(m, core)
		seen[m.Seq] = fate.Decision
		if _, waits := seen[fate.TriagedFrom]; waits {
			seen[fate.TriagedFrom] = Triaged
		}
		if _, waits := seen[fate.RetriedFrom]; waits {
			seen[fate.RetriedFrom] = Retried
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	for seq, d := range seen {
		c.add(seq, d)
	}
	s.check(&c, seen, first)
	return c, nil
}

func (c *Counts) add(seq uint64, d pipeline.Decision) {
	c.Received++
	switch d {
	case Triaged, Retried:
		c.Received--
	case pipeline.New:
		c.Cables++
	case pipeline.Section:
		c.Waiting++
	case pipeline.Duplicate, pipeline.SuspectedDuplicate:
		c.Duplicates++
	case pipeline.Service:
		c.Service++
	case pipeline.Rejected:
		c.Rejected++
	case Undecided:
		c.Undecided = append(c.Undecided, seq)
	default: // Correction, LateSection, Replaced
		c.Corrections++
	}
}

// check compares what the records say of themselves with the journal.
func (s *store) check(c *Counts, seen map[uint64]pipeline.Decision, first uint64) {
	fault := func(format string, args ...any) { c.Faults = append(c.Faults, fmt.Sprintf(format, args...)) }
	owner := map[uint64]string{}
	for id, h := range s.ids {
		if len(h.revisions) > 0 {
			c.Records++
		}
		for i, r := range h.revisions {
			c.Revisions++
			if r.Number != i+1 {
				fault("%s has revision %d where %d is due", id, r.Number, i+1)
			}
			if i > 0 && r.texts.String() == h.revisions[i-1].texts.String() {
				fault("%s has the same text as revision %d and %d", id, i, i+1)
			}
			for _, seq := range r.Incoming {
				if other := owner[seq]; other != "" && other != id {
					fault("transmission %d is in %s and in %s", seq, other, id)
				}
				owner[seq] = id
				if _, known := seen[seq]; !known && seq >= first {
					fault("%s is made of transmission %d, which the journal does not have", id, seq)
				}
				if r := s.rejected[seq]; r != nil && !r.Settled() {
					fault("transmission %d is in %s and rejected", seq, id)
				}
			}
		}
		for i, k := range h.service {
			if i > 0 && k.text == h.service[i-1].text {
				fault("service message %s is stored twice", id)
			}
		}
	}
}
