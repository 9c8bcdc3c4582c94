package acp127

import (
	"strconv"

	"cablefeed/internal/cable"
)

// An Explained is one line of a text with what it was read as.
type Explained struct {
	Line        int    // from 1
	Text        string // decoded to UTF-8
	As          string // such as "FL5 date-time group", "TAGS", "paragraph 3"; empty: not read
	Diagnostics []cable.Diagnostic
}

// Explain parses raw and says line by line what it was read as, for people who
// want to see why a cable came out as it did.
func Explain(raw []byte) []Explained {
	r := newReader()
	defer r.done()
	r.roles = map[int]string{}
	lines := r.lines(raw)
	r.hash(raw)
	out := make([]Explained, 0, len(lines))
	for _, l := range lines {
		out = append(out, Explained{Line: l.num, Text: l.text})
	}
	if err := r.read(lines); err != nil {
		r.diag(1, cable.Error, codeNotCable, "%v", err)
	}
	for i := range out {
		e := &out[i]
		e.As = r.roles[e.Line]
		if i > 0 && out[i-1].Line == e.Line {
			continue // one raw line broken by a form feed
		}
		for _, d := range r.c.Diagnostics {
			if d.Line == e.Line {
				e.Diagnostics = append(e.Diagnostics, d)
			}
		}
	}
	return out
}

// as records what the line num was read as, when somebody wants to know.
func (r *reader) as(num int, role string) {
	if r.roles != nil {
		r.roles[num] = role
	}
}

// asAll records the role of several lines.
func (r *reader) asAll(lines []line, role string) {
	if r.roles == nil {
		return
	}
	for _, l := range lines {
		if !blank(l.text) {
			r.roles[l.num] = role
		}
	}
}

// formatLineNames name the kinds of format lines.
var formatLineNames = [...]string{
	none: "header", fl1: "FL1 transmission", fl2: "FL2 routing", fl3: "FL3 calling station", fl4: "FL4 security",
	fl5: "FL5 date-time group", fl6: "FL6 from", fl7: "FL7 to", fl8: "FL8 info", fl9: "FL9 exempt", fl10: "FL10 groups",
	fl11: "FL11 break", fl15: "FL15 serial", addressee: "addressee", page: "page", office: "office", signals: "operating signals",
}

// captionNames name the captions.
var captionNames = [...]string{
	captionOrder: "E.O.", captionTags: "TAGS", captionSubject: "SUBJECT", captionRef: "REF", captionBy: "CLASSIFIED BY",
}

// asParagraph records that a line belongs to paragraph n.
func (r *reader) asParagraph(num, n int) {
	if r.roles == nil {
		return
	}
	if n == 0 {
		r.roles[num] = "paragraph"
		return
	}
	r.roles[num] = "paragraph " + strconv.Itoa(n)
}
