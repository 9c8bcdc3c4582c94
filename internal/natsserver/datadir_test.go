package natsserver

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"
)

// What a killed server has left is not taken for the one that starts.
func TestServerThatStartsIsNoServerOfBefore(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	dir := filepath.Join(t.TempDir(), "data")
	d, err := openDataDir(dir)
	if err == nil {
		err = d.announce("nats://127.0.0.1:1")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{dir, ""} {
		if url, found, err := Find(by); url != "nats://127.0.0.1:1" || found != dir || err != nil {
			t.Errorf("found %q in %q by %q, %v", url, found, by, err)
		}
	}
	_ = d.lock.Unlock() // killed
	for _, by := range []string{dir, ""} {
		if url, _, err := Find(by); url != "" || err == nil {
			t.Errorf("a killed server is found by %q, %v", by, err)
		}
	}
	if d, err = openDataDir(dir); err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{dir, ""} {
		if url, _, err := Find(by); url != "" || err == nil || !strings.Contains(err.Error(), "is starting; try again") {
			t.Errorf("while it starts %q is found by %q, %v", url, by, err)
		}
	}
	if _, err := openDataDir(dir); err == nil || !strings.Contains(err.Error(), "it is starting") {
		t.Errorf("a second one while it starts: %v", err)
	}
	d.close()
	if _, err := os.Stat(filepath.Join(dir, addressFile)); err == nil {
		t.Error("one that has stopped leaves its address")
	}
}

// Clients that look for a server do not keep one from starting.
func TestServerStartsWhileClientsLookForIt(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	dir := t.TempDir()
	d, err := openDataDir(dir)
	if err == nil {
		err = d.announce("nats://127.0.0.1:1")
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = d.lock.Unlock()
	stop, looks := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looks)
		for {
			select {
			case <-stop:
				return
			default:
				_, _, _ = Find(dir)
			}
		}
	}()
	defer func() { close(stop); <-looks }()
	for range 3 {
		s, err := Start(Config{DataDir: dir, Listen: "127.0.0.1:0"}, zerolog.Nop())
		if err != nil {
			t.Fatal(err)
		}
		s.Stop()
	}
}
