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
	key string    // of the group that holds it
	due time.Time // when the group is sent
}

type action int

const (
	drop action = iota
	send
	hold
)

// decide says what a channel does with an alert now. It is a pure function of
// its arguments. What is urgent never waits: only a silence keeps it.
func decide(c *Channel, a *watch.Alert, q watch.Quiet, g watch.Grouping, s *state, silences []notify.Silence, now time.Time) step {
	if !c.Policy.Wants(c.Name, a) {
		return step{why: "not for this channel"}
	}
	for _, x := range silences {
		if x.Covers(a, now) {
			return step{why: "silenced until " + x.Until.UTC().Format(time.RFC3339) + ": " + x.Reason}
		}
	}
	if Urgent(a.Precedence) {
		return step{do: send, why: "urgent"}
	}
	held := step{do: hold, key: groupKey(c.Policy.Group, g, a)}
	if q.Covers(now) {
		held.due, held.why = quietEnd(q, now), "quiet hours"
		return held
	}
	if last, ok := s.LastSent[a.Watch]; ok && q.Throttle > 0 && now.Before(last.Add(time.Duration(q.Throttle))) {
		held.due, held.why = last.Add(time.Duration(q.Throttle)), "throttle"
		return held
	}
	if c.Policy.Digest > 0 {
		held.due, held.why = now.Add(time.Duration(c.Policy.Digest)), "digest"
		return held
	}
	return step{do: send}
}

// Urgent tells whether an alert of that precedence never waits.
func Urgent(p cable.Precedence) bool { return p.Rank() >= cable.Immediate.Rank() }

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

// quietEnd is the first minute from now on that is not quiet.
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
