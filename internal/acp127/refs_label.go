package acp127

import "strconv"

// labelAt reads a label at token i: A. (A) A) [A] a: A- REF A, AA, 1. (1), or a
// bare letter before a cable. It opens an entry and gives the token after the
// label, doubled or not.
func (p *refList) labelAt(i int) (next int, ok bool) {
	label, next, sure := p.letter(i)
	if label == 0 || !p.fits(i, label, next, sure) {
		return i, false
	}
	return next, true
}

// labelNext is labelAt for a token behind the one that is read, which begins the
// entry.
func (p *refList) labelNext(i int) bool {
	opened, labelled := p.opened, p.labelled
	p.opened, p.labelled = false, false
	_, ok := p.labelAt(i)
	p.opened, p.labelled = opened, labelled
	return ok
}

// open opens the entry of the label at token i and gives the token after it.
func (p *refList) open(i int) (next int, ok bool) {
	next, ok = p.labelAt(i)
	if !ok {
		return i, false
	}
	p.label, _, p.sure = p.letter(i)
	p.names = labelName(p.label)
	p.opened, p.labelled, p.joined, p.turned = true, true, true, false
	p.cables = 0
	return next, true
}

// labelNames are the labels of one letter.
const labelNames = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// labelName writes a label: 1 is A, 27 is AA, 101 is 1.
func labelName(label int) string {
	switch {
	case label > 100:
		return strconv.Itoa(label - 100)
	case label > 26:
		return labelNames[label-27:label-26] + labelNames[label-27:label-26]
	}
	return labelNames[label-1 : label]
}

// How sure a label is by its marks.
const (
	bareLabel   = iota // no mark
	markedLabel        // a hyphen or slash behind it
	sureLabel          // point, colon, parenthesis, or the word REF before it
	boxedLabel         // in parentheses or brackets
	namedLabel         // before the word REF
)

// letter reads what has the shape of a label at token i: the label, 0 when it
// has not, the token after its marks, and how sure the shape is.
func (p *refList) letter(i int) (label, next, sure int) {
	t := p.at(i)
	if t.class == classRef && t.kind == refWord { // REF A, REFTEL (B):
		k := i + 1
		if p.at(k).is('.') || p.at(k).is('-') {
			k++
		}
		label, next, sure = p.letter1(k)
		return label, next, max(sure, sureLabel)
	}
	label, next, sure = p.letter1(i)
	if label > 0 && p.at(next).class == classRef { // A. REF: LIMA 12; (A) REFTEL LIMA 12
		k := next + 1
		for p.at(k).is(':') || p.at(k).is('.') || p.at(k).is('-') {
			k++
		}
		again, after, _ := p.letter1(k)
		switch again {
		case label: // A. REF A: LIMA 12
			return label, after, namedLabel
		case 0:
			return label, k, namedLabel
		}
	}
	return label, next, sure
}

func (p *refList) letter1(i int) (label, next, sure int) {
	t := p.at(i)
	if t.is('(') || t.is('[') {
		k := i + 1
		if p.at(k).class == classRef && p.at(k).kind == refWord {
			k++
		}
		label = p.labelOf(p.at(k))
		for k++; p.at(k).is('.') || p.at(k).is(':'); k++ {
		}
		if label > 0 && k == i+2 && t.match == 0 && !p.at(k).is(')') && !p.at(k).is(']') {
			return label, k, markedLabel // (B LIMA 12
		}
		if label == 0 || !p.at(k).is(')') && !p.at(k).is(']') && !p.at(k).is('(') || p.at(k).is('(') && p.at(k).spaced {
			return 0, i, 0
		}
		return label, p.skipMarks(k + 1), boxedLabel
	}
	if (t.is('"') || t.is('\'')) && int(t.match) == i+2 { // "A"
		if label = p.labelOf(p.at(i + 1)); label > 0 && label < 100 {
			return label, p.skipMarks(i + 3), sureLabel
		}
	}
	label = p.labelOf(t)
	if label == 0 {
		return 0, i, 0
	}
	m := p.at(i + 1)
	if m.kind != refMark || m.fresh && !(m.is('-') && p.at(i+2).spaced) { // a dash cut off by the line's end
		return label, i + 1, bareLabel
	}
	switch m.mark {
	case '.', ')', ':', ']', '=', '_':
		if m.mark == '.' && t.kind == refNumber && !p.at(i+2).spaced && p.at(i+2).kind == refNumber {
			return 0, i, 0
		}
		return label, p.skipMarks(i + 2), sureLabel
	case '(':
		if p.boxedEntry(i + 1) { // A (LIMA 12)
			return label, i + 1, markedLabel
		}
		if m.match == 0 && !m.spaced && p.at(i+2).spaced {
			return label, i + 2, markedLabel // A( LIMA 12
		}
	case '-', '/', ',', ';', '>':
		n := p.at(i + 2)
		if n.kind == refNumber && !n.spaced && !m.spaced && !p.yearStation(i+2) {
			return 0, i, 0 // A-12 is an airgram
		}
		if m.mark == ',' || m.mark == ';' || m.mark == '/' {
			return label, i + 2, bareLabel
		}
		return label, i + 2, markedLabel
	}
	return label, i + 1, bareLabel
}

// labelBehind reads a label that stands behind its entry, LIMA 12 (A), LIMA 13 (REF
// B), and gives the token after it, else i.
func (p *refList) labelBehind(i int) int {
	t := p.at(i)
	if !t.is('(') || i != p.behind || p.cables == 0 || p.names != "" || int(t.match) > i+3 {
		return i
	}
	k := i + 1
	if p.at(k).class == classRef {
		k++
	}
	label, end := p.labelOf(p.at(k)), k+2
	want := 1
	if p.behindIt {
		want = p.label + 1
	}
	if label != want || int(t.match) != k+1 {
		return i
	}
	switch n := p.at(end); {
	case end >= len(p.toks), n.is(','), n.is(';'), n.is('/'), n.is('&'), n.is('.'), n.class == classAnd && n.kind == refWord:
	case !n.fresh || p.labelNext(end):
		return i
	}
	if n := p.at(end); n.is(',') && p.labelNext(end+1) {
		return i
	}
	for r := p.fromHere; r < len(p.r.c.References); r++ {
		p.r.c.References[r].Label = labelName(label)
	}
	p.label, p.behindIt, p.fromHere = label, true, len(p.r.c.References)
	p.behind = end
	return end
}

// boxedEntry reports whether an entry, with its label or without, begins behind
// the parenthesis, bracket or quote at token i.
func (p *refList) boxedEntry(i int) bool {
	if t := p.at(i); !t.is('(') && !t.is('[') && !t.is('"') && !(t.is('\'') && t.match > 0) {
		return false
	}
	if p.yearStation(i + 1) {
		return true
	}
	label := p.labelOf(p.at(i + 1))
	return label > 0 && label < 100 && p.at(i+2).is('.') && p.at(i).match > 0 && p.yearStation(i+3)
}

// lineLabel goes over a label that a system put before a line in the middle of an
// entry: B) NASSAU / B. 2231. Such labels count lines, so they do not run ahead.
func (p *refList) lineLabel(i int) int {
	if t := p.at(i); !t.fresh || t.kind != refWord {
		return i
	}
	label, next, sure := p.letter1(i)
	if label == 0 || sure != sureLabel || label > p.label || !p.at(i+1).is('.') || p.at(next).kind != refNumber || p.yearStation(next) {
		return i
	}
	return next
}

// skipMarks goes over marks behind a label: A.) (A). A:-
func (p *refList) skipMarks(i int) int {
	for m := p.at(i); i < len(p.toks) && m.kind == refMark && !m.fresh && (m.mark == '.' || m.mark == ')' || m.mark == '_' || m.mark == ':' || m.mark == '-' || m.mark == ',' || m.mark == ';'); m = p.at(i) {
		i++
	}
	return i
}

// labelOf reads a token as a label: one letter, one letter doubled, or, in a
// list that counts, a number.
func (p *refList) labelOf(t *refToken) int {
	switch n := t.end - t.start; {
	case t.kind == refNumber:
		if n <= 2 && t.value > 0 && t.value < 60 && (p.counted || t.value == 1 && p.label < 0) {
			return 100 + int(t.value)
		}
	case t.kind == refWord && (n == 1 || n == 2 && p.text[t.start]|0x20 == p.text[t.start+1]|0x20) && isAlpha(p.text[t.start]):
		label := int(upper(p.text[t.start])-'A') + 1
		if n == 2 {
			label += 26
		}
		return label
	}
	return 0
}

// fits reports whether the label at token i belongs there: what it may follow,
// and what follows it.
func (p *refList) fits(i, label, next, sure int) bool {
	t := p.at(i)
	if label > 100 {
		return p.fitsNumber(i, label, next, sure)
	}
	n := p.at(next)
	expected := label == p.label+1 || label == 1 && (p.label < 1 || p.opened && p.names == "")
	if p.label == 26 && label == 27 {
		expected = true
	}
	if t.kind == refWord && t.class != classRef && !t.spaced && i > 0 {
		// LIMA 12B. STATE 13: glued to a number, or behind a mark
		if prev := p.at(i - 1); prev.kind == refWord || prev.is('\'') || prev.is('.') && !expected {
			return false
		}
	}
	cited := p.yearStation(next) || sure == markedLabel && p.boxedEntry(next)
	switch sure {
	case namedLabel:
		return true
	case boxedLabel:
		if i > 0 && !t.spaced && !cited && (p.toks[i-1].kind == refNumber || p.toks[i-1].is(')')) && !p.cited(next) {
			return false // SECTION 212(A)(3)(B)
		}
		if label == p.label && p.labelled {
			return true // A. (A)
		}
		if p.portion(i) > 0 { // (C), (S), (U) are portion markings too
			if !expected || p.labelled {
				return false
			}
			if next >= len(p.toks) || n.is(',') || n.is(';') {
				return false
			}
			if again, _, mark := p.letter(next); mark >= sureLabel && again >= label {
				return again == label
			}
			return true
		}
		return expected || cited || p.cables > 0 || p.label < 0 && p.first == len(p.r.c.References) || label > p.label
	case sureLabel:
		if again, _, _ := p.letter1(next); p.initials(i, next) && again != label {
			return false // U.S. EMBASSY
		}
		if p.labelled && label != p.label {
			return cited // A. B. JONES is a person
		}
		if expected || label == p.label && (cited || p.opened) {
			return cited || !p.initial(i-2)
		}
		return cited || t.fresh && label > p.label && label <= p.label+3 && p.label > 0
	case markedLabel:
		apart := p.at(i+1).spaced || n.spaced // E-MAIL has no label
		return cited || apart && expected && (t.fresh || p.sure == markedLabel || p.names == "" && p.opened || i > 0 && p.joins(&p.toks[i-1]) || p.cited(next))
	}
	if !cited && n.class != classRef {
		// A LIMA 12, B MOLE EMAIL: so were those before it
		return expected && p.label > 0 && p.sure == bareLabel && i > 0 && (t.fresh || p.joins(&p.toks[i-1])) && p.cited(next)
	}
	if i > 0 && !t.spaced && p.at(i-1).kind == refWord {
		return false
	}
	return expected || label > p.label && t.fresh
}

// fitsNumber is fits for labels that are numbers.
func (p *refList) fitsNumber(i, label, next, sure int) bool {
	if sure < sureLabel || p.label > 0 && p.label < 100 {
		return false
	}
	if label == 101 && p.label < 0 && p.first == len(p.r.c.References) && p.opened {
		p.counted = p.yearStation(next) || p.cited(next)
		return p.counted
	}
	return p.counted && label == p.label+1 && (p.at(i).fresh || p.at(i).is('(') || p.at(i).spaced && p.at(i-1).kind != refWord || p.yearStation(next))
}

// cited reports whether the entry at token i names, before its line ends, what
// is no cable: an e-mail, a call, a report.
func (p *refList) cited(i int) bool {
	for k := i; k < min(len(p.toks), i+12) && (k == i || !p.toks[k].fresh); k++ {
		if c := p.toks[k].class; c == classReport || c == classSeries {
			return true
		}
	}
	return false
}

// initial reports whether token i is a letter with a point and no label: J. B. SMITH.
func (p *refList) initial(i int) bool {
	if i < 1 || !p.toks[i+1].is('.') || p.toks[i+1].spaced || p.toks[i].kind != refWord || p.toks[i].end-p.toks[i].start != 1 {
		return false
	}
	label, _, _ := p.letter1(i)
	return label != p.label
}

// initials reports whether the letter at token i is followed by another with a
// point, glued to it.
func (p *refList) initials(i, next int) bool {
	t, m := p.at(next), p.at(next+1)
	return p.at(i).kind == refWord && p.at(i+1).is('.') && t.kind == refWord && t.end-t.start == 1 && m.is('.') && !m.spaced && !t.spaced
}
