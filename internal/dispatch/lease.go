package dispatch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cablefeed/internal/feed"
)

// errTaken says that another process serves the channel.
var errTaken = errors.New("served by another process")

// A lease lets one process at a time do something. Who holds it writes it again
// and again; it is free when it holds nobody's name, or has not changed for the
// term. Each process measures that by itself, so clocks need not agree.
type lease struct {
	key, holder string
	term        time.Duration

	revision uint64
	changed  time.Time // when this process first saw that revision
}

// hold does work while the lease is this process's; errTaken when it is not.
func (l *lease) hold(ctx context.Context, notes *feed.Notes, work func(context.Context) error) error {
	if err := l.take(ctx, notes); err != nil {
		return err
	}
	working, cancel := context.WithCancelCause(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := l.keep(working, notes); working.Err() == nil {
			cancel(fmt.Errorf("lease lost: %w", err))
		}
	})
	err := work(working)
	if cause := context.Cause(working); cause != nil && ctx.Err() == nil {
		err = cause
	}
	cancel(nil)
	wg.Wait()
	// Give it free at once; another need not wait for it to run out.
	free, done := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer done()
	_, _ = notes.Swap(free, l.key, nil, l.revision)
	return err
}

// take takes the lease if it is free.
func (l *lease) take(ctx context.Context, notes *feed.Notes) error {
	name, revision, err := notes.Get(ctx, l.key)
	if err != nil && !errors.Is(err, feed.ErrNotFound) {
		return err
	}
	if revision != l.revision || l.changed.IsZero() {
		l.revision, l.changed = revision, time.Now()
	}
	if len(name) > 0 && string(name) != l.holder && time.Since(l.changed) < l.term {
		return errTaken
	}
	revision, err = notes.Swap(ctx, l.key, []byte(l.holder), revision)
	if errors.Is(err, feed.ErrConflict) {
		return errTaken
	} else if err != nil {
		return err
	}
	l.revision, l.changed = revision, time.Now()
	return nil
}

// keep renews the lease until ctx ends, somebody else has it, or it could not be
// renewed for so long that somebody else may have it soon.
func (l *lease) keep(ctx context.Context, notes *feed.Notes) error {
	for wait := l.term / 4; ; {
		pause(ctx, wait)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		try, done := context.WithTimeout(ctx, l.term/4)
		err := l.renew(try, notes)
		done()
		if errors.Is(err, errTaken) || err != nil && time.Since(l.changed) > l.term/2 {
			return err
		}
	}
}

func (l *lease) renew(ctx context.Context, notes *feed.Notes) error {
	revision, err := notes.Swap(ctx, l.key, []byte(l.holder), l.revision)
	if errors.Is(err, feed.ErrConflict) { // perhaps with its own renewal, whose answer was lost
		var name []byte
		if name, revision, err = notes.Get(ctx, l.key); err == nil && string(name) != l.holder {
			return errTaken
		}
	}
	if err == nil {
		l.revision, l.changed = revision, time.Now()
	}
	return err
}
