// Package card shows cables and alerts to people: a cable as a card of labelled
// lines, or as the few lines that a running feed has room for. It is pure.
package card

import (
	"fmt"
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// width is the column at which text is wrapped.
const width = 78

// Full gives the whole cable as a readable card.
func Full(c *cable.Cable) string {
	var b strings.Builder
	b.WriteString(Head(c) + "\n")
	row := func(label string, values ...string) {
		if v := strings.TrimSpace(strings.Join(values, "  ")); v != "" {
			fmt.Fprintf(&b, "%-11s %s\n", label, wrap(v, 12))
		}
	}
	row("Subject", c.Subject)
	row("From", c.From.Name, paren(c.From.RoutingIndicator))
	row("To", addressees(c.To))
	row("Info", addressees(c.Info))
	row("Captions", strings.Join(c.Captions, ", "))
	row("Attention", strings.Join(c.Attention, "; "))
	if o := c.ExecutiveOrder; o != nil {
		row("E.O.", o.Text)
	}
	row("TAGS", tags(c.Tags))
	row("References", references(c.References))
	if k := c.ClassifiedBy; k != nil {
		row("Classified", k.Text)
	}
	if c.Section != nil {
		row("Section", sections(c))
	}
	for _, l := range c.Handling {
		row(l.Label, l.Text)
	}
	heading := ""
	for _, p := range c.Paragraphs {
		if p.Heading != heading {
			heading = p.Heading
			if heading != "" {
				b.WriteString("\n" + heading + "\n")
			}
		}
		number := ""
		if p.Number > 0 {
			number = fmt.Sprintf("%d. ", p.Number)
		}
		b.WriteString("\n" + wrap(number+join(paren(p.Marking), p.Text), 0) + "\n")
	}
	if c.Signature != "" {
		b.WriteString("\n" + c.Signature + "\n")
	}
	if len(c.Diagnostics) > 0 {
		b.WriteString("\n")
	}
	for _, d := range c.Diagnostics {
		fmt.Fprintf(&b, "%s: line %d: %s (%s)\n", d.Severity, d.Line, d.Message, d.Code)
	}
	return b.String()
}

// Head gives the line that names a cable: number, precedence, classification,
// originator, date-time group.
func Head(c *cable.Cable) string {
	name := c.MRN
	if name == "" {
		name = c.ID
	}
	parts := []string{name, Words(c.Precedence.Token()), Words(c.Classification.Token())}
	if from := c.From.Name; from != "" {
		parts = append(parts, "from "+from)
	}
	switch {
	case !c.DateTimeGroup.IsZero():
		parts = append(parts, c.DateTimeGroup.Format("02 Jan 2006 1504Z"))
	case c.Date != "":
		parts = append(parts, c.Date)
	}
	if !c.Complete {
		parts = append(parts, "incomplete: "+sections(c))
	}
	return strings.Join(parts, "  ")
}

// Words writes a token of the contract as people do: LIMITED OFFICIAL USE.
func Words(token string) string { return strings.ToUpper(strings.ReplaceAll(token, "_", " ")) }

// Clock writes a time of day, in UTC.
func Clock(t time.Time) string { return t.UTC().Format("15:04:05Z") }

// Count gives a number of things, such as "1 alert" and "2 alerts".
func Count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func sections(c *cable.Cable) string {
	if c.Section == nil {
		return ""
	}
	s := fmt.Sprintf("%s of %d", strings.ReplaceAll(strings.Trim(fmt.Sprint(c.SectionsPresent), "[]"), " ", ", "), c.Section.Total)
	if !c.Complete && len(c.SectionsPresent) >= c.Section.Total { // another section names a larger total
		s += " or more"
	}
	return s
}

func addressees(list []cable.Addressee) string {
	var all []string
	for _, a := range list {
		s := a.Name
		if a.Precedence != "" {
			s += " " + Words(a.Precedence.Token())
		}
		if len(a.Excluded) > 0 {
			s += " except " + strings.Join(a.Excluded, ", ")
		}
		if a.Delivery == cable.Other {
			s += " (by other means)"
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func tags(list []cable.Tag) string {
	var all []string
	for _, t := range list {
		all = append(all, join(t.Code, paren(t.Name)))
	}
	return strings.Join(all, ", ")
}

func references(list []cable.Reference) string {
	var all []string
	for _, r := range list {
		s := r.MRN
		if s == "" {
			s = r.Text
		}
		if r.Label != "" {
			s = "(" + r.Label + ") " + s
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func paren(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

func join(words ...string) string {
	var some []string
	for _, w := range words {
		if w != "" {
			some = append(some, w)
		}
	}
	return strings.Join(some, " ")
}

// wrap breaks s at blanks; all lines but the first are indented.
func wrap(s string, indent int) string {
	var b strings.Builder
	col := indent
	for i, w := range strings.Fields(s) {
		if i > 0 && col+1+len(w) > width {
			b.WriteString("\n" + strings.Repeat(" ", indent))
			col = indent
		} else if i > 0 {
			b.WriteByte(' ')
			col++
		}
		b.WriteString(w)
		col += len(w)
	}
	return b.String()
}
