// Package dispatch takes alerts from the stream and has each channel send what
// is for it: at once, or held back for a digest, a throttle or quiet hours, and
// again until somebody acknowledges it. Each channel works by itself, so that a
// slow or dead one delays no other. Notices reach the outside at least once: one
// that was sent in the instant of a crash is sent again, with the same id.
package dispatch

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
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
	feed     *feed.Feed
	channels []Channel
	log      zerolog.Logger
	now      func() time.Time
	tick     time.Duration

	mu      sync.Mutex
	watches map[string]watch.Watch
}

// New gives a Dispatcher.
func New(f *feed.Feed, channels []Channel, log zerolog.Logger) *Dispatcher {
	return &Dispatcher{feed: f, channels: channels, log: log, now: time.Now, tick: time.Second}
}

// Run serves the channels until ctx ends.
func (d *Dispatcher) Run(ctx context.Context) error {
	ready := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { d.follow(ctx, sync.OnceFunc(func() { close(ready) })) })
	select {
	case <-ready: // nothing is sent before the quiet rules of the watches are known
	case <-ctx.Done():
	}
	for i := range d.channels {
		c := &d.channels[i]
		wg.Go(func() { d.serve(ctx, c) })
	}
	wg.Wait()
	return nil
}

// follow keeps the watches at hand.
func (d *Dispatcher) follow(ctx context.Context, ready func()) {
	for ctx.Err() == nil {
		_ = d.feed.FollowWatches(ctx, 50*time.Millisecond, func(list []watch.Watch) {
			m := make(map[string]watch.Watch, len(list))
			for _, w := range list {
				m[w.Name] = w
			}
			d.mu.Lock()
			d.watches = m
			d.mu.Unlock()
			ready()
		})
		pause(ctx, time.Second)
	}
}

func (d *Dispatcher) watch(name string) watch.Watch {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.watches[name]
}

// serve serves one channel whenever it is this process's turn.
func (d *Dispatcher) serve(ctx context.Context, c *Channel) {
	log := d.log.With().Str("channel", c.Name).Logger()
	holder := rand.Text()
	for ctx.Err() == nil {
		notes, err := d.feed.Notes(ctx)
		if err == nil {
			err = withLease(ctx, notes, "lease."+c.Name, holder, func(ctx context.Context) error {
				return d.work(ctx, c, notes, log)
			})
		}
		if ctx.Err() == nil && err != nil && !errors.Is(err, errTaken) {
			log.Warn().Err(err).Msg("channel interrupted, trying again")
		}
		pause(ctx, time.Second)
	}
}

// errTaken says that another process serves the channel.
var errTaken = errors.New("served by another process")

type lease struct {
	Holder string    `json:"holder"`
	Until  time.Time `json:"until"`
}

// withLease does work while this process alone holds the lease of a key.
func withLease(ctx context.Context, notes *feed.Notes, key, holder string, work func(context.Context) error) error {
	take := func(revision uint64) (uint64, error) {
		b, _ := json.Marshal(lease{Holder: holder, Until: time.Now().Add(feed.Lease)})
		return notes.Swap(ctx, key, b, revision)
	}
	b, revision, err := notes.Get(ctx, key)
	if err != nil && !errors.Is(err, feed.ErrNotFound) {
		return err
	}
	var l lease
	if err == nil && json.Unmarshal(b, &l) == nil && time.Now().Before(l.Until) {
		return errTaken
	}
	if revision, err = take(revision); errors.Is(err, feed.ErrConflict) {
		return errTaken
	} else if err != nil {
		return err
	}
	working, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			pause(working, feed.Lease/3)
			if working.Err() != nil {
				return
			}
			var err error
			if revision, err = take(revision); err != nil {
				cancel(fmt.Errorf("lease lost: %w", err))
				return
			}
		}
	})
	err = work(working)
	cancel(err)
	wg.Wait()
	if cause := context.Cause(working); cause != nil && ctx.Err() == nil {
		err = cause
	}
	// Give it free at once; another need not wait for it to run out.
	free, done := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer done()
	b, _ = json.Marshal(lease{Holder: holder})
	_, _ = notes.Swap(free, key, b, revision)
	return err
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
