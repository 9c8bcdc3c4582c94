package feed

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Limited tells whether the journal has a limit that Trim keeps.
func (f *Feed) Limited() bool { return f.cfg.IncomingMaxAge > 0 || f.cfg.IncomingMaxBytes > 0 }

// Trim drops the oldest transmissions of the journal until it is within its
// limits. It drops none that a worker is not done with, or that is not counted
// on its circuit; held tells that the journal is above a limit for that reason.
// A limit of the stream itself, which asks nobody, could lose cables.
func (f *Feed) Trim(ctx context.Context) (held bool, err error) {
	s, err := f.js.Stream(ctx, Incoming)
	if err != nil {
		return false, fmt.Errorf("stream %s: %w", Incoming, err)
	}
	state := s.CachedInfo().State
	over, oldest := int64(0), time.Time{}
	if most := f.cfg.IncomingMaxBytes; most > 0 {
		over = int64(state.Bytes) - most
	}
	if age := f.cfg.IncomingMaxAge; age > 0 {
		oldest = time.Now().Add(-age)
	}
	if state.Msgs == 0 || over <= 0 && !state.FirstTime.Before(oldest) {
		return false, nil
	}
	done, waits, err := f.doneUpTo(ctx, state.LastSeq)
	if err != nil {
		return false, err
	}
	if done >= state.FirstSeq {
		var drop uint64
		enough := errors.New("within the limits")
		err = f.Scan(ctx, Scan{Stream: Incoming, To: done, Headers: true}, func(m *Stored) error {
			if over <= 0 && !m.Time.Before(oldest) {
				return enough
			}
			over -= storedSize(m)
			drop = m.Seq
			return nil
		})
		if err != nil && !errors.Is(err, enough) {
			return false, err
		}
		if drop > 0 {
			if err := s.Purge(ctx, jetstream.WithPurgeSequence(drop+1)); err != nil {
				return false, fmt.Errorf("stream %s: drop transmissions up to %d: %w", Incoming, drop, err)
			}
		}
	}
	return waits != nil && (over > 0 || waits.Time.Before(oldest)), nil
}

// doneUpTo gives the sequence up to which every transmission is done with, and
// the first that waits for a worker, or nil.
func (f *Feed) doneUpTo(ctx context.Context, last uint64) (done uint64, waits *Stored, err error) {
	for _, l := range append([]Lane{Triage}, Lanes...) {
		floor := uint64(0)
		cons, err := f.js.Consumer(ctx, Incoming, l.Durable())
		if err == nil {
			floor = cons.CachedInfo().AckFloor.Stream
		} else if !errors.Is(err, jetstream.ErrConsumerNotFound) {
			return 0, nil, fmt.Errorf("consumer %s: %w", l.Durable(), err)
		}
		next, err := f.get(ctx, Incoming, fmt.Sprintf(`{"seq":%d,"next_by_subj":%q}`, floor+1, l.Subject()))
		if errors.Is(err, ErrNotFound) {
			continue
		} else if err != nil {
			return 0, nil, err
		}
		if waits == nil || next.Seq < waits.Seq {
			waits = next
		}
	}
	if waits != nil {
		last = min(last, waits.Seq-1)
	}
	// Circuits are counted in the order of the journal. The transmission that was
	// counted last stays: by it the next start knows the journal again.
	c, err := f.LatestCircuit(ctx)
	return min(last, max(c.Journal, 1)-1), waits, err
}

// storedSize is about what a message that was read without its data takes of
// the bytes that the server counts.
func storedSize(m *Stored) int64 {
	size := int64(len(m.Subject)) + 30
	for k, vs := range m.Header {
		if k == "Nats-Msg-Size" {
			n, _ := strconv.ParseInt(m.Header.Get(k), 10, 64)
			size += n
			continue
		}
		for _, v := range vs {
			size += int64(len(k) + len(v) + 4)
		}
	}
	return size
}
