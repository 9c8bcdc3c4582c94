package acp127

import "strings"

// authority reads who classified a cable from the text behind the caption: the
// person's name alone, and the title that stands before or after it. Where
// nobody is named before the reasons, somebody may be behind them.
func authority(text string) (name, title string) {
	for first := true; ; first = false {
		end := reasonStart(text)
		who := text[:end]
		var buf [48]token
		words := tokens(buf[:0], who)
		from, to := person(words)
		if from < to && (first || to-from > 1 || from > 0) {
			return named(who, words[from:to])
		}
		if first {
			title = cleanTitle(who)
		}
		rest := afterReason(text[end:])
		if rest == "" {
			return "", title
		}
		text = rest
	}
}

// named gives the name that words make up within who, and the title around it.
func named(who string, words []token) (name, title string) {
	start, end := words[0].start, words[len(words)-1].end
	name = squeeze(who[start:end])
	if last := words[len(words)-1]; last.kind == suffix && strings.HasSuffix(last.text, "..") {
		name = strings.TrimRight(name, ".") + "."
	} else if last.kind != initial && !(last.kind == suffix && foldAny(last.text, "JR.", "SR.")) {
		name = strings.TrimRight(name, ".'’`-")
	}
	before, after := cleanTitle(who[:start]), cleanTitle(who[end:])
	switch {
	case before == "":
		title = after
	case after == "":
		title = before
	default:
		title = before + ", " + after
	}
	return name, title
}

// cleanTitle takes marks and joining words off the ends of a title.
func cleanTitle(s string) string {
	s = squeeze(s)
	for {
		t := strings.Trim(s, " ,;:-/\"")
		t = strings.TrimPrefix(t, ". ")
		if !strings.HasSuffix(t, ".i.") && !strings.HasSuffix(t, ".I.") && strings.HasSuffix(t, ".") && strings.Count(t, ".") == 1 {
			t = t[:len(t)-1]
		}
		if strings.HasPrefix(t, ")") || strings.HasPrefix(t, "(") && strings.IndexByte(t, ')') < 0 {
			t = t[1:]
		}
		if strings.HasPrefix(t, "(") && strings.IndexByte(t, ')') == len(t)-1 {
			t = t[1 : len(t)-1]
		}
		t = strings.TrimSuffix(t, "(")
		if t == s {
			return s
		}
		s = t
	}
}

const (
	other    tokenKind = iota // a title, an office, or a small word
	proper                    // a word that may be a name
	initial                   // a letter, or letters with points
	particle                  // de, van, al: within a name
	suffix                    // Jr., III
	figure                    // holds figures
)

// A run is a sequence of tokens that may be a name.
type run struct{ from, to, words int }

// person finds the tokens of the name: from the first run of two words or more,
// else from the first single word. Of two such runs within one segment, that
// counts which starts with a given name, or is not followed by a noun of a title.
func person(words []token) (from, to int) {
	surnames(words)
	afterLinks(words)
	var one, best run
	for i := 0; i < len(words); {
		k := words[i].kind
		if words[i].wild && one.words+best.words > 0 || best.words > 0 && words[i].brk && surePerson(words, best) {
			break
		}
		if k != proper && k != initial && k != particle || words[i].wild {
			i++
			continue
		}
		r := runAt(words, i)
		i = max(r.to, i+1) // a run may be empty
		if r.words == 0 || r.to < len(words) && words[r.to].kind == figure && serial(words, r) {
			continue
		}
		r = withoutOffices(words, trimPlace(words, r))
		switch {
		case r.to-r.from < 2 || r.words == 0 || r.words == 1 && words[r.from].kind == particle && r.to-r.from < 2:
			if one.words == 0 && r.words > 0 {
				one = r
			}
		case best.words == 0 || better(words, best, r):
			best = r
		}
	}
	switch {
	case best.words > 0:
		return withSurname(words, best), best.to
	case one.words > 0:
		if r := runAt(words, one.to); withSurname(words, r) < r.from { // DOE, JANE
			return one.from, r.to
		}
		return one.from, one.to
	}
	return initialsOnly(words)
}

// withSurname gives where the run r begins with the surname that stands in front
// of it: DOE, JANE Q.
func withSurname(words []token, r run) int {
	if r.from == 0 || r.words != 1 || !words[r.from].soft || !isGiven(words[r.from].text) {
		return r.from
	}
	if w := words[r.from-1]; w.kind == proper && w.brk && !isGiven(w.text) && placeLen(words[r.from-1:r.from]) == 0 {
		return r.from - 1
	}
	return r.from
}

// surnames makes names of title words that are surnames, too, where they close
// what a given name or an initial opened: JOHN Q. PUBLIC, but not JOHN ROE
// PUBLIC AFFAIRS OFFICER. Behind a title and a given name any may be one: DCM
// JANE MINISTER; so may what is only like a title word: JANE CHARGER, DCM.
func surnames(words []token) {
	for i := 1; i < len(words); i++ {
		w, prev := words[i], words[i-1]
		if w.kind != other || w.brk || i+1 < len(words) && !words[i+1].brk || prev.kind != initial && prev.kind != proper {
			continue
		}
		bare := strings.TrimRight(w.text, ".")
		opened := prev.kind == initial || isGiven(prev.text)
		alone := i == 1 || prev.brk || words[i-2].kind == other // prev is the only word of a name before
		titled := i > 1 && !prev.brk && alone && len(bare) > 3 && !foldAny(bare, "ACTING", "INTERIM", "CHARGE", "DEPUTY")
		like, far := likeTitle(bare)
		if prev.kind == initial && len(prev.text) < 3 && i > 1 && words[i-2].kind == proper && !prev.brk && len(bare) > 4 {
			words[i].kind = proper // no name ends in its initial: GLYN J. ADMIRAL
			continue
		}
		if equalFold(bare, "LAW") && prev.kind == proper {
			words[i].kind = proper
			continue
		}
		if opened && (titled || foldAny(bare, "PUBLIC", "LAW", "BRANCH", "CABLE", "CHANCELLOR", "NEAR", "WATCH", "GUIDE", "AIR", "HEALTH", "LABOR", "COUNTRY", "NORTHERN")) ||
			like && (titled || far && (opened || alone)) {
			words[i].kind = proper
		}
	}
}

// better reports whether the run r is more likely a person than the run old
// before it.
func better(words []token, old, r run) bool {
	if g := isGiven(words[r.from].text); g != isGiven(words[old.from].text) {
		return g && (oneSegment(words, old, r) || !words[old.to].brk)
	}
	if !oneSegment(words, old, r) || old.to == r.from {
		return false
	}
	for _, w := range words[old.to:r.from] {
		if foldAny(w.text, "AND", "FOR", "BY", "VIA", "WITH", "BEHALF") {
			return false
		}
	}
	return titleNoun(words[old.to].text) || (r.to == len(words) || words[r.to].brk) && placeLen(words[r.from:r.to]) == 0
}

// surePerson reports whether the run r needs no other beside it: it starts with
// a given name, or ends its segment.
func surePerson(words []token, r run) bool {
	return isGiven(words[r.from].text) || r.to == len(words) || words[r.to].brk || words[r.to].kind != other
}

// oneSegment reports whether no mark stands between the runs a and b.
func oneSegment(words []token, a, b run) bool {
	for _, w := range words[a.to : b.from+1] {
		if w.brk {
			return false
		}
	}
	return true
}

// withoutOffices takes words in capitals off the ends of a run whose names have
// small letters: an office that is not on the list.
func withoutOffices(words []token, r run) run {
	mixed := 0
	for _, w := range words[r.from:r.to] {
		if w.kind == proper && !shouts(w.text) {
			mixed++
		}
	}
	for mixed > 0 && words[r.from].kind == proper && shouts(words[r.from].text) {
		r.from++
		r.words--
	}
	for mixed > 1 && words[r.to-1].kind == proper && shouts(words[r.to-1].text) {
		r.to--
		r.words--
	}
	return r
}

// titleNoun reports whether w is a word that what is before it belongs to.
func titleNoun(w string) bool {
	return foldAny(w, "AFFAIRS", "OFFICE", "DESK", "BRANCH", "UNIT", "SECTION", "DIVISION", "PRT", "TEAM", "REGION", "PROVINCE", "ISSUES", "POLICY", "PROGRAM", "PROGRAMS", "MISSION", "EMBASSY", "CONSULATE")
}

// runAt reads the run that starts at i: names, initials, particles between
// them, a nickname in brackets, and a suffix, also behind a comma.
func runAt(words []token, i int) run {
	r := run{from: i, to: i}
	for k := i; k < len(words); k++ {
		w := words[k]
		if k > i && w.brk {
			if w.kind != suffix {
				break
			}
		}
		if w.wild && k > i {
			break
		}
		if w.kind == proper {
			r.words++
		} else if w.kind != initial && w.kind != particle && w.kind != suffix {
			break
		}
		r.to = k + 1
	}
	for r.to > r.from && words[r.to-1].kind == particle {
		// A particle that nothing follows is a name of its own: VON, SAN.
		if r.to-r.from > 1 && words[r.to-2].kind != particle {
			r.words++
			break
		}
		r.to--
	}
	return r
}

// serial reports whether the figure behind r is the serial of a cable or
// telegram, so that r is a station.
func serial(words []token, r run) bool {
	n := words[r.to].text
	if !digits(n) || words[r.to].brk {
		return false
	}
	if len(n) >= 3 {
		return true
	}
	for k := r.from; k < r.to; k++ {
		if words[k].kind == proper {
			return placeLen(words[k:r.to]) == r.to-k
		}
	}
	return false
}

// afterLinks marks as part of a title the names of places and fields that stand
// behind OF, TO, FOR, IN, AT and behind EMBASSY and the like.
func afterLinks(words []token) {
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w.kind != other {
			continue
		}
		link := foldAny(w.text, "OF", "TO", "FOR", "IN", "AT")
		the := link && i+1 < len(words) && equalFold(words[i+1].text, "THE")
		if the {
			i++
		}
		consul := i > 0 && equalFold(w.text, "GENERAL") && foldAny(words[i-1].text, "CONSULATE", "CONSUL")
		seat := consul || foldAny(w.text, "EMBASSY", "AMEMBASSY", "CONSULATE", "AMCONSUL", "AMCONSULATE", "AMCONGEN", "CONGEN", "USMISSION", "PRT", "USINT", "USLO", "REO", "POST", "USEMB", "USEMBASSY")
		if !link && !seat {
			continue
		}
		end := i + 1
		for end < len(words) && !words[end].brk {
			end++
		}
		last := -1 // the last title word in the rest of the segment
		for k := end - 1; k > i; k-- {
			if words[k].kind == other {
				last = k
				break
			}
		}
		switch {
		case link && last > i:
			for k := i + 1; k < last; k++ {
				words[k].kind = other
			}
		case link && i+1 < end && words[i+1].kind == other: // OF THE NAME
		default:
			n := placeLen(words[i+1 : end])
			free := end - i - 1
			switch {
			case n > 0:
			case earlierName(words[:i]), link && free <= 2 && wholeName(words[end:]):
				n = free
			case the:
				n = max(free-2, 1)
			case consul || free < 3 || words[i+1].kind != proper || isGiven(words[i+1].text):
			case link, isGiven(words[i+2].text):
				n = 1
				for k := i + 3; link && k+1 < end; k++ { // FOR INVENTED PEACE JANE DOE
					if isGiven(words[k].text) {
						n = k - i - 1
						break
					}
				}
			}
			for k := i + 1; k <= i+n && k < len(words); k++ {
				words[k].kind = other
			}
		}
	}
}

// wholeName reports whether words hold two words of a name beside each other
// that are no place.
func wholeName(words []token) bool {
	for i := range words {
		if words[i].kind == proper || words[i].kind == initial {
			if r := runAt(words, i); r.words > 0 && r.to-r.from >= 2 && placeLen(words[r.from:r.to]) < r.to-r.from {
				return true
			}
		}
	}
	return false
}

// earlierName reports whether words hold a whole name: two words of one, or one
// behind a title.
func earlierName(words []token) bool {
	for i, w := range words {
		if w.kind == proper && i > 0 {
			return true
		}
	}
	return false
}

// placeLen gives how many of words are the name of a post or country.
func placeLen(words []token) int {
	for n := min(len(words), 4); n > 0; n-- {
		b := make([]byte, 0, 48)
		for _, w := range words[:n] {
			b = plainWord(b, w.text)
		}
		if isPlace(string(b)) {
			return n
		}
	}
	return 0
}

// trimPlace takes the name of a post off the start of r where a longer name is behind it.
func trimPlace(words []token, r run) run {
	if r.from == 0 || words[r.from].brk || r.to-r.from < 3 {
		return r
	}
	if n := placeLen(words[r.from:r.to]); n > 0 && r.to-r.from-n >= 2 {
		if next := words[r.from+n].kind; (next == initial || words[r.to-1].kind == suffix) && givenPlace(words[r.from].text) {
			return r
		}
		r.from, r.words = r.from+n, r.words-n
	}
	return r
}

// givenPlace reports whether w, a post or country, is a given name as well.
func givenPlace(w string) bool {
	return foldAny(w, "GEORGIA", "SYDNEY", "JORDAN", "CHAD", "VICTORIA", "VIRGINIA", "PARIS", "MILAN", "FLORENCE", "LOURDES")
}

// initialsOnly finds a person who gives initials alone: behind a title, a word
// of two or three capitals that is no title, or letters with points.
func initialsOnly(words []token) (from, to int) {
	for i := range words {
		w := words[i]
		if i == 0 || words[i-1].kind != other || w.wild {
			continue
		}
		if w.kind == initial && len(w.text) >= 3 {
			return i, i + 1
		}
		if w.kind == initial && i+1 < len(words) && words[i+1].kind == initial && !words[i+1].brk {
			n := i + 2
			for n < len(words) && words[n].kind == initial && !words[n].brk {
				n++
			}
			return i, n
		}
		if b := strings.TrimRight(w.text, "."); w.kind == other && len(b) >= 2 && len(b) <= 3 && shouts(b) && !isTitleWord(b) && (i+1 == len(words) || words[i+1].brk) {
			return i, i + 1
		}
	}
	return 0, 0
}
