package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file has the routes that lead to the ends of multi-segment pseudowires, AFI 25 SAFI 6 (RFC 7267 section 5.1): a
// prefix, its length in bits, of a route distinguisher, a Global ID, a Prefix and an AC ID.

// The bits of all of such an address, and of what has to be there.
const (
	pwBits   = 160
	pwRDBits = 64
	pwPrefix = pwRDBits + 64 // with Global ID and Prefix
	pwLeast  = pwRDBits / 8
)

// familyPW is the only family of these routes.
var familyPW = Family{registry.AFIL2VPN, registry.SAFIPWDynamic}

// pwRoute reads a route.
func (d *dec) pwRoute(Family) bool {
	at := d.off
	n, have, ok := d.routeLength()
	if !ok {
		return false
	}
	fr := d.narrow(have)
	switch {
	case n < pwRDBits:
		d.nlriError(FindRouteShort, at, 1, uint32(n), pwRDBits)
	case n > pwBits:
		d.nlriError(FindPrefixLen, at, 1, uint32(n), pwBits)
	default:
		d.bytes(FieldRD, 8)
		if n >= pwPrefix {
			d.u32(FieldPWGlobalID)
			d.u32(FieldPWPrefix)
		}
		if n == pwBits {
			d.u32(FieldPWACID)
		} else if d.left() > 0 {
			d.rest(FieldPWBits)
			d.synth(FieldPWLen, uint64(n))
		}
	}
	d.gap()
	d.widen(fr)
	return true
}

// PWRoute is a route to the ends of multi-segment pseudowires, AFI 25 SAFI 6 (RFC 7267 section 5.1).
type PWRoute struct {
	ID   uint32 // path identifier (RFC 7911), 0 without
	RD   RD
	Bits uint8 // 64 to 160: how many of the route distinguisher and of what follows count
	// Address has Global ID, Prefix and AC ID, four octets each. Octets that Bits does not need are not written; bits behind
	// its last one are as they came.
	Address [12]byte
}

// AppendPWRoute appends a route, with a path identifier if withID is set. It reports false, and appends nothing, for a length
// that cannot be.
func AppendPWRoute(dst []byte, r *PWRoute, withID bool) ([]byte, bool) {
	if r.Bits < pwRDBits || r.Bits > pwBits {
		return dst, false
	}
	dst = append(append(appendPathID(dst, r.ID, withID), r.Bits), r.RD[:]...)
	return append(dst, r.Address[:(int(r.Bits)+7)/8-pwLeast]...), true
}

// ParsePWRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a route that
// is not all there or whose length cannot be.
func ParsePWRoute(b []byte, withID bool) (r PWRoute, n int, ok bool) {
	id, v := pathID(b, withID)
	if len(v) < 1 || v[0] < pwRDBits || v[0] > pwBits || len(v) < 1+(int(v[0])+7)/8 {
		return r, 0, false
	}
	r.ID, r.Bits = id, v[0]
	size := 1 + (int(v[0])+7)/8
	copy(r.RD[:], v[1:9])
	copy(r.Address[:], v[9:size])
	return r, len(b) - len(v) + size, true
}
