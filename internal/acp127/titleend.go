package acp127

import "strings"

// titleEnd finds where the title ends within text, the next line of it: 0 when
// the whole line is not the title's, -1 when all of it is. before is the last
// word read of the title, depth its open parentheses, next the lines behind.
func titleEnd(before string, depth int, text string, next []line) int {
	if before == "" {
		if firstLineEnds(text) {
			return 0
		}
	} else if lineEnds(before, text, next) {
		return 0
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '(':
			if i > 0 && markedEnd(text[i:]) || hasFold(text[i+1:], "CLASS") && surelyClassifiedBy(text[i+1:], next) {
				return i
			}
			depth++
			continue
		case c == ')':
			depth--
			continue
		case c == ' ' || i == 0:
			continue
		}
		p := text[i-1]
		glued := isAlnum(p) || p >= 0x80 || p == '\''
		switch u := upper(c); {
		case isAlpha(c):
			if glued && (isLower(c) || isUpper(p) && !gluedCaption(u)) || !titleStops.of(text[i:]) {
				continue
			}
			if wordEnds(before, text, i, glued, depth > 0, next) {
				return beforeLabel(text, i)
			}
		case c == 0xc2:
			if numberEnds(before, text, i) {
				return i
			}
		case isDigit(c):
			if isDigit(p) && c == '1' && gluedNumber(text[i:]) || !isDigit(p) && numberEnds(before, text, i) {
				return i
			}
		case ruleStart[c]:
			if n := ruleLen(text[i:]); n > 0 {
				return i
			}
		}
	}
	return -1
}

// gluedCaption reports whether a caption that may be glued to capitals starts with c.
func gluedCaption(c byte) bool {
	switch c {
	case 'R', 'C', 'S', 'T', 'U', 'N', 'A', 'E':
		return true
	}
	return false
}

// gluedNumber reports whether s is paragraph 1 with its marking, glued to a
// figure before it: IN 20061. (U) TEXT.
func gluedNumber(s string) bool {
	number, n, marked := paragraphStart(s)
	return number == 1 && marked && strings.IndexByte(s[:n], '.') == 1
}

// firstLineEnds reports whether what should be the title is the next caption or
// the first paragraph: the caption SUBJECT has nothing behind it.
func firstLineEnds(s string) bool {
	if _, certain := refCaption(s); certain && !hasFold(s, "REFERENCE") {
		return true
	}
	n, _, marked := paragraphStart(s)
	if n == 1 && marked || isRule(s) || spacedClass(s) > 0 || otherCaption(s) {
		return true
	}
	n, certain := classifiedByCaption(s)
	return n > 0 && certain
}

// lineEnds reports whether the line s, behind a title that ends in the word
// before, is not part of it.
func lineEnds(before, s string, next []line) bool {
	if isRule(s) || markLen(s) > 0 || isClassLine(s) || caveats(s) || otherCaption(s) || bracketed(s) != "" {
		return true
	}
	if n, _, marked := paragraphStart(s); n == 1 || n > 0 && marked {
		return n != 1 || marked || !countsUp(before)
	}
	if spoiltFirst(s) {
		return true
	}
	if labelLen(s+" ") == len(s)+1 && len(next) == 0 { // QUIRK: A. REF: STATE 1, cut before REF
		return true
	}
	if k := labelLen(s); k > 0 {
		if _, certain := refCaption(s[k:]); certain {
			return true
		}
	}
	if n, certain := refCaption(s); n > 0 {
		if certain || !linked(before) && (citation(s[n:]) || n == len(s) && citationFollows(next) || n < len(s) && !hasFold(s, "REFERENCE") && !ofReftel(s[n:])) {
			return true
		}
	}
	if hasFold(s, "RE:") && citation(s[len("RE:"):]) || entireText(s) {
		return true
	}
	if n, certain := classifiedByCaption(s); n > 0 && (certain || !linked(before)) {
		return true
	}
	bare := strings.TrimLeft(s, "*-=_~#([ ")
	if caveatSentence(bare) > 0 || hasFold(bare, "BEGIN SUMMARY") || hasFold(bare, "BEGIN TEXT") {
		return true
	}
	if w, rest := word(bare); foldAny(strings.TrimRight(w, ":-,/"), "SBU", "SENSITIVE", "UNCLASSIFIED", "FOUO", "CONFIDENTIAL", "UNCLAS", "U") && caveatSentence(strings.TrimLeft(rest, " -:/,")) > 0 {
		return true
	}
	if !linked(before) && strings.IndexByte(":-", before[len(before)-1]) < 0 && leadsIn(bare) {
		return true
	}
	if hasFold(bare, "THIS IS AN ACTION") && actionRequest(bare) > 0 || actionRequest(bare) > 0 && !linked(before) && !strings.HasSuffix(before, ":") && !strings.HasSuffix(before, "-") {
		return true
	}
	head := strings.TrimRight(bare, "*-=_~#:.) ")
	if foldAny(head, "INTRODUCTION", "BACKGROUND", "COMMENT", "OVERVIEW", "KEY POINTS", "KEY JUDGMENTS", "INTRODUCTION AND SUMMARY", "BT", "NNNN") {
		return true
	}
	return summaryEndsTitle(bare, next)
}

// ofReftel reports whether s starts with what a reference may be about, so that
// REFTEL before it is a word of the title.
func ofReftel(s string) bool {
	w, _ := word(s)
	return foldAny(strings.TrimRight(w, ",.:;"), "DEMARCHE", "DEMARCHES", "MESSAGE", "REQUEST", "POINTS", "TALKING", "ISSUES", "PROPOSAL", "PROPOSALS", "GUIDANCE",
		"INSTRUCTIONS", "VISIT", "MEETING", "MEETINGS", "ACTION", "QUESTIONS", "CONCERNS", "ITEMS", "TOPICS", "TASKING", "QUERY", "INQUIRY", "REPORT", "TEXT")
}

// citationFollows reports whether the next line with words starts as a list of
// references does.
func citationFollows(next []line) bool {
	for _, l := range next[:min(len(next), 2)] {
		if !blank(l.text) {
			return citation(l.text)
		}
	}
	return false
}

// entireText reports whether s is a marking of the whole text: C - ENTIRE TEXT.
func entireText(s string) bool {
	for i := 0; i < len(s) && i < 20; i++ {
		if upper(s[i]) == 'E' && hasFold(s[i:], "ENTIRE TEXT") {
			return true
		}
	}
	return false
}

// labelLen gives the length of a label such as A. or (A), and the blanks behind
// it, at the start of s.
func labelLen(s string) int {
	n := 0
	switch {
	case len(s) > 2 && isAlpha(s[0]) && (s[1] == '.' || s[1] == ')') && s[2] == ' ':
		n = 2
	case len(s) > 3 && s[0] == '(' && isAlpha(s[1]) && s[2] == ')':
		n = 3
	default:
		return 0
	}
	return len(s) - len(strings.TrimLeft(s[n:], " "))
}

// beforeLabel moves the end i of a title before a label that stands before the
// caption REF: TITLE A. REF: STATE 1.
func beforeLabel(text string, i int) int {
	if !hasFold(text[i:], "REF") {
		return i
	}
	w := wordBefore("", text[:i])
	head := strings.TrimRight(text[:i], " ")
	if k := labelLen(w + " "); k == len(w)+1 && len(head) > len(w) {
		return len(head) - len(w)
	}
	return i
}

// summaryEndsTitle reports whether the line s is a summary's marker and not the
// last line of a title about a summary.
func summaryEndsTitle(s string, next []line) bool {
	n := summaryWords(s)
	if n == 0 {
		return false
	}
	rest := strings.TrimLeft(s[n:], " ")
	switch {
	case rest == "" || isRule(rest):
		// A title whose last word is SUMMARY has a caption behind it.
		for _, l := range next {
			if t := trim(l.text); t != "" {
				k, certain := refCaption(t)
				return !(k > 0 && certain) && !otherCaption(t)
			}
		}
		return true
	case markLen(rest) > 0:
		return true
	}
	return strings.IndexByte(":.-;", rest[0]) >= 0 || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—")
}

// otherCaption reports whether a caption other than SUBJECT, REF and CLASSIFIED
// BY stands at the start of s.
func otherCaption(s string) bool {
	if s == "" {
		return false
	}
	switch upper(s[0]) {
	case 'T':
		return hasFold(s, "TAGS") && strings.HasPrefix(strings.TrimLeft(s[4:], " "), ":")
	case 'E':
		n := afterOrder(s)
		return n > 0 && n < len(s) && (isDigit(s[n]) && !otherOrder(s[n:]) || s[n-1] == ':')
	case 'D':
		return hasFold(s, "DECL:") || hasFold(s, "DECLASSIFY ON") || hasFold(s, "DERIVED FROM:") || hasFold(s, "DERIVED BY")
	case 'R':
		return hasFold(s, "REASON:") || hasFold(s, "REASONS:")
	case 'S':
		return hasFold(s, "SUBJECT:") || hasFold(s, "SUBJ:")
	}
	return false
}

// markedEnd reports whether a portion marking at the start of s is that of a
// paragraph or a summary within the line.
func markedEnd(s string) bool {
	n := markLen(s)
	if n == 0 {
		return false
	}
	rest := strings.TrimLeft(s[n:], " ")
	k := summaryWords(rest)
	if k > 0 && k < len(rest) && strings.IndexByte(":.-", rest[k]) >= 0 {
		return true
	}
	number, _, _ := paragraphStart(rest)
	return number == 1 || hasFold(rest, "CLASS") && surelyClassifiedBy(rest, nil)
}

// numberEnds reports whether the first paragraph starts at i within text, in
// mid-line or glued to the word before.
func numberEnds(before, text string, i int) bool {
	s := text[i:]
	if s[0] == 0xc2 && !strings.HasPrefix(s, "¶") {
		return false
	}
	number, n, marked := paragraphStart(s)
	if number == 0 {
		return false
	}
	p := text[i-1]
	if marked {
		if strings.IndexByte(s[:n], '.') < 0 && countsUp(wordBefore(before, text[:i])) || number > 9 && number%10 == 1 {
			return false
		}
		return number == 1 || s[0] == 0xc2 || n < len(s) && strings.IndexByte(s[:n], '.') > 0 && p == ' '
	}
	if number != 1 || n == len(s) || s[n-1] != ' ' && !isAlpha(s[n]) || strings.IndexByte("-/$#&", p) >= 0 || s[1] == ')' {
		return false
	}
	if p == ' ' {
		w := wordBefore(before, text[:i])
		return !countsUp(w) && !strings.HasSuffix(w, ":") // FAIR: 1. PRICES is a list
	}
	return isAlpha(p) && i > 3 && isAlpha(text[i-2]) && isAlpha(text[i-3])
}

// titleStops are the beginnings of what wordEnds looks for. CLASSIFIED BY and
// SUMMARY may be damaged.
var titleStops = beginningsOf("REF", "RREF", "RFE", "REASON", "C", "S", "UNCLAS", "TAGS", "THIS", "LIMITED", "LIMDIS", "BEGIN", "ACTION", "NOFORN",
	"NOT", "EO", "EXECUTIVE", "EXDIS", "ENTIRE", "ORCON", "PLEASE", "PROTECT", "MINIMIZE", "FOR")

// wordEnds reports whether the word at i within text is not the title's.
func wordEnds(before, text string, i int, glued, inside bool, next []line) bool {
	s := text[i:]
	linked := func() bool {
		if glued && !gluedCaption(upper(s[0])) {
			return linked(before)
		}
		return linked(wordBefore(before, text[:i]))
	}
	switch upper(s[0]) {
	case 'R':
		n, certain := refCaption(s)
		if n == 0 || inside {
			return otherCaption(s) && !glued && !inside
		}
		if certain {
			return !hasFold(s, "REFERENCE") || text[i-1] == ' ' && citation(s[n:])
		}
		return (glued || !linked()) && !hasFold(s, "REFERENCE") && (citation(s[n:]) || n == len(s) && citationFollows(next))
	case 'C':
		if spacedOut(s) && spacedClass(s) > 0 {
			return true
		}
		if surelyClassifiedBy(s, next) && !(glued && prefixed(text[:i])) {
			return true
		}
		return !glued && hasFold(s, "CONFIDENTIAL ") && sectionOf(s[len("CONFIDENTIAL "):])
	case 'S':
		if spacedOut(s) && spacedClass(s) > 0 || !glued && hasFold(s, "SECRET ") && sectionOf(s[len("SECRET "):]) {
			return true
		}
		if hasFold(s, "SBU ") && !glued && caveatSentence(strings.TrimLeft(s[4:], " -:/,")) > 0 && !linked() {
			return true
		}
		if hasFold(s, "SIPDIS") && caveats(s) {
			return true
		}
		if n := summaryWords(s); n > 0 && !(glued && !hasFold(s, "SUMMARY")) {
			return summaryInTitle(text, i, n, next)
		}
		return caveatEnds(linked, s, glued, inside) || !glued && otherCaption(s)
	case 'U':
		if spacedOut(s) && spacedClass(s) > 0 || hasFold(s, "UNCLAS ") && sectionOf(s[len("UNCLAS "):]) {
			return true
		}
		return caveatEnds(linked, s, glued, inside)
	case 'T', 'L':
		if spacedOut(s) && spacedClass(s) > 0 || otherCaption(s) || hasFold(s, "THIS IS A") && actionRequest(s) > 0 {
			return true
		}
		return caveatEnds(linked, s, glued, inside)
	case 'B':
		return !glued && hasFold(s, "BEGIN SUMMARY")
	case 'A':
		if n := actionRequest(s); n > 0 && !inside && !(glued && isUpper(text[i-1]) && withinAction(text[:i])) {
			rest := strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(s[n:], "ED"), "ed"), " ")
			return strings.HasSuffix(text[:i], "  ") || rest != "" && strings.IndexByte(".:", rest[0]) >= 0 ||
				hasFold(rest, "SEE ") || hasFold(rest, "IN PARA") || hasFold(rest, "- SEE")
		}
	case 'N':
		return caveatEnds(linked, s, glued, inside) && (!glued || caveatSentence(s) > 0)
	case 'E':
		if glued {
			n := afterOrder(s)
			return n > 3 && n < len(s) && s[n] == '1' && !otherOrder(s[n:])
		}
		return otherCaption(s) || caveatEnds(linked, s, glued, inside)
	case 'O', 'P', 'M', 'F':
		return !glued && (otherCaption(s) || caveatEnds(linked, s, glued, inside))
	}
	return false
}

// withinAction reports whether s ends in what makes another word of ACTION:
// TRANSACTION, REACTION, FACTION.
func withinAction(s string) bool {
	w := wordBefore("", s)
	for _, x := range [...]string{"TRANS", "RE", "INTER", "EXTR", "IN", "F", "TR"} {
		if strings.HasSuffix(w, x) && (len(x) > 1 || len(w) < 3) {
			return true
		}
	}
	return false
}

// caveatEnds reports whether a handling caveat, in a word or written out,
// stands at the start of s, in mid-line.
func caveatEnds(linked func() bool, s string, glued, inside bool) bool {
	if inside {
		return false
	}
	if n := caveatSentence(s); n > 0 && !linked() && !hasFold(s, "LIMITED DIST") && !hasFold(s, "FOR INTERNAL") {
		// The words may be the title's own: GUIDE TO SENSITIVE BUT UNCLASSIFIED RECORDS.
		rest := strings.TrimLeft(s[n:], "SIFEDsifed")
		return !hasFold(s, "SENSITIVE") || strings.TrimLeft(rest, " ") == "" || strings.IndexByte(".,;:-/", strings.TrimLeft(rest, " ")[0]) >= 0 ||
			caveats(rest) || caveatSentence(strings.TrimLeft(rest, " ")) > 0 || glued
	}
	return len(s) >= len("NODIS") && foldPrefixAny(s, "NOFORN", "EXDIS", "NODIS", "LIMDIS", "STADIS", "ORCON") && caveats(s) && !linked()
}

func foldPrefixAny(s string, words ...string) bool {
	for _, w := range words {
		if s != "" && upper(s[0]) == w[0] && hasFold(s, w) {
			return true
		}
	}
	return false
}

// summaryInTitle reports whether the word SUMMARY at i within text, whose
// marker words are n long, starts the summary.
func summaryInTitle(text string, i, n int, next []line) bool {
	rest := strings.TrimLeft(text[i+n:], " ")
	if rest == "" {
		return false
	}
	mark := strings.IndexByte(":.", rest[0]) >= 0 || strings.HasPrefix(rest, "--") || markLen(rest) > 0
	if !mark {
		return false
	}
	rest = rest[:min(len(rest), 4000)]
	if isUpper(text[i]) && isLower(text[i+1]) && shouts(text[max(0, i-40):i]) || endsSummary(rest) {
		return true
	}
	long := len(rest)
	for _, l := range next[:min(len(next), 20)] {
		if blank(l.text) {
			break
		}
		if endsSummary(l.text) {
			return true
		}
		long += len(l.text)
	}
	return long > 160
}

// endsSummary reports whether s holds END SUMMARY.
func endsSummary(s string) bool {
	for i := 0; i+len("END SUMMARY") <= len(s); i++ {
		if upper(s[i]) == 'E' && hasFold(s[i:], "END SUM") {
			return true
		}
	}
	return false
}

// shouts reports whether s has capitals and no small letters.
func shouts(s string) bool {
	capitals := false
	for i := 0; i < len(s); i++ {
		if isLower(s[i]) {
			return false
		}
		capitals = capitals || isUpper(s[i])
	}
	return capitals
}

// spacedOut reports whether s may start with letters that are spaced out.
func spacedOut(s string) bool { return len(s) > 6 && s[1] == ' ' && s[3] == ' ' }

// surelyClassifiedBy reports whether s starts with the caption CLASSIFIED BY and
// not with the words of a sentence: a colon, a title or a reason follows.
func surelyClassifiedBy(s string, next []line) bool {
	n, certain := classifiedByCaption(s)
	if n == 0 || certain {
		return certain
	}
	w, _ := word(s[n:])
	return isTitleWord(strings.TrimRight(w, ",.:;")) || reasonFollows(s, next)
}

// reasonFollows reports whether s or the lines behind it name a reason for a
// classification, which tells the caption from a sentence.
func reasonFollows(s string, next []line) bool {
	for k := -1; k < 2 && k < len(next); k++ {
		if k >= 0 {
			s = next[k].text
		}
		s = s[:min(len(s), 300)]
		for i := 0; i+4 <= len(s); i++ {
			if upper(s[i]) == 'R' && hasFold(s[i:], "REASON") || s[i] == '1' && s[i+1] == '.' && (s[i+2] == '4' || s[i+2] == '5') {
				return true
			}
		}
	}
	return false
}

// wordBefore gives the last word of s, or before where s is blank.
func wordBefore(before, s string) string {
	s = strings.TrimRight(s[max(0, len(s)-80):], " ")
	if s == "" {
		return before
	}
	return s[strings.LastIndexByte(s, ' ')+1:]
}

// prefixed reports whether s ends in what makes DECLASSIFIED or UNCLASSIFIED of CLASSIFIED.
func prefixed(s string) bool {
	w := wordBefore("", s)
	return foldAny(w, "DE", "UN", "RE", "MIS", "OVER", "DE-", "RE-")
}

// linked reports whether w, the last word of a title so far, wants another one.
func linked(w string) bool {
	return foldAny(w, "TO", "OF", "IN", "AND", "PER", "WITH", "FOR", "BY", "ON", "FROM", "THE", "A", "AN", "OR", "RE", "VIA", "&", "AS", "UNDER", "USE")
}

// countsUp reports whether w, the last word of a title so far, is counted:
// PART 1. or MARCH 1. is no paragraph.
func countsUp(w string) bool {
	w = strings.TrimRight(w, ".:#")
	return foldAny(w, "PART", "NO", "NOS", "NUMBER", "VOLUME", "VOL", "CHAPTER", "PHASE", "ROUND", "ISSUE", "ANNEX", "TITLE", "SECTION", "ARTICLE",
		"DAY", "LEVEL", "TIER", "GROUP", "TRACK", "ITEM", "STAGE", "STEP", "BOOK", "WEEK", "SESSION", "PANEL", "ROOM", "LOT", "UNIT", "CATEGORY",
		"REVISION", "REV", "VERSION", "EDITION", "SERIES", "CLASS", "ANNEXES", "OPTION", "CASE", "BASKET", "PILLAR", "DRAFT", "RESOLUTION", "SCHEDULE",
		"OF", "AND", "TO", "FROM", "BY", "UNTIL", "BEFORE", "AFTER", "THROUGH", "SINCE", "ON") || monthOf(w) > 0
}
