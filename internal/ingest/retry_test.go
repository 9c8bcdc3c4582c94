package ingest_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/ingest"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/processor"
	"cablefeed/internal/watch"
)

const seedFile = "../../testdata/cables/06MEXICO6568.txt"

// work runs a worker until the test ends.
func work(t *testing.T, f *feed.Feed) {
	t.Helper()
	l, err := watch.Compile(watch.Default())
	if err != nil {
		t.Fatal(err)
	}
	p := processor.New(f, l, processor.Config{DrainTimeout: time.Second, SectionWait: time.Hour}, zerolog.Nop(), nil)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
}

func rejects(t *testing.T, f *feed.Feed, q feed.RejectQuery) (all []feed.Reject) {
	t.Helper()
	err := f.EachReject(t.Context(), q, func(r *feed.Reject) error { all = append(all, *r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func retry(t *testing.T, f *feed.Feed, q feed.RejectQuery) (as []uint64) {
	t.Helper()
	if err := ingest.Retry(t.Context(), f, q, func(p ingest.Pair) { as = append(as, p.As) }); err != nil {
		t.Fatal(err)
	}
	return as
}

// An older reader refused a cable that the present one reads.
func TestRetryAfterAFixMakesACableOnce(t *testing.T) {
	for name, piece := range map[string]int64{"whole": 1 << 20, "kept in pieces": 1000} {
		t.Run(name, func(t *testing.T) {
			f, nc := feedtest.Feed(t, feedtest.Server(t))
			raw, err := os.ReadFile(seedFile)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Commit(t.Context(), pipeline.RejectPieces(raw, 17, 3, errors.New("an old fault"), piece)); err != nil {
				t.Fatal(err)
			}
			if got := rejects(t, f, feed.RejectQuery{}); len(got) != 1 || got[0].Bytes != len(raw) || got[0].Incoming != 17 || got[0].Attempts != 3 {
				t.Fatalf("listed %+v, want one of %d bytes", got, len(raw))
			}
			if got := rejects(t, f, feed.RejectQuery{Incoming: []uint64{17}, Data: true}); string(got[0].Data) != string(raw) {
				t.Fatalf("%d bytes were put together, want the %d as received", len(got[0].Data), len(raw))
			}
			work(t, f)
			if as := retry(t, f, feed.RejectQuery{Incoming: []uint64{17}}); !slices.Equal(as, []uint64{1}) {
				t.Fatalf("put back as %v, want 1", as)
			}
			if as := retry(t, f, feed.RejectQuery{}); len(as) > 0 {
				t.Errorf("put back again as %v, want it gone", as)
			}
			feedtest.Eventually(t, "the cable", func() bool { return len(feedtest.Stored(t, nc, "cables.record.>")) > 0 })
			if n := len(feedtest.Stored(t, nc, "cables.>")); n != 10 { // nine of the cable, and the note
				t.Errorf("%d messages in CABLES, want 10", n)
			}
			note := rejects(t, f, feed.RejectQuery{Reason: feed.Retried})
			if len(note) != 1 || note[0].Incoming != 17 || note[0].As != 1 || note[0].Message != "other: an old fault" {
				t.Errorf("the note is %+v", note)
			}
		})
	}
}

func TestRetryThatFailsAgainIsRejectedWithOneAttemptMore(t *testing.T) {
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	work(t, f)
	raws := []feed.Raw{{Lane: feed.Routine, Data: []byte("Dear diary,\nnothing happened.\n")}, {Lane: feed.Routine, Data: nil}}
	if _, err := f.Append(t.Context(), raws); err != nil {
		t.Fatal(err)
	}
	list := func() (all []feed.Reject) { return rejects(t, f, feed.RejectQuery{Reason: "not-a-cable"}) }
	for attempt := 1; attempt <= 3; attempt++ {
		feedtest.Eventually(t, "the reject", func() bool { return len(list()) == 1 })
		r := list()[0]
		if r.Attempts != attempt || r.Line != 1 || r.Message == "" {
			t.Fatalf("got %+v, want attempt %d at line 1", r, attempt)
		}
		if as := retry(t, f, feed.RejectQuery{Reason: "not-a-cable"}); len(as) != 1 || as[0] <= r.Incoming {
			t.Fatalf("put back as %v", as)
		}
	}
	if got := rejects(t, f, feed.RejectQuery{Reason: "empty"}); len(got) != 1 {
		t.Errorf("%d empty ones, want the one that nobody retried", len(got))
	}
}

func TestDropLeavesANote(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	for seq := range uint64(3) {
		if _, err := f.Commit(t.Context(), pipeline.Reject([]byte("no cable"), seq+1, 1, errors.New("no"))); err != nil {
			t.Fatal(err)
		}
	}
	all := rejects(t, f, feed.RejectQuery{})
	if err := f.Settle(t.Context(), []*feed.Reject{&all[0], &all[2]}, nil); err != nil {
		t.Fatal(err)
	}
	if got := rejects(t, f, feed.RejectQuery{}); len(got) != 1 || got[0].Incoming != 2 {
		t.Errorf("left %+v, want the second", got)
	}
	if got := rejects(t, f, feed.RejectQuery{Reason: feed.Dropped}); len(got) != 2 || got[0].Bytes != 0 {
		t.Errorf("notes %+v, want two without bytes", got)
	}
	if n := len(feedtest.Stored(t, nc, "cables.rejected.>")); n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}
