package logline

import "testing"

// TestCodeGuard: "code " counts where a style may want it, be its number wrapped, and not in front of other numbers.
func TestCodeGuard(t *testing.T) {
	for text, want := range map[string]bool{
		"code 3/4 (update": true, "code 3 (Update Message Error)": true, "code 6\n(Cease)": true, "code 2\n5/0": true, "code \n  > 4/0": true,
		"code 3": true, "code ": true, "code 255/1": true, `code 3\n(Cease)`: true, "code 4<br>(Hold": true, "code 6 =\n(Cease)": true,
		"code 774, 33358 bytes": false, "code 2000/1": false, "code 256/1": false, "code 12 bytes": false, "code x": false,
		"code 0\nNov 21": false, "code 0 (": false, "code 0\n 3/4": true, "code 0": true, `code 0\n3`: true,
	} {
		if got := AnchorAt(text, 0, "code "); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestWanted: a common word counts where a style may read on from it, and not in front of or behind other words.
func TestWanted(t *testing.T) {
	for _, c := range []struct {
		text, anchor string
		want         bool
	}{
		{"NOTIFICATION sent to 192.0.2.1 (External", "notification", true},
		{"NOTIFICATION sent to neighbor 192.0.2.1", "notification", true},
		{"NOTIFICATION received from fe80::1 6/2", "notification", true},
		{"NOTIFICATION received from\n192.0.2.1", "notification", true},
		{"NOTIFICATION sent (UPDATE", "notification", true},
		{"NOTIFICATION se\nnt to 192.0.2.1", "notification", true},
		{"NOTIFICATION \x1b[1msent", "notification", true},
		{`NOTIFICATION ser\nvices`, "notification", true},
		{"received NOTIFICATION peer_ip=192.0.2.1", "notification", true},
		{"received\n NOTIFICATION because of", "notification", true},
		{"bgp notification sent by me", "notification", true},
		{"notification 6/2", "notification", true},
		{"notification: x", "notification", true},
		{"Reached target notification services; done", "notification", false},
		{"expired, notification sent to snmp subagent", "notification", false},
		{`"msg":"notification delivered","n":1`, "notification", false},
		{"x: the notification was sent", "notification", false},
		{"peer reset, message [", "peer reset", true},
		{"peer reset\n, message [", "peer reset", true},
		{"peer reset by administrator", "peer reset", false},
		{"peer17: Received: Bad peer AS", "received: ", true},
		{"Passive  Received: Bad peer AS", "received: ", true},
		{"refused, received: none", "received: ", false},
		{"peer17: Error: Bad peer AS", ": error: ", true},
		{"app[12]: error: no such", ": error: ", false},
		{"Last Error: Hold Timer Expired Error\nnext", "last error: ", true},
		{"Last Error: Hold Timer Expired Error", "last error: ", true},
		{"last error: 503, state 4 of 5\nnext", "last error: ", false},
		{"last error: 503<br>", "last error: ", true},
	} {
		at := firstFold(c.text, c.anchor)
		if at < 0 {
			t.Fatalf("no %q in %q", c.anchor, c.text)
		}
		if got := AnchorAt(c.text, at, c.anchor); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
}
