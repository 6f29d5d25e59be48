package fsm

import (
	"bytes"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestRowsAreSound: every event has a row without a condition in each state, no row stands behind one that leaves it nothing, and
// each says where it is written.
func TestRowsAreSound(t *testing.T) {
	ref := regexp.MustCompile(`^RFC \d{4} [\d.]+`)
	for s := Idle; s <= Established; s++ {
		last := map[EventKind]bool{}
		for i, r := range tables[s] {
			if !ref.MatchString(r.ref) || r.next < Idle || r.next > Established {
				t.Errorf("%s, row %d: ref %q, next %s", s, i, r.ref, r.next)
			}
			for _, k := range r.on {
				if last[k] {
					t.Errorf("%s, row %d: %s cannot get here", s, i, k)
				}
				last[k] = last[k] || r.when == always
			}
		}
		for k := EventKind(1); k < events; k++ {
			if !last[k] {
				t.Errorf("%s, %s: no row without a condition", s, k)
			}
		}
	}
}

// FuzzStep takes octets for a configuration and events in any order and holds each step against what must always be true.
func FuzzStep(f *testing.F) {
	f.Add([]byte{0, 0, 1, 0, 16, 0, 19, 90, 26, 0, 27, 0, 10, 0})
	f.Add([]byte{0xff, 0xff, 6, 0, 17, 0, 20, 0x43, 26, 0, 25, 6, 13, 0, 16, 0, 12, 0})
	f.Add([]byte{0x13, 1, 4, 0, 17, 0, 19, 3, 26, 0, 17, 0, 9, 0, 18, 0, 2, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 {
			return
		}
		s := New(fuzzConfig(data[0], data[1]))
		var script Transcript
		script.Session(s)
		for data = data[2:]; len(data) >= 2; data = data[2:] {
			e := fuzzEvent(data[0], data[1])
			next, out := Step(s, e)
			checkStep(t, s, e, next, out)
			script.Step(e, next, out)
			s = next
		}
		again, err := Replay(script.String())
		if err != nil || again != script.String() {
			t.Errorf("replay: %v\n%s\nbecomes\n%s", err, script.String(), again)
		}
	})
}

func fuzzConfig(a, b byte) Config {
	c := Config{
		AllowAutomaticStart: a&1 == 0, AllowAutomaticStop: a&2 == 0, DampPeerOscillations: a&4 != 0 && a&1 == 0, TrackTcpState: a&8 == 0,
		PassiveTcpEstablishment: a&16 != 0, DelayOpen: a&32 != 0, SendNOTIFICATIONwithoutOPEN: a&64 != 0, CollisionDetectEstablishedState: a&128 != 0,
		AcceptConnectionsUnconfiguredPeers: b&1 != 0,
		KeepaliveTime:                      time.Duration(b>>1&3) * time.Second,
	}
	if b&8 != 0 {
		c.SendHoldTime = time.Duration(int8(b)) * time.Second
	}
	return c
}

func fuzzEvent(kind, arg byte) Event {
	e := Event{Kind: EventKind(kind % byte(events))}
	if e.Kind == 0 {
		e.Kind = RouteRefreshMsg
	}
	switch e.Kind {
	case BGPOpen, BGPOpenWithDelayOpenTimer:
		e.HoldTime, e.Retain, e.Collision, e.Internal = time.Duration(arg&0x1f)*time.Second, Retain(arg>>5&3)%3, Collision(arg>>6)%3, arg&1 != 0
	case NotifMsg, UpdateMsgErr, BGPOpenMsgErr, BGPHeaderErr:
		e.Note = codec.Notification{Code: registry.ErrorCode(arg & 7), Subcode: arg >> 4}
	case ManualStop, AutomaticStop:
		e.Note = codec.Notification{Code: registry.ErrorCode(arg & 6), Subcode: arg >> 4, Data: []byte{arg}}
		e.Hard, e.Stay = arg&1 != 0, arg&2 != 0
	case TcpConnectionConfirmed, TcpConnectionValid:
		e.Unconfigured = arg&1 != 0
	}
	e.Up = time.Duration(arg>>3) * time.Minute
	return e
}

// checkStep holds one step against the invariants.
func checkStep(t *testing.T, s Session, e Event, next Session, out []Action) {
	bad := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s, %s -> %s, %v: "+format, append([]any{s.State, e, next.State, out}, args...)...)
	}
	has := func(k ActionKind) bool {
		return slices.ContainsFunc(out, func(a Action) bool { return a.Kind == k })
	}
	checkOrder(bad, out)
	checkTimers(bad, s, e, next, out)
	switch {
	case next.State < Idle || next.State > Established:
		bad("no state")
	case next.State == Established && s.State < OpenConfirm:
		bad("Established without OpenConfirm")
	case next.State == Established && s.State == OpenConfirm && e.Kind != KeepAliveMsg:
		bad("Established without a KEEPALIVE")
	case has(ActEstablished) != (next.State == Established && s.State != Established):
		bad("ActEstablished")
	case has(ActSendNotification) && (e.Kind == NotifMsg || e.Kind == NotifMsgVerErr):
		bad("a NOTIFICATION answers a NOTIFICATION")
	case has(ActSendNotification) && next.State != Idle:
		bad("a NOTIFICATION, but not to Idle")
	case has(ActSendOpen) && (s.State != Connect && s.State != Active || next.State < OpenSent):
		bad("OPEN")
	case (has(ActDeleteRoutes) || has(ActKeepRoutes)) != (s.State == Established && next.State != Established):
		bad("routes are forgotten, or there are none")
	case has(ActKeepRoutes) && s.Retain == RetainNone:
		bad("routes are kept without Graceful Restart")
	case next.State == Idle && s.State != Idle && !(has(ActClose) && has(ActRelease)):
		bad("Idle with a connection")
	case has(ActDial) && next.Passive:
		bad("a passive session dials")
	case next.ConnectRetryCounter < s.ConnectRetryCounter && e.Kind != ManualStop && s.State != Idle && next.State != Connect:
		bad("the counter falls")
	case next.State < OpenConfirm && (next.Retain != RetainNone || next.Internal || next.HoldTime != 0):
		bad("what was negotiated outlives the session")
	case next.Config != s.Config:
		bad("the configuration changes")
	}
}

// checkOrder: one NOTIFICATION at most, and nothing leaves on a connection that was closed.
func checkOrder(bad func(string, ...any), out []Action) {
	closed, notes := false, 0
	for _, a := range out {
		switch a.Kind {
		case ActClose:
			closed = true
		case ActSendNotification, ActSendOpen, ActSendKeepalive:
			if closed {
				bad("sent after close")
			}
			if a.Kind == ActSendNotification {
				notes++
			}
		case 0:
			bad("an empty action")
		}
	}
	if notes > 1 || notes == 1 && !closed {
		bad("%d NOTIFICATIONs, closed: %t", notes, closed)
	}
}

// checkTimers: Running is what the actions say, and each state has the timers that it may and must have.
func checkTimers(bad func(string, ...any), s Session, e Event, next Session, out []Action) {
	run := s.Running
	if t := expired(e.Kind); t < timers && allowed(&s.Config, e.Kind) {
		run = run.without(t)
	}
	for _, a := range out {
		switch a.Kind {
		case ActArm:
			run = run.with(a.Timer)
			if a.After <= 0 || a.Event == 0 || a.Timer == KeepaliveTimer && a.Jitter && a.After*3/4 < time.Second {
				bad("%s", a)
			}
		case ActStop:
			if !run.Has(a.Timer) {
				bad("%s: does not run", a)
			}
			run = run.without(a.Timer)
		}
	}
	if run != next.Running {
		bad("the actions leave %b running, the session %b", run, next.Running)
	}
	set := func(ts ...Timer) (all Timers) {
		for _, t := range ts {
			all = all.with(t)
		}
		return all
	}
	may := [...]Timers{Idle: set(IdleHoldTimer, AutomaticStartTimer, ConnectRetryTimer), Connect: set(ConnectRetryTimer, DelayOpenTimer),
		Active: set(ConnectRetryTimer, DelayOpenTimer), OpenSent: set(HoldTimer), OpenConfirm: set(HoldTimer, KeepaliveTimer),
		Established: set(HoldTimer, KeepaliveTimer, SendHoldTimer)}[next.State]
	if extra := next.Running &^ may; extra != 0 {
		bad("timers %b run in %s", extra, next.State)
	}
	stays := e.Kind == ManualStop || e.Stay || !s.Config.AllowAutomaticStart
	switch {
	case next.State == Idle && s.State != Idle && !stays && next.Running&set(IdleHoldTimer, AutomaticStartTimer) == 0:
		bad("nothing ever starts the session again")
	case next.State == Idle && e.Kind == ManualStop && next.Running&set(IdleHoldTimer, AutomaticStartTimer) != 0:
		bad("starts again after ManualStop")
	case (next.State == Connect || next.State == Active) && next.Running == 0,
		next.State == OpenSent && !next.Running.Has(HoldTimer),
		next.State >= OpenConfirm && next.HoldTime > 0 && next.Running&set(HoldTimer, KeepaliveTimer) != set(HoldTimer, KeepaliveTimer):
		bad("a timer is missing: %b", next.Running)
	case next.HoldTime == 0 && next.State >= OpenConfirm && next.Running != 0:
		bad("timers without a hold time: %b", next.Running)
	}
}

// TestZeroSession: a session that nobody made with New is one in Idle.
func TestZeroSession(t *testing.T) {
	s, out := Step(Session{}, Event{Kind: ManualStart})
	if s.State != Connect || len(out) == 0 {
		t.Errorf("%s, %v", s.State, out)
	}
	if s, out := Step(New(Config{}), Event{Kind: events}); s.State != Idle || len(out) != 1 || out[0].Reason != ReasonIgnored {
		t.Errorf("unknown event: %s, %v", s.State, out)
	}
}

// TestStepDoesNotAllocate: a session that is up steps once for each message.
func TestStepDoesNotAllocate(t *testing.T) {
	s := ordinary(t, Established, nil)
	buf := make([]Action, 0, 8)
	if n := testing.AllocsPerRun(100, func() {
		_, buf = AppendStep(buf[:0], s, Event{Kind: UpdateMsg})
		buf = AppendSent(buf[:0], s, registry.MsgUpdate)
	}); n != 0 {
		t.Errorf("%g allocations for an UPDATE", n)
	}
}

// TestBorrowedData: Data goes out as it came, and a Hard Reset does not write into it.
func TestBorrowedData(t *testing.T) {
	data := append(make([]byte, 0, 16), "\x02hi"...)
	s := ordinary(t, Established, []string{"notified"})
	_, out := Step(s, Event{Kind: ManualStop, Hard: true, Note: codec.Notification{Code: registry.ErrCease, Subcode: 2, Data: data}})
	if n := out[0].Note; n.Subcode != ceaseHardReset || !bytes.Equal(n.Data, []byte("\x06\x02\x02hi")) || !bytes.Equal(data, []byte("\x02hi")) {
		t.Errorf("%v, data now %q", n, data)
	}
}

// TestBackOff: each fall in a row doubles the pause, a stable session begins anew, the operator's start forgets.
func TestBackOff(t *testing.T) {
	c := Default()
	c.DampPeerOscillations = true
	s := New(c)
	fall := func(up time.Duration) time.Duration {
		s.State, s.Running = Established, 0
		next, out := Step(s, Event{Kind: TcpConnectionFails, Up: up})
		s = next
		for _, a := range out {
			if a.Kind == ActArm && a.Timer == IdleHoldTimer {
				return a.After
			}
		}
		return 0
	}
	for i, want := range []int{5, 10, 20, 40, 80, 160, 300, 300} {
		if got := fall(0); got != time.Duration(want)*time.Second {
			t.Errorf("fall %d: %s, want %d s", i+1, got, want)
		}
	}
	if got := fall(DefaultStableTime); got != DefaultIdleHoldTime {
		t.Errorf("after a stable session: %s", got)
	}
	fall(0)
	s, _ = Step(s, Event{Kind: ManualStart})
	if got := fall(0); got != DefaultIdleHoldTime {
		t.Errorf("after the operator's start: %s", got)
	}
	s.Oscillations, s.ConnectRetryCounter = 255, 1<<32-1
	if got := fall(0); got != DefaultIdleHoldTimeMax || s.Oscillations != 255 || s.ConnectRetryCounter != 1<<32-1 {
		t.Errorf("counters wrap: %s, %d, %d", got, s.Oscillations, s.ConnectRetryCounter)
	}
}

// TestSent: what a written message restarts.
func TestSent(t *testing.T) {
	for _, tc := range []struct {
		state State
		given []string
		typ   registry.MessageType
		want  string
	}{
		{Established, nil, registry.MsgUpdate, "+KAT30~ +SHT480"},
		{Established, nil, registry.MsgKeepalive, "+KAT30~ +SHT480"},
		{Established, nil, registry.MsgRouteRefresh, "+SHT480"},
		{Established, []string{"hold0"}, registry.MsgUpdate, ""},
		{Established, []string{"nosendhold"}, registry.MsgUpdate, "+KAT30~"},
		{OpenConfirm, nil, registry.MsgKeepalive, ""},
		{OpenSent, nil, registry.MsgOpen, ""},
	} {
		s := ordinary(t, tc.state, tc.given)
		if got := brief(s, s, Sent(s, tc.typ)); got != tc.want {
			t.Errorf("%s %v, %s: %q, want %q", tc.state, tc.given, tc.typ, got, tc.want)
		}
	}
}

// TestConfigCheck: attributes that cannot be meant.
func TestConfigCheck(t *testing.T) {
	for _, tc := range []struct {
		text string
		hold time.Duration
		ok   bool
	}{
		{"", 0, true},
		{"", 90 * time.Second, true},
		{"", 2 * time.Second, false},
		{"", -time.Second, false},
		{"ConnectRetryTime=-1s", 0, false},
		{"KeepaliveTime=500ms", 90 * time.Second, false},
		{"SendHoldTime=90s", 90 * time.Second, false},
		{"SendHoldTime=91s", 90 * time.Second, true},
		{"SendHoldTime=-1s", 90 * time.Second, true},
		{"IdleHoldTime=6m", 0, true},
		{"IdleHoldTime=6m IdleHoldTimeMax=5m", 0, false},
		{"DampPeerOscillations", 0, false},
		{"DampPeerOscillations AllowAutomaticStart", 0, true},
	} {
		c, err := ParseConfig(tc.text)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Check(tc.hold); (err == nil) != tc.ok {
			t.Errorf("%q with hold time %s: %v", tc.text, tc.hold, err)
		}
	}
}

// TestPassiveIsRemembered: the start event says which way, and a session that comes back by itself goes the same way.
func TestPassiveIsRemembered(t *testing.T) {
	for k, want := range map[EventKind]bool{ManualStart: false, AutomaticStart: false, AutomaticStartDamp: false,
		ManualStartPassive: true, AutomaticStartPassive: true, AutomaticStartDampPassive: true} {
		s := ordinary(t, Idle, []string{"damp"})
		s.Passive = !want
		if s, _ = Step(s, Event{Kind: k}); s.Passive != want {
			t.Errorf("%s: passive %t", k, s.Passive)
		}
		s, _ = Step(s, Event{Kind: AutomaticStop})
		if s, _ = Step(s, Event{Kind: IdleHoldTimerExpires}); s.Passive != want || (s.State == Active) != want || s.Running.Has(IdleHoldTimer) {
			t.Errorf("%s, then a fall: passive %t, %s", k, s.Passive, s.State)
		}
	}
}
