package watch

import (
	"math"
	"strings"
)

// A kind is a kind of key in the index.
type kind uint8

const (
	keyTag kind = iota
	keyFrom
	keyTo
	keyReference
	keyWord
	kinds
)

// A key is one thing to find candidates by.
type key struct {
	kind   kind
	prefix bool
	text   string
}

// maxPrefix is how much of a beginning is a key.
const maxPrefix = 63

func (k key) hash() uint64 { return keyHash(k.kind, k.prefix, hash([]byte(k.text))) }

// keyHash tells keys of different kinds apart. It is never 0.
func keyHash(k kind, prefix bool, h uint64) uint64 {
	h += uint64(k+1) * 0xd6e8feb86659fd93
	if prefix {
		h = ^h
	}
	return finish(h) | 1<<63
}

// bestKeys chooses the condition whose keys are likely to be met least; ok is
// false if no condition has keys.
func bestKeys(cs []condition, used map[uint64]int) (best []key, ok bool) {
	least := math.Inf(1)
	for i := range cs {
		k := &cs[i]
		if k.field < fieldTags || k.quant == noneOf {
			continue
		}
		var keys []key
		sum := 0.0
		for j := range k.terms {
			t, cost := termKey(k.field, &k.terms[j], used)
			if k.quant == allOf { // one of the terms is enough
				if cost < least {
					best, least = []key{t}, cost
				}
				continue
			}
			keys, sum = append(keys, t), sum+cost
		}
		if k.quant == anyOf && sum < least {
			best, least = keys, sum
		}
	}
	return best, !math.IsInf(least, 1)
}

// termKey gives the best key of one term, and its cost: about the share of
// cables in which it is met, so many times as there are watches under it.
func termKey(f field, t *term, used map[uint64]int) (best key, least float64) {
	least = math.Inf(1)
	for _, w := range t.words {
		k := key{kind: keyKind(f), text: w}
		if begin, _, ok := strings.Cut(w, "*"); ok {
			k.prefix, k.text = true, begin[:min(len(begin), maxPrefix)]
		}
		if k.text == "" {
			continue // * alone
		}
		share := shareOf(k)
		if n := used[k.hash()]; n > 0 {
			share *= 1 + float64(n)
		}
		if share < least {
			best, least = k, share
		}
	}
	return best, least
}

func keyKind(f field) kind {
	switch f {
	case fieldTags:
		return keyTag
	case fieldFrom:
		return keyFrom
	case fieldTo:
		return keyTo
	case fieldReferences:
		return keyReference
	default:
		return keyWord
	}
}

// shareOf guesses the share of cables that hold a key. Only the order matters,
// and only for speed.
func shareOf(k key) float64 {
	n := float64(len(k.text))
	share := map[kind]float64{keyTag: 0.02, keyFrom: 0.01, keyTo: 0.1, keyReference: 0.0001}[k.kind]
	if k.kind == keyWord {
		share = 0.2 / (n * n) // short words are the frequent ones
		if !k.prefix && common[k.text] {
			share = 0.5
		}
	}
	if k.prefix {
		share = min(0.9, share*(1+30/n))
	}
	return share
}
