package watch

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cablefeed/internal/cable"
)

// A Reason is one thing in a cable for which a watch matched it.
type Reason struct {
	// Field is where: tags, from, to, info, references, precedence,
	// classification, subject, summary, paragraphs[2].text, expr.
	Field string `json:"field"`
	// Term is what the watch asks for, as it has it.
	Term string `json:"term"`
	// Offset is the place in the field: an entry of a list, a byte of a text,
	// each from 0; -1 where there is no place.
	Offset int `json:"offset"`
	// Excerpt is what stands there; empty where it may not be said.
	Excerpt string `json:"excerpt,omitempty"`
}

// Restricted gives the first caption that keeps a cable to its addressees:
// NODIS, EXDIS or STADIS (5 FAH-2 H-252); else "". Nothing of the text of such
// a cable is repeated in an alert.
func Restricted(c *cable.Cable) string {
	for _, caption := range c.Captions {
		switch caption {
		case "NODIS", "EXDIS", "STADIS":
			return caption
		}
	}
	return ""
}

// plain gives r, less what a restricted cable does not let be repeated.
func (d *document) plain(r Reason) Reason {
	if Restricted(d.c) != "" {
		r.Excerpt = ""
	}
	return r
}

// reason says where in a text a term was found.
func (d *document) reason(term string, zone int32, at span) Reason {
	r := Reason{Field: "subject", Term: term, Offset: at.start}
	marking := ""
	switch {
	case zone == 1:
		r.Field, marking = "summary", d.summaryMarking()
	case zone > 1:
		p := int(zone/2 - 1)
		r.Field = fmt.Sprintf("paragraphs[%d].text", p)
		if zone%2 == 0 {
			r.Field = fmt.Sprintf("paragraphs[%d].heading", p)
		}
		marking = d.c.Paragraphs[p].Marking
	}
	if mayQuote(d.c, marking) {
		r.Excerpt = excerpt(d.zone(zone), at)
	}
	return r
}

// mayQuote reports whether a text so marked may stand in an alert on c, which
// whoever is cleared for c's classification may read. FL4 may say more than the
// classification line; then nobody knows which is right, and nothing is quoted.
func mayQuote(c *cable.Cable, marking string) bool {
	clearance := c.Classification.Rank()
	if Restricted(c) != "" || clearance == len(cable.Classes) {
		return false
	}
	if c.Security != nil && securityRank(c.Security.Code) > clearance {
		return false
	}
	return markingRank(marking) <= clearance
}

// summaryMarking is the highest marking of the body: a summary has none of its own.
func (d *document) summaryMarking() (highest string) {
	for i := range d.c.Paragraphs {
		if m := d.c.Paragraphs[i].Marking; markingRank(m) > markingRank(highest) {
			highest = m
		}
	}
	return highest
}

// markingRank ranks a portion marking as Class.Rank does. No marking says
// nothing more than the cable; one that is not known ranks above all.
func markingRank(m string) int {
	m, _, _ = strings.Cut(m, "/")
	switch strings.ToUpper(m) {
	case "", "U", "SBU", "FOUO":
		return cable.Unclassified.Rank()
	case "LOU":
		return cable.LimitedOfficialUse.Rank()
	case "R":
		return cable.Restricted.Rank()
	case "C":
		return cable.Confidential.Rank()
	case "S":
		return cable.Secret.Rank()
	case "TS":
		return cable.TopSecret.Rank()
	}
	return len(cable.Classes)
}

// securityRank ranks the repeated letter of FL4. One that is not known says
// nothing, since the line is often garbled.
func securityRank(code string) int {
	if code == "" {
		return 0
	}
	i := slices.Index([]byte("URCST"), code[0])
	return max(0, []int{0, 0, 2, 3, 4, 5}[i+1])
}

// excerptSide is how many bytes an excerpt shows on each side, at most.
const excerptSide = 40

// excerpt cuts a place out of a text with some words around it, on one line.
func excerpt(text string, at span) string {
	start, end := max(0, at.start-excerptSide), min(len(text), at.end+excerptSide)
	// A phrase found over a long gap is still quoted in short.
	if end-start > 4*excerptSide {
		end = start + 4*excerptSide
	}
	for start > 0 && start < at.start && text[start-1] != ' ' {
		start++
	}
	for end < len(text) && end > at.end && text[end] != ' ' {
		end--
	}
	for start < at.start && !utf8.RuneStart(text[start]) {
		start++
	}
	for end < len(text) && end > start && !utf8.RuneStart(text[end]) {
		end--
	}
	s := strings.Join(strings.Fields(strings.ToValidUTF8(text[start:end], "\uFFFD")), " ")
	if start > 0 {
		s = "…" + s
	}
	if end < len(text) {
		s += "…"
	}
	return s
}
