package processor

import (
	"context"
	"errors"

	"cablefeed/internal/acp127"
	"cablefeed/internal/feed"
)

// triage puts what arrives on the plain subject on the lane of its precedence.
func (p *Processor) triage(ctx, work context.Context) {
	in := make(chan *feed.Delivery, maxGroup)
	go func() {
		defer close(in)
		_ = p.feed.Consume(ctx, feed.Triage, maxGroup, func(d *feed.Delivery) { in <- d })
	}()
	t := &worker{p: p, lane: feed.Triage, limit: &limit{cables: maxGroup, max: maxGroup}}
	for group := range t.collect(in) {
		if work.Err() == nil { // else they are delivered again
			t.place(work, group)
		}
	}
}

// place writes a group to the lanes and acknowledges it, again and again until
// it succeeds or ctx ends. What the server takes on the plain subject and, with
// our headers, not on a lane, is kept as a reject.
func (w *worker) place(ctx context.Context, group []*feed.Delivery) {
	raws := make([]feed.Raw, len(group))
	for i, d := range group {
		raws[i] = feed.Raw{Lane: laneOf(d.Data), Data: d.Data, Source: d.Source, From: d.Seq}
	}
	var wait backoff
	defer func() { w.p.resumed(&wait) }()
	for ctx.Err() == nil {
		_, err := w.p.feed.Append(ctx, raws)
		switch {
		case err == nil:
			for _, d := range group {
				_ = d.Ack()
			}
			return
		case errors.Is(err, feed.ErrTooLarge) && len(group) > 1:
			for i := range group {
				w.place(ctx, group[i:i+1])
			}
			return
		case errors.Is(err, feed.ErrTooLarge):
			it := &item{Delivery: group[0], err: err}
			w.oversize(ctx, &unit{id: it.key(), items: []*item{it}}, err, &wait)
			return
		}
		w.p.overcome(ctx, &wait, err)
	}
}

func laneOf(raw []byte) feed.Lane { return feed.LaneOf(acp127.Peek(raw)) }
