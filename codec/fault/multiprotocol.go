package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

var ipv6Unicast = codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}

// mpRefs are the rules of the multiprotocol attributes.
var mpRefs = []string{"RFC 4760 §7", "RFC 7606 §5.3"}

// mpBad is what an error inside a multiprotocol attribute costs: the session, or only the family.
var mpBad = upd(registry.SubOptionalAttribute, DataAttr)

// mpWant is mpBad with what is allowed beside it.
func mpWant() (w4271, w7606 Want) {
	w := mpBad
	w.Or = []uint8{0, registry.SubMalformedAttributeList, registry.SubAttributeLength, registry.SubInvalidNetworkField}
	soft := w
	soft.Also, soft.Why = []registry.Action{registry.ActionAFISAFIDisable}, "RFC 7606 §2: the family may be disabled instead"
	return w, soft
}

// fillMPReach has the faults of MP_REACH_NLRI that no family is needed for (RFC 4760 section 3).
func fillMPReach(l *list) {
	r := &attrRow{
		flags: on, sample: mpReachValue, needs: Needs{Family: ipv6Unicast}, refs: []string{"RFC 4760 §7", "RFC 7606 §7.11"},
		malformed: reset, conflict: withdraw, short: 4, zero: true,
	}
	fillAttr(l, r)
	w4271, w7606 := mpWant()
	bad := func(id, title string, find codec.FindingID, off, n int, change func(v []byte) []byte) {
		l.wrongValue(r, Fault{ID: id, Title: title, Refs: mpRefs, Want4271: w4271, Want7606: w7606, Finding: find}, off, n, func(p *Params) []byte {
			return change(mpReachValue(p))
		})
	}
	bad("next_hop_overrun", "the next hop of MP_REACH_NLRI claims 255 octets", codec.FindMPNextHopOverrun, 3, 1, func(v []byte) []byte {
		v[3] = 255
		return v
	})
	bad("no_reserved", "MP_REACH_NLRI ends behind its next hop", codec.FindMPNextHopOverrun, 3, 1, func(v []byte) []byte { return v[:4+v[3]] })
	ignored := quiet(nothing, "RFC 4760 §3: it must be ignored")
	l.wrongValue(r, Fault{
		ID: "reserved", Title: "the reserved octet of MP_REACH_NLRI is 255", Refs: []string{"RFC 4760 §3"}, Want4271: ignored, Want7606: ignored,
		Finding: codec.FindMPReserved,
	}, 4+16, 1, func(p *Params) []byte {
		v := mpReachValue(p)
		v[4+16] = 255
		return v
	})
	family := quiet(nothing, "a family that was not agreed: the attribute is ignored").or("", discard, withdraw, reset)
	family.Why = "a family that was not agreed: RFC 4760 does not say; most ignore it"
	l.wrongValue(r, Fault{
		ID: "family_unknown", Title: "MP_REACH_NLRI of a family that nobody knows", Refs: []string{"RFC 4760 §7"}, Want4271: family, Want7606: family,
		Finding: codec.FindMPFamily,
	}, 0, 3, octets(0x3f, 0xff, 0xfe, 4, 192, 0, 2, 1, 0, 24, 198, 51, 100))
	ok := quiet(nothing, "it is legal")
	l.wrongValue(r, Fault{
		ID: "legal_no_routes", Title: "MP_REACH_NLRI without routes", Refs: []string{"RFC 4760 §3"}, Want4271: ok, Want7606: ok,
	}, 0, 3, func(p *Params) []byte { return mpReachValue(p)[:4+16+1] })
	mixed := l.add(Fault{
		ID: "legal_mixed", Title: "MP_REACH_NLRI and IPv4 routes in one UPDATE, the attribute last", Phase: Established, Needs: r.needs,
		Refs: []string{"RFC 7606 §5.1"}, Want4271: ok, Want7606: ok,
		edit: func(d *draft) error {
			d.last(d.have(r))
			d.put(wk, registry.AttrNextHop, d.p.NextHop.AsSlice())
			d.nlri = sampleNLRI(d.p, codec.IPv4Unicast)
			d.mark(inFlags, d.find(registry.AttrMPReach), 0, 1)
			return nil
		},
	})
	mixed.Needs.AddPath = Without
}

// mpReachValue is one route of IPv6 unicast.
func mpReachValue(p *Params) []byte {
	nh := p.NextHop6.AsSlice()
	return slices.Concat([]byte{0, byte(registry.AFIIPv6), byte(registry.SAFIUnicast), byte(len(nh))}, nh, []byte{0}, sampleNLRI(p, ipv6Unicast))
}

// fillMPUnreach has the faults of MP_UNREACH_NLRI that no family is needed for (RFC 4760 section 4).
func fillMPUnreach(l *list) {
	value := func(p *Params) []byte {
		return slices.Concat([]byte{0, byte(registry.AFIIPv6), byte(registry.SAFIUnicast)}, sampleNLRI(p, ipv6Unicast))
	}
	r := &attrRow{
		flags: on, sample: value, needs: Needs{Family: ipv6Unicast}, refs: []string{"RFC 4760 §7", "RFC 7606 §7.12"},
		malformed: reset, conflict: withdraw, short: 2, zero: true,
	}
	fillAttr(l, r)
	family := quiet(nothing, "").or("a family that was not agreed: RFC 4760 does not say; most ignore it", discard, withdraw, reset)
	l.wrongValue(r, Fault{
		ID: "family_unknown", Title: "MP_UNREACH_NLRI of a family that nobody knows", Refs: []string{"RFC 4760 §7"}, Want4271: family, Want7606: family,
		Finding: codec.FindMPFamily,
	}, 0, 3, octets(0x3f, 0xff, 0xfe, 24, 198, 51, 100))
}
