package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"cablefeed/internal/cable"
)

// output runs a command on its own, as below the root.
func output(cmd *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	err := cmd.Execute()
	return out.String(), err
}

func TestTagsLookupGivesAnObjectALine(t *testing.T) {
	out, err := output(tagsCommand(), "lookup", "PREL", "kqzx", "AU", "WXYZ", "mwangi,  peter", "JP", "--format", "json")
	if err != nil {
		t.Fatal(err)
	}
	type entry struct {
		Code, Kind string
		Name       *string
		Note       string
	}
	want := []struct {
		code, kind string
		named      bool
		note       string
	}{
		{"PREL", "subject", true, ""},
		{"KQZX", "program", false, "not listed"},
		{"AU", "geo", true, "African Union"},
		{"WXYZ", "unknown", false, "not listed"},
		{"MWANGI, PETER", "person", false, "not listed"},
		{"JP", "geo", false, "read as JA"},
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d:\n%s", len(lines), len(want), out)
	}
	for i, w := range want {
		var got entry
		dec := json.NewDecoder(strings.NewReader(lines[i]))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&got); err != nil {
			t.Fatalf("%v in %s", err, lines[i])
		}
		if got.Code != w.code || got.Kind != w.kind || (got.Name != nil) != w.named || !strings.Contains(got.Note, w.note) {
			t.Errorf("line %d: %s, want %+v", i+1, lines[i], w)
		}
	}
}

func TestTagsListKeepsToAKind(t *testing.T) {
	all, err := output(tagsCommand(), "list")
	if err != nil {
		t.Fatal(err)
	}
	programs, err := output(tagsCommand(), "list", "--kind", "program")
	if err != nil {
		t.Fatal(err)
	}
	if n, m := strings.Count(all, "\n"), strings.Count(programs, "\n"); m == 0 || m >= n {
		t.Errorf("%d entries, %d of them programs", n, m)
	}
	for line := range strings.Lines(programs) {
		if f := strings.Fields(line); f[0][0] != 'K' || f[1] != "program" {
			t.Errorf("among the programs: %q", line)
		}
	}
}

func TestStationsLookup(t *testing.T) {
	tests := map[string]struct {
		args []string
		want []string // each in the output
	}{
		"a name in words":             {[]string{"tel", "aviv"}, []string{"TELAVIV", "RUEHTV", "Israel"}},
		"an indicator, as JSON":       {[]string{"RUEHME", "--format", "json"}, []string{`"mrn_station":"MEXICO"`, `"routing_indicators":["RUEHME"]`}},
		"an indicator of no post":     {[]string{"RUEHSD", "--format", "json"}, []string{`"mrn_station":null`, `"aliases":[]`, "SERVICE DESK"}},
		"an indicator that two share": {[]string{"RUEHFRE"}, []string{"OECDPARIS", "\n\nStation:", "UNESCOPARISFR"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			out, err := output(stationsCommand(), append([]string{"lookup"}, tt.args...)...)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range tt.want {
				if !strings.Contains(out, w) {
					t.Errorf("%q gives\n%s\nwithout %q", tt.args, out, w)
				}
			}
		})
	}
}

func TestAnUnknownStationFails(t *testing.T) {
	_, err := output(stationsCommand(), "lookup", "NOWHERE AT ALL")
	if err == nil || errors.As(err, new(usageError)) || !strings.Contains(err.Error(), "NOWHERE AT ALL") {
		t.Errorf("error %v, want a failure that names the query", err)
	}
	if _, err := output(stationsCommand(), "lookup", "limma"); err == nil || !strings.Contains(err.Error(), "limma: no such post or routing indicator is known; the nearest are LIMA") {
		t.Errorf("error %v, want the nearest post in it", err)
	}
}

func TestWrongCommandLinesAreUsageErrors(t *testing.T) {
	tests := map[string]struct {
		cmd  *cobra.Command
		args []string
	}{
		"tags lookup without a code":     {tagsCommand(), []string{"lookup"}},
		"an unknown format":              {tagsCommand(), []string{"lookup", "PREL", "--format", "xml"}},
		"an unknown kind":                {tagsCommand(), []string{"list", "--kind", "term"}},
		"an unknown command under tags":  {tagsCommand(), []string{"find"}},
		"an argument to tags list":       {tagsCommand(), []string{"list", "PREL"}},
		"stations lookup without a name": {stationsCommand(), []string{"lookup"}},
		"an argument to schema":          {schemaCommand(), []string{"cable"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if out, err := output(tt.cmd, tt.args...); !errors.As(err, new(usageError)) {
				t.Errorf("%q gives %q, error %v, want a usage error", tt.args, out, err)
			}
		})
	}
}

func TestSchemaPrintsTheSchema(t *testing.T) {
	out, err := output(schemaCommand())
	if err != nil || out != string(cable.Schema) {
		t.Errorf("printed %d bytes, %v, want the schema's %d", len(out), err, len(cable.Schema))
	}
}
