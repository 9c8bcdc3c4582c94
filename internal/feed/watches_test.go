package feed_test

import (
	"fmt"
	"testing"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/watch"
)

// kcrm makes watches that are called by their numbers.
func kcrm(n int) (ws []watch.Watch) {
	for i := range n {
		ws = append(ws, watch.Watch{Name: fmt.Sprintf("w-%05d", i), Match: watch.Match{Tags: watch.Sets{Any: []string{"KCRM"}}}})
	}
	return ws
}

func TestManyWatchesAreChangedInFewBatches(t *testing.T) {
	t.Parallel()
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	ws := kcrm(2*feed.MaxBatch + 500)
	if err := f.ChangeWatches(t.Context(), ws, []string{"kwmn"}); err != nil {
		t.Fatal(err)
	}
	got, err := f.Watches(t.Context())
	if err != nil || len(got) != len(ws)+1 { // kcrm is there from the start
		t.Fatalf("got %d watches, %v; want %d", len(got), err, len(ws)+1)
	}
	ws[7].Description = "changed"
	if err := f.ChangeWatches(t.Context(), ws[7:8], []string{"w-00008"}); err != nil {
		t.Fatal(err)
	}
	if w, err := f.Watch(t.Context(), "w-00007"); err != nil || w.Description != "changed" {
		t.Errorf("got %+v, %v", w, err)
	}
	v, err := f.WatchHistory(t.Context(), "w-00008")
	if err != nil || len(v) != 2 || !v[1].Deleted {
		t.Errorf("the history of one that was removed: %+v, %v", v, err)
	}
	// One that was removed may come again, also by itself.
	if _, err := f.PutWatch(t.Context(), ws[8]); err != nil {
		t.Error(err)
	}
}

// Somebody who compiles each list for long must not be given a new one at every
// step of a long import, nor miss the last.
func TestAListThatTakesLongIsNotGivenAtEveryChange(t *testing.T) {
	t.Parallel()
	f, _ := feedtest.Feed(t, feedtest.Server(t))
	lists := make(chan int, 1000)
	go func() {
		_ = f.FollowWatches(t.Context(), 100*time.Millisecond, func(ws []watch.Watch) {
			time.Sleep(400 * time.Millisecond)
			lists <- len(ws)
		})
	}()
	<-lists
	n := 0
	ws := kcrm(20_000)
	for began := time.Now(); time.Since(began) < 3*time.Second; n++ {
		if _, err := f.PutWatch(t.Context(), ws[n]); err != nil {
			t.Fatal(err)
		}
	}
	given := 0
	for last := 0; last != n+2; given++ {
		select {
		case last = <-lists:
		case <-time.After(10 * time.Second):
			t.Fatalf("the last list was not given; the one before has %d watches", last)
		}
	}
	if given > 5 { // at every change: one in 500 ms
		t.Errorf("%d lists in 3 s", given)
	}
	t.Logf("%d lists of %d changes", given, n)
}
