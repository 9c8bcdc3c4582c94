package acp127

import "strings"

// captionWords are the captions of a cable that stand alone, on lines of their
// own, on the classification line, or among the TAGS. The longer ones of one
// beginning come first.
var captionWords = [...]struct{ word, caption string }{
	{"NODIS", "NODIS"}, {"NOFORN", "NOFORN"}, {"NOCONTRACT", "NOCONTRACT"},
	{"EXDIS", "EXDIS"}, {"STADIS", "STADIS"}, {"LIMDIS", "LIMDIS"},
	{"SIPDIS", "SIPDIS"}, {"SENSITIVE", "SENSITIVE"}, {"SBU", "SENSITIVE"}, {"EFTO", "EFTO"},
	{"ROGER CHANNEL", "ROGER CHANNEL"}, {"DISSENT CHANNEL", "DISSENT CHANNEL"}, {"DS CHANNEL", "DS CHANNEL"},
	{"MED CHANNEL", "MED CHANNEL"}, {"DIRGEN CHANNEL", "DIRGEN CHANNEL"}, {"HR CHANNEL", "HR CHANNEL"},
	{"ORCON", "ORCON"}, {"PROPIN", "PROPIN"}, {"REL TO", "REL TO"},
	{"OFFICIAL INFORMAL", "OFFICIAL INFORMAL"}, {"OFFICIAL-INFORMAL", "OFFICIAL INFORMAL"}, {"O-I", "OFFICIAL INFORMAL"},
	{"TERREP", "TERREP"}, {"CODEL", "CODEL"}, {"STAFFDEL", "STAFFDEL"},
	{"VISAS VIPER", "VISAS VIPER"}, {"VISAS DONKEY", "VISAS DONKEY"}, {"VISAS", "VISAS"},
	{"INFORM CONSULS", "INFORM CONSULS"}, {"AIDAC", "AIDAC"}, {"FOUO", "FOUO"},
	{"USDOC FOR", "USDOC FOR"}, {"TREASURY FOR", "TREASURY FOR"}, {"USAID FOR", "USAID FOR"}, {"FAS FOR", "FAS FOR"}, {"DOD FOR", "DOD FOR"},
}

// captionFirst marks the first letters of captions.
var captionFirst = func() (t [256]bool) {
	for _, c := range captionWords {
		t[c.word[0]] = true
	}
	return t
}()

// captionBeginnings are those of captionWords.
var captionBeginnings = func() (b beginnings) {
	for _, c := range captionWords {
		b.add(c.word)
	}
	return b
}()

// captionsBy are the captions by their first letters.
var captionsBy = func() (t [26][]struct{ word, caption string }) {
	for _, c := range captionWords {
		t[c.word[0]-'A'] = append(t[c.word[0]-'A'], c)
	}
	return t
}()

// captionWord reads the caption at the start of s and gives its length; 0 when
// there is none. Those that end in FOR are attention lines as well: their
// length is without what they are for.
func captionWord(s string) (string, int) {
	if s == "" || !captionFirst[s[0]] {
		return "", 0
	}
	for _, c := range captionsBy[s[0]-'A'] {
		if strings.HasPrefix(s, c.word) && (len(s) == len(c.word) || !isAlnum(s[len(c.word)])) {
			return c.caption, len(c.word)
		}
	}
	if len(s) > 8 && s[1] == ' ' && s[3] == ' ' && s[5] == ' ' { // N O F O R N
		for _, c := range captionWords {
			if n := spaced(s, c.word); n > 0 && (n == len(s) || !isAlnum(s[n])) {
				return c.caption, n
			}
		}
	}
	return "", 0
}

// misspelt reads a caption word that stands alone on its line with one letter
// lost, changed or out of place; "" where it is none.
func misspelt(t string) string {
	if len(t) < 5 || len(t) > 10 || !digitOrUpper(t) {
		return ""
	}
	for _, c := range [...]string{"SIPDIS", "SENSITIVE", "NOFORN"} {
		if near(t, c) || swapped(t, c) {
			return c
		}
	}
	return ""
}

// swapped reports whether a is b with two letters in each other's place.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i, j := 0, len(a)-1
	for i < len(a) && a[i] == b[i] {
		i++
	}
	for j > i && a[j] == b[j] {
		j--
	}
	return j > i && j-i < 3 && a[i] == b[j] && a[j] == b[i]
}

// addCaption adds a caption once.
func (r *reader) addCaption(caption string) {
	for _, c := range r.c.Captions {
		if c == caption {
			return
		}
	}
	r.c.Captions = append(r.c.Captions, caption)
}

// beginsCaption reports whether t may begin with a caption, in any case.
func beginsCaption(t string) bool {
	for _, c := range captionsBy[upper(t[0])-'A'] {
		if hasFold(t, c.word) {
			return true
		}
	}
	return t[1] == ' '
}

// captionLine reports whether t is made of captions alone, in any case.
func captionLine(t string) bool {
	if len(t) < 2 || len(t) > 60 || !captionFirst[upper(t[0])] || !captionBeginnings.of(t) {
		return false
	}
	if !upperLine(t) {
		if len(t) > 20 || !beginsCaption(t) {
			return false
		}
		t = strings.ToUpper(t)
	}
	for t != "" {
		_, n := captionWord(t)
		if n == 0 {
			return false
		}
		t = strings.TrimLeft(t[n:], " /,;-.")
	}
	return true
}
