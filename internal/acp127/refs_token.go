package acp127

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cablefeed/internal/post"
)

// A refKind is what a token of a reference list looks like.
type refKind uint8

const (
	refWord   refKind = iota // letters, or letters and digits that do not come apart
	refNumber                // digits, letter O read as zero
	refMark                  // one character
)

// A refToken is one word, number or mark of a reference list.
type refToken struct {
	kind   refKind
	class  refClass // of a word: what it does in a list
	mark   byte     // of a mark: its character, dashes and quotes made plain, 'P' for a pilcrow
	spaced bool     // a blank or a line break stands before it
	fresh  bool     // the first of its line
	gap    bool     // the first after a blank line
	fixed  bool     // of a number: it was printed with a letter O
	width  uint8    // of a number: how many digits, at most 255
	value  int32    // of a number; -1 when it has more than seven digits that count
	match  int32    // of an opening bracket or quote: its closing token; else 0
	start  int32    // in the joined text
	end    int32
	line   int32 // index in the block
	col    int32 // in the line
}

// is reports whether t is the mark c.
func (t *refToken) is(c byte) bool { return t.kind == refMark && t.mark == c }

// A refScanner cuts lines into tokens and joins the lines to one.
type refScanner struct {
	toks []refToken
	text strings.Builder // the lines so far: joined, blanks single
	gap  bool            // a blank line stands before the next token
}

// scan adds one line.
func (s *refScanner) scan(text string, index int) {
	fresh := true
	space := s.text.Len() > 0
	for i := 0; i < len(text); {
		c := text[i]
		if c == ' ' || c == '\t' {
			space = s.text.Len() > 0
			i++
			continue
		}
		if space {
			s.text.WriteByte(' ')
		}
		t := refToken{spaced: space || s.text.Len() == 0, fresh: fresh, gap: fresh && s.gap,
			start: int32(s.text.Len()), line: int32(index), col: int32(i)}
		space, fresh, s.gap = false, false, false
		n := runLen(text[i:])
		if n > 0 {
			s.text.WriteString(text[i : i+n])
			s.run(t, text[i:i+n])
			i += n
			continue
		}
		t.kind = refMark
		t.mark, n = markAt(text[i:])
		s.text.WriteString(text[i : i+n])
		t.end = int32(s.text.Len())
		s.toks = append(s.toks, t)
		i += n
	}
	if fresh {
		s.gap = true
	}
}

// runLen gives the length of the letters and digits that s begins with.
func runLen(s string) int {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isAlnum(c):
			i++
		case c < utf8.RuneSelf:
			return i
		default:
			if m, _ := markAt(s[i:]); m != 0 {
				return i
			}
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
		}
	}
	return len(s)
}

// markAt reads the mark that s begins with, dashes and quotes made plain. It is
// 0 for what may be a letter of a foreign name.
func markAt(s string) (byte, int) {
	if s[0] < utf8.RuneSelf {
		switch s[0] {
		case '`':
			return '\'', 1
		case '{':
			return '[', 1
		case '}':
			return ']', 1
		}
		return s[0], 1
	}
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '‘', '’', '‚', '´':
		return '\'', n
	case '“', '”', '„', '«', '»':
		return '"', n
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-', n
	case '¶':
		return 'P', n
	}
	if !unicode.IsLetter(r) && !unicode.IsMark(r) {
		return '*', n
	}
	return 0, n
}

// run adds a run of letters and digits: a word, a number, or a word with a
// number glued before or behind (06STATE123).
func (s *refScanner) run(t refToken, run string) {
	lead := 0
	if run[0]|0x20 == 'o' && len(run) > 1 && isDigit(run[1]) {
		lead = 1
	}
	for lead < len(run) && isDigit(run[lead]) {
		lead++
	}
	all := lead
	for all > 0 && all < len(run) && isZero(run[all]) {
		all++
	}
	switch {
	case all == len(run) && all > 0:
		lead = all
	case run[0]|0x20 == 'o' && lead == 0:
		if n := len(run) - 1; n > 0 && allZero(run) && isDigit(run[n]) { // OO911
			lead = len(run)
		}
	case lead == 1 && run[0] == '0':
		lead = 0 // zero for O: 0TTAWA
	}
	tail := len(run)
	for k := len(run) - 1; k >= lead && isZero(run[k]); k-- {
		if isDigit(run[k]) {
			tail = k
		}
	}
	if tail == len(run)-1 && run[tail] == '0' && tail > lead {
		tail = len(run) // zero for O: MEXIC0
	}
	at := t.start
	add := func(from, to int, kind refKind) {
		if from == to {
			return
		}
		u := t
		if from > 0 {
			u.spaced, u.fresh, u.gap = from == 3 && len(run) == 4 && to == 4 && kind == refWord, false, false
		}
		u.kind, u.start, u.end, u.col = kind, at+int32(from), at+int32(to), t.col+int32(from)
		if kind == refNumber {
			u.number(run[from:to])
		} else {
			u.class = classOf(run[from:to])
		}
		s.toks = append(s.toks, u)
	}
	add(0, lead, refNumber)
	if n := gluedWord(run[lead:tail]); n > 0 {
		add(lead, lead+n, refWord)
		lead += n
	} else if lead == 0 && len(run) == 4 && hasFold(run, "REF") && 'A' <= upper(run[3]) && upper(run[3]) <= 'H' { // REFB: LIMA 12
		add(0, 3, refWord)
		lead = 3
	}
	add(lead, tail, refWord)
	add(tail, len(run), refNumber)
}

// gluedWord gives the length of the AND or EMBASSY that is glued to the name of a
// station: ANDLIMA, AMEMBASSYLIMA.
func gluedWord(s string) int {
	if len(s) < 7 || s[0] != 'A' && s[0] != 'E' {
		return 0
	}
	for _, w := range [...]string{"AND", "AMEMBASSY", "AMCONSUL", "EMBASSY"} {
		if len(s) > len(w)+2 && s[:len(w)] == w {
			if _, ok := post.Station(s, 0); ok {
				return 0
			}
			if _, ok := post.Station(s[len(w):], 0); ok {
				return len(w)
			}
		}
	}
	return 0
}

func isZero(c byte) bool { return isDigit(c) || c|0x20 == 'o' }

func allZero(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isZero(s[i]) {
			return false
		}
	}
	return true
}

// number sets the value of a number.
func (t *refToken) number(s string) {
	t.width = uint8(min(len(s), 255))
	for i := 0; i < len(s); i++ {
		d := int32(s[i] - '0')
		if !isDigit(s[i]) {
			d, t.fixed = 0, true
		}
		if t.value >= 0 {
			t.value = t.value*10 + d
		}
		if t.value > 9999999 {
			t.value = -1
		}
	}
}

// pair finds the closing token of each bracket and quote.
func (s *refScanner) pair() {
	const reach = 60 // tokens; a quote that is longer was never closed
	var open [8]int32
	depth, quote, tick := 0, -1, -1
	for i := range s.toks {
		t := &s.toks[i]
		if t.kind != refMark {
			continue
		}
		next := i+1 == len(s.toks) || s.toks[i+1].spaced || s.toks[i+1].kind == refMark
		switch t.mark {
		case '(', '[':
			if depth < len(open) {
				open[depth] = int32(i)
				depth++
			}
		case ')', ']':
			if depth > 0 {
				depth--
				if int32(i)-open[depth] <= reach {
					s.toks[open[depth]].match = int32(i)
				}
			}
		case '"':
			if quote >= 0 && i-quote <= reach {
				s.toks[quote].match = int32(i)
				quote = -1
			} else {
				quote = i
			}
		case '\'':
			switch {
			case tick >= 0 && i-tick <= reach && !t.spaced && next:
				s.toks[tick].match = int32(i)
				tick = -1
			case t.spaced && !next && s.toks[i+1].kind == refWord:
				tick = i
			}
		}
	}
}
