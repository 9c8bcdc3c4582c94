package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/source"
)

// files tries the watches on what a worker would make of the files: sections
// are joined, a text that comes again and service messages raise no alert.
func (t *trial) files(files []string) error {
	if err := t.start(nil); err != nil {
		return err
	}
	var failed error
	report := func(err error) {
		fmt.Fprintf(os.Stderr, "cablefeed: %v\n", err)
		failed = errSilent
	}
	core := &pipeline.Core{}
	waiting := map[string]*pipeline.State{} // the sections of a cable
	seen := map[string]bool{}
	join := func(id string) {
		parts := waiting[id].Parts
		delete(waiting, id)
		if whole, err := core.Join(parts); err != nil {
			report(fmt.Errorf("%s: %w", id, err))
		} else {
			t.add(whole.Cable, dateOf(whole.Cable))
		}
	}
	for raw := range source.Read(files, os.Stdin, nil) {
		if raw.Err != nil {
			report(raw.Err)
			continue
		}
		p, err := core.Read(raw.Data)
		if err != nil {
			report(fmt.Errorf("%s: %w", raw.Source, err))
			continue
		}
		id := p.Cable.ID
		switch again := id + " " + p.Fingerprint; {
		case seen[again], p.Cable.ServiceMessage:
		case p.Number() == 0:
			seen[again] = true
			t.add(p.Cable, dateOf(p.Cable))
		default:
			seen[again] = true
			s := waiting[id]
			if s == nil {
				s = &pipeline.State{}
			}
			waiting[id] = s.With(p)
			if len(waiting[id].Missing()) == 0 {
				join(id)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(waiting)) {
		join(id)
	}
	return failed
}

// dateOf gives the date of a cable as it says itself; zero when it does not.
func dateOf(c *cable.Cable) time.Time {
	if !c.DateTimeGroup.IsZero() {
		return c.DateTimeGroup
	}
	day, _ := time.Parse(time.DateOnly, c.Date)
	return day
}
