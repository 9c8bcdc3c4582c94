package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// A published is what CABLES holds of one cable.
type published struct {
	records []uint64       // sequences, in the order of the stream
	copies  map[string]int // "TAG revision", "watch revision"
	torn    []string       // messages that are apart from their record
	waiting []string       // sections
}

// checkCrashed reads the streams and compares them with what the load demands.
func checkCrashed(t *testing.T, nc *nats.Conn, l *load) {
	t.Helper()
	cables := map[string]*published{}
	rejects := map[[32]byte]bool{}
	messages := readAll(t, nc, feed.Cables, func(m jetstream.Msg, seq uint64) {
		tokens := strings.Split(m.Subject(), ".")
		id := m.Headers().Get(pipeline.HdrID)
		p := cables[id]
		if p == nil {
			p = &published{copies: map[string]int{}}
			if id != "" {
				cables[id] = p
			}
		}
		revision := m.Headers().Get(pipeline.HdrRevision)
		switch tokens[1] {
		case "record":
			p.records = append(p.records, seq)
			if want := fmt.Sprint(len(p.records)); revision != want {
				t.Errorf("%s: record %d has revision %s, want %s", id, seq, revision, want)
			}
		case "tag", "alert":
			p.copies[tokens[1]+" "+tokens[2]+" "+revision]++
			if revision != "0" && (len(p.records) == 0 || seq-p.records[len(p.records)-1] > 16) {
				p.torn = append(p.torn, m.Subject())
			}
		case "rejected":
			sum := sha256.Sum256(m.Data())
			rejects[sum] = true
			if !l.rejects[sum] {
				t.Errorf("rejected without reason: %s: %q", m.Headers().Get(pipeline.HdrReason), m.Data())
			}
		case "section":
			p.waiting = append(p.waiting, m.Subject())
		case "timer", "circuit":
		default:
			t.Errorf("unexpected %s", m.Subject())
		}
	})
	for id, want := range l.cables {
		p := cables[id]
		if p == nil {
			t.Errorf("%s: lost", id)
			continue
		}
		delete(cables, id)
		compareCable(t, id, want, p)
	}
	for id := range cables {
		t.Errorf("%s: nobody sent it", id)
	}
	if len(rejects) != len(l.rejects) {
		t.Errorf("%d texts rejected, want %d", len(rejects), len(l.rejects))
	}
	t.Logf("%d messages in CABLES, %d texts rejected", messages, len(rejects))
}

func compareCable(t *testing.T, id string, want *expected, got *published) {
	t.Helper()
	if len(got.records) != want.texts {
		t.Errorf("%s: %d revisions at %v, want %d; waiting %v", id, len(got.records), got.records, want.texts, got.waiting)
		return
	}
	if len(got.torn) > 0 {
		t.Errorf("%s: apart from their record: %v", id, got.torn)
	}
	var wanted []string
	for revision := range want.texts {
		for _, tag := range want.tags {
			wanted = append(wanted, fmt.Sprint("tag ", tag, " ", revision+1))
		}
		for _, w := range want.watches {
			wanted = append(wanted, fmt.Sprint("alert ", w, " ", revision+1))
		}
	}
	for key, n := range got.copies {
		provisional := want.sections > 0 && strings.HasPrefix(key, "alert ") && strings.HasSuffix(key, " 0")
		if n != 1 || !provisional && !slices.Contains(wanted, key) {
			t.Errorf("%s: %d of %q, want %v", id, n, key, wanted)
		}
	}
	for _, key := range wanted {
		if got.copies[key] == 0 {
			t.Errorf("%s: no %q", id, key)
		}
	}
}

// readAll gives every message of a stream to see, in order.
func readAll(t *testing.T, nc *nats.Conn, stream string, see func(m jetstream.Msg, seq uint64)) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	cons, err := js.OrderedConsumer(ctx, stream, jetstream.OrderedConsumerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	info, err := cons.Info(ctx)
	if err != nil {
		t.Fatal(err)
	}
	it, err := cons.Messages()
	if err != nil {
		t.Fatal(err)
	}
	defer it.Stop()
	for n := range info.NumPending {
		m, err := it.Next(jetstream.NextContext(ctx))
		if err != nil {
			t.Fatalf("after %d of %d messages: %v", n, info.NumPending, err)
		}
		meta, err := m.Metadata()
		if err != nil {
			t.Fatal(err)
		}
		see(m, meta.Sequence.Stream)
	}
	return int(info.NumPending)
}
