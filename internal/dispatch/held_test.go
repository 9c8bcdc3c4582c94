package dispatch

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

func TestADigestCollectsRoutineWhileFlashAndImmediateGoAtOnce(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.start(Channel{Name: "desk", Sender: r, Policy: notify.Policy{Digest: watch.Duration(15 * time.Minute)}})
	b.raise(alert("06LIMA1", "kcrm", cable.Routine, "desk"), alert("06LIMA2", "kcrm", cable.Priority, "desk"),
		alert("06LIMA3", "kcrm", cable.Immediate, "desk"), alert("06LIMA4", "kcrm", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA3/kcrm", "alert 06LIMA4/kcrm")
	b.settled("desk")
	if c := b.counts("desk"); c.Held != 2 {
		t.Errorf("got %d held, want 2", c.Held)
	}
	b.clock.move(15 * time.Minute)
	b.gets(r, "alert 06LIMA3/kcrm", "alert 06LIMA4/kcrm", "digest 06LIMA1/kcrm 06LIMA2/kcrm")
	feedtest.Eventually(t, "nothing is held", func() bool { return b.counts("desk").Held == 0 })
}

func TestADigestHoldsWhatTheWatchOrTheChannelGroups(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.watches("byhand", watch.Quiet{}, watch.GroupWatch)
	b.start(Channel{Name: "desk", Sender: r, Policy: notify.Policy{Digest: watch.Duration(time.Minute), Group: watch.GroupPost}})
	rome := alert("06ROME1", "kcrm", cable.Routine, "desk")
	rome.From = "ROME"
	own := alert("06ROME2", "byhand", cable.Routine, "desk")
	b.raise(alert("06LIMA1", "kcrm", cable.Routine, "desk"), rome, alert("06LIMA2", "kwmn", cable.Routine, "desk"), own)
	b.settled("desk")
	b.clock.move(time.Minute)
	b.gets(r, "digest 06LIMA1/kcrm 06LIMA2/kwmn", "alert 06ROME1/kcrm", "alert 06ROME2/byhand")
}

func TestWhatIsHeldSurvivesARestart(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.watches("slow", watch.Quiet{Throttle: watch.Duration(time.Hour)}, "")
	desk := Channel{Name: "desk", Sender: r, Policy: notify.Policy{Digest: watch.Duration(15 * time.Minute)}}
	plain := Channel{Name: "plain", Sender: &receiver{}}
	stop := b.start(desk, plain)
	b.raise(alert("06LIMA1", "kcrm", cable.Routine, "desk"), alert("06LIMA2", "slow", cable.Routine, "plain"))
	b.gets(plain.Sender.(*receiver), "alert 06LIMA2/slow")
	b.settled("desk")
	b.settled("plain")
	if err := AddSilence(t.Context(), b.f, notify.Silence{ID: "one", From: "ROME", Until: noon.Add(24 * time.Hour), Reason: "exercise"}); err != nil {
		t.Fatal(err)
	}
	stop()
	rome := alert("06ROME1", "kcrm", cable.Flash, "desk")
	rome.From = "ROME"
	b.raise(rome, alert("06LIMA3", "kcrm", cable.Routine, "desk"), alert("06LIMA4", "slow", cable.Routine, "plain"))
	b.start(desk, plain)
	b.settled("desk")
	b.settled("plain")
	// The silence and the throttle hold, the digest is one.
	b.clock.move(15 * time.Minute)
	b.gets(r, "digest 06LIMA1/kcrm 06LIMA3/kcrm")
	b.gets(plain.Sender.(*receiver), "alert 06LIMA2/slow")
	b.clock.move(45 * time.Minute)
	b.gets(plain.Sender.(*receiver), "alert 06LIMA2/slow", "alert 06LIMA4/slow")
	b.gets(r, "digest 06LIMA1/kcrm 06LIMA3/kcrm")
}

func TestAThrottleLetsOneNoticeThroughInItsTime(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.watches("slow", watch.Quiet{Throttle: watch.Duration(time.Hour)}, "")
	b.start(Channel{Name: "desk", Sender: r})
	b.raise(alert("06LIMA1", "slow", cable.Routine, "desk"))
	b.gets(r, "alert 06LIMA1/slow")
	b.settled("desk")
	b.raise(alert("06LIMA2", "slow", cable.Routine, "desk"), alert("06LIMA3", "slow", cable.Routine, "desk"), alert("06LIMA4", "slow", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA1/slow", "alert 06LIMA4/slow") // what is urgent does not wait
	b.settled("desk")
	b.clock.move(59 * time.Minute)
	b.raise(alert("06LIMA5", "slow", cable.Routine, "desk"))
	b.settled("desk")
	b.clock.move(time.Minute)
	b.gets(r, "alert 06LIMA1/slow", "alert 06LIMA4/slow", "digest 06LIMA2/slow 06LIMA3/slow 06LIMA5/slow")
}

func TestQuietHoursEndWithTheNight(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.watches("night", watch.Quiet{Hours: "22:00-07:00"}, "")
	b.start(Channel{Name: "desk", Sender: r})
	b.clock.move(11 * time.Hour) // 23:00
	b.raise(alert("06LIMA1", "night", cable.Priority, "desk"), alert("06LIMA2", "night", cable.Routine, "desk"), alert("06LIMA3", "night", cable.Immediate, "desk"))
	b.gets(r, "alert 06LIMA3/night")
	b.settled("desk")
	b.clock.move(8*time.Hour - time.Minute) // 06:59
	b.raise(alert("06LIMA4", "night", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA3/night", "alert 06LIMA4/night")
	b.clock.move(time.Minute)
	b.gets(r, "alert 06LIMA3/night", "alert 06LIMA4/night", "digest 06LIMA1/night 06LIMA2/night")
}

func TestASilenceEndsByItselfOrByHand(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	for id, s := range map[string]notify.Silence{
		"one": {Watch: "kc*", Until: noon.Add(time.Hour), Reason: "exercise"},
		"two": {From: "ROME", Until: noon.Add(24 * time.Hour), Reason: "known"},
	} {
		s.ID = id
		if err := AddSilence(t.Context(), b.f, s); err != nil {
			t.Fatal(err)
		}
	}
	b.start(Channel{Name: "desk", Sender: r})
	rome := alert("06ROME1", "kwmn", cable.Flash, "desk")
	rome.From = "Rome"
	b.raise(alert("06LIMA1", "kcrm", cable.Flash, "desk"), rome, alert("06LIMA2", "kwmn", cable.Flash, "desk"))
	b.gets(r, "alert 06LIMA2/kwmn")
	b.settled("desk")
	b.clock.move(time.Hour)
	if err := RemoveSilence(t.Context(), b.f, "two"); err != nil {
		t.Fatal(err)
	}
	if err := RemoveSilence(t.Context(), b.f, "two"); err == nil {
		t.Error("a silence that is not there was removed")
	}
	feedtest.Eventually(t, "the silence is known to have ended", func() bool {
		rome.ID += "x" // another alert each time
		b.raise(rome)
		b.settled("desk")
		return len(r.says()) > 1
	})
	b.raise(alert("06LIMA3", "kcrm", cable.Flash, "desk"))
	b.settled("desk")
	if got := r.says(); got[len(got)-1] != "alert 06LIMA3/kcrm" {
		t.Errorf("got %v, want 06LIMA3 at last", got)
	}
}

func TestASilenceTakesWhatIsHeldToo(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.start(Channel{Name: "desk", Sender: r, Policy: notify.Policy{Digest: watch.Duration(time.Minute)}})
	b.raise(alert("06LIMA1", "kcrm", cable.Routine, "desk"), alert("06LIMA2", "kwmn", cable.Routine, "desk"))
	b.settled("desk")
	if err := AddSilence(t.Context(), b.f, notify.Silence{ID: "one", Watch: "kcrm", Until: noon.Add(time.Hour), Reason: "exercise"}); err != nil {
		t.Fatal(err)
	}
	feedtest.Eventually(t, "the silence is known", func() bool { // what comes now is held no more
		before := b.counts("desk").Held
		b.raise(alert("06LIMA9"+fmt.Sprint(time.Now().UnixNano()), "kcrm", cable.Routine, "desk"))
		b.settled("desk")
		return b.counts("desk").Held == before
	})
	b.clock.move(2 * time.Minute)
	feedtest.Eventually(t, "nothing is held", func() bool { return b.counts("desk").Held == 0 })
	b.gets(r, "alert 06LIMA2/kwmn")
}

func TestADigestKeepsItsIDAndContentUntilItIsTaken(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	var tried []string
	r.set(func(_ int, n notify.Notice) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		tried = append(tried, fmt.Sprint(n.ID, len(n.Alerts)))
		return errors.New("answer 502")
	})
	desk := Channel{Name: "desk", Sender: r, Policy: notify.Policy{Digest: watch.Duration(time.Minute)}}
	stop := b.start(desk)
	b.raise(alert("06LIMA1", "kcrm", cable.Routine, "desk"), alert("06LIMA2", "kcrm", cable.Routine, "desk"))
	b.settled("desk")
	b.clock.move(time.Minute)
	feedtest.Eventually(t, "a try", func() bool { return r.count() > 0 })
	b.raise(alert("06LIMA3", "kcrm", cable.Routine, "desk")) // for the next
	b.settled("desk")
	stop()
	b.start(desk)
	feedtest.Eventually(t, "a try after the restart", func() bool { n := r.count(); return n > 3 })
	r.set(nil)
	b.gets(r, "digest 06LIMA1/kcrm 06LIMA2/kcrm")
	r.mu.Lock()
	for _, s := range tried {
		if s != tried[0] {
			t.Errorf("tries of one digest differ: %v", tried)
			break
		}
	}
	r.mu.Unlock()
	b.clock.move(time.Minute)
	b.gets(r, "digest 06LIMA1/kcrm 06LIMA2/kcrm", "alert 06LIMA3/kcrm")
}

func TestALaterRevisionTakesThePlaceOfTheOneThatIsHeld(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.start(Channel{Name: "desk", Sender: r, Policy: notify.Policy{Digest: watch.Duration(time.Minute)}})
	second := alert("06LIMA1", "kcrm", cable.Routine, "desk")
	second.Revision = 2
	upgraded := alert("06LIMA2", "kcrm", cable.Flash, "desk")
	upgraded.Revision = 2
	b.raise(alert("06LIMA1", "kcrm", cable.Routine, "desk"), second, alert("06LIMA2", "kcrm", cable.Routine, "desk"))
	b.settled("desk")
	b.raise(upgraded)
	b.gets(r, "update 06LIMA2/kcrm")
	b.clock.move(time.Minute)
	b.gets(r, "update 06LIMA2/kcrm", "update 06LIMA1/kcrm")
}

func TestALargeGroupGoesInSeveralDigestsWithoutWaiting(t *testing.T) {
	b := newBench(t)
	r := &receiver{}
	b.start(Channel{Name: "desk", Sender: r, Policy: notify.Policy{Digest: watch.Duration(time.Hour)}})
	for i := range maxDigest {
		b.raise(alert(fmt.Sprint("06LIMA", i), "kcrm", cable.Routine, "desk"))
	}
	feedtest.Eventually(t, "a full digest", func() bool {
		n := 0
		for _, x := range r.notices() {
			n += len(x.Alerts)
		}
		return n >= maxDigest
	})
}
