package interop

import (
	"testing"
	"time"
)

// Every wait has an end. None of these decides whether a feature works in time:
// they only keep a test that hangs from hanging for ever.
const (
	startWait = 45 * time.Second // a daemon that was started takes connections
	eventWait = 45 * time.Second // what was asked for happens
	tick      = 30 * time.Millisecond
)

// poll asks until done says so, and fails the test with the last complaint when
// that does not come within the time, or at once when one of the processes ends.
func poll(t testing.TB, within time.Duration, what string, done func() (ok bool, state any), alive ...*process) {
	t.Helper()
	deadline := time.NewTimer(within)
	defer deadline.Stop()
	next := time.NewTicker(tick)
	defer next.Stop()
	for {
		ok, state := done()
		if ok {
			return
		}
		for _, p := range alive {
			p.mustLive(t)
		}
		select {
		case <-next.C:
		case <-deadline.C:
			for _, p := range alive {
				t.Logf("%s, last of its log:\n%s", p.name, p.tail(tailLines))
			}
			t.Fatalf("%s: not within %v; last seen: %v", what, within, state)
		}
	}
}

// pause is how long a session rests that a test wants to see down.
const pause = 4 * time.Second
