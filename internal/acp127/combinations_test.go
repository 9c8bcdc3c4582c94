package acp127_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cablefeed/internal/acp127"
	"cablefeed/internal/cable"
)

// A combination is a cable made of well-understood forms, with what they mean
// by construction.
type combination struct {
	raw  string
	want string
}

// run parses every combination, compares what got takes from it, shows the
// first failures and reports the rate.
func run(t *testing.T, all []combination, got func(*cable.Cable) string) {
	t.Helper()
	failed := 0
	for _, c := range all {
		parsed, err := acp127.Parse([]byte(c.raw))
		if err != nil {
			t.Fatalf("%s\n%v", c.raw, err)
		}
		if g := got(parsed); g != c.want {
			if failed++; failed < 10 {
				t.Errorf("%s\ngot  %s\nwant %s", fragmentOf(c.raw), g, c.want)
			}
		}
	}
	t.Logf("%d of %d combinations pass", len(all)-failed, len(all))
}

// between puts a fragment where a cable has its captions.
func between(fragment string) string {
	return combinationHead + fragment + "\n\n1. (U) This text is invented and harmless.\nNAVARRETE\n"
}

const combinationHead = "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 4329\nBT\nUNCLAS LIMA 001234\n\nSIPDIS\n\nE.O. 12958: N/A\n"

func fragmentOf(raw string) string {
	fragment, _, _ := strings.Cut(strings.TrimPrefix(raw, combinationHead), "\n\n1. (U) This")
	return fragment
}

// TestReferenceCombinations writes an entry in every form of label, year and
// list, between two plain ones.
func TestReferenceCombinations(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and one goroutine does it all")
	}
	var all []combination
	for _, label := range labelForms {
		for _, year := range yearForms {
			for _, list := range listForms {
				if !year.goesWith(list) {
					continue
				}
				for _, sep := range label.separators {
					if strings.HasPrefix(sep, " ") && year.joinsNumbers && label.marks == [2]string{"", ""} {
						continue // QUITO 55 05 STATE 1: the year of which?
					}
					for _, notal := range []string{"", " (NOTAL)"} {
						for _, width := range []int{200, 40} {
							if width == 40 && (year.joinsNumbers && year.after != "" || label.marks[1] == " - " || label.letters == "" && year.after != "") {
								continue // a line that begins with 05, the year of what follows? With a dash, a bullet?
							}
							station := combinationStations[len(all)%len(combinationStations)]
							all = append(all, referenceCombination(label, year, list, station, sep, notal, width))
						}
					}
				}
			}
		}
	}
	run(t, all, referencesOf)
}

// A labelForm is how an operator marks an entry: before and after its letter.
type labelForm struct {
	letters    string
	marks      [2]string
	separators []string
}

var (
	anySeparator = []string{"\n", "\n     ", " ", ", ", "; "}
	labelForms   = []labelForm{
		{"ABC", [2]string{"", ". "}, anySeparator},
		{"ABC", [2]string{"", "."}, anySeparator},
		{"ABC", [2]string{"(", ") "}, anySeparator},
		{"ABC", [2]string{"(", ")"}, anySeparator},
		{"ABC", [2]string{"", ") "}, anySeparator},
		{"ABC", [2]string{"[", "] "}, anySeparator},
		{"ABC", [2]string{"", ": "}, anySeparator},
		{"ABC", [2]string{"", " - "}, anySeparator},
		{"abc", [2]string{"", ". "}, anySeparator},
		{"abc", [2]string{"(", ") "}, anySeparator},
		{"ABC", [2]string{"¶", ". "}, []string{"\n", "\n     "}},
		{"123", [2]string{"", ") "}, []string{"\n", "; "}},
		{"", [2]string{"", ""}, []string{"\n     ", ", ", "; ", " AND "}},
	}
)

func (l labelForm) write(i int) (text, label string) {
	if l.letters == "" {
		return "", ""
	}
	letter := l.letters[i : i+1]
	return l.marks[0] + letter + l.marks[1], strings.ToUpper(letter)
}

// A yearForm writes the year 2005 before the station, or after the first serial.
type yearForm struct {
	before, after string
	between       string // station and serial
	joinsNumbers  bool   // before and after are bare digits
}

var yearForms = []yearForm{
	{},
	{before: "05 ", joinsNumbers: true}, {before: "2005 ", joinsNumbers: true}, {before: "(05) "}, {before: "(2005) "}, {before: "'05 "},
	{before: "05", joinsNumbers: true}, {before: "05-", joinsNumbers: true},
	{after: " (05)"}, {after: " (2005)"}, {after: " ('05)"}, {after: " '05"}, {after: "/05"}, {after: "-05"}, {after: " 05", joinsNumbers: true},
	{between: " (05)"}, {between: " [2005]"},
}

func (y yearForm) goesWith(l listForm) bool {
	switch {
	case y.between != "":
		return len(l) == 1
	case y.after != "":
		return len(l) == 1 || !strings.ContainsAny(l[1], "/-")
	}
	return true
}

// A listForm is a serial and what stands before each further one; an @ is the
// station once more.
type listForm []string

var listForms = []listForm{
	{""}, {"", " AND "}, {"", ", "}, {"", ","}, {"", "/"}, {"", " & "}, {"", ", ", " AND "}, {"", ", ", ", AND "}, {"", " AND @ "}, {"", ", @ "}, {"", ", ", ", ", ", "},
}

var combinationSerials = []string{"112233", "4567", "000311", "7654"}

// combinationStations are names as printed, and their form in a number.
var combinationStations = [][2]string{
	{"STATE", "STATE"}, {"BOGOTA", "BOGOTA"}, {"MEXICO CITY", "MEXICO"}, {"HO CHI MINH CITY", "HOCHIMINHCITY"}, {"PORT-AU-PRINCE", "PORTAUPRINCE"},
	{"USUN NEW YORK", "USUNNEWYORK"}, {"SECSTATE", "STATE"}, {"Abidjan", "ABIDJAN"}, {"ST. PETERSBURG", "STPETERSBURG"}, {"AMEMBASSY CAIRO", "CAIRO"}, {"BAGDAD", "BAGHDAD"},
}

func referenceCombination(label labelForm, year yearForm, list listForm, station [2]string, sep, notal string, width int) combination {
	var text, want strings.Builder
	entry := func(i int, s string) string {
		mark, name := label.write(i)
		text.WriteString(mark + s)
		return name
	}
	text.WriteString("REF: ")
	name := entry(0, "QUITO 55"+notal+sep)
	fmt.Fprintf(&want, "%s 06QUITO55; ", name)

	name = entry(1, year.before+station[0]+year.between)
	for i, before := range list {
		repeated := strings.Contains(before, "@")
		before = strings.Replace(before, "@ ", station[0], 1)
		text.WriteString(before)
		if i == 0 || repeated {
			text.WriteString(" ")
		}
		text.WriteString(combinationSerials[i])
		y := "06"
		if year.between != "" || year.before != "" && !slices.ContainsFunc(list[:i+1], func(s string) bool { return strings.Contains(s, "@") }) {
			y = "05"
		}
		if i == 0 && year.after != "" {
			text.WriteString(year.after)
			y = "05"
		}
		fmt.Fprintf(&want, "%s %s%s%s; ", name, y, station[1], strings.TrimLeft(combinationSerials[i], "0"))
	}
	text.WriteString(notal + sep)

	name = entry(2, "TOKYO 66")
	fmt.Fprintf(&want, "%s 06TOKYO66; ", name)
	return combination{between("TAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n" + wrapWords(text.String(), width)), want.String()}
}
