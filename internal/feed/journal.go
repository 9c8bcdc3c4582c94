package feed

import (
	"context"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"

	"cablefeed/internal/cable"
	"cablefeed/internal/pipeline"
)

// PlainSubject is where a publisher who knows nothing of lanes sends raw text.
const PlainSubject = "cables.incoming"

// A Lane carries raw transmissions of one band of precedence.
type Lane string

// The lanes, most urgent first. Triage is the plain subject, whose messages are
// put on their lane.
const (
	Flash     Lane = "flash"
	Immediate Lane = "immediate"
	Priority  Lane = "priority"
	Routine   Lane = "routine"
	Triage    Lane = "triage"
)

// Lanes lists the lanes, most urgent first, without Triage.
var Lanes = []Lane{Flash, Immediate, Priority, Routine}

// LaneOf gives the lane of a precedence; what cannot be read is routine.
func LaneOf(p cable.Precedence) Lane {
	switch p {
	case cable.EmergencyCommand, cable.Flash:
		return Flash
	case cable.NiactImmediate, cable.Immediate:
		return Immediate
	case cable.Priority:
		return Priority
	}
	return Routine
}

// Subject is where the transmissions of the lane are published.
func (l Lane) Subject() string {
	if l == Triage {
		return PlainSubject
	}
	return PlainSubject + "." + string(l)
}

// A Raw is one transmission to be written to the journal.
type Raw struct {
	Lane   Lane
	Data   []byte
	Source string // where it came from, such as a file and line; may be empty
	From   uint64 // sequence of the plain message it was triaged from; 0: none
	Again  uint64 // sequence of the rejected transmission that it repeats; 0: none
	Tries  int    // attempts that failed before, when it is put on again
}

// Headers of a raw transmission.
const (
	HdrSource  = "Cable-Source"
	HdrTriaged = "Cable-Triaged-From"
	HdrRetried = "Cable-Retried-From"
)

// Append writes raws to the journal as one atomic batch and gives their
// sequences. All are on disk when it returns nil. After ErrUndecided they may
// be there; writing them again does no harm, since a cable is committed once.
func (f *Feed) Append(ctx context.Context, raws []Raw) ([]uint64, error) {
	seqs := make([]uint64, 0, len(raws))
	for len(raws) > 0 {
		n := min(len(raws), MaxBatch)
		msgs := make([]*nats.Msg, n)
		for i, r := range raws[:n] {
			h := nats.Header{}
			if r.Source != "" {
				h[HdrSource] = []string{headerText(r.Source)}
			}
			if r.From != 0 {
				h[HdrTriaged] = []string{strconv.FormatUint(r.From, 10)}
			}
			if r.Again != 0 {
				h[HdrRetried] = []string{strconv.FormatUint(r.Again, 10)}
				h[pipeline.HdrAttempts] = []string{strconv.Itoa(r.Tries)}
			}
			msgs[i] = &nats.Msg{Subject: r.Lane.Subject(), Header: h, Data: r.Data}
		}
		first, err := f.batch(ctx, msgs)
		if err != nil {
			return seqs, fmt.Errorf("journal %d transmissions: %w", n, err)
		}
		for i := range n {
			seqs = append(seqs, first+uint64(i))
		}
		raws = raws[n:]
	}
	return seqs, nil
}

// headerText makes s fit into a header value: no control characters.
func headerText(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c < ' ' || c == 0x7f {
			b[i] = ' '
		}
	}
	return string(b)
}
