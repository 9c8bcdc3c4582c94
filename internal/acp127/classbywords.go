package acp127

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A tokenKind says what a word of the authority may be.
type tokenKind byte

// A token is one word of the authority.
type token struct {
	text       string
	start, end int // in the authority
	kind       tokenKind
	brk        bool // a mark that parts stands before it
	soft       bool // the mark is a comma or opens a parenthesis
	wild       bool // the mark is damage: what is behind it is no name
	slash      bool // the mark is a slash, glued to the word
	office     bool // a single letter with a slash behind it: A/DCM
}

// tokens cuts s into words and says what each may be.
func tokens(out []token, s string) []token {
	lowercase := strings.IndexFunc(s, func(u rune) bool { return u >= 'a' && u <= 'z' }) >= 0
	capitals := strings.IndexFunc(s, unicode.IsUpper) >= 0
	brk, soft, wild, slash, nick := true, false, false, false, false
	for i := 0; i < len(s); {
		u, n := utf8.DecodeRuneInString(s[i:])
		if !wordRune(u) {
			switch {
			case u == '"' || u == '“' || u == '”' || u == ' ':
			case u == '(' && nickname(out, s[i:]) > 0, u == ')' && nick:
				nick = u == '('
			case u == ',' || u == '(':
				soft = !brk || soft
				brk = true
			default:
				brk, soft = true, false
				slash = u == '/' && i+1 < len(s) && s[i+1] != ' '
				wild = wild || strings.ContainsRune("#?*@|<>=+~^_%$�", u)
			}
			i += n
			continue
		}
		j := i
		for j < len(s) {
			u, n := utf8.DecodeRuneInString(s[j:])
			if !wordRune(u) {
				break
			}
			j += n
		}
		end := j
		for end > i && s[end-1] == '-' {
			end--
		}
		for i < end && s[i] == '-' {
			i++
			brk, soft = true, false
		}
		if i == end {
			i, brk, soft = j, true, false
			continue
		}
		t := token{text: s[i:end], start: i, end: end, brk: brk, soft: soft, wild: wild, slash: slash, office: end == i+1 && end < len(s) && s[end] == '/'}
		out = appendToken(out, t, lowercase, capitals)
		brk, soft, wild, slash = end < j, false, false, false
		if w := s[i:end]; w[len(w)-1] == '.' && out[len(out)-1].kind != initial && sentenceWord(w) {
			brk = true
		}
		i = j
	}
	return out
}

// nickname gives the length of a word in parentheses at the start of s that
// stands between given name and surname.
func nickname(before []token, s string) int {
	if len(before) == 0 || before[len(before)-1].kind != proper && before[len(before)-1].kind != initial {
		return 0
	}
	n := strings.IndexByte(s, ')')
	if n < 3 || n > 14 || n+2 >= len(s) || s[n+1] != ' ' || !isUpper(s[n+2]) || strings.IndexByte(s[:n], ' ') >= 0 || isTitleWord(s[1:n]) || !isUpper(s[1]) {
		return 0
	}
	w, _ := word(s[n+2:])
	if isTitleWord(strings.TrimRight(w, ".,;")) || hasFold(w, "REASON") {
		return 0
	}
	return n + 1
}

// wordRune reports whether u belongs to a word of the authority.
func wordRune(u rune) bool {
	return u == '.' || u == '\'' || u == '’' || u == '`' || u == '-' || u < 0x80 && isAlnum(byte(u)) || u >= 0xc0 && u < 0x2000 && unicode.IsLetter(u)
}

// sentenceWord reports whether w, which ends in a point, ends a sentence: it is
// no abbreviation.
func sentenceWord(w string) bool {
	return len(w) > 3 && !foldAny(w, "WM.", "AMB.", "DR.", "MR.", "MRS.", "MS.", "GEN.", "COL.", "LT.", "MAJ.", "JR.", "SR.", "ST.", "DEP.", "ECON.", "POL.", "COUNS.", "OFF.", "ACT.", "REP.", "SEC.", "MIN.", "CAPT.", "DEPT.", "ASST.", "DIR.", "HON.", "CONS.", "U.S.", "MIL.", "PRIN.", "ADM.")
}

// appendToken appends t, or its parts where a title is glued to a name or
// carries a hyphen before one.
func appendToken(out []token, t token, lowercase, capitals bool) []token {
	w := t.text
	if i := strings.IndexByte(w, '-'); i > 0 && isTitleWord(w[:i]) && !isTitleWord(w) && len(w)-i > 2 && !foldAny(w[:i], "AL", "EL", "ABU") && i > 2 {
		left, right := t, t
		left.text, left.end = w[:i], t.start+i
		right.text, right.start, right.brk, right.soft = w[i+1:], t.start+i+1, true, false
		left.kind = other
		out = append(out, left)
		return appendToken(out, right, lowercase, capitals)
	}
	if i := strings.LastIndexByte(w, '-'); i > 2 && lowercase && shouts(w[i+1:]) && !shouts(w[:i]) && isTitleWord(w[i+1:]) && !isTitleWord(w[:i]) { // Doe-DCM
		left, right := t, t
		left.text, left.end = w[:i], t.start+i
		right.text, right.start, right.brk, right.soft, right.kind = w[i+1:], t.start+i+1, true, false, other
		return append(appendToken(out, left, lowercase, capitals), right)
	}
	i := gluedTitle(w)
	if i == 0 {
		i = hump(w)
	}
	if i > 0 {
		left, right := t, t
		left.text, left.end, left.kind = w[:i], t.start+i, other
		right.text, right.start, right.brk, right.soft = w[i:], t.start+i, false, false
		out = append(out, left)
		return appendToken(out, right, lowercase, capitals)
	}
	t.kind = kindOf(out, t, lowercase, capitals)
	return append(out, t)
}

// gluedTitle gives where a name starts that is glued to the point of a title,
// AMB.JANE, or to letters that no name begins with, DCMJANE; 0 where none does.
func gluedTitle(w string) int {
	i := strings.IndexByte(w, '.')
	switch {
	case i > 1 && len(w)-i > 2 && isAlpha(w[i+1]) && w[i+2] != '.' && isTitleWord(w[:i]) && !foldAny(w[:i], "ST", "MC", "VAN", "AL"):
		return i + 1
	case len(w) > 5 && strings.HasPrefix(w, "DCM") && shouts(w) && !isTitleWord(w):
		return 3
	}
	return 0
}

// hump gives where a name starts that is glued to a title, as in PolCounsJohn
// or DCMJohn; 0 where none does.
func hump(w string) int {
	if isTitleWord(w) {
		return 0
	}
	for i := len(w) - 2; i >= 3; i-- {
		if isUpper(w[i]) && isLower(w[i+1]) && isTitleWord(w[:i]) && (isLower(w[i-1]) || i <= 4) && !strings.HasSuffix(w[:i], "Mc") {
			return i
		}
	}
	return 0
}

func kindOf(before []token, t token, lowercase, capitals bool) tokenKind {
	w := t.text
	bare := strings.TrimRight(w, ".'’`")
	var prev token
	if len(before) > 0 {
		prev = before[len(before)-1]
	}
	named := prev.kind == proper || prev.kind == initial || prev.kind == particle
	if bare == "" {
		return other
	}
	for i := 0; i < len(bare); i++ {
		if c := bare[i]; isDigit(c) && (c > '1' || i == 0 && len(bare) < 3) || digits(bare) {
			return figure
		}
	}
	if foldAny(bare, "JR", "SR", "II", "III", "IV", "2ND", "3RD", "ESQ") && len(before) > 0 && named {
		return suffix
	}
	if foldAny(bare, "A.I", "AI") && !(isUpper(bare[0]) && prev.kind == initial) {
		if !isUpper(bare[0]) || prev.kind == other && foldAny(strings.TrimRight(prev.text, ",."), "D'AFFAIRES", "D'AFFAIRS", "CHARGE", "AFFAIRES", "CDA", "DAFFAIRES", "AFFAIRS", "D’AFFAIRES") {
			return other
		}
	}
	if t.office || t.slash && (len(bare) == 1 || len(bare) <= 4 && shouts(bare) && prev.kind != proper && !isGiven(bare)) {
		return other // an office: POL/C, EUR/ACE
	}
	if isInitial(bare, w) {
		return initial
	}
	if len(bare) > 2 && strings.Trim(bare, "Xx") == "" { // QUIRK: a name that was taken out
		return other
	}
	if foldAny(bare, "DE", "LA", "DEL", "DELLA", "DI", "DA", "DOS", "DU", "VAN", "VON", "DER", "DEN", "TER", "TEN", "BIN", "BEN", "AL", "EL", "LE", "DELA", "DELOS", "VANDER", "VANDEN", "MC", "MAC", "ST", "SAN", "SANTA", "Y", "E", "O", "ABU", "ZU", "LOS", "LAS") && !(equalFold(bare, "E")) {
		if isUpper(bare[0]) || named || foldAny(bare, "VAN", "VON", "DER", "DEN", "BIN") {
			return particle
		}
		return other
	}
	if i := strings.IndexByte(bare, '-'); i > 0 && i+1 < len(bare) && isUpper(bare[i+1]) && foldAny(bare[:i], "AL", "EL", "AS", "AR", "ABU", "BEN", "BIN", "D") {
		return proper
	}
	if named && len(bare) > 3 && (bare[0] == 'd' || bare[0] == 'l') && (bare[1] == '\'' || strings.HasPrefix(bare[1:], "’")) {
		return proper // d'Roe
	}
	u, _ := utf8.DecodeRuneInString(bare)
	if capitals && !unicode.IsUpper(u) && !(u == '0') {
		return other
	}
	if isTitleWord(bare) {
		if named && !t.brk && len(bare) == 2 && isLower(bare[1]) && !foldAny(bare, "OF", "TO", "IN", "AT", "ON", "BY", "AS", "AN", "OR", "AI", "DR") {
			return proper // Helen de Sa: an office has capitals
		}
		if named && !t.brk && foldAny(bare, "WEST", "EAST", "NORTH", "SOUTH", "FIELD", "POST", "PRESS", "MAJOR", "MIN", "CONE", "LEAD", "HEAD", "DAS", "SY", "CHAIR", "WAR", "FORCE", "MARINE", "GUIDE", "HON", "FRAUD", "CAPTAIN", "SERGEANT", "COL", "CAR", "ICE") {
			return proper
		}
		return other
	}
	if lowercase && len(bare) == 2 && shouts(bare) && !named && !t.slash {
		return initial // JD ROE, if a name follows
	}
	if lowercase && len(bare) <= 4 && len(bare) >= 2 && shouts(bare) {
		// Capitals among small letters are an office, unless a given name is before them.
		if !named || t.brk || !shouts(prev.text) && len(before) > 1 && before[len(before)-2].kind == proper && !prev.brk {
			return other
		}
	}
	return proper
}

// isInitial reports whether a word is one letter, or letters with points
// between them; bare is the word without a point at its end.
func isInitial(bare, w string) bool {
	if len(bare) == 1 {
		return isAlpha(bare[0]) && isUpper(bare[0])
	}
	if len(bare) > 7 || strings.IndexByte(w, '.') < 0 {
		return false
	}
	for i := 0; i < len(bare); i++ {
		if i%2 == 0 != isUpper(bare[i]) || i%2 == 1 && bare[i] != '.' && bare[i] != '-' {
			return false
		}
	}
	return true
}
