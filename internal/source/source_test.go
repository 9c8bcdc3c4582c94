package source

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const harmless = "FM AMEMBASSY LIMA\nTO SECSTATE WASHDC\nBT\nUNCLAS LIMA 001234\n\nSUBJECT: AN INVENTED CABLE\n\n1. Text.\nBT\n"

func TestLinksToFoldersAreFollowedWhereTheyAreNamedAlone(t *testing.T) {
	dir := t.TempDir()
	folder, link := filepath.Join(dir, "folder"), filepath.Join(dir, "link")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "a cable\n1.txt"), []byte(harmless), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("..", filepath.Join(folder, "up")); err != nil {
		t.Fatal(err)
	}
	for raw := range Read([]string{link}, nil, nil) {
		switch raw.Source {
		case filepath.Join(link, "a cable\n1.txt"):
			if string(raw.Data) != harmless || raw.Err != nil {
				t.Errorf("got %q, %v; want the cable", raw.Data, raw.Err)
			}
		case filepath.Join(link, "up"):
			if raw.Err == nil || !strings.Contains(raw.Err.Error(), "a link to a folder, not followed") {
				t.Errorf("%s: got %v; want that it is not followed", raw.Source, raw.Err)
			}
		default:
			t.Errorf("got %q, %v; want the cable and the link", raw.Source, raw.Err)
		}
	}
}

func TestAnEndedTransmissionOfALiveInputDoesNotWaitForTheNext(t *testing.T) {
	r, w := io.Pipe()
	cables := make(chan string)
	go func() {
		defer close(cables)
		for raw := range Read([]string{"-"}, r, nil) {
			cables <- string(raw.Data)
		}
	}()
	for range 2 {
		if _, err := io.WriteString(w, harmless+"NNNN\n"); err != nil {
			t.Fatal(err)
		}
		if got := <-cables; got != harmless+"NNNN\n" {
			t.Errorf("got %q, want the cable", got)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, more := <-cables; more {
		t.Errorf("got %q behind the last", got)
	}
}
