package watch

import (
	"fmt"
	"slices"
	"time"

	"cablefeed/internal/cable"
)

// A Trial tells what a list would have rung for, before it is live. Add it every
// cable of some stretch of traffic, then ask for the Results.
type Trial struct {
	list        *List
	number      map[string]int // of each watch, by name
	rang        [][]int32      // the watches of each cable, ascending
	first, last time.Time
}

// A TrialResult is what a trial found out about one watch.
type TrialResult struct {
	Watch  string  `json:"watch"`
	Cables int     `json:"cables"` // that it matched
	PerDay float64 `json:"per_day"`
	// Warning says that the watch can hardly be meant so: it matches nothing,
	// everything, or no cable that another watch does not match as well.
	Warning string `json:"warning,omitempty"`
}

// NewTrial makes a trial of l.
func NewTrial(l *List) *Trial {
	t := &Trial{list: l, number: map[string]int{}}
	for i, w := range l.Watches() {
		t.number[w.Name] = i
	}
	return t
}

// Add matches one cable, as of the time when it came, and gives its hits.
func (t *Trial) Add(c *cable.Cable, at time.Time) []Hit {
	hits := t.list.Match(c, at)
	var rang []int32
	for _, h := range hits {
		rang = append(rang, int32(t.number[h.Watch.Name]))
	}
	t.rang = append(t.rang, rang)
	if at.IsZero() { // a cable without a date says nothing of the stretch
		return hits
	}
	if t.first.IsZero() || at.Before(t.first) {
		t.first = at
	}
	if at.After(t.last) {
		t.last = at
	}
	return hits
}

// Results gives a result for each watch, by name. A stretch of less than a day
// counts as a day.
func (t *Trial) Results() []TrialResult {
	days := max(1, t.last.Sub(t.first).Hours()/24)
	results := make([]TrialResult, t.list.Len())
	// with has, for each watch, the others that matched all of its cables so far.
	with := make([][]int32, t.list.Len())
	for _, rang := range t.rang {
		for _, w := range rang {
			if results[w].Cables++; results[w].Cables == 1 {
				with[w] = slices.Clone(rang)
			} else {
				with[w] = slices.DeleteFunc(with[w], func(other int32) bool {
					_, found := slices.BinarySearch(rang, other)
					return !found
				})
			}
		}
	}
	for i, w := range t.list.Watches() {
		r := &results[i]
		r.Watch, r.PerDay = w.Name, float64(r.Cables)/days
		switch other := narrowest(with[i], int32(i), results); {
		case len(t.rang) == 0:
		case r.Cables == 0:
			r.Warning = "matches nothing"
		case r.Cables == len(t.rang) && len(t.rang) > 1:
			r.Warning = "matches everything"
		case other >= 0:
			r.Warning = fmt.Sprintf("matches only cables that %s matches as well", t.list.rules[other].watch.Name)
		}
	}
	return results
}

// narrowest gives, of some watches other than this one, that which matched
// fewest cables; -1 when there is none.
func narrowest(watches []int32, this int32, results []TrialResult) int32 {
	best := int32(-1)
	for _, w := range watches {
		if w != this && (best < 0 || results[w].Cables < results[best].Cables) {
			best = w
		}
	}
	return best
}
