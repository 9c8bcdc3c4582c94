package processor

import (
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"cablefeed/internal/acp127"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/generate"
	"cablefeed/internal/pipeline"
)

// load writes n transmissions of a generated load to the journal, in order or
// shuffled.
func load(t testing.TB, f *feed.Feed, g *generate.Generator, n int, shuffled bool) {
	t.Helper()
	var raws []feed.Raw
	for m := range g.All(n) {
		raws = append(raws, feed.Raw{Lane: feed.LaneOf(acp127.Peek(m.Raw)), Data: m.Raw})
	}
	if shuffled {
		r := rand.New(rand.NewPCG(1, 2))
		r.Shuffle(len(raws), func(i, j int) { raws[i], raws[j] = raws[j], raws[i] })
	}
	if _, err := f.Append(t.Context(), raws); err != nil {
		t.Fatal(err)
	}
}

func TestGeneratedLoadGivesWhatItMust(t *testing.T) {
	mix := generate.Realistic()
	mix.Size = 2000
	mix.Sections, mix.Incomplete, mix.Duplicates, mix.Corrections, mix.NonCables = 0.3, 0.1, 0.1, 0.05, 0.02
	tests := map[string]struct {
		workers  int
		shuffled bool
	}{
		"in order, one worker":     {1, false},
		"shuffled, two processors": {2, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			const n = 900
			f, nc := feedtest.Feed(t, feedtest.Server(t))
			g := generate.New(4, mix)
			load(t, f, g, n, tt.shuffled)
			o := &told{}
			for range tt.workers {
				start(t, f, func(p *Processor) { p.observe = o.tell })
			}
			feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == n })
			want := g.Expect()
			feedtest.Eventually(t, "no section of a whole cable waits", func() bool {
				for _, m := range feedtest.Stored(t, nc, "cables.section.>") {
					if !pipeline.IsGuard(m.Header) && want.Waiting[strings.Split(m.Subject, ".")[2]] == nil {
						return false
					}
				}
				return true
			})

			records, copies, restricted := map[string]int{}, map[string]int{}, map[string]int{}
			waiting := 0
			for _, m := range feedtest.Stored(t, nc, "cables.>") {
				token := strings.Split(m.Subject, ".")
				switch token[1] {
				case "record":
					records[token[4]]++
				case "tag":
					copies[token[2]]++
				case "restricted":
					restricted[token[2]]++
				case "section":
					if pipeline.IsGuard(m.Header) {
						continue
					}
					waiting++
				}
			}
			if !maps.Equal(records, want.Records) {
				t.Errorf("records:\ngot  %v\nwant %v", records, want.Records)
			}
			if !maps.Equal(copies, want.Copies) {
				t.Errorf("copies:\ngot  %v\nwant %v", copies, want.Copies)
			}
			if !maps.Equal(restricted, want.Restricted) {
				t.Errorf("restricted: got %v, want %v", restricted, want.Restricted)
			}
			if len(want.Waiting) > 0 && waiting == 0 {
				t.Errorf("no sections wait, want those of %d cables", len(want.Waiting))
			}
			alerts, decisions := map[string]int{}, map[string]int{}
			for _, x := range o.firsts() {
				decisions[string(x.Decision)]++
				if x.Result != nil && x.Decision != pipeline.Section {
					for _, a := range x.Result.Alerts {
						alerts[a.Watch]++
					}
				}
			}
			if !maps.Equal(alerts, want.Alerts()) {
				t.Errorf("alerts: got %v, want %v", alerts, want.Alerts())
			}
			if !tt.shuffled && !maps.Equal(decisions, want.Decisions) {
				t.Errorf("decisions: got %v, want %v", decisions, want.Decisions)
			}
		})
	}
}
