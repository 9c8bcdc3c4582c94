package dispatch

import (
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// A step is what to do with an alert.
type step struct {
	do  action
	why string
	due time.Time // when what is held may be sent
}

type action int

const (
	drop action = iota
	send
	hold
)

// decide says what a channel does with an alert now: a pure function of its
// arguments. What is urgent never waits: only a silence keeps it. last is when
// the channel last told of the alert's watch.
func decide(c *Channel, a *watch.Alert, q watch.Quiet, silence *notify.Silence, last, now time.Time) step {
	switch {
	case !c.Policy.Wants(c.Name, a):
		return step{why: "not for this channel"}
	case silence != nil:
		return step{why: "silenced until " + silence.Until.UTC().Format(time.RFC3339) + ": " + silence.Reason}
	case urgent(a):
		return step{do: send, why: "urgent"}
	}
	if due, why := keeps(q, last, now); why != "" {
		return step{do: hold, due: due, why: why}
	}
	if c.Policy.Digest > 0 {
		return step{do: hold, due: now.Add(time.Duration(c.Policy.Digest)), why: "digest"}
	}
	return step{do: send, why: "nothing keeps it"}
}

// keeps tells until when the quiet rules of a watch keep what is not urgent, and
// why; "" when they do not.
func keeps(q watch.Quiet, last, now time.Time) (due time.Time, why string) {
	if q.Covers(now) {
		return quietEnd(q, now), "quiet hours"
	}
	if due = last.Add(time.Duration(q.Throttle)); !last.IsZero() && now.Before(due) {
		return due, "throttle"
	}
	return now, ""
}

// urgent tells whether an alert never waits.
func urgent(a *watch.Alert) bool { return a.Precedence.Rank() >= cable.Immediate.Rank() }

// groupKey names what an alert is held together with: as its watch says, else
// as the channel says, else by watch.
func groupKey(channel, own watch.Grouping, a *watch.Alert) string {
	if own == "" {
		own = channel
	}
	switch own {
	case watch.GroupPost:
		return "post " + a.From
	case watch.GroupThread:
		return "thread " + a.Thread
	}
	return "watch " + a.Watch
}

// quietEnd is the first minute after now that is not quiet.
func quietEnd(q watch.Quiet, now time.Time) time.Time {
	t := now.Truncate(time.Minute)
	for range 24 * 60 {
		t = t.Add(time.Minute)
		if !q.Covers(t) {
			break
		}
	}
	return t
}
