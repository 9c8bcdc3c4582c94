package dispatch

import (
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

func TestDecide(t *testing.T) {
	minutes := func(n int) watch.Duration { return watch.Duration(time.Duration(n) * time.Minute) }
	at := func(h, m int) time.Time { return time.Date(2026, 3, 2, h, m, 0, 0, time.UTC) }
	night := watch.Quiet{Hours: "22:00-07:00"}
	silence := &notify.Silence{ID: "s", Until: at(14, 0), Reason: "exercise"}
	tests := map[string]struct {
		policy  notify.Policy
		notify  []string
		grade   watch.Severity
		p       cable.Precedence
		quiet   watch.Quiet
		silence *notify.Silence
		last    time.Time
		now     time.Time
		do      action
		why     string
		due     time.Time
	}{
		"the zero policy sends at once":              {p: cable.Routine, now: at(12, 0), do: send, why: "nothing keeps it"},
		"an unknown precedence counts as routine":    {p: "", policy: notify.Policy{Digest: minutes(5)}, now: at(12, 0), do: hold, why: "digest", due: at(12, 5)},
		"another channel's alert is dropped":         {notify: []string{"other"}, p: cable.Flash, now: at(12, 0), do: drop, why: "not for this channel"},
		"a watch without channels is nobody's":       {notify: []string{}, p: cable.Flash, now: at(12, 0), do: drop, why: "not for this channel"},
		"but the default channel's":                  {notify: []string{}, policy: notify.Policy{Default: true}, p: cable.Flash, now: at(12, 0), do: send, why: "urgent"},
		"what is below the least severity":           {policy: notify.Policy{MinSeverity: watch.SeverityCritical}, grade: watch.SeverityWarning, p: cable.Flash, now: at(12, 0), do: drop, why: "not for this channel"},
		"what has it":                                {policy: notify.Policy{MinSeverity: watch.SeverityWarning}, grade: watch.SeverityWarning, p: cable.Routine, now: at(12, 0), do: send, why: "nothing keeps it"},
		"a silence keeps even FLASH":                 {silence: silence, p: cable.Flash, now: at(12, 0), do: drop, why: "silenced until 2026-03-02T14:00:00Z: exercise"},
		"FLASH waits for no digest, night, throttle": {policy: notify.Policy{Digest: minutes(5)}, quiet: watch.Quiet{Hours: night.Hours, Throttle: minutes(60)}, last: at(22, 59), p: cable.Flash, now: at(23, 0), do: send, why: "urgent"},
		"nor does IMMEDIATE":                         {policy: notify.Policy{Digest: minutes(5)}, p: cable.Immediate, now: at(12, 0), do: send, why: "urgent"},
		"nor NIACT IMMEDIATE":                        {quiet: night, p: cable.NiactImmediate, now: at(23, 0), do: send, why: "urgent"},
		"PRIORITY waits for the morning":             {quiet: night, p: cable.Priority, now: at(23, 0), do: hold, why: "quiet hours", due: time.Date(2026, 3, 3, 7, 0, 0, 0, time.UTC)},
		"the last quiet minute":                      {quiet: night, p: cable.Priority, now: at(6, 59).Add(59 * time.Second), do: hold, why: "quiet hours", due: at(7, 0)},
		"the first minute that is not":               {quiet: night, p: cable.Priority, now: at(7, 0), do: send, why: "nothing keeps it"},
		"hours of another zone":                      {quiet: watch.Quiet{Hours: "22:00-07:00", Zone: "Asia/Tokyo"}, p: cable.Priority, now: at(13, 30), do: hold, why: "quiet hours", due: at(22, 0)},
		"the night comes before the throttle":        {quiet: watch.Quiet{Hours: night.Hours, Throttle: minutes(1)}, last: at(23, 0), p: cable.Routine, now: at(23, 0), do: hold, why: "quiet hours", due: time.Date(2026, 3, 3, 7, 0, 0, 0, time.UTC)},
		"a throttle holds until it is over":          {quiet: watch.Quiet{Throttle: minutes(30)}, last: at(11, 45), p: cable.Routine, now: at(12, 0), do: hold, why: "throttle", due: at(12, 15)},
		"and not longer":                             {quiet: watch.Quiet{Throttle: minutes(30)}, last: at(11, 30), p: cable.Routine, now: at(12, 0), do: send, why: "nothing keeps it"},
		"nor for the first alert":                    {quiet: watch.Quiet{Throttle: minutes(30)}, p: cable.Routine, now: at(12, 0), do: send, why: "nothing keeps it"},
		"a digest collects from its first alert on":  {policy: notify.Policy{Digest: minutes(15)}, p: cable.Priority, now: at(12, 0), do: hold, why: "digest", due: at(12, 15)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := alert("06LIMA1", "kcrm", tt.p, "desk")
			a.Severity = tt.grade
			if tt.notify != nil {
				a.Notify = tt.notify
			}
			got := decide(&Channel{Name: "desk", Policy: tt.policy}, &a, tt.quiet, tt.silence, tt.last, tt.now)
			if got.do != tt.do || got.why != tt.why || !got.due.Equal(tt.due) {
				t.Errorf("got %d %q %v, want %d %q %v", got.do, got.why, got.due, tt.do, tt.why, tt.due)
			}
		})
	}
}

func TestGroupKeyIsTheWatchsElseTheChannelsElseTheWatch(t *testing.T) {
	a := alert("06LIMA1", "kcrm", cable.Routine, "desk")
	a.Thread = "05STATE9"
	for _, tt := range []struct {
		channel, own watch.Grouping
		want         string
	}{
		{"", "", "watch kcrm"},
		{watch.GroupPost, "", "post LIMA"},
		{watch.GroupThread, "", "thread 05STATE9"},
		{watch.GroupThread, watch.GroupPost, "post LIMA"},
		{watch.GroupPost, watch.GroupWatch, "watch kcrm"},
	} {
		if got := groupKey(tt.channel, tt.own, &a); got != tt.want {
			t.Errorf("channel %q, watch %q: got %q, want %q", tt.channel, tt.own, got, tt.want)
		}
	}
}

func TestWaitsGrowAndNeverEnd(t *testing.T) {
	w := waits{first: time.Second, longest: time.Minute}
	for tries, want := range map[int]time.Duration{0: time.Second, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 7: time.Minute, 100: time.Minute, 1 << 40: time.Minute} {
		for range 50 {
			if got := w.after(tries); got < want*7/10 || got > want*13/10 {
				t.Errorf("after %d tries: got %v, want %v or a third more or less", tries, got, want)
			}
		}
	}
}
