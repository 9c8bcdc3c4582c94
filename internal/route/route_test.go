package route

import (
	"slices"
	"testing"

	"cablefeed/internal/cable"
)

func TestTokenIsOneSubjectToken(t *testing.T) {
	for in, want := range map[string]string{
		"PHUM":         "PHUM",
		"SMITH, JOHN":  "SMITH_JOHN",
		"UNGA/C-2":     "UNGA_C-2",
		"AT&T":         "AT_T",
		"kosovo force": "KOSOVO_FORCE",
		"A.B*>":        "A_B__",
		" ÉLAN ":       "_LAN",
		"":             "",
	} {
		if got := Token(in); got != want {
			t.Errorf("Token(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFeedsFollowTagsAndCaptions(t *testing.T) {
	tag := func(codes ...string) (tags []cable.Tag) {
		for _, c := range codes {
			tags = append(tags, cable.Tag{Code: c})
		}
		return tags
	}
	for name, tt := range map[string]struct {
		c    cable.Cable
		want []string
	}{
		"each tag once, in order":       {cable.Cable{Tags: tag("PHUM", "MX", "PHUM")}, []string{"PHUM", "MX"}},
		"no tags":                       {cable.Cable{}, []string{"UNTAGGED"}},
		"restricted cables feed nobody": {cable.Cable{Tags: tag("PHUM"), Captions: []string{"SIPDIS", "EXDIS"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Feeds(&tt.c); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMostRestrictiveCaptionNamesTheSubject(t *testing.T) {
	c := &cable.Cable{ID: "08HELSINKI20", Captions: []string{"STADIS", "NODIS"}, Precedence: cable.Flash, Classification: cable.Secret}
	if got, want := Restricted(Restriction(c), c), "cables.restricted.NODIS.flash.secret"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := Record(c), "cables.record.flash.secret.08HELSINKI20"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
