package processor

import (
	"context"
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
	done  bool             // acknowledged, or given back
}

// key is what the items of a group must not share: two of a key are decided
// one after the other.
func (it *item) key() string {
	if it.part == nil {
		return "reject " + strconv.FormatUint(it.Seq, 10)
	}
	if it.part.Cable.ServiceMessage { // kept apart from the cables
		return "service " + it.part.Cable.ID
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
	sizing    sync.Mutex // guards limit
	lookFirst int        // groups to look up before they are committed: repeats are about
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
			w.p.gate.wait(work, w.rank) // a core for what is more urgent
			items := w.read(group)
			w.p.gate.leave(w.rank, len(group)-len(items)) // given back
			if len(items) > 0 {
				groups <- items
			}
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
			most := w.size()
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

// work commits a group and acknowledges it, in parts where the limit has become
// smaller since it was read. It returns when every transmission of the group has
// its decision, or when ctx ends; what is left then is delivered again.
func (w *worker) work(ctx context.Context, items []*item) {
	stop := w.keepAlive(ctx, items)
	defer stop()
	for len(items) > 0 && ctx.Err() == nil {
		if w.p.gate.wait(ctx, w.rank) {
			w.lastHeld = time.Now()
		}
		n := min(len(items), w.size())
		start := time.Now()
		for left := items[:n]; len(left) > 0 && ctx.Err() == nil; {
			left = w.commit(ctx, left)
		}
		w.took(n, time.Since(start))
		items = items[n:]
	}
}

// size is how many cables a group may have now.
func (w *worker) size() int {
	w.sizing.Lock()
	defer w.sizing.Unlock()
	return w.limit.cables
}

// took tells the limit how long a group took.
func (w *worker) took(n int, d time.Duration) {
	target := time.Duration(0)
	switch {
	case w.rank > 1 && w.p.gate.flashed(mixedFor):
		target = behindFlash
	case time.Since(w.lastHeld) < mixedFor:
		target = behindOther
	}
	w.sizing.Lock()
	w.limit.took(n, d, target, w.p.gate.flashed(d))
	w.sizing.Unlock()
}

// keepAlive asks for more time for items while they wait.
func (w *worker) keepAlive(ctx context.Context, items []*item) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		tick := time.NewTicker(w.p.feed.AckWait(w.lane) / 3)
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
