package codec

import "net/netip"

// MUPRoute is a route of BGP-MUP, SAFI 85 (draft-ietf-bess-mup-safi). Its type says which of the members count.
type MUPRoute struct {
	ID           uint32 // path identifier (RFC 7911), 0 without
	Architecture uint8  // MUP3GPP5G
	Type         uint16
	RD           RD
	Prefix       netip.Prefix // of an Interwork Segment Discovery and a Type 1 ST route
	Address      netip.Addr   // of a Direct Segment Discovery route
	TEID         uint32       // of a Type 1 ST route; of a Type 2 ST route the TEIDBits at its top count
	TEIDBits     uint8        // of a Type 2 ST route, 0 to 32
	QFI          uint8        // of a Type 1 ST route
	Endpoint     netip.Addr   // of a Type 1 and of a Type 2 ST route
	// Source is the source address of a Type 1 ST route; the zero value is none. NoSource leaves its length out, too, as
	// versions of the draft before 03 did.
	Source   netip.Addr
	NoSource bool
	Value    []byte // of an architecture or a type that is not defined here
}

// known reports whether the members of the route say what it is, not Value.
func (r *MUPRoute) known() bool {
	return r.Architecture == MUP3GPP5G && r.Type >= MUPInterworkSegment && r.Type <= MUPType2Session
}

// AppendMUPRoute appends a route of family f, with a path identifier if withID is set. It reports false, and appends
// nothing, for a family of another form and for a route that its type cannot be made of: an address of another version than
// the family's, no endpoint, more than 255 octets.
func AppendMUPRoute(dst []byte, f Family, r *MUPRoute, withID bool) ([]byte, bool) {
	if !mupForm(f) {
		return dst, false
	}
	start := len(dst)
	dst = append(appendPathID(dst, r.ID, withID), r.Architecture, byte(r.Type>>8), byte(r.Type), 0)
	at, ok := len(dst), true
	if r.known() {
		dst, ok = r.appendBody(append(dst, r.RD[:]...), ipBits(f.AFI))
	} else {
		dst = append(dst, r.Value...)
	}
	if !ok || len(dst)-at > 255 {
		return dst[:start], false
	}
	dst[at-1] = byte(len(dst) - at)
	return dst, true
}

func (r *MUPRoute) appendBody(dst []byte, bits int) ([]byte, bool) {
	switch r.Type {
	case MUPInterworkSegment, MUPType1Session:
		if !r.Prefix.IsValid() || r.Prefix.Addr().BitLen() != bits {
			return dst, false
		}
		dst = appendPrefixOctets(append(dst, byte(r.Prefix.Bits())), r.Prefix)
	case MUPDirectSegment:
		return append(dst, r.Address.AsSlice()...), r.Address.IsValid()
	}
	switch r.Type {
	case MUPType1Session:
		dst = appendSizedAddr(append(appendU32(dst, r.TEID), r.QFI), r.Endpoint)
		if !r.NoSource {
			dst = appendSizedAddr(dst, r.Source)
		}
		return dst, r.Endpoint.IsValid()
	case MUPType2Session:
		if r.Endpoint.BitLen() != bits || r.TEIDBits > 32 {
			return dst, false
		}
		dst = append(append(dst, byte(bits)+r.TEIDBits), r.Endpoint.AsSlice()...)
		return append(dst, appendU32(nil, r.TEID)[:(r.TEIDBits+7)/8]...), true
	}
	return dst, true
}

// ParseMUPRoute reads the route at the start of b. n is the number of octets that it takes. It reports false for a family of
// another form and for a route that is not all there or whose lengths do not fit its type. Value borrows b.
func ParseMUPRoute(b []byte, f Family, withID bool) (r MUPRoute, n int, ok bool) {
	id, v := pathID(b, withID)
	if !mupForm(f) || len(v) < 4 || len(v) < 4+int(v[3]) {
		return r, 0, false
	}
	n = len(b) - len(v) + 4 + int(v[3])
	r = MUPRoute{ID: id, Architecture: v[0], Type: be16(v[1:])}
	v = v[4 : 4+int(v[3])]
	if !r.known() {
		r.Value = v
		return r, n, true
	}
	if v, ok = copyFixed(r.RD[:], v); ok {
		v, ok = r.parseBody(v, f)
	}
	return r, n, ok && len(v) == 0
}

func (r *MUPRoute) parseBody(v []byte, f Family) (rest []byte, ok bool) {
	bits := ipBits(f.AFI)
	switch r.Type {
	case MUPDirectSegment:
		r.Address, ok = netip.AddrFromSlice(v)
		return nil, ok
	case MUPType2Session:
		return nil, r.parseEndpoint(v, bits)
	}
	if len(v) < 1 || int(v[0]) > bits || len(v) < 1+(int(v[0])+7)/8 {
		return v, false
	}
	r.Prefix, ok = prefixOfBits(v[1:], f.AFI, int(v[0]))
	v = v[1+(int(v[0])+7)/8:]
	if r.Type == MUPInterworkSegment {
		return v, ok
	}
	if len(v) < 5 {
		return v, false
	}
	r.TEID, r.QFI = be32(v), v[4]
	if v, ok = parseSizedAddr(&r.Endpoint, v[5:], false); !ok {
		return v, false
	}
	if r.NoSource = len(v) == 0; r.NoSource {
		return v, true
	}
	return parseSizedAddr(&r.Source, v, true)
}

func (r *MUPRoute) parseEndpoint(v []byte, bits int) (ok bool) {
	if len(v) < 1 || int(v[0]) < bits || int(v[0]) > bits+32 || len(v) != 1+(int(v[0])+7)/8 {
		return false
	}
	r.TEIDBits = v[0] - byte(bits)
	r.Endpoint, ok = netip.AddrFromSlice(v[1 : 1+bits/8])
	var teid [4]byte
	copy(teid[:], v[1+bits/8:])
	r.TEID = be32(teid[:])
	return ok
}
