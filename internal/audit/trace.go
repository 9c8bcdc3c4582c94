package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// Transmission says what became of one transmission of the journal. One that was
// triaged or retried is followed by what it was put on again as.
func Transmission(ctx context.Context, f *feed.Feed, seq uint64) ([]*Fate, error) {
	m, err := f.Transmission(ctx, seq)
	if errors.Is(err, feed.ErrNotFound) {
		return nil, fmt.Errorf("transmission %d: %w in the journal", seq, err)
	} else if err != nil {
		return nil, err
	}
	core := &pipeline.Core{}
	s := &store{ids: map[string]*history{}, made: map[uint64]*Revision{}, ofID: map[uint64]string{}}
	if err := s.readRejects(ctx, f, seq); err != nil {
		return nil, err
	}
	if s.rejected[seq] == nil && m.Subject != feed.PlainSubject {
		if p, err := core.Read(m.Data); err == nil {
			rejected := s.rejected
			if s, err = read(ctx, f, p.Cable.ID); err != nil {
				return nil, err
			}
			s.rejected = rejected
		}
	}
	fate, _ := s.fate(m, core)
	if fate.Decision == Undecided {
		if fate.As, fate.Decision, err = putOnAgain(ctx, f, seq); err != nil {
			return nil, err
		}
	}
	if err := complete(ctx, f, fate); err != nil {
		return nil, err
	}
	all := []*Fate{fate}
	if fate.As > fate.Incoming {
		next, err := Transmission(ctx, f, fate.As)
		if err != nil && !errors.Is(err, feed.ErrNotFound) {
			return all, err
		}
		all = append(all, next...)
	}
	return all, nil
}

// putOnAgain looks for the transmission that seq was put on again as.
func putOnAgain(ctx context.Context, f *feed.Feed, seq uint64) (as uint64, d pipeline.Decision, err error) {
	d = Undecided
	scan := feed.Scan{Stream: feed.Incoming, Subjects: feed.LaneSubjects(), From: seq + 1, Headers: true}
	err = f.Scan(ctx, scan, func(m *feed.Stored) error {
		switch seq {
		case one(m.Header.Get(feed.HdrTriaged)):
			as, d = m.Seq, Triaged
		case one(m.Header.Get(feed.HdrRetried)):
			as, d = m.Seq, Retried
		default:
			return nil
		}
		return errEnough
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return as, d, err
}

// complete reads what the headers do not say.
func complete(ctx context.Context, f *feed.Feed, fates ...*Fate) error {
	done := map[*Revision]bool{}
	for _, fate := range fates {
		if err := readProvisional(ctx, f, fate); err != nil {
			return err
		}
		if r := fate.Record; r != nil && !done[r] {
			done[r] = true
			if err := readAlerts(ctx, f, fate.ID, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// Cable says what became of every transmission of a cable, in the order of the
// journal. It reads the whole journal: a duplicate is noted nowhere else.
func Cable(ctx context.Context, f *feed.Feed, id string) ([]*Fate, error) {
	s, err := read(ctx, f, id)
	if err != nil {
		return nil, err
	}
	if err := s.readRejects(ctx, f); err != nil {
		return nil, err
	}
	core := &pipeline.Core{}
	hint := serial(id)
	var all []*Fate
	scan := feed.Scan{Stream: feed.Incoming, Subjects: feed.LaneSubjects()}
	err = f.Scan(ctx, scan, func(m *feed.Stored) error {
		if s.ofID[m.Seq] != id && (s.rejected[m.Seq] != nil || !mentions(m.Data, hint)) {
			return nil
		}
		if fate, _ := s.fate(m, core); fate.ID == id {
			all = append(all, fate)
		}
		return nil
	})
	if err == nil {
		err = complete(ctx, f, all...)
	}
	slices.SortFunc(all, func(a, b *Fate) int { return int(a.Incoming) - int(b.Incoming) })
	return all, err
}

// serial gives the digits that every transmission of id has in its text; "" when
// the id does not tell.
func serial(id string) string {
	if strings.HasPrefix(id, "sha256-") {
		return ""
	}
	return id[len(strings.TrimRight(id, "0123456789")):]
}

// mentions tells whether raw has a number, written with zeros or the letter O.
func mentions(raw []byte, number string) bool {
	if !strings.Contains(number, "0") {
		return bytes.Contains(raw, []byte(number))
	}
	for i := 0; i+len(number) <= len(raw); i++ {
		j := 0
		for j < len(number) && (raw[i+j] == number[j] || number[j] == '0' && (raw[i+j] == 'O' || raw[i+j] == 'o')) {
			j++
		}
		if j == len(number) {
			return true
		}
	}
	return false
}
