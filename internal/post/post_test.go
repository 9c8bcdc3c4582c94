package post

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestStation(t *testing.T) {
	tests := map[string]struct {
		name string
		year int
		want string // "" is none
	}{
		"a name of one word":                         {"LIMA", 2006, "LIMA"},
		"a name of two words":                        {"TEL AVIV", 2006, "TELAVIV"},
		"a name with a hyphen":                       {"PORT-AU-PRINCE", 2006, "PORTAUPRINCE"},
		"a name with an apostrophe":                  {"N'DJAMENA", 2006, "NDJAMENA"},
		"a name with a point":                        {"ST. PETERSBURG", 2006, "STPETERSBURG"},
		"a name in lower case":                       {"San Jose", 2006, "SANJOSE"},
		"a name with an accent":                      {"Bogotá", 2006, "BOGOTA"},
		"a name broken over two lines":               {"MEXICO\nCITY", 2006, "MEXICO"},
		"the name of the city rather than the post":  {"MEXICO CITY", 2006, "MEXICO"},
		"zero for O":                                 {"T0KY0", 2006, "TOKYO"},
		"one for I":                                  {"L1MA", 2006, "LIMA"},
		"the mission in New York":                    {"USUN NEW YORK", 2006, "USUNNEWYORK"},
		"the mission in New York for short":          {"USUN", 2006, "USUNNEWYORK"},
		"the mission in Vienna":                      {"UNVIE", 2006, "UNVIEVIENNA"},
		"the embassy in Vienna":                      {"VIENNA", 2006, "VIENNA"},
		"the mission in Brussels":                    {"USEU BRUSSELS", 2006, "USEUBRUSSELS"},
		"the embassy in Brussels":                    {"BRUSSELS", 2006, "BRUSSELS"},
		"the mission in Paris":                       {"UNESCO PARIS", 2006, "UNESCOPARISFR"},
		"the embassy in Paris":                       {"PARIS", 2006, "PARIS"},
		"the Department":                             {"SECSTATE", 2006, "STATE"},
		"a misprint of the table":                    {"SATTE", 2006, "STATE"},
		"a former name is a station of its own":      {"BOMBAY", 1985, "BOMBAY"},
		"a former name is kept in any year":          {"KIEV", 2006, "KIEV"},
		"the institute in Taipei":                    {"TAIPEI", 1979, "AITTAIPEI"},
		"the institute in Taipei by its own name":    {"AIT TAIPEI", 2006, "AITTAIPEI"},
		"the embassy in Taipei":                      {"TAIPEI", 1978, "TAIPEI"},
		"Taipei without a year":                      {"TAIPEI", 0, "AITTAIPEI"},
		"the traveling Secretary's series":           {"SECTO", 2006, "SECTO"},
		"an ambiguous alias is not applied":          {"RIO", 2006, ""},
		"an ambiguous misprint is not applied":       {"PAULO", 2006, ""},
		"a name one edit away is not repaired":       {"WELLINGTN", 2006, ""},
		"a country is no station":                    {"PERU", 2006, ""},
		"another character is not passed over":       {"LIMA/", 2006, ""},
		"a name in another alphabet":                 {"ЛИМА", 2006, ""},
		"a name longer than any":                     {strings.Repeat("LIMA", 30), 2006, ""},
		"nothing":                                    {"", 2006, ""},
		"blanks":                                     {"  ", 2006, ""},
		"the description of a series is not a name":  {"DELEGATION SERIES", 2006, ""},
		"a city with a consulate and another office": {"DUBAI", 2006, "DUBAI"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, ok := Station(tt.name, tt.year); got != tt.want || ok != (tt.want != "") {
				t.Errorf("Station(%q, %d) = %q, %v, want %q", tt.name, tt.year, got, ok, tt.want)
			}
		})
	}
}

func TestRefStation(t *testing.T) {
	tests := map[string]struct {
		name string
		year int
		want string
		how  How
	}{
		"its own name":                          {"LIMA", 2006, "LIMA", Exact},
		"the name of the city":                  {"MEXICO CITY", 2006, "MEXICO", Exact},
		"an alias":                              {"KL", 2006, "KUALALUMPUR", Alias},
		"an ambiguous alias":                    {"RIO", 2006, "RIODEJANEIRO", Alias},
		"an ambiguous word for the Department":  {"DEPTEL", 2006, "STATE", Alias},
		"a former name":                         {"MADRAS", 1990, "MADRAS", Exact},
		"zero for O":                            {"0SL0", 2006, "OSLO", Repaired},
		"a letter left out":                     {"WELLINGTN", 2006, "WELLINGTON", Repaired},
		"a letter too many":                     {"HAVANNA", 2006, "HAVANA", Repaired},
		"another letter":                        {"CANBERRE", 2006, "CANBERRA", Repaired},
		"two letters exchanged":                 {"NAIRBOI", 2006, "NAIROBI", Repaired},
		"the first letter":                      {"PISBON", 2006, "LISBON", Repaired},
		"the last letter":                       {"LISBOM", 2006, "LISBON", Repaired},
		"a blank amid a misprint":               {"KUALA LUMPER", 2006, "KUALALUMPUR", Repaired},
		"six letters from a name of five":       {"LAGGOS", 2006, "LAGOS", Repaired},
		"one edit from an alias":                {"TAIPEH", 2006, "AITTAIPEI", Repaired},
		"the same before 1979":                  {"TAIPEH", 1975, "TAIPEI", Repaired},
		"one edit from a former name":           {"CALCUTA", 1990, "CALCUTTA", Repaired},
		"five letters are too few":              {"LIMAA", 2006, "", None},
		"one edit from two stations":            {"MADRAD", 2006, "", None},
		"two edits":                             {"WELINGTN", 2006, "", None},
		"a series is never guessed":             {"SECTOR", 2006, "", None},
		"a word":                                {"TELCON", 2006, "", None},
		"a month":                               {"AUGUST", 2006, "", None},
		"an edit of a name of the longest kind": {strings.Repeat("X", maxKey), 2006, "", None},
		"nothing":                               {"", 2006, "", None},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, how := RefStation(tt.name, tt.year); got != tt.want || how != tt.how {
				t.Errorf("RefStation(%q, %d) = %q, %d, want %q, %d", tt.name, tt.year, got, how, tt.want, tt.how)
			}
		})
	}
}

func TestCountry(t *testing.T) {
	tests := map[string]struct{ name, want string }{
		"a country":                        {"PERU", "LIMA"},
		"a country of two words":           {"SIERRA LEONE", "FREETOWN"},
		"a country with a comma":           {"KOREA, SOUTH", "SEOUL"},
		"the same in common order":         {"SOUTH KOREA", "SEOUL"},
		"a country with an apostrophe":     {"COTE D'IVOIRE", "ABIDJAN"},
		"a country with its embassy":       {"EMBASSY PERU", "LIMA"},
		"an embassy behind its country":    {"PERU EMBASSY", "LIMA"},
		"an adjective":                     {"FRENCH", "PARIS"},
		"an adjective and embassy":         {"FRENCH EMBASSY", "PARIS"},
		"American embassy in a country":    {"AMERICAN EMBASSY CHILE", "SANTIAGO"},
		"a country with a remark":          {"MONTENEGRO", "PODGORICA"},
		"two countries of one name":        {"CONGO", ""},
		"one of them":                      {"DRC", "KINSHASA"},
		"the other":                        {"CONGO (BRAZZAVILLE)", ""},
		"a station":                        {"LIMA", ""},
		"an embassy of no country":         {"EMBASSY", ""},
		"a country that is also a station": {"PANAMA", "PANAMA"},
		"nothing":                          {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, ok := Country(tt.name); got != tt.want || ok != (tt.want != "") {
				t.Errorf("Country(%q) = %q, %v, want %q", tt.name, got, ok, tt.want)
			}
		})
	}
}

// The whole tables: what is in them is found, and nothing in them is in doubt.

func TestEveryStationIsItself(t *testing.T) {
	if n := len(Posts()); n < 360 {
		t.Fatalf("%d posts, want the whole table", n)
	}
	for _, p := range Posts() {
		for _, year := range []int{0, 1975, 2006} {
			if got, ok := Station(p.MRN, year); !ok || got != p.MRN {
				t.Errorf("Station(%q, %d) = %q, %v", p.MRN, year, got, ok)
			}
		}
		if got, how := RefStation(p.MRN, 0); got != p.MRN || how != Exact {
			t.Errorf("RefStation(%q) = %q, %d, want exact", p.MRN, got, how)
		}
		if p.MRN != makeKey(p.MRN) {
			t.Errorf("station %q is not in the form of an MRN", p.MRN)
		}
		if got, ok := FromName(p.Address); p.Address != "" && p.Kind != series && (!ok || got != p.MRN) {
			t.Errorf("FromName(%q) = %q, %v, want %q", p.Address, got, ok, p.MRN)
		}
	}
}

func TestEveryAliasIsItsStation(t *testing.T) {
	seen := map[string]string{}
	for _, row := range rows(aliasesCSV) {
		alias, mrn, kind, ambiguous := row[0], row[1], row[2], row[3] == "yes"
		if _, ok := Station(mrn, 0); !ok {
			t.Errorf("alias %q: station %q is not in the table", alias, mrn)
		}
		if other, twice := seen[makeKey(alias)]; twice && other != mrn {
			t.Errorf("alias %q is of %q and %q", alias, other, mrn)
		}
		seen[makeKey(alias)] = mrn
		got, ok := Station(alias, 0)
		switch {
		case kind == "former-name":
			if got != makeKey(alias) || !ok {
				t.Errorf("Station(%q) = %q, %v, want the former name itself", alias, got, ok)
			}
			continue
		case ambiguous != !ok || ok && got != mrn:
			t.Errorf("Station(%q) = %q, %v, want %q unless ambiguous (%v)", alias, got, ok, mrn, ambiguous)
		}
		if got, how := RefStation(alias, 0); got != mrn || how == None {
			t.Errorf("RefStation(%q) = %q, %d, want %q", alias, got, how, mrn)
		}
	}
}

func TestEveryNameOfOurOwnIsNeeded(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range rows(namesCSV) {
		text, mrn, use := row[0], row[1], row[2]
		if _, ok := Station(mrn, 1975); !ok {
			t.Errorf("name %q: no station %q", text, mrn)
		}
		if k := use + makeKey(text); seen[k] {
			t.Errorf("name %q stands twice", text)
		} else {
			seen[k] = true
		}
		switch use {
		case "address":
			if got, ok := FromName(text); !ok || got != mrn {
				t.Errorf("FromName(%q) = %q, %v, want %q", text, got, ok, mrn)
			}
		case "country", "adjective":
			if got, ok := Country(text); !ok || got != mrn {
				t.Errorf("Country(%q) = %q, %v, want %q", text, got, ok, mrn)
			}
		default:
			t.Errorf("name %q: use %q is unknown", text, use)
		}
	}
}

// Every embassy of the table can be called by its country, but the two Congos.
func TestEveryEmbassyHasACountry(t *testing.T) {
	has := map[string]bool{}
	for _, mrn := range load().countries {
		has[mrn] = true
	}
	for _, p := range Posts() {
		if p.Kind == "embassy" && !has[p.MRN] {
			t.Errorf("no country stands for %q (%s)", p.MRN, p.Note)
		}
	}
}

func TestOneEditIsSymmetricAndExact(t *testing.T) {
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"a letter less":                {"ABCDE", "ABDE", true},
		"the last letter less":         {"ABCDE", "ABCD", true},
		"the first letter less":        {"ABCDE", "BCDE", true},
		"another letter":               {"ABCDE", "ABXDE", true},
		"neighbours exchanged":         {"ABCDE", "ABDCE", true},
		"the last exchanged":           {"ABCDE", "ABCED", true},
		"the same":                     {"ABCDE", "ABCDE", false},
		"two other letters":            {"ABCDE", "AXCDX", false},
		"exchanged, but not neighbors": {"ABCDE", "CBADE", false},
		"a letter less and another":    {"ABCDE", "AXCD", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := oneEdit([]byte(tt.a), tt.b); got != tt.want {
				t.Errorf("oneEdit(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
			}
			if got := oneEdit([]byte(tt.b), tt.a); got != tt.want {
				t.Errorf("oneEdit(%q, %q) = %v, want %v", tt.b, tt.a, got, tt.want)
			}
		})
	}
}

// The post of each sample is the one that its message number has.
func TestTheSendersOfTheSamplesAreKnown(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/samples/*.txt")
	if len(files) == 0 {
		t.Fatal("no samples")
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for line := range strings.Lines(string(b)) {
			name, ok := strings.CutPrefix(strings.TrimSpace(line), "FM ")
			if !ok {
				name, ok = strings.CutPrefix(line, "From:")
				name, _, _ = strings.Cut(name, "(")
			}
			if !ok {
				continue
			}
			found = true
			mrn, ok := FromName(name)
			if !ok {
				mrn, ok = FromIndicator(name)
			}
			if !ok {
				t.Errorf("%s: sender %q is no post", f, name)
			} else if !slices.ContainsFunc(Posts(), func(p Post) bool { return p.MRN == mrn }) {
				t.Errorf("%s: sender %q is %q, which is no post", f, name, mrn)
			}
		}
		if !found {
			t.Errorf("%s: no sender", f)
		}
	}
}

func BenchmarkStation(b *testing.B) {
	for name, query := range map[string]string{"own": "MEXICO", "words": "PORT-AU-PRINCE", "miss": "NOWHERE"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Station(query, 2006)
			}
		})
	}
}

func BenchmarkRefStation(b *testing.B) {
	for name, query := range map[string]string{"own": "MEXICO", "misprint": "WELLINGTN", "miss": "NOWHERE"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				RefStation(query, 2006)
			}
		})
	}
}

// BenchmarkStart is what a program pays once, at the first look-up.
func BenchmarkStart(b *testing.B) {
	b.Run("stations", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			parse()
		}
	})
	b.Run("indicators", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			parseIndicators()
		}
	})
}
