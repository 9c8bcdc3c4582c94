package feed_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/circuit"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
)

// limited gives the feed of a worker whose settings limit the journal.
func limited(t *testing.T, nc *nats.Conn, age time.Duration, most int64) *feed.Feed {
	t.Helper()
	cfg := feedtest.Config()
	cfg.IncomingMaxAge, cfg.IncomingMaxBytes = age, most
	f, err := feed.New(nc, cfg)
	if err == nil {
		err = f.Create(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func journal(t *testing.T, nc *nats.Conn) *jetstream.StreamInfo {
	t.Helper()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), feed.Incoming)
	if err != nil {
		t.Fatal(err)
	}
	return s.CachedInfo()
}

func fill(t *testing.T, f *feed.Feed, n int) (last uint64) {
	t.Helper()
	raws := make([]feed.Raw, n)
	for i := range raws {
		raws[i] = feed.Raw{Lane: feed.Lanes[i%len(feed.Lanes)], Data: bytes.Repeat([]byte("E"), 1000)}
	}
	seqs, err := f.Append(t.Context(), raws)
	if err != nil {
		t.Fatal(err)
	}
	return seqs[n-1]
}

// finish acknowledges everything on the lanes up to sequence last, and counts it.
func finish(t *testing.T, f *feed.Feed, last uint64) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for _, l := range feed.Lanes {
		go func() { _ = f.Consume(ctx, l, 100, func(d *feed.Delivery) { _ = d.Ack() }) }()
	}
	feedtest.Eventually(t, "everything is acknowledged", func() bool {
		for _, l := range feed.Lanes {
			if done, err := f.Settled(t.Context(), l, last); err != nil || !done {
				return false
			}
		}
		return true
	})
	c, err := f.Circuit(t.Context(), "XRO")
	if err != nil {
		t.Fatal(err)
	}
	c.State = circuit.State{Channel: "XRO", Journal: last}
	if err := f.CommitCircuits(t.Context(), []*feed.Circuit{&c}); err != nil {
		t.Fatal(err)
	}
}

func trim(t *testing.T, f *feed.Feed) (held bool) {
	t.Helper()
	held, err := f.Trim(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func TestLimitOfTheJournalDropsOnlyWhatIsDoneWith(t *testing.T) {
	for name, tt := range map[string]struct {
		age  time.Duration
		most int64
		left uint64 // of 400, and then of 800; the last one stays
	}{
		"bytes":         {most: 100_000, left: 95},
		"age":           {age: time.Nanosecond, left: 1},
		"bytes and age": {age: time.Hour, most: 100_000, left: 95},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, nc := feedtest.Feed(t, feedtest.Server(t))
			f := limited(t, nc, tt.age, tt.most)
			last := fill(t, f, 400)
			if !trim(t, f) || journal(t, nc).State.Msgs != 400 {
				t.Fatalf("%d left of 400 that nobody has read; want all, and to be told", journal(t, nc).State.Msgs)
			}
			finish(t, f, last)
			if held := trim(t, f); held || journal(t, nc).State.Msgs > tt.left || journal(t, nc).State.Msgs == 0 {
				t.Fatalf("held %v, %d left; want about %d", held, journal(t, nc).State.Msgs, tt.left)
			}
			fill(t, f, 400)
			if !trim(t, f) || journal(t, nc).State.FirstSeq > last+1 || journal(t, nc).State.LastSeq != last+400 {
				t.Errorf("the journal has %d to %d, want it from %d on at the latest", journal(t, nc).State.FirstSeq, journal(t, nc).State.LastSeq, last+1)
			}
			if trim(t, limited(t, nc, time.Hour, 1<<30)) {
				t.Error("held, but within the limits")
			}
		})
	}
}

// A limit of the stream itself asks nobody: settings take its place, without
// them it is told.
func TestLimitOfTheStreamItselfIsReplacedOrTold(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	if limit, err := f.Drops(t.Context()); limit != "" || err != nil {
		t.Fatalf("a new journal drops by %q, %v", limit, err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	cfg := journal(t, nc).Config
	cfg.MaxAge, cfg.MaxBytes = time.Hour, 1<<20
	if _, err := js.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if limit, err := f.Drops(t.Context()); limit != "max_age 1h0m0s" || err != nil {
		t.Errorf("told %q, %v", limit, err)
	}
	limited(t, nc, time.Hour, 0)
	if limit, err := f.Drops(t.Context()); limit != "max_bytes 1048576" || err != nil {
		t.Errorf("told %q, %v", limit, err)
	}
	limited(t, nc, 0, 1<<20)
	if limit, err := f.Drops(t.Context()); limit != "" || err != nil {
		t.Errorf("told %q, %v", limit, err)
	}
}
