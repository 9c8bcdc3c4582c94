package dispatch

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// A book is what all channels go by, as it is now: the watches, the silences,
// and what was acknowledged.
type book struct {
	mu       sync.Mutex
	watches  map[string]watch.Watch
	silences map[string]notify.Silence // by key
	acked    map[string]bool           // by key

	ready [2]chan struct{}
}

func newBook() *book {
	return &book{
		silences: map[string]notify.Silence{}, acked: map[string]bool{},
		ready: [2]chan struct{}{make(chan struct{}), make(chan struct{})},
	}
}

// settle is the time in which changes of watches are taken as one.
const settle = 50 * time.Millisecond

// follow keeps the book up to date until ctx ends.
func (b *book) follow(ctx context.Context, f *feed.Feed, wg *sync.WaitGroup) {
	var said [2]func()
	for i := range said {
		said[i] = sync.OnceFunc(func() { close(b.ready[i]) })
	}
	again := func(follow func() error) {
		for ctx.Err() == nil {
			_ = follow() // the server may be away for a while
			pause(ctx, time.Second)
		}
	}
	wg.Go(func() {
		again(func() error {
			return f.FollowWatches(ctx, settle, func(list []watch.Watch) { b.setWatches(list); said[0]() })
		})
	})
	wg.Go(func() {
		again(func() error {
			notes, err := f.Notes(ctx)
			if err != nil {
				return err
			}
			return notes.Follow(ctx, []string{silencePrefix, ackPrefix}, b.note, said[1])
		})
	})
}

// wait waits until the book is complete; it tells false when ctx ends before.
func (b *book) wait(ctx context.Context) bool {
	for _, ready := range b.ready {
		select {
		case <-ready:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

func (b *book) setWatches(list []watch.Watch) {
	m := make(map[string]watch.Watch, len(list))
	for _, w := range list {
		m[w.Name] = w
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watches = m
}

// note takes a silence or an acknowledgement in; nil: it was removed.
func (b *book) note(key string, value []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if strings.HasPrefix(key, ackPrefix) {
		if value == nil {
			delete(b.acked, key)
			return
		}
		b.acked[key] = true
		return
	}
	var s notify.Silence
	if value == nil || json.Unmarshal(value, &s) != nil {
		delete(b.silences, key)
		return
	}
	b.silences[key] = s
}

// watch gives a watch as it is now; the zero Watch when it was removed.
func (b *book) watch(name string) watch.Watch {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.watches[name]
}

// silenced gives the silence that covers an alert, nil when none does.
func (b *book) silenced(a *watch.Alert, now time.Time) *notify.Silence {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.silences {
		if s.Covers(a, now) {
			return &s
		}
	}
	return nil
}

func (b *book) acknowledged(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.acked[noteKey(ackPrefix, id)]
}
