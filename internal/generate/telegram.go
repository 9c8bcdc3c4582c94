package generate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cablefeed/internal/cable"
)

// A telegram is everything that a cable says, before it is cut and sent.
type telegram struct {
	from           station
	to, info       []station
	serial         int
	dtg            time.Time
	precedence     cable.Precedence
	infoPrecedence cable.Precedence
	class          cable.Class
	captions       []string
	tags           []string
	subject        string
	references     []string
	paragraphs     [][]byte
	markings       []string
	headings       []string
	first          []int // first paragraph of each section; nil: in one piece
	part           int   // the section that is sent; 0: all
	signature      string

	channel        string
	sequence, wrap int
	signals        string // ZFD, ZDS
	correction     string // what the correction notice says
	corrected      bool   // a correction of it was sent
}

// id is the cable's message reference number.
func (t *telegram) id() string {
	return fmt.Sprintf("%02d%s%d", t.dtg.Year()%100, t.from.mrn, t.serial)
}

func (t *telegram) sections() int { return max(1, len(t.first)) }

// restricting is the caption that keeps t out of the topic feeds.
func (t *telegram) restricting() string {
	for _, c := range []string{"NODIS", "EXDIS"} {
		if slices.Contains(t.captions, c) {
			return c
		}
	}
	return ""
}

// telegram makes a new cable; a long one is cut into sections.
func (g *Generator) telegram(long bool) telegram {
	t := telegram{dtg: g.clock, from: g.station()}
	if t.from.mrn != "STATE" {
		t.to = append(t.to, station{"STATE", "STATE", "SECSTATE WASHDC", "RUEHC", ""})
	} else {
		t.to = append(t.to, g.station(t.from))
	}
	for range g.rnd.IntN(7) * g.rnd.IntN(3) {
		t.info = append(t.info, g.station(append(t.info, t.from, t.to[0])...))
	}
	if g.serials[t.from.mrn] == 0 {
		g.serials[t.from.mrn] = 1 + g.rnd.IntN(900)
	}
	g.serials[t.from.mrn] += 1 + g.rnd.IntN(3)
	t.serial = g.serials[t.from.mrn]
	g.band(&t)
	g.classify(&t)
	t.tags = g.tags(t.from, t.to[0])
	t.subject = "EXERCISE: " + strings.ToUpper(string(g.fill(nil, g.pick(subjects))))
	for range g.rnd.IntN(4) {
		t.references = append(t.references, fmt.Sprintf("%s %d", g.station(t.from).name, 1+g.rnd.IntN(3000)))
	}
	t.signature = g.pick(signatures)
	g.body(&t, long)
	return t
}

// band draws the precedence.
func (g *Generator) band(t *telegram) {
	sum := 0.0
	for _, w := range g.mix.Precedence {
		sum += w
	}
	t.precedence = cable.Routine
	roll := g.rnd.Float64() * sum
	for i, w := range g.mix.Precedence {
		if roll -= w; roll < 0 {
			t.precedence = bands[i]
			break
		}
	}
	if i := slices.Index(bands[:], t.precedence); len(t.info) > 0 && i < 3 && g.rnd.IntN(4) == 0 {
		t.infoPrecedence = bands[i+1]
	}
}

// classify draws the classification and the captions.
func (g *Generator) classify(t *telegram) {
	switch n := g.rnd.IntN(100); {
	case n < 57:
		t.class = cable.Unclassified
	case n < 95:
		t.class = cable.Confidential
	default:
		t.class = cable.Secret
	}
	switch n := g.rnd.IntN(200); {
	case n == 0 && t.class != cable.Unclassified:
		t.captions = append(t.captions, "NODIS")
	case n < 4 && t.class != cable.Unclassified:
		t.captions = append(t.captions, "EXDIS")
	case n < 150:
		t.captions = append(t.captions, "SIPDIS")
	}
	if t.class == cable.Unclassified && g.rnd.IntN(2) == 0 {
		t.captions = append(t.captions, "SENSITIVE")
	}
}

// markings of portions, by classification: the highest last.
var portions = map[cable.Class][]string{
	cable.Unclassified: {"U", "U"}, cable.Confidential: {"U", "SBU", "C", "C"}, cable.Secret: {"U", "C", "S", "S"},
}

// body writes the paragraphs, and says where the sections of a long cable begin.
func (g *Generator) body(t *telegram, long bool) {
	size := float64(g.mix.Size)
	if size == 0 {
		size = 6000
	}
	n, target := 1, 0
	if long {
		n = 2 + min(g.rnd.IntN(maxSections-1), g.rnd.IntN(maxSections-1))
		target = n * min(4500, int(size))
	} else {
		target = int((size - 900) * math.Exp(0.7*g.rnd.NormFloat64()))
		target = min(max(target, 120), 200_000)
	}
	sum := 0
	for sum < target || len(t.paragraphs) < n {
		p := g.paragraph(nil)
		if len(t.paragraphs) == 0 {
			p = append([]byte("EXERCISE EXERCISE EXERCISE. This telegram is invented test traffic. "), p...)
		}
		heading := ""
		if len(t.paragraphs) > 0 && g.rnd.IntN(6) == 0 {
			heading = g.pick(headings)
		}
		t.paragraphs = append(t.paragraphs, p)
		t.headings = append(t.headings, heading)
		t.markings = append(t.markings, g.pick(portions[t.class]))
		sum += len(p)
	}
	if n == 1 {
		return
	}
	for i := range n {
		t.first = append(t.first, i*len(t.paragraphs)/n)
	}
}

// paragraphNumber is how paragraph i begins.
func (t *telegram) paragraphNumber(i int) []byte {
	b := strconv.AppendInt(nil, int64(i+1), 10)
	return append(append(append(b, ". ("...), t.markings[i]...), ") "...)
}
