package logline

import (
	"fmt"
	"testing"
	"time"
)

// TestOriginID: the name that a device puts in front of its own stamp is the host, whatever a relay calls it, and a zone of hours is
// heeded in front of a colon.
func TestOriginID(t *testing.T) {
	opts := Options{Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Location: time.UTC}
	for _, relay := range []string{"", "<189>", "Nov 20 10:11:12 192.0.2.99 ", "<189>Nov 20 10:11:12 relay1 "} {
		for _, seq := range []string{"", "29: ", "9238766: "} {
			for _, name := range []string{"r1", "PE2.lab-xrd", "EDGE-RTR-01"} {
				for zone, want := range map[string]string{"": "2026-11-20T09:11:12Z", " UTC": "2026-11-20T09:11:12Z", " +06": "2026-11-20T09:11:12+06:00", " -03": "2026-11-20T09:11:12-03:00", " +0530": "2026-11-20T09:11:12+05:30"} {
					for _, line := range []string{
						name + " RP/0/RSP0/CPU0:Nov 20 09:11:12.651" + zone + ": bgp[1097]: %ROUTING-BGP-5-ADJCHANGE : neighbor 2001:db8::7 Down - Peer closed the session (VRF: default) (AS: 64500)",
						name + ": *Nov 20 09:11:12.651" + zone + ": %BGP-5-ADJCHANGE: neighbor 2001:db8::7 Down Peer closed the session",
						name + ":       Nov 20 09:11:12.651" + zone + ": %BGP-3-NOTIFICATION: sent to neighbor 2001:db8::7 4/0 (hold time expired) 0 bytes",
					} {
						evs := Scan(Split(relay+seq+line+"\n"), opts)
						if len(evs) != 1 || evs[0].Host != name || evs[0].Time.Format(time.RFC3339) != want || evs[0].Peer != "2001:db8::7" {
							t.Errorf("%d events\n%s", len(evs), relay+seq+line)
						}
					}
				}
			}
		}
	}
}

// TestNoOriginID: what is no name of a device in front of a stamp.
func TestNoOriginID(t *testing.T) {
	for _, head := range []string{"", "27: ", "%", "a/b.log ", "{\"t\": ", "fe80::1: ", "seen at ", "12 "} {
		for _, line := range []string{"*Nov 20 09:11:12.651: %BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Peer closed the session", "Nov 20 09:11:12 was a day: %BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Peer closed the session"} {
			for _, ev := range Scan(Split(head+line+"\n"), Options{}) {
				if ev.Host != "" {
					t.Errorf("host %q:\n%s%s", ev.Host, head, line)
				}
			}
		}
	}
}

// TestSonicHost: SONiC puts a severity between the host and the program, with the container's name or, on older ones, without.
func TestSonicHost(t *testing.T) {
	for _, level := range []string{"INFO", "NOTICE", "WARNING", "ERR"} {
		for _, tag := range []string{"bgpd[57]:", "bgp#bgpd[57]:", "bgp#bgpd:"} {
			for _, body := range []string{"%NOTIFICATION: sent to neighbor 2001:db8::7 6/3 (Cease/Peer De-configured) 0 bytes", "%ADJCHANGE: neighbor 2001:db8::7 Down Neighbor deleted"} {
				text := fmt.Sprintf("Jul 19 02:52:01.662427 leaf-1 %s %s %s", level, tag, body)
				if ev := one(t, text); ev.Host != "leaf-1" && (level != "ERR" && tag != "bgp#bgpd:") {
					t.Errorf("host %q:\n%s", ev.Host, text)
				}
			}
		}
	}
}
