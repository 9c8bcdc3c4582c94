// Package strictyaml reads files that people write, in YAML or JSON, into
// structs by the names in their json tags. It takes nothing that it does not
// know, goes on after a fault, and says of every fault on which line it is. It
// knows nothing of what the files hold.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v4"
)

// A Fault is one thing wrong with a file.
type Fault struct {
	Line   int    // from 1
	Field  string // match.tags.any[0]; empty for the whole
	Reason string
}

// Items gives the entries of a file that holds a list, an object with the list
// under key, or one entry alone; of several documents, those of all.
func Items(data []byte, key string) (items []*yaml.Node, faults []Fault) {
	dec := yaml.NewDecoder(bytes.NewReader(PlainJSON(data)))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return items, faults
		}
		if err != nil {
			return items, append(faults, syntax(err)) // the decoder cannot go on
		}
		for _, n := range doc.Content {
			i, f := list(n, key)
			items, faults = append(items, i...), append(faults, f...)
		}
	}
}

// list reads whatever a file may hold at its top.
func list(n *yaml.Node, key string) (items []*yaml.Node, faults []Fault) {
	switch {
	case empty(n):
	case n.Kind == yaml.SequenceNode:
		items = n.Content
	case n.Kind == yaml.MappingNode && len(n.Content) >= 2 && has(n, key):
		for i := 0; i < len(n.Content); i += 2 {
			switch k, v := n.Content[i], n.Content[i+1]; {
			case k.Value != key:
				faults = append(faults, Fault{k.Line, k.Value, "unknown field; only " + key + " may stand here"})
			case v.Kind != yaml.SequenceNode && !empty(v):
				faults = append(faults, Fault{v.Line, key, "want a list"})
			default:
				items = append(items, v.Content...)
			}
		}
	case n.Kind == yaml.MappingNode:
		items = []*yaml.Node{n}
	default:
		faults = []Fault{{n.Line, "", "want a list of " + key}}
	}
	return items, faults
}

// syntax reports what the YAML library could not read.
func syntax(err error) Fault {
	line, reason := 1, err.Error()
	if le := (*yaml.LoadError)(nil); errors.As(err, &le) {
		line, reason = max(1, le.Mark.Line), fmt.Sprintf("column %d: %s", le.Mark.Column, le.Message)
		if began := le.ContextMark; began.Line > 0 && began != le.Mark {
			reason += fmt.Sprintf(" (%s from line %d, column %d on)", le.ContextMsg, began.Line, began.Column)
		}
	}
	return Fault{line, "", "neither YAML nor JSON: " + reason}
}

func has(n *yaml.Node, key string) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

// empty reports whether nothing is written where n stands.
func empty(n *yaml.Node) bool { return n.Kind == 0 || n.Kind == yaml.ScalarNode && n.Tag == "!!null" }
