package watch

import (
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
