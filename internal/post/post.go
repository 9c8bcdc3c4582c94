// Package post holds the posts of the Foreign Service and the agencies that
// telegrams come from and go to: embassies, consulates, missions and the
// Department itself, under the names, misprints and routing indicators by which
// a telegram calls them. A post is known by the form that its name takes in a
// message reference number: MEXICO, TELAVIV, USUNNEWYORK. The package reads
// names, not telegrams. It imports only the standard library.
//
// # Origin of the tables
//
// stations.csv, station_aliases.csv, routing_indicators.csv,
// routing_indicator_conflicts.csv and collectives.csv were taken over as facts
// from the cablemap project (BSD licence, L. Heuer) and from ACP 117 CAN-US
// SUPP-1(O) with change 4 and the 2014 edition (unclassified; extracts
// permitted); no sentence or code was copied. Their source and note columns say
// how sure a row is. names.csv (countries, adjectives and forms of address that
// stand for a post) was written for this package.
package post

import "strings"

// A Post is one station of stations.csv, or, without an MRN, what the table of
// routing indicators calls a station that sends no telegrams of its own.
type Post struct {
	MRN        string // as in a message reference number
	Name       string
	Kind       string // embassy, consulate, mission, agency, historical …
	Address    string
	Indicators []string
	Geo        string // usual about 2005 to 2010
	Aliases    []string
	Note       string
}

// How says in which way a name was found to be a station.
type How uint8

// The ways, the surest first.
const (
	None     How = iota // not found
	Exact               // the station's own name
	Alias               // an abbreviation, variant or known misprint
	Repaired            // a digit read as a letter, or one edit away from one station only
)

// Posts lists the stations in the order of their names.
func Posts() []Post { return load().posts }

// Lookup finds the posts that a person may mean by query: a name as in a number
// or an address, an alias of any sort, a country, or a routing indicator.
func Lookup(query string) []Post {
	t := load()
	query = strings.ToUpper(strings.TrimSpace(query))
	var found []string
	add := func(mrn string, ok bool) {
		for _, f := range found {
			ok = ok && f != mrn
		}
		if ok {
			found = append(found, mrn)
		}
	}
	add(FromName(query))
	mrn, how := RefStation(query, 0)
	add(mrn, how == Exact || how == Alias || how == Repaired && len(found) == 0)
	add(Country(query))
	var k keyBuf
	for _, mrn := range t.others[string(k.of(query))] {
		add(mrn, true)
	}
	for _, mrn := range indicators().owners[query] {
		add(mrn, true)
	}
	add(FromIndicator(query))
	var posts []Post
	for _, mrn := range found {
		for _, p := range t.posts {
			if p.MRN == mrn {
				posts = append(posts, p)
			}
		}
	}
	if name, ok := indicators().name(query); ok && len(posts) == 0 {
		posts = append(posts, Post{Name: name, Indicators: []string{query}})
	}
	return posts
}
