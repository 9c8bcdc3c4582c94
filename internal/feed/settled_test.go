package feed_test

import (
	"context"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
)

// The server counts what waits a moment after it has said that it is stored.
func TestWhatIsJustStoredIsNotSettled(t *testing.T) {
	t.Parallel()
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := js.Stream(t.Context(), feed.Incoming)
	if err != nil {
		t.Fatal(err)
	}
	worker, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- f.Consume(worker, feed.Routine, 10, func(d *feed.Delivery) { _ = d.Ack() })
	}()
	settled := func(seq uint64) bool {
		done, err := f.Settled(t.Context(), feed.Routine, seq)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	store := func() uint64 {
		seqs, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Routine, Data: []byte("x")}})
		if err != nil {
			t.Fatal(err)
		}
		return seqs[0]
	}
	first := store()
	feedtest.Eventually(t, "the worker is done with the first", func() bool { return settled(first) })
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if seq := store(); settled(seq) {
			t.Fatalf("transmission %d, which nobody has read, is settled", seq)
		}
		if err := journal.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
