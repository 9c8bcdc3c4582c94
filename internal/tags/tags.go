// Package tags holds the dictionary of TAGS (traffic analysis by geography and
// subject, 5 FAH-3): what a code means, of which kind it is, and how codes that
// were typed without a blank come apart. It does not read the TAGS line itself.
// It imports only package cable and the standard library.
//
// # Origin of the tables
//
// tags.csv and tag_fixes.csv were taken over as facts from the cablemap project
// (BSD licence, L. Heuer) and from an excerpt of 5 FAH-3 H-011.1 (2022); no
// sentence or code was copied. The note of each row of tags.csv says where its
// code and name come from and how sure they are: depend on codes, not on names.
package tags

import (
	"slices"
	"strings"

	"cablefeed/internal/cable"
)

// An Entry is one code of the dictionary.
type Entry struct {
	Code string
	Kind cable.TagKind
	Name string // empty where the meaning is not known
	Note string // where code and name come from
}

// Lookup finds a code, which must be in upper case and exact.
func Lookup(code string) (Entry, bool) {
	t := load()
	i, ok := t.byCode[code]
	if !ok {
		return Entry{}, false
	}
	return t.entries[i], true
}

// Entries lists the dictionary in the order of its codes.
func Entries() []Entry {
	all := slices.Clone(load().entries)
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(a.Code, b.Code) })
	return all
}

// Of is code as a cable holds it: with its kind, and its name if it has one.
func Of(code string) cable.Tag {
	t := load()
	if i, ok := t.byCode[code]; ok {
		return cable.Tag{Code: code, Kind: t.entries[i].Kind, Name: t.entries[i].Name}
	}
	return cable.Tag{Code: code, Kind: shape(code)}
}

// Kind tells the kind of an entry of a TAGS line, listed or not.
func Kind(code string) cable.TagKind { return Of(code).Kind }

// shape tells the kind of an unlisted entry: SURNAME, GIVEN is a person, two
// letters are a place, K and three letters a program.
func shape(code string) cable.TagKind {
	switch {
	case strings.Contains(code, ","):
		return cable.TagPerson
	case !letters(code):
		return cable.TagUnknown
	case len(code) == 2:
		return cable.TagGeo
	case len(code) == 4 && code[0] == 'K':
		return cable.TagProgram
	}
	return cable.TagUnknown
}

func letters(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// Longest finds the longest listed code, or misprinted term of several words,
// that s begins with and that ends at a word border there. A reader of a TAGS
// line asks it before it cuts a word at a slash, hyphen, apostrophe, & or blank:
// UNGA/C-2, AFL-CIO and AT&T are codes as they stand, and so is EL AL. What it
// finds may still need Split, which puts COUNTER TERRORISM right.
func Longest(s string) (code string, ok bool) {
	t := load()
	n := 0
	for n < len(s) && inWord(s[n]) {
		n++
	}
	if n < len(s) && t.within[s[n]] {
		for _, c := range t.compounds[s[:n]] {
			if strings.HasPrefix(s, c) && (len(c) == len(s) || !inWord(s[len(c)])) {
				return s[:len(c)], true
			}
		}
	}
	_, ok = t.byCode[s[:n]]
	if !ok {
		return "", false
	}
	return s[:n], true
}

func inWord(c byte) bool { return 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' }
