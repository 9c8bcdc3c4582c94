package processor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

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

// singly commits the items of each unit by themselves.
func (w *worker) singly(ctx context.Context, units []*unit, wait *backoff) {
	for _, u := range units {
		for tries := 0; ctx.Err() == nil; tries++ {
			again, later, err := w.plan(ctx, u.items, true)
			if err == nil {
				if err = w.store(ctx, again); err != nil {
					w.p.distrust(again)
				}
			}
			if err == nil {
				for len(later) > 0 && ctx.Err() == nil {
					later = w.commit(ctx, later)
				}
				break
			}
			if errors.Is(err, feed.ErrTooLarge) && len(again) == 1 {
				w.oversize(ctx, again[0], err, wait)
				break
			}
			if u.items = undecided(u.items); !errors.Is(err, errAgain) {
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

// decide decides the items of one id, in order.
func (w *worker) decide(ctx context.Context, u *unit) (later []*item, err error) {
	core := w.p.core.Load()
	s := u.before
	if u.items[0].part == nil {
		w.reject(u)
		return nil, nil
	}
	var held []pipeline.Result
	for i, it := range u.items {
		d := pipeline.Decide(s, it.part)
		o := w.outcome(it, d)
		o.Record = s.Seq
		switch d {
		case pipeline.Duplicate, pipeline.SuspectedDuplicate:
			o.Recovered = slices.Contains(s.Incoming, it.Seq) ||
				slices.ContainsFunc(s.Parts, func(q *pipeline.Part) bool { return q.Incoming == it.Seq })
			u.held = u.held || s.Seq == 0
			if o.Recovered && s.Batches > 1 {
				if u.rest, err = w.pieces(ctx, s, it.part); err != nil {
					return nil, err
				}
			}
		case pipeline.Service:
			res := core.Keep(it.part, s)
			o.Result = &res
			u.results = append(u.results, res)
		case pipeline.Section:
			s = s.With(it.part)
			if o.Missing = s.Missing(); len(o.Missing) > 0 {
				res, err := safely(func() pipeline.Result { return core.Hold(it.part, s, time.Now()) })
				if err != nil {
					return nil, w.unreadable(it, err)
				}
				if len(held) > 0 {
					res.Messages[0].Expect, res.Messages[1].Expect = nil, nil // the first one checks for all of them
				}
				o.Result = &res
				held = append(held, res)
				break
			}
			whole, err := w.p.join(core, s.Parts)
			if err != nil {
				return nil, w.unreadable(it, err)
			}
			res, err := safely(func() pipeline.Result { return core.Publish(whole, s.Parts, s, pipeline.New, time.Now()) })
			if err != nil {
				return nil, w.unreadable(it, err)
			}
			res.Messages = append(res.Messages, pipeline.Seal(s, u.id))
			o.Decision, o.Part, o.Result = pipeline.New, whole, &res
			held, u.record, u.purge = nil, whole, s.PartsSeq
			u.results = append(u.results, res)
		default:
			part, parts := it.part, []*pipeline.Part(nil)
			if part.Number() > 0 {
				if part, parts, err = w.p.rejoin(ctx, s, it.part); errors.Is(err, feed.ErrUndecided) {
					return nil, err
				} else if err != nil {
					return nil, w.unreadable(it, err)
				}
			}
			if it.ready != nil && d == pipeline.New && s.Revision == 0 {
				o.Result = it.ready
			} else {
				if s, err = w.p.withBefore(ctx, u.id, s); err != nil {
					return nil, err
				}
				res, err := safely(func() pipeline.Result { return core.Publish(part, parts, s, d, time.Now()) })
				if err != nil {
					return nil, w.unreadable(it, err)
				}
				o.Result = &res
			}
			o.Part, u.record = part, part
			u.results = append(u.results, *o.Result)
		}
		u.outcomes = append(u.outcomes, o)
		if (u.record != nil || d == pipeline.Service) && i+1 < len(u.items) {
			// What follows is decided against what this batch stores.
			later = u.items[i+1:]
			u.items = u.items[:i+1]
			break
		}
	}
	u.held = u.held || len(held) > 0
	if len(held) > 0 && u.record == nil {
		waits := *s
		u.waits = &waits
	}
	u.results = append(held, u.results...) // a record comes last
	for i, res := range u.results {
		if len(res.Messages) > feed.MaxBatch {
			pieces := pipeline.Split(res, feed.MaxBatch)
			u.results[i], u.rest = pieces[0], append(u.rest, pieces[1:]...)
		}
	}
	if u.record != nil {
		for i := range u.outcomes {
			u.outcomes[i].Record = 0 // set when it is stored
		}
	}
	return later, nil
}

// rejoin joins part with the other sections that the record was made of, read back
// from the journal. Sections that the journal has dropped are missing.
func (p *Processor) rejoin(ctx context.Context, s *pipeline.State, part *pipeline.Part) (*pipeline.Part, []*pipeline.Part, error) {
	core := p.core.Load()
	all := &pipeline.State{}
	for _, seq := range s.Incoming {
		m, err := p.feed.Transmission(ctx, seq)
		if errors.Is(err, feed.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, nil, fmt.Errorf("%w: transmission %d: %w", feed.ErrUndecided, seq, err)
		}
		if q, err := core.Read(m.Data); err == nil {
			q.Incoming, q.Received = m.Seq, m.Time
			all = all.With(q)
		}
	}
	all = all.With(part)
	whole, err := p.join(core, all.Parts)
	if err != nil {
		return nil, nil, err
	}
	return whole, all.Parts, nil
}

// pieces gives the batches after the first of a record that p is part of.
func (w *worker) pieces(ctx context.Context, s *pipeline.State, p *pipeline.Part) ([]pipeline.Result, error) {
	var parts []*pipeline.Part
	if p.Number() > 0 {
		var err error
		if p, parts, err = w.p.rejoin(ctx, s, p); err != nil {
			return nil, err
		}
	}
	before := &pipeline.State{Revision: s.Revision - 1}
	res := w.p.core.Load().Publish(p, parts, before, pipeline.New, time.Now())
	return pipeline.Split(res, feed.MaxBatch)[1:], nil
}

func (w *worker) outcome(it *item, d pipeline.Decision) Outcome {
	return Outcome{
		Incoming: it.Seq, Source: it.Source, Lane: it.Lane, Received: it.Received,
		Decision: d, Part: it.part, Err: it.err,
	}
}

// reject keeps the bytes of what is no cable, unless they are kept already.
func (w *worker) reject(u *unit) {
	it := u.items[0]
	o := w.outcome(it, pipeline.Rejected)
	if o.Recovered = u.before.Seq != 0; !o.Recovered {
		res := pipeline.Reject(it.Data, it.Seq, it.Earlier+it.Attempt, it.err)
		o.Result = &res
		u.results = []pipeline.Result{res}
	}
	u.outcomes = []Outcome{o}
}

// purge drops the sections up to sequence last that waited for a cable that is
// whole now; one that came since is decided when its time comes, and so are all
// of them should this fail.
func (p *Processor) purge(ctx context.Context, id string, last uint64) {
	if err := p.feed.DropSections(ctx, id, last); err != nil {
		p.log.Debug().Str("id", id).Err(err).Msg("waiting sections kept")
	}
}
