// Package keeper keeps the continuity of circuits: it reads the journal in
// order, counts each transmission on its circuit, and stores the states. Every
// worker runs one; one of them is at work, the others stand by. What makes that
// safe is not who is at work but the check with each commit: of two that count
// the same transmissions, the second is refused. Only app imports it.
package keeper

import (
	"context"
	"errors"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
)

// Times of a keeper.
const (
	commitEvery = time.Second      // what a circuit may lag behind the journal
	standBy     = 5 * time.Second  // how long the one at work may do nothing before another takes over
	patience    = 10 * time.Second // with an answer, which a lost connection never gives
)

// A Keeper counts the transmissions of the journal on their circuits.
type Keeper struct {
	feed *feed.Feed
	log  zerolog.Logger

	commitEvery, standBy, drain time.Duration
}

// New gives a Keeper. Its log has a line when a gap opens or closes, and when a
// circuit repeats a number or begins again. drain is the time that it may take to
// count what the journal has when it is stopped.
func New(f *feed.Feed, drain time.Duration, log zerolog.Logger) *Keeper {
	return &Keeper{feed: f, log: log, commitEvery: commitEvery, standBy: standBy, drain: min(drain, patience)}
}

// Run works until ctx ends; then it counts what the journal has by then, and
// returns.
func (k *Keeper) Run(ctx context.Context) error {
	for {
		err := k.keep(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, feed.ErrConflict) {
			k.log.Debug().Msg("circuits are kept by another worker")
			k.wait(ctx)
			continue
		}
		k.log.Debug().Err(err).Msg("circuits read again")
		sleep(ctx, k.commitEvery)
	}
}

// keep counts until ctx ends and all that the journal has then is counted, or
// until it fails.
func (k *Keeper) keep(ctx context.Context) error {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	b, err := open(work, k.feed)
	if err != nil {
		return err
	}
	in := make(chan *feed.Stored, 256)
	done := make(chan error, 1)
	go func() {
		scan := feed.Scan{Stream: feed.Incoming, Subjects: feed.LaneSubjects(), From: b.counted + 1, Follow: true}
		done <- k.feed.Scan(work, scan, func(m *feed.Stored) error {
			select {
			case in <- m:
				return nil
			case <-work.Done():
				return work.Err()
			}
		})
	}()
	tick := time.NewTicker(k.commitEvery)
	defer tick.Stop()
	end, last := ctx.Done(), uint64(0)
	for {
		due := false
		select {
		case err := <-done:
			return err
		case m := <-in:
			if err := b.count(work, m); err != nil {
				return err
			}
			due = b.full()
		case <-tick.C:
			due = true
		case <-end:
			end = nil
			time.AfterFunc(k.drain, cancel)
			if last, err = k.feed.LastOnLanes(work); err != nil {
				return err
			}
		}
		ended := end == nil && b.counted >= last
		if due || ended {
			news, err := b.commit(work)
			if err != nil {
				return err
			}
			k.tell(news)
		}
		if ended {
			return nil
		}
	}
}

// wait returns when nobody seems to count any more although there is something
// to count, or when ctx ends.
func (k *Keeper) wait(ctx context.Context) {
	for counted, known := uint64(0), false; ctx.Err() == nil; {
		sleep(ctx, k.standBy)
		b, err := open(ctx, k.feed)
		if err != nil {
			continue
		}
		behind := b.counted < b.last
		if behind && known && b.counted == counted {
			return
		}
		counted, known = b.counted, behind
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
