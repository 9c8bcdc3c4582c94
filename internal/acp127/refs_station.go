package acp127

import "cablefeed/internal/post"

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
		const short = 6                          // letters
		if p.is(i-1, "TWO") || p.is(i-1, "II") { // SALT TWO GENEVA
			return false
		}
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
	if k := p.slashed(i); k > i {
		return k, k, true
	}
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
			if mrn, ok := p.mission(s, end); ok { // USUN/NEW YORK
				c.station, c.name, c.how = mrn, name, post.Alias
				return true
			}
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

// slashed gives the token behind a name of the form USUN/NEW YORK that begins at
// token i, else i.
func (p *refList) slashed(i int) int {
	m, w := p.at(i+1), p.at(i+2)
	if !m.is('/') || m.spaced || w.spaced || w.kind != refWord || p.at(i).class != classNone {
		return i
	}
	for k := i + 3; k <= i+4; k++ {
		if p.at(k-1).kind == refWord && p.at(k).kind == refNumber {
			if _, ok := p.mission(i, k); ok {
				return k
			}
		}
	}
	return i
}

// mission finds the mission that tokens i to end name, its city behind a slash:
// USUN/NEW YORK. Two posts apart by a slash are two.
func (p *refList) mission(i, end int) (mrn string, ok bool) {
	if end < i+3 || !p.toks[i+1].is('/') {
		return "", false
	}
	own, _ := post.RefStation(p.of(&p.toks[i]), p.r.year)
	if own == "" {
		return "", false
	}
	name := p.of(&p.toks[i]) + p.text[p.toks[i+2].start:p.toks[end-1].end]
	mrn, ok = post.Station(name, p.r.year)
	return mrn, ok && mrn == own
}

// between goes over what may stand between station and serial.
func (p *refList) between(i int) int {
	for n := 0; n < 6; n++ {
		t := p.at(i)
		switch {
		case t.is(':'), t.is(','), t.is('#'), t.is('-'), t.is('.'), t.is('/'), t.is('_'):
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
