package logline

import (
	"fmt"
	"testing"
)

// TestVendorForms are forms that the samples do not have.
func TestVendorForms(t *testing.T) {
	for _, c := range []struct{ text, style, want string }{
		{"Bgp: %BGP-3-NOTIFICATION: received from neighbor fe80::1%Et2 (VRF default AS 65000.7) 6/4 (Cease/administrative reset) reason: %BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 2/2 (peer in wrong AS) 2 bytes FBF0",
			"arista-eos", `received fe80::1%Et2 6/4 text="%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 2/2 (peer in wrong AS) 2 bytes FBF0"`},
		{"bird: ix_rs1: Received: Unacceptable hold time: 1", "bird", "received  2/6 data=0001"},
		{"bird[77]: ix_rs1: Error: Bad peer AS: 00fd", "bird", "sent  2/2 data=00fd"},
		{"2026-11-21 23:43:10 <RMT> p1: Received: Unknown error 9.7: abcd", "bird", "received  9/7 data=abcd"},
		{"2026-11-21 23:43:10 <RMT> p1: Received: Role mismatch: (provider)", "bird", "received  2/11"},
		{"2026-11-21 23:43:10 <RMT> p1: Error: Role mismatch (provider)", "bird", "sent  2/11"},
		{"2026-11-21 23:43:10 <TRACE> p1: Sending NOTIFICATION(code=6.2)", "bird", "sent  6/2"},
		{"    Last error:       BGP Error: Hold timer expired", "bird", "sent  4/0"},
		{"neighbor 10.1.0.0/16 (any): sending notification: Cease, unknown subcode 77", "openbgpd", "sent 10.1.0.0/16 6/77"},
		{"neighbor 10.1.0.1: received notification: error in OPEN message, unsupported capability: multi-protocol", "openbgpd", "received 10.1.0.1 2/7"},
		{`{"Data":"unacceptable hold time 1","Key":"2001:db8::5","Topic":"Peer","level":"warning","msg":"sent notification","time":"2026-11-21T23:43:16Z"}`, "gobgp-json", "sent 2001:db8::5 2/6"},
		{`{"Data":{"Header":{"Marker":null,"Len":21,"Type":3},"Body":{"ErrorCode":6,"ErrorSubcode":7,"Data":"AQI="}},"Key":"192.0.2.5","Topic":"Peer","level":"warning","msg":"received notification"}`, "gobgp-json", "received 192.0.2.5 6/7 data=0102"},
		{`{"Key":"192.0.2.5","Reason":"hold-timer-expired","State":"BGP_FSM_ESTABLISHED","Topic":"Peer","level":"info","msg":"Peer Down"}`, "gobgp-json", " 192.0.2.5 -1/-1"},
		{`time="2026-11-21T23:50:07Z" level=warning msg="received notification" Code=6 Communicated-Reason="a\" Code=9 Subcode=9" Data="[]" Key=192.0.2.6 Subcode=2 Topic=Peer`, "gobgp-text", `received 192.0.2.6 6/2 text="a\" Code=9 Subcode=9"`},
		{"27265  incoming-3    peer reset, message [notification received (3,4)] error[UPDATE message error / Attribute Flags Error / \x00A]\x01z]", "exabgp", "received  3/4 data=00415d017a"},
		{`27265  incoming-3    peer reset, message [notification received (6,2)] error[Cease / Administrative Shutdown / Shutdown Communication: "gone [till] 8"]`, "exabgp", `received  6/2 text="gone [till] 8"`},
		{"27265  incoming-1    received complete TCP payload (  19) FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0015 03\n27265  incoming-1    received complete TCP payload (   2) 0602\n", "exabgp", "received  -1/-1 data=ffffffffffffffffffffffffffffffff0015030602"},
		{`time="2026-11-22T08:16:52Z" level=debug msg="state changed" Key=192.0.2.6 Topic=Peer new=BGP_FSM_IDLE old=BGP_FSM_ESTABLISHED reason="notification-sent code 6(cease) subcode 2(administrative shutdown)"`, "gobgp-text", "sent 192.0.2.6 6/2"},
		{"27265  outgoing-1    >> NOTIFICATION (3,1,\"0xC00102\")", "exabgp", "sent  3/1 data=c00102"},
		{"%ROUTING-BGP-5-ADJCHANGE : neighbor 192.0.2.9 Down - Peer closing down the session (CEASE notification sent - administrative reset) (VRF: red) (AS: 64500)", "cisco-iosxr", "sent 192.0.2.9 6/4"},
		{"%BGP-5-ADJCHANGE:  bgp-64496 [12] (red) neighbor 2001:db8::9 Down - sent:  something new", "cisco-nxos", "sent 2001:db8::9 -1/-1"},
		{"%ASA-5-418018: neighbor 192.0.2.9 Down BGP Notification received", "cisco-asa", "received 192.0.2.9 -1/-1"},
		{"BGP: %BGP-3-NOTIFICATION: sending to 192.0.2.9 6/0 (CeaseUnspecified Error Subcode) 0 data-bytes []", "fortios", "sent 192.0.2.9 6/0 data="},
		{"(ASN 4200000001) VR 2: Group to b: Peer 2001:db8::3: sending notification: code SOMETHING subcode NEW_ONE", "nokia-sros", "sent 2001:db8::3 -1/-1"},
		{"In network-instance red, the BGP session with fe80::1%ethernet-1/1.0 moved from higher state established to lower state idle due to event interface-down", "nokia-srlinux", " fe80::1%ethernet-1/1.0 -1/-1"},
		{"remote.address=192.0.2.4 .as=64497 input.procid=2 .last-notification=ffffffffffffffffffffffffffffffff001703020b0102", "mikrotik-ros7", "received 192.0.2.4 -1/-1 data=ffffffffffffffffffffffffffffffff001703020b0102"},
	} {
		evs := Scan(Split(c.text), Options{})
		if len(evs) != 1 {
			t.Errorf("%d events in %s", len(evs), c.text)
			continue
		}
		ev := &evs[0]
		got := fmt.Sprintf("%s %s %d/%d", ev.Direction, ev.Peer, ev.Code, ev.Subcode)
		if ev.DataKnown || ev.Content == ContentMessage {
			got += fmt.Sprintf(" data=%x", octetsOf(ev))
		}
		if ev.HasText {
			got += fmt.Sprintf(" text=%q", ev.Text)
		}
		if ev.Style != c.style || got != c.want {
			t.Errorf("%s\n got %s %s\nwant %s %s", c.text, ev.Style, got, c.style, c.want)
		}
	}
}

// TestVendorProse: words alone are no event.
func TestVendorProse(t *testing.T) {
	for _, s := range []string{
		"backup: Error: Connection rejected by peer 192.0.2.1",
		"app: Received: Hold timer expired in the kitchen",
		"The router received notification: error in the UPDATE message, attribute length wrong",
		"neighbor of mine: received notification: Cease, administratively down",
		`{"msg":"sent notification","Key":"bob","Topic":"Mail","Code":3}`,
		`level=info msg="sent notification" Key=192.0.2.1 Topic=Push`,
		"moved from higher state of mind to lower state due to event",
		"peer reset, message follows",
		"Last reset by us is unknown",
		"%BGP-5-ADJCHANGE: bgp-",
		"the BGP session with the customer was rejected because of rain",
		"set .last-notification=none",
		"Time since last notification sent to neighbor: never",
	} {
		if evs := Scan(Split(s), Options{}); len(evs) > 0 {
			t.Errorf("%s: %s %s", s, evs[0].Style, describe(&evs[0]))
		}
	}
}
