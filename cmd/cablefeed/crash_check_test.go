package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"cablefeed/internal/audit"
	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/pipeline"
)

// A published is what CABLES holds of one cable.
type published struct {
	records  []uint64       // sequences, in the order of the stream
	tags     []string       // as each record names them
	messages map[string]int // "tag KCRM 1", "alert kcrm 1": with the revision
	torn     []string       // messages that are apart from their record
}

// checkCrashed reads the streams and compares them with what the load demands.
func checkCrashed(t *testing.T, f *feed.Feed, l *load) {
	t.Helper()
	cables := map[string]*published{}
	rejects, waiting := map[string]bool{}, map[string]bool{}
	copies, restricted := map[string]int{}, map[string]int{}
	services, messages := 0, 0
	err := f.Scan(t.Context(), feed.Scan{Stream: feed.Cables, Subjects: []string{"cables.>"}}, func(m *feed.Stored) error {
		messages++
		tokens := strings.Split(m.Subject, ".")
		id, revision := m.Header.Get(pipeline.HdrID), m.Header.Get(pipeline.HdrRevision)
		p := cables[id]
		if p == nil {
			p = &published{messages: map[string]int{}}
		}
		switch tokens[1] {
		case "record":
			cables[id] = p
			p.records = append(p.records, m.Seq)
			p.tags = append(p.tags, m.Header.Get(pipeline.HdrTags))
			if want := fmt.Sprint(len(p.records)); revision != want {
				t.Errorf("%s: record %d has revision %s, want %s", id, m.Seq, revision, want)
			}
		case "tag", "alert", "restricted":
			cables[id] = p
			p.messages[tokens[1]+" "+tokens[2]+" "+revision]++
			if revision != "0" && (len(p.records) == 0 || m.Seq-p.records[len(p.records)-1] > 32) {
				p.torn = append(p.torn, m.Subject)
			}
			switch tokens[1] {
			case "tag":
				copies[tokens[2]]++
			case "restricted":
				restricted[tokens[2]]++
			}
		case "rejected":
			rejects[string(m.Data)] = true
			if !l.rejects[string(m.Data)] {
				t.Errorf("rejected without reason: %s: %q", m.Header.Get(pipeline.HdrReason), m.Data)
			}
		case "service":
			services++
		case "section":
			waiting[id] = true
		case "timer", "circuit":
		default:
			t.Errorf("unexpected %s", m.Subject)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := l.g.Expect()
	for id, revisions := range want.Records {
		p := cables[id]
		if p == nil {
			t.Errorf("%s: lost", id)
			continue
		}
		checkCable(t, id, revisions, p)
		delete(cables, id)
	}
	for id, missing := range want.Waiting {
		if p := cables[id]; p != nil && len(p.records) > 0 {
			t.Errorf("%s: %d records, while sections %v were not sent", id, len(p.records), missing)
		}
		if !waiting[id] && len(missing) == 0 {
			t.Errorf("%s: no section waits", id)
		}
		delete(cables, id)
	}
	for id := range cables {
		t.Errorf("%s: nobody sent it", id)
	}
	if !maps.Equal(copies, want.Copies) {
		t.Errorf("copies:\ngot  %v\nwant %v", copies, want.Copies)
	}
	if !maps.Equal(restricted, want.Restricted) {
		t.Errorf("restricted: got %v, want %v", restricted, want.Restricted)
	}
	if services != want.Decisions["service"] {
		t.Errorf("%d service messages, want %d", services, want.Decisions["service"])
	}
	if len(rejects) != len(l.rejects) {
		t.Errorf("%d texts rejected, want %d", len(rejects), len(l.rejects))
	}
	t.Logf("%d cables, %d revisions, %d service messages, %d texts rejected, %d messages in CABLES",
		len(want.Records), want.Revisions(), services, len(rejects), messages)
	counts, err := audit.Count(t.Context(), f)
	if err == nil {
		err = counts.Check()
	}
	if err != nil {
		t.Errorf("the audit does not add up: %v", err)
	}
	feedtest.Eventually(t, "every transmission is counted on its circuit, once", func() bool {
		circuits, err := f.Circuits(t.Context())
		sum := 0
		for _, c := range circuits {
			sum += int(c.Received)
		}
		return err == nil && sum == counts.Received
	})
}

// checkCable compares what is published of one cable with what its records
// demand.
func checkCable(t *testing.T, id string, revisions int, got *published) {
	t.Helper()
	if len(got.records) != revisions {
		t.Errorf("%s: %d revisions at %v, want %d", id, len(got.records), got.records, revisions)
		return
	}
	if len(got.torn) > 0 {
		t.Errorf("%s: apart from their record: %v", id, got.torn)
	}
	for i, tags := range got.tags {
		for tag := range strings.SplitSeq(tags, ",") {
			want := []string{fmt.Sprint("tag ", tag, " ", i+1)}
			if tag == "KCRM" || tag == "KWMN" {
				want = append(want, fmt.Sprint("alert ", strings.ToLower(tag), " ", i+1))
			}
			for _, key := range want {
				if n := got.messages[key]; n != 1 && tag != "" { // no tags: it is restricted
					t.Errorf("%s: %d of %q, want 1", id, n, key)
				}
				delete(got.messages, key)
			}
		}
	}
	for key, n := range got.messages {
		restricted := strings.HasPrefix(key, "restricted ") || got.tags[0] == "" && strings.HasPrefix(key, "alert ")
		provisional := strings.HasPrefix(key, "alert ") && strings.HasSuffix(key, " 0")
		if n != 1 || !restricted && !provisional {
			t.Errorf("%s: %d of %q, want none", id, n, key)
		}
	}
}
