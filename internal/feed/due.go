package feed

import (
	"context"
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

// Wake asks the stream to publish a message on the due subject of a time, to
// the second. Asking again for the same time changes nothing; the server keeps
// the schedule over restarts.
func (f *Feed) Wake(ctx context.Context, at time.Time) error {
	m := &nats.Msg{Subject: route.Timer(at.Unix()), Header: nats.Header{
		"Nats-Schedule":        {"@at " + at.UTC().Format(time.RFC3339)},
		"Nats-Schedule-Target": {route.Due(at.Unix())},
		hdrExpect:              {"0"},
	}}
	_, err := f.js.PublishMsg(ctx, m)
	if api := (*jetstream.APIError)(nil); errors.As(err, &api) && api.ErrorCode == codeWrongSequence {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: schedule: %w", ErrUndecided, err)
	}
	return nil
}

// ConsumeDue calls handle with each time that falls due, until ctx ends. What
// handle returns an error for comes again. All workers share the work.
func (f *Feed) ConsumeDue(ctx context.Context, handle func(at time.Time) error) error {
	for {
		if err := f.consumeDue(ctx, handle); ctx.Err() == nil {
			f.trouble(err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (f *Feed) consumeDue(ctx context.Context, handle func(at time.Time) error) error {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return err
	}
	cons, err := f.durable(ctx, Cables, jetstream.ConsumerConfig{
		Durable:       "processor-due",
		Description:   "times at which incomplete cables are released",
		FilterSubject: "cables.due.>",
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       f.cfg.AckWait,
		MaxDeliver:    -1,
	})
	if err != nil {
		return err
	}
	it, err := cons.Messages(pulls(1, heartbeat)...)
	if err != nil {
		return err
	}
	defer it.Stop()
	defer context.AfterFunc(ctx, it.Stop)()
	for {
		m, err := it.Next()
		if err != nil {
			return err // without a heartbeat, too: the consumer may be gone
		}
		unix, _ := strconv.ParseInt(m.Subject()[strings.LastIndexByte(m.Subject(), '.')+1:], 10, 64)
		if err := handle(time.Unix(unix, 0)); err != nil {
			_ = m.NakWithDelay(5 * time.Second)
			return err
		}
		meta, err := m.Metadata()
		if err == nil {
			err = m.DoubleAck(ctx)
		}
		if err == nil { // it has done its work; nothing reads it again
			err = s.DeleteMsg(ctx, meta.Sequence.Stream)
		}
		if err != nil {
			return err
		}
	}
}

// A Waiting is a cable that waits for sections.
type Waiting struct {
	ID    string
	Since time.Time // when the first of its sections came
}

// Waiting lists the cables that have sections in waiting, by their ids. Some
// may be whole by now: a section can be left behind by a crash.
func (f *Feed) Waiting(ctx context.Context) ([]Waiting, error) {
	var all []Waiting
	index := map[string]int{}
	scan := Scan{Stream: Cables, Subjects: []string{route.Sections}, Headers: true}
	err := f.Scan(ctx, scan, func(m *Stored) error {
		id := m.Header.Get(pipeline.HdrID)
		if pipeline.IsGuard(m.Header) {
			return nil
		}
		received, _ := time.Parse(time.RFC3339Nano, m.Header.Get(pipeline.HdrReceived))
		i, known := index[id]
		if !known {
			i = len(all)
			index[id] = i
			all = append(all, Waiting{ID: id, Since: received})
		}
		if received.Before(all[i].Since) {
			all[i].Since = received
		}
		return nil
	})
	return all, err
}
