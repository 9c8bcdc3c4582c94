package pipeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cablefeed/internal/cable"
)

// A Decision says what becomes of one transmission.
type Decision string

// The decisions. Received transmissions are the sum of all of them.
const (
	New                Decision = "new"                 // first of its id: committed as revision 1
	Duplicate          Decision = "duplicate"           // the same text is there: nothing is published
	SuspectedDuplicate Decision = "suspected_duplicate" // marked ZFD, or a section of a cable held whole: nothing is published
	Correction         Decision = "correction"          // another text of the same id: the next revision
	LateSection        Decision = "late_section"        // a section that was missing: the next revision
	Section            Decision = "section"             // kept until the others come
	Service            Decision = "service"             // operator traffic, kept apart
	Rejected           Decision = "rejected"            // no cable: the bytes are kept with the reason
)

// Texts names the text of a cable: for each of its transmissions the section
// number (0 for a cable in one piece) and the fingerprint, with a "+" behind it
// where the transmission said that it is a corrected copy.
type Texts map[int]string

const corrects = "+"

// text is the entry of p in Texts.
func (p *Part) text() string {
	if p.Cable.CorrectedCopy {
		return p.Fingerprint + corrects
	}
	return p.Fingerprint
}

// Has tells whether the text of p is that of its number.
func (t Texts) Has(p *Part) bool { return strings.TrimSuffix(t[p.Number()], corrects) == p.Fingerprint }

// String is the form of a header: 1:…,2:….
func (t Texts) String() string {
	var b strings.Builder
	for i, n := range t.sections() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(n))
		b.WriteByte(':')
		b.WriteString(t[n])
	}
	return b.String()
}

func (t Texts) sections() []int {
	ns := make([]int, 0, len(t))
	for n := range t {
		ns = append(ns, n)
	}
	slices.Sort(ns)
	return ns
}

// ParseTexts reads what String gives; what it cannot read is left out.
func ParseTexts(s string) Texts {
	t := Texts{}
	for field := range strings.SplitSeq(s, ",") {
		n, fp, ok := strings.Cut(field, ":")
		if i, err := strconv.Atoi(n); ok && err == nil {
			t[i] = fp
		}
	}
	return t
}

// A State is what the store holds of one cable id.
type State struct {
	Seq      uint64       // sequence of its last record; 0: none
	Revision int          // of that record
	Texts    Texts        // of that record
	Complete bool         // whether that record has all its sections
	Incoming []uint64     // the transmissions that the record was made of
	Before   *cable.Cable // that record, for a revision of it; else nil
	Earlier  []string     // texts of revisions before it, as Texts writes them, latest first
	Batches  int          // in how many it was published; more than 1 where one could not hold it

	Parts    []*Part // sections that wait, in the order of their numbers
	PartsSeq uint64  // last sequence of any of them; 0: none
}

// Decide says what p is, given what the store holds. It is a pure function.
func Decide(s *State, p *Part) Decision {
	n := p.Number()
	same := false
	if s.Seq != 0 {
		same = s.Texts.Has(p) || s.earlier(n, p)
	} else if i := s.part(n); n > 0 && i >= 0 {
		same = s.Parts[i].Fingerprint == p.Fingerprint
	}
	switch {
	case same && p.Cable.SuspectedDuplicate:
		return SuspectedDuplicate
	case same:
		return Duplicate
	case p.Cable.ServiceMessage:
		return Service
	case s.Seq == 0 && n > 0:
		return Section
	case s.Seq == 0:
		return New
	case n > 0 && s.Texts[0] != "":
		return SuspectedDuplicate // the cable is held in one piece
	case n > 0 && s.Texts[n] == "":
		return LateSection
	case n == 0 && !s.Complete:
		return LateSection
	}
	return Correction
}

// earlier tells whether an earlier revision had p as its text n: an old copy
// that arrives late is no correction. One that says for the first time that it
// corrects goes back to that text on purpose.
func (s *State) earlier(n int, p *Part) bool {
	for _, t := range s.Earlier {
		text := ParseTexts(t)[n]
		if text == p.text() || strings.TrimSuffix(text, corrects) == p.Fingerprint && !p.Cable.CorrectedCopy {
			return true
		}
	}
	return false
}

// history gives the texts of s and of the revisions before it, latest first, as
// many as a header has room for.
func (s *State) history() []string {
	if s.Seq == 0 {
		return nil
	}
	all := append([]string{s.Texts.String()}, s.Earlier...)
	return all[:min(len(all), 16)]
}

// part gives the index of waiting section n, or -1.
func (s *State) part(n int) int {
	return slices.IndexFunc(s.Parts, func(p *Part) bool { return p.Number() == n })
}

// With gives s with p among its waiting parts. Of two with one number the one
// that was received later stays, in whatever order they come to be decided.
func (s *State) With(p *Part) *State {
	t := *s
	t.Parts = slices.Clone(s.Parts)
	if i := t.part(p.Number()); i >= 0 {
		if p.Incoming >= t.Parts[i].Incoming {
			t.Parts[i] = p
		}
		return &t
	}
	t.Parts = append(t.Parts, p)
	slices.SortFunc(t.Parts, func(a, b *Part) int { return cmp.Compare(a.Number(), b.Number()) })
	return &t
}

// Missing gives the numbers of the sections that are not there. Where parts
// disagree on the total, the largest counts.
func (s *State) Missing() (missing []int) {
	total := 0
	for _, p := range s.Parts {
		total = max(total, p.Total())
	}
	for n := 1; n <= total; n++ {
		if s.part(n) < 0 {
			missing = append(missing, n)
		}
	}
	return missing
}
