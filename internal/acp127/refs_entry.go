package acp127

import "cablefeed/internal/post"

// A refPlace says where in an entry a station is looked for, and so which names
// count.
type refPlace uint8

const (
	inText  refPlace = iota // among other words: sure names only
	inPlace                 // where a reference stands: ambiguous names and misprints too
	atStart                 // at the start of an entry: countries too
)

// A refCable is a station with its serial, as found.
type refCable struct {
	from    int // its first token
	station string
	name    string // as printed
	how     post.How
	year    int // full; 0 when none stands before or between
	serial  int
	next    int
}

// cable reads the reference to a cable at token i, with the serials that follow
// it, and adds them.
func (p *refList) cable(i int) (next int, ok bool) {
	c, ok := p.find(i, p.here(i))
	if !ok {
		c, ok = p.unnamed(i)
	}
	if !ok {
		return i, false
	}
	p.name = c.name
	return p.serials(c), true
}

// here is the place at which token i stands, when the reading has come to it.
func (p *refList) here(i int) refPlace {
	switch {
	case p.opened, p.joined && p.behind > 0: // a comma or line behind a cable begins an entry too
		return atStart
	case p.joined, i > 0 && i == p.behind:
		return inPlace
	}
	return inText
}

// startsCable reports whether a cable seems to begin at token i: a year or not,
// the name of a station, a number. It looks no further, so that all the readers
// of a cable can ask it and none calls itself.
func (p *refList) startsCable(i int) bool { return p.seems(i, inPlace) }

// yearStation is startsCable for the start of an entry, where countries count and
// the serial may stand first.
func (p *refList) yearStation(i int) bool {
	if p.seems(i, atStart) {
		return true
	}
	var c refCable
	k := p.drop(i)
	if p.at(k).kind != refNumber || p.at(k).width < 3 {
		return false
	}
	end, _, ok := p.words(k + 1)
	return ok && p.at(end).kind != refNumber && p.lookup(&c, k+1, end, inPlace)
}

func (p *refList) seems(i int, at refPlace) bool {
	k := p.drop(i)
	if _, after := p.yearBefore(k); after > k && p.stationNumber(p.dropWords(after), at) {
		return true
	}
	return p.stationNumber(k, at)
}

// stationNumber reports whether the name of a station stands at token i, and a
// number behind it.
func (p *refList) stationNumber(i int, at refPlace) bool {
	if p.at(i).kind != refWord {
		return false
	}
	end, next, ok := p.words(i)
	if !ok {
		return false
	}
	next = p.between(next)
	if _, after := p.boxedYear(next); after > next {
		next = p.between(after)
	}
	if n := p.at(next); n.kind != refNumber || n.value <= 0 || p.at(next+1).class == classMonth {
		return false
	}
	var c refCable
	return p.at(i).class == classOwn || p.lookup(&c, i, end, at)
}

// find reads year, station and serial at token i, or serial and station turned
// round.
func (p *refList) find(i int, at refPlace) (c refCable, ok bool) {
	t := p.at(i)
	if t.kind == refMark && !t.is('(') && !t.is('[') && !t.is('\'') && !t.is('#') {
		return c, false
	}
	c.from = i
	k := p.drop(i)
	if year, after := p.yearBefore(k); after > k {
		c.year = year
		if s := p.dropWords(after); p.named(&c, s, max(at, inPlace)) {
			return c, true
		}
		if at > inText && (p.opened || p.turned) && p.reversed(&c, after) { // 05 412 LIMA
			return c, true
		}
		c.year = 0
	}
	if p.named(&c, k, at) {
		return c, true
	}
	if at > inText && (p.opened || p.turned) {
		return c, p.reversed(&c, k)
	}
	return c, false
}

// drop goes over what may stand before a station and its year: a portion mark and
// what dropWords goes over.
func (p *refList) drop(i int) int {
	i = p.dropWords(i)
	if after := p.portion(i); after > 0 {
		i = p.dropWords(after)
	}
	return i
}

// dropWords goes over #, the words REF and CABLE, and a classification.
func (p *refList) dropWords(i int) int {
	const most = 6 // a run of them is nothing to cite; the time must stay linear
	for n := 0; n < most; n++ {
		t := p.at(i)
		switch {
		case t.is('#'):
			i++
		case t.kind == refWord && (t.class == classRef || t.class == classSecrecy || p.cableWord(i)):
			i++
			for m := p.at(i); m.is(':') || m.is('-') || m.is('.'); m = p.at(i) {
				i++
			}
		default:
			return i
		}
	}
	return i
}

// portion gives the token after the portion marking at token i, 0 when there is none.
func (p *refList) portion(i int) int {
	t := p.at(i)
	if !t.is('(') || t.match == 0 || int(t.match) > i+6 {
		return 0
	}
	if m := int(t.match); isPortion(p.text[t.end:p.toks[m].start]) {
		return m + 1
	}
	return 0
}

// named reads station, year and serial at token i into c.
func (p *refList) named(c *refCable, i int, at refPlace) bool {
	t := p.at(i)
	if t.kind != refWord {
		return false
	}
	before := at == inText && !p.mayFollow(i)
	if before && (i == 0 || p.toks[i-1].class != classBefore) {
		return false
	}
	name, k, ok := p.words(i)
	if !ok {
		return false
	}
	k = p.between(p.lineLabel(k))
	year, s := c.year, k // a year before the station leaves none but one in brackets
	if y, after := p.yearBetween(k); after > k && (year == 0 || p.at(k).kind == refMark) {
		year, s = y, p.between(after)
	}
	serial, next := p.serial(s)
	if next == s || year == 0 && p.yearOfReport(s) {
		return false
	}
	const surely = 5 // digits; behind a preposition fewer may count anything: REPLY TO STATE 114566
	if before && int(p.toks[s].width) < surely {
		return false
	}
	if t.class == classOwn && name == i+1 {
		if p.r.post == "" {
			return false
		}
		c.station, c.how, c.name = p.r.post, post.Exact, ""
	} else if !p.lookup(c, i, name, at) {
		return false
	}
	c.year, c.serial, c.next = year, serial, next
	return true
}

// yearOfReport reports whether number i is the year of a report that is named
// behind it: LIMA 2005 HUMAN RIGHTS REPORT.
func (p *refList) yearOfReport(i int) bool {
	t, n := p.at(i), p.at(i+1)
	return t.width == 4 && (t.value/100 == 19 || t.value/100 == 20) && n.kind == refWord && n.class == classNone && n.spaced && !n.fresh && n.end-n.start > 1 && p.cited(i+1)
}

// reversed reads a serial and the station behind it, when no number follows.
func (p *refList) reversed(c *refCable, i int) bool {
	t := p.at(i)
	serial, k := p.serial(i)
	if k == i || p.at(k).fresh && t.fresh {
		return false
	}
	if y, ok := p.digits2or4(i); ok && p.past(y) {
		return false // a year, and a station without a serial
	}
	m := p.at(k)
	if m.is('-') && !m.spaced { // 412-LIMA
		k++
	}
	_, end, ok := p.words(k)
	if !ok || !p.lookup(c, k, end, inPlace) {
		return false
	}
	if n := p.at(end); n.kind == refNumber && !(n.fresh && p.startsCable(end)) || n.is('#') || n.kind == refWord && !n.fresh && n.class != classAnd && n.class != classAttached {
		if !p.labelNext(end) {
			return false
		}
	}
	if _, s := p.serial(p.between(end)); s > p.between(end) && !p.at(end).is(',') {
		return false
	}
	c.serial, c.next = serial, end
	p.turned = true
	return true
}

// unnamed reads a serial without a station: that of the last reference, else of
// the cable itself.
func (p *refList) unnamed(i int) (c refCable, ok bool) {
	if !p.opened && !p.joined || p.place {
		return c, false
	}
	c.from = i
	k := p.drop(i)
	if year, after := p.boxedYear(k); after > k {
		c.year, k = year, after
	} else if p.at(k).kind == refNumber && p.at(k+1).kind == refNumber {
		if year, after := p.yearBetween(k); after > k {
			c.year, k = year, after
		}
	}
	serial, next := p.serial(k)
	if next == k || !p.closes(next) || !p.opened && p.at(k).fresh {
		return c, false
	}
	c.serial, c.next = serial, next
	if p.opened && p.stationBehind(&c, next) {
		return c, true
	}
	c.station, c.name, c.how = p.station, p.name, post.Exact
	if c.year == 0 && p.cables > 0 || c.year == 0 && !p.labelled && p.behind > 0 { // its list goes on behind a semicolon
		c.year = p.listYear
	}
	if c.station == "" {
		c.station = p.r.post
	}
	return c, c.station != ""
}

// stationBehind finds the station behind a list of serials, the first of which
// ends before token i, that stand before it: 412 AND 413 LIMA.
func (p *refList) stationBehind(c *refCable, i int) bool {
	const most = 12
	serials := 1
	for serials < most {
		t := p.at(i)
		if !t.is(',') && !t.is('&') && !t.is('/') && t.class != classAnd {
			break
		}
		i++
		if t := p.at(i); t.kind == refNumber {
			serials++
			i++
		}
	}
	if serials == 1 || p.at(i).kind != refWord {
		return false
	}
	_, end, ok := p.words(i)
	return ok && p.at(end).kind != refNumber && p.lookup(c, i, end, inPlace)
}

// closes reports whether what stands at token i may follow a serial that has no
// station: the end, a mark, a label, a year, NOTAL.
func (p *refList) closes(i int) bool {
	t := p.at(i)
	if i >= len(p.toks) || t.gap || t.class == classAnd || t.class == classAttached || t.class == classPart || t.class == classThrough {
		return true
	}
	if p.labelNext(i) {
		return true
	}
	if _, after := p.yearAfter(i, 0); after > i {
		return true
	}
	if t.kind == refMark {
		return t.mark == ',' || t.mark == ';' || t.mark == '/' || t.mark == '&' || t.mark == '(' || t.mark == '[' || t.mark == '"' || t.mark == '.' && (p.at(i+1).spaced)
	}
	return t.fresh && p.startsCable(i)
}
