package acp127

import (
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// order reads the executive-order line. It may be broken over lines where its
// date is not complete yet; lines that are not its own are returned.
func (r *reader) order(block []line) []line {
	if len(block) == 0 {
		return nil
	}
	first := trim(block[0].text)
	n := afterOrder(first)
	if k := spoiltOrder(first); k > n {
		n = k
	}
	text, used := first, 1
	for used < len(block) && used < 4 {
		next := trim(block[used].text)
		if next == "" && dateWanted(text[n:]) && used+1 < len(block) && used == 1 {
			if t := trim(block[used+1].text); t != "" && isDigit(t[0]) {
				used++
				continue
			}
		}
		joined, ok := continuesOrder(text, text[n:], next)
		if !ok {
			break
		}
		text = joined
		used++
	}
	number, end := orderFigures(text[n:])
	o := r.newOrder()
	*o = cable.Order{Order: number, Text: squeeze(strings.TrimLeft(text[n+end:], " :;.,-)"))}
	if o.Text == "" {
		o.Text = squeeze(text[n:]) // the number alone
	}
	if o.Order == "" {
		r.diag(block[0].num, cable.Info, codeOrderNumber, "no number of an executive order")
	} else if known := knownOrder(o.Order); known != o.Order {
		r.diag(block[0].num, cable.Warning, codeOrderNumber, "executive order %s read as %s", o.Order, known)
		o.Order = known
	}
	if rest := text[n+end:]; end > 0 && rest != "" && isAlnum(rest[0]) {
		glued, _ := word(text[n:])
		r.diag(block[0].num, cable.Info, codeOrderNumber, "the number of the order is glued to what is behind it: %s", glued)
	}
	o.DeclassifyOn = r.declassifyOn(block[0].num, o.Order, text[n+end:])
	for i := n + end; i < len(text); i++ { // QUIRK: E.O. 12958: CLASSIFIED BY JANE DOE. DECL: 1/1/2016
		if upper(text[i]) == 'C' && !isAlpha(text[i-1]) && surelyClassifiedBy(text[i:], nil) {
			k, _ := classifiedByCaption(text[i:])
			r.addClassifier(block[0].num, field{text: []byte(text[i+k:])})
			break
		}
	}
	if r.c.ExecutiveOrder == nil {
		r.c.ExecutiveOrder = o
	} else {
		r.diag(block[0].num, cable.Warning, codeOrderRepeated, "a second executive-order line is not used: %s", o.Text)
	}
	return block[used:]
}

// newOrder gives room for an order: the first one's is beside the cable.
func (r *reader) newOrder() *cable.Order {
	if r.parsed == nil || r.c.ExecutiveOrder != nil {
		return new(cable.Order)
	}
	return &r.parsed.order
}

// afterOrder gives the length of the caption E.O. at the start of s, with the
// blanks and marks behind it: E.O., EO, E.0., E. O., EXECUTIVE ORDER.
func afterOrder(s string) int {
	n := 0
	switch {
	case hasFold(s, "EXECUTIVE ORDER"):
		n = len("EXECUTIVE ORDER")
	case len(s) > 1 && (upper(s[0]) == 'E' || s[0] == '3'):
		n = 1
		for n < len(s) && strings.IndexByte(" .,:", s[n]) >= 0 {
			n++
		}
		if n == len(s) || upper(s[n]) != 'O' && s[n] != '0' || n+1 < len(s) && isAlpha(s[n+1]) || yearAt(s[n:]) {
			return 0
		}
		n++
	default:
		return 0
	}
	for n < len(s) && strings.IndexByte(" .,:;-", s[n]) >= 0 {
		n++
	}
	return n
}

// spoiltOrder gives where the number of an order on classification starts in s,
// when E.O. before it is spoilt: X.O. 12958:, E.OQ 12958:, .EO. 12958:. What is
// behind the number must leave no doubt.
func spoiltOrder(s string) int {
	letters, points := 0, 0
	for i := 0; i < len(s) && i < 7; i++ {
		switch c := s[i]; {
		case c == '.':
			points++
		case c == '1' && i > 1:
			if letters > 3 || points == 0 || !orderNumber(s[i:]) {
				return 0
			}
			rest := strings.TrimLeft(s[i+5:], " ")
			if rest == "" || strings.IndexByte(":;", rest[0]) < 0 && !foldPrefixAny(rest, "DECL", "N/A") {
				return 0
			}
			return i
		case c != ' ' && c != ',':
			letters++
		}
	}
	return 0
}

// orderFigures reads the number at the start of s and says where it ends. O and
// l are read as figures.
func orderFigures(s string) (number string, end int) {
	b := make([]byte, 0, 8)
	i := 0
	for i < len(s) {
		c := s[i]
		switch {
		case isDigit(c):
		case (c == 'O' || c == 'o') && len(b) > 0:
			c = '0'
		case (c == 'l' || c == 'I') && (len(b) > 0 || i+1 < len(s) && isDigit(s[i+1])):
			c = '1'
		case (c == ',' || c == ' ') && len(b) == 2 && i+3 < len(s) && digits(s[i+1:i+4]) && knownOrder(string(b)+s[i+1:i+4]) == string(b)+s[i+1:i+4]:
			i++ // QUIRK: 12,958 or 12 958
			continue
		default:
			c = 0
		}
		if c == 0 {
			break
		}
		b = append(b, c)
		i++
	}
	if len(b) < 4 || len(b) > 6 || i < len(s) && s[i] == '/' {
		return "", 0
	}
	return string(b), i
}

// orders are the executive orders on classification, 1953 to 2009.
var orders = [...]string{"10501", "11652", "12065", "12356", "12958", "13292", "13526"}

// knownOrder gives the order of the list that number is, or is nearly: one
// figure changed, lost, added or moved. Otherwise it gives number back.
func knownOrder(number string) string {
	found := ""
	for _, o := range orders {
		if o == number {
			return o
		}
		if near(o, number) {
			if found != "" {
				return number
			}
			found = o
		}
	}
	if found == "" {
		return number
	}
	return found
}

// dateWanted reports whether the text of an order line ends before its date does.
func dateWanted(s string) bool {
	s = strings.TrimRight(s, " ")
	if s == "" || strings.IndexByte(":/,-(", s[len(s)-1]) >= 0 {
		return true
	}
	_, w := lastWord(s)
	return foldAny(w, "DECL", "ON", "DECLASSIFY", "DECLAS", "OF", "DNG", "GDS") || monthOf(strings.TrimRight(w, ".")) > 0
}

// continuesOrder joins next to the order line text, whose value is s, if the
// line goes on there.
func continuesOrder(text, s, next string) (joined string, ok bool) {
	if next == "" {
		return "", false
	}
	last := text[len(text)-1]
	figures := trailingDigits(s)
	lead := 0
	for lead < len(next) && isDigit(next[lead]) {
		lead++
	}
	_, end := orderFigures(s)
	complete := !findDate(s[end:]).none()
	switch {
	case lead > 0 && (last == '/' || last == '-' && figures == 0 && !complete):
		return text + next, true
	case lead > 0 && figures > 0 && lead == len(next) && lead+figures <= 4 && len(s) > figures && s[len(s)-figures-1] == '/':
		return text + next, true // 11/22/20 and 16
	case next[0] == '/' && figures > 0 && !complete:
		return text + next, true
	case !complete && dateWanted(s) && (lead > 0 || monthOf(firstLetters(next)) > 0 || foldPrefixAny(next, "DECL", "OADR", "X", "N/A", "GDS")):
		return text + " " + next, true
	case !complete && figures > 0 && end < len(s) && monthOf(firstLetters(next)) > 0: // 22 and NOV 2016
		return text + " " + next, true
	case !complete && figures > 0 && figures <= 2 && lead == 4 && lead == len(next): // NOVEMBER 22 and 2016
		return text + " " + next, true
	case strings.Count(s, "(") > strings.Count(s, ")") && strings.IndexByte(next, ')') >= 0 && strings.IndexByte(next, ':') < 0:
		return text + " " + next, true
	case foldPrefixAny(next, "DECL:", "DECL ", "DECLASSIFY ON"):
		return text + " " + next, true
	}
	return "", false
}

func trailingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[len(s)-1-n]) {
		n++
	}
	return n
}

func firstLetters(s string) string {
	n := 0
	for n < len(s) && isAlpha(s[n]) {
		n++
	}
	return s[:n]
}

// declassifyOn reads the date in the value of an order line, as YYYY-MM-DD; ""
// where it names none, or none that exists.
func (r *reader) declassifyOn(num int, order, s string) string {
	d := findDate(s)
	if d.none() {
		if d.odd {
			r.diag(num, cable.Warning, codeDateOdd, "no date to declassify on can be read from %q", squeeze(s))
		}
		return ""
	}
	y := d.year
	if d.short {
		y = r.century(order, d)
	}
	if !validDate(y, d.month, d.day) {
		r.diag(num, cable.Warning, codeDateOdd, "the date to declassify on is impossible in %q", squeeze(s))
		return ""
	}
	return r.isoDate(y, d.month, d.day)
}

// century gives the full year of a date with two figures: 20YY under E.O. 12958
// and later orders; before, the one that puts the date after the cable's own.
func (r *reader) century(order string, d date) int {
	switch {
	case order >= "12958" && len(order) == 5, order == "" && r.year >= 1995:
		return 2000 + d.year
	}
	own := r.c.DateTimeGroup
	if own.IsZero() {
		own, _ = time.Parse(time.DateOnly, r.c.Date)
	}
	if own.IsZero() && r.year > 0 {
		own = time.Date(r.year, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if !own.IsZero() && !time.Date(1900+d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).After(own) {
		return 2000 + d.year
	}
	return 1900 + d.year
}
