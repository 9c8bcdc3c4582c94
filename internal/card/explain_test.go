package card

import (
	"testing"

	"cablefeed/internal/acp127"
	"cablefeed/internal/cable"
)

func TestExplainedSetsTheDiagnosticsUnderTheirLine(t *testing.T) {
	got := Explained([]acp127.Explained{
		{Line: 1, Text: "TAG: PREL\x1b[2J", As: "TAGS", Diagnostics: []cable.Diagnostic{{Severity: cable.Info, Line: 1, Code: "caption", Message: "TAG for TAGS"}}},
		{Line: 2, Text: ""},
		{Line: 3, Text: "Text.", As: "paragraph"},
	})
	want := `    1  TAGS      | TAG: PREL·[2J
                 ^ info caption: TAG for TAGS
    2            |
    3  paragraph | Text.
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
