package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// MaxBatch is the number of messages that a server takes in one atomic batch.
const MaxBatch = 1000

// Headers of an atomic batch (NATS ADR-50) and of the check on a record.
const (
	hdrBatchID       = "Nats-Batch-Id"
	hdrBatchSequence = "Nats-Batch-Sequence"
	hdrBatchCommit   = "Nats-Batch-Commit"
	hdrExpect        = "Nats-Expected-Last-Subject-Sequence"
	hdrExpectSubject = "Nats-Expected-Last-Subject-Sequence-Subject"
)

// Server error codes that decide what to do next.
const (
	codeWrongSequence   = 10071 // a record changed: decided
	codeStoreFailed     = 10077 // maximum bytes or messages, or the disk refused
	codeNoResources     = 10023
	codeStorageExceeded = 10047
	codeAccountExceeded = 10002 // the embedded server's answer while its disk is nearly full
	codeTooLarge        = 10054
	codeUnavailable     = 10008 // of a cluster: now
	codeIncomplete      = 10004
	codeNotLeader       = 10009
	codeOffline         = 10118
)

// ackOf is the server's answer to a publish.
type ackOf struct {
	Error *jetstream.APIError `json:"error"`
	Seq   uint64              `json:"seq"`
	Batch string              `json:"batch"`
	Count int                 `json:"count"`
}

// answerWait is the time after which an answer is lost: a server that is there
// answers in milliseconds, and a cluster that lost a leader has another by then.
const answerWait = 5 * time.Second

// errAway says that nothing was sent, since it would be held back until the
// connection is there again, and be stored after all when nobody waits for it.
var errAway = fmt.Errorf("%w: not connected", ErrUndecided)

// request sends m and waits for the answer as long as one can come.
func (f *Feed) request(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
	ctx, cancel := f.whileConnected(ctx)
	defer cancel()
	ctx, cancelWait := context.WithTimeout(ctx, answerWait)
	defer cancelWait()
	return f.nc.RequestMsgWithContext(ctx, m)
}

// batch publishes msgs as one atomic batch and gives the stream sequence of the
// first; the others follow it without a gap. Either all are stored or none is. A
// message alone is atomic by itself: it is spared the directory that the server
// makes, fills and syncs for a batch.
func (f *Feed) batch(ctx context.Context, msgs []*nats.Msg) (first uint64, err error) {
	if !f.nc.IsConnected() {
		return 0, errAway
	}
	last := len(msgs) - 1
	if m := msgs[0]; last == 0 {
		for _, h := range []string{hdrBatchID, hdrBatchSequence, hdrBatchCommit} {
			delete(m.Header, h) // it was in a batch that was refused
		}
		return f.publish(ctx, m, 0)
	}
	id := nuid.Next()
	for i, m := range msgs {
		if m.Header == nil {
			m.Header = nats.Header{}
		}
		m.Header[hdrBatchID] = []string{id}
		m.Header[hdrBatchSequence] = []string{strconv.Itoa(i + 1)}
		delete(m.Header, hdrBatchCommit)
		if i == last {
			break
		}
		if err := f.nc.PublishMsg(m); err != nil {
			return 0, publishError(err)
		}
	}
	m := msgs[last]
	m.Header[hdrBatchCommit] = []string{"1"}
	return f.publish(ctx, m, uint64(last))
}

// publish sends the last of some messages, before which the server has taken so
// many others, and gives the sequence of the first.
func (f *Feed) publish(ctx context.Context, m *nats.Msg, before uint64) (first uint64, err error) {
	reply, err := f.request(ctx, m)
	if err != nil {
		return 0, publishError(err)
	}
	var ack ackOf
	if err := json.Unmarshal(reply.Data, &ack); err != nil {
		return 0, fmt.Errorf("%w: answer %q", ErrUndecided, reply.Data)
	}
	if ack.Error != nil {
		return 0, serverError(ack.Error)
	}
	return ack.Seq - before, nil
}

// publishError says what a failure on the way to the server leaves open.
func publishError(err error) error {
	if errors.Is(err, nats.ErrMaxPayload) {
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	// A time-out, a lost connection, no responder for the commit of a batch
	// whose first messages may have arrived: the look-up settles it.
	return fmt.Errorf("%w: %w", ErrUndecided, err)
}

func serverError(e *jetstream.APIError) error {
	switch e.ErrorCode {
	case codeWrongSequence:
		return fmt.Errorf("%w: %w", ErrConflict, e)
	case codeStoreFailed, codeNoResources, codeStorageExceeded, codeAccountExceeded:
		return fmt.Errorf("%w: %w", ErrFull, e)
	case codeTooLarge:
		return fmt.Errorf("%w: %w", ErrTooLarge, e)
	}
	// 10164, too many batches in flight, an incomplete batch after a lost
	// connection, a server without leader: look up and try again.
	return fmt.Errorf("%w: %w", ErrUndecided, e)
}
