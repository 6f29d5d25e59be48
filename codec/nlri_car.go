package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file reads the routes of Color-Aware Routing, SAFI 83, and in VPNs, SAFI 84 (RFC 9871 section 2.9): length, length of
// the key, type, key, and TLVs that are not part of the key. nlri_car_value.go has the values.

// The fields of these routes.
const (
	FieldCARKeyLen FieldID = areaCAR + iota
	FieldCARType
	FieldCARPrefixLen
	FieldCARPrefix
	FieldCARColor
	FieldCARKey
	FieldCARTLVs
	FieldCARTLV
	FieldCARTLVType
	FieldCARTLVFlags
	FieldCARIndexFlags
	FieldCARIndex
	FieldCARSIDs
	FieldCARSID
	FieldCARSIDPart
)

var carFields = [...]Field{
	FieldCARKeyLen - areaCAR:     {Name: "Key Length", Key: "key_length", Kind: KindUint, Ref: "RFC 9871 §2.9.1"},
	FieldCARType - areaCAR:       {Name: "NLRI Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableCARNLRITypes, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.1"},
	FieldCARPrefixLen - areaCAR:  {Name: "Prefix Length", Key: "prefix_length", Kind: KindUint, Ref: "RFC 9871 §2.9.3"},
	FieldCARPrefix - areaCAR:     {Name: "IP Prefix", Key: "prefix", Kind: KindPrefixBits, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.3"},
	FieldCARColor - areaCAR:      {Name: "Color", Key: "color", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.3"},
	FieldCARKey - areaCAR:        {Name: "Key (not decoded)", Key: "key", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.1"},
	FieldCARTLVs - areaCAR:       {Name: "Non-Key TLVs", Key: "tlvs", Shape: ShapeArray, Ref: "RFC 9871 §2.9.2"},
	FieldCARTLV - areaCAR:        {Name: "TLV", Shape: ShapeObject, Ref: "RFC 9871 §2.9.2"},
	FieldCARTLVType - areaCAR:    {Name: "Type code", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableCARNLRITLVTypes, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.2"},
	FieldCARTLVFlags - areaCAR:   {Name: "R and T bits", Key: "flags", Kind: KindFlags, Masks: "car-nlri-tlv-flags", Shape: ShapeScalar, Ref: "RFC 9871 §2.9.2"},
	FieldCARIndexFlags - areaCAR: {Name: "Flags", Key: "index_flags", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.2.2"},
	FieldCARIndex - areaCAR:      {Name: "Label Index", Key: "label_index", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.2.2"},
	FieldCARSIDs - areaCAR:       {Name: "SRv6 SIDs", Key: "sids", Shape: ShapeArray, Ref: "RFC 9871 §2.9.2.3"},
	FieldCARSID - areaCAR:        {Name: "SRv6 SID", Kind: KindIPv6, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.2.3"},
	FieldCARSIDPart - areaCAR:    {Name: "Transposed part of a SID", Key: "sid_part", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9871 §2.9.2.3"},
}

// The types of CAR routes and of their TLVs, and the T bit of a TLV's type.
const (
	CARColorAware = 1 // of a prefix and a color
	CARIPPrefix   = 2 // of a prefix

	CARLabels     = 1
	CARLabelIndex = 2
	CARSRv6SID    = 3

	CARTransitive = 0x40
)

// carForm reports whether routes of the family are those of CAR, and whether a route distinguisher is in the key.
func carForm(f Family) (rd, ok bool) {
	return f.SAFI == registry.SAFIVPNCAR, (f.SAFI == registry.SAFICAR || f.SAFI == registry.SAFIVPNCAR) && ipBits(f.AFI) > 0
}

// carRoute reads a route.
func (d *dec) carRoute(f Family) bool {
	at, want := d.off, 1
	if p := d.peek(); len(p) > 0 {
		want += int(p[0])
	}
	if want > d.left() {
		d.routeOverrun(at, want, d.left())
		d.gap()
		return false
	}
	n := int(d.u8(FieldTypedLen))
	fr := d.narrow(n)
	if n < 2 {
		d.nlriError(FindRouteLen, at, 1, uint32(n), 0)
	} else if key := int(d.u8(FieldCARKeyLen)); key > n-2 {
		d.nlriError(FindRouteLen, at+1, 1, uint32(key), 0)
	} else {
		typ := d.u8(FieldCARType)
		end := d.narrow(key)
		d.carKey(f, typ, at+1)
		d.gap()
		d.widen(end)
		d.carTLVs()
	}
	d.gap()
	d.widen(fr)
	return true
}

// carKey reads the key of a route; at is where its length stands. A key that does not fit its type costs the route, not the
// session (RFC 9871 section 2.11). One of a VPN that does not may be one of another version of the draft: it is not judged.
func (d *dec) carKey(f Family, typ uint8, at int) {
	rd, _ := carForm(f)
	n, ok := carPrefixLen(d.peek(), f, typ)
	switch {
	case typ != CARColorAware && typ != CARIPPrefix, !ok && rd:
		d.find(FindRouteType, at+1, 1, uint32(typ), 0)
		d.rest(FieldCARKey)
	case !ok:
		d.nlriError(FindRouteTypeLen, at, 1, uint32(typ), uint32(d.left())).Action = registry.ActionTreatAsWithdraw
		d.rest(FieldCARKey)
	default:
		d.u8(FieldCARPrefixLen)
		if rd {
			d.bytes(FieldRD, 8)
		}
		d.prefixBits(FieldCARPrefix, f.AFI, n)
		if typ == CARColorAware {
			d.u32(FieldCARColor)
		}
	}
}

// carPrefixLen gives the length of the prefix in a key, and reports whether the key has the octets that it and the type
// need.
func carPrefixLen(key []byte, f Family, typ uint8) (n int, ok bool) {
	if len(key) == 0 || int(key[0]) > ipBits(f.AFI) {
		return 0, false
	}
	n = int(key[0])
	want := 1 + (n+7)/8
	if rd, _ := carForm(f); rd {
		want += 8
	}
	if typ == CARColorAware {
		want += 4
	}
	return n, len(key) == want
}

// carTLVs reads what stands behind the key. A TLV that runs past the end costs the route, one of a wrong length only itself
// (RFC 9871 section 2.11).
func (d *dec) carTLVs() {
	if d.left() == 0 {
		return
	}
	list := d.begin(FieldCARTLVs)
	for d.left() > 0 {
		at, p := d.off, d.peek()
		if len(p) < 2 {
			d.nlriError(FindTLVHeader, at, len(p), uint32(len(p)), 0).Action = registry.ActionTreatAsWithdraw
			break
		}
		if int(p[1]) > len(p)-2 {
			d.nlriError(FindTLVOverrun, at, 2, uint32(p[1]), uint32(len(p)-2)).Action = registry.ActionTreatAsWithdraw
			break
		}
		tlv := d.begin(FieldCARTLV)
		typ := d.u8(FieldCARTLVType)
		if d.rec != nil {
			d.rec.nodes[len(d.rec.nodes)-1].Val = uint64(typ & 0x3f)
		}
		d.synth(FieldCARTLVFlags, uint64(typ&0xc0))
		end := d.narrow(int(d.u8(FieldTLVLen)))
		d.carTLV(typ&0x3f, at)
		d.widen(end)
		d.done(tlv)
	}
	d.gap()
	d.done(list)
}

// carTLV reads the value of a TLV that begins at at and fills the range.
func (d *dec) carTLV(typ uint8, at int) {
	n := d.left()
	switch {
	case typ == CARLabels && n > 0 && n%3 == 0:
		l := d.begin(FieldLabels)
		for d.left() > 0 {
			d.uint(FieldLabel, 3)
		}
		d.done(l)
	case typ == CARLabelIndex && n == 7:
		d.u8(FieldReserved)
		d.u16(FieldCARIndexFlags)
		d.u32(FieldCARIndex)
	case typ == CARSRv6SID && n > 0 && n < 16:
		d.rest(FieldCARSIDPart)
	case typ == CARSRv6SID && n > 0 && n%16 == 0:
		l := d.begin(FieldCARSIDs)
		for d.left() > 0 {
			d.bytes(FieldCARSID, 16)
		}
		d.done(l)
	default:
		if typ >= CARLabels && typ <= CARSRv6SID {
			f := d.find(FindTLVLength, at, 2, uint32(typ), uint32(n))
			f.Attr, f.Severity, f.Note = d.mp.code, SeverityWarning, Notification{}
		}
		if n > 0 {
			d.rest(FieldTLVRaw)
		}
	}
}
