package timeline

import (
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// script makes steps, a second apart unless they say otherwise, and returns how often each finding was made.
func script(t *testing.T, steps []Step) (map[string]int, []*Session) {
	t.Helper()
	l := New(Limits{})
	for i, s := range steps {
		s.Time = time.Unix(1700000000+int64(i), 0).Add(time.Duration(s.Time.Nanosecond()))
		if s.Peer == "" {
			s.Peer = "edge"
		}
		l.Add(s)
	}
	all := l.Finish(nil)
	found := map[string]int{}
	for _, x := range all {
		for _, f := range x.Findings {
			found[f.ID] += f.Times
		}
	}
	return found, all
}

func dial(what logline.StepKind, by logline.Opener) Step { return Step{What: what, Opener: by} }

func says(d logline.Direction, typ int, o *Open) Step {
	return Step{What: logline.StepMessage, Direction: d, Type: typ, Open: o, Code: -1, Sub: -1}
}

// over is told of a state machine that begins anew.
func over(s Step) Step {
	s.What, s.From, s.To = logline.StepTransition, "OpenConfirm", "Idle"
	return s
}

func notes(d logline.Direction, code, sub int) Step {
	return Step{What: logline.StepMessage, Direction: d, Type: 3, Code: code, Sub: sub}
}

const (
	out  = logline.DirSent
	in   = logline.DirReceived
	us   = logline.OpenerLocal
	them = logline.OpenerPeer
)

// TestTurnedAway: a connection that was turned away is over. The next one of the peer is another, and what is said about something
// else afterwards was not meant for it.
func TestTurnedAway(t *testing.T) {
	for _, as := range []uint32{64500, 4200000001} {
		mine, theirs := &Open{Version: 4, AS: 64501, HoldTime: 90, ID: "192.0.2.2"}, &Open{Version: 4, AS: as, HoldTime: 30, ID: "192.0.2.1"}
		handshake := []Step{says(out, 1, mine), says(in, 1, theirs), says(out, 4, nil)}
		first := append([]Step{dial(logline.StepDialing, us), dial(logline.StepConnected, us)}, handshake...)
		first = append(first, notes(in, 2, 2), over(Step{}), dial(logline.StepRejected, them))
		steps := append(append(append([]Step{}, first...), dial(logline.StepConnected, them)), handshake...)
		if found, _ := script(t, append(steps, notes(in, 2, 2))); found["message-before-open"] != 0 || found["bad-peer-as"] != 2 {
			t.Errorf("AS %d: %v", as, found)
		}
		again := append(append([]Step{}, first...), dial(logline.StepDialing, us), dial(logline.StepConnected, us))
		for _, sub := range []int{2, 4, 6} {
			if found, _ := script(t, append(append(again, handshake...), notes(out, 6, sub))); found["notification-on-wrong-connection"] != 0 {
				t.Errorf("AS %d, 6/%d: %v", as, sub, found)
			}
		}
	}
}

// TestOpenElsewhere: where lines do not say which connection they are about, an OPEN that seems to be missing on one may be the one
// that nobody answered on another.
func TestOpenElsewhere(t *testing.T) {
	mine, theirs := &Open{Version: 4, AS: 64501, HoldTime: 90, ID: "192.0.2.2"}, &Open{Version: 4, AS: 64500, HoldTime: 30, ID: "192.0.2.1"}
	before := []Step{dial(logline.StepDialing, us), says(out, 1, mine), says(in, 1, theirs), says(out, 4, nil), says(in, 4, nil), notes(in, 6, 4), {What: logline.StepClosed, Direction: in}}
	answer := []Step{says(in, 1, theirs), says(out, 4, nil)}
	both := append(append([]Step{}, before...), dial(logline.StepConnected, them), says(out, 1, mine), Step{What: logline.StepClosed, Direction: in})
	if found, _ := script(t, append(both, answer...)); found["message-before-open"] != 0 {
		t.Errorf("an OPEN was sent, on whichever connection: %v", found)
	}
	if found, _ := script(t, append(append([]Step{}, before...), answer...)); found["message-before-open"] != 1 {
		t.Errorf("no OPEN was sent: %v", found)
	}
}

// TestSameOpenApart: two routers that were given one identifier are not one router, though they are of one make; one that reaches
// its own address is.
func TestSameOpenApart(t *testing.T) {
	for _, c := range []struct {
		local, peer, caps string
		want              string
	}{
		{"192.0.2.1", "192.0.2.2", "", "same-identifier"},
		{"2001:db8::1", "2001:db8::2", "4-octet AS", "same-identifier"},
		{"", "", "", "same-identifier"},
		{"", "", "4-octet AS", "connected-to-itself"},
		{"192.0.2.1", "192.0.2.1", "", "connected-to-itself"},
	} {
		steps := []Step{dial(logline.StepDialing, us), says(out, 1, &Open{Version: 4, AS: 64500, HoldTime: 90, ID: "192.0.2.9", Capabilities: c.caps}),
			says(in, 1, &Open{Version: 4, AS: 64500, HoldTime: 90, ID: "192.0.2.9", Capabilities: c.caps})}
		for i := range steps {
			steps[i].Local, steps[i].PeerAddr = c.local, c.peer
		}
		if found, _ := script(t, steps); found[c.want] != 1 || len(found) != 1 {
			t.Errorf("%+v: %v", c, found)
		}
	}
}

// TestFlappingBy: sessions that somebody ends again and again have no trouble with their path.
func TestFlappingBy(t *testing.T) {
	for _, c := range []struct {
		codes [3]int
		path  bool
	}{{[3]int{6, 6, 6}, false}, {[3]int{4, 6, 4}, false}, {[3]int{4, 3, 4}, true}, {[3]int{3, 3, 3}, true}} {
		var steps []Step
		for _, code := range c.codes {
			steps = append(steps, Step{What: logline.StepTransition, From: "OpenConfirm", To: "Established", Code: -1, Sub: -1},
				notes(out, code, 1), Step{What: logline.StepTransition, From: "Established", To: "Idle", Code: -1, Sub: -1})
		}
		_, all := script(t, steps)
		text := ""
		for _, f := range all[0].Findings {
			if f.ID == "flapping" {
				text = f.Text
			}
		}
		if text == "" || strings.Contains(text, "MTU") != c.path {
			t.Errorf("%v: %q", c.codes, text)
		}
	}
}
