package acp127

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/cable"
)

// FuzzReferences checks what holds for any list: each number is well formed, the
// labels are upper case, each text stands in the list, no entry comes twice, and
// what is returned is the end of what came in.
func FuzzReferences(f *testing.F) {
	for _, list := range longLists() {
		f.Add(list)
	}
	files, _ := filepath.Glob("../../testdata/fragments/references_*.txt")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(b), "\n=== ") {
			if _, text, ok := strings.Cut(c, "\n"); ok {
				text, _, _ = strings.Cut(text, "\n---")
				f.Add(text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, list string) {
		_, c, rest := readRefs(list, 2006, "QUITO")
		joined := strings.Join(strings.Fields(list), "")
		seen := map[cable.Reference]bool{}
		for _, ref := range c.References {
			if !isMRN(ref.MRN) && ref.MRN != "" || ref.MRN == c.MRN {
				t.Errorf("%q: number %q", list, ref.MRN)
			}
			if ref.Label != strings.ToUpper(ref.Label) || len(ref.Label) > 2 {
				t.Errorf("%q: label %q", list, ref.Label)
			}
			if text := strings.Join(strings.Fields(ref.Text), ""); text == "" || !strings.Contains(joined, text) {
				t.Errorf("%q: text %q is not in it", list, ref.Text)
			}
			if k := key(ref); seen[k] {
				t.Errorf("%q: %v comes twice", list, ref)
			} else {
				seen[k] = true
			}
		}
		end := ""
		for _, l := range rest {
			end += strings.Join(strings.Fields(l.text), "")
		}
		if !strings.HasSuffix(joined, end) {
			t.Errorf("%q: %q is not its end", list, end)
		}
	})
}

// isMRN reports whether s has the form of a message reference number.
func isMRN(s string) bool {
	if len(s) < 5 || !digits(s[:2]) {
		return false
	}
	station := strings.TrimRight(s[2:], "0123456789")
	serial := s[2+len(station):]
	return station != "" && station == letters(station) && serial != "" && len(serial) <= 7 && serial[0] != '0'
}

// longLists are lists of one sort of entry, to be repeated.
func longLists() []string {
	return []string{
		"REF: A. LIMA 12 B. 05 BOGOTA 13 (NOTAL) ", "LIMA 06 07 ", "12 LIMA ", "12 MAY 06 LIMA 12 MAY 06 ", "A. B. ", "(A) ", "((((", "'06 ",
		"MOLE AND TOAD ", "SAN JOSE SAN JOSE ", "12 12 12 ", "05/06/", "A. 12 B ", "LIMA 12, ", "\n\nLIMA ", "\nMOLE\n\n", `"LIMA 12 `, "- ", "1. ",
		"#", "TEL ", "REF: ", "CONFIDENTIAL ", "12, ", "(C) ", "A REF ", "PARA 3, ", "12 OF 3 ", "EMBASSY ", ": ",
	}
}

func TestTimeOfAListGrowsWithItsLength(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and one goroutine does it all")
	}
	took := func(list string) time.Duration {
		best := time.Hour
		for range 3 {
			start := time.Now()
			readRefs(list, 2006, "QUITO")
			best = min(best, time.Since(start))
		}
		return best
	}
	for _, list := range longLists() {
		short, long := took(strings.Repeat(list, 1000)), took(strings.Repeat(list, 10000))
		if long > 30*short && long > 400*time.Millisecond { // 10 times the input; the rest is for a busy machine
			t.Errorf("%q: 1000 times took %v, 10000 times %v", list, short, long)
		}
	}
}

func BenchmarkReferences(b *testing.B) {
	for name, list := range map[string]string{
		"one":  "REF: LIMA 412",
		"four": "REF: A. CANBERRA 00211 (NOTAL)\n     B. 07 WELLINGTON 00802\n     C. STATE 1234, 1235 AND 1236\n     D. MOLE-TOAD EMAIL OF MAY 3, 2006",
	} {
		b.Run(name, func(b *testing.B) {
			lines := strings.Split(list, "\n")
			block := make([]line, len(lines))
			c := &cable.Cable{MRN: "06QUITO500"}
			r := &reader{c: c, year: 2006, post: "QUITO"}
			b.ReportAllocs()
			b.SetBytes(int64(len(list)))
			for b.Loop() {
				for i, s := range lines {
					block[i] = line{s, i + 1}
				}
				c.References = c.References[:0]
				r.references(block)
			}
		})
	}
}
