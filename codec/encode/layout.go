package encode

import (
	"math"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// This file builds what a codec.Layout describes: the members of an object stand under the keys of the fields, those that a
// layout reserves are 0.

// byLayout builds an attribute that is nothing but a layout. It reports false for others.
func (b *builder) byLayout(v *Value, code registry.AttrCode) ([]byte, bool) {
	group, ls := codec.AttrLayouts(code)
	switch {
	case ls == nil:
		return nil, false
	case group != codec.FieldGap:
		return b.layout([]byte{}, v, ls), true
	}
	for i := range ls {
		if fitsPart(&ls[i].Parts[0], v) {
			return b.partValue([]byte{}, v, &ls[i].Parts[0]), true
		}
	}
	return b.partValue([]byte{}, v, &ls[0].Parts[0]), true
}

// layout builds the first of the layouts that the object has the members of.
func (b *builder) layout(dst []byte, v *Value, ls []codec.Layout) []byte {
	if v.Kind != Struct {
		b.fail(v, "expected an object, got "+v.shown())
		return dst
	}
	best, most := &ls[0], 0
	for i := range ls {
		if n := told(v, &ls[i]); n > most {
			best, most = &ls[i], n
		}
	}
	for i := range best.Parts {
		if best.Ends>>i&1 != 0 && !b.any(v, best.Parts[i:]) {
			return dst
		}
		dst = b.part(dst, v, &best.Parts[i])
	}
	return dst
}

// told gives the number of parts of a layout that an object has: all, or those to one of its ends; else 0.
func told(v *Value, l *codec.Layout) int {
	for i := range l.Parts {
		if !has(v, &l.Parts[i]) {
			if l.Ends>>i&1 != 0 {
				return i
			}
			return 0
		}
	}
	return len(l.Parts)
}

// has reports whether the members of a part are there, in a form that the part can take; lists may be left out.
func has(v *Value, p *codec.Part) bool {
	if p.Run != nil {
		for i := range p.Run {
			if !has(v, &p.Run[i]) {
				return false
			}
		}
		return true
	}
	m := v.Get(codec.FieldInfo(p.Field).Key)
	switch {
	case p.Bits != nil:
		return v.Get(codec.FieldInfo(p.Bits[0].Field).Key) != nil
	case hidden(p):
		return true
	case m == nil:
		return p.Variable() && p.Min == 0
	}
	return fitsPart(p, m)
}

// hidden reports whether no member tells the field: it is reserved, or follows from others.
func hidden(p *codec.Part) bool {
	return p.Bits == nil && p.Run == nil && codec.FieldInfo(p.Field).Shape == codec.ShapeHidden
}

// fitsPart reports whether an address or a number has the size of a part; all other values are judged when they are built.
func fitsPart(p *codec.Part, m *Value) bool {
	if p.Parts != nil && m.Kind == Array { // the first element shows which addresses these are
		for i := range p.Parts {
			if len(m.Items) > 0 && m.Items[0].Kind == Struct && !has(m.Items[0], &p.Parts[i]) {
				return false
			}
		}
		return true
	}
	var r reader
	switch codec.FieldInfo(p.Field).Kind {
	case codec.KindAddr:
		return p.Octets == 0 || len(r.addr(m).AsSlice()) == int(p.Octets)
	case codec.KindIGPRouterID:
		return p.Octets == 0 || len(r.igpRouterID(m)) == int(p.Octets)
	case codec.KindUint:
		return p.Octets == 0 || p.Elem != codec.FieldGap || r.number(m, 1<<64-1)>>(8*p.Octets) == 0
	}
	return true
}

// any reports whether one of the members of the parts is there.
func (b *builder) any(v *Value, ps []codec.Part) bool {
	for i := range ps {
		p := &ps[i]
		if p.Run != nil && b.any(v, p.Run) || p.Run == nil && !hidden(p) && v.Get(codec.FieldInfo(p.Field).Key) != nil {
			return true
		}
	}
	return false
}

// part builds a part of which v has the members.
func (b *builder) part(dst []byte, v *Value, p *codec.Part) []byte {
	key := codec.FieldInfo(p.Field).Key
	m := v.Get(key)
	switch {
	case p.Run != nil:
		for i := range p.Run {
			dst = b.part(dst, v, &p.Run[i])
		}
		return dst
	case p.Bits != nil:
		return b.bits(dst, v, p)
	case p.Special != codec.SpecialNone:
		return b.special(dst, v, p)
	case p.Field == codec.FieldEndpointAFI:
		return append(dst, 0, byte(afiOf(v.Get("endpoint"))))
	case hidden(p):
		return append(dst, make([]byte, p.Octets)...)
	case m == nil && !(p.Variable() && p.Min == 0):
		b.missing(v, key)
		return dst
	case m == nil:
		return dst
	}
	return b.partValue(dst, m, p)
}

// afiOf is the address family of an address, 0 where there is none.
func afiOf(v *Value) registry.AFI {
	var r reader
	switch a := r.addr(v); {
	case a.Is4():
		return registry.AFIIPv4
	case a.Is6():
		return registry.AFIIPv6
	}
	return 0
}

// bits builds fields that share octets: the first has to be there, the others are 0.
func (b *builder) bits(dst []byte, v *Value, p *codec.Part) []byte {
	n := b.need(v, codec.FieldInfo(p.Bits[0].Field).Key, 1<<p.Bits[0].Bits-1)
	for _, f := range p.Bits[1:] {
		n = n<<f.Bits | b.number(v.Get(codec.FieldInfo(f.Field).Key), 1<<f.Bits-1)
	}
	return appendNumber(dst, n, int(p.Octets))
}

// partValue builds a part from its value.
func (b *builder) partValue(dst []byte, m *Value, p *codec.Part) []byte {
	switch {
	case p.Space != codec.SpaceNone:
		return b.tlvs(dst, m, p.Space, 0)
	case p.Elem == codec.FieldGap:
		return b.scalar(dst, m, p.Field, int(p.Octets))
	}
	list := b.list(m)
	if len(list) < int(p.Min) {
		b.fail(m, "no elements")
	}
	for _, e := range list {
		switch {
		case p.AFI != 0:
			dst = b.listedPrefix(dst, e, p.AFI)
		case p.Parts == nil:
			dst = b.scalar(dst, e, p.Elem, int(p.Octets))
		default:
			for i := range p.Parts {
				dst = b.part(dst, e, &p.Parts[i])
			}
		}
	}
	return dst
}

// listedPrefix builds a prefix that is no route, in the form of RFC 4271 section 4.3.
func (b *builder) listedPrefix(dst []byte, v *Value, afi registry.AFI) []byte {
	p := b.prefix(v)
	if b.err == nil && afiOf(&Value{Kind: String, Text: p.Addr().String()}) != afi {
		b.fail(v, "no prefix of "+afi.String())
	}
	if b.err != nil {
		return dst
	}
	return hostBits(codec.AppendNLRI(dst, p, 0, false), p)
}

// tlvs builds TLVs of a space: of those in a tunnel, the type of the tunnel says which layouts they have.
func (b *builder) tlvs(dst []byte, v *Value, s codec.TLVSpace, tunnel uint16) []byte {
	var list []codec.TLV
	field := codec.FieldInfo(s.TypeField())
	for _, m := range b.list(v) {
		t := codec.TLV{Type: uint16(b.typeOf(m, field))}
		if b.err != nil {
			return dst
		}
		switch raw, ls := m.Get("raw"), layoutsOf(s, tunnel, t.Type); {
		case raw != nil:
			t.Value = b.octets(raw)
		case s == codec.SpaceTunnel && m.Get("sub_tlvs") != nil:
			t.Value = b.tlvs([]byte{}, m.Get("sub_tlvs"), codec.SpaceTunnelSub, t.Type)
		case ls != nil:
			t.Value = b.layout([]byte{}, m, ls)
		default:
			b.onlyType(m, field)
		}
		list = append(list, t)
	}
	if b.err != nil {
		return dst
	}
	out, ok := s.AppendTLVs(dst, list)
	if !ok {
		b.fail(v, "a type or a length does not fit its field")
	}
	return out
}

func layoutsOf(s codec.TLVSpace, tunnel, typ uint16) []codec.Layout {
	if s == codec.SpaceTunnelSub {
		return codec.TunnelLayouts(tunnel, typ)
	}
	return s.Layouts(typ)
}

// typeOf reads the type of a TLV: a number, or its name.
func (b *builder) typeOf(m *Value, f *codec.Field) uint64 {
	t := m.Get(f.Key)
	if t == nil {
		b.missing(m, f.Key)
		return 0
	}
	return b.named(t, f, 1<<16-1)
}

// named reads a number of a field that may have names.
func (b *builder) named(v *Value, f *codec.Field, most uint64) uint64 {
	if f.Names != nil {
		return b.code(v, f.Names, most)
	}
	return b.number(v, most)
}

// onlyType refuses members of a TLV of which nothing but octets can be built.
func (b *builder) onlyType(m *Value, f *codec.Field) {
	for _, x := range m.Items {
		if x.Kind != Null && x.key != f.Key && x.key != f.NameKey {
			b.fail(x, "is no member of a TLV of this type: it takes raw")
		}
	}
}

// scalar builds the value of a field of n octets, 0 for as many as there are.
func (b *builder) scalar(dst []byte, v *Value, id codec.FieldID, n int) []byte {
	f := codec.FieldInfo(id)
	var o []byte
	switch f.Kind {
	case codec.KindText:
		o = []byte(b.text(v))
	case codec.KindHex:
		o = b.octets(v)
	case codec.KindAddr, codec.KindIPv4, codec.KindIPv6:
		o = b.addr(v).AsSlice()
	case codec.KindIGPRouterID:
		o = b.igpRouterID(v)
	case codec.KindISISArea:
		o = b.dotted(v)
	case codec.KindMAC:
		o = b.colons(v, 6)
	case codec.KindRD:
		rd := b.distinguisher(v)
		o = rd[:]
	case codec.KindExtCommunity:
		o = b.extCommunity(nil, v)
	case codec.KindLabel:
		return appendNumber(dst, b.number(v, 1<<20-1)<<4, n)
	case codec.KindFloat:
		return append(dst, u32(uint64(b.float(v)))...)
	default:
		return appendNumber(dst, b.named(v, f, 1<<(8*n)-1), n)
	}
	if n > 0 && len(o) != n && b.err == nil {
		b.fail(v, f.Name+" has "+strconv.Itoa(n)+" octets, not "+strconv.Itoa(len(o)))
	}
	return append(dst, o...)
}

// float reads a number of IEEE 754, which may be a string: JSON has neither infinities nor what is no number.
func (b *builder) float(v *Value) uint32 {
	x, err := strconv.ParseFloat(v.Text, 32)
	if err != nil || v.Kind != Number && v.Kind != String {
		b.fail(v, "expected a number, got "+v.shown())
	}
	return math.Float32bits(float32(x))
}

func appendNumber(dst []byte, x uint64, n int) []byte {
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, byte(x>>(8*i)))
	}
	return dst
}
