package processor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

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
