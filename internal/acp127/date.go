package acp127

import "strings"

// A date is a day as operators typed it. short marks a year of two figures. A
// date that is none has month zero; odd then says that something like a date
// stood there.
type date struct {
	year, month, day int
	short, odd       bool
}

func (d date) none() bool { return d.month == 0 }

var monthNames = [...]string{"JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"}

// monthOf gives the number of the month w: in full, cut to three letters or more,
// or with one letter wrong in four or more; 0 for no month. Zero reads as O.
func monthOf(w string) int {
	if len(w) < 3 || len(w) > 10 {
		return 0
	}
	var buf [10]byte
	b := buf[:0]
	for i := 0; i < len(w); i++ {
		c := upper(w[i])
		if c == '0' {
			c = 'O'
		}
		if !isUpper(c) {
			return 0
		}
		b = append(b, c)
	}
	for i, m := range monthNames {
		if len(b) <= len(m) && m[:len(b)] == string(b) {
			return i + 1
		}
	}
	if string(b) == "SEPT" {
		return 9
	}
	if len(b) < 4 {
		return 0
	}
	for i, m := range monthNames {
		if len(m) > 4 && near(m, string(b)) {
			return i + 1
		}
	}
	return 0
}

func validDate(y, m, d int) bool {
	if y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		days = 29
	}
	return d <= days
}

// isoDate writes a date as YYYY-MM-DD.
func (r *reader) isoDate(y, m, d int) string {
	digit := func(n int) byte { return byte('0' + n%10) }
	return r.short([]byte{
		digit(y / 1000), digit(y / 100), digit(y / 10), digit(y), '-', digit(m / 10), digit(m), '-', digit(d / 10), digit(d),
	})
}

// findDate finds the first date in the value of an order line, behind DECL where
// that stands: m/d/y, y/m/d, day month year, month day year.
func findDate(s string) date {
	for i := 0; i+4 <= len(s); i++ {
		if upper(s[i]) == 'D' && hasFold(s[i:], "DECL") {
			if d := findDate(s[i+4:]); !d.none() || d.odd {
				return d
			}
			break
		}
	}
	odd := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		first := i == 0 || !isAlnum(s[i-1])
		switch {
		case isDigit(c) && i > 3 && hasFold(s[i-4:], "RDS-"): // the paragraph of the order that exempts
		case isDigit(c) && (first || !isDigit(s[i-1]) && !is25X(s, i)):
			d := numericDate(s[i:])
			if d.none() {
				d2 := dayMonth(s[i:])
				d2.odd = d2.odd || d.odd
				d = d2
			}
			if !d.none() {
				return d
			}
			odd = odd || d.odd
			for i+1 < len(s) && isDigit(s[i+1]) {
				i++
			}
		case first && (c == 'l' || c == 'I' || c == 'O') && i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '/'):
			if d := numericDate(s[i:]); !d.none() { // QUIRK: l2/06/2017
				return d
			}
		case isAlpha(c) && first:
			if d := monthDay(s[i:]); !d.none() {
				return d
			} else if d.odd {
				odd = true
			}
		}
	}
	return date{odd: odd}
}

// is25X reports whether the figure at i belongs to an exemption such as X1 or 25X1.
func is25X(s string, i int) bool { return upper(s[i-1]) == 'X' && (i < 2 || !isAlpha(s[i-2])) }

// dateFigures reads the number at the start of s, at most eight figures, with O for
// zero and l for one, and says how long it is.
func dateFigures(s string) (n, length int) {
	for length < len(s) && length < 9 {
		c := s[length]
		switch {
		case isDigit(c):
		case (c == 'O' || c == 'o') && length+1 < len(s) && (isDigit(s[length+1]) || s[length+1] == '/'), (c == 'O' || c == 'o') && length > 0 && length+1 == len(s):
			c = '0'
		case (c == 'l' || c == 'I') && length+1 < len(s) && (isDigit(s[length+1]) || s[length+1] == '/'):
			c = '1'
		default:
			return n, length
		}
		n = n*10 + int(c-'0')
		length++
	}
	return n, length
}

// separator skips what stands between the parts of a date in figures: one mark,
// and blanks around it.
func separator(s string) (length int, ok bool) {
	i := 0
	for i < len(s) && s[i] == ' ' {
		i++
	}
	for i < len(s) && strings.IndexByte("/-.\\,", s[i]) >= 0 {
		i, ok = i+1, true
	}
	if !ok {
		return 0, false
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i, true
}

// numericDate reads m/d/y or y/m/d at the start of s, or eight figures.
func numericDate(s string) date {
	a, n := dateFigures(s)
	if n == 8 {
		if d := (date{year: a / 10000, month: a / 100 % 100, day: a % 100}); validDate(d.year, d.month, d.day) {
			return d
		}
		if d := (date{year: a % 10000, month: a / 1000000, day: a / 10000 % 100}); validDate(d.year, d.month, d.day) {
			return d
		}
		return date{odd: true}
	}
	k, ok := separator(s[n:])
	if !ok || n == 0 {
		return date{}
	}
	i := n + k
	b, m := dateFigures(s[i:])
	if m == 0 || m > 2 {
		// QUIRK: 11/222016, a separator lost
		return date{odd: m == 6 && s[n] == '/'}
	}
	k, ok = separator(s[i+m:])
	if !ok {
		return date{odd: s[n] == '/' && a > 0}
	}
	i += m + k
	c, o := dateFigures(s[i:])
	if rest := s[i+o:]; o == 2 && (c == 19 || c == 20) && len(rest) > 2 && rest[0] == ' ' && digits(rest[1:3]) && (len(rest) == 3 || !isAlnum(rest[3]) && rest[3] != '/') {
		c, o = c*100+int(rest[1]-'0')*10+int(rest[2]-'0'), 4 // QUIRK: 06/12/20 17
	}
	switch {
	case o == 0:
		return date{odd: true}
	case n == 4 && o <= 2:
		return checked(date{year: a, month: b, day: c})
	case n > 2 || o == 3 || o > 4:
		return date{odd: true}
	case o == 4:
		return checked(date{year: c, month: a, day: b})
	case o == 1 && a <= 31:
		return date{odd: true}
	case a >= 1 && a <= 12:
		return checked(date{year: c, month: a, day: b, short: true})
	}
	return checked(date{year: a, month: b, day: c, short: true})
}

// checked gives d back if it can be a day of some year.
func checked(d date) date {
	y := d.year
	if d.short {
		y = 2000 // a leap year: what is wrong with the full year shows later
	}
	if !validDate(y, d.month, d.day) {
		return date{odd: true}
	}
	return d
}

// dayMonth reads day, month and year at the start of s: 22 NOV 2016, 22NOV16.
func dayMonth(s string) date {
	day, n := dateFigures(s)
	if n == 0 || n > 2 {
		return date{}
	}
	i := n
	if foldPrefixAny(s[i:], "ST", "ND", "RD", "TH") {
		i += 2
	}
	i += gap(s[i:])
	if hasFold(s[i:], "OF ") {
		i += 3
	}
	w := monthLetters(s[i:])
	m := monthOf(w)
	if m == 0 {
		return date{}
	}
	i += len(w)
	return withYear(day, m, s[i+gap(s[i:]):])
}

// monthDay reads month, day and year at the start of s: NOVEMBER 22, 2016.
func monthDay(s string) date {
	w := monthLetters(s)
	m := monthOf(w)
	if m == 0 {
		return date{}
	}
	i := len(w)
	i += gap(s[i:])
	day, n := dateFigures(s[i:])
	if n == 6 { // NOVEMBER 222016
		return checked(date{year: day % 10000, month: m, day: day / 10000})
	}
	if n == 0 || n > 2 {
		return date{odd: n > 0}
	}
	i += n
	if foldPrefixAny(s[i:], "ST", "ND", "RD", "TH") {
		i += 2
	}
	return withYear(day, m, s[i+gap(s[i:]):])
}

func withYear(day, month int, s string) date {
	s = strings.TrimLeft(s, "'’")
	y, n := dateFigures(s)
	if n != 2 && n != 4 {
		return date{odd: true}
	}
	return checked(date{year: y, month: month, day: day, short: n == 2})
}

// gap gives the length of blanks, points, commas and hyphens at the start of s.
func gap(s string) int {
	n := 0
	for n < len(s) && strings.IndexByte(" .,-/", s[n]) >= 0 {
		n++
	}
	return n
}

// monthLetters cuts the letters of a month off the start of s, zero for O among them.
func monthLetters(s string) string {
	n := 0
	for n < len(s) && (isAlpha(s[n]) || s[n] == '0' && n < 2 && n+1 < len(s) && isAlpha(s[n+1])) {
		n++
	}
	return s[:n]
}
