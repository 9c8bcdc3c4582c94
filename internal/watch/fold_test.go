package watch

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestWordsAreThoseOfAPlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.RuneFrom([]rune("aZ9 -\n\u00ad\u0301"), unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Pd, unicode.Po, unicode.Mn, unicode.Space)
		// The oracle splits an L with a point in two; it is one letter of a word.
		runes = runes.Filter(func(r rune) bool { return r != 'Ŀ' && r != 'ŀ' })
		text := rapid.StringOf(runes).Draw(t, "text")
		var got []string
		s := scanner{text: text}
		for {
			b, at, ok := s.next(nil)
			if !ok {
				break
			}
			if at.start >= at.end || at.end > len(text) {
				t.Fatalf("%q: a word at %v", text, at)
			}
			got = append(got, string(b))
		}
		// A hyphen that may be left out divides; the oracle's folding drops it.
		want, _ := oracleWords(oracleFold(strings.ReplaceAll(text, "\u00ad", "-")))
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	})
}
