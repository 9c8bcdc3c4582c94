package acp127

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cablefeed/internal/cable"
)

// signature takes the signing surname off the end of the body, and the
// banners, stamps, notes and numbers that stand behind it. A footer that names
// a web site stays in the body.
func (r *reader) signature(body []line) []line {
	end, known := len(body), len(r.c.Handling)
	var kept []line // footers behind the signature that stay
	for end > 0 {
		i := end - 1
		t := trim(body[i].text)
		if t == "" {
			end--
			continue
		}
		if isFooter(t) {
			if isStamp(t) {
				r.stamp(t)
			}
			end--
			continue
		}
		if from := noteStart(body[:end]); from < end {
			for _, l := range body[from:end] {
				r.c.Handling = append(r.c.Handling, cable.Label{Label: "NOTE", Text: squeeze(l.text)})
			}
			end = from
			continue
		}
		if label, ok := recordLabel(t); ok {
			r.c.Handling = slices.Insert(r.c.Handling, known, cable.Label{Label: label, Text: squeeze(t[len(label)+1:])})
			end--
			continue
		}
		if n := webFooter(body[:end]); n > 0 {
			for range n {
				end--
				kept = append(kept, body[end])
			}
			continue
		}
		break
	}
	slices.Reverse(kept)
	if end == 0 {
		return append(body[:0:0], kept...)
	}
	out := body[:end]
	last := body[end-1]
	text := unfooted(last.text)
	if name, ok := signedAlone(body[:end-1], text); ok {
		r.c.Signature = name
		out = body[:end-1]
	} else if name, at := signedBehind(text, end > 1 && !blank(body[end-2].text)); at > 0 {
		r.c.Signature = name
		r.diag(last.num, cable.Info, codeSignatureGlued, "signature %s behind the last sentence", name)
		out = append(append(body[:0:0], body[:end-1]...), line{trimEnd(last.text[:at]), last.num})
	} else if len(kept) > 0 {
		return body // nothing was signed: the footers are text like any other
	}
	if len(kept) > 0 {
		out = append(append(body[:0:0], out...), kept...)
	}
	return out
}

// signedAlone reads the last line of the text as a signature: one to three
// capitalized words. before are the lines above it.
func signedAlone(before []line, s string) (name string, ok bool) {
	t := trim(s)
	if foldPrefixAny(t, "SIGNATURE:", "SIGNED:") {
		t = trim(t[strings.IndexByte(t, ':')+1:])
	} else if i := strings.IndexByte(t, '#'); i > 0 && digits(t[i+1:]) {
		t = trim(t[:i])
	}
	bare := strings.TrimLeft(t, "<>*-_=#/ ")
	if w, rest := word(bare); rest != "" && foldAny(w, "S/", "SIGNED") && len(rest) < 40 {
		bare = trim(rest)
	}
	if head, w := lastWord(strings.TrimRight(bare, ").,")); foldAny(w, "ACTING", "(ACTING") {
		bare = trim(head)
	}
	if w, rest := word(bare); foldAny(strings.TrimRight(w, "."), "UNQUOTE", "UNQTE") { // closes a text that was passed on
		bare = trim(rest)
	}
	if n := len(bare); n > 4 && bare[0] == '(' && bare[n-1] == ')' && shouts(bare) {
		bare = bare[1 : n-1]
	}
	name, ok = surname(strings.TrimRight(bare, ".,;:>#*-_=/\"'` "))
	if !ok {
		return "", false
	}
	if len(before) == 0 {
		return name, true
	}
	dotted := strings.HasSuffix(bare, ".")
	above := trimEnd(before[len(before)-1].text)
	if above == "" || isRule(trim(above)) || endsSentence(trimQuotes(above)) || unquoted(above) || isStamp(trim(above)) || webAddress(trim(above)) || isBanner(trim(above)) || regards(above) {
		return name, true
	}
	// The line above has no mark at its end. If it is as long as its
	// paragraph's lines are, the words go on with its sentence.
	width := 0
	for i := len(before) - 1; i >= 0 && i > len(before)-12 && !blank(before[i].text); i-- {
		width = max(width, utf8.RuneCountInString(trimEnd(before[i].text)))
	}
	first, _ := word(name)
	return name, !dotted && (len(above)+1+len(first) <= width-6 || width < 30 && len(before) > 1 && shouts(name))
}

// regards reports whether s ends a letter, as WARM REGARDS, does.
func regards(s string) bool {
	if !strings.HasSuffix(s, ",") {
		return false
	}
	_, w := lastWord(s[:len(s)-1])
	return foldAny(w, "REGARDS", "SINCERELY", "CHEERS", "WISHES")
}

func trimQuotes(s string) string { return strings.TrimRight(s, "\"'”’") }

// signedBehind reads a signature behind the last sentence of the line s, and
// says where it starts; 0 where there is none. inside says that a line stands
// directly above.
func signedBehind(s string, inside bool) (name string, at int) {
	t := strings.TrimRight(s, " ")
	dotted := strings.HasSuffix(t, ".")
	t = strings.TrimRight(t, ".> ")
	for i := len(t) - 1; i > 0 && len(t)-i < 48; i-- {
		c := t[i]
		if c == ' ' && i+1 < len(t) {
			head := trimQuotes(t[:i])
			if head == "" || strings.IndexByte(".!?", head[len(head)-1]) < 0 && !strings.HasSuffix(head, ".)") && !unquoted(head) {
				continue
			}
			if inside && digits(strings.TrimRight(trim(head), ".")) { // SEE PARAGRAPH, cut, 9. ROE
				if name, ok := surname(t[i+1:]); ok && !dotted {
					return name, i
				}
				continue
			}
			if head[len(head)-1] == '.' && abbreviated(head) && (dotted || !endsInCountry(head) || !shouts(t)) {
				continue
			}
			name, ok := surname(t[i+1:])
			if !ok || dotted && (strings.IndexByte(name, ' ') >= 0 || !shouts(name)) {
				return "", 0
			}
			return name, i
		}
	}
	return gluedBehind(t)
}

// gluedBehind reads a signature in capitals that is glued to the point of the
// last sentence: AT NOON.ROE.
func gluedBehind(t string) (name string, at int) {
	i := strings.LastIndexByte(t, '.')
	if i < 3 || len(t)-i < 4 || len(t)-i > 24 || !shouts(t) || strings.IndexByte(wordBefore("", t[:i]), '.') >= 0 || abbreviated(t[:i+1]) {
		return "", 0
	}
	name, ok := surname(t[i+1:])
	if !ok || strings.IndexByte(name, ' ') >= 0 || foldAny(name, "GOV", "COM", "ORG", "NET", "MIL", "EDU", "INT") {
		return "", 0
	}
	return name, i + 1
}

// unquoted reports whether s ends in UNQUOTE, END TEXT or the like, which need no point.
func unquoted(s string) bool {
	rest, w := lastWord(s)
	if w = strings.Trim(w, ".\""); foldAny(w, "UNQUOTE", "UNQTE") {
		return true
	}
	if !foldAny(w, "TEXT", "QUOTE", "COMMENT", "MESSAGE", "SUMMARY") {
		return false
	}
	_, before := lastWord(rest)
	return foldAny(before, "END", "UN")
}

// endsInCountry reports whether s ends in U.S. or the like, which may close a sentence.
func endsInCountry(s string) bool {
	_, w := lastWord(s)
	return foldAny(w, "U.S.", "U.K.", "U.N.", "D.C.", "U.S.A.")
}

// abbreviated reports whether the point at the end of s belongs to a word such
// as MR. or U.S., behind which a name does not sign.
func abbreviated(s string) bool {
	rest, w := lastWord(s)
	w = strings.TrimLeft(strings.TrimRight(w, "."), "(\"'")
	if isNumber := digits(w) && !blank(rest); isNumber || foldAny(w, "A.M", "P.M") { // IN PARAGRAPH 9. ROE
		return false
	}
	if len(w) <= 1 || strings.IndexByte(w, '.') >= 0 && len(w) <= 5 && !isDigit(w[len(w)-1]) {
		return true
	}
	return foldAny(w, "MR", "MRS", "MS", "DR", "GEN", "COL", "LT", "MAJ", "CAPT", "ST", "SEN", "REP", "AMB", "GOV", "PRES", "FR", "MSGR", "PROF", "NO", "NOS", "VS", "HON", "REV", "BRIG", "ADM", "SGT", "CPL", "MESSRS", "SR", "MIN", "DEP", "SECT", "SEC", "ART", "CF", "ETC", "MT", "FT")
}

// surname reads t as one to three capitalized words that may sign a cable.
func surname(t string) (string, bool) {
	t = squeeze(t)
	if len(t) < 2 || len(t) > 40 {
		return "", false
	}
	var seen [4]string
	n, long, small := 0, false, 0
	for s := t; s != ""; n++ {
		if n == 4 {
			return "", false
		}
		var w string
		w, s = word(s)
		if w == "-" && n > 0 && s != "" { // DOE - ROE
			small++
			continue
		}
		if !nameWord(w) {
			if n+small < 3 && s != "" && foldAny(w, "AND", "&", "DE", "VAN", "VON", "DER", "DEN", "LA", "DI", "DEL", "AL", "BIN") && n > 0 || s != "" && foldAny(w, "DE", "VAN", "VON", "DI", "LA", "DU", "DER") {
				seen[n] = w
				small++
				continue
			}
			return "", false
		}
		long = long || len(w) > 2
		if unsigned(w) {
			return "", false
		}
		for _, x := range seen[:n] {
			if x == w {
				return "", false
			}
		}
		seen[n] = w
	}
	if !long && (n > 1 || !shouts(t)) || n-small > 3 || n-small == 0 {
		return "", false
	}
	return t, true
}

// nameWord reports whether w is a capitalized word, perhaps with a hyphen, an
// apostrophe or a slash, or an initial.
func nameWord(w string) bool {
	u, n := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(u) {
		return false
	}
	if len(w) == n+1 && w[n] == '.' || w == "JR." || w == "SR." || w == "ST." {
		return true
	}
	letter, mixed, lowers := true, false, 0
	for i, u := range w {
		switch {
		case unicode.IsLetter(u):
			letter = true
			if unicode.IsLower(u) {
				lowers++
			} else if lowers > 0 && i > 0 {
				mixed = true
			}
		case u == '-' || u == '\'' || u == '’' || u == '`' || u == '/' || u == '‘':
			if !letter {
				return false
			}
			letter = false
		default:
			return false
		}
	}
	_ = mixed
	return letter
}

// unsigned reports whether w is a word that ends texts and signs none.
func unsigned(w string) bool {
	_, ok := unsignedWords[strings.ToUpper(strings.Trim(w, ".'"))]
	return ok
}

var unsignedWords = wordSet(`
END BEGIN SIGNED ACTING COMMENT COMMENTS SUMMARY TEXT UNQUOTE QUOTE REGARDS WARM BEST KIND SINCERELY THANKS THANK CHEERS NOTE NONE NIL UNCLASSIFIED CONFIDENTIAL SECRET SENSITIVE
ACTION REQUEST REQUESTED BACKGROUND INTRODUCTION CONCLUSION RECOMMENDATION RECOMMENDATIONS POINTS POINT OF CONTACT MESSAGE DOCUMENT CABLE TELEGRAM REFTEL
PLEASE ADVISE ACKNOWLEDGE CONCUR APPRECIATE ADVICE ASAP SOONEST NNNN BT NOFORN SIPDIS EXDIS NODIS LIMDIS STADIS NOTAL SBU EXERCISE EXERCISES DRILL TEST
ATTACHMENT ATTACHMENTS ENCLOSURE ENCLOSURES ANNEX APPENDIX TABLE PARAGRAPH PARA DECLASSIFIED RELEASED RELEASE YES NO THE AND OR TO IN ON AT BY FOR FROM WITH WAS WERE IS ARE HAS HAVE HAD WILL WOULD NOT THIS THAT IT ITS HE SHE THEY WE
AMBASSADOR EMBASSY CONSULATE CONSUL MISSION DEPARTMENT SECRETARY STATE GOVERNMENT MINISTER PRESIDENT OFFICE OFFICER COUNSELOR CHARGE
MINIMIZE CONSIDERED DRAFTED CLEARED APPROVED CLASSIFIED REASON REASONS SUBJECT TAGS REF BIO BIOGRAPHICAL DATA OUTLOOK OVERVIEW NEXT STEPS ASSESSMENT ANALYSIS REPORT FOLLOWS FOLLOW UPDATE CONTINUED
OK NA XX UN US EU UK GO ME UP SO IF AM PM
DOLLARS PERCENT MILLION BILLION TODAY TOMORROW YESTERDAY WEEK MONTH YEAR YEARS DAYS MEETING MEETINGS VISIT JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY
`)
