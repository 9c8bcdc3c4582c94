package acp127

import (
	"os"
	"path/filepath"
	"testing"
)

func TestChannel(t *testing.T) {
	tests := map[string]struct {
		raw           string
		channel       string
		number, width int
	}{
		"four digits":                   {"VZCZCXRO5760\nRR RUEHC\n", "XRO", 5760, 4},
		"three digits, carriage return": {"\r\n\r\nZCZCMEA044\r\n", "MEA", 44, 3},
		"a blank between":               {"ZCZC MEA044 221530Z\n", "MEA", 44, 3},
		"quoted in mail":                {"> VZCZCXYZ0000\n> RR RUEHC\n", "XYZ", 0, 4},
		"a garbled number":              {"VZCZCXRO57G0\n", "XRO", -1, 0},
		"no number":                     {"VZCZCXRO\n", "XRO", -1, 0},
		"a number too long":             {"VZCZCXRO57601\n", "XRO", -1, 0},
		"no channel":                    {"ZCZC 044\n", "", -1, 0},
		"from FL5 on":                   {"R 220035Z NOV 06\nFM AMEMBASSY MEXICO\n", "", -1, 0},
		"nothing":                       {"", "", -1, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			channel, number, width := Channel([]byte(tt.raw))
			if channel != tt.channel || number != tt.number || width != tt.width {
				t.Errorf("Channel(%q) = %q, %d, %d; want %q, %d, %d", tt.raw, channel, number, width, tt.channel, tt.number, tt.width)
			}
		})
	}
}

func TestChannelAgreesWithTheReader(t *testing.T) {
	files, err := filepath.Glob("../../testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	seen := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Parse(raw)
		if err != nil || c.Transmission == nil || filepath.Base(filepath.Dir(file)) == "fragments" {
			continue
		}
		seen++
		channel, number, _ := Channel(raw)
		if channel != c.Transmission.Channel || max(0, number) != c.Transmission.Sequence { // the reader writes none as 0
			t.Errorf("%s: got %s %d, the reader says %s %d", file, channel, number, c.Transmission.Channel, c.Transmission.Sequence)
		}
	}
	if seen < 10 {
		t.Errorf("only %d samples have FL1", seen)
	}
}

func BenchmarkChannel(b *testing.B) {
	raw, err := os.ReadFile("../../testdata/cables/06MEXICO6568.txt")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Channel(raw)
	}
}
