//go:build unix

package command

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// notice is about a cable that never was.
var notice = notify.Notice{ID: "n-1", Reason: "alert", Alerts: []watch.Alert{{Watch: "kcrm", CableID: "06LIMA412", Subject: "HARBOUR STRIKE ENDS; $(touch x)"}}}

func shell(script string, args ...string) Config {
	return Config{Command: append([]string{"/bin/sh", "-c", script, "sh"}, args...)}
}

func TestAProgramGetsTheNoticeAndLittleElse(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOOK_TOKEN", "very-secret-token")
	t.Setenv("NATS_PASSWORD", "of-others")
	c := shell(`cat >notice; env >env; printf '%s\n' "$@" >args`, "a b", "$HOME", "*")
	c.Dir = dir
	c.Env = map[string]notify.Secret{"TOKEN": notify.NewSecret("${env:HOOK_TOKEN}")}
	c.Check(func(field, reason string) { t.Errorf("%s: %s", field, reason) })
	if err := New(c).Send(t.Context(), notice); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var got notify.Notice
	if err := json.Unmarshal([]byte(read("notice")), &got); err != nil || got.ID != "n-1" || got.Alerts[0].Subject != notice.Alerts[0].Subject {
		t.Errorf("got %+v, %v", got, err)
	}
	if env := read("env"); !strings.Contains(env, "CABLEFEED_NOTICE_ID=n-1\n") || !strings.Contains(env, "TOKEN=very-secret-token\n") || strings.Contains(env, "of-others") || strings.Contains(env, "HOME=") {
		t.Errorf("the environment is %s", env)
	}
	if args := read("args"); args != "a b\n$HOME\n*\n" {
		t.Errorf("the arguments are %q", args)
	}
}

func TestTheExitStatusSaysWhetherToTryAgain(t *testing.T) {
	t.Setenv("HOOK_TOKEN", "very-secret-token")
	for script, tt := range map[string]struct {
		fault   string // empty: taken
		refused bool
	}{
		"exit 0":                           {"", false},
		"exec <&-; exit 0":                 {"", false},
		"exit 1":                           {"sh: exit status 1", false},
		"echo busy; echo now >&2; exit 75": {"sh: exit status 75: busy now", false},
		"exit 63":                          {"sh: exit status 63", false},
		"exit 64":                          {"sh: exit status 64", true},
		"exit 69":                          {"sh: exit status 69", true},
		"exit 70":                          {"sh: exit status 70", false},
		"exit 77":                          {"sh: exit status 77", true},
		"exit 78":                          {"sh: exit status 78", true},
		"kill -9 $$":                       {"sh: signal: killed", false},
		"echo $TOKEN; exit 1":              {"sh: exit status 1: ***", false},
	} {
		c := shell(script)
		c.Env = map[string]notify.Secret{"TOKEN": notify.NewSecret("${env:HOOK_TOKEN}")}
		err := New(c).Send(t.Context(), notice)
		got := ""
		if err != nil {
			got = strings.TrimPrefix(err.Error(), notify.ErrRefused.Error()+": ")
		}
		if got != tt.fault || errors.Is(err, notify.ErrRefused) != tt.refused {
			t.Errorf("%s: got %v; want %q, refused %v", script, err, tt.fault, tt.refused)
		}
	}
}

func TestAProgramThatHangsIsKilledWithItsChildren(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "late")
	c := shell("(sleep 1; touch " + marker + ") & sleep 100")
	c.Timeout = notify.Timeout(100 * time.Millisecond)
	began := time.Now()
	if err := New(c).Send(t.Context(), notice); err == nil || err.Error() != "sh: killed after 100ms" {
		t.Errorf("got %v", err)
	}
	if d := time.Since(began); d > 20*time.Second {
		t.Errorf("it took %v", d)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := New(shell("sleep 100")).Send(ctx, notice); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: got %v", err)
	}
	time.Sleep(time.Until(began.Add(2 * time.Second))) // by then a child that lives has spoken
	if _, err := os.Stat(marker); err == nil {
		t.Error("what the program had started lived on")
	}
}

func TestAFloodOfOutputIsCut(t *testing.T) {
	err := New(shell("head -c 10000000 /dev/zero | tr '\\0' x; exit 1")).Send(t.Context(), notice)
	if err == nil || len(err.Error()) > outputLimit+100 {
		t.Errorf("got an error of %d bytes", len(err.Error()))
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	for name, tt := range map[string]struct {
		config Config
		want   string
	}{
		"no program":             {Config{}, "command"},
		"a program by name":      {Config{Command: []string{"sh"}}, "command[0]"},
		"a program that is none": {Config{Command: []string{"/etc/passwd"}}, "command[0]"},
		"no directory":           {Config{Command: []string{"/bin/sh"}, Dir: "/no/such/dir"}, "dir"},
		"a variable of no form":  {Config{Command: []string{"/bin/sh"}, Env: map[string]notify.Secret{"A=B": notify.NewSecret("x")}}, "env.A=B"},
		"a variable not set":     {Config{Command: []string{"/bin/sh"}, Env: map[string]notify.Secret{"A": notify.NewSecret("${env:CABLEFEED_TEST_NOT_SET}")}}, "env.A"},
		"nothing wrong":          {Config{Command: []string{"/bin/sh", "-c", "true"}}, ""},
	} {
		got := ""
		tt.config.Check(func(field, reason string) { got = field; t.Logf("%s: %s: %s", name, field, reason) })
		if got != tt.want {
			t.Errorf("%s: got a fault in %q, want %q", name, got, tt.want)
		}
	}
}
