package acp127

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"cablefeed/internal/cable"
	"cablefeed/internal/post"
)

// Parse reads one transmission. It gives an error, always a *ParseError, only
// when raw is no cable at all; whatever else is odd is a diagnostic on the cable.
func Parse(raw []byte) (*cable.Cable, error) {
	r := &reader{c: &cable.Cable{}}
	lines := r.lines(raw)
	sum := sha256.Sum256(raw)
	r.c.RawSHA256 = hex.EncodeToString(sum[:])
	if err := r.read(lines); err != nil {
		at := 1
		for i := range lines {
			if !blank(lines[i].text) {
				at = lines[i].num
				break
			}
		}
		if err != ErrEmpty && isBinary(raw) {
			err = ErrBinary
		}
		return nil, &ParseError{Line: at, Err: err}
	}
	return r.c, nil
}

// isBinary reports whether raw is data rather than text: one byte in twenty, or
// more, is a control character that no teletype sends.
func isBinary(raw []byte) bool {
	odd := 0
	for _, c := range raw {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c == 0x7f {
			odd++
		}
	}
	return odd*20 >= len(raw) || bytes.HasPrefix(raw, []byte("%PDF-"))
}

// read reads the whole transmission into r.c.
func (r *reader) read(lines []line) error {
	first := 0
	for first < len(lines) && blank(lines[first].text) {
		first++
	}
	if first == len(lines) {
		return ErrEmpty
	}
	lines = lines[first:]
	r.unquote(lines)
	switch r.c.Form = formOf(lines); r.c.Form {
	case cable.FormSMART, cable.FormTelegram:
		r.print(lines)
	default:
		text := r.header(lines)
		r.text(text)
	}
	if !r.isCable() {
		return ErrNotCable
	}
	r.identify()
	return nil
}

// isCable reports whether anything was read that makes the text a cable.
func (r *reader) isCable() bool {
	c := r.c
	return c.MRN != "" || c.Form != cable.FormUnknown || !c.DateTimeGroup.IsZero() || c.From.Name != "" ||
		len(c.Tags) > 0 || c.ExecutiveOrder != nil || c.ClassifiedBy != nil || len(c.References) > 0 ||
		c.Subject != "" && (c.Classification != "" || len(c.Paragraphs) > 0 && c.Paragraphs[0].Number > 0) ||
		c.Summary != "" || r.marked()
}

// marked reports whether a numbered paragraph has a portion marking.
func (r *reader) marked() bool {
	for i := range r.c.Paragraphs {
		if p := &r.c.Paragraphs[i]; p.Number > 0 && p.Marking != "" {
			return true
		}
	}
	return false
}

// text reads FL12: the classification line, the captions, the body.
func (r *reader) text(lines []line) {
	r.origin()
	lines = r.classification(lines)
	lines = r.unend(lines)
	r.head = headLines(lines, r.head[:0])
	lines = r.unpage(lines)
	r.sections()
	body := r.captions(lines)
	r.body(body)
}

// body reads what stands behind the captions.
func (r *reader) body(body []line) {
	r.summary(body)
	body = r.signature(body)
	r.paragraphs(body)
}

// origin completes the originator, as far as the header tells it.
func (r *reader) origin() {
	c := r.c
	if c.From.RoutingIndicator == "" && c.OriginatingStation != nil {
		c.From.RoutingIndicator = c.OriginatingStation.RoutingIndicator
	}
	if c.From.Post = postFromName(c.From.Name); c.From.Post == "" && c.From.RoutingIndicator != "" {
		c.From.Post = postFromIndicator(c.From.RoutingIndicator)
	}
	if !c.DateTimeGroup.IsZero() {
		c.Date = c.DateTimeGroup.Format("2006-01-02")
	}
	if c.Precedence == "" && c.RoutingPrecedence != "" {
		c.Precedence = c.RoutingPrecedence
		r.diag(1, cable.Warning, codePrecedenceFL2, "precedence taken from the routing line")
	}
	r.post = c.From.Post
	r.station = r.post
	for _, s := range c.OperatingSignals {
		switch s {
		case "ZFD", "ZFG":
			c.SuspectedDuplicate = true
		case "ZDS", "ZEL":
			c.CorrectedCopy = true
		}
	}
}

// classification reads the classification line and gives the lines behind it.
func (r *reader) classification(lines []line) []line {
	c := r.c
	i := 0
	for i < len(lines) && (blank(lines[i].text) || isRule(trim(lines[i].text))) {
		i++
	}
	if i == len(lines) {
		return nil
	}
	t := trim(lines[i].text)
	cl, ok := parseClassLine(t)
	used := 1
	if ok && cl.serial == "" && !cl.svc && i+1 < len(lines) { // cut by the line's end
		if next := trim(lines[i+1].text); next != "" && !captionStarts(next) {
			if joined, ok := parseClassLine(t + " " + next); ok && joined.serial != "" && joined.rest == "" {
				cl, used = joined, 2
			}
		}
	}
	if !ok {
		if k, _ := captionAt(t); k != noCaption {
			return lines
		}
		if cl, ok = parseGarbledClassLine(t); !ok {
			if cl.read(t); cl.serial == "" || cl.rest != "" || !r.isStation(cl.station) {
				return lines
			}
			cl.garbled = true
		}
	}
	num := lines[i].num
	if cl.garbled {
		r.diag(num, cable.Warning, codeClassGarbled, "classification line damaged: %s", t)
	}
	if c.Classification == "" || cl.class != "" {
		c.Classification = cl.class
	}
	if cl.efto {
		r.addCaption("EFTO")
	}
	for _, k := range cl.captions {
		r.addCaption(k)
	}
	c.ServiceMessage = cl.svc
	if cl.total > 0 {
		c.Section = &cable.Section{Number: cl.section, Total: cl.total}
		r.present(cl.section, cl.total, num)
	}
	if cl.serial != "" {
		r.number(cl.station, cl.serial, num)
	}
	rest := r.numbers(cl.rest, num)
	if rest != "" {
		lines[i+used-1] = line{rest, num}
		return lines[i+used-1:]
	}
	return lines[i+used:]
}

// isStation reports whether name is a station.
func (r *reader) isStation(name string) bool {
	_, ok := post.Station(name, r.year)
	return ok
}

// number derives the message reference number from the station and the serial
// as printed.
func (r *reader) number(station, serial string, num int) {
	name, ok := post.Station(station, r.year)
	if !ok {
		if name, ok = postRepair(station, r.year, r.post); ok {
			r.diag(num, cable.Warning, codeStationRepaired, "station %s read as %s", station, name)
		} else {
			name = letters(station)
			r.diag(num, cable.Warning, codeStationUnknown, "station %s is not known", station)
		}
	}
	r.station = name
	if r.post == "" {
		r.post = name
		r.c.From.Post = name
	}
	n, _ := number(serial)
	r.serial = n
	if r.year > 0 && n > 0 {
		r.c.MRN = mrn(r.year, name, n)
	}
}

// mrn puts a message reference number together.
func mrn(year int, station string, serial int) string {
	b := make([]byte, 0, 24)
	b = append(b, byte('0'+year/10%10), byte('0'+year%10))
	b = append(b, station...)
	return string(strconv.AppendInt(b, int64(serial), 10))
}

// numbers reads what stands behind the number on the classification line: a
// second number (TOSEC 140323), a replacement (ZFR 2585), captions; and gives
// what it does not know.
func (r *reader) numbers(s string, num int) string {
	c := r.c
	for s != "" {
		s = strings.TrimLeft(s, " ,;/.-")
		w, rest := word(s)
		switch {
		case w == "":
			return ""
		case len(w) == 3 && w[0] == 'Z' && digitOrUpper(w):
			c.OperatingSignals = append(c.OperatingSignals, w)
			if n, after := word(rest); w == "ZFR" && digits(n) {
				r.replace(n)
				rest = after
			}
			s = rest
			continue
		case strings.HasPrefix(s, "SUSPECTED DUPLICATE"):
			c.SuspectedDuplicate = true
			s = trim(s[len("SUSPECTED DUPLICATE"):])
			if n, after := word(s); digits(n) {
				r.replace(n)
				s = after
			}
			continue
		}
		if n, after := word(rest); isUpper(w[0]) && len(w) >= 4 && digits(n) && upperLine(w) && w != "PAGE" {
			c.OtherNumbers = append(c.OtherNumbers, w+" "+n)
			s = after
			continue
		}
		return s
	}
	return ""
}

// replace makes serial the cable's own; the one before becomes another number.
func (r *reader) replace(serial string) {
	n, _ := number(serial)
	if n == 0 || r.serial == 0 || n == r.serial {
		return
	}
	r.c.OtherNumbers = append(r.c.OtherNumbers, r.station+" "+strconv.Itoa(r.serial))
	r.serial = n
	if r.c.MRN != "" {
		r.c.MRN = mrn(r.year, r.station, n)
	}
}

// unend takes the ending off: BT, the station serial, NNNN, and what follows.
func (r *reader) unend(lines []line) []line {
	out := lines[:0]
	for i := 0; i < len(lines); i++ {
		t := trim(lines[i].text)
		if t == "BT" || t == "NNNN" && !r.textFollows(lines[i+1:]) || len(t) > 1 && t[0] == '#' && digits(t[1:]) {
			// Another section may follow, put behind this one by hand.
			j, cl := r.nextSection(lines[i+1:])
			if cl {
				i += j
				continue
			}
			if t == "NNNN" {
				for _, l := range lines[i+1:] {
					if !blank(l.text) {
						r.diag(l.num, cable.Info, codeAfterEnd, "text behind the end of the message is not read")
						break
					}
				}
				break
			}
			continue
		}
		out = append(out, lines[i])
	}
	return out
}

// textFollows reports whether the text goes on in lines, behind an NNNN: with a
// later paragraph, or another NNNN that ends it.
func (r *reader) textFollows(lines []line) bool {
	for _, l := range lines {
		t := trim(l.text)
		if t == "NNNN" || t == "BT" {
			return true
		}
		if n, _, _ := paragraphNumber(t); n > 1 {
			return true
		}
	}
	return false
}

// nextSection finds a later classification line with the number of this cable;
// it gives how many lines stand before it.
func (r *reader) nextSection(lines []line) (int, bool) {
	for i, l := range lines {
		if i > 60 {
			break
		}
		t := trim(l.text)
		if t == "" || t[0] != 'U' && t[0] != 'C' && t[0] != 'S' && t[0] != 'L' && t[0] != 'T' && t[0] != 'R' {
			continue
		}
		if cl, ok := parseClassLine(t); ok && cl.total > 0 && cl.serial != "" && r.ownStation(cl.station) {
			return i, true
		}
	}
	return 0, false
}

// headLines gathers the lines of the captions, which later sections repeat.
func headLines(lines []line, head []string) []string {
	for i := range lines[:min(len(lines), 40)] {
		t := trim(lines[i].text)
		if t == "" {
			continue
		}
		if n, _, _ := paragraphNumber(t); n == 1 || startsBody(t) {
			break
		}
		if cl, ok := parseClassLine(t); ok && cl.total > 0 { // a later section
			break
		}
		head = append(head, t)
	}
	return head
}

// sections completes sections_present and complete.
func (r *reader) sections() {
	c := r.c
	if r.total == 0 {
		c.SectionsPresent, c.Complete = []int{1}, true
		return
	}
	s := c.SectionsPresent
	for i := 1; i < len(s); i++ {
		for j := i; j > 0 && s[j] < s[j-1]; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
	c.Complete = len(s) == r.total
}

// identify gives the cable the id that the system keys on.
func (r *reader) identify() {
	c := r.c
	if c.MRN != "" {
		c.ID = c.MRN
		return
	}
	r.diag(1, cable.Warning, codeMRNMissing, "no message reference number")
	from := letters(c.From.RoutingIndicator)
	if from == "" {
		from = c.From.Post
	}
	serial := r.serial
	if serial == 0 && c.OriginatingStation != nil {
		serial, _ = number(c.OriginatingStation.Serial)
	}
	if !c.DateTimeGroup.IsZero() && from != "" && serial > 0 {
		c.ID = strings.ToUpper(c.DateTimeGroup.Format("021504ZJan06")) + "-" + from + "-" + strconv.Itoa(serial)
		return
	}
	c.ID = "sha256-" + c.RawSHA256[:16]
}

// postFromName is the station of an address, empty when unknown.
func postFromName(name string) string {
	mrn, _ := post.FromName(name)
	return mrn
}

// postFromIndicator is the station of a routing indicator, empty when unknown.
func postFromIndicator(ri string) string {
	mrn, _ := post.FromIndicator(ri)
	return mrn
}

func postCollective(name string) bool { return post.Collective(name) }

// postRepair reads a damaged station name: cut or glued or one letter off. own
// is the station that the originator's address gives.
func postRepair(name string, year int, own string) (string, bool) {
	if own != "" {
		a := letters(name)
		if len(a) >= 3 && strings.HasPrefix(own, a) || len(a) >= 4 && near(a, own) || strings.HasSuffix(a, own) {
			return own, true
		}
	}
	if mrn, how := post.RefStation(name, year); how == post.Exact || how == post.Alias || how == post.Repaired {
		return mrn, true
	}
	return "", false
}
