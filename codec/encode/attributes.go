package encode

import (
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// attributes builds a list of path attributes.
func (b *builder) attributes(dst []byte, v *Value) []byte {
	for _, a := range b.list(v) {
		dst = b.attribute(dst, a)
	}
	return dst
}

// attribute builds one attribute: its flags are those given, else the registry's.
func (b *builder) attribute(dst []byte, v *Value) []byte {
	if v.Kind != Struct {
		b.fail(v, "expected an attribute, got "+v.shown())
		return dst
	}
	code := b.attributeCode(v)
	flags := registry.Attr(code).Flags
	if !registry.Attr(code).Known {
		flags = codec.FlagOptional | codec.FlagTransitive
	}
	flags = byte(b.numberOr(v.Get("flags"), 255, uint64(flags)))
	value := b.attributeValue(v, code, flags)
	if b.err != nil {
		return dst
	}
	if n := v.Get("length"); n != nil && b.opt.Lie {
		return codec.AppendFaultyAttr(dst, flags, registry.AttrCode(code), int(b.number(n, 1<<16-1)), value)
	}
	if len(value) > 1<<16-1 {
		b.fail(v, "the value has more than 65535 octets")
		return dst
	}
	return codec.AppendAttr(dst, flags, registry.AttrCode(code), value)
}

// attributeCode gives the code of an attribute: its type, or its name or symbol where there is none.
func (b *builder) attributeCode(v *Value) uint8 {
	if t := v.Get("type"); t != nil {
		return uint8(b.code(t, &registry.TablePathAttributes, 255))
	}
	for _, key := range [...]string{"symbol", "name"} {
		if m := v.Get(key); m != nil {
			for i := range 256 {
				if s := registry.Attr(uint8(i)).Symbol; s != "" && sameName(s, m.Text) {
					return uint8(i)
				}
			}
			return uint8(b.code(m, &registry.TablePathAttributes, 255))
		}
	}
	b.missing(v, "type")
	return 0
}

// attributeValue gives the octets of a value: raw where it reads as the value says or there is none, else the value's.
func (b *builder) attributeValue(v *Value, code, flags uint8) []byte {
	val, raw := v.Get("value"), b.octets(v.Get("raw"))
	switch {
	case b.err != nil:
		return nil
	case val == nil && raw == nil:
		b.fail(v, "neither value nor raw is there")
		return nil
	case val == nil:
		return raw
	case raw != nil:
		tlv := codec.AppendAttr(nil, flags, registry.AttrCode(code), raw)
		if b.rawSays(v, codec.PieceAttributes, tlv, "attributes") {
			return raw
		}
	}
	if b.incomplete(v); b.err != nil {
		return nil
	}
	built, ok := b.typed(val, code)
	if !ok {
		b.fail(val, "no builder for the value of attribute "+strconv.Itoa(int(code))+" ("+registry.AttrCode(code).String()+"): it takes raw")
	}
	return built
}

// rawSays reports whether the raw of an attribute or a capability is what to take: its TLV reads as the value says. Where
// it does not, that is a conflict, or, where lies are wanted, the value wins.
func (b *builder) rawSays(v *Value, piece codec.Piece, tlv []byte, list string) bool {
	val := v.Get("value")
	err := b.reads(piece, tlv, func(d *Value) error {
		if l := d.Get(list); l != nil && len(l.Items) == 1 {
			return agree(val, l.Items[0].Get("value"))
		}
		return val.err("nothing is decoded of raw")
	})
	if err != nil && !b.opt.Lie {
		b.conflict(v.Get("raw"), err)
	}
	return err == nil
}

// incomplete refuses a value that is marked as such, where no lies are wanted.
func (b *builder) incomplete(v *Value) {
	if v.Get("incomplete") != nil && !b.opt.Lie {
		b.fail(v, "the value is marked incomplete: it takes raw")
	}
}

// typed builds the typed value of an attribute. It reports false for attributes that have no builder.
func (b *builder) typed(v *Value, code uint8) ([]byte, bool) {
	switch registry.AttrCode(code) {
	case registry.AttrOrigin:
		return []byte{b.enum(v, codec.EnumOrigin)}, true
	case registry.AttrASPath:
		return b.asPath(v, b.ctx.AS4), true
	case registry.AttrAS4Path:
		return b.asPath(v, true), true
	case registry.AttrNextHop, registry.AttrOriginatorID:
		return b.ipv4(v).AsSlice(), true
	case registry.AttrMED, registry.AttrLocalPref, registry.AttrOTC:
		return u32(b.number(v, 1<<32-1)), true
	case registry.AttrAtomicAggregate:
		if v.Kind != Bool || v.Text != "true" {
			b.fail(v, "expected true, got "+v.shown())
		}
		return []byte{}, true
	case registry.AttrAggregator:
		return b.aggregator(v, b.ctx.AS4), true
	case registry.AttrAS4Aggregator:
		return b.aggregator(v, true), true
	case registry.AttrMPReach:
		return b.mpReach(v), true
	case registry.AttrMPUnreach:
		return b.mpUnreach(v), true
	}
	if out, ok := b.typedList(v, code); ok {
		return out, true
	}
	if out, ok := b.rare(v, registry.AttrCode(code)); ok {
		return out, true
	}
	return b.byLayout(v, registry.AttrCode(code))
}

// typedList is typed for the attributes that list values of a fixed size.
func (b *builder) typedList(v *Value, code uint8) ([]byte, bool) {
	one := b.listed(registry.AttrCode(code))
	if one == nil {
		return nil, false
	}
	out := []byte{}
	for _, m := range b.list(v) {
		out = one(out, m)
	}
	return out, true
}

func (b *builder) listed(code registry.AttrCode) func([]byte, *Value) []byte {
	switch code {
	case registry.AttrCommunities:
		return func(dst []byte, m *Value) []byte {
			c, ok := community(m.Text)
			if !ok {
				b.fail(m, "expected a community such as 64496:100 or NO_EXPORT, got "+m.shown())
			}
			return append(dst, u32(uint64(c))...)
		}
	case registry.AttrClusterList:
		return func(dst []byte, m *Value) []byte { return append(dst, b.ipv4(m).AsSlice()...) }
	case registry.AttrExtCommunities:
		return func(dst []byte, m *Value) []byte { return b.extCommunity(dst, m) }
	case registry.AttrIPv6ExtCommunities:
		return func(dst []byte, m *Value) []byte { return b.ipv6ExtCommunity(dst, m) }
	case registry.AttrLargeCommunity:
		return func(dst []byte, m *Value) []byte {
			parts := strings.Split(m.Text, ":")
			for _, s := range parts {
				n, err := strconv.ParseUint(s, 10, 32)
				if err != nil || len(parts) != 3 {
					b.fail(m, "expected a large community such as 64496:1:2, got "+m.shown())
				}
				dst = append(dst, u32(n)...)
			}
			return dst
		}
	}
	return nil
}

// extCommunity builds one of {raw, text}: of raw, of text where there is no raw.
func (b *builder) extCommunity(dst []byte, m *Value) []byte {
	if raw := m.Get("raw"); raw != nil {
		o := b.octets(raw)
		if b.err == nil && len(o) != 8 {
			b.fail(raw, "an extended community has 8 octets, not "+strconv.Itoa(len(o)))
		}
		return append(dst, o...)
	}
	text := m
	if m.Kind == Struct && m.Get("text") != nil {
		text = m.Get("text")
	}
	c, ok := extCommunity(text.Text)
	if !ok {
		b.fail(m, "expected raw, or a text such as \"rt 64496:100\"")
	}
	return append(dst, c[:]...)
}

// ipv6ExtCommunity is extCommunity for those of RFC 5701.
func (b *builder) ipv6ExtCommunity(dst []byte, m *Value) []byte {
	if raw := m.Get("raw"); raw != nil {
		o := b.octets(raw)
		if b.err == nil && len(o) != 20 {
			b.fail(raw, "an IPv6 extended community has 20 octets, not "+strconv.Itoa(len(o)))
		}
		return append(dst, o...)
	}
	text := m
	if m.Get("text") != nil {
		text = m.Get("text")
	}
	c, ok := codec.ParseIPv6ExtCommunity(text.Text)
	if !ok {
		b.fail(m, "expected raw, or an IPv6 extended community such as \"rt 2001:db8::1:100\"")
	}
	return append(dst, c[:]...)
}

// asPath builds segments (RFC 4271 section 4.3). Numbers that two octets do not hold are an error: AS_TRANS is for the
// writer of the object to put there, with AS4_PATH.
func (b *builder) asPath(v *Value, as4 bool) []byte {
	out := []byte{}
	for _, s := range b.list(v) {
		t := s.Get("type")
		if t == nil {
			b.missing(s, "type")
			return nil
		}
		seg := codec.PathSegment{Type: registry.SegmentType(b.enum(t, codec.EnumSegment))}
		for _, m := range b.list(s.Get("as")) {
			seg.AS = append(seg.AS, uint32(b.asn(m, as4)))
		}
		switch n := len(seg.AS); {
		case n == 0 && b.opt.Lie:
			out = append(out, byte(seg.Type), 0)
		case n == 0:
			b.fail(s, "a segment without AS numbers")
		case n > 255:
			b.fail(s, "a segment with more than 255 AS numbers")
		}
		out = codec.AppendASPathValue(out, []codec.PathSegment{seg}, as4)
	}
	return out
}

func (b *builder) asn(v *Value, as4 bool) uint64 {
	n := b.number(v, 1<<32-1)
	if !as4 && n > 1<<16-1 {
		b.fail(v, "AS "+strconv.FormatUint(n, 10)+" does not fit the 2 octets that AS numbers have here (as_width)")
	}
	return n
}

func (b *builder) aggregator(v *Value, as4 bool) []byte {
	as := v.Get("as")
	if as == nil {
		b.missing(v, "as")
		return nil
	}
	out := u32(b.asn(as, as4))
	if !as4 {
		out = out[2:]
	}
	return append(out, b.needIPv4(v, "address").AsSlice()...)
}

func (b *builder) numberOr(v *Value, most, other uint64) uint64 {
	if v == nil {
		return other
	}
	return b.number(v, most)
}

func u32(n uint64) []byte { return []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)} }
