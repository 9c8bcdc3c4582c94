package watch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/cable"
)

// full is a cable with something in most fields.
func full() *cable.Cable {
	c := tagged("KCRM", "MX")
	c.Tags[0].Kind, c.Tags[0].Name = cable.TagProgram, "Crime"
	c.DateTimeGroup = time.Date(2006, 11, 22, 0, 35, 0, 0, time.UTC)
	c.From = cable.Originator{Name: "AMEMBASSY LIMA", Post: "LIMA"}
	c.To = []cable.Addressee{{Name: "SECSTATE WASHDC", Post: "STATE", Precedence: cable.Immediate, Number: 4329}}
	c.Section, c.SectionsPresent, c.Complete = &cable.Section{Number: 1, Total: 2}, []int{1}, false
	c.Subject = "A MEETING"
	c.References = []cable.Reference{{Label: "A", MRN: "06LIMA2"}}
	c.Paragraphs = []cable.Paragraph{{Number: 1, Marking: "SBU", Text: "The minister spoke."}}
	return c
}

func TestExpressionsSeeTheCableAsItsJSON(t *testing.T) {
	for expr, want := range map[string]bool{
		`cable.mrn == "06LIMA1"`:                                                            true,
		`cable.tags.exists(t, t.code == "KCRM")`:                                            true,
		`cable.tags.exists(t, t.kind == "geo")`:                                             false,
		`cable.precedence == "routine"`:                                                     true,
		`cable.date_time_group < timestamp("2007-01-01T00:00:00Z")`:                         true,
		`cable.date_time_group.getDayOfWeek() == 3`:                                         true,
		`cable.from.post == "LIMA"`:                                                         true,
		`cable.to[0].number > 4000 && cable.to[0].precedence == "immediate"`:                true,
		`!cable.complete && cable.section.total == 2`:                                       true,
		`has(cable.section) && !has(cable.classified_by) && cable.classified_by.name == ""`: true,
		`cable.sections_present.size() == 1`:                                                true,
		`cable.info_precedence == ""`:                                                       true,
		`cable.paragraphs.exists(p, p.marking == "SBU" && p.text.matches("(?i)MINISTER"))`:  true,
		`"NODIS" in cable.captions`:                                                         false,
		`cable.references[5].mrn == "06LIMA2"`:                                              false, // fails, and so is false
	} {
		l := compile(t, Watch{Name: "w", Match: Match{Expr: expr}})
		if got := len(l.Match(full(), noon)) == 1; got != want {
			t.Errorf("%s: got %v, want %v", expr, got, want)
		}
	}
}

func TestBadExpressionsAreRefusedWithTheirColumn(t *testing.T) {
	for expr, want := range map[string]string{
		`cable.subject.foo()`:                "column 18: undeclared reference to 'foo'",
		`cable.title == ""`:                  "column 6: undefined field 'title'",
		`cable.subject = "x"`:                "column 15: ",
		"cable.complete &&\n  cable.subject": "line 2 of the expression, column 8: expected type 'bool'",
		`cable.subject`:                      "column 1: the expression gives string",
		`cable.subject.matches(")")`:         "column 23: ",
		`cable.subject.matches("(a?){80}")`:  "column 23: regex program size",
		`cable.subject.matches(cable.mrn)`:   "column 22: a regular expression must be written out",
		`cable.to == cable.info`:             "column 10: lists, maps and objects cannot be compared",
		`cable.section == null`:              "column 15: lists, maps and objects cannot be compared",
		`dyn(cable.to) == dyn(cable.info)`:   "column 15: lists, maps and objects cannot be compared",
		`cable.to[0] in cable.info`:          "column 13: only a text, number or truth value",
		`cable.paragraphs.exists(p, cable.paragraphs.exists(q, p.text == q.text))`: "column 1: the expression may cost",
		strings.Repeat("(", 100) + "true" + strings.Repeat(")", 100):               "",
		`cable.mrn == "` + strings.Repeat("x", maxExprBytes) + `"`:                 "",
	} {
		_, err := Compile([]Watch{{Name: "w", Match: Match{Expr: expr}}})
		if err == nil {
			t.Errorf("%s: taken", expr)
		} else if !strings.HasPrefix(err.Error(), "watch w: match.expr: "+want) {
			t.Errorf("%s:\ngot  %v\nwant %s", expr, err, want)
		}
	}
}

// hugeCable has as much in it as an expression is evaluated on: one long text,
// or many entries and a text less long.
func hugeCable(entries int) *cable.Cable {
	c := tagged("KCRM")
	for range entries {
		c.Paragraphs = append(c.Paragraphs, cable.Paragraph{Text: strings.Repeat("a", 20)})
		c.Info = append(c.Info, cable.Addressee{Name: strings.Repeat("a", 10)})
	}
	c.Summary = strings.Repeat("a", maxExprText-textOf(c))
	return c
}

// What an expression costs must bound its time: to a few times what the one
// call takes that is dearest for its price, a regular expression on the longest
// text. By CEL's own prices several of these took ten times that.
func TestTheCostLimitBoundsTheTime(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and one goroutine does it all")
	}
	const dearest = "(a|a.{1,40}c)+$"
	re, text := regexp.MustCompile(dearest), hugeCable(0).Summary
	began := time.Now()
	re.MatchString(text)
	limit := 4*time.Since(began) + 50*time.Millisecond
	for _, expr := range []string{
		`cable.info.all(a, cable.summary != cable.subject)`,
		`cable.info.all(a, size(cable.summary) > 1)`,
		`cable.info.all(a, {cable.summary: 1}.size() == 1)`,
		`cable.info.all(a, cable.summary == cable.summary + "x" || true)`,
		`cable.info.exists(a, cable.summary.matches("z+$"))`,
		`cable.summary.matches("` + dearest + `")`,
		`cable.paragraphs.all(p, p.text.matches("(.*)(.*)(.*)(.*)"))`,
		`cable.info.map(a, a.name + a.name).size() > 3`,
	} {
		e := compileExpr(expr, func(reason string) { t.Errorf("%s: %s", expr, reason) })
		if e == nil {
			continue
		}
		for _, entries := range []int{0, 100, 1500} {
			for try := 1; ; try++ { // other work on the machine may spoil some tries, not all
				began := time.Now()
				r, ok, err := e.eval(hugeCable(entries))
				took := time.Since(began)
				if took <= limit {
					break
				}
				if try == 8 {
					t.Errorf("%s with %d entries took %v, limit %v (%v %v %v)", expr, entries, took, limit, r, ok, err)
					break
				}
			}
		}
	}
}

func TestWhatIsNotDecidedWithinTheLimitsRings(t *testing.T) {
	tooLarge := hugeCable(0)
	tooLarge.Summary += "a"
	for name, tt := range map[string]struct {
		expr string
		c    *cable.Cable
		want string
	}{
		"over the cost limit": {`cable.info.all(a, size(cable.summary) > 1) && false`, hugeCable(100), "not decided: more than the cost limit"},
		"a cable too large":   {`false`, tooLarge, "not decided: the cable has more than"},
	} {
		hits := compile(t, Watch{Name: "w", Match: Match{Expr: tt.expr}}).Match(tt.c, noon)
		if len(hits) != 1 || !strings.HasPrefix(hits[0].Reasons[0].Excerpt, tt.want) {
			t.Errorf("%s: got %v, want %q", name, hits, tt.want)
		}
	}
}

func FuzzExpr(f *testing.F) {
	for _, s := range []string{`cable.tags.exists(t, t.code == "KCRM")`, `has(cable.section) && cable.section.total > 2`,
		`cable.paragraphs.map(p, p.text).filter(x, x.matches("a+")).size() > 1`, `{"a": cable.to}["a"].all(x, x.excluded == [])`,
		`cable.date_time_group + duration("1h") > timestamp(0)`, `[1, 2u, 3.0, b"x", null, type(cable)]`} {
		f.Add(s)
	}
	cables := []*cable.Cable{{}, full(), hugeCable(200)}
	f.Fuzz(func(t *testing.T, s string) {
		refused := ""
		e := compileExpr(s, func(reason string) { refused = reason })
		if (e == nil) != (refused != "") {
			t.Fatalf("%q: made ready %v, refused with %q", s, e != nil, refused)
		}
		if e == nil {
			return
		}
		for _, c := range cables {
			began := time.Now()
			if r, _, _ := e.eval(c); r.Field != "expr" || r.Term != s {
				t.Errorf("%q: reason %+v", s, r)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("%q took %v", s, took)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/watchlists/*")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("- name: a\n  match: {tags: {any: [KCRN]}, text: {any: ['a*b', '\"x\" y']}}\n--- \n[]"))
	f.Add([]byte(`{"watches":[{"name":"a","match":{"expr":"true"},"description":"\ud83d\ude00\u0000\/"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		ws, err := Parse(text, "f")
		if err == nil {
			checkRoundTrip(t, ws)
			return
		}
		faults, ok := err.(Faults)
		if !ok || len(faults) == 0 || ws != nil {
			t.Fatalf("got %v and %T %v", ws, err, err)
		}
		lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(string(text)), "\n") + 1
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > lines+1 || fault.Reason == "" {
				t.Errorf("%+v in %d lines", fault, lines)
			}
		}
	})
}
