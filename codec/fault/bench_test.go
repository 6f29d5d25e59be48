package fault

import "testing"

// What a catalogue costs that is made for the first time.
func BenchmarkFill(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for i := range groups {
			l := list{g: &groups[i]}
			groups[i].fill(&l)
		}
	}
}
