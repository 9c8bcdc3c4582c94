package acp127

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"

	"cablefeed/internal/generate"
)

// traffic gives texts by name: the seed; mixed, what a line carries, of every
// kind and length that is generated; and samples, the short texts of testdata,
// each odd in its own way.
func traffic(tb testing.TB) map[string][][]byte {
	files, err := filepath.Glob("../../testdata/samples/*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no samples: %v", err)
	}
	read := func(name string) []byte {
		raw, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		return raw
	}
	seed := read("../../testdata/cables/06MEXICO6568.txt")
	samples := [][]byte{seed}
	for _, f := range files {
		samples = append(samples, read(f))
	}
	var mixed [][]byte
	for t := range generate.New(1, generate.Realistic()).All(1000) {
		mixed = append(mixed, t.Raw)
	}
	return map[string][][]byte{"seed": {seed}, "mixed": mixed, "samples": samples}
}

// BenchmarkParse reads each of the sets, beside what any reader must do: find
// the newlines, and compute the raw_sha256.
func BenchmarkParse(b *testing.B) {
	work := []struct {
		name string
		do   func(raw []byte)
	}{
		{"newlines", func(raw []byte) { bytes.Count(raw, []byte{'\n'}) }},
		{"sha256", func(raw []byte) { sha256.Sum256(raw) }},
		{"parse", func(raw []byte) { Parse(raw) }},
		{"encode", func(raw []byte) {
			if c, err := Parse(raw); err == nil {
				buf = c.AppendJSON(buf[:0])
			}
		}},
		{"peek", func(raw []byte) { Peek(raw) }},
		{"fingerprint", func(raw []byte) { Fingerprint(raw) }},
	}
	for _, set := range []string{"seed", "mixed", "samples"} {
		texts := traffic(b)[set]
		size := 0
		for _, raw := range texts {
			size += len(raw)
		}
		for _, w := range work {
			b.Run(set+"/"+w.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(size))
				n, start := 0, cpu(b)
				for b.Loop() {
					for _, raw := range texts {
						w.do(raw)
					}
					n++
				}
				used := (cpu(b) - start).Seconds()
				b.ReportMetric(1e9*used/float64(n*len(texts)), "cpu-ns/cable")
				b.ReportMetric(float64(n*size)/1e6/used, "cpu-MB/s")
			})
		}
	}
}

var buf []byte
