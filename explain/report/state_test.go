package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// TestEveryReasonHasAText: what package logline calls a reason, package explain can explain.
func TestEveryReasonHasAText(t *testing.T) {
	for _, id := range logline.ReasonIDs() {
		if !explain.KnowsReason(id) {
			t.Errorf("no text for reason %q", id)
		}
	}
}

func TestStates(t *testing.T) {
	const alarm = "BGP/2/HWBACKWARD:OID 1.3.6.1.4.1.2011.5.25.177.1.3.10 BGP went back. (PeerRemoteAddr=192.0.2.8, InterfaceIndex=5, PeerLastError=LAST, PeerState=1, PeerUnavaiReason=WHY, InstanceName=red, InterfaceName=GE0/1/0)"
	huawei := func(last, why string) string { return strings.NewReplacer("LAST", last, "WHY", why).Replace(alarm) }
	s := strict(t)
	for _, tc := range []struct{ text, brief, reason, fault string }{
		{huawei("0", "6"), "Session with 192.0.2.8 went down: direct interface down (GE0/1/0). The interface GE0/1/0", "interface-down", "network"},
		{huawei("35", "5"), "Session with 192.0.2.8 went down: the peer is unreachable. ", "unreachable", "network"},
		{huawei("62", "2"), "Session with 192.0.2.8 went down: NOTIFICATION 6/2 (Administrative Shutdown) received. 6/2", "notification-received", "configuration"},
		{huawei("0", "4"), "Session with 192.0.2.8 went down: hold timer expired. ", "hold-timer", "network"},
		{"BGP/2/ROUTETHRESHOLDEXCEED:OID 1.3.6.1.4.1.2011.5.25.177.1.3.1 Many. (PeerRemoteAddr=2001:db8::8, AFI=2, SAFI=1, MaxRouteNum=300, AlarmThreshold=60)",
			"Routes from 2001:db8::8 passed 60 % of the limit of 300 (IPv6 unicast). ", "route-threshold", "configuration"},
		{"%BGP-5-ADJCHANGE: neighbor 198.51.100.7 vpn vrf red Down Peer closed the session", "Session with 198.51.100.7 went down: the peer closed the connection. ", "peer-closed", "unknown"},
		{"%BGP-5-ADJCHANGE: neighbor 198.51.100.7 Down Sunspots", "Session with 198.51.100.7 went down: Sunspots. The session went down; the line does not say why.", "down", "unknown"},
		{`{"type":"ris_message","data":{"timestamp":1700000000.5,"peer":"192.0.2.9","peer_asn":"64500","id":"1","host":"rrc00","type":"RIS_PEER_STATE","state":"down"}}`,
			"2023-11-14 22:13:20.5 UTC rrc00 Session with 192.0.2.9 (AS 64500) went down. The session went down; a record of a change of state tells no reason.", "down", "unknown"},
		{"%ROUTING-BGP-5-ADJCHANGE : neighbor 192.0.2.31 Up (VRF: default) (AS: 64496)", "Session with 192.0.2.31 (AS 64496) established. ", "established", "none"},
		{"RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 192.0.2.1 (External AS 64500) changed state from Established to Idle (event HoldTime) (instance master)",
			"Session with 192.0.2.1 (AS 64500) went down: hold timer expired (from Established to Idle). ", "hold-timer", "network"},
		{"BGP/2/BACKWARD:OID [oid] The FSM moves. (BgpPeerRemoteAddr=[ipaddr], BgpPeerLastError=[octet])",
			"Huawei alarm bgpBackwardTransition (a line of documentation, nothing happened): the session went to a lower state", "down", "none"},
	} {
		rs := reports(t, tc.text+"\n")
		if len(rs) != 1 {
			t.Errorf("%s: %d events", tc.text, len(rs))
			continue
		}
		render(t, s, rs[0])
		var b bytes.Buffer
		if err := report.Brief(&b, rs[0], tree.Style{}, 0); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(b.String(), "e1 "); !strings.HasPrefix(got, tc.brief) {
			t.Errorf("%s:\n%s want %s", tc.text, got, tc.brief)
		}
		if got := member(t, rs[0], "derived", "reason"); got != tc.reason {
			t.Errorf("%s: reason %v", tc.text, got)
		}
		if got := member(t, rs[0], "verdict", "fault"); got != tc.fault {
			t.Errorf("%s: fault %v", tc.text, got)
		}
	}
}

// TestOneFallInSeveralLines: further lines point to the event and are short.
func TestOneFallInSeveralLines(t *testing.T) {
	for _, tc := range []struct {
		text string
		same []string // the event that each line tells again
	}{
		{"%BGP-5-NBR_RESET: Neighbor 192.0.2.7 reset (Interface flap)\n%BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Interface flap\n", []string{"", "e1"}},
		{"%BGP-5-NBR_RESET: Neighbor 192.0.2.7 reset (Interface flap)\n%BGP-5-ADJCHANGE: neighbor 192.0.2.6 Down Interface flap\n", []string{"", ""}},
		{"%BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Interface flap\n%BGP-5-ADJCHANGE: neighbor 192.0.2.7 Up\n%BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Interface flap\n", []string{"", "", ""}},
		{"Mar  1 10:00:00 r %BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Interface flap\nMar  1 11:00:00 r %BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Interface flap\n", []string{"", ""}},
		{"%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.7 4/0 (hold time expired) 0 bytes\n%BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down BGP Notification sent\n", []string{"", "e1"}},
		{"bgp_hold_timeout:4030: NOTIFICATION sent to 192.0.2.7 (External AS 64500): code 4 (Hold Timer Expired Error), Reason: holdtime expired\n" +
			"RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 192.0.2.7 (External AS 64500) changed state from Established to Idle (event HoldTime) (instance master)\n", []string{"", "e1"}},
		{"bgp_read_message:2: NOTIFICATION received from 192.0.2.7 (External AS 64500): code 6 (Cease) subcode 4 (Administratively Reset)\n" +
			"RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 192.0.2.7 (External AS 64500) changed state from Established to Idle (event RecvNotify) (instance master)\n", []string{"", "e1"}},
	} {
		rs := reports(t, tc.text)
		if len(rs) != len(tc.same) {
			t.Errorf("%s: %d events", tc.text, len(rs))
			continue
		}
		for i, r := range rs {
			got := ""
			for _, l := range r.Links {
				got = l.ID
			}
			if got != tc.same[i] {
				t.Errorf("%s: line %d is linked to %q, want %q", tc.text, i+1, got, tc.same[i])
			}
			if got == "" {
				continue
			}
			v := &r.Explanation.Verdict
			if !strings.Contains(v.Summary, got) || len(v.Actions)+len(v.Causes) > 0 || strings.Contains(v.Summary, "the box") {
				t.Errorf("%s: %+v", tc.text, v)
			}
			if rs[0].Event.Kind == 0 && r.Direction != rs[0].Direction {
				t.Errorf("%s: direction %v, want %v", tc.text, r.Direction, rs[0].Direction)
			}
		}
	}
}
