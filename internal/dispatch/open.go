package dispatch

import (
	"context"
	"time"

	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// open notes that alerts are repeated or escalated until somebody acknowledges
// them, where the policy says so. It is called before the first try: an alert
// escalates although its own channel is dead. A later revision takes the place
// of the one before without starting anew.
func (l *line) open(ctx context.Context, alerts ...watch.Alert) error {
	for _, a := range alerts {
		if !l.o.Policy.Repeats(&a) || l.d.known.acknowledged(a.ID) {
			continue
		}
		if err := l.mem.open(ctx, a, l.begin(a)); err != nil {
			return err
		}
		if l.mem.overflowed(a.ID) {
			l.log.Warn().Str("alert", a.ID).Int("open", maxOpen).Msg("alert not repeated: too many wait for an acknowledgement")
		}
	}
	return nil
}

func (l *line) begin(a watch.Alert) open {
	now := l.d.now()
	return follow(open{Alert: a, Since: now}, l.o.Policy, now)
}

// follow makes an open alert follow a policy.
func follow(o open, p notify.Policy, now time.Time) open {
	switch {
	case p.Repeat == 0:
		o.Repeat = time.Time{}
	case o.Repeat.IsZero():
		o.Repeat = now.Add(time.Duration(p.Repeat))
	}
	o.To = p.EscalateTo
	switch {
	case p.EscalateTo == "":
		o.Up = time.Time{}
	case o.Up.IsZero() && o.Ups == 0:
		o.Up = o.Since.Add(time.Duration(p.EscalateAfter))
	}
	return o
}

// adopt makes the open alerts that were found follow the policy of now.
func (l *line) adopt(ctx context.Context) error {
	now := l.d.now()
	for _, o := range l.mem.opens(func(open) bool { return true }) {
		if n := follow(o, l.o.Policy, now); n.To != o.To || !n.Up.Equal(o.Up) || !n.Repeat.Equal(o.Repeat) {
			if err := l.mem.move(ctx, o.Alert.ID, func(o *open) { *o = n }); err != nil {
				return err
			}
		}
	}
	return nil
}

// open stores o, or gives the one that is there its alert, if it is another.
func (m *memory) open(ctx context.Context, a watch.Alert, o open) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	had, ok := m.opened[a.ID]
	switch {
	case ok && order(&had.Alert) >= order(&a):
		return nil
	case ok:
		o = had
		o.Alert = a
	case len(m.opened) >= maxOpen:
		return nil
	}
	if err := m.store(ctx, kindOpen, a.ID, o); err != nil {
		return err
	}
	m.opened[a.ID] = o
	return nil
}

func (m *memory) overflowed(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.opened[id]
	return !ok
}

// opens gives the open alerts for which want tells true.
func (m *memory) opens(want func(open) bool) (all []open) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, o := range m.opened {
		if want(o) {
			all = append(all, o)
		}
	}
	return all
}

// move changes what is noted of an open alert; nothing if it was closed.
func (m *memory) move(ctx context.Context, id string, change func(*open)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	o, ok := m.opened[id]
	if !ok {
		return nil
	}
	change(&o)
	if err := m.store(ctx, kindOpen, id, o); err != nil {
		return err
	}
	m.opened[id] = o
	return nil
}

func (m *memory) close(ctx context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.opened[id]; !ok {
		return nil
	}
	if err := m.remove(ctx, kindOpen, id); err != nil {
		return err
	}
	delete(m.opened, id)
	return nil
}

// repeats sends again what nobody has acknowledged. It tries each once: the next
// repeat comes anyway.
func (l *line) repeats(ctx context.Context) error {
	now := l.d.now()
	for _, o := range l.mem.opens(func(o open) bool {
		return l.closed(o) || !o.Repeat.IsZero() && !now.Before(o.Repeat)
	}) {
		id := o.Alert.ID
		if l.closed(o) {
			if err := l.mem.close(ctx, id); err != nil {
				return err
			}
			continue
		}
		if !l.quiet(&o.Alert, now) {
			n := notice(reasonRepeat, o.Alert)
			n.ID, n.Time = noticeID(reasonRepeat, n.ID+stamp(o.Repeat)), now
			if err := l.o.try(ctx, n); err != nil {
				l.log.Warn().Str("alert", id).Err(err).Msg("repeat not sent")
			}
		}
		err := l.mem.move(ctx, id, func(o *open) { o.Repeat, o.Repeats = now.Add(time.Duration(l.o.Policy.Repeat)), o.Repeats+1 })
		if err != nil {
			return err
		}
	}
	return nil
}

// escalations tells the other channel of what nobody has acknowledged; from then
// on that channel gets the repeats, too.
func (l *line) escalations(ctx context.Context) error {
	now, p := l.d.now(), l.o.Policy
	to := l.d.outlet(p.EscalateTo)
	if to == nil {
		return nil
	}
	for _, o := range l.mem.opens(func(o open) bool { return !o.Up.IsZero() && !now.Before(o.Up) }) {
		if l.closed(o) || l.quiet(&o.Alert, now) {
			continue
		}
		next := time.Time{}
		if p.Repeat > 0 {
			next = now.Add(time.Duration(p.Repeat))
		}
		n := notice(reasonEscalation, o.Alert)
		n.Time = o.Up
		if o.Ups > 0 {
			n.Reason, n.ID = reasonRepeat, noticeID(reasonRepeat, n.ID+stamp(o.Up))
			if err := to.try(ctx, n); err != nil {
				l.log.Warn().Str("to", to.Name).Str("alert", o.Alert.ID).Err(err).Msg("repeat not sent")
			}
		} else if to.resting() != nil && l.mem.served.since(o.Up, now) <= to.Policy.GiveUp() {
			continue
		} else if tried := l.settle(ctx, to, n, o.Up, 1); tried.err != nil {
			return tried.err
		} else if tried.wait > 0 {
			continue
		}
		if err := l.mem.move(ctx, o.Alert.ID, func(o *open) { o.Up, o.Ups = next, o.Ups+1 }); err != nil {
			return err
		}
	}
	return nil
}

// closed tells whether an open alert needs no more: somebody has acknowledged
// it, or the policy is another now.
func (l *line) closed(o open) bool {
	return l.d.known.acknowledged(o.Alert.ID) || !l.o.Policy.Repeats(&o.Alert)
}

// quiet tells whether an alert must not ring now.
func (l *line) quiet(a *watch.Alert, now time.Time) bool {
	return l.d.known.silenced(a, now) != nil || !urgent(a) && l.d.known.watch(a.Watch).Quiet.Covers(now)
}
