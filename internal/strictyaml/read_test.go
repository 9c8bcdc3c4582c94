package strictyaml

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

type inner struct {
	Words []string `json:"words"`
	At    time.Time
}

type entry struct {
	Name  string `json:"name"`
	On    bool   `json:"on"`
	Count int    `json:"count"`
	inner
	Table map[string]string `json:"table"`
	Kept  string            `json:"-"`
}

type extra struct {
	More  string    `json:"more"`
	Since time.Time `json:"since"`
}

func TestReadFillsTheFieldsOfAllStructs(t *testing.T) {
	items, faults := Items([]byte("name: NO\non: true\ncount: 12\nwords: [a, 1]\ntable: {x: y}\nmore: m\nsince: 2026-01-31\n"), "entries")
	if len(items) != 1 || faults != nil {
		t.Fatal(items, faults)
	}
	var e entry
	var x extra
	r := Read(items[0], &e, &x)
	if r.Faults != nil || r.Line("table.x") != 5 || r.Line("words[1].deeper") != 4 || r.Line("none") != 1 {
		t.Errorf("%+v", r)
	}
	if want := (entry{Name: "NO", On: true, Count: 12, inner: inner{Words: []string{"a", "1"}}, Table: map[string]string{"x": "y"}}); !reflect.DeepEqual(e, want) {
		t.Errorf("got %+v, want %+v", e, want)
	}
	if want := (extra{"m", time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)}); x != want {
		t.Errorf("got %+v, want %+v", x, want)
	}
}

func TestReadTellsEveryFaultAndItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"[]":                                    "", // no entry
		"- name: a\n  Kept: b\n  name: c":       "2 Kept: unknown field; there are name, on, count, words, table; 3 name: given twice",
		"- on: yes\n  count: many\n  name: [a]": "1 on: want true or false; 2 count: want a whole number; 3 name: want one value, not a list or fields",
		"- words: a\n  table: b":                "1 words: want a list, such as [a, b]; 2 table: want fields, such as {name: value}",
		"- words: [a, ]\n  table: {x: [y], x: z}\n- &a {name: ~}\n- *a": "2 table.x: want one value, not a list or fields; 2 table.x: given twice; " +
			"3 : anchors and aliases are not read here; write the value out; 4 : anchors and aliases are not read here; write the value out",
		"entries: x":             "1 entries: want a list",
		"entries: []\nother: []": "2 other: unknown field; only entries may stand here",
		"7":                      "1 : want a list of entries",
		"- [a]":                  "1 : want fields: name, on, count, words, table",
		"name: a\n\tb: [":        "2 : neither YAML nor JSON: column 1: found a tab character that violates indentation (while scanning a plain scalar from line 1, column 7 on)",
	} {
		items, faults := Items([]byte(text), "entries")
		for _, n := range items {
			faults = append(faults, Read(n, new(entry)).Faults...)
		}
		var got []string
		for _, f := range faults {
			got = append(got, fmt.Sprintf("%d %s: %s", f.Line, f.Field, f.Reason))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q:\ngot  %s\nwant %s", text, s, want)
		}
	}
}
