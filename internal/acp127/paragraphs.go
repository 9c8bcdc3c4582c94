package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// paragraphNumber reads the number and the marking that a paragraph begins
// with; n is 0 when t begins with no number.
func paragraphNumber(t string) (n int, mark, rest string) {
	if t == "" || !isDigit(t[0]) && t[0] != "¶"[0] {
		return 0, "", t
	}
	s := t
	pilcrow := strings.HasPrefix(s, "¶")
	if pilcrow {
		s = strings.TrimLeft(s[len("¶"):], " ")
	}
	i := 0
	for i < len(s) && i < 4 && isDigit(s[i]) {
		n = n*10 + int(s[i]-'0')
		i++
	}
	if i == 0 || i > 3 || n == 0 {
		return 0, "", t
	}
	s = s[i:]
	b := strings.TrimLeft(s, " ")
	switch {
	case strings.HasPrefix(b, ".") || strings.HasPrefix(b, ")"):
		b = b[1:]
		if b != "" && (isDigit(b[0]) || b[0] == '.' && !strings.HasPrefix(b, "...")) {
			return 0, "", t // 1.5 million
		}
	case strings.HasPrefix(b, "("):
		if m, _ := marking(b); m == "" {
			return 0, "", t
		}
	case pilcrow && len(b) < len(s):
	default:
		return 0, "", t
	}
	if strings.HasPrefix(b, "-") { // 1.- (U)
		if after := strings.TrimLeft(b, "- "); after != "" && after[0] == '(' {
			if m, _ := marking(after); m != "" {
				b = after
			}
		}
	}
	b = strings.TrimLeft(b, " ")
	if mark, b = marking(b); mark == "" && b != "" && b[0] == '(' {
		mark, b = wordMarking(b)
	}
	return n, mark, b
}

// wordMarking reads a marking that is written out, (CONFIDENTIAL), at the start of s.
func wordMarking(s string) (mark, rest string) {
	end := strings.IndexByte(s[:min(len(s), 26)], ')')
	if end < 5 {
		return "", s
	}
	switch s[1:end] {
	case "UNCLASSIFIED", "UNCLAS":
		mark = "U"
	case "CONFIDENTIAL":
		mark = "C"
	case "SECRET":
		mark = "S"
	case "LIMITED OFFICIAL USE":
		mark = "LOU"
	case "SENSITIVE", "SENSITIVE BUT UNCLASSIFIED":
		mark = "SBU"
	default:
		return "", s
	}
	return mark, strings.TrimLeft(s[end+1:], " ")
}

// marking reads a portion marking, (SBU) or (C//NF), at the start of s.
func marking(s string) (mark, rest string) {
	if s == "" || s[0] != '(' && s[0] != '[' {
		return "", s
	}
	end := 1
	for end < len(s) && s[end] != ')' && s[end] != ']' {
		if end++; end == 16 {
			return "", s
		}
	}
	if end == len(s) || end < 2 {
		return "", s
	}
	m := trim(s[1:end])
	if m == "" {
		return "", s
	}
	for i := 0; i < len(m); i++ {
		if c := m[i]; !isUpper(c) && c != '/' && c != ' ' && c != '-' && c != ',' {
			if len(m) > 1 && !equalFold(m, "SBU") || !isLower(c) {
				return "", s
			}
		}
	}
	head := m
	for i := 1; i < len(m); i++ {
		if m[i] == '/' || m[i] == '-' || m[i] == ',' || m[i] == ' ' {
			head = m[:i]
			break
		}
	}
	switch head {
	case "U", "C", "S", "TS", "R", "SBU", "LOU", "FOUO", "OUO", "NF":
	case "u", "c", "s", "sbu", "Sbu":
		m = strings.ToUpper(m)
	default:
		return "", s
	}
	if len(head) < len(m) {
		if strings.Contains(m, "//") || strings.Contains(m, " ") {
			m = strings.ReplaceAll(strings.ReplaceAll(m, " ", ""), "//", "/")
		}
		switch m[len(head):] {
		case "/NOFORN", "-NF", "-NOFORN":
			m = head + "/NF"
		}
	}
	return m, strings.TrimLeft(s[end+1:], " ")
}

// paragraphs reads the body into paragraphs, with the headings they stand under.
func (r *reader) paragraphs(body []line) {
	r.words, r.cuts = r.words[:0], r.cuts[:0]
	p := paragraphs{r: r}
	p.list = r.c.Paragraphs[:0]
	p.read(body)
	p.end()
	words := string(r.words) // one string for all
	for _, c := range r.cuts {
		p.list[c.paragraph].Text = squeeze(words[c.from:c.to])
	}
	r.c.Paragraphs = p.list
}

// A cut is where the text of a paragraph lies that was put together in words.
type cut struct{ paragraph, from, to int }

type paragraphs struct {
	r       *reader
	list    []cable.Paragraph
	heading string
	bare    int    // the line of the heading while no paragraph stands under it
	last    int    // the last number
	open    bool   // a paragraph is being read
	many    bool   // it has more than one line
	whole   string // its text while that stands in one piece in the text
	copied  bool   // it does not, and is put together in words from from on
	from    int
	place   int // where whole stands in the text; -1 when it is not known
}

func (p *paragraphs) read(body []line) {
	gap := true    // a blank line or the start came before
	ruled := false // a rule came before, and nothing since but blank lines
	for i := 0; i < len(body); i++ {
		t, num, next := trim(body[i].text), body[i].num, body[i+1:]
		if t == "" || t == "-" { // QUIRK: a dash for a blank line
			gap = true
			continue
		}
		if isRule(t) {
			gap, ruled = true, true
			continue
		}
		if k := p.within(t, num); k > 0 { // QUIRK: paragraphs run together on one line
			body[i].text = t[k:]
			t = trim(t[:k])
			i--
		}
		if !isAlpha(t[0]) {
			n, mark, rest := paragraphNumber(t)
			if t[0] == '(' && gap { // QUIRK: the marking before the number
				if m, after := marking(t); m != "" {
					if n, _, rest = paragraphNumber(after); n > 0 {
						mark = m
					}
				}
			}
			if n > 0 && p.begins(n, gap, mark) {
				p.end()
				p.last = n
				if k := p.within(rest, num); k > 0 { // the next one on the same line
					body[i].text = rest[k:]
					rest = trim(rest[:k])
					i--
				}
				p.start(n, mark, rest, num)
				p.r.asParagraph(num, n)
				gap = false
				continue
			}
		}
		if gap || p.ruled(next) {
			if k := headingLines(t, next); ruled && k > 0 { // over several lines, between rules
				for _, l := range next[:k] {
					t += " " + trim(l.text)
				}
				p.end()
				p.head(squeeze(t), num)
				p.r.asAll(body[i:i+1+k], "heading")
				i, gap, ruled = i+k, true, false
				continue
			}
			ruled = false
			if p.isHeading(t, next) {
				p.end()
				p.head(squeeze(strings.TrimRight(strings.Trim(t, "*_- "), ":")), num)
				p.r.as(num, "heading")
				gap = true
				continue
			}
			if gap && (!p.open || itemLetter(t) || !runsOn(p.lastLine(), t)) {
				p.end()
				mark, rest := marking(t)
				p.start(0, mark, rest, num)
				p.r.asParagraph(num, 0)
				gap = false
				continue
			}
		}
		p.add(t)
		p.r.asParagraph(num, p.list[len(p.list)-1].Number)
		gap = false
	}
}

// ruled reports whether the open paragraph is at an end and a rule stands on the
// next line: what stands between may be a heading, close under the paragraph.
func (p *paragraphs) ruled(next []line) bool {
	if !p.open || len(next) == 0 || next[0].text == "" || !mayBeRule[next[0].text[0]] {
		return false
	}
	return isRule(trim(next[0].text)) && sentenceEnds(p.lastLine())
}

// begins reports whether the number n begins a paragraph here: the next
// number, or any behind a blank line.
func (p *paragraphs) begins(n int, gap bool, mark string) bool {
	return gap || n == p.last+1 && (mark != "" || !p.open || !citesNumber(p.lastLine())) || mark != "" && n > p.last
}

// citesNumber reports whether the line s ends with a word whose number follows:
// SEE PARAGRAPH.
func citesNumber(s string) bool {
	_, w := lastWord(s)
	return foldAny(w, "PARAGRAPH", "PARAGRAPHS", "PARA", "PARAS", "SECTION", "PAGE", "ARTICLE", "NUMBER", "PART")
}

// itemLetter reports whether t begins with the letter of an item: a. or b).
func itemLetter(t string) bool {
	return len(t) > 3 && isAlpha(t[0]) && (t[1] == '.' || t[1] == ')') && t[2] == ' '
}

// headingLines gives how many of the lines next go on with the heading t, which
// stands between rules: one or two, all short; 0 when they do not.
func headingLines(t string, next []line) int {
	if len(t) > 75 || len(next) < 2 || strings.HasSuffix(t, ".") || strings.HasSuffix(t, ":") {
		return 0
	}
	for k := 0; k < min(len(next), 3); k++ {
		n := trim(next[k].text)
		if n == "" || len(n) > 75 {
			return 0
		}
		if isRule(n) {
			return k
		}
		if num, _, _ := paragraphNumber(n); num > 0 || strings.HasSuffix(n, ".") {
			return 0
		}
	}
	return 0
}

// isHeading reports whether t, behind a blank line, is a heading: short, alone,
// without a mark at its end, before a paragraph. next are the lines behind it.
func (p *paragraphs) isHeading(t string, next []line) bool {
	marked := strings.IndexByte("?:!", t[len(t)-1]) >= 0 && len(next) > 0 && isRule(trim(next[0].text)) ||
		len(t) < 40 && t[len(t)-1] == ':' && len(next) > 1 && upperLine(t) && p.nextNumber(next)
	if len(t) > 75 || sentenceEnds(t) && !marked || strings.HasSuffix(t, "END SUMMARY") || strings.IndexByte(",;", t[len(t)-1]) >= 0 || t[0] == '-' && !strings.HasSuffix(t, " --") {
		return false
	}
	if p.open && (isLower(t[0]) && !sentenceEnds(p.lastLine())) {
		return false
	}
	alone := false
	for _, l := range next {
		n := trim(l.text)
		switch {
		case n == "" || isRule(n):
			alone = true
		case alone:
			k, _, _ := paragraphNumber(n)
			return k > 0 || !isLower(n[0]) && n[0] != '<'
		default:
			k, _, _ := paragraphNumber(n)
			return k > 0
		}
	}
	return false
}

// nextNumber reports whether a blank line and the next paragraph stand in next.
func (p *paragraphs) nextNumber(next []line) bool {
	n, _, _ := paragraphNumber(trim(next[1].text))
	return n > 0 && n == p.last+1 && blank(next[0].text)
}

// head takes a heading. One that another follows at once has no paragraph to
// stand over, and is noted.
func (p *paragraphs) head(heading string, num int) {
	if p.bare > 0 {
		p.r.diag(p.bare, cable.Info, codeHeadingAlone, "heading without a paragraph: %s", p.heading)
	}
	p.heading, p.bare = heading, num
}

// within finds the next paragraph within the line t, behind a sentence: its
// number must be the next one, and a marking follow; 0 when there is none.
func (p *paragraphs) within(t string, num int) int {
	if !p.r.may(num, hasPoint) {
		return 0
	}
	for i := 0; ; {
		j := strings.IndexByte(t[i:], '(')
		if j < 0 {
			return 0
		}
		i += j + 1
		if i < 3 || t[i-2] != ' ' || t[i-3] != '.' {
			continue
		}
		k := i - 3
		for k > 0 && isDigit(t[k-1]) {
			k--
		}
		if strings.HasSuffix(t[:k], "¶") {
			k -= len("¶")
		}
		if k <= 2 || t[k-1] != ' ' {
			continue
		}
		if n, mark, _ := paragraphNumber(t[k:]); n > 0 && n == p.last+1 && mark != "" && sentenceEnds(t[:k]) {
			return k
		}
	}
}

func (p *paragraphs) start(n int, mark, text string, num int) {
	p.list = append(p.list, cable.Paragraph{Number: n, Marking: mark, Heading: p.heading})
	if n > 0 {
		p.last = n
	}
	p.bare = 0
	p.open, p.many, p.whole, p.copied, p.from = true, false, text, false, len(p.r.words)
	p.place = p.r.place(num, text)
}

// add adds a line to the open paragraph: behind one blank, or behind none
// where a word is cut at its hyphen.
func (p *paragraphs) add(t string) {
	if !p.many && p.whole == "" && !p.copied { // the marking on the line behind the number
		if last := &p.list[len(p.list)-1]; last.Number > 0 && last.Marking == "" {
			if mark, rest := marking(t); mark != "" {
				last.Marking, t = mark, rest
			}
		}
	}
	p.many = true
	if !p.copied {
		if p.place >= 0 && p.whole != "" && !cutAtHyphen(p.whole) {
			if both := p.r.inOnePiece(p.place, p.place+len(p.whole), t); both != "" {
				p.whole = both
				return
			}
		}
		p.r.words, p.copied = append(p.r.words, p.whole...), true
	}
	if b := p.r.words[p.from:]; len(b) > 0 && !cutAtHyphen(b) {
		p.r.words = append(p.r.words, ' ')
	}
	p.r.words = append(p.r.words, t...)
}

// cutAtHyphen reports whether s ends within a word, at its hyphen.
func cutAtHyphen[T string | []byte](s T) bool {
	n := len(s)
	return n > 1 && s[n-1] == '-' && isAlnum(s[n-2])
}

// lastLine gives the end of the open paragraph.
func (p *paragraphs) lastLine() string {
	switch {
	case p.copied:
		return string(p.r.words[max(p.from, len(p.r.words)-64):])
	case p.many:
		return p.whole[max(0, len(p.whole)-64):]
	}
	return p.whole
}

func (p *paragraphs) end() {
	if !p.open {
		return
	}
	p.open = false
	last := len(p.list) - 1
	if !p.copied {
		p.list[last].Text = squeeze(p.whole)
		return
	}
	p.r.cuts = append(p.r.cuts, cut{last, p.from, len(p.r.words)})
}
