package watch

import (
	"bytes"
	"math/bits"
	"sync"
	"time"
	"unicode/utf8"

	"cablefeed/internal/cable"
)

// A document is a cable made ready for matching: its names normalised, its
// words folded and hashed. It is built once a cable, however many the watches.
type document struct {
	c  *cable.Cable
	at time.Time

	buf []byte // what the normalised names and folded words are made of

	from, to, refs []name

	words     []word
	spellings []spelling
	slots     []int32 // hash table: 1 + the first spelling of a distinct word
	distinct  []int32 // the first spelling of each distinct word
	chain     int     // words that hyphens join, up to the last one
}

// A name is a normalised code, post or number, and the entry of its list.
type name struct {
	in    span // of buf
	entry int
}

// A word is one word of the text, in reading order.
type word struct {
	zone  int32 // see document.zone
	at    span  // in the zone's text
	spell int32 // its spellings go from here to the next word's
}

// A spelling is what a word may be looked up as: itself, or joined with the
// words that a hyphen ties it to. All spellings of one text are chained.
type spelling struct {
	hash  uint64
	in    span  // of buf
	word  int32 // the last word that it covers
	count int32 // of words that it covers
	next  int32 // 1 + the next spelling of the same text; 0: none
	last  int32 // of a first spelling: 1 + the last of its chain
}

// maxChain is how many words joined by hyphens are tried as one.
const maxChain = 4

var documents = sync.Pool{New: func() any { return new(document) }}

// newDocument makes c ready. What the list has no condition on is left out.
func newDocument(c *cable.Cable, at time.Time, uses uses) *document {
	d := documents.Get().(*document)
	d.c, d.at = c, at
	d.buf, d.from, d.to, d.refs = d.buf[:0], d.from[:0], d.to[:0], d.refs[:0]
	d.words, d.spellings, d.distinct = d.words[:0], d.spellings[:0], d.distinct[:0]
	if uses&usesFrom != 0 {
		d.from = d.names(d.from, 0, c.From.Post, c.From.RoutingIndicator, c.From.Name)
	}
	if uses&usesTo != 0 {
		for i := range c.To {
			d.to = d.names(d.to, i, c.To[i].Post, c.To[i].RoutingIndicator, c.To[i].Name)
		}
		for i := range c.Info {
			d.to = d.names(d.to, len(c.To)+i, c.Info[i].Post, c.Info[i].RoutingIndicator, c.Info[i].Name)
		}
	}
	if uses&usesReferences != 0 {
		for i := range c.References {
			d.refs = d.names(d.refs, i, c.References[i].MRN)
		}
	}
	if uses&usesText != 0 {
		d.readText()
	}
	return d
}

// release gives d back for the next cable. What it gave out does not refer to it.
func (d *document) release() {
	d.c = nil
	documents.Put(d)
}

func (d *document) names(to []name, entry int, names ...string) []name {
	for _, n := range names {
		start := len(d.buf)
		if d.buf = appendName(d.buf, n); len(d.buf) > start {
			to = append(to, name{span{start, len(d.buf)}, entry})
		}
	}
	return to
}

// appendName appends s as names are compared: capitals without accents, and
// digits.
func appendName(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			start := len(b)
			b, _ = foldRune(b, r, s[i:i+n])
			upper(b[start:])
			i += n - 1
		} else if ascii[c] == letter {
			b = append(b, c)
			upper(b[len(b)-1:])
		}
	}
	return b
}

func upper(b []byte) {
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
}

// A zone number is 0 for the subject, 1 for the summary, then two for each
// paragraph: heading and text.
func (d *document) zone(z int32) string {
	switch {
	case z == 0:
		return d.c.Subject
	case z == 1:
		return d.c.Summary
	case z%2 == 0:
		return d.c.Paragraphs[z/2-1].Heading
	default:
		return d.c.Paragraphs[z/2-1].Text
	}
}

func (d *document) readText() {
	d.sizeTable()
	d.readZone(0)
	d.readZone(1)
	heading := ""
	for i := range d.c.Paragraphs {
		// A heading is repeated with each paragraph under it; it stands there once.
		if h := d.c.Paragraphs[i].Heading; h != heading {
			heading = h
			d.readZone(int32(2 + 2*i))
		}
		d.readZone(int32(3 + 2*i))
	}
}

// sizeTable empties the hash table and makes it large enough: English has a
// word to six bytes, and the table grows if the text is not English.
func (d *document) sizeTable() {
	n := len(d.c.Subject) + len(d.c.Summary)
	for i := range d.c.Paragraphs {
		n += len(d.c.Paragraphs[i].Text)
	}
	size := max(256, 1<<bits.Len(uint(n/6)))
	if size > len(d.slots) || size < len(d.slots)/8 {
		d.slots = make([]int32, size)
		return
	}
	clear(d.slots)
}

func (d *document) readZone(z int32) {
	s := scanner{text: d.zone(z)}
	d.chain = 0
	for {
		start := len(d.buf)
		var at span
		var ok bool
		if d.buf, at, ok = s.next(d.buf); !ok {
			return
		}
		if !s.joined {
			d.chain = 0
		}
		d.chain = min(d.chain+1, maxChain)
		d.words = append(d.words, word{zone: z, at: at, spell: int32(len(d.spellings))})
		for count := 1; count <= d.chain; count++ {
			d.spell(span{start, len(d.buf)}, int32(count))
			if count < d.chain { // the joined words stand side by side in buf
				before := &d.words[len(d.words)-1-count]
				start = d.spellings[before.spell].in.start
			}
		}
	}
}

// spell records a spelling that ends with the last word.
func (d *document) spell(in span, count int32) {
	h := hash(d.buf[in.start:in.end])
	id := int32(len(d.spellings))
	d.spellings = append(d.spellings, spelling{hash: h, in: in, word: int32(len(d.words) - 1), count: count})
	slot := d.slot(h, d.buf[in.start:in.end])
	if first := d.slots[slot]; first != 0 {
		f := &d.spellings[first-1]
		d.spellings[f.last-1].next = id + 1
		f.last = id + 1
		return
	}
	d.spellings[id].last = id + 1
	d.slots[slot] = id + 1
	if d.distinct = append(d.distinct, id); 2*len(d.distinct) > len(d.slots) {
		d.grow()
	}
}

// slot finds where the spelling text has its place in the table.
func (d *document) slot(h uint64, text []byte) int {
	mask := len(d.slots) - 1
	for i := int(h) & mask; ; i = (i + 1) & mask {
		id := d.slots[i]
		if id == 0 {
			return i
		}
		if s := &d.spellings[id-1]; s.hash == h && bytes.Equal(d.buf[s.in.start:s.in.end], text) {
			return i
		}
	}
}

func (d *document) grow() {
	d.slots = make([]int32, 2*len(d.slots))
	mask := len(d.slots) - 1
	for _, id := range d.distinct {
		i := int(d.spellings[id].hash) & mask
		for d.slots[i] != 0 {
			i = (i + 1) & mask
		}
		d.slots[i] = id + 1
	}
}

// spellingsOf gives the spellings that end with word w.
func (d *document) spellingsOf(w int) []spelling {
	if w+1 < len(d.words) {
		return d.spellings[d.words[w].spell:d.words[w+1].spell]
	}
	return d.spellings[d.words[w].spell:]
}

// text is the folded text of a spelling.
func (d *document) text(s *spelling) []byte { return d.buf[s.in.start:s.in.end] }

// hash is FNV-1a, finished so that its low bits serve a table. The hash of a
// word's beginning is met on the way to the word's own.
func hash(b []byte) uint64 {
	h := uint64(fnvOffset)
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return finish(h)
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}
