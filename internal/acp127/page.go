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
			if !cut || len(out) > 0 && !blank(out[len(out)-1].text) {
				out = append(out, l)
			}
			continue
		}
		if n := r.pageLine(t, l.num, lines[i:]); n > 0 {
			i += n - 1
			cut = true
			continue
		}
		if a, b := r.markIn(l.text); b > 0 {
			head, rest := trimEnd(l.text[:a]), trim(l.text[b:])
			if !blank(head) || rest != "" {
				r.c.Diagnostics = append(r.c.Diagnostics, cable.Diagnostic{Severity: cable.Info, Line: l.num, Code: codePageInLine, Message: "page mark taken out of the line: " + l.text[a:b]})
			}
			if !blank(head) {
				out = append(out, line{head, l.num})
			}
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
			if k > 0 && k < len(out) && runsOn(trim(out[k-1].text), t) {
				out = out[:k]
			}
			cut = false
		}
		out = append(out, l)
	}
	return out
}

// runsOn reports whether the line after goes on with the sentence of before.
func runsOn(before, after string) bool {
	if before == "" || after == "" || sentenceEnds(before) || isRule(before) || isRule(after) {
		return false
	}
	if n, _, _ := paragraphNumber(after); n > 0 {
		return false
	}
	k, _ := captionAt(after)
	return k == noCaption && (len(before) > 40 || isLower(after[0]))
}

// sentenceEnds reports whether s ends with a mark that ends a sentence.
func sentenceEnds(s string) bool {
	for len(s) > 0 {
		switch s[len(s)-1] {
		case '.', '!', '?', ':':
			return true
		case '"', '\'', ')', ']', ' ':
			s = s[:len(s)-1]
		default:
			return strings.HasSuffix(s, "”") || strings.HasSuffix(s, "…")
		}
	}
	return true
}

// pageLine reports how many of lines, the first of which is t, are a page line,
// a section line, a banner or a stamp; 0 when the first is none.
func (r *reader) pageLine(t string, num int, lines []line) int {
	switch t[0] {
	case 'P':
		if strings.HasPrefix(t, "PAGE ") && r.pageMark(t, num) {
			return 1
		}
	case 'U', 'C', 'S', 'L', 'T', 'R':
		if isStamp(t) {
			r.stamp(t)
			return 1
		}
		if cl, ok := parseClassLine(t); ok {
			if cl.total > 0 && (cl.serial == "" || r.ownStation(cl.station)) {
				r.present(cl.section, cl.total, num)
				return 1 + r.repeated(lines[1:])
			}
			if cl.bare() && cl.rest == "" && upperLine(t) {
				return 1
			}
		}
	case 'D', 'M':
		if isStamp(t) {
			r.stamp(t)
			return 1
		}
	}
	return 0
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
	station, _ := word(s)
	if s = trim(s); s == "" {
		return true
	}
	if !isUpper(station[0]) && !isDigit(station[0]) {
		return false
	}
	for i := 0; i < len(s); i++ { // a sentence is no page line
		if isLower(s[i]) {
			return false
		}
	}
	for k := strings.Index(s, "OF "); k > 0; k = -1 {
		head, w := lastWord(s[:k])
		if n, m, _, ok := ofNumbers(w + " " + s[k:]); ok && head != "" {
			r.present(n, m, num)
		}
	}
	return true
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
	return strings.HasPrefix(b, a) || strings.HasPrefix(a, b) || len(a) >= 5 && near(a, b)
}

// markIn finds a page mark within s: MEXICO 00006568 002 OF 002.
func (r *reader) markIn(s string) (from, to int) {
	for i := 0; ; {
		j := strings.Index(s[i:], "OF ")
		if j < 0 {
			return 0, 0
		}
		i += j
		if from, to = r.markAt(s, i); to > 0 {
			return from, to
		}
		i += 3
	}
}

// markAt reads the page mark whose word OF stands at i.
func (r *reader) markAt(s string, i int) (from, to int) {
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
	if !digits(serial) || len(serial) < 4 {
		return 0, 0
	}
	r.present(n, total, 0)
	// The station: our own, perhaps cut, or what the line begins with.
	from = len(before)
	own := letters(r.station)
	for from > 0 {
		_, w := lastWord(before[:from])
		at := strings.LastIndex(before[:from], w)
		name := letters(before[at:])
		if own != "" && at > 0 && !strings.HasPrefix(own, name) && !strings.HasSuffix(own, name) && !strings.Contains(own, name) {
			break
		}
		if len(before)-at > 24 || !upperLine(w) || isDigit(w[0]) {
			break
		}
		from = at
		if own == "" {
			break
		}
		if strings.HasPrefix(own, name) && len(name) >= min(6, len(own)) {
			break
		}
	}
	return from, e
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
	if c, n := captionWord(t); n == len(t) && c != "" {
		return true
	}
	k, strong := captionAt(t)
	return k != noCaption && strong
}
