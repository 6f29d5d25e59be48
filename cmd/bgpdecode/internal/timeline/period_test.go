package timeline

import (
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestPeriodsAreBounded: a log that tells only of falls, or of falls and rises, fills no memory.
func TestPeriodsAreBounded(t *testing.T) {
	for _, rises := range []bool{false, true} {
		l := New(Limits{})
		at := time.Unix(1700000000, 0)
		falls := 3 * maxPeriods
		for range falls {
			at = at.Add(time.Hour)
			if rises {
				l.Add(Step{Time: at, Host: "r", Peer: "203.0.113.9", What: logline.StepTransition, From: "OpenConfirm", To: "Established"})
				at = at.Add(time.Minute)
			}
			l.Add(Step{Time: at, Host: "r", Peer: "203.0.113.9", What: logline.StepTransition, From: "Established", To: "Idle"})
		}
		all := l.Finish(nil)
		if len(all) != 1 || len(all[0].Ups) != maxPeriods || all[0].UpCount != int64(falls) {
			t.Errorf("rises %v: %d sessions, %d periods of %d", rises, len(all), len(all[0].Ups), all[0].UpCount)
		}
	}
}
