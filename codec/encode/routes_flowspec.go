package encode

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// flowSpec builds a flow specification (RFC 8955, RFC 8956): of its components, or of raw where these are not decoded.
func (b *builder) flowSpec(dst []byte, f codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	s := codec.FlowSpec{ID: id, RD: b.optionalRD(v)}
	if v.Get("components") == nil && v.Get("raw") == nil && v.Get("rule") != nil {
		b.missing(v, "components") // the words of a rule are for people
	}
	for _, c := range b.list(v.Get("components")) {
		s.Components = append(s.Components, b.flowComponent(c))
	}
	if raw := v.Get("raw"); raw != nil {
		return b.flowRaw(dst, f, &s, b.octets(raw), withID)
	}
	return codec.AppendFlowSpec(dst, f, &s, withID)
}

// flowRaw builds a flow specification whose components are octets.
func (b *builder) flowRaw(dst []byte, f codec.Family, s *codec.FlowSpec, raw []byte, withID bool) ([]byte, bool) {
	if withID {
		dst = append(dst, u32(uint64(s.ID))...)
	}
	if f.SAFI == registry.SAFIFlowSpecVPN {
		raw = append(s.RD[:], raw...)
	}
	n := len(raw)
	if n >= 0xf0 {
		dst = append(dst, 0xf0|byte(n>>8))
	}
	return append(append(dst, byte(n)), raw...), n <= 0xfff
}

func (b *builder) flowComponent(v *Value) codec.FlowComponent {
	c := codec.FlowComponent{Type: uint8(b.need(v, "type", 255))}
	if p := v.Get("prefix"); p != nil {
		c.Prefix, c.Offset = b.flowPrefix(v, p)
	}
	copy(c.MAC[:], b.colons(v.Get("mac"), len(c.MAC)))
	for _, o := range b.list(v.Get("operators")) {
		c.Ops = append(c.Ops, codec.FlowOp{Op: uint8(b.need(o, "operator", 255)), Value: b.need(o, "value", 1<<64-1)})
	}
	return c
}

// flowPrefix reads a prefix, and one with bits that do not count in the form that the decoder writes: "2001:db8::/32-64".
func (b *builder) flowPrefix(v, p *Value) (netip.Prefix, uint8) {
	addr, bits, _ := strings.Cut(b.text(p), "/")
	skip, length, ok := strings.Cut(bits, "-")
	if !ok {
		return b.prefix(p), b.u8(v, "offset")
	}
	a, err1 := netip.ParseAddr(addr)
	n, err2 := strconv.ParseUint(length, 10, 8)
	offset, err3 := strconv.ParseUint(skip, 10, 8)
	if err1 != nil || err2 != nil || err3 != nil {
		b.fail(p, "expected a prefix such as 2001:db8::/32-64, got "+p.shown())
	}
	return netip.PrefixFrom(a, int(n)), uint8(offset)
}
