package processor

import (
	"time"

	"cablefeed/internal/feed"
)

// Bounds of a group: the cables that commit as one batch.
const (
	maxGroup   = 124     // cables
	minGroup   = 4       // cables, while traffic is mixed
	groupBytes = 2 << 20 // raw bytes; what they publish is about eight times as much
	quick      = 8 * time.Millisecond
	mixedFor   = 2 * time.Second
)

// A limit follows the time that commits take: while more urgent cables come, a
// group that took long makes the next one smaller, so that an urgent cable
// never waits for more than a few milliseconds behind it.
type limit struct {
	cables int
	max    int
}

func newLimit(l feed.Lane) *limit {
	if l == feed.Flash {
		return &limit{cables: 1, max: 1} // alone and at once
	}
	return &limit{cables: maxGroup, max: maxGroup}
}

// took adjusts the limit after a group of n cables took d; mixed tells whether
// more urgent cables came lately.
func (l *limit) took(n int, d time.Duration, mixed bool) {
	switch {
	case !mixed:
		l.cables = min(l.max, l.cables*2)
	case d > quick:
		l.cables = max(min(minGroup, l.max), min(l.cables, n)*3/4)
	case n >= l.cables:
		l.cables = min(l.max, l.cables+2)
	}
}
