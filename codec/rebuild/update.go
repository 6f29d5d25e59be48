package rebuild

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

const (
	// With both used up, a message is still no longer than a message may be (RFC 8654).
	maxRoutes = 54 << 10 // octets of all routes together
	maxAttrs  = 8 << 10  // octets of the other attributes
)

// update appends the body of an UPDATE (RFC 4271 §4.3). Routes of IPv4 unicast stand in it as RFC 4271 has them, all others,
// and those with an IPv6 next hop (RFC 8950), in the attributes of RFC 4760.
func (b *builder) update() {
	m := b.told
	plain := codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIUnicast}
	if m.End && len(m.Reach)+len(m.Unreach) == 0 && (codec.Family{AFI: registry.AFI(m.AFI), SAFI: registry.SAFI(m.SAFI)}) == plain {
		b.buf = append(b.buf, 0, 0, 0, 0)
		return
	}
	at := len(b.buf)
	b.buf = append(b.buf, 0, 0)
	var mp *logline.ToldRoutes
	for i := range m.Unreach {
		switch r := &m.Unreach[i]; {
		case family(r) == plain:
			b.routes(r)
		case mp == nil || family(mp) == family(r):
			if mp != nil { // the same family in two places
				b.left += len(r.Routes)
				continue
			}
			mp = r
		default:
			b.left += len(r.Routes)
		}
	}
	binary.BigEndian.PutUint16(b.buf[at:], uint16(len(b.buf)-at-2))
	nlri, reach := b.announced(plain)

	at = len(b.buf)
	b.buf = append(b.buf, 0, 0)
	b.attributes(nlri, reach, mp)
	binary.BigEndian.PutUint16(b.buf[at:], uint16(len(b.buf)-at-2))
	if nlri != nil {
		b.routes(nlri)
	}
}

func family(r *logline.ToldRoutes) codec.Family {
	return codec.Family{AFI: registry.AFI(r.AFI), SAFI: registry.SAFI(r.SAFI)}
}

// announced picks the routes for the message's own field and those for MP_REACH_NLRI: one next hop for each.
func (b *builder) announced(plain codec.Family) (nlri, reach *logline.ToldRoutes) {
	m := b.told
	for i := range m.Reach {
		r := &m.Reach[i]
		switch {
		case family(r) == plain && (len(r.NextHops) == 0 || r.NextHops[0].Is4()):
			if nlri != nil {
				b.left += len(r.Routes)
				continue
			}
			nlri = r
		case reach == nil:
			reach = r
		case linkLocal(reach, r):
			joined := *reach
			joined.NextHops = []netip.Addr{reach.NextHops[0], r.NextHops[0]}
			reach = &joined
		default:
			b.left += len(r.Routes)
		}
	}
	return nlri, reach
}

// linkLocal reports whether r are the routes of global once more, with the link-local address of the same next hop:
// collectors that print one address a record do so.
func linkLocal(global, r *logline.ToldRoutes) bool {
	return family(global) == family(r) && len(global.NextHops) == 1 && len(r.NextHops) == 1 && r.NextHops[0].Is6() &&
		global.NextHops[0].Is6() && r.NextHops[0].IsLinkLocalUnicast() && !global.NextHops[0].IsLinkLocalUnicast() &&
		slices.Equal(global.Routes, r.Routes)
}

// routes appends prefixes as RFC 4271 §4.3 and RFC 7911 §3 write them.
func (b *builder) routes(r *logline.ToldRoutes) {
	from := len(b.buf)
	defer func() { b.used += len(b.buf) - from }()
	for i, p := range r.Routes {
		if b.used+len(b.buf)-from > maxRoutes {
			b.left += len(r.Routes) - i
			return
		}
		if b.told.PathIDs {
			b.buf = binary.BigEndian.AppendUint32(b.buf, p.PathID)
		}
		bits := p.Prefix.Bits()
		b.buf = append(b.buf, byte(bits))
		a := p.Prefix.Addr().As16()
		oct := a[:]
		if p.Prefix.Addr().Is4() {
			oct = a[12:]
		}
		b.buf = append(b.buf, oct[:(bits+7)/8]...)
	}
}

// attributes appends the path attributes in the order of their codes.
func (b *builder) attributes(nlri, reach, unreach *logline.ToldRoutes) {
	m := b.told
	list := make([]logline.ToldAttr, 0, len(m.Attrs)+3)
	list = append(list, m.Attrs...)
	has := func(code registry.AttrCode) bool {
		return slices.ContainsFunc(list, func(a logline.ToldAttr) bool { return a.Code == uint8(code) })
	}
	if nlri != nil && len(nlri.NextHops) > 0 && !has(registry.AttrNextHop) {
		list = append(list, logline.ToldAttr{Code: uint8(registry.AttrNextHop), Flags: codec.FlagTransitive, Addrs: nlri.NextHops[:1]})
	}
	if reach != nil {
		list = slices.DeleteFunc(list, func(a logline.ToldAttr) bool { return nlri == nil && a.Code == uint8(registry.AttrNextHop) })
		list = append(list, logline.ToldAttr{Code: uint8(registry.AttrMPReach), Flags: codec.FlagOptional})
	}
	if unreach != nil || m.End {
		list = append(list, logline.ToldAttr{Code: uint8(registry.AttrMPUnreach), Flags: codec.FlagOptional})
	}
	slices.SortStableFunc(list, func(a, b logline.ToldAttr) int { return int(a.Code) - int(b.Code) })
	from := len(b.buf)
	for i := range list {
		a := &list[i]
		var v []byte
		switch code := registry.AttrCode(a.Code); {
		case a.HasRaw:
			v = a.Raw
		case code == registry.AttrMPReach:
			v = b.multiprotocol(reach, true)
		case code == registry.AttrMPUnreach:
			v = b.multiprotocol(unreach, false)
		default:
			v = value(a)
		}
		if code := registry.AttrCode(a.Code); len(b.buf)+len(v)-from > maxAttrs && code != registry.AttrMPReach && code != registry.AttrMPUnreach {
			b.remarks = append(b.remarks, "attributes that do not fit in a message are left out")
			continue
		}
		b.buf = codec.AppendAttr(b.buf, a.Flags&^uint8(codec.FlagExtended), registry.AttrCode(a.Code), v)
	}
}

// multiprotocol gives the value of MP_REACH_NLRI or MP_UNREACH_NLRI (RFC 4760 §3, §4). r nil is an end of RIB.
func (b *builder) multiprotocol(r *logline.ToldRoutes, hops bool) []byte {
	if r == nil {
		r = &logline.ToldRoutes{AFI: b.told.AFI, SAFI: b.told.SAFI}
	}
	outer := b.buf
	b.buf = binary.BigEndian.AppendUint16(nil, r.AFI)
	b.buf = append(b.buf, r.SAFI)
	if hops {
		at := len(b.buf)
		b.buf = append(b.buf, 0)
		for _, h := range r.NextHops[:min(2, len(r.NextHops))] {
			b.buf = append(b.buf, h.AsSlice()...)
		}
		b.buf[at] = byte(len(b.buf) - at - 1)
		b.buf = append(b.buf, 0)
	}
	b.routes(r)
	v := b.buf
	b.buf = outer
	return v
}

// value gives the octets of any other attribute.
func value(a *logline.ToldAttr) []byte {
	var v []byte
	for _, s := range a.Segments {
		if len(s.AS) > 255 {
			s.AS = s.AS[:255]
		}
		v = append(v, s.Type, byte(len(s.AS)))
		for _, as := range s.AS {
			v = binary.BigEndian.AppendUint32(v, as)
		}
	}
	for _, n := range a.Numbers {
		switch registry.AttrCode(a.Code) {
		case registry.AttrOrigin:
			v = append(v, byte(n))
		case registry.AttrExtCommunities:
			v = binary.BigEndian.AppendUint64(v, n)
		default:
			v = binary.BigEndian.AppendUint32(v, uint32(n))
		}
	}
	for _, h := range a.Addrs {
		v = append(v, h.AsSlice()...)
	}
	return v
}
