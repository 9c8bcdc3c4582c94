package acp127

import "strings"

// A summaryText gathers the text of a summary, without numbers, markings,
// marker words and rules.
type summaryText struct {
	closed   bool // an end marker was found
	numbered bool // the paragraph being read has a number
	heading  bool // the marker stood alone on its line
	listed   bool // a list of items that stand apart was begun
	b        []byte
	last     int // the number of the paragraph read last
}

// read gathers the lines from start to end, or where that was not found as far
// as the summary seems to reach.
func (s *summaryText) read(body []line, start, end spot) {
	last := len(body) - 1
	if s.closed {
		last = end.line
	}
	fresh := true // a paragraph may start on this line
	for i := start.line; i <= last; i++ {
		text, at := body[i].text, 0
		if s.closed && i == end.line {
			text = text[:end.at]
		}
		if i == start.line {
			at = min(start.at, len(text))
		}
		text = trim(text[at:])
		switch {
		case text == "":
			if i > start.line && blank(body[i].text) {
				if !s.closed && len(s.b) > 0 && s.stops(body, i) {
					return
				}
				fresh = true
			}
			continue
		case isRule(text):
			if !s.closed && len(s.b) > 0 {
				return
			}
			fresh = true
			continue
		}
		if at == 0 {
			if k, numbered, _ := summaryMarker(text); k > 0 && len(s.b) == 0 {
				s.numbered = s.numbered || numbered
				text = trim(text[k:])
			}
			n, k, marked := paragraphStart(text)
			own := len(s.b) == 0 || s.opensAt(n, lastBytes(s.b))
			if n > 0 && (marked || own || fresh && endsSentence(lastBytes(s.b))) {
				if !s.closed && len(s.b) > 0 {
					return
				}
				s.numbered, s.last = true, n
				text = text[k:]
			} else if fresh || len(s.b) == 0 {
				text = strings.TrimLeft(text[markLen(text):], " ")
			}
			if !s.closed && len(s.b) > 0 && (fresh && isHeading(body, i) || ruledOff(text) || s.headsNext(body, i)) || underlined(body, i) && !s.closed {
				return
			}
		} else if n, _, _ := paragraphStart(trim(body[i].text)); n > 0 {
			s.last = n
		} else if n, k, _ := paragraphStart(text); n > 0 { // SUMMARY: 1. (U) TEXT
			s.numbered, s.last, text = true, n, text[k:]
		}
		fresh = false
		if !s.add(text) {
			return
		}
	}
}

// headsNext reports whether the line i, in capitals directly behind a sentence,
// is the heading of the next paragraph.
func (s *summaryText) headsNext(body []line, i int) bool {
	t := trim(body[i].text)
	if i == 0 || i+1 == len(body) || len(t) > 40 || !shouts(t) || endsSentence(t) || !endsSentence(body[i-1].text) {
		return false
	}
	n, _, _ := paragraphStart(trim(body[i+1].text))
	return n > 0 && n == s.last+1
}

// stops reports whether the blank line i ends a summary that has no end marker.
func (s *summaryText) stops(body []line, i int) bool {
	next := i
	for next < len(body) && blank(body[next].text) {
		next++
	}
	if next == len(body) {
		return true
	}
	t := trim(body[next].text)
	if n, _, _ := paragraphStart(t); n > 0 {
		return true
	}
	if _, gap := pastPageGap(body, i); gap && !isHeading(body, next) && !underlined(body, next) {
		return false // a page line stood here
	}
	if !endsSentence(lastBytes(s.b)) {
		last := s.b[len(s.b)-1]
		if last == ':' {
			s.listed = bullet(t)
			return !s.listed
		}
		// A page line stood here, or the sentence goes on.
		return !(isLower(t[0]) || last == ',')
	}
	if s.listed && bullet(t) {
		return false // the next item of a list whose items stand apart
	}
	if s.numbered || !s.heading {
		return true
	}
	return isHeading(body, next)
}

// add appends text up to a rule within it; false means that a rule ended it.
func (s *summaryText) add(text string) bool {
	whole := true
	if i := ruleWithin(text); i > 0 {
		text, whole = trim(text[:i]), false
	}
	// Numbers within the line: END OF ONE. 2. (C) START OF THE NEXT.
	marked := strings.IndexByte(text, '(') > 0 || strings.IndexByte(text, '[') > 0
	for i := 1; i+3 < len(text) && marked; i++ {
		if !isDigit(text[i]) || text[i-1] != ' ' && text[i-1] != 0xb6 || !endsSentence(text[:i]) {
			continue
		}
		if n, k, marked := paragraphStart(text[i:]); marked && n == s.last+1 {
			s.b = joinLine(s.b, trim(strings.TrimSuffix(text[:i], "¶")))
			text, s.last, i = text[i+k:], n, 0
			if !s.closed {
				return false
			}
		}
	}
	s.b = joinLine(s.b, trim(text))
	return whole
}

// ruleWithin finds a rule within text; 0 where there is none.
func ruleWithin(text string) int {
	// Every fourth byte is enough to see that there is no rule.
	i := 3
	for i < len(text) && !ruleStart[text[i]] && text[i] < 0x80 {
		i += 4
	}
	for i = max(1, i-3); i < len(text); i++ {
		if ruleStart[text[i]] && ruleLen(text[i:]) > 0 {
			return i
		}
	}
	return 0
}

// String gives the summary with single blanks, and without marks left over
// from the markers at its ends.
func (s *summaryText) String() string {
	text := squeeze(string(s.b))
	for text != "" {
		t := strings.TrimRight(text, " ([*=_#¶/")
		t = strings.TrimSuffix(t, " \"")
		for strings.HasSuffix(t, " -") || strings.HasSuffix(t, "--") || strings.HasSuffix(t, " –") || strings.HasSuffix(t, " —") {
			t = strings.TrimRight(t, "-–— ")
		}
		// A number alone, whose paragraph was the end marker.
		rest, w := lastWord(t)
		if n, k, _ := paragraphStart(w); n > 1 && k == len(w) && s.opensAt(n, rest) || markLen(w) == len(w) && w != "" && endsSentence(rest) {
			t = rest
		}
		if t == text {
			break
		}
		text = t
	}
	return withoutMarks(text)
}

// opensAt reports whether the number n behind the words before is that of the
// next paragraph and not a date's: NOV. 3.
func (s *summaryText) opensAt(n int, before string) bool {
	_, w := lastWord(before)
	return endsSentence(before) && (s.last == 0 || n == s.last+1) && !abbreviated(before) && monthOf(strings.TrimRight(w, ".")) == 0
}

// withoutMarks takes portion markings out that stand behind a sentence.
func withoutMarks(text string) string {
	var b []byte
	from := 0
	for i := 0; i < len(text); i++ {
		k := strings.IndexByte(text[i:], '(')
		if k < 0 {
			break
		}
		if i += k; i == 0 || text[i-1] != ' ' || !endsSentence(text[max(0, i-4):i]) {
			continue
		}
		if n := markLen(text[i:]); n > 0 && i+n+1 < len(text) && text[i+n] == ' ' && isUpper(text[i+1]) && isUpper(text[i+n+1]) {
			b = append(b, text[from:i]...)
			from = i + n + 1
		}
	}
	if b == nil {
		return text
	}
	return string(append(b, text[from:]...))
}

// bullet reports whether the line t starts with the mark of an item.
func bullet(t string) bool {
	return t != "" && (t[0] == '-' || t[0] == '*' || strings.HasPrefix(t, "•") || strings.HasPrefix(t, "–") || strings.HasPrefix(t, "—") || strings.HasPrefix(t, "o ") ||
		len(t) > 2 && (t[1] == '.' || t[1] == ')') && isAlpha(t[0]) || t[0] == '(' && len(t) > 2 && t[2] == ')')
}

// isHeading reports whether the line i is a heading: short, without a mark at
// its end, alone between blank lines or rules, or before a numbered paragraph.
func isHeading(body []line, i int) bool {
	t := trim(body[i].text)
	if len(t) > 70 || t == "" || bullet(t) || strings.IndexByte(".!?;,:)\"", t[len(t)-1]) >= 0 {
		return false
	}
	if i > 0 && !blank(body[i-1].text) && !isRule(trim(body[i-1].text)) {
		return false
	}
	if i+1 == len(body) {
		return false
	}
	next := trim(body[i+1].text)
	if next == "" || isRule(next) {
		return true
	}
	n, _, _ := paragraphStart(next)
	return n > 0
}

// ruledOff reports whether the line t is a heading between two dashes or more on
// either side: --DETAILS--.
func ruledOff(t string) bool {
	const rules = "-=_*"
	left := len(t) - len(strings.TrimLeft(t, rules))
	right := len(t) - len(strings.TrimRight(t, rules))
	return left > 1 && right > 1 && left+right < len(t) && len(t) <= 70
}

// underlined reports whether the line i is a heading with a rule below it.
func underlined(body []line, i int) bool {
	t := trim(body[i].text)
	return i+1 < len(body) && len(t) <= 70 && !endsSentence(t) && isRule(trim(body[i+1].text)) && (i == 0 || blank(body[i-1].text) || endsSentence(body[i-1].text) || isRule(trim(body[i-1].text)))
}
