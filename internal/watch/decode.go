package watch

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// A decoder reads a YAML node into a Watch by the names in its json tags. It is
// strict, goes on after a fault, and keeps the line of every field.
type decoder struct {
	lines  map[string]int // by field
	faults Faults
}

func (d *decoder) value(n *yaml.Node, w *Watch) { d.read(n, reflect.ValueOf(w).Elem(), "") }

func (d *decoder) fault(line int, field, reason string) {
	d.faults = append(d.faults, Fault{Line: line, Field: field, Reason: reason})
}

// line gives the line of a field, or of the nearest thing around it.
func (d *decoder) line(field string) int {
	for {
		if n, ok := d.lines[field]; ok {
			return n
		}
		field = field[:max(0, strings.LastIndexAny(field, ".["))]
	}
}

// failed reports whether a fault was found in a field or in part of it already.
func (d *decoder) failed(field string) bool {
	return slices.ContainsFunc(d.faults, func(f Fault) bool { return strings.HasPrefix(f.Field, field) })
}

// failedWhole reports whether nothing of the watch could be read.
func (d *decoder) failedWhole() bool {
	return slices.ContainsFunc(d.faults, func(f Fault) bool { return f.Field == "" })
}

func (d *decoder) read(n *yaml.Node, v reflect.Value, field string) {
	d.lines[field] = n.Line
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.fault(n.Line, field, "anchors and aliases are not read here; write the value out")
		return
	}
	if empty(n) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			d.scalar(n, v, field)
			return
		}
		d.object(n, v, field)
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			d.fault(n.Line, field, "want a list, such as [a, b]")
			return
		}
		for i, item := range n.Content {
			e := reflect.New(v.Type().Elem()).Elem()
			at := fmt.Sprintf("%s[%d]", field, i)
			if d.read(item, e, at); empty(item) {
				d.fault(item.Line, at, "nothing is written here")
			}
			v.Set(reflect.Append(v, e))
		}
	default:
		d.scalar(n, v, field)
	}
}

func (d *decoder) object(n *yaml.Node, v reflect.Value, field string) {
	if n.Kind != yaml.MappingNode {
		d.fault(n.Line, field, "want fields: "+strings.Join(fieldsOf(v.Type()), ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		at := strings.TrimPrefix(field+"."+k.Value, ".")
		f, ok := fieldByTag(v, k.Value)
		switch {
		case k.Kind != yaml.ScalarNode:
			d.fault(k.Line, field, "want the name of a field")
		case !ok:
			d.fault(k.Line, at, "unknown field; there are "+strings.Join(fieldsOf(v.Type()), ", "))
		case seen[k.Value]:
			d.fault(k.Line, at, "given twice")
		default:
			seen[k.Value] = true
			d.read(n.Content[i+1], f, at)
		}
	}
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, field string) {
	if n.Kind != yaml.ScalarNode {
		d.fault(n.Line, field, "want one value, not a list or fields")
		return
	}
	// What YAML takes for a number or a truth value is what was written: NO is
	// Norway.
	if t, ok := v.Addr().Interface().(*time.Time); ok {
		d.time(n, t, field)
	} else if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := u.UnmarshalText([]byte(n.Value)); err != nil {
			d.fault(n.Line, field, err.Error())
		}
	} else {
		v.SetString(n.Value)
	}
}

// time reads an instant, or a date: the first instant of it, in UTC.
func (d *decoder) time(n *yaml.Node, t *time.Time, field string) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if v, err := time.Parse(layout, n.Value); err == nil {
			*t = v.UTC()
			return
		}
	}
	d.fault(n.Line, field, fmt.Sprintf("%q is no time such as 2027-01-31 or 2027-01-31T06:00:00Z", n.Value))
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

// fieldsOf names the fields of a struct as they are written.
func fieldsOf(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			names = append(names, fieldsOf(f.Type)...)
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
