package interop

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// heldRoute is a route that we hold from a daemon.
type heldRoute struct {
	prefix  netip.Prefix
	id      uint32
	nextHop netip.Addr
	attrs   codec.PathAttributes
	stale   bool
}

// path is the AS_PATH without its segments' types.
func (r heldRoute) path() (list []uint32) {
	for _, s := range r.attrs.ASPath {
		list = append(list, s.AS...)
	}
	return list
}

// communities gives both kinds in words, in order.
func (r heldRoute) communities() (plain, large string) {
	var a, b []string
	for _, c := range r.attrs.Communities {
		a = append(a, fmt.Sprintf("%d:%d", c>>16, c&0xffff))
	}
	for _, l := range r.attrs.LargeCommunity {
		b = append(b, fmt.Sprintf("%d:%d:%d", l[0], l[1], l[2]))
	}
	return sorted(strings.Join(a, " ")), strings.Join(b, " ")
}

// told gives the routes of a family that the UPDATEs of a peer add up to on its
// last session: what its Adj-RIB-In has to be, worked out in another way.
func (o *ours) told(p *speaker.Peer, f family) map[key]heldRoute {
	now := map[key]heldRoute{}
	update := messages(registry.MsgUpdate, false)
	for _, e := range o.all(func(e *speaker.Event) bool {
		return e.Peer == p && (e.Kind == speaker.Negotiated || update(e))
	}) {
		if e.Kind == speaker.Negotiated {
			clear(now)
			continue
		}
		apply(&e, f.codec(), now)
	}
	return now
}

// parts takes an UPDATE apart for one family: what it withdraws, what it
// announces, with which next hop and attributes.
func parts(e *speaker.Event, f codec.Family) (gone, come []byte, hop netip.Addr, values codec.PathAttributes) {
	body := e.Octets[codec.HeaderLen:]
	n := int(body[0])<<8 | int(body[1])
	rest := body[2+n:]
	m := int(rest[0])<<8 | int(rest[1])
	attrs := rest[2 : 2+m]
	if f == codec.IPv4Unicast {
		gone, come = body[2:2+n], rest[2+m:]
	}
	hop, values = attributes(slices.Clone(attrs), f, e.Ctx)
	for a := range codec.Attrs(attrs) {
		switch a.Code {
		case registry.AttrMPUnreach:
			if g, nlri, ok := codec.ParseMPUnreach(a.Value); ok && g == f {
				gone = nlri
			}
		case registry.AttrMPReach:
			if r, ok := codec.ParseMPReach(a.Value); ok && r.Family == f {
				come = r.NLRI
			}
		}
	}
	return gone, come, hop, values
}

// apply changes a table as an UPDATE says.
func apply(e *speaker.Event, f codec.Family, now map[key]heldRoute) {
	gone, come, hop, values := parts(e, f)
	withID := e.Ctx.AddPath.Has(f)
	for r := range codec.NLRIs(gone, f, withID) {
		delete(now, keyOf(r, f))
	}
	for r := range codec.NLRIs(come, f, withID) {
		k := keyOf(r, f)
		now[k] = heldRoute{k.prefix, k.id, hop, values, false}
	}
}

// keyOf gives the key of a route.
func keyOf(r codec.NLRI, f codec.Family) key {
	var octets [16]byte
	copy(octets[:], r.Octets)
	a, _ := netip.AddrFromSlice(octets[:f.AddrBits()/8])
	return key{netip.PrefixFrom(a, int(r.Bits)), r.ID}
}

// held gives what we hold of a family from a peer: its Adj-RIB-In.
func (o *ours) held(p *speaker.Peer, f family) (list []heldRoute) {
	ctx := codec.Context{AS4: true}
	if a := p.Agreed(); a != nil {
		ctx = a.Receive
	}
	p.RIB(func(in *rib.RIB) {
		for r := range in.Routes(f.codec()) {
			h := heldRoute{prefix: r.Prefix, id: r.ID, stale: r.Stale}
			h.nextHop, h.attrs = attributes(slices.Clone(r.Attrs), f.codec(), ctx)
			list = append(list, h)
		}
	})
	return list
}

// attributes reads the attributes of a route and its next hop.
func attributes(b []byte, f codec.Family, ctx codec.Context) (hop netip.Addr, values codec.PathAttributes) {
	values, _ = codec.ParsePathAttributes(b, ctx)
	hop = values.NextHop
	for a := range codec.Attrs(b) {
		if r, ok := codec.ParseMPReach(a.Value); a.Code == registry.AttrMPReach && ok && r.Family == f {
			hop, _ = netip.AddrFromSlice(r.NextHop[:min(len(r.NextHop), 16)])
		}
	}
	values.NextHop = netip.Addr{}
	return hop, values
}

// checkRIB: what we hold is what the UPDATEs add up to.
func (o *ours) checkRIB(t *testing.T, p *speaker.Peer, f family, got []heldRoute) {
	t.Helper()
	want := o.told(p, f)
	for _, r := range got {
		if w, ok := want[key{r.prefix, r.id}]; !ok || !reflect.DeepEqual(r, w) {
			t.Errorf("%s: %s id %d: held %+v, told %v %+v", p.Name(), r.prefix, r.id, r, ok, w)
			return
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d %s routes are held, %d were told", p.Name(), len(got), f, len(want))
	}
}

// holds waits until we hold just these routes from a daemon, with their
// attributes.
func (o *ours) holds(t *testing.T, d daemon, n *neighbor, f family, want []route) {
	t.Helper()
	p := o.peer(t, n.local)
	var got []heldRoute
	o.until(t, d, fmt.Sprintf("%d %s routes of %s", len(want), f, n.name), func() (bool, any) {
		got = o.held(p, f)
		return len(got) == len(want), len(got)
	})
	o.checkRIB(t, p, f, got)
	index := map[netip.Prefix]heldRoute{}
	for _, r := range got {
		index[r.prefix] = r
	}
	bad := 0
	for _, w := range want {
		g, ok := index[w.prefix]
		if why := g.differs(w, d.conf().as); !ok || why != "" {
			if bad++; bad <= 5 {
				t.Errorf("%s: there %v, %s: it has %+v, we hold %+v", w.prefix, ok, why, w, g)
			}
		}
	}
	if bad > 5 {
		t.Errorf("and %d more", bad-5)
	}
}

// differs says what we hold otherwise than a daemon was told to announce it.
func (r heldRoute) differs(w route, as uint32) string {
	comm, large := r.communities()
	switch {
	case !slices.Equal(r.path(), []uint32{as}):
		return fmt.Sprintf("AS_PATH %v", r.attrs.ASPath)
	case r.nextHop.String() != of(w.prefix).hop():
		return "NEXT_HOP " + r.nextHop.String()
	case r.attrs.MED != w.med:
		return "MED"
	case comm != sorted(w.communities):
		return "COMMUNITIES"
	case large != w.large:
		return "LARGE_COMMUNITY"
	}
	return ""
}
