// Package processor takes raw transmissions from the journal and commits what
// they give: one cable, one atomic commit, then the acknowledgement. It reads
// with the pure pipeline, keeps order among the lanes, and overcomes by itself
// whatever a server can answer. Only app imports it.
package processor

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/watch"
)

// Config configures a Processor.
type Config struct {
	SectionWait  time.Duration `env:"SECTION_WAIT" envDefault:"6h" help:"Time that an incomplete cable waits for its missing sections before it is published without them."`
	Watchlist    string        `env:"WATCHLIST" flag:"watchlist" help:"File of watches, YAML or JSON, that is imported at the start."`
	DrainTimeout time.Duration `env:"DRAIN_TIMEOUT" envDefault:"20s" help:"Time that a stopping worker has to finish the transmissions in hand."`
}

// An Outcome is what became of one transmission.
type Outcome struct {
	Incoming  uint64 // its sequence in the journal
	Source    string // where it came from; may be empty
	Lane      feed.Lane
	Received  time.Time
	Decision  pipeline.Decision
	Err       error            // why it was rejected
	Part      *pipeline.Part   // as read; nil when rejected
	Result    *pipeline.Result // what it published; nil when nothing
	Record    uint64           // sequence of its record, or of the one it repeats
	Missing   []int            // sections that its cable waits for
	Recovered bool             // committed before a crash or a lost answer, found again
}

// A Processor works the lanes of one connection. Several, in any number of
// processes, share the work.
type Processor struct {
	feed    *feed.Feed
	cfg     Config
	log     zerolog.Logger
	observe func(Outcome)

	core    atomic.Pointer[pipeline.Core]
	recent  *recent // records
	waiting *recent // cables whose sections wait
	gate    *gate

	timers *timers

	watchdog    watchdog
	afterCommit func() // for tests: called between commit and acknowledgement
}

// New gives a Processor that matches against watches. observe, when not nil, is
// told what became of each transmission, after its acknowledgement; it is
// called by several goroutines and must be quick.
func New(f *feed.Feed, watches *watch.List, cfg Config, log zerolog.Logger, observe func(Outcome)) *Processor {
	p := &Processor{feed: f, cfg: cfg, log: log, observe: observe, recent: newRecent(100_000), waiting: newRecent(256), gate: newGate(len(feed.Lanes) + 1),
		timers:   &timers{wait: cfg.SectionWait, asked: map[int64]bool{}},
		watchdog: watchdog{limit: 10 * time.Second, pause: time.Second, stuck: map[uint64]bool{}}}
	p.SetWatches(watches)
	return p
}

// SetWatches swaps the watch list; the next cable is matched against it.
func (p *Processor) SetWatches(l *watch.List) { p.core.Store(&pipeline.Core{Watches: l}) }

// Run works until ctx ends; then it takes no more, finishes what is in hand,
// and returns.
func (p *Processor) Run(ctx context.Context) error {
	// Commits outlive ctx by the time that draining may take.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(p.cfg.DrainTimeout, cancel) })
	defer stop()

	var wg sync.WaitGroup
	wg.Go(func() { p.triage(ctx, work) })
	for rank, lane := range feed.Lanes {
		l := &worker{p: p, lane: lane, rank: rank + 1, limit: newLimit(lane)}
		wg.Go(func() { l.run(ctx, work) })
	}
	wg.Go(func() {
		_ = p.feed.ConsumeDue(ctx, func(at time.Time) error { return p.release(work, at) })
	})
	wg.Wait()
	return nil
}

func (p *Processor) tell(o Outcome) {
	if p.observe != nil {
		p.observe(o)
	}
}

// Validate names the first setting that cannot be right.
func (c Config) Validate() error {
	if c.SectionWait < time.Second {
		return fmt.Errorf("SECTION_WAIT %v: want 1s or more", c.SectionWait)
	}
	if c.DrainTimeout <= 0 {
		return fmt.Errorf("DRAIN_TIMEOUT %v: want more than 0", c.DrainTimeout)
	}
	return nil
}
