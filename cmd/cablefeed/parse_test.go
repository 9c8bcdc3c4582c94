package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseExplainShowsEveryLineAndWhy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cable.txt")
	text := "FM AMEMBASSY LIMA\nTO SECSTATE WASHDC\nBT\nUNCLAS LIMA 001234\n\nTAG: PREL, PE\nSUBJECT: TEST OF A HARMLESS CABLE\n\n1. Text.\nSAMPLE\nBT\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := newMachine(t)
	out := m.must("parse", "--explain", file)
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if !strings.Contains(out, "| "+line+"\n") && line != "" {
			t.Errorf("the line %q is not shown:\n%s", line, out)
		}
	}
	for _, want := range []string{" TAGS ", " SUBJECT ", " paragraph 1 ", " signature ", "^ "} {
		if !strings.Contains(out, want) {
			t.Errorf("output lacks %q:\n%s", want, out)
		}
	}
	if _, errs, code := m.run("parse", "--explain", "--format", "json", file); code != 2 || !strings.Contains(errs, "--explain and --format exclude each other") {
		t.Errorf("with --format json: exit status %d, %q", code, errs)
	}
}

func TestWrongCommandLinesSayWhatWasExpected(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"no argument":                    {[]string{"show"}, "name one cable, such as 06MEXICO6568"},
		"an argument too many":           {[]string{"show", "a", "b"}, `"b" is one argument too many`},
		"the second argument is lacking": {[]string{"watch", "explain", "a"}, "name one cable, such as 06MEXICO6568"},
		"a flag's value is no number":    {[]string{"show", "a", "--revision", "x"}, `--revision "x": want a whole number`},
		"flags that exclude each other":  {[]string{"tail", "--follow", "--no-follow"}, "--follow and --no-follow exclude each other"},
		"a flag that does not exist":     {[]string{"tail", "--bogus"}, "unknown flag: --bogus"},
		"a bad address":                  {[]string{"serve", "--listen", "nowhere"}, `NATS_LISTEN "nowhere": want HOST:PORT`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, errs, code := newMachine(t).run(tt.args...)
			if code != 2 || !strings.Contains(errs, tt.want) {
				t.Errorf("cablefeed %s: exit status %d, %q; want 2 and %q", strings.Join(tt.args, " "), code, errs, tt.want)
			}
		})
	}
}

func TestAFullDiskUnderTheOutputIsAnError(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	for _, args := range [][]string{{"parse", seedFile}, {"parse", samples}, {"tags", "list"}, {"schema"}} {
		cmd := newMachine(t).command(args...)
		var errs strings.Builder
		cmd.Stdout, cmd.Stderr = full, &errs
		_ = cmd.Run()
		if cmd.ProcessState.ExitCode() != 1 || strings.Count(errs.String(), "\n") != 1 || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("cablefeed %s: exit status %d, %q; want 1 and one line that says why", strings.Join(args, " "), cmd.ProcessState.ExitCode(), errs.String())
		}
	}
}

func TestCableIDsAsPeopleTypeThem(t *testing.T) {
	tests := map[string]struct{ typed, want string }{
		"as it is":          {"06MEXICO6568", "06MEXICO6568"},
		"lower case":        {"06mexico6568", "06MEXICO6568"},
		"blanks":            {"06 Mexico 6568", "06MEXICO6568"},
		"zeros of a serial": {"06MEXICO006568", "06MEXICO6568"},
		"an id without MRN": {"sha256-00ab12cd34ef0012", "sha256-00ab12cd34ef0012"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ids, err := idsOf(tt.typed)
			found := false
			for _, id := range ids {
				found = found || id == tt.want
			}
			if err != nil || !found {
				t.Errorf("idsOf(%q) = %q, %v; want %q among them", tt.typed, ids, err, tt.want)
			}
		})
	}
	if ids, err := idsOf("cables.>"); err == nil {
		t.Errorf("idsOf(cables.>) = %q, want an error", ids)
	}
}
