package watch

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"cablefeed/internal/cable"
)

func TestReasonsSayWhereAndWhat(t *testing.T) {
	c := tagged("PHUM", "KCRM")
	c.Precedence = cable.Flash
	c.From = cable.Originator{RoutingIndicator: "RUEHSJ", Name: "AMEMBASSY SAN JOSE", Post: "SANJOSE"}
	c.To = []cable.Addressee{{Name: "SECSTATE WASHDC", Post: "STATE"}}
	c.Info = []cable.Addressee{{Name: "AMEMBASSY LIMA", Post: "LIMA"}}
	c.References = []cable.Reference{{MRN: "06STATE1"}, {MRN: "06LIMA2"}}
	c.Subject = "Invented cartel named in court"
	c.Summary = "A summary."
	c.Paragraphs = []cable.Paragraph{
		{Text: "Nothing here.", Heading: "Drug seizures"},
		{Text: "The court, after long delay, named a drug car-\ntel that nobody had heard of before, and then rose until the next day.", Heading: "Drug seizures"},
	}
	tests := map[string]struct {
		match Match
		want  []Reason
	}{
		"a code":                   {Match{Tags: Sets{Any: []string{"KCRM"}}}, []Reason{{"tags", "KCRM", 1, "KCRM"}}},
		"a wildcard":               {Match{Tags: Sets{All: []string{"k*"}}}, []Reason{{"tags", "k*", 1, "KCRM"}}},
		"two codes":                {Match{Tags: Sets{Any: []string{"KCRM", "PREL", "PHUM"}}}, []Reason{{"tags", "KCRM", 1, "KCRM"}, {"tags", "PHUM", 0, "PHUM"}}},
		"no such code":             {Match{Tags: Sets{None: []string{"PREL", "PGOV"}}}, []Reason{{"tags", "none of PREL, PGOV", -1, ""}}},
		"the precedence":           {Match{PrecedenceAtLeast: cable.Immediate}, []Reason{{"precedence", "immediate", -1, "flash"}}},
		"the classification":       {Match{ClassificationAtMost: cable.Secret}, []Reason{{"classification", "secret", -1, "unclassified"}}},
		"the post":                 {Match{From: []string{"San José", "amembassy san jose", "LIMA"}}, []Reason{{"from", "San José", 0, "SANJOSE"}, {"from", "amembassy san jose", 0, "AMEMBASSYSANJOSE"}}},
		"the indicator":            {Match{From: []string{"RUEHS*"}}, []Reason{{"from", "RUEHS*", 0, "RUEHSJ"}}},
		"an addressee":             {Match{To: []string{"STATE"}}, []Reason{{"to", "STATE", 0, "STATE"}}},
		"an information addressee": {Match{To: []string{"AMEMBASSY LIMA"}}, []Reason{{"info", "AMEMBASSY LIMA", 0, "AMEMBASSYLIMA"}}},
		"a reference":              {Match{References: []string{"06 LIMA 2"}}, []Reason{{"references", "06 LIMA 2", 1, "06LIMA2"}}},
		"a reference with zeros":   {Match{References: []string{"06 Lima 00002"}}, []Reason{{"references", "06 Lima 00002", 1, "06LIMA2"}}},
		"a word, the first place of several": {Match{Text: Text{Sets: Sets{Any: []string{"cartel"}}}},
			[]Reason{{"subject", "cartel", 9, "Invented cartel named in court"}}},
		"a cut word in a phrase, in one line": {Match{Text: Text{Sets: Sets{Any: []string{"drug cartel"}}, In: []Zone{Body}}},
			[]Reason{{"paragraphs[1].text", "drug cartel", 37, "The court, after long delay, named a drug car- tel that nobody had heard of before, and…"}}},
		"a heading, where it stands first": {Match{Text: Text{Sets: Sets{All: []string{"seizures"}}}},
			[]Reason{{"paragraphs[0].heading", "seizures", 5, "Drug seizures"}}},
		"the summary":   {Match{Text: Text{Sets: Sets{Any: []string{"summ*"}}}}, []Reason{{"summary", "summ*", 2, "A summary."}}},
		"an expression": {Match{Expr: "true"}, []Reason{{"expr", "true", -1, ""}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			hits := compile(t, Watch{Name: "w", Match: tt.match}).Match(c, noon)
			if len(hits) != 1 || !reflect.DeepEqual(hits[0].Reasons, tt.want) {
				t.Errorf("%+v\ngot  %+v\nwant %+v", tt.match, hits, tt.want)
			}
		})
	}
}

func TestExcerptsKeepToTheClearanceOfTheCable(t *testing.T) {
	tests := map[string]struct {
		class         cable.Class
		fl4, marking  string
		caption       string
		subject, body bool // whether they may be quoted
	}{
		"an unclassified paragraph":                 {class: cable.Unclassified, marking: "U", subject: true, body: true},
		"a sensitive one":                           {class: cable.Unclassified, marking: "SBU", subject: true, body: true},
		"one without marking":                       {class: cable.Secret, subject: true, body: true},
		"one marked as high as the cable":           {class: cable.Secret, marking: "S/NF", subject: true, body: true},
		"one marked above the cable":                {class: cable.Unclassified, marking: "C", subject: true},
		"one marked above a confidential cable":     {class: cable.Confidential, marking: "S", subject: true},
		"one with an unknown marking":               {class: cable.TopSecret, marking: "ZZ", subject: true},
		"a cable of unknown classification":         {class: "", marking: "U"},
		"a security line above the classification":  {class: cable.Unclassified, fl4: "CCCCC", marking: "U"},
		"a security line below the classification":  {class: cable.Confidential, fl4: "UUUUU", marking: "C", subject: true, body: true},
		"a security line of encryption for transit": {class: cable.Unclassified, fl4: "EEEEE", marking: "U", subject: true, body: true},
		"NODIS":                           {class: cable.Secret, caption: "NODIS", marking: "U"},
		"EXDIS":                           {class: cable.Secret, caption: "EXDIS", marking: "U"},
		"STADIS":                          {class: cable.Unclassified, caption: "STADIS", marking: "U"},
		"SIPDIS, which restricts nothing": {class: cable.Unclassified, caption: "SIPDIS", marking: "U", subject: true, body: true},
	}
	l := compile(t, Watch{Name: "w", Match: Match{Text: Text{Sets: Sets{All: []string{"alpha", "bravo"}}}, Tags: Sets{Any: []string{"KCRM"}}}})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := tagged("KCRM")
			c.Classification, c.Subject = tt.class, "alpha"
			c.Paragraphs = []cable.Paragraph{{Text: "bravo", Marking: tt.marking}}
			if tt.fl4 != "" {
				c.Security = &cable.Security{OperatingSignal: "ZNY", Code: tt.fl4}
			}
			if tt.caption != "" {
				c.Captions = []string{"SIPDIS", tt.caption}
			}
			hits := l.Match(c, noon)
			if len(hits) != 1 {
				t.Fatalf("got %v, want one hit", hits)
			}
			got := map[string]string{}
			for _, r := range hits[0].Reasons {
				got[r.Term] = r.Excerpt
			}
			restricted := Restricted(c) != ""
			if (got["alpha"] != "") != tt.subject || (got["bravo"] != "") != tt.body || (got["KCRM"] != "") == restricted {
				t.Errorf("got %v", got)
			}
			said := l.Explain("w", c, noon).String()
			if strings.Contains(said, ": bravo") != tt.body || strings.Contains(said, ": alpha") != tt.subject {
				t.Errorf("explained as %s", said)
			}
			a := NewAlert(hits[0], c, Origin{})
			if (a.Subject == "") != restricted || (a.Withheld == "") == restricted {
				t.Errorf("alert %+v", a)
			}
		})
	}
}

func TestASummaryIsMarkedAsTheHighestParagraph(t *testing.T) {
	c := tagged()
	c.Summary, c.Paragraphs = "alpha", []cable.Paragraph{{Marking: "U"}, {Marking: "S"}, {}}
	hits := compile(t, Watch{Name: "w", Match: Match{Text: Text{Sets: Sets{Any: []string{"alpha"}}}}}).Match(c, noon)
	if len(hits) != 1 || hits[0].Reasons[0].Excerpt != "" {
		t.Errorf("got %+v, want no excerpt", hits)
	}
}

func TestExcerptsAreShortValidAndHoldTheirPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab é\n\t-漢  c"))).Draw(t, "text") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		start := rapid.IntRange(0, len(text)).Draw(t, "start")
		at := span{start, rapid.IntRange(start, len(text)).Draw(t, "end")}
		got := excerpt(text, at)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\n\t") || len(got) > 3*(4*excerptSide+8) {
			t.Errorf("excerpt(%q, %v) = %q", text, at, got)
		}
		if place := strings.Join(strings.Fields(text[at.start:at.end]), " "); at.end-at.start < 2*excerptSide && utf8.ValidString(text) &&
			utf8.ValidString(text[at.start:at.end]) && !strings.Contains(got, place) {
			t.Errorf("excerpt(%q, %v) = %q lacks %q", text, at, got, place)
		}
	})
}
