package watch

import (
	"bytes"
	"slices"
	"strings"
)

// phrase gives the folded words of a term. A word that stands before a * keeps
// it. Quotation marks are no part of a word, so they may be written or not.
func phrase(s string) (words []string) {
	sc := scanner{text: s}
	for {
		b, at, ok := sc.next(nil)
		if !ok {
			return words
		}
		if at.end < len(s) && s[at.end] == '*' {
			b = append(b, '*')
		}
		words = append(words, string(b))
	}
}

// findPhrase finds the first place of a phrase: in the subject before the
// summary before the body.
func (d *document) findPhrase(z zones, t *term) (Reason, bool) {
	last := t.words[len(t.words)-1]
	best, start := -1, -1
	try := func(s *spelling) {
		if w := int(s.word); best < 0 || w < best {
			if from := d.phraseBefore(w-int(s.count), d.words[w].zone, t.words[:len(t.words)-1]); from >= 0 && z.has(d.words[w].zone) {
				best, start = w, from
			}
		}
	}
	if p, ok := strings.CutSuffix(last, "*"); ok {
		for i := range d.spellings {
			if best >= 0 && int(d.spellings[i].word) > best {
				break
			}
			if bytes.HasPrefix(d.text(&d.spellings[i]), []byte(p)) {
				try(&d.spellings[i])
			}
		}
	} else if len(d.slots) > 0 {
		for id := d.slots[d.slot(hash([]byte(last)), []byte(last))]; id != 0; id = d.spellings[id-1].next {
			try(&d.spellings[id-1])
		}
	}
	if best < 0 {
		return Reason{}, false
	}
	return d.reason(t.raw, d.words[best].zone, span{d.words[start].at.start, d.words[best].at.end}), true
}

// phraseBefore gives the word at which the phrase begins that ends with word w
// of a zone, or -1 if it does not stand there. An empty phrase begins after w.
func (d *document) phraseBefore(w int, zone int32, phrase []string) int {
	// A word may have several spellings that fit, so there may be several
	// words at which the rest of the phrase could end.
	var a, b [maxChain * maxPhrase]int
	ends, next := append(a[:0], w), b[:0]
	for k := len(phrase) - 1; k >= 0; k-- {
		for _, w := range ends {
			if w < 0 || d.words[w].zone != zone {
				continue
			}
			for _, s := range d.spellingsOf(w) {
				if before := w - int(s.count); glob(phrase[k], d.text(&s)) && !slices.Contains(next, before) {
					next = append(next, before)
				}
			}
		}
		if len(next) == 0 {
			return -1
		}
		ends, next = next, ends[:0]
	}
	return ends[0] + 1
}
