package watch

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cablefeed/internal/cable"
)

// The oracle decides whether a watch matches in the plainest way, sharing no
// code with what it is compared with: no index, no hash, no scanner. It knows
// neither expressions nor expiry.
func oracle(w *Watch, c *cable.Cable) bool {
	m := w.Match
	var codes, refs []string
	for _, t := range c.Tags {
		codes = append(codes, t.Code)
	}
	for _, r := range c.References {
		refs = append(refs, r.MRN)
	}
	from := []string{c.From.Post, c.From.Name, c.From.RoutingIndicator}
	var to []string
	for _, a := range append(slices.Clone(c.To), c.Info...) {
		to = append(to, a.Post, a.Name, a.RoutingIndicator)
	}
	tag := func(t string) bool { return oracleList(t, codes, strings.ToUpper) }
	any := func(terms []string, values []string) bool {
		return len(terms) == 0 || slices.ContainsFunc(terms, func(t string) bool { return oracleList(t, values, oracleName) })
	}
	text := func(t string) bool { return oracleText(t, m.Text.In, c) }
	return oracleSets(m.Tags, tag) && oracleSets(m.Text.Sets, text) &&
		any(m.From, from) && any(m.To, to) && any(m.References, refs) &&
		(m.PrecedenceAtLeast == "" || c.Precedence.Rank() >= m.PrecedenceAtLeast.Rank()) &&
		(m.ClassificationAtMost == "" || c.Classification.Rank() <= m.ClassificationAtMost.Rank())
}

func oracleSets(s Sets, found func(string) bool) bool {
	for _, t := range s.All {
		if !found(t) {
			return false
		}
	}
	return !slices.ContainsFunc(s.None, found) && (len(s.Any) == 0 || slices.ContainsFunc(s.Any, found))
}

func oracleName(s string) string {
	return regexp.MustCompile(`[^A-Z0-9*]`).ReplaceAllString(strings.ToUpper(s), "")
}

func oracleList(pattern string, values []string, normal func(string) string) bool {
	re := oraclePattern(normal(pattern))
	return slices.ContainsFunc(values, func(v string) bool { v = normal(v); return v != "" && re.MatchString(v) })
}

func oraclePattern(p string) *regexp.Regexp {
	return regexp.MustCompile("^(?s:" + strings.ReplaceAll(regexp.QuoteMeta(p), `\*`, ".*") + ")$")
}

func oracleText(term string, in []Zone, c *cable.Cable) bool {
	var texts []string
	if len(in) == 0 {
		in = Zones
	}
	for _, z := range in {
		switch z {
		case Subject:
			texts = append(texts, c.Subject)
		case Summary:
			texts = append(texts, c.Summary)
		case Body:
			for _, p := range c.Paragraphs {
				texts = append(texts, p.Heading, p.Text)
			}
		}
	}
	var words []*regexp.Regexp
	for _, w := range strings.FieldsFunc(oracleFold(term), func(r rune) bool { return !oracleLetter(r) && r != '*' }) {
		words = append(words, oraclePattern(w))
	}
	return slices.ContainsFunc(texts, func(t string) bool {
		pieces, joins := oracleWords(oracleFold(t))
		for i := range pieces {
			if oraclePhrase(words, pieces[i:], joins[i:]) {
				return true
			}
		}
		return false
	})
}

func oracleLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// oracleFold drops accents and case.
func oracleFold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	for r, plain := range plainLetters {
		s = strings.ReplaceAll(s, string(r), plain)
	}
	return s
}

// oracleWords gives the words, and for each whether a hyphen alone ties it to
// the next.
func oracleWords(s string) (words []string, joins []bool) {
	hyphen := regexp.MustCompile("^[-\u2010]\\s*$")
	all := regexp.MustCompile(`[\pL\p{Nd}]+`).FindAllStringIndex(s, -1)
	for i, at := range all {
		words = append(words, s[at[0]:at[1]])
		joins = append(joins, i+1 < len(all) && hyphen.MatchString(s[at[1]:all[i+1][0]]))
	}
	return words, joins
}

func oraclePhrase(phrase []*regexp.Regexp, words []string, joins []bool) bool {
	if len(phrase) == 0 {
		return true
	}
	for n := 1; n <= min(maxChain, len(words)); n++ {
		if n > 1 && !joins[n-2] {
			return false
		}
		if phrase[0].MatchString(strings.Join(words[:n], "")) && oraclePhrase(phrase[1:], words[n:], joins[n:]) {
			return true
		}
	}
	return false
}
