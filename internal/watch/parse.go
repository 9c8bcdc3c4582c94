package watch

import (
	"cmp"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"cablefeed/internal/strictyaml"
)

// Parse reads watches from YAML or JSON: a list, an object with the list as
// watches, or one watch. File is what faults call the file. If anything is
// wrong with any of them it returns Faults, all there are, and no watch.
func Parse(data []byte, file string) ([]Watch, error) {
	p := parser{file: file, named: map[string]int{}, exprs: map[string]*expr{}}
	items, faults := strictyaml.Items(data, "watches")
	p.report("", faults)
	for _, n := range items {
		p.watch(n)
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
	named   map[string]int   // line of each name
	exprs   map[string]*expr // by their source
	faults  Faults
}

// watch reads one watch, and checks it.
func (p *parser) watch(n *yaml.Node) {
	var w Watch
	r := strictyaml.Read(n, &w)
	p.report(w.Name, r.Faults)
	if r.FailedWhole() {
		return
	}
	check(&w, p.exprs, func(field, reason string) {
		if !r.Failed(field) {
			p.fault(r.Line(field), w.Name, field, reason)
		}
	})
	if first, ok := p.named[w.Name]; ok && w.Name != "" {
		p.fault(r.Line("name"), w.Name, "name", fmt.Sprintf("the watch of line %d has this name", first))
	} else {
		p.named[w.Name] = r.Line("name")
	}
	p.watches = append(p.watches, w)
}

func (p *parser) report(watch string, faults []strictyaml.Fault) {
	for _, f := range faults {
		p.fault(f.Line, watch, f.Field, f.Reason)
	}
}

func (p *parser) fault(line int, watch, field, reason string) {
	p.faults = append(p.faults, Fault{File: p.file, Line: line, Watch: watch, Field: field, Reason: reason})
}
