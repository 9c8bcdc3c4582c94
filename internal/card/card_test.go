package card

import (
	"strings"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/watch"
)

// Sections that name different totals: all of the smaller one are there.
func TestHeadOfACableWhoseTotalIsInDoubt(t *testing.T) {
	c := &cable.Cable{MRN: "09BRUSSELS412", Section: &cable.Section{Number: 1, Total: 3}, SectionsPresent: []int{1, 2, 3}}
	if got := Head(c); !strings.HasSuffix(got, "incomplete: 1, 2, 3 of 3 or more") {
		t.Error(got)
	}
	c.SectionsPresent = []int{1, 3}
	if got := Head(c); !strings.HasSuffix(got, "incomplete: 1, 3 of 3") {
		t.Error(got)
	}
}

func TestAnAlertOfACableWithoutOriginatorNamesNone(t *testing.T) {
	a := watch.Alert{Watch: "kcrm", CableID: "x", Precedence: cable.Flash, Classification: cable.Unclassified}
	at := time.Date(2006, 11, 22, 0, 35, 0, 0, time.UTC)
	if got, want := Alert(&a, at), "ALERT kcrm  x  FLASH  UNCLASSIFIED  00:35:00Z\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	a.From = "LIMA"
	if got, want := Alert(&a, at), "ALERT kcrm  x  FLASH  UNCLASSIFIED  from LIMA  00:35:00Z\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
