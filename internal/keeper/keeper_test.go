package keeper

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"cablefeed/internal/circuit"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
)

// start runs a keeper with short times until the test ends, or stop is called.
func start(t testing.TB, f *feed.Feed) (log *feedtest.Log, stop func()) {
	t.Helper()
	log = &feedtest.Log{}
	k := New(f, time.Minute, zerolog.New(log))
	k.commitEvery, k.standBy = 20*time.Millisecond, 100*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = k.Run(ctx) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return log, stop
}

// send journals one transmission for each FL1; "-" is one without.
func send(t testing.TB, f *feed.Feed, fl1s string) {
	t.Helper()
	var raws []feed.Raw
	for i, fl1 := range strings.Fields(fl1s) {
		head := "VZCZC" + fl1 + "\n"
		if fl1 == "-" {
			head = ""
		}
		lane := feed.Lanes[i%len(feed.Lanes)] // a circuit carries all precedences
		raws = append(raws, feed.Raw{Lane: lane, Data: []byte(head + "RR RUEHC\nDE RUEHFK #0001\n")})
	}
	if _, err := f.Append(t.Context(), raws); err != nil {
		t.Fatal(err)
	}
}

// stored waits until n transmissions are counted, and gives the circuits.
func stored(t testing.TB, f *feed.Feed, n uint64) map[string]circuit.State {
	t.Helper()
	var all map[string]circuit.State
	feedtest.Eventually(t, fmt.Sprintf("%d transmissions counted", n), func() bool {
		all = map[string]circuit.State{}
		sum := uint64(0)
		now, err := f.Circuits(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range now {
			all[s.Channel] = s
			sum += s.Received
		}
		if sum > n {
			t.Fatalf("%d transmissions counted, only %d were sent", sum, n)
		}
		return sum == n
	})
	return all
}

func missing(s circuit.State) string { return circuit.Numbers(s.Gaps, 1) }

func TestGapsOpenAndCloseOnEachCircuit(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	log, _ := start(t, f)
	send(t, f, "XRO5760 MEA044 XRO5763 - MEA045 MEA045")
	got := stored(t, f, 6)
	if s := got["XRO"]; missing(s) != "5761-5762" || s.Last != 5763 {
		t.Errorf("XRO: last %d, missing %s; want 5763 and 5761-5762", s.Last, missing(s))
	}
	if s := got["MEA"]; s.Repeats != 1 || s.Last != 45 {
		t.Errorf("MEA: last %d, repeats %d; want 45 and 1", s.Last, s.Repeats)
	}
	if got[""].Received != 1 {
		t.Errorf("%d transmissions without a circuit, want 1", got[""].Received)
	}
	send(t, f, "XRO5761 MEA001 XRO5762 MEA002")
	got = stored(t, f, 10)
	if s := got["XRO"]; missing(s) != "" || s.Late != 2 {
		t.Errorf("XRO: missing %q, late %d; want none and 2", missing(s), s.Late)
	}
	if s := got["MEA"]; s.Resets != 1 || s.Last != 2 {
		t.Errorf("MEA: last %d, resets %d; want 2 and 1", s.Last, s.Resets)
	}
	for _, want := range []string{`"missing":"5761-5762"`, `"message":"circuit has a gap"`, `"message":"circuit gap closed"`, `"message":"circuit began again"`} {
		feedtest.Eventually(t, "log line "+want, func() bool { return strings.Contains(log.String(), want) })
	}
}

func TestNumbersWrapAround(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	log, _ := start(t, f)
	send(t, f, "AAA998 AAA999 AAA001 BBB9999 BBB0001 CCC999 CCC000 CCC001")
	for name, s := range stored(t, f, 8) {
		if s.Last != 1 || s.Wraps != 1 || len(s.Gaps) > 0 || s.Repeats+s.Resets > 0 {
			t.Errorf("%s: %+v; want a wrap to 1 and nothing else", name, s)
		}
	}
	if s := log.String(); s != "" {
		t.Errorf("a wrap-around was reported: %s", s)
	}
}

func TestAGapSurvivesARestart(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	_, stop := start(t, f)
	send(t, f, "XRO0010 XRO0014")
	stored(t, f, 2)
	stop()
	send(t, f, "XRO0012 XRO0015") // while nobody counts
	start(t, f)
	if s := stored(t, f, 4)["XRO"]; missing(s) != "11, 13" || s.Last != 15 {
		t.Errorf("last %d, missing %s; want 15 and 11, 13", s.Last, missing(s))
	}
}

func TestWhatIsJournaledBeforeTheEndIsCounted(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	k := New(f, time.Minute, zerolog.Nop()) // commits once a second
	ctx, cancel := context.WithCancel(t.Context())
	send(t, f, "XRO0010 XRO0012")
	cancel()
	if err := k.keep(ctx); err != nil {
		t.Fatal(err)
	}
	if s := stored(t, f, 2)["XRO"]; missing(s) != "11" {
		t.Errorf("missing %q, want 11", missing(s))
	}
}

func TestAnotherWorkerTakesOverAndNothingCountsTwice(t *testing.T) {
	server := feedtest.Server(t)
	f, _ := feedtest.Feed(t, server)
	var conns []*nats.Conn
	for range 2 {
		g, nc := feedtest.Feed(t, server)
		start(t, g)
		conns = append(conns, nc)
	}
	n := uint64(0)
	more := func() {
		var b strings.Builder
		for range 50 {
			if n++; n%10 != 3 { // one in ten is lost
				fmt.Fprintf(&b, "XRO%04d ", n)
			} else {
				fmt.Fprintf(&b, "MEA%03d ", n/10+1)
			}
		}
		send(t, f, b.String())
	}
	for range 6 {
		more()
		stored(t, f, n)
	}
	conns[0].Close() // killed, whichever was at work
	for range 2 {
		more()
		stored(t, f, n)
	}
	g, _ := feedtest.Feed(t, server)
	start(t, g)
	more()
	stored(t, f, n)
	conns[1].Close()
	more()
	got := stored(t, f, n)
	if s := got["XRO"]; s.Missing() != int(n/10) || s.Repeats > 0 || s.Late > 0 || s.Last != int(n) {
		t.Errorf("XRO: last %d, %d missing, %d repeats, %d late; want %d, %d, 0, 0", s.Last, s.Missing(), s.Repeats, s.Late, n, n/10)
	}
	if s := got["MEA"]; s.Missing() > 0 || s.Repeats > 0 || s.Last != int(n/10) {
		t.Errorf("MEA: last %d, %d missing, %d repeats; want %d, 0, 0", s.Last, s.Missing(), s.Repeats, n/10)
	}
}

func TestAJournalMadeAnewIsCounted(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	_, stop := start(t, f)
	send(t, f, "XRO0010 XRO0012 XRO0013 MEA001")
	stored(t, f, 4)
	stop()
	if _, err := nc.Request("$JS.API.STREAM.DELETE.INCOMING", nil, time.Second); err != nil {
		t.Fatal(err)
	}
	if err := f.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	send(t, f, "XRO0011 XRO0014")
	start(t, f)
	if s := stored(t, f, 6)["XRO"]; s.Last != 14 || s.Missing() > 0 {
		t.Errorf("last %d, missing %q; want 14 and none", s.Last, missing(s))
	}
}

func TestStatesDoNotPileUp(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	b, err := open(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2*trimAfter + 5 {
		m := feed.Stored{Seq: uint64(n + 1), Time: time.Now(), Data: fmt.Appendf(nil, "VZCZCXRO%04d\n", n+1)}
		if err := b.count(t.Context(), &m); err != nil {
			t.Fatal(err)
		}
		if _, err := b.commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(feedtest.Stored(t, nc, "cables.circuit.>")); n > 110 {
		t.Errorf("%d states of one circuit are kept, want about 100", n)
	}
}

// BenchmarkKeeper counts seed-sized transmissions that the journal holds.
func BenchmarkKeeper(b *testing.B) {
	f, _ := feedtest.Feed(b, feedtest.Server(b))
	seed, err := os.ReadFile("../../testdata/cables/06MEXICO6568.txt")
	if err != nil {
		b.Fatal(err)
	}
	var raws []feed.Raw
	for n := range b.N {
		raw := bytes.Replace(seed, []byte("VZCZCXRO5760"), fmt.Appendf(nil, "VZCZCXR%c%04d", 'A'+n%20, n/20%9999+1), 1)
		if raws = append(raws, feed.Raw{Lane: feed.Routine, Data: raw}); len(raws) == 200 || n == b.N-1 {
			if _, err := f.Append(b.Context(), raws); err != nil {
				b.Fatal(err)
			}
			raws = raws[:0]
		}
	}
	b.SetBytes(int64(len(seed)))
	b.ResetTimer()
	ctx, cancel := context.WithCancel(b.Context())
	cancel() // ends when all is counted
	if err := New(f, time.Minute, zerolog.Nop()).keep(ctx); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "transmissions/s")
}
