package acp127

import "testing"

// TestLookAlikes reads lines that a quick look at their first letters takes for
// something else.
func TestLookAlikes(t *testing.T) {
	const head = "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 4329\n\n"
	t.Run("a caption like an addressee", func(t *testing.T) {
		c, err := Parse([]byte(head + "REFTEL/ STATE 1234\n\nTAGS: PREL, PE\nSUBJECT: INVENTED\n\n1. Text.\n"))
		if err != nil {
			t.Fatal(err)
		}
		if len(c.To) != 1 || len(c.References) != 1 || c.References[0].MRN != "06STATE1234" {
			t.Errorf("to %v, references %v, want one each, 06STATE1234", c.To, c.References)
		}
	})
	t.Run("an addressee", func(t *testing.T) {
		c, err := Parse([]byte(head + "INFO RUEHBO/AMEMBASSY BOGOTA 1\nRUEHQT/ AMEMBASSY QUITO 2\nBT\nUNCLAS LIMA 001234\n\nSUBJECT: INVENTED\n\n1. Text.\n"))
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Info) != 2 || c.Info[1].RoutingIndicator != "RUEHQT" || c.MRN != "06LIMA1234" {
			t.Errorf("MRN %s, info %v, want 06LIMA1234 and two", c.MRN, c.Info)
		}
	})
}

// TestParagraphFromOnePiece puts a paragraph together from lines that stand in
// one piece in the text, and from lines that do not.
func TestParagraphFromOnePiece(t *testing.T) {
	const head = "UNCLAS LIMA 001234\n\nSUBJECT: INVENTED\n\n"
	for _, tt := range []struct{ name, text, want string }{
		{"one piece", "1. One two\nthree four\nfive.", "One two three four five."},
		{"carriage returns", "1. One two\r\nthree four\r\nfive.", "One two three four five."},
		{"blanks at the ends", "1. One two  \n   three four \nfive.", "One two three four five."},
		{"a hyphen", "1. One two-\nthree four\nfive.", "One two-three four five."},
		{"a repaired line", "1. One two\nthree\tfour\nfive.", "One two three four five."},
		{"a line twice", "1. One two\nthree four\nthree four\nfive.", "One two three four three four five."},
		{"a page line between", "1. One two\nPAGE 02        LIMA    01234  141306Z\nthree four\nfive.", "One two three four five."},
		{"no newline at the end, a backslash", "1. One two\\\nthree four\nfive.\\", "One two three four five."},
	} {
		c, err := Parse([]byte(head + tt.text))
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Paragraphs) != 1 || c.Paragraphs[0].Text != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, c.Paragraphs, tt.want)
		}
	}
}
