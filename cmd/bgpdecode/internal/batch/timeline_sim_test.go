package batch

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// simStep is something that happens to a session in the simulator, before any daemon has worded it.
type simStep struct {
	at       time.Time
	from, to string // a change of state
	msg      int    // or a message
	sent     bool
	code     int // of a NOTIFICATION
	sub      int
	dial     bool // or a connection that is opened
	closed   bool // or closed by the peer
}

// sim is a run of sessions with one peer.
type sim struct {
	r           *rand.Rand
	now         time.Time
	steps       []simStep
	local, peer string
	localAS     int
	peerAS      int
	localHold   int
	peerHold    int
	want        map[string]bool // findings that must be there when messages are logged
}

func newSim(seed uint64) *sim {
	r := rand.New(rand.NewPCG(seed, 77))
	ip := func(n int) string { return fmt.Sprintf("10.%d.%d.%d", n, r.IntN(250)+1, r.IntN(250)+1) }
	s := &sim{r: r, now: time.Date(2026, 4, 1+r.IntN(20), r.IntN(20), 0, 0, 0, time.UTC), local: ip(60), peer: ip(61), want: map[string]bool{}}
	s.localAS, s.peerAS = 64512+r.IntN(500), 65100+r.IntN(200)
	s.localHold, s.peerHold = 30*(1+r.IntN(6)), 30*(1+r.IntN(6))
	return s
}

func (s *sim) wait(d time.Duration) { s.now = s.now.Add(d) }

func (s *sim) state(from, to string) {
	s.steps = append(s.steps, simStep{at: s.now, from: from, to: to})
}

func (s *sim) message(sent bool, msg, code, sub int) {
	s.steps = append(s.steps, simStep{at: s.now, sent: sent, msg: msg, code: code, sub: sub})
}

// cycle runs one connection, from Idle to Idle, with an end of some kind.
func (s *sim) cycle() {
	s.state("Idle", "Connect")
	s.steps = append(s.steps, simStep{at: s.now, dial: true})
	s.wait(time.Second)
	s.state("Connect", "OpenSent")
	s.message(true, 1, 0, 0)
	end := s.r.IntN(5)
	if end == 0 { // the OPEN is never answered
		s.wait(4 * time.Minute)
		s.message(true, 3, 4, 0)
		s.state("OpenSent", "Idle")
		s.want["open-not-answered"] = true
		s.wait(time.Minute)
		return
	}
	s.wait(2 * time.Second)
	s.message(false, 1, 0, 0)
	s.message(true, 4, 0, 0)
	s.state("OpenSent", "OpenConfirm")
	s.wait(2 * time.Second)
	s.message(false, 4, 0, 0)
	s.state("OpenConfirm", "Established")
	hold := min(s.localHold, s.peerHold)
	for range 2 + s.r.IntN(4) {
		s.wait(time.Duration(hold/3) * time.Second)
		s.message(true, 4, 0, 0)
		s.wait(2 * time.Second)
		s.message(false, 4, 0, 0)
	}
	switch end {
	case 1: // nothing more is heard
		s.wait(time.Duration(hold) * time.Second)
		s.message(true, 3, 4, 0)
		s.want["hold-timer-expired"] = true
	case 2: // the timer of this side is wrong
		s.wait(time.Duration(hold/2) * time.Second)
		s.message(true, 3, 4, 0)
		s.want["hold-timer-early"] = true
	case 3: // the peer was shut
		s.wait(5 * time.Second)
		s.message(false, 3, 6, 2)
	case 4:
		s.wait(5 * time.Second)
		s.steps = append(s.steps, simStep{at: s.now, closed: true})
		s.want["closed-without-notification"] = true
	}
	s.state("Established", "Idle")
	s.wait(30 * time.Hour) // no flapping
}

// dialect words a run as a daemon does.
type dialect struct {
	name     string
	messages bool // it logs messages, too
	word     func(s *sim, p simStep) []string
}

var notifyWords = map[[2]int]string{{4, 0}: "Hold Timer Expired", {6, 2}: "Cease/Administrative Shutdown"}

var dialects = []dialect{
	{"frr", true, func(s *sim, p simStep) []string {
		head := p.at.Format("2006/01/02 15:04:05") + " BGP: "
		switch {
		case p.to != "":
			return []string{head + s.peer + " went from " + p.from + " to " + p.to}
		case p.dial:
			return []string{head + s.peer + " [Event] Connect start to " + s.peer + " fd 17"}
		case p.closed:
			return []string{head + s.peer + " [Event] BGP connection closed fd 17"}
		case p.msg == 1 && p.sent:
			return []string{fmt.Sprintf("%s%s sending OPEN, version 4, my as %d, holdtime %d, id %s", head, s.peer, s.localAS, s.localHold, s.local)}
		case p.msg == 1:
			return []string{fmt.Sprintf("%s%s rcv OPEN, version 4, remote-as (in open) %d, holdtime %d, id %s", head, s.peer, s.peerAS, s.peerHold, s.peer)}
		case p.msg == 4 && p.sent:
			return []string{head + s.peer + " sending KEEPALIVE"}
		case p.msg == 4:
			return []string{head + s.peer + " KEEPALIVE rcvd"}
		}
		return []string{fmt.Sprintf("%s%%NOTIFICATION: %s neighbor %s %d/%d (%s) 0 bytes ", head, way(p, "sent to", "received from"), s.peer, p.code, p.sub, notifyWords[[2]int{p.code, p.sub}])}
	}},
	{"ios", true, func(s *sim, p simStep) []string {
		head := "*" + p.at.Format("Jan _2 2006 15:04:05.000") + ": BGP: " + s.peer
		switch {
		case p.to != "":
			return []string{head + " active went from " + p.from + " to " + p.to}
		case p.dial:
			return []string{head + " open active, local address " + s.local}
		case p.closed:
			return []string{head + " active remote close, state CLOSEWAIT"}
		case p.msg == 1 && p.sent:
			return []string{fmt.Sprintf("%s active sending OPEN, version 4, my as: %d, holdtime %d seconds, ID %s", head, s.localAS, s.localHold, hexID(s.local)), head + " active send message type 1, length (incl. header) 57"}
		case p.msg == 1:
			return []string{head + " active rcv message type 1, length (excl. header) 38", fmt.Sprintf("%s active rcv OPEN, version 4, holdtime %d seconds", head, s.peerHold), fmt.Sprintf("%s active rcv OPEN w/ remote AS %d", head, s.peerAS)}
		case p.msg == 4 && p.sent:
			return []string{head + " active send message type 4, length (incl. header) 19"}
		case p.msg == 4:
			return []string{head + " active rcv message type 4, length (excl. header) 0"}
		}
		return []string{fmt.Sprintf("*%s: %%BGP-3-NOTIFICATION: %s neighbor %s %d/%d (%s) 0 bytes ", p.at.Format("Jan _2 2006 15:04:05.000"), way(p, "sent to", "received from"), s.peer, p.code, p.sub, strings.ToLower(notifyWords[[2]int{p.code, p.sub}]))}
	}},
	{"openbgpd", false, func(s *sim, p simStep) []string {
		if p.to == "" {
			return nil
		}
		return []string{fmt.Sprintf("%s gw bgpd[412]: neighbor %s (peer one): state change %s -> %s, reason: Start", p.at.Format(time.RFC3339), s.peer, p.from, p.to)}
	}},
	{"gobgp-json", false, func(s *sim, p simStep) []string {
		if p.to == "" {
			return nil
		}
		up := strings.ToUpper
		return []string{fmt.Sprintf(`{"Key":"%s","Topic":"Peer","level":"debug","msg":"state changed","new":"BGP_FSM_%s","old":"BGP_FSM_%s","reason":"unknown","time":"%s"}`, s.peer, up(p.to), up(p.from), p.at.Format(time.RFC3339))}
	}},
	{"gobgp-text", false, func(s *sim, p simStep) []string {
		if p.to == "" {
			return nil
		}
		up := strings.ToUpper
		return []string{fmt.Sprintf(`time="%s" level=debug msg="state changed" Key=%s Topic=Peer new=BGP_FSM_%s old=BGP_FSM_%s reason=unknown`, p.at.Format(time.RFC3339), s.peer, up(p.to), up(p.from))}
	}},
	{"junos", true, func(s *sim, p simStep) []string {
		head := p.at.Format("2006-01-02T15:04:05Z") + " re0 rpd[77]: "
		to := fmt.Sprintf("%s (External AS %d)", s.peer, s.peerAS)
		switch {
		case p.to != "":
			return []string{head + "bgp_event: peer " + to + " old state " + p.from + " event Any new state " + p.to}
		case p.closed:
			return []string{head + "bgp_read_message: peer " + to + ": received unexpected EOF"}
		case p.msg == 3:
			words := "code 4 (Hold Timer Expired Error)"
			if p.code == 6 {
				words = "code 6 (Cease) subcode 2 (Administratively Shutdown)"
			}
			return []string{head + "bgp_x:1: NOTIFICATION " + way(p, "sent to", "received from") + " " + to + ": " + words}
		case p.msg == 0:
			return nil
		}
		line, as, hold, id := fmt.Sprintf("BGP SEND %s+40001 -> %s+179", s.local, s.peer), s.localAS, s.localHold, s.local
		if !p.sent {
			line, as, hold, id = fmt.Sprintf("BGP RECV %s+179 -> %s+40001", s.peer, s.local), s.peerAS, s.peerHold, s.peer
		}
		out := []string{head + line, fmt.Sprintf("%s%s message type %d (x) length 19", head, line[:8], p.msg)}
		if p.msg == 1 {
			out = append(out, fmt.Sprintf("%s%s version 4 as %d holdtime %d id %s parmlen 30", head, line[:8], as, hold, id))
		}
		return out
	}},
	{"comware", false, func(s *sim, p simStep) []string {
		if p.to == "" {
			return nil
		}
		return []string{fmt.Sprintf("*%s Sysname RM/6/RMDEBUG: BGP.: %s State is changed from %s to %s.", p.at.Format("Jan _2 2006 15:04:05"), s.peer, strings.ToUpper(p.from), strings.ToUpper(p.to))}
	}},
	{"arista", false, func(s *sim, p simStep) []string {
		if p.to == "" {
			return nil
		}
		return []string{fmt.Sprintf("%s sw Bgp: %%BGP-5-ADJCHANGE: peer %s (VRF default AS %d) old state %s event Any new state %s", p.at.Format(time.RFC3339), s.peer, s.peerAS, p.from, p.to)}
	}},
	{"maghemite", false, func(s *sim, p simStep) []string {
		if p.to == "" {
			return nil
		}
		words := strings.NewReplacer("OpenSent", "open sent", "OpenConfirm", "open confirm")
		return []string{fmt.Sprintf("| 7 | %s | INFO | slog-rs (bgp): fsm transition %s -> %s", p.at.Format("2006-01-02T15:04:05.000Z"), strings.ToLower(words.Replace(p.from)), strings.ToLower(words.Replace(p.to))),
			"fsm_state = " + strings.ToLower(words.Replace(p.from)), "neighbor = " + s.peer, "|"}
	}},
}

func way(p simStep, sent, received string) string {
	if p.sent {
		return sent
	}
	return received
}

func hexID(ip string) string {
	var a, b, c, d int
	fmt.Sscanf(ip, "%d.%d.%d.%d", &a, &b, &c, &d)
	return fmt.Sprintf("%02X%02X%02X%02X", a, b, c, d)
}

// TestSimulatedRuns: whatever daemon words a run, the timeline gives its changes of state in their order, and finds the
// faults that were put into it, and no others.
func TestSimulatedRuns(t *testing.T) {
	for _, d := range dialects {
		for seed := range uint64(12) {
			s := newSim(seed)
			for range 1 + s.r.IntN(5) {
				s.cycle()
			}
			var text strings.Builder
			var want []string
			for _, p := range s.steps {
				for _, l := range d.word(s, p) {
					text.WriteString(l + "\n")
				}
				if p.to != "" {
					want = append(want, p.from+">"+p.to)
				}
			}
			var got []string
			for _, o := range lineObjects(t, text.String(), TimelineJSONL()) {
				if session := o["session"].(map[string]any); o["step"] != nil && o["step"].(map[string]any)["what"] == "transition" {
					got = append(got, fmt.Sprint(session["from"], ">", session["to"]))
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, run %d:\n%v\nwant\n%v\n%s", d.name, seed, got, want, text.String())
				break
			}
			if !d.messages {
				continue
			}
			for _, id := range findingIDs(t, text.String()) {
				if !s.want[id] && id != "never-established" {
					t.Errorf("%s, run %d: %s is not so\n%s", d.name, seed, id, text.String())
				}
				delete(s.want, id)
			}
			if len(s.want) > 0 {
				t.Errorf("%s, run %d: not found: %v\n%s", d.name, seed, s.want, timelineText(t, text.String(), nil))
			}
		}
	}
}

// collisionLog words a collision as maghemite does: a third connection comes while two collide.
func collisionLog(r *rand.Rand, on func(first, second, third string) string) string {
	id := func() string { return fmt.Sprintf("%08x", r.Uint32()|0xa0000000) }
	a, b, c := id(), id(), id()
	at := time.Date(2026, 6, 1+r.IntN(20), 4, 0, 0, 0, time.UTC)
	var text strings.Builder
	n := 0
	rec := func(msg string, keys ...string) {
		n++
		at = at.Add(time.Millisecond)
		fmt.Fprintf(&text, "| %d | %s | INFO | slog-rs (bgp): %s\n", n, at.Format("2006-01-02T15:04:05.000Z"), msg)
		for _, k := range append(keys, "neighbor = lan9") {
			text.WriteString(k + "\n")
		}
		text.WriteString("|\n")
	}
	end := func(id, way string) []string {
		return []string{"connection_id = " + id, "direction = " + way, "fsm_state = connection collision"}
	}
	rec("fsm transition connect -> open sent")
	rec(fmt.Sprintf("send open message message via channel to 10.9.9.9:179 (conn_id: %s, channel_id: 1)", a), end(a, "outbound")...)
	rec(fmt.Sprintf("collision detected: new inbound connection from 10.9.9.9:3999 (conn_id: %s)", b), "connection_id = "+a)
	rec(fmt.Sprintf("send open message message via channel to 10.9.9.9:3999 (conn_id: %s, channel_id: 2)", b), end(b, "inbound")...)
	rec("fsm transition open sent -> connection collision")
	rec(fmt.Sprintf("new inbound connection (peer: 10.9.9.9:4000, conn_id: %s), but we're already in a collision. closing..", c))
	to := on(a, b, c)
	rec("sending notification: 6 (Cease) / 5 (Connection Rejected)", append(end(to, "outbound"), "message_contents = Notification [ error_code: 6 (Cease), error_subcode: 5 (Connection Rejected), data: [] ]")...)
	rec(fmt.Sprintf("dropping bgp connection for peer 10.9.9.9:4000 (conn_id: %s, channel_id: 3)", c), end(c, "inbound")...)
	return text.String()
}

// TestWrongConnection: a NOTIFICATION is on the wrong connection only where it is.
func TestWrongConnection(t *testing.T) {
	const id = "notification-on-wrong-connection"
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 5))
		for i, on := range []func(a, b, c string) string{func(a, _, _ string) string { return a }, func(_, b, _ string) string { return b }, func(_, _, c string) string { return c }} {
			text := collisionLog(r, on)
			if got := slices.Contains(findingIDs(t, text), id); got != (i < 2) {
				t.Errorf("connection %d: found %t\n%s", i+1, got, timelineText(t, text, nil))
			}
		}
	}
}

// TestFSMErrorSubcode: the subcode that RFC 6608 has depends on the state.
func TestFSMErrorSubcode(t *testing.T) {
	for _, tc := range []struct {
		state string
		sub   int
		found bool
	}{{"open sent", 0, true}, {"open sent", 1, false}, {"open confirm", 0, true}, {"open confirm", 2, false}, {"open confirm", 1, true}, {"established", 3, false}, {"established", 0, true}, {"connect", 0, false}} {
		text := fmt.Sprintf("| 1 | 2026-02-03T04:05:06.000Z | INFO | slog-rs (bgp): sending notification: 5 (FSM) / %d\nconnection_id = aa00bb11\nfsm_state = %s\n"+
			"message_contents = Notification [ error_code: 5 (FSM), error_subcode: %d, data: [] ]\nneighbor = 10.1.1.1\n|\n", tc.sub, tc.state, tc.sub)
		if got := slices.Contains(findingIDs(t, text), "fsm-error-subcode"); got != tc.found {
			t.Errorf("5/%d in %s: %t\n%s", tc.sub, tc.state, got, timelineText(t, text, nil))
		}
	}
}

// TestFlappingFolds: many cycles of the same are one line, and a finding.
func TestFlappingFolds(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var text strings.Builder
	for range 40 {
		for _, p := range [][2]string{{"Idle", "Connect"}, {"Connect", "OpenSent"}, {"OpenSent", "OpenConfirm"}, {"OpenConfirm", "Established"}, {"Established", "Idle"}} {
			at = at.Add(4 * time.Second)
			fmt.Fprintf(&text, "%s gw bgpd[1]: neighbor 10.5.5.5: state change %s -> %s, reason: x\n", at.Format(time.RFC3339), p[0], p[1])
		}
	}
	got := timelineText(t, text.String(), nil)
	if !strings.Contains(got, "39 more cycles of the same 5 steps, 20 s each") || !strings.Contains(got, "flapping") || strings.Count(got, "\n") > 30 {
		t.Error(got)
	}
}

// TestHugeTimeline: memory stays bounded, and what is left out is said.
func TestHugeTimeline(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(1, 9))
	var text strings.Builder
	states := []string{"Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"}
	for range 60000 {
		at = at.Add(time.Second)
		fmt.Fprintf(&text, "%s gw bgpd[1]: neighbor 10.7.%d.1: state change %s -> %s, reason: x\n", at.Format(time.RFC3339), r.IntN(3), states[r.IntN(6)], states[r.IntN(6)])
	}
	got := timelineText(t, text.String(), nil)
	if n := strings.Count(got, "\n"); n > 9000 || strings.Count(got, "more steps are not shown") != 3 {
		t.Errorf("%d lines, %d cuts", n, strings.Count(got, "more steps are not shown"))
	}
}
