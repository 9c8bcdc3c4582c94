// Package acp127 reads State Department telegrams in ACP 126/127 form, and the
// printed forms that came after it, into cables. It is pure: bytes in, a cable
// out; no clock, network or log. Whatever a text holds that is odd becomes a
// diagnostic on a usable cable; only what is no cable at all is an error.
package acp127

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"cablefeed/internal/cable"
)

// Reasons for a text that gives no cable. Test with errors.Is.
var (
	ErrEmpty    = errors.New("empty: no text")
	ErrBinary   = errors.New("binary data, not text")
	ErrNotCable = errors.New("not a cable: neither format lines (FL1 to FL7), nor a classification line with a message number, nor the labels of a print")
	ErrTooLarge = errors.New("transmission larger than the limit")
)

// A ParseError locates a fault. Lines count from 1 within the raw text.
type ParseError struct {
	Line int
	Err  error // a named reason, such as ErrNotCable
}

func (e *ParseError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap gives the named reason.
func (e *ParseError) Unwrap() error { return e.Err }

// A line is one line of the text: decoded to UTF-8, without its end.
type line struct {
	text string
	num  int // in the raw text, from 1
}

// A reader reads one transmission. Its methods each read one part of it into c;
// those that take a block (the lines from a caption up to the next one) return
// the lines of the block that are not theirs, for the next reader to take.
type reader struct {
	c      *cable.Cable
	parsed *parsed // where c lies
	// year is the full year of the cable, from its DTG or date; 0 when unknown.
	year int
	// post is the own station in the form of its MRN; empty when unknown.
	post string
	// station is the station of the MRN, serial its serial; total is how many
	// sections the cable has, 0 when none is named.
	station string
	serial  int
	total   int
	secured int // the line of FL4
	// roles is what each line was read as; nil unless Explain asks.
	roles map[int]string
	// mail says that the text begins with the head of a mail.
	mail   bool
	shorts strings.Builder // the short strings
	// markup says that a line may begin with the marks < or >.
	markup bool
	// raw is the text as it was received, with blanks for its newlines. The lines
	// are parts of it, but for those that had to be repaired.
	raw string
	scratch
}

// A scratch is the memory that reading needs and that no cable keeps, for the
// next transmission to use again.
type scratch struct {
	all   []line // the whole text
	words []byte // of the paragraphs
	cuts  []cut  // where the paragraphs lie in words
	// head are the lines of the captions, which later sections repeat.
	head []string
	// paged are the lines that may hold a page mark, alone or with the next.
	paged lineSet
	// traits are those of the lines, by their numbers.
	traits []traits
	buf    []byte     // the text, while it is cut into lines
	starts []int      // where the lines begin in raw, by their numbers, and where the last ends
	toks   []refToken // of a reference list
	lists  lists
}

// A parsed is a cable with room for the parts that most have.
type parsed struct {
	cable.Cable
	transmission cable.Transmission
	station      cable.Station
	security     cable.Security
	section      cable.Section
	order        cable.Order
	classifiedBy cable.ClassifiedBy
	sections     [2]int
	captions     [2]string
	signals      [1]string
}

var readers = sync.Pool{New: func() any { return new(reader) }}

// newReader gives a reader for one transmission.
func newReader() *reader {
	r := readers.Get().(*reader)
	r.parsed = new(parsed)
	r.c = &r.parsed.Cable
	r.grow()
	return r
}

// done gives the reader back. What the cable holds is the cable's alone; what the
// scratch still names of this text lives until the next takes its place.
func (r *reader) done() {
	r.own()
	s := r.scratch
	*r = reader{}
	if cap(s.all) > maxScratch || cap(s.words) > 64*maxScratch || cap(s.buf) > 64*maxScratch {
		return
	}
	r.scratch = scratch{
		all: s.all[:0], words: s.words[:0], cuts: s.cuts[:0], head: s.head[:0],
		paged: s.paged[:0], traits: s.traits[:0], buf: s.buf[:0], starts: s.starts[:0], toks: s.toks[:0], lists: s.lists,
	}
	readers.Put(r)
}

// maxScratch is how many lines a text may have whose memory is kept.
const maxScratch = 8 << 10

// odd records a diagnostic of no weight, with a message that is always the same.
func (r *reader) odd(num int, code, message string) {
	if r.full(num) {
		return
	}
	r.c.Diagnostics = append(r.c.Diagnostics, cable.Diagnostic{Severity: cable.Info, Line: num, Code: code, Message: message})
}

// maxDiagnostics is how many diagnostics a cable has at most: noise must not
// make it larger than its text.
const maxDiagnostics = 2000

// full reports whether the cable has all the diagnostics it may have. The last
// one says so.
func (r *reader) full(num int) bool {
	n := len(r.c.Diagnostics)
	if n == maxDiagnostics-1 {
		r.c.Diagnostics = append(r.c.Diagnostics, cable.Diagnostic{
			Severity: cable.Warning, Line: num, Code: codeTooMany, Message: "more diagnostics from here on are left out",
		})
	}
	return n >= maxDiagnostics-1
}

// diag records a diagnostic with a fixed code of the catalogue (codes.go).
func (r *reader) diag(num int, sev cable.Severity, code, format string, args ...any) {
	if r.full(num) {
		return
	}
	r.c.Diagnostics = append(r.c.Diagnostics, cable.Diagnostic{
		Severity: sev, Line: num, Code: code, Message: fmt.Sprintf(format, args...),
	})
}
