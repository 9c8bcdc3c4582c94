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
	case p.opened:
		return atStart
	case p.joined, p.cables > 0 && i == p.behind:
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
	if _, after := p.yearBefore(k); after > k && p.stationNumber(p.drop(after), at) {
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
		if s := p.drop(after); p.named(&c, s, max(at, inPlace)) {
			if c.year == 0 {
				c.year = year
			}
			return c, true
		}
	}
	if p.named(&c, k, at) {
		return c, true
	}
	if at > inText && (p.opened || p.turned) {
		return c, p.reversed(&c, k)
	}
	return c, false
}

// drop goes over what may stand before a station: a portion mark, #, the words
// REF and CABLE, a classification.
func (p *refList) drop(i int) int {
	for {
		t := p.at(i)
		switch {
		case t.is('('):
			after := p.portion(i)
			if after == 0 {
				return i
			}
			i = after
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
	if t.kind != refWord || at == inText && !p.mayFollow(i) {
		return false
	}
	name, k, ok := p.words(i)
	if !ok {
		return false
	}
	k = p.between(k)
	year, s := p.yearBetween(k)
	if s == k {
		year = 0
	} else {
		s = p.between(s)
	}
	serial, next := p.serial(s)
	if next == s {
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

// mayFollow reports whether a cable in running text may begin at token i: not
// behind a preposition or an office that numbers its own reports, nor behind a
// short name that makes the place another one, as in MBFR VIENNA.
func (p *refList) mayFollow(i int) bool {
	if i == 0 || p.toks[i-1].kind != refWord {
		return true
	}
	t := &p.toks[i-1]
	switch t.class {
	case classBefore, classForeign, classSeries, classMonth:
		return false
	case classNone:
		const short = 6 // letters
		if n := t.end - t.start; n < 2 || n > short || i < 2 || !p.toks[i].spaced || p.toks[i].fresh {
			return true
		}
		for k := t.start; k < t.end; k++ {
			if !isUpper(p.text[k]) {
				return true
			}
		}
		before := &p.toks[i-2]
		return before.kind == refWord && before.class != classAnd && before.class != classRef && before.class != classEmbassy
	}
	return !p.is(i-1, "OF")
}

// words gathers the words at token i that may be the name of a station: the token
// behind the last word of the name, and the one to look for the serial at.
func (p *refList) words(i int) (end, next int, ok bool) {
	const most = 7
	k := i
	for n := 0; n < most; n++ {
		t := p.at(k)
		if t.kind != refWord {
			break
		}
		single := t.end-t.start == 1
		if single && !p.at(k+1).is('\'') && !p.initials(k, k+2) && (t.spaced && k > i || k == i && t.class != classEmbassy) {
			break // a label
		}
		switch t.class {
		case classNone, classEmbassy, classSecrecy:
		case classOwn, classBefore, classReport, classForeign, classAnd, classAttached:
			// A few names hold such a word: PORT OF SPAIN, DEPT OF STATE.
			if t.class == classOwn && k == i {
				return k + 1, k + 1, true
			}
			if t.class != classAttached || k == i || !p.is(k, "OF") {
				return k, k, k > i
			}
		case classCable:
			if p.cableWord(k) {
				return k, k, k > i
			}
		default:
			return k, k, k > i
		}
		k++
		m, w := p.at(k), p.at(k+1)
		if m.kind == refMark && (m.mark == '-' || m.mark == '\'' || m.mark == '.') && w.kind == refWord && (!m.spaced || !w.spaced) && m.match == 0 {
			if w.end-w.start == 1 && !(single && !w.spaced) && (m.mark == '.' || w.spaced) {
				return k, k, true
			}
			k++
		}
	}
	return k, k, k > i
}

// lookup finds the station that tokens i to end name, with or without words
// such as EMBASSY before it.
func (p *refList) lookup(c *refCable, i, end int, at refPlace) bool {
	if end > i+1 && p.toks[end-1].class == classEmbassy && p.lookup(c, i, end-1, at) { // LIMA EMBASSY 12
		return true
	}
	year := p.r.year
	if c.year > 0 {
		year = c.year
	}
	for s := i; s < end; s++ {
		name := p.text[p.toks[s].start:p.toks[end-1].end]
		if at == inText {
			if mrn, ok := post.Station(name, year); ok {
				c.station, c.name, c.how = mrn, name, post.Exact
				return true
			}
			return false
		}
		mrn, how := post.RefStation(name, year)
		if how != post.None {
			c.station, c.name, c.how = mrn, name, how
			return true
		}
		if at == atStart {
			if mrn, ok := post.Country(name); ok {
				c.station, c.name, c.how = mrn, name, post.Alias
				return true
			}
		}
		if s == i {
			if mrn, ok := post.FromName(name); ok { // SECSTATE WASHINGTON DC, AMEMBSSY LIMA
				c.station, c.name, c.how = mrn, name, post.Alias
				return true
			}
		}
		if k := p.toks[s].class; k != classEmbassy && k != classSecrecy {
			return false
		}
		if p.at(s + 1).is('.') {
			s++
		}
	}
	return false
}

// between goes over what may stand between station and serial.
func (p *refList) between(i int) int {
	for n := 0; n < 6; n++ {
		t := p.at(i)
		switch {
		case t.is(':'), t.is(','), t.is('#'), t.is('-'), t.is('.'), t.is('/'):
			i++
		case t.is('('):
			after := p.portion(i)
			if after == 0 && p.is(i+1, "S") && p.at(i+2).is(')') {
				after = i + 3 // CABLE(S)
			}
			if after == 0 {
				return i
			}
			i = after
		case p.cableWord(i):
			i++
		default:
			return i
		}
	}
	return i
}

// cableWord reports whether token i is CABLE, TEL and the like; not that of TEL AVIV.
func (p *refList) cableWord(i int) bool {
	if p.at(i).class != classCable {
		return false
	}
	k := i + 1
	if p.at(k).is('-') {
		k++
	}
	return !p.is(i, "TEL") || p.at(k).kind != refWord || !hasFold(p.of(p.at(k)), "AV")
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
	if c.station == "" {
		c.station = p.r.post
	}
	return c, c.station != ""
}

// stationBehind finds the station behind a list of serials, the first of which
// ends before token i, that stand before it: 412 AND 413 LIMA.
func (p *refList) stationBehind(c *refCable, i int) bool {
	serials := 1
	for {
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
	if i >= len(p.toks) || t.gap || t.class == classAnd || t.class == classAttached || t.class == classThrough {
		return true
	}
	if p.labelNext(i) {
		return true
	}
	if _, after := p.yearAfter(i); after > i {
		return true
	}
	if t.kind == refMark {
		return t.mark == ',' || t.mark == ';' || t.mark == '/' || t.mark == '&' || t.mark == '(' || t.mark == '"' || t.mark == '.' && (p.at(i+1).spaced)
	}
	return t.fresh && p.startsCable(i)
}
