package acp127

import (
	"fmt"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

// A refCase is a reference list and what it must give, one entry a string:
// "A 06LIMA12" is a cable with its label, "- 06LIMA12" one without, "B ~TEXT" an
// entry that is no cable. All cables and events are invented.
type refCase struct {
	list string
	want []string
}

// readRefs reads a list as one of cable 06QUITO500, or of another year and post.
func readRefs(list string, year int, post string) (got []string, c *cable.Cable, rest []line) {
	c = &cable.Cable{MRN: fmt.Sprintf("%02d%s500", year%100, post)}
	r := &reader{c: c, year: year, post: post}
	var block []line
	for i, s := range strings.Split(list, "\n") {
		block = append(block, line{s, i + 1})
	}
	rest = r.references(block)
	for _, ref := range c.References {
		label, what := ref.Label, ref.MRN
		if label == "" {
			label = "-"
		}
		if what == "" {
			what = "~" + ref.Text
		}
		got = append(got, label+" "+what)
	}
	return got, c, rest
}

func runRefs(t *testing.T, year int, post string, cases map[string]refCase) {
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			got, _, _ := readRefs(tt.list, year, post)
			if fmt.Sprint(got) != fmt.Sprint(tt.want) || len(got) != len(tt.want) {
				t.Errorf("list %q\ngot  %q\nwant %q", tt.list, got, tt.want)
			}
		})
	}
}

func refs(want ...string) []string { return want }

func TestLabelsOfReferences(t *testing.T) {
	two := refs("A 06LIMA12", "B 06BOGOTA345")
	runRefs(t, 2006, "QUITO", map[string]refCase{
		"letters with points":                  {"REF: A. LIMA 12\n     B. BOGOTA 345", two},
		"letters with points on one line":      {"REF: A. LIMA 12 B. BOGOTA 345", two},
		"letters in parentheses":               {"REF: (A) LIMA 12 (B) BOGOTA 345", two},
		"letters with a closing parenthesis":   {"REF: A) LIMA 12, B) BOGOTA 345", two},
		"letters in brackets":                  {"REF: [A] LIMA 12; [B] BOGOTA 345", two},
		"small letters with colons":            {"Ref: a: Lima 12 b: Bogota 345", two},
		"letters with hyphens":                 {"REF: A- LIMA 12 B- BOGOTA 345", two},
		"letters with spaced hyphens":          {"REF: A - LIMA 12\n     B - BOGOTA 345", two},
		"bare letters":                         {"REF: A LIMA 12 B BOGOTA 345", two},
		"the word REF before each letter":      {"REF: REF A LIMA 12 REF B BOGOTA 345", two},
		"the caption with the first letter":    {"REF A: LIMA 12\nREF B: BOGOTA 345", two},
		"REFTEL before each letter":            {"REFTEL A. LIMA 12, REFTEL B. BOGOTA 345", two},
		"doubled by the system":                {"REF: A. A) LIMA 12\n     B. B) BOGOTA 345", two},
		"doubled in parentheses":               {"REF: A. (A) LIMA 12\n     B. (B) BOGOTA 345", two},
		"doubled with points":                  {"REF: A. A. LIMA 12 B. B. BOGOTA 345", two},
		"the label before the word REF":        {"REF: A. REF: LIMA 12\n     B. REF: BOGOTA 345", two},
		"the label before REFTEL":              {"REF: (A) REFTEL LIMA 12 (B) REFTEL BOGOTA 345", two},
		"glued to the station":                 {"REF: A.LIMA 12 B.BOGOTA 345", two},
		"glued to the caption":                 {"REF:A.LIMA 12 B.BOGOTA 345", two},
		"glued to the number before":           {"REF: A. LIMA 12B. BOGOTA 345", two},
		"a slash between the entries":          {"REF: A) LIMA 12/B) BOGOTA 345", two},
		"a comma behind the first":             {"REF: A. LIMA 12,B. BOGOTA 345", two},
		"AND between the entries":              {"REF: A. LIMA 12 AND B. BOGOTA 345", two},
		"point and parenthesis":                {"REF: A.) LIMA 12 B.) BOGOTA 345", two},
		"no colon behind the caption":          {"REF A. LIMA 12 B. BOGOTA 345", two},
		"no label at all":                      {"REF: LIMA 12", refs("- 06LIMA12")},
		"no labels and a comma":                {"REF: LIMA 12, BOGOTA 345", refs("- 06LIMA12", "- 06BOGOTA345")},
		"no labels, on lines":                  {"REF: LIMA 12\n     BOGOTA 345", refs("- 06LIMA12", "- 06BOGOTA345")},
		"only the second has a label":          {"REF: LIMA 12 B. BOGOTA 345", refs("- 06LIMA12", "B 06BOGOTA345")},
		"digits with points":                   {"REF: 1. LIMA 12 2. BOGOTA 345", refs("1 06LIMA12", "2 06BOGOTA345")},
		"digits in parentheses":                {"REF: (1) LIMA 12\n     (2) BOGOTA 345", refs("1 06LIMA12", "2 06BOGOTA345")},
		"digits on lines":                      {"REF: 1) LIMA 12\n2) BOGOTA 345\n\n1. (U) The invented fair opened.", refs("1 06LIMA12", "2 06BOGOTA345")},
		"doubled letters behind Z":             {"REF: Z. LIMA 12 AA. BOGOTA 345 BB. QUITO 6", refs("Z 06LIMA12", "AA 06BOGOTA345", "BB 06QUITO6")},
		"a portion mark behind the label":      {"REF: A. (C) LIMA 12 B. (U) BOGOTA 345", two},
		"a portion mark without labels":        {"REF: (U) LIMA 12", refs("- 06LIMA12")},
		"C in parentheses as the third label":  {"REF: (A) LIMA 12 (B) BOGOTA 345 (C) QUITO 6", refs("A 06LIMA12", "B 06BOGOTA345", "C 06QUITO6")},
		"a portion mark behind the serial":     {"REF: A. LIMA 12 (C) B. BOGOTA 345 (C)", two},
		"a label is left out":                  {"REF: A. LIMA 12 C. BOGOTA 345", refs("A 06LIMA12", "C 06BOGOTA345")},
		"a label comes twice":                  {"REF: A. LIMA 12 A. BOGOTA 345", refs("A 06LIMA12", "A 06BOGOTA345")},
		"a semicolon behind each":              {"REF: (A) LIMA 12; (B) BOGOTA 345;", two},
		"the label is a letter with a slash":   {"REF: A/ LIMA 12 B/ BOGOTA 345", two},
		"the caption is REFTELS":               {"REFTELS: A. LIMA 12 B. BOGOTA 345", two},
		"the caption is REF(S)":                {"REF(S): A. LIMA 12 B. BOGOTA 345", two},
		"the caption is REFERENCES":            {"REFERENCES: A. LIMA 12 B. BOGOTA 345", two},
		"the caption is Reference":             {"Reference: A) 06 LIMA 12\n B) 06 BOGOTA 345", two},
		"the caption has a semicolon":          {"REF; A. LIMA 12 B. BOGOTA 345", two},
		"the caption is misspelled":            {"REEF: A. LIMA 12 B. BOGOTA 345", two},
		"the caption is broken":                {"RE F: A. LIMA 12 B. BOGOTA 345", two},
		"the caption is glued to the station":  {"REFLIMA 12", refs("- 06LIMA12")},
		"the caption is glued to the label":    {"REFA. LIMA 12 B. BOGOTA 345", two},
		"the list begins on the next line":     {"REFS:\nA. LIMA 12\nB. BOGOTA 345", two},
		"the list begins behind a blank line":  {"REFS:\n\nA. LIMA 12\n\nB. BOGOTA 345\n", two},
		"an initial is no label":               {"REF: A. R. MOLE EMAIL OF MAY 3 B. BOGOTA 345", refs("A ~R. MOLE EMAIL OF MAY 3", "B 06BOGOTA345")},
		"an abbreviation is no label":          {"REF: U.S. EMBASSY LIMA 12", refs("- 06LIMA12")},
		"a bare label where no cable follows":  {"REF: A LIMA 12 B MOLE EMAIL", refs("A 06LIMA12")},
		"many labels":                          {"REF: A. LIMA 1 B. LIMA 2 C. LIMA 3 D. LIMA 4 E. LIMA 5 F. LIMA 6 G. LIMA 7 H. LIMA 8 I. LIMA 9", refs("A 06LIMA1", "B 06LIMA2", "C 06LIMA3", "D 06LIMA4", "E 06LIMA5", "F 06LIMA6", "G 06LIMA7", "H 06LIMA8", "I 06LIMA9")},
		"hyphens before what is no cable":      {"REF: A - MOLE EMAIL B - USCINCEMU 191742Z OCT 05", refs("A ~MOLE EMAIL", "B ~USCINCEMU 191742Z OCT 05")},
		"no cables and semicolons":             {"REF: A. MOLE EMAIL; B. TOAD EMAIL; C. LIMA A-12", refs("A ~MOLE EMAIL", "B ~TOAD EMAIL", "C ~LIMA A-12")},
		"semicolons and the third label":       {"REF: (A) LIMA 12; (B) BOGOTA 345; (C) QUITO 6", refs("A 06LIMA12", "B 06BOGOTA345", "C 06QUITO6")},
		"a third label before an apostrophe":   {"REF: (A) LIMA 12 (B) BOGOTA 345 (C) N'DJAMENA 6", refs("A 06LIMA12", "B 06BOGOTA345", "C 06NDJAMENA6")},
		"REF and a label behind a portion":     {"REF: REF A LIMA 12 (U) REF B BOGOTA 345 (U)", two},
		"a portion and a label on the next":    {"REF: (A) LIMA 12\n(B) BOGOTA 345 (U)\n(C) (05) QUITO 6", refs("A 06LIMA12", "B 06BOGOTA345", "C 05QUITO6")},
		"the letter of E-MAIL is no label":     {"REF: A. LIMA 1 B. LIMA 2 C. LIMA 3 D. MOLE E-MAIL E. LIMA 5", refs("A 06LIMA1", "B 06LIMA2", "C 06LIMA3", "D ~MOLE E-MAIL", "E 06LIMA5")},
		"the same cable under two labels":      {"REF: A. LIMA 12 B. LIMA 12", refs("A 06LIMA12", "B 06LIMA12")},
		"the same cable twice under one label": {"REF: A. LIMA 12, LIMA 12", refs("A 06LIMA12")},
	})
}

func TestSerialsAfterOneStation(t *testing.T) {
	three := refs("- 06STATE1001", "- 06STATE1002", "- 06STATE1003")
	runRefs(t, 2006, "QUITO", map[string]refCase{
		"comma and AND":                        {"REF: STATE 1001, 1002 AND 1003", three},
		"slashes":                              {"REF: STATE 1001/1002/1003", three},
		"ampersand":                            {"REF: STATE 1001, 1002 & 1003", three},
		"comma before AND":                     {"REF: STATE 1001, 1002, AND 1003", three},
		"the station repeated":                 {"REF: STATE 1001, STATE 1002 AND STATE 1003", three},
		"the station repeated once":            {"REF: STATE 1001, 1002, STATE 1003", three},
		"hyphen and three digits or more":      {"REF: STATE 1001-1002-1003", three},
		"blanks alone":                         {"REF: STATE 1001 1002 1003", three},
		"over the line's end":                  {"REF: STATE 1001, 1002,\n     1003", three},
		"AND on the next line":                 {"REF: STATE 1001, 1002\n     AND 1003", three},
		"under a label":                        {"REF: A. STATE 1, 2 AND 3 B. LIMA 4", refs("A 06STATE1", "A 06STATE2", "A 06STATE3", "B 06LIMA4")},
		"NOTAL between":                        {"REF: A. STATE 1 (NOTAL), 2 (NOTAL) AND 3", refs("A 06STATE1", "A 06STATE2", "A 06STATE3")},
		"then another station":                 {"REF: STATE 1, 2, LIMA 3, 4", refs("- 06STATE1", "- 06STATE2", "- 06LIMA3", "- 06LIMA4")},
		"two digits behind a comma":            {"REF: STATE 1001, 12", refs("- 06STATE1001", "- 06STATE12")},
		"two digits behind AND":                {"REF: STATE 1001 AND 12", refs("- 06STATE1001", "- 06STATE12")},
		"two digits behind an ampersand":       {"REF: STATE 1001 & 12", refs("- 06STATE1001", "- 06STATE12")},
		"a year before holds for all":          {"REF: 05 STATE 1, 2 AND 3", refs("- 05STATE1", "- 05STATE2", "- 05STATE3")},
		"a year after holds for its own":       {"REF: STATE 111/05, 222", refs("- 05STATE111", "- 06STATE222")},
		"each has its year":                    {"REF: LIMA 311 (04), 412 (05), 12", refs("- 04LIMA311", "- 05LIMA412", "- 06LIMA12")},
		"a year before, not for the next":      {"REF: A. 05 STATE 1 AND LIMA 2", refs("A 05STATE1", "A 06LIMA2")},
		"a year inside the list":               {"REF: STATE 1001, 05 LIMA 12", refs("- 06STATE1001", "- 05LIMA12")},
		"under the next label, no station":     {"REF: A. STATE 1001 B. 1002", refs("A 06STATE1001", "B 06STATE1002")},
		"under the next label, with the year":  {"REF: A. 05 STATE 1001 B. 1002", refs("A 05STATE1001", "B 06STATE1002")},
		"no station at all":                    {"REF: 412", refs("- 06QUITO412")},
		"EMBTEL is the own post":               {"REF: EMBTEL 412", refs("- 06QUITO412")},
		"EMBTELS with a list":                  {"REF: EMBTELS 412 AND 415", refs("- 06QUITO412", "- 06QUITO415")},
		"CONGENTEL is the own post":            {"REF: A. STATE 7 B. CONGENTEL 412", refs("A 06STATE7", "B 06QUITO412")},
		"DEPTEL is the Department":             {"REF: DEPTEL 1001", refs("- 06STATE1001")},
		"the cable itself is left out":         {"REF: A. QUITO 500 B. QUITO 501", refs("B 06QUITO501")},
		"the same number of last year is not":  {"REF: 05 QUITO 500", refs("- 05QUITO500")},
		"zeros in front":                       {"REF: STATE 001001, 000012", refs("- 06STATE1001", "- 06STATE12")},
		"seven digits":                         {"REF: STATE 1234567", refs("- 06STATE1234567")},
		"a semicolon between serials":          {"REF: STATE 1001; 1002", refs("- 06STATE1001", "- 06STATE1002")},
		"a plus sign":                          {"REF: STATE 1001 + 1002", refs("- 06STATE1001", "- 06STATE1002")},
		"CABLES before the list":               {"REF: STATE CABLES 1001 AND 1002", refs("- 06STATE1001", "- 06STATE1002")},
		"a date behind the comma is no serial": {"REF: STATE 1001, 3 MAY 2006", refs("- 06STATE1001")},
		"AND PREVIOUS":                         {"REF: STATE 1001 AND PREVIOUS", refs("- 06STATE1001")},
		"a list and its paragraph":             {"REF: STATE 1001 AND 1002 PARA 3", refs("- 06STATE1001", "- 06STATE1002")},
		"paragraph 1 behind a paragraph":       {"REF: STATE 1001 PARA 3 1. (U) LIMA 12", refs("- 06STATE1001")},
		"paragraphs are no serials":            {"REF: STATE 1001, PARAS 3 AND 4, LIMA 12", refs("- 06STATE1001", "- 06LIMA12")},
	})
}

func TestYearsOfReferences(t *testing.T) {
	runRefs(t, 2007, "QUITO", map[string]refCase{
		"before":                              {"REF: 06 LIMA 311", refs("- 06LIMA311")},
		"before, four digits":                 {"REF: 2006 LIMA 311", refs("- 06LIMA311")},
		"before, with a hyphen":               {"REF: 06-LIMA-311", refs("- 06LIMA311")},
		"before, with a slash":                {"REF: 06/LIMA/311", refs("- 06LIMA311")},
		"before, with an apostrophe":          {"REF: '06 LIMA 311", refs("- 06LIMA311")},
		"before, in parentheses":              {"REF: (06) LIMA 311", refs("- 06LIMA311")},
		"before, four digits in parentheses":  {"REF: (2006) LIMA 311", refs("- 06LIMA311")},
		"before, in brackets":                 {"REF: [06] LIMA 311", refs("- 06LIMA311")},
		"before, glued to the station":        {"REF: 06LIMA 311", refs("- 06LIMA311")},
		"all glued":                           {"REF: 06LIMA311", refs("- 06LIMA311")},
		"all glued, four digits":              {"REF: 2006LIMA00311", refs("- 06LIMA311")},
		"before, with a comma":                {"REF: A. 06, LIMA 311", refs("A 06LIMA311")},
		"before, with a point":                {"REF: A. 06. LIMA 311", refs("A 06LIMA311")},
		"behind the label in parentheses":     {"REF: (A) 06 LIMA 311 (B) 05 LIMA 12", refs("A 06LIMA311", "B 05LIMA12")},
		"between, in parentheses":             {"REF: LIMA (06) 311", refs("- 06LIMA311")},
		"between, in brackets":                {"REF: LIMA [06] 311", refs("- 06LIMA311")},
		"between, with an apostrophe":         {"REF: LIMA '06 311", refs("- 06LIMA311")},
		"between, two digits":                 {"REF: LIMA 06 311", refs("- 06LIMA311")},
		"between, four digits":                {"REF: LIMA 2006 311", refs("- 06LIMA311")},
		"between, with a hyphen":              {"REF: LIMA 06-311", refs("- 06LIMA311")},
		"between, glued to the station":       {"REF: LIMA06 311", refs("- 06LIMA311")},
		"after, with a slash":                 {"REF: LIMA 311/06", refs("- 06LIMA311")},
		"after, with a hyphen":                {"REF: LIMA 311-06", refs("- 06LIMA311")},
		"after, alone":                        {"REF: LIMA 311 06", refs("- 06LIMA311")},
		"after, in parentheses":               {"REF: LIMA 311 (06)", refs("- 06LIMA311")},
		"after, four digits in parentheses":   {"REF: LIMA 311 (2006)", refs("- 06LIMA311")},
		"after, in brackets":                  {"REF: LIMA 311 [2006]", refs("- 06LIMA311")},
		"after, with an apostrophe":           {"REF: LIMA 311 '06", refs("- 06LIMA311")},
		"after, apostrophe in parentheses":    {"REF: LIMA 311 ('06)", refs("- 06LIMA311")},
		"after, four digits":                  {"REF: LIMA 311 2006", refs("- 06LIMA311")},
		"after, four digits with a slash":     {"REF: LIMA 311/2006", refs("- 06LIMA311")},
		"after, behind OF":                    {"REF: LIMA 311 OF 2006", refs("- 06LIMA311")},
		"after, behind NOTAL":                 {"REF: LIMA 311 (NOTAL) (06)", refs("- 06LIMA311")},
		"after, in parentheses with a comma":  {"REF: LIMA 311, (06)", refs("- 06LIMA311")},
		"after, then a label":                 {"REF: A. LIMA 311 06 B. LIMA 12", refs("A 06LIMA311", "B 07LIMA12")},
		"slash and three digits is a serial":  {"REF: LIMA 311/312", refs("- 07LIMA311", "- 07LIMA312")},
		"slash and four digits not 19 or 20":  {"REF: LIMA 3110/3112", refs("- 07LIMA3110", "- 07LIMA3112")},
		"three digits alone are a serial":     {"REF: LIMA 311 312", refs("- 07LIMA311", "- 07LIMA312")},
		"two digits behind a comma are not":   {"REF: LIMA 311, 06", refs("- 07LIMA311", "- 07LIMA6")},
		"19xx behind a serial":                {"REF: LIMA 311 1998", refs("- 98LIMA311")},
		"20xx as the only number":             {"REF: LIMA 2006", refs("- 07LIMA2006")},
		"a slash and two digits of the 1990s": {"REF: LIMA 311/98", refs("- 98LIMA311")},
		"the year of the next entry":          {"REF: LIMA 311\n     06 BOGOTA 12", refs("- 07LIMA311", "- 06BOGOTA12")},
		"the year of the next on one line":    {"REF: 05 LIMA 311 06 BOGOTA 12", refs("- 05LIMA311", "- 06BOGOTA12")},
		"letter O in the year":                {"REF: O6 LIMA 311", refs("- 06LIMA311")},
		"a year before and a list after":      {"REF: 06 LIMA 311, 312 AND 05 LIMA 12", refs("- 06LIMA311", "- 06LIMA312", "- 05LIMA12")},
		"after, glued, then a station":        {"REF: LIMA 311-06 BOGOTA 12", refs("- 06LIMA311", "- 07BOGOTA12")},
		"after, at the line's end":            {"REF: LIMA 311 06\nBOGOTA 12", refs("- 06LIMA311", "- 07BOGOTA12")},
		"after, with a point at the end":      {"REF: LIMA 311 2006.\nBOGOTA 12", refs("- 06LIMA311", "- 07BOGOTA12")},
		"after, in parentheses, no separator": {"REF: LIMA 311 (06) BOGOTA 12", refs("- 06LIMA311", "- 07BOGOTA12")},
		"before each, no separator":           {"REF: (05) LIMA 311 (06) BOGOTA 12", refs("- 05LIMA311", "- 06BOGOTA12")},
		"before each, glued by a slash":       {"REF: 2005 LIMA 311/2006 BOGOTA 12", refs("- 05LIMA311", "- 06BOGOTA12")},
		"after, then a label like a portion":  {"REF: (A) LIMA 1 (B) LIMA 311-06 (C) LIMA 3", refs("A 07LIMA1", "B 06LIMA311", "C 07LIMA3")},
		"of a date before the next station":   {"REF: LIMA 311 OF 3 MAY 2006\nBOGOTA 12", refs("- 07LIMA311", "- 07BOGOTA12")},
		"behind a date on the next line":      {"REF: LIMA 311 DATED MAY 3\n2006 BOGOTA 12", refs("- 07LIMA311", "- 06BOGOTA12")},
		"behind AND and NOTAL":                {"REF: LIMA 311 - NOTAL, AND (06) BOGOTA 12", refs("- 07LIMA311", "- 06BOGOTA12")},
		"EXDIS before the year":               {"REF: LIMA 311 EXDIS (06)", refs("- 06LIMA311")},
	})
	runRefs(t, 0, "QUITO", map[string]refCase{
		"no year known and none printed": {"REF: LIMA 311", refs("- ~LIMA 311")},
		"no year known, one printed":     {"REF: 06 LIMA 311", refs("- 06LIMA311")},
	})
	runRefs(t, 1999, "QUITO", map[string]refCase{
		"the nineties":                      {"REF: 98 LIMA 311", refs("- 98LIMA311")},
		"two digits, slash, three digits":   {"REF: LIMA 98/104", refs("- 99LIMA98", "- 99LIMA104")},
		"two numbers that could be years":   {"REF: LIMA 97 98", refs("- 98LIMA97")},
		"a number that is no year yet":      {"REF: LIMA 45 104", refs("- 99LIMA45", "- 99LIMA104")},
		"a year with its century in a list": {"REF: 1998 LIMA 1 AND 2", refs("- 98LIMA1", "- 98LIMA2")},
	})
}

func TestStationsOfReferences(t *testing.T) {
	runRefs(t, 2006, "QUITO", map[string]refCase{
		"several words":                          {"REF: RIO DE JANEIRO 12", refs("- 06RIODEJANEIRO12")},
		"words with hyphens":                     {"REF: PORT-AU-PRINCE 12", refs("- 06PORTAUPRINCE12")},
		"an apostrophe":                          {"REF: N'DJAMENA 12", refs("- 06NDJAMENA12")},
		"a point":                                {"REF: ST. PETERSBURG 12", refs("- 06STPETERSBURG12")},
		"written together":                       {"REF: TELAVIV 12", refs("- 06TELAVIV12")},
		"a word with OF":                         {"REF: PORT OF SPAIN 12", refs("- 06PORTOFSPAIN12")},
		"mixed case":                             {"Ref: Sao Paulo 12", refs("- 06SAOPAULO12")},
		"glued to the serial":                    {"REF: LIMA12", refs("- 06LIMA12")},
		"broken by the line's end":               {"REF: A. SAN\nSALVADOR 12", refs("A 06SANSALVADOR12")},
		"broken within a word":                   {"REF: A. BOGO\nTA 12 B. LIMA 3", refs("A 06BOGOTA12", "B 06LIMA3")},
		"broken with a hyphen":                   {"REF: A. MONTE-\nVIDEO 12", refs("A 06MONTEVIDEO12")},
		"a blank line within":                    {"REF: A. BUENOS\n\nAIRES 12", refs("A 06BUENOSAIRES12")},
		"a blank line behind the year":           {"REF: A. 05\n\nLIMA 12", refs("A 05LIMA12")},
		"the number on the next line":            {"REF: A. LIMA\n12 B. BOGOTA 3", refs("A 06LIMA12", "B 06BOGOTA3")},
		"zero for O":                             {"REF: B0GOTA 12", refs("- 06BOGOTA12")},
		"zero for O at the end":                  {"REF: QUIT0 12", refs("- 06QUITO12")},
		"letter O for zero":                      {"REF: LIMA OO911", refs("- 06LIMA911")},
		"letter O inside the serial":             {"REF: LIMA 1O2", refs("- 06LIMA102")},
		"an alias":                               {"REF: HCMC 12", refs("- 06HOCHIMINHCITY12")},
		"SECSTATE":                               {"REF: SECSTATE 1001", refs("- 06STATE1001")},
		"SECSTATE WASHDC":                        {"REF: SECSTATE WASHDC 1001", refs("- 06STATE1001")},
		"an ambiguous alias before its serial":   {"REF: A. MEX 12 B. 05 BA 34", refs("A 06MEXICO12", "B 05BUENOSAIRES34")},
		"a misprint in the table":                {"REF: BRAZILIA 12", refs("- 06BRASILIA12")},
		"a misprint one letter off":              {"REF: MONTEVIDIO 12", refs("- 06MONTEVIDEO12")},
		"a misprint of a letter left out":        {"REF: HELSINK 12, CARCAS 13", refs("- 06HELSINKI12", "- 06CARACAS13")},
		"a former name has its own series":       {"REF: 89 LENINGRAD 12", refs("- 89LENINGRAD12")},
		"EMBASSY before":                         {"REF: EMBASSY LIMA 12", refs("- 06LIMA12")},
		"AMEMBASSY before":                       {"REF: AMEMBASSY LIMA 12", refs("- 06LIMA12")},
		"CONSULATE before":                       {"REF: A. CONSULATE SAO PAULO 12", refs("A 06SAOPAULO12")},
		"USMISSION before":                       {"REF: USMISSION GENEVA 12", refs("- 06GENEVA12")},
		"a classification before":                {"REF: A. CONFIDENTIAL LIMA 12 B. SECRET STATE 7", refs("A 06LIMA12", "B 06STATE7")},
		"a country at the start":                 {"REF: A. PERU 12 B. FRANCE 34", refs("A 06LIMA12", "B 06PARIS34")},
		"a country behind a cable":               {"REF: LIMA 12, FRANCE 34\n     JAPAN 5", refs("- 06LIMA12", "- 06PARIS34", "- 06TOKYO5")},
		"a country behind other words":           {"REF: A. LIMA 12, MOLE VISIT, FRANCE 34", refs("A 06LIMA12", "A ~MOLE VISIT, FRANCE 34")},
		"an adjective and EMBASSY":               {"REF: TURKISH EMBASSY 12", refs("- 06ANKARA12")},
		"a country's note":                       {"REF: A. FRENCH NOTE 12 B. LIMA 3", refs("A ~FRENCH NOTE 12", "B 06LIMA3")},
		"ALDAC beside the Department":            {"REF: ALDAC STATE 12, STATE ALDAC 13", refs("- 06STATE12", "- 06STATE13")},
		"an adjective at the start":              {"REF: SWISS 12", refs("- 06BERN12")},
		"a country in mid-text":                  {"REF: A. MOLE TRIP TO PERU 12", refs("A ~MOLE TRIP TO PERU 12")},
		"the mission to the United Nations":      {"REF: A. USUN NEW YORK 12 B. USUN 13", refs("A 06USUNNEWYORK12", "B 06USUNNEWYORK13")},
		"the missions in Vienna and Brussels":    {"REF: UNVIE VIENNA 12, VIENNA 13, USEU BRUSSELS 14, BRUSSELS 15", refs("- 06UNVIEVIENNA12", "- 06VIENNA13", "- 06USEUBRUSSELS14", "- 06BRUSSELS15")},
		"an institute":                           {"REF: TAIPEI 12, AIT TAIPEI 13", refs("- 06AITTAIPEI12", "- 06AITTAIPEI13")},
		"before it was an institute":             {"REF: 75 TAIPEI 12, TAIPEI 13 (77)", refs("- 75TAIPEI12", "- 77TAIPEI13")},
		"an agency":                              {"REF: SECDEF 12", refs("- 06SECDEF12")},
		"turned round":                           {"REF: 412 LIMA", refs("- 06LIMA412")},
		"turned round under labels":              {"REF: A. 412 LIMA B. 413 BOGOTA", refs("A 06LIMA412", "B 06BOGOTA413")},
		"turned round with a year":               {"REF: 412 LIMA (05)", refs("- 05LIMA412")},
		"not turned round, a number follows":     {"REF: STATE 412 LIMA 413", refs("- 06STATE412", "- 06LIMA413")},
		"turned round in a list":                 {"REF: 412 LIMA, 413 BOGOTA", refs("- 06LIMA412", "- 06BOGOTA413")},
		"turned round, two serials":              {"REF: A. 412 AND 413 LIMA B. STATE 5", refs("A 06LIMA412", "A 06LIMA413", "B 06STATE5")},
		"turned round with a hyphen":             {"REF: 412-LIMA", refs("- 06LIMA412")},
		"TEL AVIV is no telegram":                {"REF: TEL AVIV 12, TEL-AVIV 13, TELAVIV TEL 14", refs("- 06TELAVIV12", "- 06TELAVIV13", "- 06TELAVIV14")},
		"TEL AVIV behind a caption alone":        {"REF TEL AVIV 12", refs("- 06TELAVIV12")},
		"an alias behind a serial":               {"REF: LIMA 12 RIO 13", refs("- 06LIMA12", "- 06RIODEJANEIRO13")},
		"Washington is the Department":           {"REF: WASHINGTON 12, SECSTATE WASHINGTON DC 13", refs("- 06STATE12", "- 06STATE13")},
		"another place of that name":             {"REF: A. MBFR VIENNA 12 B. VIENNA 13", refs("A ~MBFR VIENNA 12", "B 06VIENNA13")},
		"EMBASSY misspelled":                     {"REF: AMEMBSSY LIMA 12", refs("- 06LIMA12")},
		"points in a name":                       {"REF: MEXICO D.F. 12", refs("- 06MEXICO12")},
		"AND glued to the name":                  {"REF: LIMA 12 ANDBOGOTA 13", refs("- 06LIMA12", "- 06BOGOTA13")},
		"a label that makes a name near another": {"REF: A. LIMA 12 05 B. QUITO 55", refs("A 05LIMA12", "B 06QUITO55")},
		"eight digits":                           {"REF: LIMA 12345678", refs("- ~LIMA 12345678")},
		"a year yet to come before a station":    {"REF: 09 LIMA 12", refs("- 09LIMA12")},
		"a colon before the serial":              {"REF: LIMA: 12", refs("- 06LIMA12")},
		"a comma before the serial":              {"REF: LIMA, 12", refs("- 06LIMA12")},
		"# before the serial":                    {"REF: LIMA #12", refs("- 06LIMA12")},
		"a portion mark before the serial":       {"REF: LIMA (U) 12", refs("- 06LIMA12")},
		"CABLE before the serial":                {"REF: LIMA CABLE 12", refs("- 06LIMA12")},
		"CABLE(S) before the serial":             {"REF: LIMA CABLE(S) 12", refs("- 06LIMA12")},
		"NO. before the serial":                  {"REF: LIMA NO. 12", refs("- 06LIMA12")},
		"a hyphen before the serial":             {"REF: LIMA-12", refs("- 06LIMA12")},
		"the number broken by the line's end":    {"REF: A. LIMA 1\n234 B. BOGOTA 3", refs("A 06LIMA1234", "B 06BOGOTA3")},
		"a full line breaks a number":            {"REF: A. LIMA 12345 (NOTAL) B. BOGOTA 23456 (NOTAL) C. STATE 34567, 345\n678 (NOTAL)", refs("A 06LIMA12345", "B 06BOGOTA23456", "C 06STATE34567", "C 06STATE345678")},
		"a number goes on at the line's start":   {"REF: A. STATE 345\n678 B. LIMA 3", refs("A 06STATE345678", "B 06LIMA3")},
		"an indented number is another":          {"REF: STATE 123456\n     123457\n     123458", refs("- 06STATE123456", "- 06STATE123457", "- 06STATE123458")},
		"an accent":                              {"REF: São Paulo 12, BOGOTÁ 13", refs("- 06SAOPAULO12", "- 06BOGOTA13")},
		"one digit left for the next line":       {"REF: A. STATE 12345\n6 B. BOGOTA 3", refs("A 06STATE123456", "B 06BOGOTA3")},
		"no serial":                              {"REF: A. LIMA B. STATE 12", refs("A ~LIMA", "B 06STATE12")},
		"no serial, nor does it take the next":   {"REF: A. LIMA\n     B. 12", refs("A ~LIMA", "B 06QUITO12")},
		"a year and no serial":                   {"REF: A. 05 LIMA B. STATE 12", refs("A ~05 LIMA", "B 06STATE12")},
		"a place that is no post":                {"REF: A. ENTENHAUSEN 12 B. LIMA 3", refs("A ~ENTENHAUSEN 12", "B 06LIMA3")},
		"a list behind a place that is no post":  {"REF: ENTENHAUSEN 12, 13 AND 14", refs("- ~ENTENHAUSEN 12, 13 AND 14")},
		"a place that is no post in a list":      {"REF: LIMA 11, ENTENHAUSEN 12", refs("- 06LIMA11", "- ~ENTENHAUSEN 12")},
		"a label behind a place that is no post": {"REF: A. ENTENHAUSEN 12 B. 13", refs("A ~ENTENHAUSEN 12", "B ~13")},
	})
}

func TestReferencesThatAreNoCables(t *testing.T) {
	runRefs(t, 2006, "QUITO", map[string]refCase{
		"an e-mail":                           {"REF: A. MOLE-TOAD EMAIL 2/3/06 B. LIMA 12", refs("A ~MOLE-TOAD EMAIL 2/3/06", "B 06LIMA12")},
		"an e-mail with a hyphen":             {"REF: MOLE/TOAD E-MAIL OF MARCH 3, 2006", refs("- ~MOLE/TOAD E-MAIL OF MARCH 3, 2006")},
		"a phone call":                        {"REF: (A) LIMA 12 (B) MOLE-TOAD PHONE CALL OF 3 MAY 2006", refs("A 06LIMA12", "B ~MOLE-TOAD PHONE CALL OF 3 MAY 2006")},
		"a telcon, then a cable":              {"REF: MOLE/TOAD TELCON, LIMA 12", refs("- ~MOLE/TOAD TELCON", "- 06LIMA12")},
		"up to a semicolon":                   {"REF: MOLE EMAIL, MAY 3; LIMA 12", refs("- ~MOLE EMAIL, MAY 3", "- 06LIMA12")},
		"a cable, then an e-mail":             {"REF: A. LIMA 12, MOLE EMAIL 2/3/06", refs("A 06LIMA12", "A ~MOLE EMAIL 2/3/06")},
		"a portion mark is kept":              {"REF: A. (U) MOLE EMAIL B. LIMA 12", refs("A ~(U) MOLE EMAIL", "B 06LIMA12")},
		"an intelligence report":              {"REF: A. IIR 6 889 0123 06 B. LIMA 12", refs("A ~IIR 6 889 0123 06", "B 06LIMA12")},
		"a report of a post":                  {"REF: LIMA IIR 6 889 0123 06", refs("- ~LIMA IIR 6 889 0123 06")},
		"a TD number":                         {"REF: A. TD-314/33333-06 B. LIMA 12", refs("A ~TD-314/33333-06", "B 06LIMA12")},
		"a post's daily":                      {"REF: PARIS DAILY 061203", refs("- ~PARIS DAILY 061203")},
		"a post's points":                     {"REF: A. PARIS POINTS 061203 B. LIMA 12", refs("A ~PARIS POINTS 061203", "B 06LIMA12")},
		"an airgram":                          {"REF: A. LIMA A-12 B. LIMA 12", refs("A ~LIMA A-12", "B 06LIMA12")},
		"an airgram alone":                    {"REF: A-12", refs("- ~A-12")},
		"a date-time group":                   {"REF: A. USCINCEMU 191742Z OCT 05 B. LIMA 12", refs("A ~USCINCEMU 191742Z OCT 05", "B 06LIMA12")},
		"a date-time group of a post":         {"REF: STATE 191742Z OCT 05", refs("- ~STATE 191742Z OCT 05")},
		"a newspaper of a date":               {"REF: TARATA TIMES, 3 MAY 2006", refs("- ~TARATA TIMES, 3 MAY 2006")},
		"a post and a date":                   {"REF: LIMA 3 MAY 2006", refs("- ~LIMA 3 MAY 2006")},
		"a date in numbers":                   {"REF: LIMA 3/5/06", refs("- ~LIMA 3/5/06")},
		"a manual":                            {"REF: A. 9 FAM 41.31 B. LIMA 12", refs("A ~9 FAM 41.31", "B 06LIMA12")},
		"a handbook":                          {"REF: 5 FAH-2 H-321", refs("- ~5 FAH-2 H-321")},
		"an attached office":                  {"REF: USDAO LIMA 0123", refs("- ~USDAO LIMA 0123")},
		"a separate telegram":                 {"REF: A. LIMA 12 B. SEPTEL", refs("A 06LIMA12", "B ~SEPTEL")},
		"NOTAL":                               {"REF: A. LIMA 12 (NOTAL) B. LIMA 13 NOTAL", refs("A 06LIMA12", "B 06LIMA13")},
		"EXDIS":                               {"REF: A. LIMA 12 (EXDIS), B. LIMA 13 - EXDIS", refs("A 06LIMA12", "B 06LIMA13")},
		"a title in quotes":                   {`REF: A. LIMA 12 "FROM QUITO 45 TO BOGOTA 46" B. LIMA 13`, refs("A 06LIMA12", "B 06LIMA13")},
		"a title in curly quotes":             {"REF: A. LIMA 12 “BOGOTA 46” B. LIMA 13", refs("A 06LIMA12", "B 06LIMA13")},
		"a title in parentheses":              {"REF: A. LIMA 12 (BOGOTA 46 REVISITED) B. LIMA 13", refs("A 06LIMA12", "B 06LIMA13")},
		"a title behind a dash":               {"REF: A. LIMA 12 - VISIT TO PARIS 14 MAY B. LIMA 13", refs("A 06LIMA12", "B 06LIMA13")},
		"a note behind an e-mail":             {"REF: MOLE EMAIL (LIMA 12)", refs("- ~MOLE EMAIL (LIMA 12)")},
		"not available":                       {"REF: N/A", nil},
		"none":                                {"REF: NONE", nil},
		"nothing":                             {"REF:", nil},
		"several initials":                    {"REF: A. J. B. MOLE EMAIL B. LIMA 12", refs("A ~J. B. MOLE EMAIL", "B 06LIMA12")},
		"a month and a year":                  {"REF: A. TARATA GAZETTE, MAY 2006 B. LIMA 12", refs("A ~TARATA GAZETTE, MAY 2006", "B 06LIMA12")},
		"a curly apostrophe and a dash":       {"REF: A. MOLE’S E–MAIL – MAY 3 B. LIMA 12", refs("A ~MOLE’S E–MAIL – MAY 3", "B 06LIMA12")},
		"two e-mails":                         {"REF: A. MOLE EMAIL OF 5/3\n     B. TOAD EMAIL OF 5/4", refs("A ~MOLE EMAIL OF 5/3", "B ~TOAD EMAIL OF 5/4")},
		"over a line's end":                   {"REF: A. MOLE EMAIL TO\n     TOAD OF MAY 3\n     B. LIMA 12", refs("A ~MOLE EMAIL TO TOAD OF MAY 3", "B 06LIMA12")},
		"a date with a semicolon":             {"REF: TOAD LETTER OF MAY 3, 2006; LIMA 12", refs("- ~TOAD LETTER OF MAY 3, 2006", "- 06LIMA12")},
		"points on lines of their own":        {"REF: LIMA 12; STATE 34\n-- MOLE EMAIL 5/5", refs("- 06LIMA12", "- 06STATE34", "- ~MOLE EMAIL 5/5")},
		"a meeting at a post":                 {"REF: A. MOLE-TOAD MEETING IN LIMA 12 MAY", refs("A ~MOLE-TOAD MEETING IN LIMA 12 MAY")},
		"a number behind a preposition":       {"REF: A. MOLE EMAIL TO LIMA 12", refs("A ~MOLE EMAIL TO LIMA 12")},
		"an ambiguous name among other words": {"REF: A. TOAD LETTER DOC 12", refs("A ~TOAD LETTER DOC 12")},
	})
}
