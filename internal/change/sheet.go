// Package change tells what changed between two revisions of a cable: which
// fields and paragraphs, and how they read before and after. How the cable
// travelled (FL1 to FL4, operating signals, routing) and what the reader found
// odd are no part of it. It is pure.
package change

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"cablefeed/internal/cable"
)

// A field is one part of a cable as lines of text.
type field struct {
	name  string // "subject", "paragraph 3"
	lines []string
}

// sheet writes a cable as fields, in the order of the contract.
func sheet(c *cable.Cable) (fields []field) {
	add := func(name string, lines ...string) {
		var kept []string
		for _, l := range lines {
			if l != "" {
				kept = append(kept, l)
			}
		}
		if len(kept) > 0 {
			fields = append(fields, field{name, kept})
		}
	}
	add("precedence", string(c.Precedence))
	add("info precedence", string(c.InfoPrecedence))
	if !c.DateTimeGroup.IsZero() {
		add("date-time group", c.DateTimeGroup.UTC().Format(time.RFC3339))
	} else {
		add("date", c.Date)
	}
	add("from", c.From.Name)
	add("to", addressees(c.To)...)
	add("info", addressees(c.Info)...)
	add("classification", string(c.Classification))
	add("captions", c.Captions...)
	add("attention", c.Attention...)
	if !c.Complete {
		add("sections present", strings.Trim(fmt.Sprint(c.SectionsPresent), "[]"))
	}
	if c.ExecutiveOrder != nil {
		add("executive order", c.ExecutiveOrder.Text)
	}
	var tags, refs []string
	for _, t := range c.Tags {
		tags = append(tags, t.Code)
	}
	add("tags", tags...)
	add("subject", c.Subject)
	for _, r := range c.References {
		refs = append(refs, strings.TrimSpace(r.Label+" "+r.Text))
	}
	add("references", refs...)
	add("other numbers", c.OtherNumbers...)
	if c.ClassifiedBy != nil {
		add("classified by", c.ClassifiedBy.Text)
	}
	fields = append(fields, paragraphs(c.Paragraphs)...)
	add("signature", c.Signature)
	for _, l := range c.Handling {
		add("handling: "+strings.ToLower(l.Label), l.Text)
	}
	return fields
}

func addressees(list []cable.Addressee) (lines []string) {
	for _, a := range list {
		s := a.Name
		if a.Precedence != "" {
			s += " " + string(a.Precedence)
		}
		if len(a.Excluded) > 0 {
			s += " except " + strings.Join(a.Excluded, ", ")
		}
		lines = append(lines, s)
	}
	return lines
}

// paragraphs names each numbered paragraph; those without a number go with the
// one before them. A line is a sentence, so that a change shows no more.
func paragraphs(list []cable.Paragraph) (fields []field) {
	heading := ""
	for _, p := range list {
		if p.Number > 0 || len(fields) == 0 {
			name := "text"
			if p.Number > 0 {
				name = "paragraph " + strconv.Itoa(p.Number)
			}
			fields = append(fields, field{name: name})
		}
		f := &fields[len(fields)-1]
		if p.Heading != heading {
			heading = p.Heading
			if heading != "" {
				f.lines = append(f.lines, "["+heading+"]")
			}
		}
		text := p.Text
		if p.Marking != "" {
			text = "(" + p.Marking + ") " + text
		}
		f.lines = append(f.lines, sentences(text)...)
	}
	return fields
}

// sentences cuts text behind a full stop, question or exclamation mark that a
// blank and a capital follow.
func sentences(text string) (all []string) {
	start := 0
	for i := 0; i+2 < len(text); i++ {
		if strings.IndexByte(".?!", text[i]) >= 0 && text[i+1] == ' ' && unicode.IsUpper(rune(text[i+2])) {
			all = append(all, text[start:i+1])
			start = i + 2
		}
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}
