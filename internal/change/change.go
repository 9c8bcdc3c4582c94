package change

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"cablefeed/internal/cable"
)

// A Change is one field that differs between two revisions.
type Change struct {
	Field string   `json:"field"` // "subject", "tags", "paragraph 3"
	Was   []string `json:"was"`   // its lines; empty: it was not there
	Now   []string `json:"now"`   // empty: it is there no more
}

// Between gives the fields that differ, in the order in which they stand.
func Between(before, after *cable.Cable) []Change {
	was, now := sheet(before), sheet(after)
	left := map[string][]field{} // a name may stand for several
	for _, f := range was {
		left[f.name] = append(left[f.name], f)
	}
	all := []Change{}
	for _, f := range now {
		var old []string
		if same := left[f.name]; len(same) > 0 {
			old, left[f.name] = same[0].lines, same[1:]
		}
		if !slices.Equal(old, f.lines) {
			all = append(all, Change{Field: f.name, Was: list(old), Now: f.lines})
		}
	}
	for _, f := range was {
		if same := left[f.name]; len(same) > 0 {
			left[f.name] = same[1:]
			all = append(all, Change{Field: f.name, Was: same[0].lines, Now: []string{}})
		}
	}
	return all
}

func list(lines []string) []string {
	if lines == nil {
		return []string{}
	}
	return lines
}

// Fields names the fields that differ.
func Fields(before, after *cable.Cable) (names []string) {
	for _, c := range Between(before, after) {
		if !slices.Contains(names, c.Field) {
			names = append(names, c.Field)
		}
	}
	return names
}

// Unified gives the differences as a unified diff of the two texts, one line a
// field or a sentence; "" when there are none.
func Unified(nameBefore, nameAfter string, before, after *cable.Cable) string {
	a, b := text(sheet(before)), text(sheet(after))
	d, err := udiff.ToUnified(nameBefore, nameAfter, a, udiff.Lines(a, b), 1)
	if err != nil { // the edits are those of a
		panic(err)
	}
	return d
}

func text(fields []field) string {
	var b strings.Builder
	for _, f := range fields {
		switch {
		case strings.HasPrefix(f.name, "paragraph "), f.name == "text":
			b.WriteString(f.name + ":\n")
			for _, l := range f.lines {
				b.WriteString("  " + l + "\n")
			}
		default:
			for _, l := range f.lines {
				b.WriteString(f.name + ": " + l + "\n")
			}
		}
	}
	return b.String()
}
