package strictyaml

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// A Reading is what is known of an entry after it was read: the line of each of
// its fields, and its faults.
type Reading struct {
	Faults []Fault
	lines  map[string]int // by field
	into   []reflect.Value
}

// Read reads an entry into structs, given as pointers: each of its fields into
// the first that has one of that name.
func Read(n *yaml.Node, into ...any) *Reading {
	r := &Reading{lines: map[string]int{"": n.Line}}
	for _, p := range into {
		r.into = append(r.into, reflect.ValueOf(p).Elem())
	}
	if r.written(n, "") {
		r.object(n, r.into, "")
	}
	return r
}

// Line gives the line of a field, or of the nearest thing around it.
func (r *Reading) Line(field string) int {
	for {
		if n, ok := r.lines[field]; ok {
			return n
		}
		field = field[:max(0, strings.LastIndexAny(field, ".["))]
	}
}

// Failed reports whether a fault was found in a field or in part of it already.
func (r *Reading) Failed(field string) bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return strings.HasPrefix(f.Field, field) })
}

// FailedWhole reports whether nothing of the entry could be read.
func (r *Reading) FailedWhole() bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Field == "" })
}

func (r *Reading) fault(line int, field, reason string) {
	r.Faults = append(r.Faults, Fault{Line: line, Field: field, Reason: reason})
}

// written notes where a value stands, and reports whether there is one to read.
func (r *Reading) written(n *yaml.Node, field string) bool {
	r.lines[field] = n.Line
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.fault(n.Line, field, "anchors and aliases are not read here; write the value out")
		return false
	}
	return !empty(n)
}

func (r *Reading) value(n *yaml.Node, v reflect.Value, field string) {
	if !r.written(n, field) {
		return
	}
	_, isText := v.Addr().Interface().(encoding.TextUnmarshaler) // time.Time too
	switch {
	case v.Kind() == reflect.Struct && !isText:
		r.object(n, []reflect.Value{v}, field)
	case v.Kind() == reflect.Map:
		r.table(n, v, field)
	case v.Kind() == reflect.Slice && !isText:
		if n.Kind != yaml.SequenceNode {
			r.fault(n.Line, field, "want a list, such as [a, b]")
			return
		}
		for i, item := range n.Content {
			e := reflect.New(v.Type().Elem()).Elem()
			at := fmt.Sprintf("%s[%d]", field, i)
			if r.value(item, e, at); empty(item) {
				r.fault(item.Line, at, "nothing is written here")
			}
			v.Set(reflect.Append(v, e))
		}
	default:
		r.scalar(n, v, field)
	}
}

// object reads fields into structs, as if they were one.
func (r *Reading) object(n *yaml.Node, into []reflect.Value, field string) {
	var names []string
	for _, v := range into {
		names = append(names, Fields(v.Type())...)
	}
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, field, "want fields: "+strings.Join(names, ", "))
		return
	}
	r.pairs(n, field, func(k string) (reflect.Value, bool) {
		for _, v := range into {
			if f, ok := fieldByTag(v, k); ok {
				return f, true
			}
		}
		return reflect.Value{}, false
	}, "unknown field; there are "+strings.Join(names, ", "))
}

// table reads fields of any name, each a text.
func (r *Reading) table(n *yaml.Node, m reflect.Value, field string) {
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, field, "want fields, such as {name: value}")
		return
	}
	read := map[string]reflect.Value{}
	r.pairs(n, field, func(k string) (reflect.Value, bool) {
		read[k] = reflect.New(m.Type().Elem()).Elem()
		return read[k], true
	}, "")
	m.Set(reflect.MakeMap(m.Type()))
	for k, v := range read {
		m.SetMapIndex(reflect.ValueOf(k), v)
	}
}

// pairs reads each value of an object into what the name of its field stands for.
func (r *Reading) pairs(n *yaml.Node, field string, byName func(string) (reflect.Value, bool), unknown string) {
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		at := strings.TrimPrefix(field+"."+k.Value, ".")
		switch {
		case k.Kind != yaml.ScalarNode:
			r.fault(k.Line, field, "want the name of a field")
			continue
		case seen[k.Value]:
			r.fault(k.Line, at, "given twice")
			continue
		}
		if v, ok := byName(k.Value); ok {
			seen[k.Value] = true
			r.value(n.Content[i+1], v, at)
		} else {
			r.fault(k.Line, at, unknown)
		}
	}
}

func (r *Reading) scalar(n *yaml.Node, v reflect.Value, field string) {
	if n.Kind != yaml.ScalarNode {
		r.fault(n.Line, field, "want one value, not a list or fields")
		return
	}
	// What YAML takes for a number or a truth value is what was written: NO is
	// Norway.
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		r.time(n, p, field)
	case encoding.TextUnmarshaler:
		if err := p.UnmarshalText([]byte(n.Value)); err != nil {
			r.fault(n.Line, field, err.Error())
		}
	case *bool:
		if *p = n.Value == "true"; !*p && n.Value != "false" {
			r.fault(n.Line, field, "want true or false")
		}
	case *int:
		i, err := strconv.Atoi(n.Value)
		if *p = i; err != nil {
			r.fault(n.Line, field, "want a whole number")
		}
	default:
		v.SetString(n.Value)
	}
}

// time reads an instant, or a date: the first instant of it, in UTC.
func (r *Reading) time(n *yaml.Node, t *time.Time, field string) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if v, err := time.Parse(layout, n.Value); err == nil {
			*t = v.UTC()
			return
		}
	}
	r.fault(n.Line, field, fmt.Sprintf("%q is no time such as 2027-01-31 or 2027-01-31T06:00:00Z", n.Value))
}

// fieldByTag finds a field by the name in its json tag, also in an embedded
// struct.
func fieldByTag(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			if e, ok := fieldByTag(v.Field(i), name); ok {
				return e, true
			}
		} else if tagOf(f) == name && name != "" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// Fields names the fields of a struct as they are written.
func Fields(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			names = append(names, Fields(f.Type)...)
		} else if n := tagOf(f); n != "" {
			names = append(names, n)
		}
	}
	return names
}

func tagOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}
