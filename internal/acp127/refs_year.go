package acp127

// past reports whether a year can be that of a cable cited by this one.
func (p *refList) past(year int) bool {
	last := p.r.year + 1
	if p.r.year == 0 {
		last = 2030
	}
	return 1966 <= year && year <= last
}

// digits2or4 reads number i as a year of two digits, or of four as 19xx or 20xx.
func (p *refList) digits2or4(i int) (year int, ok bool) {
	t := p.at(i)
	if t.kind != refNumber {
		return 0, false
	}
	switch v := int(t.value); {
	case t.width == 2:
		return century(v), true
	case t.width == 4 && 1900 <= v && v <= 2099:
		return v, true
	}
	return 0, false
}

// boxedYear reads a year in parentheses or brackets, or behind an apostrophe:
// (06) [2006] ('06) '06.
func (p *refList) boxedYear(i int) (year, next int) {
	t := p.at(i)
	if t.is('\'') {
		if y, ok := p.digits2or4(i + 1); ok && !p.at(i+1).spaced {
			next = i + 2
			if p.at(next).is('\'') && !p.at(next).spaced {
				next++
			}
			return y, next
		}
		return 0, i
	}
	if !t.is('(') && !t.is('[') || t.match == 0 {
		return 0, i
	}
	for k := i + 1; k < int(t.match); k++ { // (05, NOTAL) too
		m := &p.toks[k]
		if y, ok := p.digits2or4(k); ok && year == 0 {
			year = y
		} else if !m.is('\'') && !m.is(',') && m.class != classAttached {
			return 0, i
		}
	}
	if year == 0 {
		return 0, i
	}
	return year, int(t.match) + 1
}

// yearBefore reads a year that stands before a station: 06, 2006, '06, (06), with
// a mark behind it or not. It gives i where there is none.
func (p *refList) yearBefore(i int) (year, next int) {
	year, next = p.boxedYear(i)
	if next == i {
		y, ok := p.digits2or4(i)
		if !ok || !p.past(y) && !p.opened { // within a list it may be a serial
			return 0, i
		}
		year, next = y, i+1
	}
	m := p.at(next)
	if m.is('-') || m.is('/') || m.is('.') || m.is(':') || m.is('_') || m.is('\'') || m.is(',') && p.opened && !p.joinsNumber(next+1) {
		next++
	}
	return year, next
}

// joinsNumber reports whether token i goes on with a list of numbers.
func (p *refList) joinsNumber(i int) bool {
	return p.at(i).kind == refNumber || p.at(i).class == classAnd
}

// yearBetween reads a year between station and serial: in brackets, or two or
// four digits before a blank, hyphen or slash and a longer number.
func (p *refList) yearBetween(i int) (year, next int) {
	if year, next = p.boxedYear(i); next > i {
		if m := p.at(next); m.is('-') || m.is('/') || m.is(':') || m.is(',') || m.is('#') {
			next++
		}
		return year, next
	}
	t := p.at(i)
	y, ok := p.digits2or4(i)
	if !ok || !p.past(y) {
		return 0, i
	}
	k := i + 1
	m := p.at(k)
	if m.is('-') || m.is('/') || m.is('.') && !m.spaced || m.is(':') && p.at(k+1).spaced && p.at(k+1).width > 2 {
		k++
	}
	n := p.at(k)
	if n.kind != refNumber || n.gap || m.is('.') && n.spaced {
		return 0, i
	}
	switch {
	case m.is('/') && p.date(i) > i:
		return 0, i
	case p.text[t.start] == '0' || t.fixed && p.text[t.start]|0x20 == 'o': // no serial begins with zero by chance
	case m.is('/') && t.width == 2 && (n.width < 4 || y < p.r.year-5):
		return 0, i // LIMA 98/104, LIMA 74/7332: two serials
	case t.width == 2 && n.width == 2 && p.past(century(int(n.value))):
		return 0, i // LIMA 98 99: a serial and its year
	case t.width == 2 && n.width == 1:
		return 0, i
	case t.width == 4:
		if z, isYear := p.digits2or4(k); isYear && p.past(z) {
			return 0, i // LIMA 2004 05: a serial and its year
		}
	}
	if p.startsCable(k) {
		return 0, i // LIMA 99 01 STATE 12: the second year is of the next station
	}
	if _, after := p.serial(k); after == k {
		return 0, i
	}
	return y, k
}

// yearAfter reads a year behind a serial: (06), '06, /06, -06, 06 alone, 2006, OF
// 2006. Two digits need a slash, a hyphen or nothing between; three or more are a
// further serial, but 19xx and 20xx. What could be the year of the next station as
// well is that where the serial is dated, that is, has its year own before, or where
// it stands with the station and not with the serial.
func (p *refList) yearAfter(i, own int) (year, next int) {
	dated := own > 0
	if p.at(i).is(',') {
		if year, next = p.boxedYear(i + 1); next > i+1 && (p.at(i+1).is('(') || p.at(i+1).is('[')) && !p.startsCable(i+1) {
			return year, next
		}
		return 0, i
	}
	if year, next = p.boxedYear(i); next > i {
		if (dated || p.at(i).fresh) && p.startsCable(i) {
			return 0, i
		}
		return year, next
	}
	k := i
	m := p.at(k)
	switch {
	case m.is('/') || m.is('-'):
		k++
	case p.is(k, "OF") && p.at(k+1).width == 4:
		k++
	}
	t := p.at(k)
	y, ok := p.digits2or4(k)
	if !ok || t.gap || t.width == 4 && (!p.past(y) || dated && m.is('/') && y != own) {
		return 0, i
	}
	if k == i && t.fresh && p.brokenNumber(k-1) {
		return 0, i
	}
	if t.width == 2 && p.r.year > 0 && !p.past(y) && (dated || y > p.r.year+10) {
		return 0, i // no year of a cable that this one can cite: TOKYO 55/56, 03 LIMA 9/12
	}
	n := p.at(k + 1)
	glued := k > i && !m.spaced && !t.spaced // 311/06
	lineEnd := p.lineEnds(k)
	switch {
	case n.class == classMonth && t.value <= 31, p.date(k) > k, n.is(':') && !n.spaced && p.at(k+2).kind == refNumber && !p.at(k+2).spaced:
		return 0, i // a date or time
	case n.is(')') && t.match == 0 && p.counted, n.is('.') && p.counted && p.labelOf(t) > 0:
		return 0, i // a label
	case (dated || !glued && !lineEnd) && p.startsCable(k):
		return 0, i
	case n.is('-') && !n.spaced && p.at(k+2).kind == refNumber && !p.at(k+2).spaced, n.kind == refWord && !n.spaced && n.end-n.start > 1:
		return 0, i // part of another number
	}
	return y, k + 1
}
