package logline

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// TestSundryLines: what devices print beside the usual.
func TestSundryLines(t *testing.T) {
	for text, want := range map[string]string{
		"TCP: MD5 Hash not found for [2001:db8::1].40312->[2001:db8::2].179 [S] L3 index 0":                                               "state tcp-auth received 2001:db8::1 -1",
		"%BGP-3-NOTIFICATION: sent to neighbor *192.0.2.7 6/3 (Peer De-configured) 0 bytes":                                               "notification cisco-ios sent 192.0.2.7 6/3",
		"%BGP-5-ADJCHANGE: neighbor *192.0.2.7 Down Peer closed the session":                                                              "state cisco-ios  192.0.2.7 -1",
		"%NOTIFICATION: received from neighbor 192.0.2.7 0/0 (Unknown/Unspecific) 0 bytes":                                                "notification frr received 192.0.2.7 0/0",
		"%BGP-3-NOTIFICATION: received from neighbor 192.0.2.7 0/5 (unknown) 0 bytes":                                                     "notification cisco-ios received 192.0.2.7 0/5",
		"%BGP-5-ADJCHANGE:  bgp-65101 [28512] (default) neighbor 192.0.2.7 Down - sent:  bfd session down":                                "notification cisco-nxos sent 192.0.2.7 6/10",
		"BGP: ses global 192.0.2.7 (0x7F0:1) act Send NOTIFICATION 2/7 (unsupported/disjoint capability) 0 bytes":                         "notification cisco-ios sent 192.0.2.7 2/7",
		"BGP: 192.0.2.7 sending NOTIFICATION 6/4 (Cease/Administratively Reset) 0 bytes":                                                  "notification quagga sent 192.0.2.7 6/4",
		"BGP default.vpn1: 192.0.2.7 state has changed from ESTABLISHED to IDLE for sending Notification with error 6/1.":                 "notification comware sent 192.0.2.7 6/1",
		"BGP.: 2001:db8::7 state has changed from ESTABLISHED to IDLE. (Reason: Receive Notification with error 6/4)":                     "notification comware received 2001:db8::7 6/4",
		"(ASN 64500) VR 1: Group G: Peer 192.0.2.7: sending notification: code HOLDTIME subcode UNSPECIFIED":                              "notification nokia-sros sent 192.0.2.7 4/0",
		"VR 11: Group WAN: Peer 192.0.2.7: received notification: code CEASE subcode CONN_REJECT":                                         "notification nokia-sros received 192.0.2.7 6/5",
		"\"VR 11: Group WAN: Peer 192.0.2.7: moved from higher state ESTABLISHED to lower state IDLE due to event TCP SOCKET ERROR\"":     "state nokia-sros  192.0.2.7 -1",
		"ERRO[0005] received notification   Code=4 Data=\"[]\" Key=192.0.2.7 Subcode=0 Topic=Peer":                                        "notification gobgp-console received 192.0.2.7 4/0",
		"INFO[0005] Peer Down               Key=192.0.2.7 Reason=hold-timer-expired State=BGP_FSM_ESTABLISHED Topic=Peer":                 "state gobgp-console  192.0.2.7 -1",
		"app[1]: neighbor 192.0.2.7: NOTIFICATION sent: Cease/Administrative Shutdown":                                                    "notification generic sent 192.0.2.7 6/2",
		"app[1]: peer 192.0.2.7 NOTIFICATION received: Hold Timer Expired":                                                                "notification generic received 192.0.2.7 4/0",
		"NOTIFICATION sent: Hold Timer Expired":                                                                                           "notification generic sent  4/0",
		"1   IP Address: 192.0.2.7, AS: 64500 (EBGP), RouterID: 10.0.0.1, VRF: default-vrf\n   Notification Sent:     Hold Timer Expired": "notification brocade-netiron sent 192.0.2.7 4/0",
		"BGP/6/SEND_NOTIFY:The router sent a NOTIFICATION message to peer 192.0.2.7. (ErrorCode=6, SubErrorCode=9, ErrorData=NULL)":       "notification huawei-vrp sent 192.0.2.7 6/9",
	} {
		ev := one(t, text)
		if got := fmt.Sprintf("%s %s %s %s %s", [...]string{KindNotification: "notification", KindState: "state"}[ev.Kind], ev.Style, ev.Direction, ev.Peer, pairText(ev.Code, ev.Subcode)); got != want {
			t.Errorf("got %q, want %q:\n%s", got, want, text)
		}
	}
}

// TestNokiaZone: the stamp above a line of SR OS may be in any zone that has a name.
func TestNokiaZone(t *testing.T) {
	for zone, want := range map[string]string{"UTC": "2024-05-02T09:12:11Z", "CEST": "2024-05-02T09:12:11+02:00", "EST": "2024-05-02T09:12:11-05:00", "XYZ": "0001-01-01T00:00:00Z"} {
		ev := one(t, "12 2024/05/02 09:12:11.00 "+zone+" WARNING: BGP #2039 Base Peer 1: 192.0.2.7\n\"(ASN 64500) VR 1: Group G: Peer 192.0.2.7: moved from higher state ESTABLISHED to lower state IDLE due to event HOLDTIME\"")
		if got := ev.Time.Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}

// TestTrapErrorText: the octets of the last error and its words in one trap are one event, be they on lines of their own.
func TestTrapErrorText(t *testing.T) {
	for _, sep := range []string{"\t", "  ", "\n"} {
		ev := one(t, `CISCO-BGP4-MIB::cbgpPeer2LastError.ipv4."192.0.2.7" = Hex-STRING: 04 00`+sep+`CISCO-BGP4-MIB::cbgpPeer2State.ipv4."192.0.2.7" = INTEGER: idle(1)`+sep+
			`CISCO-BGP4-MIB::cbgpPeer2LastErrorTxt.ipv4."192.0.2.7" = STRING: "hold time expired"`+sep+`CISCO-BGP4-MIB::cbgpPeer2PrevState.ipv4."192.0.2.7" = INTEGER: established(6)`+"\n")
		if ev.Peer != "192.0.2.7" || ev.Code != 4 || ev.Subcode != 0 || ev.Words != "hold time expired" {
			t.Errorf("%q: %s %d/%d %q", sep, ev.Peer, ev.Code, ev.Subcode, ev.Words)
		}
	}
	if ev := one(t, "CISCO-BGP4-MIB::cbgpPeer2LastError.ipv4.\"192.0.2.7\" = Hex-STRING: 04 00 CISCO-BGP4-MIB::cbgpPeer2LastErrorTxt.ipv4.\"192.0.2.7\" =\nSTRING: \"hold time expired\"\n"); ev.Words == "" {
		t.Error("a wrapped trap: no words")
	}
	evs := Scan(Split(`X::cbgpPeer2LastError.ipv4."192.0.2.7" = Hex-STRING: 06 02 X::cbgpPeer2LastErrorTxt.ipv4."192.0.2.8" = STRING: "hold time expired"`), Options{})
	if len(evs) != 2 || evs[0].Code != 6 || evs[1].Code != 4 {
		t.Errorf("two peers: %+v", evs)
	}
}

// TestConfigText: what an operator wrote into a configuration is no event, whatever it imitates.
func TestConfigText(t *testing.T) {
	for _, said := range []string{"NOTIFICATION sent: Cease/Administrative Reset", "code 6 (Cease) subcode 4 (Administratively Reset)",
		"%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 2/2 (peer in wrong AS) 2 bytes FBF0", "neighbor 192.0.2.1: received notification: HoldTimer expired",
		"NOTIFICATION sent to 192.0.2.9: code 3 (Update Message Error) subcode 5 (attribute length error)"} {
		for _, head := range []string{"neighbor 10.7.0.1 shutdown message %s", " neighbor 10.7.0.1 shutdown message %s", " bgp shutdown message %s",
			"set protocols bgp group up neighbor 10.7.0.1 description %s", "        description %s;", "+ description %s", "  neighbor PEERS description %s",
			`            descr %s`, "Jan  2 03:04:05 r1 57: %%PARSER-5-CFGLOG_LOGGEDCMD: User:adm  logged command:description %s",
			"r1(config-router)# neighbor 10.7.0.1 description %s", "set interfaces ge-0/0/7 description %s", " peer 10.7.0.1 description %s"} {
			for _, quote := range []string{`"`, ""} {
				text := fmt.Sprintf(head, quote+said+quote)
				if evs := Scan(Split(text+"\n"), Options{}); len(evs) != 0 {
					t.Errorf("%s %s in %s", evs[0].Style, evs[0].Peer, text)
				}
			}
		}
	}
	for _, head := range []string{"Description: ", `{"description":"`, "job description - see below, ", "<description>"} {
		ev := one(t, head+"%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 2/2 (peer in wrong AS) 2 bytes FBF0")
		if ev.Peer != "192.0.2.1" {
			t.Error(head)
		}
	}
}

// TestOtherCodes: other protocols' NOTIFICATIONs have codes too; format strings of programs are no lines of a log.
func TestOtherCodes(t *testing.T) {
	for _, text := range []string{"ike: NOTIFICATION sent to 192.0.2.4: code 14 (NO-PROPOSAL-CHOSEN)", "vpn: NOTIFICATION received from 192.0.2.4: code 24 (AUTHENTICATION-FAILED)",
		"Failed to send notification via sd_notify(): no such file", "[AS4] %s BGP not AS4 capable peer send AS4_AGGREGATOR but no AGGREGATOR, will take it as if AGGREGATOR with AS_TRANS had been there",
		"peer reset, message [{0}] error[{1}]", "peer reset, message [%s] error[%s]", "peer reset, message [{message}] error[{error}]", "peer reset, message [{}] error[{}]"} {
		if evs := Scan(Split(text+"\n"), Options{}); len(evs) != 0 {
			t.Errorf("%+v in %s", evs, text)
		}
	}
	if ev := one(t, "Jan  2 03:04:05 r1 rpd[7]: bgp_read_message:4236: NOTIFICATION received from 192.0.2.4 (External AS 64500): code 77 (unknown)"); ev.Code != 77 {
		t.Error(ev.Code)
	}
}

// TestManyRepeated: a count of repetitions that cannot be one costs nothing else of the line.
func TestManyRepeated(t *testing.T) {
	ev := one(t, "notification msg sent (nbr 192.0.2.9, context 0x40030044 21 bytes, repeated 18446744073709551615 times, code 4/0 (hold time expired) - \n0000 0000 ffff ffff ffff ffff ffff ffff ffff ffff 0015 0304 00\n")
	if ev.Style != "ericsson-seos" || ev.Peer != "192.0.2.9" || ev.Direction != DirSent || ev.Repeat > 1 || len(ev.Notes) != 1 {
		t.Errorf("%+v", ev)
	}
}

// TestNokiaHeadBlanks: the line above is read with any blanks in it that a wrap and an indent have made.
func TestNokiaHeadBlanks(t *testing.T) {
	for _, blank := range []string{" ", "  ", "\n ", " \n  "} {
		ev := one(t, "12 2024/05/02 09:12:11.00 UTC WARNING:"+blank+"BGP #2005 Base Peer 1: 192.0.2.7\n\"(ASN 64500) VR 1: Group G: Peer 192.0.2.7: sending notification: code CEASE subcode ADMIN_RESET\"")
		if ev.Time.IsZero() || !slices.Contains(ev.Params, Param{Key: "event", Value: "2005"}) {
			t.Errorf("%q: %+v", blank, ev)
		}
	}
}

// TestOpenDebug: that an OPEN came is no event of its own, but in Quagga's debugging of AS4.
func TestOpenDebug(t *testing.T) {
	for text, want := range map[string]int{
		"2026/11/22 14:39:50 BGP: [QG29C-5TSVS] 192.0.2.2 rcv OPEN w/ OPTION parameter len: 24":          0,
		"*Mar  2 09:10:00.100: BGP: 192.0.2.1 passive rcv OPEN w/ OPTION parameter len: 26":              0,
		"[AS4] 192.0.2.2 rcv OPEN w/ OPTION parameter len: 24, peeking for as4":                          1,
		"2013/07/08 10:12:00 BGP: 192.0.2.2 [AS4] rcv OPEN w/ OPTION parameter len: 24, peeking for as4": 1,
		"2013/07/08 10:12:00 BGP: [AS4] 192.0.2.2 rcv OPEN w/ OPTION parameter len: 24":                  1,
	} {
		if evs := Scan(Split(text+"\n"), Options{}); len(evs) != want {
			t.Errorf("%d events in %s", len(evs), text)
		}
	}
}

// TestBIRDQuoted: a line of BIRD in a cell, an element, in Markdown or quotes.
func TestBIRDQuoted(t *testing.T) {
	for _, text := range []string{
		"%s\"", "%s`", "x,\"%s\",7", "<li>%s</li>", "<td>%s</td></tr>", "| %s |", "%s**", "'%s'",
	} {
		for _, line := range []string{"2026-03-09 08:00:01.123 <RMT> up1: Received: Hold timer expired", "<RMT> up1: Received: Hold timer expired", "bird: up1: Received: Hold timer expired", "bird: **up1: Received: Hold timer expired"} {
			ev := one(t, fmt.Sprintf(text, line))
			if ev.Style != "bird" || ev.Code != 4 || ev.Session != "up1" {
				t.Errorf("%s %d %q", ev.Style, ev.Code, ev.Session)
			}
		}
	}
	for _, text := range []string{"up1: Received: Hold timer expired\" he said", "up1: Received: Hold timer expired <b>", "up1: Received: Hold timer expired, twice"} {
		if evs := Scan(Split(text), Options{}); len(evs) > 0 {
			t.Errorf("%s\n%+v", text, evs[0])
		}
	}
}

// TestGobgpStamp: the time stands under either name.
func TestGobgpStamp(t *testing.T) {
	for _, key := range []string{"time", "ts"} {
		ev := one(t, `{"level":"info","`+key+`":"2026-03-09T08:00:01Z","msg":"Peer Down","Topic":"Peer","Key":"192.0.2.7","Reason":"read-failed"}`)
		if ev.Time.Unix() != 1773043201 || ev.Peer != "192.0.2.7" {
			t.Errorf("%s: %v", key, ev.Time)
		}
	}
}

// TestBirdNumber: digits at the start of the next line do not go on with the number that BIRD prints at the end of its own.
func TestBirdNumber(t *testing.T) {
	for _, as := range []string{"64513", "65010", "4200000001"} {
		for _, next := range []string{"27265  incoming-23   >> words", "7 words", "201 (x)", "00fd words", ""} {
			evs := Scan(Split("2026-11-21 23:43:10 <RMT> peer10: Received: Bad peer AS: "+as+"\n"+next+"\n"), Options{})
			if len(evs) != 1 || evs[0].LineEnd != 1 {
				t.Errorf("%s, %q: %+v", as, next, evs)
				continue
			}
			told := false
			for _, p := range evs[0].Params {
				told = told || p.Key == "AS" && p.Value == as
			}
			if !told {
				t.Errorf("%s, %q: %+v", as, next, evs[0].Params)
			}
		}
	}
}
