package feed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// An AlertDelivery is one alert in the hands of a channel. It is delivered again
// unless it is acknowledged in time.
type AlertDelivery struct {
	Stored
	Attempt int
	msg     jetstream.Msg
}

// Ack says that the alert is done with.
func (d *AlertDelivery) Ack(ctx context.Context) error { return d.msg.DoubleAck(ctx) }

// InProgress asks for more time.
func (d *AlertDelivery) InProgress() error { return d.msg.InProgress() }

// Urgent precedences have a consumer of their own, so that what waits on the
// other delays nothing urgent.
var urgent = []string{"emergency_command", "flash", "niact_immediate", "immediate"}

var others = []string{"priority", "routine", "unknown"}

// Alerts calls handle with each alert for a channel that is made from the first
// call for that channel on, until ctx ends or handle fails: the urgent ones
// (IMMEDIATE and above), or the others. The consumer is durable and shared.
func (f *Feed) Alerts(ctx context.Context, channel string, isUrgent bool, handle func(*AlertDelivery) error) error {
	name, precedences := "notify-"+channel, others
	if isUrgent {
		name, precedences = name+"-urgent", urgent
	}
	var filters []string
	for _, p := range precedences {
		filters = append(filters, "cables.alert.*."+p+".*")
	}
	cons, err := f.js.Consumer(ctx, Cables, name)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		cons, err = f.js.CreateConsumer(ctx, Cables, jetstream.ConsumerConfig{
			Durable: name, Description: "alerts for channel " + channel, FilterSubjects: filters,
			DeliverPolicy: jetstream.DeliverNewPolicy, AckPolicy: jetstream.AckExplicitPolicy, AckWait: f.cfg.AckWait, MaxDeliver: -1,
		})
	}
	if err != nil {
		return fmt.Errorf("consumer %s: %w", name, err)
	}
	it, err := cons.Messages(jetstream.PullMaxMessages(1))
	if err != nil {
		return err
	}
	defer it.Stop()
	defer context.AfterFunc(ctx, it.Stop)()
	for {
		m, err := it.Next()
		if ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			return err
		}
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		d := &AlertDelivery{Attempt: int(meta.NumDelivered), msg: m, Stored: Stored{
			Subject: m.Subject(), Seq: meta.Sequence.Stream, Time: meta.Timestamp, Header: m.Headers(), Data: m.Data(),
		}}
		if err := handle(d); err != nil {
			return err
		}
	}
}

// Undelivered keeps a notice that a channel has given up.
func (f *Feed) Undelivered(ctx context.Context, channel, id, reason string, notice []byte) error {
	m := &nats.Msg{Subject: "cables.undelivered." + channel, Data: notice, Header: nats.Header{
		"Notice-Id": {headerText(id)}, "Notice-Reason": {headerText(reason)}, "Content-Type": {"application/json"},
	}}
	_, err := f.js.PublishMsg(ctx, m)
	return err
}

// EachUndelivered gives the notices that a channel has given up, oldest first;
// handle tells whether one is to be dropped.
func (f *Feed) EachUndelivered(ctx context.Context, channel string, handle func(*Stored) (drop bool, err error)) error {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return err
	}
	return f.Scan(ctx, Scan{Stream: Cables, Subjects: []string{"cables.undelivered." + channel}}, func(m *Stored) error {
		drop, err := handle(m)
		if err == nil && drop {
			err = s.DeleteMsg(ctx, m.Seq)
		}
		return err
	})
}

// CountUndelivered gives the number of notices that each channel has given up.
func (f *Feed) CountUndelivered(ctx context.Context) (map[string]uint64, error) {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return nil, err
	}
	info, err := s.Info(ctx, jetstream.WithSubjectFilter("cables.undelivered.>"))
	if err != nil {
		return nil, err
	}
	counts := map[string]uint64{}
	for subject, n := range info.State.Subjects {
		counts[strings.TrimPrefix(subject, "cables.undelivered.")] = n
	}
	return counts, nil
}

// noticeBucket keeps what channels must remember: what they hold back, what
// nobody has acknowledged, silences.
const noticeBucket = "NOTICES"

// Notes gives the store of what channels remember.
func (f *Feed) Notes(ctx context.Context) (*Notes, error) {
	kv, err := f.js.KeyValue(ctx, noticeBucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		kv, err = f.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: noticeBucket, Description: "what notification channels remember", Storage: jetstream.FileStorage, Replicas: f.cfg.Replicas,
		})
		if errors.Is(err, jetstream.ErrBucketExists) {
			kv, err = f.js.KeyValue(ctx, noticeBucket)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", noticeBucket, err)
	}
	return &Notes{kv: kv}, nil
}

// Notes is a small store of values by key; it survives restarts.
type Notes struct{ kv jetstream.KeyValue }

// Get gives a value and its revision; ErrNotFound when there is none.
func (n *Notes) Get(ctx context.Context, key string) ([]byte, uint64, error) {
	e, err := n.kv.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, ErrNotFound
	} else if err != nil {
		return nil, 0, err
	}
	return e.Value(), e.Revision(), nil
}

// Put stores a value whatever was there.
func (n *Notes) Put(ctx context.Context, key string, value []byte) error {
	_, err := n.kv.Put(ctx, key, value)
	return err
}

// Swap stores a value if the one there has that revision (0: none is there);
// else ErrConflict.
func (n *Notes) Swap(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	var now uint64
	var err error
	if revision == 0 {
		now, err = n.kv.Create(ctx, key, value)
	} else {
		now, err = n.kv.Update(ctx, key, value, revision)
	}
	if api := (*jetstream.APIError)(nil); errors.As(err, &api) && api.ErrorCode == codeWrongSequence || errors.Is(err, jetstream.ErrKeyExists) {
		err = ErrConflict
	}
	return now, err
}

// Delete removes a value.
func (n *Notes) Delete(ctx context.Context, key string) error { return n.kv.Purge(ctx, key) }

// Each gives every value whose key begins with prefix.
func (n *Notes) Each(ctx context.Context, prefix string, handle func(key string, value []byte) error) error {
	w, err := n.kv.Watch(ctx, prefix+">", jetstream.IgnoreDeletes())
	if err != nil {
		return err
	}
	defer func() { _ = w.Stop() }()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-w.Updates():
			if e == nil {
				return nil
			}
			if err := handle(e.Key(), e.Value()); err != nil {
				return err
			}
		}
	}
}

// Lease is how long one that works with something alone may be silent before
// another takes over.
const Lease = 15 * time.Second
