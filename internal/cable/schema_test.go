package cable

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/schematest"
)

// bareCable is a cable of which nothing could be read.
func bareCable() *Cable {
	return &Cable{ID: "sha256-0123456789abcdef", Form: FormUnknown, RawSHA256: strings.Repeat("0", 64)}
}

func TestCablesFitTheSchema(t *testing.T) {
	s := schematest.Compile(t, Schema)
	for name, c := range map[string]*Cable{"full": full(), "nothing read": bareCable()} {
		if err := schematest.JSON(t, s, c.AppendJSON(nil)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every value of an enumeration that the package has must be in the schema.
func TestEveryValueFitsTheSchema(t *testing.T) {
	s := schematest.Compile(t, Schema)
	check := func(what string, change func(*Cable)) {
		t.Helper()
		c := full()
		change(c)
		if err := schematest.JSON(t, s, c.AppendJSON(nil)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, p := range Precedences {
		check(string(p), func(c *Cable) { c.Precedence, c.InfoPrecedence, c.RoutingPrecedence, c.To[0].Precedence = p, p, p, p })
	}
	for _, k := range Classes {
		check(string(k), func(c *Cable) { c.Classification = k })
	}
	for _, f := range []Form{FormACP127, FormAAD, FormTelegram, FormSMART, FormUnknown} {
		check(string(f), func(c *Cable) { c.Form = f })
	}
	for _, k := range []TagKind{TagSubject, TagProgram, TagGeo, TagOrganization, TagPerson, TagUnknown} {
		check(string(k), func(c *Cable) { c.Tags[0].Kind = k })
	}
	for _, v := range []Severity{Error, Warning, Info} {
		check(string(v), func(c *Cable) { c.Diagnostics[0].Severity = v })
	}
}

func TestTheSchemaRefusesWhatIsWrong(t *testing.T) {
	s := schematest.Compile(t, Schema)
	tests := map[string]func(*Cable){
		"a number with a leading zero":   func(c *Cable) { c.MRN = "06MEXICO0065" },
		"a number with a blank":          func(c *Cable) { c.MRN = "06SAN JOSE1" },
		"an id of two tokens":            func(c *Cable) { c.ID = "a.b" },
		"no id":                          func(c *Cable) { c.ID = "" },
		"an unknown form":                func(c *Cable) { c.Form = "telex" },
		"an unknown precedence":          func(c *Cable) { c.Precedence = "urgent" },
		"an unknown classification":      func(c *Cable) { c.Classification = "sbu" },
		"an unknown kind of tag":         func(c *Cable) { c.Tags[0].Kind = "term" },
		"a caption twice":                func(c *Cable) { c.Captions = []string{"SIPDIS", "SIPDIS"} },
		"a date in another order":        func(c *Cable) { c.Date = "22-11-2006" },
		"a date that is none":            func(c *Cable) { c.Date = "2006-11-31" },
		"a diagnostic without a line":    func(c *Cable) { c.Diagnostics[0].Line = 0 },
		"a diagnostic without a message": func(c *Cable) { c.Diagnostics[0].Message = "" },
		"a sum of another length":        func(c *Cable) { c.RawSHA256 = "00" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			c := full()
			change(c)
			if schematest.JSON(t, s, c.AppendJSON(nil)) == nil {
				t.Errorf("%s fits the schema", c.AppendJSON(nil))
			}
		})
	}
	for name, edit := range map[string]func(map[string]any){
		"a field too many":           func(m map[string]any) { m["extra"] = 1 },
		"a field missing":            func(m map[string]any) { delete(m, "summary") },
		"a field too many in a part": func(m map[string]any) { m["from"].(map[string]any)["extra"] = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			var m map[string]any
			if err := json.Unmarshal(full().AppendJSON(nil), &m); err != nil {
				t.Fatal(err)
			}
			edit(m)
			b, _ := json.Marshal(m)
			if schematest.JSON(t, s, b) == nil {
				t.Errorf("%s fits the schema", b)
			}
		})
	}
}

// Golden files hold a cable a line, or one over several lines.
func TestGoldenFilesFitTheSchema(t *testing.T) {
	s := schematest.Compile(t, Schema)
	cables := 0
	err := filepath.WalkDir("../../testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".golden.json") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for dec := json.NewDecoder(bytes.NewReader(b)); dec.More(); cables++ {
			var doc json.RawMessage
			if err := dec.Decode(&doc); err != nil {
				t.Errorf("%s: %v", path, err)
				break
			}
			if err := schematest.JSON(t, s, doc); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cables == 0 {
		t.Skip("no golden file yet")
	}
}

// The struct's fields and the schema's properties must be the same, all of them
// required and described, in every part.
func TestSchemaAndStructAgree(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(Schema, &root); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	agree(t, root, root, reflect.TypeFor[Cable](), "cable", used)
	for name := range root["$defs"].(map[string]any) {
		if !used[name] {
			t.Errorf("$defs/%s is not used", name)
		}
	}
}

// agree compares a schema with the type whose JSON it describes.
func agree(t *testing.T, root, schema map[string]any, typ reflect.Type, path string, used map[string]bool) {
	schema = resolve(root, schema, used)
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ.Kind() == reflect.Slice {
		items, ok := schema["items"].(map[string]any)
		if !ok {
			t.Errorf("%s: a list in the struct, not in the schema", path)
			return
		}
		agree(t, root, items, typ.Elem(), path+"[]", used)
		return
	}
	properties, isObject := schema["properties"].(map[string]any)
	if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[time.Time]() {
		if isObject {
			t.Errorf("%s: an object in the schema, %v in the struct", path, typ)
		}
		return
	}
	if !isObject || schema["additionalProperties"] != false {
		t.Errorf("%s: want a closed object", path)
		return
	}
	var fields []string
	for i := range typ.NumField() {
		f := typ.Field(i)
		name := f.Tag.Get("json")
		fields = append(fields, name)
		p, ok := properties[name].(map[string]any)
		if !ok {
			t.Errorf("%s.%s is not in the schema", path, name)
			continue
		}
		if d, _ := p["description"].(string); d == "" {
			t.Errorf("%s.%s has no description", path, name)
		}
		agree(t, root, p, f.Type, path+"."+name, used)
	}
	for name := range properties {
		if !slices.Contains(fields, name) {
			t.Errorf("%s.%s is not in the struct", path, name)
		}
	}
	var required []string
	for _, r := range schema["required"].([]any) {
		required = append(required, r.(string))
	}
	if !slices.Equal(required, fields) {
		t.Errorf("%s: required are %q, want %q", path, required, fields)
	}
}

// resolve follows $ref, also from the part of anyOf that is not null.
func resolve(root, schema map[string]any, used map[string]bool) map[string]any {
	if list, ok := schema["anyOf"].([]any); ok {
		return resolve(root, list[0].(map[string]any), used)
	}
	ref, ok := schema["$ref"].(string)
	if !ok {
		return schema
	}
	name := strings.TrimPrefix(ref, "#/$defs/")
	used[name] = true
	return resolve(root, root["$defs"].(map[string]any)[name].(map[string]any), used)
}
