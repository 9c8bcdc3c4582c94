package bench

import (
	"context"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/generate"
)

// A Load is what the workers are given.
type Load struct {
	Seed  uint64
	Mix   generate.Mix
	Count int // transmissions that wait in the journal when the workers start
}

// A Round is one measurement of the full rate and, at once behind it, of the
// floor: the same messages in the same groups written with nothing else done.
type Round struct {
	Workers       int     `json:"workers"`
	Transmissions int     `json:"transmissions"`
	Ingest        float64 `json:"ingest_per_second"` // into the journal
	Rate          float64 `json:"per_second"`        // transmissions
	In            float64 `json:"raw_mb_per_second"`
	Out           float64 `json:"stored_mb_per_second"`
	FloorOut      float64 `json:"floor_mb_per_second"`
	Ratio         float64 `json:"ratio"`           // Out / FloorOut
	CPU           float64 `json:"cpu_ms"`          // processor time for each transmission, workers and embedded server
	FloorCPU      float64 `json:"floor_cpu_ms"`    // likewise, of the floor
	Messages      float64 `json:"messages"`        // stored for each transmission
	Group         float64 `json:"messages_commit"` // in the commits that were sampled
	Disk          float64 `json:"disk_bytes"`      // for each transmission: journal and outputs; of the first round
	Memory
}

// Pipeline measures the full rate of a number of workers: rounds times, each
// with load.Count transmissions more. Then it hands cables in at a tenth of that
// rate and gives the latency for each precedence.
func Pipeline(ctx context.Context, setup Setup, load Load, workers, rounds int, report func(Round)) (map[cable.Precedence]Latency, error) {
	l, err := open(ctx, setup)
	if err != nil {
		return nil, err
	}
	defer l.close()
	g := generate.New(load.Seed, load.Mix)
	rate := 0.0
	for range rounds {
		r, err := l.round(ctx, g, load, workers)
		if err != nil {
			return nil, err
		}
		rate = r.Rate
		report(r)
	}
	return l.live(ctx, load, workers, rate/10, 6*time.Second)
}

func (l *line) round(ctx context.Context, g *generate.Generator, load Load, workers int) (Round, error) {
	r := Round{Workers: workers, Transmissions: load.Count}
	start := time.Now()
	j, err := l.fill(ctx, g, load.Count)
	if err != nil {
		return r, err
	}
	r.Ingest = float64(j.taken) / time.Since(start).Seconds()
	before, err := l.held(feed.Cables)
	if err != nil {
		return r, err
	}
	resetPeak()
	start = time.Now()
	cpu := processorTime()
	c, err := l.work(ctx, workers, nil)
	if err != nil {
		return r, err
	}
	err = c.wait(ctx, j.taken)
	took := time.Since(start).Seconds()
	r.Memory = memory()
	r.CPU = (processorTime() - cpu).Seconds() * 1000 / float64(j.taken)
	c.stop()
	if err != nil {
		return r, err
	}
	after, err := l.held(feed.Cables)
	if err != nil {
		return r, err
	}
	messages := after.Messages - before.Messages
	r.Rate, r.In = float64(j.taken)/took, float64(j.bytes)/took/1e6
	r.Messages = float64(messages) / float64(j.taken)
	if l.dir != "" && before.Messages == 0 { // a floor before would count too
		r.Disk = float64(onDisk(l.dir)) / float64(j.taken)
	}
	batches, err := l.sample(ctx, start, after.Bytes-before.Bytes)
	if err != nil {
		return r, err
	}
	sampled, bytes := 0, int64(0)
	for _, b := range batches {
		sampled += len(b)
		bytes += b.bytes()
	}
	r.Group = float64(sampled) / float64(len(batches))
	r.Out = float64(bytes) / float64(sampled) * float64(messages) / took / 1e6
	cpu = processorTime()
	floor, err := l.floor(ctx, batches, messages, workers)
	r.FloorCPU = (processorTime() - cpu).Seconds() * 1000 / float64(j.taken)
	r.FloorOut = floor / 1e6
	r.Ratio = r.Out / r.FloorOut
	return r, err
}

// live hands cables in at a rate, in their mix of precedences, and gives the
// latency of each.
func (l *line) live(ctx context.Context, load Load, workers int, rate float64, span time.Duration) (map[cable.Precedence]Latency, error) {
	c, err := l.work(ctx, workers, nil)
	if err != nil {
		return nil, err
	}
	defer c.stop()
	s, stop, err := l.watch(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	mix := generate.Plain()
	mix.Tag, mix.Size = watched, load.Mix.Size
	g := generate.New(load.Seed+1, mix)
	j := &journal{l: l}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	begin := time.Now()
	for sent := 0; time.Since(begin) < span; {
		for due := int(time.Since(begin).Seconds() * rate); sent < due; sent++ {
			t := g.Next()
			s.start(t.ID)
			if err := j.put(ctx, t); err != nil {
				return nil, err
			}
		}
		if err := j.flush(ctx); err != nil {
			return nil, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	s.settle(ctx, 30*time.Second)
	all := map[cable.Precedence]Latency{}
	for _, p := range cable.Precedences {
		if m := s.latency(p); m.Count > 0 {
			all[p] = m
		}
	}
	return all, nil
}
