package acp127

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/cable"
)

// damages are what a line suffers on its way.
var damages = []struct {
	name string
	do   func(line string) string
}{
	{"flip", func(l string) string {
		if len(l) < 2 {
			return l
		}
		b := []byte(l)
		b[len(b)/2] ^= 1
		return string(b)
	}},
	{"drop", func(string) string { return "\x00" }},
	{"double", func(l string) string { return l + "\n" + l }},
	{"wrap", func(l string) string {
		if i := strings.LastIndexByte(l[:len(l)*2/3], ' '); i > 0 {
			return l[:i] + "\n" + l[i+1:]
		}
		return l
	}},
	{"lower case", strings.ToLower},
	{"upper case", strings.ToUpper},
}

// TestFieldsSurviveTheDamageOfALine damages every line of every sample in every
// way, and counts for each field how often its value is still the same.
func TestFieldsSurviveTheDamageOfALine(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and one goroutine does it all")
	}
	fields := []string{"mrn", "date_time_group", "precedence", "from", "to", "info", "classification", "captions", "tags", "subject",
		"references", "executive_order", "classified_by", "summary", "paragraphs", "signature"}
	same, cases := map[string]int{}, 0
	for _, file := range texts(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := values(t, raw)
		lines := strings.Split(string(raw), "\n")
		for i, l := range lines {
			if strings.TrimSpace(l) == "" {
				continue
			}
			for _, d := range damages {
				hurt := d.do(l)
				if hurt == l {
					continue
				}
				damaged := append(append([]string{}, lines[:i]...), lines[i+1:]...)
				if hurt != "\x00" {
					damaged = append(append(append([]string{}, lines[:i]...), hurt), lines[i+1:]...)
				}
				got := values(t, []byte(strings.Join(damaged, "\n")))
				cases++
				for _, f := range fields {
					if bytes.Equal(got[f], want[f]) {
						same[f]++
					}
				}
			}
		}
	}
	t.Logf("%d cases", cases)
	for _, f := range fields {
		share := 100 * float64(same[f]) / float64(cases)
		t.Logf("%-16s %5.1f %%", f, share)
		floor := 85.0
		if f == "paragraphs" { // most lines are theirs
			floor = 70
		}
		if share < floor {
			t.Errorf("%s survives in %.1f %% of the cases, want %.0f", f, share, floor)
		}
	}
}

// values gives the fields of the cable in raw; none when it is no cable.
func values(t *testing.T, raw []byte) (m map[string]json.RawMessage) {
	c, err := Parse(raw)
	if err != nil {
		return nil
	}
	if fault := sound(c, bytes.Count(raw, []byte{'\n'})+bytes.Count(raw, []byte{'\r'})+1); fault != "" {
		t.Fatalf("%s\n%s", fault, raw)
	}
	if err := json.Unmarshal(c.AppendJSON(nil), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestTimeGrowsWithTheLength parses texts that repeat something ten times as
// long: it must not take more than fifteen times as long. The shortest of
// several runs counts, since the machine may have other work.
func TestTimeGrowsWithTheLength(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and one goroutine does it all")
	}
	const head = "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO RUEHC/SECSTATE WASHDC 4329\n"
	const class = "\nUNCLAS LIMA 001234\n\n"
	units := map[string]struct{ before, unit string }{
		"addressees":         {head + "INFO ", "RUEHQT/AMEMBASSY QUITO PRIORITY 55\n"},
		"addressees, a line": {head + "INFO ", "RUEHQT/AMEMBASSY QUITO PRIORITY 55 "},
		"exempt posts":       {head + "INFO RUCNMER/MERCOSUR COLLECTIVE, ", "XMT AMEMBASSY ASUNCION\n"},
		"captions":           {head + class, "SIPDIS\n"},
		"tags":               {head + class + "TAGS: ", "PREL, PGOV,\n"},
		"tags, a line":       {head + class + "TAGS: ", "XAXA(YB "},
		"colons":             {head + class, "A: B: "},
		"caption lines":      {head + class, "TAGS: PREL SUBJECT: X REF: LIMA 1\n"},
		"brackets":           {head + class + "TAGS: ", "("},
		"page lines":         {head + class + "SUBJECT: X\n\n1. (U) T\n", "LIMA 00001234 002 OF 003\ntext goes on\n"},
		"page marks, a line": {head + class + "SUBJECT: X\n\n1. (U) T ", "LIMA 00001234 002 OF 003 text "},
		"section lines":      {head + class + "SUBJECT: X\n\n1. (U) T\n", "UNCLAS SECTION 02 OF 03 LIMA 001234\n"},
		"breaks":             {head + class + "SUBJECT: X\n\n1. (U) T\n", "BT\n#1234\nNNNN\n"},
		"ends":               {head + class + "SUBJECT: X\n\n1. (U) T\n", "NNNN\n"},
		"headings":           {head + class + "SUBJECT: X\n\n", "Heading\n\n"},
		"paragraphs":         {head + class + "SUBJECT: X\n\n", "1. (U) Text.\n\n"},
		"blank lines":        {head + class, "\n"},
		"banners":            {head + class, "UNCLASSIFIED\n"},
		"page heads":         {"", "UNCLASSIFIED\n\nPAGE 01 LIMA 01234 141306Z\n\n"},
		"transmission heads": {"", "VZCZCXRO0001\nRR RUEHC\nDE RUEHPE #0001 3260035\n"},
		"one word":           {head + class + "SUBJECT: ", "A"},
		"one line of text":   {head + class + "SUBJECT: X\n\n1. (U) ", "text and more text. "},
		"numbered, a line":   {head + class + "SUBJECT: X\n\n1. (U) ", "text. 2. (U) More. "},
		"quotes":             {"", "> R 220035Z NOV 06\n"},
		"control characters": {head + class + "SUBJECT: ", "\x00\x01\x7f"},
		"bytes of Latin-1":   {head + class + "SUBJECT: X\n\n1. (U) ", "\xe9\xe8 "},
		"labels":             {"MRN: 17 LIMA 1\n", "Drafted By: X\n"},
		"stamps":             {head + class, "RELEASE IN PART B1\n"},
		"different stamps":   {head + class, "RELEASE IN PART "},
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // its time depends on what else the process holds
	for name, u := range units {
		t.Run(name, func(t *testing.T) {
			text := func(size int) []byte { return []byte(u.before + strings.Repeat(u.unit, size/len(u.unit))) }
			small, large := text(20_000), text(200_000)
			for try := 0; ; try++ {
				a, b := shortest(t, small, 7), shortest(t, large, 3)
				if b <= 15*a {
					return
				}
				if try == 8 {
					t.Fatalf("%d bytes take %v, %d bytes %v", len(small), a, len(large), b)
				}
			}
		})
	}
}

// shortest gives the shortest of n times that Parse takes, of the processor.
func shortest(t *testing.T, raw []byte, n int) (best time.Duration) {
	for i := range n {
		runtime.GC()
		start := cpu(t)
		Parse(raw)
		if d := cpu(t) - start; i == 0 || d < best {
			best = d
		}
	}
	return best
}

// TestStampsAreKeptOnceEach: many different stamps are kept once each.
func TestStampsAreKeptOnceEach(t *testing.T) {
	var b strings.Builder
	b.WriteString("R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC\n\nUNCLAS LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) Text.\n")
	for i := range 6 {
		fmt.Fprintf(&b, "RELEASE IN PART B%d\nMore text %d.\n", i%2, i)
	}
	c, err := Parse([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	want := []cable.Label{{Label: "RELEASE", Text: "RELEASE IN PART B0"}, {Label: "RELEASE", Text: "RELEASE IN PART B1"}}
	if fmt.Sprint(c.Handling) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", c.Handling, want)
	}
}
