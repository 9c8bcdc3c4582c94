// Package generate makes loads of telegrams for tests and measurements: seeded,
// so that the same seed gives the same bytes; realistic in their mix; and with
// an Expect that says, by construction, what the right outcome is. All texts are
// invented and say so (EXERCISE). It is pure, and is not part of the line.
package generate

import (
	"iter"
	"math/rand/v2"
	"time"

	"cablefeed/internal/cable"
)

// A Kind says what a transmission was made as.
type Kind string

// The kinds.
const (
	Single     Kind = "cable"      // a new cable in one piece
	Part       Kind = "section"    // one section of a new cable
	Duplicate  Kind = "duplicate"  // a text that came before
	Suspected  Kind = "suspected"  // a text that came before, marked ZFD
	Correction Kind = "correction" // another text of a cable that came before
	Service    Kind = "service"    // an operators' service message
	Garbled    Kind = "garbled"    // a new cable, damaged but readable
	NonCable   Kind = "non-cable"  // no cable at all
)

// A Transmission is one message of the load, and what it was meant to be.
type Transmission struct {
	Raw            []byte
	Kind           Kind
	ID             string // of its cable; "" where there is none
	Precedence     cable.Precedence
	Classification cable.Class
	Tags           []string
	Section, Total int    // 0: in one piece
	Channel        string // FL1
	Sequence       int
}

// A Generator makes transmissions one after the other. Its memory is bounded,
// but for the ids that Expect counts.
type Generator struct {
	rnd      *rand.Rand
	mix      Mix
	clock    time.Time // of the load: the DTG of the next cable
	posts    []station
	weights  []int // of posts, summed up
	serials  map[string]int
	circuits []circuit
	recent   []telegram // ring: what may come again
	next     int        // where the ring goes on
	waiting  []part     // sections still to be sent
	expect   Expect
}

// keep is how many cables may come again.
const keep = 256

// New gives a Generator for seed.
func New(seed uint64, mix Mix) *Generator {
	g := &Generator{
		rnd: rand.New(rand.NewPCG(seed, 0x6361626c65)), mix: mix,
		clock:   time.Date(2009, 1, 1, 0, 7, 0, 0, time.UTC),
		serials: map[string]int{}, expect: newExpect(),
	}
	g.posts, g.weights = stations()
	g.circuits = newCircuits(g.rnd)
	return g
}

// Next gives the next transmission of a load without end.
func (g *Generator) Next() Transmission { return g.make(1 << 30) }

// All yields n transmissions. They hold every section of their cables, except
// where the mix has cables that never come whole.
func (g *Generator) All(n int) iter.Seq[Transmission] {
	return func(yield func(Transmission) bool) {
		for left := n; left > 0; left-- {
			if !yield(g.make(left)) {
				return
			}
		}
	}
}

// Expect gives the right outcome of all that was made so far.
func (g *Generator) Expect() Expect { return g.expect.clone() }

// make makes the next transmission; left is how many are still to be made.
func (g *Generator) make(left int) Transmission {
	g.clock = g.clock.Add(time.Duration(g.rnd.IntN(90)) * time.Second)
	if len(g.waiting) >= left {
		return g.section(0)
	}
	roll := g.rnd.Float64()
	in := func(share float64) bool {
		roll -= share
		return roll < 0
	}
	room := left-len(g.waiting) >= maxSections
	switch {
	case in(g.mix.Sections):
		// As often as not, wait: sections come between other traffic.
		if len(g.waiting) > 0 && (!room || g.rnd.IntN(4) > 0) {
			return g.section(g.rnd.IntN(len(g.waiting)))
		} else if room {
			g.cut(g.telegram(true))
			return g.section(g.rnd.IntN(len(g.waiting)))
		}
	case in(g.mix.Duplicates):
		if t := g.earlier(func(*telegram) bool { return true }); t != nil {
			return g.duplicate(t)
		}
	case in(g.mix.Suspected):
		if t := g.earlier(func(*telegram) bool { return true }); t != nil {
			return g.suspected(t)
		}
	case in(g.mix.Corrections):
		if t := g.earlier(func(t *telegram) bool { return !t.corrected && t.part == 0 }); t != nil {
			return g.correct(t)
		}
	case in(g.mix.Service):
		return g.service()
	case in(g.mix.Garbles):
		return g.single(true)
	case in(g.mix.NonCables):
		return g.nonCable()
	}
	return g.single(false)
}

// earlier picks one of the cables that may come again, nil when none may.
func (g *Generator) earlier(ok func(*telegram) bool) *telegram {
	if len(g.recent) == 0 {
		return nil
	}
	if t := &g.recent[g.rnd.IntN(len(g.recent))]; ok(t) {
		return t
	}
	return nil
}

// remember lets t come again.
func (g *Generator) remember(t telegram) {
	if len(g.recent) < keep {
		g.recent = append(g.recent, t)
		return
	}
	g.recent[g.next] = t
	g.next = (g.next + 1) % keep
}
