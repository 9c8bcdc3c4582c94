package tags

import (
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

func TestKind(t *testing.T) {
	tests := map[string]struct {
		code string
		want cable.TagKind
	}{
		"a subject is one":                                   {"PREL", cable.TagSubject},
		"a listed program is one":                            {"KCRM", cable.TagProgram},
		"an unlisted K and three letters is a program":       {"KQZX", cable.TagProgram},
		"a place is one":                                     {"CH", cable.TagGeo},
		"a region is a place":                                {"XR", cable.TagGeo},
		"two unlisted letters are a place":                   {"QQ", cable.TagGeo},
		"two letters listed as organization are none":        {"EU", cable.TagOrganization},
		"a place that is also an organization is a place":    {"AU", cable.TagGeo},
		"an organization of four letters with K is listed":   {"KANU", cable.TagOrganization},
		"an organization with a slash is one":                {"UNGA/C-2", cable.TagOrganization},
		"a comma is a person":                                {"MWANGI, PETER", cable.TagPerson},
		"the row that describes a person is one":             {"SURNAME, GIVEN", cable.TagPerson},
		"a marker is unknown":                                {"(NAME)", cable.TagUnknown},
		"a term is unknown":                                  {"COUNTERTERRORISM", cable.TagUnknown},
		"four unlisted letters are unknown":                  {"WXYZ", cable.TagUnknown},
		"a letter and a digit are unknown":                   {"J0", cable.TagUnknown},
		"K and digits are unknown":                           {"K123", cable.TagUnknown},
		"lower case is unknown":                              {"prel", cable.TagUnknown},
		"nothing is unknown":                                 {"", cable.TagUnknown},
		"two letters of another alphabet are unknown":        {"ÄÖ", cable.TagUnknown},
		"an organization listed after its place stays place": {"CD", cable.TagGeo},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Kind(tt.code); got != tt.want {
				t.Errorf("Kind(%q) = %q, want %q", tt.code, got, tt.want)
			}
			if got := Of(tt.code); got.Code != tt.code || got.Kind != tt.want {
				t.Errorf("Of(%q) = %+v, want kind %q", tt.code, got, tt.want)
			}
		})
	}
}

func TestACodeListedTwiceKeepsBothMeanings(t *testing.T) {
	e, ok := Lookup("AU")
	if !ok || e.Name != "Austria" || !strings.Contains(e.Note, "also organization: African Union") {
		t.Errorf("Lookup(AU) = %+v, %v, want Austria with a note of the African Union", e, ok)
	}
}

func TestAnUnlistedCodeIsNotFound(t *testing.T) {
	for _, code := range []string{"", "prel", "WXYZ", "PREL ", "DOE, JANE"} {
		if e, ok := Lookup(code); ok {
			t.Errorf("Lookup(%q) = %+v, want none", code, e)
		}
	}
}

// The whole table: what is in it is found as it stands, and its codes have the
// form that its kinds promise.
func TestEveryEntryIsWellFormed(t *testing.T) {
	all := Entries()
	if len(all) < 1200 {
		t.Fatalf("%d entries, want the whole table", len(all))
	}
	for i, e := range all {
		if i > 0 && all[i-1].Code >= e.Code {
			t.Errorf("%q stands before %q", all[i-1].Code, e.Code)
		}
		if got, ok := Lookup(e.Code); !ok || got != e {
			t.Errorf("Lookup(%q) = %+v, %v, want %+v", e.Code, got, ok, e)
		}
		if e.Code != strings.ToUpper(strings.TrimSpace(e.Code)) || e.Note == "" {
			t.Errorf("entry %+v: want a trimmed code in upper case and a note", e)
		}
		switch e.Kind {
		case cable.TagSubject:
			if len(e.Code) != 4 || !letters(e.Code) {
				t.Errorf("subject %q: want four letters", e.Code)
			}
		case cable.TagProgram:
			if len(e.Code) != 4 || e.Code[0] != 'K' {
				t.Errorf("program %q: want K and three letters", e.Code)
			}
		case cable.TagGeo:
			if len(e.Code) != 2 || e.Name == "" {
				t.Errorf("place %q %q: want two letters and a name", e.Code, e.Name)
			}
		case cable.TagOrganization, cable.TagPerson, cable.TagUnknown:
		default:
			t.Errorf("entry %+v has an odd kind", e)
		}
		if codes, fixed := Split(e.Code); codes != nil || fixed {
			t.Errorf("Split(%q) = %q, %v, want it whole", e.Code, codes, fixed)
		}
	}
}

// Whatever is no plain word must be kept together by Longest.
func TestEveryCodeIsTheLongestOfItself(t *testing.T) {
	for _, e := range Entries() {
		if e.Kind == cable.TagPerson || e.Code == "(NAME)" {
			continue
		}
		for _, tail := range []string{"", ", PREL", " PREL", ";", ")"} {
			if got, ok := Longest(e.Code + tail); !ok || got != e.Code {
				t.Errorf("Longest(%q) = %q, %v, want %q", e.Code+tail, got, ok, e.Code)
			}
		}
	}
}

func TestLongest(t *testing.T) {
	tests := map[string]struct{ s, want string }{
		"a slash within a code":                  {"UNGA/C-2 PREL", "UNGA/C-2"},
		"a slash between two codes":              {"UNGA/PREL", "UNGA"},
		"the border counts":                      {"UNGA/C-22", "UNGA"},
		"the longer of two":                      {"UNGA/SPC/PREL", "UNGA/SPC"},
		"a hyphen between two codes":             {"ECON-KISL", "ECON"},
		"a hyphen within a code":                 {"AFL-CIO, ELAB", "AFL-CIO"},
		"an ampersand":                           {"AT&T", "AT&T"},
		"an apostrophe":                          {"BA'ATH) SY", "BA'ATH"},
		"a blank":                                {"EL AL IS", "EL AL"},
		"a blank before a longer word":           {"GENERAL MOTORSPORT", ""},
		"a misprinted term, which Split repairs": {"COUNTER TERRORISM", "COUNTER TERRORISM"},
		"a word of no code":                      {"PRELUDE", ""},
		"nothing":                                {"", ""},
		"a separator":                            {", PREL", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, ok := Longest(tt.s); got != tt.want || ok != (tt.want != "") {
				t.Errorf("Longest(%q) = %q, %v, want %q", tt.s, got, ok, tt.want)
			}
		})
	}
}

func BenchmarkOf(b *testing.B) {
	codes := []string{"PREL", "KCRM", "MX", "MWANGI, PETER", "WXYZ"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Of(codes[i%len(codes)])
	}
}

// BenchmarkStart is what a program pays once, at the first look-up.
func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		parse()
	}
}
