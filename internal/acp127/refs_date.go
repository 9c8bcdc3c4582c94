package acp127

// date reads a date in numbers at token i, such as 3/4/06, the words of one, such
// as 12 MAY 2006 and MAY 12, 2006, or a date-time group. It gives i where there is
// none, else the token behind it.
func (p *refList) date(i int) int {
	t := p.at(i)
	switch {
	case t.kind == refWord && t.class == classMonth:
		return p.monthDay(i)
	case t.kind != refNumber:
		return i
	case t.width == 6 && p.zulu(i+1):
		k := i + 2 // 191742Z OCT 75
		if p.at(k).class == classMonth {
			k++
		}
		if _, ok := p.digits2or4(k); ok {
			k++
		}
		return k
	case t.value < 0 || t.value > 31 || t.width > 2:
		return i
	}
	m := p.at(i + 1)
	if m.class == classMonth { // 12 MAY 06, 12 MAY, 2006
		k := i + 2
		if p.at(k).is('.') && !p.at(k).spaced || p.at(k).is(',') && p.at(k+1).width == 4 {
			k++
		}
		if y, ok := p.digits2or4(k); ok && p.past(y) && !(p.at(k).fresh && p.startsCable(k)) {
			return k + 1
		}
		return i + 2
	}
	d, m2, y := p.at(i+2), p.at(i+3), p.at(i+4)
	if m.kind == refMark && (m.mark == '/' || m.mark == '-' || m.mark == '.') && m2.is(m.mark) && !m.spaced && !d.spaced && !y.spaced &&
		d.kind == refNumber && d.width <= 2 && d.value <= 31 && y.kind == refNumber && (y.width == 2 || y.width == 4) {
		return i + 5
	}
	return i
}

// monthDay reads MAY 12, MAY 12, 2006 and MAY 2006, where MAY is token i.
func (p *refList) monthDay(i int) int {
	k := i + 1
	if p.at(k).is('.') && !p.at(k).spaced {
		k++
	}
	d := p.at(k)
	if d.kind != refNumber || d.value > 31 || d.width > 2 {
		if y, ok := p.digits2or4(k); ok && p.past(y) {
			return k + 1
		}
		return i
	}
	k++
	n := k
	if p.at(n).is(',') {
		n++
	}
	if y, ok := p.digits2or4(n); ok && p.past(y) && (p.at(n).width == 4 && !p.at(n).fresh || p.lineEnds(n) || !p.startsCable(n)) {
		return n + 1
	}
	return k
}

// zulu reports whether token i is the Z of a date-time group.
func (p *refList) zulu(i int) bool {
	t := p.at(i)
	return p.is(i, "Z") || t.kind == refWord && !t.spaced && upper(p.text[t.start]) == 'Z'
}

// lineEnds reports whether a line, that began before, ends with token i.
func (p *refList) lineEnds(i int) bool {
	n := p.at(i + 1)
	return !p.at(i).fresh && (n.fresh || n.is('.') && p.at(i+2).fresh)
}
