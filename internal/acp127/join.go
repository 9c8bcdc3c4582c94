package acp127

import (
	"bytes"
)

// Join puts the raw texts of the sections of one cable, in order, together to
// one text that Parse reads as the whole: the header of the first, the texts of
// all from their classification lines on, one ending.
func Join(parts [][]byte) []byte {
	size := 0
	for _, p := range parts {
		size += len(p) + 1
	}
	out := make([]byte, 0, size)
	for i, p := range parts {
		from, to := 0, len(p)
		if i > 0 {
			from = classStart(p)
		}
		if i < len(parts)-1 {
			to = from + ending12(p[from:])
		}
		out = append(out, p[from:to]...)
		if n := len(out); n > 0 && out[n-1] != '\n' {
			out = append(out, '\n')
		}
	}
	return out
}

// classStart gives where the text of a transmission begins: its classification
// line, else what follows the first break, else the start.
func classStart(raw []byte) int {
	at, broken := 0, -1
	for at < len(raw) {
		t := raw[at:]
		next := len(raw)
		if i := bytes.IndexByte(t, '\n'); i >= 0 {
			t, next = t[:i], at+i+1
		}
		t = bytes.TrimFunc(t, func(c rune) bool { return c <= ' ' || c == 0x7f || c == '>' })
		if string(t) == "BT" && broken < 0 {
			broken = next
		}
		if len(t) > 8 && len(t) < 160 {
			switch t[0] {
			case 'U', 'C', 'S', 'L', 'T', 'R':
				if cl, ok := parseClassLine(string(t)); ok && (cl.serial != "" || cl.total > 0) {
					return at
				}
			}
		}
		at = next
	}
	return max(broken, 0)
}

// ending12 gives where the text ends: before the last BT, or the last NNNN
// where there is none.
func ending12(raw []byte) int {
	end := len(raw)
	for at, bt := 0, false; at < len(raw); {
		t := raw[at:]
		next := len(raw)
		if i := bytes.IndexByte(t, '\n'); i >= 0 {
			t, next = t[:i], at+i+1
		}
		if len(t) <= 16 {
			switch string(bytes.TrimFunc(t, func(c rune) bool { return c <= ' ' || c == 0x7f })) {
			case "BT":
				end, bt = at, true
			case "NNNN":
				if !bt {
					end = at
				}
			}
		}
		at = next
	}
	return end
}
