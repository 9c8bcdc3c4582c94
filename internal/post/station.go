package post

// minRepair is the length of the shortest name that may be a misprint of a
// station it is one edit from.
const minRepair = 6

// Station finds the station that a number calls by name: MEXICO CITY, TEL-AVIV,
// USUN NEW YORK. Blanks, hyphens, points and apostrophes do not count, zero is
// read as O, and aliases apply unless they are ambiguous. A former name is a
// station of its own, with its own series: BOMBAY is not MUMBAI. TAIPEI is
// AITTAIPEI from 1979 on; year is the full year of the number, 0 if unknown.
func Station(name string, year int) (mrn string, ok bool) {
	var b keyBuf
	n, ok := load().names[string(b.of(name))]
	if !ok || n.ambiguous {
		return "", false
	}
	return n.in(year), true
}

// RefStation is Station for the place of a reference directly before its serial.
// There ambiguous aliases count too, and a name of six or more letters that is
// one edit (a letter more, less or other, or two exchanged) from exactly one
// station is that station.
func RefStation(name string, year int) (mrn string, how How) {
	t := load()
	var b keyBuf
	k := b.of(name)
	if n, ok := t.names[string(k)]; ok {
		if b.digits {
			return n.in(year), Repaired
		}
		return n.in(year), n.how
	}
	for i := range t.near {
		if n, ok := t.repair(k, i); ok {
			return n.in(year), Repaired
		}
	}
	return "", None
}

// repair finds the only station that a name of t.near[i] one edit from k calls.
func (t *table) repair(k []byte, i int) (found name, ok bool) {
	if len(k) < minRepair {
		return name{}, false
	}
	for l := len(k) - 1; l <= min(len(k)+1, maxKey); l++ {
		for _, c := range t.near[i][l] {
			if !oneEdit(k, c) {
				continue
			}
			n := t.names[c]
			if ok && n.mrn != found.mrn {
				return name{}, false
			}
			found, ok = n, true
		}
	}
	return found, ok
}

// oneEdit reports whether a becomes b by one letter more, less or other, or by
// two neighbours exchanged. The lengths differ by one at most.
func oneEdit(a []byte, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) > len(b):
		return string(a[i+1:]) == b[i:]
	case len(a) < len(b):
		return string(a[i:]) == b[i+1:]
	case i == len(a):
		return false
	case string(a[i+1:]) == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == b[i+2:]
}

// firstAIT is the year in which the embassy in Taipei and the consulate in
// Kaohsiung became institutes.
const firstAIT = 1979

// in is the form of the station in a number of that year.
func (n name) in(year int) string {
	if n.before != "" && 0 < year && year < firstAIT {
		return n.before
	}
	return n.mrn
}

// Country finds the embassy that the name of its country, or the adjective of
// it, stands for in a reference: PERU, EMBASSY PERU, FRENCH EMBASSY. Only the
// start of an entry may be asked for; elsewhere a country is a country.
func Country(name string) (mrn string, ok bool) {
	t := load()
	name, _ = cutPostWords(name)
	for _, w := range []string{"EMBASSY", "AMEMBASSY", "EMB"} {
		name = cutLastWord(name, w)
	}
	var b keyBuf
	mrn, ok = t.countries[string(b.of(name))]
	return mrn, ok
}
