package feed

import (
	"context"
	"errors"
	"fmt"
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
// ends or, unless it follows, all that is stored has been read.
func (f *Feed) Scan(ctx context.Context, s Scan, handle func(*Stored) error) error {
	cfg := jetstream.OrderedConsumerConfig{FilterSubjects: s.Subjects, DeliverPolicy: jetstream.DeliverAllPolicy, HeadersOnly: s.Headers, InactiveThreshold: time.Minute}
	switch {
	case s.Last:
		cfg.DeliverPolicy = jetstream.DeliverLastPerSubjectPolicy
	case s.From > 0:
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, s.From
	case !s.Since.IsZero():
		cfg.DeliverPolicy, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, &s.Since
	}
	cons, err := f.js.OrderedConsumer(ctx, s.Stream, cfg)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return fmt.Errorf("stream %s: %w: no worker has run on this server yet; start one with \"cablefeed serve\"", s.Stream, err)
	} else if err != nil {
		return fmt.Errorf("read %s: %w", s.Stream, err)
	}
	defer func() { // else it stays until the server forgets it
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = f.js.DeleteConsumer(ctx, s.Stream, cons.CachedInfo().Name)
	}()
	if !s.Follow && cons.CachedInfo().NumPending == 0 {
		return nil
	}
	it, err := cons.Messages(pulls(256, rareHeartbeat)...)
	if err != nil {
		return fmt.Errorf("read %s: %w", s.Stream, err)
	}
	defer it.Stop()
	stop := context.AfterFunc(ctx, it.Stop)
	defer stop()
	var wait []jetstream.NextOpt
	if !s.Follow {
		wait = append(wait, jetstream.NextMaxWait(time.Second))
	}
	for read, empty := uint64(0), 0; ; {
		m, err := it.Next(wait...)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, nats.ErrTimeout):
			// The last of what was stored may have been removed meanwhile.
			if info, err := cons.Info(ctx); err == nil && info.NumPending == 0 && info.Delivered.Consumer <= read {
				empty++
			}
			if empty > 1 { // and nothing is under way
				return nil
			}
			continue
		case errors.Is(err, jetstream.ErrNoHeartbeat):
			continue // the connection is being restored
		case err != nil:
			return fmt.Errorf("read %s: %w", s.Stream, err)
		}
		read++
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		if s.To > 0 && meta.Sequence.Stream > s.To {
			return nil
		}
		stored := &Stored{Subject: m.Subject(), Seq: meta.Sequence.Stream, Time: meta.Timestamp, Header: m.Headers(), Data: m.Data()}
		if err := handle(stored); err != nil {
			return err
		}
		if !s.Follow && meta.NumPending == 0 || stored.Seq == s.To {
			return nil
		}
	}
}

// LaneSubjects are the subjects of the lanes, without the plain one.
func LaneSubjects() []string {
	var all []string
	for _, l := range Lanes {
		all = append(all, l.Subject())
	}
	return all
}
