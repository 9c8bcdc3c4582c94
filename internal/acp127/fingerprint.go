package acp127

import (
	"bytes"
	"crypto/sha256"
)

// Fingerprint identifies the text of a transmission, however it travelled: two
// transmissions with the same fingerprint say the same. It covers all that is
// not blank from the date-time group (FL5) on, without breaks (BT), operating
// signals on lines of their own, the repeated serial and what follows NNNN.
// Line ends, wrapping, blank lines and FL1 to FL4 make no difference.
func Fingerprint(raw []byte) [32]byte {
	raw = unBOM(raw)
	buf := make([]byte, 0, len(raw))
	rest := raw[textStart(raw):]
	for len(rest) > 0 {
		t := rest
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			t, rest = rest[:i], rest[i+1:]
		} else {
			rest = nil
		}
		if len(t) <= 64 {
			if s := bytes.TrimFunc(t, func(c rune) bool { return c <= ' ' || c == 0x7f }); mark(s) {
				if string(s) == "NNNN" && !goesOnBehind(rest) {
					break
				}
				continue
			}
		}
		for _, c := range t {
			if c > ' ' && c != 0x7f {
				buf = append(buf, c)
			}
		}
	}
	return sha256.Sum256(buf)
}

// mark reports whether the line s is transmission, not text: BT, NNNN, #0118,
// ZFD, ZDK.
func mark(s []byte) bool {
	switch {
	case len(s) < 2:
		return false
	case string(s) == "BT", string(s) == "NNNN":
		return true
	case s[0] == '#':
		return digits(string(s[1:]))
	case s[0] == 'Z' && len(s)%4 == 3:
		for i := 0; i < len(s); i += 4 {
			if s[i] != 'Z' || !isUpper(s[i+1]) || !isUpper(s[i+2]) || i+3 < len(s) && s[i+3] != ' ' {
				return false
			}
		}
		return true
	}
	return false
}

// goesOnBehind reports whether text goes on behind an NNNN: there is another
// one, or a break.
func goesOnBehind(rest []byte) bool {
	return bytes.Contains(rest, []byte("\nNNNN")) || bytes.HasPrefix(rest, []byte("NNNN")) || bytes.Contains(rest, []byte("\nBT"))
}

// textStart gives where FL5 begins; 0 when no line among the first is one.
func textStart(raw []byte) int {
	at := 0
	for n := 0; n < peekLines && at < len(raw); n++ {
		t := raw[at:]
		next := len(raw)
		if i := bytes.IndexByte(t, '\n'); i >= 0 {
			t, next = t[:i], at+i+1
		}
		t = bytes.TrimLeft(t, " \t\r\x00\x7f>")
		if len(t) > 8 && len(t) < 120 {
			switch t[0] {
			case 'Z', 'O', 'P', 'R', 'Y':
				if s := string(t); !isFL2(s) && isFL5(s) {
					return at
				}
			}
		}
		at = next
	}
	return 0
}
