package capture

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// route is one entry of a table, of which an UPDATE is built.
type route struct {
	family codec.Family
	nlri   []byte // as in an NLRI field, without path identifier
	id     uint32
	withID bool
	attrs  []byte
}

// appendUpdate appends the UPDATE that would announce the route. Table dumps hold an MP_REACH_NLRI that is cut
// down to its next hop (RFC 6396 section 4.3.4); here it gets its family and its routes again. It stands where it
// stood, the other attributes are left as they came. ok is false when the UPDATE would be too long.
func (r *route) appendUpdate(dst []byte) (msg []byte, ok bool) {
	plain := r.family == codec.IPv4Unicast && !r.hasNextHop()
	start := len(dst)
	dst = codec.AppendHeader(dst, 0, registry.MsgUpdate)
	dst = append(dst, 0, 0, 0, 0)
	at, done := len(dst), false
	for off := 0; off < len(r.attrs); {
		a, ok := codec.ParseAttr(r.attrs[off:])
		if !ok {
			dst = append(dst, r.attrs[off:]...)
			break
		}
		end := off + a.HeaderLen + len(a.Value)
		if a.Code == registry.AttrMPReach && !done && len(a.Value) == a.Length {
			dst = r.appendReach(dst, a.Flags, tableNextHop(a.Value))
			done = true
		} else {
			dst = append(dst, r.attrs[off:end]...)
		}
		off = end
	}
	if !plain && !done {
		dst = r.appendReach(dst, codec.FlagOptional, nil)
	}
	n := len(dst) - at
	if plain {
		dst = r.appendNLRI(dst)
	}
	total := len(dst) - start
	if total > codec.MaxExtLen {
		return dst[:start], false
	}
	dst[start+16], dst[start+17] = byte(total>>8), byte(total)
	dst[at-2], dst[at-1] = byte(n>>8), byte(n)
	return dst, true
}

// hasNextHop reports whether there is an MP_REACH_NLRI: an IPv4 route can have one as well (RFC 8950).
func (r *route) hasNextHop() bool {
	for a := range codec.Attrs(r.attrs) {
		if a.Code == registry.AttrMPReach && len(a.Value) == a.Length {
			return true
		}
	}
	return false
}

// tableNextHop returns length and next hop out of the MP_REACH_NLRI of a table entry. Some writers leave the
// attribute whole; then its first octet, the high one of the AFI, is 0 (16388 and above are no tables).
func tableNextHop(v []byte) []byte {
	if len(v) >= 5 && v[0] == 0 {
		v = v[3:]
	}
	if len(v) == 0 {
		return nil
	}
	return v[:min(len(v), 1+int(v[0]))]
}

func (r *route) appendNLRI(dst []byte) []byte {
	if r.withID {
		dst = append(dst, byte(r.id>>24), byte(r.id>>16), byte(r.id>>8), byte(r.id))
	}
	return append(dst, r.nlri...)
}

// appendReach appends MP_REACH_NLRI (RFC 4760 section 3). nextHop comes with its length octet.
func (r *route) appendReach(dst []byte, flags uint8, nextHop []byte) []byte {
	if len(nextHop) == 0 {
		nextHop = []byte{0}
	}
	n := 3 + len(nextHop) + 1 + len(r.nlri)
	if r.withID {
		n += 4
	}
	dst = append(dst, flags|codec.FlagExtended, byte(registry.AttrMPReach), byte(n>>8), byte(n))
	dst = append(dst, byte(r.family.AFI>>8), byte(r.family.AFI), byte(r.family.SAFI))
	dst = append(dst, nextHop...)
	return r.appendNLRI(append(dst, 0))
}

// takeNLRI reads one route of a family from a table entry and returns its octets, nil when its length cannot be
// told or it is not all there.
func takeNLRI(c *cursor, f codec.Family) []byte {
	b := c.b[c.off:]
	if len(b) == 0 {
		return c.take(1)
	}
	switch f.SAFI {
	case registry.SAFIUnicast, registry.SAFIMulticast, registry.SAFILabeledUnicast, registry.SAFIVPN,
		registry.SAFIMulticastVPN, registry.SAFIRouteTarget:
		return c.take(1 + (int(b[0])+7)/8) // a length in bits
	case registry.SAFIEVPN, registry.SAFIMVPN:
		if len(b) < 2 {
			return c.take(2)
		}
		return c.take(2 + int(b[1])) // route type and length in octets
	case registry.SAFIFlowSpec, registry.SAFIFlowSpecVPN:
		if b[0] < 0xf0 { // RFC 8955 section 4.1
			return c.take(1 + int(b[0]))
		}
		if len(b) < 2 {
			return c.take(2)
		}
		return c.take(2 + int(b[0]&0x0f)<<8 + int(b[1]))
	case registry.SAFIVPLS, registry.SAFIBGPLS, registry.SAFIBGPLSVPN:
		if len(b) < 4 {
			return c.take(4)
		}
		if f.SAFI == registry.SAFIVPLS {
			return c.take(2 + int(b[0])<<8 + int(b[1]))
		}
		return c.take(4 + int(b[2])<<8 + int(b[3]))
	}
	return nil
}
