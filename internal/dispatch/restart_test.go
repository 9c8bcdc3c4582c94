package dispatch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/notify"
)

func TestARestartInMidDeliverySendsAgainWithTheSameID(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	began := make(chan struct{})
	var once sync.Once
	sender := senderFunc(func(ctx context.Context, n notify.Notice) error {
		_ = r.Send(ctx, n) // the receiver has it
		once.Do(func() { close(began) })
		<-ctx.Done() // but its answer never comes
		return ctx.Err()
	})
	stop := b.start(Channel{Name: "desk", Sender: sender})
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	<-began
	stop()
	b.start(Channel{Name: "desk", Sender: r})
	b.gets(r, "alert 06LIMA1/kcrm", "alert 06LIMA1/kcrm")
	b.settled("desk")
	if n := r.notices(); n[0].ID != n[1].ID {
		t.Errorf("got the ids %s and %s, want one: by it receivers drop repeats", n[0].ID, n[1].ID)
	}
}

type senderFunc func(context.Context, notify.Notice) error

func (f senderFunc) Send(ctx context.Context, n notify.Notice) error { return f(ctx, n) }

func TestARestartDoesNotNotifyAgainWhatWasSentNorMissWhatCameMeanwhile(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	desk := Channel{Name: "desk", Sender: r}
	stop := b.start(desk)
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"), alert("06LIMA2", "kcrm", cable.Routine, "desk"))
	b.settled("desk")
	stop()
	b.raise(alert("06LIMA3", "kcrm", cable.Flash, "desk"))
	b.start(desk)
	b.settled("desk")
	b.gets(r, "alert 06LIMA1/kcrm", "alert 06LIMA2/kcrm", "alert 06LIMA3/kcrm")
}

func TestOfTwoDispatchersOneSendsAndTheOtherTakesOver(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	desk := Channel{Name: "desk", Sender: r}
	stop := b.start(desk)
	b.run(b.dispatcher(desk))
	var want []string
	for i := range 50 {
		a := alert(fmt.Sprint("06LIMA", i), "kcrm", cable.Flash, "desk")
		b.raise(a)
		want = append(want, "alert "+a.ID)
		if i == 25 {
			b.settled("desk")
			stop()
		}
	}
	b.settled("desk")
	b.gets(r, want...)
}

func TestAnotherTakesOverWhenTheOneAtWorkIsCutOff(t *testing.T) {
	b := newBench(t)
	lost, err := b.server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	f, err := feed.New(lost, feedtest.Config())
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{}
	desk := Channel{Name: "desk", Sender: r}
	first := b.dispatcher(desk)
	first.feed, first.term = f, 3*time.Second
	b.run(first)
	b.served("desk")
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	b.settled("desk")
	second := b.dispatcher(desk)
	second.term = 3 * time.Second
	b.run(second)
	lost.Close()
	b.raise(alert("06LIMA2", "kcrm", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA1/kcrm", "alert 06LIMA2/kcrm")
}

func TestAConnectionThatIsCutLosesNothingAndRepeatsWithTheSameID(t *testing.T) {
	b := newBench(t)
	p := feedtest.NewProxy(t, b.server.URL())
	r := &receiver{}
	d := b.dispatcher(Channel{Name: "desk", Sender: r})
	d.feed = feedtest.Client(t, p.URL(), feedtest.Config())
	b.run(d)
	b.served("desk")
	const n = 200
	for i := range n {
		b.raise(alert(fmt.Sprint("06LIMA", i), "kcrm", cable.Flash, "desk"))
		if i%50 == 25 {
			p.Cut()
		}
	}
	b.settled("desk")
	ids, alerts := map[string]string{}, map[string]bool{}
	for _, n := range r.notices() {
		a := n.Alerts[0].ID
		if had := ids[a]; had != "" && had != n.ID {
			t.Errorf("%s came with the ids %s and %s", a, had, n.ID)
		}
		ids[a], alerts[a] = n.ID, true
	}
	if len(alerts) != n {
		t.Errorf("got %d of %d alerts", len(alerts), n)
	}
}

func TestALeaseIsHeldByOneAndTakenOverWhenItsHolderIsSilent(t *testing.T) {
	b := newBench(t)
	notes, err := b.f.Notes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first := &lease{key: "lease.x", holder: "first", term: time.Hour}
	other := &lease{key: "lease.x", holder: "other", term: time.Hour}
	if err := first.take(t.Context(), notes); err != nil {
		t.Fatal(err)
	}
	if err := other.take(t.Context(), notes); !errors.Is(err, errTaken) {
		t.Errorf("a lease that is held: got %v, want errTaken", err)
	}
	if err := first.renew(t.Context(), notes); err != nil {
		t.Error(err)
	}
	other.changed = time.Now().Add(-2 * time.Hour) // but for the renewal it would be free
	if err := other.take(t.Context(), notes); !errors.Is(err, errTaken) {
		t.Errorf("a lease that was renewed: got %v, want errTaken", err)
	}
	other.changed = time.Now().Add(-2 * time.Hour)
	if err := other.take(t.Context(), notes); err != nil {
		t.Errorf("a lease whose holder is silent: got %v", err)
	}
	if err := first.renew(t.Context(), notes); !errors.Is(err, errTaken) {
		t.Errorf("a lease that another has: got %v, want errTaken", err)
	}
}

func TestAHolderWhoseLeaseIsTakenEndsItsWorkAndLeavesTheLeaseAlone(t *testing.T) {
	b := newBench(t)
	notes, err := b.f.Notes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	own := &lease{key: "lease.x", holder: "own", term: 200 * time.Millisecond}
	err = own.hold(t.Context(), notes, func(ctx context.Context) error {
		_ = notes.Put(ctx, "lease.x", []byte("thief"))
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.Is(err, errTaken) {
		t.Errorf("got %v, want errTaken", err)
	}
	if name, _, err := notes.Get(t.Context(), "lease.x"); string(name) != "thief" {
		t.Errorf("the lease is of %q, %v; want thief", name, err)
	}
}

func TestALeaseIsFreeAtOnceWhenWorkEnds(t *testing.T) {
	b := newBench(t)
	notes, err := b.f.Notes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, holder := range []string{"first", "second"} {
		l := &lease{key: "lease.x", holder: holder, term: time.Hour}
		if err := l.hold(t.Context(), notes, func(context.Context) error { return nil }); err != nil {
			t.Errorf("%s: %v", holder, err)
		}
	}
}

func TestAConsumerThatIsDeletedGoesOnBehindTheLastAlert(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.start(Channel{Name: "desk", Sender: r})
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA1/kcrm")
	b.settled("desk")
	if err := b.js.DeleteConsumer(t.Context(), feed.Cables, "notify-desk-urgent"); err != nil {
		t.Fatal(err)
	}
	b.raise(alert("06LIMA2", "kcrm", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA1/kcrm", "alert 06LIMA2/kcrm")
}

func TestNotesGiveWhatIsStoredThenChanges(t *testing.T) {
	b := newBench(t)
	notes, err := b.f.Notes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put := func(key, value string) {
		if err := notes.Put(t.Context(), key, []byte(value)); err != nil {
			t.Fatal(err)
		}
	}
	put("a.1", "one")
	put("a.2", "two")
	put("b.1", "other")
	if err := notes.Delete(t.Context(), "a.2"); err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 10)
	go func() {
		_ = notes.Follow(t.Context(), []string{"a."}, func(key string, value []byte) { got <- key + "=" + string(value) }, func() { got <- "ready" })
	}()
	for _, want := range []string{"a.1=one", "a.2=", "ready"} {
		if s := <-got; s != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
	put("b.2", "other")
	put("a.3", "three")
	if s := <-got; s != "a.3=three" {
		t.Errorf("got %s, want a.3=three", s)
	}
	var each []string
	if err := notes.Each(t.Context(), "a.", func(key string, value []byte) error { each = append(each, key); return nil }); err != nil || fmt.Sprint(each) != "[a.1 a.3]" {
		t.Errorf("got %v, %v", each, err)
	}
	feedtest.Eventually(t, "an empty prefix ends", func() bool {
		return notes.Each(t.Context(), "none.", func(string, []byte) error { return nil }) == nil
	})
}
