package feed

import (
	"context"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// CountRejected counts the rejects of the transmissions first to last.
func (f *Feed) CountRejected(ctx context.Context, first, last uint64) (int, error) {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return 0, err
	}
	info, err := s.Info(ctx, jetstream.WithSubjectFilter("cables.rejected.>"))
	if err != nil {
		return 0, err
	}
	n := 0
	for subject := range info.State.Subjects {
		seq, err := strconv.ParseUint(subject[strings.LastIndexByte(subject, '.')+1:], 10, 64)
		if err == nil && seq >= first && seq <= last {
			n++
		}
	}
	return n, nil
}
