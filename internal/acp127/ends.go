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

// ruleStart marks the bytes that a character of ruleChar starts with.
var ruleStart = [256]bool{'-': true, '=': true, '_': true, '*': true, '~': true, '#': true, '+': true, 0xe2: true, 0xc2: true}

// ruleChar reports the length of a character of which rules are drawn, at the start of s; else 0.
func ruleChar(s string) int {
	switch c := s[0]; {
	case c == '-' || c == '=' || c == '_' || c == '*' || c == '~' || c == '#' || c == '+':
		return 1
	case c == 0xe2 && len(s) > 2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0x95: // hyphens and dashes
		return 3
	case c == 0xe2 && len(s) > 2 && (s[1] == 0x94 && s[2] <= 0x81 || s[1] == 0x88 && s[2] == 0x92): // box drawing, minus
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
	case nearTwice(w, "CLASSIFIED") && hasFold(strings.TrimLeft(s[i:], " "), "BY:"): // QUIRK: CLASSIED BY:
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
	case '/':
		if short && hasAny(s[j:], "/ ") {
			return j + 1, true
		}
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
		if w == "" || !isAlnum(w[len(w)-1]) || foldAny(w, "AND", "OF", "THE", "TO", "FOR", "ON", "IN", "WITH", "BY") {
			return false
		}
	}
	return false
}
