package generate

import "math/rand/v2"

// A circuit numbers its transmissions: FL1.
type circuit struct {
	channel string
	last    int
	wrap    int // the highest number: 999 or 9999
}

// Channels of the circuits: the last letter says incoming or outgoing at some
// stations and nothing at others.
var channels = []struct {
	name string
	wrap int
}{
	{"XRO", 9999}, {"BKI", 9999}, {"WLO", 9999}, {"RKO", 9999}, {"BSO", 9999}, {"XYZ", 999}, {"CXI", 9999}, {"NVI", 999},
}

func newCircuits(rnd *rand.Rand) []circuit {
	all := make([]circuit, len(channels))
	for i, c := range channels {
		all[i] = circuit{c.name, rnd.IntN(c.wrap), c.wrap}
	}
	return all
}

// send gives t the next number of a circuit, perhaps behind a gap.
func (g *Generator) send(t *telegram) {
	c := &g.circuits[g.rnd.IntN(len(g.circuits))]
	if g.rnd.Float64() < g.mix.Gaps {
		n := 1 + g.rnd.IntN(3)
		for range n {
			c.advance()
		}
		g.expect.gap(c.channel, n)
	}
	c.advance()
	t.channel, t.sequence, t.wrap = c.channel, c.last, c.wrap
	g.expect.sent(c.channel, c.last)
}

func (c *circuit) advance() {
	if c.last++; c.last > c.wrap {
		c.last = 1
	}
}
