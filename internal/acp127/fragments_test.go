package acp127_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cablefeed/internal/acp127"
)

// TestFragments reads every case of testdata/fragments; see the README there.
// Run it with -v for the number of cases of each family.
func TestFragments(t *testing.T) {
	files, err := filepath.Glob("../../testdata/fragments/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fragments: %v", err)
	}
	for _, file := range files {
		family := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(family, func(t *testing.T) {
			passed, cases := 0, readFragments(t, file)
			for _, f := range cases {
				t.Run(f.name, func(t *testing.T) {
					if fault := f.check(); fault != "" {
						t.Error(fault)
						return
					}
					passed++
				})
			}
			t.Logf("%-20s %3d of %3d pass", family, passed, len(cases))
		})
	}
}

// A fragment is one case: some lines as an operator typed them, the place
// where they stand, and the values that the contract demands.
type fragment struct {
	name       string
	directives map[string]string
	text       string
	want       any // an object, or a list of objects for a stream of cables
	at         string
}

func (f fragment) check() string {
	raw := f.envelope()
	var got any
	var err error
	if _, stream := f.want.([]any); stream {
		got, err = parseStream(raw)
	} else {
		got, err = parseOne(raw)
	}
	if f.directives["error"] != "" {
		if err == nil || !strings.Contains(err.Error(), f.directives["error"]) {
			return fmt.Sprintf("%s\n%s\ngot error:  %v\nwant error: %s", f.at, raw, err, f.directives["error"])
		}
		return ""
	}
	if err != nil {
		return fmt.Sprintf("%s\n%s\ngot error: %v", f.at, raw, err)
	}
	if faults := differences("", got, f.want); len(faults) > 0 {
		return fmt.Sprintf("%s\n%s\n%s", f.at, f.text, strings.Join(faults, "\n"))
	}
	return ""
}

func parseOne(raw []byte) (any, error) {
	c, err := acp127.Parse(raw)
	if err != nil {
		return nil, err
	}
	return decode(c)
}

// decode gives v as the plain values of its JSON.
func decode(v any) (got any, err error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return got, json.Unmarshal(b, &got)
}

// envelope puts the fragment into a cable: what the fragment does not bring
// itself at its place, the envelope supplies.
func (f fragment) envelope() []byte {
	or := func(directive, usual string) string {
		if v := f.directives[directive]; v != "" {
			return v
		}
		return usual
	}
	dtg, post := or("dtg", "R 220035Z NOV 06"), or("station", "LIMA")
	head := dtg + "\nFM AMEMBASSY " + post + "\n"
	to := "TO SECSTATE WASHDC 4329\n"
	class := or("class", "UNCLAS") + " " + post + " 001234\n\nSIPDIS\n\n"
	order := "E.O. 12958: N/A\n"
	tags := "TAGS: PREL, PE\n"
	subject := "SUBJECT: INVENTED AND HARMLESS TEST TRAFFIC\n"
	body := "1. (U) This text is invented and harmless.\n\n2. (U) Nothing in it is real.\n"
	end := "NAVARRETE\nBT\n#1234\n\nNNNN\n"
	text := f.text + "\n"

	switch place := or("in", "caption"); place {
	case "header":
		return []byte(text + "FM AMEMBASSY " + post + "\n" + to + "BT\n" + class + order + tags + subject + "\n" + body + end)
	case "address":
		return []byte(head + text + "BT\n" + class + order + tags + subject + "\n" + body + end)
	case "class":
		return []byte(head + to + "BT\n" + text + "\n" + order + tags + subject + "\n" + body + end)
	case "order":
		return []byte(head + to + "BT\n" + class + text + tags + subject + "\n" + body + end)
	case "tags":
		return []byte(head + to + "BT\n" + class + order + text + subject + "\n" + body + end)
	case "subject":
		return []byte(head + to + "BT\n" + class + order + tags + text + "\n" + body + end)
	case "text":
		return []byte(head + to + "BT\n" + class + text + "\n" + body + end)
	case "caption":
		return []byte(head + to + "BT\n" + class + order + text + "\n" + body + end)
	case "ref", "classby":
		return []byte(head + to + "BT\n" + class + order + tags + subject + "\n" + text + "\n" + body + end)
	case "body":
		return []byte(head + to + "BT\n" + class + order + tags + subject + "\n" + text + end)
	case "end":
		return []byte(head + to + "BT\n" + class + order + tags + subject + "\n" + body + text)
	case "whole":
		return []byte(text)
	default:
		panic("fragment in an unknown place: " + place)
	}
}

// differences compares what was read with what is wanted: objects by the
// wanted keys, lists whole and in order, an element of a list by its short
// form too. A key with a + wants a list that holds at least these.
func differences(path string, got, want any) (faults []string) {
	fault := func() []string {
		return []string{fmt.Sprintf("%s:\n  got  %s\n  want %s", path, compact(got), compact(want))}
	}
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return fault()
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if some, ok := strings.CutSuffix(key, "+"); ok {
				faults = append(faults, missing(path+"."+some, object[some], want[key])...)
				continue
			}
			value, ok := object[key]
			if !ok {
				return []string{path + "." + key + ": no such field"}
			}
			faults = append(faults, differences(path+"."+key, value, want[key])...)
		}
		return faults
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return fault()
		}
		for i := range want {
			if len(differences("", list[i], want[i])) > 0 {
				if path != "" {
					return fault()
				}
				faults = append(faults, differences(fmt.Sprintf("[%d]", i), list[i], want[i])...)
			}
		}
		return faults
	case string:
		if object, ok := got.(map[string]any); ok {
			got = short(object)
		}
	}
	if !reflect.DeepEqual(got, want) {
		return fault()
	}
	return nil
}

func missing(path string, got, want any) (faults []string) {
	list, _ := got.([]any)
	for _, w := range want.([]any) {
		if !slices.ContainsFunc(list, func(g any) bool { return len(differences("", g, w)) == 0 }) {
			faults = append(faults, fmt.Sprintf("%s:\n  got  %s\n  want among them %s", path, compact(got), compact(w)))
		}
	}
	return faults
}

// short gives the short form of an element: a tag's code, an addressee's name,
// a paragraph's text, a diagnostic's code, and of a reference "A 06STATE1" (or
// "06STATE1" without a label), "A = TEXT" where it is no cable.
func short(object map[string]any) string {
	if mrn, ok := object["mrn"]; ok {
		s, _ := object["label"].(string)
		if mrn, ok := mrn.(string); ok {
			return strings.TrimSpace(s + " " + mrn)
		}
		return strings.TrimSpace(fmt.Sprint(s, " = ", object["text"]))
	}
	for _, key := range []string{"code", "name", "text"} {
		if s, ok := object[key].(string); ok {
			return s
		}
	}
	return ""
}

// compact prints v as JSON, the elements of a list that have one in their
// short form.
func compact(v any) string {
	if list, ok := v.([]any); ok {
		short := make([]any, len(list))
		for i, e := range list {
			short[i] = e
			if object, ok := e.(map[string]any); ok && object["mrn"] != nil {
				short[i] = shortReference(object)
			}
		}
		v = short
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(b.String())
}

func shortReference(object map[string]any) any {
	if _, ok := object["label"]; ok {
		return short(object)
	}
	return object
}

// readFragments reads a file of cases. Its form is told in the README beside.
func readFragments(t *testing.T, file string) (cases []fragment) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	preface, rest, _ := strings.Cut(string(b), "\n=== ")
	usual, _ := readDirectives(strings.Split(preface, "\n"))
	num := strings.Count(preface, "\n") + 2
	for block := range strings.SplitSeq(rest, "\n=== ") {
		name, text, _ := strings.Cut(block, "\n")
		text, want, ok := strings.Cut(text, "\n---\n")
		if !ok {
			t.Fatalf("%s:%d: case %q has no line ---", file, num, name)
		}
		f := fragment{name: name, at: fmt.Sprintf("%s:%d", file, num)}
		lines := strings.Split(text, "\n")
		own, used := readDirectives(lines)
		f.directives = maps.Clone(usual)
		maps.Copy(f.directives, own)
		f.text = strings.Join(lines[used:], "\n")
		if f.directives["escapes"] == "yes" {
			f.text = unescape(f.text)
		}
		if err := json.Unmarshal([]byte(want), &f.want); err != nil {
			t.Fatalf("%s:%d: case %q: %v", file, num, name, err)
		}
		cases = append(cases, f)
		num += strings.Count(block, "\n") + 1
	}
	return cases
}

// readDirectives reads the directives at the top of lines and says how many
// lines they take. A line that starts with a # and a blank is a remark.
func readDirectives(lines []string) (map[string]string, int) {
	found := map[string]string{}
	for i, line := range lines {
		key, value, ok := strings.Cut(line, ": ")
		if strings.HasPrefix(line, "# ") {
			continue
		}
		if !ok || !slices.Contains([]string{"in", "dtg", "station", "class", "escapes", "error"}, key) {
			return found, i
		}
		found[key] = value
	}
	return found, len(lines)
}

// unescape reads \r \n \t \f \0 \\ and \xNN.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'r':
			b.WriteByte('\r')
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'f':
			b.WriteByte('\f')
		case '0':
			b.WriteByte(0)
		case 'x':
			var c byte
			if _, err := fmt.Sscanf(s[i+1:i+3], "%02x", &c); err != nil {
				panic("fragment with a bad escape: " + s[i:])
			}
			b.WriteByte(c)
			i += 2
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// parseStream parses each transmission that raw holds.
func parseStream(raw []byte) (any, error) {
	cables := []any{}
	for r := acp127.NewReader(bytes.NewReader(raw)); ; {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			return cables, nil
		}
		if err != nil {
			return nil, err
		}
		c, err := parseOne(f.Raw)
		if err != nil {
			return nil, err
		}
		cables = append(cables, c)
	}
}
