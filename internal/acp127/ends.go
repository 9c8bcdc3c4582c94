package acp127

import "strings"

// What ends the text of a caption. Each recogniser looks at the start of s, so
// that it serves for the start of a line and for mid-line alike.

// markLen gives the length of a portion marking at the start of s, such as (C)
// or (S//NF), and 0 where there is none.
func markLen(s string) int {
	if len(s) < 3 || s[0] != '(' && s[0] != '[' {
		return 0
	}
	end := -1
	for i := 1; i < len(s) && i < 32; i++ {
		if c := s[i]; c == ')' || c == ']' || c == '}' {
			end = i
			break
		}
	}
	if end < 0 {
		return 0
	}
	first := true
	for in := s[1:end]; in != ""; {
		i := 0
		for i < len(in) && isAlpha(in[i]) {
			i++
		}
		w := in[:i]
		if w != "" {
			switch {
			case first && !markWord(w):
				return 0
			case !first && !markTail(w):
				return 0
			case equalFold(w, "REL"): // REL TO and any countries
				return end + 1
			}
			first = false
		}
		if i == len(in) {
			break
		}
		if strings.IndexByte("/ ,-", in[i]) < 0 {
			return 0
		}
		in = in[i+1:]
	}
	if first {
		return 0
	}
	return end + 1
}

func markWord(w string) bool {
	switch len(w) {
	case 1:
		return strings.IndexByte("UCS", upper(w[0])) >= 0
	case 2:
		return equalFold(w, "TS")
	}
	return foldAny(w, "SBU", "LOU", "FOUO", "UNCLAS", "UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "UNC")
}

func markTail(w string) bool {
	return markWord(w) || foldAny(w, "NF", "NOFORN", "REL", "ORCON", "OC", "NODIS", "EXDIS", "PROPIN", "PR", "SENSITIVE",
		"NOTAL", "LIMDIS", "STADIS", "ENTIRE", "TEXT", "ONLY", "USG", "SIPDIS")
}

// halfMarkLen gives the length of a portion marking at the start of s that lost
// its first parenthesis: SBU) TITLE.
func halfMarkLen(s string) int {
	n := 0
	for n < len(s) && isUpper(s[n]) {
		n++
	}
	if n == 0 || n > 3 || n+1 >= len(s) || s[n] != ')' || s[n+1] != ' ' || !markWord(s[:n]) {
		return 0
	}
	return n + 1
}

// foldAny reports whether w is one of words, which are upper case.
func foldAny(w string, words ...string) bool {
	for _, x := range words {
		if equalFold(w, x) {
			return true
		}
	}
	return false
}

// ruleStart marks the bytes that a character of ruleChar starts with.
var ruleStart = [256]bool{'-': true, '=': true, '_': true, '*': true, '~': true, '#': true, '+': true, 0xe2: true, 0xc2: true}

// ruleChar reports the length of a character of which rules are drawn, at the start of s; else 0.
func ruleChar(s string) int {
	switch c := s[0]; {
	case c == '-' || c == '=' || c == '_' || c == '*' || c == '~' || c == '#' || c == '+':
		return 1
	case c == 0xe2 && len(s) > 2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0x95: // hyphens and dashes
		return 3
	case c == 0xe2 && len(s) > 2 && s[1] == 0x94 && s[2] <= 0x81: // box drawing
		return 3
	case c == 0xc2 && len(s) > 1 && s[1] == 0xaf: // macron
		return 2
	}
	return 0
}

// ruleLen gives the length of the rule within a line at the start of s: four
// marks or more. Three are a dash.
func ruleLen(s string) int {
	n, i := 0, 0
	for i < len(s) {
		k := ruleChar(s[i:])
		if k == 0 {
			break
		}
		n++
		i += k
	}
	if n < 4 {
		return 0
	}
	return i
}

// paragraphStart reads the number of a paragraph at the start of s, also with a
// portion marking before or behind it: 1. (U), ¶2. (C), (SBU) 3., 1.Text. The
// length includes the marking.
func paragraphStart(s string) (number, length int, marked bool) {
	i := 0
	skip := func() {
		for i < len(s) && s[i] == ' ' {
			i++
		}
	}
	if n := markLen(s); n > 0 {
		i, marked = n, true
		skip()
	}
	if strings.HasPrefix(s[i:], "¶") {
		i += len("¶")
		skip()
	}
	start := i
	for i < len(s) && isDigit(s[i]) && i-start < 3 {
		number = number*10 + int(s[i]-'0')
		i++
	}
	if i == start || number == 0 || number > 199 || i < len(s) && isDigit(s[i]) {
		return 0, 0, false
	}
	dot := false
	for i < len(s) && (s[i] == '.' || s[i] == ')' || s[i] == ',' && !dot) {
		dot = true
		i++
	}
	end := i
	skip()
	if n := markLen(s[i:]); n > 0 {
		i += n
		for i < len(s) && (s[i] == ' ' || s[i] == '.' || s[i] == ':') {
			i++
		}
		return number, i, true
	}
	if !dot || end < len(s) && isDigit(s[end]) {
		return 0, 0, false
	}
	return number, i, marked
}

// spacedClass gives the length of a classification in spaced letters at the start of s.
func spacedClass(s string) int {
	for _, w := range [...]string{
		"C O N F I D E N T I A L", "S E C R E T", "U N C L A S S I F I E D", "U N C L A S", "T O P S E C R E T", "T O P  S E C R E T",
		"L I M I T E D", "C O N F I D", "S E N S I T I V E", "R E S T R I C T E D",
	} {
		if hasFold(s, w) {
			return len(w)
		}
	}
	return 0
}

var bannerWords = [...]string{"UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "LIMITED OFFICIAL USE", "TOP SECRET", "SECRET", "RESTRICTED", "LOU", "LIMOFFUSE"}

// isClassLine reports whether s is a classification line: the word, and behind it
// at most a section, caveats, or a station and its number.
func isClassLine(s string) bool {
	if spacedClass(s) > 0 {
		return true
	}
	for _, w := range bannerWords {
		if !hasFold(s, w) {
			continue
		}
		rest := s[len(w):]
		if rest != "" && isAlnum(rest[0]) {
			continue
		}
		rest = strings.TrimLeft(rest, " /,")
		if rest == "" || caveats(rest) || sectionOf(rest) || hasFold(strings.TrimLeft(rest, "- "), "ENTIRE TEXT") {
			return true
		}
		before, last := lastWord(rest)
		return len(last) >= 3 && digits(last) && strings.Count(before, " ") < 3
	}
	return false
}

// sectionOf reports whether s starts with SECTION and a number.
func sectionOf(s string) bool {
	w, rest := word(s)
	if len(w) < 5 || !near(letters(w), "SECTION") {
		return false
	}
	n, _ := word(rest)
	return n != "" && isDigit(n[0])
}

// caveats reports whether every word of s is a handling caveat, and there is one.
func caveats(s string) bool {
	n := 0
	if len(s) > 160 {
		return false
	}
	for s != "" {
		i := 0
		for i < len(s) && isAlpha(s[i]) {
			i++
		}
		if i > 0 {
			if !foldAny(s[:i], "SIPDIS", "NOFORN", "EXDIS", "NODIS", "LIMDIS", "STADIS", "ORCON", "SENSITIVE", "PROPIN", "NOCONTRACT",
				"SBU", "FOUO", "EFTO", "TERREP", "NF", "SIPDI", "SIPDSI", "AIDAC", "NOTAL", "ROGER", "CHANNEL") {
				return false
			}
			n++
			s = s[i:]
			continue
		}
		if strings.IndexByte(" /,;.:-()*", s[0]) < 0 {
			return false
		}
		s = s[1:]
	}
	return n > 0
}

// phrases are groups of words by their first letter.
type phrases [26][]string

func phrasesOf(list ...string) (p phrases) {
	for _, w := range list {
		p[w[0]-'A'] = append(p[w[0]-'A'], w)
	}
	return p
}

// at gives the length of the phrase that s starts with, whatever its case; 0 for none.
func (p *phrases) at(s string) int {
	if s == "" || !isAlpha(s[0]) {
		return 0
	}
	for _, w := range p[upper(s[0])-'A'] {
		if hasFold(s, w) {
			return len(w)
		}
	}
	return 0
}

var caveatPhrases = phrasesOf(
	"SENSITIVE BUT UNCLAS", "SENSITIVE, BUT UNCLAS", "UNCLASSIFIED BUT SENSITIVE", "UNCLASSIFIED, BUT SENSITIVE", "NOT FOR INTERNET",
	"NOT FOR DISTRIBUTION", "NOT FOR RELEASE", "NOT FOR PUBLICATION", "NOT FOR DISSEMINATION", "NOT FOR FURTHER", "FOR OFFICIAL USE ONLY",
	"FOR OFFICIAL USG", "FOR USG USE", "FOR INTERNAL", "PLEASE PROTECT", "PROTECT ACCORDINGLY", "PLEASE HANDLE", "HANDLE ACCORDINGLY",
	"MINIMIZE CONSIDERED", "THIS CABLE IS", "THIS CABLE CONTAINS", "THIS CABLE HAS", "THIS MESSAGE IS", "THIS MESSAGE CONTAINS", "THIS TELEGRAM IS", "THIS TELEGRAM CONTAINS",
	"THIS DOCUMENT IS", "THIS DOCUMENT CONTAINS", "THIS IS A SENSITIVE", "NO FOREIGN", "NO DISTRIBUTION", "LIMITED DISTRIBUTION", "ENTIRE TEXT",
)

// caveatSentence gives the length of words that start a caveat written out.
func caveatSentence(s string) int { return caveatPhrases.at(s) }

var actionPhrases = phrasesOf(
	"ACTION REQUEST", "ACTION REQUIRED", "ACTION MESSAGE", "ACTION CABLE", "ACTION ITEM", "THIS IS AN ACTION", "THIS IS ACTION", "ACTION FOR ",
)

// actionRequest gives the length of words that start an action request.
func actionRequest(s string) int { return actionPhrases.at(s) }

// classifiedByCaption gives the length of the caption CLASSIFIED BY at the start
// of s, its marks included, also damaged. certain is false where the words may
// as well be those of a sentence: no colon behind them.
func classifiedByCaption(s string) (n int, certain bool) {
	i := 0
	for i < len(s) && i < 16 && isAlpha(s[i]) {
		i++
	}
	if i < 8 || i > 14 {
		return 0, false
	}
	var buf [16]byte
	w := upperInto(buf[:0], s[:i])
	by := false
	switch {
	case w == "CLASSIFIED" || w == "CLASSIFIER" || near(w, "CLASSIFIED") && w != "DECLASSIFIED":
	case w == "CLASSIFIEDBY" || len(w) > 9 && w[len(w)-2:] == "BY" && near(w[:len(w)-2], "CLASSIFIED"):
		by = true
	case w == "CLASSIFICATION":
	default:
		return 0, false
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	if !by && i+1 < len(s) && upper(s[i]) == 'B' {
		c := upper(s[i+1])
		after := i + 2
		end := after == len(s) || !isAlpha(s[after])
		switch {
		case c == 'Y':
			by, i = true, after
		case end && (c == 'U' || c == 'V' || c == 'T' || c == 'Z'):
			by, i = true, after
		case c == ':':
			by, i = true, i+1
		}
	}
	if w == "CLASSIFICATION" && !by {
		return 0, false
	}
	j := i
	for j < len(s) && s[j] == ' ' {
		j++
	}
	if j < len(s) && strings.IndexByte(":;.", s[j]) >= 0 {
		for j < len(s) && strings.IndexByte(":;. ", s[j]) >= 0 {
			j++
		}
		return j, by || w != "CLASSIFIED" || s[i] == ':'
	}
	if !by {
		return 0, false
	}
	return j, j == len(s)
}

// upperInto appends s in upper case to b and gives both as a string that lives
// as long as b.
func upperInto(b []byte, s string) string {
	for i := 0; i < len(s); i++ {
		b = append(b, upper(s[i]))
	}
	return string(b)
}

// refCaption gives the length of the caption REF at the start of s. certain is
// false where the words may as well be those of a title: no colon behind them.
func refCaption(s string) (n int, certain bool) {
	if len(s) < 3 || upper(s[0]) != 'R' {
		return 0, false
	}
	i := 0
	for i < len(s) && i < 12 && isAlpha(s[i]) {
		i++
	}
	short := foldAny(s[:i], "REF", "REFS", "REFF", "REFFS", "REFTEL", "REFTELS", "REFTTEL", "REFTL", "REFLTEL", "RREF", "REEF", "RFE")
	if !short && !foldAny(s[:i], "REFERENCE", "REFERENCES", "REFERNCE", "REFERENCS", "REFRENCE", "REFERECE", "REFERENC") {
		return 0, false
	}
	if i < len(s) && hasFold(s[i:], "(S)") {
		i += len("(S)")
	}
	j := i
	for j < len(s) && s[j] == ' ' {
		j++
	}
	if j == len(s) {
		return j, false
	}
	switch s[j] {
	case ':', ';', '=':
		return j + 1, true
	case '.':
		return j + 1, short
	}
	return j, false
}

// citation reports whether s starts as a list of references does: a label with
// its mark, a year, or a place and a number.
func citation(s string) bool {
	s = strings.TrimLeft(s, " ")
	if s == "" {
		return false
	}
	if s[0] == '(' || s[0] == '[' {
		return len(s) > 2 && isAlnum(s[1]) && (s[2] == ')' || s[2] == ']')
	}
	if len(s) > 1 && isAlpha(s[0]) && strings.IndexByte(".):]-", s[1]) >= 0 {
		return true
	}
	for k := 0; k < 4 && s != ""; k++ {
		var w string
		w, s = word(s)
		w = strings.TrimRight(w, ",.;:")
		if k > 0 && digits(strings.TrimLeft(w, "#0")) || k == 0 && len(w) <= 4 && digits(w) {
			return true
		}
	}
	return false
}
