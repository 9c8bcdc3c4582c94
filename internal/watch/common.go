package watch

import "strings"

// common are words that most cables hold, so that they find no watch in
// particular. A word that is missing here costs time, never a match.
var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(commonWords) {
		m[w] = true
	}
	return m
}()

const commonWords = `
a about above according action added after against agreement all also ambassador american among an and any
april are as asked at august back based be because been before begin being believe between both but by call
can capital central chief cited comment committee concern continue continued could country countries current
day days december department deputy did director discussed do does during each economic efforts embassy emboff
emboffs end even expressed february few first following for foreign former from further general given good
government group had has have he head her him his house how however i if in include including increase
information interest international into is issue issues it its january july june key last law leader leaders
led level local made major make many march may media meeting meetings members met military minister ministry
month months more most much national nations necessary need new next no non noted not november now number
october of office official officials on one only or order organization other our out over own party people
percent plan plans point police policy political poloff possible post present president press previous program
project provide public recent region regional report reported representative request result said same say
secretary section security see senior september several she should since situation so some state states still
such summary support take than that the their them then there these they this those three through time to today
told two under united until up us use very visit was we week well were what when where whether which while who
will with within without work working would year years you`
