package post

import "testing"

func TestFromName(t *testing.T) {
	tests := map[string]struct{ name, want string }{
		"an embassy":                              {"AMEMBASSY MEXICO", "MEXICO"},
		"an embassy by its city":                  {"AMEMBASSY MEXICO CITY", "MEXICO"},
		"a consulate":                             {"AMCONSUL CIUDAD JUAREZ", "CIUDADJUAREZ"},
		"a consulate general":                     {"AMCONGEN HONG KONG", "HONGKONG"},
		"a consulate with its state":              {"AMCONSUL MELBOURNE VIC", "MELBOURNE"},
		"a former consulate":                      {"AMCONSUL BOMBAY", "BOMBAY"},
		"the Department":                          {"SECSTATE WASHDC", "STATE"},
		"the Department in full":                  {"DEPARTMENT OF STATE WASHINGTON DC", "STATE"},
		"the Department without its place":        {"SECSTATE", "STATE"},
		"the Department turned round":             {"WASHDC, SECSTATE", "STATE"},
		"an embassy turned round":                 {"ROME, AMEMBASSY", "ROME"},
		"a consulate turned round":                {"RIO DE JANEIRO, AMCONSUL", "RIODEJANEIRO"},
		"a mission turned round":                  {"USUN NEW YORK, USMISSION", "USUNNEWYORK"},
		"the mission in New York":                 {"USMISSION USUN NEW YORK", "USUNNEWYORK"},
		"the mission in New York by its place":    {"USUN NEW YORK NY", "USUNNEWYORK"},
		"the mission to the EU":                   {"USEU BRUSSELS", "USEUBRUSSELS"},
		"the mission to the EC":                   {"USMISSION EC BRUSSELS", "ECBRUSSELS"},
		"the embassy in Brussels":                 {"AMEMBASSY BRUSSELS", "BRUSSELS"},
		"the mission to NATO":                     {"USMISSION USNATO", "USNATO"},
		"the mission to NATO with its place":      {"USMISSION USNATO BRUSSELS BE", "USNATO"},
		"the mission to NATO of the 1970s":        {"USMISSION NATO", "USNATO"},
		"the mission to the OSCE":                 {"USMISSION USOSCE", "USOSCE"},
		"the mission in Vienna":                   {"USMISSION UNVIE VIENNA", "UNVIEVIENNA"},
		"the embassy in Vienna":                   {"AMEMBASSY VIENNA", "VIENNA"},
		"the mission in Geneva":                   {"USMISSION GENEVA", "GENEVA"},
		"the trade mission in Geneva":             {"USMISSION USTR GENEVA", "USTRGENEVA"},
		"the mission to UNESCO":                   {"USMISSION UNESCO PARIS", "UNESCOPARISFR"},
		"the mission to the OECD":                 {"USMISSION OECD PARIS", "OECDPARIS"},
		"an interests section":                    {"USINT HAVANA", "HAVANA"},
		"a liaison office":                        {"USLO PEKING", "PEKING"},
		"the institute in Taiwan":                 {"AIT TAIPEI", "AITTAIPEI"},
		"the embassy that was there":              {"AMEMBASSY TAIPEI", "TAIPEI"},
		"the office for Iran":                     {"IRAN RPO DUBAI", "RPODUBAI"},
		"the consulate in the same city":          {"AMCONSUL DUBAI", "DUBAI"},
		"a regional office":                       {"REO MOSUL", "MOSUL"},
		"the Department of Defense":               {"SECDEF WASHINGTON DC", "SECDEF"},
		"the Department of Defense, with offices": {"SECDEF WASHDC//USDP/ISA//", "SECDEF"},
		"an agency":                               {"CDC ATLANTA GA", "CDCATLANTAGA"},
		"lower case, as a print has it":           {"AmEmbassy Valletta", "VALLETTA"},
		"in full words":                           {"AMERICAN EMBASSY LIMA", "LIMA"},
		"a consulate in full words":               {"AMERICAN CONSULATE GENERAL MONTERREY", "MONTERREY"},
		"the place alone":                         {"LIMA", "LIMA"},
		"zero for O":                              {"AMEMBASSY T0KYO", "TOKYO"},
		"the kind misspelled":                     {"AMEMBSSY LIMA", "LIMA"},
		"the place misspelled, of a clear kind":   {"AMEMBASSY WELLINGTN", "WELLINGTON"},
		"the place misspelled, without a kind":    {"WELLINGTN", ""},
		"a place that is no post":                 {"AMEMBASSY NOWHERE", ""},
		"an agency with no telegrams here":        {"NATIONAL ORCHARD BOARD WASHDC", ""},
		"an ambiguous alias":                      {"AMCONSUL RIO", ""},
		"a kind without a place":                  {"AMEMBASSY", ""},
		"a comma alone":                           {",", ""},
		"nothing":                                 {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, ok := FromName(tt.name); got != tt.want || ok != (tt.want != "") {
				t.Errorf("FromName(%q) = %q, %v, want %q", tt.name, got, ok, tt.want)
			}
		})
	}
}

func TestFromIndicator(t *testing.T) {
	tests := map[string]struct{ ri, want string }{
		"an embassy":                               {"RUEHME", "MEXICO"},
		"the Department":                           {"RUEHC", "STATE"},
		"local delivery":                           {"RUEHMEC", "MEXICO"},
		"a crypto center":                          {"RUEHMECR", "MEXICO"},
		"service messages":                         {"RUEHMECS", "MEXICO"},
		"service messages made by a machine":       {"RUEHMECSD", "MEXICO"},
		"service messages of the Department":       {"RUEHCCS", "STATE"},
		"what looks like a suffix but is a post":   {"RUEHCD", "CIUDADJUAREZ"},
		"another suffix is not known":              {"RUEHMEX", ""},
		"one shared by embassy and mission":        {"RUEHBS", "BRUSSELS"},
		"one shared by embassy and consulate":      {"RUEHJA", "JAKARTA"},
		"a second one":                             {"RUEHLOB", "BELFAST"},
		"one that the sources contradict":          {"RUEHFRE", ""},
		"a contradiction that was resolved":        {"RUEHDIR", "RPODUBAI"},
		"its other side":                           {"RUEHNAG", "NAGOYA"},
		"the first of a range":                     {"RUEAWJA", "USDOJ"},
		"within a range":                           {"RUEAWJC", "USDOJ"},
		"after a range":                            {"RUEAWJE", ""},
		"a listed one that is no post":             {"RUEHSD", ""},
		"a range that is no post":                  {"RUCOGAM", ""},
		"a collective":                             {"RUEHXC", ""},
		"a relay":                                  {"RUEH", ""},
		"a suffix of a relay is not the Departmen": {"RUEHCR", ""},
		"nothing":                                  {"", ""},
		"lower than all":                           {"AAAA", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, ok := FromIndicator(tt.ri); got != tt.want || ok != (tt.want != "") {
				t.Errorf("FromIndicator(%q) = %q, %v, want %q", tt.ri, got, ok, tt.want)
			}
		})
	}
}

// Every indicator of stations.csv gives its station, or one that shares it.
func TestEveryIndicatorIsItsStation(t *testing.T) {
	shared := map[string]string{"RUEHBS": "BRUSSELS", "RUEHJA": "JAKARTA", "RUEHFRE": "", "RUEHFRO": ""}
	for _, p := range Posts() {
		for _, ri := range p.Indicators {
			want, is := shared[ri]
			if !is {
				want = p.MRN
			}
			if got, _ := FromIndicator(ri); got != want {
				t.Errorf("FromIndicator(%q) = %q, want %q", ri, got, want)
			}
			if _, ok := indicators().name(ri); !ok {
				t.Errorf("%s of %s is not in the table of indicators", ri, p.MRN)
			}
		}
	}
}

// A range lies within one length, and no two overlap.
func TestTheRangesAreInOrder(t *testing.T) {
	all := indicators().ranges
	if len(all) == 0 {
		t.Fatal("no ranges")
	}
	for i, r := range all {
		if len(r.first) != len(r.last) || r.first >= r.last {
			t.Errorf("odd range %v", r)
		}
		if i > 0 && all[i-1].last >= r.first {
			t.Errorf("ranges %v and %v overlap", all[i-1], r)
		}
	}
}

func TestCollective(t *testing.T) {
	tests := map[string]struct {
		name string
		want bool
	}{
		"one of the table":              {"ALL US CONSULATES IN MEXICO COLLECTIVE", true},
		"one with another last word":    {"ASSOCIATION OF SOUTHEAST ASIAN NATIONS", true},
		"one that says so":              {"ORCHARD TALKS COLLECTIVE", true},
		"all posts":                     {"ALL DIPLOMATIC AND CONSULAR POSTS", true},
		"all posts for short":           {"ALDAC", true},
		"all posts of a continent":      {"ALL EUROPEAN POSTS", true},
		"lower case":                    {"All Diplomatic and Consular Posts ", true},
		"one longer than any post":      {"INVENTED STATES OF THE SOUTHERN ORCHARD AND VINEYARD BASIN TALKS COLLECTIVE", true},
		"an embassy":                    {"AMEMBASSY MEXICO", false},
		"an agency":                     {"ALLIED ORCHARD BOARD", false},
		"the class of a table's row":    {"any addressee delivered outside this circuit", false},
		"posts, but not all":            {"SOME POSTS", false},
		"nothing":                       {"", false},
		"a word of another alphabet":    {"ВСЕ ПОСТЫ", false},
		"a collective's name within it": {"COLLECTIVE SECURITY OFFICE", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Collective(tt.name); got != tt.want {
				t.Errorf("Collective(%q) = %v, want %v", tt.name, got, tt.want)
			}
		})
	}
}

func TestLookup(t *testing.T) {
	tests := map[string]struct {
		query string
		want  []string
	}{
		"by MRN form":                    {"MEXICO", []string{"MEXICO"}},
		"by name in lower case":          {"mexico city", []string{"MEXICO"}},
		"by address":                     {"AMEMBASSY LIMA", []string{"LIMA"}},
		"by indicator":                   {"ruehme", []string{"MEXICO"}},
		"by an indicator two share":      {"RUEHFRE", []string{"OECDPARIS", "UNESCOPARISFR"}},
		"by an ambiguous alias":          {"RIO", []string{"RIODEJANEIRO"}},
		"by a country":                   {"PERU", []string{"LIMA"}},
		"by a former name":               {"BOMBAY", []string{"BOMBAY", "MUMBAI"}},
		"a post that changed its kind":   {"JUBA", []string{"JUBA", "JUBA"}},
		"by a misprint":                  {"WELLINGTN", []string{"WELLINGTON"}},
		"an indicator that is no post's": {"RUEHSD", []string{""}},
		"nothing of the kind":            {"NOWHERE AT ALL", nil},
		"nothing":                        {"", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := Lookup(tt.query)
			if len(got) != len(tt.want) {
				t.Fatalf("Lookup(%q) = %+v, want %q", tt.query, got, tt.want)
			}
			for i, p := range got {
				if p.MRN != tt.want[i] {
					t.Errorf("Lookup(%q)[%d] = %+v, want %q", tt.query, i, p, tt.want[i])
				}
			}
		})
	}
}

// Whatever is asked for, what is found is a station of the table, under its name.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"MEXICO CITY", "TAIPEI", "AMEMBASSY T0KYO", "ROME, AMEMBASSY", "EMBASSY PERU", "RUEHMEC", "WELLINGTN", "SECDEF//USDP//", "ALL POSTS", "É", "\xff,"} {
		f.Add(s, 2006)
	}
	f.Fuzz(func(t *testing.T, query string, year int) {
		check := func(by, mrn string, ok bool) {
			if !ok && mrn != "" {
				t.Errorf("%s(%q) = %q, not found", by, query, mrn)
			}
			if got, is := Station(mrn, 1975); ok && (!is || got != mrn && "AIT"+got != mrn) {
				t.Errorf("%s(%q) = %q, which is no station", by, query, mrn)
			}
		}
		mrn, ok := Station(query, year)
		check("Station", mrn, ok)
		ref, how := RefStation(query, year)
		check("RefStation", ref, how != None)
		if ok && ref != mrn {
			t.Errorf("Station(%q) = %q, RefStation gives %q", query, mrn, ref)
		}
		mrn, ok = FromName(query)
		check("FromName", mrn, ok)
		mrn, ok = FromIndicator(query)
		check("FromIndicator", mrn, ok)
		mrn, ok = Country(query)
		check("Country", mrn, ok)
		Collective(query)
		Lookup(query)
	})
}

func BenchmarkFromName(b *testing.B) {
	for name, query := range map[string]string{"embassy": "AMEMBASSY MEXICO", "department": "SECSTATE WASHDC", "miss": "NATIONAL ORCHARD BOARD WASHDC"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				FromName(query)
			}
		})
	}
}

func BenchmarkFromIndicator(b *testing.B) {
	for name, ri := range map[string]string{"own": "RUEHME", "suffix": "RUEHMEC", "range": "RUEAWJC", "miss": "RUZZZZ"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				FromIndicator(ri)
			}
		})
	}
}
