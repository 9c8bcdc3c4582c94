package dispatch

import (
	"context"
	"encoding/json"
	"errors"
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
	d    *Dispatcher
	o    *outlet
	mem  *memory
	sent newest
	log  zerolog.Logger
}

// work serves a channel until ctx ends or the store fails: urgent alerts, the
// others, and what falls due by the clock, each by itself, so that none waits
// for another.
func (d *Dispatcher) work(ctx context.Context, o *outlet, notes *feed.Notes, log zerolog.Logger) error {
	mem, err := loadMemory(ctx, notes, o.Name, d.now())
	if err != nil {
		return err
	}
	if err := mem.beginServing(ctx, d.now()); err != nil {
		return err
	}
	l := &line{d: d, o: o, mem: mem, log: log}
	if err := l.adopt(ctx); err != nil {
		return err
	}
	log.Info().Int("held", len(mem.held)).Int("open", len(mem.opened)).Msg("channel served")
	g, ctx := errgroup.WithContext(ctx)
	for _, isUrgent := range []bool{true, false} {
		g.Go(func() error {
			return d.feed.Alerts(ctx, o.Name, isUrgent, func(m *feed.AlertDelivery) error { return l.alert(ctx, m) })
		})
	}
	for _, look := range []func(context.Context) error{l.digests, l.repeats, l.escalations, l.serving} {
		g.Go(func() error {
			for ctx.Err() == nil {
				if err := look(ctx); err != nil {
					return err
				}
				pause(ctx, d.tick)
			}
			return ctx.Err()
		})
	}
	return g.Wait()
}

// A newest knows the latest of each alert that was sent, for a while. A later
// one may be sent first: it is tried again less often, or more urgent.
type newest struct {
	mu sync.Mutex
	m  map[string]int
}

func (n *newest) add(a *watch.Alert) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.m == nil || len(n.m) >= 10_000 {
		n.m = map[string]int{}
	}
	n.m[a.ID] = max(n.m[a.ID], order(a))
}

// passes tells whether a later one than a was sent.
func (n *newest) passes(a *watch.Alert) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.m[a.ID] > order(a)
}

// alert does with one alert what the rules say.
func (l *line) alert(ctx context.Context, m *feed.AlertDelivery) error {
	var a watch.Alert
	if err := json.Unmarshal(m.Data, &a); err != nil {
		l.log.Error().Uint64("seq", m.Seq).Err(err).Msg("alert not readable, passed over")
		return m.Ack(ctx)
	}
	if a.Committed.IsZero() {
		a.Committed = m.Time
	}
	if l.sent.passes(&a) {
		l.log.Info().Str("alert", a.ID).Int("revision", a.Revision).Msg("alert passed over: a later one was sent")
		return m.Ack(ctx)
	}
	now, w := l.d.now(), l.d.known.watch(a.Watch)
	s := decide(&l.o.Channel, &a, w.Quiet, l.d.known.silenced(&a, now), l.mem.lastTold(a.Watch), now)
	l.log.Debug().Str("alert", a.ID).Int("do", int(s.do)).Str("why", s.why).Msg("alert decided")
	if s.do == drop {
		if l.o.Policy.Wants(l.o.Name, &a) { // whoever was not told asks why
			l.log.Info().Str("alert", a.ID).Str("why", s.why).Msg("alert not sent")
		}
		return m.Pass()
	}
	if s.do == hold && l.mem.full() {
		m.Later(l.d.waits.longest)
		return nil
	}
	update, err := l.mem.update(ctx, &a, now)
	if err != nil {
		return err
	}
	if s.do == hold {
		err := l.mem.hold(ctx, held{Group: groupKey(l.o.Policy.Group, w.Group, &a), Due: s.due, Update: update, Alert: a})
		if err != nil {
			return err
		}
		return m.Ack(ctx)
	}
	if err := l.open(ctx, a); err != nil {
		return err
	}
	if err := l.mem.unhold(ctx, &a); err != nil {
		return err
	}
	reason := reasonAlert
	if update {
		reason = reasonUpdate
	}
	done := alive(ctx, m)
	tried := l.settle(ctx, l.o, notice(reason, a), a.Committed, m.Attempt)
	done()
	switch {
	case tried.err != nil:
		return tried.err
	case tried.wait > 0:
		m.Later(tried.wait)
		return nil
	}
	l.sent.add(&a)
	if !urgent(&a) && w.Quiet.Throttle > 0 {
		if err := l.mem.tell(ctx, a.Watch, now); err != nil {
			return err
		}
	}
	return m.Ack(ctx)
}

// An outcome is what became of a try: done with, to be tried again after a wait,
// or an error of ctx or of the store.
type outcome struct {
	wait time.Duration
	err  error
}

// settle tries to send a notice, and gives it up, into the store of what was
// not delivered, when the receiver refuses it or the time for it is over. first
// is when it might have been tried first, tries the number of this try.
func (l *line) settle(ctx context.Context, o *outlet, n notify.Notice, first time.Time, tries int) outcome {
	err := o.try(ctx, n)
	log := l.log.With().Str("to", o.Name).Str("notice", n.ID).Str("reason", n.Reason).Int("alerts", len(n.Alerts)).Int("tries", tries).Logger()
	if err == nil {
		log.Info().Msg("notice sent")
		return outcome{}
	}
	if ctx.Err() != nil {
		return outcome{err: ctx.Err()}
	}
	if !errors.Is(err, notify.ErrRefused) && l.mem.served.since(first, l.d.now()) <= o.Policy.GiveUp() {
		if tries == 1 && !errors.Is(err, errResting) {
			log.Warn().Err(err).Msg("notice not sent, trying again")
		}
		return outcome{wait: l.d.waits.failed(err, tries)}
	}
	b, e := json.Marshal(n)
	if e == nil {
		e = l.d.feed.Undelivered(ctx, o.Name, n.ID, err.Error(), b)
	}
	if e != nil {
		return outcome{err: e}
	}
	log.Error().Err(err).Msg("notice given up; it is kept, send it again with notify redrive")
	return outcome{}
}

// alive asks for more time for m until it is stopped.
func alive(ctx context.Context, m *feed.AlertDelivery) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	every := m.Wait / 3
	go func() {
		for pause(ctx, every); ctx.Err() == nil; pause(ctx, every) {
			m.InProgress()
		}
	}()
	return cancel
}
