package acp127

import (
	"slices"
	"strings"

	"cablefeed/internal/cable"
)

const (
	noCaption      captionKind = iota
	captionOrder               // E.O.
	captionTags                // TAGS
	captionSubject             // SUBJECT
	captionRef                 // REF
	captionBy                  // CLASSIFIED BY
)

// captions reads the blocks between the classification line and the body, in
// whatever order they stand, and gives the body.
func (r *reader) captions(lines []line) []line {
	var seen [captionBy + 1]bool
	seen[captionSubject] = r.c.Subject != "" // a print's labels were read before
	attention := false                       // the line before was one
	next, again := -1, 0
	for i := 0; i < len(lines); {
		t := trim(lines[i].text)
		if t == "" {
			attention = false
			i++
			continue
		}
		if n := r.notice(lines[i:]); n > 0 {
			i += n
			continue
		}
		if i+1 < len(lines) && equalFold(t, "CLASSIFIED") && foldPrefixAny(trim(lines[i+1].text), "BY:", "BY ") { // the caption over two lines
			i++
			t = "CLASSIFIED " + trim(lines[i].text)
			lines[i].text = t
			r.changed(lines[i].num)
		}
		k, strong := captionAt(t)
		if m := mended(t, k); m != t {
			r.diag(lines[i].num, cable.Info, codeCaptionMended, "damaged caption read as %s", m[:min(len(m), 16)])
			t, lines[i].text = m, m
			r.changed(lines[i].num)
		}
		if k == noCaption {
			if n, _, rest := paragraphNumber(t); n == 1 {
				if k, _ = captionAt(rest); k == captionBy { // QUIRK: 1. (U) CLASSIFIED BY …
					lines[i].text = sameWidth(lines[i].text, rest)
					continue
				}
				return lines[i:]
			}
			if _, rest := marking(t); len(rest) < len(t) {
				if k, _ := captionAt(rest); k != noCaption { // (U) Classified by …
					lines[i].text = sameWidth(lines[i].text, rest)
					continue
				}
			}
			if in := bracketed(t); in != "" { // QUIRK: (REF: STATE 1)
				lines[i].text = sameWidth(lines[i].text, in)
				continue
			}
			if label, rest := refLabel(t); label != "" { // QUIRK: the first label before the word REF
				lines[i].text = "REF: " + label + " " + rest
				r.changed(lines[i].num)
				continue
			}
			if seen[captionOrder] && !seen[captionTags] && codesAlone(t) { // QUIRK: the caption TAGS was lost
				r.diag(lines[i].num, cable.Info, codeCaptionMended, "lost caption TAGS read before %s", t[:min(len(t), 16)])
				lines[i].text = "TAGS: " + t
				r.changed(lines[i].num)
				continue
			}
			if p := findCaption(t); p > 0 {
				attention = r.loose(trim(t[:p]), lines[i].num, attention, seen[captionOrder] || seen[captionTags])
				lines[i].text = t[p:]
				continue
			}
		}
		after := seen[captionSubject] || seen[captionTags] || seen[captionRef] || seen[captionOrder]
		// Among lines without captions, what was found stays found; that nothing
		// was, for a few lines.
		if k != noCaption || next <= i && (next >= 0 || i >= again) {
			if next = r.nextCaption(lines, i, k, seen[captionSubject]); next < 0 {
				again = i + 8
			}
		}
		if k == noCaption || !strong && next >= 0 && r.strongLater(lines[next:], k) {
			if next < 0 && (after || startsBody(t) || !attention && !captionLine(t) && !addressed(t)) {
				return lines[i:]
			}
			attention = r.loose(t, lines[i].num, attention, seen[captionTags])
			i++
			continue
		}
		seen[k] = true
		again = 0
		if m := spaced(t, "SUBJECT"); k == captionSubject && m > 7 {
			lines[i].text = "SUBJECT" + t[m:]
			r.changed(lines[i].num)
		}
		switch k {
		case captionSubject:
			if m := spaced(t, "SUBJ"); m > 4 && markAfter(t[m:]) {
				lines[i].text = "SUBJ" + t[m:]
				r.changed(lines[i].num)
			}
		case captionBy:
			if m := spaced(t, "CLASSIFIEDBY"); m > len("CLASSIFIED  BY") {
				lines[i].text = "CLASSIFIED BY" + t[m:]
				r.changed(lines[i].num)
			}
		}
		end := len(lines)
		if next >= 0 {
			end = next
			if p := findCaption(lines[next].text); next == i && p > 0 || p > 0 && !captionStarts(lines[next].text) {
				// The caption stands within the line: its head is ours.
				head, tail := lines[next], line{lines[next].text[p:], lines[next].num}
				head.text = trimEnd(head.text[:p])
				block := append(append(make([]line, 0, next-i+1), lines[i:next]...), head)
				rest := r.block(k, block)
				if len(rest) > 1 && len(rest) < len(block) && slices.ContainsFunc(rest, func(l line) bool { return captionStarts(l.text) }) {
					// A caption without its mark stands between: REF STATE 1.
					copy(lines[next-len(rest):next], rest)
					lines[next] = tail
					i, next, again = next-len(rest), -1, 0
					continue
				}
				for _, l := range rest {
					if t := trim(l.text); t != "" {
						r.loose(t, l.num, false, true)
					}
				}
				lines[next] = tail
				i, next = next, -1
				continue
			}
		}
		was := lines[i].text
		rest := r.block(k, lines[i:end])
		if len(rest) > 0 && len(rest) >= end-i && rest[0].text == was { // nothing was taken
			rest = rest[1:]
		}
		copy(lines[end-len(rest):end], rest)
		i, next = end-len(rest), -1
	}
	return nil
}

// block reads one caption block and gives what is not its own.
func (r *reader) block(k captionKind, block []line) []line {
	if r.roles == nil {
		return r.blockOf(k, block)
	}
	was := append([]line(nil), block...)
	rest := r.blockOf(k, block)
	r.asAll(was[:max(len(was)-len(rest), 1)], captionNames[k])
	return rest
}

func (r *reader) blockOf(k captionKind, block []line) []line {
	switch k {
	case captionOrder:
		return r.order(block)
	case captionTags:
		return r.tags(block)
	case captionSubject:
		return r.subject(block)
	case captionRef:
		return r.references(block)
	default:
		return r.classifiedBy(block)
	}
}

// nextCaption finds the next line, from i on, with a caption at its start, or
// within it (also within i itself); -1 when the body begins before. Once the
// subject is known it looks less far: captions are close together. k is the
// caption whose block it ends.
func (r *reader) nextCaption(lines []line, i int, k captionKind, subject bool) int {
	reach := 40
	if subject {
		reach = 15
	}
	for j := i; j < len(lines) && reach > 0; j++ {
		t := trim(lines[j].text)
		if t == "" {
			continue
		}
		reach--
		if j > i {
			if captionStarts(t) && !(k == captionSubject && (weakRef(t) || weakSubject(t) || len(r.c.Tags) > 0 && bareTags(t))) && !(k == captionBy && orderCut(lines[j-1].text, t)) {
				return j
			}
			if n, _, rest := paragraphNumber(t); n == 1 {
				if k, _ := captionAt(rest); k == captionBy {
					return j
				}
				return -1
			}
			if startsBody(t) || r.isNotice(t) {
				return -1
			}
		}
		if p := findCaption(t); p > 0 && !(k == captionRef && subject && hasFold(t[p:], "SUBJ")) { // the title of a reference
			return j
		}
	}
	return -1
}

// sameWidth gives rest, what is left of a line, as wide as the line was: a field
// that is filled to a column counts its caption and the marking before it.
func sameWidth(line, rest string) string {
	line = trimEnd(line)
	return strings.Repeat(" ", len(line)-len(trimEnd(rest))) + rest
}

// orderCut reports whether the number of an executive order that the line t
// starts with belongs to the E.O. at the end of the line before.
func orderCut(before, t string) bool {
	_, w := lastWord(trimEnd(before))
	return isDigit(t[0]) && foldAny(strings.TrimLeft(w, "(,;"), "E.O.", "EO", "E.O", "ORDER")
}

// weakRef reports whether t begins with REF or REFTEL and may be a title's line
// all the same; the reader of titles decides.
func weakRef(t string) bool {
	k, strong := captionAt(t)
	return k == captionRef && !strong
}

// weakSubject reports whether t begins with SUBJECT as a title's line may:
// SUBJECT TO CHANGE.
func weakSubject(t string) bool { return hasFold(t, "SUBJECT TO ") || hasFold(t, "SUBJECTS ") }

// bareTags reports whether t begins with TAGS or TAG and no mark behind it: a
// word of the title, once the tags are known.
func bareTags(t string) bool {
	n := len("TAG")
	if !hasFold(t, "TAG") {
		return false
	}
	if n < len(t) && upper(t[n]) == 'S' {
		n++
	}
	return !markAfter(t[n:])
}

// strongLater reports whether a caption of kind k that leaves no doubt begins
// one of the first lines.
func (r *reader) strongLater(lines []line, k captionKind) bool {
	for i := range lines[:min(len(lines), 20)] {
		if l, strong := captionAt(trim(lines[i].text)); l == k && strong {
			return true
		}
	}
	return false
}

// startsBody reports whether t is surely a line of the body: a summary marker.
func startsBody(t string) bool {
	return hasFold(t, "SUMMARY") || hasFold(t, "(U) SUMMARY")
}

// notice reads a correction notice and gives its lines. Caption words in it
// are no captions.
func (r *reader) notice(lines []line) int {
	t := trim(lines[0].text)
	if !r.isNotice(t) {
		return 0
	}
	r.c.CorrectedCopy = true
	open := 0
	for i, l := range lines {
		t := trim(l.text)
		open += strings.Count(t, "(") - strings.Count(t, ")")
		if open <= 0 || i > 4 || i+1 < len(lines) && blank(lines[i+1].text) {
			return i + 1
		}
	}
	return len(lines)
}

// isNotice reports whether t says that this is a corrected copy.
func (r *reader) isNotice(t string) bool {
	i := strings.IndexByte(t[:min(len(t), 13)], 'C')
	if i < 0 {
		return false
	}
	t = t[i:]
	return spaced(t, "CORRECTEDCOPY") > 0 || hasAny(t, "CORRECTED C", "CORRECTED CABLE", "CORRECTION ", "CORRECTED VERSION") || hasFold(t, "CORRECTED COPY")
}

// loose reads a line that belongs to no caption block: captions, attention and
// pass lines. attention says that the line before was one of the latter.
func (r *reader) loose(t string, num int, attention, late bool) bool {
	if t == "" {
		return attention
	}
	rest, any := t, false
	if !upperLine(t) && captionLine(t) {
		rest = strings.ToUpper(t)
	}
	for {
		rest = strings.TrimLeft(rest, " /,;-.()*")
		c, n := captionWord(rest)
		if n == 0 {
			break
		}
		r.addCaption(c)
		any = true
		if strings.HasSuffix(c, " FOR") {
			break
		}
		rest = rest[n:]
	}
	r.as(num, "captions")
	if rest == "" {
		return false
	}
	if _, n := classWord(rest); n == len(rest) {
		return false
	}
	if d := strings.TrimPrefix(t, "ZFD "); hasFold(d, "SUSPECTED DUPLICATE") || hasFold(d, "SUSDUPE") || spaced(d, "SUSPECTEDDUPLICATE") > 0 {
		if len(d) < len(t) {
			r.c.OperatingSignals = append(r.c.OperatingSignals, "ZFD")
		}
		r.c.SuspectedDuplicate = true
		return false
	}
	if c := misspelt(t); c != "" {
		r.diag(num, cable.Info, codeCaptionMended, "damaged caption read as %s", c)
		r.addCaption(c)
		return false
	}
	if addressed(t) {
		r.as(num, "attention")
		r.c.Attention = append(r.c.Attention, squeeze(t))
		return true
	}
	if attention && !any {
		last := len(r.c.Attention) - 1
		r.c.Attention[last] += " " + squeeze(t)
		return true
	}
	if !isRule(t) {
		r.diag(num, cable.Info, codeLineUnread, "line between the captions not understood: %s", t)
	}
	return false
}

// addressed reports whether t is an attention or pass line.
func addressed(t string) bool {
	for rest, i := t, 0; rest != "" && i < 6; i++ {
		var w string
		w, rest = word(rest)
		switch strings.ToUpper(strings.TrimRight(w, ":,")) {
		case "FOR", "PASS", "DELIVER", "ATTN", "ATTENTION", "INFO", "EYES":
			return true
		}
	}
	return false
}
