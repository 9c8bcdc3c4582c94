package acp127

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// DefaultLimit is the size in bytes that a transmission may have.
const DefaultLimit = 4 << 20

// ahead is how much behind an FL1 a Reader looks at to see whether it begins a
// transmission: more than a header of format lines needs up to FM.
const ahead = 8 << 10

// ErrQuiet is what a source of a Reader gives when nothing has come for a while,
// and more may: a transmission whose end has come is not kept waiting then.
var ErrQuiet = errors.New("nothing came for a while")

// A Frame is one transmission of a stream as it was received, with whatever
// junk stood between it and its neighbours.
type Frame struct {
	Raw  []byte // valid until the next call of Next
	Line int    // of its first byte, from 1 within the stream
}

// A Reader cuts a stream into transmissions, in memory bounded by Limit. A
// stream that holds one cable gives one Frame, whatever its text repeats. The
// frames put together give the stream, byte for byte.
//
// A transmission begins at an FL1 (ZCZC or VZCZC at the start of a line) that
// format lines follow, behind the end of the one before (NNNN). Where no end is,
// the header must be complete, and must not be a repetition of the one before or
// stand between breaks (BT): those are quotations. An FL1 may also be glued to
// the last word of a file without a newline at its end, that another was put
// behind: NNNNVZCZCXRO5761.
type Reader struct {
	// Limit is the size in bytes that a transmission may have; 0 is DefaultLimit.
	Limit int

	src  io.Reader
	buf  []byte
	err  error // of src
	line int   // of buf[0]

	scanned int   // what of buf is known to hold no FL1 that begins a frame
	state   state // of buf[:noted]
	noted   int
	used    int  // what of buf the last Frame holds
	quiet   bool // the source gave ErrQuiet last, behind an NNNN
	early   bool // a Frame was given for that
}

// NewReader gives a Reader of the stream src.
func NewReader(src io.Reader) *Reader { return &Reader{src: src, line: 1} }

// Next gives the next transmission; io.EOF when there is none. An error that is
// ErrTooLarge, always a *ParseError, concerns one transmission alone: the next
// call goes on behind it.
func (f *Reader) Next() (Frame, error) {
	f.drop(f.used)
	f.used = 0
	limit := f.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	start, size := f.line, 0
	for {
		n, found := f.boundary()
		if !found && f.err == nil && f.quiet && f.ended() {
			f.early, f.quiet = true, false
		} else if !found && f.err == nil {
			if len(f.buf) > limit+ahead { // too large: what was looked at goes
				gone := bytes.LastIndexByte(f.buf[:f.scanned], '\n') + 1
				if gone == 0 { // one line without an end
					gone = f.scanned - ahead
				}
				size += gone
				f.note(gone)
				f.drop(gone)
			}
			f.fill()
			continue
		}
		if size += n; size > limit {
			f.used = n
			return Frame{}, &ParseError{Line: start, Err: fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, size, limit)}
		}
		if n == 0 || f.early && f.err != nil && len(bytes.TrimSpace(f.buf[:n])) == 0 {
			if errors.Is(f.err, io.EOF) {
				return Frame{}, io.EOF
			}
			return Frame{}, f.err
		}
		f.used = n
		return Frame{Raw: f.buf[:n:n], Line: start}, nil
	}
}

// drop forgets the first n bytes of the buffer.
func (f *Reader) drop(n int) {
	if n == 0 {
		return
	}
	f.line += bytes.Count(f.buf[:n], []byte{'\n'})
	f.buf = f.buf[:copy(f.buf, f.buf[n:])]
	f.scanned = max(0, f.scanned-n)
	f.noted = max(0, f.noted-n)
	if f.used > 0 { // a new transmission
		f.state, f.noted, f.scanned = state{}, 0, 0
	}
}

// fill reads more of the stream into the buffer.
func (f *Reader) fill() {
	if cap(f.buf)-len(f.buf) < 32<<10 {
		grown := make([]byte, len(f.buf), 2*cap(f.buf)+64<<10)
		copy(grown, f.buf)
		f.buf = grown
	}
	for range 100 {
		n, err := f.src.Read(f.buf[len(f.buf):cap(f.buf)])
		f.buf = f.buf[:len(f.buf)+n]
		if f.quiet = false; errors.Is(err, ErrQuiet) {
			f.quiet = endsInNNNN(f.buf)
			return
		}
		if f.err = err; n > 0 || err != nil {
			return
		}
	}
	f.err = io.ErrNoProgress
}

// endsInNNNN reports whether the last line of b is an NNNN.
func endsInNNNN(b []byte) bool {
	b = bytes.TrimRight(b, " \t\r\n\x00\x7f")
	last, _ := cutLine(b[bytes.LastIndexByte(b, '\n')+1:])
	return string(last) == "NNNN"
}

// ended reports whether all of buf is a transmission that has ended.
func (f *Reader) ended() bool {
	f.note(len(f.buf))
	return f.state.ended
}

// boundary gives where the transmission that buf begins with ends; found is
// false when more must be read to say so (n is then all there is).
func (f *Reader) boundary() (n int, found bool) {
	for {
		i := bytes.Index(f.buf[f.scanned:], []byte("ZCZC"))
		if i < 0 {
			// The start of an FL1 may be cut by the end of what was read.
			f.scanned = max(f.scanned, len(f.buf)-3)
			return len(f.buf), false
		}
		at := f.scanned + i
		if len(f.buf)-at < ahead && f.err == nil && !f.quiet {
			f.scanned = at
			return len(f.buf), false
		}
		f.scanned = at + 4
		if line := lineStart(f.buf, at); line >= 0 && f.begins(line) {
			return line, true
		} else if line < 0 {
			if glued := gluedStart(f.buf, at); glued >= 0 && f.beginsGlued(glued) {
				return glued, true
			}
		}
	}
}

// gluedStart gives the start of an FL1 with a ZCZC at i that stands behind a
// word, without a blank, and ends its line; -1 when there is none.
func gluedStart(b []byte, i int) int {
	const most = 24 // of the rest of the line: a line may be long, and have many
	end := bytes.IndexByte(b[i:min(len(b), i+most)], '\n')
	if end < 0 {
		return -1
	}
	id, _ := cutLine(b[i : i+end])
	if number := bytes.TrimLeft(id[len("ZCZC"):], " "); len(number) < 4 || len(number) > 12 || !isAlnum(number[0]) || !isDigit(number[len(number)-1]) {
		return -1
	}
	if i > 0 && b[i-1] == 'V' {
		i--
	}
	if i == 0 || b[i-1] <= ' ' {
		return -1
	}
	return i
}

// beginsGlued is begins for an FL1 in mid-line. What stands before it on the line
// counts as a line of its own if it does begin a transmission.
func (f *Reader) beginsGlued(i int) bool {
	f.note(bytes.LastIndexByte(f.buf[:i], '\n') + 1)
	st, noted := f.state, f.noted
	if f.begins(i) {
		return true
	}
	f.state, f.noted = st, noted
	return false
}

// lineStart gives the start of the line on which a ZCZC at i is the first word,
// -1 when it is not.
func lineStart(b []byte, i int) int {
	if i > 0 && b[i-1] == 'V' {
		i--
	}
	for i > 0 && b[i-1] != '\n' {
		if i--; b[i] > ' ' && b[i] != 0x7f && b[i] != '>' {
			return -1
		}
	}
	return i
}

// begins reports whether the FL1 on the line at i begins a transmission.
func (f *Reader) begins(i int) bool {
	f.note(i)
	t := f.buf[i:]
	id, t := cutLine(t[:min(len(t), ahead)])
	var lines, complete int // format lines; bits of those that a complete header has
	for n := 0; n < 14 && len(t) > 0; n++ {
		var s []byte
		if s, t = cutLine(t); len(s) < 3 || len(s) > 400 {
			continue
		}
		switch h := string(s[:min(len(s), 64)]); {
		case isFL2(h):
			lines, complete = lines+1, complete|1
		case h[:3] == "DE ":
			lines, complete = lines+1, complete|2
		case hasAny(h, "ZNR", "ZNY"):
			lines++
		case isFL5(h):
			lines, complete = lines+1, complete|4
		case h[:3] == "FM ":
			lines, complete = lines+1, complete|8
		}
	}
	switch st := &f.state; {
	case !st.substance:
		return false // junk at the head of the stream belongs to the first transmission
	case st.ended:
		return lines >= 2
	case st.breaks == 1 && !st.doubt || string(id) == st.id:
		return false // a quotation
	}
	return complete == 15
}

// A state is what a transmission holds so far.
type state struct {
	id        string // FL1
	substance bool   // it holds more than junk
	breaks    int    // BT
	ending    bool   // the line before was a BT or a repeated serial
	ended     bool   // NNNN behind its last break, or without breaks
	doubt     bool   // NNNN between breaks
}

// note brings the state up to buf[:to].
func (f *Reader) note(to int) {
	for f.noted < to {
		s, rest := cutLine(f.buf[f.noted:to])
		f.noted = to - len(rest)
		if len(s) < 2 {
			continue
		}
		st := &f.state
		ending := false
		switch s[0] {
		case 'B':
			if string(s) == "BT" {
				st.breaks++
				st.substance, ending = true, true
			}
		case '#':
			ending = digits(string(s[1:min(len(s), 12)]))
		case 'N':
			if string(s) == "NNNN" {
				st.substance, ending = true, true
				if st.breaks == 1 && !st.ending {
					st.doubt = true
				} else {
					st.ended = true
				}
			}
		case 'V', 'Z':
			if len(s) < 64 && st.id == "" && isFL1(string(s)) {
				st.id = string(s)
			}
		}
		st.ending = ending
		if !st.substance && len(s) < 400 {
			st.substance = substance(string(s))
		}
	}
}

// substance reports whether the line t shows that a cable has begun.
func substance(t string) bool {
	if len(t) < 4 {
		return false
	}
	switch t[0] {
	case 'F':
		return hasAny(t, "FM ")
	case 'D':
		return hasAny(t, "DE R")
	case 'V', 'Z', 'O', 'P', 'R':
		if isFL1(t) || isFL2(t) || isFL5(t) {
			return true
		}
	}
	if cl, ok := parseClassLine(t); ok && cl.serial != "" {
		return true
	}
	if k, strong := captionAt(t); k != noCaption && strong {
		return true
	}
	n, _, _ := paragraphNumber(t)
	return n > 0
}

// cutLine cuts the first line off b, without what stands around its words.
func cutLine(b []byte) (s, rest []byte) {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		s, rest = b[:i], b[i+1:]
	} else {
		s = b
	}
	for len(s) > 0 && (s[0] <= ' ' || s[0] == '>' || s[0] == 0x7f) {
		s = s[1:]
	}
	for len(s) > 0 && (s[len(s)-1] <= ' ' || s[len(s)-1] == 0x7f) {
		s = s[:len(s)-1]
	}
	return s, rest
}
