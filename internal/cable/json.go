package cable

import (
	"encoding/json"
	"math/bits"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// MarshalJSON gives the contract's JSON: one object, valid UTF-8, no newline.
func (c *Cable) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// AppendJSON appends the contract's JSON of c to b. It is what encoding/json
// would give with null for each empty value that the contract calls null and []
// for each empty list, and several times as fast.
func (c *Cable) AppendJSON(b []byte) []byte {
	b = slices.Grow(b, c.sizeJSON())
	b = nullable(append(b, `{"mrn":`...), c.MRN)
	b = quote(append(b, `,"id":`...), c.ID)
	b = quote(append(b, `,"form":`...), string(c.Form))
	b = c.appendHeader(b)
	b = c.appendCaptions(b)
	b = c.appendText(b)
	b = boolean(append(b, `,"corrected_copy":`...), c.CorrectedCopy)
	b = boolean(append(b, `,"suspected_duplicate":`...), c.SuspectedDuplicate)
	b = boolean(append(b, `,"service_message":`...), c.ServiceMessage)
	b = list(append(b, `,"diagnostics":`...), c.Diagnostics, (*Diagnostic).append)
	b = quote(append(b, `,"raw_sha256":`...), c.RawSHA256)
	return append(b, '}')
}

// sizeJSON gives about how long the JSON will be, rather too much than too little.
func (c *Cable) sizeJSON() int {
	n := 1536 + len(c.Subject) + len(c.Summary) + 192*(len(c.To)+len(c.Info)) + 80*len(c.Tags) +
		16*len(c.RoutingIndicators) + 96*len(c.References) + 128*len(c.Handling)
	for i := range c.Paragraphs {
		n += len(c.Paragraphs[i].Text) + len(c.Paragraphs[i].Heading) + 64
	}
	for i := range c.Diagnostics {
		n += len(c.Diagnostics[i].Message) + 80
	}
	return n
}

// appendHeader appends FL1 to FL8.
func (c *Cable) appendHeader(b []byte) []byte {
	b = append(b, `,"transmission":`...)
	if t := c.Transmission; t == nil {
		b = append(b, null...)
	} else {
		b = quote(append(b, `{"id":`...), t.ID)
		b = quote(append(b, `,"channel":`...), t.Channel)
		b = strconv.AppendInt(append(b, `,"sequence":`...), int64(t.Sequence), 10)
		b = append(b, '}')
	}
	b = nullable(append(b, `,"precedence":`...), string(c.Precedence))
	b = nullable(append(b, `,"info_precedence":`...), string(c.InfoPrecedence))
	b = nullable(append(b, `,"routing_precedence":`...), string(c.RoutingPrecedence))
	b = list(append(b, `,"routing_indicators":`...), c.RoutingIndicators, quoteInto)
	b = append(b, `,"originating_station":`...)
	if s := c.OriginatingStation; s == nil {
		b = append(b, null...)
	} else {
		b = nullable(append(b, `{"routing_indicator":`...), s.RoutingIndicator)
		b = nullable(append(b, `,"serial":`...), s.Serial)
		b = number(append(b, `,"section":`...), s.Section)
		b = nullable(append(b, `,"time_of_file":`...), s.TimeOfFile)
		b = append(b, '}')
	}
	b = append(b, `,"security":`...)
	if s := c.Security; s == nil {
		b = append(b, null...)
	} else {
		b = quote(append(b, `{"operating_signal":`...), s.OperatingSignal)
		b = nullable(append(b, `,"code":`...), s.Code)
		b = append(b, '}')
	}
	b = list(append(b, `,"operating_signals":`...), c.OperatingSignals, quoteInto)
	b = list(append(b, `,"transmission_instructions":`...), c.TransmissionInstrs, quoteInto)
	b = append(b, `,"date_time_group":`...)
	if c.DateTimeGroup.IsZero() {
		b = append(b, null...)
	} else {
		b = append(c.DateTimeGroup.UTC().AppendFormat(append(b, '"'), time.RFC3339), '"')
	}
	b = nullable(append(b, `,"date":`...), c.Date)
	b = nullable(append(b, `,"from":{"routing_indicator":`...), c.From.RoutingIndicator)
	b = nullable(append(b, `,"name":`...), c.From.Name)
	b = nullable(append(b, `,"post":`...), c.From.Post)
	b = list(append(b, `},"to":`...), c.To, (*Addressee).append)
	return list(append(b, `,"info":`...), c.Info, (*Addressee).append)
}

func (a *Addressee) append(b []byte) []byte {
	b = nullable(append(b, `{"routing_indicator":`...), a.RoutingIndicator)
	b = quote(append(b, `,"name":`...), a.Name)
	b = nullable(append(b, `,"post":`...), a.Post)
	b = boolean(append(b, `,"collective":`...), a.Collective)
	b = nullable(append(b, `,"precedence":`...), string(a.Precedence))
	b = number(append(b, `,"number":`...), a.Number)
	b = list(append(b, `,"excluded":`...), a.Excluded, quoteInto)
	b = quote(append(b, `,"delivery":`...), a.Delivery)
	return append(b, '}')
}

// appendCaptions appends what stands between the header and the text.
func (c *Cable) appendCaptions(b []byte) []byte {
	b = nullable(append(b, `,"classification":`...), string(c.Classification))
	b = list(append(b, `,"captions":`...), c.Captions, quoteInto)
	b = list(append(b, `,"attention":`...), c.Attention, quoteInto)
	b = append(b, `,"section":`...)
	if s := c.Section; s == nil {
		b = append(b, null...)
	} else {
		b = strconv.AppendInt(append(b, `{"number":`...), int64(s.Number), 10)
		b = strconv.AppendInt(append(b, `,"total":`...), int64(s.Total), 10)
		b = append(b, '}')
	}
	b = list(append(b, `,"sections_present":`...), c.SectionsPresent, func(n *int, b []byte) []byte {
		return strconv.AppendInt(b, int64(*n), 10)
	})
	b = boolean(append(b, `,"complete":`...), c.Complete)
	b = append(b, `,"executive_order":`...)
	if o := c.ExecutiveOrder; o == nil {
		b = append(b, null...)
	} else {
		b = nullable(append(b, `{"order":`...), o.Order)
		b = quote(append(b, `,"text":`...), o.Text)
		b = nullable(append(b, `,"declassify_on":`...), o.DeclassifyOn)
		b = append(b, '}')
	}
	b = list(append(b, `,"tags":`...), c.Tags, (*Tag).append)
	b = nullable(append(b, `,"subject":`...), c.Subject)
	b = list(append(b, `,"references":`...), c.References, (*Reference).append)
	return list(append(b, `,"other_numbers":`...), c.OtherNumbers, quoteInto)
}

func (t *Tag) append(b []byte) []byte {
	b = quote(append(b, `{"code":`...), t.Code)
	b = quote(append(b, `,"kind":`...), string(t.Kind))
	b = nullable(append(b, `,"name":`...), t.Name)
	return append(b, '}')
}

func (r *Reference) append(b []byte) []byte {
	b = nullable(append(b, `{"label":`...), r.Label)
	b = nullable(append(b, `,"mrn":`...), r.MRN)
	b = quote(append(b, `,"text":`...), r.Text)
	return append(b, '}')
}

// appendText appends what the text says.
func (c *Cable) appendText(b []byte) []byte {
	b = append(b, `,"classified_by":`...)
	if k := c.ClassifiedBy; k == nil {
		b = append(b, null...)
	} else {
		b = nullable(append(b, `{"name":`...), k.Name)
		b = nullable(append(b, `,"title":`...), k.Title)
		b = list(append(b, `,"reasons":`...), k.Reasons, quoteInto)
		b = quote(append(b, `,"text":`...), k.Text)
		b = append(b, '}')
	}
	b = nullable(append(b, `,"summary":`...), c.Summary)
	b = list(append(b, `,"paragraphs":`...), c.Paragraphs, (*Paragraph).append)
	b = nullable(append(b, `,"signature":`...), c.Signature)
	return list(append(b, `,"handling":`...), c.Handling, (*Label).append)
}

func (p *Paragraph) append(b []byte) []byte {
	b = number(append(b, `{"number":`...), p.Number)
	b = nullable(append(b, `,"marking":`...), p.Marking)
	b = nullable(append(b, `,"heading":`...), p.Heading)
	b = quote(append(b, `,"text":`...), p.Text)
	return append(b, '}')
}

func (l *Label) append(b []byte) []byte {
	b = quote(append(b, `{"label":`...), l.Label)
	b = quote(append(b, `,"text":`...), l.Text)
	return append(b, '}')
}

func (d *Diagnostic) append(b []byte) []byte {
	b = quote(append(b, `{"severity":`...), string(d.Severity))
	b = strconv.AppendInt(append(b, `,"line":`...), int64(d.Line), 10)
	b = quote(append(b, `,"code":`...), d.Code)
	b = quote(append(b, `,"message":`...), d.Message)
	return append(b, '}')
}

const null = "null"

func list[T any](b []byte, items []T, add func(*T, []byte) []byte) []byte {
	b = append(b, '[')
	for i := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = add(&items[i], b)
	}
	return append(b, ']')
}

func quoteInto(s *string, b []byte) []byte { return quote(b, *s) }

func nullable(b []byte, s string) []byte {
	if s == "" {
		return append(b, null...)
	}
	return quote(b, s)
}

func number(b []byte, n int) []byte {
	if n == 0 {
		return append(b, null...)
	}
	return strconv.AppendInt(b, int64(n), 10)
}

func boolean(b []byte, v bool) []byte { return strconv.AppendBool(b, v) }

// onesHigh are a one and a high bit in each byte: as variables, since the compiler
// keeps those in registers, but makes large constants anew wherever they are used.
var onesHigh = [2]uint64{0x0101010101010101, 0x8080808080808080}

// plain gives how many bytes of s, from the first on, stand for themselves in a
// JSON string. It looks at eight bytes at a time.
func plain(s string) int {
	ones, high := onesHigh[0], onesHigh[1]
	blanks, quotes, slashes := ones*0x20, ones*'"', ones*'\\'
	i := 0
	for ; i+8 <= len(s); i += 8 {
		t := s[i : i+8]
		x := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		quote, slash := x^quotes, x^slashes
		// Below 0x20, above 0x7e, a quote or a backslash: the lowest bit set is
		// that of the first such byte; those above it may be wrong.
		if odd := ((x - blanks) | (x + ones) | x | (quote-ones)&^quote | (slash-ones)&^slash) & high; odd != 0 {
			return i + bits.TrailingZeros64(odd)/8
		}
	}
	for i < len(s) && s[i] >= 0x20 && s[i] < 0x7f && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// quote appends s as a JSON string. What is not UTF-8 becomes U+FFFD.
func quote(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for {
		n := plain(s)
		b, s = append(b, s[:n]...), s[n:]
		if s == "" {
			return append(b, '"')
		}
		c, n := s[0], 1
		switch {
		case c >= utf8.RuneSelf:
			var r rune
			if r, n = utf8.DecodeRuneInString(s); r == utf8.RuneError && n == 1 {
				b = append(b, "\uFFFD"...)
			} else {
				b = append(b, s[:n]...)
			}
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\r':
			b = append(b, '\\', 'r')
		case c == '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		s = s[n:]
	}
}

// UnmarshalJSON reads the contract's JSON; every list is non-nil afterwards.
func (c *Cable) UnmarshalJSON(b []byte) error {
	type bare Cable
	return json.Unmarshal(b, (*bare)(c))
}
