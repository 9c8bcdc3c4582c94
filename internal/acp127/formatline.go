package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// firstFormat finds the first format line, up to FL6; what stands before it is
// no text of a cable. It is 0 when a classification line comes before, or none.
func firstFormat(lines []line) int {
	for i := range lines[:min(len(lines), 60)] {
		t := trim(lines[i].text)
		if len(t) < 3 {
			continue
		}
		switch t[0] {
		case 'V', 'Z', 'O', 'P', 'R', 'Y':
			if isFL1(t) || isFL2(t) || isFL5(t) {
				return i
			}
		case 'D':
			if strings.HasPrefix(t, "DE R") {
				return i
			}
		case 'F':
			if hasAny(t, "FM ", "FM:", "FMAMEMBASSY ") {
				return i
			}
		}
		switch t[0] {
		case 'U', 'C', 'S', 'L', 'T', 'R':
			if cl, ok := parseClassLine(t); ok && cl.serial != "" {
				return 0
			}
		}
	}
	return 0
}

// A formatLine is the kind of a header line.
type formatLine int

// formatLine gives the kind of line t by its shape alone.
func (h *header) formatLine(t string) formatLine {
	switch t[0] {
	case 'V', 'Z':
		switch {
		case isFL1(t):
			return fl1
		case hasAny(t, "ZNR", "ZNY"):
			return fl4
		case hasAny(t, "ZEN/", "ZEN "):
			return addressee
		case isFL2(t):
			return fl2
		case isFL5(t):
			return fl5
		case isSignal(t):
			return signals
		}
	case 'Y', 'O', 'P', 'R':
		switch {
		case isFL2(t):
			return fl2
		case isFL5(t):
			return fl5
		case strings.HasPrefix(t, "PAGE "):
			return page
		case hasAny(t, "ORIGIN "):
			return office
		}
		if n := indicator(t); n > 0 {
			if n < len(t) && t[n] == '/' {
				return addressee
			}
			if n == len(t) || allIndicators(t) {
				return fl2
			}
		}
	case 'D':
		if strings.HasPrefix(t, "DE ") {
			return fl3
		}
		if hasAny(t, "DTG:", "DTG ") && isFL5(t) {
			return fl5
		}
		if hasAny(t, "DRAFTED BY", "DESIRED DISTRIBUTION", "DISTRIBUTION") {
			return office
		}
	case 'N':
		if hasAny(t, "NIACT ") && isFL5(t) {
			return fl5
		}
	case 'F':
		if hasAny(t, "FLASH ") && isFL5(t) {
			return fl5
		}
		if hasAny(t, "FM ", "FROM ", "FM:", "FMAM", "FMRU", "FMUSMISSION", "FMSECSTATE", "FM/") || t == "FM" || hasAny(t, "FROM:") && postFromName(trim(t[5:])) != "" {
			return fl6
		}
	case 'T':
		if hasAny(t, "TO ", "TO:", "TORU", "TORH", "TOAM", "TOSECSTATE", "T0 ") || t == "TO" {
			return fl7
		}
	case 'I':
		switch {
		case hasAny(t, "INFO ", "INFO:", "INFORU", "INFORH", "INFOAM", "INF0 ") || t == "INFO":
			if officeCounts(t[4:]) {
				return office
			}
			return fl8
		case strings.HasPrefix(t, "INT "):
			return signals
		case hasAny(t, "IMMEDIATE ") && isFL5(t):
			return fl5
		}
		if w, rest := word(t); rest != "" && len(w) > 2 && near(w, "INFO") && h.list == &h.r.c.To { // QUIRK: INOF, IFNO, INF
			return fl8
		}
	case 'X':
		if strings.HasPrefix(t, "XMT") {
			return fl9
		}
	case 'G':
		if strings.HasPrefix(t, "GR") && digits(trim(t[2:])) {
			return fl10
		}
	case 'B':
		if t == "BT" || t == "BT." {
			return fl11
		}
	case '#':
		if digits(t[1:]) {
			return fl15
		}
	case 'A':
		if hasAny(t, "ACTION ", "ACTION:") && actionAddress(t) {
			return fl7
		}
		if hasAny(t, "ACTION ", "APPROVED BY") {
			return office
		}
	case 'C':
		if hasAny(t, "CLEARED BY", "CLEARANCE") {
			return office
		}
		if hasAny(t, "CCY ") {
			return signals
		}
	case '(':
		if hasAny(t, "(CCY ") {
			return signals
		}
	}
	if (isDigit(t[0]) || isLower(t[0]) && len(t) > 10 && t[1] == ' ' && isDigit(t[2])) && isFL5(t) {
		return fl5
	}
	return none
}

// actionAddress reports whether an addressee, and no office, stands behind ACTION.
func actionAddress(t string) bool {
	t = strings.TrimLeft(t[len("ACTION"):], " :")
	n := indicator(t)
	return n > 0 && n < len(t) && t[n] == '/'
}

// isSignal reports whether the line t begins with an operating signal, which a
// figure may follow: ZDK, ZFF4.
func isSignal(t string) bool {
	n := 3
	if len(t) > n && isDigit(t[n]) {
		n++
	}
	return len(t) == n || len(t) > n && t[n] == ' ' && digitOrUpper(t[:n])
}

func digitOrUpper(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isUpper(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// indicator gives the length of the routing indicator at the start of s, 0 when
// there is none. A character that line noise replaced counts as a letter.
func indicator(s string) int {
	if len(s) < 4 || s[0] != 'R' {
		return 0
	}
	i, letters := 1, 1
	for i < len(s) && (isUpper(s[i]) || isDigit(s[i]) || s[i] == '?') {
		if isUpper(s[i]) {
			letters++
		}
		i++
	}
	if i < 4 || i > 8 || letters < i-1 || i < len(s) && s[i] != ' ' && s[i] != '/' {
		return 0
	}
	return i
}

// allIndicators reports whether s is a list of routing indicators.
func allIndicators(s string) bool {
	for s != "" {
		var w string
		if w, s = word(s); w != "" && (indicator(w) != len(w) || w[1] != 'U' && w[1] != 'H' && len(w) < 5) {
			return false
		}
	}
	return true
}

func isFL1(t string) bool {
	return hasAny(t, "VZCZC", "ZCZC") || len(t) > 8 && t[0] == 'V' && near(t[:5], "VZCZC")
}

// prosign gives the precedence that a prosign stands for.
func prosign(c byte) cable.Precedence {
	switch c {
	case 'Y':
		return cable.EmergencyCommand
	case 'Z':
		return cable.Flash
	case 'O', '0':
		return cable.Immediate
	case 'P':
		return cable.Priority
	case 'R':
		return cable.Routine
	}
	return ""
}

// isFL2 reports whether t is a doubled prosign and routing indicators.
func isFL2(t string) bool {
	if len(t) <= 4 || t[0] != t[1] || t[2] != ' ' || prosign(t[0]) == "" {
		return false
	}
	w, _ := word(t[3:])
	return w == "" || w[0] == 'R' && len(w) > 3
}
