package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// unpage takes page lines, section lines and release stamps out of the text,
// wherever they stand, and notes the sections that they name. The lines around
// one are put together again where a sentence runs on.
func (r *reader) unpage(lines []line) []line {
	out := lines[:0]
	cut := false // a page line was just taken out
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		t := trim(l.text)
		if t == "" {
			out = append(out, l)
			continue
		}
		if n := r.pageRun(lines[i:]); n > 0 {
			i += n - 1
			cut = true
			continue
		}
		if a, b, n := r.markIn(lines[i:]); b > 0 {
			head, rest := trimEnd(l.text[:a]), trim(lines[i+n].text[b:])
			if head != "" || rest != "" {
				r.diag(l.num, cable.Info, codePageInLine, "page mark taken out of the line: %s", squeeze(l.text[a:max(a, min(b, len(l.text)))]))
			}
			if !blank(head) {
				if len(out) >= i { // no room in front: the text grows by a line
					out = append(make([]line, 0, len(lines)+8), out...)
				}
				out = append(out, line{head, l.num})
			}
			i += n
			if rest != "" {
				lines[i].text = rest
				i--
			}
			cut = true
			continue
		}
		if cut {
			// Blank lines around a page line go where a sentence runs over it.
			k := len(out)
			for k > 0 && blank(out[k-1].text) {
				k--
			}
			if k > 0 && k < len(out) && unfinished(trim(out[k-1].text)) && goesOnAt(t) {
				out = out[:k]
			}
			cut = false
		}
		out = append(out, l)
	}
	return out
}

// runsOn reports whether the line after, behind a blank line, goes on with the
// sentence of before.
func runsOn(before, after string) bool {
	if !unfinished(before) || !goesOnAt(after) {
		return false
	}
	return isLower(after[0]) || len(before) > 40 || needsMore(before)
}

// unfinished reports whether the line s ends within a sentence.
func unfinished(s string) bool { return s != "" && !sentenceEnds(s) && !isRule(s) }

// goesOnAt reports whether a sentence may go on with the line s.
func goesOnAt(s string) bool {
	if s == "" || isRule(s) {
		return false
	}
	if n, _, _ := paragraphNumber(s); n > 0 {
		return false
	}
	k, _ := captionAt(s)
	return k == noCaption
}

// needsMore reports whether s ends with a word or mark that something must follow.
func needsMore(s string) bool {
	_, w := lastWord(s)
	if w == "" {
		return false
	}
	if c := w[len(w)-1]; c == ',' || c == '-' && len(w) > 1 {
		return true
	}
	if len(w) > 4 || isUpper(w[0]) && len(w) > 1 && isLower(w[1]) {
		return false
	}
	switch strings.ToUpper(w) {
	case "AND", "OR", "THE", "A", "AN", "OF", "IN", "TO", "FOR", "BY", "WITH", "FROM", "AT", "ON", "THAT", "HIS", "ITS", "HAS", "HAD", "IS", "WAS", "WERE", "BE", "AS", "NOT":
		return true
	}
	return false
}

// sentenceEnds reports whether s ends with a mark that ends a sentence.
func sentenceEnds(s string) bool {
	for len(s) > 0 {
		switch s[len(s)-1] {
		case '.', '!', '?', ':':
			return true
		case '"', '\'', ')', ']', ' ', '*':
			s = s[:len(s)-1]
		default:
			if strings.HasSuffix(s, "”") {
				s = strings.TrimSuffix(s, "”")
				continue
			}
			return strings.HasSuffix(s, "…")
		}
	}
	return true
}

// pageRun counts the lines, from the first on, that are a page: page and section
// lines, stamps, the banners and captions around them; 0 when the first belongs
// to no page.
func (r *reader) pageRun(lines []line) int {
	n, certain := 0, false
	for i := 0; i < len(lines) && i < 16; i++ {
		t := trim(lines[i].text)
		if t == "" {
			continue
		}
		switch k, used := r.pageLine(t, lines[i:]); k {
		case notPage:
			if certain {
				return n
			}
			return 0
		case aroundPage: // a caption: part of a page only behind or before a page line
			if certain {
				n = i + used
			}
		case banner:
			n, certain = i+used, true
			i += used - 1
		default:
			n, certain = i+used, true
			i += used - 1
		}
	}
	if !certain {
		return 0
	}
	return n
}

// A pageKind says how a line belongs to a page.
type pageKind int

const (
	notPage pageKind = iota
	aroundPage
	banner
	ofPage
)

// pageLine tells how the line t, the first of lines, belongs to a page, and how
// many lines do with it.
func (r *reader) pageLine(t string, lines []line) (pageKind, int) {
	num := lines[0].num
	switch t[0] {
	case 'P':
		if strings.HasPrefix(t, "PAGE ") && r.pageMark(t, num) {
			used := 1
			if len(lines) > 1 && len(t) < 40 && tailOfPage(trim(lines[1].text)) {
				r.pageMark(t+" "+trim(lines[1].text), num)
				used = 2
			}
			return ofPage, used
		}
	case 'U', 'C', 'S', 'L', 'T', 'R':
		if isStamp(t) {
			r.stamp(t)
			return ofPage, 1
		}
		cl, ok := parseClassLine(t)
		if !ok {
			break
		}
		if used := 1; cl.total > 0 || cl.serial != "" {
			if cl.total > 0 && cl.serial == "" && len(lines) > 1 { // broken over lines
				if next, ok := parseClassLine(t + " " + trim(lines[1].text)); ok && next.serial != "" && next.rest == "" && r.ownStation(next.station) {
					cl, used = next, 2
				}
			}
			if cl.total > 0 && (cl.serial == "" || r.ownStation(cl.station)) {
				r.present(cl.section, cl.total, num)
				return ofPage, used + r.repeated(lines[used:])
			}
			if cl.total == 0 && cl.rest == "" && r.serial > 0 && r.ownStation(cl.station) {
				if n, _ := number(cl.serial); n == r.serial { // the classification line again
					return ofPage, 1 + r.repeated(lines[1:])
				}
			}
			break
		}
		if !upperLine(t) && cl.rest == "" {
			break
		}
		if cl.rest == "" || hasFold(cl.rest, "PAGE ") && len(cl.rest) < 16 {
			return banner, 1
		}
	case 'D', 'M':
		if isStamp(t) {
			r.stamp(t)
			return ofPage, 1
		}
	}
	if captionLine(t) {
		return aroundPage, 1
	}
	if strings.Contains(t, "OF ") && isDigit(t[len(t)-1]) && isAlpha(t[0]) {
		if a, b, _ := r.markIn([]line{{t, num}}); b == len(t) && a == 0 {
			return ofPage, 1
		}
	}
	return notPage, 0
}

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

func upperLine(t string) bool {
	for i := 0; i < len(t); i++ {
		if isLower(t[i]) {
			return false
		}
	}
	return true
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
	if !upperLine(s) || len(s) > 80 { // a sentence is no page line
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

// present notes a section that a section or page line names.
func (r *reader) present(n, total, num int) {
	if n == 0 || n > total {
		return
	}
	if r.total == 0 {
		r.total = total
	}
	if total != r.total {
		r.diag(num, cable.Warning, codeSectionTotals, "section %d of %d, but of %d before", n, total, r.total)
		r.total = max(total, r.total)
	}
	for _, s := range r.c.SectionsPresent {
		if s == n {
			return
		}
	}
	r.c.SectionsPresent = append(r.c.SectionsPresent, n)
}

// ownStation reports whether name is the station of this cable, perhaps cut.
func (r *reader) ownStation(name string) bool {
	if r.station == "" || name == "" {
		return true
	}
	a, b := letters(name), letters(r.station)
	if a == b || len(a) >= 3 && (strings.HasPrefix(b, a) || strings.HasPrefix(a, b)) || len(a) >= 4 && near(a, b) {
		return true
	}
	mrn, ok := postRepair(name, r.year, r.post)
	return ok && mrn == r.station
}

// markIn finds a page mark within the first of lines, MEXICO 00006568 002 OF
// 002, or one that the line's end breaks: it stands from a of the first line to b
// of the line n. b is 0 when there is none.
func (r *reader) markIn(lines []line) (a, b, n int) {
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
		return 0, 0
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
			break
		}
		from = at
		if own == "" || strings.HasPrefix(own, name) && len(name) >= min(6, len(own)) || strings.HasSuffix(name, own) {
			if i := len(before) - len(own); strings.HasSuffix(name, own) && len(name) > len(own) && i > 0 && letters(before[i:]) == own {
				from = i // glued to the word before
			}
			break
		}
	}
	return from
}

// repeated counts the lines that repeat the captions of the first section at
// the head of a later one.
func (r *reader) repeated(lines []line) int {
	n := 0
	for i, l := range lines {
		t := trim(l.text)
		switch {
		case t == "":
			continue
		case r.isHead(t):
			n = i + 1
		default:
			return n
		}
	}
	return n
}

// isHead reports whether t is one of the lines between the first classification
// line and the body, as far as that is known by their form, or equal to one.
func (r *reader) isHead(t string) bool {
	for _, h := range r.head {
		if h == t {
			return true
		}
	}
	if captionLine(t) {
		return true
	}
	k, strong := captionAt(t)
	return k != noCaption && strong
}
