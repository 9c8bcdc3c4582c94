package acp127

import (
	"slices"
	"strings"
)

// reasons lists the reasons that text cites, as 1.4 (b), each once in the order
// of the text. A section without letters stands alone, as 1.4.
func reasons(text string) []string {
	out := []string{}
	for i := 0; i < len(text); i++ {
		if i > 0 && (isAlnum(text[i-1]) && !isAlpha(text[i-1]) || text[i-1] == '.' || text[i-1] == '/') {
			continue
		}
		section, n := sectionNumber(text, i)
		if n == 0 {
			continue
		}
		letters, k := reasonLetters(text[i+n:])
		if len(letters) == 0 {
			letters = lettersBefore(text[:i])
		}
		if len(letters) == 0 && !slices.ContainsFunc(out, func(s string) bool { return strings.HasPrefix(s, section) }) {
			out = append(out, section)
		}
		for _, c := range letters {
			if s := reasonName(section, c); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		i += n + k - 1
	}
	return out
}

// sectionNames are the sections that sectionNumber reads, reasonNames the reasons
// in them.
var (
	sectionNames = [8]string{"1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"}
	reasonNames  = func() (names [8][26]string) {
		for i, s := range sectionNames {
			for k := range names[i] {
				names[i][k] = s + " (" + string(rune('a'+k)) + ")"
			}
		}
		return names
	}()
)

// reasonName gives the reason of that letter, whatever it is.
func reasonName(section string, letter byte) string {
	return reasonNames[section[len(section)-1]-'1'][letter-'a']
}

// sectionNumber reads a section of an executive order at i: 1.4, also 1,4, 1. 4
// and, before a letter in parentheses, 14.
func sectionNumber(text string, i int) (section string, n int) {
	s := text[i:]
	if s[0] != '1' && (s[0] != 'l' && s[0] != 'I' || len(s) < 3 || s[1] != '.') {
		return "", 0
	}
	if i > 0 && isAlpha(text[i-1]) && (s[0] != '1' || upper(text[i-1]) == 'X') { // X1, 6
		return "", 0
	}
	j := 1
	for j < len(s) && j < 5 && strings.IndexByte(" .,:;", s[j]) >= 0 {
		j++
	}
	if j == len(s) || s[j] < '1' || s[j] > '8' || j+1 < len(s) && (isDigit(s[j+1]) || s[j+1] == '/') {
		return "", 0
	}
	if strings.IndexByte(s[1:j], ' ') >= 0 && strings.ContainsAny(s[1:j], ",:;") { // paragraphs 1, 3
		return "", 0
	}
	if !strings.ContainsAny(s[1:j], ".,:;") && (j > 2 || j+1 >= len(s) || strings.TrimLeft(s[j+1:], " .") == "" || strings.TrimLeft(s[j+1:], " .")[0] != '(') {
		return "", 0
	}
	return sectionNames[s[j]-'1'], j + 1
}

// reasonLetters reads the letters behind a section, with or without
// parentheses, and says how far they reach.
func reasonLetters(s string) (letters []byte, n int) {
	inside, through := false, false
	i := 0
	for i < len(s) {
		c := s[i]
		switch {
		case c == '(' || c == '[' || c == '{':
			inside = true
			i++
			continue
		case c == ')' || c == ']' || c == '}':
			inside = false
			i++
			n = i
			continue
		case strings.IndexByte(" ,;/&.:-\"'", c) >= 0:
			i++
			continue
		case !isAlpha(c):
			return letters, n
		}
		j := i
		for j < len(s) && isAlpha(s[j]) {
			j++
		}
		w := s[i:j]
		switch {
		case len(w) == 1 && lower(c) <= 'h':
			if !inside && j+1 < len(s) && s[j] == '.' && isAlpha(s[j+1]) { // E.O.
				return letters, n
			}
			if !inside && len(letters) == 0 && j < len(s) && s[j] == ' ' && j+1 < len(s) && isAlpha(s[j+1]) && !foldPrefixAny(s[j+1:], "AND", "OR ", "THR") && !loneLetter(s[j+1:]) {
				return letters, n
			}
			if k := len(letters); through && k > 0 {
				for x := letters[k-1] + 1; x < lower(c); x++ {
					letters = append(letters, x)
				}
			}
			through = false
			letters = append(letters, lower(c))
			n = j
		case foldAny(w, "AND", "OR", "AN", "ND", "ADN", "REASON", "REASONS", "PARA", "PARAS", "PARAGRAPH", "PARAGRAPHS", "SUBSECTION", "SUBSECTIONS", "LETTER", "LETTERS"):
		case foldAny(w, "THROUGH", "THRU"):
			through = true
		case inside && len(w) <= 3 && allReasonLetters(w):
			for k := range len(w) {
				letters = append(letters, lower(w[k]))
			}
			n = j
		case (len(w) == 4 || len(w) == 5) && foldPrefixAny(w[1:], "AND") && lower(w[0]) <= 'h': // QUIRK: b andd, band d
			letters = append(letters, lower(w[0]))
			if len(w) == 5 {
				letters = append(letters, lower(w[4]))
			}
			n = j
		case len(w) == 4 && hasFold(w, "AND") && lower(w[3]) <= 'h': // QUIRK: b andd
			letters = append(letters, lower(w[3]))
			n = j
		default:
			return letters, n
		}
		i = j
	}
	return letters, n
}

// loneLetter reports whether s starts with a letter that stands alone.
func loneLetter(s string) bool { return isAlpha(s[0]) && (len(s) == 1 || !isAlpha(s[1])) }

func allReasonLetters(w string) bool {
	for i := range len(w) {
		if lower(w[i]) > 'h' {
			return false
		}
	}
	return true
}

// lettersBefore reads letters that stand before their section: REASONS (B) AND (D) OF SECTION 1.4.
func lettersBefore(s string) []byte {
	for i := 0; i < len(s); i++ {
		if upper(s[i]) != 'R' || !hasFold(s[i:], "REASON") {
			continue
		}
		rest := strings.TrimLeft(s[i+len("REASON"):], "Ss: ")
		if rest != "" && rest[0] == '(' {
			letters, _ := reasonLetters(rest)
			return letters
		}
	}
	return nil
}

// reasonStart gives where the reasons start within text: at the word REASON,
// misspelt too, at a section, an order, or what else ends the authority;
// len(text) where nothing does.
func reasonStart(text string) int {
	for i := 0; i < len(text); i++ {
		c := text[i]
		first := i == 0 || !isAlnum(text[i-1]) && text[i-1] < 0x80
		switch upper(c) {
		case 'R', 'E':
			if hasFold(text[i:], "REASON") && !(i > 0 && upper(text[i-1]) == 'T') && !hasFold(text[i:], "REASONER") {
				return beforeReason(text, i)
			}
			if !first {
				continue
			}
			if n := reasonWord(text[i:]); n > 0 && (reasonBehind(text[i+n:]) || forBefore(text[:i])) {
				return beforeReason(text, i)
			}
			if k := afterOrder(text[i:]); k > 0 && i+k < len(text) && (isDigit(text[i+k]) || k > 12) {
				return beforeReason(text, i)
			}
		case 'S':
			if first && foldPrefixAny(text[i:], "SECTION ", "SEC. ", "SEC ", "SECTIONS ") {
				rest := text[i:]
				if _, n := word(rest); n != "" && isDigit(strings.TrimLeft(n, " ")[0]) {
					return beforeReason(text, i)
				}
			}
		case 'D':
			if first && foldPrefixAny(text[i:], "DECLAS", "DERIVED", "DRV ", "DRAFTED") || first && hasFold(text[i:], "DECL") && (i+4 == len(text) || !isAlpha(text[i+4])) {
				return i
			}
		case '1', 'L', 'I':
			if i > 0 && (isDigit(text[i-1]) || text[i-1] == '.') {
				continue
			}
			if _, n := sectionNumber(text, i); n > 0 {
				return beforeReason(text, i)
			}
		}
	}
	return len(text)
}

// reasonWord gives the length of a word at the start of s that is REASON or REASONS but for a letter.
func reasonWord(s string) int {
	n := 0
	for n < len(s) && isAlpha(s[n]) {
		n++
	}
	if n < 5 || n > 8 {
		return 0
	}
	var buf [8]byte
	w := upperInto(buf[:0], s[:n])
	if near(w, "REASON") || near(w, "REASONS") || w == "RESONS" || w == "RESON" || w == "REAOSNS" || w == "RESAONS" {
		return n
	}
	return 0
}

// reasonBehind reports whether s, behind a word like REASON, goes on as a reason does.
func reasonBehind(s string) bool {
	s = strings.TrimLeft(s, " :;.")
	if s == "" {
		return false
	}
	if s[0] == '(' {
		return true
	}
	_, n := sectionNumber(s, 0)
	return n > 0
}

func forBefore(s string) bool {
	_, w := lastWord(s)
	return equalFold(w, "FOR")
}

// beforeReason moves i back over the words that lead to a reason, glued ones too.
func beforeReason(text string, i int) int {
	named := hasFold(text[i:], "REASON") // the word itself, and no FOR before it
	for {
		head := strings.TrimRight(text[:i], " ,;:.-(")
		rest, w := lastWord(head)
		if foldAny(w, "FOR", "PER", "UNDER", "THE", "DUE", "TO", "ON", "BASED", "IN", "ACCORDANCE", "WITH", "IAW", "PURSUANT", "BY", "OF", "AND", "BECAUSE", "SECTION", "SEC", "SECTIONS", "FOLLOWING") {
			i, named = len(rest), false
			continue
		}
		if named && len(w) > 5 && hasFold(w[len(w)-3:], "FOR") && i-len(head) <= 1 && (isUpper(w[len(w)-1]) == isUpper(w[len(w)-4])) {
			return len(head) - len("FOR") // QUIRK: DOEFOR REASONS
		}
		return i
	}
}

// afterReason skips one reason at the start of s: the word, an order and its
// number, or a section and its letters. It gives "" where nothing that could
// name a person is behind it.
func afterReason(s string) string {
	i := 0
	for range 8 { // words that lead to the reason
		i += len(s[i:]) - len(strings.TrimLeft(s[i:], " ,;:.-("))
		w, _ := word(s[i:])
		w = strings.TrimRight(w, ",;:.")
		if !foldAny(w, "FOR", "PER", "UNDER", "THE", "DUE", "TO", "ON", "BASED", "IN", "ACCORDANCE", "WITH", "PURSUANT", "BY", "OF", "AND", "BECAUSE", "SECTION", "SEC", "SECTIONS", "FOLLOWING", "REASON", "REASONS") &&
			!(reasonWord(w) == len(w) && w != "") {
			break
		}
		i += len(w)
	}
	if i == len(s) {
		return ""
	}
	if k := afterOrder(s[i:]); k > 0 {
		_, n := orderFigures(s[i+k:])
		return s[i+k+n:]
	}
	if _, n := sectionNumber(s, i); n > 0 {
		_, k := reasonLetters(s[i+n:])
		return s[i+n+k:]
	}
	if i == 0 {
		return ""
	}
	return s[i:]
}
