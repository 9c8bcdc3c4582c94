package watch

import (
	"fmt"
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
