package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/natsserver"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// A receiver records what it is sent, and answers as it is told.
type receiver struct {
	mu     sync.Mutex
	got    []notify.Notice
	tries  int
	answer func(try int, n notify.Notice) error // nil: takes it
}

func (r *receiver) Send(_ context.Context, n notify.Notice) error {
	r.mu.Lock()
	r.tries++
	try, answer := r.tries, r.answer
	r.mu.Unlock()
	if answer != nil {
		if err := answer(try, n); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, n)
	return nil
}

// says gives what was taken: reason and alerts of each notice.
func (r *receiver) says() (all []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range r.got {
		s := n.Reason
		for _, a := range n.Alerts {
			s += " " + a.ID
		}
		all = append(all, s)
	}
	return all
}

func (r *receiver) notices() []notify.Notice {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

func (r *receiver) set(answer func(int, notify.Notice) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer, r.tries = answer, 0
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tries
}

// A clock is moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// A bench is a server with a feed, on which dispatchers run.
type bench struct {
	t      *testing.T
	server *natsserver.Server
	f      *feed.Feed
	js     jetstream.JetStream
	clock  *clock
}

// noon is when tests begin; a Monday.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func newBench(t *testing.T) *bench {
	t.Helper()
	s := feedtest.Server(t)
	f, nc := feedtest.Feed(t, s)
	return &bench{t: t, server: s, f: f, js: stream(t, nc), clock: &clock{at: noon}}
}

func stream(t *testing.T, nc *nats.Conn) jetstream.JetStream {
	js, err := jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(20_000))
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// dispatcher gives one that is as quick as tests want it.
func (b *bench) dispatcher(channels ...Channel) *Dispatcher {
	log := zerolog.Nop()
	if os.Getenv("DISPATCH_LOG") != "" {
		log = zerolog.New(zerolog.NewTestWriter(b.t))
	}
	d := New(b.f, channels, log)
	d.now, d.tick, d.term = b.clock.now, 10*time.Millisecond, 20*time.Second
	d.waits = waits{first: 10 * time.Millisecond, longest: 200 * time.Millisecond, send: 10 * time.Second}
	return d
}

// run runs d until the test or stop ends it.
func (b *bench) run(d *Dispatcher) (stop func()) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = d.Run(ctx) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	b.t.Cleanup(stop)
	return stop
}

// start runs a dispatcher and waits until it has a consumer of each kind: it
// gets what is made from then on.
func (b *bench) start(channels ...Channel) (stop func()) {
	b.t.Helper()
	stop = b.run(b.dispatcher(channels...))
	for _, c := range channels {
		b.served(c.Name)
	}
	return stop
}

func (b *bench) served(channel string) {
	b.t.Helper()
	feedtest.Eventually(b.t, channel+" is served", func() bool {
		for _, kind := range []string{"-urgent", "-others"} {
			if _, err := b.js.Consumer(b.t.Context(), feed.Cables, "notify-"+channel+kind); err != nil {
				return false
			}
		}
		return true
	})
}

// alert makes an invented alert for channels.
func alert(id, watchName string, p cable.Precedence, channels ...string) watch.Alert {
	return watch.Alert{
		ID: id + "/" + watchName, Watch: watchName, Severity: watch.SeverityInfo, Notify: channels, CableID: id, Revision: 1,
		Subject: "INVENTED, HARMLESS", Precedence: p, Classification: cable.Unclassified, From: "LIMA", Thread: id, Committed: noon,
	}
}

// raise publishes alerts as a worker does.
func (b *bench) raise(alerts ...watch.Alert) {
	b.t.Helper()
	for _, a := range alerts {
		data, err := json.Marshal(a)
		if err != nil {
			b.t.Fatal(err)
		}
		subject := fmt.Sprintf("cables.alert.%s.%s.%s", a.Watch, a.Precedence.Token(), a.Classification.Token())
		if _, err := b.js.Publish(b.t.Context(), subject, data); err != nil {
			b.t.Fatal(err)
		}
	}
}

// settled waits until a channel has looked at all alerts.
func (b *bench) settled(channel string) {
	b.t.Helper()
	feedtest.Eventually(b.t, channel+" has looked at all", func() bool {
		n, served, err := b.f.AlertsWaiting(b.t.Context(), channel)
		return err == nil && served && n == 0
	})
}

// gets waits until a receiver has taken just what is wanted, in any order.
func (b *bench) gets(r *receiver, want ...string) {
	b.t.Helper()
	slices.Sort(want)
	var got []string
	defer func() {
		if b.t.Failed() {
			b.t.Logf("got %s, want %s", strings.Join(got, "; "), strings.Join(want, "; "))
		}
	}()
	feedtest.Eventually(b.t, "notices", func() bool {
		got = r.says()
		slices.Sort(got)
		if len(got) > len(want) {
			b.t.Fatalf("too many notices")
		}
		return slices.Equal(got, want)
	})
}

// watches stores a watch with these quiet rules.
func (b *bench) watches(name string, q watch.Quiet, g watch.Grouping) {
	b.t.Helper()
	w := watch.Watch{Name: name, Match: watch.Match{Tags: watch.Sets{Any: []string{"KCRM"}}}, Quiet: q, Group: g}
	if _, err := b.f.PutWatch(b.t.Context(), w); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) counts(channel string) Count {
	b.t.Helper()
	c, err := Counts(b.t.Context(), b.f, channel)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

func TestEachAlertIsSentOnceToTheChannelsOfItsWatch(t *testing.T) {
	b := newBench(t)
	desk, all := &receiver{}, &receiver{}
	b.start(Channel{Name: "desk", Sender: desk},
		Channel{Name: "all", Sender: all, Policy: notify.Policy{Default: true, MinSeverity: watch.SeverityInfo}})
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"), alert("06LIMA2", "kcrm", cable.Routine, "desk", "all"),
		alert("06LIMA3", "kcrm", cable.Priority), alert("06LIMA4", "kcrm", "", "elsewhere"))
	b.gets(desk, "alert 06LIMA1/kcrm", "alert 06LIMA2/kcrm")
	b.gets(all, "alert 06LIMA2/kcrm", "alert 06LIMA3/kcrm")
	b.settled("desk")
	b.settled("all")
	if d, a := len(desk.says()), len(all.says()); d != 2 || a != 2 {
		t.Errorf("got %d and %d notices, want 2 and 2", d, a)
	}
}

func TestACorrectionAndACompletedCableAreUpdates(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.start(Channel{Name: "desk", Sender: r})
	early := alert("06LIMA1", "kcrm", cable.Immediate, "desk")
	early.Revision, early.Provisional = 0, true
	b.raise(early)
	b.gets(r, "alert 06LIMA1/kcrm")
	b.raise(alert("06LIMA1", "kcrm", cable.Immediate, "desk"))
	b.gets(r, "alert 06LIMA1/kcrm", "update 06LIMA1/kcrm")
	second := alert("06LIMA1", "kcrm", cable.Immediate, "desk")
	second.Revision = 2
	b.raise(second)
	b.gets(r, "alert 06LIMA1/kcrm", "update 06LIMA1/kcrm", "update 06LIMA1/kcrm")
	ids := map[string]bool{}
	for _, n := range r.notices() {
		ids[n.ID] = true
	}
	if len(ids) != 3 {
		t.Errorf("three revisions have %d ids, want 3", len(ids))
	}
}

func TestAnAlertThatCannotBeReadStopsNothing(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.start(Channel{Name: "desk", Sender: r})
	if _, err := b.js.Publish(t.Context(), "cables.alert.x.flash.unclassified", []byte("{")); err != nil {
		t.Fatal(err)
	}
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA1/kcrm")
	b.settled("desk")
}
