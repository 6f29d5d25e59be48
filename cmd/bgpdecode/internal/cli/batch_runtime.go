package cli

import (
	"os"
	"runtime"
	"runtime/debug"
)

// tune makes the Go runtime use no more processors than there are workers, so that --jobs says what a run takes, and keep
// little memory: what batch holds at a time is small and soon over. What the environment sets stays. It returns what undoes it.
func tune(jobs int) (undo func()) {
	procs := runtime.GOMAXPROCS(0)
	if jobs < procs && os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(jobs)
	}
	percent := -1
	if os.Getenv("GOGC") == "" {
		percent = debug.SetGCPercent(batchGCPercent)
	}
	return func() {
		runtime.GOMAXPROCS(procs)
		if percent >= 0 {
			debug.SetGCPercent(percent)
		}
	}
}

// batchGCPercent is what GOGC is in batch.
const batchGCPercent = 25
