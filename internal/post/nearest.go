package post

import (
	"strings"
	"sync"
)

// Listed reports whether a telegram may give a station or an agency just so: as
// in a message reference number, as a routing indicator, or in plain language as
// the tables have it. Capitals and digits alone count: AMEMBASSYTELAVIV.
func Listed(name string) bool {
	if listed()[name] {
		return true
	}
	if _, ok := indicators().name(name); ok {
		return true
	}
	_, ok := FromIndicator(name)
	return ok
}

// listed holds every name of the tables, and every routing indicator but those
// of ranges.
var listed = sync.OnceValue(func() map[string]bool {
	t, all := load(), map[string]bool{}
	for _, p := range t.posts {
		all[bare(p.MRN)], all[bare(p.Address)] = true, true
		all[strings.TrimPrefix(p.MRN, "AIT")] = true // as it was before 1979
	}
	for _, row := range rows(namesCSV) {
		if row[2] == "address" {
			all[bare(row[0])] = true
		}
	}
	for _, row := range rows(collectivesCSV) {
		all[bare(row[1])] = true
	}
	for ri, name := range indicators().names {
		all[ri], all[bare(name)] = true, true
	}
	for _, r := range indicators().ranges {
		all[bare(r.name)] = true
	}
	delete(all, "")
	return all
})

// bare is a name without all but its letters and digits.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, name)
}

// Nearest gives up to three stations that somebody may have meant by a name that
// is not listed: those that Lookup finds, else those whose name it is one edit
// from, else those that begin as it does.
func Nearest(name string) (near []string) {
	for _, p := range Lookup(name) {
		if p.MRN != "" {
			near = append(near, p.MRN)
		}
	}
	t := load()
	place, _ := cutPostWords(strings.ToUpper(name))
	var b keyBuf
	k := b.of(place)
	find := func(like func(key string) bool) {
		for _, p := range t.posts {
			if like(makeKey(p.MRN)) || like(makeKey(p.Name)) {
				near = append(near, p.MRN)
			}
		}
	}
	if len(near) == 0 && len(k) > 2 {
		find(func(key string) bool {
			d := len(key) - len(k)
			return -1 <= d && d <= 1 && oneEdit(k, key)
		})
	}
	if len(near) == 0 && len(k) > 3 {
		find(func(key string) bool {
			return len(key) > 3 && (strings.HasPrefix(key, string(k)) || strings.HasPrefix(string(k), key))
		})
	}
	return near[:min(3, len(near))]
}
