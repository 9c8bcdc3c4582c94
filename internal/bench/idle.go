package bench

import (
	"context"
	"fmt"
	"time"

	"cablefeed/internal/acp127"
	"cablefeed/internal/feed"
	"cablefeed/internal/generate"
)

// watched is a code that one of the default watches waits for.
const watched = "KCRM"

// Idle hands in count cables, one at a time, while nothing else happens.
func Idle(ctx context.Context, setup Setup, seed uint64, count int) (Latency, error) {
	l, err := open(ctx, setup)
	if err != nil {
		return Latency{}, err
	}
	defer l.close()
	c, err := l.work(ctx, 1, nil)
	if err != nil {
		return Latency{}, err
	}
	defer c.stop()
	s, stop, err := l.watch(ctx)
	if err != nil {
		return Latency{}, err
	}
	defer stop()
	mix := generate.Plain()
	mix.Tag = watched
	g := generate.New(seed, mix)
	const warmUp = 10
	var took []time.Duration
	for i := range count + warmUp {
		t := g.Next()
		start := time.Now()
		s.start(t.ID)
		if _, err := l.feed.Append(ctx, []feed.Raw{{Lane: feed.LaneOf(acp127.Peek(t.Raw)), Data: t.Raw}}); err != nil {
			return Latency{}, err
		}
		select {
		case <-s.arrived:
		case <-time.After(30 * time.Second):
			return Latency{}, fmt.Errorf("no alert of %s within 30 s", t.ID)
		case <-ctx.Done():
			return Latency{}, ctx.Err()
		}
		if i >= warmUp {
			took = append(took, time.Since(start))
		}
		time.Sleep(2 * time.Millisecond) // idle again
	}
	return latencyOf(took), nil
}
