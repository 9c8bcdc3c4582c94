package watch

import (
	"cmp"
	"math/bits"
	"slices"
)

// uses says which parts of a cable a list has conditions on.
type uses uint8

const (
	usesFrom uses = 1 << iota
	usesTo
	usesReferences
	usesText
)

// An index finds the watches that may match a cable by what the cable holds: a
// code, a post, a number, a word. Each watch stands under the keys of one of its
// conditions, one key for each thing that could meet it; so a watch of which no
// key is met cannot match. What it finds are candidates, to be evaluated.
type index struct {
	// lengths has, for each kind, bit n set when some key is a beginning of n
	// bytes: what stands before a *.
	lengths [kinds]uint64
	// filter has a bit set for each key. It is small enough to stay in the
	// processor's cache however many watches there are, and most words of a
	// cable stop here.
	filter []uint64
	table  []slot
	posted []uint32 // numbers of rules
	// always lists the rules that no key stands for, by the least rank of
	// precedence that they ask for.
	always [8][]uint32
}

// A slot of the table says which rules stand under a key.
type slot struct {
	key        uint64 // 0: empty
	start, end uint32 // of posted
}

// newIndex indexes the rules under the keys that are likely to be met least.
func newIndex(rules []rule) *index {
	ix := &index{}
	type posting struct {
		key  uint64
		rule uint32
	}
	var all []posting
	used := map[uint64]int{}
	for i := range rules {
		keys, ok := bestKeys(rules[i].conditions, used)
		if !ok {
			rank := rules[i].watch.Match.PrecedenceAtLeast.Rank()
			ix.always[rank] = append(ix.always[rank], uint32(i))
			continue
		}
		for _, k := range keys {
			if k.prefix {
				ix.lengths[k.kind] |= 1 << len(k.text)
			}
			h := k.hash()
			used[h]++
			all = append(all, posting{h, uint32(i)})
		}
	}
	slices.SortFunc(all, func(a, b posting) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.rule, b.rule))
	})
	ix.table = make([]slot, 1<<bits.Len(uint(2*len(used))))
	ix.filter = make([]uint64, max(1, len(ix.table)/8)) // 8 bits a slot, 16 to 32 a key
	ix.posted = make([]uint32, len(all))
	for i := 0; i < len(all); {
		j := i
		for ; j < len(all) && all[j].key == all[i].key; j++ {
			ix.posted[j] = all[j].rule
		}
		ix.put(slot{all[i].key, uint32(i), uint32(j)})
		i = j
	}
	return ix
}

func (ix *index) put(s slot) {
	bit := ix.bit(s.key)
	ix.filter[bit/64] |= 1 << (bit % 64)
	mask := uint64(len(ix.table) - 1)
	i := s.key & mask
	for ix.table[i].key != 0 {
		i = (i + 1) & mask
	}
	ix.table[i] = s
}

// bit is the place of a key in the filter; other bits of the key than those
// that give its place in the table.
func (ix *index) bit(k uint64) uint64 { return (k >> 24) & uint64(64*len(ix.filter)-1) }

// find appends the rules under a key.
func (ix *index) find(to []uint32, k uint64) []uint32 {
	if bit := ix.bit(k); ix.filter[bit/64]&(1<<(bit%64)) == 0 {
		return to
	}
	mask := uint64(len(ix.table) - 1)
	for i := k & mask; ; i = (i + 1) & mask {
		switch s := &ix.table[i]; s.key {
		case k:
			return append(to, ix.posted[s.start:s.end]...)
		case 0:
			return to
		}
	}
}

// findAll appends the rules under a text and under each of its beginnings.
func findAll[S string | []byte](ix *index, to []uint32, k kind, text S) []uint32 {
	h, lengths := uint64(fnvOffset), ix.lengths[k]
	for i := 0; i < len(text); i++ {
		h = (h ^ uint64(text[i])) * fnvPrime
		if lengths&(1<<(i+1)) != 0 { // no length above maxPrefix has a bit
			to = ix.find(to, keyHash(k, true, finish(h)))
		}
	}
	return ix.find(to, keyHash(k, false, finish(h)))
}

// candidates gives the rules that may match d, each once, in order.
func (ix *index) candidates(d *document) []uint32 {
	var found []uint32
	for rank := 0; rank <= d.c.Precedence.Rank(); rank++ {
		found = append(found, ix.always[rank]...)
	}
	for i := range d.c.Tags {
		found = findAll(ix, found, keyTag, d.c.Tags[i].Code)
	}
	for _, n := range d.from {
		found = findAll(ix, found, keyFrom, d.buf[n.in.start:n.in.end])
	}
	for _, n := range d.to {
		found = findAll(ix, found, keyTo, d.buf[n.in.start:n.in.end])
	}
	for _, n := range d.refs {
		found = findAll(ix, found, keyReference, d.buf[n.in.start:n.in.end])
	}
	for _, id := range d.distinct {
		s := &d.spellings[id]
		if ix.lengths[keyWord] == 0 {
			found = ix.find(found, keyHash(keyWord, false, s.hash))
			continue
		}
		found = findAll(ix, found, keyWord, d.text(s))
	}
	slices.Sort(found)
	return slices.Compact(found)
}
