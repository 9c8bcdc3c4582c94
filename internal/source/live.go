package source

import (
	"io"
	"time"

	"cablefeed/internal/acp127"
)

// quietAfter is how long nothing comes before a transmission that has ended is
// taken without waiting for the next.
const quietAfter = 100 * time.Millisecond

// A live reader tells when its source, which may be a line or a pipe, is quiet.
// It reads ahead by one piece.
type live struct {
	pieces <-chan piece
	rest   piece
}

type piece struct {
	data []byte
	err  error
}

func newLive(r io.Reader) *live {
	pieces := make(chan piece)
	go func() {
		defer close(pieces)
		for {
			b := make([]byte, 32<<10)
			n, err := r.Read(b)
			pieces <- piece{b[:n], err}
			if err != nil {
				return
			}
		}
	}()
	return &live{pieces: pieces}
}

// Read gives acp127.ErrQuiet when nothing comes for a while.
func (l *live) Read(b []byte) (int, error) {
	if len(l.rest.data) == 0 && l.rest.err == nil {
		select {
		case l.rest = <-l.pieces:
		case <-time.After(quietAfter):
			return 0, acp127.ErrQuiet
		}
	}
	n := copy(b, l.rest.data)
	l.rest.data = l.rest.data[n:]
	if len(l.rest.data) == 0 {
		return n, l.rest.err
	}
	return n, nil
}
