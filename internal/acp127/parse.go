package acp127

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"cablefeed/internal/cable"
)

// Parse reads one transmission. It gives an error, always a *ParseError, only
// when raw is no cable at all; whatever else is odd is a diagnostic on the cable.
func Parse(raw []byte) (*cable.Cable, error) {
	r := newReader()
	defer r.done()
	lines := r.lines(raw)
	r.hash(raw)
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

// hash notes the hash of the bytes as received.
func (r *reader) hash(raw []byte) {
	sum := sha256.Sum256(raw)
	var b [2 * len(sum)]byte
	hex.Encode(b[:], sum[:])
	r.c.RawSHA256 = r.short(b[:])
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
	if r.markup {
		r.unmark(lines)
		r.unquote(lines)
	}
	r.c.Form = formOf(lines)
	r.mail = r.c.Form == cable.FormUnknown && isMail(lines)
	switch r.c.Form {
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
	r.missing()
	return nil
}

// unmark empties the lines of a web page that hold one tag of HTML alone.
func (r *reader) unmark(lines []line) {
	tagged := false
	for i := range lines {
		t := lines[i].text
		if t == "" || t[0] != '<' {
			continue
		}
		if at := strings.IndexByte(t, '>'); at+1 < len(t) {
			tagged = tagged || isTag(t[:at+1])
			continue
		}
		if isTag(t) {
			lines[i].text, tagged = "", true
			r.diag(lines[i].num, cable.Info, codeMarkup, "markup taken out: %s", t)
		}
	}
	if !tagged {
		return
	}
	for i := range lines { // <br> at the ends of lines, <p> at their heads, <b> within
		if t := untagged(lines[i].text); len(t) < len(lines[i].text) {
			lines[i].text = t
			r.changed(lines[i].num)
		}
	}
}

// untagged gives s without the tags of HTML that lay out a text.
func untagged(s string) string {
	at := strings.IndexByte(s, '<')
	if at < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for at >= 0 {
		end := strings.IndexByte(s[at:], '>') + at + 1
		if end <= at || !isTag(s[at:end]) {
			end = at + 1
			b = append(b, s[:end]...)
		} else {
			b = append(b, s[:at]...)
		}
		s = s[end:]
		at = strings.IndexByte(s, '<')
	}
	return trimEnd(string(append(b, s...)))
}

// isTag reports whether t is one tag of HTML, of those that lay out a text.
func isTag(t string) bool {
	if len(t) < 3 || t[0] != '<' || t[len(t)-1] != '>' {
		return false
	}
	switch strings.ToLower(strings.Trim(t, "</> ")) {
	case "pre", "p", "br", "div", "html", "body", "code", "font", "blockquote", "head", "span", "tt", "b", "td", "tr", "table":
		return true
	}
	return false
}

// missing notes what a cable should have and this one lacks.
func (r *reader) missing() {
	c := r.c
	if c.DateTimeGroup.IsZero() && c.Date == "" && r.year == 0 {
		r.odd(1, codeDTGMissing, "no date-time group and no date")
	}
	if c.From.Name == "" {
		r.odd(1, codeFromMissing, "no originator")
	}
	if c.Classification == "" {
		r.odd(1, codeClassMissing, "no classification")
	}
	if s := c.Security; s != nil && s.Code != "" && c.Classification != "" {
		if want := securityClass[s.Code[0]]; want != "" && want != c.Classification && !(want == cable.Confidential && c.Classification == cable.LimitedOfficialUse) {
			r.diag(r.secured, cable.Warning, codeClassConflict, "FL4 says %s, the classification line %s", want, c.Classification)
		}
	}
}

// securityClass gives what the repeated letter of FL4 stands for.
var securityClass = [256]cable.Class{
	'U': cable.Unclassified, 'E': cable.Unclassified, 'R': cable.Restricted,
	'C': cable.Confidential, 'S': cable.Secret, 'T': cable.TopSecret,
}

// isCable reports whether anything was read that makes the text a cable.
func (r *reader) isCable() bool {
	c := r.c
	return c.MRN != "" || c.Form != cable.FormUnknown || !c.DateTimeGroup.IsZero() || c.From.Name != "" ||
		len(c.Tags) > 0 || c.ExecutiveOrder != nil || c.ClassifiedBy != nil || len(c.References) > 0 ||
		c.Subject != "" && !r.mail ||
		c.Subject != "" && (c.Classification != "" || len(c.Paragraphs) > 0 && c.Paragraphs[0].Number > 0) ||
		c.Summary != "" || len(c.To) > 0 || len(c.Info) > 0 || r.marked()
}

// isMail reports whether the text begins with the head of a mail.
func isMail(lines []line) bool {
	for _, l := range lines[:min(len(lines), 12)] {
		if hasAny(l.text, "From:", "To:", "Sent:", "Date:", "Received:", "Message-ID:") {
			return true
		}
	}
	return false
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
	text := body
	if r.c.Signature == "" { // a print's label may have given it
		text = r.signature(body)
	}
	for i, j := 0, 0; i < len(body); i++ { // what signature took off, wherever
		if j < len(text) && text[j].num == body[i].num {
			j++
			continue
		}
		t := trim(body[i].text)
		signed := r.c.Signature != "" && strings.Contains(t, r.c.Signature)
		switch {
		case signed:
			r.as(body[i].num, "signature")
		case t != "":
			r.as(body[i].num, "behind the text")
		}
		if t != "" && !isRule(t) && !signed {
			r.odd(body[i].num, codeBehindText, "line behind the text taken off: banner, stamp, note")
		}
	}
	r.paragraphs(text)
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
		c.Date = r.isoDate(c.DateTimeGroup.Year(), int(c.DateTimeGroup.Month()), c.DateTimeGroup.Day())
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
	for ; i < len(lines); i++ {
		t := trim(lines[i].text)
		if spaced(t, "CORRECTEDCOPY") == len(t) && t != "" {
			c.CorrectedCopy = true
			continue
		}
		if t != "" && t != "BT" && !isRule(t) {
			break
		}
	}
	if i == len(lines) {
		return nil
	}
	t := trim(lines[i].text)
	cl, ok := parseClassLine(t)
	if ok && cl.bare() { // a banner, or the classification alone on its line
		j := i + 1
		for j < len(lines) && j < i+4 && blank(lines[j].text) {
			j++
		}
		if j > i+1 && j < len(lines) {
			next := trim(lines[j].text)
			if own, found := parseClassLine(next); found && (own.serial != "" || own.total > 0) {
				r.as(lines[i].num, "classification line")
				for _, k := range cl.captions {
					r.addCaption(k)
				}
				cl, i, t = own, j, next
			} else if joined, ok := parseClassLine(t + " " + next); ok && joined.serial != "" && joined.rest == "" && r.isStation(joined.station) {
				r.as(lines[i].num, "classification line")
				cl, i = joined, j
			}
		}
	}
	used := 1
	if ok && cl.serial == "" && !cl.svc && i+1 < len(lines) { // cut by the line's end
		if next := trim(lines[i+1].text); next != "" && !captionStarts(next) {
			if joined, ok := parseClassLine(t + " " + next); ok && joined.serial != "" && joined.rest == "" {
				cl, used = joined, 2
			}
		} else if next == "" && cl.rest != "" && i+2 < len(lines) && digits(trim(lines[i+2].text)) {
			if joined, ok := parseClassLine(t + " " + trim(lines[i+2].text)); ok && joined.serial != "" && joined.rest == "" {
				cl, used = joined, 3
			}
		}
	}
	if !ok { // its captions first
		if efto := spaced(t, "EFTO"); efto > 0 {
			if cl, ok = parseClassLine(t[efto:]); ok {
				cl.efto = true
			}
		} else if k, n := captionWord(t); n > 0 {
			if cl, ok = parseClassLine(strings.TrimLeft(t[n:], " /,")); ok {
				cl.captions = append([]string{k}, cl.captions...)
			}
		}
		if ok && cl.serial == "" {
			ok = false
		}
	}
	if !ok {
		if k, _ := captionAt(t); k != noCaption {
			return lines
		}
		if cl, ok = parseGlued(t); ok && !r.isStation(cl.station) {
			ok = false
		}
		if !ok {
			cl, ok = parseGarbledClassLine(t)
		}
		if !ok {
			if cl.read(t); cl.serial == "" || cl.rest != "" || !r.isStation(cl.station) {
				return lines
			}
			cl.garbled = true
		}
	}
	num := lines[i].num
	r.asAll(lines[i:i+used], "classification line")
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
	c.CorrectedCopy = c.CorrectedCopy || cl.corrected
	if cl.total > 0 {
		r.parsed.section = cable.Section{Number: cl.section, Total: cl.total}
		c.Section = &r.parsed.section
		r.present(cl.section, cl.total, num)
	}
	if cl.serial != "" {
		r.number(cl.station, cl.serial, num)
	}
	rest := cl.rest
	if !cl.svc { // else the text of a service message
		rest = r.numbers(rest, num)
	}
	if rest != "" {
		lines[i+used-1] = line{rest, num}
		return lines[i+used-1:]
	}
	return lines[i+used:]
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
		if cl, ok := parseClassLine(t); ok && (cl.total > 0 || cl.serial != "") { // a later section, or the line again
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
		c.SectionsPresent, c.Complete = append(c.SectionsPresent[:0], 1), true
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
