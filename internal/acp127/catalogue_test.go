package acp127

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

// exampleText makes a whole text of the example of a code.
func exampleText(c Code) string {
	switch c.Place {
	case beforeFM:
		return c.Example + "\nFM AMEMBASSY LIMA\nTO RUEHC/SECSTATE WASHDC 4329\n\nUNCLAS LIMA 001234\n\nTAGS: PREL\n"
	case behindHeader:
		return "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO RUEHC/SECSTATE WASHDC 4329\n\n" + c.Example + "\n"
	}
	return c.Example
}

func TestCatalogue(t *testing.T) {
	for _, c := range Codes() {
		t.Run(c.Code, func(t *testing.T) {
			text := exampleText(c)
			if c.Code == codeTooMany {
				text = "UNCLAS LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) Text.\n\n" + strings.Repeat("Heading\n\n", maxDiagnostics) + "2. (U) More.\n"
			}
			var got []cable.Diagnostic
			for _, e := range Explain([]byte(text)) {
				got = append(got, e.Diagnostics...)
			}
			for _, d := range got {
				if d.Code == c.Code && d.Severity == c.Severity {
					return
				}
			}
			t.Errorf("%s\ngot  %v\nwant %s %s", text, got, c.Severity, c.Code)
		})
	}
}

// TestCatalogueDocument holds DIAGNOSTICS.md to the catalogue; -update writes it.
func TestCatalogueDocument(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Diagnostics\n\nEvery diagnostic of a parsed cable has one of these codes. Written by\n`go test -run TestCatalogueDocument -update ./internal/acp127`; the tests hold each example to its code.\n")
	for _, c := range Codes() {
		fmt.Fprintf(&b, "\n## %s (%s)\n\n%s.\n\n", c.Code, c.Severity, strings.ToUpper(c.Means[:1])+c.Means[1:])
		for _, l := range strings.Split(strings.TrimRight(c.Example, "\n"), "\n") {
			b.WriteString(strings.TrimRight("    "+visible(l), " ") + "\n")
		}
	}
	if *update {
		if err := os.WriteFile("DIAGNOSTICS.md", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile("DIAGNOSTICS.md")
	if err != nil {
		t.Fatal(err)
	}
	if line, got, want := firstDifference(string(have), b.String()); line > 0 {
		t.Errorf("DIAGNOSTICS.md:%d\ngot  %s\nwant %s", line, got, want)
	}
}

// visible writes bytes that are no printable ASCII as \\xNN.
func visible(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c > 0x7e {
			fmt.Fprintf(&b, "\\x%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
