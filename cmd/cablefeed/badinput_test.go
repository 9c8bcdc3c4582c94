package main

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each case of bad input gives one clear line that names the file or setting,
// and a status that is not 0.
func TestBadInputIsNamed(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	dead := filepath.Join(dir, "dead.txt")
	if err := os.Symlink(filepath.Join(dir, "gone"), dead); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "folder")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	newer := filepath.Join(dir, "newer")
	if err := os.Mkdir(newer, 0o755); err != nil {
		t.Fatal(err)
	}
	file("newer/format", []byte("99\n"))

	tests := map[string]struct {
		args []string
		env  string
		want []string
		code int
	}{
		"not a cable":       {args: []string{"serve", "--once", file("diary.txt", []byte("Dear diary,\nnothing.\n"))}, want: []string{"diary.txt", "not a cable"}, code: 1},
		"empty file":        {args: []string{"serve", "--once", file("empty.txt", nil)}, want: []string{"empty.txt", "empty"}, code: 1},
		"binary":            {args: []string{"serve", "--once", file("x.txt", bytes.Repeat([]byte{0, 1, 2, 0xff}, 64))}, want: []string{"x.txt", "binary"}, code: 1},
		"100 MB":            {args: []string{"serve", "--once", file("big.txt", bytes.Repeat([]byte("RR RUEHC\n"), 100<<20/9))}, want: []string{"big.txt", "larger"}, code: 1},
		"dead link":         {args: []string{"serve", "--once", dead}, want: []string{"dead.txt", "dead link"}, code: 1},
		"no such file":      {args: []string{"serve", "--once", filepath.Join(dir, "none.txt")}, want: []string{"none.txt", "no such file"}, code: 1},
		"folder of nothing": {args: []string{"serve", "--once", empty}, want: []string{"folder", "no cable files"}, code: 1},
		"port in use":       {args: []string{"serve"}, env: "NATS_LISTEN=" + busy.Addr().String(), want: []string{"NATS_LISTEN", "in use"}, code: 1},
		"bad address":       {args: []string{"serve"}, env: "NATS_LISTEN=here", want: []string{"NATS_LISTEN", `"here"`, "want HOST:PORT"}, code: 2},
		"newer data":        {args: []string{"serve"}, env: "DATA_DIR=" + newer, want: []string{"DATA_DIR", "format"}, code: 1},
		"data is a file":    {args: []string{"serve", "--data-dir", seedFile}, want: []string{"DATA_DIR", "06MEXICO6568.txt"}, code: 1},
		"bad setting":       {args: []string{"serve"}, env: "ACK_WAIT=soon", want: []string{"ACK_WAIT", `"soon"`, "want a duration"}, code: 2},
		"bad flag":          {args: []string{"tail", "--since", "yesterday"}, want: []string{"--since", "yesterday", "want"}, code: 2},
		"no TAG":            {args: []string{"tail", "--since", "all", ""}, want: []string{`""`, "want a TAG"}, code: 2},
		"no watch":          {args: []string{"alerts", "no.such>"}, want: []string{"no.such>", "want a watch"}, code: 2},
		"unknown command":   {args: []string{"serv"}, want: []string{"serv"}, code: 2},
		"no server":         {args: []string{"tail"}, want: []string{"no server found", "cablefeed serve"}, code: 1},
		"server is away":    {args: []string{"tail"}, env: "NATS_URL=nats://127.0.0.1:1", want: []string{"NATS_URL", "127.0.0.1:1"}, code: 1},
		"parse no cable":    {args: []string{"parse", file("note.txt", []byte("hello\n"))}, want: []string{"note.txt", "line 1", "not a cable"}, code: 1},
		"parse nothing":     {args: []string{"parse"}, want: []string{"name at least one"}, code: 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			if tt.env != "" {
				m.env = append(m.env, tt.env)
			}
			out, errs, code := m.run(tt.args...)
			if code != tt.code {
				t.Errorf("exit %d, want %d\n%s%s", code, tt.code, out, errs)
			}
			for _, want := range tt.want {
				if !strings.Contains(errs, want) {
					t.Errorf("standard error lacks %q:\n%s", want, errs)
				}
			}
		})
	}
}

func TestGoodFilesAreTakenBesideBadOnes(t *testing.T) {
	m := newMachine(t)
	bad := filepath.Join(m.dir, "bad.txt")
	if err := os.WriteFile(bad, []byte("nothing\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, errs, code := m.run("serve", "--once", filepath.Join(m.dir, "none.txt"), bad, seedFile)
	if code != 1 || !strings.Contains(out, "1 new") || !strings.Contains(out, "1 rejected") || !strings.Contains(errs, "none.txt") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
}

func TestUnreadableFileIsNamed(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root reads every file")
	}
	m := newMachine(t)
	file := filepath.Join(m.dir, "secret.txt")
	if err := os.WriteFile(file, []byte("x"), 0); err != nil {
		t.Fatal(err)
	}
	_, errs, code := m.run("serve", "--once", file)
	if code != 1 || !strings.Contains(errs, "secret.txt: no permission") {
		t.Errorf("exit %d, %s", code, errs)
	}
}

func TestDataDirectoryOfAnotherProcessIsRefused(t *testing.T) {
	m := newMachine(t)
	m.serve()
	_, errs, code := m.run("serve")
	if code != 1 || !strings.Contains(errs, "in use by process") {
		t.Errorf("exit %d, %s", code, errs)
	}
}
