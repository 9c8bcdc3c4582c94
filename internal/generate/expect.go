package generate

import (
	"maps"
	"slices"
)

// An Expect is the right outcome of a load that is taken in once, in the order
// in which it was made. In another order only some decisions change places (a
// marked copy that arrives first is new); Records, Copies, Restricted, Tagged
// and Waiting do not.
type Expect struct {
	Transmissions int
	Decisions     map[string]int // by their words: new, duplicate, correction …
	Records       map[string]int // cable id → revisions
	Copies        map[string]int // TAG, or UNTAGGED → copies in its feed
	Restricted    map[string]int // caption → copies of cables that it keeps out of the feeds
	Tagged        map[string]int // TAG → records that have it, restricted ones too
	Waiting       map[string][]int
	Circuits      map[string]Circuit
}

// A Circuit is what came over one circuit.
type Circuit struct {
	Last    int // number
	Missing int // numbers that never came
	Repeats int
}

func newExpect() Expect {
	return Expect{
		Decisions: map[string]int{}, Records: map[string]int{}, Copies: map[string]int{}, Restricted: map[string]int{},
		Tagged: map[string]int{}, Waiting: map[string][]int{}, Circuits: map[string]Circuit{},
	}
}

func (e *Expect) clone() Expect {
	c := *e
	c.Decisions, c.Records, c.Copies = maps.Clone(e.Decisions), maps.Clone(e.Records), maps.Clone(e.Copies)
	c.Restricted, c.Tagged, c.Circuits = maps.Clone(e.Restricted), maps.Clone(e.Tagged), maps.Clone(e.Circuits)
	c.Waiting = make(map[string][]int, len(e.Waiting))
	for id, missing := range e.Waiting {
		c.Waiting[id] = slices.Clone(missing)
	}
	return c
}

// Revisions is the number of record messages.
func (e *Expect) Revisions() (n int) {
	for _, r := range e.Records {
		n += r
	}
	return n
}

// Alerts is the number of alerts of each of the watches that are there by
// default, without provisional ones.
func (e *Expect) Alerts() map[string]int {
	return map[string]int{"kcrm": e.Tagged["KCRM"], "kwmn": e.Tagged["KWMN"]}
}

func (e *Expect) decided(decision string) {
	e.Transmissions++
	e.Decisions[decision]++
}

// record counts a revision of t.
func (e *Expect) record(t *telegram) {
	e.Records[t.id()]++
	for _, tag := range t.tags {
		e.Tagged[tag]++
	}
	switch {
	case t.restricting() != "":
		e.Restricted[t.restricting()]++
	case len(t.tags) == 0:
		e.Copies["UNTAGGED"]++
	default:
		for _, tag := range t.tags {
			e.Copies[tag]++
		}
	}
}

// begin notes a cable of which no section was sent yet.
func (e *Expect) begin(t *telegram) {
	missing := make([]int, t.sections())
	for i := range missing {
		missing[i] = i + 1
	}
	e.Waiting[t.id()] = missing
}

// part notes that section n was sent; whole tells whether it was the last one.
func (e *Expect) part(t *telegram, n int) (whole bool) {
	id := t.id()
	left := slices.DeleteFunc(e.Waiting[id], func(m int) bool { return m == n })
	if len(left) > 0 {
		e.Waiting[id] = left
		return false
	}
	delete(e.Waiting, id)
	return true
}

func (e *Expect) sent(channel string, n int) {
	c := e.Circuits[channel]
	c.Last = n
	e.Circuits[channel] = c
}

func (e *Expect) gap(channel string, n int) {
	c := e.Circuits[channel]
	if c.Last == 0 {
		return // nobody knows the number before the first
	}
	c.Missing += n
	e.Circuits[channel] = c
}

func (e *Expect) repeated(channel string) {
	c := e.Circuits[channel]
	c.Repeats++
	e.Circuits[channel] = c
}
