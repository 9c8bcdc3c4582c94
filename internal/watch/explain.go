package watch

import (
	"fmt"
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// An Explanation says why a watch matches a cable, or why it does not.
type Explanation struct {
	Watch   string    `json:"watch"`
	CableID string    `json:"cable_id"`
	Matched bool      `json:"matched"`
	Found   bool      `json:"found"` // whether the list has such a watch
	Parts   []Outcome `json:"conditions"`
}

// An Outcome is what became of one condition of a watch.
type Outcome struct {
	Condition string   `json:"condition"` // tags: any of KCRM, KWMN
	Holds     bool     `json:"holds"`
	Reasons   []Reason `json:"reasons"`          // what was found, and where
	Missed    string   `json:"missed,omitempty"` // of one that fails: what was not
}

// Explain evaluates every condition of the named watch against c, also behind
// one that fails. Like a Hit it quotes nothing that an alert may not quote.
func (l *List) Explain(name string, c *cable.Cable, at time.Time) Explanation {
	x := Explanation{Watch: name, CableID: c.ID, Parts: []Outcome{}}
	for i := range l.rules {
		if l.rules[i].watch.Name == name {
			d := newDocument(c, at, l.uses)
			defer d.release()
			x.Found, x.Matched, x.Parts = true, true, l.rules[i].explain(d)
		}
	}
	for _, o := range x.Parts {
		x.Matched = x.Matched && o.Holds
	}
	return x
}

func (r *rule) explain(d *document) []Outcome {
	var parts []Outcome
	for i := range r.conditions {
		k := &r.conditions[i]
		o := Outcome{Condition: k.String(), Reasons: []Reason{}}
		if o.Holds = k.holds(d, r.watch, &o.Reasons); !o.Holds {
			o.Missed = k.missed(d, r.watch)
			if k.quant != noneOf && k.field >= fieldTags {
				o.Reasons = k.found(d)
			} else {
				o.Reasons = []Reason{}
			}
		}
		parts = append(parts, o)
	}
	if r.expr != nil {
		o := Outcome{Condition: "expr: " + r.expr.source, Reasons: []Reason{}}
		reason, holds, err := r.expr.eval(d.c)
		if o.Holds = holds; holds {
			o.Reasons = append(o.Reasons, reason)
		} else if o.Missed = "it is false"; err != nil {
			o.Missed = "it fails: " + err.Error()
		}
		parts = append(parts, o)
	}
	return parts
}

// found gives the terms that were found, though they are not enough.
func (k *condition) found(d *document) []Reason {
	rs := []Reason{}
	for i := range k.terms {
		if r, ok := k.find(d, &k.terms[i]); ok {
			rs = append(rs, r)
		}
	}
	return rs
}

// missed says why the condition, which does not hold, does not.
func (k *condition) missed(d *document, w *Watch) string {
	has := d.has(k.field)
	switch k.field {
	case fieldExpires:
		return "expired on " + w.Expires.UTC().Format(time.RFC3339)
	case fieldPrecedence, fieldClassification:
		return "the cable has " + has
	}
	var there, absent []string
	for i := range k.terms {
		if r, ok := k.find(d, &k.terms[i]); ok {
			there = append(there, fmt.Sprintf("%s (%s)", k.terms[i].raw, r.place()))
		} else {
			absent = append(absent, k.terms[i].raw)
		}
	}
	s := "not found: " + strings.Join(absent, ", ")
	if k.quant == noneOf {
		s = "found: " + strings.Join(there, ", ")
	} else if has != "" {
		s += "; the cable has " + has
	}
	return s
}

// has names what the cable has in a field that is short enough to be named.
func (d *document) has(f field) string {
	var all []string
	add := func(s string) {
		if s != "" {
			all = append(all, s)
		}
	}
	switch f {
	case fieldPrecedence:
		add(string(d.c.Precedence))
	case fieldClassification:
		add(string(d.c.Classification))
	case fieldFrom:
		add(d.c.From.Post)
		add(d.c.From.Name)
	case fieldTags:
		for _, t := range d.c.Tags {
			add(t.Code)
		}
	case fieldReferences:
		for _, r := range d.c.References {
			add(r.MRN)
		}
	default:
		return ""
	}
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, ", ")
}

// place says where a reason was found.
func (r Reason) place() string {
	switch {
	case r.Offset < 0:
		return r.Field
	case strings.HasSuffix(r.Field, ".text"), strings.HasSuffix(r.Field, ".heading"), r.Field == "subject", r.Field == "summary":
		return fmt.Sprintf("%s, byte %d", r.Field, r.Offset)
	}
	return fmt.Sprintf("%s[%d]", r.Field, r.Offset)
}

// String gives the explanation as a person reads it, a line for each condition
// and for each thing found.
func (x Explanation) String() string {
	var b strings.Builder
	switch {
	case !x.Found:
		fmt.Fprintf(&b, "there is no watch %s\n", x.Watch)
	case x.Matched:
		fmt.Fprintf(&b, "%s matches %s\n", x.Watch, x.CableID)
	default:
		fmt.Fprintf(&b, "%s does not match %s\n", x.Watch, x.CableID)
	}
	for _, o := range x.Parts {
		mark := "✓"
		if !o.Holds {
			mark = "✗"
		}
		fmt.Fprintf(&b, "  %s %s\n", mark, o.Condition)
		for _, r := range o.Reasons {
			if r.Offset < 0 && r.Excerpt == "" {
				continue
			}
			b.WriteString("      ")
			if r.Term != "" && r.Term != r.Excerpt {
				fmt.Fprintf(&b, "%s: ", r.Term)
			}
			b.WriteString(r.place())
			if r.Excerpt != "" {
				fmt.Fprintf(&b, ": %s", r.Excerpt)
			}
			b.WriteByte('\n')
		}
		if o.Missed != "" {
			fmt.Fprintf(&b, "      %s\n", o.Missed)
		}
	}
	return b.String()
}
