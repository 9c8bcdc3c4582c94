package acp127

import "strings"

func isDigit(c byte) bool { return c-'0' < 10 }
func isUpper(c byte) bool { return c-'A' < 26 }
func isLower(c byte) bool { return c-'a' < 26 }
func isAlpha(c byte) bool { return c|0x20-'a' < 26 }
func isAlnum(c byte) bool { return isAlpha(c) || isDigit(c) }

func lower(c byte) byte {
	if isUpper(c) {
		c |= 0x20
	}
	return c
}

func upper(c byte) byte {
	if isLower(c) {
		c &^= 0x20
	}
	return c
}

// trim takes blanks off both ends. Lines have no other white space.
func trim(s string) string {
	for len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}

// blank reports whether s holds nothing but blanks.
func blank(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' {
			return false
		}
	}
	return true
}

// word cuts the first run of non-blanks off s.
func word(s string) (w, rest string) {
	for len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	if i := strings.IndexByte(s, ' '); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// lastWord cuts the last run of non-blanks off s.
func lastWord(s string) (rest, w string) {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	i := strings.LastIndexByte(s, ' ') + 1
	return trim(s[:i]), s[i:]
}

// hasFold reports whether s begins with prefix, which is upper case, whatever
// the case of s.
func hasFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		if upper(s[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// bytesOf marks the bytes of s.
func bytesOf(s string) (t [256]bool) {
	for i := 0; i < len(s); i++ {
		t[s[i]] = true
	}
	return t
}

// Beginnings are the first two letters of words, whatever their case. They tell
// quickly that none of the words begins a text.
type beginnings [26]uint32

// beginningsOf gives the beginnings of words, which are upper case; one of a
// single letter stands for all that begin with it.
func beginningsOf(words ...string) (b beginnings) {
	for _, w := range words {
		b.add(w)
	}
	return b
}

// add adds the beginning of the word w.
func (b *beginnings) add(w string) {
	if len(w) == 1 {
		b[w[0]-'A'] = 1<<26 - 1
	} else if isUpper(w[1]) {
		b[w[0]-'A'] |= 1 << (w[1] - 'A')
	}
}

// of reports whether s may begin with one of the words, or with the letters of
// one spaced out: what stands behind its first letter is none, or belongs there.
func (b *beginnings) of(s string) bool {
	if len(s) < 2 || !isAlpha(s[1]) {
		return true
	}
	return isAlpha(s[0]) && b[upper(s[0])-'A']>>(upper(s[1])-'A')&1 != 0
}

// equalFold reports whether s is upper, which is upper case, whatever the case of s.
func equalFold(s, upper string) bool { return len(s) == len(upper) && hasFold(s, upper) }

// digits reports whether s is all digits, at least one.
func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// number reads s as a number: digits, with O for zero and l for one read right.
// ok is false when s is no number or longer than nine digits.
func number(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	seen := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isDigit(c):
			seen = true
		case c == 'O' || c == 'o':
			c = '0'
		case c == 'I' || c == 'l':
			c = '1'
		default:
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, seen
}

// letters gives the letters and digits of s in upper case, without the rest.
func letters(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = isUpper(s[i]) || isDigit(s[i])
	}
	if clean {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if isAlnum(s[i]) {
			b = append(b, upper(s[i]))
		}
	}
	return string(b)
}

// near reports whether the words a and b, upper case, are the same but for one
// letter changed, lost, added or changed places with its neighbour.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) || a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// eight gives the first eight bytes of s, which must have them, as a number:
// what holds for each byte can then be asked of all at once.
func eight[T string | []byte](s T) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

const (
	ones = 0x0101010101010101
	high = 0x8080808080808080
)

// ones and high as variables, which the compiler keeps in registers; it makes
// large constants anew wherever they are used.
var onesHigh = [2]uint64{ones, high}

// doubled finds the first place in s where c stands twice together, -1 when there
// is none; of the bytes of s the bits of fold, 0x20 for either case of a letter,
// count as set.
func doubled(s string, c, fold byte) int {
	one, top := onesHigh[0], onesHigh[1]
	f, k := one*uint64(fold), one*uint64(c)
	i := 0
	for ; i+32 <= len(s); i += 28 {
		t := s[i : i+32]
		w, x, y, z := (eight(t)|f)^k, (eight(t[7:])|f)^k, (eight(t[14:])|f)^k, (eight(t[21:])|f)^k
		w, x, y, z = (w-one)&^w, (x-one)&^x, (y-one)&^y, (z-one)&^z // see zeros
		if (w&(w>>8)|x&(x>>8)|y&(y>>8)|z&(z>>8))&top != 0 {
			if n := pair(t[:29], c, fold); n >= 0 {
				return i + n
			}
		}
	}
	if n := pair(s[i:], c, fold); n >= 0 {
		return i + n
	}
	return -1
}

// zeros sets the high bit of each byte of x that is zero, and perhaps those of
// bytes that follow one and are one.
func zeros(x uint64) uint64 { return (x - ones) &^ x & high }

// pair is doubled for short strings.
func pair(s string, c, fold byte) int {
	if f, k := ones*uint64(fold), ones*uint64(c); len(s) >= 8 {
		x := zeros((eight(s[len(s)-8:]) | f) ^ k)
		x &= x >> 8
		for t := s; len(t) > 8; t = t[min(7, len(t)-8):] {
			y := zeros((eight(t) | f) ^ k)
			x |= y & (y >> 8)
		}
		if x == 0 {
			return -1
		}
	}
	for i := 1; i < len(s); i++ {
		if s[i]|fold == c && s[i-1]|fold == c {
			return i - 1
		}
	}
	return -1
}

// doubleBlank reports whether two blanks stand together in s.
func doubleBlank(s string) bool { return doubled(s, ' ', 0) >= 0 }

// squeeze gives s with each run of blanks made one, and none at its ends.
func squeeze(s string) string {
	s = trim(s)
	if !doubleBlank(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' || b[len(b)-1] != ' ' {
			b = append(b, s[i])
		}
	}
	return string(b)
}
