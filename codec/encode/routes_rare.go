package encode

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// l2vpn builds a route of AFI 25 SAFI 65: auto-discovery, an L2VPN with customer edges, or VPLS.
func (b *builder) l2vpn(dst []byte, _ codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.L2VPNRoute{ID: id, RD: b.optionalRD(v), PE: b.ipv4(v.Get("pe_address")), CE: v.Get("ce_id") != nil}
	if r.PE.IsValid() {
		return codec.AppendL2VPNRoute(dst, &r, withID)
	}
	r.SiteID, r.BlockOffset, r.BlockSize = b.u16(v, "ve_id"), b.u16(v, "ve_block_offset"), b.u16(v, "ve_block_size")
	if r.CE {
		r.SiteID, r.BlockOffset = b.u16(v, "ce_id"), b.u16(v, "label_block_offset")
	}
	r.LabelBase = uint32(b.need(v, "label_base", 1<<20-1))<<4 | 1
	for _, t := range b.list(v.Get("tlvs")) {
		n := b.need(t, "length", 1<<16-1)
		r.TLVs = append(r.TLVs, byte(b.need(t, "type", 255)), byte(n>>8), byte(n))
		r.TLVs = append(r.TLVs, b.octets(t.Get("value"))...)
	}
	return codec.AppendL2VPNRoute(dst, &r, withID)
}

func (b *builder) mdt(dst []byte, _ codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.MDTRoute{ID: id, RD: b.optionalRD(v), PE: b.needIPv4(v, "pe_address"), Group: b.needIPv4(v, "multicast_group")}
	return codec.AppendMDTRoute(dst, &r, withID)
}

func (b *builder) srPolicy(dst []byte, f codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.SRPolicyRoute{ID: id, Distinguisher: b.u32(v, "distinguisher"), Color: b.u32(v, "color"), Endpoint: b.addr(v.Get("endpoint"))}
	return codec.AppendSRPolicyRoute(dst, f, &r, withID)
}

// mup builds a route of BGP-MUP. An endpoint of more bits than an address has has a TEID behind it.
func (b *builder) mup(dst []byte, f codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.MUPRoute{
		ID: id, Architecture: codec.MUP3GPP5G, Type: uint16(b.code(v.Get("type"), &registry.TableMUPRouteTypes, 1<<16-1)), RD: b.optionalRD(v),
		Address: b.addr(v.Get("address")), TEID: b.u32(v, "teid"), QFI: b.u8(v, "qfi"), Endpoint: b.addr(v.Get("endpoint_address")),
		Source: b.addr(v.Get("source_address")), Value: b.octets(v.Get("raw")),
	}
	if a := v.Get("architecture_type"); a != nil {
		r.Architecture = uint8(b.code(a, &registry.TableMUPArchitectureTypes, 255))
	}
	if p := v.Get("prefix"); p != nil {
		r.Prefix = b.prefix(p)
	}
	if r.Type == codec.MUPType1Session {
		// Without a length of the source the route ends before it, as in early versions of the draft.
		r.NoSource = v.Get("source_length") == nil && !r.Source.IsValid()
	}
	if r.Type == codec.MUPType2Session {
		b.mupTEID(v, &r)
	}
	return codec.AppendMUPRoute(dst, f, &r, withID)
}

// mupTEID reads what stands behind the endpoint of a Type 2 ST route.
func (b *builder) mupTEID(v *Value, r *codec.MUPRoute) {
	if v.Get("teid") != nil {
		r.TEIDBits = 32
	}
	if p := b.octets(v.Get("teid_prefix")); len(p) > 4 {
		b.fail(v.Get("teid_prefix"), "a TEID has four octets at most")
	} else if len(p) > 0 {
		r.TEIDBits = uint8(8 * len(p))
		for i, c := range p {
			r.TEID |= uint32(c) << (24 - 8*i)
		}
	}
	if n := v.Get("endpoint_length"); n != nil && r.Endpoint.IsValid() {
		bits := int(b.number(n, 255)) - r.Endpoint.BitLen()
		if bits < 0 || bits > 32 {
			b.fail(n, "an endpoint has the bits of its address and 0 to 32 of a TEID")
			return
		}
		r.TEIDBits = uint8(bits)
	}
}

func (b *builder) sfc(dst []byte, _ codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.SFCRoute{ID: id, Type: uint16(b.code(v.Get("type"), &registry.TableSFCRouteTypes, 1<<16-1)), RD: b.optionalRD(v),
		Function: b.u16(v, "service_function_type"), Path: b.u32(v, "spi"), Value: b.octets(v.Get("raw"))}
	return codec.AppendSFCRoute(dst, &r, withID)
}

// pseudowire builds a route to the ends of multi-segment pseudowires. How long it is, the members that are there tell, or
// prefix_length.
func (b *builder) pseudowire(dst []byte, _ codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.PWRoute{ID: id, RD: b.optionalRD(v), Bits: 64}
	var a []byte
	if v.Get("global_id") != nil || v.Get("pw_prefix") != nil {
		a = append(a, u32(b.need(v, "global_id", 1<<32-1))...)
		a = append(a, b.needIPv4(v, "pw_prefix").AsSlice()...)
	}
	if ac := v.Get("ac_id"); ac != nil {
		a = append(a, u32(b.number(ac, 1<<32-1))...)
	}
	a = append(a, b.octets(v.Get("address_bits"))...)
	if len(a) > len(r.Address) {
		b.fail(v, "more than the 12 octets of an address")
		return dst, true
	}
	copy(r.Address[:], a)
	r.Bits += uint8(8 * len(a))
	if n := v.Get("prefix_length"); n != nil {
		r.Bits = uint8(b.number(n, 255))
	}
	return codec.AppendPWRoute(dst, &r, withID)
}

func (b *builder) sdwan(dst []byte, _ codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	if raw := v.Get("raw"); raw != nil { // of another form
		if withID {
			dst = append(dst, u32(uint64(id))...)
		}
		return append(dst, b.octets(raw)...), true
	}
	r := codec.SDWANRoute{ID: id, Port: b.u32(v, "port_local_id"), Color: b.u32(v, "sdwan_color"), Node: b.addr(v.Get("sdwan_node_id"))}
	r.InBits = b.number(v.Get("length"), 1<<16-1) >= 96
	return codec.AppendSDWANRoute(dst, &r, withID)
}

func (b *builder) encapsulation(dst []byte, f codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	return codec.AppendEncapRoute(dst, f, &codec.EncapRoute{ID: id, Endpoint: b.addr(v.Get("endpoint_address"))}, withID)
}

func (b *builder) tunnel(dst []byte, _ codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.TunnelRoute{ID: id, Identifier: b.u16(v, "tunnel_id")}
	if p := v.Get("prefix"); p != nil {
		r.Prefix = b.prefix(p)
	}
	return codec.AppendTunnelRoute(dst, &r, withID)
}

// plain builds a prefix of 4over6.
func (b *builder) plain(dst []byte, _ codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	m := v.Get("prefix")
	if m == nil {
		b.missing(v, "prefix")
		return dst, true
	}
	p := b.prefix(m)
	if !p.IsValid() || !p.Addr().Is4() {
		return dst, false
	}
	return hostBits(codec.AppendNLRI(dst, p, id, withID), p), true
}

// car builds a route of Color-Aware Routing (RFC 9871 section 2.9).
func (b *builder) car(dst []byte, f codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.CARRoute{ID: id, Type: uint8(b.code(v.Get("type"), &registry.TableCARNLRITypes, 255)), RD: b.optionalRD(v),
		Color: b.u32(v, "color"), Key: b.octets(v.Get("key"))}
	if p := v.Get("prefix"); p != nil {
		r.Prefix = b.prefix(p)
	}
	for _, t := range b.list(v.Get("tlvs")) {
		typ := uint8(b.code(t.Get("type"), &registry.TableCARNLRITLVTypes, 63))
		flags := b.u8(t, "flags")
		if t.Get("flags") == nil && typ == codec.CARLabelIndex {
			flags = codec.CARTransitive // RFC 9871 section 2.9.2.2
		}
		r.TLVs = append(r.TLVs, codec.CARTLV{Type: typ | flags&0xc0, Value: b.carValue(t)})
	}
	return codec.AppendCARRoute(dst, f, &r, withID)
}

// carValue builds the value of a TLV of a CAR route. The last label has the bottom-of-stack bit.
func (b *builder) carValue(t *Value) (out []byte) {
	labels := b.list(t.Get("labels"))
	for i, l := range labels {
		n := uint32(b.number(l, 1<<20-1)) << 4
		if i == len(labels)-1 {
			n |= 1
		}
		out = append(out, byte(n>>16), byte(n>>8), byte(n))
	}
	if t.Get("label_index") != nil {
		flags := b.u16(t, "index_flags")
		out = append(append(out, 0, byte(flags>>8), byte(flags)), u32(uint64(b.u32(t, "label_index")))...)
	}
	for _, s := range b.list(t.Get("sids")) {
		sid := b.addr(s)
		if sid.IsValid() && !sid.Is6() {
			b.fail(s, "expected an IPv6 address, got "+s.shown())
		}
		out = append(out, sid.AsSlice()...)
	}
	return append(append(out, b.octets(t.Get("sid_part"))...), b.octets(t.Get("raw"))...)
}
