package internal

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rank orders the packages: each imports only packages of a lower rank, or,
// from a subfolder, its parent.
var rank = map[string]int{
	"cable": 0,
	"tags":  1, "post": 1, "strictyaml": 1,
	"acp127": 2, "route": 2, "watch": 2, "generate": 2, "circuit": 2, "change": 2,
	"card": 3, "pipeline": 3,
	"source": 4, "feed": 4, "natsserver": 4, "telemetry": 4, "notify": 4,
	"ingest": 5, "processor": 5, "dispatch": 5, "keeper": 5, "audit": 5,
	"config": 6, "bench": 6,
	"app": 7,
	// Subfolders; the README's tree has their parent.
	"notify/webhook": 4, "notify/mail": 4, "notify/chat": 4, "notify/command": 4,
	"notify/channels": 5,
	// Only tests import them.
	"schematest": 2, "feedtest": 5,
}

// pure packages do no I/O, know no clock, logger or environment.
var pure = []string{"cable", "tags", "post", "strictyaml", "acp127", "route", "watch", "generate", "circuit", "change", "card", "pipeline"}

var notPure = []string{"context", "os", "net", "net/http", "github.com/rs/zerolog", "github.com/nats-io/nats.go"}

func TestArrowsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		name, ok := strings.CutPrefix(fields[0], "cablefeed/internal/")
		if !ok {
			continue
		}
		own, known := rank[name]
		if !known {
			t.Errorf("package %s has no rank", name)
		}
		if top, _, _ := strings.Cut(name, "/"); !bytes.Contains(readme, []byte("  "+top+"/")) {
			t.Errorf("package %s is not in the README's tree", name)
		}
		for _, imported := range fields[1:] {
			if imported == "github.com/nats-io/nats.go/jetstream" && name != "feed" && name != "feedtest" {
				t.Errorf("%s imports JetStream; only feed may", name)
			}
			if slices.Contains(pure, name) && slices.Contains(notPure, imported) {
				t.Errorf("%s is pure and imports %s", name, imported)
			}
			dep, ok := strings.CutPrefix(imported, "cablefeed/internal/")
			if ok && rank[dep] >= own && !strings.HasPrefix(name, dep+"/") {
				t.Errorf("%s (rank %d) imports %s (rank %d)", name, own, dep, rank[dep])
			}
		}
	}
}
