package explain

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// longPath builds an AS_PATH attribute with segments of these counts; surplus is added to the declared length.
func longPath(surplus int, counts ...int) []byte {
	var v []byte
	as := uint32(131072)
	for _, n := range counts {
		v = append(v, 2, byte(n))
		for range n {
			v = append(v, byte(as>>24), byte(as>>16), byte(as>>8), byte(as))
			as = 131072 + (as*7+13)%200000
		}
	}
	n := len(v) + surplus
	return append([]byte{0x50, 0x02, byte(n >> 8), byte(n)}, v...)
}

func TestPathLengthCountedTwice(t *testing.T) {
	next := "400304c0000201" + "80040400000064" + "c00804fde80064"
	tail, _ := hex.DecodeString(strings.Repeat(next, 200))
	for _, tc := range []struct {
		name    string
		surplus int
		counts  []int
		data    int // octets behind the path
		cut     bool
		rule    string
		want    string
	}{
		{"other attributes fill it", 1020, []int{255, 255, 57}, 1020, false, "3/x path length counted twice", "confirmed notification-receiver high"},
		{"one full segment", 1020, []int{255, 3}, 1020, false, "3/x path length counted twice", "confirmed notification-receiver high"},
		{"two full segments twice", 2040, []int{255, 255, 9}, 2040, false, "3/x path length counted twice", "confirmed notification-receiver high"},
		{"the Data ends with the path", 1020, []int{255, 40}, 0, false, "3/x path length counted twice", "confirmed notification-receiver high"},
		{"the Data ends behind it", 1020, []int{255, 40}, 100, false, "3/x path length counted twice", "confirmed notification-receiver high"},
		{"what follows reads as a segment", 1020, []int{255, 57}, -1, false, "3/x path length counted twice", "confirmed notification-receiver high"},
		{"more than every full segment twice", 2040, []int{255, 57}, 2040, false, "3/x path", "confirmed notification-receiver high"},
		{"another surplus", 1016, []int{255, 40}, 1016, false, "3/x path", "confirmed notification-receiver high"},
		{"no full segment", 1020, []int{254, 40}, 1020, false, "3/x path", "confirmed notification-receiver high"},
		{"no surplus", 0, []int{255, 40}, 0, false, "3/x path", "not-shown unknown medium"},
		{"cut inside the first segment", 1020, []int{255, 57}, -1200, true, "3/x length of a cut value", "not-shown unknown low"},
		{"cut behind the end of the path", 1020, []int{255, 57}, 100, true, "3/x length of a cut value", "confirmed notification-receiver high"},
	} {
		b := append([]byte{3, 5}, longPath(tc.surplus, tc.counts...)...)
		if tc.data == -1 {
			b = append(append(b, 2, 1, 0, 0, 0xfb, 0xf4), tail[:1014]...)
		} else if tc.data >= 0 {
			b = append(b, tail[:tc.data]...)
		} else {
			b = b[:len(b)+tc.data]
		}
		tree := notification(t, hex.EncodeToString(b), tc.cut)
		ev := bare()
		ev.Truncated = tc.cut
		x := Explain(tree, ev)
		v := &x.Verdict
		if got := v.Claim.String() + " " + v.Fault.String() + " " + v.Confidence.String(); got != tc.want {
			t.Errorf("%s: %s, want %s\n%s", tc.name, got, tc.want, v.Summary)
		}
		if got := decided(tree, ev); got != tc.rule {
			t.Errorf("%s: rule %q, want %q", tc.name, got, tc.rule)
		}
		named := strings.Contains(strings.Join(v.Causes, " "), "1114")
		if named != (tc.rule == "3/x path length counted twice") && tc.rule != "3/x length of a cut value" {
			t.Errorf("%s: causes %q", tc.name, v.Causes)
		}
		sound(t, x, tree)
		if x.RFC.RFC7606.Action.String() != "treat-as-withdraw" || x.RFC.Conformance != "stricter" {
			t.Errorf("%s: %+v", tc.name, x.RFC)
		}
	}
}

// TestWidthOfTheSession: what is legal under one width only is judged by what the session agreed.
func TestWidthOfTheSession(t *testing.T) {
	for _, tc := range []struct {
		name, hex string
		width     int
		want      string
	}{
		{"6 octets on a 2-octet session", "0305 c00706 fde80a000001", 2, "contradicted notification-sender high"},
		{"6 octets on a 4-octet session", "0305 c00706 fde80a000001", 4, "confirmed notification-receiver high"},
		{"8 octets on a 4-octet session", "0305 c00708 0000fde80a000001", 4, "contradicted notification-sender high"},
		{"8 octets on a 2-octet session", "0305 c00708 0000fde80a000001", 2, "confirmed notification-receiver high"},
		{"2-octet path on a 4-octet session", "030b 400206 0202fbf4fbf5", 4, "confirmed notification-receiver high"},
		{"4-octet path on a 2-octet session", "030b 40020a 02020000fbf400010000", 2, "confirmed notification-receiver high"},
	} {
		var dc, guess codec.Decoder
		b := octets(t, tc.hex)
		g := codec.GuessContext(&guess, codec.PieceNotification, b, codec.Known{ASWidth: tc.width, ASWidthHow: codec.HowFlag})
		tree := dc.Decode(codec.PieceNotification, b, g.Ctx)
		ev := bare()
		ev.ASWidth = g.ASWidth
		x := Explain(tree, ev)
		v := &x.Verdict
		if got := v.Claim.String() + " " + v.Fault.String() + " " + v.Confidence.String(); got != tc.want {
			t.Errorf("%s: %s, want %s\n%s", tc.name, got, tc.want, v.Summary)
		}
		sound(t, x, tree)
	}
}
