package codec

import "net/netip"

// CARRoute is a route of Color-Aware Routing, SAFI 83, or of it in VPNs, SAFI 84 (RFC 9871 section 2.9).
type CARRoute struct {
	ID     uint32 // path identifier (RFC 7911), 0 without
	Type   uint8
	RD     RD // in VPNs
	Prefix netip.Prefix
	Color  uint32   // of the type CARColorAware
	Key    []byte   // of a type that is not defined here, or of a VPN in another form; then it counts, not the three before
	TLVs   []CARTLV // what is not part of the key; none in a withdrawal
}

// CARTLV is a TLV of a CAR route: its value is three octets for each label, a reserved octet, flags and a label index, or SRv6
// SIDs (RFC 9871 section 2.9.2).
type CARTLV struct {
	Type  uint8 // with the R bit, and the T bit CARTransitive, above the six bits of the type
	Value []byte
}

// AppendCARRoute appends a route of family f, with a path identifier if withID is set. It reports false, and appends nothing,
// for a family of another form, a prefix of another one and more than 255 octets.
func AppendCARRoute(dst []byte, f Family, r *CARRoute, withID bool) ([]byte, bool) {
	rd, ok := carForm(f)
	if !ok {
		return dst, false
	}
	start := len(dst)
	dst = append(appendPathID(dst, r.ID, withID), 0, 0, r.Type)
	at := len(dst)
	if r.Key != nil || r.Type != CARColorAware && r.Type != CARIPPrefix {
		dst = append(dst, r.Key...)
	} else {
		if !r.Prefix.IsValid() || r.Prefix.Addr().BitLen() != ipBits(f.AFI) {
			return dst[:start], false
		}
		if dst = append(dst, byte(r.Prefix.Bits())); rd {
			dst = append(dst, r.RD[:]...)
		}
		if dst = appendPrefixOctets(dst, r.Prefix); r.Type == CARColorAware {
			dst = appendU32(dst, r.Color)
		}
	}
	key := len(dst) - at
	for _, t := range r.TLVs {
		if len(t.Value) > 255 {
			return dst[:start], false
		}
		dst = append(append(dst, t.Type, byte(len(t.Value))), t.Value...)
	}
	if n := len(dst) - at + 2; n <= 255 {
		dst[at-3], dst[at-2] = byte(n), byte(key)
		return dst, true
	}
	return dst[:start], false
}

// ParseCARRoute reads the route at the start of b; n is the number of octets that it takes. It reports false for a family of
// another form, and for a route that is not all there, of which the key does not fit the type, or the TLVs do not end with
// the route. What it returns borrows b.
func ParseCARRoute(b []byte, f Family, withID bool) (r CARRoute, n int, ok bool) {
	id, v := pathID(b, withID)
	rd, ok := carForm(f)
	if !ok || len(v) < 1 || len(v) < 1+int(v[0]) {
		return r, 0, false
	}
	n = len(b) - len(v) + 1 + int(v[0])
	v = v[1 : 1+int(v[0])]
	if len(v) < 2 || int(v[0]) > len(v)-2 {
		return r, n, false
	}
	r.ID, r.Type = id, v[1]
	key, rest := v[2:2+v[0]], v[2+v[0]:]
	if bits, fits := carPrefixLen(key, f, r.Type); !fits && rd || r.Type != CARColorAware && r.Type != CARIPPrefix {
		r.Key = key
	} else if !fits {
		return r, n, false
	} else {
		if key = key[1:]; rd {
			key = key[copy(r.RD[:], key):]
		}
		r.Prefix, _ = prefixOfBits(key, f.AFI, bits)
		if key = key[(bits+7)/8:]; r.Type == CARColorAware {
			r.Color = be32(key)
		}
	}
	for len(rest) > 0 {
		if len(rest) < 2 || int(rest[1]) > len(rest)-2 {
			return r, n, false
		}
		size := 2 + int(rest[1])
		r.TLVs = append(r.TLVs, CARTLV{rest[0], rest[2:size:size]})
		rest = rest[size:]
	}
	return r, n, true
}
