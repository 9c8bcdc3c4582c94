package dispatch

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"cablefeed/internal/watch"
)

// Bounds of one digest.
const (
	maxDigest      = 200
	maxDigestBytes = 256 << 10
)

// digests packs what is due of what is held back, and sends what is packed.
func (l *line) digests(ctx context.Context) error {
	now := l.d.now()
	for _, group := range l.mem.groups() {
		if !ripe(group, now) {
			continue
		}
		free, err := l.free(ctx, group, now)
		if err != nil {
			return err
		}
		for len(free) > 0 {
			n := fits(free)
			if err := l.pack(ctx, free[:n], now); err != nil {
				return err
			}
			free = free[n:]
		}
	}
	for _, p := range l.mem.ready(time.Now()) {
		p.tries++
		tried := l.settle(ctx, l.o, p.Notice, p.Made, p.tries)
		if tried.err != nil {
			return tried.err
		}
		if tried.wait > 0 {
			p.next = time.Now().Add(tried.wait)
			continue
		}
		if err := l.mem.unpack(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// ripe tells whether a group is due: its first alert is, or it is full.
func ripe(group []held, now time.Time) bool {
	return len(group) >= maxDigest || slices.ContainsFunc(group, func(h held) bool { return !now.Before(h.Due) })
}

// free gives the alerts of a group that nothing keeps any more: what was
// silenced meanwhile is forgotten, what is quiet waits on.
func (l *line) free(ctx context.Context, group []held, now time.Time) (free []held, err error) {
	for _, h := range group {
		a := &h.Alert
		if s := l.d.known.silenced(a, now); s != nil {
			l.log.Info().Str("alert", a.ID).Str("silence", s.ID).Msg("alert silenced while it was held back")
			if err := l.mem.unhold(ctx, a); err != nil {
				return nil, err
			}
			continue
		}
		due, why := keeps(l.d.known.watch(a.Watch).Quiet, l.mem.lastTold(a.Watch), now)
		if why == "" {
			free = append(free, h)
		} else if !due.Equal(h.Due) {
			h.Due = due
			if err := l.mem.hold(ctx, h); err != nil {
				return nil, err
			}
		}
	}
	return free, nil
}

// fits is how many of the alerts one digest holds.
func fits(all []held) int {
	size := 0
	for i, h := range all {
		b, _ := json.Marshal(h.Alert)
		if size += len(b); i > 0 && (size > maxDigestBytes || i == maxDigest) {
			return i
		}
	}
	return len(all)
}

// pack makes one notice of alerts.
func (l *line) pack(ctx context.Context, all []held, now time.Time) error {
	reason, alerts := reasonDigest, make([]watch.Alert, len(all))
	for i, h := range all {
		alerts[i] = h.Alert
	}
	if len(all) == 1 {
		if reason = reasonAlert; all[0].Update {
			reason = reasonUpdate
		}
	}
	if err := l.open(ctx, alerts...); err != nil {
		return err
	}
	if err := l.mem.pack(ctx, &parcel{Notice: notice(reason, alerts...), Made: now}); err != nil {
		return err
	}
	told := map[string]bool{}
	for i := range alerts {
		name := alerts[i].Watch
		if l.d.known.watch(name).Quiet.Throttle > 0 && !told[name] {
			told[name] = true
			if err := l.mem.tell(ctx, name, now); err != nil {
				return err
			}
		}
	}
	return nil
}
