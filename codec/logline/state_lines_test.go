package logline

import (
	"fmt"
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

// TestStateLinesNothing: steps that end nothing, and like words about something else.
func TestStateLinesNothing(t *testing.T) {
	for _, text := range []string{
		"BGP.: 192.0.2.1 State is changed from CONNECT to ACTIVE.",
		"BGP.: 192.0.2.1 State is changed from OPENSENT to OPENCONFIRM.",
		"BGP.: 192.0.2.1 state has changed from ESTABLISHED to happy.",
		"OSPF 1: 192.0.2.1 state has changed from ESTABLISHED to IDLE.",
		"192.0.2.1 state has changed from ESTABLISHED to IDLE",
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
