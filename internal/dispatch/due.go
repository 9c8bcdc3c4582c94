package dispatch

import (
	"context"
	"time"

	"cablefeed/internal/notify"
)

// due sends the groups whose time has come. A group leaves the state after it
// was sent, or given up: a crash in between sends it again.
func (l *line) due(ctx context.Context) error {
	now := l.d.now()
	for _, key := range l.ready(now) {
		var n notify.Notice
		var size int
		err := l.mem.change(ctx, func(s *state) bool {
			g := s.Held[key]
			for i := range g.Alerts {
				if q := l.d.watch(g.Alerts[i].Watch).Quiet; q.Covers(now) && !Urgent(g.Alerts[i].Precedence) {
					g.Due = quietEnd(q, now)
					return true
				}
			}
			size = len(g.Alerts)
			n = notice("digest", append(g.Alerts[:0:0], g.Alerts...)...)
			if size == 1 {
				n = notice(reason(&g.Alerts[0]), g.Alerts[0])
			}
			return false
		})
		if err != nil {
			return err
		}
		if size == 0 {
			continue
		}
		if err := l.send(ctx, l.c, n); err != nil {
			return err
		}
		err = l.mem.change(ctx, func(s *state) bool {
			g := s.Held[key]
			g.Alerts = g.Alerts[size:] // what came meanwhile waits for the next time
			if len(g.Alerts) == 0 {
				delete(s.Held, key)
			} else {
				g.Due = now.Add(time.Duration(l.c.Policy.Digest))
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *line) ready(now time.Time) (keys []string) {
	l.mem.mu.Lock()
	defer l.mem.mu.Unlock()
	for key, g := range l.mem.state.Held {
		if !now.Before(g.Due) {
			keys = append(keys, key)
		}
	}
	return keys
}

// remind repeats and escalates what nobody has acknowledged.
func (l *line) remind(ctx context.Context) error {
	now, p := l.d.now(), l.c.Policy
	l.mem.mu.Lock()
	var items []open
	for _, o := range l.mem.state.Open {
		items = append(items, *o)
	}
	l.mem.mu.Unlock()
	for _, o := range items {
		escalate := p.EscalateTo != "" && !o.Escalated && now.Sub(o.Since) >= time.Duration(p.EscalateAfter)
		repeat := !o.Next.IsZero() && !now.Before(o.Next)
		if !escalate && !repeat {
			continue
		}
		done, err := acknowledged(ctx, l.notes, o.Alert.ID)
		if err != nil {
			return err
		}
		if done || now.Sub(o.Since) > p.GiveUp() {
			if err := l.mem.change(ctx, func(s *state) bool { delete(s.Open, o.Alert.ID); return true }); err != nil {
				return err
			}
			continue
		}
		if escalate {
			o.Escalated = true
			if to := l.d.channel(p.EscalateTo); to != nil {
				n := notice("escalation", o.Alert)
				n.Time = now
				go func() { _ = l.send(ctx, to, n) }() // by itself: that channel may be dead, too
			} else {
				l.log.Error().Str("escalate_to", p.EscalateTo).Msg("no such channel to escalate to")
			}
		}
		if repeat {
			o.Times++
			o.Next = now.Add(time.Duration(p.Repeat))
			n := notice("repeat", o.Alert)
			n.ID = idKey("repeat", n.ID+now.String())
			n.Time = now
			go func() { _ = l.try(ctx, l.c, n) }() // once: the next repeat comes anyway
		}
		err = l.mem.change(ctx, func(s *state) bool {
			if own := s.Open[o.Alert.ID]; own != nil {
				own.Escalated, own.Times, own.Next = o.Escalated, o.Times, o.Next
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Dispatcher) channel(name string) *Channel {
	for i := range d.channels {
		if d.channels[i].Name == name {
			return &d.channels[i]
		}
	}
	return nil
}
