package bench

import (
	"testing"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/generate"
	"cablefeed/internal/processor"
)

func setup(t *testing.T) Setup {
	return Setup{
		Feed:      feed.Config{Replicas: 1, AckWait: time.Minute},
		Processor: processor.Config{SectionWait: time.Hour, DrainTimeout: 5 * time.Second},
		Dir:       t.TempDir(), Log: zerolog.Nop(),
	}
}

func TestIdleTimesEveryCable(t *testing.T) {
	l, err := Idle(t.Context(), setup(t), 1, 20)
	if err != nil || l.Count != 20 || l.P50 <= 0 || l.P99 < l.P50 || l.Max < l.P99 {
		t.Errorf("got %+v, %v; want 20 times in order", l, err)
	}
}

func TestPipelineMeasuresRateAndFloor(t *testing.T) {
	mix := generate.Realistic()
	mix.Size = 1500
	var rounds []Round
	all, err := Pipeline(t.Context(), setup(t), Load{Seed: 1, Mix: mix, Count: 300}, 2, 2, func(r Round) { rounds = append(rounds, r) })
	if err != nil {
		t.Fatal(err)
	}
	if len(rounds) != 2 {
		t.Fatalf("%d rounds, want 2", len(rounds))
	}
	for _, r := range rounds {
		if r.Rate <= 0 || r.FloorOut <= 0 || r.Ratio <= 0 || r.Messages < 2 || r.Group < 2 || r.Resident <= 0 {
			t.Errorf("a figure is missing: %+v", r)
		}
	}
	if rounds[0].Disk <= 0 {
		t.Errorf("%v bytes on disk", rounds[0].Disk)
	}
	if all[cable.Routine].Count == 0 || all[cable.Priority].Count == 0 {
		t.Errorf("latencies by precedence: %v", all)
	}
}

func TestFlashComesWhileRoutineFlows(t *testing.T) {
	if testing.Short() {
		t.Skip("under the race detector a FLASH cable takes longer than the time between two of them")
	}
	mix := generate.Plain()
	mix.Size = 1000
	r, err := Flash(t.Context(), setup(t), Load{Seed: 1, Mix: mix, Count: 3000}, 1, FlashPlan{Count: 15, Rate: 10, Full: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if r.Flash.Count != 10 || r.Full <= 0 || r.During <= 0 || r.Waiting[1] == 0 {
		t.Errorf("got %+v; want 10 latencies behind the warm-up, and ROUTINE flowing", r)
	}
}

func TestDuplicatesStoreNothing(t *testing.T) {
	var replays []Replay
	if err := Duplicates(t.Context(), setup(t), Load{Seed: 1, Count: 300}, func(r Replay) { replays = append(replays, r) }); err != nil {
		t.Fatal(err)
	}
	if len(replays) != 4 {
		t.Fatalf("%d replays, want 4", len(replays))
	}
	for _, r := range replays {
		if r.Stored != 0 || r.Rate <= 0 {
			t.Errorf("%+v", r)
		}
	}
}
