package cable

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// A Change is one field in which two revisions of a cable differ.
type Change struct {
	Field string `json:"field"`         // subject, tags, paragraphs[2] …
	Old   string `json:"old,omitempty"` // as text; empty where there was nothing
	New   string `json:"new,omitempty"`
}

// ofTransmission are the fields that say how a cable travelled, and what was
// odd about its text: two copies of one text differ in them.
var ofTransmission = map[string]bool{
	"transmission": true, "routing_precedence": true, "routing_indicators": true, "originating_station": true, "security": true,
	"operating_signals": true, "transmission_instructions": true, "diagnostics": true, "raw_sha256": true, "form": true,
	"suspected_duplicate": true,
}

// Changes lists the fields of what a cable says that differ between two of its
// revisions, in the order of the JSON. Paragraphs are compared one by one.
func Changes(old, new *Cable) []Change {
	a, b := fields(old), fields(new)
	var all []Change
	for i := range a {
		name, was, is := a[i].name, a[i].value, b[i].value
		if ofTransmission[name] || bytes.Equal(was, is) {
			continue
		}
		if name != "paragraphs" {
			all = append(all, Change{Field: name, Old: plainText(was), New: plainText(is)})
			continue
		}
		for n := range max(len(old.Paragraphs), len(new.Paragraphs)) {
			was, is := paragraph(old, n), paragraph(new, n)
			if was != is {
				all = append(all, Change{Field: fmt.Sprintf("paragraphs[%d]", n), Old: was, New: is})
			}
		}
	}
	return all
}

func paragraph(c *Cable, n int) string {
	if n >= len(c.Paragraphs) {
		return ""
	}
	p := c.Paragraphs[n]
	s := p.Text
	if p.Marking != "" {
		s = "(" + p.Marking + ") " + s
	}
	if p.Number > 0 {
		s = fmt.Sprintf("%d. %s", p.Number, s)
	}
	if p.Heading != "" {
		s = p.Heading + ": " + s
	}
	return s
}

type field struct {
	name  string
	value json.RawMessage
}

// fields gives the top-level fields of the JSON of c, in their order.
func fields(c *Cable) (all []field) {
	d := json.NewDecoder(bytes.NewReader(c.AppendJSON(nil)))
	_, _ = d.Token() // {
	for d.More() {
		name, _ := d.Token()
		var f field
		f.name, _ = name.(string)
		if err := d.Decode(&f.value); err != nil {
			return all
		}
		all = append(all, f)
	}
	return all
}

// plainText writes a JSON value as people read it.
func plainText(v json.RawMessage) string {
	var s *string
	if json.Unmarshal(v, &s) == nil {
		if s == nil {
			return ""
		}
		return *s
	}
	var list []string
	if json.Unmarshal(v, &list) == nil {
		return strings.Join(list, ", ")
	}
	return string(v)
}
