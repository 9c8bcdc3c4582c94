package feed

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// A Scan says which messages of a stream to read, in the order of the stream.
type Scan struct {
	Stream   string
	Subjects []string
	From     uint64    // first sequence; 0: from the first message on
	To       uint64    // last sequence; 0: up to what is stored now
	Since    time.Time // when From is 0: from this time on
	Last     bool      // the last message of each subject alone
	Headers  bool      // without the data
	Follow   bool      // go on with what is stored later
}

// Scan gives each message of s to handle, until handle returns an error, ctx
// ends or, unless it follows, all that is stored has been read. One that follows
// begins again behind what it has read when a server that went away takes long to
// come back.
func (f *Feed) Scan(ctx context.Context, s Scan, handle func(*Stored) error) error {
	end := uint64(math.MaxUint64)
	if !s.Follow {
		var err error
		if end, err = f.end(ctx, s); err != nil {
			return err
		}
	}
	for begun := false; s.From <= end && end > 0; {
		it, stop, err := f.open(ctx, s)
		if err == nil {
			begun = true
			var lost bool
			s.From, lost, err = f.read(ctx, it, s, end, handle)
			stop()
			if !lost {
				return err
			}
		}
		begun = begun || errors.Is(err, context.Canceled) // the connection was lost over it
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !s.Follow || !begun || errors.Is(err, jetstream.ErrStreamNotFound):
			return readError(s.Stream, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(scanAgain):
		}
	}
	return nil
}

// scanAgain is the pause before a scan that lost its server begins again.
const scanAgain = 250 * time.Millisecond

// A scan that does not follow asks after scanWait whether there is more to come.
// That is longer than two of its heartbeats: a lost request is noticed only while
// the next message is waited for.
const (
	scanHeartbeat = 500 * time.Millisecond
	scanWait      = 4 * scanHeartbeat
)

// end gives the last sequence that s is to read, 0 when there is none. The
// leader says it: the node that reads may not have everything yet.
func (f *Feed) end(ctx context.Context, s Scan) (uint64, error) {
	last, err := f.newest(ctx, s.Stream, s.Subjects)
	if err != nil || s.From == 0 && last.Time.Before(s.Since) {
		return 0, err
	}
	return last.Seq, nil
}

// open begins to read; stop ends it.
func (f *Feed) open(ctx context.Context, s Scan) (it jetstream.MessagesContext, stop func(), err error) {
	cfg := jetstream.OrderedConsumerConfig{FilterSubjects: s.Subjects, DeliverPolicy: jetstream.DeliverAllPolicy, HeadersOnly: s.Headers, InactiveThreshold: time.Minute}
	switch {
	case s.Last:
		cfg.DeliverPolicy = jetstream.DeliverLastPerSubjectPolicy
	case s.From > 0:
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, s.From
	case !s.Since.IsZero():
		cfg.DeliverPolicy, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, &s.Since
	}
	try, cancel := f.whileConnected(ctx)
	defer cancel()
	cons, err := f.js.OrderedConsumer(try, s.Stream, cfg)
	if err != nil {
		return nil, nil, err
	}
	beat := heartbeat
	if !s.Follow {
		beat = scanHeartbeat
	}
	it, err = cons.Messages(pulls(256, beat)...) // what finds no room is read again
	if err != nil {
		return nil, nil, err
	}
	end := context.AfterFunc(ctx, it.Stop)
	return it, func() {
		end()
		it.Stop()
		// Else it stays until the server forgets it.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = f.js.DeleteConsumer(ctx, s.Stream, cons.CachedInfo().Name)
	}, nil
}

// read gives what comes to handle, up to end. from is where to begin again when
// lost, which says that err is the server's.
func (f *Feed) read(ctx context.Context, it jetstream.MessagesContext, s Scan, end uint64, handle func(*Stored) error) (from uint64, lost bool, err error) {
	from = s.From
	var wait []jetstream.NextOpt
	if !s.Follow {
		wait = append(wait, jetstream.NextMaxWait(scanWait))
	}
	for from <= end {
		m, err := it.Next(wait...)
		switch {
		case ctx.Err() != nil:
			return from, false, ctx.Err()
		case errors.Is(err, nats.ErrTimeout):
			// The last of what was stored may have been removed meanwhile.
			if end, err = f.end(ctx, s); err != nil {
				return from, false, err
			}
			if end == 0 {
				return from, false, nil
			}
			continue
		case errors.Is(err, jetstream.ErrNoHeartbeat):
			continue // the connection is being restored
		case err != nil:
			return from, true, err
		}
		meta, err := m.Metadata()
		if err != nil {
			return from, false, err
		}
		if s.To > 0 && meta.Sequence.Stream > s.To {
			return from, false, nil
		}
		stored := &Stored{Subject: m.Subject(), Seq: meta.Sequence.Stream, Time: meta.Timestamp, Header: m.Headers(), Data: m.Data()}
		if err := handle(stored); err != nil {
			return from, false, err
		}
		from = stored.Seq + 1
		if stored.Seq == s.To {
			break
		}
	}
	return from, false, nil
}

// readError says what is wrong with reading a stream, and what to do.
func readError(stream string, err error) error {
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return fmt.Errorf("stream %s is not there: no worker has run on this server yet; start one with \"cablefeed serve\"", stream)
	}
	return fmt.Errorf("read %s: %w", stream, err)
}

// LaneSubjects are the subjects of the lanes, without the plain one.
func LaneSubjects() []string {
	var all []string
	for _, l := range Lanes {
		all = append(all, l.Subject())
	}
	return all
}
