package processor

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// A unit is what the items of one cable id do in one commit.
type unit struct {
	id       string
	before   *pipeline.State
	results  []pipeline.Result // to be stored; the last one is a record, or none is
	outcomes []Outcome
	items    []*item
	rest     []pipeline.Result // follow in batches of their own
	held     bool              // a section waits
	record   *pipeline.Part    // as committed by the last result; nil when no record is
	purge    uint64            // sections up to this sequence waited for it; 0: none
	waits    *pipeline.State   // as it is when the sections are stored; nil when none are
}

// commit decides items, stores what they publish as one batch and acknowledges
// them. It gives the items that have to wait for that batch: the second text of
// an id. Whatever the server answers, it goes on until the items are decided or
// ctx ends.
func (w *worker) commit(ctx context.Context, items []*item) (deferred []*item) {
	var wait backoff
	defer func() { w.p.resumed(&wait) }()
	fresh := w.lookFirst > 0 // ask the server rather than believe that ids are new
	for conflicts := 0; ctx.Err() == nil; {
		units, later, err := w.plan(ctx, items, fresh)
		if err == nil {
			if conflicts >= 3 { // somebody races for the same ids
				w.singly(ctx, units, &wait)
				return later
			}
			if err = w.store(ctx, units); err != nil {
				w.p.distrust(units)
			}
		}
		switch {
		case err == nil:
			return later
		case errors.Is(err, feed.ErrConflict):
			conflicts++
			fresh = true
		case errors.Is(err, errAgain):
		case errors.Is(err, feed.ErrTooLarge):
			if len(units) == 1 {
				w.oversize(ctx, units[0], err, &wait)
				return later
			}
			w.singly(ctx, units, &wait)
			return later
		default:
			fresh = true
			w.p.overcome(ctx, &wait, err)
		}
		items = undecided(items)
	}
	return nil
}

// errAgain says that an item turned out to be no cable, or was given back: plan
// again.
var errAgain = errors.New("plan again")

// undecided leaves out the items that need no more work.
func undecided(items []*item) []*item {
	return slices.DeleteFunc(slices.Clone(items), func(it *item) bool { return it.done })
}

// singly commits the items of each unit by themselves. One that somebody races
// for goes behind the others, so that it does not hold them up.
func (w *worker) singly(ctx context.Context, units []*unit, wait *backoff) {
	for queue := slices.Clone(units); len(queue) > 0 && ctx.Err() == nil; {
		u := queue[0]
		queue = queue[1:]
		again, later, err := w.plan(ctx, u.items, true)
		if err == nil {
			if err = w.store(ctx, again); err != nil {
				w.p.distrust(again)
			}
		}
		switch {
		case err == nil:
			for len(later) > 0 && ctx.Err() == nil {
				later = w.commit(ctx, later)
			}
		case errors.Is(err, feed.ErrTooLarge) && len(again) == 1:
			w.oversize(ctx, again[0], err, wait)
		default:
			u.items = undecided(u.items)
			if queue = append(queue, u); !errors.Is(err, errAgain) && (len(queue) == 1 || !errors.Is(err, feed.ErrConflict)) {
				w.p.overcome(ctx, wait, err)
			}
		}
	}
}

// store commits units as one batch; then, and only then, it acknowledges.
func (w *worker) store(ctx context.Context, units []*unit) error {
	var results []pipeline.Result
	for _, u := range units {
		results = append(results, u.results...)
	}
	if len(results) > 0 {
		seqs, err := w.p.feed.Commit(ctx, results...)
		if err != nil {
			return err
		}
		if w.p.afterCommit != nil {
			w.p.afterCommit()
		}
		w.lookFirst = max(0, w.lookFirst-1)
		for _, u := range units {
			for i := range u.results {
				seq := seqs[0]
				seqs = seqs[1:]
				switch {
				case u.record != nil && i == len(u.results)-1:
					w.committed(u, &u.results[i], seq)
				case u.waits != nil:
					u.waits.PartsSeq = lastSection(&u.results[i], seq)
				}
			}
			if u.waits != nil {
				w.p.waiting.put(u.id, u.waits)
			}
		}
	}
	for _, u := range units {
		if err := w.follow(ctx, u); err != nil {
			return err
		}
		for _, it := range u.items {
			_ = it.Ack() // a lost ack gives a duplicate, which is harmless
			it.done = true
		}
		for _, o := range u.outcomes {
			w.p.tell(o)
		}
	}
	for _, u := range units {
		if u.purge != 0 {
			w.p.purge(ctx, u.id, u.purge)
		}
	}
	return nil
}

// follow does what a unit needs besides its batch, before the acknowledgement:
// the messages that did not fit, and the timer of sections that wait. All of it
// can be done again.
func (w *worker) follow(ctx context.Context, u *unit) error {
	for _, res := range u.rest {
		if _, err := w.p.feed.Commit(ctx, res); err != nil && !errors.Is(err, feed.ErrConflict) {
			return err // a conflict says that this piece is stored already
		}
	}
	if !u.held {
		return nil
	}
	for _, it := range u.items {
		if err := w.p.ensureTimer(ctx, it.Received); err != nil {
			return err
		}
	}
	return nil
}

// lastSection is the sequence of the last message of res that counts as a
// waiting section of its cable, given that of the first message.
func lastSection(res *pipeline.Result, first uint64) (last uint64) {
	for i := range res.Messages {
		if strings.HasPrefix(res.Messages[i].Subject, "cables.section.") {
			last = first + uint64(i)
		}
	}
	return last
}

// distrust forgets what units that were not stored were decided on.
func (p *Processor) distrust(units []*unit) {
	for _, u := range units {
		if len(u.results) > 0 {
			p.recent.forget(u.id)
			p.waiting.forget(u.id)
		}
	}
}

// committed remembers a record and notes its sequence in the outcomes.
func (w *worker) committed(u *unit, res *pipeline.Result, seq uint64) {
	w.p.recent.put(u.id, stateOf(res, seq))
	w.p.waiting.forget(u.id)
	for i := range u.outcomes {
		if u.outcomes[i].Record == 0 {
			u.outcomes[i].Record = seq
		}
	}
}
