package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/generate"
)

// A FlashResult is how FLASH cables fare while ROUTINE ones wait and flow.
type FlashResult struct {
	Flash   Latency `json:"flash"`
	Full    float64 `json:"full_per_second"`    // ROUTINE without FLASH
	During  float64 `json:"routine_per_second"` // ROUTINE while FLASH came
	Ratio   float64 `json:"ratio"`
	Waiting [2]int  `json:"routine_waiting"` // when the first FLASH came, and behind the last
	Workers int     `json:"workers"`
	Memory
}

// A FlashPlan says which FLASH cables are handed in.
type FlashPlan struct {
	Count int
	Rate  float64       // a second
	Full  time.Duration // how long the rate without them is measured before
}

// Flash lets load.Count ROUTINE cables wait in the journal and flow, and hands
// in FLASH cables meanwhile.
func Flash(ctx context.Context, setup Setup, load Load, workers int, plan FlashPlan) (FlashResult, error) {
	r := FlashResult{Workers: workers}
	l, err := open(ctx, setup)
	if err != nil {
		return r, err
	}
	defer l.close()
	// What flows off before and meanwhile comes on top of what waits.
	extra := int((1 + plan.Full.Seconds() + float64(plan.Count)/plan.Rate) * 4000)
	mix := generate.Plain().Only(cable.Routine)
	mix.Size = load.Mix.Size
	j, err := l.fill(ctx, generate.New(load.Seed, mix), load.Count+extra)
	if err != nil {
		return r, err
	}
	s, stop, err := l.watch(ctx)
	if err != nil {
		return r, err
	}
	defer stop()
	resetPeak()
	c, err := l.work(ctx, workers, nil)
	if err != nil {
		return r, err
	}
	defer c.stop()
	time.Sleep(time.Second) // up to speed
	r.Full = c.rate(ctx, plan.Full)

	mix = mix.Only(cable.Flash)
	mix.Tag = watched
	g := generate.New(load.Seed+1, mix)
	begin, done := time.Now(), c.done.Load()
	r.Waiting[0] = j.taken - int(done)
	gap := time.Duration(float64(time.Second) / plan.Rate)
	for i := range plan.Count {
		if i == 5 { // the workers have seen that traffic is mixed
			s.forget()
		}
		t := g.Next()
		s.start(t.ID)
		if _, err := l.feed.Append(ctx, []feed.Raw{{Lane: feed.Flash, Data: t.Raw}}); err != nil {
			return r, err
		}
		select {
		case <-time.After(time.Until(begin.Add(time.Duration(i+1) * gap))):
		case <-ctx.Done():
			return r, ctx.Err()
		}
	}
	r.Memory = memory()
	rung := plan.Count - s.missing() // of the FLASH cables
	flowed := c.done.Load() - done - int64(rung)
	r.During = float64(flowed) / time.Since(begin).Seconds()
	r.Waiting[1] = j.taken + plan.Count - int(c.done.Load())
	r.Ratio = r.During / r.Full
	s.settle(ctx, 30*time.Second)
	r.Flash = s.latency(cable.Flash)
	if n := s.missing(); n > 0 {
		return r, fmt.Errorf("%d FLASH cables raised no alert", n)
	}
	if r.Waiting[1] < load.Count/2 {
		return r, errors.New("the ROUTINE cables ran out before the last FLASH: let more of them wait")
	}
	return r, nil
}

// rate gives the transmissions a second over a span of time.
func (c *crew) rate(ctx context.Context, span time.Duration) float64 {
	start, done := time.Now(), c.done.Load()
	select {
	case <-time.After(span):
	case <-ctx.Done():
	}
	return float64(c.done.Load()-done) / time.Since(start).Seconds()
}

// forget drops what was handed in so far: the warm-up.
func (s *stopwatch) forget() {
	s.mu.Lock()
	clear(s.took)
	clear(s.sent)
	s.mu.Unlock()
}
