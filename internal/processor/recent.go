package processor

import (
	"sync"

	"cablefeed/internal/pipeline"
)

// recent remembers the records that this process saw last, so that a repeat
// soon after costs no look-up. What it holds may be out of date: the check on
// the record's sequence is the truth.
type recent struct {
	mu    sync.Mutex
	byID  map[string]*pipeline.State
	order []string // ring of the ids, oldest at next
	next  int
}

func newRecent(size int) *recent {
	return &recent{byID: make(map[string]*pipeline.State), order: make([]string, size)}
}

func (r *recent) get(id string) *pipeline.State {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byID[id]
}

func (r *recent) put(id string, s *pipeline.State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.byID[id]; !known {
		if old := r.order[r.next]; old != "" {
			delete(r.byID, old)
		}
		r.order[r.next] = id
		r.next = (r.next + 1) % len(r.order)
	}
	r.byID[id] = s
}

// forget empties the entry of id; its place in the ring stays.
func (r *recent) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.byID[id]; known {
		r.byID[id] = nil
	}
}
