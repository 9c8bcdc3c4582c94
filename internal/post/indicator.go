package post

import (
	_ "embed" // the tables
	"slices"
	"strings"
	"sync"
)

//go:embed routing_indicators.csv
var indicatorsCSV string

//go:embed routing_indicator_conflicts.csv
var conflictsCSV string

// An indicatorTable says who is behind a routing indicator.
type indicatorTable struct {
	stations map[string]string   // indicator → the one station it stands for
	owners   map[string][]string // indicator → all stations that use it
	names    map[string]string   // indicator → name, of stations or not
	ranges   []indicatorRange    // in order
}

// An indicatorRange is a row such as RUEAWJA THRU RUEAWJD.
type indicatorRange struct{ first, last, name string }

// indicators gives the table, parsed at first use.
var indicators = sync.OnceValue(parseIndicators)

func parseIndicators() *indicatorTable {
	t := &indicatorTable{
		stations: make(map[string]string, 400), owners: make(map[string][]string, 400),
		names: make(map[string]string, 1700),
	}
	// Several stations may use one indicator. It stands for the one that names
	// it first, of those that do for the first in the order of stations.csv:
	// the bilateral embassy rather than the mission beside it.
	first := map[string]bool{}
	for _, p := range load().posts {
		for i, ri := range p.Indicators {
			t.owners[ri] = append(t.owners[ri], p.MRN)
			if _, taken := t.stations[ri]; !taken || i == 0 && !first[ri] {
				t.stations[ri], first[ri] = p.MRN, i == 0
			}
		}
	}
	for _, row := range rows(conflictsCSV) {
		if row[3] == "unresolved" { // the source swaps two stations: no one reading is right
			delete(t.stations, row[0])
		}
	}
	for _, row := range rows(indicatorsCSV) {
		if a, b, ok := strings.Cut(row[0], " THRU "); ok {
			t.ranges = append(t.ranges, indicatorRange{a, b, row[1]})
		} else if _, taken := t.names[row[0]]; !taken {
			t.names[row[0]] = row[1]
		}
	}
	slices.SortFunc(t.ranges, func(a, b indicatorRange) int { return strings.Compare(a.first, b.first) })
	return t
}

// name is what the tables call a routing indicator.
func (t *indicatorTable) name(ri string) (string, bool) {
	if n, ok := t.names[ri]; ok {
		return n, true
	}
	i, found := slices.BinarySearchFunc(t.ranges, ri, func(r indicatorRange, ri string) int { return strings.Compare(r.first, ri) })
	if !found {
		i--
	}
	if i >= 0 && len(ri) == len(t.ranges[i].first) && ri <= t.ranges[i].last {
		return t.ranges[i].name, true
	}
	return "", false
}

// station is the station behind exactly ri.
func (t *indicatorTable) station(ri string) (string, bool) {
	if mrn, ok := t.stations[ri]; ok {
		return mrn, true
	}
	if len(t.owners[ri]) > 0 {
		return "", false
	}
	if name, ok := t.name(ri); ok {
		return FromName(name)
	}
	return "", false
}

// suffixes may follow the indicator of a user (ACP 117): local delivery, crypto
// centre, service messages, service messages made by a machine.
var suffixes = [...]string{"C", "CR", "CS", "CSD"}

// FromIndicator finds the station that a routing indicator stands for: RUEHME,
// also with a suffix (RUEHMEC) or as one of a range. An indicator that two
// stations share is the bilateral embassy's; one that the sources contradict
// each other about gives none.
func FromIndicator(ri string) (mrn string, ok bool) {
	t := indicators()
	if mrn, ok = t.station(ri); ok {
		return mrn, true
	}
	if _, listed := t.name(ri); listed {
		return "", false
	}
	for _, s := range suffixes {
		if user, cut := strings.CutSuffix(ri, s); cut && len(user) >= len("RUEHC") {
			if mrn, ok = t.station(user); ok {
				return mrn, true
			}
		}
	}
	return "", false
}
