package watch

import (
	"fmt"
	"strings"
)

// A field is what a condition looks at.
type field uint8

const (
	fieldExpires field = iota
	fieldPrecedence
	fieldClassification
	fieldTags
	fieldFrom
	fieldTo
	fieldReferences
	fieldText
	fieldExpr
)

var fieldNames = [...]string{"expires", "precedence", "classification", "tags", "from", "to", "references", "text", "expr"}

func (f field) String() string { return fieldNames[f] }

// A quantifier says how many of a condition's terms must be found.
type quantifier uint8

const (
	anyOf quantifier = iota
	allOf
	noneOf
)

var quantifierNames = [...]string{"any of", "all of", "none of"}

func (q quantifier) String() string { return quantifierNames[q] }

// A condition is one part of a watch. It holds or not by itself; a watch
// matches when all of its conditions hold.
type condition struct {
	field field
	quant quantifier
	zones zones
	terms []term
}

// A term is one thing to find: for text its words in order, else one pattern.
type term struct {
	raw   string // as the watch has it
	words []string
}

// zones is a set of Zones.
type zones uint8

func zonesOf(in []Zone) (z zones) {
	for i, zone := range Zones {
		for _, want := range in {
			if zone == want {
				z |= 1 << i
			}
		}
	}
	if z == 0 {
		z = 1<<len(Zones) - 1
	}
	return z
}

// has reports whether a zone number of a document belongs to the set.
func (z zones) has(number int32) bool { return z&(1<<min(number, 2)) != 0 }

// conditions gives the conditions of w, the cheap ones first; the expression
// comes last and apart.
func conditions(w *Watch) []condition {
	m := &w.Match
	var cs []condition
	add := func(f field, q quantifier, z zones, raw []string, normal func(string) []string) {
		if len(raw) == 0 {
			return
		}
		terms := make([]term, len(raw))
		for i, r := range raw {
			terms[i] = term{r, normal(r)}
		}
		cs = append(cs, condition{f, q, z, terms})
	}
	one := func(s string) []string { return []string{s} }
	if !w.Expires.IsZero() {
		cs = append(cs, condition{field: fieldExpires})
	}
	if m.PrecedenceAtLeast != "" {
		add(fieldPrecedence, allOf, 0, one(string(m.PrecedenceAtLeast)), one)
	}
	if m.ClassificationAtMost != "" {
		add(fieldClassification, allOf, 0, one(string(m.ClassificationAtMost)), one)
	}
	add(fieldTags, allOf, 0, m.Tags.All, normalTag)
	add(fieldTags, anyOf, 0, m.Tags.Any, normalTag)
	add(fieldTags, noneOf, 0, m.Tags.None, normalTag)
	add(fieldReferences, anyOf, 0, m.References, normalNumber)
	add(fieldFrom, anyOf, 0, m.From, normalName)
	add(fieldTo, anyOf, 0, m.To, normalName)
	z := zonesOf(m.Text.In)
	add(fieldText, allOf, z, m.Text.All, phrase)
	add(fieldText, anyOf, z, m.Text.Any, phrase)
	add(fieldText, noneOf, z, m.Text.None, phrase)
	return cs
}

// normalTag gives a TAG pattern as it is compared with codes.
func normalTag(s string) []string { return []string{strings.ToUpper(strings.TrimSpace(s))} }

// normalName gives the pattern of a post, indicator or name as it is compared:
// capitals, digits and *.
func normalName(s string) []string {
	parts := strings.Split(s, "*")
	for i, p := range parts {
		parts[i] = string(appendName(nil, p))
	}
	return []string{strings.Join(parts, "*")}
}

// normalNumber gives the pattern of a message number as it is compared: as
// normalName, without the zeros that people type before a serial.
func normalNumber(s string) []string {
	n := normalName(s)[0]
	station := strings.TrimRight(n, "0123456789")
	if serial := strings.TrimLeft(n[len(station):], "0"); station != "" && serial != "" && station[len(station)-1] != '*' {
		n = station + serial
	}
	return []string{n}
}

// holds reports whether the condition is met, adding to reasons what it found.
func (k *condition) holds(d *document, w *Watch, reasons *[]Reason) bool {
	switch k.field {
	case fieldExpires:
		return d.at.Before(w.Expires)
	case fieldPrecedence:
		*reasons = append(*reasons, d.plain(Reason{Field: "precedence", Term: k.terms[0].raw, Offset: -1, Excerpt: string(d.c.Precedence)}))
		return d.c.Precedence.Rank() >= w.Match.PrecedenceAtLeast.Rank()
	case fieldClassification:
		*reasons = append(*reasons, d.plain(Reason{Field: "classification", Term: k.terms[0].raw, Offset: -1, Excerpt: string(d.c.Classification)}))
		return d.c.Classification.Rank() <= w.Match.ClassificationAtMost.Rank()
	}
	found := 0
	for i := range k.terms {
		r, ok := k.find(d, &k.terms[i])
		switch {
		case ok && k.quant == noneOf, !ok && k.quant == allOf:
			return false
		case ok:
			found++
			*reasons = append(*reasons, r)
		}
	}
	if k.quant == noneOf {
		*reasons = append(*reasons, d.plain(Reason{Field: k.field.String(), Term: "none of " + k.list(), Offset: -1}))
	}
	return found > 0 || k.quant == noneOf
}

// list names the terms as the watch has them.
func (k *condition) list() string {
	var b strings.Builder
	for i := range k.terms {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(k.terms[i].raw)
	}
	return b.String()
}

// String is the condition as a person reads it.
func (k *condition) String() string {
	switch k.field {
	case fieldExpires:
		return "not expired"
	case fieldPrecedence:
		return "precedence at least " + k.terms[0].raw
	case fieldClassification:
		return "classification at most " + k.terms[0].raw
	}
	return fmt.Sprintf("%s: %s %s", k.field, k.quant, k.list())
}

// find looks for one term and says where it stands first.
func (k *condition) find(d *document, t *term) (Reason, bool) {
	switch k.field {
	case fieldTags:
		for i := range d.c.Tags {
			if glob(t.words[0], d.c.Tags[i].Code) {
				return d.plain(Reason{Field: "tags", Term: t.raw, Offset: i, Excerpt: d.c.Tags[i].Code}), true
			}
		}
	case fieldFrom:
		return d.findName(d.from, "from", t)
	case fieldTo:
		return d.findName(d.to, "to", t)
	case fieldReferences:
		return d.findName(d.refs, "references", t)
	case fieldText:
		return d.findPhrase(k.zones, t)
	}
	return Reason{}, false
}

func (d *document) findName(names []name, field string, t *term) (Reason, bool) {
	for _, n := range names {
		if s := d.buf[n.in.start:n.in.end]; glob(t.words[0], s) {
			r := Reason{Field: field, Term: t.raw, Offset: n.entry, Excerpt: string(s)}
			if field == "to" && n.entry >= len(d.c.To) {
				r.Field, r.Offset = "info", n.entry-len(d.c.To)
			}
			return d.plain(r), true
		}
	}
	return Reason{}, false
}

// glob reports whether s is what the pattern says; * stands for any characters.
func glob[S string | []byte](pattern string, s S) bool {
	i, star, mark := 0, -1, 0
	p := 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && pattern[p] == s[i]:
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
