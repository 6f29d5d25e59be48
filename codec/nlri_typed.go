package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file reads routes that have a type and a length in front, of EVPN (RFC 7432 section 7), of multicast in VPNs
// (RFC 6514 section 4) and in VPLS (RFC 7117 section 13): each type is a list of parts.

// part is a piece of such a route.
type part uint8

const (
	partRD          part = iota
	partESI              // Ethernet Segment Identifier
	partTag              // Ethernet Tag ID
	partMAC              // length and MAC address
	partHost             // length and IP address, or length 0
	partPrefix           // prefix length, prefix and gateway; the route's length tells the size of an address
	partLabel            // a label or VNI
	partLabels           // one or two of them, to the end
	partOrigin           // length and the originating router's address
	partOriginRest       // that address to the end
	partSource           // length and multicast source, or length 0: a wildcard (RFC 6625)
	partGroup            // ... and multicast group
	partFlags            // of IGMP and MLD proxies
	partReserved         // 4 octets
	partMaxResponse      //
	partRegion           //
	partSourceAS         //
	partKey              // the NLRI of another route, then the originating router's address
	partFEC              // FEC element of mLDP
)

// partsOf gives the form of routes of a type, nil where there is none.
func partsOf(f Family, t uint8) []part {
	switch {
	case f.SAFI == registry.SAFIMVPN:
		return mvpnForm(t)
	case f.SAFI == registry.SAFIMCASTVPLS:
		return mcastVPLSForm(t)
	case int(t) < len(evpnForms):
		return evpnForms[t]
	}
	return nil
}

// partResult is what became of a part.
type partResult uint8

const (
	partRead partResult = iota
	partShort
	partJudged // something is wrong with it and has been found
)

// typedRoute reads one route with its type and length.
func (d *dec) typedRoute(f Family) bool {
	at, want := d.off, 2
	if p := d.peek(); len(p) > 1 {
		want += int(p[1])
	}
	fits := want <= d.left()
	if !fits {
		d.routeOverrun(at, want, d.left())
	}
	d.typed(f, fits, 0)
	if !fits {
		d.gap()
	}
	return fits
}

// typed reads a route as far as it is there; judge is off where its length has been found wrong. A route key is read with
// depth 1.
func (d *dec) typed(f Family, judge bool, depth int) {
	at, id := d.off, FieldEVPNType
	if f.SAFI != registry.SAFIEVPN {
		id = FieldMVPNType
	}
	t := d.u8(id)
	n := int(d.u8(FieldTypedLen))
	fr := d.narrow(n)
	parts := partsOf(f, t)
	if parts == nil {
		if judge {
			d.find(FindRouteType, at, 1, uint32(t), 0)
		}
		d.rest(FieldTypedValue)
	} else {
		res := partRead
		for i := 0; i < len(parts) && res == partRead; i++ {
			res = d.part(parts[i], f, judge, depth)
		}
		if judge && (res == partShort || res == partRead && d.left() > 0) {
			d.nlriError(FindRouteTypeLen, at+1, 1, uint32(t), uint32(n))
		}
		d.gap()
	}
	d.widen(fr)
}

// part reads one part; whole says that the route is all there.
func (d *dec) part(p part, f Family, whole bool, depth int) partResult {
	switch p {
	case partPrefix, partLabels, partOriginRest, partKey:
		if !whole { // they are told by where the route ends
			return partShort
		}
	}
	switch p {
	case partRD:
		return d.fixed(FieldRD, 8)
	case partESI:
		if d.left() < 10 {
			return partShort
		}
		d.esi()
		return partRead
	case partTag:
		return d.fixed(FieldEthernetTag, 4)
	case partMAC:
		return d.macAddr()
	case partHost:
		return d.sizedAddr(FieldIPLen, FieldIPAddr, true)
	case partPrefix:
		return d.ipPrefix()
	case partLabel:
		return d.evpnLabels(1)
	case partLabels:
		return d.evpnLabels(d.left() / 3)
	case partOrigin:
		return d.sizedAddr(FieldOriginLen, FieldOriginRouter, false)
	case partOriginRest:
		if n := d.left(); n != 4 && n != 16 {
			return partShort
		}
		d.rest(FieldOriginRouter)
	case partSource:
		return d.sizedAddr(FieldMcastSourceLen, FieldMcastSource, true)
	case partGroup:
		return d.sizedAddr(FieldMcastGroupLen, FieldMcastGroup, true)
	case partFlags:
		return d.fixed(FieldMcastFlags, 1)
	case partReserved:
		return d.fixed(FieldReserved, 4)
	case partMaxResponse:
		return d.fixed(FieldMaxResponse, 1)
	case partRegion:
		return d.fixed(FieldRegionID, 8)
	case partSourceAS:
		return d.fixed(FieldSourceAS, 4)
	case partKey:
		d.routeKey(f, depth)
	case partFEC:
		n := mldpFECLen(d.peek())
		if n == 0 {
			return partShort
		}
		end := d.narrow(n)
		d.mldpFECFields()
		d.widen(end)
	}
	return partRead
}

// fixed reads a field of n octets if they are all there.
func (d *dec) fixed(f FieldID, n int) partResult {
	if d.left() < n {
		return partShort
	}
	d.bytes(f, n)
	return partRead
}

// macAddr reads a MAC address behind its length in bits.
func (d *dec) macAddr() partResult {
	if d.left() < 7 {
		return partShort
	}
	at := d.off
	if l := d.u8(FieldMACLen); l != 48 {
		d.nlriError(FindRouteAddrLen, at, 1, uint32(l), 0)
		return partJudged
	}
	return d.fixed(FieldMACAddr, 6)
}

// sizedAddr reads an address behind its length in bits; none says that there may be no address.
func (d *dec) sizedAddr(length, addr FieldID, none bool) partResult {
	if d.left() < 1 {
		return partShort
	}
	at := d.off
	switch l := d.u8(length); {
	case l == 32 || l == 128:
		return d.fixed(addr, int(l)/8)
	case l != 0 || !none:
		d.nlriError(FindRouteAddrLen, at, 1, uint32(l), 0)
		return partJudged
	}
	return partRead
}

// ipPrefix reads the prefix of an IP prefix route and the gateway's address. ESI and Ethernet tag stand before it, a label
// behind it.
func (d *dec) ipPrefix() partResult {
	size, afi := 4, registry.AFIIPv4
	switch d.left() {
	case 1 + 4 + 4 + 3:
	case 1 + 16 + 16 + 3:
		size, afi = 16, registry.AFIIPv6
	default:
		return partShort
	}
	at := d.off
	esi := d.b[at-14 : at-4]
	n := int(d.u8(FieldIPPrefixLen))
	if n > 8*size {
		d.nlriError(FindPrefixLen, at, 1, uint32(n), uint32(8*size))
		return partJudged
	}
	fr := d.begin(FieldIPPrefix)
	d.set(fr, uint64(n)<<16|uint64(afi))
	if b := d.bytes(FieldPrefixBits, size); hostBits(b, n) {
		d.find(FindPrefixHostBits, at+1, size, uint32(n), 0)
	}
	d.done(fr)
	at = d.off
	d.evpnOverlay(esi, d.bytes(FieldGatewayIP, size), at)
	return partRead
}

// hostBits reports whether bits behind the first n of an address are set.
func hostBits(b []byte, n int) bool {
	if n%8 != 0 && b[n/8]<<(n%8) != 0 {
		return true
	}
	return !allZero(b[(n+7)/8:])
}

// evpnLabels reads one or two labels. What they are, MPLS labels or VNIs, the route does not tell: the encapsulation is in
// an extended community (RFC 8365 section 5.1.3).
func (d *dec) evpnLabels(n int) partResult {
	if n < 1 || n > 2 || d.left() < 3*n {
		return partShort
	}
	var v [2]uint64
	fr := d.begin(FieldLabels)
	for i := range n {
		v[i] = d.uint(FieldEVPNLabel, 3)
	}
	d.done(fr)
	d.synth(FieldVNI, v[0])
	if n == 2 {
		d.synth(FieldVNI2, v[1])
	}
	return partRead
}

// routeKey reads what a Leaf A-D route answers: the NLRI of another route, and behind it the originating router's address.
func (d *dec) routeKey(f Family, depth int) {
	n, ok := routeKeyLen(d.peek(), f)
	if !ok || depth > 0 {
		d.rest(FieldRouteKeyRaw)
		return
	}
	fr := d.begin(FieldRouteKey)
	end := d.narrow(n)
	d.typed(f, true, depth+1)
	d.widen(end)
	d.done(fr)
	if f.SAFI != registry.SAFIEVPN {
		d.rest(FieldOriginRouter)
		return
	}
	d.u8(FieldOriginLen)
	d.rest(FieldOriginRouter)
}

// routeKeyLen finds the end of a route key: it is a route of a known type, and what follows it is an address. Keys of
// another form (RFC 7524 section 6 has some) give false.
func routeKeyLen(b []byte, f Family) (n int, ok bool) {
	if len(b) < 2 || 2+int(b[1]) >= len(b) || partsOf(f, b[0]) == nil {
		return 0, false
	}
	n = 2 + int(b[1])
	rest := len(b) - n
	if f.SAFI != registry.SAFIEVPN {
		return n, b[0] != mvpnLeaf && b[0] != mvpnLeafMLDP && (rest == 4 || rest == 16)
	}
	return n, b[0] != evpnLeaf && (b[n] == 32 && rest == 5 || b[n] == 128 && rest == 17)
}
