package watch

import (
	"fmt"
	"strings"
)

// A Fault is one thing wrong with a list of watches.
type Fault struct {
	File   string // as given to Parse
	Line   int    // in the file, from 1; 0 where there is no file
	Watch  string // its name; empty where it has none
	Field  string // match.tags.any[0]; empty for the whole
	Reason string
}

func (f Fault) Error() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File + ":")
	}
	if f.Line > 0 {
		fmt.Fprintf(&b, "%d:", f.Line)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	if f.Watch != "" {
		fmt.Fprintf(&b, "watch %s: ", f.Watch)
	}
	if f.Field != "" {
		b.WriteString(f.Field + ": ")
	}
	return b.String() + f.Reason
}

// Faults is the error of a list that was refused: every fault of it, in the
// order of the file.
type Faults []Fault

func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}
