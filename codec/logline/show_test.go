package logline

import (
	"fmt"
	"strings"
	"testing"
)

// toldShort describes events for the tests of reports.
func toldShort(ev *Event) string {
	kind := "notification"
	if ev.Kind == KindState {
		kind = "state"
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s as=%d %s %s", kind, ev.Style, ev.Direction, ev.Peer, ev.PeerAS, pairText(ev.Code, ev.Subcode), ev.Reason))
}

// TestShowNeighbors: reports of show bgp neighbors tell how the last session ended, far below whom they are about.
func TestShowNeighbors(t *testing.T) {
	pad := strings.Repeat("  Route refresh request: received 0, sent 0\n", 30)
	ios := "BGP neighbor is 192.0.2.7,  vrf RED,  remote AS 64507, external link\n" + pad
	frr := "BGP neighbor is 192.0.2.7, remote AS 64507, local AS 64500, external link\n" + pad
	nxos := "BGP neighbor is 192.0.2.7, remote AS 64507, ebgp link, Peer index 3\n" + pad
	for text, want := range map[string]string{
		ios + "  Last reset 4w6d, due to BGP Notification received of session 1, hold time expired\n":                             "state cisco-ios received 192.0.2.7 as=64507 4/0 notification-received",
		ios + "  Last reset 00:07:58, due to BGP Notification sent of session 1, Administrative Reset\n":                          "state cisco-ios sent 192.0.2.7 as=64507 6/4 notification-sent",
		ios + "  Last reset 00:10:01, due to Peer closed the session of session 1\n":                                              "state cisco-ios  192.0.2.7 as=64507 -1 peer-closed",
		ios + "  Last reset 2d03h, due to User reset\n":                                                                           "state cisco-ios  192.0.2.7 as=64507 -1 user-reset",
		"  Last reset 00:10:01, due to Interface flap of session 1\n":                                                             "state cisco-ios   as=0 -1 interface-down",
		frr + "  Last reset 01w4d15h, due to BGP Notification received\n":                                                         "state frr-show received 192.0.2.7 as=64507 -1 notification-received",
		frr + "  Last reset 00:00:12,  Peer closed the session\n":                                                                 "state frr-show  192.0.2.7 as=64507 -1 peer-closed",
		frr + "  Last reset 00:00:12,  Notification received (OPEN Message Error/Bad Peer AS)\n":                                  "notification frr-show received 192.0.2.7 as=64507 2/2",
		strings.Replace(frr, "is 192.0.2.7", "on swp1: fe80::1", 1) + "  Last reset 00:00:12,  Interface down (n/a)\n":            "state frr-show  fe80::1 as=64507 -1 interface-down",
		frr + "Last Reset: 17:26:23, due to BGP Notification sent\nNotification Error Message: (Cease/Administratively Reset.)\n": "notification fortios sent 192.0.2.7 as=64507 6/4",
		nxos + "  Last reset by us 00:12:14, due to holdtimer expired error\n":                                                    "state cisco-nxos sent 192.0.2.7 as=64507 4/0 notification-sent",
		nxos + "  Last reset by us 00:42:14, due to session closed\n  Last reset by peer never, due to No error\n":                "state cisco-nxos sent 192.0.2.7 as=64507 -1 peer-closed",
		"BGP neighbor is 192.0.2.7, remote AS 64507, external link\n" + pad + "  Connections established 3; dropped 2\n" +
			"  Last reset 00:00:41, due to user reset\n  Notification History\n  'OPEN error/Bad AS' Sent : 0 Recv: 1\n": "state dell-ftos  192.0.2.7 as=64507 -1 user-reset",
		"BGP neighbor is 192.0.2.7, remote AS 64507, external link\n" + pad + "  Last rcvd notification:Cease/peer de-configured, Last time 01:25:46\n": "notification arista-eos received 192.0.2.7 as=64507 6/3",
		"BGP neighbor is 192.0.2.7, remote AS 64507\n Description: x\n  Last error sent: Cease, sent max-prefix exceeded\n":                             "notification openbgpd sent 192.0.2.7 as=64507 6/10",
		"BGP neighbor is 192.0.2.7, remote AS 64507\n Description: x\n  Last error received: HoldTimer expired\n":                                       "notification openbgpd received 192.0.2.7 as=64507 4/0",
		"Peer: 192.0.2.7+25596 AS 64507 Local: 192.0.2.8+179 AS 64500\n  Type: External    State: Established    Flags: <Sync>\n  Last State: OpenConfirm   Last Event: RecvKeepAlive\n  Last Error: Hold Timer Expired Error\n  Number of flaps: 348\n  Last flap event: RecvNotify\n  Error: 'Cease' Sent: 12 Recv: 5\n": "state junos  192.0.2.7 as=64507 4/0 notification-received",
		"Peer: 192.0.2.7+25596 AS 64507 Local: 192.0.2.8+179 AS 64500\n  Type: External    State: Established    Flags: <Sync>\n  Last State: OpenConfirm   Last Event: RecvKeepAlive\n  Last Error: Hold Timer Expired Error\n  Number of flaps: 348\n  Last flap event: HoldTime\n":                                      "state junos  192.0.2.7 as=64507 4/0 hold-timer",
		"Peer: 192.0.2.7+25596 AS 64507 Local: 192.0.2.8+179 AS 64500\n  Type: External    State: Established    Flags: <Sync>\n  Last State: OpenConfirm   Last Event: RecvKeepAlive\n  Last Error: Hold Timer Expired Error\n  Number of flaps: 348\n":                                                                   "state junos  192.0.2.7 as=64507 4/0 down",
		`{"192.0.2.7":{"remoteAs":64507,"localAs":64500,"addressFamilyInfo":{"ipv4Unicast":{"x":{"y":1}}},` + "\n" +
			`"lastResetTimerMsecs":5000,"lastErrorCodeSubcode":"0206","lastNotificationReason":"OPEN Message Error/Unacceptable Hold Time","lastResetDueTo":"BGP Notification send","lastResetCode":5}}`: "notification frr-show sent 192.0.2.7 as=64507 2/6",
		"{\n  \"swp1\" : {\n    \"bgpNeighborAddr\":\"fe80::1\",\n    \"remoteAs\":64507,\n    \"a\":{\n      \"b\":1\n    },\n    \"lastResetDueTo\":\"Peer closed the session\",\n    \"lastResetCode\":12\n  }\n}\n": "state frr-show  fe80::1 as=64507 -1 peer-closed",
	} {
		evs := Scan(Split(text), Options{})
		if len(evs) != 1 {
			t.Errorf("%d events in %s", len(evs), text[strings.LastIndex(text, pad)+len(pad):])
			continue
		}
		if got := toldShort(&evs[0]); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	for _, none := range []string{
		frr + "  Last reset 00:00:12,  Waiting for peer OPEN\n",
		frr + "  Last reset 00:18:40,  No AFI/SAFI activated for peer (n/a)\n",
		ios + "  Last reset never\n",
		nxos + "  Last reset by us never, due to No error\n  Last reset by peer never, due to No error\n",
		"The password was last reset 3d ago, due to policy", // a day has no comma behind it here
	} {
		if evs := Scan(Split(none), Options{}); len(evs) > 0 {
			t.Errorf("%s: %s", none[max(0, len(none)-80):], toldShort(&evs[0]))
		}
	}
}
