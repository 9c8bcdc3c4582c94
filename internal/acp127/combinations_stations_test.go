package acp127_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

// TestStationCombinations refers to every post of the table, by its name and
// its form in a number, and by every alias, in each form of a reference.
func TestStationCombinations(t *testing.T) {
	names := map[string]string{} // as printed: the form in a number
	for _, row := range readTable(t, "../post/stations.csv") {
		names[row["mrn_station"]] = row["mrn_station"]
		if row["kind"] != "serial-series" && row["kind"] != "agency" {
			names[row["post_name"]] = row["mrn_station"]
		}
	}
	for _, row := range readTable(t, "../post/station_aliases.csv") {
		if row["kind"] != "former-name" {
			names[row["alias"]] = row["mrn_station"]
		}
	}
	names["DUBAI"] = "DUBAI" // the consulate, not the presence office there
	var all []combination
	for name, mrn := range names {
		for form, want := range map[string]string{
			"REF: %s 4077":                          " 06%s4077; ",
			"REF: A. %s 04077 B. LIMA 66":           "A 06%s4077; B 06LIMA66; ",
			"REF: (A) 05 %s 4077 (B) LIMA 66":       "A 05%s4077; B 06LIMA66; ",
			"REF: %s 4077, 4078 AND LIMA 66":        " 06%[1]s4077;  06%[1]s4078;  06LIMA66; ",
			"REF: LIMA 66; %s 4077/05; LIMA 67":     " 06LIMA66;  05%s4077;  06LIMA67; ",
			"REF: A) LIMA 66\n     B) 2005 %s 4077": "A 06LIMA66; B 05%s4077; ",
		} {
			all = append(all, combination{between("TAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n" + fmt.Sprintf(form, name)), fmt.Sprintf(want, mrn)})
			mixed := strings.ToUpper(name[:1]) + strings.ToLower(name[1:])
			all = append(all, combination{between("TAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n" + fmt.Sprintf(form, mixed)), fmt.Sprintf(want, mrn)})
		}
	}
	run(t, all, referencesOf)
}

// readTable reads a table of the package post, a row as its columns by name.
func readTable(t *testing.T, file string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil || len(records) < 100 {
		t.Fatalf("%s: %d rows, %v", file, len(records), err)
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func referencesOf(c *cable.Cable) string {
	var b strings.Builder
	for _, r := range c.References {
		fmt.Fprintf(&b, "%s %s; ", r.Label, r.MRN)
	}
	return b.String()
}
