package logline

import (
	"testing"
	"time"
)

// TestFoundLines: lines of devices as people post them, which once were missed, or lost who, when or where.
func TestFoundLines(t *testing.T) {
	for text, want := range map[string]string{
		"Jan 11 18:39:00 srl-1-2 sr_bgp_mgr: bgp|1894|1965|00072|W: In network-instance default, the BGP session with VR default (1): Group ebgp-underlay: Peer 192.0.2.7 moved from higher state ESTABLISHED to lower state IDLE due to event RECV NOTIFY":                                                                                       "state nokia-srlinux  192.0.2.7 as=0 -1 notification-received 2026-01-11T18:39:00Z srl-1-2",
		"1488 2023/08/14 07:35:20.640 CEST WARNING: BGP #2011 Base Peer 1: 192.0.2.7\n\"(ASN 65015) VR 1: Group EBGP: Peer 192.0.2.7: remote end closed connection\"":                                                                                                                                                                             "state nokia-sros  192.0.2.7 as=0 -1 peer-closed 2023-08-14T07:35:20+02:00 ",
		`date=2024-03-01 time=10:22:33 devname="FGT-1" devid="FG1" eventtime=1709306553123456789 tz="-0500" logid="0103020300" type="event" subtype="router" msg="BGP: %BGP-5-ADJCHANGE: VRF 0 neighbor 192.0.2.7 Down Hold Timer Expired"`:                                                                                                       "state fortios  192.0.2.7 as=0 -1 hold-timer 2024-03-01T15:22:33Z FGT-1",
		`<189>Mar  1 10:22:40 fgt-7 date=2024-03-01 time=10:22:33 devname="FGT-1" msg="BGP: %BGP-5-ADJCHANGE: VRF 0 neighbor 192.0.2.7 Down Hold Timer Expired"`:                                                                                                                                                                                  "state fortios  192.0.2.7 as=0 -1 hold-timer 2026-03-01T10:22:40Z fgt-7",
		`1,2026/02/03 04:05:06,016401012345,SYSTEM,routing,0,2026/02/03 04:05:06,,routed-BGP-peer-left-established,transit-a,0,0,general,high,"BGP peer session left established state: peer name: transit-a, peer IP: 192.0.2.7.",7011,0x0,0,0,0,0,,fw1`:                                                                                         "state panos-system  192.0.2.7 as=0 -1 down 2026-02-03T04:05:06Z fw1",
		`<14>Feb  3 04:06:02 fw2.example.net 1,2026/02/03 04:05:06,016401012345,SYSTEM,routing,0,2026/02/03 04:05:06,,routed-BGP-peer-left-established,transit-a,0,0,general,high,"BGP peer session left established state: peer name: x, peer IP: 192.0.2.7."`:                                                                                   "state panos-system  192.0.2.7 as=0 -1 down 2026-02-03T04:05:06Z fw2.example.net",
		"*Mar 14 15:00:24:257 2012 SwitchC BGP/7/DEBUG: -VDC=1;\nBGP.: 2001:db8::7 Send NOTIFICATION\nErr/SubErr: 6/0 (Cease/ErrSubCode Unspecified)\nError data NULL.\n":                                                                                                                                                                         "notification comware sent 2001:db8::7 as=0 6/0 2012-03-14T15:00:24Z SwitchC",
		"*Mar 14 15:00:24:257 2012 SwitchC RM/6/RMDEBUG:\nBGP.vpn1: 192.0.2.7 Recv NOTIFICATION\nErr/SubErr: 2/2 (OPEN Message Error/Bad Peer AS)\nErrdata: fde8\n":                                                                                                                                                                               "notification comware received 192.0.2.7 as=0 2/2 2012-03-14T15:00:24Z SwitchC",
		"peer_ext   BGP        ---        start  17:17:33.913  Idle          Received: Hold timer expired\n  BGP state:          Idle\n    Neighbor address: 169.254.100.253%ext\n    Neighbor AS:      64507\n    Local AS:         8103\n    Error wait:       43.061/60\n    Last error:       Received: Hold timer expired\n  Channel ipv4\n": "notification bird received 169.254.100.253 as=64507 4/0 0001-01-01T00:00:00Z ",
		"peer34     BGP        master     start  23:43:18     Active        Socket: Connection reset by peer\n":                                                                                                                                                                                                                                   "state bird   as=0 -1 peer-closed 0001-01-01T00:00:00Z ",
		"|  192.0.2.7  | node-to-node mesh | start | 07:05:27 | Passive       Received: Hold timer expired |\n":                                                                                                                                                                                                                                   "notification bird received 192.0.2.7 as=0 4/0 0001-01-01T00:00:00Z ",
		"|  192.0.2.7  | node-to-node mesh | start | 07:05:27 | Active        Socket: Connection closed |\n":                                                                                                                                                                                                                                      "state bird  192.0.2.7 as=0 -1 peer-closed 0001-01-01T00:00:00Z ",
		"2016-06-15_07:05:29.11862 bird: Mesh_10_0_5_102: Received: Administrative shutdown":                                                                                                                                                                                                                                                      "notification bird received  as=0 6/2 2016-06-15T07:05:29Z ",
		"%Mar 12 20:45:14:312 2024 tor BGP/5/BGP_STATE_CHANGED: BGP.: 192.0.2.7  state has changed from ESTABLISHED to IDLE for a notification received: Cease/Peer De-configured.":                                                                                                                                                               "notification comware received 192.0.2.7 as=0 6/3 2024-03-12T20:45:14Z tor",
		"%Mar 12 20:45:14:312 2024 tor BGP/5/BGP_STATE_CHANGED_REASON: BGP.: 192.0.2.7  state has changed from ESTABLISHED to IDLE. (Reason: a notification was received from the peer, error code: Receive Notificationcode 6/3, local interface: )":                                                                                             "notification comware received 192.0.2.7 as=0 6/3 2024-03-12T20:45:14Z tor",
		"Dec  5 13:46:41.056914 bgp_event: peer 192.0.2.7 (Internal AS 65000) old state Established event HoldTime new state Idle":                                                                                                                                                                                                                "state junos  192.0.2.7 as=65000 -1 hold-timer 2025-12-05T13:46:41Z ",
		"Aug 17 17:59:33 fw bgpd[56417]: 192.0.2.7(r2) went from Established to Clearing":                                                                                                                                                                                                                                                         "state frr  192.0.2.7 as=0 -1 down 2026-08-17T17:59:33Z fw",
		"BGP Event: BGP peering with up-0 went down\nBGP Event: BGP peering with up-1 went up\n":                                                                                                                                                                                                                                                  "state generic   as=0 -1 down 0001-01-01T00:00:00Z ",
		`{"textPayload":"BGP Event: BGP peering with us-east-vpn-if0 went down","timestamp":"2024-05-01T10:00:00Z"}`:                                                                                                                                                                                                                              "state generic   as=0 -1 down 2024-05-01T10:00:00Z ",
		"*Mar  1 02:11:24.019: BGP: 192.0.2.7 went from Established to Idle":                                                                                                                                                                                                                                                                      "state cisco-ios  192.0.2.7 as=0 -1 down 2026-03-01T02:11:24Z ",
		"*Mar  1 02:11:24.019: BGP: ses global 192.0.2.7 (0x7F1C2D3E4F50:1) act went from Established to Closing":                                                                                                                                                                                                                                 "state cisco-ios  192.0.2.7 as=0 -1 down 2026-03-01T02:11:24Z ",
		"*Mar  1 02:11:24.019: BGP: 192.0.2.7 went from Established to Idle\n*Mar  1 02:11:24.019: %BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down User reset\n":                                                                                                                                                                                        "state cisco-ios  192.0.2.7 as=0 -1 user-reset 2026-03-01T02:11:24Z ",
	} {
		evs := Scan(Split(text), Options{Now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC})
		if len(evs) != 1 {
			t.Errorf("%d events in %s", len(evs), text)
			continue
		}
		ev := &evs[0]
		if got := toldShort(ev) + " " + ev.Time.Format(time.RFC3339) + " " + ev.Host; got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
	for _, none := range []string{
		"app: Active Socket: Connection closed by user",
		"| 192.0.2.7 | web | up | Socket: Connection closed |",
		"the number of routes went from established to doubtful",
		"OSPF: 192.0.2.7 went from Established to nowhere, if it were BGP; 192.0.2.7",
		"We set up BGP peering with ISP-A went down the drain",
		"agent Socket: No route to host",
		"controller: Last error received: none",
	} {
		if evs := Scan(Split(none), Options{}); len(evs) > 0 {
			t.Errorf("%s: %s", none, toldShort(&evs[0]))
		}
	}
}

// TestKeyedStamp: date and clock as two fields, with and without a zone.
func TestKeyedStamp(t *testing.T) {
	for text, want := range map[string]string{
		`date=2024-03-01 time=10:22:33 tz="-0500" msg=`:            "2024-03-01T10:22:33-05:00",
		`date=2024-03-01 time=10:22:33 tz="+0530" msg=`:            "2024-03-01T10:22:33+05:30",
		`date=2024-03-01 time=10:22:33 msg=`:                       "2024-03-01T10:22:33Z",
		`date="2024-03-01" time="10:22:33" update=1 uptime=9 msg=`: "2024-03-01T10:22:33Z",
		`time=10:22:33 msg=`:                                       "0001-01-01T00:00:00Z",
		`date=yesterday time=noon msg=`:                            "0001-01-01T00:00:00Z",
	} {
		at, _ := keyedStamp(text).complete(Options{Location: time.UTC})
		if got := at.Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
