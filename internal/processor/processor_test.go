package processor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"cablefeed/internal/audit"
	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/watch"
)

const seedFile = "../../testdata/cables/06MEXICO6568.txt"

func read(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func defaults(t testing.TB) *watch.List {
	t.Helper()
	l, err := watch.Compile(watch.Default())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A told collects outcomes.
type told struct {
	mu  sync.Mutex
	all []Outcome
}

func (o *told) tell(x Outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, x)
}

func (o *told) outcomes() []Outcome {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.all)
}

// firsts gives the first outcome of each transmission: on a slow machine some
// are delivered again.
func (o *told) firsts() (all []Outcome) {
	seen := map[uint64]bool{}
	for _, x := range o.outcomes() {
		if x.Incoming > 0 && !seen[x.Incoming] {
			seen[x.Incoming] = true
			all = append(all, x)
		}
	}
	return all
}

// wait waits until n transmissions have an outcome; one that is delivered again
// counts once.
func (o *told) wait(t testing.TB, n int) []Outcome {
	t.Helper()
	feedtest.Eventually(t, fmt.Sprintf("%d outcomes", n), func() bool { return o.decided() >= n })
	return o.outcomes()
}

func (o *told) decided() int {
	seqs := map[uint64]bool{}
	released := 0
	for _, x := range o.outcomes() {
		if x.Decision == Released {
			released++
		} else {
			seqs[x.Incoming] = true
		}
	}
	return released + len(seqs)
}

// start runs a processor until the test ends, or stop is called.
func start(t testing.TB, f *feed.Feed, change func(*Processor)) (o *told, stop func()) {
	t.Helper()
	o = &told{}
	p := New(f, defaults(t), Config{DrainTimeout: 5 * time.Second, SectionWait: time.Hour}, zerolog.Nop(), o.tell)
	if change != nil {
		change(p)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Run(ctx) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(func() {
		stop()
		addsUp(t, f)
	})
	return o, stop
}

// forged names the tests that write to the streams what no worker would.
var forged = map[string]bool{
	"TestSectionFromAFastClockIsReleased": true, "TestBatchRefusedForAForeignRecordIsDecidedAgain": true,
}

// addsUp holds at the end of every scenario: each transmission that came in has
// one fate, and nothing is stored twice.
func addsUp(t testing.TB, f *feed.Feed) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if t.Failed() || forged[t.Name()] {
		return
	}
	soon, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if f.Ready(soon) != nil {
		return // the test took the server or its connection away
	}
	counts, err := audit.Count(ctx, f)
	if err == nil {
		err = counts.Check()
	}
	if err != nil {
		t.Errorf("the counters do not add up: %v\n%+v", err, counts)
	}
}

func subjects(all []feed.Stored) (s []string) {
	for _, m := range all {
		s = append(s, m.Subject)
	}
	return s
}

func TestSeedGoesToItsFeedsAndRaisesTwoAlerts(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, nil)
	raw := read(t, seedFile)
	if _, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Routine, Data: raw, Source: "seed"}}); err != nil {
		t.Fatal(err)
	}
	o.wait(t, 1)
	all := feedtest.Stored(t, nc, "cables.>")
	want := []string{
		"cables.record.routine.unclassified.06MEXICO6568",
		"cables.tag.PHUM.routine.unclassified", "cables.tag.PREL.routine.unclassified", "cables.tag.PGOV.routine.unclassified",
		"cables.tag.KCRM.routine.unclassified", "cables.tag.KWMN.routine.unclassified", "cables.tag.MX.routine.unclassified",
		"cables.alert.kcrm.routine.unclassified", "cables.alert.kwmn.routine.unclassified",
	}
	if got := subjects(all); !slices.Equal(got, want) {
		t.Fatalf("got  %v\nwant %v", got, want)
	}
	for _, m := range all[:7] {
		var c cable.Cable
		if err := json.Unmarshal(m.Data, &c); err != nil || c.MRN != "06MEXICO6568" {
			t.Errorf("%s: MRN %q, %v", m.Subject, c.MRN, err)
		}
		for header, want := range map[string]string{
			"Cable-Id": "06MEXICO6568", "Cable-Revision": "1", "Cable-Tags": "PHUM,PREL,PGOV,KCRM,KWMN,MX",
			"Cable-Incoming": "1", "Cable-Subject": "INTERIM TIP ASSESSMENT FOR MEXICO", "ce-id": "06MEXICO6568.1",
		} {
			if got := m.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", m.Subject, header, got, want)
			}
		}
	}
	kept, err := f.Transmission(t.Context(), 1)
	if err != nil || string(kept.Data) != string(raw) {
		t.Errorf("the journal does not hold the bytes as received: %v", err)
	}
}

func TestTheSameCableTwiceIsCommittedOnce(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, nil)
	raw := read(t, seedFile)
	same := feed.Raw{Lane: feed.Routine, Data: raw}
	// In one group, and again later.
	for _, group := range [][]feed.Raw{{same, same, same}, {same}} {
		if _, err := f.Append(t.Context(), group); err != nil {
			t.Fatal(err)
		}
	}
	count := map[pipeline.Decision]int{}
	for _, x := range o.wait(t, 4) {
		count[x.Decision]++
	}
	if count[pipeline.New] != 1 || count[pipeline.Duplicate] != 3 {
		t.Errorf("got %v, want 1 new and 3 duplicates", count)
	}
	if n := len(feedtest.Stored(t, nc, "cables.>")); n != 9 {
		t.Errorf("%d messages in CABLES, want 9", n)
	}
}

func TestKilledBetweenCommitAndAckIsCommittedOnce(t *testing.T) {
	t.Parallel()
	server := feedtest.Server(t)
	f, nc := feedtest.Feed(t, server)
	killed := make(chan struct{})
	_, stop := start(t, f, func(p *Processor) {
		p.afterCommit = sync.OnceFunc(func() { nc.Close(); close(killed) })
	})
	if _, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Routine, Data: read(t, seedFile)}}); err != nil {
		t.Fatal(err)
	}
	<-killed
	stop()

	f, nc = feedtest.Feed(t, server)
	o, _ := start(t, f, nil)
	got := o.wait(t, 1)[0]
	if got.Decision != pipeline.Duplicate || !got.Recovered {
		t.Errorf("decision %s, recovered %v; want a duplicate of its own commit", got.Decision, got.Recovered)
	}
	if n := len(feedtest.Stored(t, nc, "cables.>")); n != 9 {
		t.Errorf("%d messages in CABLES, want 9", n)
	}
}

func TestStoppedWorkerLeavesNothingInItsHands(t *testing.T) {
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
	const n = 800
	if _, err := f.Append(t.Context(), cables(t, n)); err != nil {
		t.Fatal(err)
	}
	o, stop := start(t, f, nil)
	o.wait(t, 1)
	stop()
	done := len(o.outcomes())
	if done == n {
		t.Skip("all committed before it was stopped")
	}
	// What is left goes to the next worker at once, not after a minute.
	rest, _ := start(t, f, nil)
	rest.wait(t, n-done)
	for _, x := range append(o.outcomes(), rest.outcomes()...) {
		if x.Decision != pipeline.New {
			t.Errorf("transmission %d is %s, want new", x.Incoming, x.Decision)
		}
	}
}

func TestPlainPublishingGetsTheSame(t *testing.T) {
	server := feedtest.Server(t)
	f, nc := feedtest.Feed(t, server)
	o, _ := start(t, f, nil)
	plain, err := nats.Connect(server.URL()) // any NATS client, over the network
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	if err := plain.Publish("cables.incoming", read(t, "../../testdata/samples/02_flash.txt")); err != nil {
		t.Fatal(err)
	}
	if err := plain.Publish("cables.incoming", read(t, seedFile)); err != nil {
		t.Fatal(err)
	}
	lanes := map[string]feed.Lane{}
	for _, x := range o.wait(t, 2) {
		lanes[x.Part.Cable.ID] = x.Lane
	}
	if lanes["10REYKJAVIK44"] != feed.Flash || lanes["06MEXICO6568"] != feed.Routine {
		t.Errorf("lanes %v", lanes)
	}
	if n := len(feedtest.Stored(t, nc, "cables.alert.>")); n != 2 {
		t.Errorf("%d alerts, want 2", n)
	}
}

func TestWhatIsNoCableIsKeptWithReasonAndLine(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, nil)
	bad := [][]byte{[]byte("Dear diary,\nnothing happened.\n"), {}, []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00>\x00"), []byte(" \r\n\n")}
	for _, b := range bad {
		if _, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Routine, Data: b}}); err != nil {
			t.Fatal(err)
		}
	}
	o.wait(t, len(bad))
	all := feedtest.Stored(t, nc, "cables.>")
	if len(all) != len(bad) {
		t.Fatalf("stored %v, want %d rejects", subjects(all), len(bad))
	}
	for _, m := range all {
		if !strings.HasPrefix(m.Subject, "cables.rejected.") || m.Header.Get(pipeline.HdrReason) == "" || m.Header.Get(pipeline.HdrLine) == "" {
			t.Errorf("%s: headers %v", m.Subject, m.Header)
		}
	}
	if string(all[0].Data) != string(bad[0]) {
		t.Errorf("kept %q, want the bytes as received", all[0].Data)
	}
}

func TestTwoWorkersRaceForTheSameCables(t *testing.T) {
	server := feedtest.Server(t)
	f, nc := feedtest.Feed(t, server)
	g, _ := feedtest.Feed(t, server)
	a, _ := start(t, f, nil)
	b, _ := start(t, g, nil)
	const ids, copies = 40, 5
	var raws []feed.Raw
	for n := range ids * copies {
		text := strings.ReplaceAll(string(read(t, seedFile)), "006568", fmt.Sprintf("%06d", 1+n%ids))
		raws = append(raws, feed.Raw{Lane: feed.Routine, Data: []byte(text)})
	}
	if _, err := f.Append(t.Context(), raws); err != nil {
		t.Fatal(err)
	}
	feedtest.Eventually(t, "all decided", func() bool { return a.decided()+b.decided() >= ids*copies })
	if n := len(feedtest.Stored(t, nc, "cables.record.>")); n != ids {
		t.Errorf("%d records, want %d", n, ids)
	}
	if n := len(feedtest.Stored(t, nc, "cables.alert.>")); n != 2*ids {
		t.Errorf("%d alerts, want %d", n, 2*ids)
	}
}

func TestStreamOfAnotherShapeIsRefusedAndLeftAsItIs(t *testing.T) {
	server := feedtest.Server(t)
	nc, err := server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if _, err := nc.Request("$JS.API.STREAM.CREATE.CABLES", []byte(`{"name":"CABLES","subjects":["cables.>"],"storage":"file"}`), time.Second); err != nil {
		t.Fatal(err)
	}
	f, err := feed.New(nc, feedtest.Config())
	if err != nil {
		t.Fatal(err)
	}
	err = f.Create(t.Context())
	if err == nil || !strings.Contains(err.Error(), "CABLES") {
		t.Fatalf("got %v, want a refusal that names the stream", err)
	}
	if errors.Is(err, feed.ErrUndecided) {
		t.Errorf("refusal is %v", err)
	}
}

func TestCorrectionUpdatesTheAlertAndSaysWhatChanged(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	o, _ := start(t, f, nil)
	raw := string(read(t, seedFile))
	if _, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Routine, Data: []byte(raw)}}); err != nil {
		t.Fatal(err)
	}
	o.wait(t, 1)
	corrected := strings.Replace(raw, "INTERIM TIP ASSESSMENT", "FINAL TIP ASSESSMENT", 1)
	corrected = strings.Replace(corrected, "at least nine trafficking cases", "at least ten trafficking cases", 1)
	if _, err := f.Append(t.Context(), []feed.Raw{{Lane: feed.Routine, Data: []byte(corrected)}}); err != nil {
		t.Fatal(err)
	}
	if got := o.wait(t, 2)[1]; got.Decision != pipeline.Correction {
		t.Fatalf("decision %s", got.Decision)
	}
	all := feedtest.Stored(t, nc, "cables.alert.kcrm.>")
	var first, second watch.Alert
	if len(all) != 2 || json.Unmarshal(all[0].Data, &first) != nil || json.Unmarshal(all[1].Data, &second) != nil {
		t.Fatalf("alerts %v", subjects(all))
	}
	if first.ID != second.ID || second.Revision != 2 || !slices.Equal(second.Changed, []string{"subject", "paragraph 5"}) {
		t.Errorf("second alert: id %s, revision %d, changed %v", second.ID, second.Revision, second.Changed)
	}
	if all[1].Header.Get(pipeline.HdrRevision) != "2" {
		t.Errorf("headers %v", all[1].Header)
	}
}
