package rib

import (
	"runtime"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// BenchmarkApply enters 500 000 routes with 100 000 sets of attributes, which is much for a table of that size. It
// says how many octets a route takes, attributes included, by what the RIB counts and by what the heap has grown.
func BenchmarkApply(b *testing.B) {
	const n = 500000
	ctx := codec.Context{AS4: true}
	for _, c := range []struct {
		name string
		sets int
	}{{"many-sets", n / 5}, {"few-sets", n / 500}} {
		b.Run(c.name, func(b *testing.B) {
			us := updates(ctx, n, c.sets)
			var r *RIB
			before := heap()
			b.ReportAllocs()
			for b.Loop() {
				r = New()
				for i := range us {
					r.Apply(&us[i], ctx)
				}
			}
			b.ReportMetric(float64(r.Octets())/n, "octets/route")
			b.ReportMetric((float64(heap())-float64(before))/n, "heap/route")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/route")
			runtime.KeepAlive(r)
		})
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
