// Package dispatch takes alerts from the stream and has each channel send what
// is for it: at once, or held back for a digest, a throttle or quiet hours, and
// again until somebody acknowledges it. Each channel works by itself, so that a
// slow or dead one delays no other. Notices reach the outside at least once: one
// that was sent in the instant of a crash is sent again, with the same id.
package dispatch

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
)

// Config configures a Dispatcher.
type Config struct {
	Channels string `env:"CHANNELS" flag:"channels" help:"File of notification channels, YAML or JSON; without it nobody is notified."`
}

// A Channel is one way to tell somebody.
type Channel struct {
	Name   string
	Policy notify.Policy
	Sender notify.Sender
}

// A Dispatcher serves channels. Several, in any number of processes, may run: of
// each channel one of them is at work, and another takes over when it ends.
type Dispatcher struct {
	feed    *feed.Feed
	outlets []*outlet
	log     zerolog.Logger
	known   *book

	now   func() time.Time // for what policies say
	tick  time.Duration    // how often the clock is looked at
	term  time.Duration    // how long one at work may be silent before another takes over
	waits waits
}

// New gives a Dispatcher.
func New(f *feed.Feed, channels []Channel, log zerolog.Logger) *Dispatcher {
	d := &Dispatcher{
		feed: f, log: log, known: newBook(), now: time.Now, tick: time.Second, term: 15 * time.Second,
		waits: waits{first: time.Second, longest: time.Minute, send: 30 * time.Second},
	}
	for _, c := range channels {
		d.outlets = append(d.outlets, &outlet{Channel: c, waits: &d.waits})
	}
	return d
}

// Ready makes sure that the channels get every alert that is made from now on,
// also those that come before Run has begun.
func (d *Dispatcher) Ready(ctx context.Context) error {
	for _, o := range d.outlets {
		if err := d.feed.ReadyAlerts(ctx, o.Name); err != nil {
			return err
		}
	}
	return nil
}

// Finish waits until the channels have looked at every alert and sent what does
// not wait, or ctx ends; it gives the number of alerts that are left.
func (d *Dispatcher) Finish(ctx context.Context) (left uint64) {
	for {
		left = 0
		for _, o := range d.outlets {
			n, _, err := d.feed.AlertsWaiting(context.WithoutCancel(ctx), o.Name)
			if left += n; err != nil {
				left++ // nobody can say
			}
		}
		if left == 0 || ctx.Err() != nil {
			return left
		}
		pause(ctx, 20*time.Millisecond)
	}
}

// Run serves the channels until ctx ends.
func (d *Dispatcher) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	d.known.follow(ctx, d.feed, &wg)
	for _, o := range d.outlets {
		wg.Go(func() { d.serve(ctx, o) })
	}
	return nil
}

// serve serves one channel whenever it is this process's turn.
func (d *Dispatcher) serve(ctx context.Context, o *outlet) {
	log := d.log.With().Str("channel", o.Name).Logger()
	// Nothing is sent before silences and the quiet rules of watches are known.
	if !d.known.wait(ctx) {
		return
	}
	own := &lease{key: "lease." + o.Name, holder: rand.Text(), term: d.term}
	for ctx.Err() == nil {
		notes, err := d.feed.Notes(ctx)
		if err == nil {
			err = own.hold(ctx, notes, func(ctx context.Context) error { return d.work(ctx, o, notes, log) })
		}
		if ctx.Err() == nil && err != nil && !errors.Is(err, errTaken) {
			log.Warn().Err(err).Msg("channel interrupted, trying again")
		}
		pause(ctx, min(time.Second, d.term/3))
	}
}

func (d *Dispatcher) outlet(name string) *outlet {
	for _, o := range d.outlets {
		if o.Name == name {
			return o
		}
	}
	return nil
}

// pause waits for d, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
