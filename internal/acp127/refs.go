package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// references reads the reference list that block begins with into r.c.References
// and returns what follows the list.
//
// The text of an entry that is a cable goes from its year or station through its
// serial and what is attached to it (NOTAL, a title, the date); a further serial
// of a list has its own words alone. The text of any other entry is all that was
// printed up to the next label, semicolon or cable.
func (r *reader) references(block []line) []line {
	n := refLines(block)
	size := 0
	for i := range block[:n] {
		size += len(block[i].text) + 1
	}
	s := refScanner{toks: r.toks[:0]}
	s.text.Grow(size)
	for i := range block[:n] {
		s.scan(block[i].text, i)
	}
	s.pair()
	r.toks = s.toks
	p := refList{r: r, toks: s.toks, text: s.text.String(), lines: block, label: -1, lastRef: -1}
	at := p.read(p.caption())
	if at >= len(p.toks) {
		return block[n:]
	}
	t := &p.toks[at]
	rest := block[t.line:]
	if t.fresh {
		return rest
	}
	tail := line{rest[0].text[t.col:], rest[0].num}
	if t.line == 0 { // the caption's own line stays as it was
		return append([]line{tail}, rest[1:]...)
	}
	rest[0] = tail
	return rest
}

// A refList reads one list. Its methods take the index of a token and give the
// index of the next one to read.
type refList struct {
	r     *reader
	toks  []refToken
	text  string
	lines []line // for their numbers

	label    int    // of the open entry: 1 for A, 27 for AA, from 101 for digits; -1 when none
	sure     int    // how sure its label was
	names    string // of the label, as it goes out
	station  string // of the last cable
	name     string // the name by which it was called
	listYear int    // the year before the station of the last cable, 0 when none was
	place    bool   // the last reference named a place that is no post
	first    int    // index in r.c.References of the first one of this list
	opened   bool   // an entry begins here: nothing but its label, or a semicolon, was read
	labelled bool   // nothing but its label was read
	cables   int    // how many references the open entry has given
	joined   bool   // a comma, AND or the like, or a line break, stands before
	boxed    bool   // entries stand in parentheses, whole
	behindIt bool   // labels stand behind their entries
	fromHere int    // index in r.c.References of the first one whose label is still to come
	turned   bool   // the entry has serials before their stations
	counted  bool   // the labels are digits

	behind   int // the token behind the last cable, 0 when other words came between
	lastRef  int // index in r.c.References of the last cable, -1 when it was not new
	lastFrom int // its first token
	seen     map[cable.Reference]bool
}

// read reads from token i to the end of the list.
func (p *refList) read(i int) int {
	p.first = len(p.r.c.References)
	p.fromHere = p.first
	p.resume()
	p.opened = true
	for i < len(p.toks) && !p.ends(i) {
		t := &p.toks[i]
		if next := p.labelBehind(i); next > i {
			i = next
			continue
		}
		if next, ok := p.open(i); ok {
			i = next
			continue
		}
		if t.fresh {
			if p.cables > 0 && p.names == "" && p.runningText(i) {
				break
			}
			p.joined = true
		}
		if next, ok := p.cable(i); ok {
			i = next
			continue
		}
		switch {
		case t.is(';'):
			p.opened, p.labelled, p.joined, p.cables = true, false, true, 0
			i++
		case (p.opened || p.boxed) && p.boxedEntry(i): // the whole entry in parentheses or quotes
			p.boxed, p.opened = true, true
			i++
		case (t.is('-') || t.is(':')) && p.cables > 0 && !t.fresh && !p.toks[i-1].is('-'):
			i = p.title(i, false)
		case t.is(',') || t.is('&') || t.is('/') || t.is('+') || t.kind == refWord && (t.class == classAnd || t.class == classThrough):
			p.joined = true
			i++
		case p.cables > 0 && t.kind == refWord && hasFold(p.of(t), "SUBJ") && p.at(i+1).is(':'):
			i = p.title(i+1, true)
		case t.kind == refMark && t.match == 0 && !t.is('(') && !t.is('\''):
			i++
		case t.class == classRef && i+1 < len(p.toks) && p.toks[i+1].is(':'):
			i += 2
		default:
			i = p.prose(i)
		}
	}
	return i
}

// resume takes up where the last list of the cable ended: each label may have had
// a caption of its own.
func (p *refList) resume() {
	if p.first == 0 {
		return
	}
	last := &p.r.c.References[p.first-1]
	switch s := last.Label; {
	case s == "" || isDigit(s[0]):
	case len(s) == 2:
		p.label = int(s[0]-'A') + 27
	default:
		p.label = int(s[0]-'A') + 1
	}
	s := ""
	for k := p.first - 1; k >= max(0, p.first-8) && s == ""; k-- {
		s = p.r.c.References[k].MRN
	}
	s = strings.Trim(s, "0123456789")
	p.station = s
}

// caption gives the token after the caption word and its marks.
func (p *refList) caption() int {
	n := len(p.toks)
	if n == 0 {
		return 0
	}
	t := &p.toks[0]
	i := 0
	switch {
	case t.kind != refWord:
		return 0
	case t.class == classRef || nearCaption(p.of(t)) && !p.is(0, "REFA"):
		i = 1
	case hasFold(p.of(t), "REF") && t.end-t.start > 3: // REFSTATE 12, REFA. STATE 12
		cut := int32(3)
		if hasFold(p.of(t), "REFTEL") {
			cut = 6
		}
		t.start, t.col, t.fresh = t.start+cut, t.col+cut, false
		t.class = classOf(p.of(t))
	default:
		for k := 1; k < min(n, 5) && !p.toks[k].fresh; k++ { // RE F: A
			if p.toks[k].is(':') {
				return k + 1
			}
			if p.toks[k].kind != refWord {
				break
			}
		}
		return 0
	}
	if i+2 < n && p.toks[i].is('(') && p.is(i+1, "S") && p.toks[i+2].is(')') {
		i += 3
	}
	if i+1 < n && (p.toks[i].is('/') || p.toks[i].is('\'')) && p.is(i+1, "S") { // REF/S, REF'S
		i += 2
	}
	if p.cableWord(i) && !p.toks[i].fresh {
		i++ // REF TEL
	}
	for i < n && p.toks[i].kind == refMark && p.toks[i].match == 0 && p.toks[i].mark != '(' && p.toks[i].mark != '\'' && p.toks[i].mark != '#' && p.toks[i].mark != 'P' {
		i++
	}
	return i
}

// nearCaption reports whether a word is a damaged caption.
func nearCaption(word string) bool {
	var up [12]byte
	if len(word) < 2 || len(word) > len(up) {
		return false
	}
	for i := 0; i < len(word); i++ {
		up[i] = upper(word[i])
	}
	w := string(up[:len(word)])
	return near(w, "REF") || near(w, "REFS") || near(w, "REFTEL") || near(w, "REFTELS") || near(w, "REFERENCE") || near(w, "REFERENCES")
}

// of is the text of a token.
func (p *refList) of(t *refToken) string { return p.text[t.start:t.end] }

// is reports whether token i is the word w, which is upper case.
func (p *refList) is(i int, w string) bool {
	return i < len(p.toks) && p.toks[i].kind == refWord && equalFold(p.of(&p.toks[i]), w)
}

// at gives token i, or an empty mark behind the last one.
func (p *refList) at(i int) *refToken {
	if i < len(p.toks) {
		return &p.toks[i]
	}
	return &pastRefs
}

var pastRefs = refToken{kind: refMark, fresh: true, spaced: true}
