package interop

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// A few routes that a daemon announces besides what a test is about.
var few = []route{
	{netip.MustParsePrefix("20.1.0.0/24"), attrs{communities: "65002:7"}},
	{netip.MustParsePrefix("20.2.0.0/16"), attrs{}},
	{netip.MustParsePrefix("2001:db8:20::/48"), attrs{}},
	{netip.MustParsePrefix("2001:db8:21::/64"), attrs{communities: "65002:8"}},
}

// TestWeDial: sessions that we open, over IPv4 and over IPv6.
func TestWeDial(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), routes: few, neighbors: []*neighbor{
			{addr: net4.host(2), as: 65001, hold: 30, families: []family{ipv4, ipv6}},
			{addr: netip.IPv6Loopback(), as: 65001, hold: 60, families: []family{ipv6, ipv4}},
		}}
		d := k.launch(t, s)
		o := speak(t, config(s, s.neighbors[0]), config(s, s.neighbors[1]))
		both(t, o, d, false)
		same(t, o, d)
	})
}

// TestTheyDial: sessions that the daemon opens, over IPv4 and over IPv6, between
// AS numbers of four octets.
func TestTheyDial(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		us := []netip.Addr{net4.host(2), netip.IPv6Loopback()}
		port := freePort(t, us...)
		s := &setup{as: 4200000002, addr: net4.host(1), routes: few, neighbors: []*neighbor{
			{addr: us[0], port: port, as: 4200000001, hold: 30, families: []family{ipv4, ipv6}},
			{addr: us[1], port: port, as: 4200000001, hold: 60, families: []family{ipv6, ipv4}},
		}}
		s.fill(t)
		o := speakOn(t, []netip.AddrPort{netip.AddrPortFrom(us[0], port), netip.AddrPortFrom(us[1], port)}, config(s, s.neighbors[0]), config(s, s.neighbors[1]))
		both(t, o, k.launch(t, s), true)
	})
}

// both checks two sessions with a daemon, which have been configured alike but
// for the family of their addresses.
func both(t *testing.T, o *ours, d daemon, inbound bool) {
	t.Helper()
	for _, n := range d.conf().neighbors {
		p := o.up(t, d, n)
		a := p.Agreed()
		if a == nil {
			t.Fatal("nothing is agreed on an Established session")
		}
		if a.LocalAS != n.as || a.PeerAS != d.conf().as || a.PeerID != netip.MustParseAddr(d.conf().id) || a.Kind != codec.PeerEBGP {
			t.Errorf("%s: agreed AS %d and %d, identifier %s, %v", n.name, a.LocalAS, a.PeerAS, a.PeerID, a.Kind)
		}
		if want := time.Duration(n.hold) * time.Second; a.HoldTime != want || a.PeerHold != want || a.LocalHold != speaker.DefaultHoldTime {
			t.Errorf("%s: hold times %v and %v give %v", n.name, a.LocalHold, a.PeerHold, a.HoldTime)
		}
		if len(a.Families) != 2 || !a.Receive.AS4 || !a.Send.AS4 {
			t.Errorf("%s: families %v, AS4 %v %v", n.name, a.Families, a.Receive.AS4, a.Send.AS4)
		}
		for _, e := range o.all(func(e *speaker.Event) bool { return e.Kind == speaker.Opened && e.Peer == p }) {
			if e.Conn.Inbound != inbound {
				t.Errorf("%s: a connection with Inbound %v", n.name, e.Conn.Inbound)
			}
		}
		for _, f := range n.families {
			o.holds(t, d, n, f, d.conf().in(f))
		}
	}
	for _, typ := range []registry.MessageType{registry.MsgOpen, registry.MsgKeepalive} {
		for _, sent := range []bool{true, false} {
			if o.count(messages(typ, sent)) < 2 {
				t.Errorf("fewer than two %v were %s", typ, way(sent))
			}
		}
	}
	noFindings(t, o)
}

// noFindings: nothing that a daemon sent was wrong. Notes are no complaints.
func noFindings(t *testing.T, o *ours) {
	t.Helper()
	for _, e := range o.all(func(e *speaker.Event) bool {
		return slices.ContainsFunc(e.Findings, func(f codec.Finding) bool { return f.Severity != codec.SeverityNote })
	}) {
		t.Errorf("findings in what %s: %s", way(e.Sent), tell(nil, &e))
	}
}
