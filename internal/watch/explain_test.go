package watch

import (
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

func TestExplain(t *testing.T) {
	w := Watch{Name: "border", Match: Match{
		Tags: Sets{Any: []string{"K*"}, All: []string{"MX", "PHUM"}, None: []string{"PREL"}}, From: []string{"MEXICO"},
		PrecedenceAtLeast: cable.Priority,
		Text:              Text{Sets: Sets{Any: []string{"minister", "drug cartel"}, None: []string{"exercise"}}},
		Expr:              `cable.to[0].number > 1`,
	}}
	l := compile(t, w)
	c := full()
	c.Tags = append(c.Tags, cable.Tag{Code: "PREL"})
	c.Paragraphs[0].Text = "The minister saw the exercise."
	got := l.Explain("border", c, noon).String()
	want := `
border does not match 06LIMA1
  ✗ precedence at least priority
      the cable has routine
  ✗ tags: all of MX, PHUM
      tags[1]: MX
      not found: PHUM; the cable has KCRM, MX, PREL
  ✓ tags: any of K*
      K*: tags[0]: KCRM
  ✗ tags: none of PREL
      found: PREL (tags[2])
  ✗ from: any of MEXICO
      not found: MEXICO; the cable has LIMA, AMEMBASSY LIMA
  ✓ text: any of minister, drug cartel
      minister: paragraphs[0].text, byte 4: The minister saw the exercise.
  ✗ text: none of exercise
      found: exercise (paragraphs[0].text, byte 21)
  ✓ expr: cable.to[0].number > 1
`
	if "\n"+got != want {
		t.Errorf("got\n%s\nwant%s", got, want)
	}

	c.Tags = []cable.Tag{{Code: "MX"}, {Code: "PHUM"}, {Code: "KCRM"}}
	c.Precedence, c.From.Post = cable.Flash, "MEXICO"
	c.Paragraphs[0].Text = "The minister spoke."
	if x := l.Explain("border", c, noon); !x.Matched || !strings.HasPrefix(x.String(), "border matches 06LIMA1\n") || strings.Contains(x.String(), "✗") {
		t.Errorf("got %s", x)
	}
	c.To = nil
	if x := l.Explain("border", c, noon); x.Matched || x.Parts[len(x.Parts)-1].Missed != "it fails: index out of bounds: 0" {
		t.Errorf("got %s", x)
	}
	if x := l.Explain("other", c, noon); x.Matched || x.Found || x.String() != "there is no watch other\n" {
		t.Errorf("got %s", x)
	}
}
