package audit_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"cablefeed/internal/acp127"
	"cablefeed/internal/audit"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/generate"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/processor"
	"cablefeed/internal/watch"
)

func sample(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("../../testdata/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A line is a journal with a worker.
type line struct {
	t  testing.TB
	f  *feed.Feed
	nc *nats.Conn

	mu      sync.Mutex
	decided map[uint64]pipeline.Decision // the last outcome of each transmission
}

func newLine(t testing.TB, workers int) *line {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	l := &line{t: t, f: f, nc: nc, decided: map[uint64]pipeline.Decision{}}
	for range workers {
		l.work()
	}
	return l
}

// recovered stands for the outcome of a transmission that was delivered again
// after its commit.
const recovered pipeline.Decision = "recovered"

// work runs a worker until the test ends.
func (l *line) work() {
	list, err := watch.Compile(watch.Default())
	if err != nil {
		l.t.Fatal(err)
	}
	p := processor.New(l.f, list, processor.Config{DrainTimeout: time.Second, SectionWait: time.Hour}, zerolog.Nop(), func(o processor.Outcome) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if _, again := l.decided[o.Incoming]; again {
			return
		}
		if l.decided[o.Incoming] = o.Decision; o.Recovered {
			l.decided[o.Incoming] = recovered
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Run(ctx) }()
	l.t.Cleanup(func() { cancel(); <-done })
}

// send journals texts one by one, each decided before the next, and gives their
// sequences.
func (l *line) send(texts ...string) (seqs []uint64) {
	l.t.Helper()
	for _, text := range texts {
		got, err := l.f.Append(l.t.Context(), []feed.Raw{{Lane: feed.LaneOf(acp127.Peek([]byte(text))), Data: []byte(text), Source: "test"}})
		if err != nil {
			l.t.Fatal(err)
		}
		l.settled(got...)
		seqs = append(seqs, got...)
	}
	return seqs
}

func (l *line) settled(seqs ...uint64) {
	l.t.Helper()
	for _, seq := range seqs {
		feedtest.Eventually(l.t, fmt.Sprintf("transmission %d decided", seq), func() bool {
			l.mu.Lock()
			defer l.mu.Unlock()
			return l.decided[seq] != ""
		})
	}
}

// counts counts, and fails the test when it does not add up.
func (l *line) counts() audit.Counts {
	l.t.Helper()
	c, err := audit.Count(l.t.Context(), l.f)
	if err == nil {
		err = c.Check()
	}
	if err != nil {
		l.t.Error(err)
	}
	return c
}

func (l *line) trace(seq uint64) *audit.Fate {
	l.t.Helper()
	all, err := audit.Transmission(l.t.Context(), l.f, seq)
	if err != nil {
		l.t.Fatal(err)
	}
	return all[0]
}

// differences names the transmissions that were decided and are traced
// differently.
func (l *line) differences() {
	for seq, d := range l.decided {
		if f := l.trace(seq); f.Decision != d && d != pipeline.Section && d != recovered {
			l.t.Logf("transmission %d of %s, section %d: decided %s, traced as %s", seq, f.ID, f.Section, d, f.Decision)
		}
	}
}

func TestEveryDecisionIsFoundAgain(t *testing.T) {
	l := newLine(t, 1)
	seed := sample(t, "cables/06MEXICO6568")
	corrected := strings.Replace(seed, "appreciable progress", "some progress", 1)
	part := func(n string) string { return sample(t, "samples/04"+n+"of3") }
	seqs := l.send(
		seed,                                    // 0
		seed,                                    // 1: the same
		corrected,                               // 2
		seed,                                    // 3: the text before
		part("b_multisection_part2"),            // 4
		part("b_multisection_part2"),            // 5: the same while it waits
		part("a_multisection_part1"),            // 6
		part("c_multisection_part3"),            // 7: whole
		part("a_multisection_part1"),            // 8: the same when it is whole
		sample(t, "samples/18_service_message"), // 9
		sample(t, "samples/18_service_message"), // 10
		"Dear diary,\nnothing happened.\n",      // 11
	)
	want := []pipeline.Decision{
		pipeline.New, pipeline.Duplicate, pipeline.Correction, pipeline.Duplicate,
		pipeline.New, pipeline.Duplicate, pipeline.New, pipeline.New, pipeline.Duplicate,
		pipeline.Service, pipeline.Duplicate, pipeline.Rejected,
	}
	for i, seq := range seqs {
		if got := l.trace(seq); got.Decision != want[i] {
			t.Errorf("transmission %d: traced as %s, want %s", i, got.Decision, want[i])
		}
	}
	c := l.counts()
	got := fmt.Sprintf("%d = %d + %d + %d + %d + %d + %d; %d cables in %d revisions",
		c.Received, c.Cables, c.Waiting, c.Duplicates, c.Corrections, c.Service, c.Rejected, c.Records, c.Revisions)
	if want := "12 = 4 + 0 + 5 + 1 + 1 + 1; 2 cables in 3 revisions"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}

	fate := l.trace(seqs[0])
	r := fate.Record
	if r == nil || r.Number != 1 || r.Subject != "cables.record.routine.unclassified.06MEXICO6568" || fate.Superseded != 2 || fate.Lane != "routine" || fate.Source != "test" {
		t.Fatalf("the seed: %+v, record %+v", fate, r)
	}
	if len(r.Feeds) != 6 || len(r.Alerts) != 2 || r.Alerts[0].Watch != "kcrm" || r.Alerts[0].Because != "tags KCRM" {
		t.Errorf("feeds %v, alerts %+v", r.Feeds, r.Alerts)
	}
	if fate := l.trace(seqs[3]); fate.SameAs != seqs[0] || fate.Record.Number != 1 {
		t.Errorf("the older text: same as %d in revision %d, want %d in 1", fate.SameAs, fate.Record.Number, seqs[0])
	}
	if fate := l.trace(seqs[5]); fate.SameAs != seqs[4] || fate.Section != 2 || fate.Of != 3 {
		t.Errorf("section 2 again: %+v", fate)
	}
	if fate := l.trace(seqs[11]); fate.Reject == nil || fate.Reject.Reason != "not-a-cable" {
		t.Errorf("the reject: %+v", fate)
	}

	all, err := audit.Cable(t.Context(), l.f, "06MEXICO6568")
	if err != nil {
		t.Fatal(err)
	}
	var of []uint64
	for _, f := range all {
		of = append(of, f.Incoming)
	}
	if !slices.Equal(of, seqs[:4]) {
		t.Errorf("transmissions of the seed: %v, want %v", of, seqs[:4])
	}
}

func TestSectionsThatWait(t *testing.T) {
	l := newLine(t, 1)
	one := strings.Replace(sample(t, "samples/04a_multisection_part1of3"), "TAGS: ETRD ", "TAGS: KCRM ETRD ", 1)
	other := strings.Replace(one, "TAGS: KCRM ETRD ", "TAGS: KCRM ", 1) // another text of section 1
	seqs := l.send(one, other, sample(t, "samples/04c_multisection_part3of3"))
	if got := l.trace(seqs[0]); got.Decision != audit.Replaced || got.ReplacedBy != seqs[1] {
		t.Errorf("section 1: %s by %d, want it replaced by %d", got.Decision, got.ReplacedBy, seqs[1])
	}
	if got := l.trace(seqs[1]); got.Decision != pipeline.Section || !slices.Equal(got.Missing, []int{2}) || len(got.Provisional) != 1 {
		t.Errorf("section 1 as it is: %+v, want it to wait for section 2, with an alert", got)
	}
	c := l.counts()
	if c.Waiting != 2 || c.Corrections != 1 || c.Records != 0 {
		t.Errorf("counts %+v", c)
	}
	waiting, err := audit.Waiting(t.Context(), l.f)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("waiting: %+v, %v", waiting, err)
	}
	if w := waiting[0]; !slices.Equal(w.Have, []int{1, 3}) || !slices.Equal(w.Missing, []int{2}) || w.Total != 3 || w.Since.IsZero() || w.Subject == "" {
		t.Errorf("waiting: %+v", w)
	}
	l.send(sample(t, "samples/04b_multisection_part2of3"))
	if waiting, err = audit.Waiting(t.Context(), l.f); err != nil || len(waiting) != 0 {
		t.Errorf("still waiting: %+v, %v", waiting, err)
	}
	if c := l.counts(); c.Cables != 3 || c.Corrections != 1 || c.Records != 1 {
		t.Errorf("counts when it is whole: %+v", c)
	}
	if got := l.trace(seqs[0]); got.Decision != audit.Replaced || got.ReplacedBy != seqs[1] {
		t.Errorf("section 1 when it is whole: %s by %d, want it replaced by %d", got.Decision, got.ReplacedBy, seqs[1])
	}
}

func TestSectionsLeftBehindAreNotListed(t *testing.T) {
	l := newLine(t, 1)
	two := sample(t, "samples/04b_multisection_part2of3")
	l.send(sample(t, "samples/04a_multisection_part1of3"), two, sample(t, "samples/04c_multisection_part3of3"))
	// As after a crash between commit and clean-up.
	p, err := (&pipeline.Core{}).Read([]byte(two))
	if err != nil {
		t.Fatal(err)
	}
	p.Incoming = 2
	left := (&pipeline.Core{}).Hold(p, &pipeline.State{}, time.Now())
	left.Messages = left.Messages[:1] // the section alone, unguarded
	left.Messages[0].Expect = nil
	if _, err := l.f.Commit(t.Context(), left); err != nil {
		t.Fatal(err)
	}
	if waiting, err := audit.Waiting(t.Context(), l.f); err != nil || len(waiting) != 0 {
		t.Errorf("waiting: %+v, %v; want none", waiting, err)
	}
	if c := l.counts(); c.Cables != 3 {
		t.Errorf("counts %+v", c)
	}
}

func TestTriagedTransmissionsCountOnce(t *testing.T) {
	l := newLine(t, 1)
	for range 2 {
		if err := l.nc.Publish(feed.PlainSubject, []byte(sample(t, "cables/06MEXICO6568"))); err != nil {
			t.Fatal(err)
		}
	}
	feedtest.Eventually(t, "both decided", func() bool { l.mu.Lock(); defer l.mu.Unlock(); return len(l.decided) == 2 })
	if c := l.counts(); c.Received != 2 || c.Cables != 1 || c.Duplicates != 1 {
		t.Errorf("counts %+v", c)
	}
	all, err := audit.Transmission(t.Context(), l.f, 1)
	if err != nil || len(all) != 2 || all[0].Decision != audit.Triaged || all[1].TriagedFrom != 1 || all[1].Record == nil {
		t.Errorf("trace of the plain message: %v, %v", all, err)
	}
}

func TestALossIsSeen(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	if _, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Routine, Data: []byte(sample(t, "cables/06MEXICO6568"))}}); err != nil {
		t.Fatal(err)
	}
	c, err := audit.Count(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if c.Check() == nil || !slices.Equal(c.Undecided, []uint64{1}) {
		t.Errorf("counts of a line without a worker: %+v, want transmission 1 undecided", c)
	}
}

func TestACableStoredTwiceIsSeen(t *testing.T) {
	l := newLine(t, 1)
	l.send(sample(t, "cables/06MEXICO6568"))
	rec, err := l.f.Record(t.Context(), "06MEXICO6568")
	if err != nil {
		t.Fatal(err)
	}
	again := pipeline.Message{Subject: rec.Subject, Data: rec.Data, Header: map[string][]string{}}
	for _, h := range []string{pipeline.HdrID, pipeline.HdrRevision, pipeline.HdrIncoming, pipeline.HdrTexts, pipeline.HdrTags} {
		again.Header[h] = rec.Header[h]
	}
	if _, err := l.f.Commit(t.Context(), pipeline.Result{Messages: []pipeline.Message{again}}); err != nil {
		t.Fatal(err)
	}
	c, err := audit.Count(t.Context(), l.f)
	if err != nil || c.Check() == nil || len(c.Faults) == 0 {
		t.Errorf("counts %+v, %v; want a fault", c, err)
	}
}

// The worker says what it decided; the audit must find the same from the
// streams.
func TestGeneratedLoadAddsUp(t *testing.T) {
	mix := generate.Realistic()
	mix.Size = 1500
	mix.Sections, mix.Incomplete, mix.Duplicates, mix.Corrections, mix.NonCables = 0.3, 0.1, 0.15, 0.1, 0.02
	for name, tt := range map[string]struct {
		workers  int
		shuffled bool
	}{"in order": {1, false}, "shuffled, two workers": {2, true}} {
		t.Run(name, func(t *testing.T) {
			const n = 600
			l := newLine(t, tt.workers)
			var raws []feed.Raw
			for m := range generate.New(7, mix).All(n) {
				raws = append(raws, feed.Raw{Lane: feed.LaneOf(acp127.Peek(m.Raw)), Data: m.Raw})
			}
			if tt.shuffled {
				r := rand.New(rand.NewPCG(1, 2))
				r.Shuffle(len(raws), func(i, j int) { raws[i], raws[j] = raws[j], raws[i] })
			}
			seqs, err := l.f.Append(t.Context(), raws)
			if err != nil {
				t.Fatal(err)
			}
			l.settled(seqs...)
			c := l.counts()
			count := map[pipeline.Decision]int{}
			for seq, d := range l.decided {
				if d == recovered { // the worker found its own commit, and told no more than that
					d = l.trace(seq).Decision
				}
				count[d]++
			}
			if c.Received != n || c.Service != count[pipeline.Service] || c.Rejected != count[pipeline.Rejected] ||
				c.Duplicates != count[pipeline.Duplicate]+count[pipeline.SuspectedDuplicate] ||
				c.Cables+c.Waiting != count[pipeline.New]+count[pipeline.Section] {
				t.Errorf("counted %+v\nthe workers decided %v", c, count)
				l.differences()
			}
			if c.Duplicates == 0 || c.Corrections == 0 || c.Waiting == 0 || c.Rejected == 0 {
				t.Errorf("the load lacks something: %+v", c)
			}
		})
	}
}
