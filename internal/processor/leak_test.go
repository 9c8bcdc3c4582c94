package processor

import (
	"bytes"
	"runtime/pprof"
	"strings"
	"testing"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/natsserver"
)

// Not beside other tests: it looks at all goroutines.
func TestStoppedWorkerLeavesNoGoroutineBehind(t *testing.T) {
	tests := map[string]func(s *natsserver.Server){
		"under load":               func(*natsserver.Server) {},
		"while the server is away": func(s *natsserver.Server) { s.Stop() },
	}
	for name, before := range tests {
		t.Run(name, func(t *testing.T) {
			server := feedtest.Server(t)
			f, nc := feedtest.Feed(t, server)
			raws := cables(t, 500)
			for i := range raws {
				raws[i].Lane = []feed.Lane{feed.Triage, feed.Flash, feed.Routine}[i%3]
			}
			if _, err := f.Append(t.Context(), raws); err != nil {
				t.Fatal(err)
			}
			o, stop := start(t, f, nil)
			o.wait(t, 1)
			before(server)
			stop()
			nc.Close()
			defer func() {
				if t.Failed() {
					t.Log(ofTheLine())
				}
			}()
			feedtest.Eventually(t, "no goroutine of the line is left", func() bool { return ofTheLine() == "" })
		})
	}
}

// ofTheLine gives the goroutines that run code of the processor or the feed.
func ofTheLine() (left string) {
	var b bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&b, 2)
	for g := range strings.SplitSeq(b.String(), "\n\n") {
		test := strings.Contains(g, "testing.tRunner")
		if !test && (strings.Contains(g, "cablefeed/internal/processor.") || strings.Contains(g, "cablefeed/internal/feed.")) {
			left += g + "\n\n"
		}
	}
	return left
}
