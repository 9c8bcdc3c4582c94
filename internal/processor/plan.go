package processor

import (
	"context"
	"fmt"
	"sync"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// plan decides items, in order, by id. An item that would write a second record
// of its id into the batch is given back for later.
func (w *worker) plan(ctx context.Context, items []*item, fresh bool) (units []*unit, later []*item, err error) {
	byID := make(map[string]*unit, len(items))
	for _, it := range items {
		key := it.key()
		u := byID[key]
		if u == nil {
			u = &unit{id: key}
			byID[key] = u
			units = append(units, u)
		}
		u.items = append(u.items, it)
	}
	if err := w.lookup(ctx, units, fresh); err != nil {
		return nil, nil, err
	}
	n, full := 0, false
	kept := units[:0]
	for _, u := range units {
		rest, err := w.decide(ctx, u)
		if err != nil {
			return nil, nil, err
		}
		m := 0
		for i := range u.results {
			m += len(u.results[i].Messages)
		}
		// What does not fit is for the next round, and all behind it, in order.
		if full = full || len(kept) > 0 && n+m > feed.MaxBatch; full {
			later = append(append(later, u.items...), rest...)
			continue
		}
		later = append(later, rest...)
		n += m
		kept = append(kept, u)
	}
	return kept, later, nil
}

// lookup finds what is held of each unit's id: nothing is asked for an id that
// was seen lately or, unless fresh, is believed to be new, since the checks in
// the commit tell when that is wrong.
func (w *worker) lookup(ctx context.Context, units []*unit, fresh bool) error {
	core := w.p.core.Load()
	var (
		wg    sync.WaitGroup
		slots = make(chan struct{}, lookups)
		mu    sync.Mutex
		first error
		found bool
	)
	for _, u := range units {
		// What it takes to decide a section says all about the others, too.
		asked, again := u.items[0], false
		for _, it := range u.items {
			if it.part != nil && it.part.Number() > 0 {
				asked = it
			}
			again = again || it.Attempt > 1
		}
		if known := w.p.remembered(u.id); known != nil && !again {
			u.before = known
			continue
		}
		if !again && !fresh && (asked.part == nil || asked.part.Number() == 0) {
			u.before = &pipeline.State{}
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			s, err := w.held(ctx, core, asked)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				first = fmt.Errorf("%w: look up %s: %w", feed.ErrUndecided, u.id, err)
				return
			}
			u.before = s
			if asked.part == nil || asked.part.Cable.ServiceMessage {
				return
			}
			if s.Seq != 0 {
				found = true
				w.p.recent.put(u.id, s)
			} else {
				w.p.recent.forget(u.id)
			}
		})
	}
	wg.Wait()
	if found {
		w.lookFirst = lookFirst
	}
	return first
}

// remembered gives what this process remembers of id, nil when nothing.
func (p *Processor) remembered(id string) *pipeline.State {
	if s := p.recent.get(id); s != nil {
		return s
	}
	return p.waiting.get(id)
}

// held asks the server what it holds of the id of it, or of its reject.
func (w *worker) held(ctx context.Context, core *pipeline.Core, it *item) (*pipeline.State, error) {
	if it.part != nil {
		return w.p.feed.Lookup(ctx, core, it.part)
	}
	return w.p.feed.LookupReject(ctx, it.Seq)
}
