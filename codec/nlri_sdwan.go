package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file has the routes of SD-WAN edges, SAFI 74 (draft-ietf-idr-sdwan-edge-discovery): type and length in two octets
// each. Versions of the draft count the length in octets or in bits, which can be told apart; routes of another form stay
// octets to the end of the list.

// SDWANUnderlay is the only type of SD-WAN route.
const SDWANUnderlay = 1

// sdwanSize gives the octets behind a length, 0 for a length that no route has; bits says that it counts bits.
func sdwanSize(n int) (size int, bits bool) {
	switch n {
	case 12, 24:
		return n, false
	case 12 * 8, 24 * 8:
		return n / 8, true
	}
	return 0, false
}

// sdwanForm reports whether routes of the family are those of SD-WAN edges.
func sdwanForm(f Family) bool { return f.SAFI == registry.SAFISDWAN && ipBits(f.AFI) > 0 }

// sdwanRoute reads a route.
func (d *dec) sdwanRoute(Family) bool {
	at, p, size := d.off, d.peek(), 0
	if len(p) >= 4 && be16(p) == SDWANUnderlay {
		size, _ = sdwanSize(int(be16(p[2:])))
	}
	switch {
	case len(p) < 4 || 4+size > len(p):
		d.routeOverrun(at, 4+size, d.left())
		d.gap()
		return false
	case size == 0:
		d.find(FindRouteType, at, 2, uint32(be16(p)), 0)
		d.rest(FieldTypedValue)
		return true
	}
	d.u16(FieldSDWANType)
	d.u16(FieldSDWANLen)
	d.u32(FieldSDWANPort)
	d.u32(FieldSDWANColor)
	d.bytes(FieldSDWANNode, size-8)
	return true
}

// SDWANRoute is a route of the type SDWANUnderlay (draft-ietf-idr-sdwan-edge-discovery).
type SDWANRoute struct {
	ID     uint32 // path identifier (RFC 7911), 0 without
	InBits bool   // the length counts bits, as in some versions of the draft
	Port   uint32 // Port-Local-ID
	Color  uint32
	Node   netip.Addr
}

// AppendSDWANRoute appends a route, with a path identifier if withID is set. It reports false, and appends nothing, without
// a node.
func AppendSDWANRoute(dst []byte, r *SDWANRoute, withID bool) ([]byte, bool) {
	if !r.Node.IsValid() {
		return dst, false
	}
	n := uint16(8 + r.Node.BitLen()/8)
	if r.InBits {
		n *= 8
	}
	dst = appendU16(appendU16(appendPathID(dst, r.ID, withID), SDWANUnderlay), n)
	return append(appendU32(appendU32(dst, r.Port), r.Color), r.Node.AsSlice()...), true
}

// ParseSDWANRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a route
// that is not all there or of another form.
func ParseSDWANRoute(b []byte, withID bool) (r SDWANRoute, n int, ok bool) {
	id, v := pathID(b, withID)
	if len(v) < 4 || be16(v) != SDWANUnderlay {
		return r, 0, false
	}
	size, bits := sdwanSize(int(be16(v[2:])))
	if size == 0 || len(v) < 4+size {
		return r, 0, false
	}
	r = SDWANRoute{ID: id, InBits: bits, Port: be32(v[4:]), Color: be32(v[8:])}
	r.Node, ok = netip.AddrFromSlice(v[12 : 4+size])
	return r, len(b) - len(v) + 4 + size, ok
}
