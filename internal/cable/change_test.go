package cable

import (
	"reflect"
	"testing"
)

func TestChangesNameWhatTheTextSaysAnew(t *testing.T) {
	old, new := full(), full()
	if got := Changes(old, new); got != nil {
		t.Errorf("no change gives %v", got)
	}
	new.Transmission.Sequence, new.RawSHA256, new.SuspectedDuplicate = 1, "x", false // how it travelled
	new.Subject, new.Captions = "B", []string{"SIPDIS", "SENSITIVE"}
	new.Paragraphs = []Paragraph{{Number: 1, Marking: "U", Text: "changed"}, {Number: 2, Text: "added"}}
	old.Paragraphs = []Paragraph{{Number: 1, Marking: "U", Text: "as it was"}}
	want := []Change{
		{"captions", "SIPDIS", "SIPDIS, SENSITIVE"},
		{"subject", old.Subject, "B"},
		{"paragraphs[0]", "1. (U) as it was", "1. (U) changed"},
		{"paragraphs[1]", "", "2. added"},
	}
	if got := Changes(old, new); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
