package encode

import (
	"encoding/hex"
	"net/netip"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// lsRoute builds a route of BGP-LS (RFC 9552 section 5.2). The TLVs stand in the order in which they are given.
func (b *builder) lsRoute(dst []byte, f codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.LSRoute{ID: id, RD: b.optionalRD(v), Raw: b.octets(v.Get("raw"))}
	if v.Get("type") == nil {
		b.missing(v, "type")
		return dst, true
	}
	r.Type = uint16(b.code(v.Get("type"), &registry.TableLSNLRITypes, 1<<16-1))
	if p := v.Get("protocol_id"); p != nil {
		r.Protocol = uint8(b.code(p, &registry.TableLSProtocolIDs, 255))
	} else if r.Raw == nil {
		b.missing(v, "protocol_id")
	}
	r.Identifier = b.number(v.Get("identifier"), 1<<64-1)
	list := b.tlvs([]byte{}, v.Get("tlvs"), codec.SpaceLS, 0)
	if b.err != nil {
		return dst, true
	}
	r.Descriptors, _ = codec.ParseLSTLVs(list)
	return codec.AppendLSRoute(dst, f, &r, withID)
}

// special builds a part whose form its size does not tell, of the TLV v.
func (b *builder) special(dst []byte, v *Value, p *codec.Part) []byte {
	switch p.Special {
	case codec.SpecialLSPrefix:
		if v.Get("prefix") == nil {
			b.missing(v, "prefix")
			return dst
		}
		if x := b.prefix(v.Get("prefix")); b.err == nil {
			dst = hostBits(append(dst, codec.LSPrefix(x).Value...), x)
		}
		return dst
	case codec.SpecialLSRanges:
		for _, m := range b.list(v.Get("ranges")) {
			dst = appendNumber(dst, b.need(m, "range_size", 1<<24-1), 3)
			dst = b.tlvs(dst, m.Get("sub_tlvs"), codec.SpaceLS, 0)
		}
		return dst
	case codec.SpecialLSMasks:
		s, u := b.octets(v.Get("sabm")), b.octets(v.Get("udabm"))
		dst = append(append(append(dst, byte(len(s)), byte(len(u)), 0, 0), s...), u...)
		return b.tlvs(dst, v.Get("sub_tlvs"), codec.SpaceLS, 0)
	case codec.SpecialLSAffinity:
		return b.affinity(dst, v)
	}
	l := p.Chosen(b.chooser(v, p))
	return b.layout(dst, v, []codec.Layout{*l})
}

// chooser gives the octet that chooses a layout: the type of a segment, the flags of a path.
func (b *builder) chooser(v *Value, p *codec.Part) uint8 {
	f := codec.FieldInfo(p.Field)
	m := v.Get(f.Key)
	if m == nil {
		b.missing(v, f.Key)
		return 0
	}
	return uint8(b.named(m, f, 255))
}

// affinity builds three lists of groups behind their sizes.
func (b *builder) affinity(dst []byte, v *Value) []byte {
	var lists []byte
	for _, key := range [...]string{"exclude_any", "include_any", "include_all"} {
		list := b.list(v.Get(key))
		if len(list) > 255 {
			b.fail(v.Get(key), "more than 255 groups")
		}
		dst = append(dst, byte(len(list)))
		for _, m := range list {
			lists = append(lists, u32(b.number(m, 1<<32-1))...)
		}
	}
	return append(append(dst, 0), lists...)
}

// igpRouterID reads the id of a router in an IGP as texts have it: an address of OSPF, two with a colon between them of a
// pseudonode, a system id of IS-IS in groups, with a number behind it of a pseudonode; else hex.
func (r *reader) igpRouterID(v *Value) []byte {
	text := r.text(v)
	if a, err := netip.ParseAddr(text); err == nil && a.Is4() {
		return a.AsSlice()
	}
	if one, two, ok := strings.Cut(text, ":"); ok {
		a, err := netip.ParseAddr(one)
		c, err2 := netip.ParseAddr(two)
		if err == nil && err2 == nil && a.Is4() && c.Is4() {
			return append(a.AsSlice(), c.AsSlice()...)
		}
	}
	return r.dotted(v)
}

// dotted reads octets as hex, in which dots may stand.
func (r *reader) dotted(v *Value) []byte {
	o, err := hex.DecodeString(strings.ReplaceAll(r.text(v), ".", ""))
	if err != nil {
		r.fail(v, "expected an identifier such as 1920.0000.2001, got "+v.shown())
	}
	return o
}
