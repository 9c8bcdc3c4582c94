package processor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// withBefore gives s with the cable of its record, so that the next revision
// can say what has changed. A record that is another one by now, or that cannot
// be read, is left out: the check in the commit tells the former.
func (p *Processor) withBefore(ctx context.Context, id string, s *pipeline.State) (*pipeline.State, error) {
	if s.Seq == 0 {
		return s, nil
	}
	m, err := p.feed.Record(ctx, id)
	if errors.Is(err, feed.ErrNotFound) {
		return s, nil
	} else if err != nil {
		return nil, fmt.Errorf("%w: record of %s: %w", feed.ErrUndecided, id, err)
	}
	var c cable.Cable
	if m.Seq != s.Seq || json.Unmarshal(m.Data, &c) != nil {
		return s, nil
	}
	with := *s
	with.Before = &c
	return &with, nil
}
