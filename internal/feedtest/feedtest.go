// Package feedtest starts the real server for tests of the packages that work
// with it. Only tests import it.
package feedtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/natsserver"
)

// Config is the configuration of a feed under test: redelivery after a few
// seconds, which a busy machine must not take for a single commit.
func Config() feed.Config { return feed.Config{Replicas: 1, AckWait: 5 * time.Second} }

// Server starts an embedded server in a directory of the test.
func Server(t testing.TB) *natsserver.Server {
	t.Helper()
	s, err := natsserver.Start(natsserver.Config{DataDir: t.TempDir(), Listen: "127.0.0.1:0"}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Feed connects to s and makes the streams.
func Feed(t testing.TB, s *natsserver.Server) (*feed.Feed, *nats.Conn) {
	t.Helper()
	nc, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	f, err := feed.New(nc, Config())
	if err == nil {
		err = f.Create(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return f, nc
}

// Client connects to url over the network, for as long as the test runs and
// however often the connection is lost. It makes no streams.
func Client(t testing.TB, url string, cfg feed.Config) *feed.Feed {
	t.Helper()
	nc, err := nats.Connect(url, nats.DontRandomize(), nats.MaxReconnects(-1), nats.ReconnectWait(10*time.Millisecond),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	f, err := feed.New(nc, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Stored reads every message of CABLES on the subjects of filter.
func Stored(t testing.TB, nc *nats.Conn, filter string) []feed.Stored {
	t.Helper()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cons, err := js.OrderedConsumer(ctx, feed.Cables, jetstream.OrderedConsumerConfig{FilterSubjects: []string{filter}, InactiveThreshold: 3 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	info, err := cons.Info(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var all []feed.Stored
	it, err := cons.Messages()
	if err != nil {
		t.Fatal(err)
	}
	defer it.Stop()
	for n := info.NumPending; uint64(len(all)) < n; {
		m, err := it.Next(jetstream.NextMaxWait(time.Second))
		if errors.Is(err, nats.ErrTimeout) && ctx.Err() == nil {
			if info, err = cons.Info(ctx); err == nil && info.NumPending == 0 && info.Delivered.Consumer <= uint64(len(all)) {
				break // some were removed meanwhile
			}
			continue
		}
		if err != nil {
			t.Fatalf("after %d of %d messages: %v", len(all), n, err)
		}
		meta, _ := m.Metadata()
		all = append(all, feed.Stored{Subject: m.Subject(), Seq: meta.Sequence.Stream, Time: meta.Timestamp, Header: m.Headers(), Data: m.Data()})
		if meta.NumPending == 0 {
			break
		}
	}
	return all
}

// Eventually waits until done tells true, and fails the test after a minute.
func Eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}
