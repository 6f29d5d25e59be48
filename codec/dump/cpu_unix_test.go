//go:build unix

package dump

import (
	"syscall"
	"time"
)

// cpu gives the time of all threads of the process.
func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
