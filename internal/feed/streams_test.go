package feed_test

import (
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
)

// A stream that is in the way is named, and left as it is.
func TestStreamInTheWayIsNamed(t *testing.T) {
	for name, tt := range map[string]struct {
		stream, subject string
		want            []string
	}{
		"its name":     {feed.Cables, "foo", []string{"stream CABLES", "[foo]", "nothing was changed"}},
		"its subjects": {"OTHER", "cables.>", []string{"stream INCOMING", "cables.incoming", "taken by stream OTHER", "nothing was changed"}},
		"one subject":  {"OTHER", "cables.tag.KCRM.*.*", []string{"stream CABLES", "cables.tag.>", "taken by stream OTHER"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nc, err := feedtest.Server(t).Connect()
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			js, err := jetstream.New(nc)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: tt.stream, Subjects: []string{tt.subject}}); err != nil {
				t.Fatal(err)
			}
			f, err := feed.New(nc, feedtest.Config())
			if err == nil {
				err = f.Create(t.Context())
			}
			if err == nil {
				t.Fatal("it was taken")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q lacks %q", err, want)
				}
			}
			s, err := js.Stream(t.Context(), tt.stream)
			if err != nil || s.CachedInfo().Config.Subjects[0] != tt.subject {
				t.Errorf("the stream was changed: %v", err)
			}
		})
	}
}

func TestReaderOfAServerWithoutAWorkerIsTold(t *testing.T) {
	nc, err := feedtest.Server(t).Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	f, err := feed.New(nc, feedtest.Config())
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(*feed.Stored) error { return nil }
	_, record := f.Record(t.Context(), "06MEXICO6568")
	_, raw := f.Transmission(t.Context(), 1)
	for name, err := range map[string]error{
		"tail": f.Tail(t.Context(), feed.Query{Kind: "tag"}, nothing), "scan": f.Scan(t.Context(), feed.Scan{Stream: feed.Incoming}, nothing), "record": record, "raw": raw,
	} {
		if err == nil || !strings.Contains(err.Error(), "no worker has run on this server yet") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
