package main

import (
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
)

// Readers that follow find a server that starts again on another port, and miss
// nothing of what came before they have had anything.
func TestReadersFollowTheServerToAnotherPort(t *testing.T) {
	m := newMachine(t) // its port is free each time
	server := m.serve()
	outs := map[string]*feedtest.Log{}
	for _, name := range []string{"tail", "alerts"} {
		out, errs := &feedtest.Log{}, &feedtest.Log{}
		outs[name] = out
		cmd := m.command(name, "--format", "json")
		cmd.Stdout, cmd.Stderr = out, errs
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("%s said %q and %q", name, out, errs)
			}
		})
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	}
	waitFor(t, func() bool { return readers(t, m) == len(outs) })
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait()
	m.must("serve", "--once", seedDir) // all of it while nobody is connected, or hardly
	m.serve()
	waitFor(t, func() bool {
		return strings.Count(outs["tail"].String(), `"mrn":"06MEXICO6568"`) == 1 && strings.Count(outs["alerts"].String(), "\n") == 2
	})
}

// readers counts those who read CABLES on the server of m.
func readers(t *testing.T, m *machine) (n int) {
	nc, err := nats.Connect(m.serverURL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), feed.Cables)
	if err != nil {
		t.Fatal(err)
	}
	for c := range s.ListConsumers(t.Context()).Info() {
		if c.Config.Durable == "" {
			n++
		}
	}
	return n
}
