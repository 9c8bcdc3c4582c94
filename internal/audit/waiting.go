package audit

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"cablefeed/internal/feed"
)

// An Incomplete is a cable that waits for sections.
type Incomplete struct {
	ID      string    `json:"id"`
	Subject string    `json:"subject,omitempty"`
	Have    []int     `json:"have"`
	Missing []int     `json:"missing"`
	Total   int       `json:"total"` // the largest that a section names
	Since   time.Time `json:"since"` // when the first of its sections came
	Last    time.Time `json:"last"`
}

// Waiting lists the cables that wait for sections, the longest wait first.
// Sections that were left behind by a cable that is stored are none.
func Waiting(ctx context.Context, f *feed.Feed) ([]Incomplete, error) {
	ids := map[string]*history{}
	s := &store{ids: ids, ofID: map[uint64]string{}}
	scan := feed.Scan{Stream: feed.Cables, Subjects: []string{"cables.section.>"}, Headers: true}
	if err := f.Scan(ctx, scan, func(m *feed.Stored) error { s.add(m); return nil }); err != nil {
		return nil, err
	}
	all := []Incomplete{}
	for id, h := range ids {
		if _, err := f.Record(ctx, id); err == nil {
			continue
		} else if !errors.Is(err, feed.ErrNotFound) {
			return nil, err
		}
		in := Incomplete{ID: id, Missing: h.missing(), Since: h.sections[0].received, Last: h.sections[0].received}
		for _, k := range h.sections {
			if !slices.Contains(in.Have, k.number) {
				in.Have = append(in.Have, k.number)
			}
			in.Total = max(in.Total, k.total, k.number)
			if k.received.Before(in.Since) {
				in.Since = k.received
			}
			if k.received.After(in.Last) {
				in.Last = k.received
			}
			if k.subject != "" && (in.Subject == "" || k.number == 1) {
				in.Subject = k.subject
			}
		}
		slices.Sort(in.Have)
		all = append(all, in)
	}
	slices.SortFunc(all, func(a, b Incomplete) int {
		return cmp.Or(a.Since.Compare(b.Since), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}
