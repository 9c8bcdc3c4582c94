package feed

import "testing"

// What people type as a TAG finds its subject token, wildcards and all.
func TestPatternOfATag(t *testing.T) {
	for name, want := range map[string]string{
		"kcrm": "KCRM", "K*": "K*", "k?rm": "K?RM", "Smith, John": "SMITH_JOHN", "smith, j*": "SMITH_J*", "K[": "K_", "K[*": "K_*", ">": "_",
	} {
		if got := (Query{Kind: "tag"}).pattern(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
