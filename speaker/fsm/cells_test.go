package fsm

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCells holds the table against testdata/cells.txt, where every cell is spelled out a second time.
func TestCells(t *testing.T) {
	text, err := os.ReadFile("testdata/cells.txt")
	if err != nil {
		t.Fatal(err)
	}
	var state State
	covered := map[[2]int]bool{}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "|")
		if len(cols) == 1 {
			state = stateByName(t, line)
			continue
		}
		if len(cols) != 4 {
			t.Fatalf("line %d: %d columns", i+1, len(cols))
		}
		given := strings.Fields(cols[0])
		for _, e := range cellEvents(t, cols[1]) {
			s := ordinary(t, state, given)
			next, out := Step(s, e)
			got := strings.Join(strings.Fields(brief(s, next, out)), " ") + " | " + next.State.String()
			want := strings.Join(strings.Fields(cols[2]), " ") + " | " + strings.TrimSpace(cols[3])
			if got != want {
				t.Errorf("cells.txt:%d: %s, given %v, event %s:\n got %s\nwant %s", i+1, state, given, e, got, want)
			}
			covered[[2]int{int(state), int(e.Kind)}] = true
		}
	}
	for s := Idle; s <= Established; s++ {
		for k := EventKind(1); k < events; k++ {
			if !covered[[2]int{int(s), int(k)}] {
				t.Errorf("cells.txt does not say what %s does in %s", k, s)
			}
		}
	}
}

func stateByName(t *testing.T, name string) State {
	for s := Idle; s <= Established; s++ {
		if s.String() == name {
			return s
		}
	}
	t.Fatalf("no state %q", name)
	return 0
}

// cellEvents reads "1, 3-5, 19 hold=90s, R".
func cellEvents(t *testing.T, text string) (list []Event) {
	for _, item := range strings.Split(text, ",") {
		item = strings.TrimSpace(item)
		if item == "R" {
			item = RouteRefreshMsg.String()
		}
		first, last, ranged := strings.Cut(item, "-")
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if ranged && err1 == nil && err2 == nil {
			for k := from; k <= to; k++ {
				list = append(list, Event{Kind: EventKind(k)})
			}
			continue
		}
		e, err := ParseEvent(item)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// ordinary is a session as it normally is in a state, changed as the words say.
func ordinary(t *testing.T, state State, given []string) Session {
	s := New(Default())
	s.Config.TrackTcpState = true
	s.State, s.ConnectRetryCounter = state, 3
	switch state {
	case Connect, Active:
		s.Running = Timers(0).with(ConnectRetryTimer)
	case OpenSent:
		s.Running = Timers(0).with(HoldTimer)
	case OpenConfirm:
		s.Running = Timers(0).with(HoldTimer).with(KeepaliveTimer)
		s.HoldTime = 90 * time.Second
	case Established:
		s.Running = Timers(0).with(HoldTimer).with(KeepaliveTimer).with(SendHoldTimer)
		s.HoldTime = 90 * time.Second
	}
	for _, w := range given {
		change := changes[w]
		if change == nil {
			t.Fatalf("no such condition: %q", w)
		}
		change(&s)
	}
	return s
}

var changes = map[string]func(*Session){
	"-":           func(*Session) {},
	"passive":     func(s *Session) { s.Config.PassiveTcpEstablishment = true },
	"wentpassive": func(s *Session) { s.Passive, s.Config.PassiveTcpEstablishment = true, true },
	"damp":        func(s *Session) { s.Config.DampPeerOscillations = true },
	"waiting":     func(s *Session) { s.Running = s.Running.with(IdleHoldTimer) },
	"pause":       func(s *Session) { s.Running = s.Running.with(AutomaticStartTimer) },
	"noautostart": func(s *Session) { s.Config.AllowAutomaticStart = false },
	"noautostop":  func(s *Session) { s.Config.AllowAutomaticStop = false },
	"notrack":     func(s *Session) { s.Config.TrackTcpState = false },
	"unconfigured": func(s *Session) {
		s.Config.AcceptConnectionsUnconfiguredPeers = true
	},
	"delay": func(s *Session) { s.Config.DelayOpen = true },
	"delaying": func(s *Session) {
		s.Config.DelayOpen = true
		s.Running = Timers(0).with(DelayOpenTimer)
	},
	"nwo":         func(s *Session) { s.Config.SendNOTIFICATIONwithoutOPEN = true },
	"cdes":        func(s *Session) { s.Config.CollisionDetectEstablishedState = true },
	"graceful":    func(s *Session) { s.Retain = RetainRestart },
	"notified":    func(s *Session) { s.Retain = RetainNotification },
	"hold0":       func(s *Session) { s.HoldTime, s.Running = 0, 0 },
	"hold300":     func(s *Session) { s.HoldTime = 300 * time.Second },
	"nosendhold":  func(s *Session) { s.Config.SendHoldTime = -1 },
	"sendhold100": func(s *Session) { s.Config.SendHoldTime = 100 * time.Second },
	"keepalive2":  func(s *Session) { s.Config.KeepaliveTime = 2 * time.Second },
}

var short = [...]string{"CRT", "HT", "KAT", "DOT", "IHT", "SHT", "AST"}

// raises is what each timer has to raise.
var raises = [...]EventKind{ConnectRetryTimerExpires, HoldTimerExpires, KeepaliveTimerExpires, DelayOpenTimerExpires, IdleHoldTimerExpires, SendHoldTimerExpires}

// brief writes actions as cells.txt does. The counter, which is no action, stands where the RFC's list has it: before timers that are
// started after a fall, or behind "init" of a start.
func brief(was, is Session, out []Action) string {
	var b []string
	for _, a := range out {
		b = append(b, briefAction(is, a))
	}
	counter := ""
	switch {
	case is.ConnectRetryCounter == was.ConnectRetryCounter+1:
		counter = "++"
	case is.ConnectRetryCounter == 0 && was.ConnectRetryCounter != 0:
		counter = "0"
	case is.ConnectRetryCounter != was.ConnectRetryCounter:
		counter = fmt.Sprintf("counter=%d", is.ConnectRetryCounter)
	}
	if counter == "" {
		return strings.Join(b, " ")
	}
	at := len(b)
	for at > 0 && (strings.HasPrefix(b[at-1], "+AST") || strings.HasPrefix(b[at-1], "+IHT") || is.State != Idle && b[at-1] != "init") {
		at--
	}
	return strings.Join(b[:at], " ") + " " + counter + " " + strings.Join(b[at:], " ")
}

func briefAction(is Session, a Action) string {
	note := string(appendNote(nil, "", a.Note))
	switch a.Kind {
	case ActArm:
		text := fmt.Sprintf("+%s%g", short[a.Timer], a.After.Seconds())
		if a.Jitter {
			text += "~"
		}
		want := is.Config.Start(false)
		if int(a.Timer) < len(raises) {
			want = raises[a.Timer]
		}
		if a.Event != want {
			text += "!" + a.Event.String()
		}
		return text
	case ActStop:
		return "-" + short[a.Timer]
	case ActSendNotification:
		if a.Try {
			note += "?"
		}
		return note
	case ActReject:
		return "reject" + note
	case ActReport:
		return [...]string{"", "ignored", "notallowed", "attribute", "late"}[a.Reason]
	}
	return map[ActionKind]string{ActSendOpen: "OPEN", ActSendKeepalive: "KA", ActDeleteRoutes: "delete", ActKeepRoutes: "keep", ActEstablished: "up",
		ActUpdate: "update", ActRefresh: "refresh", ActInit: "init", ActRelease: "release", ActDial: "dial", ActListen: "listen",
		ActAccept: "accept", ActTrack: "track", ActClose: "close"}[a.Kind]
}
