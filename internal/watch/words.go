package watch

import (
	"bytes"
	"math/bits"
)

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
