package bench

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/pipeline"
)

// A Latency is how long cables took from before they were handed in until a
// subscriber had the committed alert.
type Latency struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50_ms"`
	P99   float64 `json:"p99_ms"`
	Max   float64 `json:"max_ms"`
}

func latencyOf(took []time.Duration) Latency {
	if len(took) == 0 {
		return Latency{}
	}
	slices.Sort(took)
	at := func(q float64) float64 {
		return float64(took[min(len(took)-1, int(q*float64(len(took))))].Microseconds()) / 1000
	}
	return Latency{Count: len(took), P50: at(0.5), P99: at(0.99), Max: at(1)}
}

func (l Latency) String() string {
	return fmt.Sprintf("p50 %.1f ms, p99 %.1f ms, max %.1f ms (%d)", l.P50, l.P99, l.Max, l.Count)
}

// A stopwatch notes when cables were handed in and when their alerts came.
type stopwatch struct {
	mu      sync.Mutex
	sent    map[string]time.Time
	took    map[cable.Precedence][]time.Duration
	arrived chan string // ids, when somebody listens
}

// watch starts a subscriber to the alerts, with a connection of its own.
func (l *line) watch(ctx context.Context) (*stopwatch, func(), error) {
	nc, f, err := l.connect()
	if err != nil {
		return nil, nil, err
	}
	s := &stopwatch{sent: map[string]time.Time{}, took: map[cable.Precedence][]time.Duration{}, arrived: make(chan string, 1)}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = f.Tail(ctx, feed.Query{Kind: "alert", Since: time.Now()}, func(m *feed.Stored) error {
			s.arrive(m.Header.Get(pipeline.HdrID), cable.Precedence(m.Header.Get(pipeline.HdrPrecedence)))
			return nil
		})
	}()
	return s, func() { cancel(); <-done; nc.Close() }, nil
}

// start notes that the cable id is handed in now.
func (s *stopwatch) start(id string) {
	s.mu.Lock()
	s.sent[id] = time.Now()
	s.mu.Unlock()
}

// arrive notes the first alert of a cable.
func (s *stopwatch) arrive(id string, p cable.Precedence) {
	now := time.Now()
	s.mu.Lock()
	at, ok := s.sent[id]
	if ok {
		delete(s.sent, id)
		s.took[p] = append(s.took[p], now.Sub(at))
	}
	s.mu.Unlock()
	if ok {
		select {
		case s.arrived <- id:
		default:
		}
	}
}

// missing is the number of cables whose alerts have not come.
func (s *stopwatch) missing() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

// settle waits until all alerts came, or for a time.
func (s *stopwatch) settle(ctx context.Context, limit time.Duration) {
	for deadline := time.Now().Add(limit); s.missing() > 0 && time.Now().Before(deadline) && ctx.Err() == nil; {
		time.Sleep(time.Millisecond)
	}
}

func (s *stopwatch) latency(p cable.Precedence) Latency {
	s.mu.Lock()
	defer s.mu.Unlock()
	return latencyOf(s.took[p])
}
