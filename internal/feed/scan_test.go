package feed_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/pipeline"
)

// A reader that follows loses the answer to the request for its consumer, and
// then its connection now and again. It misses nothing and repeats nothing.
func TestReaderThatFollowsGoesOnAfterALostConnection(t *testing.T) {
	server := feedtest.Server(t)
	direct, _ := feedtest.Feed(t, server)
	proxy := feedtest.NewProxy(t, server.URL())
	f := feedtest.Client(t, proxy.URL(), feedtest.Config())
	lost := proxy.LoseAnswer("CONSUMER.CREATE.CABLES", 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	got, done := make(chan string), make(chan error, 1)
	go func() {
		done <- f.Scan(ctx, feed.Scan{Stream: feed.Cables, Subjects: []string{"cables.alert.>"}, Follow: true}, func(m *feed.Stored) error {
			got <- string(m.Data)
			return nil
		})
	}()
	<-lost
	for i := range 20 {
		if i%5 == 3 {
			proxy.Cut()
		}
		want := fmt.Sprint("alert ", i)
		if _, err := direct.Commit(t.Context(), pipeline.Result{Messages: []pipeline.Message{{Subject: "cables.alert.x.flash.secret", Data: []byte(want)}}}); err != nil {
			t.Fatal(err)
		}
		select {
		case m := <-got:
			if m != want {
				t.Fatalf("got %q, want %q", m, want)
			}
		case err := <-done:
			t.Fatalf("it ended: %v", err)
		case <-time.After(time.Minute):
			t.Fatalf("%s does not come within a minute", want)
		}
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended: %v", err)
	}
}

// A scan that ends loses its request for messages, as happens where its consumer
// has no leader yet. It asks again.
func TestScanAsksAgainForWhatNobodyAnswers(t *testing.T) {
	server := feedtest.Server(t)
	direct, sink := feedtest.Feed(t, server)
	proxy := feedtest.NewProxy(t, server.URL())
	f := feedtest.Client(t, proxy.URL(), feedtest.Config())
	if _, err := direct.Commit(t.Context(), pipeline.Result{Messages: []pipeline.Message{{Subject: "cables.alert.x.flash.secret"}}}); err != nil {
		t.Fatal(err)
	}
	lost := make(chan *nats.Msg, 1)
	if _, err := sink.ChanSubscribe("$JS.API.CONSUMER.MSG.LOST.>", lost); err != nil {
		t.Fatal(err)
	}
	if err := sink.Flush(); err != nil {
		t.Fatal(err)
	}
	proxy.Misdirect("$JS.API.CONSUMER.MSG.NEXT.", "$JS.API.CONSUMER.MSG.LOST.")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	n := 0
	err := f.Scan(ctx, feed.Scan{Stream: feed.Cables, Subjects: []string{"cables.alert.>"}}, func(*feed.Stored) error { n++; return nil })
	if err != nil || n != 1 {
		t.Errorf("%d messages, want 1; %v", n, err)
	}
	if len(lost) == 0 {
		t.Error("no request was lost")
	}
}
