// Package ingest puts raw transmissions into the journal, each on the lane of
// its precedence, many in one batch so that one sync to disk serves them all.
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"cablefeed/internal/acp127"
	"cablefeed/internal/card"
	"cablefeed/internal/feed"
	"cablefeed/internal/source"
)

// Bounds of one batch to the journal.
const (
	batchCount = 256
	batchBytes = 4 << 20
)

// idleAfter is how long a transmission waits for others to share its batch: the
// next one of a live feed may be hours away.
const idleAfter = 5 * time.Millisecond

// stopAfter is how long a stop waits for the answer to the last batch.
const stopAfter = 2 * time.Second

// A Report says what an ingest did.
type Report struct {
	Taken  int                  // transmissions in the journal
	Failed []error              // what could not be read; each names its file
	First  uint64               // first sequence written; 0: none
	Last   map[feed.Lane]uint64 // last sequence written to each lane
}

// Ingest writes what raws yields to the journal and returns when all of it is
// on disk, or when ctx ends. While the journal takes no more, it waits and says
// so.
func Ingest(ctx context.Context, f *feed.Feed, raws iter.Seq[source.Raw], log zerolog.Logger) (Report, error) {
	r := Report{Last: map[feed.Lane]uint64{}}
	var batch []feed.Raw
	size := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := r.put(ctx, f, batch, log)
		batch, size = batch[:0], 0
		return err
	}
	in := make(chan source.Raw)
	go func() { // a read of standard input may block for ever
		defer close(in)
		for raw := range raws {
			select {
			case in <- raw:
			case <-ctx.Done():
				return
			}
		}
	}()
	for more := true; more && ctx.Err() == nil; {
		var raw source.Raw
		var idle <-chan time.Time
		if len(batch) > 0 {
			idle = time.After(idleAfter)
		}
		select {
		case raw, more = <-in:
		case <-idle:
			if err := flush(); err != nil {
				return r, err
			}
			continue
		case <-ctx.Done():
			continue
		}
		if !more {
			continue
		}
		if raw.Err != nil {
			r.Failed = append(r.Failed, raw.Err)
			continue
		}
		if len(batch) == batchCount || size+len(raw.Data) > batchBytes {
			if err := flush(); err != nil {
				return r, err
			}
		}
		batch = append(batch, feed.Raw{Lane: feed.LaneOf(acp127.Peek(raw.Data)), Data: raw.Data, Source: raw.Source})
		size += len(raw.Data)
	}
	if err := flush(); err != nil {
		return r, err
	}
	return r, ctx.Err()
}

// put writes a batch. What the server does not take at all fails by itself.
func (r *Report) put(ctx context.Context, f *feed.Feed, batch []feed.Raw, log zerolog.Logger) error {
	seqs, err := appendAll(ctx, f, batch, log)
	if errors.Is(err, feed.ErrTooLarge) {
		if len(batch) == 1 {
			r.Failed = append(r.Failed, fmt.Errorf("%s: %d bytes: %w", cmp.Or(batch[0].Source, "input"), len(batch[0].Data), err))
			return nil
		}
		for i := range batch {
			if err := r.put(ctx, f, batch[i:i+1], log); err != nil {
				return err
			}
		}
		return nil
	}
	if r.First == 0 && len(seqs) > 0 {
		r.First = seqs[0]
	}
	for i, seq := range seqs {
		r.Last[batch[i].Lane] = seq
	}
	r.Taken += len(seqs)
	return err
}

// appendAll writes one batch, again and again while the server is away or full.
func appendAll(ctx context.Context, f *feed.Feed, batch []feed.Raw, log zerolog.Logger) ([]uint64, error) {
	said := ""
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		seqs, err := appendOnce(ctx, f, batch)
		switch {
		case err == nil:
			if said != "" {
				log.Info().Msg("ingest resumed")
			}
			return seqs, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("stopped with %s not taken in; run the command again", card.Count(len(batch), "transmission"))
		case errors.Is(err, feed.ErrTooLarge):
			return nil, err
		}
		what := "the server does not answer"
		switch {
		case errors.Is(err, nats.ErrNoResponders):
			what = "nobody takes it: there is no journal yet (\"cablefeed serve\" makes it), or a cluster that has lost too many nodes, or its leader just now"
		case errors.Is(err, feed.ErrFull):
			what = "the journal or its disk is full; free space or raise its limit"
		}
		if said != what {
			said = what
			log.Warn().Err(err).Msg("ingest waits: " + what)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// appendOnce writes one batch. A stop does not abandon what is on its way: the
// server may have it already, and its answer says so.
func appendOnce(ctx context.Context, f *feed.Feed, batch []feed.Raw) ([]uint64, error) {
	try, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		select {
		case <-time.After(stopAfter):
			cancel()
		case <-try.Done():
		}
	})()
	return f.Append(try, batch)
}

// LastSeq is the last sequence that was written.
func (r Report) LastSeq() (last uint64) {
	for _, seq := range r.Last {
		last = max(last, seq)
	}
	return last
}
