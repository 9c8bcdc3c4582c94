package acp127_test

import (
	"fmt"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

// TestDamagedCaptions damages each caption by one letter or mark, where it
// stands at the start of its line, and wants every field read all the same.
func TestDamagedCaptions(t *testing.T) {
	lines := [][2]string{
		{"TAGS", ": PREL, PGOV, PE"},
		{"SUBJECT", ": HARMLESS TEST"},
		{"REF", ": A. STATE 55 B. QUITO 66"},
		{"CLASSIFIED BY", ": DCM JANE DOE, REASON 1.4 (B)"},
	}
	const want = "PREL PGOV PE | HARMLESS TEST | A 06STATE55 B 06QUITO66 | JANE DOE"
	var all []combination
	for i := range lines {
		for _, caption := range damaged(lines[i][0]) {
			var b strings.Builder
			for j, line := range lines {
				if j == i {
					line[0] = caption
				}
				b.WriteString(line[0] + line[1] + "\n")
			}
			all = append(all, combination{between(strings.TrimSuffix(b.String(), "\n")), want})
		}
		for _, mark := range []string{"", ";", ".", " :", "::", ",", " -"} {
			var b strings.Builder
			for j, line := range lines {
				if j == i {
					line[1] = mark + line[1][1:]
				}
				b.WriteString(line[0] + line[1] + "\n")
			}
			all = append(all, combination{between(strings.TrimSuffix(b.String(), "\n")), want})
		}
	}
	run(t, all, captionsOf)
}

// damaged gives every word that one lost, doubled, swapped or wrong letter
// makes of a caption.
func damaged(caption string) (words []string) {
	for i := range caption {
		words = append(words, caption[:i]+caption[i+1:], caption[:i+1]+caption[i:])
		if i+1 < len(caption) && caption[i] != caption[i+1] {
			words = append(words, caption[:i]+caption[i+1:i+2]+caption[i:i+1]+caption[i+2:])
		}
		for _, wrong := range []string{"X", "Q", "0"} {
			words = append(words, caption[:i]+wrong+caption[i+1:])
		}
	}
	return words
}

func captionsOf(c *cable.Cable) string {
	var refs []string
	for _, r := range c.References {
		refs = append(refs, r.Label+" "+r.MRN)
	}
	name := "nobody"
	if c.ClassifiedBy != nil {
		name = c.ClassifiedBy.Name
	}
	return fmt.Sprintf("%s | %s | %s | %s", codesOf(c), c.Subject, strings.Join(refs, " "), name)
}

// TestCaptionsInAnyOrder writes the captions in every order, each on a line of
// its own, all on one, or one glued to the other.
func TestCaptionsInAnyOrder(t *testing.T) {
	captions := []string{"TAGS: PREL, PGOV, PE", "SUBJECT: HARMLESS TEST", "REF: A. STATE 55 B. QUITO 66", "CLASSIFIED BY: DCM JANE DOE, REASON 1.4 (B)"}
	mixed := []string{"Tags: PREL, PGOV, PE", "Subject: HARMLESS TEST", "Ref: A. State 55 B. Quito 66", "Classified By: DCM JANE DOE, reason 1.4 (b)"}
	const want = "PREL PGOV PE | HARMLESS TEST | A 06STATE55 B 06QUITO66 | JANE DOE"
	var all []combination
	for _, lines := range [][]string{captions, mixed} {
		permutations(lines, func(order []string) {
			for _, sep := range []string{"\n", "\n\n", " ", "  ", ""} {
				all = append(all, combination{between(strings.Join(order, sep)), want})
			}
		})
	}
	run(t, all, captionsOf)
}

func permutations(s []string, visit func([]string)) {
	var permute func(n int)
	permute = func(n int) {
		if n == len(s) {
			visit(s)
			return
		}
		for i := n; i < len(s); i++ {
			s[n], s[i] = s[i], s[n]
			permute(n + 1)
			s[n], s[i] = s[i], s[n]
		}
	}
	permute(0)
}
