package acp127

import (
	"bytes"
	"math/bits"
	"unicode/utf8"
)

// Traits are what a line may hold. They are found once, while the text is cut
// into lines, and spare later readers the search in most lines.
type traits uint8

const (
	hasMM    traits = 1 << iota // M twice, as in SUMMARY
	hasPoint                    // a number with its point and a parenthesis, as in "END. 2. (U) NEXT"
	unsound                     // something to repair

	anything traits = 1<<iota - 1
)

// may reports whether the line num may have t; a line that nobody looked at may
// have anything.
func (r *reader) may(num int, t traits) bool {
	return num >= len(r.traits) || r.traits[num]&t != 0
}

// changed notes that the line num got a text of which its traits say nothing.
func (r *reader) changed(num int) {
	if num < len(r.traits) {
		r.traits[num] = anything
	}
}

// nextPoint finds a parenthesis in text from i on that stands behind a blank, a
// number, a point and a blank; len(text) when there is none.
func nextPoint(text []byte, i int) int {
	for i < len(text) {
		n := bytes.IndexByte(text[i:], '(')
		if n < 0 {
			break
		}
		if i += n; i > 2 && text[i-1] == ' ' && text[i-2] == '.' {
			k := i - 2
			for k > 0 && isDigit(text[k-1]) {
				k--
			}
			if k > 0 && text[k-1] == ' ' {
				return i
			}
		}
		i++
	}
	return len(text)
}

// firstLine looks at the first line of text, behind which there must be sixteen
// newlines: its length, where the next line begins, whether there is nothing to
// repair in it, and whether it may have MM. It looks at sixteen bytes at a time.
func firstLine[T string | []byte](text T) (n, next int, clean, mm bool) {
	one, high := onesHigh[0], onesHigh[1]
	blanks, ms := one*0x20, one*'m'
	var last, pairs uint64
	for {
		s := text[n : n+16]
		x, y := eight(s), eight(s[8:])
		m, w := (x|blanks)^ms, (y|blanks)^ms
		m, w = (m-one)&^m&high, (w-one)&^w&high // see zeros
		pairs |= m&(m<<8|last) | w&(w<<8|m>>56)
		last = w >> 56
		// A byte below 0x20, or above 0x7e; the lowest one found is right.
		x, y = ((x-blanks)|(x+one)|x)&high, ((y-blanks)|(y+one)|y)&high
		if x|y == 0 {
			n += 16
			continue
		}
		if x == 0 {
			n, x = n+8, y
		}
		n += bits.TrailingZeros64(x) / 8
		switch c := text[n]; {
		case c == '\n':
			return n, n + 1, true, pairs != 0
		case c == '\r' && text[n+1] == '\n':
			return n, n + 2, true, pairs != 0
		case c >= utf8.RuneSelf:
			if r, size := utf8.DecodeRuneInString(string(text[n : n+utf8.UTFMax])); size > 1 && !needsRepair(r) {
				n += size
				continue
			}
		}
		for text[n] != '\n' {
			n++
		}
		return n, n + 1, false, true
	}
}

// needsRepair reports whether r, which is not ASCII, is a C1 control, a special
// blank or hyphen, a mark without width, or one of the last before the
// supplementary planes.
func needsRepair(r rune) bool {
	return r <= 0xa0 || r == 0xad || r >= 0x2000 && r <= 0x200d && r != 0x2008 || r == 0x2028 || r == 0x2029 || r == 0x202f || r >= 0xf000 && r <= 0xffff
}
