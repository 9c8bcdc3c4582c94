package natsserver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// format is the version of the layout of a data directory.
const format = 1

// A dataDir is a data directory that this process holds.
type dataDir struct {
	path string
	lock *flock.Flock
}

// An address is what a running server leaves for clients of the same machine.
type address struct {
	URL     string `json:"url"` // "": it is starting
	PID     int    `json:"pid"`
	DataDir string `json:"data_dir"`
}

// openDataDir makes the directory where it is missing, locks it, and checks
// that its layout is one that this program knows.
func openDataDir(path string) (*dataDir, error) {
	if path == "" {
		return nil, errors.New("DATA_DIR: empty; set it to a directory that can be written")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("DATA_DIR %s: %w", path, err)
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("DATA_DIR %s: cannot make it: %w; set DATA_DIR to a directory that can be written", path, err)
	}
	lock := flock.New(filepath.Join(path, "lock"))
	// Clients that look whether a server runs hold the lock for a moment.
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	held, err := lock.TryLockContext(ctx, 10*time.Millisecond)
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("DATA_DIR %s: cannot lock it: %w; set DATA_DIR to a directory that can be written", path, err)
	}
	if !held {
		who := "another process"
		if a, err := readAddress(filepath.Join(path, addressFile)); err == nil {
			who = fmt.Sprintf("process %d, a server at %s", a.PID, cmp.Or(a.URL, "an address to come: it is starting"))
		}
		return nil, fmt.Errorf("DATA_DIR %s: in use by %s; stop it, work with it through NATS_URL, or set DATA_DIR to another directory", path, who)
	}
	d := &dataDir{path: path, lock: lock}
	if err := d.checkFormat(); err != nil {
		d.close()
		return nil, err
	}
	// In place of the address that a killed one has left.
	if err := d.announce(""); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *dataDir) checkFormat() error {
	file := filepath.Join(d.path, "format")
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		err = writeSynced(file, []byte(strconv.Itoa(format)+"\n"))
		b = []byte(strconv.Itoa(format))
	}
	if err != nil {
		return fmt.Errorf("DATA_DIR %s: %w", d.path, err)
	}
	if s := strings.TrimSpace(string(b)); s != strconv.Itoa(format) {
		return fmt.Errorf("DATA_DIR %s: written in format %q, this program knows format %d; use the program that wrote it, or set DATA_DIR to another directory", d.path, s, format)
	}
	return nil
}

// writeSynced writes a file that is there whole, or not at all, after a power
// cut, together with the directories that lead to it.
func writeSynced(file string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		// Not every file system syncs directories, and one above that this user
		// may not read was not made just now.
		if f, err := os.Open(dir); err == nil {
			_ = f.Sync()
			_ = f.Close()
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

func (d *dataDir) close() {
	d.withdraw()
	_ = d.lock.Unlock()
}

const addressFile = "server.json"

// registry is where servers of this user leave their addresses.
func registry() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = filepath.Join(os.TempDir(), "cablefeed-"+strconv.Itoa(os.Getuid()))
	}
	return filepath.Join(dir, "cablefeed", "servers")
}

func (d *dataDir) registered() string {
	sum := sha256.Sum256([]byte(d.path))
	return filepath.Join(registry(), fmt.Sprintf("%x.json", sum[:8]))
}

// announce writes the address where clients of the same machine look for it.
func (d *dataDir) announce(url string) error {
	b, _ := json.Marshal(address{URL: url, PID: os.Getpid(), DataDir: d.path})
	if err := os.WriteFile(filepath.Join(d.path, addressFile), b, 0o600); err != nil {
		return fmt.Errorf("DATA_DIR %s: %w", d.path, err)
	}
	// Without a home directory clients still find it by DATA_DIR.
	if err := os.MkdirAll(registry(), 0o700); err == nil {
		_ = os.WriteFile(d.registered(), b, 0o600)
	}
	return nil
}

func (d *dataDir) withdraw() {
	_ = os.Remove(filepath.Join(d.path, addressFile))
	_ = os.Remove(d.registered())
}

func readAddress(file string) (address, error) {
	var a address
	b, err := os.ReadFile(file)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(b, &a)
}

// ErrNone says that no embedded server of this user runs on this machine.
var ErrNone = errors.New("no server found: start one with \"cablefeed serve\", or name one with NATS_URL, --server or --context")

// Find gives the URL and the data directory of the embedded server on this
// machine: of the one that holds dataDir, or, when dataDir is empty, of the only
// one that this user runs.
func Find(dataDir string) (url, dir string, err error) {
	if dataDir != "" {
		dataDir, err := filepath.Abs(dataDir)
		if err != nil {
			return "", "", err
		}
		a, err := readAddress(filepath.Join(dataDir, addressFile))
		if err != nil || !alive(a) {
			return "", "", fmt.Errorf("DATA_DIR %s: no server runs there: start one with \"cablefeed serve\", or name one with NATS_URL, --server or --context", dataDir)
		}
		return a.found()
	}
	files, _ := filepath.Glob(filepath.Join(registry(), "*.json"))
	var found []address
	for _, f := range files {
		if a, err := readAddress(f); err == nil && alive(a) {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return "", "", ErrNone
	case 1:
		return found[0].found()
	}
	var dirs []string
	for _, a := range found {
		dirs = append(dirs, a.DataDir)
	}
	return "", "", fmt.Errorf("%d servers run on this machine: name one by DATA_DIR or --data-dir: %s", len(found), strings.Join(dirs, ", "))
}

func (a address) found() (url, dir string, err error) {
	if a.URL == "" {
		return "", "", fmt.Errorf("DATA_DIR %s: its server is starting; try again in a moment", a.DataDir)
	}
	return a.URL, a.DataDir, nil
}

// alive tells whether the process that left a still holds its data directory;
// one that was killed leaves its address behind.
func alive(a address) bool {
	lock := flock.New(filepath.Join(a.DataDir, "lock"), flock.SetFlag(os.O_RDWR))
	held, err := lock.TryLock()
	if held {
		_ = lock.Unlock()
	}
	return err == nil && !held
}
