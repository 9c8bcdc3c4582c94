package tags

import "slices"

// maxWord is the longest word that Split takes apart. A line of a telegram has
// 69 columns, so a longer word is no run of codes.
const maxWord = 128

// Split takes a word of a TAGS line apart into the codes that were typed
// without a blank: PRELPGOVKCRM. It does so only if known codes cover the word
// wholly and one of them at least is a four-letter subject or program code;
// fewest pieces win. A word that stays whole gives nil.
//
// An entry of tag_fixes.csv counts as a piece and is put right, whether it is
// the word or a part of it; so is a code typed with zero for O or one for I.
// fixed says that something was put right; if not, the codes joined are the word.
func Split(word string) (codes []string, fixed bool) {
	t := load()
	if _, listed := t.byCode[word]; listed || len(word) > maxWord || len(word) < 2 {
		return nil, false
	}
	if p, ok := t.pieces[word]; ok {
		return slices.Clone(p.codes), true
	}
	s := splitter{table: t, word: word}
	s.repair()
	if s.digits {
		if i, ok := t.byCode[string(s.repaired[:len(word)])]; ok {
			return []string{t.entries[i].Code}, true
		}
	}
	return s.split()
}

// A splitter finds the best way to cover a word with pieces.
type splitter struct {
	*table
	word     string
	repaired [maxWord]byte // word with O for zero and I for one
	digits   bool          // whether the two differ
	// best[i][1] is the best cover of word[i:] with a main code in it,
	// best[i][0] the best one of all.
	best [maxWord + 1][2]cover
}

// A cover is a way to cover the rest of a word: the length of its first piece,
// and what it costs. Length 0 is none.
type cover struct {
	length int16
	rest   uint8 // which of the two best covers goes on behind the first piece
	cost   cost
}

// cost orders covers: by number of pieces, then by repairs, then by codes other
// than main ones, packed so that the smaller is the better.
type cost uint32

const (
	perPiece  cost = 1 << 20
	perRepair cost = 1 << 10
	perMinor  cost = 1
)

func (s *splitter) repair() {
	for i := range len(s.word) {
		c := s.word[i]
		switch c {
		case '0':
			c, s.digits = 'O', true
		case '1':
			c, s.digits = 'I', true
		}
		s.repaired[i] = c
	}
}

// piece is what word[i:j] stands for.
func (s *splitter) piece(i, j int) (p piece, repaired, ok bool) {
	if p, ok = s.pieces[s.word[i:j]]; ok || !s.digits {
		return p, p.fix, ok
	}
	p, ok = s.pieces[string(s.repaired[i:j])]
	return p, true, ok
}

func (s *splitter) split() (codes []string, fixed bool) {
	n := len(s.word)
	for i := n - 2; i >= 0; i-- {
		for _, l := range s.lengths { // longest first: of two equal covers the one with the longer first piece stays
			if i+l > n || i+l < n && s.best[i+l][0].length == 0 {
				continue
			}
			p, repaired, ok := s.piece(i, i+l)
			if !ok {
				continue
			}
			price := perPiece
			if repaired {
				price += perRepair
			}
			if !p.main {
				price += perMinor
			}
			s.consider(i, i+l, price, p.main)
		}
	}
	for i, k := 0, 1; i < n; {
		c := s.best[i][k]
		if c.length == 0 {
			return nil, false
		}
		p, repaired, _ := s.piece(i, i+int(c.length))
		codes, fixed = append(codes, p.codes...), fixed || repaired
		i, k = i+int(c.length), int(c.rest)
	}
	return codes, fixed
}

// consider puts a piece word[i:j] before the best covers of word[j:].
func (s *splitter) consider(i, j int, price cost, main bool) {
	for k := range 2 {
		rest := cover{length: -1} // the end of the word: nothing left to cover
		if j < len(s.word) {
			rest = s.best[j][k]
		}
		if rest.length == 0 || rest.length < 0 && k == 1 {
			continue
		}
		c := cover{length: int16(j - i), rest: uint8(k), cost: price + rest.cost}
		s.best[i][0].improve(c)
		if main || k == 1 {
			s.best[i][1].improve(c)
		}
	}
}

func (c *cover) improve(d cover) {
	if c.length == 0 || d.cost < c.cost {
		*c = d
	}
}
