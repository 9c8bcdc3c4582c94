package processor

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// An item is one transmission in hand.
type item struct {
	*feed.Delivery
	part  *pipeline.Part
	err   error            // no cable
	ready *pipeline.Result // what it publishes if it is new, made ahead
}

// key is what the items of a group must not share: two of a key are decided
// one after the other.
func (it *item) key() string {
	if it.part == nil {
		return "reject " + strconv.FormatUint(it.Seq, 10)
	}
	return it.part.Cable.ID
}

// A worker works one lane in two steps that overlap: it reads the next group
// while the one before commits.
type worker struct {
	p    *Processor
	lane feed.Lane
	rank int

	limit     *limit
	size      sync.Mutex // guards limit
	lookFirst bool       // repeats are about: look up before committing
	lastHeld  time.Time
}

// run works the lane until ctx ends and what is in hand is done; work ends
// later than ctx.
func (w *worker) run(ctx, work context.Context) {
	in := make(chan *feed.Delivery, w.limit.max)
	groups := make(chan []*item)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(in)
		_ = w.p.feed.Consume(ctx, w.lane, w.limit.max, func(d *feed.Delivery) {
			w.p.gate.enter(w.rank)
			in <- d
		})
	})
	wg.Go(func() {
		defer close(groups)
		for group := range w.collect(in) {
			groups <- w.read(group)
		}
	})
	for group := range groups {
		w.work(work, group)
		w.p.gate.leave(w.rank, len(group))
	}
	wg.Wait()
}

// collect gives what waits, in groups: one alone when idle.
func (w *worker) collect(in <-chan *feed.Delivery) func(yield func([]*feed.Delivery) bool) {
	return func(yield func([]*feed.Delivery) bool) {
		for d := range in {
			w.size.Lock()
			most := w.limit.cables
			w.size.Unlock()
			group, bytes := []*feed.Delivery{d}, len(d.Data)
		fill:
			for len(group) < most && bytes < groupBytes {
				select {
				case d, ok := <-in:
					if !ok {
						break fill
					}
					group = append(group, d)
					bytes += len(d.Data)
				default:
					break fill
				}
			}
			if !yield(group) {
				return
			}
		}
	}
}

// read reads a group, and makes ahead what its cables publish if they are new.
func (w *worker) read(group []*feed.Delivery) []*item {
	core := w.p.core.Load()
	items := make([]*item, len(group))
	for i, d := range group {
		it := &item{Delivery: d}
		it.part, it.err = core.Read(d.Data)
		if p := it.part; p != nil {
			p.Incoming, p.Received, p.Lane = d.Seq, d.Received, string(d.Lane)
			if p.Number() == 0 && !p.Cable.ServiceMessage && d.Attempt == 1 {
				res := core.Publish(p, nil, &pipeline.State{}, pipeline.New, time.Now())
				it.ready = &res
			}
		}
		items[i] = it
	}
	return items
}

// work commits a group and acknowledges it. It returns when every transmission
// of the group has its decision, or when ctx ends; what is left then is
// delivered again.
func (w *worker) work(ctx context.Context, items []*item) {
	if w.p.gate.wait(ctx, w.rank) {
		w.lastHeld = time.Now()
	}
	stop := w.keepAlive(ctx, items)
	defer stop()
	start := time.Now()
	for left := items; len(left) > 0 && ctx.Err() == nil; {
		left = w.commit(ctx, left)
	}
	w.size.Lock()
	w.limit.took(len(items), time.Since(start), time.Since(w.lastHeld) < mixedFor)
	w.size.Unlock()
}

// keepAlive asks for more time for items while they wait.
func (w *worker) keepAlive(ctx context.Context, items []*item) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		tick := time.NewTicker(w.p.feed.AckWait() / 3)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				for _, it := range items {
					_ = it.InProgress()
				}
			}
		}
	}()
	return cancel
}

// triage puts what arrives on the plain subject on the lane of its precedence.
func (p *Processor) triage(ctx, work context.Context) {
	in := make(chan *feed.Delivery, maxGroup)
	go func() {
		defer close(in)
		_ = p.feed.Consume(ctx, feed.Triage, maxGroup, func(d *feed.Delivery) { in <- d })
	}()
	t := &worker{p: p, lane: feed.Triage, limit: &limit{cables: maxGroup, max: maxGroup}}
	for group := range t.collect(in) {
		raws := make([]feed.Raw, len(group))
		for i, d := range group {
			raws[i] = feed.Raw{Lane: laneOf(d.Data), Data: d.Data, Source: d.Source, From: d.Seq}
		}
		if p.append(work, raws) != nil {
			return // ctx ended; they are delivered again
		}
		for _, d := range group {
			_ = d.Ack()
		}
	}
}

// append writes raws to the journal, again and again until it succeeds or ctx
// ends.
func (p *Processor) append(ctx context.Context, raws []feed.Raw) error {
	var wait backoff
	for {
		_, err := p.feed.Append(ctx, raws)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if errors.Is(err, feed.ErrTooLarge) && len(raws) > 1 {
			for i := range raws {
				if err := p.append(ctx, raws[i:i+1]); err != nil {
					return err
				}
			}
			return nil
		}
		p.overcome(ctx, &wait, err)
	}
}
