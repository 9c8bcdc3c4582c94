package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cablefeed/internal/feed"
)

// A served is when somebody served a channel. A notice is given up after so much
// time in which it could be tried: what nobody could try while nobody was at work
// is not given up for that, and a restart does not begin the time anew.
type served struct {
	Last time.Time `json:"last"`           // somebody was at work
	Away []span    `json:"away,omitempty"` // nobody was
}

// A span is a time from one instant to another.
type span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

const (
	servedEvery = time.Minute     // Last is noted
	awayFrom    = 2 * servedEvery // what is shorter is a restart
	maxAway     = 100             // spans that are remembered
)

// begin notes that work begins.
func (s *served) begin(now time.Time) {
	if now.Sub(s.Last) >= awayFrom {
		s.Away = append(s.Away, span{s.Last, now})
		s.Away = s.Away[max(0, len(s.Away)-maxAway):]
	}
	s.Last = now
}

// since gives how much of the time since an instant the channel was served.
func (s *served) since(first, now time.Time) time.Duration {
	spent := now.Sub(first)
	for _, a := range s.Away {
		if a.From.Before(first) {
			a.From = first
		}
		if a.To.After(a.From) {
			spent -= a.To.Sub(a.From)
		}
	}
	return spent
}

// beginServing notes in the store that work begins.
func (m *memory) beginServing(ctx context.Context, now time.Time) error {
	b, _, err := m.notes.Get(ctx, noteKey(kindServed+"."+m.channel+".", m.channel))
	if err == nil {
		err = json.Unmarshal(b, &m.served)
	}
	if err != nil && !errors.Is(err, feed.ErrNotFound) {
		return fmt.Errorf("state of channel %s: %w", m.channel, err)
	}
	m.served.begin(now)
	return m.store(ctx, kindServed, m.channel, m.served)
}

// serving notes now and then that somebody is at work.
func (l *line) serving(ctx context.Context) error {
	now, was := l.d.now(), &l.mem.served
	if now.Sub(was.Last) < servedEvery {
		return nil
	}
	was.Last = now
	return l.mem.store(ctx, kindServed, l.mem.channel, was)
}
