package processor

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/pipeline"
)

func TestPoisonIsRejectedAfterItsThirdDeliveryAndTheLineGoesOn(t *testing.T) {
	t.Parallel()
	poison := []byte("SUBJECT: INTERIM TIP ASSESSMENT FOR MEXICO")
	forever := make(chan struct{})
	defer close(forever)
	tests := map[string]struct {
		before   func(try int)
		reason   string
		readings int // how often the reader was let loose on it
	}{
		"crashes the reader":           {func(int) { panic("a fault of the reader") }, "crashed", 3},
		"never comes back from it":     {func(int) { <-forever }, "timeout", 1},
		"crashes it twice, then reads": {func(try int) { panicBefore(try, 3) }, "", 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, nc := feedtest.Feed(t, feedtest.Server(t))
			var tries atomic.Int64
			const n = 200
			raws := cables(t, n)
			for i := range raws {
				if i != 50 {
					raws[i].Data = bytes.Replace(raws[i].Data, poison, []byte("SUBJECT: HARMLESS"), 1)
				}
			}
			if _, err := f.Append(t.Context(), raws); err != nil {
				t.Fatal(err)
			}
			o, _ := start(t, f, func(p *Processor) {
				p.watchdog.limit, p.watchdog.pause = 300*time.Millisecond, 10*time.Millisecond
				p.watchdog.before = func(raw []byte) {
					if bytes.Contains(raw, poison) {
						tt.before(int(tries.Add(1)))
					}
				}
			})
			feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == n })
			if got := int(tries.Load()); got != tt.readings {
				t.Errorf("read %d times, want %d", got, tt.readings)
			}
			want := n
			rejects := feedtest.Stored(t, nc, "cables.rejected.>")
			if tt.reason != "" {
				want--
				if len(rejects) != 1 || rejects[0].Subject != "cables.rejected."+tt.reason+".51" || rejects[0].Header.Get(pipeline.HdrAttempts) != "3" {
					t.Fatalf("rejects %v, want one as %s after 3 attempts", rejects, tt.reason)
				}
				if string(rejects[0].Data) != string(raws[50].Data) {
					t.Errorf("kept %q, want the bytes as received", rejects[0].Data)
				}
			} else if len(rejects) > 0 {
				t.Errorf("rejects %v, want none", subjects(rejects))
			}
			if got := len(feedtest.Stored(t, nc, "cables.record.>")); got != want {
				t.Errorf("%d records, want %d", got, want)
			}
		})
	}
}

func panicBefore(try, good int) {
	if try < good {
		panic("a fault of the reader")
	}
}

// bigSections gives parts that can each be read; together they are larger than
// what the server takes.
func bigSections(t testing.TB) (raws [][]byte) {
	for _, p := range sections(t) {
		filler := strings.Repeat("EXERCISE EXERCISE EXERCISE. Nothing is said at length.\n", 55_000)
		raws = append(raws, []byte(strings.Replace(string(p), "\nBT\n#", "\n"+filler+"BT\n#", 1)))
	}
	return raws
}

func TestSectionsThatCannotBeJoinedDoNotStopTheLine(t *testing.T) {
	t.Parallel()
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, func(p *Processor) { p.timers.wait = 2 * time.Second })
	parts := bigSections(t)
	put(t, f, parts...)
	put(t, f, cables(t, 1)[0].Data)
	feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == 4 })
	got := o.firsts()
	slices.SortFunc(got, func(a, b Outcome) int { return cmp.Compare(a.Incoming, b.Incoming) })
	if last := got[2]; last.Decision != pipeline.Rejected || pipeline.Reason(last.Err) != "too-large" {
		t.Errorf("the last section is %s, %v; want a reject: too large", last.Decision, last.Err)
	}
	if got[3].Decision != pipeline.New {
		t.Errorf("the next cable is %s", got[3].Decision)
	}
	rejects := feedtest.Stored(t, nc, "cables.rejected.>")
	if len(rejects) != 1 || !bytes.Equal(rejects[0].Data, parts[2]) {
		t.Errorf("rejects %v, want the last section with its bytes", subjects(rejects))
	}
	feedtest.Eventually(t, "the others released", func() bool {
		return slices.ContainsFunc(o.outcomes(), func(x Outcome) bool { return x.Decision == Released && slices.Equal(x.Missing, []int{3}) })
	})
	feedtest.Eventually(t, "no section waits", func() bool { return len(feedtest.Stored(t, nc, "cables.section.>")) == 0 })
}

func TestSectionsThatCrashTheReaderTogetherAreKeptOneByOne(t *testing.T) {
	t.Parallel()
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	var joins atomic.Int64
	o, _ := start(t, f, func(p *Processor) {
		p.timers.wait, p.watchdog.pause = 2*time.Second, 10*time.Millisecond
		p.watchdog.before = func(raw []byte) {
			if raw == nil {
				joins.Add(1)
				panic("a fault of the reader")
			}
		}
	})
	parts := sections(t)
	put(t, f, parts[:]...)
	put(t, f, cables(t, 1)[0].Data)
	feedtest.Eventually(t, "a reject of each section", func() bool { return len(feedtest.Stored(t, nc, "cables.rejected.crashed.*")) == 3 })
	feedtest.Eventually(t, "no section waits", func() bool { return len(feedtest.Stored(t, nc, "cables.section.>")) == 0 })
	if got := joins.Load(); got < 3 {
		t.Errorf("tried to join %d times, want 3 deliveries and the release", got)
	}
	rejects := map[uint64]bool{}
	for _, x := range o.outcomes() {
		if x.Decision == pipeline.Rejected && x.Incoming == 3 && !x.Recovered {
			rejects[x.Incoming] = true
		}
	}
	if len(rejects) != 1 {
		t.Errorf("outcomes %+v, want the last section rejected", o.outcomes())
	}
	feedtest.Eventually(t, "the next cable committed", func() bool { return len(feedtest.Stored(t, nc, "cables.record.>")) == 1 })
}

func TestPlainMessageTooLargeForItsLaneIsKept(t *testing.T) {
	t.Parallel()
	server := feedtest.Server(t)
	f, nc := feedtest.Feed(t, server)
	o, _ := start(t, f, nil)
	raw := bytes.Repeat([]byte("EXERCISE. No telegram at all, and a large one.\n"), 1+int(nc.MaxPayload())/47)[:nc.MaxPayload()]
	if err := nc.Publish(feed.PlainSubject, raw); err != nil {
		t.Fatal(err)
	}
	if err := nc.Publish(feed.PlainSubject, read(t, seedFile)); err != nil {
		t.Fatal(err)
	}
	feedtest.Eventually(t, "both decided", func() bool { return len(o.firsts()) == 2 })
	var kept []byte
	for i, m := range feedtest.Stored(t, nc, "cables.rejected.>") {
		kept = append(kept, m.Data...)
		if want := fmt.Sprintf("%d/2", i+1); m.Header.Get(pipeline.HdrPiece) != want {
			t.Errorf("piece %q, want %q", m.Header.Get(pipeline.HdrPiece), want)
		}
	}
	if !bytes.Equal(kept, raw) {
		t.Errorf("%d bytes kept, want the %d received", len(kept), len(raw))
	}
	if n := len(feedtest.Stored(t, nc, "cables.record.>")); n != 1 {
		t.Errorf("%d records, want 1: the line goes on", n)
	}
}
