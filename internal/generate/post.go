package generate

import (
	"slices"
	"sort"
	"sync"

	"cablefeed/internal/post"
)

// A station sends and receives telegrams.
type station struct {
	mrn, name, address, indicator, geo string
}

// busy lists the stations that send most.
var busy = map[string]int{
	"STATE": 900, "BAGHDAD": 120, "KABUL": 110, "ISLAMABAD": 80, "MOSCOW": 90, "BEIJING": 100, "PARIS": 80, "LONDON": 80, "MEXICO": 60,
	"NEWDELHI": 70, "TOKYO": 70, "BERLIN": 70, "CAIRO": 70, "ANKARA": 80, "TELAVIV": 70, "BRUSSELS": 50, "ROME": 50, "MADRID": 50, "BOGOTA": 60,
	"JAKARTA": 60, "MANILA": 60, "SEOUL": 50, "TAIPEI": 50, "USUNNEWYORK": 50, "GENEVA": 50, "CARACAS": 50, "BRASILIA": 50, "PRETORIA": 40, "LAGOS": 40,
}

// stations gives the posts that send telegrams, and their weights summed up.
func stations() ([]station, []int) {
	all := table()
	return all.stations, all.sums
}

type stationTable struct {
	stations []station
	sums     []int
}

var table = sync.OnceValue(func() stationTable {
	var t stationTable
	sum := 0
	for _, p := range post.Posts() {
		weight := map[string]int{"embassy": 12, "mission": 10, "consulate": 4, "agency": 0}[p.Kind]
		if w := busy[p.MRN]; w > 0 {
			weight = w
		}
		if weight == 0 || len(p.Indicators) == 0 || p.Geo == "" && p.MRN != "STATE" {
			continue
		}
		s := station{p.MRN, p.Name, p.Address, p.Indicators[0], p.Geo}
		if p.MRN == "STATE" {
			s = station{"STATE", "STATE", "SECSTATE WASHDC", "RUEHC", ""}
		}
		// Only what has one reading: whose name is no other's.
		if mrn, ok := post.Station(s.name, 2009); !ok || mrn != s.mrn {
			continue
		}
		sum += weight
		t.stations = append(t.stations, s)
		t.sums = append(t.sums, sum)
	}
	return t
})

// station picks a station by weight, other than those of not.
func (g *Generator) station(not ...station) station {
	for {
		n := g.rnd.IntN(g.weights[len(g.weights)-1])
		s := g.posts[sort.SearchInts(g.weights, n+1)]
		if !slices.Contains(not, s) {
			return s
		}
	}
}
