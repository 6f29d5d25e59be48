package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file has routes with labels and route distinguishers: labelled unicast (RFC 8277), VPN-IPv4 (RFC 4364), VPN-IPv6
// (RFC 4659), multicast in VPNs (RFC 6514 section 3), and route target membership (RFC 4684).

// The fields of these families. Others with labels and route distinguishers use them too.
const (
	FieldRouteLen FieldID = areaVPN + iota
	FieldLabels
	FieldLabel
	FieldRD
	FieldVPNPrefix
	FieldVPNNextHop
	FieldNextHopRD
	FieldNextHopAddr
	FieldRTCOrigin
	FieldRTCTarget
	FieldRTCRest
)

var vpnFields = [...]Field{
	FieldRouteLen - areaVPN:    {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 8277 §2.2"},
	FieldLabels - areaVPN:      {Name: "Labels", Key: "labels", Shape: ShapeArray, Ref: "RFC 8277 §2.2"},
	FieldLabel - areaVPN:       {Name: "Label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 8277 §2.2"},
	FieldRD - areaVPN:          {Name: "Route Distinguisher", Key: "rd", Kind: KindRD, Shape: ShapeScalar, Ref: "RFC 4364 §4.2"},
	FieldVPNPrefix - areaVPN:   {Name: "Prefix", Key: "prefix", Kind: KindPrefixBits, Shape: ShapeScalar, Ref: "RFC 4364 §4.3.4"},
	FieldVPNNextHop - areaVPN:  {Name: "Next hop", Key: "next_hop", Kind: KindVPNAddr, Shape: ShapeScalar, Ref: "RFC 4364 §4.3.2"},
	FieldNextHopRD - areaVPN:   {Name: "Route Distinguisher", Key: "rd", Kind: KindRD, Ref: "RFC 4364 §4.3.2"},
	FieldNextHopAddr - areaVPN: {Name: "Address", Key: "address", Kind: KindAddr, Ref: "RFC 4364 §4.3.2"},
	FieldRTCOrigin - areaVPN:   {Name: "origin as", Key: "origin_as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 4684 §4"},
	FieldRTCTarget - areaVPN:   {Name: "route target", Key: "route_target", Kind: KindExtCommunity, Shape: ShapeScalar, Ref: "RFC 4684 §4"},
	FieldRTCRest - areaVPN:     {Name: "route target (beginning)", Key: "route_target_bits", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 4684 §4"},
}

// labelledForm says what stands in the routes of a family before the prefix, and how long its addresses are; bits 0 for
// families of another form.
func labelledForm(f Family) (bits int, labels, rd bool) {
	if bits = ipBits(f.AFI); bits == 0 {
		return 0, false, false
	}
	switch f.SAFI {
	case registry.SAFILabeledUnicast:
		return bits, true, false
	case registry.SAFIVPN, registry.SAFIClassfulTransport: // RFC 9832 section 6.1: the form of SAFI 128
		return bits, true, true
	case registry.SAFIMulticastVPN:
		return bits, false, true
	}
	return 0, false, false
}

// labelWithdraw is the label of routes that are withdrawn, in 24 bits (RFC 8277 section 2.4; 0 is allowed too).
const labelWithdraw = 0x800000

// countLabels gives the number of labels at the start of b, of which have octets belong to the route. single says that there
// is one field, whatever stands in it: in a withdrawal (RFC 8277 section 2.4) and where one label was agreed (section 2.2).
// Else the last one has the bottom-of-stack bit.
func countLabels(b []byte, single bool) int {
	for n := 0; ; n++ {
		if len(b) < 3*n+3 {
			return n
		}
		if v := be24(b[3*n:]); single || v&1 != 0 || n == 0 && (v == labelWithdraw || v == 0) {
			return n + 1
		}
	}
}

// guessLabels is countLabels where nobody knows what was agreed. Who sends one label need not set its bottom-of-stack bit (RFC
// 8277 section 2.2), and with SRv6 it often is not: where the octets read soundly with one label only, it is one.
func guessLabels(f Family, b []byte, all int, single bool) int {
	n := countLabels(b, single)
	if n > 1 && !stackFits(f, b, all, n) && stackFits(f, b, all, 1) {
		return 1
	}
	return n
}

// stackFits reports whether a route of all bits can have n labels: the last one ends the stack, a route distinguisher of a
// type that is defined follows if the family has one, and what is left is not longer than an address.
func stackFits(f Family, b []byte, all, n int) bool {
	bits, _, rd := labelledForm(f)
	rest := all - 24*n
	if rd {
		if rest -= 64; rest < 0 || registry.TableRouteDistinguisherTypes.Name(uint64(be16(b[3*n:]))) == "" {
			return false
		}
	}
	return rest >= 0 && rest <= bits && (n == 1 || be24(b[3*n-3:])&1 != 0)
}

// labels reads the labels of a route of family f and all bits that begins at at, and gives their number.
func (d *dec) labels(f Family, all, at int) int {
	single := d.mp.code == uint8(registry.AttrMPUnreach) || d.ctx.LabelsKnown && !d.ctx.MultiLabel.Has(f)
	n := 0
	if d.ctx.LabelsKnown {
		n = countLabels(d.peek(), single)
	} else {
		n = guessLabels(f, d.peek(), all, single)
	}
	n = max(1, n) // one that is not all here counts: it is then missing from the route's length
	if n > 1 && !d.ctx.LabelsKnown {
		d.find(FindLabelsByBottom, at, 1+3*n, uint32(n), 0)
	}
	fl := d.begin(FieldLabels)
	for range min(n, d.left()/3) {
		d.uint(FieldLabel, 3)
	}
	d.done(fl)
	return n
}

// labelledRoute reads a route of labels, route distinguisher and prefix, as many as the family has.
func (d *dec) labelledRoute(f Family) bool {
	bits, labels, rd := labelledForm(f)
	lenAt := d.off
	all, have, ok := d.routeLength()
	if !ok {
		return false
	}
	fr := d.narrow(have)
	rest := all
	if labels {
		rest -= 24 * d.labels(f, all, lenAt)
	}
	if rd {
		if d.left() >= 8 {
			d.bytes(FieldRD, 8)
		}
		rest -= 64
	}
	switch {
	case rest < 0:
		d.nlriError(FindRouteShort, lenAt, 1, uint32(all), uint32(all-rest))
		d.gap()
	case rest > bits:
		d.nlriError(FindPrefixLen, lenAt, 1, uint32(rest), uint32(bits))
		d.gap()
	default:
		d.prefixBits(FieldVPNPrefix, f.AFI, rest)
	}
	d.gap()
	d.widen(fr)
	return true
}

// routeLength reads the length octet of a route. bits is what it says, octets how many they need; it reports false, and
// leaves nothing, where these are not all there.
func (d *dec) routeLength() (bits, octets int, ok bool) {
	if d.left() == 0 {
		return 0, 0, false
	}
	at := d.off
	bits = int(d.u8(FieldRouteLen))
	if octets = (bits + 7) / 8; octets > d.left() {
		d.routeOverrun(at, 1+octets, d.end-at)
		d.gap()
		return 0, 0, false
	}
	return bits, octets, true
}

// prefixBits reads the octets of an address of which n bits are given; they are all here.
func (d *dec) prefixBits(f FieldID, afi registry.AFI, n int) {
	fr, at := d.begin(f), d.off
	d.set(fr, uint64(n)<<16|uint64(afi))
	b := d.bytes(FieldPrefixBits, (n+7)/8)
	if r := n % 8; r != 0 && len(b) == (n+7)/8 && b[len(b)-1]<<r != 0 {
		d.find(FindPrefixHostBits, at, len(b), uint32(n), 0)
	}
	d.done(fr)
}

// prefixOfBits makes a prefix of the octets of an address of which n bits are given.
func prefixOfBits(b []byte, afi registry.AFI, n int) (netip.Prefix, bool) {
	var a [16]byte
	if (n+7)/8 > len(b) || n > 128 || afi == registry.AFIIPv4 && n > 32 {
		return netip.Prefix{}, false
	}
	copy(a[:], b[:(n+7)/8])
	if afi == registry.AFIIPv4 {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), n), true
	}
	return netip.PrefixFrom(netip.AddrFrom16(a), n), true
}

// rtcRoute reads a route target membership (RFC 4684 section 4): a prefix of the origin's AS and a route target, of 0 or 32
// to 96 bits.
func (d *dec) rtcRoute(Family) bool {
	lenAt := d.off
	n, have, ok := d.routeLength()
	switch {
	case !ok:
		return false
	case n == 0:
		return true // the default: all route targets
	case n < 32 || n > 96:
		d.nlriError(FindPrefixLen, lenAt, 1, uint32(n), 96)
		d.bytes(FieldRTCRest, have)
		return true
	}
	d.u32(FieldRTCOrigin)
	switch have {
	case 4:
	case 12:
		d.bytes(FieldRTCTarget, 8)
	default:
		d.bytes(FieldRTCRest, have-4)
	}
	return true
}

// RD is a route distinguisher (RFC 4364 section 4.2): type in the first two octets, then administrator and number.
type RD [8]byte

// String returns "64496:100", "192.0.2.1:100"; a 4-octet AS number below 65536 has an "L" behind it; a type that is not
// defined reads as hex.
func (r RD) String() string { return string(appendRD(nil, r[:])) }

// LabelledRoute is a route of labelled unicast (RFC 8277), of a VPN (RFC 4364, RFC 4659) or of multicast in a VPN.
type LabelledRoute struct {
	ID     uint32   // path identifier (RFC 7911), 0 without
	Labels []uint32 // the 24 bits of each as they stand on the wire: label, traffic class, bottom-of-stack bit
	RD     RD       // for families that have one
	Prefix netip.Prefix
}

// AppendLabelledRoute appends a route of family f, with a path identifier if withID is set. It reports false, and appends
// nothing, for a family of another form, a prefix of another family, and a route that is longer than 255 bits.
func AppendLabelledRoute(dst []byte, f Family, r *LabelledRoute, withID bool) ([]byte, bool) {
	bits, labels, rd := labelledForm(f)
	n := r.Prefix.Bits()
	if labels {
		n += 24 * len(r.Labels)
	}
	if rd {
		n += 64
	}
	if bits == 0 || r.Prefix.Addr().BitLen() != bits || n > 255 || n < 0 {
		return dst, false
	}
	if withID {
		dst = appendU32(dst, r.ID)
	}
	dst = append(dst, byte(n))
	if labels {
		for _, l := range r.Labels {
			dst = appendU24(dst, l)
		}
	}
	if rd {
		dst = append(dst, r.RD[:]...)
	}
	a := r.Prefix.Masked().Addr().AsSlice()
	return append(dst, a[:(r.Prefix.Bits()+7)/8]...), true
}

// ParseLabelledRoute reads the route at the start of b; single says that there is one label field: in an MP_UNREACH_NLRI, and
// where the Multiple Labels capability was not agreed for the family (RFC 8277 section 2). n is the number of octets that it
// takes. It reports false for a family of another form and a route that is not all there or that no prefix can be made of.
func ParseLabelledRoute(b []byte, f Family, withID, single bool) (r LabelledRoute, n int, ok bool) {
	bits, labels, rd := labelledForm(f)
	if withID {
		if len(b) < 4 {
			return r, 0, false
		}
		r.ID, n = be32(b), 4
	}
	if bits == 0 || len(b) <= n {
		return r, 0, false
	}
	rest := int(b[n])
	v := b[n+1:]
	if len(v) < (rest+7)/8 {
		return r, 0, false
	}
	v = v[:(rest+7)/8]
	n += 1 + len(v)
	if labels {
		k := guessLabels(f, v, rest, single)
		if k == 0 {
			return r, n, false
		}
		for range k {
			r.Labels = append(r.Labels, be24(v))
			v, rest = v[3:], rest-24
		}
	}
	if rd {
		if len(v) < 8 {
			return r, n, false
		}
		copy(r.RD[:], v)
		v, rest = v[8:], rest-64
	}
	if rest < 0 || rest > bits {
		return r, n, false
	}
	r.Prefix, ok = prefixOfBits(v, f.AFI, rest)
	return r, n, ok
}
