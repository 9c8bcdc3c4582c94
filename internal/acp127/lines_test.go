package acp127

import (
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

func TestOddLooksAtEveryByte(t *testing.T) {
	for size := range 20 {
		for at := range size {
			for c := range 256 {
				b := []byte(strings.Repeat("x", size))
				b[at] = byte(c)
				want := clean
				switch {
				case c < 0x20 || c == 0x7f:
					want = dirty
				case c > 0x7f:
					want = wide
				}
				if got := odd(string(b)); got != want {
					t.Fatalf("odd(%q) = %d, want %d", b, got, want)
				}
				b[0] = 0xc3 // a wide byte before hides no control character
				if at > 0 && want != dirty {
					want = wide
				} else if at == 0 {
					want = wide
				}
				if got := odd(string(b)); got != want {
					t.Fatalf("odd(%q) = %d, want %d", b, got, want)
				}
			}
		}
	}
}

func TestDoubleBlankIsFoundWhereverItStands(t *testing.T) {
	for size := range 70 {
		one := []byte(strings.Repeat("!", size))
		for at := range size {
			one[at] = ' '
			if doubleBlank(string(one)) {
				t.Errorf("doubleBlank(%q) = true", one)
			}
			if at+1 < size {
				one[at+1] = ' '
				if !doubleBlank(string(one)) {
					t.Errorf("doubleBlank(%q) = false", one)
				}
				one[at+1] = '!'
			}
			one[at] = '!'
		}
	}
}

func TestDoubledLetterIsFoundInEitherCase(t *testing.T) {
	for size := 2; size < 70; size++ {
		for at := range size - 1 {
			for _, mm := range []string{"MM", "mm", "mM", "ML"} {
				s := strings.Repeat("l", at) + mm + strings.Repeat("l", size-2-at)
				want := at
				if mm == "ML" {
					want = -1
				}
				if got := doubled(s, 'm', 0x20); got != want {
					t.Errorf("doubled(%q) = %d, want %d", s, got, want)
				}
			}
		}
	}
}

func TestLines(t *testing.T) {
	tests := map[string]struct {
		raw  string
		want []line
	}{
		"CRLF and CR CR LF":              {"A\r\nB\r\r\nC", []line{{"A", 1}, {"B", 2}, {"C", 3}}},
		"CR alone, no LF anywhere":       {"A\rB", []line{{"A", 1}, {"B", 2}}},
		"a form feed breaks a line":      {"A\fB\nC", []line{{"A", 1}, {"B", 1}, {"C", 2}}},
		"NUL and DEL go":                 {"A\x00B\x7f", []line{{"AB", 1}}},
		"a byte order mark":              {"\xef\xbb\xbfA", []line{{"A", 1}}},
		"UTF-16 by its mark":             {"\xff\xfeA\x00\n\x00B\x00", []line{{"A", 1}, {"B", 2}}},
		"Windows-1252 quotation marks":   {"\x93A\x94", []line{{"“A”", 1}}},
		"Latin-1 letters":                {"caf\xe9", []line{{"café", 1}}},
		"valid UTF-8 stays":              {"¶1. café", []line{{"¶1. café", 1}}},
		"a hard blank is a blank":        {"A\u00a0B", []line{{"A B", 1}}},
		"a backslash for a line break":   {"A\\\nB", []line{{"A", 1}, {"B", 2}}},
		"an entity":                      {"R&amp;D &lt;x&gt; &#39;", []line{{"R&D <x> '", 1}}},
		"an entity that breaks the line": {"A&#x000A;B", []line{{"A", 1}, {"B", 1}}},
		"an ampersand alone":             {"AT&T; R&D", []line{{"AT&T; R&D", 1}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := &reader{c: &cable.Cable{}}
			got := r.lines([]byte(tt.raw))
			if len(got) != len(tt.want) {
				t.Fatalf("lines(%q) = %v, want %v", tt.raw, got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("lines(%q) = %v, want %v", tt.raw, got, tt.want)
				}
			}
		})
	}
}
