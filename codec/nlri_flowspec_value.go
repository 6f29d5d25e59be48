package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// FlowSpec is a flow specification for IPv4 (RFC 8955), IPv6 (RFC 8956) or Ethernet (draft-ietf-idr-flowspec-l2vpn up to its
// version 12).
type FlowSpec struct {
	ID         uint32 // path identifier (RFC 7911), 0 without
	RD         RD     // in VPNs (SAFI 134)
	Components []FlowComponent
}

// FlowComponent is one condition of a flow specification (RFC 8955 section 4.2.2).
type FlowComponent struct {
	Type   uint8
	Prefix netip.Prefix // of types 1 and 2
	Offset uint8        // bits at the start of Prefix that do not count (RFC 8956 section 3.1); IPv6 only
	MAC    [6]byte      // of types 15 and 16, AFI 25
	Ops    []FlowOp     // of the other types, at least one
}

// FlowOp is a value and how it is compared (RFC 8955 section 4.2.1).
type FlowOp struct {
	Op    uint8 // FlowAnd, and FlowLT, FlowGT, FlowEQ or FlowNot, FlowAll; the length bits (0x30) are a least length
	Value uint64
}

// AppendFlowSpec appends a flow specification of family f, with a path identifier if withID is set. The end of each list
// and lengths that a value needs are set; components stand in the order in which they are given (RFC 8955 wants that of
// their types). It reports false, and appends nothing, for a family of another form, a prefix of another one, a type that is
// not known and a specification of more than 4095 octets.
func AppendFlowSpec(dst []byte, f Family, s *FlowSpec, withID bool) ([]byte, bool) {
	rd, ok := flowForm(f)
	if !ok {
		return dst, false
	}
	start := len(dst)
	if withID {
		dst = appendU32(dst, s.ID)
	}
	lenAt := len(dst)
	dst = append(dst, 0, 0)
	if rd {
		dst = append(dst, s.RD[:]...)
	}
	for i := range s.Components {
		if dst, ok = s.Components[i].append(dst, f.AFI); !ok {
			return dst[:start], false
		}
	}
	switch n := len(dst) - lenAt - 2; {
	case n > 0xfff:
		return dst[:start], false
	case n < 0xf0:
		copy(dst[lenAt+1:], dst[lenAt+2:])
		dst, dst[lenAt] = dst[:len(dst)-1], byte(n)
	default:
		dst[lenAt], dst[lenAt+1] = 0xf0|byte(n>>8), byte(n)
	}
	return dst, true
}

func (c *FlowComponent) append(dst []byte, afi registry.AFI) ([]byte, bool) {
	dst = append(dst, c.Type)
	switch {
	case !flowTyped(c.Type, afi):
		return dst, false
	case c.Type == flowDst || c.Type == flowSrc:
		return c.appendPrefix(dst, afi)
	case afi == registry.AFIL2VPN && flowMAC(c.Type):
		return append(append(dst, 6), c.MAC[:]...), true
	case len(c.Ops) == 0:
		return dst, false
	}
	for i, o := range c.Ops {
		size := o.Op >> 4 & 3
		for size < 3 && o.Value>>(8<<size) != 0 {
			size++
		}
		op := o.Op&0x4f | size<<4
		if i == len(c.Ops)-1 {
			op |= FlowEnd
		}
		dst = append(dst, op)
		for shift := 8<<size - 8; shift >= 0; shift -= 8 {
			dst = append(dst, byte(o.Value>>shift))
		}
	}
	return dst, true
}

func (c *FlowComponent) appendPrefix(dst []byte, afi registry.AFI) ([]byte, bool) {
	l, skip := c.Prefix.Bits(), int(c.Offset)
	bits := addrBits(Family{afi, registry.SAFIUnicast})
	if l < 0 || c.Prefix.Addr().BitLen() != bits || skip > 0 && (bits == 32 || skip >= l) {
		return dst, false
	}
	a := append(c.Prefix.Masked().Addr().AsSlice(), 0)
	dst = append(dst, byte(l))
	if bits == 128 {
		dst = append(dst, byte(skip))
	}
	for i := range (l - skip + 7) / 8 {
		at := skip/8 + i
		dst = append(dst, a[at]<<(skip%8)|byte(uint(a[at+1])>>(8-skip%8)))
	}
	return dst, true
}

// ParseFlowSpec reads the flow specification at the start of b; n is the number of octets that it takes. It reports false
// for a family of another form and a specification that is not all there or has a component that cannot be read.
func ParseFlowSpec(b []byte, f Family, withID bool) (s FlowSpec, n int, ok bool) {
	rd, ok := flowForm(f)
	if !ok || withID && len(b) < 4 {
		return s, 0, false
	}
	if withID {
		s.ID, n = be32(b), 4
	}
	size, width := flowLength(b[n:])
	if n += width; width == 0 || n+size > len(b) {
		return s, 0, false
	}
	v := b[n : n+size]
	n += size
	if rd {
		if len(v) < 8 {
			return s, n, false
		}
		v = v[copy(s.RD[:], v):]
	}
	for len(v) > 0 {
		c, used := parseFlowComponent(v, f.AFI)
		if used == 0 {
			return s, n, false
		}
		s.Components = append(s.Components, c)
		v = v[used:]
	}
	return s, n, true
}

func parseFlowComponent(b []byte, afi registry.AFI) (c FlowComponent, n int) {
	switch c.Type = b[0]; {
	case !flowTyped(c.Type, afi):
		return c, 0
	case afi == registry.AFIL2VPN && flowMAC(c.Type):
		if n = flowL2Len(b); n > 0 {
			copy(c.MAC[:], b[2:n])
		}
		return c, n
	case c.Type == flowDst || c.Type == flowSrc:
		p, skip, n, ok := parseFlowPrefix(b[1:], afi)
		if !ok {
			return c, 0
		}
		c.Prefix, c.Offset = p, uint8(skip)
		return c, 1 + n
	}
	for n = 1; n < len(b); {
		op := b[n]
		end := n + 1 + 1<<(op>>4&3)
		if end > len(b) {
			return c, 0
		}
		c.Ops = append(c.Ops, FlowOp{op, beUint(b[n+1 : end])})
		if n = end; op&FlowEnd != 0 {
			return c, n
		}
	}
	return c, 0
}

// Text returns the conditions in words: "dst 192.0.2.0/24, proto =6, port >=80&<=90"; "" without conditions and for
// components that AppendFlowSpec refuses.
func (s *FlowSpec) Text(afi registry.AFI) string {
	var b []byte
	for i := range s.Components {
		var ok bool
		if b, ok = s.Components[i].append(b, afi); !ok {
			return ""
		}
	}
	return string(appendFlowRule(nil, b, afi))
}
