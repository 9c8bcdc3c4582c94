package acp127

import (
	"strings"

	"cablefeed/internal/post"
	"cablefeed/internal/tags"
)

// A captionKind is one of the captions that have a text behind them.
type captionKind int

// captionAt tells which caption t begins with, however damaged. It is strong
// when its mark leaves no doubt, such as a colon.
func captionAt(t string) (k captionKind, strong bool) {
	if k, strong = captionAsTyped(t); k == noCaption {
		if k, _ = damagedCaption(t); k != noCaption {
			return k, true
		}
	}
	return k, strong
}

// captionAsTyped reads the spellings that operators gave to captions.
func captionAsTyped(t string) (k captionKind, strong bool) {
	if t == "" {
		return noCaption, false
	}
	if len(t) > 11 && (t[0] == '.' || t[1] == '.' || t[2] == '.' || t[3] == '.') && spoiltOrder(t) > 0 {
		return captionOrder, true
	}
	switch t[0] {
	case 'T', 't', 'S', 's', 'R', 'r', 'E', 'e', 'C', 'c', 'A', 'U', 'G', 'F', 'O', 'D', 'B', 'L', 'V', 'X', 'J', 'W', 'Y':
	case '1':
		if orderNumber(t) { // the E.O. before it was lost
			return captionOrder, true
		}
		return noCaption, false
	default:
		if len(t) > 8 && t[1] == '.' && (t[2] == 'O' || t[2] == '0') && t[3] == '.' { // #.O. 12958
			return captionOrder, orderNumber(trim(t[4:]))
		}
		return noCaption, false
	}
	n := 0
	for n < len(t) && isAlpha(t[n]) {
		n++
	}
	if k, strong, ok := orderCaption(t); ok {
		return k, strong
	}
	switch t[0] {
	case 'S':
		if m := spaced(t, "SUBJECT"); m > 7 && markAfter(t[m:]) { // SUB JECT:
			return captionSubject, true
		}
		if m := spaced(t, "SUBJ"); m > 4 && markAfter(t[m:]) {
			return captionSubject, true
		}
	case 'T':
		if m := spaced(t, "TAGS"); m > 4 && markAfter(t[m:]) {
			return captionTags, true
		}
	}
	if n < 2 {
		if m := spaced(t, "TAGS"); m > 0 {
			return captionTags, true
		}
		if m := spaced(t, "REF"); m > 4 && len(t) > m && t[m] == ':' { // R E F:
			return captionRef, true
		}
		if m := spaced(t, "SUBJECT"); m > 0 {
			return captionSubject, true
		}
		if m := spaced(t, "CLASSIFIEDBY"); m > 0 {
			return captionBy, true
		}
		return noCaption, false
	}
	if n > 24 {
		return noCaption, false
	}
	var buf [24]byte
	for i := range n {
		buf[i] = upper(t[i])
	}
	w, rest := buf[:n], t[n:]
	mark := markAfter(rest)
	if hyphened := len(rest) > 1 && rest[0] == '-' && isAlpha(rest[1]); hyphened { // RE-ELECTION, TAG-TEAM
		switch string(w) {
		case "REF", "REFS", "SUBJECT", "SUBJ":
		case "TAGS", "TAG":
			mark = codesFollow(rest[1:])
		default:
			mark = false
		}
	}
	switch string(w) {
	case "TAGS", "TAG":
		if mark || n == len(t) || codesFollow(rest) || strings.HasPrefix(rest, "(S)") || markLen(strings.TrimLeft(rest, " ")) > 0 {
			return captionTags, true
		}
		return noCaption, false
	case "SUBJECT", "SUBJ", "SUBJECTS":
		return captionSubject, mark || n == len(t)
	case "REF", "REFS", "REFTEL", "REFTELS", "REFERENCE", "REFERENCES":
		if mark || n == len(t) || strings.HasPrefix(rest, "(") {
			return captionRef, mark
		}
		if after := strings.TrimLeft(rest, " ,"); after != "" && (isUpper(after[0]) || isDigit(after[0]) || after[0] == '(' || after[0] == '[') && refsFollow(after) {
			return captionRef, false
		}
		return noCaption, false
	case "REFA", "REFB", "REFC", "REFD", "REFE":
		if mark {
			return captionRef, true
		}
		return noCaption, false
	case "CLASSIFIED", "CLASS", "CLASSED", "CLASSFIED", "CLASSIFED", "CLASIFIED", "CLASSIFIEDBY":
		return classifiedCaption(string(w), rest)
	case "CLASSIFICATION":
		if hasFold(strings.TrimLeft(rest, " "), "BY:") {
			return captionBy, true
		}
	}
	switch {
	case n >= 9 && n <= 11 && near(string(w), "CLASSIFIED"), n >= 8 && n <= 12 && hasFold(strings.TrimLeft(rest, " "), "BY:") && nearTwice(string(w), "CLASSIFIED") && w[0] == 'C':
		return classifiedCaption("CLASSIFIED", rest)
	case n > 6 && t[0] == 'T' && strings.HasPrefix(t, "TAGS"): // TAGSPREL
		if codes, _ := tags.Split(t[4:n]); codes != nil || codesFollow(t[4:n]) {
			return captionTags, true
		}
	case n > 9 && strings.HasPrefix(t, "SUBJECT") && !hasAny(t[7:], "IVE", "ED", "ING"):
		return captionSubject, false
	}
	if !mark {
		return noCaption, false
	}
	switch {
	case n <= 5 && n >= 3 && string(w) != "BAGS" && near(string(w), "TAGS"):
		return captionTags, true
	case n >= 6 && n <= 8 && near(string(w), "SUBJECT"), n <= 5 && n >= 3 && near(string(w), "SUBJ"):
		return captionSubject, true
	case string(w) == "EF", string(w) == "RF", string(w) == "RE", string(w) == "RFE", string(w) == "ERF", string(w) == "REFF", string(w) == "RREF", string(w) == "REFL", string(w) == "REFT",
		n >= 5 && n <= 7 && near(string(w), "REFTEL"), n >= 8 && near(string(w), "REFERENCE"):
		if rest = strings.TrimLeft(rest, " "); rest[0] == ';' && !strings.ContainsAny(rest, "0123456789") { // RE; KMCA are codes
			return noCaption, false
		}
		return captionRef, true
	}
	return noCaption, false
}

// markAfter reports whether s begins with the mark that ends a caption.
func markAfter(s string) bool {
	for s != "" && s[0] == ' ' {
		s = s[1:]
	}
	if s == "" || isAlnum(s[0]) {
		return false
	}
	if hasAny(s, "/S", "'S") && !(len(s) > 2 && isAlnum(s[2])) { // REF/S
		s = strings.TrimLeft(s[2:], " ")
	}
	if hasAny(s, "(S)", "(s)") {
		s = strings.TrimLeft(s[3:], " ")
	}
	return s != "" && (s[0] == ':' || s[0] == ';' || s[0] == '=' || s[0] == '.' && !hasAny(s, "..") || s[0] == '-' && !isRule(s) || hasAny(s, "/ "))
}

// codesFollow reports whether a word of TAGS begins s.
func codesFollow(s string) bool {
	s = strings.TrimLeft(s, " ,([\"")
	if _, ok := tags.Longest(s); ok {
		return true
	}
	codes, _ := tags.Split(tagWord(s))
	return codes != nil
}

// orderCaption reads E.O. and what becomes of it.
func orderCaption(t string) (captionKind, bool, bool) {
	if upper(t[0]) != 'E' {
		return noCaption, false, false
	}
	if hasFold(t, "EXECUTIVE ORDER") {
		return captionOrder, true, true
	}
	i := 1
	for i < len(t) && (t[i] == '.' || t[i] == ',' || t[i] == ' ') {
		i++
	}
	if i >= len(t) || t[i] != 'O' && t[i] != '0' && t[i] != 'o' {
		return noCaption, false, false
	}
	if yearAt(t[i:]) { // E. 05 LIMA 12, the fifth reference
		return noCaption, false, false
	}
	i++
	rest := strings.TrimLeft(t[i:], ".,;: )")
	if otherOrder(rest) {
		return noCaption, false, false
	}
	if rest != "" && (isDigit(rest[0]) || orderNumber(rest)) && (len(rest) < len(t)-i || i > 2 || orderNumber(rest)) {
		return captionOrder, true, true
	}
	if i < len(t) && (t[i] == ':' || t[i] == '.' && i > 2) {
		return captionOrder, true, true
	}
	return noCaption, false, false
}

// yearAt reports whether s begins with a year of two figures that is no zero
// for the O of E.O.
func yearAt(s string) bool {
	return len(s) > 2 && s[0] == '0' && isDigit(s[1]) && !orderNumber(s[1:])
}

// otherOrder reports whether s begins with the number of an order that is not on
// classification, and that a title may cite: DESIGNATED UNDER E.O. 13224. What a
// caption has behind its number leaves no doubt.
func otherOrder(s string) bool {
	if len(s) < 5 || !digits(s[:5]) || orderNumber(s) || hasAny(s, orders[0]) {
		return false
	}
	rest := strings.TrimLeft(s[5:], " ")
	value := strings.TrimLeft(rest, " :;-=")
	if value != "" && isDigit(value[0]) || foldPrefixAny(value, "DECL", "N/A", "OADR", "GDS", "XGDS", "X1", "ADS", "RDS") {
		return false
	}
	marked := value == "" || strings.IndexByte(":;-=", rest[0]) >= 0
	return !(marked && knownOrder(s[:5]) != s[:5]) // a misprint
}

// orderNumber reports whether s begins with the number of an order on
// classification.
func orderNumber(s string) bool {
	return hasAny(s, "11652", "12065", "12356", "12958", "13526", "13292", "12598", "12968") && (len(s) == 5 || !isDigit(s[5]))
}

// classifiedCaption tells whether CLASSIFIED and rest are the caption.
func classifiedCaption(w, rest string) (captionKind, bool) {
	if w == "CLASSIFIEDBY" {
		return captionBy, true
	}
	by := strings.TrimLeft(rest, " .")
	switch {
	case hasFold(by, "BY") && (len(by) == 2 || !isAlpha(by[2]) || isUpper(by[2]) && isLower(by[1])):
		return captionBy, true
	case w == "CLASSIFIED" && (hasFold(by, "BT ") || hasFold(by, "BU ") || hasFold(by, "Y ") || hasFold(by, "FOR ") || strings.HasPrefix(by, ":")):
		return captionBy, true
	}
	return noCaption, false
}

// findCaption finds the first caption within t, behind its start; 0 when there
// is none. Only captions with a colon count there, and E.O. with a number.
func findCaption(t string) int {
	at := 0
	for i := strings.IndexByte(t, ':'); i > 0; {
		if p := captionBefore(t, i); p > 0 {
			at = p
			break
		}
		j := strings.IndexByte(t[i+1:], ':')
		if j < 0 {
			break
		}
		i += 1 + j
	}
	limit := t
	if at > 0 {
		limit = t[:at]
	}
	if i := orderWithin(limit); i > 1 && !blank(limit[:i]) && !otherOrder(limit[i+len("E.O. "):]) && !isClassifiedBy(t) {
		at = i
	}
	return at
}

// orderWithin finds E.O. 1 within t; -1 when it is not there. Titles have many
// an E, but few figures.
func orderWithin(t string) int {
	const order = "E.O. 1"
	for i := len(order) - 1; i < len(t); i++ {
		n := strings.IndexByte(t[i:], '1')
		if n < 0 {
			break
		}
		if i += n; strings.HasSuffix(t[:i+1], order) {
			return i + 1 - len(order)
		}
	}
	return -1
}

// isClassifiedBy reports whether t begins with CLASSIFIED BY, which cites an
// order itself.
func isClassifiedBy(t string) bool {
	k, _ := captionAt(t)
	return k == captionBy
}

// captionBefore gives the start of the caption that ends at the colon i of t,
// also when it is glued to the word before; 0 when there is none.
func captionBefore(t string, i int) int {
	e := i
	for e > 0 && t[e-1] == ' ' {
		e--
	}
	if strings.HasSuffix(t[:e], "(S)") {
		e -= 3
	}
	for _, c := range [...]string{"TAGS", "SUBJECT", "SUBJ", "REF", "REFS", "REFTEL", "REFTELS", "REFERENCE", "CLASSIFIED BY"} {
		p := e - len(c)
		if p <= 0 || blank(t[:p]) || t[p] != c[0] && t[p] != c[0]|0x20 || !hasFold(t[p:e], c) {
			continue
		}
		switch b := t[p-1]; {
		case b == '(' && c[0] == 'R' && strings.IndexByte(t[i:], ')') > 0: // a title's own: (REF: STATE 1)
		case !isAlpha(b) && c[0] == 'R':
			return labelBefore(t, p)
		case !isAlpha(b):
			if q := strings.LastIndexByte(t[:p], '('); c[0] == 'C' && q > 0 && q+markLen(t[q:]) == len(strings.TrimRight(t[:p], " ")) {
				return q // its marking
			}
			return p
		case isUpper(t[p]) && (c[0] != 'R' || isUpper(b) != isUpper(t[p+1]) || refFollows(t[i+1:])):
			return p // glued to the word before
		}
	}
	return 0
}

// refFollows reports whether s begins as a list of references does: with a
// label, or with a station and its serial. It tells TESTREF: from BRIEF:.
func refFollows(s string) bool {
	w, rest := word(s)
	if n := len(w); n > 1 && (w[0] == '(' || w[n-1] == '.' && n < 4 || w[n-1] == ')') {
		return true
	}
	n, _ := word(rest)
	_, ok := post.Station(w, 0)
	return ok && digits(strings.TrimRight(n, ",;."))
}

// refLabel reads a label with the caption REF behind it, A. REF: STATE 1 or (A)
// REFTEL STATE 1, and what follows the caption; the label is empty when t is
// nothing of the kind.
func refLabel(t string) (label, rest string) {
	w, rest := word(t)
	if len(w) < 2 || len(w) > 3 || len(rest) < 4 || isAlnum(w[len(w)-1]) || !isAlpha(w[len(w)-2]) || len(w) == 3 && isAlpha(w[0]) && w[0] != w[1] {
		return "", ""
	}
	rest = trim(rest)
	if k, _ := captionAt(rest); k != captionRef {
		return "", ""
	}
	n := 0
	for n < len(rest) && isAlpha(rest[n]) {
		n++
	}
	return w, strings.TrimLeft(rest[n:], " :;.-")
}

// labelBefore gives where the label before the caption REF at p of t begins, or p
// when it has none: B. REF: STATE 1.
func labelBefore(t string, p int) int {
	_, w := lastWord(t[:p])
	start := strings.LastIndex(t[:p], w)
	if label, _ := refLabel(t[start:]); label != "" {
		return start
	}
	return p
}

// bracketed gives what stands in the parentheses of a line of references,
// (REF: STATE 1), or behind the first one of (REF A) STATE 1 and (CLASSIFIED BY
// DCM JANE DOE); "" where t is none.
func bracketed(t string) string {
	if len(t) < 8 || t[0] != '(' {
		return ""
	}
	if n, _ := refCaption(t[1:]); n > 0 && 1+n < len(t) && labelled(t[1+n:]) && t[n+2] == ')' || hasFold(t[1:], "CLASS") && surelyClassifiedBy(t[1:], nil) {
		return t[1:]
	}
	if t[len(t)-1] != ')' {
		return ""
	}
	in := t[1 : len(t)-1]
	if n, certain := refCaption(in); !certain || !citation(in[n:]) {
		return ""
	}
	return in
}

// captionStarts reports whether the line begins with a caption.
func captionStarts(text string) bool {
	t := trim(text)
	if k, _ := captionAt(t); k != noCaption || bracketed(t) != "" {
		return true
	}
	if _, rest := marking(t); len(rest) < len(t) {
		k, _ := captionAt(rest)
		return k != noCaption
	}
	label, _ := refLabel(t)
	return label != ""
}
