package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file has the routes of service function chaining, AFI 31 SAFI 9 (RFC 9015 section 3): type and length in two octets
// each, a route distinguisher, and the function or the path.

// The types of SFC routes.
const (
	SFCInstance = 1 // Service Function Instance Route
	SFCPath     = 2 // Service Function Path Route
)

// familySFC is the only family of these routes.
var familySFC = Family{registry.AFISFC, registry.SAFISFC}

// sfcRoute reads a route.
func (d *dec) sfcRoute(Family) bool {
	at, want := d.off, 4
	if p := d.peek(); len(p) >= 4 {
		want += int(be16(p[2:]))
	}
	if want > d.left() {
		d.routeOverrun(at, want, d.left())
		d.gap()
		return false
	}
	typ, n := d.u16(FieldSFCType), int(d.u16(FieldSFCLen))
	fr := d.narrow(n)
	switch {
	case typ != SFCInstance && typ != SFCPath:
		d.find(FindRouteType, at, 2, uint32(typ), 0)
		d.rest(FieldTypedValue)
	case n != sfcSize(typ):
		d.nlriError(FindRouteTypeLen, at+2, 2, uint32(typ), uint32(n))
	default:
		d.bytes(FieldRD, 8)
		if typ == SFCInstance {
			d.u16(FieldSFCFunction)
		} else {
			d.uint(FieldSFCPath, 3)
		}
	}
	d.gap()
	d.widen(fr)
	return true
}

// sfcSize is the number of octets behind the length of a route.
func sfcSize(typ uint16) int {
	if typ == SFCInstance {
		return 8 + 2
	}
	return 8 + 3
}

// SFCRoute is a route of service function chaining, AFI 31 SAFI 9 (RFC 9015 section 3).
type SFCRoute struct {
	ID       uint32 // path identifier (RFC 7911), 0 without
	Type     uint16
	RD       RD
	Function uint16 // Service Function Type, of a Service Function Instance Route
	Path     uint32 // Service Path Identifier, 24 bits, of a Service Function Path Route
	Value    []byte // of a type that is not defined here
}

// AppendSFCRoute appends a route, with a path identifier if withID is set. It reports false, and appends nothing, for a path
// of more than 24 bits and a value of more than 65535 octets.
func AppendSFCRoute(dst []byte, r *SFCRoute, withID bool) ([]byte, bool) {
	known := r.Type == SFCInstance || r.Type == SFCPath
	n := len(r.Value)
	if known {
		n = sfcSize(r.Type)
	}
	if r.Type == SFCPath && r.Path > 0xffffff || n > 0xffff {
		return dst, false
	}
	dst = appendU16(appendU16(appendPathID(dst, r.ID, withID), r.Type), uint16(n))
	switch {
	case !known:
		return append(dst, r.Value...), true
	case r.Type == SFCInstance:
		return appendU16(append(dst, r.RD[:]...), r.Function), true
	}
	return appendU24(append(dst, r.RD[:]...), r.Path), true
}

// ParseSFCRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a route
// that is not all there or of another length than its type has. Value borrows b.
func ParseSFCRoute(b []byte, withID bool) (r SFCRoute, n int, ok bool) {
	id, v := pathID(b, withID)
	if len(v) < 4 || len(v) < 4+int(be16(v[2:])) {
		return r, 0, false
	}
	n = len(b) - len(v) + 4 + int(be16(v[2:]))
	r = SFCRoute{ID: id, Type: be16(v)}
	v = v[4 : 4+int(be16(v[2:]))]
	switch {
	case r.Type != SFCInstance && r.Type != SFCPath:
		r.Value = v
		return r, n, true
	case len(v) != sfcSize(r.Type):
		return r, n, false
	}
	copy(r.RD[:], v)
	if r.Type == SFCInstance {
		r.Function = be16(v[8:])
	} else {
		r.Path = be24(v[8:])
	}
	return r, n, true
}
