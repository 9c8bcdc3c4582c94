package feed

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/pipeline"
)

// A Delivery is one raw transmission in the hands of a worker. It is delivered
// again, to any worker, unless it is acknowledged in time.
type Delivery struct {
	Lane     Lane
	Data     []byte
	Seq      uint64    // in the journal
	Received time.Time // by the journal
	Attempt  int       // 1 for the first delivery
	Earlier  int       // attempts before it was rejected and put on again
	Source   string
	msg      jetstream.Msg
}

// Ack says that the transmission is done with. Call it after the commit only.
func (d *Delivery) Ack() error { return d.msg.Ack() }

// InProgress asks for more time.
func (d *Delivery) InProgress() error { return d.msg.InProgress() }

// Retry gives the transmission back, to be delivered again after a while.
func (d *Delivery) Retry(after time.Duration) error { return d.msg.NakWithDelay(after) }

// flashWait is how long a worker may be silent about a FLASH transmission: what
// was on its way to one when it died, or when a node of the cluster did, comes
// again only then.
const flashWait = 15 * time.Second

// AckWait is the time that a worker may hold a transmission of a lane.
func (f *Feed) AckWait(lane Lane) time.Duration {
	if lane == Flash {
		return min(f.cfg.AckWait, flashWait)
	}
	return f.cfg.AckWait
}

// Durable is the name of the consumer that all workers share for a lane.
func (l Lane) Durable() string { return "processor-" + string(l) }

// Consume delivers the transmissions of a lane to handle, at most limit of them
// waiting in this process, until ctx ends and handle has those that were fetched
// by then. It blocks, and makes its consumer
// again when somebody deletes it. handle may block; it is called by one
// goroutine.
func (f *Feed) Consume(ctx context.Context, lane Lane, limit int, handle func(*Delivery)) error {
	for {
		err := f.consume(ctx, lane, limit, handle)
		if ctx.Err() != nil {
			return nil
		}
		// The server restarts, the consumer was deleted, the stream has no
		// leader: try again until ctx ends.
		f.trouble(err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// durable gives the consumer of cfg. It is made, or changed, only where it has to
// be: on a cluster the answer may come before the consumer has a leader, and what
// is asked of it until then is lost.
func (f *Feed) durable(ctx context.Context, stream string, cfg jetstream.ConsumerConfig) (jetstream.Consumer, error) {
	cons, err := f.js.Consumer(ctx, stream, cfg.Durable)
	if err == nil {
		is := cons.CachedInfo().Config
		want := is
		want.Description, want.FilterSubject, want.AckPolicy, want.AckWait, want.MaxDeliver = cfg.Description, cfg.FilterSubject, cfg.AckPolicy, cfg.AckWait, cfg.MaxDeliver
		if cfg.MaxAckPending > 0 {
			want.MaxAckPending = cfg.MaxAckPending
		}
		if reflect.DeepEqual(is, want) {
			return cons, nil
		}
	}
	return f.js.CreateOrUpdateConsumer(ctx, stream, cfg)
}

// restWait bounds the time that it takes to hand over what was fetched.
const restWait = 2 * time.Second

func (f *Feed) consume(ctx context.Context, lane Lane, limit int, handle func(*Delivery)) error {
	cons, err := f.durable(ctx, Incoming, jetstream.ConsumerConfig{
		Durable:       lane.Durable(),
		Description:   "transmissions of lane " + string(lane) + ", shared by all workers",
		FilterSubject: lane.Subject(),
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       f.AckWait(lane),
		MaxDeliver:    -1,
		MaxAckPending: 8192,
	})
	if err != nil {
		return fmt.Errorf("consumer %s: %w", lane.Durable(), err)
	}
	beat := rareHeartbeat
	if lane == Flash { // nothing holds it back
		beat = heartbeat
	}
	it, err := cons.Messages(pulls(limit, beat)...)
	if err != nil {
		return err
	}
	defer it.Stop()
	// What was fetched is handed over after ctx ends, too: given up, it would be
	// delivered to another worker only after AckWait.
	rest, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		it.Drain()
		time.AfterFunc(restWait, cancel) // without a server it would not end
	})
	defer stop()
	for {
		m, err := it.Next(jetstream.NextContext(rest))
		if errors.Is(err, jetstream.ErrNoHeartbeat) {
			// The request is lost and made again, or the consumer is gone. What is
			// under way is not given up: it would come again only after AckWait.
			if _, err := cons.Info(rest); err != nil {
				return err
			}
			continue
		} else if err != nil {
			return err
		}
		d, err := delivery(lane, m)
		if err != nil {
			return err
		}
		handle(d)
	}
}

func delivery(lane Lane, m jetstream.Msg) (*Delivery, error) {
	meta, err := m.Metadata()
	if err != nil {
		return nil, err
	}
	earlier, _ := strconv.Atoi(m.Headers().Get(pipeline.HdrAttempts))
	return &Delivery{
		Earlier: earlier,
		Lane:    lane, Data: m.Data(), Seq: meta.Sequence.Stream, Received: meta.Timestamp,
		Attempt: int(meta.NumDelivered), Source: m.Headers().Get(HdrSource), msg: m,
	}, nil
}

// Settled tells whether the workers are done with every transmission of the
// lane up to sequence seq.
func (f *Feed) Settled(ctx context.Context, lane Lane, seq uint64) (bool, error) {
	cons, err := f.js.Consumer(ctx, Incoming, lane.Durable())
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	if cons.CachedInfo().AckFloor.Stream >= seq {
		return true, nil
	}
	left, err := f.left(ctx, Incoming, cons)
	return left == 0 && err == nil, err
}

// left counts the messages that the handlers of a durable consumer are not done
// with. The server counts what it stores a little later: none is believed once
// the last message that the consumer is to deliver has been delivered.
func (f *Feed) left(ctx context.Context, stream string, cons jetstream.Consumer) (uint64, error) {
	info := cons.CachedInfo()
	if n := info.NumPending + uint64(info.NumAckPending); n > 0 {
		return n, nil
	}
	subjects := info.Config.FilterSubjects
	if one := info.Config.FilterSubject; one != "" {
		subjects = []string{one}
	}
	last, err := f.newest(ctx, stream, subjects)
	if err != nil {
		return 0, err
	}
	if last.Seq > info.Delivered.Stream {
		return 1, nil
	}
	return 0, nil
}
