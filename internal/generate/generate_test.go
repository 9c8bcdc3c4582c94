package generate

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"cablefeed/internal/acp127"
	"cablefeed/internal/cable"
)

// mixed has much of everything.
func mixed() Mix {
	m := Realistic()
	m.Precedence = [4]float64{1, 1, 1, 1}
	m.Sections, m.Incomplete, m.Duplicates, m.Suspected, m.Corrections = 0.3, 0.1, 0.1, 0.05, 0.05
	m.Service, m.Garbles, m.NonCables, m.Gaps = 0.05, 0.1, 0.05, 0.02
	return m
}

func TestSameSeedGivesSameBytes(t *testing.T) {
	a, b, c := New(7, mixed()), New(7, mixed()), New(8, mixed())
	differ := false
	for i := range 2000 {
		x, y, z := a.Next(), b.Next(), c.Next()
		if !bytes.Equal(x.Raw, y.Raw) {
			t.Fatalf("transmission %d of the same seed differs:\n%s\n%s", i, x.Raw, y.Raw)
		}
		differ = differ || !bytes.Equal(x.Raw, z.Raw)
	}
	if !differ {
		t.Error("another seed gave the same bytes")
	}
}

func TestEveryTransmissionParsesToWhatWasMeant(t *testing.T) {
	g := New(1, mixed())
	for i := range 5000 {
		m := g.Next()
		c, err := acp127.Parse(m.Raw)
		if m.Kind == NonCable {
			if err == nil {
				t.Errorf("%d: %q was read as cable %s", i, m.Raw, c.ID)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%d: %v\n%s", i, err, m.Raw)
		}
		if c.ServiceMessage != (m.Kind == Service) || c.SuspectedDuplicate != (m.Kind == Suspected) || c.CorrectedCopy != (m.Kind == Correction) {
			t.Errorf("%d: a %s was read as service %v, suspected %v, corrected %v\n%s", i, m.Kind, c.ServiceMessage, c.SuspectedDuplicate, c.CorrectedCopy, m.Raw)
		}
		if c.Transmission == nil || c.Transmission.Channel != m.Channel || c.Transmission.Sequence != m.Sequence {
			t.Errorf("%d: circuit %+v, want %s %d\n%s", i, c.Transmission, m.Channel, m.Sequence, m.Raw)
		}
		if m.Kind == Service {
			continue
		}
		var tags []string
		for _, tag := range c.Tags {
			tags = append(tags, tag.Code)
		}
		var section, total int
		if c.Section != nil {
			section, total = c.Section.Number, c.Section.Total
		}
		if c.ID != m.ID || !slices.Equal(tags, m.Tags) || c.Precedence != m.Precedence || c.Classification != m.Classification || section != m.Section || total != m.Total {
			t.Errorf("%d, %s:\ngot  %s %v %s %s section %d of %d\nwant %s %v %s %s section %d of %d\n%s", i, m.Kind,
				c.ID, tags, c.Precedence, c.Classification, section, total,
				m.ID, m.Tags, m.Precedence, m.Classification, m.Section, m.Total, m.Raw)
		}
		if t.Failed() {
			return
		}
	}
}

func TestSectionsJoinToTheWholeCable(t *testing.T) {
	g := New(3, Mix{Sections: 1})
	parts := map[string][][]byte{}
	got := map[string]int{}
	whole := map[string]Transmission{}
	for m := range g.All(600) {
		if m.Kind != Part {
			continue // the last few leave no room for sections
		}
		if parts[m.ID] == nil {
			parts[m.ID] = make([][]byte, m.Total)
		}
		parts[m.ID][m.Section-1] = m.Raw
		got[m.ID]++
		whole[m.ID] = m
	}
	for id, list := range parts {
		m := whole[id]
		if got[id] != m.Total {
			t.Errorf("%s has %d sections of %d", id, got[id], m.Total)
			continue
		}
		c, err := acp127.Parse(acp127.Join(list))
		if err != nil || c.ID != id || !c.Complete || len(c.Tags) != len(m.Tags) {
			t.Errorf("%s: joined to %v, %v", id, c, err)
		}
	}
	if e := g.Expect(); len(e.Waiting) > 0 || len(e.Records) < len(parts) {
		t.Errorf("expects %d records and %d waiting, want %d or more and 0", len(e.Records), len(e.Waiting), len(parts))
	}
}

func TestStreamOfTransmissionsComesApartAgain(t *testing.T) {
	mix := mixed()
	mix.NonCables = 0 // within a stream they belong to their neighbours
	g := New(5, mix)
	var stream bytes.Buffer
	var want []Transmission
	for range 1500 {
		m := g.Next()
		want = append(want, m)
		stream.Write(m.Raw)
	}
	r := acp127.NewReader(&stream)
	for i, m := range want {
		f, err := r.Next()
		if err != nil {
			t.Fatalf("transmission %d: %v", i, err)
		}
		if !bytes.Equal(f.Raw, m.Raw) {
			t.Fatalf("transmission %d (%s):\ngot  %q\nwant %q", i, m.Kind, f.Raw, m.Raw)
		}
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("behind the last transmission: %v, want EOF", err)
	}
}

func TestCopiesHaveTheSameTextAndCorrectionsAnother(t *testing.T) {
	g := New(9, mixed())
	texts := map[string]map[[32]byte]bool{}
	for range 5000 {
		m := g.Next()
		if m.ID == "" || m.Section > 0 {
			continue
		}
		fp := acp127.Fingerprint(m.Raw)
		known := texts[m.ID] != nil && texts[m.ID][fp]
		switch m.Kind {
		case Duplicate, Suspected:
			if !known {
				t.Fatalf("a %s of %s has a text that did not come before\n%s", m.Kind, m.ID, m.Raw)
			}
		default:
			if known {
				t.Fatalf("a %s of %s has a text that came before\n%s", m.Kind, m.ID, m.Raw)
			}
		}
		if texts[m.ID] == nil {
			texts[m.ID] = map[[32]byte]bool{}
		}
		texts[m.ID][fp] = true
	}
	e := g.Expect()
	for id, t2 := range texts {
		if e.Records[id] != len(t2) {
			t.Errorf("%s: %d revisions expected, %d texts made", id, e.Records[id], len(t2))
		}
	}
}

func TestMixHasItsShares(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and one goroutine does it all")
	}
	g := New(11, Realistic())
	const n = 20_000
	kinds := map[Kind]int{}
	bandCount := map[cable.Precedence]int{}
	var sizes []int
	for m := range g.All(n) {
		kinds[m.Kind]++
		if m.Kind == Single {
			bandCount[m.Precedence]++
			sizes = append(sizes, len(m.Raw))
		}
	}
	near := func(what string, got int, share float64) {
		if want := share * n; float64(got) < want*0.7 || float64(got) > want*1.3 {
			t.Errorf("%s: %d of %d, want about %.0f", what, got, n, want)
		}
	}
	mix := Realistic()
	near("sections", kinds[Part], mix.Sections)
	near("duplicates", kinds[Duplicate], mix.Duplicates)
	near("corrections", kinds[Correction], mix.Corrections)
	near("service messages", kinds[Service], mix.Service)
	near("garbles", kinds[Garbled], mix.Garbles)
	near("immediates", bandCount[cable.Immediate], mix.Precedence[1]*float64(kinds[Single])/n)
	slices.Sort(sizes)
	if median := sizes[len(sizes)/2]; median < 5000 || median > 7000 {
		t.Errorf("median size is %d bytes, want about 6000", median)
	}
	e := g.Expect()
	sum := 0
	for _, d := range e.Decisions {
		sum += d
	}
	if sum != n || e.Transmissions != n {
		t.Errorf("decisions sum up to %d, transmissions %d, want %d: %v", sum, e.Transmissions, n, e.Decisions)
	}
	if e.Alerts()["kcrm"] == 0 || e.Alerts()["kwmn"] == 0 {
		t.Errorf("alerts %v: want some of each default watch", e.Alerts())
	}
}

func BenchmarkGenerate(b *testing.B) {
	g := New(1, Realistic())
	for b.Loop() {
		b.SetBytes(int64(len(g.Next().Raw)))
	}
}
