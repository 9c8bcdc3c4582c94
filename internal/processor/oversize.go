package processor

import (
	"context"

	"cablefeed/internal/pipeline"
)

// oversize keeps the bytes of a cable that the server does not take as a whole,
// in pieces that it does take, as a reject.
func (w *worker) oversize(ctx context.Context, u *unit, cause error, wait *backoff) {
	for _, it := range u.items {
		one := &unit{id: it.key(), items: []*item{it}, before: &pipeline.State{}}
		o := w.outcome(it, pipeline.Rejected)
		o.Err = cause
		res := pipeline.RejectPieces(it.Data, it.Seq, it.Earlier+it.Attempt, cause, w.p.feed.MaxPayload()/2)
		o.Result = &res
		one.results, one.outcomes = []pipeline.Result{res}, []Outcome{o}
		for ctx.Err() == nil {
			err := w.store(ctx, []*unit{one})
			if err == nil {
				break
			}
			if s, e := w.p.feed.LookupReject(ctx, it.Seq); e == nil && s.Seq != 0 {
				one.results = nil // kept already: acknowledge only
				continue
			}
			w.p.overcome(ctx, wait, err)
		}
	}
}
