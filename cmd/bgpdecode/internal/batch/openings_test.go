package batch

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/redact"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// openOffering is an OPEN with these capabilities.
func openOffering(as uint16, id byte, caps ...byte) []byte {
	body := append([]byte{4, byte(as >> 8), byte(as), 0, 90, 10, 0, 0, id, byte(len(caps) + 2), 2, byte(len(caps))}, caps...)
	return messageOf(registry.MsgOpen, body...)
}

// TestCaptureOpens: a NOTIFICATION in a capture is judged by what the OPENs of both sides offered, whatever the format, and
// whoever of the two sent it.
func TestCaptureOpens(t *testing.T) {
	ipv6 := []byte{1, 4, 0, 2, 0, 1}
	ext := []byte{6, 0}
	attrs := attrsOf(64500)
	long := announceOf(attrs, bytes.Repeat([]byte{24, 10, 9, 8}, 1100)...)
	sub := func(code, sub byte, data ...byte) []byte {
		return messageOf(registry.MsgNotification, append([]byte{code, sub}, data...)...)
	}
	tooLong := sub(1, 2, long[16], long[17])
	for _, tc := range []struct {
		name            string
		sender, refused []byte // the OPENs of the NOTIFICATION's sender and receiver
		message         []byte // of its receiver
		notify          []byte
		claim, offender string // the number of the event, when the NOTIFICATION's receiver spoke first
	}{
		{"a family that is not offered", openOffering(2, 2, ipv6...), openOffering(1, 1, ext...), nil, sub(2, 7, ipv6...), "confirmed", ""},
		{"a family that is offered", openOffering(2, 2, ipv6...), openOffering(1, 1, ipv6...), nil, sub(2, 7, ipv6...), "contradicted", ""},
		{"route refresh offered", openOffering(2, 2, 2, 0), openOffering(1, 1), messageOf(registry.MsgRouteRefresh, 0, 1, 0, 1), sub(1, 3, 5), "contradicted", ""},
		{"another identifier", openOffering(1, 2), openOffering(1, 1), nil, sub(2, 3), "contradicted", ""},
		{"the same identifier", openOffering(1, 1), openOffering(1, 1), nil, sub(2, 3), "confirmed", ""},
		{"long messages offered by the one that sent one", openOffering(2, 2), openOffering(1, 1, ext...), long, tooLong, "confirmed", "e3"},
		{"long messages offered by the one that got one", openOffering(2, 2, ext...), openOffering(1, 1), long, tooLong, "contradicted", ""},
	} {
		for _, kind := range []capture.Kind{capture.KindPcap, capture.KindMRT} {
			for _, redacted := range []bool{false, true} {
				for first := range 2 {
					refused, sender := [][]byte{tc.refused}, [][]byte{tc.sender}
					if tc.message != nil {
						refused = append(refused, tc.message)
						sender = append(sender, messageOf(registry.MsgKeepalive))
					}
					sides := [2][][]byte{refused, append(sender, tc.notify)}
					opt := testOptions()
					if redacted {
						opt.Redact = redact.New("k")
					}
					out, _ := run(t, string(conversation(t, kind, sides[first], sides[1-first])), opt)
					for _, o := range ownObjects(t, out) {
						if o["type"] != "NOTIFICATION" {
							continue
						}
						if got := member(o, "verdict.claim"); got != tc.claim {
							t.Errorf("%s, %s, redacted %v, side %d: %v", tc.name, kind, redacted, first, o["verdict"])
						}
						if redacted || first != 0 || kind != capture.KindPcap { // the MRT file has a session for each direction
							continue
						}
						if l := append(links(o, "offender"), "")[0]; l != tc.offender {
							t.Errorf("%s: offender %q, want %q", tc.name, l, tc.offender)
						}
					}
				}
			}
		}
	}
}

// TestOpeningsForget: a session does not answer for the OPEN of the one before it, and what is remembered is bounded.
func TestOpeningsForget(t *testing.T) {
	var o openings
	way := func(n int) wireWay {
		a := netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
		return wireWay{from: netip.AddrPortFrom(a, 179), to: netip.AddrPortFrom(a.Next(), uint16(n))}
	}
	one := way(1)
	o.keep(one, openOffering(1, 1))
	o.keep(one.back(), openOffering(2, 2))
	o.keep(one, openOffering(1, 1)) // the same, captured twice
	if o.tree(one) == nil || o.tree(one.back()) == nil {
		t.Fatal("an OPEN is not remembered")
	}
	o.keep(one, openOffering(1, 9))
	if o.tree(one.back()) != nil {
		t.Error("the OPEN of the session before is still there")
	}
	o.keep(one.back(), openOffering(2, 8))
	if tree := o.tree(one); tree == nil || tree.Find(0, codec.FieldBGPID) < 0 || o.tree(one.back()) == nil {
		t.Error("the OPENs of the second session are not remembered")
	}
	for n := range 3 * openedWays {
		o.keep(way(n+2), openOffering(1, 1))
		o.keep(way(n+2), openOffering(1, 2))
	}
	if len(o.ways) > openedWays || len(o.ring) > openedWays {
		t.Errorf("%d ways and %d places", len(o.ways), len(o.ring))
	}
	if o.tree(one) != nil || o.tree(way(3*openedWays+1)) == nil {
		t.Error("the oldest goes first")
	}
}

// TestMRTSessions: MRT has no ports, so the OPENs of a session that has ended are not those of the next one.
func TestMRTSessions(t *testing.T) {
	var b bytes.Buffer
	w := capture.NewMRTWriter(&b)
	put := func(dir capture.Dir, octets []byte) {
		m := capture.Message{Time: time.Unix(1700000000, 0), Dir: dir, ASWidth: 4, SrcAS: 1, DstAS: 2,
			Src: netip.MustParseAddrPort("192.0.2.1:0"), Dst: netip.MustParseAddrPort("192.0.2.2:0"), Octets: octets}
		if dir == capture.DirSent {
			m.Src, m.Dst, m.SrcAS, m.DstAS = m.Dst, m.Src, 2, 1
		}
		if err := w.Write(&m); err != nil {
			t.Fatal(err)
		}
	}
	mine, theirs := openOffering(2, 2), openOffering(1, 1)
	refuse := messageOf(registry.MsgNotification, 2, 3)
	for range 2 {
		put(capture.DirSent, mine)
		put(capture.DirReceived, theirs)
		put(capture.DirSent, refuse)
		put(capture.DirReceived, refuse)
	}
	out, _ := run(t, b.String(), testOptions())
	var claims []any
	for _, o := range ownObjects(t, out) {
		if o["type"] == "NOTIFICATION" {
			claims = append(claims, member(o, "verdict.claim"))
		}
	}
	if len(claims) != 4 || claims[0] != "contradicted" || claims[1] != "no-claim" || claims[2] != "contradicted" || claims[3] != "no-claim" {
		t.Errorf("%v", claims)
	}
}

// TestHoldTimerSeen: when the other side was last heard is taken from the packets; a ROUTE-REFRESH does not count.
func TestHoldTimerSeen(t *testing.T) {
	refresh := messageOf(registry.MsgRouteRefresh, 0, 1, 0, 1)
	for _, tc := range []struct {
		last  []byte
		at    time.Duration // of the last message of the NOTIFICATION's receiver, the NOTIFICATION comes after 100 s
		claim string
	}{
		{messageOf(registry.MsgKeepalive), 5 * time.Second, "confirmed"},
		{messageOf(registry.MsgKeepalive), 50 * time.Second, "contradicted"},
		{refresh, 50 * time.Second, "confirmed"},
	} {
		var b bytes.Buffer
		w, err := capture.NewWriter(capture.KindPcap, &b)
		if err != nil {
			t.Fatal(err)
		}
		a, z := netip.MustParseAddrPort("192.0.2.1:50000"), netip.MustParseAddrPort("192.0.2.2:179")
		put := func(from, to netip.AddrPort, at time.Duration, octets []byte) {
			if err := w.Write(&capture.Message{Time: time.Unix(1700000000, 0).Add(at), Src: from, Dst: to, Octets: octets}); err != nil {
				t.Fatal(err)
			}
		}
		put(a, z, 0, openOffering(1, 1))
		put(z, a, 0, openOffering(2, 2))
		put(a, z, tc.at, tc.last)
		put(z, a, 99*time.Second, messageOf(registry.MsgKeepalive))
		put(z, a, 100*time.Second, messageOf(registry.MsgNotification, 4, 0))
		out, _ := run(t, b.String(), testOptions())
		all := ownObjects(t, out)
		if got := member(all[len(all)-1], "verdict.claim"); got != tc.claim {
			t.Errorf("type %d at %s: %v, want %s", tc.last[18], tc.at, got, tc.claim)
		}
	}
}
