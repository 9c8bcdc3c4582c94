package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"cablefeed/internal/watch"
)

// A Policy says what a channel sends, and when. The zero Policy sends each alert
// of the watches that name the channel at once, and tries for a day.
type Policy struct {
	Default       bool           `json:"default,omitempty"`       // also of watches that name no channel
	MinSeverity   watch.Severity `json:"min_severity,omitempty"`  // nothing below
	Digest        watch.Duration `json:"digest,omitzero"`         // collect what is below IMMEDIATE for this long; 0: each at once
	Group         watch.Grouping `json:"group,omitempty"`         // what a digest holds together, where the watch does not say
	GiveUpAfter   watch.Duration `json:"give_up_after,omitzero"`  // try a notice for this long; 0: a day
	Repeat        watch.Duration `json:"repeat,omitzero"`         // send again until acknowledged; 0: never
	RepeatFrom    watch.Severity `json:"repeat_from,omitempty"`   // least severity that is repeated or escalated; empty: critical
	EscalateTo    string         `json:"escalate_to,omitempty"`   // channel that is told of what nobody acknowledges
	EscalateAfter watch.Duration `json:"escalate_after,omitzero"` // after this long
}

// Check tells report what cannot be meant.
func (p Policy) Check(report func(field, reason string)) {
	severity := func(field string, s watch.Severity) {
		if s != "" && !slices.Contains(watch.Severities, s) {
			report(field, fmt.Sprintf("%q is none of %v", s, watch.Severities))
		}
	}
	severity("min_severity", p.MinSeverity)
	severity("repeat_from", p.RepeatFrom)
	if p.Group != "" && !slices.Contains(watch.Groupings, p.Group) {
		report("group", fmt.Sprintf("%q is none of %v", p.Group, watch.Groupings))
	}
	if (p.EscalateTo == "") != (p.EscalateAfter == 0) {
		report("escalate_to", "escalate_to and escalate_after go together")
	}
	if p.RepeatFrom != "" && p.Repeat == 0 && p.EscalateTo == "" {
		report("repeat_from", "of no use without repeat or escalate_to")
	}
	for field, d := range map[string]watch.Duration{
		"repeat": p.Repeat, "escalate_after": p.EscalateAfter, "digest": p.Digest, "give_up_after": p.GiveUpAfter,
	} {
		if d != 0 && time.Duration(d) < time.Second {
			report(field, "want 1s or more")
		}
	}
}

// Wants tells whether the alert is for the channel of that name.
func (p Policy) Wants(channel string, a *watch.Alert) bool {
	named := slices.Contains(a.Notify, channel) || p.Default && len(a.Notify) == 0
	return named && rank(a.Severity) >= rank(p.MinSeverity)
}

// Repeats tells whether the alert is sent again, or escalated, until somebody
// acknowledges it.
func (p Policy) Repeats(a *watch.Alert) bool {
	from := p.RepeatFrom
	if from == "" {
		from = watch.SeverityCritical
	}
	return (p.Repeat > 0 || p.EscalateTo != "") && rank(a.Severity) >= rank(from)
}

// GiveUp is the age at which a notice that could not be sent is given up.
func (p Policy) GiveUp() time.Duration {
	if p.GiveUpAfter == 0 {
		return 24 * time.Hour
	}
	return time.Duration(p.GiveUpAfter)
}

// Effective gives the policy with every default written out.
func (p Policy) Effective() Policy {
	p.MinSeverity = cmp.Or(p.MinSeverity, watch.SeverityInfo)
	p.Group = cmp.Or(p.Group, watch.GroupWatch)
	p.GiveUpAfter = watch.Duration(p.GiveUp())
	p.RepeatFrom = cmp.Or(p.RepeatFrom, watch.SeverityCritical)
	return p
}

// String says in words what the policy does, its defaults too.
func (p Policy) String() string {
	p = p.Effective()
	parts := []string{"watches that name it"}
	if p.Default {
		parts[0] += " and those that name none"
	}
	parts[0] += ", " + string(p.MinSeverity) + " or higher"
	if p.Digest > 0 {
		parts = append(parts, fmt.Sprintf("digest of %v by %s below IMMEDIATE", p.Digest, p.Group))
	} else {
		parts = append(parts, "each alert at once")
	}
	parts = append(parts, fmt.Sprintf("given up after %v", p.GiveUpAfter))
	switch {
	case p.Repeat > 0:
		parts = append(parts, fmt.Sprintf("%s repeated every %v until acknowledged", p.RepeatFrom, p.Repeat))
	default:
		parts = append(parts, "never repeated")
	}
	if p.EscalateTo != "" {
		parts = append(parts, fmt.Sprintf("%s escalated to %s after %v", p.RepeatFrom, p.EscalateTo, p.EscalateAfter))
	}
	return strings.Join(parts, "; ")
}

func rank(s watch.Severity) int { return max(0, slices.Index(watch.Severities, s)) }

// A Silence keeps alerts from being sent for a while. The alerts themselves are
// made and kept all the same.
type Silence struct {
	ID     string    `json:"id"`
	Watch  string    `json:"watch,omitempty"` // name, * allowed; empty: any
	From   string    `json:"from,omitempty"`  // post; empty: any
	Until  time.Time `json:"until"`
	Reason string    `json:"reason"`
	Made   time.Time `json:"made"`
}

// Covers tells whether a is not to be sent at a time.
func (s Silence) Covers(a *watch.Alert, at time.Time) bool {
	return at.Before(s.Until) && (s.Watch == "" || glob(s.Watch, a.Watch)) && (s.From == "" || strings.EqualFold(s.From, a.From))
}

// glob matches a pattern in which * stands for any characters.
func glob(pattern, s string) bool {
	first, rest, any := strings.Cut(pattern, "*")
	if !any {
		return pattern == s
	}
	s, ok := strings.CutPrefix(s, first)
	if !ok {
		return false
	}
	for i := range len(s) + 1 {
		if glob(rest, s[i:]) {
			return true
		}
	}
	return false
}
