package acp127

import "strings"

// wholeCaptions are the captions that line noise is mended to.
var wholeCaptions = [...]struct {
	word string
	kind captionKind
}{{"TAGS", captionTags}, {"SUBJECT", captionSubject}, {"SUBJ", captionSubject}, {"REF", captionRef}, {"CLASSIFIED BY", captionBy}}

// damagedCaption reads a caption with a colon that one letter or mark spoilt,
// QAGS: or SUBJEC0: or CLASSIFIED BBY:, and gives the length of its word.
func damagedCaption(t string) (k captionKind, n int) {
	n = strings.IndexByte(t[:min(len(t), 16)], ':')
	if n < 2 {
		return noCaption, 0
	}
	word := strings.TrimRight(t[:n], " ")
	for _, c := range wholeCaptions {
		if d := len(word) - len(c.word); d < -1 || d > 1 || !upperLine(word) || !near(word, c.word) {
			continue
		}
		if len(c.word) > 4 || noise(word, c.word) {
			return c.kind, n
		}
	}
	return noCaption, 0
}

// noise reports whether the short word a is b with one letter doubled, lost, or
// replaced by a character that is none or hardly any: else it is a word of its own.
func noise(a, b string) bool {
	switch {
	case len(a) < len(b):
		return true
	case len(a) > len(b):
		for i := 1; i < len(a); i++ {
			if a[i] == a[i-1] && a[:i]+a[i+1:] == b {
				return true
			}
		}
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return strings.IndexByte("XQ0123456789#?*", a[i]) >= 0
		}
	}
	return true
}

// mended gives t with its damaged caption put right.
func mended(t string, k captionKind) string {
	if k == noCaption {
		return t
	}
	if was, _ := captionAsTyped(t); was != noCaption && k != captionRef {
		return t
	}
	d, n := damagedCaption(t)
	for _, c := range wholeCaptions {
		if d == k && c.kind == k && !strings.EqualFold(trim(t[:n]), c.word) {
			return c.word + t[n:]
		}
	}
	return t
}
