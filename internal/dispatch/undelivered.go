package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
)

// An Undelivered is a notice that a channel has given up.
type Undelivered struct {
	Notice notify.Notice `json:"notice"`
	Reason string        `json:"reason"` // of the last failure
	Since  time.Time     `json:"since"`
}

// EachUndelivered gives what a channel has given up, the oldest first; handle
// tells whether one is to be dropped.
func EachUndelivered(ctx context.Context, f *feed.Feed, channel string, handle func(Undelivered) (drop bool, err error)) error {
	return f.EachUndelivered(ctx, channel, func(m *feed.Stored) (bool, error) {
		u := Undelivered{Reason: strings.Join(m.Header["Notice-Reason"], " "), Since: m.Time}
		if err := json.Unmarshal(m.Data, &u.Notice); err != nil {
			return false, fmt.Errorf("%s: message %d: %w", m.Subject, m.Seq, err)
		}
		return handle(u)
	})
}

// Redrive sends again what a channel has given up, and drops each notice that
// the receiver takes. What it refuses stays. Any other failure ends it.
func Redrive(ctx context.Context, f *feed.Feed, c Channel) (sent, refused int, err error) {
	err = EachUndelivered(ctx, f, c.Name, func(u Undelivered) (bool, error) {
		limited, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		switch err := c.Sender.Send(limited, u.Notice); {
		case err == nil:
			sent++
			return true, nil
		case errors.Is(err, notify.ErrRefused):
			refused++
			return false, nil
		default:
			return false, err
		}
	})
	return sent, refused, err
}

// A Count is how much a channel has in hand.
type Count struct {
	Served      bool   `json:"served"`      // somebody has served it at some time
	Waiting     uint64 `json:"waiting"`     // alerts that it has not looked at, or tries again
	Held        int    `json:"held"`        // alerts held back
	Open        int    `json:"open"`        // alerts that nobody has acknowledged
	Undelivered uint64 `json:"undelivered"` // notices given up
}

// Counts counts what a channel has in hand.
func Counts(ctx context.Context, f *feed.Feed, channel string) (c Count, err error) {
	notes, err := f.Notes(ctx)
	if err != nil {
		return c, err
	}
	given, err := f.CountUndelivered(ctx)
	if err != nil {
		return c, err
	}
	c.Undelivered = given[channel]
	if c.Waiting, c.Served, err = f.AlertsWaiting(ctx, channel); err != nil {
		return c, err
	}
	if err := notes.Each(ctx, kindHeld+"."+channel+".", func(string, []byte) error { c.Held++; return nil }); err != nil {
		return c, err
	}
	err = notes.Each(ctx, kindParcel+"."+channel+".", func(_ string, value []byte) error {
		var p parcel
		err := json.Unmarshal(value, &p)
		c.Held += len(p.Notice.Alerts)
		return err
	})
	if err != nil {
		return c, err
	}
	return c, notes.Each(ctx, kindOpen+"."+channel+".", func(string, []byte) error { c.Open++; return nil })
}
