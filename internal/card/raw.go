package card

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Numbered gives raw text with its line numbers, and a mark at one line; 0 marks
// none. What a terminal would act on is shown as ·.
func Numbered(raw []byte, mark int) string {
	var b strings.Builder
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	for i, line := range bytes.Split(raw, []byte("\n")) {
		sign := ' '
		if i+1 == mark {
			sign = '>'
		}
		fmt.Fprintf(&b, "%c%5d  %s\n", sign, i+1, Printable(bytes.TrimRight(line, "\r")))
	}
	return b.String()
}

// Printable gives a line without what a terminal would act on.
func Printable(line []byte) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r != '\t' && !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, string(line))
}
