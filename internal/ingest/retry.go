package ingest

import (
	"context"

	"cablefeed/internal/acp127"
	"cablefeed/internal/feed"
)

// A Pair says under which sequence of the journal a reject was put back.
type Pair struct {
	Reject *feed.Reject
	As     uint64
}

// Retry puts the rejects of q back into the journal, each on its lane, and tells
// handle of each. A reject goes away only after its bytes are in the journal
// again; should it fail in between, another Retry gives a duplicate.
func Retry(ctx context.Context, f *feed.Feed, q feed.RejectQuery, handle func(Pair)) error {
	var group []*feed.Reject
	size := 0
	flush := func() error {
		if len(group) == 0 {
			return nil
		}
		raws := make([]feed.Raw, len(group))
		for i, r := range group {
			raws[i] = feed.Raw{Lane: feed.LaneOf(acp127.Peek(r.Data)), Data: r.Data, Again: r.Incoming, Tries: r.Attempts}
			if m, err := f.Transmission(ctx, r.Incoming); err == nil {
				raws[i].Source = m.Header.Get(feed.HdrSource)
			}
		}
		seqs, err := f.Append(ctx, raws)
		if err != nil {
			return err
		}
		if err := f.Settle(ctx, group, seqs); err != nil {
			return err
		}
		for i, r := range group {
			handle(Pair{r, seqs[i]})
		}
		group, size = group[:0], 0
		return nil
	}
	q.Data, q.Settled = true, false
	err := f.EachReject(ctx, q, func(r *feed.Reject) error {
		if r.Settled() { // asked for by that word: there are no bytes to put back
			return nil
		}
		group = append(group, r)
		if size += len(r.Data); len(group) < batchCount && size < batchBytes {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}
