package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestWatchesAreChangedWhileTheWorkerRuns(t *testing.T) {
	m := newMachine(t)
	m.serve(seedDir)
	file := filepath.Join(m.dir, "w.yaml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(t, func() bool { _, _, code := m.run("show", "06MEXICO6568"); return code == 0 })
	if out := m.must("watch", "list"); !strings.Contains(out, "kcrm") || !strings.Contains(out, "kwmn") {
		t.Fatalf("watch list: %s", out)
	}
	write("name: iceland\nmatch: {from: [REYKJAVIK], precedence_at_least: immediate}\nseverity: critical\n")
	m.must("watch", "add", file)
	if _, errs, code := m.run("watch", "add", file); code != 1 || !strings.Contains(errs, "exists") {
		t.Errorf("added twice: exit %d, %s", code, errs)
	}
	// A change counts for the next cable, a moment after it was made.
	n := 0
	waitFor(t, func() bool {
		text, err := os.ReadFile(filepath.Join(samples, "02_flash.txt"))
		if err != nil {
			t.Fatal(err)
		}
		n++
		write(strings.Replace(string(text), "REYKJAVIK 000044", "REYKJAVIK 0001"+string(rune('0'+n%10))+string(rune('0'+n/10%10)), 1))
		m.must("ingest", file)
		return strings.Contains(m.must("alerts", "iceland", "--since", "all", "--no-follow"), "10REYKJAVIK1")
	})
	wants(t, "list", m.must("watch", "list"), "WATCH    SEVERITY  NOTIFIES          DESCRIPTION\niceland  critical  default channels", "\nkcrm     info      default channels  Criminal activity\n")
	if out := m.must("watch", "explain", "iceland", "06 mexico 06568"); !strings.Contains(out, "from") {
		t.Errorf("explain: %s", out)
	}
	write("name: iceland\nmatch: {tags: {any: [KCRN]}}\n")
	if _, errs, code := m.run("watch", "import", file); code != 1 || !strings.Contains(errs, "w.yaml:2") || !strings.Contains(errs, "KCRM") {
		t.Errorf("bad list: exit %d, %s", code, errs)
	}
	write("name: iceland\nmatch: {from: [LIMMA]}\n")
	for _, args := range [][]string{{"import", file}, {"add", file}, {"test", file, seedFile}} {
		_, errs, code := m.run(append([]string{"watch"}, args...)...)
		if code != 1 || !strings.Contains(errs, "w.yaml:2: watch iceland: match.from[0]: unknown post \"LIMMA\"; the nearest known are LIMA") {
			t.Errorf("%v of an unknown post: exit %d, %s", args, code, errs)
		}
	}
	if out := m.must("watch", "show", "iceland"); !strings.Contains(out, "REYKJAVIK") {
		t.Errorf("a refused list changed the watch: %s", out)
	}
	m.env = append(m.env, `EDITOR=sed -i s/REYKJAVIK/LIMMA/`, "VISUAL=")
	if _, errs, code := m.run("watch", "edit", "iceland"); code != 1 || !strings.Contains(errs, "unknown post") || !strings.Contains(errs, "stays as it was") {
		t.Errorf("edited to an unknown post: exit %d, %s", code, errs)
	}
	m.env = append(m.env, `EDITOR=sed -i s/REYKJAVIK/LIMA/`)
	m.must("watch", "edit", "iceland")
	if out := m.must("watch", "history", "iceland"); !strings.Contains(out, "REYKJAVIK") || !strings.Contains(out, "LIMA") {
		t.Errorf("history: %s", out)
	}
	exported := m.must("watch", "export")
	write("# nothing yet\n")
	for _, args := range [][]string{{"import", "--only", file}, {"import", file}, {"add", file}, {"test", file}} {
		if _, errs, code := m.run(append([]string{"watch"}, args...)...); code != 1 || !strings.Contains(errs, "there is no watch in it") {
			t.Errorf("%v of an empty file: exit %d, %s", args, code, errs)
		}
	}
	if out := m.must("watch", "export"); out != exported {
		t.Errorf("an empty file changed the list: %s", out)
	}
	m.env = append(m.env, "VISUAL=false")
	if _, errs, code := m.run("watch", "edit", "iceland"); code != 1 || !strings.Contains(errs, "editor false: exit status 1") || strings.Contains(errs, "what you wrote") {
		t.Errorf("an editor that fails: exit %d, %s", code, errs)
	}
	if _, errs, code := m.run("watch", "rm", "kcrm", "kcrn"); code != 1 || !strings.Contains(errs, "watch kcrn: not found; nothing was removed") {
		t.Errorf("rm of one that is there and one that is not: exit %d, %s", code, errs)
	}
	if _, errs, _ := m.run("alerts", "kcrm", "kcrn", "kw*", "--no-follow"); errs != "cablefeed: no watch is called kcrn now\n" {
		t.Errorf("alerts of a watch that is not there: %s", errs)
	}
	if _, errs, code := m.run("watch", "import", file+".not"); code != 1 || errs != "cablefeed: "+file+".not: no such file or directory\n" {
		t.Errorf("import of no file: exit %d, %s", code, errs)
	}
	m.must("watch", "rm", "kcrm", "kwmn", "iceland")
	if out := m.must("watch", "list"); out != "" {
		t.Errorf("after rm: %s", out)
	}
	write(exported)
	if out := m.must("watch", "import", file); !strings.HasPrefix(out, "3 added") {
		t.Errorf("import of the export: %s", out)
	}
	if out := m.must("watch", "import", "--only", file); !strings.HasPrefix(out, "0 added, 0 changed, 0 removed") {
		t.Errorf("import again: %s", out)
	}
}

func TestEmptiedWatchListStaysEmptyOverARestart(t *testing.T) {
	m := newMachine(t)
	cmd := m.serve()
	m.must("watch", "rm", "kcrm", "kwmn")
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	m.serve()
	if out := m.must("watch", "list"); out != "" {
		t.Errorf("after a restart: %s", out)
	}
}

func TestWatchesAreTriedBeforeTheyAreLive(t *testing.T) {
	m := newMachine(t)
	file := filepath.Join(m.dir, "w.yaml")
	if err := os.WriteFile(file, []byte("- {name: trafficking, match: {text: {any: [\"trafficking in persons\"]}}}\n- {name: nothing, match: {from: [OSLO]}}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out := m.must("watch", "test", file, seedFile)
	for _, want := range []string{"1 cable\n", "trafficking: 1 alert,", "06MEXICO6568", "matches nothing", "✗ from: any of OSLO: not found: OSLO; the cable has MEXICO"} {
		if !strings.Contains(out, want) {
			t.Errorf("on a file, lacks %q:\n%s", want, out)
		}
	}
	if out := m.must("watch", "test", file, samples); !strings.Contains(out, "nothing: 0 alerts, 0.0 a day") {
		t.Errorf("on a folder:\n%s", out)
	}
	if _, errs, code := m.run("watch", "test", file, samples, "--since", "7d"); code != 2 || !strings.Contains(errs, "--since") {
		t.Errorf("files with --since: exit %d, %s", code, errs)
	}
	m.must("serve", "--once", samples, seedDir)
	m.serve()
	if out := m.must("watch", "test", file); !strings.Contains(out, "trafficking: 1 alert,") || !strings.Contains(out, "matches only cables that kcrm matches as well") {
		t.Errorf("on stored traffic:\n%s", out)
	}
}

func TestATrialOnFilesRingsAsTheWorkerWould(t *testing.T) {
	m := newMachine(t)
	file := filepath.Join(m.dir, "w.yaml")
	if err := os.WriteFile(file, []byte("- {name: every, match: {expr: 'true'}}\n- {name: late, match: {expr: 'true'}, expires: 2020-01-01}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := m.must("watch", "test", file, samples, seedFile, seedFile, "--all")
	of := func(id string) int { return strings.Count(strings.Split(out, "\nlate: ")[0], "  "+id+"  ") }
	for id, want := range map[string]int{"06MEXICO6568": 1, "09BRUSSELS412": 1, "051605ZFEB09-RUEHC-911": 0} {
		if got := of(id); got != want {
			t.Errorf("%s rings %d times, want %d", id, got, want)
		}
	}
	wants(t, "trial", out, "  02STATE41077  2002-03-0", "expired on 2020-01-01: it rings no more")
	if strings.Contains(out, "0001-01-01") {
		t.Errorf("a date that is none:\n%s", out)
	}
	m.must("serve", "--once", "--watchlist", file, samples, seedFile, seedFile)
	m.serve()
	ids := func(pattern, text string) (all []string) {
		for _, found := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			all = append(all, found[1])
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	rang := ids(`"cable_id":"([^"]+)"`, m.must("alerts", "every", "--since", "all", "--no-follow", "--format", "json"))
	if tried := ids(`(?m)^  (\S+)  (?:\d{4}-|no date)`, strings.Split(out, "\nlate: ")[0]); len(rang) == 0 || !slices.Equal(tried, rang) {
		t.Errorf("tried it rang for\n%v, live for\n%v", tried, rang)
	}
}

func TestARateIsReadable(t *testing.T) {
	for perDay, want := range map[float64]string{0: "0.0 a day", 0.01: "one in 100 days", 0.1: "0.1 a day", 23.04: "23.0 a day"} {
		if got := rate(perDay); got != want {
			t.Errorf("rate(%v) = %s, want %s", perDay, got, want)
		}
	}
}
