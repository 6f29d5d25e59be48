package incidents

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// BenchmarkMatch: what comparing a NOTIFICATION costs once the library is read.
func BenchmarkMatch(b *testing.B) {
	msg := append(codec.AppendHeader(nil, 32, 3), 3, 4, 0xe0, 7, 8, 0, 3, 2, 0xed, 0x5b, 0xdc, 0x3f, 1)
	var dc codec.Decoder
	tree := dc.Decode(codec.PieceMessage, msg, codec.Context{AS4: true})
	b.ReportAllocs()
	for b.Loop() {
		Match(tree)
	}
}

// BenchmarkRules: what the first comparison costs beside that: reading all fingerprints.
func BenchmarkRules(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for i := range texts {
			for line := range strings.Lines(*texts[i].text) {
				if m, ok := strings.CutPrefix(line, "match: "); ok {
					if _, err := parseRule(strings.TrimSpace(m)); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
	}
}
