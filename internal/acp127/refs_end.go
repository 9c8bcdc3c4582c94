package acp127

// refLines gives how many lines of block may belong to the reference list: those
// before a rule or paragraph 1, as far as a line by itself can tell. It keeps the
// body from being cut into tokens; ends has the last word.
func refLines(block []line) int {
	counted := false // the labels are numbers themselves
	if len(block) > 0 {
		counted = countedList(block)
	}
	after := false // a blank line before
	any := len(block) > 0 && len(trim(block[0].text)) > len("REFERENCES:")
	for i := 1; i < len(block); i++ {
		s := trim(block[i].text)
		switch {
		case s == "":
			after = true
			continue
		case isRule(s):
			if i > 1 && isTitleOf(block[i-2].text, block[i-1].text) {
				return i - 1
			}
			return i
		case paragraphOne(s) && !(counted && !after):
			return i
		case after && any && longProse(s):
			return i
		}
		after, any = false, true
	}
	return len(block)
}

// isTitleOf reports whether text, the line above a rule and below before, is the
// heading that is underlined.
func isTitleOf(before, text string) bool {
	s := trim(text)
	if s == "" || len(s) > 60 || !blank(before) && s[len(s)-1] == ',' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			return false
		}
	}
	return !labelled(s)
}

// labelled reports whether a line begins with a label: A. A) (A).
func labelled(s string) bool {
	if s[0] == '(' || s[0] == '[' {
		s = s[1:]
	}
	return len(s) > 1 && isAlpha(s[0]) && (s[1] == '.' || s[1] == ')' || s[1] == ']' || s[1] == ':')
}

// countedList reports whether the list that block begins has digits as labels:
// its first entry is 1. or (1) and a second one is on the same or the next lines.
func countedList(block []line) bool {
	want := byte('1')
	for i := 0; i < min(len(block), 4); i++ {
		s := block[i].text
		for k := 0; k < len(s); k++ {
			if s[k] != want || k > 0 && isAlnum(s[k-1]) || k+2 >= len(s) || s[k+1] != '.' && s[k+1] != ')' || isDigit(s[k+2]) {
				if want == '1' && isDigit(s[k]) {
					return false
				}
				continue
			}
			if want == '2' {
				return true
			}
			want++
		}
		if want == '1' && i > 0 && trim(s) != "" {
			return false
		}
	}
	return false
}

// paragraphOne reports whether a line opens the numbered body: 1. Text, 1.(U),
// ¶1, PARA 1.
func paragraphOne(s string) bool {
	pilcrow := false
	if hasFold(s, "\u00b6") {
		s, pilcrow = trim(s[len("\u00b6"):]), true
	}
	if len(s) < 2 || !isDigit(s[0]) {
		return false
	}
	rest := trim(s[1:])
	if s[0] != '1' { // paragraph 1 is lost, or not numbered
		return len(rest) > 2 && rest[0] == '.' && portionMark(trim(rest[1:])) > 0
	}
	switch {
	case rest == "":
		return pilcrow
	case pilcrow:
		return !isDigit(rest[0])
	case rest[0] == '.':
		return len(rest) == 1 || !isDigit(rest[1])
	case rest[0] == ')':
		return true
	}
	return rest[0] == '(' && portionMark(rest) > 0
}

// portionMark gives the length of the portion marking that s begins with.
func portionMark(s string) int {
	if len(s) < 3 || s[0] != '(' {
		return 0
	}
	for i := 1; i < min(len(s), 12); i++ {
		switch c := upper(s[i]); {
		case c == ')':
			if isPortion(s[1:i]) {
				return i + 1
			}
			return 0
		case !isUpper(c) && c != '/' && c != ' ':
			return 0
		}
	}
	return 0
}

// isPortion reports whether a word is a portion marking, without parentheses.
func isPortion(s string) bool {
	for _, m := range [...]string{"U", "C", "S", "TS", "SBU", "LOU", "R", "FOUO", "C/NF", "S/NF", "SBU/NF", "C//NF", "S//NF", "SBU//NF", "U//FOUO", "U/FOUO", "TS/NF", "TS//NF"} {
		if equalFold(s, m) {
			return true
		}
	}
	return false
}

// longProse reports whether a line is running text: eight words, no digit.
func longProse(s string) bool {
	words := 0
	inWord := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			return false
		case c == ' ':
			inWord = false
		case !inWord:
			inWord = true
			words++
		}
	}
	return words >= 8 && !labelled(s)
}

// ends reports whether the list ends before token i.
func (p *refList) ends(i int) bool {
	t := &p.toks[i]
	switch {
	case t.is('P'):
		return p.at(i+1).kind == refNumber
	case t.kind == refNumber:
		return p.paragraph(i)
	case t.is('('):
		if after := p.portion(i); t.fresh && after > 0 && p.opens(after, true) {
			return true
		}
		return t.gap && i > 0 && p.body(i)
	case t.kind != refWord:
		return t.gap && i > 0 && (t.is('-') || t.is('*')) && p.body(i)
	}
	return p.opens(i, t.fresh) || t.gap && i > 0 && p.body(i)
}

// paragraph reports whether number i opens paragraph 1 in mid-line.
func (p *refList) paragraph(i int) bool {
	t := &p.toks[i]
	if t.value != 1 || t.width != 1 || !t.spaced || p.counted {
		return false
	}
	next := p.at(i + 1)
	if !next.is('.') || next.spaced {
		return next.is('(') && p.portion(i+1) > 0 && p.cables > 0
	}
	after := p.at(i + 2)
	if after.is('(') && p.portion(i+2) > 0 {
		return true
	}
	return after.kind == refWord && after.end-after.start > 1 && (p.cables > 0 || p.opened) && !p.yearStation(i+2)
}

// opens reports whether word i opens what comes after a list: the next caption,
// a heading, a caveat. Some do at the start of a line only.
func (p *refList) opens(i int, fresh bool) bool {
	t := p.at(i)
	if t.kind != refWord {
		return false
	}
	w := p.of(t)
	next := p.at(i + 1)
	colon := next.is(':')
	if t.class == classHeading {
		if fresh && hasFold(w, "SUMMARY") && !p.is(i+1, "OF") {
			return true
		}
		alone := next.fresh || colon || next.is('.') || next.is('-') || next.is('=')
		return alone && (fresh || hasFold(w, "SUMMARY"))
	}
	switch upper(w[0]) {
	case 'C':
		if len(w) >= 8 && hasFold(w, "CL") && nearFold(w, "CLASSIFIED") {
			return colon || p.is(i+1, "BY") || p.is(i+1, "B") || fresh && nearFold(p.of(next), "BY")
		}
		return hasFold(w, "CLASSIFIEDBY") || hasFold(w, "CLASSIFICATION") && fresh
	case 'D':
		return colon && (hasFold(w, "DECL") || hasFold(w, "DRV")) || fresh && (p.is(i+1, "FROM") && equalFold(w, "DERIVED") || equalFold(w, "DECLASSIFY"))
	case 'E':
		if fresh && equalFold(w, "E") && next.is('.') && p.is(i+2, "O") {
			return true
		}
		return fresh && equalFold(w, "ENTIRE") && (p.is(i+1, "TEXT") || p.is(i+1, "MESSAGE"))
	case 'R':
		return colon && (hasFold(w, "REASON"))
	case 'S':
		if hasFold(w, "SUBJ") && colon {
			return fresh || p.r.c.Subject == "" // else the title of a reference
		}
		return fresh && (equalFold(w, "SENSITIVE") || equalFold(w, "SBU")) && !next.is('.') && !next.is(')')
	case 'T':
		if colon && equalFold(w, "TAGS") {
			return true
		}
		return fresh && equalFold(w, "THIS") && (p.is(i+1, "IS") || next.class == classCable || p.is(i+1, "DOCUMENT"))
	case 'B':
		return fresh && equalFold(w, "BEGIN")
	case 'N':
		return fresh && (equalFold(w, "NOT") && p.is(i+1, "FOR") || equalFold(w, "NOFORN") && next.fresh)
	case 'P':
		return fresh && equalFold(w, "PLEASE")
	case 'A':
		return fresh && equalFold(w, "ACTION") && (p.is(i+1, "REQUEST") || p.is(i+1, "REQUESTED") || p.is(i+1, "REQUIRED") || p.is(i+1, "MESSAGE"))
	}
	return false
}

// nearFold reports whether w, in any case, is upper but for one edit.
func nearFold(w, upperWord string) bool {
	if len(w)+1 < len(upperWord) || len(w) > len(upperWord)+1 {
		return false
	}
	return equalFold(w, upperWord) || near(letters(w), upperWord)
}

// body reports whether token i, the first after a blank line, begins the body or
// a heading and not a further entry: no label, no cable, no word of what is
// cited, and no entry that waits for its rest.
func (p *refList) body(i int) bool {
	if next, ok := p.labelAt(i); ok { // A. THE FAIR, behind a list without labels
		return p.names == "" && p.cables > 0 && !p.yearStation(next) && !p.cited(next)
	}
	if p.cables == 0 && p.names == "" && p.first == len(p.r.c.References) && p.opened {
		return false // nothing read yet
	}
	if last := &p.toks[i-1]; p.joins(last) || p.yearStation(i) || p.opened && p.labelled && p.sure >= sureLabel {
		return false
	}
	const reach = 40
	words, cited := 0, false
	k := i
	for ; k < len(p.toks) && (k == i || !p.toks[k].gap); k++ {
		t := &p.toks[k]
		if k > i && t.fresh {
			if _, ok := p.labelAt(k); ok {
				return false
			}
		}
		if k-i > reach {
			return true
		}
		if t.kind == refWord {
			words++
			cited = cited || t.class == classReport || t.class == classSeries || t.class == classAttached && words == 1
		}
	}
	if k < len(p.toks) {
		if _, ok := p.labelAt(k); ok {
			return false
		}
	}
	if words > 12 {
		return true
	}
	return !cited || p.label > 0
}

// runningText reports whether the line that token i begins is the body, that
// follows an unlabelled list without a blank line or a number.
func (p *refList) runningText(i int) bool {
	const enough = 9 // words; a title goes on in shorter lines, or in indented ones
	if p.toks[i].col > 0 || p.yearStation(i) {
		return false
	}
	words := 0
	for k := i; k < len(p.toks) && (k == i || !p.toks[k].fresh); k++ {
		if p.toks[k].kind == refWord {
			words++
		}
	}
	return words >= enough && !p.joins(&p.toks[i-1])
}

// joins reports whether something must follow t.
func (p *refList) joins(t *refToken) bool {
	return t.is(',') || t.is('/') || t.is('&') || t.is(';') || t.kind == refWord && (t.class == classAnd || t.class == classEmbassy)
}
