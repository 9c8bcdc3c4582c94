package acp127

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestDamagedSummaryIsNoticed makes every word one edit away from SUMMARY: what
// is read as a marker must have MM, or be noticed without.
func TestDamagedSummaryIsNoticed(t *testing.T) {
	const word, letters = "SUMMARY", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	words := []string{word, "S U M M A R Y"}
	for i := range len(word) + 1 {
		for _, c := range letters {
			words = append(words, word[:i]+string(c)+word[i:])
			if i < len(word) {
				words = append(words, word[:i]+string(c)+word[i+1:])
			}
		}
		if i < len(word) {
			words = append(words, word[:i]+word[i+1:])
		}
		if i+1 < len(word) {
			words = append(words, word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:])
		}
	}
	read := 0
	for _, w := range words {
		for _, w := range []string{w, strings.ToLower(w), w[:1] + strings.ToLower(w[1:])} {
			for pad := range 16 {
				s := strings.Repeat("-", pad) + w + ": TEXT"
				if summaryWords(s[pad:]) == 0 {
					continue
				}
				read++
				if doubled(s, 'm', 0x20) < 0 && !mayBeSummary(s) {
					t.Errorf("%q is read as a marker, but not noticed", s)
				}
			}
		}
	}
	if read < 1000 {
		t.Errorf("%d markers read, want more", read)
	}
}

// TestFirstLine compares firstLine with what looks at one property after the
// other, on lines with a little of everything.
func TestFirstLine(t *testing.T) {
	parts := []string{"m", "M", "mm", "MM", "l", "text ", "a longer part of a line ", "¶", "é", "\u00a0", "\u2008", "\u200b", "\u2028", "\ufeff", "\xe9", "\t", "\r", "\x00", "\x7f", "~", "–", "日本"}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b strings.Builder
		for range rnd.IntN(12) {
			b.WriteString(parts[rnd.IntN(len(parts))])
		}
		s := b.String()
		whole := strings.TrimSuffix(s, "\r")
		n, next, sound, mm := firstLine(s + strings.Repeat("\n", 17))
		switch o := odd(whole); {
		case n != len(s) && n != len(whole) || next != len(s)+1:
			t.Fatalf("firstLine(%q) = %d, %d", s, n, next)
		case sound && (o == dirty || o == wide && special(whole)):
			t.Fatalf("firstLine(%q): sound, want a line to repair", s)
		case !sound && o != dirty && !special(whole):
			t.Fatalf("firstLine(%q): to be repaired, want sound", s)
		case !mm && doubled(s, 'm', 0x20) >= 0:
			t.Fatalf("firstLine(%q): no MM", s)
		}
	}
}

// TestCableIsItsOwn parses texts of which the memory is used again at once.
func TestCableIsItsOwn(t *testing.T) {
	for name, texts := range traffic(t) {
		for _, raw := range texts[:min(len(texts), 100)] {
			b := bytes.Clone(raw)
			c, err := Parse(b)
			if err != nil {
				continue
			}
			want := c.AppendJSON(nil)
			for i := range b {
				b[i] = 'X'
			}
			Parse([]byte("FM AMEMBASSY LIMA\nTO SECSTATE WASHDC\nBT\nUNCLAS LIMA 1\n\nTAGS: PREL\nREF: STATE 1\n\n1. Text."))
			if got := c.AppendJSON(nil); !bytes.Equal(got, want) {
				t.Fatalf("%s: the cable changed:\n%s\n%s", name, got, want)
			}
		}
	}
}
