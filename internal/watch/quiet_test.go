package watch

import (
	"testing"
	"time"
)

func TestQuietHours(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := map[string]struct {
		quiet Quiet
		at    string
		want  bool
	}{
		"within hours of one day":    {Quiet{Hours: "08:00-17:00"}, "2026-03-01T12:00:00Z", true},
		"the first minute counts":    {Quiet{Hours: "08:00-17:00"}, "2026-03-01T08:00:00Z", true},
		"the last minute does not":   {Quiet{Hours: "08:00-17:00"}, "2026-03-01T17:00:00Z", false},
		"before midnight":            {Quiet{Hours: "22:00-07:00"}, "2026-03-01T23:30:00Z", true},
		"after midnight":             {Quiet{Hours: "22:00-07:00"}, "2026-03-02T06:59:59Z", true},
		"between":                    {Quiet{Hours: "22:00-07:00"}, "2026-03-02T12:00:00Z", false},
		"in a zone":                  {Quiet{Hours: "22:00-07:00", Zone: "America/Mexico_City"}, "2026-03-02T12:00:00Z", true},
		"in a zone with summer time": {Quiet{Hours: "22:00-07:00", Zone: "Europe/Rome"}, "2026-07-01T05:30:00Z", false},
		"the same hour in winter":    {Quiet{Hours: "22:00-07:00", Zone: "Europe/Rome"}, "2026-01-01T05:30:00Z", true},
		"no hours":                   {Quiet{}, "2026-03-01T12:00:00Z", false},
		"hours that cannot be read":  {Quiet{Hours: "late"}, "2026-03-01T12:00:00Z", false},
	}
	for name, tt := range tests {
		if got := tt.quiet.Covers(at(tt.at)); got != tt.want {
			t.Errorf("%s: %+v covers %s: got %v, want %v", name, tt.quiet, tt.at, got, tt.want)
		}
	}
}

func TestAnExpiredWatchMatchesNothing(t *testing.T) {
	w := Default()[0]
	w.Expires = noon
	l := compile(t, w)
	for at, want := range map[time.Time]int{noon.Add(-1): 1, noon: 0, noon.Add(time.Hour): 0} {
		if got := len(l.Match(tagged("KCRM"), at)); got != want {
			t.Errorf("at %v: got %d hits, want %d", at, got, want)
		}
	}
	if got := l.Explain("kcrm", tagged("KCRM"), noon); got.Matched || got.Parts[0].Missed != "expired on 2026-03-01T12:00:00Z" {
		t.Errorf("explained as %+v", got)
	}
}
