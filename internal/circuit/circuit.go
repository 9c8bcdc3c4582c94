// Package circuit follows the channel sequence numbers of a circuit: every
// transmission carries the next number of the circuit that it came on, so a
// number that does not come tells of a transmission that was lost. It is pure:
// a State and a Sighting give the next State.
package circuit

import (
	"slices"
	"time"
)

// Bounds of what is believed.
const (
	maxGaps = 64  // open gaps that a state holds; older ones are only counted
	around  = 50  // a wrap-around is one from this near the top to this near the bottom
	far     = 100 // a longer jump ahead is taken back when the number after it goes on as before
	low     = 10  // where a circuit begins again on a new day, should its first numbers be lost
)

// A Sighting is one transmission as the journal has it.
type Sighting struct {
	Channel  string // "" when it names no circuit
	Number   int    // -1 when none can be read
	Digits   int    // as printed: 0044 has four
	Journal  uint64 // its sequence in the journal
	Received time.Time
}

// A Gap is a run of numbers that have not come.
type Gap struct {
	From  int       `json:"from"`
	To    int       `json:"to"`    // inclusive
	Since time.Time `json:"since"` // when a later number came
}

// Len is how many numbers the gap has.
func (g Gap) Len() int { return g.To - g.From + 1 }

// A State is what is known of one circuit. The zero State has seen nothing.
type State struct {
	Channel   string    `json:"channel"` // "": the transmissions that name no circuit
	Last      int       `json:"last"`    // the number that the next one follows
	Digits    int       `json:"digits"`  // 3: up to 999; 4: up to 9999; 0: no number yet
	Gaps      []Gap     `json:"gaps"`    // open, disjoint, oldest first
	FirstSeen time.Time `json:"first_seen"`
	LastSeen  time.Time `json:"last_seen"`
	Journal   uint64    `json:"journal"` // sequence of the last transmission counted here

	Received   uint64 `json:"received"`   // transmissions
	Late       uint64 `json:"late"`       // numbers that came after a later one
	Repeats    uint64 `json:"repeats"`    // numbers that had come before
	Resets     uint64 `json:"resets"`     // times that it began again at its first number
	Wraps      uint64 `json:"wraps"`      // times that it went from its last number to its first
	Strays     uint64 `json:"strays"`     // numbers that were garbled: they fit nowhere
	Unnumbered uint64 `json:"unnumbered"` // number zero, or none that can be read
	Lost       uint64 `json:"lost"`       // numbers no longer waited for: used again, or too many

	// What the next sighting decides.
	Run  int   `json:"run,omitempty"`  // the last of the numbers repeated in order from 1
	Jump *Jump `json:"jump,omitempty"` // the last sighting was far ahead
}

// A Jump is where a circuit stood before a number far ahead.
type Jump struct {
	Last   int `json:"last"`
	Digits int `json:"digits"`
}

// Missing is how many numbers the open gaps have.
func (s State) Missing() (n int) {
	for _, g := range s.Gaps {
		n += g.Len()
	}
	return n
}

// top is the last number before the first one comes again.
func (s State) top() int {
	if s.Digits <= 3 {
		return 999
	}
	return 9999
}

// Fold gives s with one sighting more. A sighting that s has counted already,
// by its place in the journal, changes nothing.
func Fold(s State, g Sighting) State {
	if g.Journal <= s.Journal {
		return s
	}
	newDay := s.Received > 0 && g.Received.UTC().YearDay() != s.LastSeen.UTC().YearDay()
	if s.Received == 0 {
		s.FirstSeen = g.Received
	}
	s.Channel, s.LastSeen, s.Journal = g.Channel, g.Received, g.Journal
	s.Received++

	n := g.Number
	// QUIRK: VZCZCXYZ0000 is a copy without a number; zero counts only where 9999
	// or 999 goes before it.
	if n < 0 || n == 0 && (s.Digits == 0 || s.Last != s.top()) {
		s.Unnumbered++
		return s
	}
	jump, run := s.Jump, s.Run
	s.Jump, s.Run = nil, 0
	width := max(3, g.Digits)
	switch wrapped := s.Last > s.top()-around && n <= around && width <= s.Digits; {
	case s.Digits == 0: // the first number
		s.Last, s.Digits = n, width
	case n == s.Last+1:
		s.Digits = max(s.Digits, width)
		s.advance(n)
	case jump != nil && n == jump.Last+1: // the number far ahead was garbled
		s.Strays++
		s.Gaps = slices.Clone(s.Gaps[:max(0, len(s.Gaps)-1)])
		s.Last, s.Digits = jump.Last, jump.Digits
		s.advance(n)
	case newDay && n < s.Last && !wrapped && (n == 1 || n <= low && s.Last >= far):
		s.reset(n, width, g.Received)
	case s.fill(n):
		s.Late++
	case n > s.Last:
		if n-s.Last > far {
			s.Jump = &Jump{Last: s.Last, Digits: s.Digits}
		}
		s.Digits = max(s.Digits, width)
		s.open(s.Last+1, n-1, g.Received)
		s.advance(n)
	case wrapped:
		s.Wraps++
		s.open(s.Last+1, s.top(), g.Received)
		s.open(1, n-1, g.Received)
		s.Last = 0
		s.advance(n)
	case n == run+1 && n == 2 && s.Last > 2: // 1 and 2 again: no repetition, a new beginning
		s.Repeats--
		s.reset(n, width, g.Received)
	default:
		s.Repeats++
		if n == 1 {
			s.Run = n
		}
	}
	return s
}

// advance makes n the last number. A gap of the round before that has it is
// given up: the number is in use again.
func (s *State) advance(n int) {
	s.Last = n
	s.giveUp(n, n)
}

// reset lets the circuit begin again; numbers before n are missing.
func (s *State) reset(n, digits int, at time.Time) {
	s.Resets++
	s.Digits = digits
	if n != 2 { // of 1 and 2, 1 has come
		s.open(1, n-1, at)
	}
	s.advance(n)
}
