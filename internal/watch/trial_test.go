package watch

import (
	"reflect"
	"testing"
	"time"
)

func TestATrialCountsAndWarns(t *testing.T) {
	ws := Default()
	for name, expr := range map[string]string{"all": "true", "no": "false", "both": `cable.tags.size() == 2`} {
		ws = append(ws, Watch{Name: name, Match: Match{Expr: expr}})
	}
	trial := NewTrial(compile(t, ws...))
	if got := trial.Results()[0]; got.Warning != "" || got.Cables != 0 {
		t.Errorf("before any cable: %+v", got)
	}
	for day, codes := range [][]string{{"KCRM"}, {"KCRM", "KWMN"}, {"KWMN"}, {"KCRM", "KWMN"}, {"PHUM"}} {
		trial.Add(tagged(codes...), noon.Add(time.Duration(day)*12*time.Hour))
	}
	want := []TrialResult{
		{"all", 5, 2.5, "matches everything"},
		{"both", 2, 1, "matches only cables that kcrm matches as well"},
		{"kcrm", 3, 1.5, "matches only cables that all matches as well"},
		{"kwmn", 3, 1.5, "matches only cables that all matches as well"},
		{"no", 0, 0, "matches nothing"},
	}
	if got := trial.Results(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestACableWithoutADateDoesNotStretchATrial(t *testing.T) {
	trial := NewTrial(compile(t, Default()...))
	for _, at := range []time.Time{noon, noon.Add(48 * time.Hour), {}} {
		trial.Add(tagged("KCRM"), at)
	}
	if got := trial.Results()[0]; got.Cables != 3 || got.PerDay != 1.5 {
		t.Errorf("got %+v, want 3 cables, 1.5 a day", got)
	}
}
