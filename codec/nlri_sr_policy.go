package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file has the routes of SR policies, SAFI 73 (RFC 9830 section 2.1). What the policy is stands in the Tunnel
// Encapsulation attribute.

// The fields of these routes.
const (
	FieldSRPolicyDistinguisher FieldID = areaSRPolicy + iota
	FieldSRPolicyColor
	FieldSRPolicyEndpoint
)

var srPolicyFields = [...]Field{
	FieldSRPolicyDistinguisher - areaSRPolicy: {Name: "Distinguisher", Key: "distinguisher", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9830 §2.1"},
	FieldSRPolicyColor - areaSRPolicy:         {Name: "Policy Color", Key: "color", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9830 §2.1"},
	FieldSRPolicyEndpoint - areaSRPolicy:      {Name: "Endpoint", Key: "endpoint", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9830 §2.1"},
}

// srPolicyBits is the length of the routes of a family, in bits; 0 for families of another form.
func srPolicyBits(f Family) int {
	switch {
	case f.SAFI != registry.SAFISRPolicy:
	case f.AFI == registry.AFIIPv4:
		return 96
	case f.AFI == registry.AFIIPv6:
		return 192
	}
	return 0
}

// srPolicyRoute reads the route of one SR policy.
func (d *dec) srPolicyRoute(f Family) bool {
	lenAt := d.off
	all, have, ok := d.routeLength()
	if !ok {
		return false
	}
	if want := srPolicyBits(f); all != want {
		d.nlriError(FindRouteFixed, lenAt, 1, uint32(all), uint32(want))
		d.bytes(FieldNLRIRaw, have)
		return true
	}
	d.u32(FieldSRPolicyDistinguisher)
	d.u32(FieldSRPolicyColor)
	d.bytes(FieldSRPolicyEndpoint, have-8)
	return true
}

// SRPolicyRoute is the route of an SR policy (RFC 9830 section 2.1).
type SRPolicyRoute struct {
	ID            uint32 // path identifier (RFC 7911), 0 without
	Distinguisher uint32
	Color         uint32
	Endpoint      netip.Addr
}

// AppendSRPolicyRoute appends a route of family f, with a path identifier if withID is set. It reports false, and appends
// nothing, for a family of another form and an endpoint of another family.
func AppendSRPolicyRoute(dst []byte, f Family, r *SRPolicyRoute, withID bool) ([]byte, bool) {
	n := srPolicyBits(f)
	if n == 0 || r.Endpoint.BitLen() != n-64 {
		return dst, false
	}
	if withID {
		dst = appendU32(dst, r.ID)
	}
	dst = appendU32(appendU32(append(dst, byte(n)), r.Distinguisher), r.Color)
	return append(dst, r.Endpoint.AsSlice()...), true
}

// ParseSRPolicyRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a
// family of another form, a route that is not all there and one of another length than its family has.
func ParseSRPolicyRoute(b []byte, f Family, withID bool) (r SRPolicyRoute, n int, ok bool) {
	if withID {
		if len(b) < 4 {
			return r, 0, false
		}
		r.ID, n = be32(b), 4
	}
	bits := srPolicyBits(f)
	if end := n + 1 + bits/8; bits == 0 || len(b) < end || int(b[n]) != bits {
		return r, 0, false
	} else {
		b, n = b[n+1:end], end
	}
	r.Distinguisher, r.Color = be32(b), be32(b[4:])
	r.Endpoint, ok = netip.AddrFromSlice(b[8:])
	return r, n, ok
}
