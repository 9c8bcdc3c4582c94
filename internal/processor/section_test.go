package processor

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/natsserver"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/watch"
)

// sections gives the three parts of one cable; its TAGS match the watch kcrm.
func sections(t testing.TB) (parts [3][]byte) {
	for i, name := range []string{"04a_multisection_part1of3", "04b_multisection_part2of3", "04c_multisection_part3of3"} {
		text := string(read(t, "../../testdata/samples/"+name+".txt"))
		parts[i] = []byte(strings.Replace(text, "TAGS: ETRD ", "TAGS: KCRM ETRD ", 1))
	}
	return parts
}

func put(t testing.TB, f *feed.Feed, raws ...[]byte) {
	t.Helper()
	for _, raw := range raws {
		if _, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Priority, Data: raw}}); err != nil {
			t.Fatal(err)
		}
	}
}

func records(t testing.TB, all []feed.Stored) (cs []cable.Cable) {
	t.Helper()
	for _, m := range all {
		var c cable.Cable
		if err := json.Unmarshal(m.Data, &c); err != nil {
			t.Fatalf("%s: %v", m.Subject, err)
		}
		cs = append(cs, c)
	}
	return cs
}

func TestSectionsJoinInAnyOrder(t *testing.T) {
	parts := sections(t)
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 0, 2, 2, 1, 1}} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			f, nc := feedtest.Feed(t, feedtest.Server(t))
			o, _ := start(t, f, nil)
			for i, n := range order { // one by one, and so each in a group of its own
				put(t, f, parts[n])
				o.wait(t, i+1)
			}
			cs := records(t, feedtest.Stored(t, nc, "cables.record.>"))
			if len(cs) != 1 || !cs[0].Complete || !slices.Equal(cs[0].SectionsPresent, []int{1, 2, 3}) {
				t.Fatalf("records %+v, want one with sections 1 2 3", cs)
			}
			if cs[0].Signature != "VANDEVELDE" || cs[0].Paragraphs[len(cs[0].Paragraphs)-1].Text == "" {
				t.Errorf("signature %q", cs[0].Signature)
			}
			feedtest.Eventually(t, "no section waits", func() bool {
				waiting, err := f.Waiting(t.Context())
				return err == nil && len(waiting) == 0
			})
		})
	}
}

func TestSectionsInOneGroupGiveOneRecord(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	parts := sections(t)
	var raws []feed.Raw
	for _, p := range parts {
		raws = append(raws, feed.Raw{Lane: feed.Priority, Data: p})
	}
	if _, err := f.Append(t.Context(), raws); err != nil {
		t.Fatal(err)
	}
	o, _ := start(t, f, nil)
	o.wait(t, 3)
	if n := len(feedtest.Stored(t, nc, "cables.record.>")); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}

func TestSectionOneAlertsAtOnceAndTheWholeUpdatesIt(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, nil)
	parts := sections(t)
	put(t, f, parts[0])
	o.wait(t, 1)
	alerts := feedtest.Stored(t, nc, "cables.alert.>")
	var a watch.Alert
	if len(alerts) != 1 || json.Unmarshal(alerts[0].Data, &a) != nil || !a.Provisional {
		t.Fatalf("alerts %v, want one that is provisional", subjects(alerts))
	}
	put(t, f, parts[1], parts[2])
	o.wait(t, 3)
	alerts = feedtest.Stored(t, nc, "cables.alert.>")
	var b watch.Alert
	if len(alerts) != 2 || json.Unmarshal(alerts[1].Data, &b) != nil || b.Provisional || b.ID != a.ID {
		t.Errorf("second alert %+v, want one of the same id that is not provisional", b)
	}
}

func TestIncompleteCableIsReleasedAfterARestartAndCompletedByALatePart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() (*natsserver.Server, *feed.Feed) {
		s, err := natsserver.Start(natsserver.Config{DataDir: dir, Listen: "127.0.0.1:0"}, zerolog.Nop())
		if err != nil {
			t.Fatal(err)
		}
		f, _ := feedtest.Feed(t, s)
		return s, f
	}
	short := func(p *Processor) { p.timers.wait = 2 * time.Second }
	parts := sections(t)

	s, f := open()
	o, stop := start(t, f, short)
	put(t, f, parts[0], parts[2])
	o.wait(t, 2)
	stop()
	s.Stop()

	s, f = open()
	defer s.Stop()
	o, stop = start(t, f, short)
	defer stop()
	released := o.wait(t, 1)[0]
	if released.Decision != Released || !slices.Equal(released.Missing, []int{2}) {
		t.Fatalf("outcome %s, missing %v; want a release without section 2", released.Decision, released.Missing)
	}
	rec, err := f.Record(t.Context(), "09BRUSSELS412")
	if err != nil {
		t.Fatal(err)
	}
	c := records(t, []feed.Stored{*rec})[0]
	if c.Complete || !slices.Equal(c.SectionsPresent, []int{1, 3}) || rec.Header.Get(pipeline.HdrComplete) != "false" {
		t.Errorf("complete %v, sections %v, header %q", c.Complete, c.SectionsPresent, rec.Header.Get(pipeline.HdrComplete))
	}
	put(t, f, parts[1])
	if late := o.wait(t, 2)[1]; late.Decision != pipeline.LateSection {
		t.Fatalf("late part is %s", late.Decision)
	}
	if rec, err = f.Record(t.Context(), "09BRUSSELS412"); err != nil {
		t.Fatal(err)
	}
	c = records(t, []feed.Stored{*rec})[0]
	if !c.Complete || !slices.Equal(c.SectionsPresent, []int{1, 2, 3}) || rec.Header.Get(pipeline.HdrRevision) != "2" {
		t.Errorf("revision %s, complete %v, sections %v", rec.Header.Get(pipeline.HdrRevision), c.Complete, c.SectionsPresent)
	}
}

func TestCorrectedSectionGivesTheNextRevisionOfTheWhole(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, nil)
	parts := sections(t)
	put(t, f, parts[0], parts[1], parts[2])
	o.wait(t, 3)
	put(t, f, []byte(strings.Replace(string(parts[1]), "borne over two years", "borne over nine years", 1)))
	if got := o.wait(t, 4)[3]; got.Decision != pipeline.Correction {
		t.Fatalf("decision %s", got.Decision)
	}
	rec, err := f.Record(t.Context(), "09BRUSSELS412")
	if err != nil {
		t.Fatal(err)
	}
	if c := records(t, []feed.Stored{*rec})[0]; !c.Complete || !strings.Contains(string(rec.Data), "nine years") {
		t.Errorf("complete %v, sections %v", c.Complete, c.SectionsPresent)
	}
	put(t, f, parts[1]) // the old copy again
	if got := o.wait(t, 5)[4]; got.Decision != pipeline.Duplicate {
		t.Errorf("old copy is %s, want a duplicate", got.Decision)
	}
}

// A section that another worker would put in waiting while its cable becomes
// whole is refused, so that it is looked up again: it would ring a provisional
// alert after the final one.
func TestSectionCannotBeHeldBesideItsRecord(t *testing.T) {
	parts := sections(t)
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	var p *Processor
	o, _ := start(t, f, func(q *Processor) { p = q })
	put(t, f, parts[:]...)
	o.wait(t, 3)

	core := p.core.Load()
	part, err := core.Read(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	part.Received, part.Incoming = time.Now(), 4
	before := len(feedtest.Stored(t, nc, "cables.alert.>"))
	if _, err := f.Commit(t.Context(), core.Hold(part, &pipeline.State{}, time.Now())); !errors.Is(err, feed.ErrConflict) {
		t.Errorf("got %v, want a conflict", err)
	}
	if n := len(feedtest.Stored(t, nc, "cables.alert.>")); n != before {
		t.Errorf("%d alerts, want %d as before", n, before)
	}
}
