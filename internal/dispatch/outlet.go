package dispatch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"cablefeed/internal/notify"
)

// waits are the times of trying to send.
type waits struct {
	first, longest time.Duration // between tries
	send           time.Duration // for one try
}

// after is how long to wait after so many tries have failed: longer each time,
// and never quite the same.
func (w *waits) after(tries int) time.Duration {
	d := w.longest
	if tries < 20 {
		d = min(d, w.first<<max(0, tries-1))
	}
	return d*7/10 + rand.N(d*6/10+1)
}

// errResting says that a notice was not tried: the channel has just failed.
var errResting = errors.New("channel rests after a failure")

// An outlet is a channel in this process. After a failure it rests, so that a
// receiver that is down is asked now and then, not for every notice, and gets
// the pause that it asks for.
type outlet struct {
	Channel
	waits *waits

	mu    sync.Mutex
	fails int
	rest  time.Time // no try before
	err   error     // of the last failure
}

// try sends a notice once. An error that is not notify.ErrRefused says to try
// again, and after which time.
func (o *outlet) try(ctx context.Context, n notify.Notice) error {
	if err := o.resting(); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, o.waits.send)
	defer cancel()
	err := o.Sender.Send(limited, n)
	if ctx.Err() != nil && err != nil {
		return ctx.Err()
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil || errors.Is(err, notify.ErrRefused) { // somebody is there
		o.fails = 0
		return err
	}
	o.fails++
	wait := o.waits.after(o.fails)
	if ra := (*notify.RetryAfter)(nil); errors.As(err, &ra) && ra.Wait > 0 {
		wait = min(ra.Wait, o.Policy.GiveUp())
	}
	o.rest, o.err = time.Now().Add(wait), err
	return &notify.RetryAfter{Wait: wait, Err: err}
}

// resting gives the failure that the outlet rests from, if it does.
func (o *outlet) resting() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if wait := time.Until(o.rest); o.fails > 0 && wait > 0 {
		return &notify.RetryAfter{Wait: wait, Err: fmt.Errorf("%w: %w", errResting, o.err)}
	}
	return nil
}

// failed is what a failed try asks for: how long to wait, at least as long as
// its number among the tries tells.
func (w *waits) failed(err error, tries int) time.Duration {
	wait := w.after(tries)
	if ra := (*notify.RetryAfter)(nil); errors.As(err, &ra) {
		wait = max(wait, ra.Wait+rand.N(w.first))
	}
	return wait
}
