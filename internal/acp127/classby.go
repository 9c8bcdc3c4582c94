package acp127

import (
	"strings"
	"unicode/utf8"

	"cablefeed/internal/cable"
)

// classifiedBy reads the classification authority from the block of its
// caption. A field that names nobody gives way to the next caption's.
func (r *reader) classifiedBy(block []line) []line {
	for len(block) > 0 {
		f := readField(block)
		r.addClassifier(block[0].num, f)
		block = f.rest
		if f.again {
			continue
		}
		break
	}
	return block
}

func (r *reader) addClassifier(num int, f field) {
	text := squeeze(string(f.text))
	if o := r.c.ExecutiveOrder; o != nil && o.DeclassifyOn == "" && strings.TrimRight(o.Text, " :;.,-") == o.Order {
		o.DeclassifyOn = r.declassifyIn(num, o.Order, text)
	}
	old := r.c.ClassifiedBy
	k := new(cable.ClassifiedBy)
	if r.parsed != nil && old == nil {
		k = &r.parsed.classifiedBy
	}
	*k = cable.ClassifiedBy{Text: text, Reasons: reasons(text[:min(len(text), fieldBytes)])}
	k.Name, k.Title = authority(text[:min(len(text), fieldBytes)])
	switch {
	case old == nil:
		r.c.ClassifiedBy = k
	case old.Name == "" && k.Name != "":
		if len(k.Reasons) == 0 {
			k.Reasons = old.Reasons
		}
		r.c.ClassifiedBy = k
		r.diag(num, cable.Info, codeClassifierRepeated, "the first classification authority names nobody: %q", clip(old.Text))
	case text != "" && text != old.Text:
		if len(old.Reasons) == 0 {
			old.Reasons = k.Reasons
		}
		r.diag(num, cable.Info, codeClassifierRepeated, "a second classification authority is not used: %q", text)
	}
	if k.Name == "" && r.c.ClassifiedBy == k {
		r.diag(num, cable.Info, codeClassifierUnnamed, "the classification authority names nobody: %q", clip(text))
	}
}

// declassifyIn reads the date behind DECL in an authority, where the line of the
// order has none.
func (r *reader) declassifyIn(num int, order, text string) string {
	for i := 0; i+4 < len(text); i++ {
		if upper(text[i]) == 'D' && hasFold(text[i:], "DECL") {
			return r.declassifyOn(num, order, text[i:])
		}
	}
	return ""
}

// A field is what stands behind one caption CLASSIFIED BY.
type field struct {
	text  []byte
	rest  []line
	again bool // rest starts with the same caption
}

// The column to which State's terminals filled the field, and the shortest line
// that may be cut within a word.
const fillColumn = 69

// fieldLines and fieldBytes are the most of a field that is read: what runs on
// is a body.
const (
	fieldLines = 12
	fieldBytes = 2000
)

func readField(block []line) (f field) {
	f.text = make([]byte, 0, 192)
	width := 0
	for i := 0; i < len(block); i++ {
		raw := block[i].text
		text := trim(raw)
		if i == 0 {
			text = afterClassifiedBy(text)
		}
		if text == "" {
			if len(f.text) == 0 && i < 3 || fieldGoesOn(f.text, block[i+1:]) {
				width = 0
				continue
			}
			if next, ok := pastPageGap(block, i); ok {
				i = next - 1
				continue
			}
			f.rest = block[i:]
			return f
		}
		if i > 0 {
			if n, _ := classifiedByCaption(text); n > 0 && len(f.text) > 0 {
				f.rest, f.again = block[i:], true
				return f
			}
			if i >= fieldLines || fieldEnds(f.text, text) {
				f.rest = block[i:]
				return f
			}
		}
		n := paragraphWithin(text)
		own := text[:n]
		switch {
		case len(f.text) == 0:
			f.text = append(f.text, own...)
		case width < fillColumn || raw[0] == ' ':
			f.text = joinLine(f.text, own)
		default:
			f.text = joinCut(f.text, own)
		}
		if n < len(text) {
			f.rest = append([]line{{text[n:], block[i].num}}, block[i+1:]...)
			return f
		}
		width = utf8.RuneCountInString(raw)
	}
	return f
}

// afterClassifiedBy takes the caption off its line, and the number, marking or
// rule before it; a caption that is repeated at once too.
func afterClassifiedBy(s string) string {
	t := s
	for range 3 {
		t = strings.TrimLeft(t, " *-_=¶")
		if n := markLen(t); n > 0 {
			t = t[n:]
		} else if _, n, _ := paragraphStart(t); n > 0 {
			t = t[n:]
		}
		t = strings.TrimLeft(t, " (")
		n, _ := classifiedByCaption(t)
		if n == 0 {
			break
		}
		s, t = t[n:], t[n:]
	}
	if len(s) == len(t) {
		return strings.TrimLeft(s, " :;.-")
	}
	if i := strings.IndexByte(s, ':'); i >= 0 && i < 20 {
		return strings.TrimLeft(s[i:], " :")
	}
	return s
}

// fieldGoesOn reports whether the field goes on behind a blank line with its reason.
func fieldGoesOn(text []byte, next []line) bool {
	if len(next) == 0 || len(text) == 0 || len(text) > fieldBytes || reasonStart(string(text)) < len(text) {
		return false
	}
	return foldPrefixAny(trim(next[0].text), "REASON", "FOR REASON")
}

// fieldEnds reports whether the line s, behind text, is not part of the field.
func fieldEnds(text []byte, s string) bool {
	if isRule(s) || summaryEndsTitle(strings.TrimLeft(s, "*-=_~#([ "), nil) || isClassLine(s) || caveats(s) || caveatSentence(s) > 0 || actionRequest(s) > 0 {
		return true
	}
	if n := markLen(s); n > 0 {
		return n > 3 || !openReason(text)
	}
	if n, length, marked := paragraphStart(s); n == 1 && (marked || length < len(s) && isAlpha(s[length])) || n > 0 && marked && s[0] != '(' {
		return true
	}
	if n, certain := refCaption(s); n > 0 && (certain || citation(s[n:])) {
		return true
	}
	if foldPrefixAny(s, "DECL", "DERIVED", "REASON", "E.O", "EO") {
		return false
	}
	head := strings.TrimRight(s, "*-=_~#:.) ")
	return otherCaption(s) || foldAny(head, "INTRODUCTION", "BACKGROUND", "COMMENT", "OVERVIEW", "KEY POINTS", "BT", "NNNN")
}

// openReason reports whether text ends within the letters of a reason.
func openReason(text []byte) bool {
	w := wordBefore("", lastBytes(text))
	switch {
	case w == "":
		return false
	case strings.IndexByte(",;&/(", w[len(w)-1]) >= 0, equalFold(w, "AND"), equalFold(w, "OR"):
		return true
	}
	return isDigit(w[len(w)-1])
}

// paragraphWithin gives where the first paragraph starts within the field's
// line s; len(s) where it does not.
func paragraphWithin(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] != '1' && s[i] != 0xc2 || isDigit(s[i-1]) {
			continue
		}
		number, n, marked := paragraphStart(s[i:])
		if number != 1 {
			continue
		}
		switch p := s[i-1]; {
		case marked && (p == ' ' || p == '.' || p == ')' || isAlpha(p)),
			!marked && n < len(s)-i && isAlpha(s[i+n]) && endsSentence(s[:i]):
			return i
		}
	}
	return len(s)
}

// endsSentence reports whether s ends, but for blanks, in a mark that ends a sentence.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, " ")
	return s != "" && strings.IndexByte(".!?)", s[len(s)-1]) >= 0
}

// joinCut joins the line s to b, which may have been cut within a word at the
// fixed column: without a blank, unless the marks or the words say otherwise.
func joinCut(b []byte, s string) []byte {
	last, _ := utf8.DecodeLastRune(b)
	first, _ := utf8.DecodeRuneInString(s)
	switch last {
	case '-', '/', '\'', '’', '(', '[':
		return append(b, s...)
	}
	if last < utf8.RuneSelf && !isAlnum(byte(last)) {
		return append(append(b, ' '), s...)
	}
	left := wordBefore("", lastBytes(b))
	right, rest := word(s)
	initial := len(right) == 2 && right[1] == '.' && !hasFold(trim(rest), "REASON")
	right = strings.TrimRight(right, ".,;:()")
	apart := wordsApart(left, right) || equalFold(right, "FOR") && hasFold(trim(rest), "REASON")
	if !apart && isGiven(left) && (initial || len(right) > 3) && !isGiven(left+right) {
		// The first name of a person, behind a title, is whole.
		_, before := lastWord(lastBytes(b[:len(b)-len(left)]))
		apart = initial || before != "" && (isTitleWord(strings.TrimRight(before, ",:;")) || !isAlnum(before[len(before)-1]))
	}
	if isLowerRune(last) && isUpperRune(first) && !joinsCapital(left) {
		apart = true
	}
	if apart {
		b = append(b, ' ')
	}
	return append(b, s...)
}

// lastBytes gives the end of b, as much as a word may need.
func lastBytes(b []byte) string { return string(b[max(0, len(b)-80):]) }

// wordsApart reports whether left and right are words of their own: left is one
// of a title, or both are given names, and together they are no word.
func wordsApart(left, right string) bool {
	if len(left) < 3 || len(right) < 2 {
		return false
	}
	if isGiven(left) {
		return isGiven(right) && !isGiven(left+right)
	}
	titled := isTitleWord(right) || isGiven(right)
	if !titled && (isLower(right[0]) || !listedTitle(left)) { // Ministe and rio
		return false
	}
	return (len(left) > 4 || titled) && isTitleWord(left) && !isTitleWord(left+right)
}

func isUpperRune(u rune) bool { return u < utf8.RuneSelf && isUpper(byte(u)) }
func isLowerRune(u rune) bool { return u < utf8.RuneSelf && isLower(byte(u)) }

// joinsCapital reports whether a capital may follow w within one word: McDoe, PolCouns.
func joinsCapital(w string) bool {
	for _, x := range [...]string{"Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "Pol", "Econ", "Dep", "Min", "Con", "Emb", "Mil", "Couns"} {
		if strings.HasSuffix(w, x) && (len(w) == len(x) || !isLower(w[len(w)-len(x)-1]) || len(x) > 3 || x == "Pol" || x == "Dep") {
			return true
		}
	}
	return false
}
