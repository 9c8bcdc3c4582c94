package dispatch

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// Bounds of what a channel remembers. An alert for which there is no room waits
// in the stream.
const (
	maxHeld  = 5000 // alerts held back
	maxOpen  = 2000 // alerts that nobody has acknowledged
	earlyFor = 30 * 24 * time.Hour
)

// A memory is what a channel remembers: small notes in the store, loaded before
// the first notice is sent. A note is stored before the alert is acknowledged
// that it is about.
type memory struct {
	notes   *feed.Notes
	channel string

	mu      sync.Mutex
	held    map[string]held      // by alert
	parcels map[string]*parcel   // by notice
	opened  map[string]open      // by alert
	told    map[string]time.Time // by watch, where a throttle asks for it
	early   map[string]bool      // by alert: told of while sections were missing
	served  served
}

// A held is an alert that is held back, to be sent with others of its group.
type held struct {
	Group  string      `json:"group"`
	Due    time.Time   `json:"due"`
	Update bool        `json:"update,omitempty"`
	Alert  watch.Alert `json:"alert"`
}

// A parcel is a notice of what was held back. It stays as it is, with its id,
// until it is sent or given up.
type parcel struct {
	Notice notify.Notice `json:"notice"`
	Made   time.Time     `json:"made"`

	tries int
	next  time.Time // no try before
}

// An open is an alert that is repeated, or escalated, until somebody
// acknowledges it.
type open struct {
	Alert   watch.Alert `json:"alert"`
	Since   time.Time   `json:"since"`
	Repeat  time.Time   `json:"repeat,omitzero"` // the next; zero: never
	Repeats int         `json:"repeats,omitempty"`
	To      string      `json:"to,omitempty"` // channel that it escalates to
	Up      time.Time   `json:"up,omitzero"`  // next notice to that channel; zero: none
	Ups     int         `json:"ups,omitempty"`
}

// A mark notes when something was.
type mark struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Kinds of notes; the first token of their keys.
const (
	kindHeld   = "held"
	kindParcel = "parcel"
	kindOpen   = "open"
	kindTold   = "told"
	kindEarly  = "early"
	kindServed = "served"
)

// loadMemory reads what a channel remembers.
func loadMemory(ctx context.Context, notes *feed.Notes, channel string, now time.Time) (*memory, error) {
	m := &memory{
		notes: notes, channel: channel, held: map[string]held{}, parcels: map[string]*parcel{}, opened: map[string]open{},
		told: map[string]time.Time{}, early: map[string]bool{},
	}
	err := errors.Join(
		load(ctx, m, kindHeld, func(h held) { m.held[h.Alert.ID] = h }),
		load(ctx, m, kindParcel, func(p parcel) { m.parcels[p.Notice.ID] = &p }),
		load(ctx, m, kindOpen, func(o open) { m.opened[o.Alert.ID] = o }),
		load(ctx, m, kindTold, func(t mark) { m.told[t.ID] = t.At }),
		load(ctx, m, kindEarly, func(e mark) {
			if m.early[e.ID] = true; now.Sub(e.At) > earlyFor {
				_ = m.remove(ctx, kindEarly, e.ID)
			}
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("state of channel %s: %w", channel, err)
	}
	// What a crash left both in a parcel and held back.
	for _, p := range m.parcels {
		for i := range p.Notice.Alerts {
			a := &p.Notice.Alerts[i]
			if h, ok := m.held[a.ID]; ok && order(&h.Alert) <= order(a) {
				if err := m.release(ctx, a.ID); err != nil {
					return nil, err
				}
			}
		}
	}
	return m, nil
}

func load[T any](ctx context.Context, m *memory, kind string, keep func(T)) error {
	return m.notes.Each(ctx, kind+"."+m.channel+".", func(key string, value []byte) error {
		var v T
		if err := json.Unmarshal(value, &v); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		keep(v)
		return nil
	})
}

// store and remove write and delete a note.
func (m *memory) store(ctx context.Context, kind, id string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return m.notes.Put(ctx, noteKey(kind+"."+m.channel+".", id), b)
}

func (m *memory) remove(ctx context.Context, kind, id string) error {
	return m.notes.Delete(ctx, noteKey(kind+"."+m.channel+".", id))
}

// full tells whether no more alerts can be held back.
func (m *memory) full() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := len(m.held)
	for _, p := range m.parcels {
		n += len(p.Notice.Alerts)
	}
	return n >= maxHeld
}

// hold holds an alert back; a later one of an id takes the place of the earlier.
func (m *memory) hold(ctx context.Context, h held) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := h.Alert.ID
	if had, ok := m.held[id]; ok && order(&had.Alert) > order(&h.Alert) {
		return nil
	}
	if err := m.store(ctx, kindHeld, id, h); err != nil {
		return err
	}
	m.held[id] = h
	return nil
}

// unhold forgets what is held back of an alert, up to a.
func (m *memory) unhold(ctx context.Context, a *watch.Alert) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if h, ok := m.held[a.ID]; !ok || order(&h.Alert) > order(a) {
		return nil
	}
	return m.release(ctx, a.ID)
}

func (m *memory) release(ctx context.Context, id string) error {
	if err := m.remove(ctx, kindHeld, id); err != nil {
		return err
	}
	delete(m.held, id)
	return nil
}

// groups gives what is held back by group, each in order.
func (m *memory) groups() (all [][]held) {
	m.mu.Lock()
	defer m.mu.Unlock()
	by := map[string][]held{}
	for _, h := range m.held {
		by[h.Group] = append(by[h.Group], h)
	}
	for _, g := range by {
		slices.SortFunc(g, func(a, b held) int {
			return cmp.Or(a.Alert.Committed.Compare(b.Alert.Committed), cmp.Compare(a.Alert.ID, b.Alert.ID))
		})
		all = append(all, g)
	}
	return all
}

// pack makes a parcel of what was held back.
func (m *memory) pack(ctx context.Context, p *parcel) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.store(ctx, kindParcel, p.Notice.ID, p); err != nil {
		return err
	}
	m.parcels[p.Notice.ID] = p
	for i := range p.Notice.Alerts {
		a := &p.Notice.Alerts[i]
		if h, ok := m.held[a.ID]; ok && order(&h.Alert) <= order(a) {
			if err := m.release(ctx, a.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// ready gives the parcels that may be tried at a time, the oldest first.
func (m *memory) ready(at time.Time) (all []*parcel) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range m.parcels {
		if !at.Before(p.next) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b *parcel) int { return a.Made.Compare(b.Made) })
	return all
}

// unpack forgets a parcel.
func (m *memory) unpack(ctx context.Context, p *parcel) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.remove(ctx, kindParcel, p.Notice.ID); err != nil {
		return err
	}
	delete(m.parcels, p.Notice.ID)
	return nil
}

// tell notes that a watch was told of.
func (m *memory) tell(ctx context.Context, name string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told[name] = at
	return m.store(ctx, kindTold, name, mark{name, at})
}

func (m *memory) lastTold(name string) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told[name]
}

// update tells whether an alert takes the place of one that was told of before,
// and remembers one that something will take the place of.
func (m *memory) update(ctx context.Context, a *watch.Alert, now time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a.Provisional && !m.early[a.ID] {
		if err := m.store(ctx, kindEarly, a.ID, mark{a.ID, now}); err != nil {
			return false, err
		}
		m.early[a.ID] = true
		return false, nil
	}
	return a.Revision > 1 || m.early[a.ID] && !a.Provisional, nil
}
