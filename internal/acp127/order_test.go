package acp127

import (
	"testing"
	"time"

	"cablefeed/internal/cable"
)

func TestOrderLine(t *testing.T) {
	tests := map[string]struct{ block, order, text, on, rest string }{
		"not applicable":                    {"E.O. 12958: N/A", "12958", "N/A", "", ""},
		"without points":                    {"EO 12958: N/A", "12958", "N/A", "", ""},
		"a zero for the O":                  {"E.0. 12958: N/A", "12958", "N/A", "", ""},
		"blanks between":                    {"E. O. 12958 : N/A", "12958", "N/A", "", ""},
		"no blank before the number":        {"E.O.12958: N/A", "12958", "N/A", "", ""},
		"a point lost":                      {"E.O 12356: DECL: OADR", "12356", "DECL: OADR", "", ""},
		"in words":                          {"EXECUTIVE ORDER 12958: N/A", "12958", "N/A", "", ""},
		"a number alone":                    {"E.O.: 13526", "13526", "13526", "", ""},
		"no number":                         {"E.O.: N/A", "", "N/A", "", ""},
		"a number with figures changed":     {"E.O. 12598: DECL: 11/22/2016", "12958", "DECL: 11/22/2016", "2016-11-22", ""},
		"an O in the number":                {"E.O. 12O65: GDS 5/12/86", "12065", "GDS 5/12/86", "1986-05-12", ""},
		"an order that is not on the list":  {"E.O. 14444: N/A", "14444", "N/A", "", ""},
		"month, day, year":                  {"E.O. 12958: DECL: 11/22/2016", "12958", "DECL: 11/22/2016", "2016-11-22", ""},
		"a year of two figures":             {"E.O. 12958: DECL: 11/22/16", "12958", "DECL: 11/22/16", "2016-11-22", ""},
		"figures without zeros":             {"E.O. 12958: DECL: 1/2/2016", "12958", "DECL: 1/2/2016", "2016-01-02", ""},
		"year first":                        {"E.O. 12958: DECL: 2016/11/22", "12958", "DECL: 2016/11/22", "2016-11-22", ""},
		"year first in two figures":         {"E.O. 12958: DECL: 16/11/22", "12958", "DECL: 16/11/22", "2016-11-22", ""},
		"hyphens":                           {"E.O. 12958: DECL: 11-22-2016", "12958", "DECL: 11-22-2016", "2016-11-22", ""},
		"points":                            {"E.O. 12958: DECL: 11.22.2016", "12958", "DECL: 11.22.2016", "2016-11-22", ""},
		"blanks around the slashes":         {"E.O. 12958: DECL: 11 / 22 / 2016", "12958", "DECL: 11 / 22 / 2016", "2016-11-22", ""},
		"eight figures":                     {"E.O. 12958: DECL: 20161122", "12958", "DECL: 20161122", "2016-11-22", ""},
		"day, month, year":                  {"E.O. 12958: DECL: 22 NOV 2016", "12958", "DECL: 22 NOV 2016", "2016-11-22", ""},
		"day, month, year in one word":      {"E.O. 12958: DECL: 22NOV16", "12958", "DECL: 22NOV16", "2016-11-22", ""},
		"day, month, year with hyphens":     {"E.O. 12958: DECL: 22-NOV-2016", "12958", "DECL: 22-NOV-2016", "2016-11-22", ""},
		"month, day, year in words":         {"E.O. 12958: DECL: NOVEMBER 22, 2016", "12958", "DECL: NOVEMBER 22, 2016", "2016-11-22", ""},
		"a month cut short":                 {"E.O. 12958: DECL: SEPT. 3, 2016", "12958", "DECL: SEPT. 3, 2016", "2016-09-03", ""},
		"a month misspelt":                  {"E.O. 12958: DECL: FEBUARY 3, 2016", "12958", "DECL: FEBUARY 3, 2016", "2016-02-03", ""},
		"a month glued to its day":          {"E.O. 12958: DECL: NOVEMBER22,2016", "12958", "DECL: NOVEMBER22,2016", "2016-11-22", ""},
		"an ordinal":                        {"E.O. 12958: DECL: JANUARY 1ST, 2016", "12958", "DECL: JANUARY 1ST, 2016", "2016-01-01", ""},
		"small letters":                     {"E.O. 12958: decl: 22 november 2016", "12958", "decl: 22 november 2016", "2016-11-22", ""},
		"DECL without a colon":              {"E.O. 12958: DECL 11/22/2016", "12958", "DECL 11/22/2016", "2016-11-22", ""},
		"DECL glued":                        {"E.O. 12958: DECL11/22/2016", "12958", "DECL11/22/2016", "2016-11-22", ""},
		"declassify on":                     {"E.O. 12958: DECLASSIFY ON: 11/22/2016", "12958", "DECLASSIFY ON: 11/22/2016", "2016-11-22", ""},
		"DNG":                               {"E.O. 12958: DNG: 11/22/2016", "12958", "DNG: 11/22/2016", "2016-11-22", ""},
		"downgraded first":                  {"E.O. 12958: DNG: 1/1/2010 DECL: 11/22/2016", "12958", "DNG: 1/1/2010 DECL: 11/22/2016", "2016-11-22", ""},
		"a date alone":                      {"E.O. 12958: 11/22/2016", "12958", "11/22/2016", "2016-11-22", ""},
		"a general schedule":                {"E.O. 12065: GDS 5/12/86 (ROE, JANE)", "12065", "GDS 5/12/86 (ROE, JANE)", "1986-05-12", ""},
		"a general schedule without a date": {"E.O. 11652: GDS", "11652", "GDS", "", ""},
		"an exemption":                      {"E.O. 12958: DECL: X1, X6", "12958", "DECL: X1, X6", "", ""},
		"a human source":                    {"E.O. 12958: DECL: 25X1-HUMAN", "12958", "DECL: 25X1-HUMAN", "", ""},
		"the originator's determination":    {"E.O. 12356: DECL: OADR", "12356", "DECL: OADR", "", ""},
		"an event":                          {"E.O. 12958: DECL: UPON THE END OF THE LLAMA FAIR", "12958", "DECL: UPON THE END OF THE LLAMA FAIR", "", ""},
		"a span of years":                   {"E.O. 12958: DECL: TEN YEARS", "12958", "DECL: TEN YEARS", "", ""},
		"a letter O in the date":            {"E.O. 12958: DECL: 1O/22/2O16", "12958", "DECL: 1O/22/2O16", "2016-10-22", ""},
		"a year in two pieces":              {"E.O. 12958: DECL: 06/12/20 17", "12958", "DECL: 06/12/20 17", "2017-06-12", ""},
		"a small l for one":                 {"E.O. 12958: DECL: l2/06/2017", "12958", "DECL: l2/06/2017", "2017-12-06", ""},
		"a number in two pieces":            {"E.O. 12 958: DECL: 11/22/2016", "12958", "DECL: 11/22/2016", "2016-11-22", ""},
		"a leap day":                        {"E.O. 12958: DECL: 02/29/2016", "12958", "DECL: 02/29/2016", "2016-02-29", ""},
		"no leap day":                       {"E.O. 12958: DECL: 02/29/2015", "12958", "DECL: 02/29/2015", "", ""},
		"a month thirteen":                  {"E.O. 12958: DECL: 13/22/2016", "12958", "DECL: 13/22/2016", "", ""},
		"a day thirty-one in June":          {"E.O. 12958: DECL: JUNE 31, 2016", "12958", "DECL: JUNE 31, 2016", "", ""},
		"a year of three figures":           {"E.O. 12958: DECL: 11/22/201", "12958", "DECL: 11/22/201", "", ""},
		"month and year alone":              {"E.O. 12958: DECL: NOVEMBER 2016", "12958", "DECL: NOVEMBER 2016", "", ""},
		"a reason behind the date":          {"E.O. 12958: DECL: 11/22/2016, REASON 1.4 (B)", "12958", "DECL: 11/22/2016, REASON 1.4 (B)", "2016-11-22", ""},
		"broken at a slash":                 {"E.O. 12958: DECL: 11/22/\n2016\nTEXT", "12958", "DECL: 11/22/2016", "2016-11-22", "TEXT"},
		"broken within the year":            {"E.O. 12958: DECL: 11/22/20\n16", "12958", "DECL: 11/22/2016", "2016-11-22", ""},
		"broken behind DECL":                {"E.O. 12958: DECL:\n11/22/2016", "12958", "DECL: 11/22/2016", "2016-11-22", ""},
		"broken behind the month":           {"E.O. 12958: DECL: NOVEMBER\n22, 2016", "12958", "DECL: NOVEMBER 22, 2016", "2016-11-22", ""},
		"broken before the year":            {"E.O. 12958: DECL: NOVEMBER 22,\n2016", "12958", "DECL: NOVEMBER 22, 2016", "2016-11-22", ""},
		"DECL on a line of its own":         {"E.O. 12958\nDECL: 11/22/2016", "12958", "DECL: 11/22/2016", "2016-11-22", ""},
		"what follows is not its own":       {"E.O. 12958: N/A\nDEPT FOR WHA/AND\n\nTEXT", "12958", "N/A", "", "DEPT FOR WHA/AND||TEXT"},
		"a blank line ends it":              {"E.O. 12958: N/A\n\n1. TEXT", "12958", "N/A", "", "|1. TEXT"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := textReader()
			if tt.order != "" && tt.order < "12958" {
				r.year = 1980
			}
			rest := barred(r.order(textLines(tt.block)))
			o := r.c.ExecutiveOrder
			if o == nil {
				t.Fatalf("order(%q) read nothing", tt.block)
			}
			if got, want := (*o), (cable.Order{Order: tt.order, Text: tt.text, DeclassifyOn: tt.on}); got != want || rest != tt.rest {
				t.Errorf("order(%q)\ngot  %+v, rest %q\nwant %+v, rest %q", tt.block, got, rest, want, tt.rest)
			}
		})
	}
}

func TestCenturyOfTheDateToDeclassify(t *testing.T) {
	tests := map[string]struct {
		block string
		sent  string
		want  string
	}{
		"1970s, later in the century":     {"E.O. 11652: GDS 5/12/86", "1975-04-14", "1986-05-12"},
		"1970s, in the next century":      {"E.O. 11652: XGDS-1 DECLASSIFY 5/12/05", "1975-04-14", "2005-05-12"},
		"1980s, the day after":            {"E.O. 12356: DECL: 4/15/85", "1985-04-14", "1985-04-15"},
		"1980s, the same day":             {"E.O. 12356: DECL: 4/14/85", "1985-04-14", "2085-04-14"},
		"1990s, in the next century":      {"E.O. 12356: DECL: 1/1/01", "1994-04-14", "2001-01-01"},
		"under 12958 always 20YY":         {"E.O. 12958: DECL: 1/1/96", "1995-11-01", "2096-01-01"},
		"no order, a late cable":          {"E.O.: DECL: 1/1/16", "2006-11-22", "2016-01-01"},
		"an old order in a late cable":    {"E.O. 12356: DECL: 1/1/16", "2006-11-22", "2016-01-01"},
		"four figures need no century":    {"E.O. 12356: DECL: 1/1/1998", "1994-04-14", "1998-01-01"},
		"an impossible day in that year":  {"E.O. 12958: DECL: 2/29/15", "2006-11-22", ""},
		"a possible leap day in the year": {"E.O. 12958: DECL: 2/29/16", "2006-11-22", "2016-02-29"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := textReader()
			sent, err := time.Parse(time.DateOnly, tt.sent)
			if err != nil {
				t.Fatal(err)
			}
			r.c.DateTimeGroup, r.year = sent, sent.Year()
			r.order(textLines(tt.block))
			if got := r.c.ExecutiveOrder.DeclassifyOn; got != tt.want {
				t.Errorf("order(%q) sent %s: declassify on %q, want %q", tt.block, tt.sent, got, tt.want)
			}
		})
	}
}

func TestAnImpossibleDateIsDiagnosed(t *testing.T) {
	for _, block := range []string{"E.O. 12958: DECL: 13/22/2016", "E.O. 12958: DECL: 02/30/2016", "E.O. 12958: DECL: 11/22/201"} {
		r := textReader()
		r.order(textLines(block))
		if d := r.c.Diagnostics; len(d) != 1 || d[0].Code != codeDateOdd || d[0].Line != 1 {
			t.Errorf("order(%q): diagnostics %v, want one %s on line 1", block, d, codeDateOdd)
		}
	}
}
