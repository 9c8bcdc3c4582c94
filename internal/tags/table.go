package tags

import (
	_ "embed" // the tables
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"cablefeed/internal/cable"
)

//go:embed tags.csv
var tagsCSV string

//go:embed tag_fixes.csv
var fixesCSV string

// A table is the dictionary with its indexes. It never changes once loaded.
type table struct {
	entries []Entry
	byCode  map[string]int
	// pieces is what a word run together can be made of: codes, and what
	// tag_fixes.csv reads otherwise.
	pieces  map[string]piece
	lengths []int // of the pieces, longest first
	// compounds lists the codes that hold more than letters and digits by
	// their first word, longest first: UNGA has UNGA/SPC, UNGA/C-1 ….
	compounds map[string][]string
	within    [256]bool // what stands behind the first word of a compound
}

// A piece of a word stands for one code, or for several if it is a fix.
type piece struct {
	codes []string
	main  bool // has a four-letter subject or program code
	fix   bool
}

// load gives the table, parsed at first use.
var load = sync.OnceValue(parse)

func parse() *table {
	t := &table{byCode: make(map[string]int, 1300), pieces: make(map[string]piece, 1300), compounds: map[string][]string{}}
	for _, row := range rows(tagsCSV) {
		t.add(row[0], row[1], row[2], row[3])
	}
	for i := range t.entries {
		t.addPiece(t.entries[i].Code, piece{codes: []string{t.entries[i].Code}})
	}
	for _, row := range rows(fixesCSV) {
		found, corrected := row[0], strings.Fields(row[1])
		t.addPiece(found, piece{codes: corrected, fix: true})
	}
	for _, list := range t.compounds {
		slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	}
	slices.Sort(t.lengths)
	slices.Reverse(t.lengths)
	return t
}

// add lists a code. One that is listed twice, as a place and as an
// organization, is the place: AU is Austria, AU-1 the African Union.
func (t *table) add(code, kind, name, note string) {
	e := Entry{Code: code, Kind: kindOf(code, kind), Name: name, Note: note}
	i, twice := t.byCode[code]
	switch {
	case !twice:
		t.byCode[code] = len(t.entries)
		t.entries = append(t.entries, e)
		return
	case e.Kind == cable.TagGeo:
		t.entries[i], e = e, t.entries[i]
	}
	t.entries[i].Note += "; also " + string(e.Kind) + ": " + e.Name
}

// kindOf translates the kinds of tags.csv. Terms and the rows that only
// describe how a person is written are no codes of their own.
func kindOf(code, kind string) cable.TagKind {
	switch kind {
	case "subject", "program", "geo", "organization":
		return cable.TagKind(kind)
	case "geo-region":
		return cable.TagGeo
	}
	if strings.Contains(code, ",") {
		return cable.TagPerson
	}
	return cable.TagUnknown
}

func (t *table) addPiece(text string, p piece) {
	if i := strings.IndexFunc(text, func(r rune) bool { return r > 0x7f || !inWord(byte(r)) }); i > 0 {
		t.compounds[text[:i]] = append(t.compounds[text[:i]], text)
		t.within[text[i]] = true
	}
	for _, c := range p.codes {
		k := t.kind(c)
		p.main = p.main || len(c) == 4 && (k == cable.TagSubject || k == cable.TagProgram)
		if k == cable.TagUnknown && !p.fix {
			return // a term or marker
		}
	}
	t.pieces[text] = p
	if !slices.Contains(t.lengths, len(text)) {
		t.lengths = append(t.lengths, len(text))
	}
}

func (t *table) kind(code string) cable.TagKind {
	if i, ok := t.byCode[code]; ok {
		return t.entries[i].Kind
	}
	return cable.TagUnknown
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
