// Package source finds raw transmissions where users keep them: files, folders
// and standard input. It reads and reports; what it yields goes to ingest.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cablefeed/internal/acp127"
)

// A Raw is one transmission, or why one could not be read.
type Raw struct {
	Source string // file, and line where the file holds several
	Data   []byte
	Err    error // names the file and what to do; Data is nil then
}

// extensions are the endings of files that a folder is searched for; a file
// that is named is read whatever its name.
var extensions = []string{"", ".txt", ".cable", ".cbl", ".msg", ".asc", ".text"}

// Read yields the transmissions of paths, in order: each file's, each folder's
// in the order of the names, and standard input's for "-". It goes on behind
// what it cannot read. skipped, when not nil, is told of the files of a folder
// that do not look like cables by their names.
func Read(paths []string, stdin io.Reader, skipped func(file string)) iter.Seq[Raw] {
	return func(yield func(Raw) bool) {
		for _, p := range paths {
			if !readPath(p, stdin, skipped, yield) {
				return
			}
		}
	}
}

func readPath(path string, stdin io.Reader, skipped func(string), yield func(Raw) bool) bool {
	if path == "-" {
		return readAll("standard input", newLive(stdin), yield)
	}
	info, err := os.Stat(path)
	if err != nil {
		return yield(Raw{Source: path, Err: reason(path, err)})
	}
	if !info.IsDir() {
		return readFile(path, yield)
	}
	more, files := true, 0
	root := path
	if link, err := os.Lstat(path); err == nil && link.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // a link that is named is followed, one that is found is not
	}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			more = yield(Raw{Source: file, Err: reason(file, err)})
		case d.IsDir() && file != root && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.IsDir():
			return nil
		case strings.HasPrefix(d.Name(), ".") || !slices.Contains(extensions, strings.ToLower(filepath.Ext(file))):
			if skipped != nil {
				skipped(file)
			}
			return nil
		default:
			files++
			more = readFile(file, yield)
		}
		if !more {
			return filepath.SkipAll
		}
		return nil
	})
	if err != nil && more {
		more = yield(Raw{Source: path, Err: reason(path, err)})
	}
	if more && files == 0 {
		more = yield(Raw{Source: path, Err: fmt.Errorf("%s: no cable files in this folder (looked for names ending in %s, or without ending); name a file to have it read whatever its name", path, strings.Join(extensions[1:], " "))})
	}
	return more
}

func readFile(file string, yield func(Raw) bool) bool {
	f, err := os.Open(file)
	if err != nil {
		return yield(Raw{Source: file, Err: reason(file, err)})
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return yield(Raw{Source: file, Err: reason(file, err)})
	case info.IsDir():
		return yield(Raw{Source: file, Err: fmt.Errorf("%s: a link to a folder, not followed; name it to have the folder read", file)})
	case !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0:
		return yield(Raw{Source: file, Err: fmt.Errorf("%s: not a regular file", file)})
	}
	if !info.Mode().IsRegular() {
		return readAll(file, newLive(f), yield)
	}
	return readAll(file, f, yield)
}

// readAll yields the transmissions of one stream.
func readAll(name string, r io.Reader, yield func(Raw) bool) bool {
	frames := acp127.NewReader(r)
	for n := 0; ; n++ {
		frame, err := frames.Next()
		switch {
		case errors.Is(err, io.EOF) && n == 0:
			return yield(Raw{Source: name, Err: fmt.Errorf("%s: %w", name, acp127.ErrEmpty)})
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, acp127.ErrTooLarge):
			// One transmission is passed over; the reader goes on behind it.
			if !yield(Raw{Source: name, Err: fmt.Errorf("%s: %w", name, err)}) {
				return false
			}
			continue
		case err != nil:
			return yield(Raw{Source: name, Err: reason(name, err)})
		}
		source := name
		if frame.Line > 1 {
			source = fmt.Sprintf("%s:%d", name, frame.Line)
		}
		if !yield(Raw{Source: source, Data: bytes.Clone(frame.Raw)}) {
			return false
		}
	}
}

// reason says what is wrong with file, and what to do.
func reason(file string, err error) error {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		err = pe.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if link, e := os.Readlink(file); e == nil {
			return fmt.Errorf("%s: dead link to %s", file, link)
		}
		return fmt.Errorf("%s: no such file or folder", file)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: no permission to read it", file)
	}
	return fmt.Errorf("%s: %w", file, err)
}
