package notify

import (
	"strings"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/watch"
)

// invented is an alert on a cable that never was.
func invented(subject string) watch.Alert {
	return watch.Alert{
		ID: "06LIMA412/kcrm", Watch: "kcrm", CableID: "06LIMA412", MRN: "06LIMA412", Revision: 1, Subject: subject,
		Precedence: cable.Immediate, Classification: cable.Unclassified, From: "LIMA",
		Reasons:   []watch.Reason{{Field: "tags", Term: "KCRM"}},
		Committed: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}
}

func TestTitleSaysWhatRingsAndWhy(t *testing.T) {
	plain, flash := invented("HARBOUR STRIKE ENDS"), invented("")
	flash.Precedence, flash.Watch, flash.Severity = cable.Flash, "lima", watch.SeverityCritical
	withheld := invented("")
	withheld.Withheld = "NODIS"
	for name, tt := range map[string]struct {
		notice Notice
		want   string
	}{
		"one alert":           {Notice{Alerts: []watch.Alert{plain}}, "[kcrm] IMMEDIATE 06LIMA412: HARBOUR STRIKE ENDS"},
		"a test":              {Notice{Test: true, Alerts: []watch.Alert{plain}}, "TEST: [kcrm] IMMEDIATE 06LIMA412: HARBOUR STRIKE ENDS"},
		"a repeat":            {Notice{Reason: "repeat", Alerts: []watch.Alert{plain}}, "again: [kcrm] IMMEDIATE 06LIMA412: HARBOUR STRIKE ENDS"},
		"no subject":          {Notice{Alerts: []watch.Alert{flash}}, "CRITICAL [lima] FLASH 06LIMA412"},
		"a withheld subject":  {Notice{Alerts: []watch.Alert{withheld}}, "[kcrm] IMMEDIATE 06LIMA412: subject withheld: NODIS"},
		"a digest":            {Notice{Alerts: []watch.Alert{flash, plain, plain}}, "3 alerts, up to FLASH: kcrm 2, lima 1"},
		"nothing":             {Notice{}, "no alerts"},
		"line ends, a header": {Notice{Alerts: []watch.Alert{invented("A\r\nBcc: x@example.org\x1b[2J\u202eB")}}, "[kcrm] IMMEDIATE 06LIMA412: A Bcc: x@example.org [2J B"},
		"a very long subject": {Notice{Alerts: []watch.Alert{invented(strings.Repeat("É", 300))}}, "[kcrm] IMMEDIATE 06LIMA412: " + strings.Repeat("É", 171) + "…"},
	} {
		if got := tt.notice.Title(); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestTextGivesEveryAlertUpToTheLimit(t *testing.T) {
	n := Notice{Test: true, Alerts: []watch.Alert{invented("ONE"), invented("TWO\x1b[2J"), invented("THREE")}}
	want := `This is a test of the channel. Nothing has happened.

ALERT kcrm  06LIMA412  IMMEDIATE  UNCLASSIFIED  from LIMA  12:00:00Z
  ONE
  because of tags KCRM
  id 06LIMA412/kcrm

… and 2 more
`
	if got := n.Text(200); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	got := n.Text(0)
	if strings.Count(got, "ALERT ") != 3 || strings.Contains(got, "\x1b") {
		t.Errorf("without a limit: got\n%q", got)
	}
}

func TestAWithheldSubjectStaysWithheld(t *testing.T) {
	c := cable.Cable{ID: "06LIMA413", MRN: "06LIMA413", Subject: "QUIET MATTER", Captions: []string{"NODIS"}, Precedence: cable.Flash}
	h := watch.Hit{Watch: &watch.Watch{Name: "all"}, Reasons: []watch.Reason{{Field: "subject", Term: "quiet", Excerpt: "QUIET MATTER"}}}
	n := Notice{Alerts: []watch.Alert{watch.NewAlert(h, &c, watch.Origin{Revision: 1})}}
	if got := n.Title() + n.Text(0); strings.Contains(got, "MATTER") || !strings.Contains(got, "subject withheld: NODIS") {
		t.Errorf("got %s", got)
	}
}
