package watch

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A sort says what a character does in a text.
type sort uint8

const (
	letter  sort = iota // part of a word; digits too
	hyphen              // joins two words that may be one
	nothing             // part of neither: a combining mark, a joiner
	gap                 // ends a word
	blank               // ends a word, and may stand between a hyphen and the rest
)

// ascii gives the sort of each ASCII character, and lower its folded form.
var ascii, lower = func() (s [utf8.RuneSelf]sort, l [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		l[c] = c
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			s[c] = letter
		case 'A' <= c && c <= 'Z':
			s[c], l[c] = letter, c+'a'-'A'
		case c == '-':
			s[c] = hyphen
		case c == ' ', '\t' <= c && c <= '\r':
			s[c] = blank
		default:
			s[c] = gap
		}
	}
	return s, l
}()

// plainLetters are the letters that accents are no part of, and yet people
// leave out when they type without them.
var plainLetters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h",
}

// foldRune appends r to b in lower case and without accents, and says its sort.
// It is for what is not ASCII.
func foldRune(b []byte, r rune, s string) ([]byte, sort) {
	switch {
	case r == '\u2010', r == '\u2011', r == '\u00ad': // also the non-breaking and the soft one
		return b, hyphen
	case '\u200b' <= r && r <= '\u200d', r == '\ufeff', unicode.Is(unicode.Mn, r):
		return b, nothing
	case unicode.IsSpace(r):
		return b, blank
	}
	d := norm.NFKD.PropertiesString(s).Decomposition()
	if d == nil {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return b, gap
		}
		return appendPlain(b, r), letter
	}
	n := len(b)
	for _, p := range string(d) {
		if unicode.IsLetter(p) || unicode.IsDigit(p) {
			b = appendPlain(b, p)
		}
	}
	if len(b) == n {
		return b, gap
	}
	return b, letter
}

func appendPlain(b []byte, r rune) []byte {
	r = unicode.ToLower(r)
	if p, ok := plainLetters[r]; ok {
		return append(b, p...)
	}
	return utf8.AppendRune(b, r)
}

// A span is where something stands: bytes from start to end.
type span struct{ start, end int }

// A scanner reads the words of a text one by one, folded: lower case, no
// accents. A word is letters and digits; all else divides words.
type scanner struct {
	text string
	pos  int
	// joined says that a hyphen alone stood between this word and the last:
	// they may be one word cut at the end of a line, or a compound.
	joined bool
}

// next appends the next word to b and says where it stands in the text. At the
// text's end ok is false.
func (s *scanner) next(b []byte) (_ []byte, at span, ok bool) {
	s.joined = false
	began := false
	afterHyphen := false // nothing but a hyphen, then blanks, since the last word
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		if c < utf8.RuneSelf {
			switch k := ascii[c]; {
			case k == letter:
				if !began {
					began, at.start, s.joined = true, s.pos, afterHyphen
				}
				b = append(b, lower[c])
				s.pos++
				at.end = s.pos
				continue
			case began:
				return b, at, true
			case k == hyphen:
				afterHyphen = s.wordBefore()
			case k != blank:
				afterHyphen = false
			}
			s.pos++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[s.pos:])
		m, k := foldRune(b, r, s.text[s.pos:s.pos+n])
		switch {
		case k == letter:
			if !began {
				began, at.start, s.joined = true, s.pos, afterHyphen
			}
			b = m
			at.end = s.pos + n
		case k == nothing:
			if began {
				at.end = s.pos + n
			}
		case began:
			return b, at, true
		case k == hyphen:
			afterHyphen = s.wordBefore()
		case k != blank:
			afterHyphen = false
		}
		s.pos += n
	}
	return b, at, began
}

// wordBefore reports whether a word ends where the scanner stands.
func (s *scanner) wordBefore() bool {
	r, n := utf8.DecodeLastRuneInString(s.text[:s.pos])
	switch {
	case n == 0:
		return false
	case r < utf8.RuneSelf:
		return ascii[r] == letter
	}
	_, k := foldRune(nil, r, s.text[s.pos-n:s.pos])
	return k == letter || k == nothing
}
