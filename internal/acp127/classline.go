package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// A classLine is what a classification line says:
// UNCLAS SECTION 01 OF 02 MEXICO 006568.
type classLine struct {
	class          cable.Class
	garbled        bool // the classification or the section word was repaired
	efto, svc      bool
	corrected      bool // CORRECTED COPY stands on the line
	captions       []string
	section, total int
	station        string // as printed
	serial         string // as printed
	rest           string // what follows
}

// classWords are the classification words without blanks, the longer ones of
// one beginning first.
var classWords = [...]struct {
	word  string
	class cable.Class
}{
	{"UNCLASSIFIED", cable.Unclassified}, {"UNCLASS", cable.Unclassified}, {"UNCLAS", cable.Unclassified}, {"UNCL", cable.Unclassified},
	{"CONFIDENTIAL", cable.Confidential}, {"SECRET", cable.Secret}, {"TOPSECRET", cable.TopSecret},
	{"LIMITEDOFFICIALUSE", cable.LimitedOfficialUse}, {"LIMOFFUSE", cable.LimitedOfficialUse}, {"LOU", cable.LimitedOfficialUse},
	{"RESTRICTED", cable.Restricted}, {"SENSITIVEBUTUNCLASSIFIED", cable.Unclassified},
}

// classBeginnings are those of classWords.
var classBeginnings = beginningsOf("UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOPSECRET", "LIMITEDOFFICIALUSE", "LOU", "RESTRICTED", "SENSITIVEBUTUNCLASSIFIED")

// classWord reads the classification at the start of s, its letters spaced or
// not, and gives its length; 0 when there is none.
func classWord(s string) (cable.Class, int) {
	if s == "" || !classBeginnings.of(s) {
		return "", 0
	}
	for _, w := range classWords {
		if s[0] != w.word[0] {
			continue
		}
		if n := spaced(s, w.word); n > 0 && classEnds(s[n:]) {
			return w.class, n
		}
	}
	return "", 0
}

// classEnds reports whether a classification word may end before s.
func classEnds(s string) bool {
	return s == "" || !isAlpha(s[0]) || hasAny(s, "SECTION", "SIPDIS", "EFTO", "NOFORN", "SENSITIVE", "AMEMBASSY", "AMCONSUL", "USMISSION")
}

func hasAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if s != "" && s[0] == p[0] && strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// spaced matches word at the start of s, blanks allowed between its letters,
// and gives the length of the match; 0 when it does not match.
func spaced(s, word string) int {
	i := 0
	for j := 0; j < len(word); j++ {
		for j > 0 && i < len(s) && s[i] == ' ' {
			i++
		}
		if i >= len(s) || s[i] != word[j] && (s[i] != '0' || word[j] != 'O') {
			return 0
		}
		i++
	}
	return i
}

// garbledClass reads a damaged classification: the first word of s, or its
// first run of single letters, one letter off.
func garbledClass(s string) (cable.Class, int) {
	end, run := 0, make([]byte, 0, 24)
	for end < len(s) && len(run) < 24 {
		if s[end] == ' ' {
			end++
			continue
		}
		if end+1 < len(s) && s[end+1] != ' ' {
			break
		}
		run = append(run, upper(s[end]))
		end++
	}
	if len(run) < 4 {
		w, _ := word(s)
		end = strings.Index(s, w) + len(w)
		run = append(run[:0], letters(w)...)
	}
	for _, w := range classWords {
		if len(w.word) >= 6 && near(string(run), w.word) {
			return w.class, end
		}
	}
	if len(run) > 4 && run[0] == 'L' { // three words
		if i := strings.Index(s, " USE "); i > 10 && i < 24 && near(letters(s[:i+4]), "LIMITEDOFFICIALUSE") {
			return cable.LimitedOfficialUse, i + 4
		}
	}
	return "", 0
}

// parseClassLine reads a classification line; ok is false when s does not begin
// with a classification.
func parseClassLine(s string) (cl classLine, ok bool) {
	s = trim(s)
	s = strings.TrimLeft(s, "(")
	class, n := classWord(s)
	if n == 0 {
		return cl, false
	}
	cl.class, cl.garbled = class, strings.IndexByte(s[:n], '0') >= 0
	if s[1] == 'E' && s[2] == 'N' {
		cl.captions = append(cl.captions, "SENSITIVE")
	}
	cl.read(s[n:])
	return cl, true
}

// parseGlued reads a classification line whose classification is glued to the
// station: CONFIDENTIALLIMA 001234.
func parseGlued(s string) (cl classLine, ok bool) {
	if !classBeginnings.of(s) {
		return cl, false
	}
	for _, w := range classWords {
		if n := spaced(s, w.word); n > 0 && len(w.word) > 5 {
			cl.class, cl.garbled = w.class, true
			cl.read(s[n:])
			return cl, cl.serial != "" && cl.rest == ""
		}
	}
	return cl, false
}

// parseGarbledClassLine reads a line that should be a classification line but
// whose classification is damaged or lost. It must give a message number.
func parseGarbledClassLine(s string) (cl classLine, ok bool) {
	s = trim(s)
	if len(s) < 5 || !isAlpha(s[0]) {
		return cl, false
	}
	class, n := garbledClass(s)
	cl.class, cl.garbled = class, true
	cl.read(s[n:])
	return cl, cl.serial != "" && (n > 0 || cl.total > 0)
}

// classMarks marks what stands between the parts of the line.
var classMarks = bytesOf(" /-.,:;)")

// read reads what stands behind the classification.
func (cl *classLine) read(s string) {
	for {
		for s != "" && classMarks[s[0]] {
			s = s[1:]
		}
		if s == "" {
			return
		}
		if class, n := classWord(s); n > 0 && class == cl.class { // twice
			s = s[n:]
			continue
		}
		if n := spaced(s, "EFTO"); n > 0 {
			cl.efto = true
			s = s[n:]
			continue
		}
		if s[0] == '(' && portionMark(s) > 0 { // UNCLAS (SBU)
			s = s[1:]
		}
		if hasAny(s, "E.F.T.O") {
			cl.efto = true
			s = s[len("E.F.T.O"):]
			continue
		}
		if c, n := captionWord(s); n > 0 {
			cl.captions = append(cl.captions, c)
			s = s[n:]
			continue
		}
		if n := spaced(s, "CORRECTEDCOPY"); n > 0 {
			cl.corrected = true
			s = s[n:]
			continue
		}
		w, rest := word(s)
		if w == "TELEGRAM" { // a print's first line: the date follows
			cl.rest = trim(s)
			return
		}
		if w == "SVC" || w == "SERVICE" && (rest == "" || hasAny(trim(rest), "MESSAGE")) {
			rest = strings.TrimPrefix(trim(rest), "MESSAGE")
			cl.svc = true
			s = rest
			continue
		}
		if cl.total == 0 {
			if rest, ok := cl.readSection(s); ok {
				s = rest
				continue
			}
		}
		if cl.serial == "" && !cl.svc {
			if rest, ok := cl.readNumber(s); ok {
				s = rest
				continue
			}
		}
		cl.rest = trim(s)
		return
	}
}

// readSection reads SECTION 01 OF 02, the word in any state.
func (cl *classLine) readSection(s string) (string, bool) {
	i := 0
	if n := spaced(s, "FINALSECTIONOF"); n > 0 { // the 1970s
		if m, rest, ok := count(s[n:]); ok {
			cl.section, cl.total = m, m
			return rest, true
		}
	}
	if isDigit(s[0]) { // the word SECTION is lost
		n, m, rest, ok := ofNumbers(s)
		if !ok || n > m || m > 99 || !strings.HasPrefix(rest, " ") && (rest != "" || cl.serial == "") {
			return s, false
		}
		cl.section, cl.total, cl.garbled = n, m, true
		return rest, true
	}
	if n := spaced(s, "SECTION"); n > 0 {
		i = n
		if after := strings.TrimLeft(s[n:], " "); hasAny(after, "OF ") { // its number is lost: SECTION OF 02
			if _, rest, ok := count(after[2:]); ok {
				cl.garbled = true
				return rest, true
			}
		}
		if _, rest, ok := count(s[n:]); ok && !cl.garbled { // the total may be lost: SECTION 01 OF LIMA 001234
			rest = strings.TrimLeft(rest, " ")
			if after := strings.TrimLeft(strings.TrimPrefix(rest, "OF"), " *?"); strings.HasPrefix(rest, "OF") && after != "" && isUpper(after[0]) {
				if _, _, ok := count(after); !ok {
					cl.garbled = true
					return after, true
				}
			}
		}
	} else {
		for i < len(s) && s[i] != ' ' && !(isDigit(s[i]) && i > 2 && !(i+1 < len(s) && isAlpha(s[i+1]))) {
			i++
		}
		if i < 3 || i > 9 {
			return s, false
		}
	}
	n, m, rest, ok := ofNumbers(s[i:])
	if !ok || n > m || m > 99 {
		return s, false
	}
	if s[:i] != "SECTION" {
		cl.garbled = true
	}
	cl.section, cl.total = n, m
	return rest, true
}

// numberWords are the numbers that sections are counted in when spelled.
var numberWords = [...]string{"", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN"}

// ofNumbers reads "01 OF 02" at the start of s, the numbers in digits or words.
func ofNumbers(s string) (n, m int, rest string, ok bool) {
	if n, s, ok = count(s); !ok {
		return
	}
	s = strings.TrimLeft(s, " ")
	switch {
	case hasAny(s, "OF", "0F", "of"):
		s = s[2:]
	case hasAny(s, "F ", "O "): // damaged
		s = s[1:]
	case strings.HasPrefix(s, "/"):
		s = s[1:]
	default:
		return 0, 0, s, false
	}
	m, rest, ok = count(s)
	return n, m, rest, ok && n > 0
}

// count reads a number of one to three digits, or a number word.
func count(s string) (n int, rest string, ok bool) {
	s = strings.TrimLeft(s, " ")
	i := 0
	for i < len(s) && i < 3 && (isDigit(s[i]) || s[i] == 'O' && !strings.HasPrefix(s[i:], "OF")) {
		i++
	}
	if n, ok = number(s[:i]); ok {
		return n, s[i:], i == len(s) || !isDigit(s[i])
	}
	w, rest := word(s)
	for n, name := range numberWords {
		if n > 0 && w == name {
			return n, rest, true
		}
	}
	return 0, s, false
}

// readNumber reads a station and its serial: MEXICO 006568.
func (cl *classLine) readNumber(s string) (string, bool) {
	i, words := 0, 0
	for i < len(s) && words < 5 {
		for i < len(s) && s[i] == ' ' {
			i++
		}
		if i < len(s) && (isDigit(s[i]) || s[i] == '#' || s[i] == 'O' && i > 0 && serialLike(s[i:])) && i > 0 {
			break
		}
		start := i
		for i < len(s) && s[i] != ' ' && !(isDigit(s[i]) && i > start && digitsFollow(s[i:])) {
			if c := s[i]; !isAlpha(c) && c != '.' && c != '\'' && c != '-' && c != ',' && c != '/' && c != '?' && c != '#' && c != '0' && c != ':' && c < 0x80 && !(c == '1' && i > start && i+1 < len(s) && isAlpha(s[i+1])) {
				return s, false
			}
			i++
		}
		if i == start {
			break
		}
		words++
	}
	station := trim(s[:i])
	if len(station) < 3 || hasAny(station, "SECTION") { // its total stands on the next line
		return s, false
	}
	rest := strings.TrimLeft(s[i:], " #")
	j := 0
	for j < len(rest) && j < 8 && (isDigit(rest[j]) || (rest[j] == 'O' || rest[j] == 'I') && (j+1 == len(rest) || !isAlpha(rest[j+1]) || serialLike(rest[j:]))) {
		j++
	}
	n, ok := number(rest[:j])
	if !ok {
		return s, false
	}
	if n == 0 && j < 4 && j < len(rest) && rest[j] == ' ' { // a blank within the number: 00 6568
		if w, after := word(rest[j:]); digits(w) && len(w)+j >= 5 && len(w)+j <= 7 {
			rest, j = w+after, len(w)
		}
	}
	station = strings.TrimRight(station, ",.: ")
	if head, w := lastWord(station); w == "NO" || w == "NR" || w == "NUMBER" {
		station = head
	}
	cl.station, cl.serial = station, rest[:j]
	return rest[j:], true
}

// digitsFollow reports whether s begins with three digits.
func digitsFollow(s string) bool { return len(s) >= 3 && digits(s[:3]) }

// serialLike reports whether the first word of s is a number in which letters
// O and I stand for digits.
func serialLike(s string) bool {
	w, _ := word(s)
	_, ok := number(w)
	return ok
}

// bare reports whether the line holds the classification and its captions, and
// nothing else.
func (cl *classLine) bare() bool { return cl.serial == "" && cl.total == 0 && cl.rest == "" && !cl.svc }
