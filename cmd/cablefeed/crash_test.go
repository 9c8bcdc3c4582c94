package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/natsserver"
)

// crashRounds is how often processes are killed in all; CRASH_ROUNDS=500 asks
// for more than the usual run has time for.
func crashRounds(t testing.TB) int {
	if s := os.Getenv("CRASH_ROUNDS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 2 {
			t.Fatalf("CRASH_ROUNDS=%s: want a number above 1", s)
		}
		return n
	}
	if testing.Short() {
		return 8
	}
	return 60
}

// The real binary is killed at random instants under load and started again.
// Then the streams are read: each cable once, whole, with one copy a TAG and
// one alert a watch.
func TestKilledAtRandomInstantsNothingIsLostAndNothingTwice(t *testing.T) {
	rounds := crashRounds(t)
	t.Run("two workers on one external server", func(t *testing.T) {
		t.Parallel()
		port := freePort(t)
		url := "nats://127.0.0.1:" + port
		dir := t.TempDir()
		victims := []*victim{
			newVictim(t, "server", "server ready", nil, "CABLEFEED_RUN=server", "DATA_DIR="+dir, "NATS_LISTEN=127.0.0.1:"+port),
			newVictim(t, "worker 1", "server ready", []string{"serve"}, "NATS_URL="+url, "ACK_WAIT=1s"),
			newVictim(t, "worker 2", "server ready", []string{"serve"}, "NATS_URL="+url, "ACK_WAIT=1s"),
		}
		crash(t, url, victims, rounds/2, 1)
	})
	t.Run("the embedded server alone", func(t *testing.T) {
		t.Parallel()
		port := freePort(t)
		dir := t.TempDir()
		victims := []*victim{
			newVictim(t, "cablefeed", "server ready", []string{"serve"}, "DATA_DIR="+dir, "NATS_LISTEN=127.0.0.1:"+port, "ACK_WAIT=1s"),
		}
		crash(t, "nats://127.0.0.1:"+port, victims, rounds-rounds/2, 2)
	})
}

func crash(t *testing.T, url string, victims []*victim, rounds int, seed uint64) {
	for _, v := range victims {
		v.start()
	}
	nc, err := nats.Connect(url, nats.MaxReconnects(-1), nats.ReconnectWait(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	f, err := feed.New(nc, feed.Config{Replicas: 1, AckWait: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	l := newLoad(seed)
	ctx, cancel := context.WithCancel(t.Context())
	var sending sync.WaitGroup
	sending.Go(func() { send(ctx, f, l, seed) })
	defer sending.Wait()
	defer l.stop()
	defer cancel()

	rnd := rand.New(rand.NewPCG(seed, 9))
	killed := map[string]int{}
	for range rounds {
		time.Sleep(time.Duration(rnd.IntN(800)) * time.Millisecond)
		v := victims[rnd.IntN(len(victims))]
		v.kill()
		killed[v.name]++
		time.Sleep(time.Duration(rnd.IntN(50)) * time.Millisecond)
		v.start()
	}
	l.stop()
	sending.Wait()
	if t.Failed() {
		return
	}
	idle(t, f)
	checkCrashed(t, f, l)
	t.Logf("%d rounds, killed %v, %d transmissions", rounds, killed, l.sent)
}

// send writes the load to the journal, again where the answer is lost.
func send(ctx context.Context, f *feed.Feed, l *load, seed uint64) {
	for burst := range l.bursts(rand.New(rand.NewPCG(seed, 7))) {
		for ctx.Err() == nil {
			try, cancel := context.WithTimeout(ctx, 2*time.Second)
			_, err := f.Append(try, burst)
			cancel()
			if err == nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// idle waits until the workers have nothing left to do.
func idle(t *testing.T, f *feed.Feed) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for _, lane := range append([]feed.Lane{feed.Triage}, feed.Lanes...) {
		for {
			done, err := f.Settled(t.Context(), lane, 1<<62)
			if done {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("lane %s is not done with after a minute: %v", lane, err)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// A victim is a process that is killed and started again.
type victim struct {
	t     *testing.T
	name  string
	ready string
	args  []string
	env   []string
	cmd   *exec.Cmd
	log   *lastLines
}

func newVictim(t *testing.T, name, ready string, args []string, env ...string) *victim {
	v := &victim{t: t, name: name, ready: ready, args: args, log: &lastLines{}}
	v.env = append(os.Environ(), newMachine(t).env...)
	v.env = append(v.env, env...)
	t.Cleanup(func() {
		v.kill()
		if t.Failed() {
			t.Logf("%s ended with:\n%s", name, v.log)
		}
	})
	return v
}

// start starts the process and waits until it is ready.
func (v *victim) start() {
	v.t.Helper()
	v.cmd = exec.Command(os.Args[0], v.args...)
	v.cmd.Env = v.env
	errs, err := v.cmd.StderrPipe()
	if err == nil {
		err = v.cmd.Start()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	ready := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(errs)
		for lines.Scan() {
			v.log.add(lines.Text())
			if strings.Contains(lines.Text(), v.ready) {
				ready <- true
			}
		}
		ready <- false
	}()
	select {
	case ok := <-ready:
		if !ok {
			v.t.Fatalf("%s ended before it was ready", v.name)
		}
	case <-time.After(time.Minute):
		v.t.Fatalf("%s is not ready after a minute", v.name)
	}
}

func (v *victim) kill() {
	if v.cmd != nil {
		_ = v.cmd.Process.Kill()
		_ = v.cmd.Wait()
		v.cmd = nil
	}
}

// lastLines keeps the last lines of a log.
type lastLines struct {
	mu    sync.Mutex
	lines []string
}

func (l *lastLines) add(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, s)
	l.lines = l.lines[max(0, len(l.lines)-40):]
}

func (l *lastLines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

// serverOnly runs a NATS server as the workers need it, until it is killed.
func serverOnly(synced bool) {
	if !synced {
		serverUnsynced()
	}
	cfg := natsserver.Config{DataDir: os.Getenv("DATA_DIR"), Listen: os.Getenv("NATS_LISTEN")}
	if _, err := natsserver.Start(cfg, zerolog.New(os.Stderr)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stderr, "server ready")
	select {}
}

// serverUnsynced runs a NATS server that writes to disk when it pleases.
func serverUnsynced() {
	port, _ := strconv.Atoi(strings.TrimPrefix(os.Getenv("NATS_LISTEN"), "127.0.0.1:"))
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: os.Getenv("DATA_DIR"), MaxPayload: natsserver.MaxPayload, NoSigs: true,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go s.Start()
	if s.ReadyForConnections(time.Minute) {
		fmt.Fprintln(os.Stderr, "server ready")
	}
	select {}
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}
