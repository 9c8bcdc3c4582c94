package main

import (
	"encoding/json"
	"fmt"
	"os"

	"cablefeed/internal/cable"
	"cablefeed/internal/card"
	"cablefeed/internal/change"
	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// showDiff shows what a revision changed: as a unified diff, or one JSON object
// a line for each field.
func showDiff(rec, before *feed.Stored, format string) error {
	id := rec.Header.Get(pipeline.HdrID)
	if before == nil {
		return fmt.Errorf("%s has no revision before revision %s", id, rec.Header.Get(pipeline.HdrRevision))
	}
	was, err := cableOf(before)
	if err != nil {
		return err
	}
	now, err := cableOf(rec)
	if err != nil {
		return err
	}
	if format == "json" {
		out := json.NewEncoder(os.Stdout)
		for _, c := range change.Between(was, now) {
			if err := out.Encode(c); err != nil {
				return err
			}
		}
		return nil
	}
	name := func(m *feed.Stored) string {
		return fmt.Sprintf("%s revision %s  %s", id, m.Header.Get(pipeline.HdrRevision), card.Moment(m.Time))
	}
	d := change.Unified(name(before), name(rec), was, now)
	if d == "" {
		d = "fields and paragraphs are the same; the texts differ elsewhere (see --raw)\n"
	}
	_, err = os.Stdout.WriteString(d)
	return err
}

func cableOf(m *feed.Stored) (*cable.Cable, error) {
	var c cable.Cable
	if err := json.Unmarshal(m.Data, &c); err != nil {
		return nil, fmt.Errorf("%s: %w", m.Subject, err)
	}
	return &c, nil
}
