// Package bench measures the line as a whole: server, journal, workers, commits,
// alerts; and beside it, in the same run, what the server alone can do. It
// prints nothing: it gives figures. Only the command line imports it.
package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"cablefeed/internal/acp127"
	"cablefeed/internal/feed"
	"cablefeed/internal/generate"
	"cablefeed/internal/natsserver"
	"cablefeed/internal/processor"
	"cablefeed/internal/watch"
)

// A Setup is what all measurements need.
type Setup struct {
	Feed      feed.Config
	Processor processor.Config
	External  func() (*nats.Conn, error) // connects to a server; nil: an embedded one is started
	Dir       string                     // where the embedded server gets a directory; "": the system's for temporary files
	Log       zerolog.Logger
}

// A line is a server with its streams.
type line struct {
	setup   Setup
	nc      *nats.Conn
	feed    *feed.Feed
	server  *natsserver.Server // nil: external
	dir     string
	watches *watch.List
}

// open starts a line that holds nothing yet. Every write of the embedded server
// is synced to disk.
func open(ctx context.Context, setup Setup) (l *line, err error) {
	l = &line{setup: setup}
	defer func() {
		if err != nil {
			l.close()
		}
	}()
	if l.watches, err = watch.Compile(watch.Default()); err != nil {
		return l, err
	}
	if setup.External == nil {
		if l.dir, err = os.MkdirTemp(setup.Dir, "cablefeed-bench-"); err != nil {
			return l, err
		}
		if l.server, err = natsserver.Start(natsserver.Config{DataDir: filepath.Join(l.dir, "data"), Listen: "127.0.0.1:0"}, setup.Log); err != nil {
			return l, err
		}
	}
	if l.nc, l.feed, err = l.connect(); err != nil {
		return l, err
	}
	if held, err := l.held(feed.Incoming); err != nil {
		return l, err
	} else if held.Messages > 0 {
		return l, fmt.Errorf("server %s holds %d transmissions: a measurement fills its streams; use an empty server", l.nc.ConnectedUrlRedacted(), held.Messages)
	}
	return l, l.feed.Create(ctx)
}

// connect opens one more connection.
func (l *line) connect() (nc *nats.Conn, f *feed.Feed, err error) {
	if l.server != nil {
		nc, err = l.server.Connect()
	} else {
		nc, err = l.setup.External()
	}
	if err != nil {
		return nil, nil, err
	}
	f, err = feed.New(nc, l.setup.Feed)
	return nc, f, err
}

func (l *line) close() {
	if l.nc != nil {
		l.nc.Close()
	}
	if l.server != nil {
		l.server.Stop()
	}
	if l.dir != "" {
		_ = os.RemoveAll(l.dir)
	}
}

// A use is what a stream holds.
type use struct {
	Messages uint64 `json:"messages"`
	Bytes    uint64 `json:"bytes"` // before compression
}

// held asks what a stream holds; nothing when there is none.
func (l *line) held(stream string) (use, error) {
	m, err := l.nc.Request("$JS.API.STREAM.INFO."+stream, nil, 10*time.Second)
	if errors.Is(err, nats.ErrNoResponders) {
		return use{}, fmt.Errorf("server %s has no JetStream", l.nc.ConnectedUrlRedacted())
	} else if err != nil {
		return use{}, err
	}
	var info struct{ State use }
	err = json.Unmarshal(m.Data, &info)
	return info.State, err
}

// A crew is a number of workers, each with a connection of its own.
type crew struct {
	done atomic.Int64 // transmissions
	stop func()
}

// work starts n workers. observe, when not nil, is told of each transmission.
func (l *line) work(ctx context.Context, n int, observe func(processor.Outcome)) (*crew, error) {
	ctx, cancel := context.WithCancel(ctx)
	c := &crew{}
	var stops []func()
	c.stop = func() {
		cancel()
		for _, stop := range stops {
			stop()
		}
	}
	for range n {
		nc, f, err := l.connect()
		if err != nil {
			c.stop()
			return nil, err
		}
		p := processor.New(f, l.watches, l.setup.Processor, l.setup.Log, func(o processor.Outcome) {
			c.done.Add(1)
			if observe != nil {
				observe(o)
			}
		})
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = p.Run(ctx)
		}()
		stops = append(stops, func() { <-done; _ = nc.Flush(); nc.Close() })
	}
	return c, nil
}

// wait waits until n transmissions are done with.
func (c *crew) wait(ctx context.Context, n int) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for c.done.Load() < int64(n) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}

// A journal writes transmissions, many in one batch.
type journal struct {
	l     *line
	batch []feed.Raw
	size  int
	taken int
	bytes int64
}

// put writes t with the next batch.
func (j *journal) put(ctx context.Context, t generate.Transmission) error {
	return j.putRaw(ctx, t.Raw)
}

func (j *journal) putRaw(ctx context.Context, raw []byte) error {
	j.batch = append(j.batch, feed.Raw{Lane: feed.LaneOf(acp127.Peek(raw)), Data: raw})
	j.taken++
	j.bytes += int64(len(raw))
	if j.size += len(raw); j.size < 4<<20 && len(j.batch) < 256 {
		return nil
	}
	return j.flush(ctx)
}

func (j *journal) flush(ctx context.Context) error {
	if len(j.batch) == 0 {
		return nil
	}
	_, err := j.l.feed.Append(ctx, j.batch)
	j.batch, j.size = j.batch[:0], 0
	return err
}

// fill writes n transmissions of g to the journal.
func (l *line) fill(ctx context.Context, g *generate.Generator, n int) (*journal, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	j := &journal{l: l}
	for t := range g.All(n) {
		if err := j.put(ctx, t); err != nil {
			return j, err
		}
	}
	return j, j.flush(ctx)
}
