package processor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/natsserver"
	"cablefeed/internal/pipeline"
)

func TestThousandCopiesAtOnceAreCommittedOnce(t *testing.T) {
	server := feedtest.Server(t)
	f, nc := feedtest.Feed(t, server)
	g, _ := feedtest.Feed(t, server)
	o := &told{}
	for _, f := range []*feed.Feed{f, g} {
		start(t, f, func(p *Processor) { p.observe = o.tell })
	}
	const n = 1000
	if _, err := f.Append(t.Context(), slices.Repeat(cables(t, 1), n)); err != nil {
		t.Fatal(err)
	}
	feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == n })
	if got := len(feedtest.Stored(t, nc, "cables.>")); got < 9 || got > 10 { // and perhaps a circuit
		t.Errorf("CABLES holds %v, want one record, 6 copies, 2 alerts", subjects(feedtest.Stored(t, nc, "cables.>")))
	}
}

// texts gives n texts of each of the ids, id by id.
func texts(t testing.TB, ids, n int) (raws []feed.Raw) {
	for _, r := range cables(t, ids) {
		for v := range n {
			raws = append(raws, feed.Raw{Lane: r.Lane, Data: []byte(strings.Replace(string(r.Data), "appreciable progress", fmt.Sprintf("appreciable progress of kind %d", v), 1))})
		}
	}
	return raws
}

func TestTextsOfOneIDInOneGroupAreRevisionsInOrder(t *testing.T) {
	for name, watches := range map[string]int{"in one batch": 2, "where a batch cannot hold the group": 600} {
		t.Run(name, func(t *testing.T) {
			f, nc := feedtest.Feed(t, feedtest.Server(t))
			const ids, each = 3, 4
			raws := texts(t, ids, each)
			raws = append(raws, raws...) // and all of them again
			if _, err := f.Append(t.Context(), raws); err != nil {
				t.Fatal(err)
			}
			o, _ := start(t, f, func(p *Processor) { p.SetWatches(many(t, watches)) })
			feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == len(raws) })
			revision := map[string]int{}
			for _, m := range feedtest.Stored(t, nc, "cables.record.>") {
				id := m.Header.Get(pipeline.HdrID)
				if !strings.Contains(string(m.Data), fmt.Sprintf("of kind %d ", revision[id])) {
					t.Errorf("%s: revision %d does not have text %d", id, revision[id]+1, revision[id])
				}
				revision[id]++
			}
			for id, n := range revision {
				if n != each {
					t.Errorf("%s: %d revisions, want %d", id, n, each)
				}
			}
			if got := len(feedtest.Stored(t, nc, "cables.alert.>")); len(revision) != ids || got != ids*each*watches {
				t.Errorf("%d cables with %d alerts, want %d with %d", len(revision), got, ids, ids*each*watches)
			}
		})
	}
}

func TestServiceMessagesOfOneIDInOneGroupAreKeptOnceEach(t *testing.T) {
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	text := string(read(t, "../../testdata/samples/18_service_message.txt"))
	var raws []feed.Raw
	for _, s := range []string{text, text, strings.Replace(text, "ADVISE IF", "SAY WHETHER", 1), text} {
		raws = append(raws, feed.Raw{Lane: feed.Routine, Data: []byte(s)})
	}
	if _, err := f.Append(t.Context(), raws); err != nil {
		t.Fatal(err)
	}
	o, _ := start(t, f, nil)
	feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == len(raws) })
	if all := feedtest.Stored(t, nc, "cables.service.>"); len(all) < 2 || len(all) > 3 || string(all[0].Data) == string(all[1].Data) {
		t.Errorf("kept %v, want one of each text", subjects(all))
	}
}

// A stranger writes records of the cables that a worker is about to commit.
func TestBatchRefusedForAForeignRecordIsDecidedAgain(t *testing.T) {
	if racing {
		t.Skip("under the race detector the stranger leaves the worker no time")
	}
	t.Parallel()
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	const n = 200
	subject := func(i int) string { return fmt.Sprintf("cables.record.routine.unclassified.06MEXICO%d", i+1) }
	foreign := func(i, revision int) {
		m := &nats.Msg{Subject: subject(i), Data: []byte("{}"), Header: nats.Header{
			pipeline.HdrID: {fmt.Sprintf("06MEXICO%d", i+1)}, pipeline.HdrRevision: {fmt.Sprint(revision)}, pipeline.HdrTexts: {"0:00"},
		}}
		if _, err := nc.RequestMsg(m, 5*time.Second); err != nil {
			t.Error(err)
		}
	}
	for i := range n / 2 {
		foreign(2*i, 7)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { // and goes on with one of them while the worker tries
		defer close(done)
		for r := 8; ctx.Err() == nil; r++ {
			foreign(0, r)
		}
	}()
	if _, err := f.Append(t.Context(), cables(t, n)); err != nil {
		t.Fatal(err)
	}
	o, _ := start(t, f, nil)
	feedtest.Eventually(t, "the others decided", func() bool { return len(o.firsts()) >= n-1 })
	cancel()
	<-done
	feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == n })
	ours := map[string]string{}
	for _, m := range feedtest.Stored(t, nc, "cables.record.>") {
		if len(m.Data) > 2 {
			if ours[m.Subject] != "" {
				t.Errorf("%s: committed twice", m.Subject)
			}
			ours[m.Subject] = m.Header.Get(pipeline.HdrRevision)
		}
	}
	for i := 1; i < n; i++ {
		if want := []string{"8", "1"}[i%2]; ours[subject(i)] != want {
			t.Errorf("%s: revision %q, want %s", subject(i), ours[subject(i)], want)
		}
	}
	if ours[subject(0)] == "" {
		t.Errorf("%s: not committed", subject(0))
	}
}

// Strangers hold as many batches open as the server allows; they time out.
func TestTooManyBatchesInFlightHoldCommitsUntilOneIsFree(t *testing.T) {
	t.Parallel()
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	for i := range natsserver.MaxBatches {
		m := &nats.Msg{Subject: "cables.undelivered.x", Header: nats.Header{
			"Nats-Batch-Id": {fmt.Sprint("stranger", i)}, "Nats-Batch-Sequence": {"1"},
		}}
		if err := nc.PublishMsg(m); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Append(t.Context(), cables(t, 20)); err != nil {
		t.Fatal(err)
	}
	var log feedtest.Log
	o, _ := start(t, f, func(p *Processor) { p.log = p.log.Output(&log) })
	feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == 20 })
	if n := len(feedtest.Stored(t, nc, "cables.record.>")); n != 20 {
		t.Errorf("%d records, want 20", n)
	}
}

// A FLASH flood holds ROUTINE back for longer than ACK_WAIT.
func TestRedeliveriesDuringALongHoldPublishNothingTwice(t *testing.T) {
	t.Parallel()
	f, nc := feedtest.Feed(t, feedtest.Server(t)) // ACK_WAIT is a second
	const n = 600
	routine := cables(t, n)
	if _, err := f.Append(t.Context(), routine); err != nil {
		t.Fatal(err)
	}
	o, _ := start(t, f, nil)
	flood := 0
	for until := time.Now().Add(4 * time.Second); time.Now().Before(until); {
		var raws []feed.Raw
		for range 20 {
			flood++
			text := strings.ReplaceAll(string(read(t, "../../testdata/samples/02_flash.txt")), "000044", fmt.Sprintf("%06d", flood))
			raws = append(raws, feed.Raw{Lane: feed.Flash, Data: []byte(text)})
		}
		if _, err := f.Append(t.Context(), raws); err != nil {
			t.Fatal(err)
		}
		feedtest.Eventually(t, "half of them committed", func() bool { return len(o.firsts()) > flood-10 })
	}
	feedtest.Eventually(t, "all decided", func() bool { return len(o.firsts()) == n+flood })
	again := len(o.outcomes()) - n - flood
	t.Logf("%d FLASH, %d ROUTINE, %d redeliveries", flood, n, again)
	if got := len(feedtest.Stored(t, nc, "cables.record.routine.>")); got != n {
		t.Errorf("%d records, want %d", got, n)
	}
	if got := len(feedtest.Stored(t, nc, "cables.alert.*.routine.>")); got != 2*n {
		t.Errorf("%d alerts, want %d", got, 2*n)
	}
}
