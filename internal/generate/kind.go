package generate

import (
	"bytes"
	"fmt"
	"slices"
)

// maxSections is the largest number of sections of a cable.
const maxSections = 7

// A part is a section that waits to be sent.
type part struct {
	t      *telegram
	number int
}

// meant is the Transmission of t, without its bytes.
func (t *telegram) meant(k Kind) Transmission {
	m := Transmission{
		Kind: k, ID: t.id(), Precedence: t.precedence, Classification: t.class, Tags: t.tags,
		Channel: t.channel, Sequence: t.sequence,
	}
	if t.part > 0 {
		m.Section, m.Total = t.part, t.sections()
	}
	return m
}

// single makes a new cable in one piece.
func (g *Generator) single(garbled bool) Transmission {
	t := g.telegram(false)
	g.send(&t)
	m := t.meant(Single)
	m.Raw = t.render(0)
	g.expect.decided("new")
	g.expect.record(&t)
	if garbled {
		m.Kind = Garbled
		m.Raw = g.garble(m.Raw)
		return m // its text is like no other: it does not come again
	}
	g.remember(t)
	return m
}

// cut makes the sections of t wait to be sent.
func (g *Generator) cut(t telegram) {
	lost := 0
	if g.rnd.Float64() < g.mix.Incomplete {
		lost = 1 + g.rnd.IntN(t.sections())
	}
	g.expect.begin(&t)
	for n := 1; n <= t.sections(); n++ {
		if n != lost {
			g.waiting = append(g.waiting, part{&t, n})
		}
	}
}

// section sends the i-th waiting section.
func (g *Generator) section(i int) Transmission {
	p := g.waiting[i]
	g.waiting = slices.Delete(g.waiting, i, i+1)
	t := *p.t
	t.part = p.number
	g.send(&t)
	m := t.meant(Part)
	m.Raw = t.render(t.part)
	g.remember(t)
	if g.expect.part(&t, p.number) {
		g.expect.decided("new")
		g.expect.record(&t)
	} else {
		g.expect.decided("section")
	}
	return m
}

// duplicate sends a text again: as it was, or over another circuit.
func (g *Generator) duplicate(t *telegram) Transmission {
	d := *t
	if g.rnd.IntN(2) == 0 {
		g.send(&d)
	} else {
		g.expect.repeated(d.channel)
	}
	m := d.meant(Duplicate)
	m.Raw = d.render(d.part)
	g.expect.decided("duplicate")
	return m
}

// suspected sends a text again, marked ZFD.
func (g *Generator) suspected(t *telegram) Transmission {
	d := *t
	g.send(&d)
	d.signals = "ZFD"
	m := d.meant(Suspected)
	m.Raw = d.render(d.part)
	g.expect.decided("suspected_duplicate")
	return m
}

// correct sends a cable again with another text. What was corrected does not
// come again: the number of revisions is then the same in whatever order the
// transmissions arrive.
func (g *Generator) correct(t *telegram) Transmission {
	t.corrected = true
	d := *t
	g.send(&d)
	d.signals = "ZDS"
	d.correction = fmt.Sprintf("PARA %d - FIGURE CHANGED", 1+len(d.paragraphs)/2)
	d.paragraphs = slices.Clone(d.paragraphs)
	p := &d.paragraphs[len(d.paragraphs)/2]
	*p = append(slices.Clip(*p), fmt.Sprintf(" The figure in this paragraph of the exercise is %d.", 1000+g.rnd.IntN(9000))...)
	m := d.meant(Correction)
	m.Raw = d.render(0)
	g.expect.decided("correction")
	g.expect.record(&d)
	return m
}

// service makes an operators' message about a circuit.
func (g *Generator) service() Transmission {
	t := g.telegram(false)
	g.send(&t)
	from, to := t.from.indicator, t.to[0].indicator
	var b bytes.Buffer
	t.header(&b, 0)
	n := 1 + g.rnd.IntN(9998)
	fmt.Fprintf(&b, "FM %s\nTO %s\nBT\nUNCLAS SVC EXERCISE EXERCISE EXERCISE\n", from, to)
	switch c := g.circuits[g.rnd.IntN(len(g.circuits))].channel; g.rnd.IntN(3) {
	case 0:
		fmt.Fprintf(&b, "ZUI YOUR CHANNEL %s. CSN %s%04d NOT RECEIVED. INT ZDK %s%04d, OR\nADVISE IF NUMBER WAS BLANK. COSIR %04d.\n", c, c, n, c, n, t.serial%10000)
	case 1:
		fmt.Fprintf(&b, "ZES2 YOUR CHANNEL %s CSN %04d. REQUEST YOU REPEAT AFTER PARA 3.\nCOSIR %04d.\n", c, n, t.serial%10000)
	default:
		fmt.Fprintf(&b, "YOUR %04d MISROUTED TO THIS STATION. PROTECTED FOR %s.\nCOSIR %04d.\n", n, to, t.serial%10000)
	}
	fmt.Fprintf(&b, "EXERCISE EXERCISE EXERCISE\nBT\n#%04d\n\nNNNN\n", t.serial%10000)
	m := t.meant(Service)
	m.Raw, m.Tags, m.ID = b.Bytes(), nil, ""
	g.expect.decided("service")
	return m
}

// nonCable makes something that no reader can take for a cable.
func (g *Generator) nonCable() Transmission {
	m := Transmission{Kind: NonCable}
	switch g.rnd.IntN(4) {
	case 0:
		m.Raw = []byte("\n\n   \n")
	case 1:
		m.Raw = make([]byte, 200+g.rnd.IntN(2000))
		for i := range m.Raw {
			m.Raw[i] = byte(g.rnd.IntN(32))
		}
	case 2:
		m.Raw = append([]byte("Lunch at the invented exercise canteen\n\n"), g.paragraph(nil)...)
	default:
		m.Raw = fmt.Appendf(nil, "%d;%d;exercise row\n%d;%d;exercise row\n", g.rnd.IntN(1e6), g.rnd.IntN(1e6), g.rnd.IntN(1e6), g.rnd.IntN(1e6))
	}
	g.expect.decided("rejected")
	return m
}

// garble damages what a noisy circuit damages and a reader still understands:
// letters of the text, FL2 and FL4, line ends.
func (g *Generator) garble(raw []byte) []byte {
	out := bytes.Clone(raw)
	body := bytes.Index(out, []byte("\n1. ")) + 4
	for range 2 + g.rnd.IntN(8) {
		i := body + 80 + g.rnd.IntN(max(1, len(out)-body-200))
		if i < len(out)-60 && out[i] >= 'a' && out[i] <= 'z' {
			out[i] = "#QX?0"[g.rnd.IntN(5)]
		}
	}
	switch g.rnd.IntN(4) {
	case 0: // FL2 lost
		i := bytes.IndexByte(out, '\n') + 1
		j := bytes.Index(out, []byte("\nDE ")) + 1
		out = slices.Delete(out, i, j)
	case 1: // FL4 damaged
		out = bytes.Replace(out, []byte("\nZN"), []byte("\nZQ"), 1)
	case 2:
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\r\n"))
	}
	return out
}
