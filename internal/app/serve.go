package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/config"
	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
	"cablefeed/internal/ingest"
	"cablefeed/internal/keeper"
	"cablefeed/internal/processor"
	"cablefeed/internal/source"
	"cablefeed/internal/watch"
)

// A Serve is a run of the whole program: server, ingest, processor.
type Serve struct {
	Config config.Config
	Paths  []string // taken in at the start
	Once   bool     // end when all that was given is committed
	Stdin  io.Reader
	Show   io.Writer // for people: what becomes of each transmission; nil: nobody looks
	Log    zerolog.Logger
	Ready  func(server string) // told when work begins; may be nil
}

// ErrIncomplete says that something that was given is no cable, or could not be
// read; the log names each.
var ErrIncomplete = errors.New("not everything that was given is a cable")

// Run works until ctx ends, or, with Once, until all is committed. It leaves no
// goroutine behind.
func (s Serve) Run(ctx context.Context) (err error) {
	channels, err := Channels(s.Config)
	if err != nil {
		return err
	}
	f, stop, err := startFeed(ctx, s.Config, s.Log)
	if err != nil {
		return err
	}
	defer stop()
	var watches *watch.List
	d := dispatch.New(f, served(channels), s.Log)
	err = insist(ctx, s.Log, func() (err error) {
		if watches, err = s.loadWatches(ctx, f); err == nil {
			err = d.Ready(ctx)
		}
		return err
	})
	if err != nil {
		return err
	}
	show := newShow(s.Show, s.Log)
	p := processor.New(f, watches, s.Config.Processor, s.Log, show.outcome)

	working, cancel := context.WithCancel(ctx)
	var workers sync.WaitGroup
	workers.Go(func() { _ = p.Run(working) })
	workers.Go(func() { _ = keeper.New(f, s.Config.Processor.DrainTimeout, s.Log).Run(working) })
	workers.Go(func() { followWatches(working, f, watches, s.Log, p.SetWatches) })
	workers.Go(func() { trimJournal(working, f, s.Log) })
	if len(channels) > 0 {
		workers.Go(func() { _ = d.Run(working) })
	}
	if s.Ready != nil {
		s.Ready(f.Server())
	}
	var rejected int
	var report ingest.Report
	if len(s.Paths) > 0 {
		report, rejected, err = s.take(ctx, f)
	}
	if !s.Once && err == nil {
		<-ctx.Done()
		s.Log.Info().Msg("worker draining")
	} else if err == nil {
		finishing, done := context.WithTimeout(ctx, s.Config.Processor.DrainTimeout)
		if left := d.Finish(finishing); left > 0 {
			s.Log.Warn().Uint64("alerts", left).Msg("channels have not finished, the next start goes on")
		}
		done()
	}
	cancel()
	workers.Wait()
	show.end(report)
	s.Log.Info().Msg("worker stopped")
	switch {
	case err != nil && ctx.Err() == nil:
		return err
	case s.Once && (rejected > 0 || len(report.Failed) > 0):
		return fmt.Errorf("%w: %d rejected, %d could not be read", ErrIncomplete, rejected, len(report.Failed))
	case s.Once && ctx.Err() != nil:
		return fmt.Errorf("stopped before all that was given was committed; what was taken in is in the journal and goes on at the next start")
	}
	return nil
}

// take takes the paths in and, with Once, waits until the workers are done with
// them.
func (s Serve) take(ctx context.Context, f *feed.Feed) (ingest.Report, int, error) {
	raws := source.Read(s.Paths, s.Stdin, func(file string) {
		s.Log.Debug().Str("file", file).Msg("file passed over: not named like a cable")
	})
	report, err := ingest.Ingest(ctx, f, raws, s.Log)
	for _, e := range report.Failed {
		s.Log.Error().Msg(e.Error())
	}
	if err != nil || !s.Once || report.Taken == 0 {
		return report, 0, err
	}
	for lane, last := range report.Last {
		if err := settle(ctx, f, lane, last); err != nil {
			return report, 0, err
		}
	}
	rejected, err := f.CountRejected(ctx, report.First, report.LastSeq())
	return report, rejected, err
}

// settle waits until the workers are done with a lane up to sequence last.
func settle(ctx context.Context, f *feed.Feed, lane feed.Lane, last uint64) error {
	for wait := 2 * time.Millisecond; ; wait = min(2*wait, 200*time.Millisecond) {
		done, err := f.Settled(ctx, lane, last)
		if done || ctx.Err() != nil {
			return ctx.Err()
		}
		_ = err // the server may be away for a while; it comes back
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}
