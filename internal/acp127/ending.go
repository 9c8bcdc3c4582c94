package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// unend takes the ending off: BT, the station serial, NNNN, and what follows.
func (r *reader) unend(lines []line) []line {
	out := lines[:0]
	for i := 0; i < len(lines); i++ {
		t := lines[i].text
		if t == "" || !endFirst[t[0]] {
			out = keep(out, lines, i)
			continue
		}
		t = trim(t)
		if t == "Message Attributes" { // the archive's own data follow
			r.diag(lines[i].num, cable.Info, codeAfterEnd, "text behind the end of the message is not read")
			break
		}
		header := len(t) > 8 && (t[0] == 'V' || t[0] == 'Z') && isFL1(t)
		if isEnd(t) {
			t = "NNNN"
		}
		if t == "BT" || t == "NNNN" || t == "NNN" || header || serialAgain(t) || len(t) < 80 && strings.HasPrefix(t, "PAGE 01 ") {
			// Another section may follow, put behind this one by hand.
			j, ok := r.nextSection(lines[i+1:])
			if !ok && (header || t[0] == 'P' || t == "NNN" || t == "NNNN" && r.textFollows(lines[i+1:])) {
				out = keep(out, lines, i)
				continue
			}
			r.as(lines[i].num, "ending")
			if ok {
				for _, l := range lines[i+1 : i+1+j] {
					if !blank(l.text) {
						r.odd(l.num, codePageLine, "repeated header taken out of the text")
					}
				}
				i += j
				continue
			}
			if t == "NNNN" {
				for _, l := range lines[i+1:] {
					if !blank(l.text) {
						r.diag(l.num, cable.Info, codeAfterEnd, "text behind the end of the message is not read")
						break
					}
				}
				break
			}
			continue
		}
		out = keep(out, lines, i)
	}
	return out
}

// keep appends the line i of lines to out, the front of lines. Where nothing was
// left out so far it stays where it is.
func keep(out, lines []line, i int) []line {
	if len(out) == i {
		return lines[:i+1]
	}
	return append(out, lines[i])
}

// endFirst marks what the line of an ending may begin with: BT, NNNN, #0118, the
// FL1 of the next section, Message Attributes, a blank before them.
var endFirst = [256]bool{' ': true, 'P': true, 'M': true, 'B': true, 'N': true, '#': true, 'V': true, 'Z': true}

// isEnd reports whether t is the end of a message with what is glued to it:
// NNNNMAFVVZCZ, BT #0118 NNNN.
func isEnd(t string) bool {
	switch {
	case len(t) < 5 || len(t) > 24:
		return false
	case t[0] == 'N':
		return strings.HasPrefix(t, "NNNN") && digitOrUpper(t)
	case strings.HasPrefix(t, "BT ") && strings.HasSuffix(t, " NNNN"):
		return serialAgain(trim(t[3 : len(t)-4]))
	}
	return false
}

// serialAgain reports whether t is the station serial of FL15: #0118, #0118/01.
func serialAgain(t string) bool {
	if len(t) < 2 || len(t) > 12 || t[0] != '#' {
		return false
	}
	serial, section, cut := strings.Cut(trim(t[1:]), "/")
	_, ok := number(serial)
	return ok && (!cut || digits(section))
}

// textFollows reports whether the text goes on in lines, behind an NNNN: with a
// later paragraph, or another NNNN that ends it.
func (r *reader) textFollows(lines []line) bool {
	for _, l := range lines {
		t := trim(l.text)
		if t == "NNNN" || t == "BT" {
			return true
		}
		if n, _, _ := paragraphNumber(t); n > 1 {
			return true
		}
	}
	return false
}

// nextSection finds a later classification line with the number of this cable;
// it gives how many lines stand before it.
func (r *reader) nextSection(lines []line) (int, bool) {
	for i, l := range lines {
		if i > 60 {
			break
		}
		t := trim(l.text)
		if n, _, _ := paragraphNumber(t); n > 0 {
			break
		}
		if t == "" || t[0] != 'U' && t[0] != 'C' && t[0] != 'S' && t[0] != 'L' && t[0] != 'T' && t[0] != 'R' {
			continue
		}
		if cl, ok := parseClassLine(t); ok && cl.total > 0 && cl.serial != "" && r.ownStation(cl.station) {
			return i, true
		}
	}
	return 0, false
}
