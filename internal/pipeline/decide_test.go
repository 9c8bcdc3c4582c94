package pipeline

import (
	"testing"

	"cablefeed/internal/cable"
)

// whole, part and marked make transmissions with a text of their own.
func whole(text string) *Part { return &Part{Cable: &cable.Cable{Complete: true}, Fingerprint: text} }

func part(n, total int, text string) *Part {
	return &Part{Cable: &cable.Cable{Section: &cable.Section{Number: n, Total: total}}, Fingerprint: text}
}

func marked(p *Part, mark func(*cable.Cable)) *Part {
	mark(p.Cable)
	return p
}

func susdupe(c *cable.Cable)   { c.SuspectedDuplicate = true }
func corrected(c *cable.Cable) { c.CorrectedCopy = true }
func service(c *cable.Cable)   { c.ServiceMessage = true }

func TestDecide(t *testing.T) {
	held := &State{Seq: 7, Revision: 1, Complete: true, Texts: Texts{0: "a"}}
	revised := &State{Seq: 9, Revision: 2, Complete: true, Texts: Texts{0: "b"}, Earlier: []string{"0:a"}}
	reverted := &State{Seq: 9, Revision: 3, Complete: true, Texts: Texts{0: "c"}, Earlier: []string{"0:b+", "0:a"}}
	joined := &State{Seq: 7, Revision: 1, Complete: true, Texts: Texts{1: "a", 2: "b"}}
	released := &State{Seq: 7, Revision: 1, Texts: Texts{1: "a"}}
	waiting := &State{Parts: []*Part{part(1, 3, "a")}, PartsSeq: 4}
	tests := map[string]struct {
		s    *State
		p    *Part
		want Decision
	}{
		"nothing held":                                 {&State{}, whole("a"), New},
		"nothing held, marked ZFD":                     {&State{}, marked(whole("a"), susdupe), New},
		"nothing held, marked corrected":               {&State{}, marked(whole("a"), corrected), New},
		"same text":                                    {held, whole("a"), Duplicate},
		"same text, marked ZFD":                        {held, marked(whole("a"), susdupe), SuspectedDuplicate},
		"same text, marked corrected":                  {held, marked(whole("a"), corrected), Duplicate},
		"other text":                                   {held, whole("b"), Correction},
		"other text, marked ZFD":                       {held, marked(whole("b"), susdupe), Correction},
		"text of an earlier revision":                  {revised, whole("a"), Duplicate},
		"text of an earlier revision, marked ZFD":      {revised, marked(whole("a"), susdupe), SuspectedDuplicate},
		"text of an earlier revision, as a correction": {revised, marked(whole("a"), corrected), Correction},
		"a corrected copy of before, delivered again":  {reverted, marked(whole("b"), corrected), Duplicate},
		"the text of a corrected copy, without mark":   {reverted, whole("b"), Duplicate},
		"first section":                                {&State{}, part(2, 3, "b"), Section},
		"another section":                              {waiting, part(2, 3, "b"), Section},
		"a section that waits already":                 {waiting, part(1, 3, "a"), Duplicate},
		"a section that waits with another text":       {waiting, part(1, 3, "z"), Section},
		"the whole while sections wait":                {waiting, whole("w"), New},
		"a section of a joined cable":                  {joined, part(2, 2, "b"), Duplicate},
		"a corrected section of a joined cable":        {joined, part(2, 2, "z"), Correction},
		"a section that was missing":                   {released, part(2, 2, "b"), LateSection},
		"the whole after a release":                    {released, whole("w"), LateSection},
		"a section of a cable held in one piece":       {held, part(2, 2, "b"), SuspectedDuplicate},
		"service message":                              {&State{}, marked(whole("s"), service), Service},
		"the same service message":                     {&State{Seq: 3, Texts: Texts{0: "s"}}, marked(whole("s"), service), Duplicate},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Decide(tt.s, tt.p); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestTextsComeBackFromTheirHeader(t *testing.T) {
	in := Texts{2: "b", 1: "a", 10: "c"}
	if got := in.String(); got != "1:a,2:b,10:c" {
		t.Errorf("got %q", got)
	}
	if got := ParseTexts(in.String()).String(); got != in.String() {
		t.Errorf("got %q", got)
	}
}

func TestMissingFollowsTheLargestTotal(t *testing.T) {
	s := (&State{}).With(part(1, 2, "a")).With(part(3, 4, "c"))
	got := s.Missing()
	if len(got) != 2 || got[0] != 2 || got[1] != 4 {
		t.Errorf("got %v, want [2 4]", got)
	}
}

func TestLaterOfTwoTextsOfASectionStays(t *testing.T) {
	older, newer := part(1, 2, "a"), part(1, 2, "z")
	older.Incoming, newer.Incoming = 5, 8
	for name, s := range map[string]*State{
		"in order":  (&State{}).With(older).With(newer),
		"redecided": (&State{}).With(newer).With(older),
	} {
		if got := s.Parts[0].Fingerprint; got != "z" || len(s.Parts) != 1 {
			t.Errorf("%s: text %q stays, want %q", name, got, "z")
		}
	}
}
