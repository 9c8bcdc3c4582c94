package acp127

import (
	"errors"
	"testing"

	"cablefeed/internal/cable"
)

// A part of a cable alone is a damaged cable where a line says so; prose is none.
func TestPartAlone(t *testing.T) {
	tests := map[string]struct {
		text string
		read func(c *cable.Cable) bool // nil: not a cable
	}{
		"the addressees of FL7": {"TO AMEMBASSY LIMA PRIORITY\n", func(c *cable.Cable) bool { return len(c.To) == 1 && c.To[0].Post == "LIMA" }},
		"the addressees of FL8": {"INFO RUEHQT/AMEMBASSY QUITO 12\nAMEMBASSY LIMA\n", func(c *cable.Cable) bool { return len(c.Info) == 2 && c.Info[0].Number == 12 }},
		"a marked summary":      {"(C) The llamas are shorn.\nThey are cold. End Summary.\n", func(c *cable.Cable) bool { return c.Summary == "The llamas are shorn. They are cold." }},
		"TAGS":                  {"TAGS: PREL\n", func(c *cable.Cable) bool { return len(c.Tags) == 1 }},
		"the E.O. line":         {"E.O. 12958: DECL: 01/02/2016\n", func(c *cable.Cable) bool { return c.ExecutiveOrder.DeclassifyOn == "2016-01-02" }},
		"a letter":              {"To whom it may concern:\n\nINFO for the reader: a summary of the book.\n", nil},
		"a note":                {"(C) 2006 The author\n\nThe llamas are shorn.\n", nil},
		"a surname":             {"SMITH\n", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := Parse([]byte(tt.text))
			if tt.read == nil {
				if !errors.Is(err, ErrNotCable) {
					t.Errorf("error %v, want ErrNotCable; %+v", err, c)
				}
			} else if err != nil || !tt.read(c) {
				t.Errorf("read as %+v, %v", c, err)
			}
		})
	}
}
