package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// maxHeld bounds a group; a full one is sent without waiting.
const maxHeld = 500

// A state is what a channel remembers. It is stored before an alert is
// acknowledged that has gone into it, and loaded before the first one is sent.
type state struct {
	Held     map[string]*group    `json:"held"`      // by group key
	LastSent map[string]time.Time `json:"last_sent"` // by watch, for throttles
	Open     map[string]*open     `json:"open"`      // by alert id: what nobody has acknowledged
}

// A group is alerts that are held back to be sent together.
type group struct {
	Due    time.Time     `json:"due"`
	Alerts []watch.Alert `json:"alerts"`
}

// An open is an alert that is repeated, or escalated, until it is acknowledged.
type open struct {
	Alert     watch.Alert `json:"alert"`
	Since     time.Time   `json:"since"`
	Next      time.Time   `json:"next,omitzero"` // repeat; zero: never
	Times     int         `json:"times"`
	Escalated bool        `json:"escalated"`
}

// add puts an alert into its group; a later one of an id takes the place of the
// earlier.
func (s *state) add(key string, due time.Time, a watch.Alert) {
	g := s.Held[key]
	if g == nil {
		g = &group{Due: due}
		s.Held[key] = g
	}
	for i := range g.Alerts {
		if g.Alerts[i].ID == a.ID {
			g.Alerts[i] = a
			return
		}
	}
	if g.Alerts = append(g.Alerts, a); len(g.Alerts) >= maxHeld {
		g.Due = time.Time{}
	}
}

// A memory is the state of one channel in the store.
type memory struct {
	notes *feed.Notes
	key   string

	mu    sync.Mutex
	state state
}

func loadMemory(ctx context.Context, notes *feed.Notes, channel string) (*memory, error) {
	m := &memory{notes: notes, key: "channel." + channel}
	b, _, err := notes.Get(ctx, m.key)
	if err == nil {
		err = json.Unmarshal(b, &m.state)
	} else if errors.Is(err, feed.ErrNotFound) {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("state of channel %s: %w", channel, err)
	}
	if m.state.Held == nil {
		m.state.Held = map[string]*group{}
	}
	if m.state.LastSent == nil {
		m.state.LastSent = map[string]time.Time{}
	}
	if m.state.Open == nil {
		m.state.Open = map[string]*open{}
	}
	return m, nil
}

// change changes the state, and stores it when do tells that it changed it.
func (m *memory) change(ctx context.Context, do func(*state) bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !do(&m.state) {
		return nil
	}
	b, err := json.Marshal(m.state)
	if err != nil {
		return err
	}
	return m.notes.Put(ctx, m.key, b)
}

// idKey makes a key of the store of an alert's id.
func idKey(prefix, id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%s.%x", prefix, sum[:12])
}

// An Acknowledgement says that somebody has taken an alert on.
type Acknowledgement struct {
	ID   string    `json:"id"`
	Note string    `json:"note,omitempty"`
	At   time.Time `json:"at"`
}

// Acknowledge ends the repeats and the escalation of an alert, on all channels.
func Acknowledge(ctx context.Context, f *feed.Feed, a Acknowledgement) error {
	notes, err := f.Notes(ctx)
	if err != nil {
		return err
	}
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return notes.Put(ctx, idKey("ack", a.ID), b)
}

func acknowledged(ctx context.Context, notes *feed.Notes, id string) (bool, error) {
	_, _, err := notes.Get(ctx, idKey("ack", id))
	if errors.Is(err, feed.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Silences lists the silences that have not ended at a time.
func Silences(ctx context.Context, notes *feed.Notes, now time.Time) (all []notify.Silence, err error) {
	err = notes.Each(ctx, "silence.", func(_ string, value []byte) error {
		var s notify.Silence
		if err := json.Unmarshal(value, &s); err != nil {
			return err
		}
		if now.Before(s.Until) {
			all = append(all, s)
		}
		return nil
	})
	return all, err
}
