package keeper

import (
	"cmp"
	"context"
	"slices"

	"cablefeed/internal/acp127"
	"cablefeed/internal/circuit"
	"cablefeed/internal/feed"
)

// Bounds of a book.
const (
	maxChanged = 500  // circuits in one commit
	maxPages   = 4096 // circuits held here; others are read again
	trimAfter  = 100  // commits of a circuit
)

// A book holds the circuits that are being counted. Each transmission of the
// journal changes one circuit, and those that changed are stored together: so
// the latest of them tells how far the journal is counted.
type book struct {
	feed    *feed.Feed
	pages   map[string]*page
	changed []*page
	counted uint64 // journal sequence of the last transmission seen
	last    uint64 // of the journal when the book was opened
	anew    uint64 // states stored up to this sequence may be of a journal that is gone; 0: none is
}

type page struct {
	feed.Circuit
	stored  circuit.State // as it was committed last
	commits int
	dirty   bool
}

// open gives the book as it is stored.
func open(ctx context.Context, f *feed.Feed) (*book, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	latest, err := f.LatestCircuit(ctx)
	if err != nil {
		return nil, err
	}
	b := &book{feed: f, pages: map[string]*page{}, counted: latest.Journal}
	if b.last, err = f.LastOnLanes(ctx); err != nil {
		return nil, err
	}
	if b.counted > b.last { // the journal was made anew
		b.counted, b.anew = 0, latest.Seq
	}
	return b, nil
}

// count counts one transmission on its circuit.
func (b *book) count(ctx context.Context, m *feed.Stored) error {
	b.counted = max(b.counted, m.Seq)
	if m.Header.Get(feed.HdrRetried) != "" {
		return nil // put on again by an operator: its number has been counted
	}
	channel, number, digits := acp127.Channel(m.Data)
	p := b.pages[channel]
	if p == nil {
		ctx, cancel := context.WithTimeout(ctx, patience)
		c, err := b.feed.Circuit(ctx, channel)
		cancel()
		if err != nil {
			return err
		}
		if c.Seq <= b.anew && c.Journal > b.last {
			c.Journal = 0
		}
		p = &page{Circuit: c, stored: c.State}
		b.pages[channel] = p
	}
	p.State = circuit.Fold(p.State, circuit.Sighting{
		Channel: channel, Number: number, Digits: digits, Journal: m.Seq, Received: m.Time,
	})
	if !p.dirty && p.Received != p.stored.Received {
		p.dirty = true
		b.changed = append(b.changed, p)
	}
	return nil
}

// full tells whether a commit holds no more circuits.
func (b *book) full() bool { return len(b.changed) >= maxChanged }

// commit stores the circuits that changed and gives their news. The one that
// was counted last is the last: it stands for all before it.
func (b *book) commit(ctx context.Context) ([]news, error) {
	if len(b.changed) == 0 {
		return nil, nil
	}
	slices.SortFunc(b.changed, func(a, c *page) int { return cmp.Compare(a.Journal, c.Journal) })
	states := make([]*feed.Circuit, len(b.changed))
	for i, p := range b.changed {
		states[i] = &p.Circuit
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := b.feed.CommitCircuits(ctx, states); err != nil {
		return nil, err
	}
	var all []news
	for _, p := range b.changed {
		if n := circuit.Compare(p.stored, p.State); n.Any() {
			all = append(all, news{p.State, n})
		}
		p.stored, p.dirty = p.State, false
		if p.commits++; p.commits%trimAfter == 0 {
			_ = b.feed.TrimCircuit(ctx, p.Channel) // next time, then
		}
	}
	b.changed = b.changed[:0]
	if len(b.pages) > maxPages {
		clear(b.pages)
	}
	return all, nil
}
