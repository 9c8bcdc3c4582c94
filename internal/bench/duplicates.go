package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/generate"
)

// A Replay is a measurement of duplicates.
type Replay struct {
	Order   string  `json:"order"` // in order, shuffled
	Workers string  `json:"workers"`
	Count   int     `json:"count"`
	Rate    float64 `json:"per_second"`
	Stored  uint64  `json:"stored"` // messages that the duplicates added; must be 0
	Memory
}

// Duplicates commits count cables, then replays them: in order and shuffled, to
// workers that have just seen them and to workers that have just started.
func Duplicates(ctx context.Context, setup Setup, load Load, report func(Replay)) error {
	l, err := open(ctx, setup)
	if err != nil {
		return err
	}
	defer l.close()
	dir, err := os.MkdirTemp(setup.Dir, "cablefeed-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	texts, err := newTexts(filepath.Join(dir, "texts"))
	if err != nil {
		return err
	}
	defer texts.close()
	mix := generate.Plain()
	mix.Size = load.Mix.Size
	j := &journal{l: l}
	for t := range generate.New(load.Seed, mix).All(load.Count) {
		if err := texts.add(t.Raw); err != nil {
			return err
		}
		if err := j.put(ctx, t); err != nil {
			return err
		}
	}
	if err := j.flush(ctx); err != nil {
		return err
	}
	c, err := l.work(ctx, 1, nil)
	if err != nil {
		return err
	}
	defer func() { c.stop() }()
	if err := c.wait(ctx, load.Count); err != nil {
		return err
	}
	order := rand.New(rand.NewPCG(load.Seed, 1)).Perm(load.Count)
	for _, fresh := range []bool{false, true} {
		for _, shuffled := range []bool{false, true} {
			r := Replay{Order: "in order", Workers: "running", Count: load.Count}
			if shuffled {
				r.Order = "shuffled"
			}
			if fresh { // a worker that remembers nothing
				r.Workers = "restarted"
				c.stop()
			}
			if err := l.replay(ctx, texts, order, shuffled, func() (*crew, error) {
				if fresh {
					c, err = l.work(ctx, 1, nil)
				}
				return c, err
			}, &r); err != nil {
				return err
			}
			report(r)
		}
	}
	return nil
}

// replay writes the texts to the journal again and measures how fast they are
// found to be duplicates, reading and writing overlapped.
func (l *line) replay(ctx context.Context, texts *texts, order []int, shuffled bool, workers func() (*crew, error), r *Replay) error {
	before, err := l.held(feed.Cables)
	if err != nil {
		return err
	}
	resetPeak()
	c, err := workers()
	if err != nil {
		return err
	}
	start, done := time.Now(), c.done.Load()
	j := &journal{l: l}
	for i := range order {
		if shuffled {
			i = order[i]
		}
		raw, err := texts.get(i)
		if err != nil {
			return err
		}
		if err := j.putRaw(ctx, raw); err != nil {
			return err
		}
	}
	if err := j.flush(ctx); err != nil {
		return err
	}
	if err := c.wait(ctx, int(done)+len(order)); err != nil {
		return err
	}
	r.Rate = float64(len(order)) / time.Since(start).Seconds()
	r.Memory = memory()
	after, err := l.held(feed.Cables)
	r.Stored = after.Messages - before.Messages
	if err == nil && r.Stored != 0 {
		err = fmt.Errorf("%d messages were stored for duplicates", r.Stored)
	}
	return err
}

// A texts is a file of transmissions that are read in any order.
type texts struct {
	f    *os.File
	ends []int64
}

func newTexts(file string) (*texts, error) {
	f, err := os.Create(file)
	return &texts{f: f}, err
}

func (t *texts) close() { _ = t.f.Close() }

func (t *texts) start(i int) int64 {
	if i == 0 {
		return 0
	}
	return t.ends[i-1]
}

func (t *texts) add(raw []byte) error {
	t.ends = append(t.ends, t.start(len(t.ends))+int64(len(raw)))
	_, err := t.f.Write(raw)
	return err
}

func (t *texts) get(i int) ([]byte, error) {
	raw := make([]byte, t.ends[i]-t.start(i))
	_, err := t.f.ReadAt(raw, t.start(i))
	return raw, err
}
