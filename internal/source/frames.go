package source

import (
	"fmt"
	"io"

	"cablefeed/internal/acp127"
)

// limit is the largest transmission that is read, in bytes.
const limit = 4 << 20

type frame struct {
	Raw  []byte
	Line int
}

// frames reads one transmission from a stream.
type frames struct {
	r    io.Reader
	done bool
}

func (f *frames) Next() (frame, error) {
	if f.done {
		return frame{}, io.EOF
	}
	f.done = true
	b, err := io.ReadAll(io.LimitReader(f.r, limit+1))
	switch {
	case err != nil:
		return frame{}, err
	case len(b) == 0:
		return frame{}, io.EOF
	case len(b) > limit:
		return frame{}, fmt.Errorf("line 1: %w of %d bytes", acp127.ErrTooLarge, limit)
	}
	return frame{Raw: b, Line: 1}, nil
}
