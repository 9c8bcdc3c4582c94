package watch

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // zones must not depend on the machine
)

// A Quiet says when a watch should not ring. It holds back notices only: the
// alert itself is always made.
type Quiet struct {
	Throttle Duration `json:"throttle,omitzero"` // at most one notice in this time
	Hours    string   `json:"hours,omitempty"`   // 22:00-07:00; none may ring in these
	Zone     string   `json:"zone,omitempty"`    // of the hours: Europe/Rome; empty: UTC
}

// A Duration is a time.Duration that is written 15m or 1h30m.
type Duration time.Duration

// String gives the duration as time.Duration does.
func (d Duration) String() string { return time.Duration(d).String() }

// MarshalText gives the duration as String does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a duration that is not negative.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil || v < 0 {
		return fmt.Errorf("%q is not a duration such as 15m or 1h30m", b)
	}
	*d = Duration(v)
	return nil
}

// Covers reports whether at lies in the quiet hours. Hours that do not read
// well cover nothing; Parse and Compile refuse them.
func (q Quiet) Covers(at time.Time) bool {
	from, to, zone, err := q.hours()
	if err != nil || from == to {
		return false
	}
	at = at.In(zone)
	now := at.Hour()*60 + at.Minute()
	if from < to {
		return from <= now && now < to
	}
	return from <= now || now < to
}

// hours reads Hours as minutes of the day; equal ones are no hours at all.
func (q Quiet) hours() (from, to int, zone *time.Location, err error) {
	zone = time.UTC
	if q.Zone != "" {
		// LoadLocation gives the machine's own zone for Local.
		if zone, err = time.LoadLocation(q.Zone); err != nil || q.Zone == "Local" {
			return 0, 0, nil, fmt.Errorf("unknown time zone %q, want one such as Europe/Rome", q.Zone)
		}
	}
	if q.Hours == "" {
		return 0, 0, zone, nil
	}
	a, b, ok := strings.Cut(q.Hours, "-")
	t1, err1 := time.Parse("15:04", strings.TrimSpace(a))
	t2, err2 := time.Parse("15:04", strings.TrimSpace(b))
	if !ok || err1 != nil || err2 != nil || t1.Equal(t2) {
		return 0, 0, nil, fmt.Errorf("%q is not a span of hours such as 22:00-07:00", q.Hours)
	}
	return t1.Hour()*60 + t1.Minute(), t2.Hour()*60 + t2.Minute(), zone, nil
}
