// Package pipeline is the core in one place: raw bytes are read, compared with
// what is held, joined, routed and matched, and what is to be published comes
// out. It is pure: what it gives is a function of the transmission, what the
// store holds of its id, and the watch list.
package pipeline

import (
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"cablefeed/internal/acp127"
	"cablefeed/internal/cable"
	"cablefeed/internal/watch"
)

// A Core reads transmissions and says what to publish. It is immutable.
type Core struct {
	Watches *watch.List
}

// A Part is one transmission as read: a whole cable, or one section of it.
type Part struct {
	Cable       *cable.Cable
	Raw         []byte
	Fingerprint string    // the same for two transmissions of the same text
	Incoming    uint64    // its sequence in the journal
	Received    time.Time // when the journal had it
	Lane        string
}

// Number is the section number of a part that needs others, else 0.
func (p *Part) Number() int {
	if s := p.Cable.Section; s != nil && s.Total > 1 && !p.Cable.Complete {
		return s.Number
	}
	return 0
}

// Total is the number of sections that the cable has, as this part says.
func (p *Part) Total() int {
	if p.Cable.Section == nil {
		return 1
	}
	return max(p.Cable.Section.Total, p.Cable.Section.Number)
}

// Read reads one transmission. The error is an *acp127.ParseError, or says that
// the reader crashed; it never panics.
func (c *Core) Read(raw []byte) (p *Part, err error) {
	defer func() {
		if v := recover(); v != nil {
			p, err = nil, fmt.Errorf("%w: %v", ErrCrashed, v)
		}
	}()
	parsed, err := acp127.Parse(raw)
	if err != nil {
		return nil, err
	}
	fp := acp127.Fingerprint(raw)
	return &Part{Cable: parsed, Raw: raw, Fingerprint: hex.EncodeToString(fp[:16])}, nil
}

// ErrTooLarge says that a server takes no message of this size.
var ErrTooLarge = errors.New("message too large for the server")

// ErrCrashed says that the reader crashed on a transmission, and ErrTimeout that
// it took too long.
var (
	ErrCrashed = errors.New("the reader crashed")
	ErrTimeout = errors.New("the reader took too long")
)

// Reason is the token under which a transmission that gave err is kept.
func Reason(err error) string {
	switch {
	case errors.Is(err, acp127.ErrEmpty):
		return "empty"
	case errors.Is(err, acp127.ErrBinary):
		return "binary"
	case errors.Is(err, acp127.ErrTooLarge), errors.Is(err, ErrTooLarge):
		return "too-large"
	case errors.Is(err, acp127.ErrNotCable):
		return "not-a-cable"
	case errors.Is(err, ErrCrashed):
		return "crashed"
	case errors.Is(err, ErrTimeout):
		return "timeout"
	}
	return "other"
}

// Join joins sections into one part: their texts in order under the header of
// the first, read as one. Missing sections leave it incomplete.
func (c *Core) Join(parts []*Part) (*Part, error) {
	raws := make([][]byte, len(parts))
	for i, p := range parts {
		raws[i] = p.Raw
	}
	whole, err := c.Read(acp127.Join(raws))
	if err != nil {
		return nil, fmt.Errorf("join %d sections: %w", len(parts), err)
	}
	first := parts[0]
	whole.Incoming, whole.Received, whole.Lane = first.Incoming, first.Received, first.Lane
	whole.Cable.ID, whole.Cable.MRN = first.Cable.ID, first.Cable.MRN
	return whole, nil
}
