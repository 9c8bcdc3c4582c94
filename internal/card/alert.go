package card

import (
	"fmt"
	"strings"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/watch"
)

// Tags gives the codes of a cable's TAGS.
func Tags(c *cable.Cable) string {
	var codes []string
	for _, t := range c.Tags {
		codes = append(codes, t.Code)
	}
	return strings.Join(codes, " ")
}

// Alert gives the lines that a person reads about an alert stored at a time.
func Alert(a *watch.Alert, at time.Time) string {
	var b strings.Builder
	name := a.MRN
	if name == "" {
		name = a.CableID
	}
	fmt.Fprintf(&b, "ALERT %s  %s  %s  %s", a.Watch, name, Words(a.Precedence.Token()), Words(a.Classification.Token()))
	if a.From != "" {
		b.WriteString("  from " + a.From)
	}
	b.WriteString("  " + Clock(at) + "\n")
	switch {
	case a.Withheld != "":
		fmt.Fprintf(&b, "  subject withheld: %s\n", a.Withheld)
	case a.Subject != "":
		fmt.Fprintf(&b, "  %s\n", a.Subject)
	}
	if why := Because(a); why != "" {
		fmt.Fprintf(&b, "  because of %s\n", why)
	}
	if a.Provisional {
		b.WriteString("  provisional: more sections of the cable are to come\n")
	}
	if a.Revision > 1 {
		fmt.Fprintf(&b, "  updates an earlier alert: revision %d of the cable", a.Revision)
		if len(a.Changed) > 0 {
			fmt.Fprintf(&b, ", which changes %s", strings.Join(a.Changed, ", "))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	return b.String()
}

// Because says in a few words why an alert rings.
func Because(a *watch.Alert) string {
	var why []string
	for _, r := range a.Reasons {
		why = append(why, strings.TrimSpace(r.Field+" "+r.Term))
	}
	return strings.Join(why, ", ")
}
