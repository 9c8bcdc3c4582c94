package processor

import (
	"testing"
	"time"

	"cablefeed/internal/feed"
)

// settle runs l on commits that cost a fixed time and a time for each cable.
func settle(l *limit, fixed, each, target time.Duration) (n int, d time.Duration) {
	for range 200 {
		n = l.cables
		d = fixed + time.Duration(n)*each
		l.took(n, d, target, false)
	}
	return n, d
}

func TestGroupSizeFollowsTheTimeThatCommitsTake(t *testing.T) {
	tests := map[string]struct {
		fixed, each, target time.Duration
		least, most         int
	}{
		"nothing more urgent comes: full groups":             {3 * time.Millisecond, 300 * time.Microsecond, 0, maxGroup, maxGroup},
		"FLASH comes: groups fit into the time":              {3 * time.Millisecond, 300 * time.Microsecond, behindFlash, 10, 24},
		"FLASH comes, cheap commits: groups stay large":      {time.Millisecond, 50 * time.Microsecond, behindFlash, 80, maxGroup},
		"the fixed cost is most: half of the rate is kept":   {12 * time.Millisecond, 300 * time.Microsecond, behindFlash, 30, 80},
		"small groups would save nothing: they stay large":   {500 * time.Millisecond, 300 * time.Microsecond, behindFlash, 45, maxGroup},
		"every cable is dear: the smallest groups":           {time.Millisecond, 50 * time.Millisecond, behindFlash, minGroup, 7},
		"less urgent ones come: groups of some milliseconds": {3 * time.Millisecond, 500 * time.Microsecond, behindOther, 50, 90},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := newLimit(feed.Routine)
			settle(l, tt.fixed, tt.each, 0)
			if n, d := settle(l, tt.fixed, tt.each, tt.target); n < tt.least || n > tt.most {
				t.Errorf("fixed %v, each %v, target %v: got groups of %d in %v, want %d to %d cables", tt.fixed, tt.each, tt.target, n, d, tt.least, tt.most)
			}
			if n, _ := settle(l, tt.fixed, tt.each, 0); n != maxGroup {
				t.Errorf("when all is quiet again: got groups of %d, want %d", n, maxGroup)
			}
		})
	}
}

func TestFlashCablesThatWaitShareACommitOfBoundedSize(t *testing.T) {
	l := newLimit(feed.Flash)
	if n, _ := settle(l, time.Millisecond, time.Microsecond, 0); n != flashGroup {
		t.Errorf("got groups of %d, want %d", n, flashGroup)
	}
}
