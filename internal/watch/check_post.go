package watch

import (
	"fmt"
	"strings"

	"cablefeed/internal/post"
)

// wrongPost says what is wrong with the pattern of a post, an indicator or a
// name; "" is nothing. As with TAGS, one that nobody has listed is most often a
// slip, so it is refused; whoever means it ends it with a *.
func wrongPost(t string) string {
	n := normalName(t)[0]
	switch {
	case strings.Trim(n, "*") == "":
		return fmt.Sprintf("%q has neither letters nor digits", t)
	case strings.Contains(n, "*"), post.Listed(n):
		return ""
	}
	return unknownPost(t, t, n)
}

// unknownPost says that the station of a pattern is not known; n is the pattern
// as it is compared.
func unknownPost(pattern, station, n string) string {
	reason := fmt.Sprintf("unknown post %q", pattern)
	if near := post.Nearest(station); len(near) > 0 {
		reason += "; the nearest known are " + strings.Join(near, ", ")
	}
	return reason + fmt.Sprintf("; to watch one that is not listed, write %s*", n)
}

// wrongNumber says what is wrong with the pattern of a message number; "" is
// nothing.
func wrongNumber(t string) string {
	n := normalNumber(t)[0]
	switch {
	case strings.Trim(n, "*") == "":
		return fmt.Sprintf("%q has neither letters nor digits", t)
	case strings.Contains(n, "*"):
		return ""
	}
	rest := strings.TrimLeft(n, "0123456789")
	station := strings.TrimRight(rest, "0123456789")
	if len(n)-len(rest) != 2 || station == "" || station == rest {
		return fmt.Sprintf("%q is no message number such as 06MEXICO6568, 06MEXICO* or *MEXICO*", t)
	}
	if !post.Listed(station) {
		return unknownPost(t, station, n)
	}
	return ""
}
