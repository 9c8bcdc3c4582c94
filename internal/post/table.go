package post

import (
	_ "embed" // the tables
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

//go:embed stations.csv
var stationsCSV string

//go:embed station_aliases.csv
var aliasesCSV string

//go:embed names.csv
var namesCSV string

// A table holds the stations with their indexes. It never changes once loaded.
// All indexes go by key.
type table struct {
	posts     []Post
	names     map[string]name   // what a station is called in a number
	addresses map[string]string // what it is called in an address, as a whole
	countries map[string]string // countries and adjectives → their embassy
	// others are former names, which are stations of their own, → the station
	// of today.
	others map[string][]string
	// near holds the names that a misprint may be one edit from, by length:
	// the stations' own first, then their aliases.
	near [2][maxKey + 1][]string
}

// A name calls a station.
type name struct {
	mrn       string
	how       How    // Exact or Alias
	ambiguous bool   // an alias that only the station place of a reference may apply
	before    string // the form before 1979, of an institute called by its place
}

// load gives the table, parsed at first use.
var load = sync.OnceValue(parse)

func parse() *table {
	t := &table{
		names: make(map[string]name, 700), addresses: make(map[string]string, 600),
		countries: make(map[string]string, 500), others: map[string][]string{},
	}
	for _, row := range rows(stationsCSV) {
		t.posts = append(t.posts, Post{
			MRN: row[0], Name: row[1], Kind: row[2], Address: row[3], Indicators: strings.Fields(row[4]),
			Geo: row[5], Aliases: strings.Fields(row[6]), Note: row[7],
		})
	}
	for _, p := range t.posts {
		t.call(p.MRN, name{mrn: p.MRN, how: Exact}, p.Kind != series)
	}
	for _, p := range t.posts {
		if p.Kind == series {
			continue
		}
		t.call(p.Name, name{mrn: p.MRN, how: Exact}, true)
		put(t.addresses, p.Address, p.MRN)
		if c, _, _ := strings.Cut(strings.TrimSuffix(p.Note, ")"), " ("); p.Kind == "embassy" && c != "Congo" {
			put(t.countries, c, p.MRN)
		}
	}
	for _, row := range rows(aliasesCSV) {
		if kind := row[2]; kind == "former-name" {
			k := makeKey(row[0])
			t.others[k] = append(t.others[k], row[1])
		} else {
			t.call(row[0], name{mrn: row[1], how: Alias, ambiguous: row[3] == "yes"}, kind != "misspelling")
		}
	}
	for _, row := range rows(namesCSV) {
		if row[2] == "address" {
			put(t.addresses, row[0], row[1])
		} else {
			put(t.countries, row[0], row[1])
		}
	}
	return t
}

// series is the kind of the rows that are no posts but second numbers, such as
// TOSEC. They are too short and common to be guessed from a misprint.
const series = "serial-series"

// call lists a name, unless an earlier one has it. A misprint may be one edit
// from it if it is likely.
func (t *table) call(text string, n name, likely bool) {
	k := makeKey(text)
	if _, taken := t.names[k]; taken {
		return
	}
	if "AIT"+k == n.mrn {
		n.before = k
	}
	t.names[k] = n
	if likely && !n.ambiguous && len(k) >= minRepair-1 {
		i := 0
		if n.how == Alias {
			i = 1
		}
		t.near[i][len(k)] = append(t.near[i][len(k)], k)
	}
}

func put(index map[string]string, text, mrn string) {
	if k := makeKey(text); k != "" {
		if _, taken := index[k]; !taken {
			index[k] = mrn
		}
	}
}

// rows reads an embedded table without its heading. The tables are part of the
// program: a fault in one is a fault of the program.
func rows(table string) [][]string {
	all, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("embedded table: %v", err))
	}
	return all[1:]
}
