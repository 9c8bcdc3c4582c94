package acp127

import (
	"slices"
	"strings"

	"cablefeed/internal/cable"
)

// Lists is the memory in which the longer lists of a cable grow, for the next
// transmission to use again. The cable keeps copies that are as long as they
// must be.
type lists struct {
	to, info    []cable.Addressee
	tags        []cable.Tag
	references  []cable.Reference
	paragraphs  []cable.Paragraph
	diagnostics []cable.Diagnostic
}

// grow lets the lists of the cable grow where there is room for them.
func (r *reader) grow() {
	c, l := r.c, &r.lists
	c.To, c.Info, c.Tags, c.References, c.Paragraphs, c.Diagnostics = l.to, l.info, l.tags, l.references, l.paragraphs, l.diagnostics
	c.SectionsPresent, c.Captions, c.OperatingSignals = r.parsed.sections[:0], r.parsed.captions[:0], r.parsed.signals[:0]
}

// own gives the cable lists of its own.
func (r *reader) own() {
	c, l := r.c, &r.lists
	c.To, l.to = owned(c.To)
	c.Info, l.info = owned(c.Info)
	c.Tags, l.tags = owned(c.Tags)
	c.References, l.references = owned(c.References)
	c.Paragraphs, l.paragraphs = owned(c.Paragraphs)
	c.Diagnostics, l.diagnostics = owned(c.Diagnostics)
}

// owned gives a copy of list, nil when it is empty, and its emptied memory.
func owned[T any](list []T) (copied, memory []T) {
	if len(list) > 0 {
		copied = slices.Clone(list)
	}
	return copied, list[:0]
}

// short gives b, which is not empty, as a string that shares its memory with
// other short strings of the cable alone: who keeps a number keeps no more.
func (r *reader) short(b []byte) string {
	const room = 160
	if r.shorts.Len()+len(b) > r.shorts.Cap() {
		r.shorts = strings.Builder{}
		r.shorts.Grow(max(room, len(b)))
	}
	at := r.shorts.Len()
	r.shorts.Write(b)
	return r.shorts.String()[at:]
}
