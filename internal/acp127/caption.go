package acp127

import (
	"strings"

	"cablefeed/internal/cable"
	"cablefeed/internal/tags"
)

// A captionKind is one of the captions that have a text behind them.
type captionKind int

const (
	noCaption      captionKind = iota
	captionOrder               // E.O.
	captionTags                // TAGS
	captionSubject             // SUBJECT
	captionRef                 // REF
	captionBy                  // CLASSIFIED BY
)

// captionAt tells which caption t begins with, however damaged. It is strong
// when its mark leaves no doubt, such as a colon.
func captionAt(t string) (k captionKind, strong bool) {
	if t == "" {
		return noCaption, false
	}
	switch t[0] {
	case 'T', 't', 'S', 's', 'R', 'r', 'E', 'e', 'C', 'c', 'A', 'U', 'G', 'F', 'O', 'D', 'B', 'L', 'V', 'X', 'J', 'W', 'Y':
	case '1':
		if orderNumber(t) { // the E.O. before it was lost
			return captionOrder, true
		}
		return noCaption, false
	default:
		if len(t) > 8 && t[1] == '.' && (t[2] == 'O' || t[2] == '0') && t[3] == '.' { // #.O. 12958
			return captionOrder, orderNumber(trim(t[4:]))
		}
		return noCaption, false
	}
	n := 0
	for n < len(t) && isAlpha(t[n]) {
		n++
	}
	if k, strong, ok := orderCaption(t); ok {
		return k, strong
	}
	if m := spaced(t, "SUBJECT"); m > 7 && markAfter(t[m:]) { // SUB JECT:
		return captionSubject, true
	}
	if n < 2 {
		if m := spaced(t, "TAGS"); m > 0 {
			return captionTags, true
		}
		if m := spaced(t, "SUBJECT"); m > 0 {
			return captionSubject, true
		}
		return noCaption, false
	}
	if n > 24 {
		return noCaption, false
	}
	var buf [24]byte
	for i := range n {
		buf[i] = upper(t[i])
	}
	w, rest := buf[:n], t[n:]
	mark := markAfter(rest)
	switch string(w) {
	case "TAGS", "TAG":
		if mark || n == len(t) || codesFollow(rest) || strings.HasPrefix(rest, "(S)") {
			return captionTags, true
		}
		return noCaption, false
	case "SUBJECT", "SUBJ", "SUBJECTS":
		return captionSubject, mark || n == len(t)
	case "REF", "REFS", "REFTEL", "REFTELS", "REFERENCE", "REFERENCES":
		if mark || n == len(t) || strings.HasPrefix(rest, "(") {
			return captionRef, mark
		}
		if after := trim(rest); isUpper(after[0]) || isDigit(after[0]) || after[0] == '(' || after[0] == '[' {
			return captionRef, false
		}
		return noCaption, false
	case "CLASSIFIED", "CLASS", "CLASSED", "CLASSFIED", "CLASSIFED", "CLASIFIED", "CLASSIFIEDBY":
		return classifiedCaption(string(w), rest)
	}
	switch {
	case n >= 9 && n <= 11 && near(string(w), "CLASSIFIED"):
		return classifiedCaption("CLASSIFIED", rest)
	case n > 6 && t[0] == 'T' && strings.HasPrefix(t, "TAGS"): // TAGSPREL
		if codes, _ := tags.Split(t[4:n]); codes != nil {
			return captionTags, true
		}
	case n > 9 && strings.HasPrefix(t, "SUBJECT") && !hasAny(t[7:], "IVE", "ED", "ING"):
		return captionSubject, false
	}
	if !mark {
		return noCaption, false
	}
	switch {
	case n <= 5 && n >= 3 && string(w) != "BAGS" && near(string(w), "TAGS"):
		return captionTags, true
	case n >= 6 && n <= 8 && near(string(w), "SUBJECT"), n <= 5 && n >= 3 && near(string(w), "SUBJ"):
		return captionSubject, true
	case string(w) == "EF", string(w) == "RF", string(w) == "RE", string(w) == "RFE", string(w) == "ERF", string(w) == "REFF", string(w) == "RREF", string(w) == "REFL", string(w) == "REFT",
		n >= 5 && n <= 7 && near(string(w), "REFTEL"), n >= 8 && near(string(w), "REFERENCE"):
		return captionRef, true
	}
	return noCaption, false
}

// markAfter reports whether s begins with the mark that ends a caption.
func markAfter(s string) bool {
	s = strings.TrimLeft(s, " ")
	if hasAny(s, "(S)", "(s)") {
		s = strings.TrimLeft(s[3:], " ")
	}
	return s != "" && (s[0] == ':' || s[0] == ';' || s[0] == '=' || s[0] == '.' && !hasAny(s, "..") || s[0] == '-' && !isRule(s))
}

// codesFollow reports whether a word of TAGS begins s.
func codesFollow(s string) bool {
	s = strings.TrimLeft(s, " ,([\"")
	if _, ok := tags.Longest(s); ok {
		return true
	}
	w, _ := word(s)
	codes, _ := tags.Split(strings.TrimRight(w, ",;"))
	return codes != nil
}

// orderCaption reads E.O. and what becomes of it.
func orderCaption(t string) (captionKind, bool, bool) {
	if upper(t[0]) != 'E' {
		return noCaption, false, false
	}
	if hasFold(t, "EXECUTIVE ORDER") {
		return captionOrder, true, true
	}
	i := 1
	for i < len(t) && (t[i] == '.' || t[i] == ',' || t[i] == ' ') {
		i++
	}
	if i >= len(t) || t[i] != 'O' && t[i] != '0' && t[i] != 'o' {
		return noCaption, false, false
	}
	i++
	rest := strings.TrimLeft(t[i:], ".,;: )")
	if rest != "" && (isDigit(rest[0]) || orderNumber(rest)) && (len(rest) < len(t)-i || i > 2 || orderNumber(rest)) {
		return captionOrder, true, true
	}
	if i < len(t) && (t[i] == ':' || t[i] == '.' && i > 2) {
		return captionOrder, true, true
	}
	return noCaption, false, false
}

// orderNumber reports whether s begins with the number of an order on
// classification.
func orderNumber(s string) bool {
	return hasAny(s, "11652", "12065", "12356", "12958", "13526", "13292", "12598", "12968") && (len(s) == 5 || !isDigit(s[5]))
}

// classifiedCaption tells whether CLASSIFIED and rest are the caption.
func classifiedCaption(w, rest string) (captionKind, bool) {
	if w == "CLASSIFIEDBY" {
		return captionBy, true
	}
	by := strings.TrimLeft(rest, " .")
	switch {
	case hasFold(by, "BY") && (len(by) == 2 || !isAlpha(by[2]) || isUpper(by[2]) && isLower(by[1])):
		return captionBy, true
	case w == "CLASSIFIED" && (hasFold(by, "BT ") || hasFold(by, "BU ") || hasFold(by, "Y ") || hasFold(by, "FOR ") || strings.HasPrefix(by, ":")):
		return captionBy, true
	}
	return noCaption, false
}

// findCaption finds the first caption within t, behind its start; 0 when there
// is none. Only captions with a colon count there, and E.O. with a number.
func findCaption(t string) int {
	at := 0
	for i := strings.IndexByte(t, ':'); i > 0; {
		if p := captionBefore(t, i); p > 0 {
			at = p
			break
		}
		j := strings.IndexByte(t[i+1:], ':')
		if j < 0 {
			break
		}
		i += 1 + j
	}
	limit := t
	if at > 0 {
		limit = t[:at]
	}
	if i := strings.Index(limit, "E.O. 1"); i > 0 {
		at, limit = i, t[:i]
	}
	return at
}

// captionBefore gives the start of the caption that ends at the colon i of t,
// also when it is glued to the word before; 0 when there is none.
func captionBefore(t string, i int) int {
	e := i
	for e > 0 && t[e-1] == ' ' {
		e--
	}
	if strings.HasSuffix(t[:e], "(S)") {
		e -= 3
	}
	for _, c := range [...]string{"TAGS", "SUBJECT", "SUBJ", "REF", "REFS", "REFTEL", "REFTELS", "REFERENCE", "CLASSIFIED BY"} {
		p := e - len(c)
		if p <= 0 || t[p] != c[0] && t[p] != c[0]|0x20 || !hasFold(t[p:e], c) {
			continue
		}
		switch b := t[p-1]; {
		case !isAlpha(b):
			return p
		case c[0] != 'R' && (isUpper(b) && isUpper(t[p+1]) || isLower(b) && isUpper(t[p])):
			return p // glued to the word before
		}
	}
	return 0
}

// captions reads the blocks between the classification line and the body, in
// whatever order they stand, and gives the body.
func (r *reader) captions(lines []line) []line {
	var seen [captionBy + 1]bool
	attention := false // the line before was one
	for i := 0; i < len(lines); {
		t := trim(lines[i].text)
		if t == "" {
			attention = false
			i++
			continue
		}
		if n := r.notice(lines[i:]); n > 0 {
			i += n
			continue
		}
		k, strong := captionAt(t)
		if k == noCaption {
			if n, _, rest := paragraphNumber(t); n == 1 {
				if k, _ = captionAt(rest); k == captionBy { // QUIRK: 1. (U) CLASSIFIED BY …
					lines[i].text = rest
					continue
				}
				return lines[i:]
			}
			if _, rest := marking(t); len(rest) < len(t) {
				if k, _ := captionAt(rest); k != noCaption { // (U) Classified by …
					lines[i].text = rest
					continue
				}
			}
			if label, rest := refLabel(t); label != "" { // QUIRK: the first label before the word REF
				lines[i].text = "REF: " + label + " " + rest
				continue
			}
			if p := findCaption(t); p > 0 {
				attention = r.loose(trim(t[:p]), lines[i].num, attention, seen[captionOrder] || seen[captionTags])
				lines[i].text = t[p:]
				continue
			}
		}
		next := r.nextCaption(lines, i, seen[captionSubject])
		if k == noCaption || !strong && next >= 0 && r.strongLater(lines[next:], k) {
			if next < 0 && (seen[captionSubject] || seen[captionTags] || seen[captionRef] || seen[captionOrder] || startsBody(t)) {
				return lines[i:]
			}
			attention = r.loose(t, lines[i].num, attention, seen[captionTags])
			i++
			continue
		}
		seen[k] = true
		if m := spaced(t, "SUBJECT"); k == captionSubject && m > 7 {
			lines[i].text = "SUBJECT" + t[m:]
		}
		end := len(lines)
		if next >= 0 {
			end = next
			if p := findCaption(lines[next].text); next == i && p > 0 || p > 0 && !captionStarts(lines[next].text) {
				// The caption stands within the line: its head is ours.
				head, tail := lines[next], line{lines[next].text[p:], lines[next].num}
				head.text = trimEnd(head.text[:p])
				block := append(append(make([]line, 0, next-i+1), lines[i:next]...), head)
				rest := r.block(k, block)
				for _, l := range rest {
					if t := trim(l.text); t != "" {
						r.loose(t, l.num, false, true)
					}
				}
				lines[next] = tail
				i = next
				continue
			}
		}
		rest := r.block(k, lines[i:end])
		if len(rest) >= end-i && rest[0].text == lines[i].text { // nothing was taken
			rest = rest[1:]
		}
		copy(lines[end-len(rest):end], rest)
		i = end - len(rest)
	}
	return nil
}

// refLabel reads a label with the caption REF behind it, A. REF: STATE 1, and
// what follows the caption; the label is empty when t is nothing of the kind.
func refLabel(t string) (label, rest string) {
	w, rest := word(t)
	if len(w) < 2 || len(w) > 3 || len(rest) < 4 || isAlnum(w[len(w)-1]) {
		return "", ""
	}
	k, strong := captionAt(trim(rest))
	if i := strings.IndexByte(rest, ':'); k == captionRef && strong && i > 0 {
		return w, trim(rest[i+1:])
	}
	return "", ""
}

// captionStarts reports whether the line begins with a caption.
func captionStarts(text string) bool {
	t := trim(text)
	if k, _ := captionAt(t); k != noCaption {
		return true
	}
	if _, rest := marking(t); len(rest) < len(t) {
		k, _ := captionAt(rest)
		return k != noCaption
	}
	label, _ := refLabel(t)
	return label != ""
}

// block reads one caption block and gives what is not its own.
func (r *reader) block(k captionKind, block []line) []line {
	switch k {
	case captionOrder:
		return r.order(block)
	case captionTags:
		return r.tags(block)
	case captionSubject:
		if r.c.Subject != "" {
			r.diag(block[0].num, cable.Info, codeCaptionAgain, "second SUBJECT; the first is kept")
			return block[1:]
		}
		return r.subject(block)
	case captionRef:
		return r.references(block)
	default:
		return r.classifiedBy(block)
	}
}

// nextCaption finds the next line, from i on, with a caption at its start, or
// within it (also within i itself); -1 when the body begins before. Once the
// subject is known it looks less far: captions are close together.
func (r *reader) nextCaption(lines []line, i int, subject bool) int {
	reach := 40
	if subject {
		reach = 15
	}
	for j := i; j < len(lines) && reach > 0; j++ {
		t := trim(lines[j].text)
		if t == "" {
			continue
		}
		reach--
		if j > i {
			if captionStarts(t) {
				return j
			}
			if n, _, rest := paragraphNumber(t); n == 1 {
				if k, _ := captionAt(rest); k == captionBy {
					return j
				}
				return -1
			}
			if startsBody(t) || r.isNotice(t) {
				return -1
			}
		}
		if findCaption(t) > 0 {
			return j
		}
	}
	return -1
}

// strongLater reports whether a caption of kind k that leaves no doubt begins
// one of the first lines.
func (r *reader) strongLater(lines []line, k captionKind) bool {
	for i := range lines[:min(len(lines), 20)] {
		if l, strong := captionAt(trim(lines[i].text)); l == k && strong {
			return true
		}
	}
	return false
}

// startsBody reports whether t is surely a line of the body: a summary marker.
func startsBody(t string) bool {
	return hasFold(t, "SUMMARY") || hasFold(t, "(U) SUMMARY")
}

// notice reads a correction notice and gives its lines. Caption words in it
// are no captions.
func (r *reader) notice(lines []line) int {
	t := trim(lines[0].text)
	if !r.isNotice(t) {
		return 0
	}
	r.c.CorrectedCopy = true
	open := 0
	for i, l := range lines {
		t := trim(l.text)
		open += strings.Count(t, "(") - strings.Count(t, ")")
		if open <= 0 || i > 4 || i+1 < len(lines) && blank(lines[i+1].text) {
			return i + 1
		}
	}
	return len(lines)
}

// isNotice reports whether t says that this is a corrected copy.
func (r *reader) isNotice(t string) bool {
	i := strings.IndexByte(t, 'C')
	if i < 0 || i > 12 {
		return false
	}
	t = t[i:]
	return spaced(t, "CORRECTEDCOPY") > 0 || hasAny(t, "CORRECTED C", "CORRECTED CABLE", "CORRECTION ", "CORRECTED VERSION") || hasFold(t, "CORRECTED COPY")
}

// loose reads a line that belongs to no caption block: captions, attention and
// pass lines. attention says that the line before was one of the latter.
func (r *reader) loose(t string, num int, attention, late bool) bool {
	if t == "" {
		return attention
	}
	rest, any := t, false
	if !upperLine(t) && captionLine(t) {
		rest = strings.ToUpper(t)
	}
	for {
		rest = strings.TrimLeft(rest, " /,;-.()*")
		c, n := captionWord(rest)
		if n == 0 {
			break
		}
		r.addCaption(c)
		any = true
		if strings.HasSuffix(c, " FOR") {
			break
		}
		rest = rest[n:]
	}
	if rest == "" {
		return false
	}
	if _, n := classWord(rest); n == len(rest) {
		return false
	}
	if addressed(t) {
		r.c.Attention = append(r.c.Attention, squeeze(t))
		return true
	}
	if attention && !any {
		last := len(r.c.Attention) - 1
		r.c.Attention[last] += " " + squeeze(t)
		return true
	}
	if !isRule(t) {
		r.diag(num, cable.Info, codeLineUnread, "line between the captions not understood: %s", t)
	}
	return false
}

// addressed reports whether t is an attention or pass line.
func addressed(t string) bool {
	for rest, i := t, 0; rest != "" && i < 6; i++ {
		var w string
		w, rest = word(rest)
		switch strings.ToUpper(strings.TrimRight(w, ":,")) {
		case "FOR", "PASS", "DELIVER", "ATTN", "ATTENTION", "INFO", "EYES":
			return true
		}
	}
	return false
}
