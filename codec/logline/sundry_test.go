package logline

import (
	"fmt"
	"testing"
	"time"
)

// TestSundryLines: what devices print beside the usual.
func TestSundryLines(t *testing.T) {
	for text, want := range map[string]string{
		"TCP: MD5 Hash not found for [2001:db8::1].40312->[2001:db8::2].179 [S] L3 index 0":                                         "state tcp-auth received 2001:db8::1 -1",
		"%BGP-3-NOTIFICATION: sent to neighbor *192.0.2.7 6/3 (Peer De-configured) 0 bytes":                                         "notification cisco-ios sent 192.0.2.7 6/3",
		"%BGP-5-ADJCHANGE: neighbor *192.0.2.7 Down Peer closed the session":                                                        "state cisco-ios  192.0.2.7 -1",
		"%NOTIFICATION: received from neighbor 192.0.2.7 0/0 (Unknown/Unspecific) 0 bytes":                                          "notification frr received 192.0.2.7 0/0",
		"%BGP-3-NOTIFICATION: received from neighbor 192.0.2.7 0/5 (unknown) 0 bytes":                                               "notification cisco-ios received 192.0.2.7 0/5",
		"%BGP-5-ADJCHANGE:  bgp-65101 [28512] (default) neighbor 192.0.2.7 Down - sent:  bfd session down":                          "notification cisco-nxos sent 192.0.2.7 6/10",
		"BGP: ses global 192.0.2.7 (0x7F0:1) act Send NOTIFICATION 2/7 (unsupported/disjoint capability) 0 bytes":                   "notification cisco-ios sent 192.0.2.7 2/7",
		"BGP: 192.0.2.7 sending NOTIFICATION 6/4 (Cease/Administratively Reset) 0 bytes":                                            "notification quagga sent 192.0.2.7 6/4",
		"BGP default.vpn1: 192.0.2.7 state has changed from ESTABLISHED to IDLE for sending Notification with error 6/1.":           "notification comware sent 192.0.2.7 6/1",
		"BGP.: 2001:db8::7 state has changed from ESTABLISHED to IDLE. (Reason: Receive Notification with error 6/4)":               "notification comware received 2001:db8::7 6/4",
		"(ASN 64500) VR 1: Group G: Peer 192.0.2.7: sending notification: code HOLDTIME subcode UNSPECIFIED":                        "notification nokia-sros sent 192.0.2.7 4/0",
		"BGP/6/SEND_NOTIFY:The router sent a NOTIFICATION message to peer 192.0.2.7. (ErrorCode=6, SubErrorCode=9, ErrorData=NULL)": "notification huawei-vrp sent 192.0.2.7 6/9",
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
