package acp127_test

import (
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFragmentsTogether puts fragments of several places into one cable, at
// random, and wants of each what it gives alone: no field leans on another.
func TestFragmentsTogether(t *testing.T) {
	pool := map[string][]fragment{}
	files, err := filepath.Glob("../../testdata/fragments/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, f := range readFragments(t, file) {
			if f.standsAlone() && f.check() == "" {
				pool[f.directives["in"]] = append(pool[f.directives["in"]], f)
			}
		}
	}
	random := rand.New(rand.NewPCG(19, 73))
	failed, cables := 0, 2000
	for range cables {
		text := map[string]string{}
		want := map[string]any{}
		for _, place := range slices.Sorted(maps.Keys(fieldAt)) { // the same cables in every run
			field, some := fieldAt[place], pool[place]
			if len(some) < 20 {
				t.Fatalf("only %d fragments in %s", len(some), place)
			}
			f := some[random.IntN(len(some))]
			text[place] = f.text + "\n"
			want[field] = f.want.(map[string]any)[field]
		}
		raw := "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 4329\nBT\nUNCLAS LIMA 001234\n\nSIPDIS\n\n" +
			text["order"] + text["tags"] + text["subject"] + "\n" + text["ref"] + "\n" + text["classby"] +
			"\n1. (U) This text is invented and harmless.\n\n2. (U) Nothing in it is real.\n" + text["end"]
		got, err := parseOne([]byte(raw))
		if err != nil {
			t.Fatalf("%s\n%v", raw, err)
		}
		if faults := differences("", got, want); len(faults) > 0 {
			if failed++; failed < 6 {
				t.Errorf("%s\n%s", raw, strings.Join(faults, "\n"))
			}
		}
	}
	t.Logf("%d of %d cables pass", cables-failed, cables)
}

// fieldAt gives the field that a fragment in a place is read into.
var fieldAt = map[string]string{"order": "executive_order", "tags": "tags", "subject": "subject", "ref": "references", "classby": "classified_by", "end": "signature"}

// standsAlone says whether f holds its own caption only, of a cable of the
// usual date and post, and nothing that begins the body.
func (f fragment) standsAlone() bool {
	field, ok := fieldAt[f.directives["in"]]
	if !ok || f.directives["dtg"] != "" || f.directives["station"] != "" {
		return false
	}
	want, ok := f.want.(map[string]any)
	if !ok {
		return false
	}
	switch value := want[field].(type) {
	case nil:
		return false
	case []any:
		if len(value) == 0 { // its text may be part of what stands beside it
			return false
		}
	}
	for place, other := range fieldAt {
		if _, both := want[other]; both && other != field && (place != "tags" || field != "executive_order") {
			return false
		}
	}
	if _, diagnosed := want["diagnostics+"]; diagnosed {
		return false
	}
	text := strings.ToUpper(f.text)
	for _, begins := range []string{"\n1.", "¶1.", "--", "==", "**", "SUMMARY", "551."} {
		if field != "signature" && strings.Contains(text, begins) {
			return false
		}
	}
	for caption, own := range map[string]string{"REF": "references", "CLASSIF": "classified_by", "TAGS": "tags", "SUBJECT": "subject", "E.O": "executive_order"} {
		if own != field && field != "signature" && strings.Contains(text, caption) {
			return false
		}
	}
	return true
}
