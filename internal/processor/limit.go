package processor

import (
	"time"

	"cablefeed/internal/feed"
)

// Bounds of a group: the cables that commit as one batch.
const (
	maxGroup   = 124       // cables
	minGroup   = 4         // cables, while traffic is mixed
	flashGroup = 16        // FLASH cables: one alone and at once; several that wait already share a commit
	groupBytes = 512 << 10 // raw bytes; what they publish is about eight times as much
	lookups    = 4         // at the same time; each may load a block of the stream into memory
	lookFirst  = 8         // groups that are looked up first behind one that held a repeat
)

// How long a group may take while more urgent cables come, and for how long
// behind the last of them.
const (
	behindFlash = 8 * time.Millisecond
	behindOther = 40 * time.Millisecond
	mixedFor    = 2 * time.Second
)

// A limit follows the time that commits take: while more urgent cables come, a
// group that took too long makes the next one smaller, so that an urgent cable
// waits for little behind it. It stops where a cable would cost much more than in
// a full group, since every commit has a fixed cost, which many cables share.
type limit struct {
	cables int
	max    int
	each   time.Duration // what a cable takes in a full group, about; 0: not known
}

func newLimit(l feed.Lane) *limit {
	if l == feed.Flash {
		return &limit{cables: flashGroup, max: flashGroup}
	}
	return &limit{cables: maxGroup, max: maxGroup}
}

// took adjusts the limit after a group of n cables took d; target is how long it
// should have taken at most, 0 when nothing more urgent comes. shared tells that
// something more urgent came meanwhile: then the time says little of the cost.
func (l *limit) took(n int, d, target time.Duration, shared bool) {
	each := d / time.Duration(n)
	switch {
	case l.each == 0 || each < l.each:
		l.each = each
	case n >= l.max/2:
		l.each += (each - l.each) / 8
	}
	dear := each > l.each*8/5 && !shared
	switch {
	case target == 0:
		l.cables = min(l.max, l.cables*2)
	case d > target && !dear:
		l.cables = max(min(minGroup, l.max), min(l.cables, n)*3/4)
	case n >= l.cables:
		l.cables = min(l.max, l.cables+2+l.cables/8)
	}
}
