package logline

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stepsOf gives the steps of a text.
func stepsOf(text string) []Event {
	var out []Event
	for _, ev := range Scan(Split(text), Options{AllStates: true, Transitions: true, Location: time.UTC}) {
		if ev.Step != nil {
			out = append(out, ev)
		}
	}
	return out
}

// TestStepWordings: each line, with an address of its own, gives the step that it tells.
func TestStepWordings(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, tc := range []struct {
		line string // PEER and LOCAL are addresses, AS a number, ID an identifier
		want string
	}{
		{"2026/03/02 08:00:00 BGP: [ZQHFG-DQGX1] PEER went from Idle to Connect", "transition Idle>Connect"},
		{"2026/03/02 08:00:00 BGP: PEER fd 23 went from OpenSent to OpenConfirm", "transition OpenSent>OpenConfirm"},
		{"Mar  2 08:00:00 r1 bgpd[77]: PEER [FSM] going from Connect to OpenSent", "transition Connect>OpenSent"},
		{"2026/03/02 08:00:00 BGP: PEER sending OPEN, version 4, my as AS, holdtime 180, id ID", "message sent 1 open AS 180 ID"},
		{"2026/03/02 08:00:00 BGP: PEER rcv OPEN, version 4, remote-as (in open) AS, holdtime 90, id ID", "message received 1 open AS 90 ID"},
		{"2026/03/02 08:00:00 BGP: PEER KEEPALIVE rcvd", "message received 4"},
		{"2026/03/02 08:00:00 BGP: PEER [Event] Connect failed 111(Connection refused)", "dial-failed local"},
		{"2026/03/02 08:00:00 BGP: [Event] BGP connection from host PEER fd 19", "connected peer"},
		{"*Mar  2 09:10:00.100: BGP: PEER passive went from OpenSent to OpenConfirm", "transition peer OpenSent>OpenConfirm"},
		{"*Mar  2 09:10:00.100: BGP: ses global PEER (0x7F3A10:0) act went from Active to OpenSent", "transition local Active>OpenSent"},
		{"*Mar  2 09:10:00.100: BGP: PEER passive open to LOCAL", "connected peer"},
		{"*Mar  2 09:10:00.100: BGP: PEER open rcvd, remote version 4 hold time 90", "message received 1 open 0 90 "},
		{"*Mar  2 09:10:00.100: BGP: PEER remote close, state CLOSEWAIT", "closed received"},
		{"Mar  2 11:00:00 gw bgpd[4711]: neighbor PEER (a lab): state change OpenSent -> Active, reason: Connection closed", "transition OpenSent>Active"},
		{"Mar  2 11:00:00 gw bgpd[4711]: neighbor PEER: state change None -> Idle, reason: None", "transition None>Idle"},
		{`{"Key":"PEER","Topic":"Peer","level":"debug","msg":"state changed","new":"BGP_FSM_OPENSENT","old":"BGP_FSM_ACTIVE","reason":"new-connection"}`, "transition Active>OpenSent"},
		{`time="2026-03-02T12:00:35Z" level=debug msg="state changed" Key=PEER Topic=Peer new=BGP_FSM_IDLE old=BGP_FSM_ESTABLISHED reason=x`, "transition Established>Idle"},
		{"bgp_event: peer PEER (External AS AS) old state Active event ConnectRetry new state Connect", "transition Active>Connect"},
		{"*Mar  2 14:12:13:674 2026 R RM/6/RMDEBUG: BGP.: PEER State is changed from OPENSENT to OPENCONFIRM.", "transition OpenSent>OpenConfirm"},
		{"*Mar  2 14:12:13:674 2026 R RM/6/RMDEBUG: BGP.: PEER Send KEEPALIVE", "message sent 4"},
		{"some daemon: peer PEER: transition OPEN_SENT => OPEN_CONFIRM", "transition OpenSent>OpenConfirm"},
		{"09:36:56 | 34107 | outgoing-7    | attempting connection to PEER:179", "dialing local"},
		{"INFO     | 272    | message       | Peer            PEER ASN 64500   << KEEPALIVE (ESTABLISHED)", "message received 4"},
		{"exabgp: 272 message       Peer   PEER ASN 64500   >> OPEN version=4 asn=64499 hold_time=180 router_id=ID capabilities=[ASN4(64499)]", "message sent 1 open 64499 180 ID"},
		{"| 9 | 2026-01-01T00:00:00.001Z | DEBG | slog-rs (bgp): dropping bgp connection for peer PEER:179 (conn_id: 0badcafe, channel_id: 3)\n|", "closed sent"},
		{`{"msg":"recv keepalive message msg from PEER:179 (conn_id: 0badcafe)","v":0,"name":"slog-rs","level":10,"time":"2026-01-01T00:00:00Z","hostname":"h"}`, "message received 4"},
	} {
		for range 3 {
			peer, local, id := fmt.Sprintf("10.%d.0.%d", r.IntN(250), 1+r.IntN(250)), fmt.Sprintf("10.%d.9.1", r.IntN(250)), fmt.Sprintf("172.16.%d.1", r.IntN(250))
			as := fmt.Sprint(1 + r.IntN(1<<30))
			// "AS" also stands in words: only where it is one of its own behind a blank and not in front of a number
			fill := strings.NewReplacer("PEER", peer, "LOCAL", local, " AS AS)", " AS "+as+")", " AS,", " "+as+",", "AS 180", as+" 180", "AS 90", as+" 90", "ID", id)
			line := fill.Replace(tc.line)
			line = strings.ReplaceAll(line, "BGP_FSM_"+id+"LE", "BGP_FSM_IDLE") // the identifier's letters
			evs := stepsOf(line + "\n")
			if len(evs) != 1 {
				t.Errorf("%s: %d steps", line, len(evs))
				break
			}
			want := fill.Replace(tc.want)
			if got := stepText(&evs[0]); got != want {
				t.Errorf("%s:\n%s, want %s", line, got, want)
			}
			if evs[0].Peer != peer {
				t.Errorf("%s: peer %q", line, evs[0].Peer)
			}
			if n := len(Scan(Split(line+"\n"), Options{})); n > 1 {
				t.Errorf("%s: %d events without being asked", line, n)
			}
		}
	}
}

func stepText(ev *Event) string {
	st := ev.Step
	s := st.What.String()
	if d := ev.Direction.String(); d != "" {
		s += " " + d
	}
	switch {
	case st.What == StepTransition:
		if st.Opener != OpenerUnknown {
			s += " " + st.Opener.String()
		}
		s += " " + ev.From + ">" + ev.To
	case st.What == StepMessage:
		s += fmt.Sprint(" ", ev.MessageType)
	case st.What == StepConnected || st.What == StepDialing || st.What == StepDialFailed:
		s += " " + st.Opener.String()
	}
	if o := st.Open; o != nil {
		s += fmt.Sprint(" open ", o.AS, " ", o.HoldTime, " ", o.ID)
	}
	return s
}

// TestNoSteps: what only looks like a step is none.
func TestNoSteps(t *testing.T) {
	for _, line := range []string{
		"2026/03/02 08:00:00 BGP: text \"192.0.2.1 went from Idle to Established\"",
		"%BGP-3-NOTIFICATION: received from neighbor 192.0.2.1 6/2 \"192.0.2.9 went from Idle to Established\"",
		"interface ge-0/0/0 went from up to down",
		"user 192.0.2.7 session state changed from active to idle",
		"connected",
		"door Connected: Connected",
		"state change in the weather -> rain",
	} {
		for _, ev := range stepsOf(line + "\n") {
			if ev.Peer == "192.0.2.9" || ev.Peer == "192.0.2.1" && !strings.HasPrefix(line, "%") || ev.Kind == KindState && !strings.HasPrefix(line, "%") {
				t.Errorf("%s: %s", line, stepText(&ev))
			}
		}
	}
}

// TestStateName: every spelling, and nothing else.
func TestStateName(t *testing.T) {
	for _, s := range []string{"OpenSent", "OPENSENT", "open sent", "open_sent", "BGP_FSM_OPENSENT", "Open-Sent"} {
		if n, ok := StateName(s); !ok || n != "OpenSent" {
			t.Errorf("%s: %q", s, n)
		}
	}
	for _, s := range []string{"", "up", "sent", "OpenSentx", strings.Repeat("idle", 20)} {
		if n, ok := StateName(s); ok {
			t.Errorf("%s: %q", s, n)
		}
	}
}

// FuzzSteps: whatever the text, steps stand in it, in order, and what was found without them is still there.
func FuzzSteps(f *testing.F) {
	names, _ := filepath.Glob("../../testdata/logs/timeline/*.log")
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b[:min(len(b), 3000)]))
	}
	f.Add("PEER went from Idle to")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		opts := Options{AllStates: true, Location: time.UTC}
		plain := len(Scan(Split(text), opts))
		opts.Transitions = true
		evs := Scan(Split(text), opts)
		n, at := 0, 0
		for i := range evs {
			ev := &evs[i]
			if ev.Offset < at || ev.EndOffset < ev.Offset || ev.EndOffset > len(text) {
				t.Fatalf("event %d at %d to %d of %d, behind %d", i, ev.Offset, ev.EndOffset, len(text), at)
			}
			at = ev.Offset
			if ev.Step == nil || ev.Step.What == StepNone || ev.Code >= 0 || ev.Same {
				n++
			}
		}
		if n > plain || len(evs) < plain {
			t.Fatalf("%d events without steps, %d of %d with them", plain, n, len(evs))
		}
	})
}
