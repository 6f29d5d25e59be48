package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// TypedRoute is a route of EVPN (RFC 7432 section 7, RFC 9136, RFC 9251, RFC 9572), of multicast in VPNs (RFC 6514
// section 4, RFC 7441) or of multicast in VPLS (RFC 7117). Its type says which of the members count.
type TypedRoute struct {
	ID              uint32 // path identifier (RFC 7911), 0 without
	Type            uint8
	RD              RD
	ESI             ESI
	EthernetTag     uint32
	MAC             [6]byte
	IP              netip.Addr   // of a MAC/IP Advertisement; the zero value is none
	Labels          []uint32     // the 24 bits of each: a label with its traffic class and bottom-of-stack bit, or a VNI
	Prefix          netip.Prefix // of an IP Prefix route
	Gateway         netip.Addr   // of an IP Prefix route; the zero value is written as the zero address
	Source, Group   netip.Addr   // the zero value is a wildcard (RFC 6625)
	Originator      netip.Addr   // the originating router's address
	Flags           uint8        // RFC 9251 section 9.1
	MaxResponseTime uint8        // RFC 9251 section 9.3, as IGMP has it
	RegionID        [8]byte      // RFC 9572 section 6.2
	SourceAS        uint32
	FEC             []byte // FEC element of mLDP (RFC 6388 section 2.2), of the types 0x43 and 0x47 (RFC 7441)
	RouteKey        []byte // of a Leaf A-D route; without Originator it is all of the route
	Value           []byte // of a type that is not defined here
}

// HasTypedRoutes reports whether routes of the family have a type and a length in front that TypedRoute knows.
func (f Family) HasTypedRoutes() bool {
	return f.AFI == registry.AFIL2VPN && (f.SAFI == registry.SAFIEVPN || f.SAFI == registry.SAFIMCASTVPLS) ||
		f.SAFI == registry.SAFIMVPN && (f.AFI == registry.AFIIPv4 || f.AFI == registry.AFIIPv6)
}

// AppendTypedRoute appends a route of family f, with a path identifier if withID is set. It reports false, and appends
// nothing, for a family of another form and for a route that its type cannot be made of: no originating router, a wrong
// number of labels, more than 255 octets.
func AppendTypedRoute(dst []byte, f Family, r *TypedRoute, withID bool) ([]byte, bool) {
	if !f.HasTypedRoutes() {
		return dst, false
	}
	start := len(dst)
	if withID {
		dst = appendU32(dst, r.ID)
	}
	dst = append(dst, r.Type, 0)
	at := len(dst)
	parts := partsOf(f, r.Type)
	if parts == nil {
		dst = append(dst, r.Value...)
	}
	for _, p := range parts {
		var ok bool
		if dst, ok = r.appendPart(dst, p, f); !ok {
			return dst[:start], false
		}
	}
	if len(dst)-at > 255 {
		return dst[:start], false
	}
	dst[at-1] = byte(len(dst) - at)
	return dst, true
}

func (r *TypedRoute) appendPart(dst []byte, p part, f Family) ([]byte, bool) {
	switch p {
	case partRD:
		dst = append(dst, r.RD[:]...)
	case partESI:
		dst = append(dst, r.ESI[:]...)
	case partTag:
		dst = appendU32(dst, r.EthernetTag)
	case partMAC:
		dst = append(append(dst, 48), r.MAC[:]...)
	case partHost:
		dst = appendSizedAddr(dst, r.IP)
	case partPrefix:
		return r.appendIPPrefix(dst)
	case partLabel, partLabels:
		if n := len(r.Labels); n != 1 && (n != 2 || p == partLabel) {
			return dst, false
		}
		for _, l := range r.Labels {
			dst = appendU24(dst, l)
		}
	case partOrigin:
		return appendSizedAddr(dst, r.Originator), r.Originator.IsValid()
	case partOriginRest:
		return append(dst, r.Originator.AsSlice()...), r.Originator.IsValid()
	case partSource:
		dst = appendSizedAddr(dst, r.Source)
	case partGroup:
		dst = appendSizedAddr(dst, r.Group)
	case partFlags:
		dst = append(dst, r.Flags)
	case partReserved:
		dst = append(dst, 0, 0, 0, 0)
	case partMaxResponse:
		dst = append(dst, r.MaxResponseTime)
	case partRegion:
		dst = append(dst, r.RegionID[:]...)
	case partSourceAS:
		dst = appendU32(dst, r.SourceAS)
	case partKey:
		dst = append(dst, r.RouteKey...)
		if f.SAFI != registry.SAFIEVPN {
			dst = append(dst, r.Originator.AsSlice()...)
		} else if r.Originator.IsValid() {
			dst = appendSizedAddr(dst, r.Originator)
		}
	case partFEC:
		n := mldpFECLen(r.FEC)
		return append(dst, r.FEC...), n > 0 && n == len(r.FEC)
	}
	return dst, true
}

func (r *TypedRoute) appendIPPrefix(dst []byte) ([]byte, bool) {
	a, gw := r.Prefix.Addr(), r.Gateway
	if !gw.IsValid() && a.Is4() {
		gw = netip.IPv4Unspecified()
	} else if !gw.IsValid() {
		gw = netip.IPv6Unspecified()
	}
	if !r.Prefix.IsValid() || gw.BitLen() != a.BitLen() {
		return dst, false
	}
	dst = append(append(dst, byte(r.Prefix.Bits())), a.AsSlice()...)
	return append(dst, gw.AsSlice()...), true
}

// appendSizedAddr appends the length of an address in bits and the address; 0 where there is none.
func appendSizedAddr(dst []byte, a netip.Addr) []byte {
	return append(append(dst, byte(a.BitLen())), a.AsSlice()...)
}

// ParseTypedRoute reads the route at the start of b. n is the number of octets that it takes. It reports false for a family
// of another form and for a route that is not all there or whose lengths do not fit its type. Slices borrow b.
func ParseTypedRoute(b []byte, f Family, withID bool) (r TypedRoute, n int, ok bool) {
	if withID {
		if len(b) < 4 {
			return r, 0, false
		}
		r.ID, n = be32(b), 4
	}
	if !f.HasTypedRoutes() || len(b) < n+2 || len(b) < n+2+int(b[n+1]) {
		return r, 0, false
	}
	r.Type = b[n]
	v := b[n+2 : n+2+int(b[n+1])]
	n += 2 + len(v)
	parts := partsOf(f, r.Type)
	if parts == nil {
		r.Value = v
		return r, n, true
	}
	for _, p := range parts {
		if v, ok = r.parsePart(v, p, f); !ok {
			return r, n, false
		}
	}
	return r, n, len(v) == 0
}

func (r *TypedRoute) parsePart(v []byte, p part, f Family) (rest []byte, ok bool) {
	switch p {
	case partRD:
		return copyFixed(r.RD[:], v)
	case partESI:
		return copyFixed(r.ESI[:], v)
	case partTag:
		return parseU32(&r.EthernetTag, v)
	case partMAC:
		if len(v) < 1 || v[0] != 48 {
			return v, false
		}
		return copyFixed(r.MAC[:], v[1:])
	case partHost:
		return parseSizedAddr(&r.IP, v, true)
	case partPrefix:
		return r.parseIPPrefix(v)
	case partLabel, partLabels:
		if n := len(v); n != 3 && (n != 6 || p == partLabel) {
			return v, false
		}
		for ; len(v) > 0; v = v[3:] {
			r.Labels = append(r.Labels, be24(v))
		}
		return v, true
	case partOrigin:
		return parseSizedAddr(&r.Originator, v, false)
	case partOriginRest:
		r.Originator, ok = netip.AddrFromSlice(v)
		return nil, ok
	case partSource:
		return parseSizedAddr(&r.Source, v, true)
	case partGroup:
		return parseSizedAddr(&r.Group, v, true)
	case partFlags, partMaxResponse:
		if len(v) < 1 {
			return v, false
		}
		if p == partFlags {
			r.Flags = v[0]
		} else {
			r.MaxResponseTime = v[0]
		}
		return v[1:], true
	case partReserved:
		return v[min(4, len(v)):], len(v) >= 4
	case partRegion:
		return copyFixed(r.RegionID[:], v)
	case partSourceAS:
		return parseU32(&r.SourceAS, v)
	case partFEC:
		n := mldpFECLen(v)
		r.FEC = v[:n]
		return v[n:], n > 0
	}
	return nil, r.parseKey(v, f)
}

func (r *TypedRoute) parseKey(v []byte, f Family) bool {
	n, ok := routeKeyLen(v, f)
	if !ok {
		r.RouteKey = v
		return true
	}
	r.RouteKey, v = v[:n], v[n:]
	if f.SAFI == registry.SAFIEVPN {
		v = v[1:]
	}
	r.Originator, ok = netip.AddrFromSlice(v)
	return ok
}

func (r *TypedRoute) parseIPPrefix(v []byte) (rest []byte, ok bool) {
	size := (len(v) - 4) / 2 // before a label
	if len(v) != 12 && len(v) != 36 || int(v[0]) > 8*size {
		return v, false
	}
	a, _ := netip.AddrFromSlice(v[1 : 1+size])
	r.Prefix = netip.PrefixFrom(a, int(v[0]))
	r.Gateway, ok = netip.AddrFromSlice(v[1+size : 1+2*size])
	return v[1+2*size:], ok
}

func copyFixed(dst, v []byte) (rest []byte, ok bool) {
	if len(v) < len(dst) {
		return v, false
	}
	return v[copy(dst, v):], true
}

func parseU32(dst *uint32, v []byte) (rest []byte, ok bool) {
	if len(v) < 4 {
		return v, false
	}
	*dst = be32(v)
	return v[4:], true
}

// parseSizedAddr reads an address behind its length in bits; none says that there may be no address.
func parseSizedAddr(dst *netip.Addr, v []byte, none bool) (rest []byte, ok bool) {
	if len(v) < 1 || len(v) < 1+int(v[0])/8 {
		return v, false
	}
	n := int(v[0]) / 8
	switch v[0] {
	case 32, 128:
		*dst, ok = netip.AddrFromSlice(v[1 : 1+n])
	case 0:
		ok = none
	}
	return v[1+n:], ok
}
