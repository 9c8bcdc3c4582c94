package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// How far into the body a summary is looked for, and how far its end is.
const (
	summaryReach    = 400 // lines to the marker
	summaryMidReach = 15  // lines in which a marker may stand behind a sentence
	summaryEndReach = 400 // lines from the marker to its end
)

// summary reads the summary out of the body, which keeps its lines.
func (r *reader) summary(body []line) {
	start, ok := r.findSummary(body)
	end, closed := r.findSummaryEnd(body, start, ok)
	switch {
	case !ok && !closed:
		return
	case !ok:
		start = firstNumbered(body, end)
		r.diag(body[end.line].num, cable.Info, codeSummaryOpen, "END SUMMARY without a beginning; the summary is read from the first paragraph")
	}
	s := summaryText{b: r.words[:0], closed: closed, numbered: start.numbered, heading: start.heading}
	s.read(body, start, end)
	r.c.Summary = s.String()
	r.words = s.b[:0]
}

// A spot is a place in the body.
type spot struct {
	line, at int
	numbered bool // the marker stands in a numbered paragraph
	heading  bool // the marker stands alone on its line
}

// findSummary finds the text behind the first marker of a summary.
func (r *reader) findSummary(body []line) (spot, bool) {
	seen := 0
	for i := range body[:min(len(body), summaryReach)] {
		s := body[i].text
		if blank(s) {
			continue
		}
		seen++
		mm := r.may(body[i].num, hasMM)
		if c := s[0]; (!isAlpha(c) || markerFirst[c]) && (mm || mayBeSummary(s)) {
			if n, numbered, heading := summaryMarker(s); n > 0 && (numbered || startsFresh(body, i, heading)) {
				return spot{i, n, numbered, heading}, true
			}
		}
		if seen <= summaryMidReach {
			if n := markerWithin(s); n > 0 {
				number, _, _ := paragraphStart(trim(s))
				return spot{i, n, number > 0 || seen < 4, false}, true
			}
		}
	}
	return spot{}, false
}

// mayBeSummary reports whether s, which has no MM, may hold the word SUMMARY all
// the same, with one of its letters wrong or with blanks between them: RY is in
// it, or M twice with something between.
func mayBeSummary(s string) bool {
	const worth = 128 // bytes; on a longer line the marker itself is found sooner
	if len(s) < 8 || len(s) > worth {
		return true
	}
	one, top := onesHigh[0], onesHigh[1]
	low, m, r, y := one*0x20, one*'m', one*'r', one*'y'
	for i := 0; ; i = min(i+6, len(s)-8) {
		x := eight(s[i:]) | low
		a, b, c := x^m, x^r, x^y
		a, b, c = (a-one)&^a&top, (b-one)&^b&top, (c-one)&^c&top // see zeros
		if a&(a<<16)|c&(b<<8) != 0 {
			return true
		}
		if i == len(s)-8 {
			return false
		}
	}
}

// startsFresh reports whether the line i does not merely go on with the line before.
func startsFresh(body []line, i int, heading bool) bool {
	if i == 0 {
		return true
	}
	before := trim(body[i-1].text)
	if heading && before == "" && i > 1 {
		if _, ok := endWord(body[i-2].text, 0); ok { // END, a blank line, SUMMARY
			return false
		}
	}
	if at, ok := endWord(before, 0); ok {
		if head := strings.TrimRight(before[:at], " -=_*(["); head == "" || endsSentence(head) { // END, SUMMARY on the next line
			return false
		}
	}
	if before == "" || isRule(before) || endsSentence(before) || strings.IndexByte(":;-=_*\"", before[len(before)-1]) >= 0 {
		return true
	}
	return heading && (i+1 == len(body) || blank(body[i+1].text) || isRule(trim(body[i+1].text))) || len(before) < 40
}

// summaryMarker reads the marker at the start of the line s, with the number,
// marking and rules around it. n is where the text behind it starts, 0 where
// the line starts with no marker.
func summaryMarker(s string) (n int, numbered, heading bool) {
	if s == "" || isAlpha(s[0]) && !markerFirst[s[0]] {
		return 0, false, false
	}
	return markerAt(s)
}

// markerAt is summaryMarker for a line that is not empty.
func markerAt(s string) (n int, numbered, heading bool) {
	i := 0
	for n := 0; n < 8 && i < len(s) && !isAlpha(s[i]); n++ {
		from := i
		for i < len(s) {
			k := ruleChar(s[i:])
			if k == 0 && strings.IndexByte(" ([\"'", s[i]) >= 0 && markLen(s[i:]) == 0 {
				k = 1
			}
			if k == 0 && strings.HasPrefix(s[i:], "¶") && (len(s) <= i+2 || !isDigit(s[i+2])) {
				k = len("¶")
			}
			if k == 0 {
				break
			}
			i += k
		}
		if i == len(s) {
			return 0, false, false
		}
		if number, k, _ := paragraphStart(s[i:]); number > 0 {
			numbered = true
			i += k
		} else if k := markLen(s[i:]); k > 0 {
			i += k
		}
		if i == from {
			break
		}
	}
	if i == len(s) {
		return 0, false, false
	}
	k := 0
	if markerFirst[upper(s[i])] && (!isLower(s[i]) || numbered) {
		k = summaryWords(s[i:])
	}
	if k == 6 { // SUMMAR Y:
		k = max(k, damagedSummary(s[i:]))
	}
	if k == 0 {
		if !numbered && len(s)-i > len("S U MMARY") {
			return 0, false, false
		}
		if k = damagedSummary(s[i:]); k == 0 || !numbered && i+k < len(s) {
			return 0, false, false
		}
	}
	decorated := i > 0
	i += k
	j, marked := skipMarks(s, i)
	if j == len(s) {
		return j, numbered, true
	}
	if marked {
		return j, numbered, false
	}
	// Without a mark the words must stand out in another way.
	wide := strings.HasPrefix(s[i:], "  ")
	stands := shouts(s[i-k:i]) && !shouts(s[i:])
	if wide || decorated && (stands || endsSummary(s[i:])) {
		return j, numbered, false
	}
	return 0, false, false
}

// markerFirst marks the letters that the words of a marker start with.
var markerFirst = [256]bool{'S': true, 'B': true, 'E': true, 'I': true, 'O': true, 'A': true, 'C': true, 'U': true}

// skipMarks skips the marks, markings and rules behind the words of a marker.
func skipMarks(s string, i int) (end int, marked bool) {
	for i < len(s) {
		if k := markLen(s[i:]); k > 0 {
			i += k
			marked = true
			continue
		}
		k := ruleChar(s[i:])
		if k == 0 && strings.IndexByte(":.;,)]\"", s[i]) >= 0 && !opensQuote(s, i) || s[i] == '/' && hasAny(s[i+1:], " ", "/") {
			k = 1
		}
		if k > 0 {
			i += k
			marked = true
			continue
		}
		if s[i] != ' ' {
			break
		}
		i++
	}
	return i, marked
}

// opensQuote reports whether a quotation mark at i of s opens the text behind a
// marker, and is not the marker's own.
func opensQuote(s string, i int) bool {
	return s[i] == '"' && (s[i-1] == ' ' || s[i-1] != 'Y' && s[i-1] != 'y' && i+1 < len(s) && isAlnum(s[i+1]))
}

// summaryWords gives the length of a marker's words at the start of s: SUMMARY,
// damaged too, with what it may be joined to.
func summaryWords(s string) int {
	if !summaryBeginnings.of(s) {
		return 0
	}
	i := 0
	for _, w := range beforeSummary {
		if hasFold(s[i:], w) {
			i += len(w)
		}
	}
	if k := joinedPart(s[i:]); k > 0 {
		if c := conjunction(s[i+k:]); c > 0 {
			i += k + c
		}
	}
	if i == len(s) || upper(s[i]) != 'S' {
		return 0
	}
	n := i
	for n < len(s) && n < i+10 && isAlpha(s[n]) {
		n++
	}
	switch {
	case n-i < 6 || n-i > 8:
		if !hasFold(s[i:], "S U M M A R Y") {
			return 0
		}
		n = i + len("S U M M A R Y")
	case !equalFold(s[i:n], "SUMMARY"):
		var buf [8]byte
		if w := upperInto(buf[:0], s[i:n]); !near(w, "SUMMARY") || w == "SUMMERY" {
			return 0
		}
	}
	for range 3 {
		c := conjunction(s[n:])
		if c == 0 {
			break
		}
		k := joinedPart(s[n+c:])
		if k == 0 {
			break
		}
		n += c + k
	}
	return n
}

// damagedSummary gives the length of the word SUMMARY at the start of s with one
// of its letters lost or changed, to a mark too, or with a blank within: SU MMARY:
// or S#MMARY. A mark must be behind it, or the line's end.
func damagedSummary(s string) int {
	var buf [8]byte
	w := buf[:0]
	i := 0
	for ; i < len(s) && strings.IndexByte(":;.", s[i]) < 0; i++ {
		switch {
		case s[i] == ' ' && i > 0 && s[i-1] != ' ':
			continue
		case s[i] == ' ' || len(w) == cap(w):
			return 0
		}
		w = append(w, upper(s[i]))
	}
	if len(w) < 6 || string(w) == "SUMMERY" || !near(string(w), "SUMMARY") {
		return 0
	}
	return i
}

var beforeSummary = [...]string{"BEGIN ", "START ", "EXECUTIVE ", "UNCLASSIFIED ", "OVERALL ", "BRIEF ", "CABLE "}

// conjunction gives the length of AND, &, a slash or comma at the start of s.
func conjunction(s string) int {
	i := 0
	for i < len(s) && s[i] == ' ' {
		i++
	}
	switch {
	case i < len(s) && (s[i] == '&' || s[i] == '/' || s[i] == ',' || s[i] == '-' || s[i] == '+'):
		i++
	case i > 0 && hasFold(s[i:], "AND "):
		i += len("AND")
	case i > 0 && hasFold(s[i:], "WITH "):
		i += len("WITH")
	default:
		return 0
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

var joinedPhrases = phrasesOf(joinedWords...)

var joinedWords = []string{
	"ACTION REQUESTED", "ACTION REQUEST", "ACTION REQUIRED", "ACTION ITEMS", "ACTION", "COMMENTS", "COMMENT", "INTRODUCTION", "INTRO", "BACKGROUND",
	"RECOMMENDATIONS", "RECOMMENDATION", "CONCLUSIONS", "CONCLUSION", "ANALYSIS", "OVERVIEW", "KEY POINTS", "KEY JUDGMENTS", "ASSESSMENT",
	"REQUESTS", "REQUEST", "GUIDANCE", "OBJECTIVES", "OBJECTIVE", "NEXT STEPS", "POST COMMENT", "INSTRUCTIONS", "SCENESETTER", "OUTLOOK", "VISIT GOALS", "PURPOSE",
}

// summaryBeginnings are those of a marker's words. SUMMARY may be damaged.
var summaryBeginnings = beginningsOf(append(append(beforeSummary[:], joinedWords...), "S")...)

// joinedPart gives the length of the words at the start of s that a summary is
// joined to in a marker.
func joinedPart(s string) int {
	n := joinedPhrases.at(s)
	if n > 0 && n < len(s) && isAlpha(s[n]) {
		return 0
	}
	return n
}

// markerWithin finds a marker behind a sentence within the line s and gives
// where its text starts; 0 where there is none.
func markerWithin(s string) int {
	for i := 0; i+len("SUMMARY") <= len(s); i++ {
		n := strings.IndexByte(s[i:], 'S')
		if n < 0 {
			break
		}
		if i += n; i < 2 || i+len("SUMMARY") > len(s) || s[i-1] != ' ' || upper(s[i+1]) != 'U' || !endsSentence(s[:i]) {
			continue
		}
		k := summaryWords(s[i:])
		if k == 0 {
			continue
		}
		if j, marked := skipMarks(s, i+k); marked || j == len(s) && i < 6 { // A. SUMMARY is a heading
			return j
		}
	}
	return 0
}

// findSummaryEnd finds END SUMMARY behind start. Another summary's beginning
// between them means that the end is not this one's.
func (r *reader) findSummaryEnd(body []line, start spot, begun bool) (spot, bool) {
	text := false // some of the summary's text was seen
	for i := start.line; i < len(body) && i < start.line+summaryEndReach; i++ {
		s, at := body[i].text, 0
		if i == start.line {
			at = start.at
		} else if s != "" && isLower(s[0]) && s[0] != 'e' && !endLast[s[len(s)-1]] && !r.may(body[i].num, hasMM) {
			text = true // prose
			continue
		}
		if begun && text {
			if n, _, _ := summaryMarker(s); n > 0 && startsFresh(body, i, true) {
				return spot{}, false
			}
		}
		if e, n := endMarker(s, at, r.may(body[i].num, hasMM)); n > 0 {
			return spot{line: i, at: e}, true
		}
		text = text || i > start.line && !blank(s) && !isRule(trim(s)) || at > 0 && !blank(s[at:])
		if s == "" || !endLast[s[len(s)-1]] {
			continue
		}
		if e, ok := endWord(s, at); ok { // END at the line's end, SUMMARY on the next
			for k := i + 1; k < len(body) && k < i+3; k++ {
				if t := trim(body[k].text); t != "" {
					t = strings.TrimLeft(t, "-=_* ")
					if hasFold(t, "OF ") {
						t = trim(t[len("OF "):])
					}
					if summaryWords(t) > 0 {
						return spot{line: i, at: e}, true
					}
					break
				}
			}
		}
	}
	for i := start.line; begun && i < len(body) && i < start.line+60; i++ { // a damaged word in mid-line
		s := body[i].text
		at := 0
		if i == start.line {
			at = start.at
		}
		if k := endDamaged(s[at:]); k >= 0 {
			return spot{line: i, at: at + k}, true
		}
	}
	if begun && joinedToComment(body[start.line].text[:start.at]) {
		for i := start.line; i < len(body) && i < start.line+60; i++ {
			at := 0
			if i == start.line {
				at = start.at
			}
			if k := endComment(body[i].text[at:]); k >= 0 {
				return spot{line: i, at: at + k}, true
			}
		}
	}
	return spot{}, false
}

// joinedToComment reports whether the marker s is SUMMARY AND COMMENT, which END
// COMMENT alone may close.
func joinedToComment(s string) bool {
	for i := 0; i+len("COMMENT") <= len(s); i++ {
		if upper(s[i]) == 'C' && hasFold(s[i:], "COMMENT") {
			return true
		}
	}
	return false
}

// endComment gives where END COMMENT starts within s; -1 where it does not.
func endComment(s string) int {
	for i := 0; i+len("END COMMENT") <= len(s); i++ {
		if s[i] == 'E' && hasFold(s[i:], "END COMMENT") {
			return i
		}
	}
	return -1
}

// endDamaged finds END and the word SUMMARY behind it, damaged, within s; -1
// where there is none.
func endDamaged(s string) int {
	for i := 0; ; i++ {
		j := strings.IndexByte(s[i:], 'E')
		if j < 0 {
			return -1
		}
		if i += j; hasAny(s[i:], "END ", "End ") && (i == 0 || !isAlpha(s[i-1])) && (summaryWords(s[i+4:]) > 0 || damagedSummary(s[i+4:]) > 0) {
			return i
		}
	}
}

// endMarker finds END SUMMARY within s from at on: where it starts, and its
// length up to the word SUMMARY; 0 where there is none. mm tells whether s may
// have M twice, which most lines have not.
func endMarker(s string, at int, mm bool) (start, n int) {
	if mm && summ(s[at:]) {
		for _, w := range [...]string{"UMM", "umm"} {
			if start, n = endAtWord(s, at, w); n > 0 {
				return start, n
			}
		}
	}
	if at == len(s) || isAlpha(s[at]) && s[at]|0x20 != 'e' {
		return 0, 0
	}
	return damagedEnd(s, at)
}

// summ reports whether s holds SUMM, in any case.
func summ(s string) bool {
	for {
		i := doubled(s, 'm', 0x20)
		if i < 0 {
			return false
		}
		if i > 1 && s[i-1]|0x20 == 'u' && s[i-2]|0x20 == 's' {
			return true
		}
		s = s[i+2:]
	}
}

// endAtWord is endMarker for the word SUMMARY that is written with umm.
func endAtWord(s string, at int, umm string) (start, n int) {
	for u := at; ; {
		i := strings.Index(s[u:], umm)
		if i < 0 {
			return 0, 0
		}
		if u += i; u > at && (s[u-1] == 'S' || s[u-1] == 's') {
			if e := endBefore(s, at, u-1); e >= 0 {
				return e, u - e
			}
			if e := u - 1; endsBehind(s[e:]) && endsSentence("."+strings.TrimRight(s[at:e], " -=_*([")) {
				return e, 1
			}
		}
		u++
	}
}

// damagedEnd is endMarker for a damaged word, which counts at the start of a line.
func damagedEnd(s string, at int) (start, n int) {
	t := s[at:]
	for t != "" && t[0]|0x20 != 'e' {
		switch {
		case beforeEnd[t[0]]:
			t = t[1:]
		case strings.HasPrefix(t, "¶"):
			t = t[len("¶"):]
		default:
			return 0, 0
		}
	}
	if hasFold(t, "END S") && summaryWords(t[4:]) > 0 {
		return len(s) - len(t), 4
	}
	return 0, 0
}

// beforeEnd marks what may stand before END SUMMARY at the start of a line.
var beforeEnd = bytesOf(" -=_*([0123456789.")

// endsBehind reports whether s is SUMMARY ENDS.
func endsBehind(s string) bool {
	if !hasFold(s, "SUMMARY END") {
		return false
	}
	rest := s[len("SUMMARY END"):]
	return rest == "" || upper(rest[0]) == 'S' && (len(rest) == 1 || !isAlpha(rest[1])) || !isAlpha(rest[0]) && !hasFold(rest, " OF")
}

// endBefore gives where END starts that leads to the word SUMMARY at i; -1
// where none does.
func endBefore(s string, at, i int) int {
	if i-at >= 3 && hasFold(s[i-3:], "END") && (i-3 == 0 || !isAlpha(s[i-4])) {
		return i - 3 // QUIRK: ENDSUMMARY
	}
	at = max(at, i-80)
	head := s[at:i]
	for range 5 {
		_, w := lastWord(head)
		w = strings.TrimLeft(w, "-=_*([./\"")
		w = strings.TrimRight(w, "-:./")
		switch {
		case len(w) >= 3 && equalFold(w[len(w)-3:], "END") && (len(w) == 3 || isLower(w[len(w)-4]) && w[len(w)-3] == 'E' || !isAlpha(w[len(w)-4])):
			k := strings.LastIndex(head, w[len(w)-3:])
			return at + k
		case foldAny(w, "ENDS", "ND", "EDN", "ENDD", "EMD"): // damaged: a sentence must end before it
			if k := strings.LastIndex(head, w); endsSentence(strings.TrimRight(head[:k], " -=_*([")) {
				return at + k
			}
			return -1
		case foldAny(w, "OF", "THE", "EXECUTIVE", "AND", "COMMENT", "INTRODUCTION", "ACTION", "REQUEST", "OVERVIEW", "&", "BACKGROUND", "INTRO", "BRIEF", "MY", "REQUESTED"):
			head = s[at : at+strings.LastIndex(head, w)]
		default:
			return -1
		}
	}
	return -1
}

// endWord reports whether s ends in the word END, perhaps with OF behind it.
func endWord(s string, at int) (start int, ok bool) {
	t := strings.TrimRight(s, " ")
	if len(t) < at+3 {
		return 0, false
	}
	if hasFold(t[len(t)-3:], " OF") {
		t = strings.TrimRight(t[:len(t)-3], " ")
	}
	n := len(t) - 3
	if n < at || !hasFold(t[n:], "END") || n > 0 && isAlpha(t[n-1]) || isLower(t[n]) {
		return 0, false
	}
	return n, true
}

// endLast marks the bytes that a line with the word END at its end ends in.
var endLast = [256]bool{'D': true, 'd': true, 'F': true, 'f': true, ' ': true}

// firstNumbered gives the first numbered paragraph before end, else the first line.
func firstNumbered(body []line, end spot) spot {
	for i := 0; i <= end.line; i++ {
		s := body[i].text
		if n, k, _ := paragraphStart(strings.TrimLeft(s, " ")); n > 0 {
			return spot{i, len(s) - len(strings.TrimLeft(s, " ")) + k, true, false}
		}
	}
	return spot{}
}
