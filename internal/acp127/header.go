package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// header reads the format lines and gives the lines of the text, from the
// classification line on.
func (r *reader) header(lines []line) []line {
	h := header{r: r}
	first := firstFormat(lines)
	for i := 0; i < len(lines); {
		l := &lines[i]
		t := trim(l.text)
		if t == "" {
			h.blank()
			i++
			continue
		}
		if a, b, n := h.r.markIn(lines[i:]); b > 0 {
			h.r.asAll(lines[i:i+n+1], "page")
			i += n
			if n > 0 && blank(lines[i].text[b:]) { // what is left stood on the first line
				lines[i].num = l.num
			}
			lines[i].text = trim(trim(l.text[:a]) + " " + trim(lines[i].text[b:]))
			h.r.changed(lines[i].num)
			if lines[i].text == "" {
				if i++; h.from {
					i += h.afterPage(lines[i:])
				}
			}
			continue
		}
		if n := indicator(t); n == 0 || n == len(t) || t[n] != '/' || hasAny(t[n:], "/ ") { // else an addressee, and no REFTEL/ STATE 1
			if n := h.page(t, lines[i:]); n > 0 {
				r.asAll(lines[i:i+n], "page")
				i += n
				continue
			}
			if i >= first && h.endsAt(t, lines[i:]) {
				return lines[i:]
			}
		}
		if rest := h.read(t, l.num); rest != "" {
			l.text = rest // more format lines on the same line
			continue
		}
		if h.broken {
			return lines[i+1:]
		}
		i++
	}
	return nil
}

// A header reads format lines one after the other.
type header struct {
	r      *reader
	from   bool // FL6 was read
	broken bool // FL11, the break, was read
	dtg    bool
	// list is the address list that is being filled, nil between lists; past
	// is the one that a blank line interrupted.
	list, past *[]cable.Addressee
	exempt     bool   // the last addressee has exempt posts, and more may follow
	label      string // the label whose text goes on (1970s office lines)
}

// page takes a page with its banners out of the header, and gives its lines.
// The address list goes on behind it.
func (h *header) page(t string, lines []line) int {
	if !h.from || t[0] != 'P' && t[0] != 'U' && t[0] != 'C' && t[0] != 'S' && t[0] != 'L' && t[0] != 'T' && t[0] != 'R' {
		return 0
	}
	n, paged := 0, false
	for i, l := range lines[:min(len(lines), 16)] {
		t := trim(l.text)
		if t == "" {
			continue
		}
		if strings.HasPrefix(t, "PAGE ") && h.r.pageMark(t, l.num) {
			n, paged = i+1, true
			continue
		}
		if isStamp(t) {
			h.r.stamp(t)
			n, paged = i+1, true
			continue
		}
		cl, ok := parseClassLine(t)
		if !ok || !cl.bare() {
			break
		}
		n = i + 1
	}
	if !paged {
		return 0
	}
	return n + h.afterPage(lines[n:])
}

// afterPage takes up the address list that a page broke, and counts the blank
// lines behind the page.
func (h *header) afterPage(lines []line) int {
	if h.list == nil {
		h.list = h.past
	}
	n := 0
	for n < len(lines) && blank(lines[n].text) {
		n++
	}
	return n
}

func (h *header) blank() {
	if h.list != nil {
		h.past = h.list
	}
	h.list, h.exempt, h.label = nil, false, ""
}

// endsAt reports whether the text begins at t, the first of lines.
func (h *header) endsAt(t string, lines []line) bool {
	switch c := t[0]; {
	case c == 'U' || c == 'C' || c == 'S' || c == 'L' || c == 'T' || c == 'R':
		cl, ok := parseClassLine(t)
		if !ok {
			if cl, ok = parseGlued(t); ok && h.from && h.r.isStation(cl.station) {
				return true
			}
			break
		}
		if !cl.bare() && !isStamp(t) {
			return cl.serial != "" || cl.total > 0 || cl.svc || h.from
		}
		return h.from && (len(h.r.c.To) > 0 || h.list == nil)
	case isDigit(c) || c == 0xc2:
		if n, _, _ := paragraphNumber(t); n == 1 {
			return true
		}
	}
	if h.list == nil || len(h.r.c.To) > 0 {
		if k, _ := captionAt(t); k != noCaption && !(k == captionRef && h.list != nil) {
			return true
		}
		if captionLine(t) {
			return true
		}
	}
	if h.past != nil && h.list == nil && len(h.r.c.To) > 0 && h.formatLine(t) == none {
		return true
	}
	return !h.from && h.list == nil && h.opensText(t, lines)
}

// opensText reports whether the text begins at t, the first of lines, though no
// header is before it: with the marking of a caption or of the first paragraph,
// or with a summary. Without any header a marking is enough, or a summary's end.
func (h *header) opensText(t string, lines []line) bool {
	alone := h.r.c.Form == cable.FormUnknown
	switch {
	case t[0] == '(':
		mark, _ := marking(t)
		if n, _, _ := paragraphStart(t); n == 1 || alone && mark != "" || captionStarts(t) {
			return true
		}
	case isRule(t):
		for _, l := range lines[1:min(len(lines), 4)] {
			if s := trim(l.text); s != "" {
				n, _, _ := summaryMarker(s)
				return n > 0
			}
		}
		return false
	}
	if n, _, _ := summaryMarker(t); n > 0 || !alone {
		return n > 0
	}
	_, n := endMarker(t, 0, true)
	return n > 0
}

const (
	none formatLine = iota
	fl1
	fl2
	fl3
	fl4
	fl5
	fl6
	fl7
	fl8
	fl9
	fl10
	fl11
	fl15
	addressee
	page
	office
	signals
)

// read reads one header line; what it returns is a rest that is a line of its own.
func (h *header) read(t string, num int) string {
	c := h.r.c
	kind := h.formatLine(t)
	if !h.from && (kind == fl7 || kind == fl8 || kind == addressee) && kind != fl7 && h.label != "" {
		kind = none // an office line of the 1970s
	}
	h.r.as(num, formatLineNames[kind])
	switch kind {
	case fl1:
		return h.fl1(t, num)
	case fl2:
		if i := strings.Index(t, " DE R"); i > 0 { // QUIRK: FL3 on the same line
			h.fl2(t[:i])
			return t[i+1:]
		}
		h.fl2(t)
	case fl3:
		return h.fl3(t, num)
	case fl4:
		h.r.secured = num
		return h.fl4(t)
	case fl5:
		h.label, h.list = "", nil
		return h.fl5(t, num)
	case fl6:
		h.label = ""
		return h.fl6(t)
	case fl7:
		h.list, h.past, h.exempt = &c.To, nil, false
		n := len("TO")
		if hasAny(t, "ACTION") {
			n = len("ACTION")
		}
		return h.addressee(trim(strings.TrimPrefix(t[n:], ":")), num)
	case fl8:
		if !h.from && len(c.To) == 0 && !strings.Contains(t, "/") {
			h.office(t)
			break
		}
		h.list, h.past, h.exempt = &c.Info, nil, false
		n := len("INFO")
		if !hasAny(t, "INFO", "INF0") { // damaged
			n = strings.IndexByte(t, ' ')
		}
		return h.addressee(trim(strings.TrimPrefix(t[n:], ":")), num)
	case fl9:
		h.xmt(t)
	case fl10, fl15:
	case fl11:
		h.broken = true
	case page:
		h.r.pageMark(t, num)
	case office:
		h.office(t)
	case addressee:
		if h.list == nil {
			if h.list = h.past; h.list == nil {
				h.list = &c.To
				h.r.diag(num, cable.Warning, codeToMissing, "addressee without TO or INFO before it read as TO")
			}
		}
		return h.addressee(t, num)
	case signals:
		return h.signals(t)
	default:
		return h.other(t, num)
	}
	return ""
}

// other takes a line whose kind its shape does not tell.
func (h *header) other(t string, num int) (rest string) {
	c := h.r.c
	switch {
	case h.list != nil && len(*h.list) > 0 && digits(t) && len(t) <= 7 && (*h.list)[len(*h.list)-1].RoutingIndicator != "":
		return h.addressee(t, num) // its number, cut off by the line's end
	case len(t) == 7 && digits(t) && !h.dtg && c.OriginatingStation != nil && c.OriginatingStation.TimeOfFile == "":
		c.OriginatingStation.TimeOfFile = t // cut off by the line's end
	case t[0] == '-' || digits(t) || isRule(t): // copy number, line of dashes with a checksum
	case h.from && h.list == nil && foldAny(c.From.Name, "AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "SECSTATE") && upperLine(t): // cut by the line's end
		c.From.Name = squeeze(c.From.Name + " " + t)
		h.r.station = postFromName(c.From.Name)
	case h.list != nil:
		if h.exempt {
			h.exclude(t)
			return ""
		}
		return h.addressee(t, num)
	case h.label != "":
		last := &c.Handling[len(c.Handling)-1]
		last.Text = squeeze(last.Text + " " + t)
	case isStamp(t):
		h.r.stamp(t)
	default:
		if cl, ok := parseClassLine(t); ok && cl.bare() { // a banner
			if c.Classification == "" {
				c.Classification = cl.class
			}
			for _, k := range cl.captions {
				h.r.addCaption(k)
			}
			return ""
		}
		h.r.diag(num, cable.Info, codeHeaderUnread, "header line not understood: %s", t)
	}
	return ""
}

// fl1 reads VZCZCXRO5760. What it returns is a rest that is a line of its own.
func (h *header) fl1(t string, num int) (rest string) {
	id, rest := word(t)
	tr := &h.r.parsed.transmission
	*tr = cable.Transmission{ID: id}
	h.r.c.Transmission = tr
	s := id
	if i := strings.IndexByte(s, 'C'); i >= 0 && strings.HasPrefix(s[i:], "CZC") {
		s = s[i+3:]
	} else {
		s = s[min(5, len(s)):]
	}
	if s == "" { // QUIRK: a blank behind ZCZC
		s = strings.ReplaceAll(strings.TrimPrefix(t, id), " ", "")
		tr.ID, rest = squeeze(t), ""
	}
	i := 0
	for i < len(s) && isAlpha(s[i]) {
		i++
	}
	tr.Channel = s[:i]
	s = s[i:]
	if n := len(s); n > 4 && isUpper(s[n-1]) && s[n-1] == s[n-2] { // the prosign of FL2, glued
		s = s[:n-2]
	}
	n, ok := 0, false
	if digits(s) {
		n, ok = number(s)
	}
	if !ok {
		h.r.diag(num, cable.Warning, codeSequenceGarbled, "channel sequence number not readable in %s", id)
	}
	tr.Sequence = n
	if rest = trim(rest); rest != "" && (isFL2(rest) || strings.HasPrefix(rest, "DE R") || isFL5(rest)) { // QUIRK: the next on the same line
		return rest
	}
	return ""
}

// fl2 reads RR RUEHCD RUEHGD, and the lines that go on with indicators.
func (h *header) fl2(t string) {
	c := h.r.c
	if isFL2(t) {
		if c.RoutingPrecedence == "" {
			c.RoutingPrecedence = prosign(t[0])
		}
		t = t[2:]
	}
	if c.RoutingIndicators == nil {
		c.RoutingIndicators = make([]string, 0, strings.Count(t, " ")+1)
	}
	for t != "" {
		var w string
		w, t = word(t)
		switch w = strings.Trim(w, ",;."); {
		case w == "":
		case len(w) == 3 && w[0] == 'Z':
			c.OperatingSignals = append(c.OperatingSignals, w)
		default:
			c.RoutingIndicators = append(c.RoutingIndicators, w)
		}
	}
}

// fl3 reads DE RUEHME #6568/01 3260035. What it returns is FL4 on the same line.
func (h *header) fl3(t string, num int) (fl4 string) {
	s := &h.r.parsed.station
	*s = cable.Station{}
	h.r.c.OriginatingStation = s
	t = t[2:]
	for _, w := range [...]string{" ZNR ", " ZNY "} {
		if i := strings.Index(t, w); i >= 0 { // at 0 where the station is lost
			t, fl4 = t[:i], t[i+1:]
		}
	}
	s.RoutingIndicator, t = word(t)
	if i := strings.IndexByte(s.RoutingIndicator, '#'); i > 0 { // glued
		s.RoutingIndicator, t = s.RoutingIndicator[:i], s.RoutingIndicator[i:]+" "+t
	}
	t = strings.TrimLeft(t, " #")
	if strings.HasPrefix(t, "NR ") {
		t = trim(t[3:])
	}
	i := 0
	for i < len(t) && t[i] != ' ' && t[i] != '/' {
		i++
	}
	serial, rest := t[:i], trim(t[i:])
	if strings.HasPrefix(rest, "/") {
		w, after := word(trim(rest[1:]))
		if n, ok := number(w); ok {
			s.Section, rest = n, trim(after)
		}
	}
	if len(serial) == 7 && rest == "" { // no serial, only a time
		serial, rest = "", serial
	}
	if digits(serial) {
		s.Serial = serial
	} else if serial != "" {
		h.r.diag(num, cable.Warning, codeSerialGarbled, "station serial not readable: %s", serial)
	}
	w, after := word(rest)
	if next, _ := word(after); len(w) == 3 && len(strings.TrimRight(next, "Z")) == 4 { // QUIRK: 326 0035
		w += next
	}
	w = strings.TrimRight(w, "Z")
	if len(w) == 8 && w[3] == '/' { // 326/0035Z
		w = w[:3] + w[4:]
	}
	switch {
	case len(w) == 7 && digits(w):
		s.TimeOfFile = w
	case w != "" && w[0] == 'Z' && isSignal(w):
		h.signals(rest)
		after = ""
	case w != "":
		h.r.diag(num, cable.Info, codeFileTimeGarbled, "time of file not readable: %s", w)
	}
	if after = trim(after); s.TimeOfFile != "" && len(after) >= 3 && after[0] == 'Z' && isSignal(after) {
		h.signals(after)
	}
	return fl4
}

// fl4 reads ZNR UUUUU ZZH.
func (h *header) fl4(t string) (rest string) {
	c := h.r.c
	w, rest := word(t) // what is left is signals, and perhaps FL5
	if i := strings.IndexByte(w, '/'); i > 0 {
		w = w[:i]
	}
	s := &h.r.parsed.security
	*s = cable.Security{OperatingSignal: w}
	if w != "ZNR" && w != "ZNY" && len(w) > 3 { // glued
		s.OperatingSignal, rest = w[:3], w[3:]+" "+rest
	}
	code, after := word(rest)
	for len(code) == 1 { // QUIRK: its letters spaced
		w, next := word(after)
		if w != code[:1] {
			break
		}
		for w == code[:1] {
			code, after = code+w, next
			w, next = word(after)
		}
	}
	if len(code) > 5 && code[:5] == strings.Repeat(code[:1], 5) && code[5] == 'Z' { // glued
		code, after = code[:5], code[5:]+" "+after
	}
	if code != "" && !strings.HasPrefix(code, "ZZ") {
		s.Code, rest = code, after
	}
	c.Security = s
	return h.signals(rest)
}

// signals reads operating signals, and keeps what follows one that takes text.
// What it returns is FL5 on the same line.
func (h *header) signals(t string) (fl5 string) {
	c := h.r.c
	for t != "" {
		w, rest := word(t)
		if w == "" {
			return ""
		}
		if len(w) == 1 && !h.dtg && isFL5(trim(t)) {
			return trim(t)
		}
		if len(w) != 3 && (len(w) != 4 || !isDigit(w[3])) || w[0] != 'Z' && w != "INT" || !digitOrUpper(w) {
			if hasAny(t, "CCY ", "(CCY ") { // a correction note
				c.CorrectedCopy = true
			}
			c.TransmissionInstrs = append(c.TransmissionInstrs, squeeze(t))
			return ""
		}
		c.OperatingSignals = append(c.OperatingSignals, w)
		t = rest
	}
	return ""
}

// fl6 reads FM AMEMBASSY MEXICO.
func (h *header) fl6(t string) string {
	h.from, h.list, h.past = true, nil, nil
	_, name := word(t)
	if n := len("FM"); len(t) > n && t[n] != ' ' && t[0] == 'F' && t[1] == 'M' { // FMAMEMBASSY LIMA, FM: AMEMBASSY LIMA
		name = t[n:]
	}
	name = trim(strings.TrimLeft(name, " :/"))
	var rest string
	for _, next := range [...]string{" TO ", " INFO "} { // QUIRK: FM, TO and INFO on one line
		if i := strings.Index(name, next); i > 0 {
			name, rest = trim(name[:i]), name[i+1:]
			break
		}
	}
	f := &h.r.c.From
	if n := indicator(name); n > 0 && (n == len(name) || name[n] == '/') {
		f.RoutingIndicator = name[:n]
		if n < len(name) {
			name = trim(name[n+1:])
		}
	}
	if n := indicator(name); n > 4 && n < len(name) && name[n] == ' ' { // a blank for the slash, or before it
		if after := strings.TrimLeft(name[n:], " /"); postFromName(after) != "" && postFromName(name) == "" {
			f.RoutingIndicator, name = name[:n], after
		}
	}
	name = strings.TrimRight(name, " .,;:")
	f.Name = squeeze(name)
	if h.r.station == "" {
		h.r.station = postFromName(name)
	}
	return rest
}

// fl5 reads R 220035Z NOV 06, and gives back what stands behind it on the line.
func (h *header) fl5(t string, num int) string {
	d := parseDTG(t)
	c := h.r.c
	if h.dtg && d.time.IsZero() {
		return ""
	}
	h.dtg = true
	c.Precedence = d.action
	if d.info != d.action {
		c.InfoPrecedence = d.info
	}
	if h.r.year = d.year; !d.time.IsZero() {
		c.DateTimeGroup = d.time
	} else {
		h.r.diag(num, cable.Error, codeDTGGarbled, "date-time group not readable: %s", t)
	}
	rest := trim(d.rest)
	if rest == "" {
		return ""
	}
	if k := h.formatLine(rest); k == fl6 || k == fl7 {
		return rest
	}
	h.signals(rest)
	return ""
}
