package oracle

import (
	"math/rand/v2"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// maker changes messages.
type maker struct {
	dc codec.Decoder
	r  *rand.Rand
}

// bad reports whether an RFC is broken.
func (m *maker) bad(b []byte, ctx codec.Context) bool {
	return isBad(m.dc.Check(codec.PieceMessage, b, ctx))
}

func isBad(list []codec.Finding) bool {
	worst, _ := codec.Worst(list)
	return worst == codec.SeverityError
}

// vary gives other values to the leaves of a sound message, one after another, and takes back what brings a finding: a length,
// bits that should be 0, a type that wants another form. So it reaches all that has a vector, without knowing any of it.
func (m *maker) vary(b []byte, ctx codec.Context) []byte {
	b = append([]byte(nil), b...)
	t := m.dc.Decode(codec.PieceMessage, b, ctx)
	leaves, found := freeLeaves(t), len(t.Findings)
	var old []byte
	for _, l := range leaves {
		if m.r.IntN(3) == 0 {
			continue
		}
		v := b[l.off : l.off+l.n]
		old = append(old[:0], v...)
		for i := range v {
			v[i] = byte(m.r.Uint32())
		}
		if l.n == 4 && m.r.IntN(2) == 0 {
			v[0], v[1] = 0, 0 // half of all AS numbers are small
		}
		if f := m.dc.Check(codec.PieceMessage, b, ctx); len(f) > found || isBad(f) {
			copy(v, old)
		}
	}
	return b
}

// span is a stretch of octets.
type span struct{ off, n int }

// freeLeaves gives the octets of a message that say nothing of what others are.
func freeLeaves(t *codec.Tree) (out []span) {
	for n := range t.Nodes {
		nd := &t.Nodes[n]
		if !t.Leaf(int32(n)) || nd.Off < codec.HeaderLen || kept(nd.Field) {
			continue
		}
		skip := typeOctets(codec.FieldInfo(nd.Field).Kind)
		if l := (span{int(nd.Off) + skip, int(nd.Len) - skip}); l.n > 0 {
			out = append(out, l)
		}
	}
	return out
}

// typeOctets is the number of octets at the start of a value of a kind that say what the rest is.
func typeOctets(k codec.Kind) int {
	switch k {
	case codec.KindRD, codec.KindExtCommunity:
		return 2
	case codec.KindVPNAddr:
		return 8
	case codec.KindESI:
		return 1
	}
	return 0
}

// kept reports whether a field says what the octets behind it are: with another one most messages would be of nothing known.
func kept(f codec.FieldID) bool {
	switch f {
	case codec.FieldAttrFlags, codec.FieldCapCode, codec.FieldAFI, codec.FieldSAFI, codec.FieldSAFI2:
		return true
	}
	return strings.Contains(strings.ToLower(codec.FieldInfo(f).Name), "type")
}

// damage changes one thing: an octet, a length, or the size of an attribute or capability with the lengths around it set
// right. It gives nil where there is nothing to change.
func (m *maker) damage(b []byte, ctx codec.Context) []byte {
	if len(b) <= codec.HeaderLen {
		return nil
	}
	out := append([]byte(nil), b...)
	switch m.r.IntN(4) {
	case 0:
		out[codec.HeaderLen+m.r.IntN(len(b)-codec.HeaderLen)] = byte(m.r.Uint32())
	case 1:
		out[codec.HeaderLen+m.r.IntN(len(b)-codec.HeaderLen)] += byte(m.r.IntN(5) - 2)
	default:
		if out = m.resize(out, ctx); out == nil {
			return nil
		}
	}
	return out
}

// resize puts octets into an attribute or a capability, at its end or elsewhere, or takes some out.
func (m *maker) resize(b []byte, ctx codec.Context) []byte {
	t := m.dc.Decode(codec.PieceMessage, b, ctx)
	var values []codec.Node
	for n := range t.Nodes {
		if nd := t.Nodes[n]; nd.Field == codec.FieldAttrValue || nd.Field == codec.FieldCapValue {
			values = append(values, nd)
		}
	}
	if len(values) == 0 {
		return nil
	}
	v := values[m.r.IntN(len(values))]
	at, size := int(v.Off), int(v.Len)
	value := append([]byte(nil), b[at:at+size]...)
	where := size
	if m.r.IntN(2) == 0 {
		where = m.r.IntN(size + 1)
	}
	n := 1 + m.r.IntN(4)
	if m.r.IntN(2) == 0 {
		value = append(value[:max(where-n, 0)], value[where:]...)
	} else {
		value = append(append(append([]byte(nil), value[:where]...), make([]byte, n)...), value[where:]...)
	}
	if v.Field == codec.FieldCapValue {
		return resizeOpen(b, at, size, value)
	}
	return resizeUpdate(b, at, size, value)
}

// resizeOpen sets the lengths of a capability, its parameter and the message; nil for an OPEN with another layout.
func resizeOpen(b []byte, at, size int, value []byte) []byte {
	by := len(value) - size
	if registry.MessageType(b[18]) != registry.MsgOpen || len(b) < 32 || int(b[28])+29 != len(b) || int(b[30])+31 != len(b) ||
		int(b[28])+by > 254 || at < 32 || len(value) > 255 {
		return nil
	}
	out := append(append(append([]byte(nil), b[:at]...), value...), b[at+size:]...)
	out[at-1], out[28], out[30] = byte(len(value)), byte(int(b[28])+by), byte(int(b[30])+by)
	return fixLength(out)
}

// resizeUpdate sets the lengths of an attribute, of all attributes and of the message; nil for attributes inside others.
func resizeUpdate(b []byte, at, size int, value []byte) []byte {
	u, ok := codec.ParseUpdate(b)
	if !ok || registry.MessageType(b[18]) != registry.MsgUpdate {
		return nil
	}
	start := 23 + len(u.Withdrawn)
	for a := range codec.Attrs(u.Attrs) {
		if start+a.Offset+a.HeaderLen != at || len(a.Value) != size {
			continue
		}
		attrs := append([]byte(nil), u.Attrs[:a.Offset]...)
		attrs = codec.AppendAttr(attrs, a.Flags, a.Code, value)
		attrs = append(attrs, u.Attrs[a.Offset+a.HeaderLen+size:]...)
		out := append([]byte(nil), b[:start-2]...)
		out = append(append(out, byte(len(attrs)>>8), byte(len(attrs))), attrs...)
		return fixLength(append(out, u.NLRI...))
	}
	return nil
}

// fixLength sets the Length of the header; nil when the message is too long.
func fixLength(b []byte) []byte {
	if len(b) > codec.MaxLen {
		return nil
	}
	b[16], b[17] = byte(len(b)>>8), byte(len(b))
	return b
}
