package watch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cablefeed/internal/tags"
)

// wrongTag says what is wrong with a TAG pattern; "" is nothing. A code that
// nobody has listed is most often a slip, so it is refused; whoever means it
// ends it with a *.
func wrongTag(t string) string {
	code := normalTag(t)[0]
	switch {
	case strings.Trim(code, "*") == "":
		return fmt.Sprintf("%q names no TAG", t)
	case strings.Contains(code, "*"), strings.Contains(code, ","): // a pattern; SURNAME, GIVEN
		return ""
	}
	if _, ok := tags.Lookup(code); ok {
		return ""
	}
	reason := fmt.Sprintf("unknown TAG %q", t)
	if near := nearestTags(code); len(near) > 0 {
		reason += "; the nearest known are " + strings.Join(near, ", ")
	}
	return reason + fmt.Sprintf("; to watch a code that is not listed, write %s*", code)
}

// nearestTags gives up to three listed codes that code may be a slip for.
func nearestTags(code string) []string {
	const most, far = 3, 2
	type near struct {
		code string
		away int
	}
	var all []near
	for _, e := range tags.Entries() {
		if n := distance(code, e.Code, far); n <= far && n < len(code) {
			all = append(all, near{e.Code, n})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { // by code where equal
		return cmp.Or(cmp.Compare(a.away, b.away), cmp.Compare(abs(len(a.code)-len(code)), abs(len(b.code)-len(code))))
	})
	var codes []string
	for _, n := range all[:min(most, len(all))] {
		codes = append(codes, n.code)
	}
	return codes
}

// distance counts the letters to change, add, drop or swap with the next to
// make b of a. It does not count on beyond far.
func distance(a, b string, far int) int {
	if abs(len(a)-len(b)) > far {
		return far + 1
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

func abs(n int) int { return max(n, -n) }
