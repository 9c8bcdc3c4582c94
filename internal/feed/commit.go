package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/pipeline"
	"cablefeed/internal/route"
)

// Commit stores the messages of all results as one atomic batch: all or none.
// It gives the sequence of the first message of each result. On ErrConflict a
// condition of one of them does not hold; on ErrUndecided they may be stored.
func (f *Feed) Commit(ctx context.Context, results ...pipeline.Result) ([]uint64, error) {
	n := 0
	for i := range results {
		n += len(results[i].Messages)
	}
	msgs := make([]*nats.Msg, 0, n)
	for i := range results {
		for j := range results[i].Messages {
			msgs = append(msgs, message(&results[i].Messages[j]))
		}
	}
	if len(msgs) > MaxBatch {
		return nil, fmt.Errorf("%w: %d messages, a batch holds %d", ErrTooLarge, len(msgs), MaxBatch)
	}
	first, err := f.batch(ctx, msgs)
	if err != nil {
		return nil, err
	}
	seqs := make([]uint64, len(results))
	for i := range results {
		seqs[i] = first
		first += uint64(len(results[i].Messages))
	}
	return seqs, nil
}

func message(m *pipeline.Message) *nats.Msg {
	if m.Header == nil {
		m.Header = map[string][]string{}
	}
	if e := m.Expect; e != nil {
		m.Header[hdrExpect] = []string{strconv.FormatUint(e.Seq, 10)}
		if e.Filter != m.Subject {
			m.Header[hdrExpectSubject] = []string{e.Filter}
		}
	}
	return &nats.Msg{Subject: m.Subject, Header: m.Header, Data: m.Data}
}

// A Stored is one message as a stream holds it.
type Stored struct {
	Subject string
	Seq     uint64
	Time    time.Time
	Header  nats.Header
	Data    []byte
}

// Last gives the last message on the subjects that filter matches, from the
// stream's leader; ErrNotFound when there is none.
func (f *Feed) Last(ctx context.Context, filter string) (*Stored, error) {
	return f.get(ctx, Cables, fmt.Sprintf(`{"last_by_subj":%q}`, filter))
}

// Record gives the last revision of the cable id; ErrNotFound when there is none.
func (f *Feed) Record(ctx context.Context, id string) (*Stored, error) {
	return f.Last(ctx, route.RecordOf(id))
}

// Service gives the service message id; ErrNotFound when there is none.
func (f *Feed) Service(ctx context.Context, id string) (*Stored, error) {
	return f.Last(ctx, route.Service(id))
}

// Transmission gives one raw transmission of the journal.
func (f *Feed) Transmission(ctx context.Context, seq uint64) (*Stored, error) {
	return f.get(ctx, Incoming, fmt.Sprintf(`{"seq":%d}`, seq))
}

// newest gives the newest message on any of subjects, from the stream's leader;
// its sequence is 0 when there is none. No subjects are all.
func (f *Feed) newest(ctx context.Context, stream string, subjects []string) (*Stored, error) {
	if len(subjects) == 0 {
		subjects = []string{">"}
	}
	newest := &Stored{}
	for _, subject := range subjects {
		m, err := f.get(ctx, stream, fmt.Sprintf(`{"last_by_subj":%q}`, subject))
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return nil, err
		case m.Seq > newest.Seq:
			newest = m
		}
	}
	return newest, nil
}

// get reads one message through the stream's leader: a replica may lag behind
// what this process has just committed.
func (f *Feed) get(ctx context.Context, stream, request string) (*Stored, error) {
	reply, err := f.request(ctx, &nats.Msg{Subject: "$JS.API.STREAM.MSG.GET." + stream, Data: []byte(request)})
	if err != nil {
		return nil, fmt.Errorf("read from %s: %w", stream, err)
	}
	var answer struct {
		Error   *jetstream.APIError `json:"error"`
		Message struct {
			Subject string    `json:"subject"`
			Seq     uint64    `json:"seq"`
			Header  []byte    `json:"hdrs"`
			Data    []byte    `json:"data"`
			Time    time.Time `json:"time"`
		} `json:"message"`
	}
	if err := json.Unmarshal(reply.Data, &answer); err != nil {
		return nil, fmt.Errorf("read from %s: %w", stream, err)
	}
	if e := answer.Error; e != nil {
		if e.ErrorCode == jetstream.JSErrCodeMessageNotFound {
			return nil, ErrNotFound
		}
		return nil, readError(stream, e)
	}
	m := answer.Message
	h, err := nats.DecodeHeadersMsg(m.Header)
	if err != nil && len(m.Header) > 0 {
		return nil, fmt.Errorf("read from %s: header: %w", stream, err)
	}
	return &Stored{Subject: m.Subject, Seq: m.Seq, Time: m.Time, Header: h, Data: m.Data}, nil
}

// Lookup gives what is held of the id of p: its last record and, when p is a
// section of a cable that has none, the sections that wait. core reads those
// back.
func (f *Feed) Lookup(ctx context.Context, core *pipeline.Core, p *pipeline.Part) (*pipeline.State, error) {
	id := p.Cable.ID
	filter := route.RecordOf(id)
	if p.Cable.ServiceMessage {
		filter = route.Service(id)
	}
	s, err := f.state(ctx, filter)
	if err != nil || s.Seq != 0 || p.Number() == 0 {
		return s, err
	}
	return f.withSections(ctx, core, s, id)
}

// LookupWaiting gives all that is held of the cable id: its last record and the
// sections that wait.
func (f *Feed) LookupWaiting(ctx context.Context, core *pipeline.Core, id string) (*pipeline.State, error) {
	s, err := f.state(ctx, route.RecordOf(id))
	if err != nil {
		return nil, err
	}
	return f.withSections(ctx, core, s, id)
}

// withSections adds the sections of the cable id that wait. One that the reader
// does not take any more counts as missing; the journal has it.
func (f *Feed) withSections(ctx context.Context, core *pipeline.Core, s *pipeline.State, id string) (*pipeline.State, error) {
	held, err := f.Sections(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, m := range held {
		s.PartsSeq = max(s.PartsSeq, m.Seq)
		if pipeline.IsGuard(m.Header) {
			continue
		}
		if p, err := core.Held(m.Data, m.Header); err == nil {
			s = s.With(p)
		}
	}
	return s, nil
}

// LookupReject gives what is held of the reject of transmission seq.
func (f *Feed) LookupReject(ctx context.Context, seq uint64) (*pipeline.State, error) {
	return f.state(ctx, fmt.Sprintf("cables.rejected.*.%d", seq))
}

// state reads the headers of the last message that filter matches.
func (f *Feed) state(ctx context.Context, filter string) (*pipeline.State, error) {
	s := &pipeline.State{}
	m, err := f.Last(ctx, filter)
	if errors.Is(err, ErrNotFound) {
		return s, nil
	} else if err != nil {
		return nil, err
	}
	s.Seq = m.Seq
	s.Revision, _ = strconv.Atoi(m.Header.Get(pipeline.HdrRevision))
	s.Texts = pipeline.ParseTexts(m.Header.Get(pipeline.HdrTexts))
	s.Complete = m.Header.Get(pipeline.HdrComplete) != "false"
	s.Incoming = Sequences(m.Header.Get(pipeline.HdrIncoming))
	s.Batches, _ = strconv.Atoi(m.Header.Get(pipeline.HdrBatches))
	if earlier := m.Header.Get(pipeline.HdrEarlier); earlier != "" {
		s.Earlier = strings.Split(earlier, ";")
	}
	return s, nil
}

// DropSections removes the waiting sections of the cable id up to sequence last.
func (f *Feed) DropSections(ctx context.Context, id string, last uint64) error {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return err
	}
	return s.Purge(ctx, jetstream.WithPurgeSubject(route.SectionsOf(id)), jetstream.WithPurgeSequence(last+1))
}

// Sections gives the waiting sections of the cable id, in the order of their
// arrival.
func (f *Feed) Sections(ctx context.Context, id string) ([]Stored, error) {
	var all []Stored
	last, err := f.Last(ctx, route.SectionsOf(id))
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	// Few sections: step through them from the first on.
	for seq := uint64(1); seq <= last.Seq; {
		m, err := f.get(ctx, Cables, fmt.Sprintf(`{"seq":%d,"next_by_subj":%q}`, seq, route.SectionsOf(id)))
		if errors.Is(err, ErrNotFound) {
			break
		} else if err != nil {
			return nil, err
		}
		all = append(all, *m)
		seq = m.Seq + 1
	}
	return all, nil
}

// Sequences reads a Cable-Incoming header: 3,7,8.
func Sequences(s string) (seqs []uint64) {
	for field := range strings.SplitSeq(s, ",") {
		if n, err := strconv.ParseUint(field, 10, 64); err == nil {
			seqs = append(seqs, n)
		}
	}
	return seqs
}

// Raw gives the transmissions that a record was made of, as they were received.
func (f *Feed) Raw(ctx context.Context, rec *Stored) ([]Stored, error) {
	var all []Stored
	for _, seq := range Sequences(rec.Header.Get(pipeline.HdrIncoming)) {
		m, err := f.Transmission(ctx, seq)
		if err != nil {
			if errors.Is(err, ErrNotFound) {
				err = errors.New("the journal does not have it any more")
			}
			return all, fmt.Errorf("transmission %d: %w", seq, err)
		}
		all = append(all, *m)
	}
	return all, nil
}
