package interop

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// TestTables: a few thousand routes with attributes of many kinds come from a
// daemon complete, ours are seen there complete, changes follow, and ours are
// withdrawn when we leave.
func TestTables(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		count := 1500
		switch k.name {
		case "GoBGP":
			count = 60 // its tool adds them one by one
		case "FRR":
			count = 300 // it reads its configuration in quadratic time
		}
		theirs := append(varied(ipv4, 21, count), varied(ipv6, 21, count/4)...)
		list := append(many(ipv4, 30, 1500), many(ipv6, 30, 500)...)
		x := k.begin(t, &setup{routes: theirs}, &neighbor{families: []family{ipv4, ipv6}}, nil)
		x.p.Announce(set(t, list))
		x.up()
		for _, f := range []family{ipv4, ipv6} {
			x.o.holds(t, x.d, x.n, f, x.d.conf().in(f))
			x.expect(f, list, false)
		}
		extra := route{netip.MustParsePrefix("99.1.0.0/16"), attrs{}}
		x.must(x.d.announce(extra))
		x.o.holds(t, x.d, x.n, ipv4, append(x.d.conf().in(ipv4), extra))
		x.must(x.d.withdraw(extra))
		x.o.holds(t, x.d, x.n, ipv4, x.d.conf().in(ipv4))
		noFindings(t, x.o)
		x.leave(list)
	})
}

// TestTransit: a few thousand routes with attributes of many kinds go from one
// speaker of ours through a daemon to another, complete.
func TestTransit(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{{addr: net4.host(2), as: 65001}, {addr: net4.host(3), as: 65003}}}
		d := k.launch(t, s)
		list := many(ipv4, 30, 3000)
		if k.name == "GoBGP" {
			list = list[:1000] // its log at debug level takes its time
		}
		other := config(s, s.neighbors[1])
		other.RouterID = netip.AddrFrom4([4]byte{3, 3, 3, 3}) // GoBGP would take it for one peer
		from, to := speak(t, config(s, s.neighbors[0])), speak(t, other)
		from.peer(t, s.addr).Announce(set(t, list))
		from.up(t, d, s.neighbors[0])
		p := to.up(t, d, s.neighbors[1])
		var got []heldRoute
		to.until(t, d, "all routes arrive", func() (bool, any) {
			got = to.held(p, ipv4)
			return len(got) == len(list), len(got)
		})
		to.checkRIB(t, p, ipv4, got)
		index := map[netip.Prefix]heldRoute{}
		for _, r := range got {
			index[r.prefix] = r
		}
		bad := 0
		for _, m := range list {
			r, ok := index[m.prefix]
			path := append([]uint32{65002, 65001}, m.path...)
			if comm, large := r.communities(); !ok || !slices.Equal(r.path(), path) || comm != sorted(m.communities) || large != m.large {
				if bad++; bad < 5 {
					t.Errorf("%s: sent %+v, there %v, arrived %+v", m.prefix, m, ok, r)
				}
			}
		}
		if bad > 0 {
			t.Errorf("%d of %d are not as they were", bad, len(list))
		}
		from.end(t)
		to.until(t, d, "they are withdrawn", func() (bool, any) { n := len(to.held(p, ipv4)); return n == 0, n })
	}, "ExaBGP: has no table of its own")
}

// leave ends our speaker, which is to withdraw all routes before it says goodbye.
func (x *pair) leave(list []mine) {
	x.t.Helper()
	x.o.end(x.t)
	gone := map[netip.Prefix]bool{}
	ended := false
	for _, e := range x.o.all(func(e *speaker.Event) bool { return e.Kind == speaker.Message && e.Sent }) {
		switch registry.MessageType(e.Octets[18]) {
		case registry.MsgUpdate:
			if ended {
				x.t.Error("an UPDATE after the NOTIFICATION")
			}
			for _, p := range withdrawn(&e) {
				gone[p] = true
			}
		case registry.MsgNotification:
			ended = true
		}
	}
	if !ended || len(gone) != len(list) {
		x.t.Errorf("%d of %d routes were withdrawn, then a NOTIFICATION: %v", len(gone), len(list), ended)
	}
}

// withdrawn gives the prefixes that an UPDATE withdraws.
func withdrawn(e *speaker.Event) (list []netip.Prefix) {
	for _, f := range []family{ipv4, ipv6} {
		gone, _, _, _ := parts(e, f.codec())
		for r := range codec.NLRIs(gone, f.codec(), e.Ctx.AddPath.Has(f.codec())) {
			list = append(list, keyOf(r, f.codec()).prefix)
		}
	}
	return list
}
