package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// familyRow is a family with what can be wrong with its routes.
type familyRow struct {
	family codec.Family
	// long is what the decoder finds when the length octet of a route is 255, if all that it claims is there. FindNone: the
	// length is no number of bits.
	long codec.FindingID
	// nextHop says that not every length of the next hop is legal.
	nextHop bool
	// head is the number of octets that stand before the length of a route: 1 where a type of one octet stands first.
	head int
}

// fillFamily makes the faults that the routes of any family can have (RFC 4760, RFC 7606 section 5), and those of its own.
func fillFamily(l *list) {
	r := &l.g.row
	name := r.family.String()
	needs := Needs{Family: r.family}
	w4271, w7606 := mpWant()
	if r.nextHop {
		for _, n := range []struct {
			id, text string
			n        int
		}{{"next_hop_0", "no octets", 0}, {"next_hop_5", "5 octets", 5}, {"next_hop_17", "17 octets", 17}} {
			l.reach(n.id, name+": a next hop of "+n.text, needs, w4271, w7606, codec.FindMPNextHopLen, func(d *draft, v codec.MPReach) ([]byte, int, int) {
				v.NextHop = make([]byte, n.n)
				return mpValue(&v), 3, 1
			})
		}
	}
	l.reach("overrun", name+": the last route lacks an octet", needs, w4271, w7606, codec.FindPrefixOverrun, func(d *draft, v codec.MPReach) ([]byte, int, int) {
		at := 5 + len(v.NextHop) + idOctets(d, v.Family)
		v.NLRI = v.NLRI[:len(v.NLRI)-1]
		return mpValue(&v), at + r.head, 1
	})
	if r.long != codec.FindNone {
		l.reach("length_255", name+": a route of 255 bits", needs, w4271, w7606, r.long, func(d *draft, v codec.MPReach) ([]byte, int, int) {
			n := idOctets(d, v.Family)
			at := 5 + len(v.NextHop) + n
			v.NLRI = append(slices.Clone(v.NLRI), make([]byte, 32)...)[:n+33]
			v.NLRI[n] = 255
			return mpValue(&v), at, 1
		})
	}
	unreach := l.add(Fault{
		ID: "withdrawn_overrun", Title: name + ": the last withdrawn route lacks an octet", Phase: Established, Needs: needs, Attr: registry.AttrMPUnreach,
		Refs: mpRefs, Want4271: w4271, Want7606: w7606, Finding: codec.FindPrefixOverrun,
	})
	unreach.edit = func(d *draft) error {
		d.remove(registry.AttrMPReach)
		nlri := sampleNLRI(d.p, r.family)
		v := slices.Concat([]byte{byte(r.family.AFI >> 8), byte(r.family.AFI), byte(r.family.SAFI)}, nlri[:len(nlri)-1])
		return d.value(on, v, 3+idOctets(d, r.family)+r.head, 1)
	}
	familyRoutes(l, r.family)
}

// familyRoutes makes faults of the routes of one family, which only it can have.
func familyRoutes(l *list, f codec.Family) {
	route := func(id, title string, find codec.FindingID, at, n int, octets ...byte) *Fault {
		w4271, w7606 := mpWant()
		return l.reach(id, f.String()+": "+title, Needs{Family: f}, w4271, w7606, find, func(d *draft, v codec.MPReach) ([]byte, int, int) {
			id := idOctets(d, f)
			v.NLRI = slices.Concat(v.NLRI[:id:id], octets)
			return mpValue(&v), 5 + len(v.NextHop) + id + at, n
		})
	}
	switch f.SAFI {
	case registry.SAFIUnicast, registry.SAFIMulticast:
		bits := byte(f.AddrBits() + 1)
		route("prefix_long", "a prefix with one bit more than an address", codec.FindPrefixLen, 0, 1, append([]byte{bits}, make([]byte, 17)...)[:2+(bits-1)/8]...)
	case registry.SAFILabeledUnicast:
		route("too_short", "a route that is shorter than its label", codec.FindRouteShort, 0, 1, 16, 0, 1)
		route("no_bottom", "a route of labels without an end", codec.FindPrefixOverrun, 0, 1, 48, 0, 1, 0, 0, 2)
	case registry.SAFIVPN, registry.SAFIMulticastVPN:
		route("too_short", "a route that is shorter than what stands before its prefix", codec.FindRouteShort, 0, 1, 32, 0, 1, 1, 0)
	case registry.SAFIRouteTarget:
		route("too_short", "a route target of 16 bits", codec.FindPrefixLen, 0, 1, 16, 0, 0)
	case registry.SAFIVPLS:
		route("length_9", "a route of 9 octets", codec.FindRouteLen, 0, 2, 0, 9, 0, 0, 0xfb, 0xf0, 0, 0, 0, 1, 0)
	case registry.SAFIFlowSpec:
		flowRoutes(f, route)
	case registry.SAFIEVPN:
		evpnRoutes(l, f, route)
	case registry.SAFIMVPN:
		route("type_length", "a route of type 1 with an address of 3 octets", codec.FindRouteTypeLen, 1, 1, slices.Concat([]byte{1, 11}, sampleRD[:], []byte{192, 0, 2})...)
	}
}

// addRoute adds a fault of one route; at is the offset in it.
type addRoute func(id, title string, find codec.FindingID, at, n int, octets ...byte) *Fault

// flowRoutes has flow specifications that cannot be (RFC 8955 section 4.2).
func flowRoutes(f codec.Family, route addRoute) {
	if f.AFI != registry.AFIIPv4 {
		return
	}
	for _, r := range []*Fault{
		route("order", "components in falling order", codec.FindFlowOrder, 4, 1, 8, 3, 0x81, 6, 1, 24, 198, 51, 100),
		route("component_unknown", "a component of type 99", codec.FindFlowType, 1, 1, 3, 99, 0x81, 6),
		route("component_cut", "a component that runs past its route", codec.FindFlowShort, 1, 1, 3, 1, 24, 198),
		route("prefix_long", "a destination of 33 bits", codec.FindPrefixLen, 2, 1, 7, 1, 33, 198, 51, 100, 0, 0),
		route("no_end", "operators without an end", codec.FindFlowShort, 1, 1, 3, 3, 0x01, 6),
	} {
		r.Refs = append([]string{"RFC 8955 §10"}, r.Refs...)
		r.Want7606 = Want{Action: withdraw}
	}
}

// evpnRoutes has routes of EVPN that cannot be (RFC 7432 section 7, RFC 9136).
func evpnRoutes(l *list, f codec.Family, route addRoute) {
	rd, zero := sampleRD[:], make([]byte, 10)
	route("type_length", "an Inclusive Multicast route with an octet too many", codec.FindRouteTypeLen, 1, 1,
		slices.Concat([]byte{3, 18}, rd, zero[:4], []byte{32, 192, 0, 2, 1, 0})...)
	route("originator_length", "an originating router of 33 bits", codec.FindRouteAddrLen, 2+8+4, 1, slices.Concat([]byte{3, 17}, rd, zero[:4], []byte{33, 192, 0, 2, 1})...)
	mac := []byte{2, 0, 0, 0, 0, 1}
	route("mac_length", "a MAC address of 47 bits", codec.FindRouteAddrLen, 2+8+10+4, 1, slices.Concat([]byte{2, 33}, rd, zero, zero[:4], []byte{47}, mac, []byte{0, 0, 1, 1})...)
	route("ip_length", "a MAC/IP route with an address of 24 bits", codec.FindRouteAddrLen, 2+8+10+4+7, 1,
		slices.Concat([]byte{2, 36}, rd, zero, zero[:4], []byte{48}, mac, []byte{24, 192, 0, 2, 0, 1, 1})...)
	route("prefix_long", "an IP prefix of 33 bits", codec.FindPrefixLen, 2+8+10+4, 1, slices.Concat([]byte{5, 34}, rd, zero, zero[:4], []byte{33, 198, 51, 100, 0}, zero[:4], []byte{0, 1, 1})...)
	both := route("esi_and_gateway", "an IP prefix with an ESI and a gateway", codec.FindEVPNOverlay, 2+8+10+4+1+4, 4,
		slices.Concat([]byte{5, 34}, rd, zero[:9], []byte{1}, zero[:4], []byte{24, 198, 51, 100, 0}, []byte{192, 0, 2, 1}, []byte{0, 1, 1})...)
	both.Refs, both.Want7606 = []string{"RFC 9136 §3.1"}, Want{Action: withdraw}
	unknown := route("legal_type_unknown", "a route of type 200", codec.FindRouteType, 0, 1, 200, 3, 1, 2, 3)
	unknown.Refs = []string{"RFC 7606 §5.4"}
	unknown.Want4271 = quiet(nothing, "RFC 7606 §5.4: the route is discarded, the others are used")
	unknown.Want7606 = unknown.Want4271
}

// idOctets is the size of the path identifier of routes of a family.
func idOctets(d *draft, f codec.Family) int {
	if d.p.Context.AddPath.Has(f) {
		return 4
	}
	return 0
}

// mpValue is the value of an MP_REACH_NLRI.
func mpValue(v *codec.MPReach) []byte {
	a, _ := codec.ParseAttr(codec.AppendMPReach(nil, v))
	return a.Value
}

// reach adds a fault of MP_REACH_NLRI. change gives the value from the sound one, and the octets that are wrong.
func (l *list) reach(id, title string, needs Needs, w4271, w7606 Want, find codec.FindingID, change func(*draft, codec.MPReach) ([]byte, int, int)) *Fault {
	return l.add(Fault{
		ID: id, Title: title, Phase: Established, Needs: needs, Attr: registry.AttrMPReach, Refs: mpRefs, Want4271: w4271, Want7606: w7606, Finding: find,
		edit: func(d *draft) error {
			f := needs.family()
			v := codec.MPReach{Family: f, NextHop: sampleNextHop(d.p, f), NLRI: sampleNLRI(d.p, f)}
			if i := d.find(registry.AttrMPReach); i >= 0 {
				if got, ok := codec.ParseMPReach(d.attrs[i].value); ok && got.Family == f && len(got.NLRI) > 0 {
					v = got
				}
			}
			out, off, n := change(d, v)
			return d.value(on, out, off, n)
		},
	})
}
