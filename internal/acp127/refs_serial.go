package acp127

import (
	"cablefeed/internal/cable"
	"cablefeed/internal/post"
)

// serial reads number i as a serial. It gives i where the number is none: part of
// a date, a date-time group, an ordinal, a section of a manual.
func (p *refList) serial(i int) (serial, next int) {
	t := p.at(i)
	n := p.at(i + 1)
	if t.kind != refNumber || t.value < 0 || t.value == 0 && !p.brokenNumber(i) || p.date(i) > i {
		return 0, i
	}
	switch {
	case n.kind == refWord && !n.spaced && n.end-n.start > 1:
		if n.class != classAttached && n.class != classAnd && n.class != classPart && n.class != classHeading && !p.startsCable(i+1) {
			return 0, i // 12TH, 191742Z, 45MM
		}
	case n.is('.') || n.is(':'):
		if m := p.at(i + 2); !n.spaced && m.kind == refNumber && !m.spaced && !p.startsCable(i+2) {
			return 0, i // 41.31, 12:30
		}
	case n.is('%'):
		return 0, i
	case p.is(i+1, "OF") && p.at(i+2).kind == refNumber && p.at(i+2).width < 4 && p.date(i+2) == i+2:
		return 0, i // 2 OF 3
	}
	serial, next = int(t.value), i+1
	if n.kind == refNumber && p.brokenNumber(i) {
		for k := n.width; k > 0; k-- {
			serial *= 10
		}
		serial += int(n.value)
		next++
	}
	if serial == 0 {
		return 0, i
	}
	return serial, next
}

// brokenNumber reports whether numbers i and i+1 are one, cut by the end of the
// line. Where the second could be a year or a serial of its own, only a line that
// is full makes it a rest.
func (p *refList) brokenNumber(i int) bool {
	const full = 62 // columns
	t, n := p.at(i), p.at(i+1)
	if n.kind != refNumber || !n.fresh || n.gap || n.value < 0 || t.width+n.width > 7 || p.counted || p.startsCable(i+1) || p.date(i+1) > i+1 {
		return false
	}
	wide := int(t.col)+int(t.width) >= full
	switch {
	case n.width == 1 || t.width == 1 || t.value == 0 && t.width > 2:
		return true
	case n.width == 2:
		return wide || !p.past(century(int(n.value)))
	case t.width == 2:
		return !p.past(century(int(t.value)))
	}
	if m := p.at(i + 2); m.kind == refNumber && m.fresh || t.fresh && i > 0 && p.toks[i-1].kind == refNumber {
		return wide // a column of serials
	}
	return wide || n.col == 0 && t.width+n.width <= 6 // an indented one is a further serial
}

// serials adds the cable c and those that its list of serials names.
func (p *refList) serials(c refCable) (next int) {
	listYear := c.year
	p.listYear = listYear
	p.opened, p.labelled = false, false
	for {
		year := c.year
		i := c.next
		y, after := p.yearAfter(i, c.year)
		if after > i {
			year, i = y, after
		}
		for i < len(p.toks) {
			if y, after := p.boxedYear(i); after > i && year == c.year && !p.startsCable(i) {
				year, i = y, after
				continue
			}
			after := p.attached(i)
			if after == i {
				break
			}
			i = after
		}
		p.add(c, year, i)
		d, ok := p.further(i)
		if !ok {
			p.joined, p.behind = false, i
			return i
		}
		d.station, d.name, d.how = c.station, c.name, post.Exact
		if d.year == 0 {
			d.year = listYear
		}
		c = d
	}
}

// further reads a further serial of a list at token i: behind a comma, AND, a
// slash and the like, or, of three digits and more, behind a blank.
func (p *refList) further(i int) (c refCable, ok bool) {
	k := i
	linked := false
	for n := 0; n < 3; n++ {
		t := p.at(k)
		link := t.is(',') || t.is('&') || t.is('/') || t.is('+') || t.kind == refWord && (t.class == classAnd || t.class == classThrough || n == 0 && p.is(k, "TO") && p.at(k+1).kind == refNumber)
		if t.is('.') && n == 0 && p.at(k+1).width > 2 && p.at(k+1).spaced && !p.at(k+1).fresh && p.at(k+2).kind == refMark { // 1316. 1366.
			link = true
		}
		if !link && !(t.is('-') && p.at(k+1).kind == refNumber && p.at(k+1).width > 2) {
			break
		}
		linked = true
		k++
	}
	if p.at(k).is('#') {
		k++
	}
	c.from = k
	if year, after := p.boxedYear(k); after > k && linked {
		c.year, k = year, after
	}
	t := p.at(k)
	if t.kind != refNumber || !linked && (t.width < 3 || t.gap) || p.startsCable(k) {
		return c, false
	}
	if _, isLabel := p.labelAt(k); isLabel {
		return c, false
	}
	if year, after := p.yearBetween(k); after > k && (p.at(k+1).kind == refNumber || p.at(k+1).is('-') && t.width == 2 && p.text[t.start] == '0') {
		c.year, k = year, after
	}
	c.serial, c.next = p.serial(k)
	if c.next == k || p.turned && p.turnsRound(k) {
		return c, false
	}
	if t.fresh && !linked {
		return c, p.closes(c.next) || p.at(c.next).fresh
	}
	return c, p.closes(c.next) || p.at(c.next).fresh || p.at(c.next).kind == refNumber || p.startsCable(c.next) || p.at(c.next).is('-') || p.turnsRound(k)
}

// turnsRound reports whether a station stands behind number i, and no number
// behind that.
func (p *refList) turnsRound(i int) bool {
	var c refCable
	end, _, ok := p.words(i + 1)
	return ok && p.at(end).kind != refNumber && p.lookup(&c, i+1, end, inPlace)
}

// attached goes over what is attached to a cable at token i: NOTAL, a title in
// parentheses or quotes, a date, the paragraphs meant. None of it is searched.
func (p *refList) attached(i int) int {
	t := p.at(i)
	if i >= len(p.toks) || p.ends(i) {
		return i
	}
	switch {
	case t.is('('), t.is('['):
		if p.behindIt && int(t.match) == i+2 && p.labelOf(p.at(i+1)) == p.label+1 {
			return i
		}
		if _, isLabel := p.labelAt(i); isLabel || t.match == 0 || p.boxed && p.boxedEntry(i) || p.portion(i) == 0 && p.startsCable(i) {
			return i
		}
		return int(t.match) + 1
	case t.is('"'), t.is('\''):
		if _, isLabel := p.labelAt(i); isLabel {
			return i
		}
		if t.match > 0 {
			return int(t.match) + 1
		}
	case t.is('-'):
		if n := p.at(i + 1); n.class == classAttached || n.class == classPart { // - NOTAL
			if after := p.attached(i + 1); after > i+1 {
				return after
			}
		}
		return i
	case t.is(','), t.kind == refWord && t.class == classAnd:
		n := p.at(i + 1)
		if n.is('"') || n.is('(') || n.kind == refWord && (n.class == classAttached && !p.is(i+1, "OF") || n.class == classPart) {
			if after := p.attached(i + 1); after > i+1 {
				return after
			}
		}
		if after := p.date(i + 1); after > i+1 && !p.cited(after) {
			return after
		}
	case t.kind == refWord && t.class == classAttached:
		if _, isLabel := p.labelAt(i); isLabel {
			return i
		}
		if after := p.date(i + 1); after > i+1 {
			return after
		}
		return i + 1
	case t.kind == refWord && t.class == classPart:
		return p.parts(i + 1)
	case p.is(i, "TOSEC") && p.at(i+1).kind == refNumber: // the second number of a telegram to the travelling Secretary
		return i + 2
	}
	return p.date(i)
}

// parts goes over the numbers of paragraphs: PARAS 3, 4 AND 7-9.
func (p *refList) parts(i int) int {
	for p.at(i).kind == refNumber && !p.startsCable(i) {
		i++
		if after := int(p.at(i).match); p.at(i).is('(') && after > 0 && !p.at(i).spaced { // 3(B)
			i = after + 1
		}
		t := p.at(i)
		if !((t.is(',') || t.is('-') || t.is('/') || t.is('&') || t.class == classAnd || t.class == classThrough) && p.at(i+1).kind == refNumber && !p.startsCable(i+1)) {
			break
		}
		i++
	}
	return i
}

// add adds the reference to cable c with that year; its text ends before token
// end. The cable itself is no reference, and each counts once.
func (p *refList) add(c refCable, year, end int) {
	text := p.text[p.toks[c.from].start:p.toks[end-1].end]
	num := p.lines[p.toks[c.from].line].num
	if year == 0 {
		year = p.r.year
	} else if year != p.r.year && c.name != "" { // a station may have had another name
		if s, how := post.RefStation(c.name, year); how != post.None {
			c.station = s
		}
	}
	p.station, p.name, p.place = c.station, c.name, false
	p.cables++
	p.lastFrom, p.lastRef = c.from, -1
	if c.how == post.Repaired {
		p.r.diag(num, cable.Warning, codeRefStation, "%q read as station %s", c.name, c.station)
	}
	for i := c.from; i < end; i++ {
		if p.toks[i].fixed {
			p.r.diag(num, cable.Info, codeRefDigit, "letter O read as zero in %q", text)
			break
		}
	}
	ref := cable.Reference{Label: p.names, Text: text}
	if year == 0 {
		p.r.diag(num, cable.Warning, codeRefYear, "%q has no year, and the cable's own is not known", text)
	} else {
		ref.MRN = p.r.mrn(year, c.station, c.serial)
	}
	if ref.MRN != "" && ref.MRN == p.r.c.MRN {
		p.r.diag(num, cable.Info, codeRefSelf, "the cable's own number %s among its references", ref.MRN)
		return
	}
	p.put(ref)
}

// put adds a reference once.
func (p *refList) put(ref cable.Reference) {
	const few = 48 // up to here a look at each is cheaper than a map
	refs := p.r.c.References
	if len(refs) < few {
		for i := range refs {
			if same(&refs[i], &ref) {
				return
			}
		}
	} else {
		if p.seen == nil {
			p.seen = make(map[cable.Reference]bool)
			for i := range refs {
				p.seen[key(refs[i])] = true
			}
		}
		if p.seen[key(ref)] {
			return
		}
		p.seen[key(ref)] = true
	}
	p.lastRef = len(refs)
	p.r.c.References = append(refs, ref)
}

// key is what makes a reference one with another: label and number, or the text
// of what has none.
func key(ref cable.Reference) cable.Reference {
	if ref.MRN != "" {
		ref.Text = ""
	}
	return ref
}

func same(a, b *cable.Reference) bool {
	return a.Label == b.Label && a.MRN == b.MRN && (a.MRN != "" || a.Text == b.Text)
}
