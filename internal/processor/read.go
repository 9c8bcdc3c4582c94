package processor

import (
	"cmp"
	"errors"
	"fmt"
	"sync"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// A transmission that crashes the reader, or holds it up, is tried again: the
// reason may have been another one. After this many deliveries it is rejected.
const maxAttempts = 3

// A watchdog bounds the time that one transmission may take to read.
type watchdog struct {
	limit time.Duration
	pause time.Duration // before a transmission is tried again

	mu    sync.Mutex
	stuck map[uint64]bool // transmissions whose reading still goes on, given up

	before func(raw []byte) // for tests: called before each reading, with nil before a join
}

// A reading is a group on its way through the reader.
type reading struct {
	group []*feed.Delivery
	items []*item
	done  chan struct{} // closed when no more are read

	mu   sync.Mutex
	at   int  // how many are read
	left bool // nobody waits for it any more
}

// read reads a group, and makes ahead what its cables publish if they are new.
// Transmissions that are to be tried again are given back and left out.
func (w *worker) read(group []*feed.Delivery) []*item {
	items := make([]*item, 0, len(group))
	for len(items) < len(group) {
		items = append(items, w.readOn(group[len(items):])...)
	}
	kept := items[:0]
	for _, it := range items {
		if !w.giveBack(it) {
			kept = append(kept, it)
		}
	}
	return kept
}

// readOn reads deliveries up to the end, or to one that takes too long.
func (w *worker) readOn(group []*feed.Delivery) []*item {
	dog := &w.p.watchdog
	if d := group[0]; dog.isStuck(d.Seq) {
		return []*item{{Delivery: d, err: pipeline.ErrTimeout}}
	}
	r := &reading{group: group, items: make([]*item, len(group)), done: make(chan struct{})}
	go w.p.read(r)
	timer := time.NewTimer(dog.limit)
	defer timer.Stop()
	for seen := 0; ; {
		select {
		case <-r.done:
			return r.items[:r.at]
		case <-timer.C:
		}
		at := dog.leave(r, seen)
		if at == seen {
			late := &item{Delivery: group[seen], err: fmt.Errorf("%w: more than %v", pipeline.ErrTimeout, dog.limit)}
			return append(r.items[:seen:seen], late)
		}
		seen = at
		timer.Reset(dog.limit)
	}
}

// leave gives up on r if no more than seen are read, and tells how many are.
func (d *watchdog) leave(r *reading, seen int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == seen {
		r.left = true
		d.setStuck(r.group[seen].Seq, true)
	}
	return r.at
}

// read reads what r holds, until nobody waits for it any more. It stops before
// a transmission that another reading is stuck in.
func (p *Processor) read(r *reading) {
	defer close(r.done)
	core := p.core.Load()
	for i, d := range r.group {
		if i > 0 && p.watchdog.isStuck(d.Seq) {
			return
		}
		it := p.readOne(core, d)
		r.mu.Lock()
		left := r.left
		r.items[i] = it
		r.at++
		r.mu.Unlock()
		if left {
			p.watchdog.setStuck(d.Seq, false)
			return
		}
	}
}

func (p *Processor) readOne(core *pipeline.Core, d *feed.Delivery) *item {
	it := &item{Delivery: d}
	res, err := safely(func() *pipeline.Result {
		if p.watchdog.before != nil {
			p.watchdog.before(d.Data)
		}
		it.part, it.err = core.Read(d.Data)
		part := it.part
		if part == nil {
			return nil
		}
		part.Incoming, part.Received, part.Lane = d.Seq, d.Received, string(d.Lane)
		if part.Number() > 0 || part.Cable.ServiceMessage || d.Attempt > 1 {
			return nil
		}
		res := core.Publish(part, nil, &pipeline.State{}, pipeline.New, time.Now())
		return &res
	})
	if it.ready = res; err != nil {
		it.part, it.err = nil, err
	}
	return it
}

// join joins sections; a crash is an error.
func (p *Processor) join(core *pipeline.Core, parts []*pipeline.Part) (whole *pipeline.Part, err error) {
	_, crash := safely(func() any {
		if p.watchdog.before != nil {
			p.watchdog.before(nil)
		}
		whole, err = core.Join(parts)
		return nil
	})
	return whole, cmp.Or(err, crash)
}

// safely calls f, and gives an error when it crashes: no text may end the
// program.
func safely[T any](f func() T) (result T, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", pipeline.ErrCrashed, v)
		}
	}()
	return f(), nil
}

// giveBack gives back what crashed the reader or held it up, to be delivered
// again after a while, and tells whether it did.
func (w *worker) giveBack(it *item) bool {
	poison := errors.Is(it.err, pipeline.ErrCrashed) || errors.Is(it.err, pipeline.ErrTimeout)
	if !poison || it.Attempt >= maxAttempts {
		return false
	}
	w.p.log.Warn().Uint64("incoming", it.Seq).Int("attempt", it.Attempt).Err(it.err).Msg("transmission put back")
	it.done = true
	_ = it.Retry(w.p.watchdog.pause) // a lost one comes back all the same
	return true
}

// unreadable makes it a reject, or gives it back, since what was to be made of
// it gave err: sections that cannot be joined, say. The answer is errAgain.
func (w *worker) unreadable(it *item, err error) error {
	it.part, it.ready, it.err = nil, nil, err
	w.giveBack(it)
	return errAgain
}

func (d *watchdog) isStuck(seq uint64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stuck[seq]
}

func (d *watchdog) setStuck(seq uint64, stuck bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if stuck {
		d.stuck[seq] = true
	} else {
		delete(d.stuck, seq)
	}
}
