package interop

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// withAddPath wants path identifiers of IPv4 in both directions.
func withAddPath(c *speaker.PeerConfig) {
	c.Capabilities.AddPath = []codec.AddPath{{Family: codec.IPv4Unicast, Mode: codec.AddPathBoth}}
}

// TestAddPathToThem: several paths of ours to one prefix are held there, each
// with its identifier; one that goes is gone, the others stay.
func TestAddPathToThem(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		var list []mine
		for i := range 20 {
			for id := range uint32(3) {
				list = append(list, mine{prefix: block(ipv4, 30, i), id: 10*uint32(i) + id + 1, path: []uint32{64600 + id}, attrs: attrs{communities: "65001:3"}})
			}
		}
		x := k.begin(t, &setup{}, &neighbor{addPath: true}, withAddPath)
		last := set(t, list[len(list)-1:])
		x.p.Announce(set(t, list[:len(list)-1]))
		x.p.Announce(last)
		x.up()
		a := x.p.Agreed()
		if !a.Send.AddPath.Has(codec.IPv4Unicast) {
			t.Fatalf("agreed to send %+v", a.Send)
		}
		x.expect(ipv4, list, k.showsID())
		x.p.Withdraw(last)
		x.expect(ipv4, list[:len(list)-1], k.showsID())
	})
}

// showsID reports whether a daemon shows the path identifiers that it received.
func (k kind) showsID() bool { return k.name != "BIRD" && k.name != "GoBGP" }

// TestAddPathToUs: two speakers of ours feed a daemon with the same prefixes, and
// it tells a third of both paths.
func TestAddPathToUs(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{
			{addr: net4.host(2), as: 65001, addPath: true},
			{addr: net4.host(3), as: 65003},
			{addr: net4.host(4), as: 65004},
		}}
		d := k.launch(t, s)
		list := many(ipv4, 30, 30)
		var feeders []*ours
		for _, n := range s.neighbors[1:] {
			c := config(s, n)
			c.RouterID = netip.AddrFrom4([4]byte{1, 1, 1, byte(n.as)})
			o := speak(t, c)
			o.peer(t, n.local).Announce(set(t, list))
			o.up(t, d, n)
			feeders = append(feeders, o)
		}
		c := config(s, s.neighbors[0])
		withAddPath(&c)
		o := speak(t, c)
		p := o.up(t, d, s.neighbors[0])
		if !p.Agreed().Receive.AddPath.Has(codec.IPv4Unicast) {
			t.Fatalf("agreed to receive %+v", p.Agreed().Receive)
		}
		paths := func() (map[netip.Prefix]map[uint32]uint32, int) {
			byID := map[netip.Prefix]map[uint32]uint32{} // prefix, identifier, first AS behind theirs
			n := 0
			for _, r := range o.held(p, ipv4) {
				if byID[r.prefix] == nil {
					byID[r.prefix] = map[uint32]uint32{}
				}
				if len(r.path()) > 1 {
					byID[r.prefix][r.id] = r.path()[1]
					n++
				}
			}
			return byID, n
		}
		o.until(t, d, "two paths of each", func() (bool, any) {
			_, n := paths()
			return n == 2*len(list), n
		})
		byID, _ := paths()
		for _, m := range list {
			from := map[uint32]bool{}
			for _, as := range byID[m.prefix] {
				from[as] = true
			}
			if len(byID[m.prefix]) != 2 || !from[65003] || !from[65004] {
				t.Errorf("%s: %v", m.prefix, byID[m.prefix])
			}
		}
		feeders[0].end(t)
		o.until(t, d, "one path of each", func() (bool, any) {
			_, n := paths()
			return n == len(list), fmt.Sprint(n)
		})
	}, "ExaBGP: has no table of its own")
}
