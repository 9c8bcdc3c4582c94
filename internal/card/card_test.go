package card

import (
	"strings"
	"testing"

	"cablefeed/internal/cable"
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
