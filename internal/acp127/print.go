package acp127

import (
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// A printLabel is a label of the forms without format lines.
type printLabel struct {
	word string // upper case
	name string // as it goes out
	read func(p *print, block []line)
	end  bool // stands behind the body
}

// printLabels are the labels of SMART and telegram prints.
var printLabels = [...]printLabel{
	{"MRN", "MRN", (*print).mrn, false},
	{"DATE/DTG", "Date/DTG", (*print).date, false},
	{"DATE", "Date", (*print).date, false},
	{"DTG", "DTG", (*print).date, false},
	{"FROM", "From", (*print).from, false},
	{"ACTION", "Action", (*print).action, false},
	{"TO", "To", (*print).action, false},
	{"INFO", "Info", (*print).info, false},
	{"E.O.", "E.O.", (*print).order, false},
	{"EO", "E.O.", (*print).order, false},
	{"TAGS", "TAGS", (*print).tags, false},
	{"CAPTIONS", "Captions", (*print).captions, false},
	{"CAPTION", "Captions", (*print).captions, false},
	{"PASS LINE", "Pass Line", (*print).pass, false},
	{"PASS", "Pass Line", (*print).pass, false},
	{"REFERENCE", "Reference", (*print).refs, false},
	{"REFERENCES", "Reference", (*print).refs, false},
	{"REFS", "Reference", (*print).refs, false},
	{"REF", "Reference", (*print).refs, false},
	{"SUBJECT", "Subject", (*print).subject, false},
	{"ORIGIN", "Origin", nil, false},
	{"SIGNATURE", "Signature", (*print).signature, true},
	{"CLASSIFIED BY", "Classified By", (*print).classified, true},
	{"DRAFTED BY", "Drafted By", nil, true},
	{"CLEARED BY", "Cleared By", nil, true},
	{"APPROVED BY", "Approved By", nil, true},
	{"RELEASED BY", "Released By", nil, true},
	{"ATTACHMENTS", "Attachments", nil, true},
	{"DISSEMINATION RULE", "Dissemination Rule", nil, true},
	{"XMT", "XMT", nil, true},
}

// labelOf finds the label that t begins with.
func labelOf(t string) *printLabel {
	i := strings.IndexByte(t[:min(len(t), 24)], ':')
	if i < 2 {
		return nil
	}
	head := trim(t[:i])
	if hasFold(head, "E.O. ") && digits(trim(head[5:])) { // E.O. 12958:
		head = head[:4]
	}
	for j := range printLabels {
		if l := &printLabels[j]; equalFold(head, l.word) {
			return l
		}
	}
	return nil
}

// A print reads a cable printed with labels.
type print struct {
	r    *reader
	seal string // the signature, where a label gives it
}

// print reads a SMART or telegram print.
func (r *reader) print(lines []line) {
	p := print{r: r}
	first := 0
	for first < len(lines) && labelOf(trim(lines[first].text)) == nil {
		p.top(trim(lines[first].text), lines[first].num)
		first++
	}
	// The number, date and originator come first: the others need them.
	end := p.labels(lines[first:], func(l *printLabel) bool {
		return l.word == "MRN" || l.word == "FROM" || strings.HasPrefix(l.word, "D") && !l.end
	})
	p.labels(lines[first:], func(l *printLabel) bool {
		return l.word != "MRN" && l.word != "FROM" && (!strings.HasPrefix(l.word, "D") || l.end)
	})
	body := r.unpage(p.tail(lines[first+end:]))
	r.sections()
	r.precedences(&p)
	r.c.Signature = p.seal
	r.body(r.captions(body))
}

// precedences settles the precedences: the highest of Action and of Info.
func (r *reader) precedences(p *print) {
	c := r.c
	highest := func(list []cable.Addressee) (best cable.Precedence) {
		for i := range list {
			if q := list[i].Precedence; q.Rank() > best.Rank() {
				best = q
			}
		}
		return best
	}
	if best := highest(c.To); best != "" {
		c.Precedence = best
	}
	if info := highest(c.Info); info != c.Precedence {
		c.InfoPrecedence = info
	}
}

// top reads a line above the labels: classification, date.
func (p *print) top(t string, num int) {
	c := p.r.c
	if t == "" {
		return
	}
	if isStamp(t) {
		p.r.stamp(t)
		return
	}
	if cl, ok := parseClassLine(t); ok {
		if c.Classification == "" {
			c.Classification = cl.class
		}
		for _, k := range cl.captions {
			p.r.addCaption(k)
		}
		t = trim(strings.TrimPrefix(cl.rest, "TELEGRAM"))
		if t == "" {
			return
		}
	}
	if d, ok := writtenDate(strings.TrimPrefix(t, "TELEGRAM ")); ok {
		p.setDate(d)
		return
	}
	p.r.loose(t, num, false, false)
}

func (p *print) setDate(d time.Time) {
	p.r.c.Date = d.Format("2006-01-02")
	p.r.year = d.Year()
}

// labels reads those labels of the head that want says, and gives the index of
// the first line of the body.
func (p *print) labels(lines []line, want func(*printLabel) bool) int {
	last := false
	for i := 0; i < len(lines); {
		t := trim(lines[i].text)
		if t == "" || isRule(t) {
			i++
			if last && (i == len(lines) || labelAhead(lines[i:]) == nil) {
				return i
			}
			continue
		}
		l := labelOf(t)
		if l == nil || l.end {
			return i
		}
		n := 1
		for i+n < len(lines) {
			t := trim(lines[i+n].text)
			if t == "" || isRule(t) || labelOf(t) != nil {
				break
			}
			if k, _, _ := paragraphNumber(t); k == 1 {
				break
			}
			n++
		}
		if want(l) {
			p.read(l, lines[i:i+n])
		}
		last = l.word == "SUBJECT" || last
		i += n
	}
	return len(lines)
}

// labelAhead gives the label of the first line that is not blank nor a rule,
// nil when it has none.
func labelAhead(lines []line) *printLabel {
	for _, l := range lines {
		if t := trim(l.text); t != "" && !isRule(t) {
			if l := labelOf(t); l != nil && !l.end {
				return l
			}
			return nil
		}
	}
	return nil
}

func (p *print) read(l *printLabel, block []line) {
	p.r.asAll(block, l.name)
	if l.read != nil {
		l.read(p, append([]line(nil), block...))
		return
	}
	p.r.c.Handling = append(p.r.c.Handling, cable.Label{Label: l.name, Text: value(block)})
}

// value joins the text of a label.
func value(block []line) string {
	_, first, _ := strings.Cut(block[0].text, ":")
	b := append(make([]byte, 0, 64), trim(first)...)
	for _, l := range block[1:] {
		b = append(append(b, ' '), trim(l.text)...)
	}
	return squeeze(string(b))
}

// tail reads the labels behind the body, and gives the body.
func (p *print) tail(lines []line) []line {
	first := 0 // behind the last numbered paragraph
	for i := range lines {
		if n, _, _ := paragraphNumber(trim(lines[i].text)); n > 0 {
			first = i + 1
		}
	}
	for i := first; i < len(lines); i++ {
		t := trim(lines[i].text)
		if t == "" {
			continue
		}
		if l := labelOf(t); l == nil || !l.end {
			continue
		}
		for j := i; j < len(lines); {
			t := trim(lines[j].text)
			if t == "" {
				j++
				continue
			}
			l := labelOf(t)
			n := 1
			for j+n < len(lines) && !blank(lines[j+n].text) && labelOf(trim(lines[j+n].text)) == nil && p.r.pageRun(lines[j+n:]) == 0 {
				n++
			}
			switch {
			case l != nil && (l.end || l.word == "INFO"):
				p.read(l, lines[j:j+n])
			case !isRule(t) && p.r.pageRun(lines[j:]) == 0:
				for _, l := range lines[j : j+n] {
					p.r.diag(l.num, cable.Info, codeLineUnread, "line behind the body not understood: %s", l.text)
				}
			}
			j += n
		}
		return lines[:i]
	}
	return lines
}

func (p *print) mrn(block []line) {
	r, text := p.r, value(block)
	if len(text) > 4 && digits(text[:2]) && isUpper(text[2]) { // glued
		text = text[:2] + " " + text[2:]
	}
	y, rest := word(text)
	n, ok := number(strings.TrimLeft(y, "'"))
	if !ok {
		r.diag(block[0].num, cable.Warning, codeMRNGarbled, "number not readable: %s", text)
		return
	}
	if r.year = n; n < 100 {
		r.year = century(n)
	}
	station, serial := lastWord(rest)
	if i := strings.IndexAny(rest, "0123456789"); station == "" && i > 2 {
		station, serial = rest[:i], rest[i:]
	}
	if _, ok := number(serial); ok {
		r.number(station, serial, block[0].num)
	}
}

func (p *print) date(block []line) {
	text := value(block)
	if d, ok := writtenDate(text); ok {
		p.setDate(d)
	}
	if i := strings.LastIndexByte(text, '/'); i >= 0 && (strings.Contains(text[i:], "Z") || len(text)-i > 9) {
		text = text[i+1:]
	}
	if d := parseDTG(trim(text)); !d.time.IsZero() {
		p.r.c.DateTimeGroup = d.time
		p.setDate(d.time)
	} else if p.r.c.Date == "" {
		p.r.diag(block[0].num, cable.Error, codeDTGGarbled, "date not readable: %s", text)
	}
}

// from reads AMEMBASSY VALLETTA, or SECSTATE WASHDC (STATE 41077 - ROUTINE).
func (p *print) from(block []line) {
	r, text := p.r, value(block)
	name, in, ok := strings.Cut(text, "(")
	f := &r.c.From
	f.Name = trim(name)
	f.Post = postFromName(turned(f.Name))
	r.post = f.Post
	if r.station == "" {
		r.station = f.Post
	}
	if !ok {
		return
	}
	in = strings.TrimRight(in, " )")
	in, word, _ := strings.Cut(in, " - ")
	if q := precedenceWord(trim(word)); q != "" {
		r.c.Precedence = q
	}
	station, serial := lastWord(in)
	if _, ok := number(serial); ok && station != "" {
		r.number(station, serial, block[0].num)
	}
}

// turned puts a name that is printed place first, ROME, AMEMBASSY, the right
// way round.
func turned(name string) string {
	place, kind, ok := strings.Cut(name, ", ")
	if !ok || strings.Contains(kind, ",") {
		return name
	}
	return kind + " " + place
}

func (p *print) action(block []line) { p.addressees(&p.r.c.To, block) }

// info reads the addressees of Info. The record behind the body has the label,
// too, and says (none) where there are none.
func (p *print) info(block []line) {
	if !equalFold(strings.Trim(value(block), "()"), "NONE") {
		p.addressees(&p.r.c.Info, block)
	}
}

// addressees reads a list in which a precedence word, a semicolon or a line's
// end closes each.
func (p *print) addressees(list *[]cable.Addressee, block []line) {
	var name []byte
	add := func(q cable.Precedence) {
		n := strings.Trim(string(name), " ,;-")
		name = name[:0]
		if n == "" {
			return
		}
		for i := range *list {
			if (*list)[i].Name == n {
				return
			}
		}
		a := cable.Addressee{Name: n, Precedence: q, Delivery: cable.Electronic}
		if a.Collective = postCollective(n); !a.Collective {
			a.Post = postFromName(turned(n))
		}
		*list = append(*list, a)
	}
	for i, l := range block {
		t := l.text
		if i == 0 {
			_, t, _ = strings.Cut(t, ":")
		}
		for t = trim(t); t != ""; {
			var w string
			w, t = word(t)
			q := precedenceWord(strings.Trim(w, ";,*"))
			if q == "" {
				if len(name) > 0 {
					name = append(name, ' ')
				}
				name = append(name, w...)
				if strings.HasSuffix(w, ";") {
					add("")
				}
				continue
			}
			if q == cable.NiactImmediate && hasAny(t, "IMMEDIATE") {
				_, t = word(t)
			}
			add(q)
			t = strings.TrimLeft(t, " ,;")
		}
		if i+1 < len(block) {
			if w, _ := word(trim(block[i+1].text)); precedenceWord(strings.TrimRight(w, ";,")) != "" { // the line's end cut it off
				continue
			}
		}
		if len(name) > 0 && name[len(name)-1] != ',' && postFromName(turned(string(name))) != "" {
			add("")
		}
	}
	add("")
}

func (p *print) classified(block []line) { p.unread(p.r.classifiedBy(block)) }

func (p *print) order(block []line)   { p.unread(p.r.order(block)) }
func (p *print) tags(block []line)    { p.unread(p.r.tags(block)) }
func (p *print) refs(block []line)    { p.unread(p.r.references(block)) }
func (p *print) subject(block []line) { p.unread(p.r.subject(block)) }

// unread notes what the reader of a label left.
func (p *print) unread(rest []line) {
	for _, l := range rest {
		if !blank(l.text) {
			p.r.diag(l.num, cable.Info, codeLineUnread, "line behind a label not understood: %s", l.text)
		}
	}
}

func (p *print) captions(block []line) {
	for s := value(block); s != ""; {
		var w string
		w, s, _ = strings.Cut(s, ",")
		if w = trim(w); w == "" {
			continue
		}
		if c, n := captionWord(w); n == len(w) {
			w = c
		}
		p.r.addCaption(w)
	}
}

func (p *print) pass(block []line) {
	for i, l := range block {
		t := l.text
		if i == 0 {
			_, t, _ = strings.Cut(t, ":")
		}
		if t = squeeze(t); t != "" {
			p.r.c.Attention = append(p.r.c.Attention, t)
		}
	}
}

func (p *print) signature(block []line) {
	if p.seal != "" {
		p.r.diag(block[0].num, cable.Info, codeLineUnread, "second signature not used: %s", value(block))
		return
	}
	p.seal = value(block)
}

// writtenDate reads March 4, 2002; Mar 17, 2017; 4 March 2002.
func writtenDate(s string) (time.Time, bool) {
	s = trim(s)
	if n := strings.IndexByte(s, '/'); n > 5 {
		s = trim(s[:n])
	}
	var day, year int
	m, n := month(s)
	if p := strings.Split(s, "/"); len(p) == 3 && len(s) <= 10 { // 05/22/2010
		i, _ := number(p[0])
		m, day, year = time.Month(i), 0, 0
		day, _ = number(p[1])
		year, _ = number(p[2])
		if m < 1 || m > 12 {
			return time.Time{}, false
		}
		d := time.Date(year, m, day, 0, 0, 0, 0, time.UTC)
		return d, len(p[2]) == 4 && year > 1900 && year < 2200 && d.Day() == day
	}
	if m > 0 {
		s = strings.TrimLeft(s[n:], " .")
		day, s = figures(s)
	} else {
		day, s = figures(s)
		if m, n = month(strings.TrimLeft(s, " ")); m == 0 {
			return time.Time{}, false
		}
		s = strings.TrimLeft(s, " ")[n:]
	}
	year, _ = figures(strings.TrimLeft(s, " ,."))
	if year < 100 {
		year = century(year)
	}
	d := time.Date(year, m, day, 0, 0, 0, 0, time.UTC)
	return d, day > 0 && year > 1900 && year < 2200 && d.Day() == day
}

// figures reads the digits at the start of s.
func figures(s string) (n int, rest string) {
	i := 0
	for i < len(s) && i < 4 && isDigit(s[i]) {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:]
}
