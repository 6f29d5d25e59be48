package explain

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// openTree decodes the body of an OPEN.
func openTree(t testing.TB, s string) *codec.Tree {
	t.Helper()
	var dc codec.Decoder
	return dc.Decode(codec.PieceOpen, octets(t, s), codec.Context{})
}

// openWith is a sound OPEN of AS 64500 with these capabilities.
func openWith(t testing.TB, caps string) *codec.Tree {
	t.Helper()
	n := len(octets(t, caps))
	if n == 0 {
		return openTree(t, "04 fbf4 005a c0000201 00")
	}
	hex := func(n int) string { return hex2(uint8(n))[2:] }
	return openTree(t, "04 fbf4 005a c0000201"+hex(n+2)+"02"+hex(n)+caps)
}

func TestVerdictsWithOpens(t *testing.T) {
	const mp4, mp6, rr, ext, as4, nh = "010400010001", "010400020001", "0200", "0600", "41040000fbf4", "0506000100010002"
	for _, tc := range []struct {
		name, hex   string
		sender      string // capabilities of the OPEN of the NOTIFICATION's sender; "-" when it was not seen
		receiver    string // of its receiver; a whole body when it begins with "04"
		rule, want  string
		conformance string
	}{
		{"extended message offered", "0102 1388", ext, "-", "1/2 value", "contradicted notification-sender medium", "stricter"},
		{"extended message not offered", "0102 1388", rr, "-", "1/2 value", "confirmed notification-receiver high", "conformant"},
		{"route refresh offered", "0103 05", rr, "-", "1/3 value", "contradicted notification-sender medium", "stricter"},
		{"route refresh not offered", "0103 05", mp4, "-", "1/3 value", "confirmed notification-receiver high", "conformant"},
		{"version 4 refused", "0201 0004", "-", rr, "2/1 version", "contradicted notification-sender high", "stricter"},
		{"AS_TRANS alone", "0202", "-", "04 5ba0 005a c0000201 00", "2/2 open contradicts itself", "confirmed notification-receiver high", "conformant"},
		{"AS fields differ", "0202 fbf4", "-", "04 fbf4 005a c0000201 08 0206 41040000fbf5", "2/2 open contradicts itself", "confirmed notification-receiver high", "conformant"},
		{"AS sound", "0202", "-", as4, "2/2 as", "not-shown configuration high", "unknown"},
		{"same identifier", "0203 c0000201", rr, "-", "2/3 identifier", "confirmed configuration high", "conformant"},
		{"another identifier", "0203 c0000299", rr, "-", "2/3 identifier", "contradicted notification-sender medium", "stricter"},
		{"identifier of the OPEN is 0", "0203", "-", "04 fbf4 005a 00000000 00", "2/3 identifier", "confirmed configuration high", "conformant"},
		{"hold time of the OPEN", "0206", "-", "04 fbf4 0001 c0000201 00", "2/6 hold time", "confirmed configuration high", "conformant"},
		{"broken capabilities", "0200", "-", "04 fbf4 005a c0000201 08 0206 010600010001", "2/x open", "confirmed notification-receiver high", "conformant"},
		{"sound capabilities", "0200", "-", mp4 + rr, "2/0 open is sound", "contradicted notification-sender medium", "stricter"},
		{"family lacking", "0207" + mp6, "-", mp4, "2/7 capabilities named", "confirmed configuration high", "conformant"},
		{"family of zeros", "0207 010400000000", "-", mp4, "2/7 capabilities named", "not-shown configuration medium", "unknown"},
		{"another value", "0207 090104", "-", "090101", "2/7 capabilities named", "not-shown configuration medium", "unknown"},
		{"capability of another code lacking", "0207" + as4, "-", mp4, "2/7 capabilities named", "confirmed configuration high", "conformant"},
		{"capability there, the same", "0207" + mp6, "-", mp4 + mp6, "2/7 capabilities named", "contradicted notification-sender high", "stricter"},
		{"no family in common", "0207", mp4, mp6, "2/7 no family", "confirmed configuration high", "conformant"},
		{"a family in common", "0207", mp4, mp4 + mp6, "", "no-claim configuration medium", "unknown"},
		{"no family in common, old code", "0208", mp4, mp6, "2/8 no family", "confirmed configuration high", "conformant"},
		{"roles fit", "020b", "090100", "090103", "2/11 roles", "contradicted notification-sender high", "stricter"},
		{"roles do not fit", "020b", "090103", "090103", "2/11 roles", "confirmed configuration high", "conformant"},
		{"rejected over AS numbers", "0605", "-", "04 5ba0 005a c0000201 00", "6/5 as", "no-claim notification-receiver medium", "unknown"},
		{"width agreed on 4", "0305 c00708 0000fde80a000001", as4, as4, "3/x width", "contradicted notification-sender high", "stricter"},
		{"width not agreed", "0305 c00708 0000fde80a000001", as4, rr, "3/x width", "confirmed notification-receiver high", "stricter"},
		{"extended next hop not offered", "0309 800e19 00010110 20010db8000000000000000000000001 00 18c00002", rr, rr, "3/9 next hop and capability 5",
			"confirmed notification-receiver high", "conformant"},
		{"extended next hop agreed", "0309 800e19 00010110 20010db8000000000000000000000001 00 18c00002", nh, nh, "3/x legal",
			"contradicted notification-sender medium", "stricter"},
	} {
		side := func(s string) *codec.Tree {
			switch {
			case s == "-":
				return nil
			case len(s) > 2 && s[:3] == "04 ":
				return openTree(t, s)
			}
			return openWith(t, s)
		}
		for _, direction := range []string{"sent", "received", ""} {
			ev := bare()
			ev.Direction = direction
			switch direction {
			case "sent":
				ev.LocalOpen, ev.PeerOpen = side(tc.sender), side(tc.receiver)
			case "received":
				ev.LocalOpen, ev.PeerOpen = side(tc.receiver), side(tc.sender)
			default: // as in a capture
				ev.SenderOpen, ev.ReceiverOpen = side(tc.sender), side(tc.receiver)
			}
			tree := notification(t, tc.hex, false)
			x := Explain(tree, ev)
			v := &x.Verdict
			if got := v.Claim.String() + " " + v.Fault.String() + " " + v.Confidence.String(); got != tc.want {
				t.Errorf("%s, %s: %s, want %s\n%s", tc.name, direction, got, tc.want, v.Summary)
			}
			if got := decided(tree, ev); got != tc.rule {
				t.Errorf("%s, %s: rule %q, want %q", tc.name, direction, got, tc.rule)
			}
			if x.RFC.Conformance != tc.conformance {
				t.Errorf("%s, %s: %s, want %s (%+v)", tc.name, direction, x.RFC.Conformance, tc.conformance, x.RFC)
			}
			sound(t, x, tree)
		}
	}
}
