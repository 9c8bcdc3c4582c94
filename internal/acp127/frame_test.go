package acp127

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// one is a transmission with its number.
func one(n int) string {
	return fmt.Sprintf("VZCZCXRO%04d\nRR RUEHC\nDE RUEHPE #%04d 3260035\nZNR UUUUU ZZH\nR 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO RUEHC/SECSTATE WASHDC\nBT\nUNCLAS LIMA %06d\n\nSUBJECT: FAIR\n\n1. (U) Text.\nDOE\nBT\n#%04d\n\nNNNN\n", n, n, n, n)
}

func frames(t *testing.T, r *Reader) (out []Frame, errs []error) {
	for {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, errs
		}
		if err != nil {
			errs = append(errs, err)
			if len(errs) > 10 {
				t.Fatalf("errors without end: %v", errs)
			}
			continue
		}
		f.Raw = bytes.Clone(f.Raw)
		out = append(out, f)
	}
}

func TestFrames(t *testing.T) {
	body := func(s string) string { return strings.Replace(one(1), "1. (U) Text.", "1. (U) "+s, 1) }
	open := strings.TrimSuffix(one(1), "\n") // a file without a newline at its end
	unended := strings.TrimSuffix(open, "\n\nNNNN")
	tests := map[string]struct {
		stream string
		want   int
	}{
		"glued to an end sign":            {open + one(2), 2},
		"glued to an end sign, without V": {open + one(2)[1:], 2},
		"glued, then a short header":      {open + "ZCZC XRO0002\nRR RUEHC\nR 220035Z NOV 06\nTEXT\nNNNN\n", 2},
		"glued with CRLF":                 {strings.ReplaceAll(open+one(2), "\n", "\r\n"), 2},
		"glued to a repeated serial":      {unended + one(2), 2},
		"glued to an FL12":                {strings.TrimSuffix(unended, "\n#0001") + one(2), 2},
		"glued to a signature":            {strings.TrimSuffix(strings.ReplaceAll(unended, "BT\n", ""), "\n#0001") + one(2), 2},
		"glued to a form without breaks":  {"UNCLAS LIMA 000001\n\nSUBJECT: FAIR\n\n1. (U) Text.\nDOE" + one(2), 2},
		"three glued":                     {open + strings.TrimSpace(one(2)) + one(3), 3},
		"glued within a body":             {body("It began:" + one(2)[:140] + "\nand so on."), 1},
		"glued in running text":           {body("He sent NNNNVZCZCXRO0002\nRR RUEHC\nand left."), 1},
		"glued, the own header again":     {strings.ReplaceAll(open, "BT\n", "")[:120] + one(1), 1},
		"glued to one that is cut short":  {one(1)[:len(one(1))-60] + one(2), 1},
		"a long line full of ZCZC":        {strings.Repeat("ZCZC", 1<<18), 1},
		"nothing":                         {"", 0},
		"one":                             {one(1), 1},
		"three":                           {one(1) + one(2) + one(3), 3},
		"ZCZC without V":                  {one(1)[1:] + one(2)[1:], 2},
		"junk between":                    {one(1) + "QQQ ###\n\n" + one(2), 2},
		"junk before":                     {"~~~~\n\n" + one(1), 1},
		"cut at the start":                {one(1)[100:] + one(2), 2},
		"cut at the end":                  {one(1) + one(2)[:150], 2},
		"NNNN within a body":              {body("He typed\nNNNN\nand left."), 1},
		"a header quoted in a body":       {body("It began:\n" + one(2)[:90] + "\nand so on."), 1},
		"a complete header quoted":        {body("It began:\n" + one(2)[:140] + "\nand so on."), 1},
		"the own header again":            {strings.ReplaceAll(one(1)+one(1)[:140]+"More.\n", "BT\n", ""), 2},
		"ZCZC in running text":            {body("The sign ZCZC opens a message; VZCZCXRO0002 too."), 1},
		"two without end signs":           {strings.NewReplacer("NNNN\n", "", "BT\n", "").Replace(one(1) + one(2)), 2},
		"two with CRLF":                   {strings.ReplaceAll(one(1)+one(2), "\n", "\r\n"), 2},
		"a short header behind an ending": {one(1) + "ZCZC XRO0002\nRR RUEHC\nR 220035Z NOV 06\nTEXT\nNNNN\n", 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, errs := frames(t, NewReader(strings.NewReader(tt.stream)))
			joined := ""
			for _, f := range got {
				if want := strings.Count(joined, "\n") + 1; f.Line != want {
					t.Errorf("frame at line %d, want %d", f.Line, want)
				}
				joined += string(f.Raw)
			}
			if joined != tt.stream || len(errs) > 0 {
				t.Errorf("joined %q\nwant   %q, errors %v", joined, tt.stream, errs)
			}
			if len(got) != tt.want {
				t.Errorf("%d frames, want %d: %v", len(got), tt.want, got)
			}
		})
	}
}

func TestEverySampleIsOneFrame(t *testing.T) {
	for _, file := range texts(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := frames(t, NewReader(bytes.NewReader(raw))); len(got) != 1 || !bytes.Equal(got[0].Raw, raw) {
			t.Errorf("%s: %d frames", file, len(got))
		}
	}
}

func TestATransmissionOverTheLimitIsOneErrorAndTheReaderGoesOn(t *testing.T) {
	long := strings.Replace(one(2), "Text.", strings.Repeat("Text without an end.\n", 5000), 1)
	r := NewReader(strings.NewReader(one(1) + long + one(3)))
	r.Limit = 64 << 10
	got, errs := frames(t, r)
	if len(got) != 2 || string(got[0].Raw) != one(1) || string(got[1].Raw) != one(3) {
		t.Fatalf("got %d frames, the last %.300q, errors %v", len(got), got[len(got)-1].Raw, errs)
	}
	if want := strings.Count(one(1)+long, "\n") + 1; got[1].Line != want {
		t.Errorf("frame behind it at line %d, want %d", got[1].Line, want)
	}
	var pe *ParseError
	if len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) || !errors.As(errs[0], &pe) || pe.Line != strings.Count(one(1), "\n")+1 {
		t.Fatalf("got errors %v", errs)
	}
	if want := fmt.Sprint(len(long), " bytes"); !strings.Contains(errs[0].Error(), want) {
		t.Errorf("got %v, want %s in it", errs[0], want)
	}
}

// endless gives the letter A without end, up to n bytes.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.n)
	for i := range n {
		p[i] = 'A'
	}
	e.n -= n
	return n, nil
}

func TestMemoryIsBoundedWhateverTheStreamHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and one goroutine does it all")
	}
	r := NewReader(&endless{n: 200 << 20})
	_, err := r.Next()
	if !errors.Is(err, ErrTooLarge) {
		t.Fatalf("got %v", err)
	}
	if cap(r.buf) > 4*DefaultLimit {
		t.Errorf("buffer of %d bytes for a limit of %d", cap(r.buf), DefaultLimit)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("behind it got %v, want the end", err)
	}
}

// A pausing source gives its pieces one by one, and is quiet behind each.
type pausing struct {
	pieces []string
	paused bool
}

func (p *pausing) Read(b []byte) (int, error) {
	if p.paused = !p.paused; !p.paused {
		return 0, ErrQuiet
	}
	if len(p.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.pieces[0])
	p.pieces = p.pieces[1:]
	return n, nil
}

func TestAQuietSourceKeepsNoTransmissionThatHasEnded(t *testing.T) {
	quoted := strings.Replace(one(1), "1. (U) Text.", "1. (U) He typed\nNNNN\nand left.", 1)
	cut := strings.Index(quoted, "and left.")
	tests := map[string]struct {
		pieces []string
		want   []string
	}{
		"each at once":                 {[]string{one(1), one(2)}, []string{one(1), one(2)}},
		"without a newline":            {[]string{strings.TrimSpace(one(1)), "\n" + one(2), "\r\n\n"}, []string{strings.TrimSpace(one(1)), "\n" + one(2)}},
		"in pieces":                    {[]string{one(1)[:50], one(1)[50:150], one(1)[150:] + one(2)[:9], one(2)[9:]}, []string{one(1), one(2)}},
		"a pause in the text":          {[]string{quoted[:cut], quoted[cut:]}, []string{quoted}},
		"no end: with the end of all":  {[]string{one(1)[:150], "\n"}, []string{one(1)[:150] + "\n"}},
		"two at once, then the source": {[]string{one(1) + one(2), ""}, []string{one(1), one(2)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := NewReader(&pausing{pieces: tt.pieces})
			out, errs := frames(t, r)
			var got []string
			for _, f := range out {
				got = append(got, string(f.Raw))
			}
			if len(errs) > 0 || !slices.Equal(got, tt.want) {
				t.Errorf("got %q, %v; want %q", got, errs, tt.want)
			}
		})
	}
}

func TestATransmissionIsGivenBeforeItsSourceEnds(t *testing.T) {
	src := &pausing{pieces: []string{one(1), one(2), one(3)}}
	r := NewReader(src)
	for left := 2; left >= 0; left-- {
		if f, err := r.Next(); err != nil || len(src.pieces) != left {
			t.Fatalf("got %q, %v with %d left to read, want %d", f.Raw, err, len(src.pieces), left)
		}
	}
}
