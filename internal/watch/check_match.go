package watch

import (
	"fmt"
	"strings"

	"cablefeed/internal/cable"
)

// check reports what is wrong with a match; fields are given from the match on,
// with their point: .tags.any[0]. exprs are the expressions that are compiled
// already; it adds its own.
func (m *Match) check(exprs map[string]*expr, report func(field, reason string)) *expr {
	each := func(field string, terms []string, wrong func(string) string) {
		for i, t := range terms {
			if reason := wrong(t); reason != "" {
				report(fmt.Sprintf("%s[%d]", field, i), reason)
			}
		}
	}
	given := 0
	for _, s := range []struct {
		field string
		terms []string
		wrong func(string) string
	}{
		{".tags.any", m.Tags.Any, wrongTag}, {".tags.all", m.Tags.All, wrongTag}, {".tags.none", m.Tags.None, wrongTag},
		{".from", m.From, wrongPost}, {".to", m.To, wrongPost}, {".references", m.References, wrongNumber},
		{".text.any", m.Text.Any, wrongPhrase}, {".text.all", m.Text.All, wrongPhrase}, {".text.none", m.Text.None, wrongPhrase},
	} {
		each(s.field, s.terms, s.wrong)
		given += len(s.terms)
	}
	text := len(m.Text.Any) + len(m.Text.All) + len(m.Text.None)
	if len(m.Text.In) > 0 && text == 0 {
		report(".text", "says where to look, not what for")
	}
	for i, z := range m.Text.In {
		oneOf(report, fmt.Sprintf(".text.in[%d]", i), z, Zones)
		if z == "" {
			report(fmt.Sprintf(".text.in[%d]", i), "want one of "+join(Zones))
		}
	}
	oneOf(report, ".precedence_at_least", m.PrecedenceAtLeast, cable.Precedences)
	oneOf(report, ".classification_at_most", m.ClassificationAtMost, cable.Classes)
	if given == 0 && m.PrecedenceAtLeast == "" && m.ClassificationAtMost == "" && m.Expr == "" {
		report("", "empty: it would match every cable; to mean that, write expr: 'true'")
	}
	if m.Expr == "" {
		return nil
	}
	e := exprs[m.Expr]
	if e == nil {
		if e = compileExpr(m.Expr, func(reason string) { report(".expr", reason) }); e != nil {
			exprs[m.Expr] = e
		}
	}
	return e
}

// maxPhrase is the most words that a phrase may have.
const maxPhrase = 16

// minPrefix is the least that must stand before the * of a word.
const minPrefix = 2

// wrongPhrase says what is wrong with a term of a text; "" is nothing.
func wrongPhrase(t string) string {
	words := phrase(t)
	if len(words) == 0 {
		return fmt.Sprintf("%q has no word", t)
	}
	if len(words) > maxPhrase {
		return fmt.Sprintf("%q has %d words, the most is %d", t, len(words), maxPhrase)
	}
	stars := 0
	for _, w := range words {
		if p, ok := strings.CutSuffix(w, "*"); ok {
			if stars++; len(p) < minPrefix {
				return fmt.Sprintf("%q: too little before the *, want %d letters or more", t, minPrefix)
			}
		}
	}
	// A star that stands behind no word, or that a word follows at once, means
	// something else to whoever wrote it.
	_, after, _ := strings.Cut(t, "*")
	for ; after != ""; _, after, _ = strings.Cut(after, "*") {
		if _, at, ok := (&scanner{text: after}).next(nil); ok && at.start == 0 {
			stars = -1
		}
	}
	if stars != strings.Count(t, "*") {
		return fmt.Sprintf("%q: a * stands at the end of a word", t)
	}
	return ""
}
