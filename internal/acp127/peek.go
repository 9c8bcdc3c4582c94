package acp127

import (
	"bytes"

	"cablefeed/internal/cable"
)

// peekLines is how many lines Peek looks at.
const peekLines = 40

// Peek reads the precedence of raw without parsing it: the higher one of the
// routing line and of the date-time group, in prints the highest that the
// addresses name. It is empty where none can be read.
func Peek(raw []byte) cable.Precedence {
	var best cable.Precedence
	take := func(p cable.Precedence) {
		if p.Rank() > best.Rank() {
			best = p
		}
	}
	for n := 0; n < peekLines && len(raw) > 0; n++ {
		t := raw
		if i := bytes.IndexByte(raw, '\n'); i >= 0 {
			t, raw = raw[:i], raw[i+1:]
		} else {
			raw = nil
		}
		for len(t) > 0 && (t[0] <= ' ' || t[0] == '>' || t[0] >= 0x7f) {
			t = t[1:]
		}
		if len(t) < 5 {
			continue
		}
		switch t[0] {
		case 'Z', 'O', 'P', 'R', 'Y', '0':
			s := string(t[:min(len(t), 40)])
			if isFL2(s) {
				take(prosign(s[0]))
			} else if (s[1] == ' ' || s[2] == ' ') && isFL5(s) {
				take(parseDTG(s).action)
				return best
			}
		case 'A', 'T', 'F', 'a', 't', 'f': // Action:, To:, From: of a print
			if i := bytes.IndexByte(t[:min(len(t), 12)], ':'); i > 1 {
				for s := string(t[i+1:]); s != ""; {
					var w string
					w, s = word(s)
					take(precedenceWord(trimMarks(w)))
				}
			}
		case 'S', 's': // the labels end at the subject
			if best != "" && hasFold(string(t[:5]), "SUBJE") {
				return best
			}
		}
	}
	return best
}

// trimMarks takes what may stand around a precedence word off it.
func trimMarks(w string) string {
	for len(w) > 0 && !isAlpha(w[len(w)-1]) {
		w = w[:len(w)-1]
	}
	return w
}
