package watch

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Parse reads watches from YAML or JSON: a list, an object with the list as
// watches, or one watch. File is what faults call the file. If anything is
// wrong with any of them it returns Faults, all there are, and no watch.
func Parse(data []byte, file string) ([]Watch, error) {
	p := parser{file: file, named: map[string]int{}}
	dec := yaml.NewDecoder(bytes.NewReader(plainJSON(data)))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			p.syntax(err)
			break // the decoder cannot go on
		}
		for _, n := range doc.Content {
			p.list(n)
		}
	}
	if len(p.faults) > 0 {
		slices.SortStableFunc(p.faults, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
		return nil, p.faults
	}
	return p.watches, nil
}

type parser struct {
	file    string
	watches []Watch
	named   map[string]int // line of each name
	faults  Faults
}

// list reads whatever a file may hold at its top.
func (p *parser) list(n *yaml.Node) {
	switch {
	case empty(n):
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			p.watch(item)
		}
	case n.Kind == yaml.MappingNode && len(n.Content) >= 2 && has(n, "watches"):
		for i := 0; i < len(n.Content); i += 2 {
			switch k, v := n.Content[i], n.Content[i+1]; {
			case k.Value != "watches":
				p.fault(k.Line, "", k.Value, "unknown field; only watches may stand here")
			case v.Kind != yaml.SequenceNode && !empty(v):
				p.fault(v.Line, "", "watches", "want a list")
			default:
				p.list(v)
			}
		}
	case n.Kind == yaml.MappingNode:
		p.watch(n)
	default:
		p.fault(n.Line, "", "", "want a list of watches")
	}
}

// watch reads one watch, and checks it.
func (p *parser) watch(n *yaml.Node) {
	var w Watch
	d := decoder{lines: map[string]int{"": n.Line}}
	d.value(n, &w)
	for _, f := range d.faults {
		p.fault(f.Line, w.Name, f.Field, f.Reason)
	}
	if d.failedWhole() {
		return
	}
	check(&w, func(field, reason string) {
		if !d.failed(field) {
			p.fault(d.line(field), w.Name, field, reason)
		}
	})
	if first, ok := p.named[w.Name]; ok && w.Name != "" {
		p.fault(d.line("name"), w.Name, "name", fmt.Sprintf("the watch of line %d has this name", first))
	} else {
		p.named[w.Name] = d.line("name")
	}
	p.watches = append(p.watches, w)
}

func (p *parser) fault(line int, watch, field, reason string) {
	p.faults = append(p.faults, Fault{File: p.file, Line: line, Watch: watch, Field: field, Reason: reason})
}

// syntax reports what the YAML library could not read.
func (p *parser) syntax(err error) {
	line, reason := 1, err.Error()
	if le := (*yaml.LoadError)(nil); errors.As(err, &le) {
		line, reason = max(1, le.Mark.Line), fmt.Sprintf("column %d: %s", le.Mark.Column, le.Message)
		if began := le.ContextMark; began.Line > 0 && began != le.Mark {
			reason += fmt.Sprintf(" (%s from line %d, column %d on)", le.ContextMsg, began.Line, began.Column)
		}
	}
	p.fault(line, "", "", "neither YAML nor JSON: "+reason)
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

// plainJSON makes JSON into what YAML reads as the same: YAML knows no pairs of
// surrogates, and no tabs before a key. Lines stay as they are.
func plainJSON(data []byte) []byte {
	if t := bytes.TrimLeft(data, " \t\r\n"); len(t) == 0 || t[0] != '{' && t[0] != '[' || !json.Valid(data) {
		return data
	}
	out := make([]byte, 0, len(data))
	inString := false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case c == '"':
			inString = !inString
		case !inString && c == '\t':
			c = ' '
		case c == '\\':
			n := escape(data[i:])
			var s string
			if json.Unmarshal(fmt.Appendf(nil, `"%s"`, data[i:i+n]), &s) == nil && strings.IndexFunc(s, special) < 0 {
				out = append(out, s...)
			} else {
				out = append(out, data[i:i+n]...)
			}
			i += n - 1
			continue
		}
		out = append(out, c)
	}
	return out
}

// escape is the length of the escape that b begins with, both halves of a pair.
func escape(b []byte) int {
	switch {
	case b[1] != 'u':
		return 2
	case len(b) >= 12 && b[6] == '\\' && b[7] == 'u' && (b[2] == 'd' || b[2] == 'D') && b[3] >= '8':
		return 12
	}
	return 6
}

// special reports whether a character must stay escaped in a quoted string.
func special(r rune) bool {
	return r < ' ' || r == '"' || r == '\\' || 0x7f <= r && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff
}
