package acp127

import "strings"

// spoiltFirst reports whether s starts with the number of the first paragraph
// and its marking, and with marks that paragraphStart does not read between
// them: 1- (U), (1) (U), #1. (U).
func spoiltFirst(s string) bool {
	t := strings.TrimLeft(s, "#( ")
	if len(t) < 4 || t[0] != '1' || isDigit(t[1]) || len(s)-len(t) > 2 {
		return false
	}
	t = t[1:]
	rest := strings.TrimLeft(t, " .,:;-)")
	return len(t)-len(rest) <= 4 && markLen(rest) > 0
}

// leadsIn reports whether s starts with words that lead to a caveat or an action
// request, and with that, PLEASE TREAT AS SENSITIVE BUT UNCLASSIFIED; or is a
// sentence on the cable itself, THIS IS A JOINT CABLE.
func leadsIn(s string) bool {
	if s == "" || !leadFirst[upper(s[0])] {
		return false
	}
	if hasFold(s, "THIS ") && aboutCable(s) {
		return true
	}
	rest := s
	for n := range 8 {
		w, after := word(rest)
		if w == "" {
			return false
		}
		bare := strings.TrimRight(w, ":,.;-")
		if n > 0 && (caveatSentence(rest) > 0 || hasFold(rest, "CORRECTED COPY") || actionRequest(rest) > 0 || foldAny(bare, "SBU", "FOUO") && after == "") {
			return true
		}
		if bare != "" && !foldAny(bare, "THE", "THIS", "FOLLOWING", "CABLE", "MESSAGE", "TELEGRAM", "ENTIRE", "TEXT", "CONTENTS", "CONTAINS", "INFORMATION", "MATERIAL",
			"IS", "ARE", "PLEASE", "TREAT", "CONSIDER", "AS", "NOTE", "SEE", "SBU", "SENSITIVE", "ALSO", "A", "AN", "REPORT", "DOCUMENT", "PROPRIETARY", "BUSINESS") {
			return false
		}
		rest = strings.TrimLeft(after, " ")
	}
	return false
}

// leadFirst marks the letters that the words of leadsIn start with.
var leadFirst = bytesOf("TEPNSCB")

// aboutCable reports whether s is a sentence on the cable itself.
func aboutCable(s string) bool {
	return hasFold(s, "THIS IS ") && namesCable(s) || hasFold(s, "THIS CABLE ") || hasFold(s, "THIS TELEGRAM ") || hasFold(s, "THIS MESSAGE ") && endsSentence(s)
}

// namesCable reports whether s holds one of the words for a cable.
func namesCable(s string) bool {
	for range 16 {
		var w string
		if w, s = word(s); foldAny(strings.TrimRight(w, ".,;"), "CABLE", "CABLES", "TELEGRAM", "TELEGRAMS", "MESSAGE", "MESSAGES") {
			return true
		}
	}
	return false
}
