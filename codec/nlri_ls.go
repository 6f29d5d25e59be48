package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file has the routes of BGP-LS, AFI 16388: SAFI 71 (RFC 9552 section 5.2), 72 with a route distinguisher, and 80 (BGP-LS-SPF,
// RFC 9815).

// The Protocol-IDs that tell how long a router's id is (RFC 9552 section 5.2).
const (
	lsISIS1 = 1
	lsISIS2 = 2
	lsOSPF2 = 3
	lsOSPF3 = 6
)

// The types of routes of BGP-LS (RFC 9552 section 5.2, RFC 9514 section 6, RFC 9857 section 4).
const (
	LSNode       = 1
	LSLink       = 2
	LSPrefixIPv4 = 3
	LSPrefixIPv6 = 4
	LSSRPolicy   = 5
	LSSRv6SID    = 6
	LSStubLink   = 7 // draft-ietf-idr-bgpls-inter-as-topology-ext
)

// lsForm reports whether f is a family of BGP-LS, and whether its routes have route distinguishers.
func lsFamily(f Family) (ok, rd bool) {
	if f.AFI != registry.AFIBGPLS {
		return false, false
	}
	switch f.SAFI {
	case registry.SAFIBGPLS, registry.SAFIBGPLSSPF:
		return true, false
	case registry.SAFIBGPLSVPN:
		return true, true
	}
	return false, false
}

// lsRoute reads a route of BGP-LS: type, length, and what the type has; unknown types stay as they are.
func (d *dec) lsRoute(f Family) bool {
	at, want := d.off, 4
	if p := d.peek(); len(p) >= 4 {
		want += int(be16(p[2:]))
	}
	fits := want <= d.left()
	if !fits {
		d.routeOverrun(at, want, d.left())
		if !d.atCut() {
			d.gap()
			return false
		}
	}
	typ := d.u16(FieldLSNLRIType)
	n := int(d.u16(FieldLSNLRILen))
	if want == 4 && !fits {
		return false // type and length are not all here
	}
	fr := d.narrow(n)
	d.lsRouteBody(f, int(typ), at, n)
	d.gap()
	d.widen(fr)
	return fits
}

// lsRouteBody reads what stands behind type and length, which says n octets.
func (d *dec) lsRouteBody(f Family, typ, at, n int) {
	_, rd := lsFamily(f)
	known := typ >= LSNode && typ <= LSStubLink
	least := 0
	if rd {
		least += 8
	}
	if known {
		least += 9
	}
	if n < least {
		if !d.atCut() {
			d.nlriError(FindRouteTypeLen, at+2, 2, uint32(typ), uint32(n))
		}
		return
	}
	if rd && d.left() > 0 {
		d.bytes(FieldRD, 8)
	}
	if !known {
		d.find(FindLSRouteType, at, 2, uint32(typ), 0)
		d.rest(FieldLSNLRIRaw)
		return
	}
	d.ls = lsState{route: true, protocol: d.u8(FieldLSProtocol)}
	switch typ {
	case LSPrefixIPv4:
		d.ls.afi = registry.AFIIPv4
	case LSPrefixIPv6:
		d.ls.afi = registry.AFIIPv6
	}
	d.uint(FieldLSIdentifier, 8)
	l := d.begin(FieldLSDescriptors)
	d.lsTLVs(&d.attr)
	d.done(l)
	d.ls = lsState{}
}

// LSRoute is a route of BGP-LS (RFC 9552 section 5.2).
type LSRoute struct {
	ID         uint32 // path identifier (RFC 7911), 0 without
	Type       uint16 // LSNode and its like
	RD         RD     // of SAFI 72
	Protocol   uint8  // Protocol-ID
	Identifier uint64
	// Descriptors are TLVs: Local Node Descriptors (256) first, then as their types rise. They stand as they are.
	Descriptors []TLV
	Raw         []byte // what stands in a route of an unknown type
}

func (r *LSRoute) known() bool { return r.Type >= LSNode && r.Type <= LSStubLink }

// AppendLSRoute appends a route of family f, with a path identifier if withID is set. It reports false, and appends nothing, for
// a family of another form and for a route of more than 65535 octets. The order of the TLVs is the caller's.
func AppendLSRoute(dst []byte, f Family, r *LSRoute, withID bool) ([]byte, bool) {
	ok, rd := lsFamily(f)
	if !ok {
		return dst, false
	}
	start := len(dst)
	if withID {
		dst = appendU32(dst, r.ID)
	}
	dst = append(dst, byte(r.Type>>8), byte(r.Type), 0, 0)
	at := len(dst)
	if rd {
		dst = append(dst, r.RD[:]...)
	}
	if r.known() {
		dst = appendU32(appendU32(append(dst, r.Protocol), uint32(r.Identifier>>32)), uint32(r.Identifier))
		dst, ok = AppendLSTLVs(dst, r.Descriptors)
	} else {
		dst = append(dst, r.Raw...)
	}
	n := len(dst) - at
	if !ok || n > 0xffff {
		return dst[:start], false
	}
	dst[at-2], dst[at-1] = byte(n>>8), byte(n)
	return dst, true
}

// ParseLSRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a family of
// another form, a route that is not all there, and one whose TLVs do not fill it. Slices borrow b.
func ParseLSRoute(b []byte, f Family, withID bool) (r LSRoute, n int, ok bool) {
	isLS, rd := lsFamily(f)
	if withID {
		if len(b) < 4 {
			return r, 0, false
		}
		r.ID, n = be32(b), 4
	}
	if !isLS || len(b) < n+4 || len(b) < n+4+int(be16(b[n+2:])) {
		return r, 0, false
	}
	r.Type = be16(b[n:])
	v := b[n+4 : n+4+int(be16(b[n+2:]))]
	n += 4 + len(v)
	if rd {
		if len(v) < 8 {
			return r, n, false
		}
		copy(r.RD[:], v)
		v = v[8:]
	}
	if !r.known() {
		r.Raw = v
		return r, n, true
	}
	if len(v) < 9 {
		return r, n, false
	}
	r.Protocol, r.Identifier = v[0], uint64(be32(v[1:]))<<32|uint64(be32(v[5:]))
	r.Descriptors, ok = ParseLSTLVs(v[9:])
	return r, n, ok
}

// Descriptor gives the value of the first descriptor of a type, nil where there is none.
func (r *LSRoute) Descriptor(typ uint16) []byte { return findTLV(r.Descriptors, typ) }

// Sort puts the descriptors, and those in the node descriptors, into the order of RFC 9552 section 5.1. Values that are borrowed
// stay as they are.
func (r *LSRoute) Sort() {
	for i := range r.Descriptors {
		d := &r.Descriptors[i]
		if d.Type != LSLocalNode && d.Type != LSRemoteNode {
			continue
		}
		if subs, ok := ParseLSTLVs(d.Value); ok {
			sortTLVs(subs)
			d.Value, _ = AppendLSTLVs(nil, subs)
		}
	}
	sortTLVs(r.Descriptors)
}
