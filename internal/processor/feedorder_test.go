package processor

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"cablefeed/internal/feedtest"
	"cablefeed/internal/generate"
	"cablefeed/internal/pipeline"
)

// The order that a subscriber may rely on, within one feed and precedence: see
// the comment on the package feed.
func TestOrderWithinAFeed(t *testing.T) {
	for name, workers := range map[string]int{"one worker": 1, "three workers": 3} {
		t.Run(name, func(t *testing.T) {
			server := feedtest.Server(t)
			f, nc := feedtest.Feed(t, server)
			mix := generate.Realistic()
			mix.Size = 1000
			mix.Duplicates, mix.Corrections, mix.Sections = 0.1, 0.1, 0.1
			const n = 800
			load(t, f, generate.New(8, mix), n, false)
			o := &told{}
			for range workers {
				g, _ := feedtest.Feed(t, server)
				start(t, g, func(p *Processor) { p.observe = o.tell })
			}
			feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == n })

			all := feedtest.Stored(t, nc, "cables.>")
			revision := map[string]int{} // of each cable, as seen last
			record := map[string]uint64{}
			received := map[string]uint64{} // in each feed and precedence, as seen last
			seen := 0
			for _, m := range all {
				token := strings.Split(m.Subject, ".")
				id := m.Header.Get(pipeline.HdrID)
				r, _ := strconv.Atoi(m.Header.Get(pipeline.HdrRevision))
				switch token[1] {
				case "record":
					if r != revision[id]+1 {
						t.Errorf("%s: revision %d follows %d", id, r, revision[id])
					}
					revision[id], record[id] = r, m.Seq
				case "tag":
					seen++
					if r != revision[id] || m.Seq < record[id] {
						t.Errorf("%s: copy of revision %d after record of %d", m.Subject, r, revision[id])
					}
					// Sections complete a cable, and corrections revise it, later.
					incoming := m.Header.Get(pipeline.HdrIncoming)
					seq, err := strconv.ParseUint(incoming, 10, 64)
					if workers > 1 || r > 1 || err != nil {
						continue
					}
					feed := fmt.Sprint(token[2], " ", token[3])
					if seq < received[feed] {
						t.Errorf("%s: transmission %d after %d", feed, seq, received[feed])
					}
					received[feed] = seq
				}
			}
			if seen < n/2 {
				t.Errorf("%d copies seen", seen)
			}
			again := feedtest.Stored(t, nc, "cables.>")
			for i := range all {
				if all[i].Seq != again[i].Seq || all[i].Subject != again[i].Subject {
					t.Fatalf("message %d is %s, and %s when read again", i, all[i].Subject, again[i].Subject)
				}
			}
		})
	}
}
