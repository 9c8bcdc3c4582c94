package config

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the settings table of the README")

func TestReadmeHasTheSettings(t *testing.T) {
	const file = "../../README.md"
	begin, end := []byte("<!-- settings -->\n"), []byte("<!-- end of settings -->")
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	i, j := bytes.Index(readme, begin), bytes.Index(readme, end)
	if i < 0 || j < i {
		t.Fatal("README.md has no marks for the settings table")
	}
	var table bytes.Buffer
	if err := WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	got := readme[i+len(begin) : j]
	if bytes.Equal(got, table.Bytes()) {
		return
	}
	if !*update {
		t.Fatalf("the settings table is out of date; run go test ./internal/config -update\ngot\n%s\nwant\n%s", got, table.Bytes())
	}
	fresh := append(append(append([]byte{}, readme[:i+len(begin)]...), table.Bytes()...), readme[j:]...)
	if err := os.WriteFile(file, fresh, 0o644); err != nil {
		t.Fatal(err)
	}
}
