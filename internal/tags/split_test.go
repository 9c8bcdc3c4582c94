package tags

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSplit(t *testing.T) {
	tests := map[string]struct {
		word  string
		want  string // "" is whole
		fixed bool
	}{
		"two subjects":                                  {"PRELPGOV", "PREL PGOV", false},
		"a place first":                                 {"MXPREL", "MX PREL", false},
		"a place last":                                  {"EAIRMX", "EAIR MX", false},
		"a program":                                     {"KCRMKWMN", "KCRM KWMN", false},
		"an organization amid":                          {"PRELNATOBE", "PREL NATO BE", false},
		"nine codes":                                    {"PRELSNARECONEAIRETRDEWWTSENVKSCABR", "PREL SNAR ECON EAIR ETRD EWWT SENV KSCA BR", false},
		"four letters rather than two and two":          {"SENVGR", "SENV GR", false},
		"only short codes stay whole":                   {"MXBR", "", false},
		"a word that short codes cover":                 {"ISRAEL", "", false},
		"an organization and a place stay whole":        {"NATOBE", "", false},
		"a remainder that is no code keeps it whole":    {"PRELQ", "", false},
		"a beginning that is no code keeps it whole":    {"QPREL", "", false},
		"a listed code":                                 {"PREL", "", false},
		"an unlisted program":                           {"KQZX", "", false},
		"a longer organization than its parts":          {"UNESCO", "", false},
		"a fix that is the word":                        {"KWWMN", "KWMN", true},
		"a wrong place":                                 {"JP", "JA", true},
		"a fix of three letters":                        {"SYR", "SY", true},
		"a fix at the end of a word":                    {"PRELRU", "PREL RS", true},
		"a fix at the beginning of a word":              {"POGOVMX", "PGOV MX", true},
		"a fix without a subject":                       {"NATOIRAQ", "NATO IRAQ", true},
		"a fix of terms":                                {"POLMIL", "POL MIL", true},
		"a fix of two words":                            {"COUNTER TERRORISM", "COUNTERTERRORISM", true},
		"ECONSOCIXR does not go through whole":          {"ECONSOCIXR", "ECON SOCI XR", true},
		"nor at the end of a longer word":               {"SENVECONSOCIXR", "SENV ECON SOCI XR", true},
		"a fix that has no main code counts with one":   {"PRELUNFCYP", "PREL UNFICYP", true},
		"zero for O in a code":                          {"J0", "JO", true},
		"zero for O in a subject":                       {"EC0N", "ECON", true},
		"one for I in a subject":                        {"E1ND", "EIND", true},
		"zero for O in one of several":                  {"PRELJ0", "PREL JO", true},
		"zero for O in a fix":                           {"P0G0V", "PGOV", true},
		"a digit that no code explains":                 {"PREL2", "", false},
		"two short codes with a zero stay whole":        {"MXJ0", "", false},
		"a code with a digit is no repair":              {"G-77", "", false},
		"a code with a digit behind a subject":          {"ECONG-77", "ECON G-77", false},
		"one letter":                                    {"P", "", false},
		"nothing":                                       {"", "", false},
		"a word that is not in capitals":                {"prelpgov", "", false},
		"a word longer than a line is no run of codes":  {strings.Repeat("PREL", 33), "", false},
		"a word as long as the limit is taken apart":    {strings.Repeat("PREL", 32), strings.TrimSpace(strings.Repeat("PREL ", 32)), false},
		"the last piece must not be lost to a long one": {"KPAOPRELSENV", "KPAO PREL SENV", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			codes, fixed := Split(tt.word)
			if got := strings.Join(codes, " "); got != tt.want || fixed != tt.fixed {
				t.Errorf("Split(%q) = %q, %v, want %q, %v", tt.word, got, fixed, tt.want, tt.fixed)
			}
		})
	}
}

func TestEveryFixIsApplied(t *testing.T) {
	all, err := csv.NewReader(strings.NewReader(fixesCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all[1:] {
		word, want := row[0], strings.Fields(row[1])
		if codes, fixed := Split(word); !slices.Equal(codes, want) || !fixed {
			t.Errorf("Split(%q) = %q, %v, want %q, fixed", word, codes, fixed, want)
		}
		if codes, fixed := Split("SHUM" + word); !slices.Equal(codes, append([]string{"SHUM"}, want...)) || !fixed {
			t.Errorf("Split(%q) = %q, %v, want SHUM and %q, fixed", "SHUM"+word, codes, fixed, want)
		}
	}
}

// A caller may keep and change what it was given.
func TestSplitGivesACopy(t *testing.T) {
	first, _ := Split("ECONCS")
	first[0] = "changed"
	if again, _ := Split("ECONCS"); again[0] != "ECON" {
		t.Errorf("Split(ECONCS) = %q after the first result was changed", again)
	}
}

func TestSplitTimeIsBounded(t *testing.T) {
	word := strings.Repeat("XR", 1<<20)
	start := time.Now()
	for range 1000 {
		Split(word)
		Split(strings.Repeat("AL", maxWord/2))
	}
	if d := time.Since(start); d > 30*time.Second {
		t.Errorf("1000 long words took %v", d)
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"PRELPGOV", "ECONSOCIXR", "PRELJ0", "SENVGR", "ALALAL", "JP", "ÄÖPREL", "EL AL", "1111", strings.Repeat("XR", 70)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		codes, fixed := Split(word)
		if codes == nil {
			if fixed {
				t.Errorf("Split(%q) put right a word that stays whole", word)
			}
			return
		}
		if joined := strings.Join(codes, ""); !fixed && joined != word {
			t.Errorf("Split(%q) = %q, which joined is %q", word, codes, joined)
		}
		if len(codes) < 2 && !fixed {
			t.Errorf("Split(%q) = %q: want two codes at least, or a repair", word, codes)
		}
		for _, c := range codes {
			if _, ok := Lookup(c); !ok && !strings.Contains(fixesCSV, c) {
				t.Errorf("Split(%q) = %q: %q is no code", word, codes, c)
			}
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	for name, word := range map[string]string{
		"listed":  "PREL",
		"unknown": "FISHERY",
		"three":   "PRELPGOVMX",
		"nine":    "PRELSNARECONEAIRETRDEWWTSENVKSCABR",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Split(word)
			}
		})
	}
}
