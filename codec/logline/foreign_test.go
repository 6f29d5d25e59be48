package logline

import (
	"strings"
	"testing"
)

// TestOtherProtocols: the words of BGP in the mouth of another protocol's program are no events, whatever the envelope;
// the same words of a BGP daemon are.
func TestOtherProtocols(t *testing.T) {
	says := []string{
		"received notification from neighbor 10.0.0.1: Shutdown", "notification sent to peer 192.0.2.9 code 6 subcode 2",
		"received NOTIFICATION from 2001:db8::1 6/4 (Administrative Reset) 0 bytes", "sending notification to 10.9.8.7: Hold Timer Expired",
	}
	for _, head := range []string{
		"Mar  4 10:20:15 h @d[4]: ", "Mar  4 10:20:15 @d[4]: ", "Mar  4 10:20:15 bgp-rr1 @d: ", "2026-03-04T10:00:00Z h3 @d[1]: ", "@d[77]: ",
		"<30>1 2026-03-04T10:00:00Z h3 @d 12 - - ", "2026/03/04 10:00:00 @: ", "*Mar  4 10:20:16.001: %@-5-NBRCHG: ", "RP/0/0/CPU0:Mar  4 10:20:16 r1 : %ROUTING-@-4-X : ",
		`{"time":"2026-03-04T10:00:00Z","component":"@","msg":"|"}`, `{"message":"|","logger": "@d","host":"r1"}`, `time="2026-03-04T10:00:00Z" level=info component=@ msg="|"`,
		`level=info msg="|" program=@d`,
	} {
		for _, name := range []string{"ldp", "ospf", "isis", "rip", "eigrp", "pim", "msdp", "lldp", "dhcp", "bgp"} {
			for _, up := range []bool{false, true} {
				for _, say := range says {
					who := name
					if up {
						who = strings.ToUpper(name)
					}
					line := strings.ReplaceAll(head, "@", who)
					if strings.Contains(line, "|") {
						line = strings.Replace(line, "|", say, 1)
					} else {
						line += say
					}
					want := 0
					if name == "bgp" {
						if strings.Contains(head, "|") && !strings.ContainsAny(say, "6") {
							continue // words alone are read at the end of a line only
						}
						want = 1
					}
					if evs := Scan(Split(line+"\n"), Options{Transitions: name != "bgp"}); len(evs) != want {
						t.Errorf("%d events in %s", len(evs), line)
					}
				}
			}
		}
	}
}

// TestOtherProtocolsInWhatAPeerWrote: a text of the peer cannot hide its NOTIFICATION.
func TestOtherProtocolsInWhatAPeerWrote(t *testing.T) {
	for _, said := range []string{"ldpd: shut down", "component=ldp", `%LDP-5-X: `, "see program=ospfd"} {
		ev := one(t, `2026/11/21 23:43:14 BGP: %NOTIFICATION: received from neighbor 192.0.2.24 6/2 (Cease/Administrative Shutdown) "`+said+`"`)
		if ev.Text != said {
			t.Errorf("%q: %+v", said, ev)
		}
	}
}
