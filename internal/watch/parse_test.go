package watch

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/cable"
)

// checkRoundTrip checks that watches come back the same through their JSON, and
// that a list of them can be made and used.
func checkRoundTrip(t *testing.T, ws []Watch) {
	t.Helper()
	b, err := json.Marshal(ws)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Parse(b, "json")
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if len(ws)+len(back) > 0 && !reflect.DeepEqual(back, ws) {
		t.Fatalf("through JSON\ngot  %+v\nwant %+v\n%s", back, ws, b)
	}
	if b, err = Format(ws); err != nil {
		t.Fatal(err)
	}
	if back, err = Parse(b, "yaml"); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if len(ws)+len(back) > 0 && !reflect.DeepEqual(back, ws) {
		t.Fatalf("through YAML\ngot  %+v\nwant %+v\n%s", back, ws, b)
	}
	l, err := Compile(ws)
	if err != nil {
		t.Fatal(err)
	}
	l.Match(full(), noon)
}

func TestParseReadsEveryField(t *testing.T) {
	got, err := Parse([]byte(`
- name: all-of-it
  description: "Everything"
  match:
    tags: {any: [KCRM, p*], all: [MX], none: ["SMITH, JOHN"]}
    precedence_at_least: immediate
    classification_at_most: secret
    from: [MEXICO]
    to: [SAN JOSE]
    references: [06MEXICO1]
    text: {any: [drug cartel], all: [traffick*], none: [NO], in: [subject, body]}
    expr: cable.complete
  notify: [desk]
  severity: warning
  group: thread
  quiet: {throttle: 90m, hours: 22:00-07:00, zone: Europe/Rome}
  expires: 2027-01-31
`), "f.yaml")
	want := []Watch{{
		Name: "all-of-it", Description: "Everything",
		Match: Match{
			Tags:              Sets{Any: []string{"KCRM", "p*"}, All: []string{"MX"}, None: []string{"SMITH, JOHN"}},
			PrecedenceAtLeast: cable.Immediate, ClassificationAtMost: cable.Secret,
			From: []string{"MEXICO"}, To: []string{"SAN JOSE"}, References: []string{"06MEXICO1"},
			Text: Text{Sets{Any: []string{"drug cartel"}, All: []string{"traffick*"}, None: []string{"NO"}}, []Zone{Subject, Body}},
			Expr: "cable.complete",
		},
		Notify: []string{"desk"}, Severity: SeverityWarning, Group: GroupThread,
		Quiet:   Quiet{Throttle: Duration(90 * time.Minute), Hours: "22:00-07:00", Zone: "Europe/Rome"},
		Expires: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC),
	}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
	checkRoundTrip(t, got)
}

func TestParseTakesEveryShape(t *testing.T) {
	one := `{name: a, match: {expr: "true"}}`
	for name, tt := range map[string]struct {
		text string
		want int
	}{
		"a list":                {"[" + one + "]", 1},
		"an object with a list": {"watches: [" + one + "]", 1},
		"one watch":             {one, 1},
		"several documents":     {one + "\n---\n- {name: b, match: {expr: 'true'}}", 2},
		"nothing":               {"", 0},
		"a comment":             {"# none yet", 0},
		"an empty list":         {"watches: []", 0},
		"no list":               {"watches:", 0},
		"JSON with tabs":        {"[\n\t{\n\t\t\"name\":\t\"a\",\n\t\t\"match\": {\"expr\": \"true\"}}]", 1},
	} {
		if got, err := Parse([]byte(tt.text), "f"); err != nil || len(got) != tt.want {
			t.Errorf("%s: got %v, %v; want %d", name, got, err, tt.want)
		}
	}
}

func TestABadListIsRefusedWholeWithEveryFault(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"several faults, in order": {`
- name: Bad Name
  colour: red
  match: {tags: {any: KCRM}, precedence_at_least: fast}
- name: good
  match: {tags: {any: [KCRM]}}
- name: good
  match: {}
- name: sleepy
  match: {from: ["--"], text: {in: [body]}}
  quiet: {hours: 7-22, throttle: 3}
  expires: never
  notify: [Desk]`, `
f.yaml:2: watch Bad Name: name: "Bad Name" is no name: want small letters, digits and hyphens, such as border-crime
f.yaml:3: watch Bad Name: colour: unknown field; there are name, description, match, notify, severity, group, quiet, expires
f.yaml:4: watch Bad Name: match.tags.any: want a list, such as [a, b]
f.yaml:4: watch Bad Name: match.precedence_at_least: "fast" is none of emergency_command, flash, niact_immediate, immediate, priority, routine
f.yaml:7: watch good: name: the watch of line 5 has this name
f.yaml:8: watch good: match: empty: it would match every cable; to mean that, write expr: 'true'
f.yaml:10: watch sleepy: match.from[0]: "--" has neither letters nor digits
f.yaml:10: watch sleepy: match.text: says where to look, not what for
f.yaml:11: watch sleepy: quiet.throttle: "3" is not a duration such as 15m or 1h30m
f.yaml:11: watch sleepy: quiet.hours: "7-22" is not a span of hours such as 22:00-07:00
f.yaml:12: watch sleepy: expires: "never" is no time such as 2027-01-31 or 2027-01-31T06:00:00Z
f.yaml:13: watch sleepy: notify[0]: "Desk" is no name of a channel: want small letters, digits and hyphens`},
		"unknown TAGS, with the nearest": {`
- name: a
  match:
    tags:
      any:
        - KCRN
        - pgvo
        - QQQQQQQQQ
        - KXY*`, `
f.yaml:6: watch a: match.tags.any[0]: unknown TAG "KCRN"; the nearest known are KCRM, KCRS; to watch a code that is not listed, write KCRN*
f.yaml:7: watch a: match.tags.any[1]: unknown TAG "pgvo"; the nearest known are PGOV; to watch a code that is not listed, write PGVO*
f.yaml:8: watch a: match.tags.any[2]: unknown TAG "QQQQQQQQQ"; to watch a code that is not listed, write QQQQQQQQQ*`},
		"several TAGS in one": {`
- {name: a, match: {tags: {any: ["PREL, kcrm", "SMITH, JOHN"]}}}`, `
f.yaml:2: watch a: match.tags.any[0]: "PREL, kcrm" is several TAGS; write each by itself, such as [PREL, KCRM]`},
		"unknown posts, with the nearest": {`
- name: a
  match:
    from: [LIMMA, LIMA, Peru, "AMEMBASSY LIMA", ruehme, LIMMA*, Tel Aviv, Qqqqq 1]
    to: [SECSTATE WASHDC, SECSTATE]
    references: [06MEXICO6568, 06 Mexico 006568, MEXICO, 2006MEXICO1, 06LIMMA12, 06MEXICO*, "--"]`, `
f.yaml:4: watch a: match.from[0]: unknown post "LIMMA"; the nearest known are LIMA; to watch one that is not listed, write LIMMA*
f.yaml:4: watch a: match.from[2]: unknown post "Peru"; the nearest known are LIMA; to watch one that is not listed, write PERU*
f.yaml:4: watch a: match.from[7]: unknown post "Qqqqq 1"; to watch one that is not listed, write QQQQQ1*
f.yaml:5: watch a: match.to[1]: unknown post "SECSTATE"; the nearest known are STATE; to watch one that is not listed, write SECSTATE*
f.yaml:6: watch a: match.references[2]: "MEXICO" is no message number such as 06MEXICO6568, 06MEXICO* or *MEXICO*
f.yaml:6: watch a: match.references[3]: "2006MEXICO1" is no message number such as 06MEXICO6568, 06MEXICO* or *MEXICO*
f.yaml:6: watch a: match.references[4]: unknown post "06LIMMA12"; the nearest known are LIMA; to watch one that is not listed, write 06LIMMA12*
f.yaml:6: watch a: match.references[6]: "--" has neither letters nor digits`},
		"a bad expression, with its column": {`
- name: a
  match:
    expr: cable.titel == "x"`, `
f.yaml:4: watch a: match.expr: column 6: undefined field 'titel'; "cablefeed schema" prints those of a cable`},
		"an expression over the cost limit": {`
- {name: a, match: {expr: 'cable.paragraphs.exists(p, cable.info.exists(i, i.name == p.text))'}}`, `
f.yaml:2: watch a: match.expr: column 1: the expression may cost 2290703 on a large cable, the limit is 100000`},
		"terms that find nothing or everything": {`
- {name: a, match: {text: {any: ["*", "a*", "na*co", "x *y", "--", "a b c d e f g h i j k l m n o p q"]}, tags: {all: ["*"]}, to: ["*"]}}`, `
f.yaml:2: watch a: match.tags.all[0]: "*" names no TAG
f.yaml:2: watch a: match.to[0]: "*" has neither letters nor digits
f.yaml:2: watch a: match.text.any[0]: "*" has no word
f.yaml:2: watch a: match.text.any[1]: "a*": too little before the *, want 2 letters or more
f.yaml:2: watch a: match.text.any[2]: "na*co": a * stands at the end of a word
f.yaml:2: watch a: match.text.any[3]: "x *y": a * stands at the end of a word
f.yaml:2: watch a: match.text.any[4]: "--" has no word
f.yaml:2: watch a: match.text.any[5]: "a b c d e f g h i j k l m n o p q" has 17 words, the most is 16`},
		"a field given twice, and one without a value": {`
- name: a
  name: b
  match: {expr: "true", from: [MEXICO, ]}
  notify: [~]`, `
f.yaml:3: watch a: name: given twice
f.yaml:5: watch a: notify[0]: nothing is written here`},
		"an alias":                  {"- &a {name: a, match: {expr: 'true'}}\n- *a", "\nf.yaml:1: anchors and aliases are not read here; write the value out\nf.yaml:2: anchors and aliases are not read here; write the value out"},
		"what is no YAML":           {"- name: [a\n- b: c", "\nf.yaml:2: neither YAML nor JSON: column 4: did not find expected ',' or ']' (while parsing a flow sequence from line 1, column 9 on)"},
		"what is no list":           {"just words", "\nf.yaml:1: want a list of watches"},
		"an entry that is no watch": {"- just words", "\nf.yaml:1: want fields: name, description, match, notify, severity, group, quiet, expires"},
		"a field beside the list":   {"watches: []\nname: a", "\nf.yaml:2: name: unknown field; only watches may stand here"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse([]byte(tt.text), "f.yaml")
			if got != nil || err == nil {
				t.Fatalf("got %v, %v", got, err)
			}
			if msg := "\n" + err.Error(); msg != tt.want {
				t.Errorf("input %s\ngot  %s\nwant %s", tt.text, msg, tt.want)
			}
		})
	}
}

func TestCompileRefusesWhatParseRefuses(t *testing.T) {
	_, err := Compile([]Watch{{Name: "b"}, {Name: "a", Match: Match{Tags: Sets{Any: []string{"KCRN"}}}}, {Name: "a", Match: Match{Expr: "true"}}})
	want := []string{"watch a: match.tags.any[0]: unknown TAG", "watch a: name: another watch has this name", "watch b: match: empty"}
	for _, w := range want {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("got %v, want %s", err, w)
		}
	}
}

func TestACompiledListDoesNotChangeWithWhatItWasMadeOf(t *testing.T) {
	ws := Default()
	l := compile(t, ws...)
	ws[0].Name = "changed"
	if got := names(l.Match(tagged("KCRM"), noon)); len(got) != 1 || got[0] != "kcrm" {
		t.Errorf("got %v, want kcrm", got)
	}
}

func TestFormatIsMadeForPeople(t *testing.T) {
	got, err := Format([]Watch{
		{Name: "norway", Match: Match{Tags: Sets{Any: []string{"NO", "K*"}}, Expr: "cable.complete &&\n  true\n"}, Quiet: Quiet{Hours: "22:00-07:00"}},
	})
	want := `watches:
  - name: norway
    match:
      tags:
        any: ["NO", K*]
      expr: |
        cable.complete &&
          true
    quiet:
      hours: 22:00-07:00
`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}
