package acp127

import "cablefeed/internal/post"

// isPlace reports whether w, in capitals without blanks, is a post or a country.
func isPlace(w string) bool {
	if len(w) < 3 {
		return false
	}
	if _, ok := post.Station(w, 0); ok {
		return true
	}
	_, ok := post.Country(w)
	return ok
}
