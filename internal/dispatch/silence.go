package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
)

// Where silences and acknowledgements are kept.
const (
	silencePrefix = "silence."
	ackPrefix     = "ack."
)

// An Acknowledgement says that somebody has taken an alert on.
type Acknowledgement struct {
	ID   string    `json:"id"` // of the alert
	Note string    `json:"note,omitempty"`
	At   time.Time `json:"at"`
}

// Acknowledge ends the repeats and the escalation of an alert, on all channels,
// for all revisions of its cable.
func Acknowledge(ctx context.Context, f *feed.Feed, a Acknowledgement) error {
	return put(ctx, f, noteKey(ackPrefix, a.ID), a)
}

// OpenOn names the channels that repeat or escalate an alert.
func OpenOn(ctx context.Context, f *feed.Feed, id string) (channels []string, err error) {
	all, err := Opens(ctx, f, "", time.Now())
	for _, o := range all {
		if o.Alert.ID == id {
			channels = append(channels, o.Channel)
		}
	}
	return channels, err
}

// AddSilence keeps alerts from being sent for a while.
func AddSilence(ctx context.Context, f *feed.Feed, s notify.Silence) error {
	return put(ctx, f, silencePrefix+s.ID, s)
}

func put(ctx context.Context, f *feed.Feed, key string, v any) error {
	notes, err := f.Notes(ctx)
	if err != nil {
		return err
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return notes.Put(ctx, key, b)
}

// RemoveSilence ends a silence before its time; feed.ErrNotFound when there is
// none of that id.
func RemoveSilence(ctx context.Context, f *feed.Feed, id string) error {
	notes, err := f.Notes(ctx)
	if err != nil {
		return err
	}
	if _, _, err := notes.Get(ctx, silencePrefix+id); errors.Is(err, feed.ErrNotFound) {
		return fmt.Errorf("silence %s: %w", id, err)
	} else if err != nil {
		return err
	}
	return notes.Delete(ctx, silencePrefix+id)
}

// Silences lists the silences, the first to end first. It removes those that
// ended more than a week before now.
func Silences(ctx context.Context, f *feed.Feed, now time.Time) (all []notify.Silence, err error) {
	notes, err := f.Notes(ctx)
	if err != nil {
		return nil, err
	}
	err = notes.Each(ctx, silencePrefix, func(key string, value []byte) error {
		var s notify.Silence
		if err := json.Unmarshal(value, &s); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if now.Sub(s.Until) > 7*24*time.Hour {
			return notes.Delete(ctx, key)
		}
		all = append(all, s)
		return nil
	})
	slices.SortFunc(all, func(a, b notify.Silence) int { return a.Until.Compare(b.Until) })
	return all, err
}
