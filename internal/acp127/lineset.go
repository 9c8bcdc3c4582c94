package acp127

// A lineSet is a set of lines, by their numbers.
type lineSet []uint64

// add adds the line num.
func (s *lineSet) add(num int) {
	for num>>6 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[num>>6] |= 1 << (num & 63)
}

// has reports whether the line num is in the set.
func (s lineSet) has(num int) bool {
	return num>>6 < len(s) && s[num>>6]>>(num&63)&1 != 0
}
