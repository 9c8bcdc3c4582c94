package card

import (
	"fmt"
	"strings"

	"cablefeed/internal/acp127"
)

// Explained gives raw text with, in the margin, the number of each line and what
// it was read as, and under a line every diagnostic that names it. What a
// terminal would act on is shown as ·.
func Explained(lines []acp127.Explained) string {
	margin := 0
	for _, l := range lines {
		margin = max(margin, len(l.As))
	}
	var b strings.Builder
	for _, l := range lines {
		text := fmt.Sprintf("%5d  %-*s | %s", l.Line, margin, l.As, Printable([]byte(l.Text)))
		b.WriteString(strings.TrimRight(text, " ") + "\n")
		for _, d := range l.Diagnostics {
			fmt.Fprintf(&b, "%*s ^ %s %s: %s\n", 5+2+margin, "", d.Severity, d.Code, Printable([]byte(d.Message)))
		}
	}
	return b.String()
}
