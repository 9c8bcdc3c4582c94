package processor

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/natsserver"
	"cablefeed/internal/watch"
)

// cables gives n cables of one text, each with a number of its own.
func cables(t testing.TB, n int) (raws []feed.Raw) {
	seed := string(read(t, seedFile))
	for i := range n {
		raws = append(raws, feed.Raw{Lane: feed.Routine, Data: []byte(strings.ReplaceAll(seed, "006568", fmt.Sprintf("%06d", i+1)))})
	}
	return raws
}

func many(t testing.TB, n int) *watch.List {
	var ws []watch.Watch
	for i := range n {
		w := watch.Default()[0]
		w.Name = fmt.Sprintf("watch-%d", i)
		ws = append(ws, w)
	}
	l, err := watch.Compile(ws)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCableWithMoreAlertsThanABatchHoldsIsPublishedOnce(t *testing.T) {
	t.Parallel()
	const watches = 2500
	server := feedtest.Server(t)
	f, nc := feedtest.Feed(t, server)
	killed := make(chan struct{})
	_, stop := start(t, f, func(p *Processor) {
		p.SetWatches(many(t, watches))
		p.afterCommit = sync.OnceFunc(func() { nc.Close(); close(killed) }) // after the first of three batches
	})
	if _, err := f.Append(t.Context(), cables(t, 1)); err != nil {
		t.Fatal(err)
	}
	<-killed
	stop()

	f, nc = feedtest.Feed(t, server)
	o, _ := start(t, f, func(p *Processor) { p.SetWatches(many(t, watches)) })
	if got := o.wait(t, 1)[0]; !got.Recovered {
		t.Errorf("decision %s, want one recovered", got.Decision)
	}
	if n := len(feedtest.Stored(t, nc, "cables.alert.>")); n != watches {
		t.Errorf("%d alerts, want %d", n, watches)
	}
	if n := len(feedtest.Stored(t, nc, "cables.record.>")); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}

func TestFullDiskHoldsCommitsAndLosesNothing(t *testing.T) {
	t.Parallel()
	cfg := natsserver.Config{DataDir: t.TempDir(), Listen: "127.0.0.1:0", MaxStore: 1 << 20}
	s, err := natsserver.Start(cfg, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	f, nc := feedtest.Feed(t, s)
	const n = 60 // what they publish is more than a megabyte, what comes in is less
	if _, err := f.Append(t.Context(), cables(t, n)); err != nil {
		t.Fatal(err)
	}
	var log feedtest.Log
	o, stop := start(t, f, func(p *Processor) { p.log, p.cfg.DrainTimeout = zerolog.New(&log), 100*time.Millisecond })
	feedtest.Eventually(t, "a line that says so", func() bool { return strings.Contains(log.String(), "full") })
	if held := len(o.outcomes()); held >= n {
		t.Fatalf("all %d cables went into a full stream", held)
	}
	stop()
	nc.Close()
	s.Stop()

	cfg.MaxStore = 0
	if s, err = natsserver.Start(cfg, zerolog.Nop()); err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	f, nc = feedtest.Feed(t, s)
	start(t, f, nil)
	feedtest.Eventually(t, "all committed", func() bool { return len(feedtest.Stored(t, nc, "cables.record.>")) == n })
	if got := len(feedtest.Stored(t, nc, "cables.alert.>")); got != 2*n {
		t.Errorf("%d alerts, want %d", got, 2*n)
	}
}

func TestDeletedConsumerIsMadeAgain(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, nil)
	raws := cables(t, 20)
	if _, err := f.Append(t.Context(), raws[:10]); err != nil {
		t.Fatal(err)
	}
	o.wait(t, 10)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if err := js.DeleteConsumer(t.Context(), feed.Incoming, feed.Routine.Durable()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Append(t.Context(), raws[10:]); err != nil {
		t.Fatal(err)
	}
	feedtest.Eventually(t, "all committed", func() bool { return len(feedtest.Stored(t, nc, "cables.record.>")) == 20 })
	if got := len(feedtest.Stored(t, nc, "cables.alert.>")); got != 40 {
		t.Errorf("%d alerts, want 40", got)
	}
}

func TestServerThatRestartsUnderLoadLosesNothing(t *testing.T) {
	cfg := natsserver.Config{DataDir: t.TempDir(), Listen: "127.0.0.1:0"}
	s, err := natsserver.Start(cfg, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	cfg.Listen = strings.TrimPrefix(s.URL(), "nats://") // comes back where it was
	connect := func() *feed.Feed {
		f := feedtest.Client(t, s.URL(), feedtest.Config())
		if err := f.Create(t.Context()); err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := connect()
	const n = 400
	if _, err := f.Append(t.Context(), cables(t, n)); err != nil {
		t.Fatal(err)
	}
	a, _ := start(t, f, nil)
	b, _ := start(t, connect(), nil)
	feedtest.Eventually(t, "some decided", func() bool { return a.decided()+b.decided() > 0 })
	s.Stop()
	if s, err = natsserver.Start(cfg, zerolog.Nop()); err != nil {
		t.Fatal(err)
	}
	defer func() { s.Stop() }()
	feedtest.Eventually(t, "all decided", func() bool { return a.decided()+b.decided() >= n })
	nc, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	feedtest.Eventually(t, "all committed", func() bool { return len(feedtest.Stored(t, nc, "cables.record.>")) >= n })
	if got := len(feedtest.Stored(t, nc, "cables.record.>")); got != n {
		t.Errorf("%d records, want %d", got, n)
	}
	if got := len(feedtest.Stored(t, nc, "cables.alert.>")); got != 2*n {
		t.Errorf("%d alerts, want %d", got, 2*n)
	}
}

// The first messages of a batch are with the server when it stops, the commit
// comes when it is back.
func TestServerThatRestartsInMidBatchStoresNoneOfIt(t *testing.T) {
	t.Parallel()
	cfg := natsserver.Config{DataDir: t.TempDir(), Listen: "127.0.0.1:0"}
	s, err := natsserver.Start(cfg, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	f, nc := feedtest.Feed(t, s)
	send := func(nc *nats.Conn, n int, subject string, commit bool) *nats.Msg {
		m := &nats.Msg{Subject: subject, Data: []byte("{}"), Header: nats.Header{
			"Nats-Batch-Id": {"half"}, "Nats-Batch-Sequence": {fmt.Sprint(n)}, "Nats-Expected-Last-Subject-Sequence": {"0"},
		}}
		if !commit {
			if err := nc.PublishMsg(m); err != nil {
				t.Fatal(err)
			}
			return nil
		}
		m.Header["Nats-Batch-Commit"] = []string{"1"}
		answer, err := nc.RequestMsg(m, 10*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	send(nc, 1, "cables.record.routine.unclassified.06MEXICO1", false)
	send(nc, 2, "cables.tag.KCRM.routine.unclassified", false)
	if _, err := f.Append(t.Context(), cables(t, 1)); err != nil { // the server has them
		t.Fatal(err)
	}
	s.Stop()
	if s, err = natsserver.Start(cfg, zerolog.Nop()); err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	f, nc = feedtest.Feed(t, s)
	if answer := send(nc, 3, "cables.tag.KWMN.routine.unclassified", true); !strings.Contains(string(answer.Data), `"error"`) {
		t.Errorf("the rest of the batch is answered with %s, want a refusal", answer.Data)
	}
	if all := feedtest.Stored(t, nc, "cables.>"); len(all) > 0 {
		t.Errorf("stored %v, want none of the batch", subjects(all))
	}
	o, _ := start(t, f, nil)
	if got := o.wait(t, 1)[0]; got.Decision != "new" {
		t.Errorf("the cable is %s, want new", got.Decision)
	}
	if n := len(feedtest.Stored(t, nc, "cables.record.>")); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}
