package logline

import (
	"fmt"
	"strings"
	"testing"
)

// TestUnconfigured: a connection from an address that no neighbor is configured with, whichever daemon tells it.
func TestUnconfigured(t *testing.T) {
	for _, c := range []struct{ style, line, port string }{
		{"junos", "r1 rpd[123]: bgp_listen_accept: Connection attempt from unconfigured neighbor: %s%s", "+51528"},
		{"junos", "r1 rpd[123]: bgp_listen_accept: %%DAEMON-4: Connection attempt from unconfigured neighbor: %s%s", "+57284"},
		{"bird", "bird[12]: BGP: Unexpected connect from unknown address %s%s", " (port 40625)"},
		{"bird", "2026-11-21 23:43:10 <WARN> BGP: Unexpected connect from unknown address %s%s", ""},
		{"openbgpd", "bgpd[12]: connection from non-peer %s%s refused", ""},
		{"quagga", "2014/11/21 23:43:10 BGP: [Event] BGP connection IP address %s%s is not configured", ""},
		{"nokia-sros", "(ASN 64500) PEER 1: %s%s: Closing connection: PEER 1: 192.0.2.9 not enabled or not in configuration", ""},
		{"gobgp-text", `time="2026-11-21T23:43:10Z" level=info msg="Can't find configuration for a new passive connection from:%s%s" Topic=Peer`, ""},
		{"gobgp-text", `time="2026-11-21T23:43:10Z" level=info msg="Can't find configuration for a new passive connection" Key=%s%s Topic=Peer`, ""},
		{"gobgp-json", `{"Key":"%s%s","Topic":"Peer","level":"info","msg":"Can't find configuration for a new passive connection","time":"2026-11-21T23:43:10Z"}`, ""},
		{"gobgp-text", "INFO[0012] Can't find configuration for a new passive connection  Key=%s%s Topic=Peer", ""},
	} {
		for _, peer := range []string{"192.0.2.7", "2001:db8::7", "fe80::153%eth1"} {
			for _, steps := range []bool{false, true} {
				text := fmt.Sprintf(c.line, peer, c.port)
				evs := Scan(Split(text+"\n"), Options{Transitions: steps})
				if len(evs) != 1 {
					t.Errorf("%d events in\n%s", len(evs), text)
					continue
				}
				ev := &evs[0]
				port := atoi(strings.Trim(c.port, "+ (port)"))
				if ev.Style != c.style || ev.Peer != peer || ev.PeerPort != port || ev.Reason != ReasonUnconfigured || ev.Direction != DirReceived || ev.Kind != KindState {
					t.Errorf("%s %s %d %s\n%s", ev.Style, ev.Peer, ev.PeerPort, ev.Reason, text)
				}
				if steps && (ev.Step == nil || ev.Step.What != StepRejected || ev.Step.Opener != OpenerPeer) {
					t.Errorf("step %+v\n%s", ev.Step, text)
				}
			}
		}
	}
}

// TestNotUnconfigured: the same words without a peer, of other programs, or in a NOTIFICATION's reason, which has told it.
func TestNotUnconfigured(t *testing.T) {
	for text, want := range map[string]int{
		"got connection from non-peer!": 0, "Rejecting connection from non-peer (192.0.2.1)...": 0, "connection from non-peer source refused": 0,
		"Connection attempt from unconfigured neighbor": 0, "peer not enabled or not in configuration": 0,
		"IKE: Unexpected connect from unknown address 192.0.2.1": 0, "can't find configuration for a new passive FTP connection from 192.0.2.1": 0,
		"rpd[1]: bgp_listen_accept:4984: NOTIFICATION sent to 192.0.2.1+51528 (proto): code 6 (Cease) subcode 5 (Connection Rejected), Reason: Connection attempt from unconfigured neighbor: 192.0.2.1+51528": 1,
	} {
		if evs := Scan(Split(text+"\n"), Options{}); len(evs) != want {
			t.Errorf("%d events, want %d:\n%s", len(evs), want, text)
		}
	}
}
