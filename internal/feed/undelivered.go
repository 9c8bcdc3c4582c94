package feed

import (
	"context"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Undelivered keeps a notice that a channel has given up.
func (f *Feed) Undelivered(ctx context.Context, channel, id, reason string, notice []byte) error {
	m := &nats.Msg{Subject: "cables.undelivered." + channel, Data: notice, Header: nats.Header{
		"Notice-Id": {headerText(id)}, "Notice-Reason": {headerText(reason)}, "Content-Type": {"application/json"},
	}}
	_, err := f.js.PublishMsg(ctx, m)
	return err
}

// EachUndelivered gives the notices that a channel has given up, oldest first;
// handle tells whether one is to be dropped.
func (f *Feed) EachUndelivered(ctx context.Context, channel string, handle func(*Stored) (drop bool, err error)) error {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return err
	}
	return f.Scan(ctx, Scan{Stream: Cables, Subjects: []string{"cables.undelivered." + channel}}, func(m *Stored) error {
		drop, err := handle(m)
		if err == nil && drop {
			err = s.DeleteMsg(ctx, m.Seq)
		}
		return err
	})
}

// CountUndelivered gives the number of notices that each channel has given up.
func (f *Feed) CountUndelivered(ctx context.Context) (map[string]uint64, error) {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return nil, err
	}
	info, err := s.Info(ctx, jetstream.WithSubjectFilter("cables.undelivered.>"))
	if err != nil {
		return nil, err
	}
	counts := map[string]uint64{}
	for subject, n := range info.State.Subjects {
		counts[strings.TrimPrefix(subject, "cables.undelivered.")] = n
	}
	return counts, nil
}
