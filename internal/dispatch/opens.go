package dispatch

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// An Open is an alert that a channel repeats or escalates until somebody
// acknowledges it.
type Open struct {
	Channel string          `json:"channel"`
	Since   time.Time       `json:"since"`
	Repeats int             `json:"repeats"`           // so often told again
	Next    *Next           `json:"next,omitempty"`    // nil: nobody is told again
	Silence *notify.Silence `json:"silence,omitempty"` // that passes over what falls due now
	Alert   watch.Alert     `json:"alert"`
}

// Next is who is told of an open alert next.
type Next struct {
	Channel string    `json:"channel"`
	At      time.Time `json:"at"`
	Reason  string    `json:"reason"` // repeat, escalation
}

// Opens lists the alerts that nobody has acknowledged, the oldest first; of one
// channel, if it is named.
func Opens(ctx context.Context, f *feed.Feed, channel string, now time.Time) (all []Open, err error) {
	notes, err := f.Notes(ctx)
	if err != nil {
		return nil, err
	}
	acked := map[string]bool{}
	if err := notes.Each(ctx, ackPrefix, func(key string, _ []byte) error { acked[key] = true; return nil }); err != nil {
		return nil, err
	}
	silences, err := Silences(ctx, f, now)
	if err != nil {
		return nil, err
	}
	prefix := kindOpen + "."
	if channel != "" {
		prefix += channel + "."
	}
	err = notes.Each(ctx, prefix, func(key string, value []byte) error {
		var o open
		if err := json.Unmarshal(value, &o); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if acked[noteKey(ackPrefix, o.Alert.ID)] {
			return nil // whoever serves the channel forgets it soon
		}
		one := Open{Channel: strings.Split(key, ".")[1], Since: o.Since, Repeats: o.Repeats, Alert: o.Alert}
		one.Next = o.next(one.Channel)
		for _, s := range silences {
			if s.Covers(&o.Alert, now) {
				one.Silence = &s
			}
		}
		all = append(all, one)
		return nil
	})
	slices.SortFunc(all, func(a, b Open) int {
		return cmp.Or(a.Since.Compare(b.Since), strings.Compare(a.Alert.ID, b.Alert.ID), strings.Compare(a.Channel, b.Channel))
	})
	return all, err
}

// next tells who is told next by a channel.
func (o *open) next(channel string) (n *Next) {
	if !o.Repeat.IsZero() {
		n = &Next{channel, o.Repeat, reasonRepeat}
	}
	if !o.Up.IsZero() && (n == nil || o.Up.Before(n.At)) {
		if n = (&Next{o.To, o.Up, reasonEscalation}); o.Ups > 0 {
			n.Reason = reasonRepeat
		}
	}
	return n
}
