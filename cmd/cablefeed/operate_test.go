package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wants checks that an output has all of some texts.
func wants(t *testing.T, what, out string, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if !strings.Contains(out, s) {
			t.Errorf("%s lacks %q:\n%s", what, s, out)
		}
	}
}

func TestOperatorWorksOnRejects(t *testing.T) {
	m := newMachine(t)
	for name, text := range map[string]string{"a.txt": "Dear diary,\nnothing happened.\n", "b.txt": "Shopping: bread, milk.\n"} {
		if err := os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, _, code := m.run("serve", "--once", filepath.Join(m.dir, "a.txt"), filepath.Join(m.dir, "b.txt"))
	if code != 1 {
		t.Errorf("exit %d with rejects, want 1", code)
	}
	m.serve()
	wants(t, "list", m.must("rejects", "list"), "TRANSMISSION", "1 ", "2 ", "not-a-cable")
	wants(t, "show", m.must("rejects", "show", "1"), "transmission 1  not-a-cable, line 1, after 1 attempt", "a.txt", ">    1  Dear diary,", "     2  nothing happened.")
	if got := m.must("rejects", "show", "2", "--raw"); got != "Shopping: bread, milk.\n" {
		t.Errorf("raw text %q", got)
	}
	if _, errs, code := m.run("rejects", "drop", "--all"); code != 2 || !strings.Contains(errs, "--yes") {
		t.Errorf("drop of all without a terminal: exit %d, %s; want 2 and --yes", code, errs)
	}
	if _, _, code := m.run("rejects", "retry"); code != 2 {
		t.Errorf("retry of nothing: exit %d, want 2", code)
	}
	if _, _, code := m.run("rejects", "retry", "99"); code != 1 {
		t.Errorf("retry of what is no reject: exit %d, want 1", code)
	}
	wants(t, "retry", m.must("rejects", "retry", "1"), "1 (not-a-cable) is transmission 3 now")
	wants(t, "drop", m.must("rejects", "drop", "2"), "1 dropped")
	wants(t, "notes", m.must("rejects", "list", "--reason", "dropped", "--format", "json"), `"incoming":2`)
}

func TestCircuitsAfterTheSamples(t *testing.T) {
	m := newMachine(t)
	m.must("serve", "--once", samples)
	m.serve()
	wants(t, "circuits", m.must("circuits"), "CIRCUIT", "MISSING", "(none)", "XRO", "XRO: missing ")
	if _, errs, code := m.run("circuits", "NOPE"); code != 1 || !strings.Contains(errs, "NOPE: no such circuit") {
		t.Errorf("an unknown circuit: exit %d, %s", code, errs)
	}
	wants(t, "circuits in JSON", m.must("circuits", "xyz", "--format", "json"), `"channel":"XYZ","last":4`)
}

func TestServiceMessagesAreShown(t *testing.T) {
	m := newMachine(t)
	file := filepath.Join(samples, "18_service_message.txt")
	m.must("serve", "--once", file, seedFile)
	m.serve()
	const text, id = "YOUR CHANNEL XRO. CSN XRO2203 NOT RECEIVED", "051605ZFEB09-RUEHC-911"
	if out := m.must("tail", "--service", "--since", "all", "--no-follow"); !strings.Contains(out, id) || !strings.Contains(out, text) || strings.Contains(out, "06MEXICO6568") {
		t.Errorf("tail --service gives %s", out)
	}
	if out := m.must("tail", "--since", "all", "--no-follow"); strings.Contains(out, id) {
		t.Errorf("tail gives it among the cables: %s", out)
	}
	wants(t, "tail as JSON", m.must("tail", "--service", "--since", "all", "--no-follow", "--format", "json"), `"id":"`+id+`"`, `"service_message":true`)
	wants(t, "show", m.must("show", strings.ToLower(id)), text)
	wants(t, "show as JSON", m.must("show", id, "--format", "json"), `"service_message":true`)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.must("show", id, "--raw"); got != string(raw) {
		t.Errorf("raw text %q", got)
	}
	for _, args := range [][]string{{"tail", "--service", "KCRM"}, {"tail", "--service", "--precedence", "flash"}} {
		if _, errs, code := m.run(args...); code != 2 || !strings.Contains(errs, "--service") {
			t.Errorf("%v: exit %d, %s", args, code, errs)
		}
	}
}

func TestTraceAndSections(t *testing.T) {
	m := newMachine(t)
	first := filepath.Join(samples, "04a_multisection_part1of3.txt")
	wants(t, "serve", m.must("serve", "--once", seedFile, seedFile, first), "held: waits for section 2 3")
	wants(t, "serve", m.must("serve", "--once", first), "duplicate: the same text waits for the other sections; nothing published")
	m.serve()
	out := m.must("trace", "06mexico6568")
	wants(t, "trace", out, "transmission 1  received ", " on lane routine, ", "06MEXICO6568.txt", "  new\n", "revision 1, committed ",
		"cables.record.routine.unclassified.06MEXICO6568", "feeds PHUM PREL PGOV KCRM KWMN MX", "ALERT kcrm: tags KCRM",
		"transmission 2  ", "duplicate: the same text as transmission 1; nothing published")
	wants(t, "trace of one", m.must("trace", "2", "--format", "json"), `"incoming":2`, `"decision":"duplicate"`, `"same_as":1`)
	wants(t, "sections", m.must("sections"), "WAITS FOR", "1    2 3        3")
	if _, errs, code := m.run("show", "09brussels412"); code != 1 || !strings.Contains(errs, "the cable waits for sections") {
		t.Errorf("show of a cable that waits: exit %d, %s", code, errs)
	}
	wants(t, "sections in JSON", m.must("sections", "--format", "json"), `"have":[1],"missing":[2,3],"total":3`)
	for arg, want := range map[string]int{"99": 1, "0": 2, "06NOWHERE1": 1, "*": 2} {
		if _, _, code := m.run("trace", arg); code != want {
			t.Errorf("trace %s: exit %d, want %d", arg, code, want)
		}
	}
}

func TestShowRevisionsAndTheirDifference(t *testing.T) {
	m := newMachine(t)
	seed, err := os.ReadFile(seedFile)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(m.dir, "corrected.txt")
	text := strings.Replace(string(seed), "has shown appreciable progress", "has shown some progress", 1)
	text = strings.Replace(text, "[KWMN](#) ", "", 1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m.must("serve", "--once", seedFile)
	m.must("serve", "--once", file)
	m.serve()
	const id = "06MEXICO6568"
	wants(t, "the first revision", m.must("show", id, "--revision", "1"), "appreciable progress")
	wants(t, "the last revision", m.must("show", id), "some progress")
	if got := m.must("show", id, "--revision", "1", "--raw"); got != string(seed) {
		t.Errorf("raw text of revision 1 is %d bytes, want the %d of the seed", len(got), len(seed))
	}
	diff := m.must("show", strings.ToLower(id), "--diff")
	wants(t, "difference", diff, "--- 06MEXICO6568 revision 1", "+++ 06MEXICO6568 revision 2", "\n-tags: KWMN\n", "\n-  (SBU) The Government of Mexico (GOM) has shown appreciable", "\n+  (SBU) The Government of Mexico (GOM) has shown some")
	if n := strings.Count(diff, "\n-") + strings.Count(diff, "\n+"); n != 4 { // with +++
		t.Errorf("the difference has %d lines, want 4:\n%s", n, diff)
	}
	wants(t, "difference in JSON", m.must("show", id, "--diff", "--format", "json"), `"field":"tags"`, `"field":"paragraph 1"`)
	wants(t, "trace", m.must("trace", "1"), "superseded by revision 2")
	for args, want := range map[string]int{"--revision 3": 1, "--revision 0": 2, "--revision 1 --diff": 1, "--raw --diff": 2, "--raw --format json": 2} {
		if _, errs, code := m.run(append([]string{"show", id}, strings.Fields(args)...)...); code != want || errs == "" {
			t.Errorf("show %s: exit %d, %q; want %d and a reason", args, code, errs, want)
		}
	}
}
