package watch

import (
	"slices"
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// A List is many watches, made ready to be matched. The zero List is empty and
// matches nothing. A List is immutable, so any number of goroutines may share
// one, and a change is a new List in its place.
type List struct {
	rules []rule // by name
	index *index
	uses  uses
}

// A rule is a watch made ready: each of its conditions must hold.
type rule struct {
	watch      *Watch
	conditions []condition
	expr       *expr // nil: none
}

// A Hit is a watch that a cable matches, and why.
type Hit struct {
	Watch   *Watch
	Reasons []Reason
}

// Compile makes a List. It takes a copy, so the watches may be changed
// afterwards. If any of them is bad it returns Faults and no list.
func Compile(watches []Watch) (*List, error) { return new(List).Change(watches) }

// Change makes the List that takes the place of l. It gives what Compile gives,
// but takes over the expressions that l has compiled already: they are most of
// the work.
func (l *List) Change(watches []Watch) (*List, error) {
	exprs := map[string]*expr{} // by their source
	for i := range l.rules {
		if e := l.rules[i].expr; e != nil {
			exprs[e.source] = e
		}
	}
	watches = slices.Clone(watches)
	slices.SortStableFunc(watches, func(a, b Watch) int { return strings.Compare(a.Name, b.Name) })
	l = &List{rules: make([]rule, len(watches))}
	var faults Faults
	for i := range watches {
		w := &watches[i]
		report := func(field, reason string) {
			faults = append(faults, Fault{Watch: w.Name, Field: field, Reason: reason})
		}
		if i > 0 && w.Name == watches[i-1].Name && w.Name != "" {
			report("name", "another watch has this name")
		}
		program := check(w, exprs, report)
		if len(faults) > 0 {
			continue
		}
		l.rules[i] = rule{watch: w, conditions: conditions(w), expr: program}
		for _, k := range l.rules[i].conditions {
			l.uses |= map[field]uses{fieldFrom: usesFrom, fieldTo: usesTo, fieldReferences: usesReferences, fieldText: usesText}[k.field]
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	l.index = newIndex(l.rules)
	return l, nil
}

// Len is the number of watches.
func (l *List) Len() int { return len(l.rules) }

// Watches gives every watch, by name. They belong to the list.
func (l *List) Watches() []*Watch {
	ws := make([]*Watch, len(l.rules))
	for i := range l.rules {
		ws[i] = l.rules[i].watch
	}
	return ws
}

// Match gives the watches that c matches at a time, by name. It depends on
// nothing else, and the hits keep nothing of c but strings.
func (l *List) Match(c *cable.Cable, at time.Time) []Hit {
	if len(l.rules) == 0 {
		return nil
	}
	d := newDocument(c, at, l.uses)
	defer d.release()
	var hits []Hit
	for _, i := range l.index.candidates(d) {
		if reasons, ok := l.rules[i].match(d); ok {
			hits = append(hits, Hit{l.rules[i].watch, reasons})
		}
	}
	return hits
}

// match evaluates the rule by itself, index or no index.
func (r *rule) match(d *document) ([]Reason, bool) {
	reasons := []Reason{}
	for i := range r.conditions {
		if !r.conditions[i].holds(d, r.watch, &reasons) {
			return nil, false
		}
	}
	if r.expr != nil {
		reason, ok, _ := r.expr.eval(d.c)
		if !ok {
			return nil, false
		}
		reasons = append(reasons, reason)
	}
	return reasons, true
}
