package feed

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/pipeline"
)

// An AlertDelivery is one alert in the hands of a channel. It is delivered again
// unless it is acknowledged in time.
type AlertDelivery struct {
	Stored
	Attempt int           // 1 for the first delivery
	Wait    time.Duration // after which it is delivered again
	msg     jetstream.Msg
}

// Ack says that the alert is done with.
func (d *AlertDelivery) Ack(ctx context.Context) error { return d.msg.DoubleAck(ctx) }

// Pass says that the alert is none for this channel, without waiting for the
// server to hear of it: should it come again, it is passed over again.
func (d *AlertDelivery) Pass() error { return d.msg.Ack() }

// Later gives the alert back, to be delivered again after a while. Where the
// server does not hear of it, it does so when the time for an answer is over.
func (d *AlertDelivery) Later(after time.Duration) {
	if after <= 0 {
		_ = d.msg.Nak()
		return
	}
	_ = d.msg.NakWithDelay(after)
}

// InProgress asks for more time.
func (d *AlertDelivery) InProgress() { _ = d.msg.InProgress() }

// HasAlert tells whether an alert of a watch on the cable id is stored.
func (f *Feed) HasAlert(ctx context.Context, watch, id string) (bool, error) {
	errFound := errors.New("found")
	scan := Scan{Stream: Cables, Subjects: []string{"cables.alert." + watch + ".>"}, Headers: true}
	err := f.Scan(ctx, scan, func(m *Stored) error {
		if m.Header.Get(pipeline.HdrID) == id {
			return errFound
		}
		return nil
	})
	if errors.Is(err, errFound) {
		return true, nil
	}
	return false, err
}

// Urgent precedences have a consumer of their own, so that what waits on the
// other delays nothing urgent.
var urgent = []string{"emergency_command", "flash", "niact_immediate", "immediate"}

var others = []string{"priority", "routine", "unknown"}

// noticeWait is how long a channel may be silent about an alert before it is
// delivered again.
func (f *Feed) noticeWait() time.Duration { return min(f.cfg.AckWait, 15*time.Second) }

// maxAlertsOut bounds the alerts that a channel has given back for later: the
// server remembers each.
const maxAlertsOut = 20_000

// alertConsumer names the consumer of a channel.
func alertConsumer(channel string, isUrgent bool) string {
	if isUrgent {
		return "notify-" + channel + "-urgent"
	}
	return "notify-" + channel + "-others" // no name of a channel leads to that of another
}

// Alerts calls handle with each alert for a channel that is made from the first
// call for that channel on, until ctx ends or handle fails: the urgent ones
// (IMMEDIATE and above), or the others. The consumer is durable; it is made
// again when somebody deletes it, and goes on behind the last alert.
func (f *Feed) Alerts(ctx context.Context, channel string, isUrgent bool, handle func(*AlertDelivery) error) error {
	var last uint64
	for {
		failed, err := f.alerts(ctx, channel, isUrgent, &last, handle)
		if ctx.Err() != nil {
			return ctx.Err()
		} else if failed {
			return err
		}
		f.trouble(err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// alerts is Alerts until the consumer fails; it tells whether handle did.
func (f *Feed) alerts(ctx context.Context, channel string, isUrgent bool, last *uint64, handle func(*AlertDelivery) error) (failed bool, err error) {
	cons, err := f.alertsConsumer(ctx, channel, isUrgent, *last)
	if err != nil {
		return false, err
	}
	it, err := cons.Messages(pulls(1, heartbeat)...)
	if err != nil {
		return false, err
	}
	// What is in this process when it ends goes back at once.
	stop := context.AfterFunc(ctx, it.Drain)
	defer func() {
		stop()
		it.Drain()
		for m, err := it.Next(jetstream.NextMaxWait(time.Second)); err == nil; m, err = it.Next(jetstream.NextMaxWait(time.Second)) {
			_ = m.Nak()
		}
	}()
	for {
		m, err := it.Next()
		if err != nil {
			return false, err
		}
		meta, err := m.Metadata()
		if err != nil {
			return false, err
		}
		d := &AlertDelivery{Attempt: int(meta.NumDelivered), Wait: f.noticeWait(), msg: m, Stored: Stored{
			Subject: m.Subject(), Seq: meta.Sequence.Stream, Time: meta.Timestamp, Header: m.Headers(), Data: m.Data(),
		}}
		if ctx.Err() != nil {
			d.Later(0)
			continue
		}
		*last = max(*last, d.Seq)
		if err := handle(d); err != nil {
			d.Later(0)
			return true, err
		}
	}
}

func (f *Feed) alertsConsumer(ctx context.Context, channel string, isUrgent bool, last uint64) (jetstream.Consumer, error) {
	name, precedences := alertConsumer(channel, isUrgent), others
	if isUrgent {
		precedences = urgent
	}
	cfg := jetstream.ConsumerConfig{
		Durable: name, Description: "alerts for channel " + channel, DeliverPolicy: jetstream.DeliverNewPolicy,
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: f.noticeWait(), MaxDeliver: -1, MaxAckPending: maxAlertsOut,
	}
	for _, p := range precedences {
		cfg.FilterSubjects = append(cfg.FilterSubjects, "cables.alert.*."+p+".*")
	}
	if last > 0 {
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, last+1
	}
	cons, err := f.js.Consumer(ctx, Cables, name)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		cons, err = f.js.CreateConsumer(ctx, Cables, cfg)
	}
	if err != nil {
		return nil, fmt.Errorf("consumer %s: %w", name, err)
	}
	return cons, nil
}

// ReadyAlerts makes the consumers of a channel where they are missing: it gets
// every alert that is made from then on.
func (f *Feed) ReadyAlerts(ctx context.Context, channel string) error {
	for _, isUrgent := range []bool{true, false} {
		if _, err := f.alertsConsumer(ctx, channel, isUrgent, 0); err != nil {
			return err
		}
	}
	return nil
}

// AlertsWaiting counts the alerts that a channel has not been done with, of
// those that are for it or not; served tells whether it has ever been served.
func (f *Feed) AlertsWaiting(ctx context.Context, channel string) (n uint64, served bool, err error) {
	for _, isUrgent := range []bool{true, false} {
		cons, err := f.js.Consumer(ctx, Cables, alertConsumer(channel, isUrgent))
		if errors.Is(err, jetstream.ErrConsumerNotFound) {
			continue
		} else if err != nil {
			return n, served, err
		}
		left, err := f.left(ctx, Cables, cons)
		if err != nil {
			return n, served, err
		}
		n, served = n+left, true
	}
	return n, served, nil
}
