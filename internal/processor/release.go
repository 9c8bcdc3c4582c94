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
// grid that is coarse for long waits.
func (t *timers) due(received time.Time) time.Time {
	grid := min(max(t.wait/60, time.Second), time.Minute)
	return received.Add(t.wait).Add(grid - 1).Truncate(grid)
}

// ensure makes sure that the workers are woken for a section that waits.
func (p *Processor) ensureTimer(ctx context.Context, received time.Time) error {
	t := p.timers
	at := t.due(received)
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
		if w.Since.Add(p.timers.wait).After(at) {
			continue
		}
		for tries := 0; ; tries++ {
			err := p.releaseOne(ctx, w.ID)
			if err == nil {
				break
			}
			if tries == 5 || ctx.Err() != nil {
				return fmt.Errorf("release %s: %w", w.ID, err)
			}
		}
	}
	return nil
}

func (p *Processor) releaseOne(ctx context.Context, id string) error {
	core := p.core.Load()
	s, err := p.feed.LookupWaiting(ctx, core, id)
	if err != nil {
		return err
	}
	if s.Seq == 0 && len(s.Parts) > 0 {
		whole, err := core.Join(s.Parts)
		if err != nil {
			return err
		}
		missing := s.Missing()
		whole.Cable.Complete = len(missing) == 0
		res := core.Publish(whole, s.Parts, s, pipeline.New, time.Now())
		pieces := pipeline.Split(res, feed.MaxBatch)
		seqs, err := p.feed.Commit(ctx, pieces[0])
		if errors.Is(err, feed.ErrConflict) {
			return p.releaseOne(ctx, id) // another section, or the rest, came just now
		} else if err != nil {
			return err
		}
		for _, piece := range pieces[1:] {
			if _, err := p.feed.Commit(ctx, piece); err != nil && !errors.Is(err, feed.ErrConflict) {
				return err
			}
		}
		p.recent.put(id, stateOf(&res, seqs[0]))
		p.log.Warn().Str("id", id).Ints("missing", missing).Msg("cable released without all its sections")
		p.tell(Outcome{Decision: Released, Part: whole, Result: &res, Record: seqs[0], Missing: missing, Received: whole.Received})
	}
	return p.feed.DropSections(ctx, id)
}

// Released is the decision of an Outcome that is no transmission: a cable whose
// sections have waited long enough.
const Released pipeline.Decision = "released"

func stateOf(res *pipeline.Result, seq uint64) *pipeline.State {
	return &pipeline.State{
		Seq: seq, Revision: res.Revision, Texts: res.Texts, Complete: res.Cable.Complete, Incoming: res.Incoming, Earlier: res.Earlier,
	}
}
