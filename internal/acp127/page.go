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
	own := false // out is no longer the front of lines
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		t := trim(l.text)
		if t == "" || !cut && !r.mayBePage(t, l.num) {
			if own {
				out = append(out, l)
			} else {
				out = keep(out, lines, i)
			}
			continue
		}
		if n := r.pageRun(lines[i:]); n > 0 {
			for _, l := range lines[i : i+n] {
				if !blank(l.text) {
					r.as(l.num, "page")
					r.odd(l.num, codePageLine, "page line, banner or repeated caption taken out of the text")
				}
			}
			i += n - 1
			cut = true
			continue
		}
		if a, b, n := r.markIn(lines[i:]); b > 0 {
			head, rest := trimEnd(l.text[:a]), trim(lines[i+n].text[b:])
			for _, l := range lines[i : i+n+1] {
				r.as(l.num, "page")
			}
			if head == "" && rest == "" {
				for _, l := range lines[i : i+n+1] {
					r.odd(l.num, codePageLine, "page line, banner or repeated caption taken out of the text")
				}
			} else {
				r.diag(l.num, cable.Info, codePageInLine, "page mark taken out of the line: %s", squeeze(l.text[a:max(a, min(b, len(l.text)))]))
			}
			if !blank(head) {
				if !own && len(out) >= i { // no room in front: the text grows by a line
					out, own = append(make([]line, 0, len(lines)+8), out...), true
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
			if k > 0 && k < len(out) && pageCuts(trim(out[k-1].text), t) {
				out = out[:k]
			}
			cut = false
		}
		out = append(out, l)
	}
	return out
}

// mayBePage reports whether the line t may belong to a page, by its first letters;
// most lines of a text do not.
func (r *reader) mayBePage(t string, num int) bool {
	if isLower(t[0]) && len(t) > 20 { // prose
		return r.paged.has(num)
	}
	if len(t) > 1 {
		c := t[1]
		switch t[0] {
		case 'P', 'p':
			if c|0x20 == 'a' {
				return true
			}
		case 'U', 'C', 'S', 'L', 'T', 'R':
			if classBeginnings.of(t) || isStamp(t) {
				return true
			}
		case 'D', 'M':
			if c == 'E' || c == 'e' || c == 'A' || c == 'a' {
				return true
			}
		}
	}
	return r.paged.has(num) || captionLine(t)
}

// pageCuts reports whether a page line stood within a sentence, between the lines
// before and after.
func pageCuts(before, after string) bool {
	return (unfinished(before) || abbreviation(before) || isLower(after[0]) && !hasAny(after, "o ")) && goesOnAt(after)
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
		if hasFold(t, "PAGE ") && len(t) < 20 { // Page 2 of 2, of a print
			if _, _, rest, ok := ofNumbers(t[5:]); ok && blank(rest) {
				return ofPage, 1
			}
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
				return ofPage, used + r.repeated(lines[used:], r.c.Section == nil || cl.section > r.c.Section.Number)
			}
			if cl.total == 0 && cl.rest == "" && r.serial > 0 && r.ownStation(cl.station) {
				if n, _ := number(cl.serial); n == r.serial { // the classification line again
					return ofPage, 1 + r.repeated(lines[1:], false)
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
	if r.paged.has(num) && isDigit(t[len(t)-1]) && isAlpha(t[0]) {
		if a, b, _ := r.markIn([]line{{t, num}}); b == len(t) && a == 0 {
			return ofPage, 1
		}
	}
	return notPage, 0
}

func upperLine(t string) bool {
	for i := 0; i < len(t); i++ {
		if isLower(t[i]) {
			return false
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

// repeated counts the lines that repeat the captions of the first section at
// the head of a later one. Where the section is not a later one, only lines
// equal to theirs count.
func (r *reader) repeated(lines []line, later bool) int {
	n := 0
	for i, l := range lines {
		t := trim(l.text)
		switch {
		case t == "":
			continue
		case r.isHead(t, later):
			n = i + 1
		default:
			return n
		}
	}
	return n
}

// isHead reports whether t is one of the lines between the first classification
// line and the body, as far as that is known by their form, or equal to one.
func (r *reader) isHead(t string, later bool) bool {
	for _, h := range r.head {
		if h == t {
			return true
		}
	}
	if captionLine(t) {
		return true
	}
	k, strong := captionAt(t)
	return later && k != noCaption && strong && r.headHas(k)
}

// headHas reports whether a caption of kind k stands in the first section.
func (r *reader) headHas(k captionKind) bool {
	for _, h := range r.head {
		if in, _ := captionAt(h); in == k {
			return true
		}
	}
	return false
}
