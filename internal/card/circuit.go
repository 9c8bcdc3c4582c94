package card

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"cablefeed/internal/circuit"
)

// Circuits gives a table of circuits, each with its open gaps below it.
func Circuits(all []circuit.State) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CIRCUIT\tLAST\tRECEIVED\tMISSING\tLATE\tREPEATS\tRESETS\tFIRST SEEN\tLAST SEEN")
	for i := range all {
		s := &all[i]
		name, last := s.Channel, fmt.Sprintf("%0*d", s.Digits, s.Last)
		if s.Digits == 0 {
			last = "-"
		}
		if name == "" {
			name = "(none)"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s\t%s\n", name, last, s.Received, s.Missing(), s.Late, s.Repeats, s.Resets, Moment(s.FirstSeen), Moment(s.LastSeen))
	}
	_ = w.Flush()
	for i := range all {
		for _, g := range all[i].Gaps {
			fmt.Fprintf(&b, "%s: missing %s since %s\n", all[i].Channel, circuit.Numbers([]circuit.Gap{g}, all[i].Digits), Moment(g.Since))
		}
	}
	return b.String()
}

// Moment writes a time to the second, in UTC.
func Moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }
