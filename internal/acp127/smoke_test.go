package acp127

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEverySampleIsACable(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/samples/*.txt")
	files = append(files, "../../testdata/cables/06MEXICO6568.txt")
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Parse(raw)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if c.MRN == "" && !c.ServiceMessage {
			t.Errorf("%s: no number", f)
		}
		if dir := os.Getenv("DUMP"); dir != "" {
			os.WriteFile(filepath.Join(dir, filepath.Base(f)+".json"), c.AppendJSON(nil), 0o644)
		}
	}
}
