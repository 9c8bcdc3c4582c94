package channels

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/schematest"
	"cablefeed/internal/strictyaml"
)

// setSecrets sets what the examples and the texts of these tests refer to.
func setSecrets(t testing.TB) {
	t.Setenv("HOOK_KEY", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
	t.Setenv("HOOK_TOKEN", "very-secret-token")
	t.Setenv("MAIL_PASSWORD", "very-secret-password")
	t.Setenv("CHAT_URL", "ntfy://ntfy.example.org/cables")
}

func TestParseGivesChannelsAndTheirSenders(t *testing.T) {
	setSecrets(t)
	got, err := Parse([]byte(`
channels:
  - name: ops
    kind: webhook
    url: https://hooks.example.com/${env:HOOK_TOKEN}
    secret: ${env:HOOK_KEY}
    headers: {X-Room: "12"}
    content: binary
    timeout: 3s
    digest: 15m
    escalate_to: inner
    escalate_after: 10m
  - {name: inner, kind: webhook, url: "http://10.0.0.1/x", allow_private: true, default: true, repeat: 5m, repeat_from: warning}
`), "f.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"ops webhook *webhook.Sender", "inner webhook *webhook.Sender"} {
		if s := fmt.Sprintf("%s %s %T", got[i].Name, got[i].Kind, got[i].Sender); s != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
	if p := got[0].Policy; time.Duration(p.Digest) != 15*time.Minute || p.EscalateTo != "inner" || time.Duration(p.EscalateAfter) != 10*time.Minute {
		t.Errorf("got the policy %+v", p)
	}
	if p := got[1].Policy; !p.Default || time.Duration(p.Repeat) != 5*time.Minute || p.RepeatFrom != "warning" {
		t.Errorf("got the policy %+v", p)
	}
	if s := fmt.Sprintf("%v %+v %#v", got, got, got[0].Sender); strings.Contains(s, "very-secret") {
		t.Errorf("printed with its secret: %s", s)
	}
}

func TestABadFileIsRefusedWholeWithEveryFault(t *testing.T) {
	setSecrets(t)
	for name, tt := range map[string]struct{ text, want string }{
		"several faults, in order": {`
- name: Ops
  kind: webhook
  url: http://hooks.example.com
  colour: red
- name: good
  kind: webhook
  url: https://hooks.example.com
- name: good
  kind: webhook
  url: https://hooks.example.com/${env:CABLEFEED_TEST_NOT_SET}
  secret: clear
  timeout: 90s
  content: both
  allow_private: perhaps
  headers: [a]
- name: pigeon
  kind: pigeon
- kind: webhook`, `
f.yaml:2: channel Ops: name: "Ops" is no name: want small letters, digits and hyphens, such as night-desk
f.yaml:4: channel Ops: url: want https; http is for private addresses, with allow_private
f.yaml:5: channel Ops: colour: unknown field; there are FIELDS
f.yaml:9: channel good: name: the channel of line 6 has this name
f.yaml:11: channel good: url: ${env:CABLEFEED_TEST_NOT_SET} is empty or not set
f.yaml:12: channel good: secret: write ${env:NAME} or ${file:PATH}: a secret does not stand in the file
f.yaml:13: channel good: timeout: "90s" is not a duration of up to 30s, such as 5s
f.yaml:14: channel good: content: "both" is none of structured, binary
f.yaml:15: channel good: allow_private: want true or false
f.yaml:16: channel good: headers: want fields, such as {name: value}
f.yaml:18: channel pigeon: kind: "pigeon" is none of KINDS
f.yaml:19: name: "" is no name: want small letters, digits and hyphens, such as night-desk
f.yaml:19: url: a webhook needs an address`},
		"policies that cannot be meant": {`
- name: a
  kind: webhook
  url: https://hooks.example.com
  escalate_to: b
  escalate_after: 10m
  repeat: 1ms
- {name: c, kind: webhook, url: "https://hooks.example.com", repeat_from: warning}
- {name: d, kind: webhook, url: "https://hooks.example.com", escalate_to: d, escalate_after: 1m}
- name: e
  kind: webhook
  url: https://hooks.example.com
  min_severity: high
  digest: -1m`, `
f.yaml:5: channel a: escalate_to: no channel here is called "b"
f.yaml:7: channel a: repeat: want 1s or more
f.yaml:8: channel c: repeat_from: of no use without repeat or escalate_to
f.yaml:9: channel d: escalate_to: a channel does not escalate to itself
f.yaml:13: channel e: min_severity: "high" is none of [info warning critical]
f.yaml:14: channel e: digest: "-1m" is not a duration such as 15m or 1h30m`},
		"no YAML": {"a: [", "\nf.yaml:2: neither YAML nor JSON: column 1: did not find expected node content"},
		"no list": {"channels: {}", "\nf.yaml:1: channels: want a list"},
		"a text":  {"- ops", "\nf.yaml:1: want fields: NAMES"},
	} {
		t.Run(name, func(t *testing.T) {
			made := kinds["webhook"]()
			names := strings.Join(strictyaml.Fields(reflect.TypeFor[Channel]()), ", ")
			fields := names + ", " + strings.Join(strictyaml.Fields(reflect.TypeOf(made.settings).Elem()), ", ")
			want := strings.NewReplacer("FIELDS", fields, "NAMES", names, "KINDS", strings.Join(Kinds(), ", ")).Replace(tt.want[1:])
			got, err := Parse([]byte(tt.text), "f.yaml")
			if err == nil || got != nil || err.Error() != want {
				t.Errorf("got %v and\n%v\nwant\n%s", got, err, want)
			}
		})
	}
}

func TestExamplesAreValidAndAreParsed(t *testing.T) {
	setSecrets(t)
	s := schematest.Compile(t, Schema())
	files, _ := filepath.Glob("../../../testdata/channels/*.yaml")
	if len(files) == 0 {
		t.Fatal("no examples")
	}
	seen := map[string]bool{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := schematest.YAML(t, s, text); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		got, err := Parse(text, f)
		if err != nil {
			t.Error(err)
		}
		for _, c := range got {
			seen[c.Kind] = true
		}
	}
	if len(seen) != len(Kinds()) {
		t.Errorf("the examples have the kinds %v of %v", seen, Kinds())
	}
}

func TestWhatTheSchemaRefusesParseRefuses(t *testing.T) {
	setSecrets(t)
	s := schematest.Compile(t, Schema())
	for name, text := range map[string]string{
		"no name":                   `[{kind: webhook, url: "https://hooks.example.com"}]`,
		"no kind":                   `[{name: a, url: "https://hooks.example.com"}]`,
		"an unknown kind":           `[{name: a, kind: pigeon}]`,
		"a name with a capital":     `[{name: Ops, kind: webhook, url: "https://hooks.example.com"}]`,
		"no address":                `[{name: a, kind: webhook}]`,
		"an unknown field":          `[{name: a, kind: webhook, url: "https://hooks.example.com", colour: red}]`,
		"a secret in clear":         `[{name: a, kind: webhook, url: "https://hooks.example.com", secret: x}]`,
		"an unknown content":        `[{name: a, kind: webhook, url: "https://hooks.example.com", content: both}]`,
		"a timeout without a unit":  `[{name: a, kind: webhook, url: "https://hooks.example.com", timeout: 15}]`,
		"another word for true":     `[{name: a, kind: webhook, url: "https://hooks.example.com", allow_private: "yes"}]`,
		"headers that are a list":   `[{name: a, kind: webhook, url: "https://hooks.example.com", headers: [a]}]`,
		"a timeout of minutes":      `[{name: a, kind: webhook, url: "https://hooks.example.com", timeout: 5m}]`,
		"a mail to nobody":          `[{name: a, kind: mail, server: localhost, from: a@example.org, to: []}]`,
		"a chat in clear":           `[{name: a, kind: chat, url: "slack://x"}]`,
		"a command in one text":     `[{name: a, kind: command, command: /bin/true}]`,
		"a field of another kind":   `[{name: a, kind: command, command: [/bin/true], url: "https://hooks.example.com"}]`,
		"a list of lists":           `[[]]`,
		"an unknown severity":       `[{name: a, kind: webhook, url: "https://hooks.example.com", min_severity: high}]`,
		"an unknown grouping":       `[{name: a, kind: webhook, url: "https://hooks.example.com", group: day}]`,
		"half an escalation":        `[{name: a, kind: webhook, url: "https://hooks.example.com", escalate_after: 5m}]`,
		"channels and more besides": `{channels: [], watches: []}`,
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
		Defs map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	check := func(name string, of reflect.Type, but ...string) {
		var got []string
		for k := range s.Defs[name].Properties {
			if !slices.Contains(but, k) {
				got = append(got, k)
			}
		}
		want := strictyaml.Fields(of)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the schema has %v, the type %v", name, got, want)
		}
	}
	check("channel", reflect.TypeFor[Channel]())
	for name, made := range kinds {
		check(name, reflect.TypeOf(made().settings).Elem(), "kind")
	}
}

// FuzzParse looks for texts that Parse cannot bear, and for faults without a
// place in the file or with a secret in them.
func FuzzParse(f *testing.F) {
	setSecrets(f)
	files, _ := filepath.Glob("../../../testdata/channels/*.yaml")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`[{name: a, kind: webhook, url: "https://h.example/${env:HOOK_TOKEN}", headers: {X: "${file:/"}, content: [1]}]`))
	f.Add([]byte("channels:\n- &a {name: a, kind: mail, to: [a, b]}\n- *a\n---\n- {kind: command, command: [true], env: {A: b}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Parse(text, "f")
		if err == nil {
			for _, c := range got {
				if c.Sender == nil || c.Name == "" {
					t.Fatalf("a channel without sender or name: %+v", c)
				}
			}
			return
		}
		if got != nil {
			t.Fatalf("channels beside %v", err)
		}
		if strings.Contains(err.Error(), "very-secret") && !bytes.Contains(text, []byte("very-secret")) {
			t.Fatalf("a secret is told: %v", err)
		}
		for line := range strings.Lines(err.Error()) {
			var at int
			if _, e := fmt.Sscanf(line, "f:%d: ", &at); e == nil && at > bytes.Count(text, []byte{'\n'})+bytes.Count(text, []byte{'\r'})+2 {
				t.Fatalf("line %d of a shorter file: %s", at, line)
			}
		}
	})
}
