package generate

import (
	"errors"
	"fmt"

	"cablefeed/internal/cable"
)

// A Mix says what a load is made of. Each share is a part of all transmissions,
// from 0 to 1; what is left are new cables in one piece. The zero Mix makes such
// cables alone, all of them routine.
type Mix struct {
	Size int // median length of a cable in bytes; 0 is 6000

	Tag string // a code that every cable has besides; "": none

	Precedence [4]float64 // weights of flash, immediate, priority, routine; all 0: routine alone

	Sections    float64 // parts of cables that come as several transmissions, in any order
	Incomplete  float64 // of those cables: how many never come whole
	Duplicates  float64 // the same text again, under another FL1 or the same one
	Suspected   float64 // the same text again, marked ZFD
	Corrections float64 // another text under the same number, marked CORRECTED COPY and ZDS
	Service     float64 // operators' service messages
	Garbles     float64 // new cables that were damaged on their way, but can be read
	NonCables   float64 // what is no cable at all
	Gaps        float64 // transmissions before which numbers of their circuit are missing
}

// Realistic is the mix of a busy post's circuit.
func Realistic() Mix {
	return Mix{
		Precedence: [4]float64{0.003, 0.137, 0.34, 0.52},
		Sections:   0.15, Incomplete: 0.01, Duplicates: 0.03, Suspected: 0.01, Corrections: 0.01,
		Service: 0.01, Garbles: 0.02, NonCables: 0.005, Gaps: 0.002,
	}
}

// Plain is a mix of new cables in one piece alone, of all precedences.
func Plain() Mix { return Mix{Precedence: Realistic().Precedence} }

// Only gives m with cables of precedence p alone.
func (m Mix) Only(p cable.Precedence) Mix {
	m.Precedence = [4]float64{}
	for i, q := range bands {
		if p == q {
			m.Precedence[i] = 1
		}
	}
	return m
}

// bands are the precedences that a Mix has weights for.
var bands = [4]cable.Precedence{cable.Flash, cable.Immediate, cable.Priority, cable.Routine}

// Validate names the first figure that cannot be meant.
func (m Mix) Validate() error {
	if m.Size < 0 || m.Size > 1<<20 {
		return fmt.Errorf("size %d: want 0 to 1048576 bytes", m.Size)
	}
	for _, w := range m.Precedence {
		if w < 0 {
			return fmt.Errorf("weight of a precedence %v: want 0 or more", w)
		}
	}
	shares := map[string]float64{
		"sections": m.Sections, "duplicates": m.Duplicates, "suspected": m.Suspected, "corrections": m.Corrections,
		"service": m.Service, "garbles": m.Garbles, "non-cables": m.NonCables,
	}
	sum := 0.0
	for name, share := range shares {
		if share < 0 || share > 1 {
			return fmt.Errorf("share of %s %v: want 0 to 1", name, share)
		}
		sum += share
	}
	if sum > 1 {
		return errors.New("the shares are more than the whole: their sum must not be above 1")
	}
	for name, share := range map[string]float64{"incomplete": m.Incomplete, "gaps": m.Gaps} {
		if share < 0 || share > 1 {
			return fmt.Errorf("share of %s %v: want 0 to 1", name, share)
		}
	}
	return nil
}
