package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/circuit"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/route"
)

// circuitHistory is how many states of a circuit are kept; older ones are
// dropped.
const circuitHistory = 100

// A Circuit is a state of a circuit as it is stored.
type Circuit struct {
	circuit.State
	Seq uint64 // in CABLES; 0: not stored yet
}

// Circuit gives the stored state of the circuit of a channel; the zero Circuit
// when there is none.
func (f *Feed) Circuit(ctx context.Context, channel string) (Circuit, error) {
	return f.circuit(ctx, route.Circuit(channel))
}

// LatestCircuit gives the state that was stored last, of any circuit: all
// transmissions up to its Journal are counted.
func (f *Feed) LatestCircuit(ctx context.Context) (Circuit, error) {
	return f.circuit(ctx, route.Circuits)
}

func (f *Feed) circuit(ctx context.Context, filter string) (c Circuit, err error) {
	m, err := f.Last(ctx, filter)
	if errors.Is(err, ErrNotFound) {
		return Circuit{}, nil
	} else if err != nil {
		return c, err
	}
	if err := json.Unmarshal(m.Data, &c.State); err != nil {
		return c, fmt.Errorf("%s: %w", m.Subject, err)
	}
	c.Seq = m.Seq
	return c, nil
}

// CommitCircuits stores states as one atomic batch, under the condition that
// none was stored since they were read, and notes their new sequences.
func (f *Feed) CommitCircuits(ctx context.Context, states []*Circuit) error {
	results := make([]pipeline.Result, len(states))
	for i, c := range states {
		data, err := json.Marshal(c.State)
		if err != nil {
			return err
		}
		subject := route.Circuit(c.Channel)
		results[i].Messages = []pipeline.Message{{
			Subject: subject, Data: data, Expect: &pipeline.Expect{Filter: subject, Seq: c.Seq},
			Header: map[string][]string{pipeline.HdrContentType: {"application/json"}},
		}}
	}
	seqs, err := f.Commit(ctx, results...)
	if err != nil {
		return err
	}
	for i, c := range states {
		c.Seq = seqs[i]
	}
	return nil
}

// TrimCircuit drops all but the latest states of a circuit.
func (f *Feed) TrimCircuit(ctx context.Context, channel string) error {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return err
	}
	return s.Purge(ctx, jetstream.WithPurgeSubject(route.Circuit(channel)), jetstream.WithPurgeKeep(circuitHistory))
}

// Circuits gives the latest state of every circuit, by channel.
func (f *Feed) Circuits(ctx context.Context) ([]circuit.State, error) {
	latest := map[string]circuit.State{} // one that is stored meanwhile comes, too
	scan := Scan{Stream: Cables, Subjects: []string{route.Circuits}, Last: true}
	err := f.Scan(ctx, scan, func(m *Stored) error {
		var s circuit.State
		if err := json.Unmarshal(m.Data, &s); err != nil {
			return fmt.Errorf("%s: %w", m.Subject, err)
		}
		latest[m.Subject] = s
		return nil
	})
	all := slices.Collect(maps.Values(latest))
	slices.SortFunc(all, func(a, b circuit.State) int { return strings.Compare(a.Channel, b.Channel) })
	return all, err
}

// LastOnLanes is the sequence of the last transmission on any lane; 0: none.
func (f *Feed) LastOnLanes(ctx context.Context) (uint64, error) {
	m, err := f.get(ctx, Incoming, fmt.Sprintf(`{"last_by_subj":%q}`, PlainSubject+".*"))
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	} else if err != nil {
		return 0, err
	}
	return m.Seq, nil
}
