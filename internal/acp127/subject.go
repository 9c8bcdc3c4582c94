package acp127

import (
	"strings"
	"unicode/utf8"

	"cablefeed/internal/cable"
)

// titleLines is the most lines that a title has: what runs on is a body.
const titleLines = 16

// subject reads the title from the block of the caption SUBJECT. The title runs
// over lines until something ends it (ends.go); what is behind that end is not
// its own and is returned, a rest of a line included.
func (r *reader) subject(block []line) []line {
	if len(block) == 0 {
		return nil
	}
	num := block[0].num
	b := make([]byte, 0, 160)
	before, depth := "", 0 // the last word, the open parentheses
	var rest []line
	for i := 0; i < len(block); i++ {
		text := block[i].text
		if i == 0 {
			text = afterSubjectCaption(text)
		}
		text = trim(text)
		if i > 0 && hasAny(text, "-   ") { // QUIRK: a dash holds the line's blanks
			text = trim(text[1:])
		}
		if len(b) == 0 {
			text = trim(afterMark(text))
		}
		if text == "" {
			if len(b) == 0 && i < 4 { // QUIRK: the title starts after a blank line
				continue
			}
			if next, ok := pastPageGap(block, i); ok {
				i = next - 1
				continue
			}
			rest = block[i:]
			break
		}
		n := titleEnd(before, depth, text, block[i+1:])
		if n < 0 && i >= titleLines {
			n = 0
		}
		if n < 0 {
			b = joinLine(b, text)
			before = wordBefore(before, text)
			depth += strings.Count(text, "(") - strings.Count(text, ")")
			continue
		}
		if n > 0 {
			b = joinLine(b, beforeDash(trim(text[:n])))
			r.diag(block[i].num, cable.Info, codeSubjectCut, "subject ended in mid-line before %q", clip(text[n:]))
		}
		rest = append([]line{{text[n:], block[i].num}}, block[i+1:]...)
		break
	}
	title := squeeze(string(b))
	if title == "" {
		r.diag(num, cable.Warning, codeSubjectEmpty, "subject caption without a subject")
		return rest
	}
	if r.c.Subject == "" {
		r.c.Subject = title
	} else if r.c.Subject != title {
		r.diag(num, cable.Warning, codeSubjectRepeated, "a second subject is not used: %q", title)
	}
	return rest
}

// beforeDash takes a dash that stands alone off the end of s, the title before
// the next caption.
func beforeDash(s string) string {
	if head, w := lastWord(s); isDash(w) {
		return trimEnd(head)
	}
	return s
}

// isDash reports whether w is one dash, however long.
func isDash(w string) bool { return w != "" && strings.Trim(w, "-–—") == "" }

// afterSubjectCaption takes the caption off its line. The word may be damaged;
// with a mark behind it, it is the caption whatever its letters.
func afterSubjectCaption(s string) string {
	s = trim(s)
	n := 0
	for n < len(s) && isAlnum(s[n]) {
		n++
	}
	if n == 1 && hasFold(s, "S U B J E C T") {
		n = len("S U B J E C T")
	}
	rest := strings.TrimLeft(s[n:], " ")
	if k := markLen(rest); k > 0 && strings.HasPrefix(strings.TrimLeft(rest[k:], " "), ":") {
		rest = strings.TrimLeft(rest[k:], " ") // QUIRK: SUBJECT (C): TITLE
	}
	marked := rest != "" && strings.IndexByte(":;.,=", rest[0]) >= 0 || hasAny(rest, "- ", "-- ", "/ ")
	switch {
	case n > len("SUBJECT")+2 && hasFold(s, "SUBJECT"), n > len("SUBJECT") && hasFold(s, "SUBJECT") && !marked:
		return s[len("SUBJECT"):] // QUIRK: glued to the first word of the title
	case marked:
		return strings.TrimLeft(strings.TrimPrefix(rest[1:], "- "), ":;. ")
	}
	return rest
}

// afterMark takes portion markings off the start of a title.
func afterMark(s string) string {
	for {
		n := max(markLen(s), halfMarkLen(s))
		if n == 0 {
			return s
		}
		s = strings.TrimLeft(s[n:], " :")
	}
}

// joinLine appends the line s to the text b: with one blank, with none behind a
// hyphen that ends a word.
func joinLine(b []byte, s string) []byte {
	if len(b) > 0 && s != "" && !hyphenated(b) {
		b = append(b, ' ')
	}
	return append(b, s...)
}

// hyphenated reports whether b ends in one hyphen or dash behind a letter or figure.
func hyphenated(b []byte) bool {
	u, n := utf8.DecodeLastRune(b)
	switch u {
	case '-', '‐', '‑', '–', '—':
	default:
		return false
	}
	if len(b) == n {
		return false
	}
	p, _ := utf8.DecodeLastRune(b[:len(b)-n])
	return p != ' ' && p != u
}

// pastPageGap reports where the text goes on behind the blank line i of block,
// when lines were taken out around it: a page line breaks a text, it does not
// end it.
func pastPageGap(block []line, i int) (next int, ok bool) {
	gap := i > 0 && block[i].num > block[i-1].num+1
	for next = i + 1; next < len(block); next++ {
		gap = gap || block[next].num > block[next-1].num+1
		if !blank(block[next].text) {
			return next, gap
		}
	}
	return 0, false
}

// clip shortens s for a message.
func clip(s string) string {
	if len(s) <= 40 {
		return s
	}
	n := 40
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
