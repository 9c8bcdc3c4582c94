package post

import (
	_ "embed" // the table
	"strings"
	"sync"
)

// FromName finds the station that an address names in plain language: AMEMBASSY
// MEXICO, SECSTATE WASHDC, USMISSION USNATO, IRAN RPO DUBAI; also turned round
// as prints have it (ROME, AMEMBASSY) and with what follows // left out. A
// misprint is read right if the kind of post before it is clear.
func FromName(name string) (mrn string, ok bool) {
	name, _, _ = strings.Cut(name, "//")
	if mrn, ok = fromName(name); ok {
		return mrn, true
	}
	if place, kind, found := strings.Cut(name, ","); found {
		return fromName(kind + " " + place)
	}
	return "", false
}

func fromName(name string) (mrn string, ok bool) {
	t := load()
	var b keyBuf
	k := b.of(name)
	if mrn, ok = t.addresses[string(k)]; ok {
		return mrn, true
	}
	if n, found := t.names[string(k)]; found && !n.ambiguous {
		return n.mrn, true
	}
	place, is := cutPostWords(name)
	if !is {
		return "", false
	}
	k = b.of(place)
	if n, found := t.names[string(k)]; found && !n.ambiguous {
		return n.mrn, true
	}
	if i := len(place) - len(" XX"); i > 2 && place[i] == ' ' { // QUIRK: the country behind the place, LONDON UK
		if n, found := t.names[string(b.of(place[:i]))]; found && !n.ambiguous {
			return n.mrn, true
		}
		k = b.of(place)
	}
	n, ok := t.repair(k, 0)
	return n.mrn, ok
}

// cutPostWords removes the words for the kind of post that a name begins with.
func cutPostWords(name string) (place string, found bool) {
	for {
		name = strings.TrimLeft(name, " \t\r\n.")
		word, rest, _ := strings.Cut(name, " ")
		if rest == "" || !IsKind(word) {
			return name, found
		}
		name, found = rest, true
	}
}

// postWords are the words for a kind of post, and those that go with them.
var postWords = map[string]bool{
	"AMEMBASSY": true, "EMBASSY": true, "AMEMB": true, "EMB": true, "AMCONSUL": true, "AMCONGEN": true, "AMCONGENERAL": true,
	"CONSULATE": true, "CONGEN": true, "CONSUL": true, "USMISSION": true, "MISSION": true, "USMIS": true,
	"USCONSUL": true, "USINT": true, "USLO": true, "AIT": true, "REO": true, "RRT": true, "APP": true, "USDEL": true, "USOFFICE": true,
	"USEMBASSY": true, "AMERICAN": true, "US": true, "U.S.": true, "GENERAL": true,
}

// IsKind reports whether a word says what kind of post the name behind it is.
func IsKind(word string) bool {
	if postWords[word] {
		return true
	}
	if upper := strings.ToUpper(word); upper != word {
		return IsKind(upper)
	}
	if len(word) < len("AMCONGEN")-1 {
		return false
	}
	// QUIRK: operators misspell these often (AMEMBSSY, AMCONSLU).
	for _, w := range [...]string{"AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION"} {
		if d := len(word) - len(w); -1 <= d && d <= 1 && oneEdit([]byte(word), w) {
			return true
		}
	}
	return false
}

// cutLastWord removes word from the end of a name of several words.
func cutLastWord(name, word string) string {
	name = strings.TrimRight(name, " \t\r\n.")
	if n := len(name) - len(word); n > 1 && name[n-1] == ' ' && strings.EqualFold(name[n:], word) {
		return name[:n-1]
	}
	return name
}

//go:embed collectives.csv
var collectivesCSV string

// collectives holds the keys of the names of collectives.csv, and, with a slash
// behind them, its indicators.
var collectives = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for _, row := range rows(collectivesCSV) {
		if confidence := row[2]; confidence != "documented" { // documented rows describe classes, not names
			names[makeKey(row[1])] = true
			names[row[0]+"/"] = true
		}
	}
	return names
})

// CollectiveIndicator reports whether a routing indicator is that of a collective.
func CollectiveIndicator(ri string) bool {
	const longest = 8
	if ri == "" || len(ri) > longest {
		return false
	}
	var b [longest + 1]byte
	return collectives()[string(append(b[:0], append([]byte(ri), '/')...))]
}

// Collective reports whether an addressee is a collective: one of the table, one
// that says so with its last word, or all posts of some sort.
func Collective(name string) bool {
	var b keyBuf
	if k := b.of(name); collectives()[string(k)] || string(k) == "ALDAC" {
		return true
	}
	name = strings.TrimRight(name, " \t.")
	first, _, _ := strings.Cut(strings.TrimLeft(name, " \t"), " ")
	last := name[strings.LastIndexByte(name, ' ')+1:]
	switch strings.ToUpper(last) {
	case "COLLECTIVE":
		return true
	case "POSTS", "EMBASSIES", "CONSULATES", "MISSIONS", "CAPITALS":
		// QUIRK: 1970s copies address ALL EUROPEAN POSTS, ALL US CONSULATES and the like.
		return strings.EqualFold(first, "ALL")
	}
	return first == "ALL" && (strings.Contains(name, " POSTS ") || strings.Contains(name, " CONSULATES ") || strings.Contains(name, " EMBASSIES ") || strings.Contains(name, " MISSIONS "))
}
