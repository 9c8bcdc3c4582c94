package post

import (
	"slices"
	"testing"
)

func TestListed(t *testing.T) {
	for name, want := range map[string]bool{
		"LIMA": true, "TELAVIV": true, "STATE": true, "AMEMBASSYTELAVIV": true, "SECSTATEWASHDC": true, "AMEMBASSYMEXICO": true,
		"RUEHME": true, "RUEHMEC": true, "RUEAWJB": true, "AITTAIPEI": true, "TAIPEI": true, "ALLUSCONSULATESINMEXICOCOLLECTIVE": true,
		"": false, "LIMMA": false, "PERU": false, "SECSTATE": false, "MEXICOCITY": false, "RUEHQQ": false, "L1MA": false, "AMEMBASSYLIMMA": false,
	} {
		if got := Listed(name); got != want {
			t.Errorf("Listed(%q) = %v", name, got)
		}
	}
	for _, p := range Posts() {
		if !Listed(bare(p.MRN)) || !Listed(bare(p.Address)) && p.Address != "" {
			t.Errorf("%s is not listed", p.MRN)
		}
		for _, ri := range p.Indicators {
			if !Listed(ri) {
				t.Errorf("%s of %s is not listed", ri, p.MRN)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	for name, want := range map[string][]string{
		"LIMMA": {"LIMA"}, "amembassy limma": {"LIMA"}, "GUATEMALLA": {"GUATEMALA"}, "Peru": {"LIMA"}, "SECSTATE": {"STATE"}, "Mexico City": {"MEXICO"},
		"ROMA": {"ROME"}, "BUENOS": {"BUENOSAIRES"}, "XQZW": nil, "": nil, "ЛИМА": nil,
	} {
		if got := Nearest(name); !slices.Equal(got, want) {
			t.Errorf("Nearest(%q) = %v, want %v", name, got, want)
		}
	}
}
