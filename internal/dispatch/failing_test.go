package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/notify"
	"cablefeed/internal/notify/webhook"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/watch"
)

func TestAFailingReceiverIsTriedAgainWithTheSameID(t *testing.T) {
	b := newBench(t)
	var mu sync.Mutex
	var ids []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if ids = append(ids, r.Header.Get("Webhook-Id")); len(ids) < 4 {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer s.Close()
	b.start(Channel{Name: "desk", Sender: webhook.New(webhook.Config{URL: notify.NewSecret(s.URL), AllowPrivate: true})})
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	b.settled("desk")
	mu.Lock()
	defer mu.Unlock()
	n := notice(reasonAlert, alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	if len(ids) != 4 || ids[0] != n.ID || ids[0] != ids[1] || ids[0] != ids[3] {
		t.Errorf("got %v, want %s four times", ids, n.ID)
	}
}

func TestRetryAfterIsHonouredForTheWholeChannel(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	var asked time.Time
	const wait = 1500 * time.Millisecond
	r.set(func(try int, _ notify.Notice) error {
		if try == 1 {
			asked = time.Now()
			return &notify.RetryAfter{Wait: wait, Err: errors.New("answer 429")}
		}
		if early := wait - time.Since(asked); early > 0 {
			t.Errorf("try %d came %v early", try, early)
		}
		return nil
	})
	b.start(Channel{Name: "desk", Sender: r})
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"), alert("06LIMA2", "kcrm", cable.Flash, "desk"), alert("06LIMA3", "kcrm", cable.Routine, "desk"))
	b.gets(r, "alert 06LIMA1/kcrm", "alert 06LIMA2/kcrm", "alert 06LIMA3/kcrm")
}

func TestWhatIsRefusedIsKeptCountedAndSentAgainByHand(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	refuse := func(_ int, n notify.Notice) error { return fmt.Errorf("%w: answer 410", notify.ErrRefused) }
	r.set(refuse)
	desk := Channel{Name: "desk", Sender: r}
	b.start(desk)
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"), alert("06LIMA2", "kcrm", cable.Routine, "desk"))
	b.settled("desk")
	if c := b.counts("desk"); c.Undelivered != 2 {
		t.Fatalf("got %d undelivered, want 2", c.Undelivered)
	}
	if r.count() != 2 {
		t.Errorf("got %d tries, want 2", r.count())
	}
	var kept []notify.Notice
	err := EachUndelivered(t.Context(), b.f, "desk", func(u Undelivered) (bool, error) {
		if u.Reason != "refused for good: answer 410" {
			t.Errorf("got the reason %q", u.Reason)
		}
		kept = append(kept, u.Notice)
		return false, nil
	})
	if err != nil || len(kept) != 2 {
		t.Fatalf("got %d, %v", len(kept), err)
	}
	if sent, refused, err := Redrive(t.Context(), b.f, desk); sent != 0 || refused != 2 || err != nil {
		t.Errorf("while it is refused: %d sent, %d refused, %v", sent, refused, err)
	}
	r.set(func(int, notify.Notice) error { return errors.New("answer 503") })
	if sent, _, err := Redrive(t.Context(), b.f, desk); sent != 0 || err == nil {
		t.Errorf("while the receiver is down: %d sent, %v", sent, err)
	}
	if c := b.counts("desk"); c.Undelivered != 2 {
		t.Errorf("got %d undelivered, want 2 still", c.Undelivered)
	}
	r.set(nil)
	if sent, refused, err := Redrive(t.Context(), b.f, desk); sent != 2 || refused != 0 || err != nil {
		t.Errorf("when it is taken: %d sent, %d refused, %v", sent, refused, err)
	}
	if c := b.counts("desk"); c.Undelivered != 0 {
		t.Errorf("got %d undelivered, want 0", c.Undelivered)
	}
	for i, n := range r.notices() {
		if n.ID != kept[i].ID {
			t.Errorf("notice %d: got the id %s, want %s", i, n.ID, kept[i].ID)
		}
	}
}

func TestANoticeIsGivenUpWhenItsTimeIsOver(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	r.set(func(int, notify.Notice) error { return errors.New("answer 503") })
	policy := notify.Policy{GiveUpAfter: 60e9}
	b.start(Channel{Name: "desk", Sender: r, Policy: policy})
	b.clock.move(time.Hour)
	late := alert("06LIMA2", "kcrm", cable.Routine, "desk")
	late.Committed = b.clock.now()
	b.raise(late)
	feedtest.Eventually(t, "some tries", func() bool { return r.count() > 3 })
	if c := b.counts("desk"); c.Undelivered != 0 || c.Waiting != 1 {
		t.Errorf("before its time is over: %+v", c)
	}
	b.clock.move(61 * time.Second)
	b.settled("desk")
	if c := b.counts("desk"); c.Undelivered != 1 {
		t.Errorf("got %d undelivered, want 1", c.Undelivered)
	}
}

func TestTimeThatNobodyWasAtWorkDoesNotCount(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	desk := Channel{Name: "desk", Sender: r}
	stop := b.start(desk)
	stop()
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	b.clock.move(48 * time.Hour)
	r.set(func(try int, _ notify.Notice) error {
		if try == 1 {
			return errors.New("answer 503")
		}
		return nil
	})
	b.start(desk)
	b.gets(r, "alert 06LIMA1/kcrm")
}

// A process that is started again each hour must not try for ever.
func TestARestartDoesNotBeginTheTimeOfANoticeAnew(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	r.set(func(int, notify.Notice) error { return errors.New("answer 503") })
	desk := Channel{Name: "desk", Sender: r, Policy: notify.Policy{GiveUpAfter: watch.Duration(3*time.Hour + 30*time.Minute)}}
	for i := range 4 {
		stop := b.start(desk)
		if i == 0 {
			b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
		}
		before := r.count()
		feedtest.Eventually(t, "a try", func() bool { return r.count() > before })
		if c := b.counts("desk"); c.Undelivered != 0 {
			t.Fatalf("given up after %d h, want 3.5", i)
		}
		b.clock.move(time.Hour)
		feedtest.Eventually(t, "it is noted that the channel is served", func() bool { return b.lastServed("desk").Equal(b.clock.now()) })
		if i == 3 {
			b.settled("desk")
		}
		stop()
		b.clock.move(time.Minute)
	}
	if c := b.counts("desk"); c.Undelivered != 1 {
		t.Errorf("got %d undelivered, want 1", c.Undelivered)
	}
}

// lastServed gives when it was last noted that somebody serves a channel.
func (b *bench) lastServed(channel string) time.Time {
	notes, err := b.f.Notes(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	value, _, err := notes.Get(b.t.Context(), noteKey(kindServed+"."+channel+".", channel))
	if err != nil {
		b.t.Fatal(err)
	}
	var s served
	if err := json.Unmarshal(value, &s); err != nil {
		b.t.Fatal(err)
	}
	return s.Last
}

func TestTheTimeOfANoticeIsThatInWhichTheChannelWasServed(t *testing.T) {
	at := func(hour int) time.Time { return noon.Add(time.Duration(hour) * time.Hour) }
	var s served
	s.begin(at(0)) // for the first time
	s.Last = at(10)
	s.begin(at(10).Add(time.Minute)) // a restart
	s.Last = at(20)
	s.begin(at(50)) // an outage
	for name, tt := range map[string]struct{ first, now, want int }{
		"made before the first start":  {-5, 60, 30},
		"made before a restart":        {8, 60, 22},
		"made during the outage":       {30, 60, 10},
		"made after it":                {55, 60, 5},
		"made by a clock that is fast": {61, 60, -1},
	} {
		if got := s.since(at(tt.first), at(tt.now)); got != time.Duration(tt.want)*time.Hour {
			t.Errorf("%s: got %v, want %d h", name, got, tt.want)
		}
	}
	for i := range 2 * maxAway {
		s.begin(at(100 + i))
	}
	if len(s.Away) != maxAway || !s.Away[0].To.Equal(at(200)) {
		t.Errorf("%d spans are remembered, the first until %v", len(s.Away), s.Away[0].To)
	}
}

func TestOneNoticeThatAlwaysFailsKeepsNoOther(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	r.set(func(_ int, n notify.Notice) error {
		if n.Alerts[0].CableID == "06LIMA1" {
			return errors.New("answer 500")
		}
		return nil
	})
	b.start(Channel{Name: "desk", Sender: r})
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"), alert("06LIMA2", "kcrm", cable.Flash, "desk"), alert("06LIMA3", "kcrm", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA2/kcrm", "alert 06LIMA3/kcrm")
}

func TestAStaleRevisionDoesNotFollowTheLaterOne(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	var open sync.Once
	gate := make(chan struct{})
	r.set(func(_ int, n notify.Notice) error {
		if n.Alerts[0].Revision == 1 {
			open.Do(func() { close(gate) })
			return errors.New("answer 500")
		}
		return nil
	})
	b.start(Channel{Name: "desk", Sender: r})
	second := alert("06LIMA1", "kcrm", cable.Flash, "desk")
	second.Revision = 2
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"))
	<-gate
	b.raise(second)
	b.settled("desk")
	b.gets(r, "update 06LIMA1/kcrm")
}

// A dead channel must not keep others waiting, nor fill the memory.
func TestOneDeadChannelWithTenThousandAlertsDelaysNoOther(t *testing.T) {
	if testing.Short() || racing {
		t.Skip("10,000 alerts: too many for the race detector")
	}
	b := newBench(t)
	hang := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	defer s.Close()
	defer close(hang)
	live := &receiver{}
	d := b.dispatcher(
		Channel{Name: "dead", Sender: webhook.New(webhook.Config{URL: notify.NewSecret(s.URL), AllowPrivate: true, Timeout: 2e9})},
		Channel{Name: "live", Sender: live})
	d.waits.first, d.waits.longest = time.Second, 20*time.Second
	b.run(d)
	b.served("dead")
	b.served("live")
	before := heap()
	const n = 10_000
	var batch pipeline.Result
	for i := range n {
		p := cable.Routine
		if i%2 == 0 {
			p = cable.Immediate
		}
		a := alert(fmt.Sprint("06LIMA", i), "kcrm", p, "dead")
		data, _ := json.Marshal(a)
		batch.Messages = append(batch.Messages, pipeline.Message{Subject: "cables.alert.kcrm." + p.Token() + ".unclassified", Data: data})
		if len(batch.Messages) == feed.MaxBatch {
			if _, err := b.f.Commit(t.Context(), batch); err != nil {
				t.Fatal(err)
			}
			batch.Messages = nil
		}
	}
	began := time.Now()
	b.raise(alert("06ROME1", "kwmn", cable.Flash, "live"))
	b.gets(live, "alert 06ROME1/kwmn")
	t.Logf("FLASH on the other channel after %v, with %d alerts on the dead one", time.Since(began), n)
	feedtest.Eventually(t, "the dead channel has looked at every alert", func() bool {
		for _, kind := range []string{"-urgent", "-others"} {
			cons, err := b.js.Consumer(context.Background(), "CABLES", "notify-dead"+kind)
			if err != nil || cons.CachedInfo().NumPending > 0 {
				return false
			}
		}
		return true
	})
	if c := b.counts("dead"); c.Waiting < n-10 || c.Undelivered != 0 {
		t.Errorf("got %+v, want all waiting", c)
	}
	after := heap()
	t.Logf("heap of this process, with the server in it: %d KB before, %d KB after", before>>10, after>>10)
	if after > before+64<<20 {
		t.Errorf("the heap grew from %d to %d MB", before>>20, after>>20)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
