package dispatch

import (
	"errors"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

func critical(id string, p cable.Precedence, channels ...string) watch.Alert {
	a := alert(id, "kcrm", p, channels...)
	a.Severity = watch.SeverityCritical
	return a
}

// often repeats each ten minutes and escalates to the chief after thirty.
var often = notify.Policy{Repeat: watch.Duration(10 * time.Minute), EscalateTo: "chief", EscalateAfter: watch.Duration(30 * time.Minute)}

func TestACriticalAlertIsRepeatedAndEscalatedUntilAcknowledged(t *testing.T) {
	b := newBench(t)
	desk, chief := &receiver{}, &receiver{}
	b.start(Channel{Name: "desk", Sender: desk, Policy: often}, Channel{Name: "chief", Sender: chief})
	b.raise(critical("06LIMA1", cable.Flash, "desk"), alert("06LIMA2", "kcrm", cable.Flash, "desk"))
	want := []string{"alert 06LIMA1/kcrm", "alert 06LIMA2/kcrm"}
	b.gets(desk, want...)
	for range 2 {
		b.clock.move(10 * time.Minute)
		want = append(want, "repeat 06LIMA1/kcrm")
		b.gets(desk, want...)
	}
	b.gets(chief)
	b.clock.move(10 * time.Minute)
	want = append(want, "repeat 06LIMA1/kcrm")
	b.gets(desk, want...)
	b.gets(chief, "escalation 06LIMA1/kcrm")
	b.clock.move(10 * time.Minute)
	want = append(want, "repeat 06LIMA1/kcrm")
	b.gets(desk, want...)
	b.gets(chief, "escalation 06LIMA1/kcrm", "repeat 06LIMA1/kcrm")
	ids := map[string]bool{}
	for _, n := range append(desk.notices(), chief.notices()...) {
		ids[n.ID] = true
	}
	if len(ids) != 8 {
		t.Errorf("8 notices have %d ids", len(ids))
	}
	if err := Acknowledge(t.Context(), b.f, Acknowledgement{ID: "06LIMA1/kcrm", Note: "on it", At: b.clock.now()}); err != nil {
		t.Fatal(err)
	}
	feedtest.Eventually(t, "nothing is open", func() bool { return b.counts("desk").Open == 0 })
	b.clock.move(time.Hour)
	b.raise(alert("06LIMA3", "kcrm", cable.Flash, "desk")) // goes round once more
	b.gets(desk, append(want, "alert 06LIMA3/kcrm")...)
	b.gets(chief, "escalation 06LIMA1/kcrm", "repeat 06LIMA1/kcrm")
}

func TestRepeatsGoOnAfterARestartAndDoNotBeginAnew(t *testing.T) {
	b := newBench(t)
	desk, chief := &receiver{}, &receiver{}
	both := []Channel{{Name: "desk", Sender: desk, Policy: often}, {Name: "chief", Sender: chief}}
	stop := b.start(both...)
	b.raise(critical("06LIMA1", cable.Routine, "desk"))
	b.gets(desk, "alert 06LIMA1/kcrm")
	b.clock.move(10 * time.Minute)
	b.gets(desk, "alert 06LIMA1/kcrm", "repeat 06LIMA1/kcrm")
	feedtest.Eventually(t, "the repeat is noted", func() bool { return b.repeated("desk") == 1 })
	stop()
	b.start(both...)
	b.clock.move(9 * time.Minute)
	b.raise(alert("06LIMA2", "kcrm", cable.Flash, "desk"))
	b.gets(desk, "alert 06LIMA1/kcrm", "repeat 06LIMA1/kcrm", "alert 06LIMA2/kcrm")
	b.clock.move(time.Minute)
	b.gets(desk, "alert 06LIMA1/kcrm", "repeat 06LIMA1/kcrm", "alert 06LIMA2/kcrm", "repeat 06LIMA1/kcrm")
}

// repeated counts the repeats that a channel has noted.
func (b *bench) repeated(channel string) (n int) {
	notes, err := b.f.Notes(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	mem, err := loadMemory(b.t.Context(), notes, channel, b.clock.now())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, o := range mem.opened {
		n += o.Repeats
	}
	return n
}

func TestAnAlertEscalatesAlthoughItsOwnChannelIsDead(t *testing.T) {
	b := newBench(t)
	desk, chief := &receiver{}, &receiver{}
	desk.set(func(int, notify.Notice) error { return errors.New("no answer") })
	chief.set(func(try int, _ notify.Notice) error {
		if try < 3 {
			return errors.New("answer 503")
		}
		return nil
	})
	b.start(Channel{Name: "desk", Sender: desk, Policy: often}, Channel{Name: "chief", Sender: chief})
	b.raise(critical("06LIMA1", cable.Flash, "desk"), critical("06LIMA2", cable.Flash, "desk"))
	feedtest.Eventually(t, "both are open", func() bool { return b.counts("desk").Open == 2 })
	b.clock.move(30 * time.Minute)
	b.gets(chief, "escalation 06LIMA1/kcrm", "escalation 06LIMA2/kcrm")
}

func TestAnEscalationThatIsRefusedIsKeptAsUndelivered(t *testing.T) {
	b := newBench(t)
	chief := &receiver{}
	chief.set(func(int, notify.Notice) error { return notify.ErrRefused })
	b.start(Channel{Name: "desk", Sender: &receiver{}, Policy: often}, Channel{Name: "chief", Sender: chief})
	b.raise(critical("06LIMA1", cable.Flash, "desk"))
	b.settled("desk")
	b.clock.move(30 * time.Minute)
	feedtest.Eventually(t, "it is undelivered", func() bool { return b.counts("chief").Undelivered == 1 })
}

func TestASilenceStopsRepeatsAndAnUpdateDoesNotBeginThemAnew(t *testing.T) {
	b := newBench(t)
	desk := &receiver{}
	b.start(Channel{Name: "desk", Sender: desk, Policy: notify.Policy{Repeat: often.Repeat}})
	b.raise(critical("06LIMA1", cable.Flash, "desk"))
	b.gets(desk, "alert 06LIMA1/kcrm")
	b.settled("desk")
	b.clock.move(9 * time.Minute)
	second := critical("06LIMA1", cable.Flash, "desk")
	second.Revision = 2
	b.raise(second)
	b.gets(desk, "alert 06LIMA1/kcrm", "update 06LIMA1/kcrm")
	b.settled("desk")
	b.clock.move(time.Minute)
	b.gets(desk, "alert 06LIMA1/kcrm", "update 06LIMA1/kcrm", "repeat 06LIMA1/kcrm")
	if got := desk.notices()[2].Alerts[0].Revision; got != 2 {
		t.Errorf("the repeat has revision %d, want 2", got)
	}
	feedtest.Eventually(t, "the repeat is noted", func() bool { return b.repeated("desk") == 1 })
	silence := notify.Silence{ID: "one", Watch: "kcrm", Until: b.clock.now().Add(time.Hour), Reason: "exercise"}
	if err := AddSilence(t.Context(), b.f, silence); err != nil {
		t.Fatal(err)
	}
	feedtest.Eventually(t, "the silence is known", func() bool {
		before := len(desk.says())
		b.raise(alert("06LIMA2", "kcrm", cable.Flash, "desk"))
		b.settled("desk")
		return len(desk.says()) == before
	})
	sent := len(desk.says())
	for i := 2; i < 5; i++ {
		b.clock.move(10 * time.Minute)
		feedtest.Eventually(t, "the repeat is passed over", func() bool { return b.repeated("desk") == i })
	}
	if got := len(desk.says()); got != sent {
		t.Errorf("%d notices while it is silenced", got-sent)
	}
	b.clock.move(time.Hour)
	feedtest.Eventually(t, "the repeat after the silence", func() bool { return len(desk.says()) == sent+1 })
}

func TestOpensSayWhoIsToldNextUntilSomebodyAcknowledges(t *testing.T) {
	b := newBench(t)
	desk, chief := &receiver{}, &receiver{}
	b.start(Channel{Name: "desk", Sender: desk, Policy: often}, Channel{Name: "chief", Sender: chief})
	b.raise(critical("06LIMA1", cable.Flash, "desk"), alert("06LIMA2", "kcrm", cable.Flash, "desk"))
	b.settled("desk")
	open := func(channel string) []Open {
		t.Helper()
		all, err := Opens(t.Context(), b.f, channel, b.clock.now())
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	all := open("")
	if len(all) != 1 || all[0].Channel != "desk" || all[0].Alert.ID != "06LIMA1/kcrm" || !all[0].Since.Equal(noon) || *all[0].Next != (Next{"desk", noon.Add(10 * time.Minute), "repeat"}) {
		t.Fatalf("got %+v", all)
	}
	b.clock.move(25 * time.Minute)
	feedtest.Eventually(t, "the repeat is noted", func() bool { return b.repeated("desk") == 1 })
	if n := open("desk")[0].Next; *n != (Next{"chief", noon.Add(30 * time.Minute), "escalation"}) {
		t.Errorf("after 25 minutes: next %+v", n)
	}
	if err := AddSilence(t.Context(), b.f, notify.Silence{ID: "one", From: "LIMA", Until: b.clock.now().Add(time.Second), Reason: "exercise"}); err != nil {
		t.Fatal(err)
	}
	if s := open("desk")[0].Silence; s == nil || s.Reason != "exercise" {
		t.Errorf("silenced: got %+v", s)
	}
	if all := open("chief"); len(all) != 0 {
		t.Errorf("on the other channel: got %+v", all)
	}
	if err := Acknowledge(t.Context(), b.f, Acknowledgement{ID: "06LIMA1/kcrm", At: b.clock.now()}); err != nil {
		t.Fatal(err)
	}
	if all := open(""); len(all) != 0 {
		t.Errorf("acknowledged: got %+v", all)
	}
}

func TestOpenAlertsFollowThePolicyOfNow(t *testing.T) {
	b := newBench(t)
	desk, chief, boss := &receiver{}, &receiver{}, &receiver{}
	others := []Channel{{Name: "chief", Sender: chief}, {Name: "boss", Sender: boss}}
	stop := b.start(append(others, Channel{Name: "desk", Sender: desk, Policy: often})...)
	b.raise(critical("06LIMA1", cable.Flash, "desk"))
	b.settled("desk")
	stop()
	// No repeats any more, and somebody else is told.
	b.start(append(others, Channel{Name: "desk", Sender: desk, Policy: notify.Policy{EscalateTo: "boss", EscalateAfter: often.EscalateAfter}})...)
	feedtest.Eventually(t, "the open alert is adopted", func() bool {
		all, err := Opens(t.Context(), b.f, "desk", b.clock.now())
		return err == nil && len(all) == 1 && *all[0].Next == Next{"boss", noon.Add(30 * time.Minute), "escalation"}
	})
	b.clock.move(time.Hour)
	b.gets(boss, "escalation 06LIMA1/kcrm")
	b.raise(alert("06LIMA2", "kcrm", cable.Flash, "desk"))
	b.gets(desk, "alert 06LIMA1/kcrm", "alert 06LIMA2/kcrm")
	b.gets(chief)
}
