package acp127

import (
	"strings"

	"cablefeed/internal/cable"
	"cablefeed/internal/post"
)

// precedenceWords are the precedences as addressees have them, and how they
// are misspelt.
var precedenceWords = [...]struct {
	word       string
	precedence cable.Precedence
}{
	{"IMMEDIATE", cable.Immediate}, {"PRIORITY", cable.Priority}, {"ROUTINE", cable.Routine},
	{"FLASH", cable.Flash}, {"NIACT", cable.NiactImmediate}, {"IMMED", cable.Immediate},
}

// precedenceWord reads a precedence word, also a misspelt one.
func precedenceWord(w string) cable.Precedence {
	if len(w) < 5 || len(w) > 10 {
		return ""
	}
	for _, p := range precedenceWords {
		if w == p.word || len(p.word) > 5 && w[0] == p.word[0] && near(w, p.word) {
			return p.precedence
		}
	}
	return ""
}

// addressee reads [RI/]NAME[ PRECEDENCE][ NUMBER] into the list that is being
// filled. What it returns is a rest that is a line of its own.
func (h *header) addressee(t string, num int) (rest string) {
	if t == "" {
		return ""
	}
	list := *h.list
	if len(list) > 0 { // a name, its precedence or its number cut by the line's end
		last := &list[len(list)-1]
		if len(t) <= 7 && digits(t) && last.Name != "" {
			if last.Number == 0 {
				last.Number, _ = number(t)
			}
			return ""
		}
		if w, after := word(t); w == "IMMEDIATE" && last.Precedence == cable.NiactImmediate && last.Number == 0 && (after == "" || digits(after)) {
			last.Number, _ = number(after)
			return ""
		}
		if last.Precedence == "" && last.Number == 0 && (goesOn(t) || cutName(last, t)) {
			t = last.Name + " " + t
			if last.RoutingIndicator != "" {
				t = last.RoutingIndicator + "/" + t
			}
			*h.list = list[:len(list)-1]
			h.r.changed(num)
		}
	}
	a := cable.Addressee{Delivery: cable.Electronic}
	switch n := indicator(t); {
	case hasAny(t, "ZEN/", "ZEN "):
		a.Delivery = cable.Other
		t = strings.TrimLeft(t[4:], " /")
		if n := indicator(t); n > 0 && n < len(t) && t[n] == '/' {
			a.RoutingIndicator, t = t[:n], trim(t[n+1:])
		}
	case n > 0 && n < len(t) && t[n] == '/':
		a.RoutingIndicator, t = t[:n], trim(t[n+1:])
	case n > 4 && n < len(t) && hasAny(t, "RUE", "RHE", "RUC") && (t[n+1] == '/' || postFromIndicator(t[:n]) != ""):
		// QUIRK: a blank for the slash behind the indicator.
		a.RoutingIndicator, t = t[:n], trim(strings.TrimLeft(t[n:], " /"))
	case n > 0 && n == len(t):
		a.RoutingIndicator = t
	case n == 0 && hasAny(t, "RUE", "RHE", "RUC"):
		// QUIRK: another mark for the slash.
		if n := strings.IndexAny(t, "\\|:;,.-_"); n > 4 && n < 9 && indicator(t[:n]) == n && postFromIndicator(t[:n]) != "" {
			a.RoutingIndicator, t = t[:n], strings.TrimLeft(t[n+1:], " /")
		}
	}
	if i := nextIndicator(t); i > 0 {
		t, rest = t[:i], t[i:]
	}
	if i := strings.Index(t, " INFO "); i > 0 && h.list == &h.r.c.To {
		rest = t[i+1:] + " " + rest
		t = t[:i]
	}
	t = strings.TrimSuffix(trim(t), " AND")
	h.exempt = false
	var excluded string
	if i := strings.Index(t, "XMT"); i >= 0 && (i == 0 || !isAlpha(t[i-1])) && (i+3 == len(t) || !isAlnum(t[i+3])) {
		t, excluded = strings.TrimRight(t[:i], " ,;(/-"), t[i:]
	}
	if i := nextName(t); i > 0 && rest == "" && excluded == "" {
		t, rest = t[:i], strings.TrimLeft(t[i:], " ,;")
	}
	a.Name, a.Precedence, a.Number = ending(t)
	if a.Name == "" && a.RoutingIndicator == "" {
		if excluded != "" {
			h.xmt(excluded)
		}
		return rest
	}
	a.Post = postFromName(a.Name)
	if a.Collective = postCollective(a.Name) || a.Post == "" && collectiveIndicator(a.RoutingIndicator); a.Collective {
		a.Post = ""
	} else if a.Post == "" && a.RoutingIndicator != "" {
		a.Post = postFromIndicator(a.RoutingIndicator)
	}
	*h.list = append(*h.list, a)
	if excluded != "" {
		h.xmt(excluded)
	}
	return rest
}

// goesOn reports whether t goes on with the addressee of the line before.
func goesOn(t string) bool {
	w, _ := word(t)
	return w == "COLLECTIVE" || precedenceWord(w) != "" || digits(t)
}

// cutName reports whether t is the rest of the name of addressee a, cut by the
// line's end: PORT OF and SPAIN 12, USUN and NEW YORK, SECSTATE and WASHDC. A name
// that is one by itself is no rest.
func cutName(a *cable.Addressee, t string) bool {
	if a.Collective || indicator(t) > 0 || hasAny(t, "AM", "ZEN", "XMT", "USMISSION", "ALL ") || len(a.Excluded) > 0 {
		return false
	}
	if hasAny(t, "WASHDC", "WASHINGTON") {
		return !washington(a.Name)
	}
	whole, _, _ := ending(a.Name + " " + t)
	t, _, _ = ending(t)
	own := postFromName(t)
	if named := postFromName(a.Name); named != "" && own != "" || strings.IndexByte(a.Name, ' ') < 0 && a.RoutingIndicator == "" && !post.IsKind(a.Name) {
		return false
	}
	named := postFromName(whole)
	return named != "" && (named != own || post.IsKind(a.Name)) && (a.Post == "" || named == a.Post || postFromName(a.Name) == "")
}

// washington reports whether a name ends with the city of the agencies, behind
// which nothing belongs to the name.
func washington(name string) bool {
	return strings.HasSuffix(name, " WASHDC") || strings.HasSuffix(name, " WASHINGTON DC")
}

// nextName finds a second addressee behind a comma of the line t, AMEMBASSY PARIS,
// AMEMBASSY ROME; 0 when there is none.
func nextName(t string) int {
	for i := 1; i < len(t); i++ {
		switch t[i] {
		case ',', ';':
		case ' ':
			if !hasAny(t[i+1:], "AMEMBASSY ", "AMCONSUL ", "USMISSION ") {
				continue
			}
		default:
			continue
		}
		rest := strings.TrimLeft(t[i:], " ,;")
		kind, place := word(rest)
		if hasAny(rest, "ZEN/") {
			return i
		}
		if place != "" && post.IsKind(kind) {
			if first, _, _ := ending(t[:i]); postFromName(first) != "" {
				return i
			}
		}
	}
	return 0
}

// nextIndicator finds a second RI/NAME on the line t, 0 when there is none.
func nextIndicator(t string) int {
	for i := min(1, len(t)); ; {
		j := strings.Index(t[i:], " R")
		if j < 0 {
			return 0
		}
		i += j + 1
		if n := indicator(t[i:]); n > 4 && i+n < len(t) && t[i+n] == '/' {
			return i
		}
	}
}

// ending takes precedence and number off the end of an addressee.
func ending(t string) (name string, p cable.Precedence, n int) {
	name = strings.TrimRight(t, " .,;")
	for range 4 {
		head, w := lastWord(name)
		if head == "" {
			break
		}
		if i := len(w) - trailingDigits(w); i > 2 && len(w)-i > 2 && isAlpha(w[i-1]) && postFromName(head+" "+w[:i]) != "" { // WASHDC4329
			head, w = head+" "+w[:i], w[i:]
		}
		if i := len(w) - trailingDigits(w); i > 4 && i < len(w) && p == "" && precedenceWord(w[:i]) != "" && !strings.ContainsAny(w[:i], "0123456789") { // IMMEDIATE4329
			head, w = head+" "+w[:i], w[i:]
		}
		if i := gluedPrecedence(w); i > 0 && p == "" { // WASHDC/IMMEDIATE
			head, w = squeeze(head+" "+w[:i]), w[i:]
		}
		w = strings.Trim(w, "()#/")
		if q := precedenceWord(w); q != "" && p == "" {
			if h, w := lastWord(head); w == "NIACT" {
				head, q = h, cable.NiactImmediate
			}
			if name = strings.TrimRight(head, " -,"); !strings.HasSuffix(name, "//") {
				name = strings.TrimRight(name, " -,/:")
			}
			p = q
			continue
		} else if q != "" && q == p { // twice
			name = strings.TrimRight(head, " -,/")
			continue
		}
		if n == 0 && digits(w) && len(w) <= 7 && head != "AIG" && (len(w) > 2 || p != "" || precedenceWord(tail(head)) != "" || gluedPrecedence(tail(head)) > 0 || washington(head) || strings.HasSuffix(head, " COLLECTIVE") || postFromName(head) != "") {
			n, _ = number(w)
			name = strings.TrimRight(head, " -,#")
			if h, w := lastWord(name); w == "NR" || w == "NO" || w == "NO." {
				name = h
			}
			continue
		}
		break
	}
	return squeeze(name), p, n
}

// gluedPrecedence gives where a precedence begins that is glued to the name w of a
// place, with or without a slash; 0 where none is.
func gluedPrecedence(w string) int {
	for _, p := range precedenceWords {
		i := len(w) - len(p.word)
		if i > 3 && len(p.word) > 4 && w[i:] == p.word && (!isAlpha(w[i-1]) || postFromName(w[:i]) != "") {
			return i
		}
	}
	return 0
}

func tail(s string) string {
	_, w := lastWord(s)
	return w
}

// xmt reads XMT NAME, XMT/NAME: posts of the addressee above that do not get
// the cable.
func (h *header) xmt(t string) {
	t = strings.TrimLeft(t[3:], " /:-")
	if h.list == nil || len(*h.list) == 0 {
		return
	}
	h.exempt = true
	h.exclude(t)
}

// exclude adds the names in t to those exempted from the last addressee.
func (h *header) exclude(t string) {
	a := &(*h.list)[len(*h.list)-1]
	for t != "" {
		name := t
		t = ""
		cut := len(name)
		for _, sep := range [...]string{",", ";", " AMEMBASSY ", " AMCONSUL ", " AMCONGEN ", " USMISSION "} {
			if i := strings.Index(name[:cut], sep); i >= 0 {
				cut = i
			}
		}
		if cut < len(name) {
			name, t = name[:cut], strings.TrimLeft(name[cut:], " ,;")
		}
		name = strings.TrimSpace(strings.TrimLeft(strings.Trim(name, " ().;"), "/"))
		if strings.HasPrefix(name, "XMT") {
			name = strings.TrimLeft(name[3:], " /:-")
		}
		if n := indicator(name); n > 0 && n < len(name) && name[n] == '/' {
			name = name[n+1:]
		}
		if name, _, _ = ending(strings.TrimSuffix(name, " AND")); name != "" && name != "AND" {
			a.Excluded = append(a.Excluded, strings.TrimPrefix(name, "AND "))
		}
	}
}
