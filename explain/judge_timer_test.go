package explain

import "testing"

// TestHoldTimer: a Hold Timer Expired is judged by the OPENs of both sides and by when the other one was last heard.
func TestHoldTimer(t *testing.T) {
	const off, ninety, thirty = "04 fbf4 0000 c0000201 00", "04 fbf4 005a c0000201 00", "04 fbf4 001e c0000202 00"
	for _, tc := range []struct {
		name             string
		sender, receiver string // OPENs, "" when not seen
		silent           int
		want             string
	}{
		{"no timer agreed", off, ninety, 1000, "contradicted notification-sender high"},
		{"no timer agreed, other side", ninety, off, 0, "contradicted notification-sender high"},
		{"early", ninety, thirty, 10_000, "contradicted notification-sender medium"},
		{"in time", ninety, thirty, 30_000, "confirmed network medium"},
		{"a coarse timer", ninety, thirty, 29_100, "confirmed network medium"},
		{"late", ninety, thirty, 90_000, "confirmed network medium"},
		{"not known when", ninety, thirty, 0, "no-claim network medium"},
		{"an OPEN not seen", ninety, "", 10_000, "no-claim network medium"},
	} {
		ev := bare()
		ev.SilentMS = tc.silent
		if ev.SenderOpen = openTree(t, tc.sender); tc.receiver != "" {
			ev.ReceiverOpen = openTree(t, tc.receiver)
		}
		tree := notification(t, "0400", false)
		x := Explain(tree, ev)
		v := &x.Verdict
		if got := v.Claim.String() + " " + v.Fault.String() + " " + v.Confidence.String(); got != tc.want {
			t.Errorf("%s: %s, want %s\n%s", tc.name, got, tc.want, v.Summary)
		}
		sound(t, x, tree)
	}
}

func TestSeconds(t *testing.T) {
	for ms, want := range map[int]string{90: "0 s", 1500: "1.5 s", 30_000: "30 s", 99_990: "99.9 s", 100_000: "100 s", 180_400: "180 s"} {
		if got := seconds(ms); got != want {
			t.Errorf("%d ms: %s, want %s", ms, got, want)
		}
	}
}
