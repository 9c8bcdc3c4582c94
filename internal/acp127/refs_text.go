package acp127

import "cablefeed/internal/cable"

// prose reads what is no cable at token i: up to the next label, semicolon or
// cable. It becomes an entry of its own, or, behind a cable, belongs to that.
func (p *refList) prose(i int) int {
	k := i
	linked := p.joined
	fresh := p.cables == 0
	p.opened, p.labelled, p.joined, p.behind = false, false, false, 0
	said := refWords{}
	for k < len(p.toks) {
		t := &p.toks[k]
		if k > i {
			if p.ends(k) || t.is(';') {
				break
			}
			if _, isLabel := p.labelAt(k); isLabel {
				break
			}
			at := inText
			if prev := &p.toks[k-1]; t.fresh || prev.is(',') || prev.is('/') || prev.is('&') || prev.class == classAnd {
				at = inPlace
			}
			if _, after := p.boxedYear(k); t.kind != refMark || t.is('#') || after > k {
				if _, ok := p.find(k, at); ok {
					p.joined = at == inPlace
					break
				}
			}
		}
		if int(t.match) > k {
			if t.is('"') || t.is('\'') {
				said.plain++
			}
			k = int(t.match) + 1
			continue
		}
		if after := p.date(k); after > k {
			said.dated = true
			said.filed = said.filed || t.width == 6
			k = after
			continue
		}
		said.add(p, k)
		k++
	}
	end := k
	for end > i && p.loose(end-1) {
		end--
	}
	if end == i {
		return k
	}
	text := p.text[p.toks[i].start:p.toks[end-1].end]
	switch {
	case !said.worth(fresh):
	case !said.report && p.toks[k-1].class == classBefore && p.at(k).kind == refWord && !p.at(k).fresh && p.startsCable(k): // REPLY TO
	case said.plain == 0 && !said.dated && k == i+1 && p.toks[i].kind == refNumber && p.startsCable(k): // a year that is none: 5 LIMA 12
	case fresh || linked && (said.report || said.number || said.filed && said.plain > 0 || said.dated && said.plain > 1):
		num := p.lines[p.toks[i].line].num
		if said.place() {
			p.place = true
			p.r.diag(num, cable.Info, codeRefPlace, "%q: a name and a number, but no post of that name", text)
		}
		p.put(cable.Reference{Label: p.names, Text: text})
		p.lastRef = -1
		return k
	}
	p.extend(end)
	return k
}

// title goes over the title behind the dash or colon at token i, which is not
// searched: up to the next label or semicolon, or a cable behind a comma or at the
// start of a line. What is no title it leaves, unless the caption SUBJECT says that it
// is one.
func (p *refList) title(i int, said bool) int {
	k := i
	for p.at(k).is('-') || p.at(k).is(':') {
		k++
	}
	t := p.at(k)
	if t.kind != refWord || !said && (t.class != classNone && t.class != classBefore && t.class != classEmbassy || p.startsCable(k)) {
		return k
	}
	for first := k; k < len(p.toks); k++ {
		t := &p.toks[k]
		if t.is(';') || k > first && p.ends(k) {
			break
		}
		if _, isLabel := p.labelAt(k); isLabel {
			break
		}
		prev := &p.toks[k-1]
		if k > first && (t.fresh || prev.is(',') || prev.is('/') || prev.is('-') || prev.is('&') || prev.class == classAnd) && p.startsCable(k) {
			break
		}
		if int(t.match) > k {
			k = int(t.match)
		}
	}
	end := k
	for p.loose(end - 1) {
		end--
	}
	p.extend(end)
	p.joined = k < len(p.toks) && !p.toks[k].is(';')
	return k
}

// extend makes the text of the last cable go up to token end.
func (p *refList) extend(end int) {
	if p.lastRef >= 0 && p.cables > 0 {
		p.r.c.References[p.lastRef].Text = p.text[p.toks[p.lastFrom].start:p.toks[end-1].end]
	}
}

// loose reports whether token i only joins what stands before it to what follows.
func (p *refList) loose(i int) bool {
	t := &p.toks[i]
	return t.is(',') || t.is('/') || t.is('&') || t.is('-') || t.is('+') || t.is(':') || t.is('(') || t.is('*') || t.is('|') || t.is('\\') || t.is('P') || t.kind == refWord && (t.class == classAnd || t.class == classRef)
}

// refWords says what kinds of words a text holds.
type refWords struct {
	plain  int  // words that mean something
	small  int  // words that only join, or say something about a reference
	number bool // a number behind a plain word
	digits bool // any number
	report bool // names what is no cable
	dated  bool
	filed  bool // a date-time group
	last   bool // the last token was a plain word
}

func (w *refWords) add(p *refList, i int) {
	t := &p.toks[i]
	switch {
	case t.kind == refNumber:
		w.number, w.digits = w.number || w.last, true
		w.last = false
	case t.kind == refMark:
		w.last = w.last && (t.mark == '-' || t.mark == '.' || t.mark == '\'' || t.mark == '#')
	case t.class == classReport || t.class == classSeries:
		w.report, w.last = true, false
		w.plain++
	case t.class == classNone && t.end-t.start > 1, t.class == classEmbassy, t.class == classForeign, t.class == classMonth, t.class == classHeading, t.class == classOwn:
		w.plain++
		w.last = t.class == classNone || t.class == classForeign
	default:
		w.small++
		w.last = false
	}
}

// worth reports whether a text is more than words that join: AND PREVIOUS,
// N/A. Alone in its entry, a number is.
func (w *refWords) worth(alone bool) bool {
	return w.plain > 0 || alone && (w.dated || w.digits)
}

// place reports whether a text is a name and a number, as of a post.
func (w *refWords) place() bool { return w.number && !w.report && !w.dated && w.plain <= 3 }
