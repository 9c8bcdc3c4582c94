package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// A line is a channel at work in this process.
type line struct {
	d     *Dispatcher
	c     *Channel
	notes *feed.Notes
	mem   *memory
	log   zerolog.Logger

	mu       sync.Mutex
	silences []notify.Silence
}

// work serves a channel: urgent alerts, the others, and what falls due by the
// clock, each by itself, so that none waits for another.
func (d *Dispatcher) work(ctx context.Context, c *Channel, notes *feed.Notes, log zerolog.Logger) error {
	mem, err := loadMemory(ctx, notes, c.Name)
	if err != nil {
		return err
	}
	l := &line{d: d, c: c, notes: notes, mem: mem, log: log}
	if err := l.refresh(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, urgent := range []bool{true, false} {
		g.Go(func() error {
			return d.feed.Alerts(ctx, c.Name, urgent, func(m *feed.AlertDelivery) error { return l.alert(ctx, m) })
		})
	}
	g.Go(func() error {
		for {
			pause(ctx, d.tick)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := l.refresh(ctx); err != nil {
				return err
			}
			if err := l.due(ctx); err != nil {
				return err
			}
		}
	})
	// Repeats and escalations have a clock of their own: they go on while a
	// digest cannot be sent.
	g.Go(func() error {
		for {
			pause(ctx, d.tick)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := l.remind(ctx); err != nil {
				return err
			}
		}
	})
	return g.Wait()
}

// refresh reads the silences.
func (l *line) refresh(ctx context.Context) error {
	all, err := Silences(ctx, l.notes, l.d.now())
	if err != nil {
		return err
	}
	l.mu.Lock()
	l.silences = all
	l.mu.Unlock()
	return nil
}

// alert does with one alert what the rules say, and acknowledges it.
func (l *line) alert(ctx context.Context, m *feed.AlertDelivery) error {
	var a watch.Alert
	if err := json.Unmarshal(m.Data, &a); err != nil {
		l.log.Error().Uint64("seq", m.Seq).Err(err).Msg("alert not readable, passed over")
		return m.Ack(ctx)
	}
	if a.Committed.IsZero() {
		a.Committed = m.Time
	}
	w := l.d.watch(a.Watch)
	now := l.d.now()
	l.mu.Lock()
	silences := l.silences
	l.mu.Unlock()
	var s step
	err := l.mem.change(ctx, func(st *state) bool {
		s = decide(l.c, &a, w.Quiet, w.Group, st, silences, now)
		if s.do == hold {
			st.add(s.key, s.due, a)
		}
		opened := false
		if s.do != drop && l.c.Policy.Repeats(&a) {
			opened = st.open(l.c.Policy, a, now)
		}
		return s.do == hold || opened
	})
	if err != nil {
		return err
	}
	l.log.Debug().Str("alert", a.ID).Str("why", s.why).Int("do", int(s.do)).Msg("alert decided")
	if s.do == send {
		stop := alive(ctx, m, l.d.feed.AckWait())
		err := l.send(ctx, l.c, notice(reason(&a), a))
		stop()
		if err != nil {
			return err
		}
	}
	return m.Ack(ctx)
}

// alive asks for more time for m until it is stopped.
func alive(ctx context.Context, m *feed.AlertDelivery, ackWait time.Duration) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		for {
			pause(ctx, ackWait/3)
			if ctx.Err() != nil {
				return
			}
			_ = m.InProgress()
		}
	}()
	return cancel
}

func reason(a *watch.Alert) string {
	if a.Revision > 1 {
		return "update"
	}
	return "alert"
}

// notice makes the notice of alerts; its id depends on what it says alone.
func notice(why string, alerts ...watch.Alert) notify.Notice {
	n := notify.Notice{Reason: why, Alerts: alerts}
	for i := range alerts {
		a := &alerts[i]
		n.ID += fmt.Sprintf("%s.%d", a.ID, a.Revision)
		if a.Provisional {
			n.ID += ".provisional"
		}
		n.ID += " "
		if n.Time.IsZero() || a.Committed.Before(n.Time) {
			n.Time = a.Committed
		}
	}
	n.ID = idKey(why, n.ID)
	return n
}

// open notes that an alert is repeated until somebody acknowledges it; a later
// revision takes the place of the one before without starting anew.
func (s *state) open(p notify.Policy, a watch.Alert, now time.Time) bool {
	if o := s.Open[a.ID]; o != nil {
		o.Alert = a
		return true
	}
	o := &open{Alert: a, Since: now}
	if p.Repeat > 0 {
		o.Next = now.Add(time.Duration(p.Repeat))
	}
	s.Open[a.ID] = o
	return true
}
