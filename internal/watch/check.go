package watch

import (
	"fmt"
	"slices"
	"strings"
)

// check reports everything that is wrong with a watch, and gives its
// expression made ready.
func check(w *Watch, exprs map[string]*expr, report func(field, reason string)) *expr {
	switch {
	case w.Name == "":
		report("name", "a watch needs a name")
	case !ValidName(w.Name):
		report("name", fmt.Sprintf("%q is no name: want small letters, digits and hyphens, such as border-crime", w.Name))
	}
	program := w.Match.check(exprs, func(field, reason string) { report("match"+field, reason) })
	for i, n := range w.Notify {
		if !ValidName(n) {
			report(fmt.Sprintf("notify[%d]", i), fmt.Sprintf("%q is no name of a channel: want small letters, digits and hyphens", n))
		}
	}
	oneOf(report, "severity", w.Severity, Severities)
	oneOf(report, "group", w.Group, Groupings)
	if _, _, _, err := (Quiet{Zone: w.Quiet.Zone}).hours(); err != nil {
		report("quiet.zone", err.Error())
	} else if _, _, _, err := w.Quiet.hours(); err != nil {
		report("quiet.hours", err.Error())
	}
	if w.Quiet.Zone != "" && w.Quiet.Hours == "" {
		report("quiet.zone", "a zone without hours")
	}
	if w.Quiet.Throttle < 0 {
		report("quiet.throttle", "less than nothing")
	}
	return program
}

// ValidName reports whether s can name a watch or a channel: a subject token that
// people can type.
func ValidName(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func oneOf[T ~string](report func(field, reason string), field string, v T, all []T) {
	if v != "" && !slices.Contains(all, v) {
		report(field, fmt.Sprintf("%q is none of %s", string(v), join(all)))
	}
}

func join[T ~string](all []T) string {
	s := make([]string, len(all))
	for i, v := range all {
		s[i] = string(v)
	}
	return strings.Join(s, ", ")
}
