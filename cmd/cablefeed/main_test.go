package main

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cablefeed/internal/natsserver"
)

// The tests run this test binary as the program itself.
func TestMain(m *testing.M) {
	switch os.Getenv("CABLEFEED_RUN") {
	case "1":
		main()
	case "server":
		serverOnly(true)
	case "unsynced":
		serverOnly(false)
	}
	os.Exit(m.Run())
}

// A machine is a place where programs of one user run.
type machine struct {
	t   testing.TB
	dir string
	env []string
}

func newMachine(t testing.TB) *machine {
	dir := t.TempDir()
	return &machine{t: t, dir: dir, env: []string{
		"CABLEFEED_RUN=1", "HOME=" + dir, "XDG_DATA_HOME=", "XDG_CACHE_HOME=", "XDG_CONFIG_HOME=", "NATS_LISTEN=127.0.0.1:0", "LOG_FORMAT=text",
		"NATS_URL=", "NATS_CONTEXT=", "DATA_DIR=",
	}}
}

func (m *machine) command(args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	m.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), m.env...)
	return cmd
}

// run runs the program to its end.
func (m *machine) run(args ...string) (stdout, stderr string, code int) {
	m.t.Helper()
	var out, errs bytes.Buffer
	cmd := m.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if err != nil && cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// must runs the program to its end and fails the test unless it exits 0.
func (m *machine) must(args ...string) string {
	m.t.Helper()
	out, errs, code := m.run(args...)
	if code != 0 {
		m.t.Fatalf("cablefeed %s: exit %d\n%s%s", strings.Join(args, " "), code, out, errs)
	}
	return out
}

// serve starts a worker and waits until it is ready.
func (m *machine) serve(args ...string) *exec.Cmd {
	m.t.Helper()
	cmd := m.command(append([]string{"serve"}, args...)...)
	errs, err := cmd.StderrPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(errs)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "server ready") {
			go func() {
				for lines.Scan() {
				}
			}()
			return cmd
		}
	}
	m.t.Fatal("the worker ended before it was ready")
	return nil
}

// serverURL is the address of the embedded server that runs.
func (m *machine) serverURL() string {
	m.t.Helper()
	url, _, err := natsserver.Find(filepath.Join(m.dir, ".local/share/cablefeed"))
	if err != nil {
		m.t.Fatal(err)
	}
	return url
}

const (
	seedDir  = "../../testdata/cables"
	seedFile = "../../testdata/cables/06MEXICO6568.txt"
	samples  = "../../testdata/samples"
)

func TestFirstCommandOfTheReadme(t *testing.T) {
	m := newMachine(t)
	first := m.must("serve", "--once", seedDir)
	for _, want := range []string{
		"06MEXICO6568  ROUTINE  UNCLASSIFIED  from AMEMBASSY MEXICO  22 Nov 2006 0035Z\n  INTERIM TIP ASSESSMENT FOR MEXICO\n",
		"  feeds   PHUM PREL PGOV KCRM KWMN MX\n", "  ALERT   kcrm ", "  ALERT   kwmn ",
		"1 transmission: 1 new, 0 duplicate, 0 revised, 0 held, 0 service, 0 rejected; 6 feed messages, 2 alerts\n",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("output lacks %q:\n%s", want, first)
		}
	}
	second := m.must("serve", "--once", seedDir)
	for _, want := range []string{"duplicate: the same text is record 1; nothing published", "0 new, 1 duplicate", "0 feed messages, 0 alerts"} {
		if !strings.Contains(second, want) {
			t.Errorf("second run lacks %q:\n%s", want, second)
		}
	}
}

func TestClientsFindTheServerAndShowTheCableOnce(t *testing.T) {
	m := newMachine(t)
	m.serve(seedDir)
	m.must("ingest", samples)
	waitFor(t, func() bool { out, _, _ := m.run("show", "02STATE41077"); return strings.Contains(out, "CVIS") })

	if out := m.must("tail", "KCRM", "KWMN", "--since", "all", "--no-follow"); strings.Count(out, "06MEXICO6568") != 1 {
		t.Errorf("tail shows the cable %d times, want once:\n%s", strings.Count(out, "06MEXICO6568"), out)
	}
	if out := m.must("tail", "K*", "--since", "1h", "--no-follow", "--format", "json"); strings.Count(out, "\n") < 4 || strings.Count(out, `{"mrn":"06MEXICO6568"`) != 1 {
		t.Errorf("tail K* gives %s", out)
	}
	if out := m.must("tail", "--since", "all", "--no-follow", "--precedence", "flash"); !strings.Contains(out, "10REYKJAVIK44") || strings.Contains(out, "06MEXICO6568") {
		t.Errorf("tail --precedence flash gives %s", out)
	}
	if out := m.must("alerts", "--since", "all", "--no-follow"); strings.Count(out, "ALERT") != 2 {
		t.Errorf("alerts gives %s", out)
	}
	if out, errs, code := m.run("alerts", "--since", "all", "--follow=false", "--bell", "--format", "json"); code != 0 || errs != "\a\a" || strings.Contains(out, "\a") {
		t.Errorf("alerts --bell gives %q and %q, exit status %d; want two rings beside the alerts", out, errs, code)
	}
	seed, err := os.ReadFile(seedFile)
	if err != nil {
		t.Fatal(err)
	}
	if out := m.must("show", "06MEXICO6568", "--raw"); out != string(seed) {
		t.Errorf("show --raw gives %d bytes, want the %d of the file", len(out), len(seed))
	}
	if _, errs, code := m.run("show", "06NOWHERE1"); code != 1 || !strings.Contains(errs, "no such cable") {
		t.Errorf("exit %d, %s", code, errs)
	}
}

func TestWorkerDrainsOnSIGTERM(t *testing.T) {
	m := newMachine(t)
	cmd := m.serve(seedDir)
	waitFor(t, func() bool { _, _, code := m.run("show", "06MEXICO6568"); return code == 0 })
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("want exit 0, got %v", err)
	}
}

func TestWorkersShareAnExternalServer(t *testing.T) {
	m := newMachine(t)
	m.serve() // its embedded server is the external one of the others
	url := m.serverURL()
	other := newMachine(t)
	other.env = append(other.env, "NATS_URL="+url)
	if out := other.must("serve", "--once", seedDir); strings.Contains(out, "rejected  ") {
		t.Errorf("output %s", out)
	}
	if out := other.must("alerts", "--since", "all", "--no-follow"); strings.Count(out, "ALERT") != 2 {
		t.Errorf("alerts: %s", out)
	}
	if _, err := os.Stat(filepath.Join(other.dir, ".local")); err == nil {
		t.Error("a worker on NATS_URL made a data directory")
	}
}

func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not within 30 s")
		}
	}
}
