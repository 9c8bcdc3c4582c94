package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"cablefeed/internal/cable"
	"cablefeed/internal/card"
	"cablefeed/internal/watch"
)

// Title gives the notice in one line: what a subject line holds.
func (n Notice) Title() string {
	var b strings.Builder
	if n.Test {
		b.WriteString("TEST: ")
	}
	switch n.Reason {
	case "repeat":
		b.WriteString("again: ")
	case "escalation":
		b.WriteString("not acknowledged: ")
	case "update":
		b.WriteString("update: ")
	}
	switch len(n.Alerts) {
	case 0:
		b.WriteString("no alerts")
	case 1:
		b.WriteString(headline(&n.Alerts[0]))
	default:
		b.WriteString(summary(n.Alerts))
	}
	return shorten(oneLine(b.String()), titleLimit)
}

// titleLimit is how many characters a title has at most.
const titleLimit = 200

// Text gives the notice as people read it. Of what does not fit into limit
// characters it says how much there is; a limit of 0 is none.
func (n Notice) Text(limit int) string {
	var b strings.Builder
	if n.Test {
		b.WriteString("This is a test of the channel. Nothing has happened.\n\n")
	}
	size := 0
	for i := range n.Alerts {
		a := &n.Alerts[i]
		entry := printable(fmt.Sprintf("%s\n  id %s\n\n", strings.TrimRight(card.Alert(a, cmp.Or(a.Committed, n.Time)), "\n"), a.ID))
		// One alert is cut by the receiver rather than left out here.
		if size += len(entry); limit > 0 && size > limit && i > 0 {
			fmt.Fprintf(&b, "… and %d more\n", len(n.Alerts)-i)
			break
		}
		b.WriteString(entry)
	}
	return b.String()
}

// headline gives an alert in one line, and no more than the alert says.
func headline(a *watch.Alert) string {
	name := cmp.Or(a.MRN, a.CableID)
	what := a.Subject
	if a.Withheld != "" {
		what = "subject withheld: " + a.Withheld
	}
	var words []string
	if a.Severity != watch.SeverityInfo && a.Severity != "" {
		words = append(words, strings.ToUpper(string(a.Severity)))
	}
	words = append(words, "["+a.Watch+"]", card.Words(a.Precedence.Token()), name)
	return strings.TrimSuffix(strings.Join(words, " ")+": "+what, ": ")
}

// summary gives many alerts in one line: how many of which watch.
func summary(alerts []watch.Alert) string {
	count := map[string]int{}
	var names []string
	highest := cable.Precedence("")
	for i := range alerts {
		a := &alerts[i]
		if count[a.Watch]++; count[a.Watch] == 1 {
			names = append(names, a.Watch)
		}
		if a.Precedence.Rank() > highest.Rank() {
			highest = a.Precedence
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return count[b] - count[a] })
	for i, n := range names {
		names[i] = fmt.Sprintf("%s %d", n, count[n])
	}
	return fmt.Sprintf("%d alerts, up to %s: %s", len(alerts), card.Words(highest.Token()), strings.Join(names, ", "))
}

// oneLine makes any text a single line.
func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// printable makes blanks of what would steer a terminal or turn text round: a
// subject line holds whatever somebody transmitted. Line feeds stay.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029') {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func shorten(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return s
}
