package main

import (
	"iter"
	"math/rand/v2"
	"sync"
	"time"

	"cablefeed/internal/acp127"
	"cablefeed/internal/feed"
	"cablefeed/internal/generate"
)

// A load makes transmissions until it is stopped, in bursts, and knows what has
// to come of them.
type load struct {
	stopped chan struct{}
	once    sync.Once

	// Settled when bursts has ended.
	g       *generate.Generator
	sent    int
	rejects map[string]bool // texts that are no cables
}

func newLoad(seed uint64) *load {
	mix := generate.Realistic()
	mix.Size = 1500
	mix.Sections, mix.Duplicates, mix.Suspected, mix.Corrections, mix.NonCables = 0.3, 0.1, 0.02, 0.08, 0.02
	return &load{stopped: make(chan struct{}), g: generate.New(seed, mix), rejects: map[string]bool{}}
}

// bursts yields transmissions, a few at a time.
func (l *load) bursts(rnd *rand.Rand) iter.Seq[[]feed.Raw] {
	return func(yield func([]feed.Raw) bool) {
		for {
			var burst []feed.Raw
			for range 1 + rnd.IntN(24) {
				m := l.g.Next()
				if m.Kind == generate.NonCable {
					l.rejects[string(m.Raw)] = true
				}
				burst = append(burst, feed.Raw{Lane: feed.LaneOf(acp127.Peek(m.Raw)), Data: m.Raw})
			}
			if !yield(burst) {
				return
			}
			l.sent += len(burst)
			select {
			case <-l.stopped:
				return
			case <-time.After(time.Duration(rnd.IntN(60)) * time.Millisecond):
			}
		}
	}
}

func (l *load) stop() { l.once.Do(func() { close(l.stopped) }) }
