package acp127

import (
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// A dtg is what FL5 says.
type dtg struct {
	action, info cable.Precedence
	time         time.Time // zero when it cannot be read
	year         int
	rest         string
}

var months = [...]string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}

// month reads the month at the start of s, in three letters or in full, and
// gives its length.
func month(s string) (time.Month, int) {
	if len(s) < 3 {
		return 0, 0
	}
	for i, m := range months {
		if hasFold(s, m) || m[1] == 'O' && s[1] == '0' && s[0] == m[0] && s[2] == m[2] || m[0] == 'O' && s[0] == '0' && s[1:3] == m[1:] {
			n := 3
			for n < len(s) && isAlpha(s[n]) {
				n++
			}
			return time.Month(i + 1), n
		}
	}
	return 0, 0
}

// isFL5 reports whether t has the shape of a precedence and a date-time group,
// perhaps damaged.
func isFL5(t string) bool {
	d := parseDTG(t)
	return !d.time.IsZero() || d.action != "" && d.year != 0
}

// parseDTG reads a line such as "O P 141230Z MAR 08". A year without a time
// comes from a damaged one.
func parseDTG(t string) (d dtg) {
	s := t
	for i := 0; i < 2; i++ {
		w, rest := word(s)
		if len(w) == 2 && w[0] == w[1] && !isDigit(w[0]) {
			w = w[:1]
		}
		if len(w) != 1 || w == "0" && i > 0 {
			break
		}
		p := prosign(upper(w[0]))
		if p == "" {
			break
		}
		if i == 0 {
			d.action = p
		} else {
			d.info = p
		}
		s = rest
	}
	s = trim(s)
	// Day, hour and minute: six digits, O read as zero.
	var group [6]int
	n, i := 0, 0
	for i < len(s) && n < 6 {
		c := s[i]
		if c == 'O' {
			c = '0'
		}
		if n == 2 && (c == ' ' || c == '/') && i+4 < len(s) && digits(s[i+1:i+5]) { // QUIRK: 22 0035Z
			i++
			c = s[i]
		}
		if !isDigit(c) {
			break
		}
		group[n] = int(c - '0')
		n++
		i++
	}
	good := n == 6 && (i == len(s) || !isDigit(s[i]))
	if !good { // line noise: go on behind the word
		if w, _ := word(s); d.action == "" || len(w) < 4 || len(w) > 9 || n == 0 {
			return d
		}
		i = strings.IndexByte(s+" ", ' ')
	}
	s = strings.TrimLeft(s[i:], " ")
	if hasFold(s, "Z") {
		s = strings.TrimLeft(s[1:], " ")
	}
	m, w := month(s)
	if m == 0 {
		d.rest = s
		return d
	}
	s = strings.TrimLeft(s[w:], " '")
	j := 0
	for j < len(s) && j < 4 && (isDigit(s[j]) || s[j] == 'O') {
		j++
	}
	switch y, _ := number(s[:j]); j {
	case 2:
		d.year = century(y)
	case 4:
		d.year = y
	}
	d.rest = s[j:]
	if !good || d.year == 0 {
		return d
	}
	day, hour, minute := group[0]*10+group[1], group[2]*10+group[3], group[4]*10+group[5]
	tm := time.Date(d.year, m, day, hour, minute, 0, 0, time.UTC)
	if hour < 24 && minute < 60 && tm.Day() == day {
		d.time = tm
	}
	return d
}

// century makes a year of two digits one of four: 66 to 99 are 19xx.
func century(y int) int {
	if y >= 66 {
		return 1900 + y
	}
	return 2000 + y
}
