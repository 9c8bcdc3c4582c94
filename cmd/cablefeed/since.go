package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// parseSince reads --since: a duration back from now, a date or a time, or all.
func parseSince(s string) (since time.Time, all bool, err error) {
	switch s {
	case "":
		return since, false, nil
	case "all":
		return since, true, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return time.Now().AddDate(0, 0, -n), false, nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return time.Now().Add(-d), false, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, time.UTC); err == nil {
			return t, false, nil
		}
	}
	return since, false, usageError{fmt.Errorf("--since %q: want a duration (1h, 7d), a date (2006-11-22), a time (2006-11-22T00:35:00Z), or all", s)}
}

// parsePrecedence reads --precedence.
func parsePrecedence(s string) (cable.Precedence, error) {
	p := cable.Precedence(strings.ToLower(s))
	if p != "" && p.Rank() == 0 {
		return "", usageError{fmt.Errorf("--precedence %q: want flash, immediate, priority or routine", s)}
	}
	return p, nil
}
