package acp127

import (
	"os"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

func TestJoinGivesTheWholeCable(t *testing.T) {
	var parts [][]byte
	for _, n := range []string{"04a_multisection_part1of3", "04b_multisection_part2of3", "04c_multisection_part3of3"} {
		raw, err := os.ReadFile("../../testdata/samples/" + n + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, raw)
	}
	c, err := Parse(Join(parts))
	if err != nil {
		t.Fatal(err)
	}
	if c.MRN != "09BRUSSELS412" || !c.Complete || len(c.SectionsPresent) != 3 || c.Section.Number != 1 {
		t.Errorf("got %s, sections %v, complete %v", c.MRN, c.SectionsPresent, c.Complete)
	}
	if c.Signature != "VANDEVELDE" || c.Subject != "EXERCISE: CHOCOLATE LABELLING STUDY - FINDINGS AND NEXT STEPS" {
		t.Errorf("got signature %q, subject %q", c.Signature, c.Subject)
	}
	for i, p := range c.Paragraphs {
		if p.Number != i+1 || strings.Contains(p.Text, "SIPDIS") || strings.Contains(p.Text, "BRUSSELS") {
			t.Errorf("paragraph %d: %+v", i+1, p)
		}
	}
	if len(c.Paragraphs) != 6 {
		t.Errorf("got %d paragraphs, want 6", len(c.Paragraphs))
	}
}

func TestJoin(t *testing.T) {
	const head = "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO RUEHC/SECSTATE WASHDC 4329\nBT\n"
	tests := map[string]struct {
		parts     []string
		sections  []int
		complete  bool
		paragraph string // text of the first
	}{
		"a sentence runs over the sections": {
			[]string{
				head + "UNCLAS SECTION 01 OF 02 LIMA 001234\n\nTAGS: PREL\nSUBJECT: FAIR\n\n1. (U) The fair opened and\nBT\n#1234\nNNNN\n",
				head + "UNCLAS SECTION 02 OF 02 LIMA 001234\n\nTAGS: PREL\nSUBJECT: FAIR\n\nthe band played.\nDOE\nBT\n#1234\nNNNN\n",
			}, []int{1, 2}, true, "The fair opened and the band played.",
		},
		"a section is missing": {
			[]string{
				head + "UNCLAS SECTION 01 OF 03 LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) One.\nBT\nNNNN\n",
				head + "UNCLAS SECTION 03 OF 03 LIMA 001234\n\nSUBJECT: FAIR\n\n3. (U) Three.\nDOE\nBT\nNNNN\n",
			}, []int{1, 3}, false, "One.",
		},
		"no breaks": {
			[]string{
				"FM AMEMBASSY LIMA\nTO SECSTATE WASHDC\n\nUNCLAS SECTION 01 OF 02 LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) One.\n",
				"FM AMEMBASSY LIMA\nTO SECSTATE WASHDC\n\nUNCLAS SECTION 02 OF 02 LIMA 001234\n\nSUBJECT: FAIR\n\n2. (U) Two.",
			}, []int{1, 2}, true, "One.",
		},
		"one section alone": {
			[]string{head + "UNCLAS LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) One.\n"}, []int{1}, true, "One.",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var parts [][]byte
			for _, p := range tt.parts {
				parts = append(parts, []byte(p))
			}
			joined := Join(parts)
			c, err := Parse(joined)
			if err != nil {
				t.Fatal(err)
			}
			if !equalInts(c.SectionsPresent, tt.sections) || c.Complete != tt.complete {
				t.Errorf("%s\nsections %v, complete %v; want %v, %v", joined, c.SectionsPresent, c.Complete, tt.sections, tt.complete)
			}
			if len(c.Paragraphs) == 0 || c.Paragraphs[0].Text != tt.paragraph {
				t.Errorf("%s\nparagraphs %+v, want %q first", joined, c.Paragraphs, tt.paragraph)
			}
		})
	}
}

func equalInts(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestFingerprintIsOfTheTextAlone(t *testing.T) {
	const text = "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO RUEHC/SECSTATE WASHDC 4329\nBT\nUNCLAS LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) The fair opened and the band played.\nDOE\nBT\n#1234\nNNNN\n"
	base := Fingerprint([]byte("VZCZCXRO0001\nRR RUEHC\nDE RUEHPE #1234/01 3260035\nZNR UUUUU ZZH\n" + text))
	same := map[string]string{
		"another circuit":            "VZCZCABC0777\nRR RUEHC RUEHQT\nDE RUEHPE #1234/01 3260035\nZNR UUUUU ZZH\n" + text,
		"marked suspected duplicate": "VZCZCXRO0001\nRR RUEHC\nDE RUEHPE #1234/01 3260035\nZNR UUUUU ZZH ZFD\n" + text,
		"repeated at request":        "VZCZCXRO0001\nRR RUEHC\nDE RUEHPE #1234/01 3260035\nZNR UUUUU ZZH\nZDK\n" + text,
		"no transmission lines":      text,
		"CRLF":                       strings.ReplaceAll(text, "\n", "\r\n"),
		"other wrapping":             strings.Replace(text, "opened and", "opened\nand", 1),
		"more blank lines":           strings.Replace(text, "\n\n", "\n\n\n\n", -1),
		"no ending":                  strings.Replace(text, "BT\n#1234\nNNNN\n", "", 1),
		"junk behind the end":        text + "\nQQQQ ####\n",
	}
	for name, raw := range same {
		if Fingerprint([]byte(raw)) != base {
			t.Errorf("%s: another fingerprint\n%s", name, raw)
		}
	}
	other := map[string]string{
		"a word changed":     strings.Replace(text, "band", "choir", 1),
		"another originator": strings.Replace(text, "AMEMBASSY LIMA", "AMEMBASSY QUITO", 1),
		"another time":       strings.Replace(text, "220035Z", "220036Z", 1),
		"a line more":        strings.Replace(text, "DOE\n", "2. (U) More.\nDOE\n", 1),
	}
	for name, raw := range other {
		if Fingerprint([]byte(raw)) == base {
			t.Errorf("%s: the same fingerprint\n%s", name, raw)
		}
	}
}

func TestPeek(t *testing.T) {
	tests := map[string]struct {
		raw  string
		want cable.Precedence
	}{
		"routing line and date-time group":   {"VZCZCXRO1\nRR RUEHC\nDE RUEHPE #1 3260035\nR 220035Z NOV 06\n", cable.Routine},
		"the routing line is higher":         {"OO RUEHC\nR 220035Z NOV 06\n", cable.Immediate},
		"the date-time group is higher":      {"RR RUEHC\nZ O 220035Z NOV 06\n", cable.Flash},
		"the action precedence comes first":  {"P R 220035Z NOV 06\n", cable.Priority},
		"no format lines":                    {"UNCLAS LIMA 1234\n", ""},
		"nothing":                            {"", ""},
		"quoted in a mail":                   {"> O 220035Z NOV 06\n> FM AMEMBASSY LIMA\n", cable.Immediate},
		"CRLF and NULs":                      {"\x00\r\nZZ RUEHC\r\n", cable.Flash},
		"a print with labels":                {"UNCLASSIFIED\n\nMRN: 17 LIMA 1\nFrom: AMEMBASSY LIMA\nAction: WASHDC, SECSTATE PRIORITY\nInfo: QUITO, AMEMBASSY FLASH\nSubject: FAIR\n", cable.Priority},
		"a print with a precedence in From:": {"UNCLASSIFIED TELEGRAM  June 23, 2001\n\nTo: ALL POSTS\n\nFrom: SECSTATE WASHDC (STATE 1 - IMMEDIATE)\n", cable.Immediate},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Peek([]byte(tt.raw)); got != tt.want {
				t.Errorf("Peek(%q) = %q, want %q", tt.raw, got, tt.want)
			}
		})
	}
}
