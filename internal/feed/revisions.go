package feed

import (
	"context"
	"fmt"
	"strconv"

	"cablefeed/internal/pipeline"
	"cablefeed/internal/route"
)

// Revisions gives every stored revision of the cable id, in order; none when
// there is no such cable.
func (f *Feed) Revisions(ctx context.Context, id string) (all []*Stored, err error) {
	err = f.Scan(ctx, Scan{Stream: Cables, Subjects: []string{route.RecordOf(id)}}, func(m *Stored) error {
		all = append(all, m)
		return nil
	})
	return all, err
}

// Revision gives revision n of the cable id, and the one before it, nil when n
// is the first; 0 is the last one. ErrNotFound: there is no such cable, or no
// such revision of it.
func (f *Feed) Revision(ctx context.Context, id string, n int) (rev, before *Stored, err error) {
	all, err := f.Revisions(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, fmt.Errorf("%s: %w: no such cable is stored", id, ErrNotFound)
	}
	for i, m := range all {
		if m.Header.Get(pipeline.HdrRevision) == strconv.Itoa(n) || n == 0 && i == len(all)-1 {
			if i > 0 {
				before = all[i-1]
			}
			return m, before, nil
		}
	}
	return nil, nil, fmt.Errorf("%s: revision %d %w: the last one is %s", id, n, ErrNotFound, all[len(all)-1].Header.Get(pipeline.HdrRevision))
}
