package acp127

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"cablefeed/internal/cable"
)

// seed gives a fuzz target the texts of testdata, whole and cut.
func seedTexts(f *testing.F) {
	for _, name := range texts(f) {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
		f.Add(raw[len(raw)/3:])
	}
	f.Add([]byte("TAGS: PREL\nSUBJECT: A\x00 \xff\n\n1. (U) B\fC\r\r\nNNNN"))
}

// FuzzParse holds the reader to its promises: the JSON comes back the same, is
// valid UTF-8, every diagnostic has a known code and a line of the text, and
// nothing of the body is lost in silence.
func FuzzParse(f *testing.F) {
	seedTexts(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := Parse(raw)
		last := bytes.Count(raw, []byte{'\n'}) + bytes.Count(raw, []byte{'\r'}) + 1
		if err != nil {
			pe := (*ParseError)(nil)
			if !errors.As(err, &pe) || pe.Line < 1 || pe.Line > last || c != nil {
				t.Fatalf("error %v of a text of %d lines, cable %v", err, last, c)
			}
			return
		}
		if fault := sound(c, last); fault != "" {
			t.Fatal(fault)
		}
		if lost := lostLine(raw, c); lost != "" {
			t.Fatalf("lost in silence: %s\n%s", lost, c.AppendJSON(nil))
		}
	})
}

// sound checks what holds for every cable; the empty string is no fault.
func sound(c *cable.Cable, lines int) string {
	b := c.AppendJSON(nil)
	if !utf8.Valid(b) {
		return "JSON is not UTF-8: " + string(b)
	}
	var back cable.Cable
	if err := json.Unmarshal(b, &back); err != nil {
		return err.Error() + ": " + string(b)
	}
	if again := back.AppendJSON(nil); !bytes.Equal(again, b) {
		return "JSON differs after its way back:\n" + string(b) + "\n" + string(again)
	}
	if c.ID == "" || strings.ContainsAny(c.ID, " .*>\t\n") {
		return "id is no token: " + c.ID
	}
	for _, d := range c.Diagnostics {
		if d.Line < 1 || d.Line > lines {
			return "diagnostic outside the text: " + string(b)
		}
		if _, ok := catalogued(d.Code); !ok {
			return "code not in the catalogue: " + d.Code
		}
	}
	return ""
}

// lostLine gives a line behind paragraph 1 with a word that is in no field, when
// no diagnostic names the line; empty when all are accounted for.
func lostLine(raw []byte, c *cable.Cable) string {
	fields := essence(string(c.AppendJSON(nil)))
	noted := map[int]bool{}
	for _, d := range c.Diagnostics {
		noted[d.Line] = true
	}
	body := false
	for _, e := range Explain(raw) {
		t := trim(e.Text)
		if n, _, _ := paragraphNumber(t); n == 1 {
			body = true
		}
		named := noted[e.Line]
		if t == "NNNN" && named {
			return ""
		}
		if !body || named || transmission(t) || ofHeader(e.As) {
			continue
		}
		if k := labelOf(t); k != nil {
			_, t, _ = strings.Cut(t, ":")
		}
		if k, _ := captionAt(t); k != noCaption {
			_, t = word(t)
		}
		_, _, t = paragraphNumber(t)
		_, t = marking(t)
		for t != "" {
			var w string
			w, t = word(t)
			w, _, _ = strings.Cut(w, "#") // group counts behind a signature
			if !transmission(w) && !strings.Contains(fields, essence(w)) {
				return w + " in " + e.Text
			}
		}
	}
	return ""
}

// ofHeader reports whether a line was read as one of the header, which may be
// repeated behind a paragraph.
func ofHeader(role string) bool {
	return strings.HasPrefix(role, "FL") || role == "addressee" || role == "office" || role == "page" || role == "header" ||
		role == "operating signals" || role == "classification line"
}

// transmission reports whether a line of the body is none of the text: a break,
// the serial, the end.
func transmission(t string) bool {
	return t == "BT" || t == "NNNN" || strings.HasPrefix(t, "#") || isRule(t)
}

// essence gives the letters and digits of s.
func essence(s string) string {
	return strings.Map(func(c rune) rune {
		if c < 0x80 && isAlnum(byte(c)) {
			return rune(upper(byte(c)))
		}
		return -1
	}, s)
}

// FuzzFrame: the frames put together are the stream, byte for byte, and the
// lines are counted right.
func FuzzFrame(f *testing.F) {
	seedTexts(f)
	f.Add([]byte("ZCZC XRO0001\nRR RUEHC\nDE RUEHPE #0001 3260035\nX\nNNNN\nZCZC XRO0002\nRR RUEHC\nDE RUEHPE #0002 3260035\nNNNN\n"))
	f.Add([]byte("ZCZC XRO0001\nRR RUEHC\nDE RUEHPE #0001 3260035\nX\nNNNNVZCZCXRO0002\nRR RUEHC\nDE RUEHPE #0002 3260035\nNNNN"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var joined []byte
		for r := NewReader(iotestOneByte{bytes.NewReader(raw)}); ; {
			fr, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if want := bytes.Count(joined, []byte{'\n'}) + 1; fr.Line != want || len(fr.Raw) == 0 {
				t.Fatalf("frame %q at line %d, want %d", fr.Raw, fr.Line, want)
			}
			joined = append(joined, fr.Raw...)
		}
		if !bytes.Equal(joined, raw) {
			t.Fatalf("joined %q\nwant   %q", joined, raw)
		}
	})
}

// iotestOneByte gives its bytes in small pieces.
type iotestOneByte struct{ r io.Reader }

func (o iotestOneByte) Read(p []byte) (int, error) { return o.r.Read(p[:min(len(p), 7)]) }
