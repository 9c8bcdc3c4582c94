package acp127

import "strings"

// foldAny reports whether w is one of words, which are upper case.
func foldAny(w string, words ...string) bool {
	for _, x := range words {
		if equalFold(w, x) {
			return true
		}
	}
	return false
}

// spacedClass gives the length of a classification in spaced letters at the start of s.
func spacedClass(s string) int {
	if len(s) < 2 || s[1] != ' ' {
		return 0
	}
	for _, w := range [...]string{
		"C O N F I D E N T I A L", "S E C R E T", "U N C L A S S I F I E D", "U N C L A S", "T O P S E C R E T", "T O P  S E C R E T",
		"L I M I T E D", "C O N F I D", "S E N S I T I V E", "R E S T R I C T E D",
	} {
		if hasFold(s, w) {
			return len(w)
		}
	}
	return 0
}

var bannerWords = [...]string{"UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "LIMITED OFFICIAL USE", "TOP SECRET", "SECRET", "RESTRICTED", "LOU", "LIMOFFUSE"}

// isClassLine reports whether s is a classification line: the word, and behind it
// at most a section, caveats, or a station and its number.
func isClassLine(s string) bool {
	if spacedClass(s) > 0 {
		return true
	}
	for _, w := range bannerWords {
		if !hasFold(s, w) {
			continue
		}
		rest := s[len(w):]
		if rest != "" && isAlnum(rest[0]) {
			continue
		}
		rest = strings.TrimLeft(rest, " /,")
		if rest == "" || caveats(rest) || caveatSentence(rest) > 0 || sectionOf(rest) || hasFold(strings.TrimLeft(rest, "- "), "ENTIRE TEXT") {
			return true
		}
		before, last := lastWord(rest)
		return len(last) >= 3 && digits(last) && strings.Count(before, " ") < 3
	}
	return false
}

// sectionOf reports whether s starts with SECTION and a number.
func sectionOf(s string) bool {
	w, rest := word(s)
	if len(w) < 5 || !near(letters(w), "SECTION") {
		return false
	}
	n, _ := word(rest)
	return n != "" && isDigit(n[0])
}

// caveats reports whether every word of s is a handling caveat, and there is one.
func caveats(s string) bool {
	n := 0
	if len(s) > 160 {
		return false
	}
	for s != "" {
		i := 0
		for i < len(s) && isAlpha(s[i]) {
			i++
		}
		if i > 0 {
			if !foldAny(s[:i], "SIPDIS", "NOFORN", "EXDIS", "NODIS", "LIMDIS", "STADIS", "ORCON", "SENSITIVE", "PROPIN", "NOCONTRACT",
				"SBU", "FOUO", "EFTO", "TERREP", "NF", "SIPDI", "SIPDSI", "AIDAC", "NOTAL", "ROGER", "CHANNEL") {
				return false
			}
			n++
			s = s[i:]
			continue
		}
		if strings.IndexByte(" /,;.:-()*", s[0]) < 0 {
			return false
		}
		s = s[1:]
	}
	return n > 0
}

// phrases are groups of words by their first letter.
type phrases [26][]string

func phrasesOf(list ...string) (p phrases) {
	for _, w := range list {
		p[w[0]-'A'] = append(p[w[0]-'A'], w)
	}
	return p
}

// at gives the length of the phrase that s starts with, whatever its case; 0 for none.
func (p *phrases) at(s string) int {
	if s == "" || !isAlpha(s[0]) {
		return 0
	}
	for _, w := range p[upper(s[0])-'A'] {
		if hasFold(s, w) {
			return len(w)
		}
	}
	return 0
}

var caveatPhrases = phrasesOf(
	"SENSITIVE BUT UNCLAS", "SENSITIVE, BUT UNCLAS", "UNCLASSIFIED BUT SENSITIVE", "UNCLASSIFIED, BUT SENSITIVE", "NOT FOR INTERNET",
	"NOT FOR DISTRIBUTION", "NOT FOR RELEASE", "NOT FOR PUBLICATION", "NOT FOR DISSEMINATION", "NOT FOR FURTHER", "FOR OFFICIAL USE ONLY",
	"FOR OFFICIAL USG", "FOR USG USE", "FOR INTERNAL", "PLEASE PROTECT", "PROTECT ACCORDINGLY", "PLEASE HANDLE", "HANDLE ACCORDINGLY",
	"MINIMIZE CONSIDERED", "THIS CABLE IS", "THIS CABLE CONTAINS", "THIS CABLE HAS", "THIS MESSAGE IS", "THIS MESSAGE CONTAINS", "THIS TELEGRAM IS", "THIS TELEGRAM CONTAINS",
	"THIS DOCUMENT IS", "THIS DOCUMENT CONTAINS", "THIS IS A SENSITIVE", "NO FOREIGN", "NO DISTRIBUTION", "LIMITED DISTRIBUTION", "ENTIRE TEXT",
)

// caveatSentence gives the length of words that start a caveat written out.
func caveatSentence(s string) int { return caveatPhrases.at(s) }

var actionPhrases = phrasesOf(
	"ACTION REQUEST", "ACTION REQUIRED", "ACTION MESSAGE", "ACTION CABLE", "ACTION ITEM", "THIS IS AN ACTION", "THIS IS ACTION", "ACTION FOR ",
)

// actionRequest gives the length of words that start an action request.
func actionRequest(s string) int { return actionPhrases.at(s) }
