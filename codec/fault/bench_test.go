package fault

import (
	"sync"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// forget makes the catalogue as it is at the start of a program.
func forget() {
	for i := range groups {
		groups[i].once, groups[i].all = sync.Once{}, nil
	}
}

// BenchmarkCold is what it costs to name the faults of one NOTIFICATION, once.
func BenchmarkCold(b *testing.B) {
	for _, c := range []struct {
		name      string
		code, sub uint8
		data      string
	}{
		{"flags", 3, 4, "\xe0\x07\x08\x00\x03\x02\xed\x5b\xdc\x3f\x01"}, {"list", 3, 1, ""}, {"hold", 4, 0, ""}, {"length", 1, 2, "\x00\x16"}, {"AS", 2, 2, ""},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				forget()
				Candidates(registry.ErrorCode(c.code), c.sub, []byte(c.data))
			}
		})
	}
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			forget()
			All()
		}
	})
}
