package processor

import (
	"testing"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/pipeline"
)

// through connects to a server through a proxy.
func through(t testing.TB, p *feedtest.Proxy) *feed.Feed {
	t.Helper()
	f := feedtest.Client(t, p.URL(), feedtest.Config())
	if err := f.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	return f
}

// The connection is cut in place of an answer, several times; what was asked
// for is done.
func TestAnswersLostWithTheConnection(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		word  string // of the requests whose answers are lost
		times int
		copy  bool // of cables that are there already
	}{
		"between commit and acknowledgement": {"Nats-Batch-Commit", 3, false},
		"of look-ups":                        {"$JS.API.STREAM.MSG.GET.CABLES", 3, true},
		"with the first messages of a batch": {"Nats-Batch-Sequence: 1\r\n", 3, false},
		"of pull requests":                   {"$JS.API.CONSUMER.MSG.NEXT", 3, false},
		"of acknowledgements":                {"$JS.ACK.INCOMING", 3, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := feedtest.Server(t)
			direct, nc := feedtest.Feed(t, server)
			const n = 300
			raws := cables(t, n)
			if tt.copy {
				if _, err := direct.Append(t.Context(), raws); err != nil {
					t.Fatal(err)
				}
				o, stop := start(t, direct, nil)
				o.wait(t, n)
				stop()
			}
			proxy := feedtest.NewProxy(t, server.URL())
			f := through(t, proxy)
			lost := proxy.LoseAnswer(tt.word, tt.times)
			o, _ := start(t, f, func(p *Processor) {
				if tt.copy {
					p.recent = newRecent(1) // ask the server
				}
			})
			for i := 0; i < n; i += 20 { // many groups
				if _, err := direct.Append(t.Context(), raws[i:i+20]); err != nil {
					t.Fatal(err)
				}
				time.Sleep(10 * time.Millisecond)
			}
			for range tt.times {
				select {
				case <-lost:
				case <-time.After(30 * time.Second):
					t.Fatal("no connection was cut")
				}
			}
			feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == n })
			if got := len(feedtest.Stored(t, nc, "cables.record.>")); got != n {
				t.Errorf("%d records, want %d", got, n)
			}
			if got := len(feedtest.Stored(t, nc, "cables.alert.>")); got != 2*n {
				t.Errorf("%d alerts, want %d", got, 2*n)
			}
			count := map[pipeline.Decision]int{}
			again := 0
			for _, x := range o.outcomes() {
				if count[x.Decision]++; x.Recovered {
					again++
				}
			}
			t.Logf("%v; %d of them found to be committed already", count, again)
		})
	}
}
