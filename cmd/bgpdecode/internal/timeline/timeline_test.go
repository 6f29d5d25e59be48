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

// TestSilence: a fall that the device puts down to its hold timer is a finding, unless a NOTIFICATION tells another story.
func TestSilence(t *testing.T) {
	at := time.Unix(1700000000, 0)
	fall := func(cause string) Step {
		return Step{Time: at.Add(time.Minute), Peer: "192.0.2.1", What: logline.StepTransition, From: "Established", To: "Idle", Cause: cause, Code: -1, Sub: -1}
	}
	up := Step{Time: at, Peer: "192.0.2.1", What: logline.StepTransition, From: "OpenConfirm", To: "Established", Code: -1, Sub: -1}
	note := Step{Time: at.Add(time.Minute), Peer: "192.0.2.1", What: logline.StepMessage, Type: 3, Direction: logline.DirReceived, Code: 6, Sub: 2}
	own := note
	own.Direction, own.Code, own.Sub = logline.DirSent, 4, 0
	for i, x := range []struct {
		steps []Step
		want  int
	}{
		{[]Step{up, fall("hold-timer-expired")}, 1},
		{[]Step{up, fall("HoldTime")}, 1},
		{[]Step{fall("Hold Timer Expired")}, 1},
		{[]Step{up, fall("interface down")}, 0},
		{[]Step{up, fall("hold-timer-expired"), note}, 0},
		{[]Step{up, note, fall("hold-timer-expired")}, 0},
		{[]Step{up, fall("hold-timer-expired"), own}, 1},
		{[]Step{up, own, fall("hold-timer-expired")}, 1},
	} {
		l := New(Limits{})
		for _, s := range x.steps {
			l.Add(s)
		}
		n := 0
		for _, s := range l.Finish(nil) {
			for _, f := range s.Findings {
				if f.ID == "hold-timer-expired" {
					n += f.Times
				}
			}
		}
		if n != x.want {
			t.Errorf("case %d: %d findings, want %d", i, n, x.want)
		}
	}
}
