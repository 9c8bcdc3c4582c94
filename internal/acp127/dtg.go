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
			if n == 4 && s[3] == 'O' && n < len(s) && isDigit(s[n]) { // MAYO7
				n = 3
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
	s := d.prosigns(t)
	// Day, hour and minute: six digits, O read as zero.
	var group [6]int
	n, i := 0, 0
	for i < len(s) && n < 6 {
		c := s[i]
		switch {
		case c == 'O':
			c = '0'
		case n > 0 && (c == 'I' || c == 'l'):
			c = '1'
		}
		if n == 2 && (c == ' ' || c == '/') && i+4 < len(s) && digits(s[i+1:i+5]) { // QUIRK: 22 0035Z
			i++
			c = s[i]
		} else if (n == 2 || n == 4) && c == ' ' && i+2 < len(s) && digits(s[i+1:i+3]) { // QUIRK: 22 00 35Z
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
		s = strings.TrimLeft(s[1:], " /,.Z")
	}
	m, w := month(s)
	if m == 0 {
		d.rest = s
		return d
	}
	s = strings.TrimLeft(s[w:], " ',.")
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
	d.rest = strings.TrimLeft(s[j:], ".,;")
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

// prosigns reads the precedence that t begins with: O; O P; OO; OP; O/P; the last
// of several is that of the information addressees; or the word, IMMEDIATE. What
// follows is given back.
func (d *dtg) prosigns(t string) string {
	if len(t) > 3 && t[1] == ' ' && isDigit(t[2]) { // nearly all
		if d.action = prosign(upper(t[0])); d.action == "" {
			return t
		}
		return t[2:]
	}
	s := t
	if hasAny(s, "DTG") {
		s = strings.TrimLeft(s[3:], " :")
	}
	for range 3 {
		w, rest := word(s)
		if len(w) > 8 && w[1] == '-' && digits(w[2:8]) { // QUIRK: R-220035Z
			w, rest = w[:1], s[2:]
		} else if len(w) == 2 && w[1] == ':' {
			w = w[:1]
		}
		if len(w) == 7 && digits(w[1:]) || len(w) > 7 && digits(w[1:7]) { // QUIRK: R220035Z
			w, rest = w[:1], s[1:]
		}
		if len(w) > 4 && d.action == "" {
			p := precedenceWord(w)
			if p == "" {
				break
			}
			if d.action = p; p == cable.NiactImmediate {
				if w, after := word(rest); w == "O" || w == "OO" || w == "IMMEDIATE" {
					rest = after
				}
			}
			s = rest
			continue
		}
		if len(w) == 3 && w[1] == '/' {
			w = w[:1] + w[2:]
		}
		if len(w) == 0 || len(w) > 2 || w == "0" && d.action != "" || len(w) == 2 && isDigit(w[1]) {
			break
		}
		first, last := prosign(upper(w[0])), prosign(upper(w[len(w)-1]))
		if first == "" || last == "" {
			break
		}
		if d.action == "" {
			d.action = first
			if last != first {
				d.info = last
			}
		} else {
			d.info = last
		}
		s = rest
	}
	return trim(s)
}

// century makes a year of two digits one of four: 66 to 99 are 19xx.
func century(y int) int {
	if y >= 66 {
		return 1900 + y
	}
	return 2000 + y
}
