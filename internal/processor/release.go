package processor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// timers asks the stream to wake the workers when sections have waited long
// enough: once for all sections that fall due in the same span of time.
type timers struct {
	wait time.Duration

	mu    sync.Mutex
	asked map[int64]bool // times that the stream was asked for, to the second
}

// due is when a section that came in at a time has waited long enough, on a
// grid that is coarse for long waits. A time of receipt that is still to come is
// a clock that was wrong.
func (t *timers) due(received, now time.Time) time.Time {
	if received.After(now) {
		received = now
	}
	grid := min(max(t.wait/60, time.Second), time.Minute)
	at := received.Add(t.wait).Add(grid - 1).Truncate(grid)
	if at.Before(now) { // long over
		at = now.Add(grid - 1).Truncate(grid)
	}
	return at
}

// ensure makes sure that the workers are woken for a section that waits.
func (p *Processor) ensureTimer(ctx context.Context, received time.Time) error {
	t := p.timers
	at := t.due(received, time.Now())
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asked[at.Unix()] {
		return nil
	}
	if err := p.feed.Wake(ctx, at); err != nil {
		return err
	}
	if len(t.asked) > 10_000 {
		clear(t.asked)
	}
	t.asked[at.Unix()] = true
	return nil
}

// release publishes the cables whose sections have waited long enough, as
// incomplete as they are. It is called with each time that falls due.
func (p *Processor) release(ctx context.Context, at time.Time) error {
	waiting, err := p.feed.Waiting(ctx)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		if due := w.Since.Add(p.timers.wait); due.After(at) && !w.Since.After(time.Now()) {
			continue
		}
		if e := p.releaseOne(ctx, w.ID); e != nil && err == nil { // the others are released all the same
			err = fmt.Errorf("release %s: %w", w.ID, e)
		}
	}
	return err
}

// releaseOne publishes what waits of a cable, and drops it from what waits.
func (p *Processor) releaseOne(ctx context.Context, id string) error {
	for tries := 0; ; tries++ {
		s, err := p.feed.LookupWaiting(ctx, p.core.Load(), id)
		if err != nil {
			return err
		}
		o, err := p.left(ctx, s)
		if err == nil && o != nil {
			err = p.publish(ctx, id, o)
		}
		switch {
		case err == nil && o == nil:
			return p.feed.DropSections(ctx, id, s.PartsSeq)
		case err != nil && (tries > 20 || !errors.Is(err, feed.ErrConflict)):
			return err
		}
		// Another section came just now, or there is more to publish.
	}
}

// left says what is to be published of the sections that wait: the cable
// without those that are missing or, where it has a record, a section that this
// does not have. It is nil when nothing is left.
func (p *Processor) left(ctx context.Context, s *pipeline.State) (*Outcome, error) {
	core := p.core.Load()
	for _, part := range s.Parts {
		o := &Outcome{Decision: Released, Part: part, Received: part.Received}
		whole, parts, d, err := part, s.Parts, pipeline.New, error(nil)
		if s.Seq == 0 {
			o.Missing = s.Missing()
			if whole, err = p.join(core, parts); err == nil {
				whole.Cable.Complete = len(o.Missing) == 0
			}
		} else if d = pipeline.Decide(s, part); d != pipeline.Duplicate && d != pipeline.SuspectedDuplicate {
			if whole, parts, err = p.rejoin(ctx, s, part); err == nil {
				s, err = p.withBefore(ctx, part.Cable.ID, s)
			}
		} else {
			continue
		}
		if errors.Is(err, feed.ErrUndecided) {
			return nil, err
		}
		var res pipeline.Result
		if err == nil {
			o.Part = whole
			res, err = safely(func() pipeline.Result { return core.Publish(whole, parts, s, d, time.Now()) })
			res.Messages = append(res.Messages, pipeline.Seal(s, whole.Cable.ID))
		}
		if err != nil { // it cannot be made: its parts are kept as they are
			held, e := p.feed.LookupReject(ctx, part.Incoming)
			if e != nil || held.Seq != 0 {
				if e != nil {
					return nil, e
				}
				continue
			}
			o.Decision, o.Err = pipeline.Rejected, err
			res = pipeline.Reject(part.Raw, part.Incoming, 1, err)
		}
		o.Result = &res
		return o, nil
	}
	return nil, nil
}

// publish commits what is left of a cable, and tells of it.
func (p *Processor) publish(ctx context.Context, id string, o *Outcome) error {
	pieces := pipeline.Split(*o.Result, feed.MaxBatch)
	seqs, err := p.feed.Commit(ctx, pieces[0])
	if err != nil {
		return err
	}
	for _, piece := range pieces[1:] {
		if _, err := p.feed.Commit(ctx, piece); err != nil && !errors.Is(err, feed.ErrConflict) {
			return err
		}
	}
	o.Record = seqs[0]
	if o.Decision == Released {
		p.recent.put(id, stateOf(o.Result, seqs[0]))
		p.log.Warn().Str("id", id).Ints("missing", o.Missing).Msg("cable released without all its sections")
	}
	p.tell(*o)
	return nil
}

// Released is the decision of an Outcome that is no transmission: a cable whose
// sections have waited long enough.
const Released pipeline.Decision = "released"

func stateOf(res *pipeline.Result, seq uint64) *pipeline.State {
	return &pipeline.State{
		Seq: seq, Revision: res.Revision, Texts: res.Texts, Complete: res.Cable.Complete, Incoming: res.Incoming, Earlier: res.Earlier,
	}
}
