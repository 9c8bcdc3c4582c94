package acp127

import (
	"fmt"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

func TestEndOfReferences(t *testing.T) {
	lima := refs("- 06LIMA12")
	tests := map[string]struct {
		list string
		want []string
		rest string // the first line of what is left
	}{
		"Classified By on its own line":                   {"REF: LIMA 12\n\nClassified By: DCM Mole, reason 1.4 (b)", lima, "Classified By: DCM Mole, reason 1.4 (b)"},
		"Classified By in mid-line":                       {"REF: LIMA 12 CLASSIFIED BY: DCM MOLE", lima, "CLASSIFIED BY: DCM MOLE"},
		"Classified By misspelled":                        {"REF: LIMA 12\nCLASSIFED BY DCM MOLE 4", lima, "CLASSIFED BY DCM MOLE 4"},
		"CLASSIFIED before a station does not":            {"REF: UNCLASSIFIED LIMA 12", lima, ""},
		"paragraph 1":                                     {"REF: LIMA 12\n\n1. (U) The fair of BOGOTA 13.", lima, "1. (U) The fair of BOGOTA 13."},
		"paragraph 1 without a blank line":                {"REF: LIMA 12\n1. THE FAIR OF BOGOTA 13", lima, "1. THE FAIR OF BOGOTA 13"},
		"paragraph 1 glued to its text":                   {"REF: LIMA 12\n1.The fair of BOGOTA 13", lima, "1.The fair of BOGOTA 13"},
		"paragraph 1 glued to its marking":                {"REF: LIMA 12\n1.(U) BOGOTA 13", lima, "1.(U) BOGOTA 13"},
		"paragraph 1 with a pilcrow":                      {"REF: LIMA 12\n¶1. (U) BOGOTA 13", lima, "¶1. (U) BOGOTA 13"},
		"paragraph 1 in mid-line":                         {"REF: LIMA 12 1. (U) BOGOTA 13", lima, "1. (U) BOGOTA 13"},
		"paragraph 2 where 1 is lost":                     {"REF: LIMA 12\n\n2. (C) BOGOTA 13", lima, "2. (C) BOGOTA 13"},
		"a summary heading":                               {"REF: LIMA 12\n\nSUMMARY\n\nBOGOTA 13", lima, "SUMMARY"},
		"a summary in mid-line":                           {"REF: LIMA 12 SUMMARY: BOGOTA 13", lima, "SUMMARY: BOGOTA 13"},
		"a combined summary heading":                      {"REF: LIMA 12\nSUMMARY AND COMMENT: BOGOTA 13", lima, "SUMMARY AND COMMENT: BOGOTA 13"},
		"a summary with its portion mark":                 {"REF: LIMA 12\n(C) SUMMARY: BOGOTA 13", lima, "(C) SUMMARY: BOGOTA 13"},
		"a summary without a mark":                        {"REF: LIMA 12\nSUMMARY BOGOTA 13 said so.", lima, "SUMMARY BOGOTA 13 said so."},
		"BEGIN SUMMARY":                                   {"REF: LIMA 12\nBEGIN SUMMARY: BOGOTA 13", lima, "BEGIN SUMMARY: BOGOTA 13"},
		"another heading":                                 {"REF: LIMA 12\n\nThe Fair\n\nBogota 13 came.", lima, "The Fair"},
		"a heading that is underlined":                    {"REF: LIMA 12\n\nKEY POINTS\n----------\nBOGOTA 13", lima, "KEY POINTS"},
		"a lettered heading behind a list without labels": {"REF: LIMA 12\n\nA. THE FAIR\n\nBOGOTA 13", lima, "A. THE FAIR"},
		"a rule":                               {"REF: LIMA 12\n-------\nBOGOTA 13", lima, "-------"},
		"a caveat":                             {"REF: LIMA 12\n\nSENSITIVE BUT UNCLASSIFIED. NOT FOR BOGOTA 13", lima, "SENSITIVE BUT UNCLASSIFIED. NOT FOR BOGOTA 13"},
		"a caveat with a portion mark":         {"REF: LIMA 12\n\n(SBU) Sensitive but unclassified, 13 copies.", lima, "(SBU) Sensitive but unclassified, 13 copies."},
		"a caveat that is a sentence":          {"REF: LIMA 12\n\nTHIS CABLE IS NOT FOR BOGOTA 13.", lima, "THIS CABLE IS NOT FOR BOGOTA 13."},
		"an action request":                    {"REF: LIMA 12\n\nACTION REQUEST: SEE BOGOTA 13", lima, "ACTION REQUEST: SEE BOGOTA 13"},
		"a body without numbers":               {"REF: LIMA 12\n\nThe invented fair opened on May 3, and 13 posts sent cakes.", lima, "The invented fair opened on May 3, and 13 posts sent cakes."},
		"a body without numbers or blank":      {"REF: LIMA 12\nThe invented fair opened on May 3, and 13 posts sent cakes.", lima, "The invented fair opened on May 3, and 13 posts sent cakes."},
		"a body with a portion mark alone":     {"REF: LIMA 12\n\n(U) The fair of Bogota 13.", lima, "(U) The fair of Bogota 13."},
		"a body of points":                     {"REF: LIMA 12\n\n-- First, BOGOTA 13.", lima, "-- First, BOGOTA 13."},
		"the next caption":                     {"REF: LIMA 12\nSUBJECT: BOGOTA 13", lima, "SUBJECT: BOGOTA 13"},
		"a blank line does not end it":         {"REF: A. LIMA 12\n\nB. BOGOTA 13\n\n\nC. STATE 14\n\n1. (U) X", refs("A 06LIMA12", "B 06BOGOTA13", "C 06STATE14"), "1. (U) X"},
		"a blank line, then one without label": {"REF: LIMA 12\n\nBOGOTA 13\n\n1. (U) X", refs("- 06LIMA12", "- 06BOGOTA13"), "1. (U) X"},
		"an e-mail behind a blank line":        {"REF: LIMA 12\n\nMOLE EMAIL OF MAY 3\n\n1. (U) X", refs("- 06LIMA12", "- ~MOLE EMAIL OF MAY 3"), "1. (U) X"},
		"an empty list before paragraph 1":     {"REF:\n\n1. (U) LIMA 12", nil, "1. (U) LIMA 12"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, _, rest := readRefs(tt.list, 2006, "QUITO")
			first := ""
			if len(rest) > 0 {
				first = rest[0].text
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) || first != tt.rest {
				t.Errorf("list %q\ngot  %q, left %q\nwant %q, left %q", tt.list, got, first, tt.want, tt.rest)
			}
		})
	}
}

func TestWhatRemainsOfALineKeepsItsNumber(t *testing.T) {
	_, _, rest := readRefs("REF: A. LIMA 12\n     B. BOGOTA 13 CLASSIFIED BY: DCM MOLE\nREASON: 1.4 (B)", 2006, "QUITO")
	want := []line{{"CLASSIFIED BY: DCM MOLE", 2}, {"REASON: 1.4 (B)", 3}}
	if fmt.Sprint(rest) != fmt.Sprint(want) {
		t.Errorf("left %v, want %v", rest, want)
	}
}

func TestWhatRemainsOfTheCaptionLineIsNotThatLine(t *testing.T) {
	r := &reader{c: &cable.Cable{}, year: 2006, post: "QUITO"}
	block := []line{{"REF: LIMA 12 CLASSIFIED BY: DCM MOLE", 7}, {"REASON: 1.4 (B)", 8}}
	rest := r.references(block)
	if block[0].text != "REF: LIMA 12 CLASSIFIED BY: DCM MOLE" || len(rest) != 2 || rest[0] != (line{"CLASSIFIED BY: DCM MOLE", 7}) {
		t.Errorf("left %v of %v", rest, block)
	}
}

func TestASentenceThatBeginsWithRefIsNoList(t *testing.T) {
	for text, want := range map[string]bool{
		"LIMA 12 AND BOGOTA 13":              true,
		"A. MOLE EMAIL":                      true,
		"(A) LIMA 12":                        true,
		"A LIMA 12":                          true,
		"412":                                true,
		"SAN":                                true, // JOSE 12 on the next line
		"MOLE EMAIL OF MAY 12":               true,
		"ASKED POSTS FOR COMMENTS BY MAY 12": false,
		"A ASKED POSTS FOR COMMENTS":         false,
		"IS MADE TO LIMA 55 ON THE FAIR":     false,
		"A AND B WERE HELPFUL TO EMBASSY":    false,
	} {
		if got := refsFollow(text); got != want {
			t.Errorf("REF %q is a list: %v, want %v", text, got, want)
		}
	}
}

func TestASubjectWithinAReferenceIsItsTitle(t *testing.T) {
	r := &reader{c: &cable.Cable{Subject: "THE FAIR"}, year: 2006, post: "QUITO"}
	r.references([]line{{"REF: A. LIMA 12, SUBJECT: FAIR OF BOGOTA 13 B. LIMA 14", 1}})
	want := []cable.Reference{{Label: "A", MRN: "06LIMA12", Text: "LIMA 12, SUBJECT: FAIR OF BOGOTA 13"}, {Label: "B", MRN: "06LIMA14", Text: "LIMA 14"}}
	if fmt.Sprint(r.c.References) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", r.c.References, want)
	}
}

func TestACaptionForEachLabelGoesOnWithTheList(t *testing.T) {
	r := &reader{c: &cable.Cable{}, year: 2006, post: "QUITO"}
	for i, text := range []string{"REF A: LIMA 12", "REF B: MOLE EMAIL", "REF C: 13"} {
		r.references([]line{{text, i + 1}})
	}
	want := []cable.Reference{{Label: "A", MRN: "06LIMA12", Text: "LIMA 12"}, {Label: "B", Text: "MOLE EMAIL"}, {Label: "C", MRN: "06LIMA13", Text: "13"}}
	if fmt.Sprint(r.c.References) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", r.c.References, want)
	}
}

func TestTitlesAreNotSearched(t *testing.T) {
	runRefs(t, 2006, "QUITO", map[string]refCase{
		"behind a dash":               {"REF: A. LIMA 12 -- THE FAIR OF QUITO 55 B. LIMA 14", refs("A 06LIMA12", "B 06LIMA14")},
		"behind a colon":              {"REF: A. LIMA 12: THE FAIR IN QUITO 55 B. LIMA 14", refs("A 06LIMA12", "B 06LIMA14")},
		"behind a dash, then a comma": {"REF: LIMA 12 - THE FAIR, LIMA 13 - THE MOLE", refs("- 06LIMA12", "- 06LIMA13")},
		"in single quotes":            {"REF: A. LIMA 12 'THE FAIR OF QUITO 13' B. LIMA 14", refs("A 06LIMA12", "B 06LIMA14")},
		"in quotes behind a comma":    {`REF: A. LIMA 12, "THE FAIR, OF QUITO 55", B. LIMA 14`, refs("A 06LIMA12", "B 06LIMA14")},
		"in parentheses with a date":  {"REF: A. LIMA 12 (SENT 3 MAY 2006) B. LIMA 14", refs("A 06LIMA12", "B 06LIMA14")},
		"in parentheses with AND":     {"REF: LIMA 12 (AND QUITO 13)", refs("- 06LIMA12")},
		"a title alone":               {`REF: A. "THE LIMA FAIR" B. LIMA 12`, refs(`A ~"THE LIMA FAIR"`, "B 06LIMA12")},
		"dashes between cables":       {"REF: LIMA 12 - BOGOTA 13 - STATE 14", refs("- 06LIMA12", "- 06BOGOTA13", "- 06STATE14")},
		"dash and NOTAL":              {"REF: A. LIMA 12 - NOTAL, LIMA 13 - NOTAL", refs("A 06LIMA12", "A 06LIMA13")},
		"parentheses never closed":    {"REF: A. LIMA 12 (NOTAL B. LIMA 14", refs("A 06LIMA12", "B 06LIMA14")},
		"NOTAL and a year together":   {"REF: A. LIMA 12 (05, NOTAL) B. LIMA 14", refs("A 05LIMA12", "B 06LIMA14")},
		"the date of each":            {"REF: LIMA 12 OF 1/2/2006, BOGOTA 13 OF 3/4/2006", refs("- 06LIMA12", "- 06BOGOTA13")},
		"a date-time group of each":   {"REF: LIMA 12 DTG 031234Z MAY 06, BOGOTA 13, DTG 041234Z MAY 06", refs("- 06LIMA12", "- 06BOGOTA13")},
		"a markdown link":             {"REF: A. [LIMA 12](#) B. [06BOGOTA13](http://cables.invalid/06BOGOTA13)", refs("A 06LIMA12", "B 06BOGOTA13")},
		"the whole entry in brackets": {"REF: [LIMA 12]", refs("- 06LIMA12")},
		"all in parentheses":          {"REF: (LIMA 12; BOGOTA 13)", refs("- 06LIMA12", "- 06BOGOTA13")},
		"a second number":             {"REF: STATE 1234 TOSEC 56", refs("- 06STATE1234")},
		"a range":                     {"REF: LIMA 12 THROUGH 15, QUITO 20 TO 22", refs("- 06LIMA12", "- 06LIMA15", "- 06QUITO20", "- 06QUITO22")},
		"a point behind each":         {"REF: A. LIMA 12. B. LIMA 13. C. LIMA 14.", refs("A 06LIMA12", "B 06LIMA13", "C 06LIMA14")},
		"two cables under one label":  {"REF: A. LIMA 12 AND BOGOTA 13 B. STATE 14", refs("A 06LIMA12", "A 06BOGOTA13", "B 06STATE14")},
		"EMBASSY behind the station":  {"REF: LIMA EMBASSY CABLE 13", refs("- 06LIMA13")},
		"zeros broken from the rest":  {"REF: A. LIMA 000\n456 B. LIMA 1", refs("A 06LIMA456", "B 06LIMA1")},
		"a resolution":                {"REF: A. UNSC RESOLUTION 1540 (2004) B. LIMA 12", refs("A ~UNSC RESOLUTION 1540 (2004)", "B 06LIMA12")},
		"a report of a year":          {"REF: A. 2005 HUMAN RIGHTS REPORT B. LIMA 12", refs("A ~2005 HUMAN RIGHTS REPORT", "B 06LIMA12")},
	})
}

func TestTextOfReferences(t *testing.T) {
	tests := map[string]struct {
		list string
		want []string
	}{
		"from the year to NOTAL":             {"REF: A. 05  LIMA 12 (NOTAL)\n     B. BOGOTA\n     13", refs("05 LIMA 12 (NOTAL)", "BOGOTA 13")},
		"a further serial has its own words": {"REF: STATE 1, 2 (NOTAL) AND 3", refs("STATE 1", "2 (NOTAL)", "3")},
		"with its title":                     {"REF: A. LIMA 12 - THE FAIR B. LIMA 14 \"THE MOLE\"", refs("LIMA 12 - THE FAIR", "LIMA 14 \"THE MOLE\"")},
		"without the comma":                  {"REF: MOLE EMAIL, LIMA 12, BOGOTA 13", refs("MOLE EMAIL", "LIMA 12", "BOGOTA 13")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, c, _ := readRefs(tt.list, 2006, "QUITO")
			var got []string
			for _, ref := range c.References {
				got = append(got, ref.Text)
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("list %q\ngot  %q\nwant %q", tt.list, got, tt.want)
			}
		})
	}
}

func TestRepairsInReferencesAreSaid(t *testing.T) {
	tests := map[string]struct{ list, want string }{
		"a misprint":                  {"REF: A. LIMA 12\n     B. HELSINK 12", "2 " + codeRefStation},
		"a letter O":                  {"REF: LIMA OO911", "1 " + codeRefDigit},
		"the own number":              {"REF: QUITO 500", "1 " + codeRefSelf},
		"a place that is no post":     {"REF: ENTENHAUSEN 12", "1 " + codeRefPlace},
		"nothing where all was plain": {"REF: A. LIMA 12 B. MOLE EMAIL", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, c, _ := readRefs(tt.list, 2006, "QUITO")
			var got []string
			for _, d := range c.Diagnostics {
				got = append(got, fmt.Sprint(d.Line, " ", d.Code))
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("list %q\ngot  %q\nwant %q", tt.list, got, tt.want)
			}
		})
	}
}

func TestALongListHoldsEachOnce(t *testing.T) {
	var list strings.Builder
	list.WriteString("REF: ")
	for range 2 {
		for i := 1; i <= 90; i++ {
			fmt.Fprintf(&list, "LIMA %d, ", i)
		}
	}
	got, _, _ := readRefs(list.String(), 2006, "QUITO")
	if len(got) != 90 || got[89] != "- 06LIMA90" {
		t.Errorf("got %d references, want 90: %q", len(got), got)
	}
}
