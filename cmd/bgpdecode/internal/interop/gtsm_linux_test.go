package interop

import (
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// gtsm is what a make calls the TTL security of RFC 5082 for a peer one link away.
// ExaBGP can send with 255, but takes what comes with less.
var gtsm = map[string]string{
	"FRR":      "ttl-security hops 1",
	"BIRD":     "multihop 1;\nttl security on;",
	"OpenBGPD": "ttl-security yes",
	"GoBGP":    "[neighbors.ttl-security.config]\nenabled = true\nttl-min = 255",
	"ExaBGP":   "outgoing-ttl 255;",
}

// TestGTSM: with TTL security on both sides sessions come up over both families.
func TestGTSM(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{
			{addr: net4.host(2), as: 65001, lines: gtsm[k.name]},
			{addr: netip.IPv6Loopback(), as: 65001, lines: gtsm[k.name]},
		}}
		d := k.launch(t, s)
		o := speak(t, nearby(s, 0), nearby(s, 1))
		for _, n := range s.neighbors {
			o.up(t, d, n)
		}
	}, "ExaBGP: answers SYNs with the system's TTL")
}

// TestGTSMTheyDial is the same with the daemon dialling.
func TestGTSMTheyDial(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		us := []netip.Addr{net4.host(2), netip.IPv6Loopback()}
		port := freePort(t, us...)
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{
			{addr: us[0], port: port, as: 65001, lines: gtsm[k.name]},
			{addr: us[1], port: port, as: 65001, lines: gtsm[k.name]},
		}}
		s.fill(t)
		o := speakOn(t, []netip.AddrPort{netip.AddrPortFrom(us[0], port), netip.AddrPortFrom(us[1], port)}, nearby(s, 0), nearby(s, 1))
		d := k.launch(t, s)
		for _, n := range s.neighbors {
			o.up(t, d, n)
		}
	})
}

// nearby is the configuration of a peer that is one link away.
func nearby(s *setup, i int) speaker.PeerConfig {
	c := config(s, s.neighbors[i])
	c.Transport.GTSMHops = 1
	return c
}

// TestGTSMFromAfar: a daemon with TTL security does not hear one who seems to be
// two links away.
func TestGTSMFromAfar(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{
			{addr: net4.host(2), as: 65001, lines: gtsm[k.name]},
			{addr: netip.IPv6Loopback(), as: 65001, lines: gtsm[k.name]},
		}}
		d := k.launch(t, s)
		for _, n := range s.neighbors {
			if heard(t, s, n, transport.Options{TTL: 254}) {
				t.Errorf("%v: heard with TTL 254", n.addr)
			}
			if state, err := d.state(n); err != nil || state == "OpenConfirm" || state == "Established" {
				t.Errorf("%v: %s (%v)", n.addr, state, err)
			}
		}
	}, "ExaBGP: takes what comes with any TTL on connections that it accepts")
}

// heard dials a daemon, sends an OPEN and reports whether the answer to that
// comes, a KEEPALIVE. The OPEN waits until the daemon has had time to accept the
// connection: these daemons set the least TTL only then, and an OPEN that is there
// before is heard.
func heard(t *testing.T, s *setup, n *neighbor, o transport.Options) bool {
	t.Helper()
	c, err := transport.Dial(t.Context(), netip.AddrPortFrom(n.addr, 0), netip.AddrPortFrom(n.local, s.port), o)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	open := codec.NewOpen(n.as, 90, netip.MustParseAddr("1.1.1.1"))
	msg, err := open.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	if keepalives(c) {
		return true
	}
	_, _ = c.Write(msg) // a daemon may have closed it
	return keepalives(c)
}

// keepalives reads for a while, and reports whether a KEEPALIVE came.
func keepalives(c *transport.Conn) bool {
	_ = c.SetReadDeadline(time.Now().Add(silence))
	for r := codec.NewFrameReader(c); ; {
		msg, err := r.Next()
		if err != nil {
			return false
		}
		if registry.MessageType(msg[codec.HeaderLen-1]) == registry.MsgKeepalive {
			return true
		}
	}
}
