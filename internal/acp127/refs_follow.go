package acp127

import "cablefeed/internal/cable"

// nobody reads no cable, and asks about lists all the same. It never changes.
var nobody = reader{c: new(cable.Cable)}

// refsFollow reports whether text, behind the word REF without a mark, is a list of
// references and not the sentence that the word begins: REFTEL ASKED FOR COMMENTS.
// A list begins with a label or a cable, or is short and names what it cites.
func refsFollow(text string) bool {
	const short = 8 // words
	s := refScanner{toks: make([]refToken, 0, 48)}
	s.scan(text[:min(len(text), 160)], 0)
	s.pair()
	p := refList{r: &nobody, toks: s.toks, text: s.text.String(), label: -1, opened: true}
	if len(p.toks) == 0 || p.yearStation(0) {
		return true
	}
	if _, isLabel := p.labelAt(0); isLabel {
		return true
	}
	if serial, next := p.serial(0); serial > 0 && p.closes(next) {
		return true
	}
	words, cited := 0, false
	for i := range p.toks {
		t := &p.toks[i]
		if t.kind == refWord {
			words++
			cited = cited || t.class == classReport || t.class == classSeries
		}
	}
	return words <= 3 || cited && words <= short
}
