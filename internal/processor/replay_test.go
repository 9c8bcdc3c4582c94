package processor

import (
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/generate"
	"cablefeed/internal/pipeline"
)

// An archive is replayed into a line that has all of it: in the order of the
// first time, and shuffled, to a worker that was started just now. REPLAY=100000
// sets how many cables.
func TestReplayOfAnArchivePublishesNothing(t *testing.T) {
	n := 5000
	if s := os.Getenv("REPLAY"); s != "" {
		n, _ = strconv.Atoi(s)
	} else if testing.Short() || racing {
		n = 1000
	}
	nc, err := feedtest.Server(t).Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	f, err := feed.New(nc, feed.Config{Replicas: 1, AckWait: time.Minute})
	if err == nil {
		err = f.Create(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	mix := generate.Plain()
	mix.Size = 2000
	g := generate.New(6, mix)
	var raws []feed.Raw
	for m := range g.All(n) {
		raws = append(raws, feed.Raw{Lane: feed.LaneOf(m.Precedence), Data: m.Raw})
	}
	run := func(what string, decision pipeline.Decision) {
		var mu sync.Mutex
		decided := map[uint64]pipeline.Decision{} // by transmission
		_, stop := start(t, f, func(p *Processor) {
			p.observe = func(o Outcome) {
				mu.Lock()
				defer mu.Unlock()
				if decided[o.Incoming] == "" {
					decided[o.Incoming] = o.Decision
				}
			}
		})
		left := func() int { mu.Lock(); defer mu.Unlock(); return n - len(decided) }
		begin := time.Now()
		for i := 0; i < n; i += 1000 {
			if _, err := f.Append(t.Context(), raws[i:min(n, i+1000)]); err != nil {
				t.Fatal(err)
			}
		}
		limit := time.Now().Add(time.Duration(n)*10*time.Millisecond + time.Minute)
		for left() > 0 {
			if time.Now().After(limit) {
				t.Fatalf("%s: %d of %d not decided", what, left(), n)
			}
			time.Sleep(50 * time.Millisecond)
		}
		took := time.Since(begin)
		stop()
		count := map[pipeline.Decision]int{}
		for _, d := range decided {
			count[d]++
		}
		decided = nil
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		t.Logf("%-8s %v in %v: %.0f a second; heap %d MB, with the server's; taken from the system %d MB", what, count, took.Round(time.Millisecond), float64(n)/took.Seconds(), m.HeapAlloc>>20, m.Sys>>20)
		if count[decision] != n {
			t.Errorf("%s: %v, want %d %s", what, count, n, decision)
		}
	}
	messages := func() int {
		all := 0
		for _, filter := range []string{"cables.record.>", "cables.tag.>", "cables.alert.>", "cables.restricted.>"} {
			scan := feed.Scan{Stream: feed.Cables, Subjects: []string{filter}, Headers: true}
			if err := f.Scan(t.Context(), scan, func(*feed.Stored) error { all++; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	run("first", pipeline.New)
	before := messages()
	run("in order", pipeline.Duplicate)
	rand.New(rand.NewPCG(1, 2)).Shuffle(n, func(i, j int) { raws[i], raws[j] = raws[j], raws[i] })
	run("shuffled", pipeline.Duplicate)
	if after := messages(); after != before {
		t.Errorf("%d messages after the replays, %d before", after, before)
	}
}
