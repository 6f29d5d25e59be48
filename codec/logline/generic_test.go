package logline

import (
	"fmt"
	"testing"
)

// TestGenericLines reads lines that belong to no vendor, and leaves prose alone.
func TestGenericLines(t *testing.T) {
	for _, tt := range []struct {
		line      string
		code, sub int
		peer      string
		dir       Direction
		data      bool
	}{
		{"NOTIFICATION received: code 3 subcode 4, Data: e0 07 08 00 03 02 ed 5b dc 3f 01", 3, 4, "", DirReceived, true},
		{"NOTIFICATION sent to 10.0.0.1 code 6 subcode 2", 6, 2, "10.0.0.1", DirSent, false},
		{"received NOTIFICATION 6/4 (Administrative Reset) from 192.0.2.1", 6, 4, "192.0.2.1", DirReceived, false},
		{"peer 10.1.1.1: got notification (3,5) data 400100", 3, 5, "10.1.1.1", DirReceived, true},
		{"BGP notification 4/0 hold timer expired peer 2001:db8::5", 4, 0, "2001:db8::5", DirUnknown, false},
	} {
		evs := Scan(Split("x\n"+tt.line+"\ny"), Options{})
		if len(evs) != 1 {
			t.Errorf("%d events in %q", len(evs), tt.line)
			continue
		}
		e := evs[0]
		if e.Code != tt.code || e.Subcode != tt.sub || e.Peer != tt.peer || e.Direction != tt.dir || (e.Dump.View != nil) != tt.data {
			t.Errorf("%q: %d/%d %q %v data %v", tt.line, e.Code, e.Subcode, e.Peer, e.Direction, e.Dump.View != nil)
		}
	}
	for _, line := range []string{
		"the notification 3/4 of all peers", "see notification 6/2 in the RFC", "notification: 12/24 done",
		"a notification 3 of 4 was sent to the user",
	} {
		if evs := Scan(Split(line), Options{}); len(evs) != 0 {
			t.Errorf("%q gives %d/%d", line, evs[0].Code, evs[0].Subcode)
		}
	}
}

// TestGenericProse: what a speaker does is no event; what one did, or does to somebody, is.
func TestGenericProse(t *testing.T) {
	for _, codes := range []string{"2/2", "6/4", "code 3 subcode 5"} {
		for _, text := range []string{"Fixes: bgpd: send notification %s if the peer is wrong", "We send a NOTIFICATION %s on shutdown.", "receive a NOTIFICATION %s and you know", "it may receive the notification %s"} {
			if evs := Scan(Split(fmt.Sprintf(text, codes)+"\n"), Options{}); len(evs) != 0 {
				t.Errorf("%d events in "+text, len(evs), codes)
			}
		}
		for _, text := range []string{"sent NOTIFICATION %s", "received notification %s", "192.0.2.7: send notification %s", "bgp: send notification %s", "[r1] receive NOTIFICATION %s", "send notification to 192.0.2.7 %s", "rcvd notification %s"} {
			if evs := Scan(Split(fmt.Sprintf(text, codes)+"\n"), Options{}); len(evs) != 1 || evs[0].Direction == DirUnknown {
				t.Errorf("%d events in "+text, len(evs), codes)
			}
		}
	}
}
