package watch

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cablefeed/internal/cable"
)

// What the generators draw from: few enough that watches do match.
var (
	someCodes  = []string{"KCRM", "KWMN", "PHUM", "PREL", "MX", "US", "UNGA/C-2", "SMITH, JOHN"}
	somePosts  = []string{"MEXICO", "SAN JOSE", "LIMA", "STATE", "RUEHME", "AMEMBASSY MEXICO"}
	someMRNs   = []string{"06MEXICO1", "06MEXICO12", "05LIMA7", ""}
	someWords  = []string{"drug", "car", "tel", "cartel", "Cartels", "narco", "narcotics", "the", "Perú", "PERU", "a", "3", "Straße", "p\u00e9\u0301r"}
	someGaps   = []string{" ", " ", " ", "-", "-\n", "- ", " - ", "--", ", ", "\n", "’", "\u2010", "."}
	someTerms  = []string{"drug", "cartel", "CAR", "tel", "narco*", "ca*", "drug cartel", "drug-cartel", "the ca* dr*", "ca* te*", "peru", "Perú 3", `"a drug"`, "strasse", "cartelcar", "per", "narcotics a"}
	someGlobs  = []string{"K*", "*X", "*M*", "P*L", "UNGA*"}
	someRanks  = append([]cable.Precedence{""}, cable.Precedences...)
	someClass  = append([]cable.Class{""}, cable.Classes...)
	someZones  = [][]Zone{nil, nil, {Subject}, {Summary}, {Body}, {Subject, Body}}
	someNames  = append([]string{"MEX*", "*JOSE", "RUEH*", "amembassy mexico"}, somePosts...)
	someNumber = []string{"06MEXICO1", "06mexico 12", "06MEXICO*", "05LIMA7", "05LIMA70"}
)

func few(t *rapid.T, from []string, most int, label string) []string {
	return rapid.SliceOfN(rapid.SampledFrom(from), 0, most).Draw(t, label)
}

// seldom gives v one time in n, else nothing.
func seldom[T any](t *rapid.T, n int, v func() T) (none T) {
	if rapid.IntRange(1, n).Draw(t, "seldom") == 1 {
		return v()
	}
	return none
}

func drawText(t *rapid.T, label string) string {
	var b strings.Builder
	for range rapid.IntRange(0, 8).Draw(t, label) {
		b.WriteString(rapid.SampledFrom(someWords).Draw(t, "word"))
		b.WriteString(rapid.SampledFrom(someGaps).Draw(t, "gap"))
	}
	return b.String()
}

func drawCable(t *rapid.T) *cable.Cable {
	c := tagged(few(t, someCodes, 4, "tags")...)
	c.Precedence = rapid.SampledFrom(someRanks).Draw(t, "precedence")
	c.Classification = rapid.SampledFrom(someClass).Draw(t, "classification")
	c.From.Post, c.From.Name = rapid.SampledFrom(somePosts).Draw(t, "post"), rapid.SampledFrom(somePosts).Draw(t, "name")
	for _, p := range few(t, somePosts, 2, "to") {
		c.To = append(c.To, cable.Addressee{Name: p})
	}
	for _, p := range few(t, somePosts, 2, "info") {
		c.Info = append(c.Info, cable.Addressee{Post: p})
	}
	for _, m := range few(t, someMRNs, 2, "references") {
		c.References = append(c.References, cable.Reference{MRN: m})
	}
	c.Subject, c.Summary = drawText(t, "subject"), drawText(t, "summary")
	for range rapid.IntRange(0, 3).Draw(t, "paragraphs") {
		c.Paragraphs = append(c.Paragraphs, cable.Paragraph{Text: drawText(t, "text"), Heading: seldom(t, 3, func() string { return drawText(t, "heading") })})
	}
	return c
}

func drawSets(t *rapid.T, n int, from []string) (s Sets) {
	return Sets{
		Any:  seldom(t, n, func() []string { return few(t, from, 3, "any") }),
		All:  seldom(t, n+1, func() []string { return few(t, from, 2, "all") }),
		None: seldom(t, n+2, func() []string { return few(t, from, 2, "none") }),
	}
}

func drawWatch(t *rapid.T, name string) Watch {
	for {
		w := Watch{Name: name, Match: Match{
			Tags: drawSets(t, 2, slices.Concat(someCodes, someGlobs)), Text: Text{Sets: drawSets(t, 2, someTerms)},
			From:                 seldom(t, 4, func() []string { return few(t, someNames, 2, "from") }),
			To:                   seldom(t, 4, func() []string { return few(t, someNames, 2, "to") }),
			References:           seldom(t, 5, func() []string { return few(t, someNumber, 2, "references") }),
			PrecedenceAtLeast:    seldom(t, 5, func() cable.Precedence { return rapid.SampledFrom(someRanks).Draw(t, "at least") }),
			ClassificationAtMost: seldom(t, 5, func() cable.Class { return rapid.SampledFrom(someClass).Draw(t, "at most") }),
		}}
		if s := w.Match.Text.Sets; len(s.Any)+len(s.All)+len(s.None) > 0 {
			w.Match.Text.In = rapid.SampledFrom(someZones).Draw(t, "in")
		}
		good := true
		check(&w, map[string]*expr{}, func(_, _ string) { good = false }) // nothing is asked for
		if good {
			return w
		}
	}
}

func TestIndexFindsWhatBruteForceFinds(t *testing.T) {
	hits, misses := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var ws []Watch
		for i := range rapid.IntRange(1, 12).Draw(t, "watches") {
			ws = append(ws, drawWatch(t, fmt.Sprintf("w%02d", i)))
		}
		c := drawCable(t)
		l, err := Compile(ws)
		if err != nil {
			t.Fatal(err)
		}
		got := l.Match(c, noon)
		if all := l.matchAll(c, noon); !reflect.DeepEqual(got, all) {
			t.Errorf("with the index %v, without %v", names(got), names(all))
		}
		var want []string
		for i := range ws {
			if oracle(&ws[i], c) {
				want = append(want, ws[i].Name)
			}
		}
		if !slices.Equal(names(got), want) {
			t.Errorf("got %v, want %v\nwatches %+v\ncable %+v", names(got), want, ws, c)
		}
		for _, w := range ws {
			x := l.Explain(w.Name, c, noon)
			if x.Matched != slices.Contains(want, w.Name) {
				t.Errorf("explained as %v", x)
			}
		}
		hits, misses = hits+len(got), misses+len(ws)-len(got)
	})
	if hits < misses/20 {
		t.Errorf("only %d hits to %d misses: the test tests too little", hits, misses)
	}
	t.Logf("%d hits, %d misses", hits, misses)
}
