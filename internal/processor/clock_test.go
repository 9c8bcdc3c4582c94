package processor

import (
	"testing"
	"time"

	"cablefeed/internal/feedtest"
	"cablefeed/internal/pipeline"
)

func TestReleaseIsDueWhateverTheClockSaid(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		received time.Time
		want     time.Time
	}{
		"received now":                             {now, now.Add(6 * time.Hour)},
		"received a while ago":                     {now.Add(-time.Hour - time.Second), now.Add(5 * time.Hour)},
		"received by a clock that was a year fast": {now.AddDate(1, 0, 0), now.Add(6 * time.Hour)},
		"received by a clock that was at zero":     {time.Unix(0, 0), now},
		"taken up after the wait was over":         {now.Add(-7 * time.Hour), now},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			timers := &timers{wait: 6 * time.Hour}
			if got := timers.due(tt.received, now); !got.Equal(tt.want) {
				t.Errorf("due(%v, %v) = %v, want %v", tt.received, now, got, tt.want)
			}
		})
	}
}

func TestSectionFromAFastClockIsReleased(t *testing.T) {
	t.Parallel()
	f, nc := feedtest.Feed(t, feedtest.Server(t))
	var p *Processor
	o, _ := start(t, f, func(q *Processor) { p = q; q.timers.wait = time.Second })
	core := p.core.Load()
	part, err := core.Read(sections(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	part.Received, part.Incoming = time.Now().AddDate(1, 0, 0), 1
	if _, err := f.Commit(t.Context(), core.Hold(part, &pipeline.State{}, time.Now())); err != nil {
		t.Fatal(err)
	}
	if err := p.ensureTimer(t.Context(), part.Received); err != nil {
		t.Fatal(err)
	}
	if got := o.wait(t, 1)[0]; got.Decision != Released {
		t.Errorf("%s, want a release", got.Decision)
	}
	if n := len(feedtest.Stored(t, nc, "cables.record.>")); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}
