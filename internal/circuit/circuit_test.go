package circuit

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

var morning = time.Date(2006, time.November, 22, 6, 0, 0, 0, time.UTC)

// run folds the numbers of a line, one a minute: 044 has three digits, | begins
// the next day, ? has no number.
func run(s State, line string) State {
	at := morning
	if s.Received > 0 {
		at = s.LastSeen
	}
	for word := range strings.FieldsSeq(line) {
		if word == "|" {
			at = at.Add(24 * time.Hour)
			continue
		}
		at = at.Add(time.Minute)
		g := Sighting{Channel: "XRO", Number: -1, Digits: len(word), Journal: s.Journal + 1, Received: at}
		if word != "?" {
			if _, err := fmt.Sscanf(word, "%d", &g.Number); err != nil {
				panic(err)
			}
		}
		s = Fold(s, g)
	}
	return s
}

// brief writes what matters of s.
func brief(s State) string {
	b := fmt.Sprintf("last %d", s.Last)
	if len(s.Gaps) > 0 {
		b += ", missing " + Numbers(s.Gaps, 1)
	}
	for _, c := range []struct {
		what string
		n    uint64
	}{
		{"late", s.Late}, {"repeats", s.Repeats}, {"resets", s.Resets}, {"wraps", s.Wraps},
		{"strays", s.Strays}, {"unnumbered", s.Unnumbered}, {"lost", s.Lost},
	} {
		if c.n > 0 {
			b += fmt.Sprintf(", %s %d", c.what, c.n)
		}
	}
	return b
}

func TestFold(t *testing.T) {
	tests := map[string]struct{ line, want string }{
		"in order":                                           {"5760 5761 5762", "last 5762"},
		"one is missing":                                     {"5760 5762", "last 5762, missing 5761"},
		"several are missing":                                {"044 048 050", "last 50, missing 45-47, 49"},
		"the missing one comes":                              {"5760 5762 5761 5763", "last 5763, late 1"},
		"the first of a gap comes":                           {"10 14 11", "last 14, missing 12-13, late 1"},
		"the middle of a gap comes":                          {"10 14 12", "last 14, missing 11, 13, late 1"},
		"the same number again":                              {"10 11 11 12", "last 12, repeats 1"},
		"an older number again":                              {"10 11 12 10 13", "last 13, repeats 1"},
		"a late number again":                                {"10 12 11 11", "last 12, late 1, repeats 1"},
		"three digits wrap to one":                           {"998 999 001 002", "last 2, wraps 1"},
		"three digits wrap to zero":                          {"998 999 000 001", "last 1, wraps 1"},
		"four digits wrap to one":                            {"9999 0001", "last 1, wraps 1"},
		"four digits wrap to zero":                           {"9998 9999 0000 0001", "last 1, wraps 1"},
		"numbers are missing around the wrap":                {"997 002", "last 2, missing 998-999, 1, wraps 1"},
		"a number before the wrap comes after it":            {"998 001 999 002", "last 2, late 1, wraps 1"},
		"four digits do not wrap at 999":                     {"0998 0999 1000", "last 1000"},
		"numbers that are not filled up grow to four digits": {"998 999 1000 1001", "last 1001"},
		"the day begins anew":                                {"480 481 | 001 002", "last 2, resets 1"},
		"the day begins anew, the first ones missing":        {"480 481 | 003", "last 3, missing 1-2, resets 1"},
		"the day begins anew with a gap open":                {"480 482 | 001 002", "last 2, missing 481, resets 1"},
		"a missing number of yesterday comes":                {"480 482 | 001 481 002", "last 2, late 1, resets 1"},
		"a missing number of yesterday is used again":        {"1 3 | 1 2 3", "last 3, resets 1, lost 1"},
		"a new day that goes on":                             {"480 | 481 482", "last 482"},
		"it begins anew in the middle of a day":              {"480 481 001 002 003", "last 3, resets 1"},
		"number one again is a repeat":                       {"1 2 3 1 4", "last 4, repeats 1"},
		"zero is no number":                                  {"0000 0000 0000", "last 0, unnumbered 3"},
		"zero in between is no number":                       {"0012 0000 0013", "last 13, unnumbered 1"},
		"no number can be read":                              {"10 ? 11", "last 11, unnumbered 1"},
		"a garbled number far ahead is taken back":           {"100 900 101 102", "last 102, strays 1"},
		"a garbled number of four digits":                    {"100 1010 101 102 999 001", "last 1, missing 103-998, wraps 1, strays 1"},
		"many are missing":                                   {"100 900 901", "last 901, missing 101-899"},
		"many are missing, and their last comes":             {"100 900 899", "last 900, missing 101-898, late 1"},
		"a gap of the round before is given up by a new one": {"990 992 999 001 989 991", "last 989, missing 993-998, 2-988, late 1, wraps 1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := brief(run(State{}, tt.line)); got != tt.want {
				t.Errorf("%s\ngot  %s\nwant %s", tt.line, got, tt.want)
			}
		})
	}
}

func TestStateStaysSmall(t *testing.T) {
	var s State
	r := rand.New(rand.NewPCG(1, 2))
	n := 0
	for i := range uint64(5000) {
		n = (n + 1 + r.IntN(3)) % 9999
		s = Fold(s, Sighting{Channel: "XRO", Number: n + 1, Digits: 4, Journal: i + 1, Received: morning})
		if len(s.Gaps) > maxGaps {
			t.Fatalf("after %d numbers %d gaps are kept, want at most %d", i+1, len(s.Gaps), maxGaps)
		}
		for j, g := range s.Gaps {
			if g.From > g.To || len(subtract([]Gap{g}, s.Gaps[:j])) != 1 || g.From <= s.Last && s.Last <= g.To {
				t.Fatalf("after %d numbers: gap %d of %v is empty, overlaps another or holds the last number %d", i+1, j, s.Gaps, s.Last)
			}
		}
	}
	if s.Lost == 0 || s.Received != 5000 {
		t.Errorf("lost %d, received %d; want the gaps that were dropped counted", s.Lost, s.Received)
	}
}

func TestASightingCountsOnce(t *testing.T) {
	s := run(State{}, "10 12 14")
	again := Fold(s, Sighting{Channel: "XRO", Number: 13, Digits: 3, Journal: s.Journal, Received: morning})
	if got, want := brief(again), brief(s); got != want || again.Received != s.Received {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFoldLeavesTheStateBeforeAsItWas(t *testing.T) {
	s := run(State{}, "10 14 20")
	want := brief(s)
	run(s, "12 30 16 21 001")
	if got := brief(s); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNews(t *testing.T) {
	tests := map[string]struct {
		before, then string
		want         string
	}{
		"nothing happened":                    {"10 11", "12", "[] [] 0 0"},
		"a gap opens":                         {"10 11", "14", "[12-13] [] 0 0"},
		"a gap closes":                        {"10 12", "11", "[] [11] 0 0"},
		"a gap closes in part":                {"10 14", "12", "[] [12] 0 0"},
		"two that changed places are no news": {"10", "12 11", "[] [] 0 0"},
		"a repeat":                            {"10 11", "11", "[] [] 1 0"},
		"a reset":                             {"480 481", "| 001", "[] [] 0 1"},
		"a reset seen at its second number":   {"480 481 001", "002", "[] [] 0 1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := run(State{}, tt.before)
			n := Compare(s, run(s, tt.then))
			got := fmt.Sprintf("[%s] [%s] %d %d", Numbers(n.Opened, 1), Numbers(n.Closed, 1), n.Repeats, n.Resets)
			if got != tt.want {
				t.Errorf("%s, then %s\ngot  %s\nwant %s", tt.before, tt.then, got, tt.want)
			}
		})
	}
}

func BenchmarkFold(b *testing.B) {
	var s State
	for i := range b.N {
		s = Fold(s, Sighting{Channel: "XRO", Number: i%9999 + 1, Digits: 4, Journal: uint64(i + 1), Received: morning})
	}
}
