package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// tune makes the Go runtime use no more processors than there are workers, so that --jobs says what a run takes, and keep
// little memory: what batch holds at a time is small and soon over. What the environment sets stays. It returns what undoes it.
func tune(jobs int) (undo func()) {
	procs := runtime.GOMAXPROCS(0)
	if jobs < procs && os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(jobs)
	}
	if os.Getenv("GOGC") != "" {
		return func() { runtime.GOMAXPROCS(procs) }
	}
	before := debug.SetGCPercent(leastGCPercent)
	h := &heap{percent: leastGCPercent, live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	h.watch()
	return func() {
		runtime.GOMAXPROCS(procs)
		h.stop(before)
	}
}

// GOGC in batch is the least of these that lets the heap grow to roomyHeap octets, most often a little more than what is
// alive: where little is, collecting it again and again would take much of the time.
const (
	leastGCPercent = 25
	mostGCPercent  = 400
	roomyHeap      = 11 << 20
)

// heap sets GOGC after each collection.
type heap struct {
	mu      sync.Mutex
	done    bool
	percent int
	live    []metrics.Sample
}

// watch has adapt called when the next collection is over.
func (h *heap) watch() {
	type sentinel struct{ _ [32]byte }
	runtime.SetFinalizer(new(sentinel), func(*sentinel) { h.adapt() })
}

func (h *heap) adapt() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.done {
		return
	}
	metrics.Read(h.live)
	if v := h.live[0].Value; v.Kind() == metrics.KindUint64 {
		n := int(roomyHeap*100/max(v.Uint64(), 1<<20)) - 100
		n = min(max(n, leastGCPercent), mostGCPercent)
		if n > h.percent+h.percent/8 || n < h.percent-h.percent/8 {
			h.percent = n
			debug.SetGCPercent(n)
		}
	}
	h.watch()
}

func (h *heap) stop(percent int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.done = true
	debug.SetGCPercent(percent)
}
