// Package audit says what became of each transmission, from the streams alone:
// the journal keeps every transmission, CABLES every revision of a cable with
// the transmissions and texts that it was made of, and the same reader reads a
// transmission again. So a duplicate, which publishes nothing, can be told from
// a loss. It writes nothing.
package audit

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/route"
)

// A Revision is one stored revision of a cable.
type Revision struct {
	Sequence   uint64            `json:"sequence"` // in CABLES
	Subject    string            `json:"subject"`
	Number     int               `json:"revision"`
	Committed  time.Time         `json:"committed"`
	Decision   pipeline.Decision `json:"decision"`
	Complete   bool              `json:"complete"`
	Incoming   []uint64          `json:"incoming"` // the transmissions that it was made of
	Feeds      []string          `json:"feeds"`
	Restricted string            `json:"restricted,omitempty"` // the subject, when a caption keeps it out of the feeds
	Alerts     []Alert           `json:"alerts"`

	texts   pipeline.Texts
	batches int
}

// A held is a section that waits, or a service message.
type held struct {
	seq      uint64
	incoming uint64
	number   int
	total    int
	text     string
	received time.Time
	subject  string
}

// A history is what CABLES holds of one cable id.
type history struct {
	revisions []*Revision
	sections  []held
	service   []held
}

// A store is what CABLES holds of some ids or of all.
type store struct {
	ids      map[string]*history
	made     map[uint64]*Revision // by transmission, the first revision made of it
	ofID     map[uint64]string
	rejected map[uint64]*feed.Reject
}

// read reads the headers of CABLES: of one id, or of all when id is empty.
func read(ctx context.Context, f *feed.Feed, id string) (*store, error) {
	s := &store{ids: map[string]*history{}, made: map[uint64]*Revision{}, ofID: map[uint64]string{}}
	subjects := []string{"cables.record.>", "cables.section.>", "cables.service.>"}
	if id != "" {
		subjects = []string{route.RecordOf(id), route.SectionsOf(id), route.Service(id)}
	}
	err := f.Scan(ctx, feed.Scan{Stream: feed.Cables, Subjects: subjects, Headers: true}, func(m *feed.Stored) error {
		s.add(m)
		return nil
	})
	return s, err
}

// readRejects adds the rejects, and the notes of those that were settled.
func (s *store) readRejects(ctx context.Context, f *feed.Feed, incoming ...uint64) error {
	s.rejected = map[uint64]*feed.Reject{}
	return f.EachReject(ctx, feed.RejectQuery{Incoming: incoming, Settled: true}, func(r *feed.Reject) error {
		// A note is stored before what it stands for is removed.
		if known := s.rejected[r.Incoming]; known == nil || r.Settled() {
			s.rejected[r.Incoming] = r
		}
		return nil
	})
}

func (s *store) of(id string) *history {
	h := s.ids[id]
	if h == nil {
		h = &history{}
		s.ids[id] = h
	}
	return h
}

func (s *store) add(m *feed.Stored) {
	if pipeline.IsGuard(m.Header) {
		return
	}
	tokens := strings.Split(m.Subject, ".")
	id := m.Header.Get(pipeline.HdrID)
	h := s.of(id)
	incoming := feed.Sequences(m.Header.Get(pipeline.HdrIncoming))
	switch tokens[1] {
	case "record":
		r := revision(m, incoming)
		h.revisions = append(h.revisions, r)
		for _, seq := range incoming {
			if s.made[seq] == nil {
				s.made[seq], s.ofID[seq] = r, id
			}
		}
	case "section", "service":
		k := held{seq: m.Seq, text: m.Header.Get(pipeline.HdrFingerprint), subject: m.Header.Get(pipeline.HdrSubject)}
		if len(incoming) > 0 {
			k.incoming = incoming[0]
			s.ofID[k.incoming] = id
		}
		k.total, _ = strconv.Atoi(m.Header.Get(pipeline.HdrTotal))
		k.received, _ = time.Parse(time.RFC3339Nano, m.Header.Get(pipeline.HdrReceived))
		if tokens[1] == "service" {
			k.text = pipeline.ParseTexts(m.Header.Get(pipeline.HdrTexts))[0]
			h.service = append(h.service, k)
			return
		}
		k.number, _ = strconv.Atoi(tokens[len(tokens)-1])
		h.sections = append(h.sections, k)
	}
}

func revision(m *feed.Stored, incoming []uint64) *Revision {
	r := &Revision{
		Sequence: m.Seq, Subject: m.Subject, Committed: m.Time, Incoming: incoming, Feeds: []string{}, Alerts: []Alert{},
		Decision: pipeline.Decision(m.Header.Get(pipeline.HdrDecision)),
		Complete: m.Header.Get(pipeline.HdrComplete) != "false",
		texts:    pipeline.ParseTexts(m.Header.Get(pipeline.HdrTexts)),
	}
	r.Number, _ = strconv.Atoi(m.Header.Get(pipeline.HdrRevision))
	r.batches, _ = strconv.Atoi(m.Header.Get(pipeline.HdrBatches))
	if tags := m.Header.Get(pipeline.HdrTags); tags != "" {
		r.Feeds = strings.Split(tags, ",")
	}
	return r
}

// latest gives the last section that waits with a number, or nil.
func (h *history) latest(number int) *held {
	for i := range slices.Backward(h.sections) {
		if h.sections[i].number == number {
			return &h.sections[i]
		}
	}
	return nil
}

var errEnough = errors.New("enough")
