package logline

import (
	"fmt"
	"maps"
	"math/rand"
	"strings"
	"testing"
)

// stateMakers has makers of lines in which devices tell that a session fell or could not be opened. TestRelatives wraps and
// mixes them.
var stateMakers = map[string]func(m maker) (string, told){
	"comware": func(m maker) (string, told) {
		ip, vrf := m.ip(), m.pick("", "vpn1", "CUST-7")
		r := told{kind: "state", peer: ip, vrf: vrf, code: Unknown, sub: Unknown, decl: Unknown}
		why := m.pick(".", " for hold timer expiration caused by peer device.", " for TCP_Connection_Failed event received.", ". (Reason: session down event received from BFD)")
		if m.Intn(3) == 0 {
			s := m.sub()
			way := m.pick("sending", "receiving")
			r.kind, r.code, r.sub, r.dir = "notification", s.code, s.sub, strings.Replace(strings.Replace(way, "sending", "sent", 1), "receiving", "received", 1)
			why = fmt.Sprintf(" for %s Notification with error %d/%d.", way, s.code, s.sub)
		}
		return fmt.Sprintf("%%%%10BGP/5/BGP_STATE_CHANGED: %s%s%s: %s %s changed from %s to IDLE%s", m.pick("", "-MDC=1; "), m.pick("BGP.", "BGP default."), vrf, ip,
			m.pick("state has", "State is"), m.pick("ESTABLISHED", "OPENCONFIRM"), why), r
	},
	"junos refused": func(m maker) (string, told) {
		ip, as, vrf := m.ip(), m.as(), m.pick("", "CUST-1")
		in := ""
		if vrf != "" {
			in = " (instance " + vrf + ")"
		}
		return fmt.Sprintf("rpd[1582]: BGP_CONNECT_FAILED: bgp_connect_start: connect %s (Internal AS %d)%s: %s", ip, as, in, m.pick("No route to host", "Operation not permitted")),
			told{kind: "state", peer: ip, vrf: vrf, as: as, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"frr refused": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("bgpd[7]: %s%s [Event] %s", ip, m.pick("", "(r2.example.net)", " fd 27"), m.pick("Connect failed (Connection refused)", "Connect failed 111(Connection refused)", "BGP connection closed fd 27")),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"openbgpd refused": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("neighbor %s%s: %s: %s", ip, m.pick("", " (cust1)"), m.pick("connect", "socket error"), m.pick("Connection refused", "No route to host")),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"panos": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("1,2026/02/03 04:05:06,016401000000,SYSTEM,routing,0,2026/02/03 04:05:06,,routed-BGP-peer-left-established,to-ISP,0,0,general,high,\"BGP peer session left established state%s peer name: %s, peer IP: %s.\",123,0x0",
			m.pick(":", "."), m.pick("to-ISP", "up 1"), ip), told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"md5 linux 6.8": func(m maker) (string, told) {
		a, b, p := m.ip(), m.ip(), 1024+m.Intn(60000)
		form := "%s.%d-->%s.179 [%s] "
		if strings.Contains(a+b, ":") {
			form = "[%s].%d->[%s].179 [%s] "
		}
		return fmt.Sprintf("kernel: TCP: %s for "+form+"L3 index 0", m.pick("MD5 Hash mismatch", "MD5 Hash not found", "Unexpected MD5 Hash found"), a, p, b, m.pick("S", "P.", "R")),
			told{kind: "state", peer: a, dir: "received", code: Unknown, sub: Unknown, decl: Unknown}
	},
}

// TestStateLines: what the lines of devices tell, and why.
func TestStateLines(t *testing.T) {
	for text, want := range map[string]string{
		"BGP/5/BGP_STATE_CHANGED: BGP.: 192.0.2.1 state has changed from ESTABLISHED to IDLE.":                                                                 "comware 192.0.2.1  -1 Established>Idle down",
		"BGP/5/BGP_STATE_CHANGED: BGP.red: 192.0.2.1  state has changed from ESTABLISHED to IDLE":                                                              "comware 192.0.2.1  -1 Established>Idle down red",
		"BGP/5/BGP_STATE_CHANGED: BGP.: 192.0.2.1 state has changed from ESTABLISHED to IDLE for hold timer expiration caused by peer device.":                 "comware 192.0.2.1  -1 Established>Idle hold-timer",
		"BGP/5/BGP_STATE_CHANGED: BGP.: 192.0.2.1 state has changed from ESTABLISHED to IDLE for session down event received from BFD.":                        "comware 192.0.2.1  -1 Established>Idle bfd-down",
		"BGP/5/BGP_STATE_CHANGED: BGP a.b: 2001:db8::1 state has changed from ESTABLISHED to IDLE for TCP_Connection_Failed event received.":                   "comware 2001:db8::1  -1 Established>Idle transport-error b",
		"BGP/5/BGP_STATE_CHANGED_REASON: BGP.: 192.0.2.1 state has changed from ESTABLISHED to IDLE. (Reason: TCP_Connection_Failed event received)":           "comware 192.0.2.1  -1 Established>Idle transport-error",
		"BGP/5/BGP_STATE_CHANGED: BGP default.: 192.0.2.1 state has changed from ESTABLISHED to IDLE for receiving Notification with error 6/2.":               "comware 192.0.2.1 received 6/2 Established>Idle ",
		"%Aug 24 14:12:13:728 2026 Sysname RM/3/RMLOG:\nBGP.vpn1: 192.0.2.1 State is changed from ESTABLISHED to IDLE.":                                        "comware 192.0.2.1  -1 Established>Idle down vpn1",
		"%Aug 24 14:12:13:728 2026 Sysname BGP/5/BGP_STATE_CHANGED:\n BGP.: 192.0.2.1 state has changed from OPENCONFIRM to IDLE for\n hold timer expiration.": "comware 192.0.2.1  -1 OpenConfirm>Idle hold-timer",
		"BGP_CONNECT_FAILED: bgp_connect_start: connect 192.0.2.1 (Internal AS 1): No route to host":                                                           "junos 192.0.2.1  -1 > connect-no-route",
		"BGP_CONNECT_FAILED: bgp_connect_start: connect 192.0.2.1 (External AS 8) (instance V-1): Can't assign requested address":                              "junos 192.0.2.1  -1 > connect-failed V-1",
		"192.0.2.1 [Event] Connect failed (Connection refused)":                                                                                                "frr 192.0.2.1  -1 > connect-failed",
		"192.0.2.1 [Event] Connect failed (Connection reset by peer)":                                                                                          "frr 192.0.2.1  -1 > connect-failed",
		"192.0.2.1 [Event] BGP connection closed fd 14":                                                                                                        "frr 192.0.2.1  -1 > peer-closed",
		"neighbor 192.0.2.1 (x): connect: Connection refused":                                                                                                  "openbgpd 192.0.2.1  -1 > connect-failed",
		"neighbor 2001:db8::1: socket error: No route to host":                                                                                                 "openbgpd 2001:db8::1  -1 > connect-no-route",
		"BGP neighbor is 192.0.2.1, remote AS 64500, external link\n  Last sent socket-error:no route, Last time 01:20:21":                                     "arista-eos 192.0.2.1 sent -1 > connect-no-route",
		"BGP neighbor is 192.0.2.1, remote AS 64500, external link\n  Last sent socket-error:Connect (No route to host), Last time 01:20:21":                   "arista-eos 192.0.2.1 sent -1 > connect-no-route",
		"BGP neighbor is 192.0.2.1, remote AS 64500, external link\n  Last sent socket-error: Connect (Network is unreachable)":                                "arista-eos 192.0.2.1 sent -1 > connect-no-route",
		"BGP neighbor is 192.0.2.1, remote AS 64500, external link\n  Last sent socket-error:Connect (Connection refused), Last time 02:28:12, Repeats 1":      "arista-eos 192.0.2.1 sent -1 > connect-failed",
		"BGP neighbor is 192.0.2.1, remote AS 64500\n  Last sent socket-error:local address fe80::1%Et8 unavailable, Last time 15:48:11":                       "arista-eos 192.0.2.1 sent -1 > connect-failed",
		"BGP neighbor is 192.0.2.1, remote AS 64500\n  Last rcvd socket-error:Connection reset by peer, Last time 02:12:15, First time 02:20:03":               "arista-eos 192.0.2.1 received -1 > peer-closed",
		"BGP peer session left established state. peer name: ISP-1, peer IP: 192.0.2.1.":                                                                       "panos-system 192.0.2.1  -1 Established> down",
		"kernel: TCP: Unexpected MD5 Hash found for 192.0.2.1.31986-->192.0.2.2.179 [S]":                                                                       "tcp-auth 192.0.2.1 received -1 > tcp-md5-mismatch",
	} {
		ev := one(t, text)
		got := fmt.Sprintf("%s %s %s %s %s>%s %s", ev.Style, ev.Peer, ev.Direction, pairText(ev.Code, ev.Subcode), ev.From, ev.To, ev.Reason)
		if ev.VRF != "" {
			got += " " + ev.VRF
		}
		if got != want {
			t.Errorf("got  %s\nwant %s\n%s", got, want, text)
		}
	}
}

// TestShared: lines that several daemons write give events of the daemons' styles.
func TestShared(t *testing.T) {
	shared := map[string]bool{}
	known := map[string]bool{}
	for _, st := range Styles() {
		shared[st.Name], known[st.Name] = st.Shared, true
	}
	m := maker{rand.New(rand.NewSource(32))}
	all := maps.Clone(stateMakers)
	maps.Copy(all, relatives)
	for name, mk := range all {
		for range 20 {
			text, _ := mk(m)
			for _, ev := range Scan(Split(text), Options{}) {
				if shared[ev.Style] || !known[ev.Style] {
					t.Errorf("%s: style %q of\n%s", name, ev.Style, text)
				}
			}
		}
	}
}

// TestStateLinesNothing: steps that end nothing, and like words about something else.
func TestStateLinesNothing(t *testing.T) {
	for _, text := range []string{
		"BGP.: 192.0.2.1 State is changed from CONNECT to ACTIVE.",
		"BGP.: 192.0.2.1 State is changed from OPENSENT to OPENCONFIRM.",
		"BGP.: 192.0.2.1 state has changed from ESTABLISHED to happy.",
		"OSPF 1: 192.0.2.1 state has changed from ESTABLISHED to IDLE.",
		"192.0.2.1 state has changed from ESTABLISHED to IDLE",
		"dial tcp 192.0.2.1:179: connect: connection refused",
		"the neighbor of 192.0.2.1:80: connect: connection refused",
		"192.0.2.1 [Event] BGP connection from host 192.0.2.2",
		"mail [Event] Connect failed",
		"JTASK_IO_CONNECT_FAILED: BGP_8220.10.10.101.2: Connecting to 10.10.101.2+179 failed: Can't assign requested address",
		"The session left established state: peer name: x, peer IP: 192.0.2.1.",
		"Number of times a BGP peer session left established state",
		"AWS-side peer BGP session state has changed from Established to Idle with neighbor {ip: xxx}",
	} {
		if evs := Scan(Split(text), Options{}); len(evs) > 0 {
			t.Errorf("%s\n%+v", text, evs[0])
		}
	}
}

// TestStateRise: a session that came up is told where the caller asks for it.
func TestStateRise(t *testing.T) {
	for _, text := range []string{
		"BGP/5/BGP_STATE_CHANGED: BGP.: 192.0.2.1 state has changed from OPENCONFIRM to ESTABLISHED.",
		"BGP peer session enters established state: peer name: to-ISP, peer IP: 192.0.2.1.",
	} {
		if evs := Scan(Split(text), Options{}); len(evs) > 0 {
			t.Errorf("%s\n%+v", text, evs[0])
		}
		evs := Scan(Split(text), Options{AllStates: true})
		if len(evs) != 1 || !evs[0].Up || evs[0].Reason != ReasonEstablished || evs[0].Peer != "192.0.2.1" {
			t.Errorf("%s\n%+v", text, evs)
		}
	}
}

// TestBIRDAttempt: a connection that BIRD loses behind its OPEN was no session, one behind other things may have been.
func TestBIRDAttempt(t *testing.T) {
	for _, name := range []string{"peer1", "edge_7"} {
		for _, c := range []struct {
			front, words, reason string
		}{
			{"Connecting to 192.0.2.1 from local address 192.0.2.2", "Connection timed out", "connect-failed"},
			{"Connected", "Connection reset by peer", "connect-failed"},
			{"Sending OPEN(ver=4,as=64501,hold=240,id=c0000202)", "Connection reset by peer", "connect-failed"},
			{"Got OPEN(as=64500,hold=180,id=192.0.2.1)", "Broken pipe", "connect-failed"},
			{"Sending KEEPALIVE", "Connection reset by peer", "peer-closed"},
			{"Got UPDATE", "Connection reset by peer", "peer-closed"},
			{"BGP session established", "Connection reset by peer", "peer-closed"},
			{"Connect delayed by 5 seconds", "Connection refused", "connect-failed"},
		} {
			const head = "2026-03-04 10:05:02.%03d <TRACE> %s: %s\n"
			text := fmt.Sprintf(head, 1, name, "Sending OPEN(ver=4,as=64501,hold=240,id=c0000202)") + fmt.Sprintf(head, 2, name, c.front) +
				fmt.Sprintf(head, 3, "other"+name, "Sending UPDATE") + fmt.Sprintf(head, 3, "other", "Connected") +
				fmt.Sprintf(head, 4, name, "Connection lost ("+c.words+")")
			evs := Scan(Split(text), Options{})
			if len(evs) != 1 || evs[0].Reason != c.reason || evs[0].Session != name {
				t.Errorf("%s, %s: %+v", c.front, c.words, evs)
			}
			if c.words == "Connection refused" {
				continue
			}
			text = strings.Replace(text, "Connection lost ("+c.words+")", "Connection closed", 1)
			evs = Scan(Split(text), Options{})
			if fell := c.reason == "peer-closed"; fell != (len(evs) == 1) || fell && (evs[0].Reason != "peer-closed" || evs[0].Session != name) {
				t.Errorf("%s, closed: %+v", c.front, evs)
			}
		}
	}
}

// TestBIRDClosedNot: what others say of their connections.
func TestBIRDClosedNot(t *testing.T) {
	for _, text := range []string{"Mar  4 10:05:02 h sshd[7]: Connection closed by 192.0.2.7 port 40022 [preauth]\n", "<info> wifi0: Connection closed by the server\n",
		"2026-03-04 10:05:02 web: Connection closed\n"} {
		if evs := Scan(Split(text), Options{}); len(evs) != 0 {
			t.Errorf("%+v in %s", evs, text)
		}
	}
}

// TestZebraAttempt: likewise in FRR's log, where the last change of state tells.
func TestZebraAttempt(t *testing.T) {
	for _, peer := range []string{"192.0.2.7", "2001:db8::7"} {
		for to, reason := range map[string]string{"OpenSent": "connect-failed", "OpenConfirm": "connect-failed", "Active": "connect-failed", "Established": "peer-closed",
			"Idle": "peer-closed", "Clearing": "peer-closed"} {
			for _, words := range []string{"[Event] BGP connection closed fd 17", "[Error] bgp_read_packet error: Connection reset by peer"} {
				const head = "2026/03/04 10:05:02.%06d BGP: [ZQHFG-DQGX1] %s %s\n"
				text := fmt.Sprintf(head, 1, peer, "went from Idle to Connect") + fmt.Sprintf(head, 2, peer, "went from Connect to "+to) +
					fmt.Sprintf(head, 3, "192.0.2.77", "went from Connect to OpenSent") + fmt.Sprintf(head, 4, peer, "Sending hostname cap with hn = r, dn = (null)") + fmt.Sprintf(head, 5, peer, words)
				evs := Scan(Split(text), Options{})
				if len(evs) != 1 || evs[0].Reason != reason || evs[0].Peer != peer {
					t.Errorf("%s, %s, %s: %d events, %+v", peer, to, words, len(evs), evs)
				}
				if evs := Scan(Split(fmt.Sprintf(head, 5, peer, words)), Options{}); len(evs) != 1 || evs[0].Reason != "peer-closed" {
					t.Errorf("%s alone: %+v", words, evs)
				}
			}
		}
	}
}
