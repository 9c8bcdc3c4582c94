package acp127

import (
	"strings"
)

// runsOn reports whether the line after, behind a blank line, goes on with the
// sentence of before.
func runsOn(before, after string) bool {
	if !goesOnAt(after) {
		return false
	}
	if !unfinished(before) {
		return isLower(after[0]) && abbreviation(before) || isUpper(after[0]) && endsInTitle(before)
	}
	return isLower(after[0]) || len(before) > 40 || needsMore(before)
}

// endsInTitle reports whether s ends with the short title of a person, whose name
// follows: MR.
func endsInTitle(s string) bool {
	if !strings.HasSuffix(s, ".") {
		return false
	}
	_, w := lastWord(s[:len(s)-1])
	return foldAny(w, "MR", "MRS", "MS", "DR", "GEN", "COL", "MAJ", "LT", "CAPT", "AMB", "SEN", "REP", "PROF", "MSGR", "FR")
}

// abbreviation reports whether the point at the end of s may be that of a word
// within a sentence: THE U.S.
func abbreviation(s string) bool { return strings.HasSuffix(s, ".") && abbreviated(s) }

// unfinished reports whether the line s ends within a sentence.
func unfinished(s string) bool { return s != "" && !sentenceEnds(s) && !isRule(s) }

// goesOnAt reports whether a sentence may go on with the line s.
func goesOnAt(s string) bool {
	if s == "" || isRule(s) {
		return false
	}
	if n, _, _ := paragraphNumber(s); n > 0 {
		return false
	}
	k, _ := captionAt(s)
	return k == noCaption
}

// needsMore reports whether s ends with a word or mark that something must follow.
func needsMore(s string) bool {
	_, w := lastWord(s)
	if w == "" {
		return false
	}
	if c := w[len(w)-1]; c == ',' || c == '-' && len(w) > 1 {
		return true
	}
	if len(w) > 4 || isUpper(w[0]) && len(w) > 1 && isLower(w[1]) {
		return false
	}
	switch strings.ToUpper(w) {
	case "AND", "OR", "THE", "A", "AN", "OF", "IN", "TO", "FOR", "BY", "WITH", "FROM", "AT", "ON", "THAT", "HIS", "ITS", "HAS", "HAD", "IS", "WAS", "WERE", "BE", "AS", "NOT":
		return true
	}
	return false
}

// sentenceEnds reports whether s ends with a mark that ends a sentence.
func sentenceEnds(s string) bool {
	for len(s) > 0 {
		switch s[len(s)-1] {
		case '.', '!', '?', ':':
			return true
		case '"', '\'', ')', ']', ' ', '*':
			s = s[:len(s)-1]
		default:
			if strings.HasSuffix(s, "”") {
				s = strings.TrimSuffix(s, "”")
				continue
			}
			return strings.HasSuffix(s, "…")
		}
	}
	return true
}
