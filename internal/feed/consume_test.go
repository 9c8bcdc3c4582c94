package feed_test

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
)

// What was on its way to a worker that died comes to another after ACK_WAIT, a
// FLASH sooner, also where an older worker made the consumer.
func TestFlashInLostHandsIsNotHeldForAckWait(t *testing.T) {
	t.Parallel()
	nc, err := feedtest.Server(t).Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	f, err := feed.New(nc, feed.Config{Replicas: 1, AckWait: time.Hour})
	if err == nil {
		err = f.Create(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	_, err = js.CreateConsumer(t.Context(), feed.Incoming, jetstream.ConsumerConfig{
		Durable: feed.Flash.Durable(), FilterSubject: feed.Flash.Subject(), AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Hour,
	})
	if err != nil {
		t.Fatal(err)
	}
	for lane, most := range map[feed.Lane]time.Duration{feed.Flash: 15 * time.Second, feed.Routine: time.Hour} {
		got := make(chan struct{}, 1)
		go func() {
			_ = f.Consume(t.Context(), lane, 1, func(d *feed.Delivery) { _ = d.Ack(); got <- struct{}{} })
		}()
		if _, err := f.Append(t.Context(), []feed.Raw{{Lane: lane, Data: []byte("x")}}); err != nil {
			t.Fatal(err)
		}
		<-got
		cons, err := js.Consumer(t.Context(), feed.Incoming, lane.Durable())
		if err != nil {
			t.Fatal(err)
		}
		if wait := cons.CachedInfo().Config.AckWait; wait != most || f.AckWait(lane) != most {
			t.Errorf("%s: delivered again after %v, want %v", lane, wait, most)
		}
	}
}
