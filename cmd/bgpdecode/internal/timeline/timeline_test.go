package timeline

import (
	"fmt"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestPendingIsBounded: however many sessions there are, the steps that wait are bounded, and are looked at rarely.
func TestPendingIsBounded(t *testing.T) {
	for _, sessions := range []int{1, 50, 400, 2000} {
		l := New(Limits{Peers: sessions, Pending: 1000})
		at := time.Unix(1700000000, 0)
		settled := 0
		for i := range 40 * sessions {
			before := l.pending
			l.Add(Step{Time: at.Add(time.Duration(i) * time.Second), Host: "r", Peer: fmt.Sprint("peer", i%sessions), What: logline.StepDialing, Opener: logline.OpenerLocal})
			if l.pending > 1000 {
				t.Fatalf("%d sessions: %d steps wait", sessions, l.pending)
			}
			if l.pending <= before {
				settled++
			}
		}
		if most := 40*sessions/500 + 1; settled > most {
			t.Errorf("%d sessions: settled %d times, at most %d wanted", sessions, settled, most)
		}
		if n := len(l.Finish(nil)); n != sessions || l.Refused != 0 {
			t.Errorf("%d of %d sessions, %d refused", n, sessions, l.Refused)
		}
	}
}
