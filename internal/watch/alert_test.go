package watch

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"cablefeed/internal/cable"
)

func TestTheJSONOfAnAlert(t *testing.T) {
	w := Watch{Name: "border", Description: "Border crime", Match: Match{Tags: Sets{Any: []string{"KCRM"}}},
		Notify: []string{"desk"}, Severity: SeverityWarning, Revision: 3}
	c := full()
	hits := compile(t, w).Match(c, noon)
	a := NewAlert(hits[0], c, Origin{Revision: 2, Provisional: true, Received: noon.In(time.FixedZone("", 3600)), Committed: noon.Add(time.Second)})
	got, err := json.MarshalIndent(a, "", "  ")
	want := `{
  "id": "06LIMA1/border",
  "watch": "border",
  "watch_revision": 3,
  "description": "Border crime",
  "severity": "warning",
  "notify": [
    "desk"
  ],
  "cable_id": "06LIMA1",
  "mrn": "06LIMA1",
  "revision": 2,
  "thread": "06LIMA2",
  "subject": "A MEETING",
  "precedence": "routine",
  "classification": "unclassified",
  "captions": [],
  "from": "LIMA",
  "date_time_group": "2006-11-22T00:35:00Z",
  "tags": [
    "KCRM",
    "MX"
  ],
  "reasons": [
    {
      "field": "tags",
      "term": "KCRM",
      "offset": 0,
      "excerpt": "KCRM"
    }
  ],
  "provisional": true,
  "received": "2026-03-01T12:00:00Z",
  "committed": "2026-03-01T12:00:01Z"
}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	var back Alert
	if err := json.Unmarshal(got, &back); err != nil || !reflect.DeepEqual(back, a) {
		t.Errorf("back %+v, %v\nwant %+v", back, err, a)
	}
}

func TestAnAlertOfALaterRevisionHasTheSameID(t *testing.T) {
	c := full()
	h := compile(t, Default()...).Match(c, noon)[0]
	a, b := NewAlert(h, c, Origin{Revision: 1, Provisional: true}), NewAlert(h, c, Origin{Revision: 2})
	if a.ID != b.ID || a.ID != AlertID("kcrm", c.ID) {
		t.Errorf("got %s and %s", a.ID, b.ID)
	}
}

func TestAnAlertSharesNothingWithItsHit(t *testing.T) {
	c := full()
	c.Captions = []string{"NODIS"}
	w := Default()[0]
	h := Hit{&w, []Reason{{Field: "subject", Term: "x", Excerpt: "made by hand"}}}
	if a := NewAlert(h, c, Origin{}); a.Reasons[0].Excerpt != "" || a.Withheld != "NODIS" || h.Reasons[0].Excerpt == "" {
		t.Errorf("alert %+v of %+v", a, h)
	}
}

func TestAnAlertOfAnEmptyCableHasNoNulls(t *testing.T) {
	b, err := json.Marshal(NewAlert(Hit{Watch: &Watch{Name: "w"}}, &cable.Cable{ID: "x"}, Origin{}))
	want := `{"id":"x/w","watch":"w","watch_revision":0,"severity":"info","notify":[],"cable_id":"x","revision":0,"thread":"x","captions":[],"from":"","tags":[],"reasons":[],"provisional":false}`
	if err != nil || string(b) != want {
		t.Errorf("got %s, %v\nwant %s", b, err, want)
	}
}
