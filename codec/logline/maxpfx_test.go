package logline

import (
	"fmt"
	"testing"
)

// TestMaxPrefixes: warnings and passed limits of each family of devices, with other numbers and peers.
func TestMaxPrefixes(t *testing.T) {
	for _, n := range [][2]int{{901, 1000}, {1001, 1000}, {7, 10}, {500001, 500000}} {
		reason := "route-threshold"
		if n[0] > n[1] {
			reason = "over-limit"
		}
		for _, peer := range []string{"10.0.0.1", "2001:db8::7"} {
			for _, c := range []struct{ line, vrf, family string }{
				{"Mar  4 10:20:02 r1 : %%BGP-4-MAXPFX: Number of prefixes received from %s (afi 0) reaches %d, max %d", "", ""},
				{"Mar  4 10:20:02 r1 : %%BGP-3-MAXPFXEXCEED: Number of prefixes received from %s (afi 0) vpn vrf RED: %d exceeds limit %d", "RED", ""},
				{"Mar  4 10:20:02 r1 : %%BGP-3-MAXPFXEXCEED: No. of prefix received from %s (afi 1): %d exceed limit %d", "", ""},
				{"RP/0/0/CPU0:Mar  4 10:20:02 : bgp[1052]: %%ROUTING-BGP-5-MAXPFX : No. of IPv4 Unicast prefixes received from %s has reached %d, max %d", "", "IPv4 Unicast"},
				{"2026/03/04 10:00:00 BGP: [X1-Y2] %%MAXPFXEXCEED: No. of IPv6 Unicast prefix received from %s(r2) %d exceed, limit %d", "", "IPv6 Unicast"},
			} {
				line := fmt.Sprintf(c.line, peer, n[0], n[1])
				ev := one(t, line+"\n")
				if a := ev.Alarm; a == nil || ev.Kind != KindState || ev.Peer != peer || ev.VRF != c.vrf || a.Count != n[0] || a.Limit != n[1] || a.Family != c.family || ev.Reason != reason {
					t.Errorf("%s: %+v %+v", line, ev, ev.Alarm)
				}
			}
		}
	}
	for _, no := range []string{"%BGP-6-MAXPFX: see the manual", "maxpfx 10 received from 10.0.0.1", "%BGP-4-MAXPFX: Number of prefixes received from x (afi 0) reaches 3, max 4"} {
		if evs := Scan(Split(no+"\n"), Options{}); len(evs) != 0 {
			t.Errorf("%s: %+v", no, evs)
		}
	}
}
