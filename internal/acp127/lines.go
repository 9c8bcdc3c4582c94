package acp127

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"cablefeed/internal/cable"
)

// lines decodes raw into lines of UTF-8. The lines share one copy of raw; only
// a line with something to repair gets a copy of its own.
func (r *reader) lines(raw []byte) []line {
	raw = unBOM(raw)
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') >= 0 {
		raw = bytes.ReplaceAll(raw, []byte{'\r'}, []byte{'\n'}) // QUIRK: CR alone as line end
	}
	buf := append(append(r.buf[:0], raw...), newlines...)
	text := buf[:len(raw)]
	r.markLines(text)
	found, starts := append(r.traits, anything), append(r.starts, 0) // no line has the number 0
	at, point := 0, 0                                                // point is where the next number, point and parenthesis are
	for at < len(raw) {
		_, next, sound, mm := firstLine(buf[at:])
		buf[at+next-1] = ' ' // lines that follow each other can be one string
		starts = append(starts, at)
		at += next
		t := traits(0)
		if !sound {
			t |= unsound
		}
		if mm {
			t |= hasMM
		}
		if point < at {
			t |= hasPoint
			point = nextPoint(text, at)
		}
		found = append(found, t)
	}
	r.raw = string(buf[:at])
	starts = append(starts, at)
	entities := bytes.IndexByte(raw, '&') >= 0
	lines := r.all
	var d dirt
	for num := 1; num < len(found); num++ {
		s := trimEnd(r.raw[starts[num]:starts[num+1]])
		o := clean
		if found[num]&unsound != 0 {
			if o = odd(s); doubled(s, 'm', 0x20) < 0 {
				found[num] &^= hasMM
			}
		}
		if o == dirty || o == wide && special(s) || entities && strings.IndexByte(s, '&') >= 0 {
			lines, found[num] = d.clean(lines, s, num), anything
			r.markup = true
		} else {
			lines = append(lines, line{s, num})
			r.markup = r.markup || s != "" && (s[0] == '<' || s[0] == '>')
		}
	}
	d.report(r)
	r.all, r.traits, r.buf, r.starts = lines, found, buf, starts
	return lines[:len(lines):len(lines)]
}

// newlines are those that firstLine needs behind a text.
const newlines = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"

// place gives where in the text s stands, the end of the line num; -1 when the
// line does not end so.
func (r *reader) place(num int, s string) int {
	if num+1 >= len(r.starts) {
		return -1
	}
	l := trimEnd(r.raw[r.starts[num]:r.starts[num+1]])
	if !strings.HasSuffix(l, s) {
		return -1
	}
	return r.starts[num] + len(l) - len(s)
}

// inOnePiece gives the text from one place on up to the end of s, where s stands
// behind the other and a blank; else "".
func (r *reader) inOnePiece(from, to int, s string) string {
	if to < len(r.raw) && r.raw[to] == ' ' && strings.HasPrefix(r.raw[to+1:], s) {
		return r.raw[from : to+1+len(s)]
	}
	return ""
}

// unBOM takes a byte order mark off, and reads UTF-16 by its mark.
func unBOM(raw []byte) []byte {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return raw[3:]
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		high := int(raw[0] & 1) // 0xff first: the low byte comes first
		out := make([]byte, 0, len(raw)/2)
		for i := 2; i+1 < len(raw); i += 2 {
			out = utf8.AppendRune(out, rune(raw[i+high])<<8|rune(raw[i+1-high]))
		}
		return out
	}
	return raw
}

// trimEnd takes blanks, CRs and a backslash that stands for a line break off
// the end of a line.
func trimEnd(s string) string {
	for len(s) > 0 {
		switch s[len(s)-1] {
		case ' ', '\r', '\t', '\\':
			s = s[:len(s)-1]
		default:
			return s
		}
	}
	return s
}

// markLines finds the lines that may hold a page mark, or its end: those with
// 002 OF 003, however broken, or PAGE 02 behind other text. It spares the search
// in every line.
func (r *reader) markLines(text []byte) {
	num, from := 1, 0
	note := func(i int) {
		num += bytes.Count(text[from:i], newline)
		from = i
		r.paged.add(num - 1) // it may be broken over two lines
		r.paged.add(num)
	}
	for i := 0; ; i++ {
		j := bytes.IndexByte(text[i:], 'F')
		if j < 0 {
			break
		}
		if i += j; i == 0 || text[i-1] != 'O' {
			continue
		}
		b, e := i-2, i+1
		for b >= 0 && text[b] <= ' ' {
			b--
		}
		for e < len(text) && text[e] <= ' ' {
			e++
		}
		if b >= 0 && e < len(text) && isDigit(text[b]) && isDigit(text[e]) {
			note(i - 1)
		}
	}
	num, from = 1, 0
	for i := 0; ; i++ {
		j := bytes.IndexByte(text[i:], 'G')
		if j < 0 {
			break
		}
		if i += j; i >= 2 && bytes.HasPrefix(text[i-2:], page0) {
			note(i - 2)
		}
	}
}

var newline, page0 = []byte("\n"), []byte("PAGE 0")

// What odd finds in a line.
type oddity int

const (
	clean oddity = iota // printable ASCII alone
	wide                // bytes above ASCII
	dirty               // control characters, too
)

// special reports whether s, a line with bytes above ASCII, needs a repair: it is
// not UTF-8, or holds special blanks or C1 controls.
func special(s string) bool {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0xef) >= 0 {
		return true
	}
	for i := strings.IndexByte(s, 0xc2); i >= 0; {
		if s[i+1] <= 0xa0 || s[i+1] == 0xad {
			return true
		}
		j := strings.IndexByte(s[i+2:], 0xc2)
		if j < 0 {
			break
		}
		i += 2 + j
	}
	for i := strings.IndexByte(s, 0xe2); i >= 0; {
		if c := s[i+2]; s[i+1] == 0x80 && (c <= 0x8d && c != 0x88 || c == 0xa8 || c == 0xa9 || c == 0xaf) {
			return true
		}
		j := strings.IndexByte(s[i+3:], 0xe2)
		if j < 0 {
			break
		}
		i += 3 + j
	}
	return false
}

// odd tells what s holds besides printable ASCII. It looks at eight bytes at a
// time.
func odd(s string) oddity {
	for len(s) >= 8 {
		x := eight(s)
		// A byte below 0x20, above 0x7e, or with its high bit set.
		if ((x-ones*0x20)|(x+ones)|x)&high != 0 {
			return control(s)
		}
		s = s[8:]
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] > 0x7e {
			return control(s)
		}
	}
	return clean
}

// control tells whether s, which is not clean, holds control characters.
func control(s string) oddity {
	for len(s) >= 8 {
		x := eight(s)
		// With the high bits gone, a byte below 0x20 has none of 0x60; bytes
		// above ASCII do not count.
		low := (x &^ high) + ones*0x60
		if ((^low)|((x&^high)+ones))&^x&high != 0 {
			return dirty
		}
		s = s[8:]
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] == 0x7f {
			return dirty
		}
	}
	return wide
}

// dirt counts what was repaired in the bytes, and where each kind came first.
type dirt struct {
	converted, control, unreadable, entity struct{ n, line int }
}

func note(d *struct{ n, line int }, num int) {
	if d.n == 0 {
		d.line = num
	}
	d.n++
}

func (d *dirt) report(r *reader) {
	if n := d.converted; n.n > 0 {
		r.diag(n.line, cable.Info, codeBytesConverted, "%d bytes that are not UTF-8 read as Windows-1252, first here", n.n)
	}
	if n := d.control; n.n > 0 {
		r.diag(n.line, cable.Info, codeControlRemoved, "%d control characters removed, first here", n.n)
	}
	if n := d.unreadable; n.n > 0 {
		r.diag(n.line, cable.Warning, codeIllegible, "%d illegible characters, first here", n.n)
	}
	if n := d.entity; n.n > 0 {
		r.diag(n.line, cable.Info, codeEntity, "%d HTML entities read as the characters they stand for, first here", n.n)
	}
}

// cp1252 gives what Windows-1252 has where Latin-1 has control characters.
var cp1252 = [32]rune{
	'€', 0xfffd, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0xfffd, 'Ž', 0xfffd,
	0xfffd, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0xfffd, 'ž', 'Ÿ',
}

// clean appends the line s, repaired, to lines: as several where a form feed or
// a lone CR breaks it.
func (d *dirt) clean(lines []line, s string, num int) []line {
	if plainUTF8(s) {
		return append(lines, line{s, num})
	}
	b := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\f' || c == '\v' || c == '\r':
			lines = append(lines, line{trimEnd(string(b)), num})
			b = b[:0]
			i++
		case c == '\t':
			b = append(b, ' ')
			i++
		case c < 0x20 || c == 0x7f:
			note(&d.control, num)
			i++
		case c == '&':
			text, n := entity(s[i:])
			if n == 0 {
				b = append(b, c)
				i++
				break
			}
			note(&d.entity, num)
			if text == "\n" {
				lines = append(lines, line{trimEnd(string(b)), num})
				b = b[:0]
			} else {
				b = append(b, text...)
			}
			i += n
		case c < utf8.RuneSelf:
			b = append(b, c)
			i++
		default:
			u, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case u == utf8.RuneError && n == 1:
				u = rune(c)
				if c < 0xa0 {
					u = cp1252[c-0x80]
				}
				if u == utf8.RuneError {
					note(&d.unreadable, num)
				} else {
					note(&d.converted, num)
				}
			case u == utf8.RuneError:
				note(&d.unreadable, num)
			case u >= 0x80 && u < 0xa0: // C1 controls that were encoded as UTF-8
				if u = cp1252[u-0x80]; u == utf8.RuneError {
					note(&d.unreadable, num)
				} else {
					note(&d.converted, num)
				}
			}
			switch u {
			case 0xa0, 0x2007, 0x202f:
				b = append(b, ' ')
			case 0xad, 0x200b, 0x200c, 0x200d, 0xfeff:
			case 0x2028, 0x2029:
				lines = append(lines, line{trimEnd(string(b)), num})
				b = b[:0]
			default:
				b = utf8.AppendRune(b, u)
			}
			i += n
		}
	}
	return append(lines, line{trimEnd(string(b)), num})
}

// plainUTF8 reports whether s is UTF-8 that needs no repair: no control
// character, no special blank, no entity.
func plainUTF8(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x20 || c == 0x7f:
			return false
		case c == '&':
			if _, n := entity(s[i:]); n > 0 {
				return false
			}
		case c == 0xc2:
			if i+1 < len(s) && (s[i+1] <= 0xa0 || s[i+1] == 0xad) {
				return false
			}
		case c == 0xe2:
			if i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] <= 0x8d || s[i+2] == 0xa8 || s[i+2] == 0xa9 || s[i+2] == 0xaf) {
				return false
			}
		case c == 0xef:
			return false
		}
	}
	return true
}

// entities are the HTML entities that copies from web pages hold.
var entities = []struct{ name, text string }{
	{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", `"`}, {"&nbsp;", " "}, {"&apos;", "'"}, {"&para;", "¶"},
	{"&ndash;", "–"}, {"&mdash;", "—"}, {"&lsquo;", "‘"}, {"&rsquo;", "’"}, {"&ldquo;", "“"}, {"&rdquo;", "”"}, {"&hellip;", "…"},
}

// entity reads the HTML entity at the start of s: its text and its length, 0
// when it is none.
func entity(s string) (string, int) {
	if len(s) < 4 {
		return "", 0
	}
	if s[1] != '#' {
		for _, e := range entities {
			if strings.HasPrefix(s, e.name) {
				return e.text, len(e.name)
			}
		}
		return "", 0
	}
	end := strings.IndexByte(s[:min(len(s), 10)], ';')
	if end < 3 {
		return "", 0
	}
	digits, base := s[2:end], rune(10)
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	var u rune
	for i := 0; i < len(digits); i++ {
		v := rune(strings.IndexByte("0123456789abcdef", lower(digits[i])))
		if v < 0 || v >= base {
			return "", 0
		}
		u = u*base + v
	}
	switch {
	case digits == "" || u > utf8.MaxRune || !utf8.ValidRune(u):
		return "", 0
	case u == '\n' || u == '\r':
		return "\n", end + 1
	case u < 0x20 || u == 0x7f || u == 0xa0:
		return " ", end + 1
	}
	return string(u), end + 1
}
