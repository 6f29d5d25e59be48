package cli

import (
	"os"
	"runtime"
	"runtime/debug"
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
	before := debug.SetGCPercent(firstGCPercent)
	h := &heap{percent: firstGCPercent}
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
	mostGCPercent  = firstGCPercent
	roomyHeap      = 11 << 20

	// The runtime takes at least 4 MiB to be alive, and so much before the first collection: a run on a small input then
	// collects nothing.
	firstGCPercent = roomyHeap * 100 / (4 << 20)
)

// heap sets GOGC after each collection.
type heap struct {
	mu      sync.Mutex
	done    bool
	percent int
	stats   runtime.MemStats
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
	// What is alive follows from the goal that was made of it. Package runtime/metrics tells it as it is, and costs each
	// start of the program 0.15 ms.
	runtime.ReadMemStats(&h.stats)
	live := h.stats.NextGC * 100 / uint64(100+h.percent)
	n := min(max(int(roomyHeap*100/max(live, 1<<20))-100, leastGCPercent), mostGCPercent)
	if n > h.percent+h.percent/8 || n < h.percent-h.percent/8 {
		h.percent = n
		debug.SetGCPercent(n)
	}
	h.watch()
}

func (h *heap) stop(percent int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.done = true
	debug.SetGCPercent(percent)
}
