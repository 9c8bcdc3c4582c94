package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feedtest"
	"cablefeed/internal/generate"
	"cablefeed/internal/natsserver"
	"cablefeed/internal/source"
)

// A journal that is full holds ingest up, with a line that says so, until there
// is room again; then it goes on by itself.
func TestFullJournalHoldsIngestUntilThereIsRoom(t *testing.T) {
	t.Parallel()
	cfg := natsserver.Config{DataDir: t.TempDir(), Listen: "127.0.0.1:0", MaxStore: 1 << 20}
	s, err := natsserver.Start(cfg, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	cfg.Listen = strings.TrimPrefix(s.URL(), "nats://") // comes back where it was
	f := feedtest.Client(t, s.URL(), feedtest.Config())
	if err := f.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	const n = 1000
	var raws []source.Raw
	for m := range generate.New(1, generate.Plain()).All(n) {
		raws = append(raws, source.Raw{Data: m.Raw})
	}
	var log feedtest.Log
	done := make(chan error, 1)
	var report Report
	go func() {
		var err error
		report, err = Ingest(t.Context(), f, slices.Values(raws), zerolog.New(&log))
		done <- err
	}()
	feedtest.Eventually(t, "a line that says so", func() bool { return strings.Contains(log.String(), "the journal or its disk is full") })
	select {
	case err := <-done:
		t.Fatalf("it ended, %v, with %d taken", err, report.Taken)
	case <-time.After(300 * time.Millisecond):
	}
	s.Stop()
	cfg.MaxStore = 0
	if s, err = natsserver.Start(cfg, zerolog.Nop()); err != nil {
		t.Fatal(err)
	}
	defer func() { s.Stop() }()
	select {
	case err = <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("it does not go on")
	}
	if err != nil || report.Taken != n || !strings.Contains(log.String(), "ingest resumed") {
		t.Errorf("%d taken, want %d; %v; log %s", report.Taken, n, err, log.String())
	}
	last, err := f.Transmission(t.Context(), report.LastSeq())
	if err != nil || !bytes.Equal(last.Data, raws[n-1].Data) {
		t.Errorf("the journal does not end with the last transmission: %v", err)
	}
}

func TestTransmissionThatTheServerDoesNotTakeFailsByItself(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	huge := bytes.Repeat([]byte("E"), int(nc.MaxPayload())+1)
	var raws []source.Raw
	for i, data := range [][]byte{[]byte("one"), huge, []byte("two")} {
		raws = append(raws, source.Raw{Data: data, Source: fmt.Sprintf("file:%d", i+1)})
	}
	r, err := Ingest(t.Context(), f, slices.Values(raws), zerolog.Nop())
	if err != nil || r.Taken != 2 || len(r.Failed) != 1 || !strings.HasPrefix(r.Failed[0].Error(), "file:2: ") {
		t.Errorf("taken %d, failed %v, error %v; want 2 taken, file:2 failed", r.Taken, r.Failed, err)
	}
}

// A live feed is taken in as it comes, and its silence holds up no stop.
func TestTransmissionOfALiveFeedDoesNotWaitForTheNext(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	ctx, stop := context.WithCancel(t.Context())
	silence := make(chan struct{})
	defer close(silence)
	done := make(chan error, 1)
	var report Report
	go func() {
		var err error
		report, err = Ingest(ctx, f, func(yield func(source.Raw) bool) {
			if yield(source.Raw{Data: []byte("one")}) {
				<-silence
			}
		}, zerolog.Nop())
		done <- err
	}()
	feedtest.Eventually(t, "it is in the journal", func() bool { _, err := f.Transmission(t.Context(), 1); return err == nil })
	stop()
	select {
	case err := <-done:
		if report.Taken != 1 || !errors.Is(err, context.Canceled) {
			t.Errorf("%d taken, %v", report.Taken, err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
}
