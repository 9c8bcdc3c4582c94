package main

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"cablefeed/internal/source"
)

// A load makes transmissions from a seed and keeps what has to come of them.
// One goroutine reads it; the sums may be read while it runs.
type load struct {
	rnd *rand.Rand

	mu      sync.Mutex
	serial  int
	cables  map[string]*expected // by id
	rejects map[[32]byte]bool
	sent    int
	back    [][]byte // to be sent again, or later
	stopped bool
}

// An expected is what a cable has to give.
type expected struct {
	texts    int // different ones: each is one revision
	sections int
	tags     []string
	watches  []string
}

func newLoad(seed uint64) *load {
	return &load{rnd: rand.New(rand.NewPCG(seed, 5)), cables: map[string]*expected{}, rejects: map[[32]byte]bool{}}
}

// bursts yields transmissions, a few at a time, until stop is called.
func (l *load) bursts() iter.Seq[[]source.Raw] {
	return func(yield func([]source.Raw) bool) {
		for last := false; !last; {
			l.mu.Lock()
			var burst []source.Raw
			for range 1 + l.rnd.IntN(16) {
				burst = append(burst, source.Raw{Data: l.next()})
			}
			if last = l.stopped; last {
				for _, text := range l.back {
					burst = append(burst, source.Raw{Data: text})
				}
			}
			l.sent += len(burst)
			pause := time.Duration(l.rnd.IntN(60)) * time.Millisecond
			l.mu.Unlock()
			if !yield(burst) {
				return
			}
			time.Sleep(pause)
		}
	}
}

func (l *load) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
}

func (l *load) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent
}

// next gives one transmission: one that waits, or one of something new.
func (l *load) next() []byte {
	if n := len(l.back); n > 0 && (n > 60 || l.rnd.IntN(3) == 0) {
		i := l.rnd.IntN(n)
		text := l.back[i]
		l.back[i] = l.back[n-1]
		l.back = l.back[:n-1]
		return text
	}
	l.serial++
	if l.rnd.IntN(40) == 0 {
		text := fmt.Appendf(nil, "Dear diary number %d,\nthis is no telegram.\n", l.serial)
		l.rejects[sha256.Sum256(text)] = true
		return text
	}
	post := []string{"REYKJAVIK", "WELLINGTON", "MEXICO", "BRUSSELS"}[l.rnd.IntN(4)]
	e := &expected{texts: 1}
	l.cables[fmt.Sprintf("08%s%d", post, l.serial)] = e
	e.tags = [][]string{{"EAGR", "NZ"}, {"KCRM", "PREL", "IC"}, {"KWMN", "KCRM", "MX"}, {"SENV"}}[l.rnd.IntN(4)]
	for _, tag := range e.tags {
		if tag == "KCRM" || tag == "KWMN" {
			e.watches = append(e.watches, strings.ToLower(tag))
		}
	}
	prosign := []string{"RR", "RR", "RR", "PP", "OO", "ZZ"}[l.rnd.IntN(6)]
	text := func(section, of, version int) []byte {
		return cableText(prosign, post, l.serial, e.tags, section, of, version)
	}
	first := text(0, 1, 0)
	switch l.rnd.IntN(6) {
	case 0: // copies
		for range 1 + l.rnd.IntN(3) {
			l.back = append(l.back, first)
		}
	case 1: // corrections, and copies of both texts
		e.texts += 1 + l.rnd.IntN(2)
		for v := 1; v < e.texts; v++ {
			l.back = append(l.back, text(0, 1, v))
		}
		l.back = append(l.back, first, text(0, 1, 1))
	case 2: // sections, some of them twice
		e.sections = 2 + l.rnd.IntN(3)
		first = text(1, e.sections, 0)
		for n := 2; n <= e.sections; n++ {
			l.back = append(l.back, text(n, e.sections, 0))
		}
		l.back = append(l.back, text(1+l.rnd.IntN(e.sections), e.sections, 0))
	}
	return first
}

// cableText is an invented telegram. Version 1 says that it is a corrected
// copy, version 2 only says something else.
func cableText(prosign, post string, serial int, tags []string, section, of, version int) []byte {
	var b strings.Builder
	sections := ""
	if of > 1 {
		sections = fmt.Sprintf(" SECTION %02d OF %02d", section, of)
	}
	zds := ""
	if version == 1 {
		zds = " ZDS"
	}
	fmt.Fprintf(&b, "VZCZCXYZ%04d\n%s RUEHC\nDE RUEHXX #%04d/%02d 0740540\nZNR UUUUU ZZH%s\n%c 140352Z MAR 08\nFM AMEMBASSY %s\nTO RUEHC/SECSTATE WASHDC 5102\nBT\n",
		serial%10000, prosign, serial%10000, max(section, 1), zds, prosign[0], post)
	fmt.Fprintf(&b, "UNCLAS%s %s %06d\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: %s\nSUBJECT: EXERCISE: INVENTED TRAFFIC NUMBER %d\n\n",
		sections, post, serial, strings.Join(tags, ", "), serial)
	fmt.Fprintf(&b, "%d. EXERCISE EXERCISE EXERCISE. This telegram is invented test\ntraffic. The invented port expects %d days of delay.\n",
		max(section, 1), 3+version)
	fmt.Fprintf(&b, "EXERCISE EXERCISE EXERCISE.\nHARPER\nBT\n#%04d\n\nNNNN\n", serial%10000)
	return []byte(b.String())
}
