package circuit

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// open notes that the numbers from to to have not come, if there are any.
func (s *State) open(from, to int, at time.Time) {
	if from > to {
		return
	}
	s.giveUp(from, to)
	s.Gaps = append(slices.Clone(s.Gaps), Gap{From: from, To: to, Since: at})
	for len(s.Gaps) > maxGaps {
		s.Lost += uint64(s.Gaps[0].Len())
		s.Gaps = s.Gaps[1:]
	}
}

// giveUp takes the numbers from to to out of the gaps: they are in use again.
func (s *State) giveUp(from, to int) {
	left := subtract(s.Gaps, []Gap{{From: from, To: to}})
	if lost := count(s.Gaps) - count(left); lost > 0 {
		s.Lost += uint64(lost)
		s.Gaps = left
	}
}

// fill takes n out of the gap that has it, and tells whether there was one.
func (s *State) fill(n int) bool {
	if !slices.ContainsFunc(s.Gaps, func(g Gap) bool { return g.From <= n && n <= g.To }) {
		return false
	}
	s.Gaps = subtract(s.Gaps, []Gap{{From: n, To: n}})
	for len(s.Gaps) > maxGaps { // one was split in two
		s.Lost += uint64(s.Gaps[0].Len())
		s.Gaps = s.Gaps[1:]
	}
	return true
}

// subtract gives the numbers of all that are not in any of without.
func subtract(all, without []Gap) []Gap {
	left := slices.Clone(all)
	for _, w := range without {
		var next []Gap
		for _, g := range left {
			if w.To < g.From || g.To < w.From {
				next = append(next, g)
				continue
			}
			if g.From < w.From {
				next = append(next, Gap{From: g.From, To: w.From - 1, Since: g.Since})
			}
			if w.To < g.To {
				next = append(next, Gap{From: w.To + 1, To: g.To, Since: g.Since})
			}
		}
		left = next
	}
	return left
}

func count(gaps []Gap) (n int) {
	for _, g := range gaps {
		n += g.Len()
	}
	return n
}

// News is what an operator should know of what happened to a circuit between
// two states.
type News struct {
	Opened  []Gap  // numbers that are missing now, and were not
	Closed  []Gap  // numbers that were missing, and are not
	Repeats uint64 // numbers that had come before
	Resets  uint64
	Strays  uint64
	Lost    uint64 // of Closed: given up rather than come
}

// Compare gives the news in after. What came and went between the two, such as
// two transmissions that changed places, is none.
func Compare(before, after State) News {
	n := News{
		Opened: subtract(after.Gaps, before.Gaps),
		Closed: subtract(before.Gaps, after.Gaps),
		Resets: after.Resets - before.Resets,
		Strays: after.Strays - before.Strays,
		Lost:   after.Lost - before.Lost,
	}
	if after.Repeats > before.Repeats { // a reset takes one back
		n.Repeats = after.Repeats - before.Repeats
	}
	return n
}

// Any tells whether there is news.
func (n News) Any() bool {
	return len(n.Opened)+len(n.Closed) > 0 || n.Repeats+n.Resets+n.Strays+n.Lost > 0
}

// Numbers writes gaps as an operator asks for them: 0044, 0051-0053.
func Numbers(gaps []Gap, digits int) string {
	var all []string
	for _, g := range gaps {
		s := fmt.Sprintf("%0*d", digits, g.From)
		if g.To > g.From {
			s += fmt.Sprintf("-%0*d", digits, g.To)
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}
