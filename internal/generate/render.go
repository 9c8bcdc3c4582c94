package generate

import (
	"bytes"
	"fmt"
	"strings"

	"cablefeed/internal/cable"
)

// linesOfPage is how many lines of text stand between two page lines.
const linesOfPage = 50

var (
	prosigns = map[cable.Precedence]string{cable.Flash: "Z", cable.Immediate: "O", cable.Priority: "P", cable.Routine: "R"}
	warnings = map[cable.Class]string{cable.Unclassified: "ZNR UUUUU", cable.Confidential: "ZNY CCCCC", cable.Secret: "ZNY SSSSS"}
	spelled  = map[cable.Class]string{cable.Unclassified: "UNCLAS", cable.Confidential: "C O N F I D E N T I A L", cable.Secret: "S E C R E T"}
)

// render gives section n of t, or, with 0, the whole in one piece.
func (t *telegram) render(n int) []byte {
	b := &bytes.Buffer{}
	b.Grow(8 << 10)
	t.header(b, n)
	fmt.Fprintf(b, "FM %s\nTO ", t.from.address)
	t.addresses(b, t.to, t.precedence)
	if len(t.info) > 0 {
		b.WriteString("INFO ")
		t.addresses(b, t.info, t.infoPrecedence)
	}
	b.WriteString("BT\n")
	t.captionLines(b, n)
	from, to := 0, len(t.paragraphs)
	if n > 0 {
		if from = t.first[n-1]; n < len(t.first) {
			to = t.first[n]
		}
	}
	t.text(b, n, from, to)
	if to == len(t.paragraphs) {
		b.WriteString(t.signature + "\n")
	}
	fmt.Fprintf(b, "BT\n#%04d\n\nNNNN\n", t.serial%10000)
	return b.Bytes()
}

// header writes FL1 to FL5.
func (t *telegram) header(b *bytes.Buffer, n int) {
	width := 4
	if t.wrap == 999 {
		width = 3
	}
	fmt.Fprintf(b, "VZCZC%s%0*d\n", t.channel, width, t.sequence)
	b.WriteString(prosigns[t.precedence] + prosigns[t.precedence])
	for i, s := range append(t.to[:1:1], t.info...) {
		if i > 0 && i%8 == 0 {
			b.WriteString("\n" + s.indicator)
			continue
		}
		b.WriteString(" " + s.indicator)
	}
	fmt.Fprintf(b, "\nDE %s #%04d/%02d %03d%s\n", t.from.indicator, t.serial%10000, max(n, 1), t.dtg.YearDay(), t.dtg.Format("1504"))
	b.WriteString(warnings[t.class] + " ZZH")
	if t.signals != "" {
		b.WriteString(" " + t.signals)
	}
	b.WriteString("\n" + prosigns[t.precedence] + " ")
	if t.infoPrecedence != "" {
		b.WriteString(prosigns[t.infoPrecedence] + " ")
	}
	b.WriteString(strings.ToUpper(t.dtg.Format("021504Z Jan 06")) + "\n")
}

// addresses writes the lines of FL7 or FL8.
func (t *telegram) addresses(b *bytes.Buffer, list []station, p cable.Precedence) {
	for i, s := range list {
		fmt.Fprintf(b, "%s/%s", s.indicator, s.address)
		if p != "" && p != cable.Routine {
			b.WriteString(" " + strings.ToUpper(string(p)))
		}
		fmt.Fprintf(b, " %04d\n", 1+(t.serial*7+i*131)%9998)
	}
}

// captionLines writes the text from the classification line to the references.
func (t *telegram) captionLines(b *bytes.Buffer, n int) {
	b.WriteString(spelled[t.class])
	if n > 0 {
		fmt.Fprintf(b, " SECTION %02d OF %02d", n, t.sections())
	}
	fmt.Fprintf(b, " %s %06d\n\n", t.from.name, t.serial)
	if t.correction != "" {
		fmt.Fprintf(b, "C O R R E C T E D  C O P Y (%s)\n\n", t.correction)
	}
	for _, c := range t.captions {
		b.WriteString(c + "\n\n")
	}
	if t.class == cable.Unclassified {
		b.WriteString("E.O. 12958: N/A\n")
	} else {
		fmt.Fprintf(b, "E.O. 12958: DECL: %s\n", t.dtg.AddDate(10, 0, 0).Format("01/02/2006"))
	}
	if len(t.tags) > 0 {
		b.Write(wrap(nil, []byte("TAGS: "+strings.Join(t.tags, ", "))))
	}
	b.Write(wrap(nil, []byte("SUBJECT: "+t.subject)))
	b.WriteByte('\n')
	if n > 1 {
		return
	}
	for i, ref := range t.references {
		if i == 0 {
			b.WriteString("REF: ")
		} else {
			b.WriteString("     ")
		}
		fmt.Fprintf(b, "%c. %s\n", 'A'+i, ref)
	}
	if len(t.references) > 0 {
		b.WriteByte('\n')
	}
	if t.class != cable.Unclassified {
		b.WriteString("CLASSIFIED BY: DCM ANN EXAMPLE, FOR REASONS 1.4 (B) AND (D).\n\n")
	}
}

// text writes paragraphs, with page lines between them.
func (t *telegram) text(b *bytes.Buffer, n, from, to int) {
	lines, page := 0, 1
	for i := from; i < to; i++ {
		if lines > linesOfPage {
			page++
			lines = 0
			fmt.Fprintf(b, "%s %08d  %03d.%d OF %03d\n\n", t.from.name, t.serial, max(n, 1), page, t.sections())
		}
		if t.headings[i] != "" {
			b.WriteString(t.headings[i] + "\n\n")
		}
		p := wrap(nil, append(t.paragraphNumber(i), t.paragraphs[i]...))
		lines += bytes.Count(p, []byte{'\n'}) + 1
		b.Write(p)
		b.WriteByte('\n')
	}
}
