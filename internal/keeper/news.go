package keeper

import (
	"cablefeed/internal/circuit"
)

// news is what happened to a circuit.
type news struct {
	now circuit.State
	circuit.News
}

// maxNamed is how many gaps a line of the log names.
const maxNamed = 8

// tell writes one line for each circuit with news.
func (k *Keeper) tell(all []news) {
	for _, n := range all {
		e, what := k.log.Info(), "circuit repeats"
		switch {
		case len(n.Opened) > 0:
			e, what = k.log.Warn(), "circuit has a gap"
		case n.Resets > 0:
			what = "circuit began again"
		case n.Lost > 0:
			e, what = k.log.Warn(), "circuit has numbers that never came"
		case len(n.Closed) > 0:
			what = "circuit gap closed"
		case n.Strays > 0:
			what = "circuit number garbled"
		}
		e = e.Str("circuit", n.now.Channel).Int("last", n.now.Last)
		if len(n.Opened) > 0 {
			e = e.Str("missing", named(n.Opened, n.now.Digits))
		}
		if len(n.Closed) > 0 {
			e = e.Str("closed", named(n.Closed, n.now.Digits))
		}
		for _, c := range []struct {
			key string
			n   uint64
		}{{"repeats", n.Repeats}, {"resets", n.Resets}, {"strays", n.Strays}, {"lost", n.Lost}} {
			if c.n > 0 {
				e = e.Uint64(c.key, c.n)
			}
		}
		e.Int("all_missing", n.now.Missing()).Msg(what)
	}
}

func named(gaps []circuit.Gap, digits int) string {
	s := circuit.Numbers(gaps[:min(len(gaps), maxNamed)], digits)
	if len(gaps) > maxNamed {
		s += " …"
	}
	return s
}
