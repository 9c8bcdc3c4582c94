package acp127

import (
	"strings"
)

// tailOfPage reports whether t is the cut end of a PAGE line: numbers alone.
func tailOfPage(t string) bool {
	any := false
	for t != "" {
		var w string
		w, t = word(t)
		switch {
		case w == "" || w == "OF":
		case digits(w), len(w) == 7 && w[6] == 'Z' && digits(w[:6]):
			any = true
		default:
			return false
		}
	}
	return any
}

// pageMark reads PAGE 02 STATE 150112 01 OF 03 141306Z.
func (r *reader) pageMark(t string, num int) bool {
	w, s := word(t[5:])
	if n, ok := number(strings.TrimRight(w, ".,")); !ok || n > 999 {
		return false
	}
	s = trim(s)
	if s == "" {
		return true
	}
	if !isUpper(s[0]) && !isDigit(s[0]) {
		return false
	}
	if !upperLine(strings.TrimSuffix(s, "z")) || len(s) > 80 || strings.HasSuffix(s, ".") && !isDigit(s[len(s)-2]) { // a sentence is no page line
		return false
	}
	if i := strings.Index(s, " OF "); i > 0 {
		head, w := lastWord(s[:i])
		if n, m, _, ok := ofNumbers(w + s[i:]); ok && head != "" {
			r.present(n, m, num)
		}
	}
	return true
}

// pageExtent gives the length of the page line PAGE 02 STATE 150112 01 OF 03
// 141306Z that s begins with, within other text; 0 when it is none.
func pageExtent(s string) int {
	at, serial := 0, false
	take := func() string { // the next word
		i := at
		for i < len(s) && s[i] == ' ' {
			i++
		}
		e := i
		for e < len(s) && s[e] != ' ' {
			e++
		}
		at = e
		return s[i:e]
	}
	if take() != "PAGE" || !digits(take()) {
		return 0
	}
	end := 0
	for words := 0; ; {
		back := at
		w := take()
		switch {
		case w == "":
			return end
		case digits(w) && !serial && len(w) >= 4:
			serial, end = true, at
		case digits(w) && serial && len(w) <= 3:
			if n, m, rest, ok := ofNumbers(s[back:]); ok && n <= m {
				at = len(s) - len(rest)
				end = at
				continue
			}
			return end
		case serial && len(w) == 7 && w[6] == 'Z' && digits(w[:6]):
			return at
		case !serial && words < 3 && digitOrUpper(w):
			words++
		default:
			return end
		}
	}
}

// markIn finds a page mark within the first of lines, MEXICO 00006568 002 OF
// 002, or one that the line's end breaks: it stands from a of the first line to b
// of the line n. b is 0 when there is none.
func (r *reader) markIn(lines []line) (a, b, n int) {
	if !r.paged.has(lines[0].num) {
		return 0, 0, 0
	}
	s := lines[0].text
	for i := 0; ; {
		j := strings.Index(s[i:], "OF ")
		if j < 0 {
			break
		}
		i += j
		if a, b = r.markAt(s, i, lines[0].num); b > 0 {
			return a, b, 0
		}
		i += 3
	}
	if i := strings.Index(s, "PAGE 0"); i > 0 {
		if e := pageExtent(s[i:]); e > 0 {
			r.pageMark(s[i:i+e], lines[0].num)
			return i, i + e, 0
		}
	}
	// Broken over two lines: the next goes on with 002 OF 003, or with OF 003.
	if len(lines) < 2 || s == "" || !isDigit(s[len(s)-1]) && s[len(s)-1] != 'F' && !isUpper(s[len(s)-1]) {
		return 0, 0, 0
	}
	next := trim(lines[1].text)
	if len(next) < 3 || !isDigit(next[0]) && !strings.HasPrefix(next, "OF ") {
		return 0, 0, 0
	}
	joined := s + " " + next
	i := strings.Index(joined[max(0, len(s)-3):], "OF ") + max(0, len(s)-3)
	if i < max(0, len(s)-3) {
		return 0, 0, 0
	}
	a, b = r.markAt(joined, i, lines[0].num)
	if b <= len(s) || a > len(s) {
		return 0, 0, 0
	}
	return a, b - len(joined) + len(lines[1].text), 1
}

// markAt reads the page mark whose word OF stands at i.
func (r *reader) markAt(s string, i, num int) (from, to int) {
	if n := len(s) - len(strings.TrimLeft(s, " ")); n > 0 && n < i {
		if from, to = r.markAt(s[n:], i-n, num); to > 0 {
			from, to = from+n, to+n
		}
		return from, to
	}
	// Behind: the total, three digits.
	k := i + 2
	for k < len(s) && s[k] == ' ' {
		k++
	}
	e := k
	for e < len(s) && isDigit(s[e]) {
		e++
	}
	if e-k != 3 || e < len(s) && isAlpha(s[e]) {
		return 0, 0
	}
	total, _ := number(s[k:e])
	// Before: the section, with its page, then the serial.
	head, sec := lastWord(s[:i])
	sec, _, _ = strings.Cut(sec, ".")
	n, ok := number(sec)
	if !ok || len(sec) != 3 || n == 0 || n > total {
		return 0, 0
	}
	before, serial := lastWord(head)
	cut := strings.LastIndexFunc(serial, func(c rune) bool { return c < '0' || c > '9' }) + 1
	if len(serial)-cut < 4 { // the station may be glued to it
		if n, _ := number(serial[cut:]); n != r.serial || n == 0 || cut > 0 || !r.ownStation(trim(before)) || trim(before) == "" {
			return 0, 0
		}
	}
	if cut > 0 {
		before = head[:len(head)-len(serial)+cut]
	}
	r.present(n, total, num)
	return r.stationBefore(before), e
}

// stationBefore gives where the station begins that before ends with: our own,
// perhaps cut; else a word in capitals.
func (r *reader) stationBefore(before string) int {
	own := letters(r.station)
	from := len(before)
	for from > 0 {
		_, w := lastWord(before[:from])
		at := strings.LastIndex(before[:from], w)
		if w == "" || isDigit(w[0]) || !upperLine(w) || len(before)-at > 24 {
			break
		}
		name := letters(before[at:])
		if own != "" && from < len(before) && !strings.Contains(own, name) {
			if strings.HasPrefix(name, own) && len(name)-len(own) < 5 { // MEXICO CIT: the city's full name, cut
				from = at
			}
			break
		}
		from = at
		if own == "" || strings.HasPrefix(own, name) && len(name) >= min(6, len(own)) || strings.HasSuffix(name, own) {
			if i := len(before) - len(own); own != "" && strings.HasSuffix(name, own) && len(name) > len(own) && i > 0 && letters(before[i:]) == own {
				from = i // glued to the word before
			}
			break
		}
	}
	return from
}
