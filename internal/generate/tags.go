package generate

import "slices"

// topics are codes of TAGS with their weights: how often each is put on a cable
// in a thousand, by and large.
var topics = []struct {
	code   string
	weight int
}{
	{"PREL", 330}, {"PGOV", 320}, {"ECON", 130}, {"ETRD", 80}, {"PHUM", 80}, {"EFIN", 65}, {"PTER", 60}, {"EINV", 45}, {"MARR", 45}, {"KDEM", 45},
	{"SNAR", 40}, {"PARM", 40}, {"ENRG", 35}, {"SENV", 30}, {"CVIS", 30}, {"CASC", 28}, {"SOCI", 28}, {"KCRM", 28}, {"PINR", 26}, {"MOPS", 24},
	{"SMIG", 22}, {"EAID", 60}, {"KWMN", 20}, {"UN", 40}, {"EU", 35}, {"KPAO", 30}, {"KJUS", 18}, {"EAIR", 18}, {"EAGR", 35}, {"AMGT", 30},
	{"ASEC", 40}, {"OVIP", 15}, {"TRGY", 12}, {"KNNP", 22}, {"AORC", 20}, {"TSPL", 10}, {"TBIO", 16}, {"KISL", 15}, {"KIPR", 14}, {"EPET", 18}, {"AEMR", 10}, {"KFRD", 9},
}

var topicSum = func() (sum int) {
	for _, t := range topics {
		sum += t.weight
	}
	return sum
}()

// tags gives the TAGS of a cable: topics, then places; none
// for a few.
func (g *Generator) tags(from, to station) []string {
	var tags []string
	add := func(code string) {
		if code != "" && !slices.Contains(tags, code) {
			tags = append(tags, code)
		}
	}
	add(g.mix.Tag)
	if g.rnd.IntN(30) == 0 {
		return tags
	}
	for range 1 + g.rnd.IntN(4) + g.rnd.IntN(3) {
		n := g.rnd.IntN(topicSum)
		for _, t := range topics {
			if n -= t.weight; n < 0 {
				add(t.code)
				break
			}
		}
	}
	add(from.geo)
	for range g.rnd.IntN(3) {
		add(g.station(from).geo)
	}
	add(to.geo)
	return tags
}
