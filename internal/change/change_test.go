package change

import (
	"slices"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

func telegram() *cable.Cable {
	return &cable.Cable{
		MRN: "06TESTPOST1", Precedence: cable.Routine, Subject: "HARVEST FESTIVAL",
		Transmission: &cable.Transmission{ID: "VZCZCXRO0001", Channel: "XRO", Sequence: 1},
		Tags:         []cable.Tag{{Code: "KCRM"}, {Code: "MX"}}, Complete: true,
		To: []cable.Addressee{{Name: "SECSTATE WASHDC"}},
		Paragraphs: []cable.Paragraph{
			{Number: 1, Marking: "U", Text: "The festival begins on Monday. It lasts two days."},
			{Number: 2, Marking: "U", Heading: "Comment", Text: "Corn was good."},
			{Text: "So was wheat."},
		},
		Signature: "SMITH",
	}
}

func with(change func(*cable.Cable)) *cable.Cable {
	c := telegram()
	change(c)
	return c
}

func TestBetween(t *testing.T) {
	tests := map[string]struct {
		after *cable.Cable
		want  []string
	}{
		"nothing":                {telegram(), nil},
		"how it travelled":       {with(func(c *cable.Cable) { c.Transmission.ID = "VZCZCXRO0002"; c.RawSHA256 = "x" }), nil},
		"the subject":            {with(func(c *cable.Cable) { c.Subject = "FAIR" }), []string{"subject"}},
		"TAGS and precedence":    {with(func(c *cable.Cable) { c.Tags = c.Tags[:1]; c.Precedence = cable.Flash }), []string{"precedence", "tags"}},
		"an addressee more":      {with(func(c *cable.Cable) { c.To = append(c.To, cable.Addressee{Name: "AMEMBASSY LIMA"}) }), []string{"to"}},
		"a sentence":             {with(func(c *cable.Cable) { c.Paragraphs[0].Text = "The festival begins on Tuesday. It lasts two days." }), []string{"paragraph 1"}},
		"a marking":              {with(func(c *cable.Cable) { c.Paragraphs[1].Marking = "SBU" }), []string{"paragraph 2"}},
		"text without a number":  {with(func(c *cable.Cable) { c.Paragraphs[2].Text = "Wheat was not." }), []string{"paragraph 2"}},
		"a paragraph at the end": {with(func(c *cable.Cable) { c.Paragraphs = append(c.Paragraphs, cable.Paragraph{Number: 3, Text: "End."}) }), []string{"paragraph 3"}},
		"the signature is gone":  {with(func(c *cable.Cable) { c.Signature = "" }), []string{"signature"}},
		"sections are missing":   {with(func(c *cable.Cable) { c.Complete, c.SectionsPresent = false, []int{1, 3} }), []string{"sections present"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Fields(telegram(), tt.after); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			back := Fields(tt.after, telegram())
			slices.Sort(back)
			if want := slices.Sorted(slices.Values(tt.want)); !slices.Equal(back, want) {
				t.Errorf("the other way round: got %q, want %q", back, want)
			}
			if d := Unified("a", "b", telegram(), tt.after); (d == "") != (len(tt.want) == 0) {
				t.Errorf("unified diff is %q", d)
			}
		})
	}
}

func TestUnifiedShowsTheSentenceThatChanged(t *testing.T) {
	after := with(func(c *cable.Cable) { c.Paragraphs[0].Text = "The festival begins on Tuesday. It lasts two days." })
	got := Unified("revision 1", "revision 2", telegram(), after)
	want := strings.Join([]string{
		"--- revision 1", "+++ revision 2", "@@ -6,3 +6,3 @@",
		" paragraph 1:", "-  (U) The festival begins on Monday.", "+  (U) The festival begins on Tuesday.", "   It lasts two days.", "",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
