package natsserver

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
)

// The server refuses what is published while its disk is nearly full, and takes
// it again once there is room, without a restart.
func TestADiskNearlyFullHoldsWhatIsPublishedUntilThereIsRoom(t *testing.T) {
	s, err := Start(Config{DataDir: t.TempDir(), Listen: "127.0.0.1:0"}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	nc, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "TEST", Subjects: []string{"test"}}); err != nil {
		t.Fatal(err)
	}
	publish := func() error {
		_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: "test", Data: []byte("text")})
		return err
	}
	if err := publish(); err != nil {
		t.Fatalf("with room: %v", err)
	}
	s.disk.end()
	var free atomic.Uint64
	free.Store(diskReserve - 1)
	s.disk = &diskGuard{
		dir: "disk", account: s.ns.GlobalAccount(), log: zerolog.Nop(), stop: make(chan struct{}), done: make(chan struct{}),
		room: func(string) (uint64, uint64, bool) { return free.Load(), 1 << 40, true },
	}
	go s.disk.run()
	becomes := func(what string, want bool) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); ; {
			err := publish()
			if (err == nil) == want {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("%s: publishing gives %v", what, err)
			}
		}
	}
	becomes("disk full", false)
	free.Store(2 * diskReserve)
	becomes("room again", true)
}
