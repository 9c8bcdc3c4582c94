package watch

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cablefeed/internal/cable"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// compile compiles or fails the test.
func compile(t testing.TB, watches ...Watch) *List {
	t.Helper()
	l, err := Compile(watches)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// names gives the names of the watches that hit.
func names(hits []Hit) (n []string) {
	for _, h := range hits {
		n = append(n, h.Watch.Name)
	}
	return n
}

// tagged is a cable with these TAGS.
func tagged(codes ...string) *cable.Cable {
	c := &cable.Cable{ID: "06LIMA1", MRN: "06LIMA1", Classification: cable.Unclassified, Precedence: cable.Routine}
	for _, code := range codes {
		c.Tags = append(c.Tags, cable.Tag{Code: code})
	}
	return c
}

func TestDefaultWatchesRingOnTheirTags(t *testing.T) {
	l := compile(t, Default()...)
	for codes, want := range map[[2]string]string{
		{"PHUM", "KCRM"}: "[kcrm]", {"KWMN", "KCRM"}: "[kcrm kwmn]", {"PHUM", "MX"}: "[]",
	} {
		if got := sprint(names(l.Match(tagged(codes[:]...), noon))); got != want {
			t.Errorf("tags %v: got %s, want %s", codes, got, want)
		}
	}
}

func TestTheZeroListMatchesNothing(t *testing.T) {
	if got := new(List).Match(tagged("KCRM"), noon); got != nil {
		t.Errorf("got %v, want none", got)
	}
}

func sprint(v any) string { return fmt.Sprint(v) }

func TestManyMayMatchAtOnce(t *testing.T) {
	l := compile(t, benchWatches(200)...)
	cables := benchCables(t)
	want := make([]string, len(cables))
	for i, c := range cables {
		want[i] = sprint(names(l.Match(c, noon)))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, c := range cables {
				if got := sprint(names(l.Match(c, noon))); got != want[i] {
					t.Errorf("got %s, want %s", got, want[i])
				}
			}
		})
	}
	wg.Wait()
}

// Whatever a cable holds, its time grows no faster than it does.
func TestTimeGrowsWithTheText(t *testing.T) {
	if racing {
		t.Skip("times under the race detector say nothing")
	}
	l := compile(t, Watch{Name: "w", Match: Match{Text: Text{Sets: Sets{Any: []string{"aa* aa* aa* aa* aa* b", "a a a a b", "bb*"}}}}},
		Watch{Name: "v", Match: Match{Text: Text{Sets: Sets{None: []string{"a a a b", "aa* a c"}}}}})
	for name, piece := range map[string]string{
		"hyphens": "a-", "one word": "a", "one word repeated": "a ", "marks": "\u0301", "blanks": " ", "hyphen and blanks": "a- \n ",
	} {
		took := func(n int) time.Duration {
			c := saying("", strings.Repeat(piece, n/len(piece)))
			best := time.Hour
			for range 3 {
				began := time.Now()
				l.Match(c, noon)
				best = min(best, time.Since(began))
			}
			return best
		}
		for try := 1; ; try++ { // other work on the machine may spoil some tries, not all
			small, large := took(100_000), took(1_000_000)
			if large <= 40*small+20*time.Millisecond {
				break
			}
			if try == 8 {
				t.Errorf("%s: 100 KB took %v, 1 MB %v", name, small, large)
				break
			}
		}
	}
}

// A list that takes the place of another is the one that would have been compiled.
func TestAChangedListIsTheListItself(t *testing.T) {
	of := func(exprs ...string) (ws []Watch) {
		for i, e := range exprs {
			ws = append(ws, Watch{Name: fmt.Sprint("w", i), Match: Match{Expr: e}})
		}
		return ws
	}
	c := &cable.Cable{Subject: "The llamas"}
	names := func(l *List) (names []string) {
		for _, h := range l.Match(c, noon) {
			names = append(names, h.Watch.Name)
		}
		return names
	}
	old := compile(t, of("true", "false", "cable.subject == 'The llamas'")...)
	next, err := old.Change(of("false", "true", "true", "cable.subject == 'The llamas'"))
	if err != nil {
		t.Fatal(err)
	}
	if got := names(next); !slices.Equal(got, []string{"w1", "w2", "w3"}) {
		t.Errorf("the new list gives %v", got)
	}
	if got := names(old); !slices.Equal(got, []string{"w0", "w2"}) {
		t.Errorf("the old list gives %v", got)
	}
	if next.rules[3].expr != old.rules[2].expr {
		t.Error("an expression was compiled again")
	}
	if _, err := old.Change(of("true", "subject == ")); err == nil {
		t.Error("a bad expression was taken")
	}
}
