package watch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/tags"
)

// benchCables gives many cables with the text of the seed cable, each with some
// words of its own, so that no part of the index is at hand from the last one.
func benchCables(b testing.TB) []*cable.Cable {
	raw, err := os.ReadFile("../../testdata/cables/06MEXICO6568.txt")
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	cables := make([]*cable.Cable, 256)
	for i := range cables {
		c := tagged("PHUM", "PREL", "PGOV", "KCRM", "KWMN", "MX")
		c.From = cable.Originator{RoutingIndicator: "RUEHME", Name: "AMEMBASSY MEXICO", Post: "MEXICO"}
		c.To = []cable.Addressee{{RoutingIndicator: "RUEHC", Name: "SECSTATE WASHDC", Post: "STATE"}}
		for p := range strings.SplitSeq(string(raw), "\n\n") {
			words := strings.Split(p, " ")
			for j := range words {
				if r.IntN(8) == 0 {
					words[j] += " " + pseudoWord(r, "ta wo ris kel bun dar fi lo nem pru")
				}
			}
			c.Paragraphs = append(c.Paragraphs, cable.Paragraph{Text: strings.Join(words, " ")})
		}
		cables[i] = c
	}
	return cables
}

// pseudoWord makes a word that could be a name.
func pseudoWord(r *rand.Rand, syllables string) (w string) {
	all := strings.Fields(syllables)
	for range 3 + r.IntN(2) {
		w += all[r.IntN(len(all))]
	}
	return w
}

// benchWatches gives n watches of a mix such as analysts keep: people, firms
// and places by name, mostly together with TAGS; codes; posts; threads. Three
// have a code of the bench cable as their rarest part, three a word of it.
func benchWatches(n int) []Watch {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		return pseudoWord(r, "ba ko mi re zu tan vol ger shi nar pol quet ix mar del hos fen gru yal och")
	}
	codes := []string{}
	for _, e := range tags.Entries() {
		if !strings.Contains("PHUM PREL PGOV KCRM KWMN MX", e.Code) {
			codes = append(codes, e.Code)
		}
	}
	code := func() string { return codes[r.IntN(len(codes))] }
	any := func(s ...string) Sets { return Sets{Any: s} }
	text := func(s ...string) Text { return Text{Sets: any(s...)} }
	ws := []Watch{
		{Match: Match{Tags: any("KCRM")}}, {Match: Match{Tags: any("KWMN", code())}},
		{Match: Match{Tags: Sets{All: []string{"MX", "KCRM"}}, PrecedenceAtLeast: cable.Immediate}},
		{Match: Match{Text: text("commission for human rights")}}, {Match: Match{Text: text("guanajuato"), Tags: any("PHUM")}},
		{Match: Match{Text: text("extradit*", word())}},
	}
	for len(ws) < n {
		var m Match
		switch k := r.IntN(100); {
		case k < 35:
			m = Match{Tags: any(code()), Text: text(word(), word())}
		case k < 60:
			m = Match{Text: text("the " + word() + " " + word())}
		case k < 70:
			m = Match{Tags: Sets{All: []string{code(), code()}}, From: []string{"BOGOTA"}}
		case k < 80:
			m = Match{Tags: any(code(), code()), PrecedenceAtLeast: cable.Immediate}
		case k < 88:
			m = Match{References: []string{fmt.Sprintf("06LIMA%d", r.IntN(10000))}}
		case k < 95:
			m = Match{Text: text(word() + "*")}
		default:
			m = Match{Text: text(word()), Expr: fmt.Sprintf(`cable.paragraphs.size() > %d && cable.classification != "secret"`, r.IntN(1000))}
		}
		ws = append(ws, Watch{Match: m, Notify: []string{"desk"}})
	}
	for i := range ws {
		ws[i].Name = fmt.Sprintf("watch-%06d", i)
	}
	return ws[:n]
}

var benchSizes = []int{100, 10_000, 100_000}

func BenchmarkMatch(b *testing.B) {
	cables := benchCables(b)
	for _, n := range benchSizes {
		l := compile(b, benchWatches(n)...)
		b.Run(fmt.Sprintf("index/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			found := 0
			for _, c := range cables {
				d := newDocument(c, noon, l.uses)
				found += len(l.index.candidates(d))
				d.release()
			}
			for i := 0; b.Loop(); i++ {
				l.Match(cables[i%len(cables)], noon)
			}
			b.ReportMetric(float64(found)/float64(len(cables)), "candidates")
		})
		b.Run(fmt.Sprintf("brute/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				l.matchAll(cables[i%len(cables)], noon)
			}
		})
	}
}

// matchAll is Match without the index.
func (l *List) matchAll(c *cable.Cable, at time.Time) (hits []Hit) {
	d := newDocument(c, at, l.uses)
	defer d.release()
	for i := range l.rules {
		if reasons, ok := l.rules[i].match(d); ok {
			hits = append(hits, Hit{l.rules[i].watch, reasons})
		}
	}
	return hits
}

// BenchmarkCompile also reports what a compiled list holds in memory, the
// watches themselves included.
func BenchmarkCompile(b *testing.B) {
	for _, n := range benchSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			compile(b, benchWatches(100)...) // what is made once
			before := heap()
			ws := benchWatches(n)
			var l *List
			for b.Loop() {
				l = compile(b, ws...)
			}
			ws = nil
			b.ReportMetric(float64(heap()-before)/float64(n), "B/watch")
			runtime.KeepAlive(l)
		})
	}
}

// BenchmarkChange shows what it takes to change one watch of a list.
func BenchmarkChange(b *testing.B) {
	for _, n := range benchSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			ws := benchWatches(n)
			l := compile(b, ws...)
			for b.Loop() {
				ws[0].Description += "!"
				next, err := l.Change(ws)
				if err != nil {
					b.Fatal(err)
				}
				l = next
			}
		})
	}
}

// BenchmarkMatchDuringCompile shows what a change of the list costs a cable that
// comes in the middle of it.
func BenchmarkMatchDuringCompile(b *testing.B) {
	cables, ws := benchCables(b), benchWatches(100_000)
	l := compile(b, ws...)
	for _, compiling := range []bool{false, true} {
		b.Run(fmt.Sprintf("compiling=%v", compiling), func(b *testing.B) {
			var stop atomic.Bool
			var wg sync.WaitGroup
			wg.Go(func() {
				for compiling && !stop.Load() {
					compile(b, ws...)
				}
			})
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				began := time.Now()
				l.Match(cables[i%len(cables)], noon)
				took = append(took, time.Since(began))
			}
			stop.Store(true)
			wg.Wait()
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(took[len(took)-1].Microseconds()), "max-µs")
		})
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
