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
	case strings.Contains(code, "*"):
		return ""
	case strings.Contains(code, ","): // SURNAME, GIVEN
		for part := range strings.SplitSeq(code, ",") {
			if _, ok := tags.Lookup(strings.TrimSpace(part)); !ok {
				return ""
			}
		}
		return fmt.Sprintf("%q is several TAGS; write each by itself, such as [%s]", t, code)
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

// nearestTags gives up to three listed codes that code may be a slip for: those
// that are fewest letters away, first those that begin alike.
func nearestTags(code string) []string {
	const most, far = 3, 2
	least := min(far, len(code)-1)
	var near []string
	for _, e := range tags.Entries() {
		switch n := distance(code, e.Code, least); {
		case n < least:
			near, least = []string{e.Code}, n
		case n == least:
			near = append(near, e.Code)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { // by code where equal
		return cmp.Or(cmp.Compare(bit(a[0] != code[0]), bit(b[0] != code[0])), cmp.Compare(abs(len(a)-len(code)), abs(len(b)-len(code))))
	})
	return near[:min(most, len(near))]
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
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
