package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/pipeline"
	"cablefeed/internal/route"
)

// What is left of a reject that an operator settled stands under one of these
// in place of its reason: no bytes, so that the journal can still be accounted
// for.
const (
	Retried = "retried" // put back into the journal
	Dropped = "dropped"
)

// HdrRetriedAs names the sequence under which a reject was put back.
const HdrRetriedAs = "Cable-Retried-As"

// A Reject is a transmission that gave no cable.
type Reject struct {
	Incoming uint64    `json:"incoming"` // its sequence in the journal
	Reason   string    `json:"reason"`   // one word
	Message  string    `json:"message"`  // what was wrong
	Line     int       `json:"line"`     // the line that failed
	Attempts int       `json:"attempts"`
	Rejected time.Time `json:"rejected"`
	Bytes    int       `json:"bytes"`
	As       uint64    `json:"retried_as,omitempty"` // when it was put back
	Data     []byte    `json:"-"`

	seq uint64 // in CABLES, of its last piece
}

// Settled tells whether an operator has retried or dropped it.
func (r *Reject) Settled() bool { return r.Reason == Retried || r.Reason == Dropped }

// A RejectQuery chooses rejects. The zero query chooses all that are not
// settled, without their bytes.
type RejectQuery struct {
	Reason   string
	Incoming []uint64
	Data     bool
	Settled  bool // those that are settled, too
}

// EachReject gives the rejects that are stored now to handle, oldest first. A
// reject that was kept in pieces is put together.
func (f *Feed) EachReject(ctx context.Context, q RejectQuery, handle func(*Reject) error) error {
	last, err := f.Last(ctx, route.Rejects)
	if errors.Is(err, ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	reason := q.Reason
	if reason == "" {
		reason = "*"
	}
	subjects := []string{"cables.rejected." + reason + ".*"}
	wanted := map[uint64]bool{}
	for _, seq := range q.Incoming {
		wanted[seq] = true
	}
	if len(wanted) > 0 && len(wanted) <= 64 {
		subjects = nil
		for seq := range wanted {
			subjects = append(subjects, fmt.Sprintf("cables.rejected.%s.%d", reason, seq))
		}
	}
	var open *Reject
	return f.Scan(ctx, Scan{Stream: Cables, Subjects: subjects, To: last.Seq, Headers: !q.Data}, func(m *Stored) error {
		r := parseReject(m)
		if r == nil || len(wanted) > 0 && !wanted[r.Incoming] || r.Settled() && !q.Settled && r.Reason != q.Reason {
			return nil
		}
		if n, of, pieces := strings.Cut(m.Header.Get(pipeline.HdrPiece), "/"); pieces {
			if n != "1" && open != nil && open.Incoming == r.Incoming {
				r.Data = slices.Concat(open.Data, r.Data)
				r.Bytes += open.Bytes
			}
			if open = r; n != of {
				return nil
			}
		}
		open = nil
		return handle(r)
	})
}

func parseReject(m *Stored) *Reject {
	tokens := strings.Split(m.Subject, ".")
	if len(tokens) != 4 {
		return nil
	}
	r := &Reject{Reason: tokens[2], Message: m.Header.Get(pipeline.HdrReason), Rejected: m.Time, Bytes: len(m.Data), Data: m.Data, seq: m.Seq}
	r.Incoming, _ = strconv.ParseUint(tokens[3], 10, 64)
	r.Line, _ = strconv.Atoi(m.Header.Get(pipeline.HdrLine))
	r.Attempts, _ = strconv.Atoi(m.Header.Get(pipeline.HdrAttempts))
	r.As, _ = strconv.ParseUint(m.Header.Get(HdrRetriedAs), 10, 64)
	if size, err := strconv.Atoi(m.Header.Get("Nats-Msg-Size")); err == nil { // headers alone
		r.Bytes = size
	}
	return r
}

// Settle notes what an operator did with rejects, and removes their bytes from
// CABLES; the journal keeps its own. as holds the sequences under which they
// were put back, or is nil when they are dropped.
func (f *Feed) Settle(ctx context.Context, rejects []*Reject, as []uint64) error {
	word := Dropped
	if as != nil {
		word = Retried
	}
	results := make([]pipeline.Result, len(rejects))
	for i, r := range rejects {
		m := pipeline.Message{Subject: route.Rejected(word, r.Incoming), Header: map[string][]string{
			pipeline.HdrReason:   {r.Reason + ": " + r.Message},
			pipeline.HdrLine:     {strconv.Itoa(r.Line)},
			pipeline.HdrAttempts: {strconv.Itoa(r.Attempts)},
			pipeline.HdrIncoming: {strconv.FormatUint(r.Incoming, 10)},
		}}
		if as != nil {
			m.Header[HdrRetriedAs] = []string{strconv.FormatUint(as[i], 10)}
		}
		results[i].Messages = []pipeline.Message{m}
	}
	if _, err := f.Commit(ctx, results...); err != nil {
		return fmt.Errorf("note %d rejects as %s: %w", len(rejects), word, err)
	}
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return err
	}
	for _, r := range rejects {
		subject := route.Rejected(r.Reason, r.Incoming)
		if err := s.Purge(ctx, jetstream.WithPurgeSubject(subject), jetstream.WithPurgeSequence(r.seq+1)); err != nil {
			return fmt.Errorf("remove %s: %w", subject, err)
		}
	}
	return nil
}
