package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// officeLabels begin the lines of the 1970s that say who got a cable and who
// wrote it.
var officeLabels = [...]string{
	"ORIGIN", "ACTION", "INFO", "DRAFTED BY", "APPROVED BY", "CLEARED BY", "CLEARANCES", "CLEARANCE",
	"DESIRED DISTRIBUTION", "DISTRIBUTION",
}

// office reads ACTION OES-05 and its like; lines without a label go on with it.
func (h *header) office(t string) {
	for _, l := range officeLabels {
		if strings.HasPrefix(t, l) {
			h.label = l
			text := squeeze(strings.TrimLeft(t[len(l):], " :"))
			h.r.c.Handling = append(h.r.c.Handling, cable.Label{Label: l, Text: text})
			return
		}
	}
}

// officeCounts reports whether s begins with an office and its copies: OCT-01.
func officeCounts(s string) bool {
	w, _ := word(s)
	i := strings.LastIndexByte(w, '-')
	return i > 0 && digits(w[i+1:]) && len(w)-i <= 4
}

// isStamp reports whether t is a stamp of a release: of the FOIA, of a review.
func isStamp(t string) bool {
	switch t[0] {
	case 'U', 'C', 'S':
		if t == "UNITED STATES DEPARTMENT OF STATE" || hasAny(t, "Sheryl P. Walter") {
			return true
		}
		return strings.Contains(t, "Department of State") && (strings.Contains(t, "Case No") || strings.Contains(t, "Doc No"))
	case 'R':
		return hasAny(t, "RELEASE IN ", "RELEASED IN ", "REVIEW AUTHORITY")
	case 'D':
		return hasAny(t, "Declassified/Released", "DECLASSIFIED/RELEASED", "Declassified/Released US Department", "DECLASSIFIED IN ", "DENIED IN ", "DATE/CASE ID")
	case 'M':
		return hasAny(t, "Margaret P. Grafeld")
	case 'E':
		return hasAny(t, "EO Systematic Review")
	}
	return false
}

// stamp keeps a release stamp once, however many pages repeat it.
func (r *reader) stamp(t string) {
	label := "RELEASE"
	if strings.Contains(t, "Case No") {
		label = "CASE"
	}
	t = squeeze(t)
	for _, l := range r.c.Handling {
		if l.Text == t {
			return
		}
	}
	r.c.Handling = append(r.c.Handling, cable.Label{Label: label, Text: t})
}

// isRule reports whether t is a rule: dashes, lines, stars or the like, four
// or more, and nothing else.
func isRule(t string) bool { return t != "" && mayBeRule[t[0]] && allMarks(t) }

// mayBeRule marks the bytes that a rule may begin with.
var mayBeRule = [256]bool{'-': true, '_': true, '=': true, '*': true, '~': true, '.': true, '+': true, '#': true, ' ': true, 0xe2: true, 0xc2: true}

// allMarks reports whether t holds the marks of a rule, three or more, and no
// others.
func allMarks(t string) bool {
	n := 0
	for _, c := range t {
		switch c {
		case '-', '_', '=', '*', '~', '.', '+', '#', '–', '─', '━', '‐', '‑', '‒', '−', '¯':
			n++
		case '—', '―': // long enough to be a rule alone
			n += 3
		case ' ':
		default:
			return false
		}
	}
	return n >= 3
}
