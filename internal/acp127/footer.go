package acp127

import "strings"

// isFooter reports whether t is what stands behind a signature: an end of
// message, a number, a banner, a stamp, a rule.
func isFooter(t string) bool {
	if isRule(t) || isStamp(t) || isBanner(t) || strings.Contains(t, "Current Classification") || strings.Contains(t, "Current Handling Restrictions") {
		return true
	}
	switch t[0] {
	case '#', '<', '>', '*', '-', '=', '_', '~', '(':
		bare := strings.Trim(t, "#<>*-=_~() ")
		return bare == "" || digits(bare) || endWords(bare)
	case 'B':
		if strings.HasPrefix(t, "BT") && digits(strings.TrimLeft(t[2:], " #")) { // QUIRK: BT#1234
			return true
		}
	case 'G', 'g':
		return hasFold(t, "GR") && (len(t) == 2 || digits(trim(t[2:])))
	case 'P', 'p':
		if hasFold(t, "PAGE ") {
			w, _ := word(t[len("PAGE "):])
			return digits(strings.TrimRight(w, ".,"))
		}
	}
	return endWords(t) || isDigit(t[0]) && (figuresOnly(t) || dateAlone(t)) || strings.Contains(t, "Declassified/Released") || strings.Contains(t, "EO Systematic Review") ||
		strings.Contains(t, "DECLASSIFIED/RELEASED") || strings.Contains(t, "EO SYSTEMATIC REVIEW")
}

// dateAlone reports whether t is a date and nothing else, as stamps have it.
func dateAlone(t string) bool {
	if len(t) > 20 {
		return false
	}
	if d := dayMonth(t); d.none() {
		return false
	}
	return isDigit(t[len(t)-1])
}

// endWords reports whether t ends a message: NNNN, BT, END OF MESSAGE.
func endWords(t string) bool {
	t = strings.Trim(t, "#<>*-=_~ .()")
	return foldAny(t, "DECLASSIFIED", "NNNN", "BT", "NNNNN", "NNN", "END OF MESSAGE", "END OF DOCUMENT", "END OF CABLE", "END MESSAGE", "END CABLE", "END OF TELEGRAM", "END TELEGRAM", "END OF CABLE TEXT", "END CABLE TEXT", "EOM", "MINIMIZE CONSIDERED", "BT NNNN", "CABLE ENDS", "MESSAGE ENDS", "TELEGRAM ENDS",
		"US DEPARTMENT OF STATE", "U.S. DEPARTMENT OF STATE", "EO SYSTEMATIC REVIEW", "DECLASSIFIED/RELEASED")
}

func figuresOnly(t string) bool {
	for i := 0; i < len(t); i++ {
		if !isDigit(t[i]) && t[i] != ' ' && t[i] != '/' && t[i] != '-' && t[i] != '#' {
			return false
		}
	}
	return len(t) <= 24
}

// isBanner reports whether every word of t belongs to a classification banner.
func isBanner(t string) bool {
	if spacedClass(t) > 0 && shouts(t) {
		return true
	}
	if len(t) > 10 && t[1] == '-' && t[3] == '-' && shouts(t) { // U-N-C-L-A-S-S-I-F-I-E-D
		t = letters(t)
	}
	n := 0
	for t != "" {
		i := 0
		for i < len(t) && isAlpha(t[i]) {
			i++
		}
		if i == 0 {
			if strings.IndexByte(" /,.-()*#", t[0]) < 0 {
				return false
			}
			t = t[1:]
			continue
		}
		if !foldAny(t[:i], "UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "SECRET", "TOP", "LIMITED", "OFFICIAL", "USE", "ONLY", "FOR", "SENSITIVE", "BUT", "SBU", "LOU",
			"FOUO", "NOFORN", "NODIS", "EXDIS", "LIMDIS", "STADIS", "SIPDIS", "ORCON", "NF", "RESTRICTED", "NNNN", "BT", "EFTO") {
			return false
		}
		if foldAny(t[:i], "UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "SECRET", "OFFICIAL", "SBU", "LOU", "SENSITIVE", "NOFORN", "NODIS", "EXDIS", "LIMDIS", "SIPDIS", "FOUO", "STADIS", "RESTRICTED") {
			n++
		}
		t = t[i:]
	}
	return n > 0
}

// beforeNote marks what may stand before a note on its line.
var beforeNote = bytesOf(" *-=_(#")

// noteStart gives where an operator's note starts that is the last block of
// body; len(body) where the last block is none.
func noteStart(body []line) int {
	for i := len(body) - 1; i >= 0 && i > len(body)-9; i-- {
		t := body[i].text
		for t != "" && beforeNote[t[0]] {
			t = t[1:]
		}
		if t == "" && blank(body[i].text) {
			break
		}
		if k := noteWord(t); k > 0 {
			rest := t[k:]
			if rest != "" && rest[0] == ':' || foldPrefixAny(rest, " BY ", "BY ", " FROM ", " TO ", " OC", " -", " CIB") {
				return i
			}
		}
		if foldPrefixAny(t, "NOT PASSED", "CORRECTED COPY", "CORRECTION TO", "DELAYED IN", "OPERATOR NOTE", "OPR NOTE", "OPS NOTE", "PASSED TO", "PASSED ABOVE", "ADVANCE COPY", "RELAYED TO", "REPEATED TO", "ADDITIONAL DISTRIBUTION", "C O R R E C T E D") && shouts(t) {
			return i
		}
	}
	return len(body)
}

// recordLabel gives the label of the record that t begins with, DRAFTED BY: and
// its like, as it stands.
func recordLabel(t string) (string, bool) {
	for _, l := range [...]string{"DRAFTED BY", "CLEARED BY", "APPROVED BY", "RELEASED BY", "DRAFTED", "CLEARED", "APPROVED", "CLEARANCES", "CLEARANCE"} {
		if hasFold(t, l) && len(t) > len(l) && t[len(l)] == ':' {
			return t[:len(l)], true
		}
	}
	return "", false
}

// noteWord gives where the word NOTE ends at the start of t, behind at most two
// short words that say whose note it is; 0 where there is none.
func noteWord(t string) int {
	n := 0
	for range 3 {
		w, _ := word(t[n:])
		if hasFold(w, "NOTE") {
			return n + len("NOTE")
		}
		if w == "" || len(w) > 8 || !shouts(w) || n+len(w) >= len(t) {
			return 0
		}
		n += len(w) + 1
	}
	return 0
}

// webFooter gives how many lines at the end of body are a footer that names a
// web site or an address for mail: the last lines that do, and those between.
func webFooter(body []line) int {
	n, other := 0, 0
	for i := len(body) - 1; i >= 0 && len(body)-i <= 12; i-- {
		t := trim(body[i].text)
		switch {
		case webAddress(t), webLead(t), strings.HasSuffix(t, ":") && i+1 < len(body) && webAddress(trim(body[i+1].text)):
			n, other = len(body)-i, 0
		case t == "" && n == 0:
			return 0
		case t == "", isRule(t):
		case n == 0 || i == 0 || blank(body[i-1].text) || other > 0 || len(t) < 40:
			return n
		default: // a line of the footer's sentence
			other++
		}
	}
	return n
}

// webAddress reports whether the line t is an address of the web or of mail.
func webAddress(t string) bool {
	t = strings.Trim(t, " <>()[]*.,_-=")
	if foldPrefixAny(t, "HTTP:", "HTTPS:", "HTTP//", "WWW.", "FTP:", "MAILTO:") || strings.Contains(t, "://") {
		return true
	}
	if strings.IndexByte(t, ' ') >= 0 {
		return false
	}
	at := strings.IndexByte(t, '@')
	return at > 0 && strings.IndexByte(t[at:], '.') > 0 || strings.Contains(t, ".sgov.gov") || strings.Contains(t, ".state.gov") || strings.Contains(t, ".gov/")
}

// webLead reports whether the line t is one of a footer about a web site.
func webLead(t string) bool {
	t = strings.TrimLeft(t, " *-=_")
	if foldPrefixAny(t, "VISIT ", "TO VIEW ", "TO SEE ", "SEE ", "FOR MORE ", "THIS ", "FOR ADDITIONAL", "MORE ", "YOU CAN ", "ADDITIONAL REPORTING", "CLASSIFIED WEB",
		"INTRANET", "EMAIL", "E-MAIL", "WEBSITE", "WEB SITE", "OUR ", "PLEASE VISIT", "ALSO ", "EMBASSY ", "CONSULATE ", "POST", "WEB", "SIPRNET", "LINK", "HTTP", "CLASSIFIED SIPR") {
		for i := 0; i+3 < len(t); i++ {
			switch upper(t[i]) {
			case 'W':
				if foldPrefixAny(t[i:], "WEBSITE", "WEB SITE", "WEB-SITE", "WEBPAGE", "WEB PAGE", "WWW.") {
					return true
				}
			case 'S':
				if foldPrefixAny(t[i:], "SIPRNET", "SGOV.GOV") {
					return true
				}
			case 'T':
				if hasFold(t[i:], "THIS SITE") {
					return true
				}
			case 'H':
				if foldPrefixAny(t[i:], "HOMEPAGE", "HOME PAGE") {
					return true
				}
			}
		}
	}
	return false
}

// unfooted takes off the end of the line s what belongs behind a signature:
// NNNN, the serial, a banner, marks.
func unfooted(s string) string {
	for {
		t := strings.TrimRight(s, " #>*=_|\\~<")
		rest, w := lastWord(t)
		switch {
		case rest == "":
			return t
		case w == "NNNN", w == "BT", len(w) > 1 && w[0] == '#' && digits(w[1:]):
			s = s[:strings.LastIndex(t, w)]
		case digits(w) && len(w) >= 3 && len(w) <= 5 && strings.HasSuffix(rest, "#"):
			s = rest
		case strings.IndexByte(w, '#') > 0 && digits(w[strings.IndexByte(w, '#')+1:]):
			s = t[:len(t)-len(w)+strings.IndexByte(w, '#')]
		case foldAny(w, "UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "SECRET") && shouts(w) && len(rest) > 1 && (len(rest) < 40 || endsSentence(strings.TrimRight(rest[max(0, len(rest)-60):], upperLetters))):
			s = rest
		case w == "USE" && strings.HasSuffix(rest, "LIMITED OFFICIAL") && len(rest) > len("LIMITED OFFICIAL")+1:
			s = rest[:len(rest)-len("LIMITED OFFICIAL")]
		default:
			if i := strings.IndexByte(t, '#'); i > 0 && digits(t[i+1:]) {
				return strings.TrimRight(t[:i], " ")
			}
			return t
		}
	}
}

const upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ '-"
