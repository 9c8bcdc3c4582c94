package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// A hook is a receiver of webhooks.
type hook struct {
	*httptest.Server
	mu     sync.Mutex
	got    []string // reason and alerts of each notice
	status int
}

func newHook(t *testing.T) *hook {
	h := &hook{status: http.StatusOK}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var event struct {
			Data struct {
				Test   bool
				Reason string
				Alerts []struct{ ID string }
			}
		}
		_ = json.Unmarshal(body, &event)
		s := event.Data.Reason
		if event.Data.Test {
			s = "test"
		}
		for _, a := range event.Data.Alerts {
			if !event.Data.Test {
				s += " " + a.ID
			}
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		w.WriteHeader(h.status)
		if h.status == http.StatusOK {
			h.got = append(h.got, s)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hook) answer(status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
}

// gets waits until the hook has just these.
func (h *hook) gets(t *testing.T, want ...string) {
	t.Helper()
	slices.Sort(want)
	var got []string
	defer func() {
		if t.Failed() {
			t.Logf("got %v, want %v", got, want)
		}
	}()
	waitFor(t, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		got = slices.Clone(h.got)
		slices.Sort(got)
		return slices.Equal(got, want)
	})
}

func TestChannelsAreToldOfAlertsByServeOrByNotifyAlone(t *testing.T) {
	m := newMachine(t)
	h := newHook(t)
	file := filepath.Join(m.dir, "channels.yaml")
	text := `channels:
  - name: desk
    kind: webhook
    url: ` + h.URL + `/${env:HOOK_TOKEN}
    allow_private: true
    default: true
    min_severity: info
    repeat: 2s
    repeat_from: info
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m.env = append(m.env, "HOOK_TOKEN=very-secret-token", "CHANNELS="+file)

	wants(t, "schema", m.must("notify", "schema"), `"title": "Channels"`)
	wants(t, "test", m.must("notify", "test", "desk"), "channel desk has taken test-")
	h.gets(t, "test")
	h.answer(http.StatusGone)
	if _, errs, code := m.run("notify", "test", "desk"); code != 1 || !strings.Contains(errs, "410") || strings.Contains(errs, "very-secret") {
		t.Errorf("test of a channel that refuses: exit %d, %s", code, errs)
	}
	if _, errs, code := m.run("notify", "test", "pigeon"); code != 1 || !strings.Contains(errs, "there are desk") {
		t.Errorf("test of a channel that is not there: exit %d, %s", code, errs)
	}

	worker := m.serve()
	waitFor(t, func() bool { return !strings.Contains(m.must("notify", "list"), "never served") })
	m.must("ingest", seedDir)
	waitFor(t, func() bool { return strings.Contains(m.must("notify", "undelivered", "desk"), "410") })
	wants(t, "undelivered", m.must("notify", "undelivered", "desk"), "[kcrm]", "[kwmn]", "INTERIM TIP ASSESSMENT")
	list := m.must("notify", "list")
	wants(t, "list", list, "desk", "webhook", "given up after 24h0m0s", "info repeated every 2s until acknowledged", "those that name none")
	if strings.Contains(list, "very-secret") || strings.Contains(list, h.URL) {
		t.Errorf("list tells where to: %s", list)
	}
	wants(t, "list as JSON", m.must("notify", "list", "--format", "json"), `"undelivered":2`, `"give_up_after":"24h0m0s"`, `"min_severity":"info"`)

	// Acknowledged, it is not repeated; what was given up comes by hand.
	wants(t, "open", m.must("alerts", "open"), "06MEXICO6568/kwmn  on desk since ", "  [kwmn] ROUTINE 06MEXICO6568: INTERIM", "next: repeat to desk at ")
	wants(t, "open as JSON", m.must("alerts", "open", "--channel", "desk", "--format", "json"), `"channel":"desk","since":"`, `"reason":"repeat"`, `"alert":{`)
	if out := m.must("alerts", "open", "--channel", "chief"); out != "" {
		t.Errorf("open on another channel: %s", out)
	}
	if _, errs, code := m.run("alerts", "ack", "06MEXICO6567/kcrm"); code != 1 || !strings.Contains(errs, "no such cable is stored") {
		t.Errorf("ack of an alert that is not there: exit %d, %s", code, errs)
	}
	if _, errs, code := m.run("alerts", "ack", "06MEXICO6568/kcrn"); code != 1 || !strings.Contains(errs, "has raised no alert kcrn") {
		t.Errorf("ack of a watch that did not ring: exit %d, %s", code, errs)
	}
	for _, id := range []string{"06MEXICO6568/kcrm", "06mexico 06568/KWMN"} {
		wants(t, "ack", m.must("alerts", "ack", id, "--note", "seen"), "it was open on desk")
	}
	wants(t, "ack again", m.must("alerts", "ack", "06mexico6568/kcrm"), "alert 06MEXICO6568/kcrm acknowledged; no channel was repeating it")
	if out := m.must("alerts", "open"); out != "" {
		t.Errorf("open although acknowledged: %s", out)
	}
	waitFor(t, func() bool { return strings.Contains(m.must("notify", "list", "--format", "json"), `"open":0`) })
	h.answer(http.StatusInternalServerError)
	if _, errs, code := m.run("notify", "redrive", "desk"); code != 1 || !strings.Contains(errs, "channel desk: answer of ") || !strings.Contains(errs, "500; the rest stays") {
		t.Errorf("redrive to a channel that fails: exit %d, %s", code, errs)
	}
	h.answer(http.StatusOK)
	wants(t, "redrive", m.must("notify", "redrive", "desk"), "2 sent, 0 refused")
	h.gets(t, "test", "alert 06MEXICO6568/kcrm", "alert 06MEXICO6568/kwmn")
	wants(t, "list", m.must("notify", "list", "--format", "json"), `"undelivered":0`)

	// A silence keeps a watch; notify alone serves where serve does not.
	out := m.must("silence", "add", "--watch", "kw*", "--for", "2h", "--reason", "exercise BLUE HERON")
	id := strings.Fields(out)[1]
	wants(t, "silences", m.must("silence", "list"), id, "watch kw*", "from any", "until", "exercise BLUE HERON")
	m.must("silence", "add", "--from", "amembassy tel aviv", "--for", "2h", "--reason", "exercise")
	if _, errs, code := m.run("silence", "add", "--watch", "xw*", "--from", "LIMMA", "--for", "2h", "--reason", "exercise"); code != 0 ||
		!strings.Contains(errs, "no watch is called xw* now") || !strings.Contains(errs, "no post is called LIMMA; the nearest are LIMA") {
		t.Errorf("a silence of what is not there: exit %d, %s", code, errs)
	}
	wants(t, "silences", m.must("silence", "list"), "watch any  from TELAVIV", "watch xw*  from LIMMA")
	for _, line := range strings.Split(strings.TrimSpace(m.must("silence", "list")), "\n") {
		if !strings.HasPrefix(line, id) {
			m.must("silence", "rm", strings.Fields(line)[0])
		}
	}
	stopGently(t, worker)
	m.env = append(m.env, "CHANNELS=")
	m.serve()
	alone := m.command("notify", "--channels", file)
	if err := alone.Start(); err != nil {
		t.Fatal(err)
	}
	seed, err := os.ReadFile(seedFile)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(m.dir, "other.txt")
	if err := os.WriteFile(other, []byte(strings.ReplaceAll(string(seed), "006568", "006569")), 0o600); err != nil {
		t.Fatal(err)
	}
	m.must("ingest", other)
	waitFor(t, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return slices.ContainsFunc(h.got, func(s string) bool { return s == "repeat 06MEXICO6569/kcrm" })
	})
	m.must("alerts", "ack", "06MEXICO6569/kcrm")
	m.must("silence", "rm", id)
	if out := m.must("silence", "list"); out != "" {
		t.Errorf("a silence that was removed is listed: %s", out)
	}
	stopGently(t, alone)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.got {
		if strings.HasSuffix(s, "6569/kwmn") {
			t.Errorf("the silence let %s through", s)
		}
	}
}

func TestServeOnceTellsTheChannelsBeforeItEnds(t *testing.T) {
	m := newMachine(t)
	h := newHook(t)
	file := filepath.Join(m.dir, "channels.yaml")
	text := "{name: desk, kind: webhook, url: \"" + h.URL + "\", allow_private: true, default: true}"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second start tells nothing again
		m.must("serve", "--once", "--channels", file, seedDir)
		h.gets(t, "alert 06MEXICO6568/kcrm", "alert 06MEXICO6568/kwmn")
	}
}

func TestABadChannelsFileStopsTheStartWhole(t *testing.T) {
	m := newMachine(t)
	file := filepath.Join(m.dir, "channels.yaml")
	text := "- name: desk\n  kind: webhook\n  url: https://hooks.example.com\n  escalate_to: chief\n  escalate_after: 5m\n- name: x\n  kind: pigeon\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve", "--channels", file}, {"notify", "--channels", file}, {"notify", "test", "desk", "--channels", file}, {"notify", "list", "--channels", file}} {
		out, errs, code := m.run(args...)
		if code != 1 || !strings.Contains(errs, file+":4: channel desk: escalate_to: no channel here is called \"chief\"") || !strings.Contains(errs, file+":7: channel x: kind:") {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errs)
		}
	}
	if err := os.WriteFile(file, []byte("channels:\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := m.run("serve", "--channels", file); code != 1 || !strings.Contains(errs, "there is no channel in it") {
		t.Errorf("an empty file: exit %d, %s", code, errs)
	}
	if _, errs, code := m.run("serve", "--channels", file+".not"); code != 1 || !strings.Contains(errs, "CHANNELS "+file+".not: no such file") {
		t.Errorf("no file: exit %d, %s", code, errs)
	}
	if _, errs, code := m.run("notify"); code != 1 || !strings.Contains(errs, "--channels") {
		t.Errorf("no channels: exit %d, %s", code, errs)
	}
}

func TestWrongCommandLinesOfSilenceAndAckAreNamed(t *testing.T) {
	m := newMachine(t)
	for want, args := range map[string][]string{
		"--watch or --from":     {"silence", "add", "--for", "2h", "--reason", "x"},
		"--reason":              {"silence", "add", "--watch", "x", "--for", "2h"},
		"--for or with --until": {"silence", "add", "--watch", "x", "--reason", "x"},
		"want a time such as":   {"silence", "add", "--watch", "x", "--reason", "x", "--until", "tomorrow"},
		"ended at":              {"silence", "add", "--watch", "x", "--reason", "x", "--until", "2006-11-22T07:00:00Z"},
		"name one of":           {"silence", "add", "--from", "RUEHFRE", "--reason", "x", "--for", "2h"},
		"is no id of an alert":  {"alerts", "ack", "kcrm"},
		"name one ID":           {"alerts", "ack"},
	} {
		if _, errs, code := m.run(args...); code != 2 || !strings.Contains(errs, want) {
			t.Errorf("%v: exit %d, %s; want 2 and %q", args, code, errs, want)
		}
	}
}

// stopGently ends a program as an operator does, and wants it to end well.
func stopGently(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v ended with %v", cmd.Args[1:], err)
	}
}
