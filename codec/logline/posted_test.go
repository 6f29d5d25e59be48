package logline

import (
	"fmt"
	"strings"
	"testing"
)

// TestPostedLines: wordings that people post, each with other peers.
func TestPostedLines(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"%BGP-5-ADJCHANGE: neighbor PEER vrf CUST-A Down BFD session down", "cisco-ios  vrf=CUST-A as=0 -1 bfd-down"},
		{"%BGP-5-ADJCHANGE: neighbor PEER passive Down Error during connection collision", "cisco-ios  vrf= as=0 -1 collision"},
		{"%BGP-5-NBR_RESET: Neighbor PEER reset (Member added to peergroup)", "cisco-ios  vrf= as=0 -1 configuration"},
		{"%BGP-3-NOTIFICATION: received from neighbor PEER (Hold Timer Expired)", "generic received vrf= as=0 4/0 "},
		{"%BGP-3-NOTIFICATION: sent to neighbor PEER (Bad Peer AS)", "generic sent vrf= as=0 2/2 "},
		{"[BGP(6):] BGP connection is closed due to Event: 10 (Peer:PEER).", "dlink  vrf= as=0 -1 hold-timer"},
		{"[BGP(6):] BGP connection is closed due to Event: 18 (Peer:PEER).", "dlink  vrf= as=0 -1 transport-error"},
		{"[BGP(6):] BGP connection is closed due to Event: 25 (Peer:PEER).", "dlink  vrf= as=0 -1 notification-received"},
		{"[BGP(6):] BGP connection is closed due to Event: 99 (Peer:PEER).", "dlink  vrf= as=0 -1 down"},
		{"BGP Session down: PEER (AS64501 - EXAMPLE, ZZ)", "librenms  vrf= as=64501 -1 down"},
		{"BGP Session Down: PEER (AS64501), time 3d 2h ago.", "librenms  vrf= as=64501 -1 down"},
		{"2023/02/03 12:37:23 BGP: [Q6EWH-J0SDA][EC 33554511] PEER(pf.example.net) has not made any SendQ progress for 2 holdtimes (18s), terminating session", "frr  vrf= as=0 -1 send-hold-timer"},
		{"bgpd[7]: PEER has not made any SendQ progress for 2 holdtimes, terminating session", "frr  vrf= as=0 -1 send-hold-timer"},
		{"In network-instance red, the BGP session with PEER was terminated immediately because BGP has out of memory.", "nokia-srlinux  vrf=red as=0 -1 out-of-resources"},
		{`id=20300 logdesc="BGP neighbor status changed" msg="BGP: %BGP-5-ADJCHANGE: neighbor PEER Down BGP Notification CEASE"`, "fortios  vrf= as=0 -1 down"},
		{`id=20300 msg="BGP: %BGP-5-ADJCHANGE: VRF 7 neighbor PEER Down Peer being deleted"`, "fortios  vrf=7 as=0 -1 peer-deconfigured"},
		{"sw1 hpe-routing[4714]: Event|2902|LOG_INFO|AMM|1/1|PEER: Peer down. error-code: 6, error-sub-code: 4. vrf-name: CUST-A", "aruba-cx  vrf=CUST-A as=0 6/4 down"},
		{"PEER: Peer down. error-code: 2, error-sub-code: 2. vrf-name: default", "aruba-cx  vrf=default as=0 2/2 down"},
		{"Apr 15 2026 14:23:10 SW01 %%01BGP/4/BGP_AUTH_FAILED(l)[1042][Slot=1/1]: BGP session authentication failed. (PeerID=PEER, TcpConnSocket=12, ReturnCode=3, SourceInterface=GE1/0/1)", "tcp-auth received vrf= as=0 -1 tcp-md5-mismatch"},
		{"Apr 15 2026 14:23:10 SW01 %%01BGP/4/BGP_AUTH_FAILED(l):CID=0x8013044e;BGP session authentication failed. (PeerID=PEER, TcpConnSocket=12)", "tcp-auth received vrf= as=0 -1 tcp-md5-mismatch"},
	} {
		for _, peer := range []string{"192.0.2.7", "2001:db8::7"} {
			text := strings.ReplaceAll(c.line, "PEER", peer)
			ev := one(t, text)
			if got := fmt.Sprintf("%s %s vrf=%s as=%d %s %s", ev.Style, ev.Direction, ev.VRF, ev.PeerAS, pairText(ev.Code, ev.Subcode), ev.Reason); got != c.want || ev.Peer != peer {
				t.Errorf("got  %s of %s\nwant %s\n%s", got, ev.Peer, c.want, text)
			}
		}
	}
}

// TestNotPostedLines: what looks like these and tells of no session that fell.
func TestNotPostedLines(t *testing.T) {
	for _, text := range []string{
		"BGP: 192.0.2.7(r7) has not made any SendQ progress for 1 holdtime (9s), peer overloaded?",
		"notification sent to neighbor 192.0.2.7 (by mail)", "Notification received from 192.0.2.7 (see ticket 6/2)",
		"RADIUS/4/AUTH_FAILED: session authentication failed. (PeerID=192.0.2.7)", "BGP Session down: nobody (AS64501 - X)",
		"sw1: Peer down. error-code: 6, error-sub-code: 4. vrf-name: default", "192.0.2.7: Peer down. error-code: none",
	} {
		if evs := Scan(Split(text+"\n"), Options{}); len(evs) != 0 {
			t.Errorf("%s %s in\n%s", evs[0].Style, pairText(evs[0].Code, evs[0].Subcode), text)
		}
	}
}
