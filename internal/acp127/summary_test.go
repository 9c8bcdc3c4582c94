package acp127

import (
	"testing"
)

func TestSummary(t *testing.T) {
	const text = "The llamas are shorn."
	tests := map[string]struct{ body, want string }{
		// The marker.
		"in paragraph 1":                     {"1. (C) SUMMARY: The llamas are shorn. END SUMMARY.\n\n2. (C) More.", text},
		"with a point":                       {"1. (C) Summary. The llamas are shorn. End Summary.\n\n2. (C) More.", text},
		"the marking behind":                 {"1. SUMMARY (C): The llamas are shorn. END SUMMARY.\n\n2. (C) More.", text},
		"the marking behind the colon":       {"1. SUMMARY: (C) The llamas are shorn. END SUMMARY.\n\n2. (C) More.", text},
		"a marking and no number":            {"(C) SUMMARY: The llamas are shorn. END SUMMARY.\n\n1. (C) More.", text},
		"no number and no marking":           {"SUMMARY: The llamas are shorn. END SUMMARY.\n\n1. More.", text},
		"a heading":                          {"Summary\n\n1. (C) The llamas are shorn.\n\n2. (C) More.", text},
		"a heading with a rule below":        {"SUMMARY\n-------\n\n1. (C) The llamas are shorn.\n\n2. (C) More.", text},
		"a heading between rules":            {"=======\nSUMMARY\n=======\n1. (C) The llamas are shorn.\n\n2. (C) More.", text},
		"a heading between dashes":           {"--- SUMMARY ---\n1. (C) The llamas are shorn.\n\n2. (C) More.", text},
		"a heading between stars":            {"*** Summary ***\n\n1. (C) The llamas are shorn.\n\n2. (C) More.", text},
		"a heading with underlines":          {"_SUMMARY_\n\n1. (C) The llamas are shorn.\n\n2. (C) More.", text},
		"a heading with a colon":             {"SUMMARY:\n\n1. (C) The llamas are shorn.\n\n2. (C) More.", text},
		"a heading with a marking":           {"(U) Summary\n\n1. (U) The llamas are shorn.\n\n2. (U) More.", text},
		"a heading with a marking behind":    {"Summary (U)\n\n1. (U) The llamas are shorn.\n\n2. (U) More.", text},
		"a heading with a number":            {"1. SUMMARY\n\n(C) The llamas are shorn.\n\n2. (U) More.", text},
		"begin summary":                      {"BEGIN SUMMARY. The llamas are shorn. END SUMMARY.\n\n1. More.", text},
		"begin summary in a paragraph":       {"1. (C) Begin Summary: The llamas are shorn. End Summary.\n\n2. More.", text},
		"an executive summary":               {"Executive Summary\n-----------------\n1. (C) The llamas are shorn.\n\n2. More.", text},
		"a dash behind the marker":           {"1. (C) SUMMARY - The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"an em dash behind the marker":       {"1. (C) Summary — The llamas are shorn. End Summary.\n\n2. More.", text},
		"en dashes around the marker":        {"–– Summary ––\n1. (C) The llamas are shorn.\n\n2. More.", text},
		"two blanks behind the marker":       {"1. (C) SUMMARY  The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"nothing behind the marker":          {"1. (C) SUMMARY The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"a pilcrow":                          {"¶1. (C) SUMMARY: The llamas are shorn. END SUMMARY.\n\n¶2. More.", text},
		"behind a first sentence":            {"1. EXERCISE EXERCISE EXERCISE. SUMMARY: The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"with a comment":                     {"Summary and Comment\n-------------------\n1. (C) The llamas are shorn.\n\n2. More.", text},
		"with a comment, in a paragraph":     {"1. (C) SUMMARY AND COMMENT: The llamas are shorn. END SUMMARY AND COMMENT.\n\n2. More.", text},
		"with an introduction":               {"Introduction and Summary\n------------------------\n1. (C) The llamas are shorn.\n\n2. More.", text},
		"with an action request":             {"SUMMARY AND ACTION REQUEST\n\n1. (C) The llamas are shorn.\n\n2. More.", text},
		"with a slash":                       {"1. (C) Summary/Comment: The llamas are shorn. End Summary/Comment.\n\n2. More.", text},
		"with an ampersand":                  {"1. (C) SUMMARY & COMMENT. The llamas are shorn. END SUMMARY & COMMENT.\n\n2. More.", text},
		"the marker with a letter lost":      {"1. (C) SUMARY: The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"the marker with a letter too many":  {"1. (C) SUMMMARY: The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"a heading and the marker again":     {"SUMMARY\n-------\n1. (C) Summary: The llamas are shorn. End Summary.\n\n2. More.", text},
		"the number behind the marker":       {"SUMMARY: 1. (U) The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"a heading behind an action request": {"Action Request\n\n1. (C) Send shears.\n\nSummary\n\n2. (C) The llamas are shorn.\n\n3. More.", text},
		// The end.
		"an end in a paragraph of its own":        {"1. (C) SUMMARY: The llamas are shorn.\n\n2. (C) END SUMMARY.\n\n3. More.", text},
		"an end on a line of its own":             {"1. (C) SUMMARY: The llamas are shorn.\nEND SUMMARY\n\n2. More.", text},
		"an end between dashes":                   {"1. (C) SUMMARY: The llamas are shorn.\n--- END SUMMARY ---\n\n2. More.", text},
		"an end in parentheses":                   {"1. (C) SUMMARY: The llamas are shorn. (END SUMMARY)\n\n2. More.", text},
		"an end with of":                          {"1. (C) SUMMARY: The llamas are shorn. END OF SUMMARY.\n\n2. More.", text},
		"an end glued":                            {"1. (C) SUMMARY: The llamas are shorn. ENDSUMMARY.\n\n2. More.", text},
		"an end over two lines":                   {"1. (C) SUMMARY: The llamas are shorn. END\nSUMMARY.\n\n2. More.", text},
		"an end over two lines with a blank line": {"1. (C) SUMMARY: The llamas are shorn. End\n\nSummary.\n\n2. More.", text},
		"an end with a comment":                   {"1. (C) Summary: The llamas are shorn. End Summary and Comment.\n\n2. More.", text},
		"only an end":                             {"Llamas\n------\n1. (C) The llamas are shorn. END SUMMARY.\n\n2. More.", text},
		"only an end, over paragraphs":            {"1. (C) The llamas are shorn.\n\n2. (C) They are cold. END SUMMARY.\n\n3. More.", text + " They are cold."},
		"a blank line":                            {"1. (C) SUMMARY: The llamas\nare shorn.\n\n2. More.", text},
		"the next paragraph without a blank line": {"1. (C) SUMMARY: The llamas are shorn.\n2. (C) More.", text},
		"a heading ends it":                       {"Summary\n\nThe llamas are shorn.\n\nBackground\n\n1. (C) More.", text},
		"a rule ends it":                          {"SUMMARY\n-------\nThe llamas are shorn.\n-------\nMore.", text},
		"a rule in mid-line ends it":              {"1. (C) SUMMARY: The llamas are shorn. -------- BACKGROUND -------- 2. More.", text},
		"the end of the body":                     {"SUMMARY: The llamas are shorn.", text},
		"a numbered paragraph ends it":            {"Summary\n\nThe llamas are shorn.\n\n1. (C) More.", text},
		"the words turned round":                  {"1. (C) SUMMARY: The llamas are shorn. SUMMARY ENDS.\n\n2. More.", text},
		"an end with a letter lost":               {"1. (C) SUMMARY: The llamas are shorn. END SUMARY.\n\n2. More.", text},
		"an end of an introduction":               {"1. (C) Introduction and Summary: The llamas are shorn. End Introduction and Summary.\n\n2. More.", text},
		"only an end, over two lines":             {"1. (C) The llamas are shorn. END\n\nSUMMARY.\n\n2. More.", text},
		// Its text.
		"markings behind a sentence go":      {"1. (C) SUMMARY: (U) The llamas are shorn. (C) They are cold. END SUMMARY.", text + " They are cold."},
		"several paragraphs":                 {"1. (C) SUMMARY: The llamas are shorn.\n\n2. (C) They are cold.\n\n3. (U) It rains. END SUMMARY.\n\n4. More.", text + " They are cold. It rains."},
		"several paragraphs under a heading": {"Summary\n\nThe llamas are shorn.\n\nThey are cold.\n\nBackground\n----------\n\n1. More.", text + " They are cold."},
		"bullets stay":                       {"1. (C) SUMMARY: The llamas:\n\n-- are shorn;\n\n-- are cold. END SUMMARY.\n\n2. More.", "The llamas: -- are shorn; -- are cold."},
		"bullets stay without an end marker": {"1. (C) SUMMARY: The llamas:\n-- are shorn;\n-- are cold.\n\n2. More.", "The llamas: -- are shorn; -- are cold."},
		"a rule between its paragraphs":      {"SUMMARY\n-------\n1. (C) The llamas are shorn.\n-------\n2. (C) They are cold.\nEND SUMMARY\n\n3. More.", text + " They are cold."},
		"blanks are single":                  {"1. (C) SUMMARY:  The   llamas\n  are shorn.  END SUMMARY.", text},
		"a blank line in mid-sentence":       {"1. (C) SUMMARY: The llamas\n\nare shorn.\n\n2. More.", text},
		"a figure in the text stays":         {"1. (C) SUMMARY: In 2006, 1.5 million llamas were shorn. END SUMMARY.", "In 2006, 1.5 million llamas were shorn."},
		"numbers within the line go":         {"1. (C) SUMMARY: The llamas are shorn. 2. (C) They are cold. END SUMMARY.", text + " They are cold."},
		// None.
		"no marker":                             {"1. (C) The llamas are shorn.\n\n2. (C) More.", ""},
		"the words of a sentence":               {"1. (C) In summary, the llamas are shorn.\n\n2. (C) A summary follows.", ""},
		"a summary of something else":           {"1. (C) Summary of prices: up.\n\n2. (C) More.", ""},
		"a summary execution":                   {"1. (C) Summary executions of llamas are rare.\n\n2. (C) More.", ""},
		"a line that goes on with its sentence": {"1. THE MINISTER SENT US THE LONG AWAITED REPORT AND ITS SECOND\nSUMMARY. THE LLAMAS ARE SHORN.\n\n2. MORE.", ""},
		"another's end is not its own":          {"1. (C) SUMMARY: The llamas are shorn.\n\n2. (C) More.\n\n3. (C) More.\n\nBEGIN TEXT:\n\nSUMMARY: Other llamas. END SUMMARY.", text},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := textReader()
			body := textLines(tt.body)
			before := barred(body)
			r.summary(body)
			if r.c.Summary != tt.want {
				t.Errorf("summary(%q)\ngot  %q\nwant %q", tt.body, r.c.Summary, tt.want)
			}
			if after := barred(body); after != before {
				t.Errorf("the body changed:\n%q\n%q", before, after)
			}
			if tt.want == "" {
				return
			}
			if c, err := Parse([]byte(tt.body)); err != nil || c.Summary != tt.want {
				t.Errorf("without a header: %q\ngot  %q, %v\nwant %q", tt.body, c.Summary, err, tt.want)
			}
		})
	}
}
