package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"

	"cablefeed/internal/notify"
)

// Bounds of the waits between tries.
const (
	firstWait = time.Second
	longWait  = 5 * time.Minute
	sendWait  = 30 * time.Second // for one try
)

// send has a channel send a notice, again and again with growing waits, until
// the receiver has it, refuses it, or it is too old; then it is kept as
// undelivered. The error is one of ctx or of the store.
func (l *line) send(ctx context.Context, c *Channel, n notify.Notice) error {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval, wait.MaxInterval, wait.RandomizationFactor = firstWait, longWait, 0.3
	said := false
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := l.try(ctx, c, n)
		if err == nil {
			return struct{}{}, nil
		}
		if errors.Is(err, notify.ErrRefused) || l.d.now().Sub(n.Time) > c.Policy.GiveUp() {
			return struct{}{}, backoff.Permanent(err)
		}
		if !said {
			said = true
			l.log.Warn().Str("to", c.Name).Str("notice", n.ID).Err(err).Msg("notice not sent, trying again")
		}
		if ra := (*notify.RetryAfter)(nil); errors.As(err, &ra) && ra.Wait > 0 {
			return struct{}{}, &backoff.RetryAfterError{Duration: min(ra.Wait, c.Policy.GiveUp())}
		}
		return struct{}{}, err
	}, backoff.WithBackOff(wait), backoff.WithMaxElapsedTime(0))
	if err == nil {
		return l.sent(ctx, c, n)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return l.giveUp(ctx, c, n, err)
}

// try sends a notice once.
func (l *line) try(ctx context.Context, c *Channel, n notify.Notice) error {
	ctx, cancel := context.WithTimeout(ctx, sendWait)
	defer cancel()
	return c.Sender.Send(ctx, n)
}

// sent notes when the watches of a notice were last told of.
func (l *line) sent(ctx context.Context, c *Channel, n notify.Notice) error {
	l.log.Info().Str("to", c.Name).Str("notice", n.ID).Str("reason", n.Reason).Int("alerts", len(n.Alerts)).Msg("notice sent")
	if c != l.c {
		return nil
	}
	now := l.d.now()
	return l.mem.change(ctx, func(s *state) bool {
		throttled := false
		for i := range n.Alerts {
			if l.d.watch(n.Alerts[i].Watch).Quiet.Throttle > 0 {
				s.LastSent[n.Alerts[i].Watch], throttled = now, true
			}
		}
		for name, at := range s.LastSent { // what no throttle asks for any more
			if now.Sub(at) > 7*24*time.Hour {
				delete(s.LastSent, name)
			}
		}
		return throttled
	})
}

// giveUp keeps a notice that cannot be sent.
func (l *line) giveUp(ctx context.Context, c *Channel, n notify.Notice, cause error) error {
	b, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if err := l.d.feed.Undelivered(ctx, c.Name, n.ID, cause.Error(), b); err != nil {
		return err
	}
	l.log.Error().Str("to", c.Name).Str("notice", n.ID).Err(cause).Msg("notice given up; it is kept, send it again with notify redrive")
	return nil
}
