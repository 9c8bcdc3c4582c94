package acp127

import (
	"strings"

	"cablefeed/internal/cable"
	"cablefeed/internal/tags"
)

// tags reads the TAGS block.
func (r *reader) tags(block []line) []line {
	p := tagsLine{r: r}
	n, held := 0, ""
	for i := 0; i < len(block); i++ {
		t := trim(block[i].text)
		if i == 0 {
			t = afterCaption(t)
			if len(t) < 6 && foldAny(strings.TrimRight(t, ". "), "N/A", "NONE") { // no tags, in words
				r.diag(block[i].num, cable.Info, codeLineUnread, "the TAGS line names no code: %s", t)
				t = ""
			}
		} else if held == "" && !p.goesOn(t) {
			if t == "" && p.open { // a blank line behind a comma
				continue
			}
			if next, ok := pastPageGap(block, i); t == "" && ok {
				i = next - 1
				continue
			}
			break
		}
		if held != "" {
			t, held = held+" "+t, ""
		}
		n = i + 1
		if j := strings.LastIndexAny(t, "(["); j >= 0 && !strings.ContainsAny(t[j:], ")]") && n < len(block) {
			if closesLater(block[n:]) {
				held = t // a person broken over lines
				continue
			}
		}
		if rest := p.line(t, block[i].num); rest != "" {
			block[i].text = rest
			r.changed(block[i].num) // a line before may be part of it
			p.end()
			return block[i:]
		}
	}
	p.end()
	return block[n:]
}

// closesLater reports whether a bracket that is open closes in one of the next two lines.
func closesLater(next []line) bool {
	for _, l := range next[:min(len(next), 2)] {
		t := trim(l.text)
		if t == "" || captionStarts(t) {
			return false
		}
		if i := strings.IndexAny(t, "()[]"); i >= 0 {
			return i > 0 && (t[i] == ')' || t[i] == ']')
		}
	}
	return false
}

// codesAlone reports whether t is a list of two known codes or more and nothing
// else, the first of them a subject or program: TAGS without its caption.
func codesAlone(t string) bool {
	first, _ := word(t)
	if first = strings.TrimRight(first, ",;"); len(first) != 4 || !known(first) || !upperLine(t) {
		return false
	}
	n := 0
	for ; t != ""; n++ {
		code, ok := tags.Longest(t)
		if !ok {
			return false
		}
		t = strings.TrimLeft(t[len(code):], " ,;/.")
	}
	return n > 1
}

// afterCaption gives what stands behind the caption word that t begins with.
func afterCaption(t string) string {
	n := 0
	for n < len(t) && isAlpha(t[n]) {
		n++
	}
	switch m := spaced(t, "TAGS"); {
	case m > 4:
		n = m // T A G S
	case n > 5:
		n = 4 // glued to the first code
	}
	t = t[n:]
	t = strings.TrimLeft(t, " ")
	if hasAny(t, "(S)", "(s)") {
		t = t[3:]
	}
	t = strings.TrimLeft(t, " :;.=-/")
	return t[markLen(t):]
}

// A tagsLine reads the entries of a TAGS caption.
type tagsLine struct {
	r      *reader
	open   bool   // the line before ended in a separator
	person bool   // a code was read that takes persons
	direct bool   // it is the last one
	name   string // an unknown word that may be a surname
	comma  bool   // a comma stands behind name
	given  int    // the person just read, whose further given names may follow; 0 for none
	num    int
	seen   map[string]bool // the codes, when there are many
}

// codeMarked reports whether t begins with a code and a semicolon and not with a
// damaged caption: RE; KMCA.
func codeMarked(t string) bool {
	i := strings.IndexByte(t[:min(len(t), 8)], ';')
	return i > 0 && known(strings.TrimRight(t[:i], " "))
}

// goesOn reports whether t, a line behind the first, goes on with the entries.
func (p *tagsLine) goesOn(t string) bool {
	if t == "" {
		return false
	}
	if k, _ := captionAt(t); k != noCaption && !codeMarked(t) {
		return false
	}
	if n, _, _ := paragraphNumber(t); n > 0 || isRule(t) || startsBody(t) || otherCaption(t) {
		return false
	}
	first := strings.TrimLeft(t, " ,;/([\"")
	if !p.open && addressed(t) { // STATE FOR WHA/AND: an attention line
		return false
	}
	return p.open || first != "" && upperLine(t) && isAlpha(first[0])
}

// line reads the entries of one line. What it returns is no entry but the rest
// of the line, from a caption in it on.
func (p *tagsLine) line(t string, num int) string {
	p.num = num
	bracket := false
	p.open = true // an empty line of the caption goes on, too
	up := t
	if !upperLine(t) {
		if up = strings.ToUpper(t); len(up) != len(t) {
			up = t
		}
	}
	closed := strings.LastIndexAny(t, ")]}") // how far from the end of t
	if closed >= 0 {
		closed = len(t) - closed
	}
	for t != "" {
		switch c := t[0]; c {
		case ' ', '\t', ';', ',', '.', ':', '|', '*', '"', '#', '`', '\\', '=', '+', '_':
			if c == ',' {
				p.comma = true
			} else if c == ';' {
				p.flush()
			}
			if c != ' ' && c != '.' {
				p.given = 0
			}
			if c != ' ' {
				p.open = true
			}
			t = t[1:]
			continue
		case '/', '-', '&', '\'':
			p.open = c == '/'
			t = t[1:]
			continue
		case '(', '[', '{':
			p.flush()
			if n := link(t); n > 0 {
				t = t[n:]
				continue
			}
			bracket = true
			if rest, ok := p.bracketed(t, closed >= 0 && len(t) >= closed); ok {
				t = rest
				p.open = false
			} else {
				t = t[1:]
			}
			continue
		case ')', ']', '}':
			bracket = false
			t = t[1:]
			continue
		case 0xe2, 0xc2: // dashes and the like
			if n := separatorLen(t); n > 0 {
				p.open = true
				t = t[n:]
				continue
			}
		case '<':
			if i := strings.IndexByte(t[:min(len(t), 300)], '>'); i > 0 { // an HTML tag
				t = t[i+1:]
				continue
			}
			t = t[1:]
			continue
		}
		if k, strong := captionAt(t); k != noCaption && (strong || k == captionSubject || k == captionRef) && !codeMarked(t) {
			p.end()
			return t
		}
		t = p.entry(t, up[len(up)-len(t):], bracket)
		p.open = false
	}
	return ""
}

// separatorLen gives the length of the dash or bullet, not of ASCII, that t
// begins with.
func separatorLen(t string) int {
	for _, x := range [...]string{"–", "—", "―", "•", "·", "“", "”"} {
		if strings.HasPrefix(t, x) {
			return len(x)
		}
	}
	return 0
}

// link gives the length of the target of a markdown link, (#).
func link(t string) int {
	if hasAny(t, "(#", "(http", "(/", "(../") {
		if i := strings.IndexByte(t[:min(len(t), 300)], ')'); i > 0 {
			return i + 1
		}
	}
	return 0
}

// bracketed reads (SURNAME, GIVEN) at the start of t.
func (p *tagsLine) bracketed(t string, closed bool) (string, bool) {
	end := -1
	if closed {
		end = strings.IndexAny(t[:min(len(t), 120)], ")]}")
	}
	if end < 0 {
		return t, false
	}
	in := strings.ToUpper(strings.TrimLeft(t[1:end], " ([{"))
	var names []string
	for one := range strings.SplitSeq(strings.ReplaceAll(in, " AND ", ";"), ";") {
		last, given, ok := strings.Cut(one, ",")
		if !ok && p.direct { // RICHARD ROE
			last, given = turnedName(word(trim(one)))
		}
		last, given = squeeze(last), squeeze(strings.TrimRight(given, " ,"))
		if last == "" || given == "" || strings.ContainsAny(last, "([{") || strings.ContainsAny(given, ",") || strings.ContainsRune(one, '/') || known(last) && known(given) {
			return t, false
		}
		names = append(names, last+", "+given)
	}
	for _, name := range names {
		p.add(name)
	}
	return t[end+1:], true
}

// turnedName gives the surname first of two words of a name, the first of which
// is a given name that the second is not.
func turnedName(last, given string) (string, string) {
	if isGiven(last) && !isGiven(given) && strings.IndexByte(given, ' ') < 0 && given != "" {
		return given, last
	}
	return last, given
}

// known reports whether w is a code of the dictionary.
func known(w string) bool {
	_, ok := tags.Lookup(w)
	return ok
}

// entry reads the entry that t begins with; up is t in capitals.
func (p *tagsLine) entry(t, up string, bracket bool) string {
	if c, n := captionWord(up); n > 0 && !known(up[:n]) {
		p.flush()
		p.r.addCaption(c)
		return t[n:]
	}
	if code, ok := tags.Longest(up); ok {
		whole := tagWord(up)
		if len(code) >= len(whole) || !isAlnum(up[len(code)]) && up[len(code)] != '-' && up[len(code)] != '\'' && up[len(code)] != '&' {
			p.flush()
			p.fixedOrListed(code)
			return t[len(code):]
		}
	}
	w := tagWord(up)
	if w == "" { // not a letter, digit or mark of an entry
		c, n := firstRune(t)
		p.r.diag(p.num, cable.Info, codeLineUnread, "character among the TAGS not understood: %c", c)
		return t[n:]
	}
	if len(w) == 1 && len(up) > 1 && up[1] == '.' && (p.name != "" || p.given > 0) { // ROE, R.
		w = up[:2]
	}
	p.word(w, bracket)
	return t[len(w):]
}

func firstRune(s string) (rune, int) {
	for i, c := range s {
		return c, max(1, len(string(c))+i)
	}
	return 0, 1
}

// tagWord gives the word that s begins with: up to a blank, comma, slash,
// bracket or the like; hyphens and apostrophes belong to it.
func tagWord(s string) string {
	i := 0
	for i < len(s) && !endsTag[s[i]] {
		i++
	}
	for i > 0 && (s[i-1] == '.' || s[i-1] == '-' || s[i-1] == '\'' || s[i-1] == '&') {
		i--
	}
	return s[:i]
}

// endsTag marks what ends the word of an entry.
var endsTag = bytesOf(" ,;:/()[]{}<>|*\"#`\\=+_")

// fixedOrListed adds a listed code, put right where it is a known misprint.
func (p *tagsLine) fixedOrListed(code string) {
	if e, ok := tags.Lookup(code); ok {
		p.addTag(cable.Tag{Code: code, Kind: e.Kind, Name: e.Name})
		return
	}
	if codes, fixed := tags.Split(code); fixed && codes != nil {
		p.fixed(code, codes)
		return
	}
	p.add(code)
}

func (p *tagsLine) fixed(word string, codes []string) {
	p.r.diag(p.num, cable.Info, codeTagFixed, "%s read as %s", word, strings.Join(codes, " "))
	for _, c := range codes {
		p.add(c)
	}
}

// word reads a word that is not listed as it stands.
func (p *tagsLine) word(w string, bracket bool) {
	i := strings.IndexByte(w, '-')
	if i < 0 {
		i = strings.IndexByte(w, '&')
	}
	if i > 0 { // only between two known codes
		all := true
		parts := strings.Split(w, w[i:i+1])
		for _, s := range parts {
			all = all && known(s)
		}
		if all {
			p.flush()
			for _, s := range parts {
				p.add(s)
			}
			return
		}
	}
	if codes, fixed := tags.Split(w); codes != nil {
		p.flush()
		if fixed {
			p.fixed(w, codes)
			return
		}
		if len(codes) > 1 {
			p.r.diag(p.num, cable.Info, codeTagSplit, "%s read as %s", w, strings.Join(codes, " "))
		}
		for _, c := range codes {
			p.add(c)
		}
		return
	}
	if p.given > 0 && !p.comma && isName(w) { // George W.
		p.r.c.Tags[p.given].Code += " " + w
		return
	}
	if p.name != "" {
		switch {
		case p.person && p.comma, p.direct && !p.comma && !bracket && isName(p.name) && isName(w):
			last, given := p.name, w
			if !p.comma {
				last, given = turnedName(last, given)
			}
			p.name, p.comma = "", false
			p.add(last + ", " + given)
			p.given = len(p.r.c.Tags) - 1
			return
		case !p.comma && len(p.name) >= 5 && len(w) >= 5:
			p.name += " " + w // a term of several words
			return
		}
	}
	p.flush()
	p.name, p.comma = w, false
}

// isName reports whether w may be a name: letters, hyphen, apostrophe, point.
func isName(w string) bool {
	for i := 0; i < len(w); i++ {
		if c := w[i]; !isAlpha(c) && c != '-' && c != '\'' && c != '.' && c < 0x80 {
			return false
		}
	}
	return w != ""
}

// flush adds the unknown word that waited for a second one.
func (p *tagsLine) flush() {
	if p.name != "" {
		name := p.name
		p.name = ""
		p.add(name)
	}
	p.comma, p.given = false, 0
}

func (p *tagsLine) end() { p.flush() }

// add adds a code once.
func (p *tagsLine) add(code string) { p.addTag(tags.Of(code)) }

func (p *tagsLine) addTag(t cable.Tag) {
	code := t.Code
	switch code {
	case "OVIP", "PINR", "OREP", "OTRA", "OEXC", "OCON":
		p.person, p.direct = true, true
	default:
		p.direct = false
	}
	c := p.r.c
	if len(c.Tags) > 64 {
		if p.seen == nil {
			p.seen = make(map[string]bool)
			for i := range c.Tags {
				p.seen[c.Tags[i].Code] = true
			}
		}
		if p.seen[code] {
			return
		}
		p.seen[code] = true
	} else {
		for i := range c.Tags {
			if c.Tags[i].Code == code {
				return
			}
		}
	}
	c.Tags = append(c.Tags, t)
}
