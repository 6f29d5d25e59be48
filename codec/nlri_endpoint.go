package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file has the routes that stood for the ends of tunnels before the Tunnel Encapsulation attribute could go with any
// route: Encapsulation, SAFI 7 (RFC 5512 section 3; RFC 9012 made it obsolete), and Cisco's Tunnel, AFI 1 SAFI 64
// (draft-nalawade-kapoor-tunnel-safi). The lengths are in bits.

// tunnelIDBits are the bits of a Tunnel Identifier in front of the prefix.
const tunnelIDBits = 16

// encapRoute reads a route of the Encapsulation SAFI: the address of a tunnel's end.
func (d *dec) encapRoute(f Family) bool {
	at := d.off
	n, have, ok := d.routeLength()
	if !ok {
		return false
	}
	fr := d.narrow(have)
	if want := ipBits(f.AFI); n == want {
		d.rest(FieldEncapEndpoint)
	} else {
		d.nlriError(FindRouteFixed, at, 1, uint32(n), uint32(want))
	}
	d.gap()
	d.widen(fr)
	return true
}

// tunnelRoute reads a route of Cisco's Tunnel SAFI: an identifier and the prefix of a tunnel's end.
func (d *dec) tunnelRoute(f Family) bool {
	at := d.off
	n, have, ok := d.routeLength()
	if !ok {
		return false
	}
	fr := d.narrow(have)
	switch {
	case n < tunnelIDBits:
		d.nlriError(FindRouteShort, at, 1, uint32(n), tunnelIDBits)
	case n > tunnelIDBits+32:
		d.nlriError(FindPrefixLen, at, 1, uint32(n-tunnelIDBits), 32)
	default:
		d.u16(FieldTunnelSAFIID)
		d.prefixBits(FieldTunnelPrefix, f.AFI, n-tunnelIDBits)
	}
	d.gap()
	d.widen(fr)
	return true
}

// EncapRoute is a route of the Encapsulation SAFI, 7 (RFC 5512 section 3).
type EncapRoute struct {
	ID       uint32 // path identifier (RFC 7911), 0 without
	Endpoint netip.Addr
}

// AppendEncapRoute appends a route, with a path identifier if withID is set. It reports false, and appends nothing, for a
// family of another form and an address of another version.
func AppendEncapRoute(dst []byte, f Family, r *EncapRoute, withID bool) ([]byte, bool) {
	n := ipBits(f.AFI)
	if f.SAFI != registry.SAFIEncapsulation || n == 0 || r.Endpoint.BitLen() != n {
		return dst, false
	}
	return append(append(appendPathID(dst, r.ID, withID), byte(n)), r.Endpoint.AsSlice()...), true
}

// ParseEncapRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a family
// of another form and a route that is not all there or of another length than an address.
func ParseEncapRoute(b []byte, f Family, withID bool) (r EncapRoute, n int, ok bool) {
	id, v := pathID(b, withID)
	bits := ipBits(f.AFI)
	if f.SAFI != registry.SAFIEncapsulation || bits == 0 || len(v) < 1+bits/8 || int(v[0]) != bits {
		return r, 0, false
	}
	r.ID = id
	r.Endpoint, ok = netip.AddrFromSlice(v[1 : 1+bits/8])
	return r, len(b) - len(v) + 1 + bits/8, ok
}

// TunnelRoute is a route of Cisco's Tunnel SAFI, AFI 1 SAFI 64 (draft-nalawade-kapoor-tunnel-safi).
type TunnelRoute struct {
	ID         uint32 // path identifier (RFC 7911), 0 without
	Identifier uint16
	Prefix     netip.Prefix // IPv4
}

// AppendTunnelRoute appends a route, with a path identifier if withID is set. It reports false, and appends nothing, for a
// prefix that is not IPv4.
func AppendTunnelRoute(dst []byte, r *TunnelRoute, withID bool) ([]byte, bool) {
	if !r.Prefix.IsValid() || !r.Prefix.Addr().Is4() {
		return dst, false
	}
	dst = append(appendPathID(dst, r.ID, withID), byte(tunnelIDBits+r.Prefix.Bits()), byte(r.Identifier>>8), byte(r.Identifier))
	return appendPrefixOctets(dst, r.Prefix), true
}

// ParseTunnelRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a route
// that is not all there or whose length is none that it can have.
func ParseTunnelRoute(b []byte, withID bool) (r TunnelRoute, n int, ok bool) {
	id, v := pathID(b, withID)
	if len(v) < 3 || v[0] < tunnelIDBits || len(v) < 1+(int(v[0])+7)/8 {
		return r, 0, false
	}
	r.ID, r.Identifier = id, be16(v[1:])
	n = len(b) - len(v) + 1 + (int(v[0])+7)/8
	r.Prefix, ok = prefixOfBits(v[3:], registry.AFIIPv4, int(v[0])-tunnelIDBits)
	return r, n, ok
}

// appendPrefixOctets appends the octets of an address that the length of its prefix needs; bits behind it are 0.
func appendPrefixOctets(dst []byte, p netip.Prefix) []byte {
	return append(dst, p.Masked().Addr().AsSlice()[:(p.Bits()+7)/8]...)
}
