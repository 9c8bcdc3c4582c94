package watch

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"cablefeed/internal/schematest"
	"cablefeed/internal/strictyaml"
)

func TestExamplesAreValidAndAreParsed(t *testing.T) {
	s := schematest.Compile(t, Schema())
	files, _ := filepath.Glob("../../testdata/watchlists/*")
	if len(files) == 0 {
		t.Fatal("no examples")
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := schematest.YAML(t, s, text); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		ws, err := Parse(text, f)
		if err != nil {
			t.Error(err)
		}
		out, err := json.Marshal(ws)
		if err != nil {
			t.Fatal(err)
		}
		if err := schematest.YAML(t, s, out); err != nil {
			t.Errorf("%s as JSON again: %v\n%s", f, err, out)
		}
		back, err := Parse(out, "again")
		if err != nil || !reflect.DeepEqual(back, ws) {
			t.Errorf("%s as JSON again: %v\ngot  %+v\nwant %+v", f, err, back, ws)
		}
	}
}

func TestWhatTheSchemaRefusesParseRefuses(t *testing.T) {
	s := schematest.Compile(t, Schema())
	for name, text := range map[string]string{
		"no name":                  `[{match: {expr: "true"}}]`,
		"a name with a capital":    `[{name: Big, match: {expr: "true"}}]`,
		"no condition":             `[{name: a, match: {}}]`,
		"an unknown field":         `[{name: a, match: {expr: "true"}, colour: red}]`,
		"an unknown zone":          `[{name: a, match: {text: {any: [x], in: [title]}}}]`,
		"an unknown precedence":    `[{name: a, match: {precedence_at_least: urgent}}]`,
		"a term instead of a list": `[{name: a, match: {tags: {any: KCRM}}}]`,
		"an unknown severity":      `[{name: a, severity: loud, match: {expr: "true"}}]`,
		"hours without minutes":    `[{name: a, quiet: {hours: 22-7}, match: {expr: "true"}}]`,
		"a throttle of no unit":    `[{name: a, quiet: {throttle: 15}, match: {expr: "true"}}]`,
		"an empty term":            `[{name: a, match: {from: [""]}}]`,
	} {
		if schematest.YAML(t, s, []byte(text)) == nil {
			t.Errorf("%s: the schema takes %s", name, text)
		}
		if _, err := Parse([]byte(text), "f"); err == nil {
			t.Errorf("%s: Parse takes %s", name, text)
		}
	}
}

func TestTheSchemaHasTheFieldsOfTheTypes(t *testing.T) {
	var s struct {
		Defs map[string]struct {
			Properties map[string]struct{ Properties map[string]any }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	keys := func(m any) (k []string) {
		for _, v := range reflect.ValueOf(m).MapKeys() {
			k = append(k, v.String())
		}
		slices.Sort(k)
		return k
	}
	for name, tt := range map[string]struct {
		of     reflect.Type
		schema []string
	}{
		"watch": {reflect.TypeFor[Watch](), keys(s.Defs["watch"].Properties)},
		"match": {reflect.TypeFor[Match](), keys(s.Defs["match"].Properties)},
		"quiet": {reflect.TypeFor[Quiet](), keys(s.Defs["quiet"].Properties)},
		"tags":  {reflect.TypeFor[Sets](), keys(s.Defs["match"].Properties["tags"].Properties)},
		"text":  {reflect.TypeFor[Text](), keys(s.Defs["match"].Properties["text"].Properties)},
	} {
		want := strictyaml.Fields(tt.of)
		slices.Sort(want)
		if !slices.Equal(tt.schema, want) {
			t.Errorf("%s: the schema has %v, the type %v", name, tt.schema, want)
		}
	}
}
