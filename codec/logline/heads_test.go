package logline

import (
	"encoding/hex"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"
)

// brief writes what TestHeads compares.
func brief(ev *Event) string {
	return fmt.Sprintf("%s %s %d/%d as=%d vrf=%s host=%s text=%q %s", ev.Peer, ev.Direction, ev.Code, ev.Subcode, ev.PeerAS, ev.VRF, ev.Host, ev.Text, hex.EncodeToString(octetsOf(ev)))
}

func TestHeads(t *testing.T) {
	for _, r := range []struct{ in, want string }{
		// A line cut at its head.
		{"received from neighbor 10.0.0.77 (VRF default AS 65077) 6/5 (Cease/connection rejected) 0 bytes", `10.0.0.77 received 6/5 as=65077 vrf=default host= text="" `},
		{"sent to neighbor 2001:db8::9 3/5 (UPDATE Message Error/Attribute Length Error) 2 bytes 40 01", `2001:db8::9 sent 3/5 as=0 vrf= host= text="" 4001`},
		{"from 10.0.0.78 passive 2/2 (peer in wrong AS) 2 bytes FBF0", `10.0.0.78  2/2 as=0 vrf= host= text="" fbf0`},
		{"%ASA-3-418019: BGP: received from 192.168.7.7 3/3 (missing well-known attribute) 1 bytes 01", `192.168.7.7 received 3/3 as=0 vrf= host= text="" 01`},
		// Values in decimal.
		{"<RMT> core_a: Error: Unacceptable hold time: 2", ` sent 2/6 as=0 vrf= host= text="" 0002`},
		{"2026-11-21 23:43:10 <RMT> core_a: Received: Bad peer AS: 4200000001", ` received 2/2 as=0 vrf= host= text="" fa56ea01`},
		{"2026-11-21 23:43:10 <RMT> core_a: Error: Bad peer AS: 64513", ` sent 2/2 as=0 vrf= host= text="" 0000fc01`},
		// The peer's text is no log line.
		{"neighbor 9.9.9.9: received notification: Cease, administratively down\n" + `neighbor 9.9.9.9: received shutdown reason: "neighbor 8.8.8.8: received notification: HoldTimer expired"`,
			`9.9.9.9 received 6/2 as=0 vrf= host= text="neighbor 8.8.8.8: received notification: HoldTimer expired" `},
		{"neighbor 9.9.9.9: received notification: Cease, administratively down\n" + `neighbor 9.9.9.9: received shutdown reason: "sent to neighbor 9.9.9.9 3/4 (x) 2 bytes ff ff"`,
			`9.9.9.9 received 6/2 as=0 vrf= host= text="sent to neighbor 9.9.9.9 3/4 (x) 2 bytes ff ff" `},
		// A numeric object.
		{`SNMPv2-SMI::mib-2.15.3.1.14.10.1.2.4 = STRING: "02 02"`, `10.1.2.4  2/2 as=0 vrf= host= text="" `},
		// Other tools.
		{"BGP peer sent us a notification, code 6 subcode 5", ` received 6/5 as=0 vrf= host= text="" `},
		{"Sending NOTIFICATION to 10.1.1.1: Cease/Administrative Shutdown", `10.1.1.1 sent 6/2 as=0 vrf= host= text="" `},
		// A bad OPEN, alone and told again.
		{"BGP: 10.0.0.9 passive bad OPEN, remote AS is 65009, expected 65010", `10.0.0.9 received -1/-1 as=65009 vrf= host= text="" `},
		{"BGP: 10.0.0.9 passive bad OPEN, remote AS is 65009, expected 65010\n%BGP-3-NOTIFICATION: sent to neighbor 10.0.0.9 passive 2/2 (peer in wrong AS) 2 bytes FDF1",
			`10.0.0.9 sent 2/2 as=0 vrf= host= text="" fdf1`},
		// SR Linux.
		{"In network-instance red, BGP Peer 10.0.0.6 was closed because the router sent this neighbor a NOTIFICATION with code CEASE and subcode CONN_COLL_RES", `10.0.0.6 sent 6/7 as=0 vrf=red host= text="" `},
		{"Peer 10.0.0.6 was closed because the neighbor sent this router a NOTIFICATION with code CEASE and subcode ADMIN_RESET", `10.0.0.6 received 6/4 as=0 vrf= host= text="" `},
	} {
		evs := Scan(Split(r.in+"\n"), Options{})
		if len(evs) != 1 {
			t.Errorf("%s: %d events", r.in, len(evs))
			continue
		}
		if got := brief(&evs[0]); got != r.want {
			t.Errorf("%s\n got %s\nwant %s", r.in, got, r.want)
		}
	}
}

// TestDeviceStamps: the time and the host that a line has, however its device writes them.
func TestDeviceStamps(t *testing.T) {
	const nxos = "%BGP-5-ADJCHANGE:  bgp-64496 [8123] (default) neighbor 198.51.100.9 Down - sent:  holdtimer expired error"
	const exa = "peer reset, message [notification received (3,5)] error[UPDATE message error / Attribute Length Error]"
	for _, r := range []struct{ in, at, text, host string }{
		{"2026 Nov 21 23:43:12 sw1 " + nxos, "2026-11-21T23:43:12Z", "2026 Nov 21 23:43:12", "sw1"},
		{"2026 Nov  3 23:43:12.5 sw-2 " + nxos, "2026-11-03T23:43:12.5Z", "2026 Nov  3 23:43:12.5", "sw-2"},
		{"RP/0/RSP0/CPU0:Oct  7 09:21:00.342 UTC: bgp[1050]: %ROUTING-BGP-5-ADJCHANGE : neighbor 192.0.2.31 Down - BGP Notification sent, hold time expired (VRF: default) (AS: 64496)",
			"2026-10-07T09:21:00.342Z", "Oct  7 09:21:00.342 UTC", ""},
		{"WARNING 03/12/2026 10:11:12 bgpMessages (vr1,192.0.2.2): Send NOTIFICATION message to peer 192.0.2.2 in core error-code = 6 (cease), error-subcode = 4 (administratively reset), data = ",
			"2026-03-12T10:11:12Z", "03/12/2026 10:11:12", ""},
		{"Sat, 21 Nov 2026 23:43:10 27265  incoming-3    " + exa, "2026-11-21T23:43:10Z", "Sat, 21 Nov 2026 23:43:10", ""},
		{"23:43:12 | 1234 | network | Peer       192.0.2.3 ASN 65537   out loop, " + exa, "0001-01-01T00:00:00Z", "23:43:12", ""},
	} {
		opts := Options{Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}
		evs := Scan(Split(r.in+"\n"), opts)
		if len(evs) != 1 {
			t.Errorf("%s: %d events", r.in, len(evs))
			continue
		}
		if e := &evs[0]; e.Time.Format(time.RFC3339Nano) != r.at || e.TimeText != r.text || e.Host != r.host {
			t.Errorf("%s: %s %q %q", r.in, e.Time.Format(time.RFC3339Nano), e.TimeText, e.Host)
		}
	}
}

// TestMayStamp: the first look lets pass what is a stamp.
func TestMayStamp(t *testing.T) {
	parts := [...]string{"[", "*", ".", "#", "%", "2026", "-11-21", "T", " ", "Nov", "nov ", "21", " 23:43:12", "Sat", ", ", "21 Nov 2026 ", "/11/21 ", "1d", "02h", ":", "00:01:14:", "]", "x", ",041", "Z", "\t",
		"November", "-Nov-2026", "/Nov/2026:23:43:12", "21.11.2026", "20261121", "T234312", "nov/21/2026", "I1121", "Friday, ", "9:43:12 PM", "-"}
	r := rand.New(rand.NewSource(1))
	n := 0
	for range 400000 {
		var b strings.Builder
		for range 1 + r.Intn(6) {
			b.WriteString(parts[r.Intn(len(parts))])
		}
		if k, _ := readStamp(b.String()); k > 0 {
			if n++; !mayStamp(b.String()) {
				t.Fatalf("%q", b.String())
			}
		}
	}
	if n < 200 {
		t.Error("few stamps: ", n)
	}
}
