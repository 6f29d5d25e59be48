package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file reads the routes of BGP-MUP, SAFI 85 (draft-ietf-bess-mup-safi, before that draft-mpmz-bess-mup-safi): an
// architecture, a type, a length in octets, and what the type has. nlri_mup_value.go has the values.

// MUP3GPP5G is the only architecture of BGP-MUP.
const MUP3GPP5G = 1

// The types of BGP-MUP routes.
const (
	MUPInterworkSegment = 1
	MUPDirectSegment    = 2
	MUPType1Session     = 3
	MUPType2Session     = 4
)

// mupForm reports whether routes of the family are those of BGP-MUP.
func mupForm(f Family) bool { return f.SAFI == registry.SAFIMUP && ipBits(f.AFI) > 0 }

// mupRoute reads a route.
func (d *dec) mupRoute(f Family) bool {
	at, want := d.off, 4
	if p := d.peek(); len(p) >= 4 {
		want += int(p[3])
	}
	if want > d.left() {
		d.routeOverrun(at, want, d.left())
		d.gap()
		return false
	}
	arch, typ, n := d.u8(FieldMUPArch), d.u16(FieldMUPType), int(d.u8(FieldTypedLen))
	fr := d.narrow(n)
	if arch != MUP3GPP5G || typ < MUPInterworkSegment || typ > MUPType2Session {
		d.find(FindRouteType, at, 3, uint32(typ), 0)
		d.rest(FieldTypedValue)
	} else if res := d.mupBody(f, typ); res == partShort || res == partRead && d.left() > 0 {
		d.nlriError(FindRouteTypeLen, at+3, 1, uint32(typ), uint32(n))
	}
	d.gap()
	d.widen(fr)
	return true
}

// mupBody reads what stands behind the length of a route.
func (d *dec) mupBody(f Family, typ uint16) partResult {
	if d.fixed(FieldRD, 8) == partShort {
		return partShort
	}
	switch typ {
	case MUPInterworkSegment:
		return d.mupPrefix(f)
	case MUPDirectSegment:
		if n := d.left(); n != 4 && n != 16 {
			return partShort
		}
		return d.fixed(FieldMUPAddress, d.left())
	case MUPType2Session:
		return d.mupEndpoint(f)
	}
	if res := d.mupPrefix(f); res != partRead {
		return res
	}
	if d.left() < 5 {
		return partShort
	}
	d.u32(FieldMUPTEID)
	d.u8(FieldMUPQFI)
	res := d.sizedAddr(FieldMUPEndpointLen, FieldMUPEndpoint, false)
	if res == partRead && d.left() > 0 { // versions before 03 end here
		res = d.sizedAddr(FieldMUPSourceLen, FieldMUPSource, true)
	}
	return res
}

// mupPrefix reads a prefix of the AFI's version behind its length.
func (d *dec) mupPrefix(f Family) partResult {
	if d.left() < 1 {
		return partShort
	}
	at := d.off
	n := int(d.u8(FieldMUPPrefixLen))
	switch bits := ipBits(f.AFI); {
	case n > bits:
		d.nlriError(FindPrefixLen, at, 1, uint32(n), uint32(bits))
		return partJudged
	case (n+7)/8 > d.left():
		return partShort
	}
	d.prefixBits(FieldMUPPrefix, f.AFI, n)
	return partRead
}

// mupEndpoint reads an address and the beginning of a TEID behind the number of bits that they have together.
func (d *dec) mupEndpoint(f Family) partResult {
	if d.left() < 1 {
		return partShort
	}
	at, bits := d.off, ipBits(f.AFI)
	n := int(d.u8(FieldMUPEndpointLen))
	if n < bits || n > bits+32 {
		d.nlriError(FindRouteAddrLen, at, 1, uint32(n), 0)
		return partJudged
	}
	if d.left() != (n+7)/8 {
		return partShort
	}
	d.bytes(FieldMUPEndpoint, bits/8)
	switch d.left() {
	case 0:
	case 4:
		if n == bits+32 {
			d.u32(FieldMUPTEID)
			return partRead
		}
		fallthrough
	default:
		d.rest(FieldMUPTEIDBits)
	}
	return partRead
}
