package processor

import (
	"context"
	"sync"
	"time"
)

// A gate holds the lower lanes back while a higher one has something in hand.
// Rank 0 is the highest.
type gate struct {
	mu     sync.Mutex
	inHand []int
	flash  time.Time     // when the highest lane had something in hand last
	opened chan struct{} // closed, and made anew, when a lane runs empty
}

func newGate(ranks int) *gate {
	return &gate{inHand: make([]int, ranks), opened: make(chan struct{})}
}

// enter notes one transmission more in the hands of a lane.
func (g *gate) enter(rank int) {
	g.mu.Lock()
	g.inHand[rank]++
	if rank == 1 {
		g.flash = time.Now()
	}
	g.mu.Unlock()
}

// flashed tells whether a FLASH came within the last span of time.
func (g *gate) flashed(span time.Duration) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Since(g.flash) < span
}

// leave notes n transmissions of a lane as done with.
func (g *gate) leave(rank, n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.inHand[rank] -= n; g.inHand[rank] == 0 {
		close(g.opened)
		g.opened = make(chan struct{})
	}
}

// above tells whether a lane higher than rank has something in hand.
func (g *gate) above(rank int) (bool, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, n := range g.inHand[:rank] {
		if n > 0 {
			return true, g.opened
		}
	}
	return false, g.opened
}

// wait blocks while a higher lane has something in hand, or until ctx ends. It
// tells whether it had to wait.
func (g *gate) wait(ctx context.Context, rank int) (held bool) {
	for {
		busy, opened := g.above(rank)
		if !busy {
			return held
		}
		held = true
		select {
		case <-opened:
		case <-ctx.Done():
			return held
		}
	}
}
