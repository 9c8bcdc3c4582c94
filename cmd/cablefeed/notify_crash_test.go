package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A worker that is killed while it waits for the answer of a receiver cannot
// know whether the notice was taken: the next one sends it again, with the same
// id.
func TestAWorkerKilledInMidDeliverySendsAgainWithTheSameID(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var ids []string
	hangs := true
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // else nobody sees that the client is gone
		mu.Lock()
		ids = append(ids, r.Header.Get("Idempotency-Key"))
		hang := hangs && len(ids) == 2 // the second of the two alerts
		mu.Unlock()
		if hang {
			<-r.Context().Done()
		}
	}))
	defer s.Close()
	got := func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(ids)
	}
	m := newMachine(t)
	file := filepath.Join(m.dir, "channels.yaml")
	text := "{name: desk, kind: webhook, url: \"" + s.URL + "\", allow_private: true, default: true, timeout: 30s}"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	worker := m.serve("--channels", file, seedDir)
	waitFor(t, func() bool { return len(got()) == 2 })
	_ = worker.Process.Kill()
	_ = worker.Wait()
	mu.Lock()
	hangs = false
	mu.Unlock()
	m.serve("--channels", file, seedDir)
	for deadline := time.Now().Add(2 * time.Minute); !again(got()); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it was not sent again: %v", got())
		}
	}
	waitFor(t, func() bool {
		return strings.Contains(m.must("notify", "list", "--channels", file, "--format", "json"), `"waiting":0`)
	})
	times := map[string]int{}
	for _, id := range got() {
		times[id]++
	}
	// The embedded server may have lost its note of the first in the same moment.
	if first, second := got()[0], got()[1]; len(times) != 2 || times[second] != 2 || times[first] > 2 {
		t.Errorf("got the ids %v, want two of them, that of the notice under way twice", got())
	}
}

// again tells whether the second of the ids came twice.
func again(ids []string) bool { return len(ids) > 2 && slices.Contains(ids[2:], ids[1]) }
