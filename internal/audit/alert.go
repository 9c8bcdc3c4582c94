package audit

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"cablefeed/internal/card"
	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/watch"
)

// An Alert is one alert that a cable raised.
type Alert struct {
	Watch    string `json:"watch"`
	Because  string `json:"because"`
	Subject  string `json:"subject"`
	Sequence uint64 `json:"sequence"` // in CABLES
}

func alertOf(m *feed.Stored) (Alert, error) {
	var a watch.Alert
	if err := json.Unmarshal(m.Data, &a); err != nil {
		return Alert{}, err
	}
	return Alert{Watch: a.Watch, Because: card.Because(&a), Subject: m.Subject, Sequence: m.Seq}, nil
}

// readAlerts finds what a revision published besides its record: it follows the
// record in the same batch, or, where a batch could not hold it, later.
func readAlerts(ctx context.Context, f *feed.Feed, id string, r *Revision) error {
	scan := feed.Scan{Stream: feed.Cables, From: r.Sequence + 1}
	if r.batches > 1 {
		scan.Subjects = []string{"cables.alert.>", "cables.restricted.>"}
	}
	err := f.Scan(ctx, scan, func(m *feed.Stored) error {
		own := m.Header.Get(pipeline.HdrID) == id && m.Header.Get(pipeline.HdrRevision) == strconv.Itoa(r.Number)
		switch {
		case !own && r.batches > 1:
		case !own:
			return errEnough
		case strings.HasPrefix(m.Subject, "cables.restricted."):
			r.Restricted = m.Subject
		case strings.HasPrefix(m.Subject, "cables.alert."):
			a, err := alertOf(m)
			if err != nil {
				return err
			}
			r.Alerts = append(r.Alerts, a)
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// readProvisional finds the alerts that section 1 raised while the others were
// still to come: between its receipt and the record.
func readProvisional(ctx context.Context, f *feed.Feed, fate *Fate) error {
	if fate.Section != 1 {
		return nil
	}
	scan := feed.Scan{Stream: feed.Cables, Subjects: []string{"cables.alert.>"}, Since: fate.Received}
	err := f.Scan(ctx, scan, func(m *feed.Stored) error {
		if fate.Record != nil && m.Seq > fate.Record.Sequence {
			return errEnough
		}
		if m.Header.Get(pipeline.HdrID) != fate.ID || m.Header.Get(pipeline.HdrRevision) != "0" || one(m.Header.Get(pipeline.HdrIncoming)) != fate.Incoming {
			return nil
		}
		a, err := alertOf(m)
		fate.Provisional = append(fate.Provisional, a)
		return err
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
