package watch

import (
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

// saying is a cable with this text.
func saying(subject string, paragraphs ...string) *cable.Cable {
	c := tagged()
	c.Subject = subject
	for i, p := range paragraphs {
		c.Paragraphs = append(c.Paragraphs, cable.Paragraph{Number: i + 1, Text: p})
	}
	return c
}

func TestText(t *testing.T) {
	tests := map[string]struct {
		term, text string
		want       bool
	}{
		"a word is found whatever its case":                {"Cartel", "THE CARTEL MET", true},
		"a word is not found within a longer one":          {"cart", "the cartel met", false},
		"a word is found before a mark":                    {"cartel", "(cartel).", true},
		"a possessive is its word":                         {"cartel", "the cartel's men", true},
		"accents on the cable's side do not matter":        {"Peru", "en el Perú", true},
		"accents on the watch's side do not matter":        {"São Tomé", "SAO TOME", true},
		"a combining accent is no letter":                  {"peru", "Peru\u0301 again", true},
		"letters without an accent-free form are spelt":    {"Strasse", "Straße", true},
		"Greek is folded as well":                          {"αθηνα", "ΑΘΉΝΑ", true},
		"a phrase needs its words in order":                {"drug cartel", "cartel drug", false},
		"a phrase needs its words side by side":            {"drug cartel", "drug and cartel", false},
		"a phrase is found over a line break":              {"drug cartel", "the drug\n  cartel", true},
		"a phrase is found whatever stands between":        {"drug cartel", "drug (cartel)", true},
		"quotation marks around a phrase do not matter":    {`"drug cartel"`, "the drug cartel", true},
		"a phrase does not cross paragraphs":               {"drug cartel", "drug\x00cartel", false},
		"a word cut at a line's end is found":              {"cartel", "the car-\ntel met", true},
		"a word cut and rejoined with a blank is found":    {"cartel", "the car- tel met", true},
		"a word cut and rejoined with the hyphen is found": {"cartel", "the car-tel met", true},
		"a cut word is found in a phrase":                  {"drug trafficking ring", "drug traffick-\ning ring", true},
		"a word cut twice is found":                        {"counternarcotics", "coun-ter-narcotics", true},
		"a soft hyphen is a hyphen":                        {"cartel", "car\u00adtel", true},
		"a dash joins nothing":                             {"cartel", "car -- tel, car - tel, car\u2014tel", false},
		"the parts of a compound are words":                {"border", "cross-border trade", true},
		"a hyphen in the watch is a blank or a hyphen":     {"cross-border", "cross border", true},
		"a beginning finds a longer word":                  {"narco*", "narcotics", true},
		"a beginning finds the word itself":                {"narco*", "narco", true},
		"a beginning is not found within a word":           {"cotic*", "narcotics", false},
		"a beginning finds a cut word":                     {"narcoti*", "nar-\ncotics", true},
		"a phrase may have a beginning first":              {"traffick* ring", "a trafficking ring", true},
		"a phrase may have a beginning last":               {"drug traffick*", "drug traffickers", true},
		"digits are letters":                               {"mi24", "an MI24 was seen", true},
		"an apostrophe divides on both sides":              {"O'Brien", "Mr. O’BRIEN", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := compile(t, Watch{Name: "w", Match: Match{Text: Text{Sets: Sets{Any: []string{tt.term}}}}})
			var paragraphs []string
			for p := range strings.SplitSeq(tt.text, "\x00") {
				paragraphs = append(paragraphs, p)
			}
			if got := len(l.Match(saying("", paragraphs...), noon)) > 0; got != tt.want {
				t.Errorf("%q in %q: got %v, want %v", tt.term, tt.text, got, tt.want)
			}
		})
	}
}
