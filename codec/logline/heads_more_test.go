package logline

import (
	"testing"
	"time"
)

// TestHostsAndWords: the host in front of a node of IOS XR; OpenBGPD's sentences with the words of IANA's registry; a
// repetition that another host tells.
func TestHostsAndWords(t *testing.T) {
	opts := Options{Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Location: time.UTC, AllStates: true}
	for _, x := range []struct {
		text, host string
		code, sub  int
		times      int
	}{
		{"Nov 20 03:14:12 asr9k RP/0/RSP0/CPU0:Nov 20 03:14:12.345 : bgp[1052]: %ROUTING-BGP-5-ADJCHANGE : neighbor 2001:db8:0:7::1 Down - BGP Notification received: hold time expired (VRF: default) (AS: 65010)", "asr9k", 4, 0, 0},
		{"Nov 20 03:14:16 obsd bgpd[555]: neighbor 192.0.2.99 (x): received notification: Cease, connection collision resolution", "obsd", 6, 7, 0},
		{"Nov 20 03:14:16 obsd bgpd[555]: neighbor 192.0.2.99 (x): sending notification: error in UPDATE message, attribute length error", "obsd", 3, 5, 0},
		{"Nov 20 03:14:16 obsd bgpd[555]: neighbor 192.0.2.99 (x): sending notification: error in UPDATE message, something new", "obsd", 3, 0, 0},
		{`{"Key":"10.77.0.2","Reason":"hold-timer-expired","State":"BGP_FSM_ESTABLISHED","Topic":"Peer","level":"info","msg":"Peer Down","time":"2026-11-20T03:14:17Z"}
Nov 20 03:14:18 edge1 last message repeated 17 times`, "", Unknown, Unknown, 0},
		{`{"Key":"10.77.0.2","Reason":"hold-timer-expired","State":"BGP_FSM_ESTABLISHED","Topic":"Peer","level":"info","msg":"Peer Down","node":"edge12"}
Nov 20 03:14:18 edge1 last message repeated 17 times`, "", Unknown, Unknown, 0},
		{`{"Key":"10.77.0.2","Reason":"hold-timer-expired","State":"BGP_FSM_ESTABLISHED","Topic":"Peer","level":"info","msg":"Peer Down","node":"edge1"}
Nov 20 03:14:18 edge1 last message repeated 17 times`, "", Unknown, Unknown, 18},
		{"Nov 20 03:14:16 obsd bgpd[555]: neighbor 192.0.2.99 (x): received notification: Cease, other config change\nNov 20 03:14:18 obsd last message repeated 17 times", "obsd", 6, 6, 18},
	} {
		evs := Scan(Split(x.text), opts)
		if len(evs) != 1 {
			t.Errorf("%d events of %s", len(evs), x.text)
			continue
		}
		if ev := evs[0]; ev.Host != x.host || ev.Code != x.code || ev.Subcode != x.sub || ev.Repeat != x.times {
			t.Errorf("host %q, %d/%d, %d times of\n%s", ev.Host, ev.Code, ev.Subcode, ev.Repeat, x.text)
		}
	}
}
