// Package command tells of notices by running a program: the notice is on its
// standard input, as JSON.
package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"cablefeed/internal/notify"
)

// Config is a command as the channels file has it.
type Config struct {
	// Command is the program, by its whole path, and its arguments. No shell
	// reads them.
	Command []string `json:"command"`
	// Env is the environment besides PATH, LANG, TZ and CABLEFEED_NOTICE_ID;
	// nothing else is handed on.
	Env     map[string]notify.Secret `json:"env"`
	Dir     string                   `json:"dir"`     // where it runs; empty: /
	Timeout notify.Timeout           `json:"timeout"` // of one run; 0: 30s
}

// Check reports what is wrong, by field.
func (c Config) Check(report func(field, reason string)) {
	switch {
	case len(c.Command) == 0:
		report("command", "want a program and its arguments, such as [/usr/local/bin/tell, --loud]")
	case !filepath.IsAbs(c.Command[0]):
		report("command[0]", fmt.Sprintf("%q: want the whole path of the program", c.Command[0]))
	default:
		if _, err := exec.LookPath(c.Command[0]); err != nil {
			report("command[0]", err.Error())
		}
	}
	for i, arg := range c.Command {
		if strings.ContainsRune(arg, 0) {
			report(fmt.Sprintf("command[%d]", i), "holds a NUL")
		}
	}
	if info, err := os.Stat(c.dir()); err != nil || !info.IsDir() {
		report("dir", fmt.Sprintf("%q is no directory", c.Dir))
	}
	for name, value := range c.Env {
		if v, err := value.Reveal(); err != nil {
			report("env."+name, err.Error())
		} else if name == "" || strings.ContainsAny(name, "=\x00") || strings.ContainsRune(v, 0) {
			report("env."+name, "no environment can hold it")
		}
	}
}

func (c Config) dir() string {
	if c.Dir != "" {
		return c.Dir
	}
	return string(filepath.Separator)
}

// A Sender runs one command.
type Sender struct{ config Config }

// New makes a sender of a config that Check finds nothing wrong with.
func New(c Config) *Sender { return &Sender{c} }

// outputLimit is how much of what a program prints is kept.
const outputLimit = 4 << 10

// Send runs the program once. Exit status 0 says that the notice is taken; 64 to
// 69, 77 and 78 (sysexits.h: usage, data, no such user or host, not permitted,
// configuration) that it never will be; any other, such as 75, that it may be
// later. What the program prints is told with its failure. A program that runs
// into the timeout is killed, with what it has started.
func (s *Sender) Send(ctx context.Context, n notify.Notice) error {
	timeout := s.config.Timeout.Or(30 * time.Second)
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	input, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("%w: %w", notify.ErrRefused, err)
	}
	cmd := exec.CommandContext(limited, s.config.Command[0], s.config.Command[1:]...)
	cmd.Dir = s.config.dir()
	if cmd.Env, err = s.environment(n); err != nil {
		return err
	}
	var out head
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(append(input, '\n')), &out, &out
	cmd.WaitDelay = time.Second // for the output of what it has started
	killGroup(cmd)
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay): // it ended well, and left something running
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return s.fault(fmt.Sprintf("killed after %v", timeout), out.kept)
	case errors.As(err, &exit) && refuses(exit.ExitCode()):
		return fmt.Errorf("%w: %w", notify.ErrRefused, s.fault(err.Error(), out.kept))
	}
	return s.fault(err.Error(), out.kept)
}

func refuses(status int) bool {
	return 64 <= status && status <= 69 || status == 77 || status == 78
}

// environment gives the whole environment of the program: it has no business
// with the secrets of others.
func (s *Sender) environment(n notify.Notice) ([]string, error) {
	env := []string{"CABLEFEED_NOTICE_ID=" + n.ID}
	for _, name := range []string{"PATH", "LANG", "TZ"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	for name, value := range s.config.Env {
		v, err := value.Reveal()
		if err != nil {
			return nil, err
		}
		env = append(env, name+"="+v)
	}
	return env, nil
}

// fault makes an error without secrets, on one line.
func (s *Sender) fault(what string, printed []byte) error {
	text := filepath.Base(s.config.Command[0]) + ": " + what
	if said := strings.Join(strings.Fields(strings.ToValidUTF8(string(printed), "\uFFFD")), " "); said != "" {
		text += ": " + said
	}
	var secrets []notify.Secret
	for _, v := range s.config.Env {
		secrets = append(secrets, v)
	}
	return errors.New(notify.Scrub(text, secrets...))
}

// head keeps the beginning of what is written to it.
type head struct{ kept []byte }

func (h *head) Write(b []byte) (int, error) {
	h.kept = append(h.kept, b[:min(len(b), outputLimit-len(h.kept))]...)
	return len(b), nil
}
