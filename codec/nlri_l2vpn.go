package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file has the routes of L2VPNs, AFI 25 SAFI 65, and of multicast distribution trees, SAFI 66.
//
// Three kinds of L2VPN share one family; the length tells them apart (RFC 6074 section 7): auto-discovery has 12 octets, VPLS
// (RFC 4761 section 3.2.2) 17, and the L2VPNs of RFC 6624 section 4 have 15 and TLVs, the shortest of which has 3.

// The lengths of L2VPN routes in octets.
const (
	l2vpnAD   = 12
	l2vpnVPLS = 17
	l2vpnCE   = 15 // at least
)

// mdtBits is the length of a route of a multicast distribution tree: route distinguisher, two addresses.
const mdtBits = 128

// l2vpnRoute reads a route of an L2VPN.
func (d *dec) l2vpnRoute(Family) bool {
	at, want := d.off, 2
	if p := d.peek(); len(p) > 1 {
		want += int(p[0])<<8 | int(p[1])
	}
	if want > d.left() {
		d.routeOverrun(at, want, d.left())
		d.gap()
		return false
	}
	n := int(d.u16(FieldL2VPNLen))
	fr := d.narrow(n)
	switch {
	case n == l2vpnAD:
		d.bytes(FieldRD, 8)
		d.bytes(FieldPEAddr, 4)
	case n == l2vpnVPLS:
		d.bytes(FieldRD, 8)
		d.u16(FieldVEID)
		d.u16(FieldVEBlockOffset)
		d.u16(FieldVEBlockSize)
		d.uint(FieldLabelBase, 3)
	case n >= l2vpnCE:
		d.bytes(FieldRD, 8)
		d.u16(FieldCEID)
		d.u16(FieldLabelBlockOffset)
		d.uint(FieldLabelBase, 3)
		d.l2vpnTLVs()
	default:
		d.nlriError(FindRouteLen, at, 2, uint32(n), 0)
	}
	d.gap()
	d.widen(fr)
	return true
}

// l2vpnTLVs reads the TLVs of RFC 6624 section 4, whose lengths are in bits.
func (d *dec) l2vpnTLVs() {
	if d.left() == 0 {
		return
	}
	list := d.begin(FieldL2VPNTLVs)
	for d.left() > 0 {
		n := l2vpnTLVLen(d.peek())
		if n == 0 {
			d.nlriError(FindRouteLen, d.off, d.left(), uint32(d.left()), 0)
			d.gap()
			break
		}
		fr := d.begin(FieldL2VPNTLV)
		d.u8(FieldL2VPNTLVType)
		d.u16(FieldL2VPNTLVBits)
		d.bytes(FieldL2VPNTLVValue, n-3)
		d.done(fr)
	}
	d.done(list)
}

// l2vpnTLVLen gives the number of octets of the TLV at the start of b, 0 when it is not all there.
func l2vpnTLVLen(b []byte) int {
	if len(b) < 3 {
		return 0
	}
	n := 3 + (int(b[1])<<8+int(b[2])+7)/8
	if n > len(b) {
		return 0
	}
	return n
}

// mdtRoute reads a route of a multicast distribution tree (RFC 6037 section 7).
func (d *dec) mdtRoute(Family) bool {
	at := d.off
	n, ok := 0, d.left() > 0
	if !ok {
		return false
	}
	n = int(d.u8(FieldMDTLen))
	if have := (n + 7) / 8; have > d.left() {
		d.routeOverrun(at, 1+have, d.end-at)
		d.gap()
		return false
	}
	fr := d.narrow((n + 7) / 8)
	if n == mdtBits {
		d.bytes(FieldRD, 8)
		d.bytes(FieldPEAddr, 4)
		d.bytes(FieldMcastGroup, 4)
	} else {
		d.nlriError(FindRouteLen, at, 1, uint32(n+7)/8, 0)
	}
	d.gap()
	d.widen(fr)
	return true
}

// L2VPNRoute is a route of AFI 25 SAFI 65: of auto-discovery (RFC 6074) if PE is set, of an L2VPN with customer edges (RFC
// 6624) if CE is set, else of VPLS (RFC 4761).
type L2VPNRoute struct {
	ID          uint32 // path identifier (RFC 7911), 0 without
	RD          RD
	PE          netip.Addr // IPv4
	CE          bool
	SiteID      uint16 // VE ID or CE ID
	BlockOffset uint16
	BlockSize   uint16 // VPLS
	LabelBase   uint32 // the 24 bits as they stand on the wire, the label in the upper 20
	TLVs        []byte // with CE: type, length in bits, value of each
}

// AppendL2VPNRoute appends a route, with a path identifier if withID is set. It reports false, and appends nothing, for an
// address that is not IPv4 and for TLVs that are not whole or more than 65520 octets.
func AppendL2VPNRoute(dst []byte, r *L2VPNRoute, withID bool) ([]byte, bool) {
	n := l2vpnVPLS
	if r.PE.IsValid() {
		n = l2vpnAD
	} else if r.CE {
		n = l2vpnCE + len(r.TLVs)
	}
	if r.PE.IsValid() && !r.PE.Is4() || n > 0xffff || r.CE && !l2vpnTLVsWhole(r.TLVs) {
		return dst, false
	}
	if withID {
		dst = appendU32(dst, r.ID)
	}
	dst = append(append(dst, byte(n>>8), byte(n)), r.RD[:]...)
	if r.PE.IsValid() {
		return append(dst, r.PE.AsSlice()...), true
	}
	dst = append(dst, byte(r.SiteID>>8), byte(r.SiteID), byte(r.BlockOffset>>8), byte(r.BlockOffset))
	if !r.CE {
		dst = append(dst, byte(r.BlockSize>>8), byte(r.BlockSize))
	}
	dst = appendU24(dst, r.LabelBase)
	if r.CE {
		dst = append(dst, r.TLVs...)
	}
	return dst, true
}

func l2vpnTLVsWhole(b []byte) bool {
	for len(b) > 0 {
		n := l2vpnTLVLen(b)
		if n == 0 {
			return false
		}
		b = b[n:]
	}
	return true
}

// ParseL2VPNRoute reads the route at the start of b. n is the number of octets that it takes. It reports false for a route
// that is not all there or whose length is none of the three kinds'. TLVs borrow b.
func ParseL2VPNRoute(b []byte, withID bool) (r L2VPNRoute, n int, ok bool) {
	if withID {
		if len(b) < 4 {
			return r, 0, false
		}
		r.ID, n = be32(b), 4
	}
	if len(b) < n+2 {
		return r, 0, false
	}
	size := int(b[n])<<8 | int(b[n+1])
	if len(b) < n+2+size {
		return r, 0, false
	}
	v := b[n+2 : n+2+size]
	n += 2 + size
	if size != l2vpnAD && size < l2vpnCE {
		return r, n, false
	}
	copy(r.RD[:], v)
	if v = v[8:]; size == l2vpnAD {
		r.PE = netip.AddrFrom4([4]byte(v))
		return r, n, true
	}
	r.SiteID, r.BlockOffset = uint16(v[0])<<8|uint16(v[1]), uint16(v[2])<<8|uint16(v[3])
	v = v[4:]
	if r.CE = size != l2vpnVPLS; !r.CE {
		r.BlockSize, v = uint16(v[0])<<8|uint16(v[1]), v[2:]
	}
	r.LabelBase = be24(v)
	if v = v[3:]; len(v) > 0 {
		r.TLVs = v
	}
	return r, n, l2vpnTLVsWhole(v)
}

// MDTRoute is a route of a multicast distribution tree, AFI 1 SAFI 66 (RFC 6037 section 7).
type MDTRoute struct {
	ID    uint32 // path identifier (RFC 7911), 0 without
	RD    RD
	PE    netip.Addr // IPv4
	Group netip.Addr // IPv4
}

// AppendMDTRoute appends a route, with a path identifier if withID is set. It reports false, and appends nothing, for
// addresses that are not IPv4.
func AppendMDTRoute(dst []byte, r *MDTRoute, withID bool) ([]byte, bool) {
	if !r.PE.Is4() || !r.Group.Is4() {
		return dst, false
	}
	if withID {
		dst = appendU32(dst, r.ID)
	}
	dst = append(append(dst, mdtBits), r.RD[:]...)
	return append(append(dst, r.PE.AsSlice()...), r.Group.AsSlice()...), true
}

// ParseMDTRoute reads the route at the start of b. n is the number of octets that it takes. It reports false for a route
// that is not all there or of another length.
func ParseMDTRoute(b []byte, withID bool) (r MDTRoute, n int, ok bool) {
	if withID {
		if len(b) < 4 {
			return r, 0, false
		}
		r.ID, n = be32(b), 4
	}
	if len(b) < n+1+mdtBits/8 || b[n] != mdtBits {
		return r, 0, false
	}
	v := b[n+1:]
	copy(r.RD[:], v)
	r.PE, r.Group = netip.AddrFrom4([4]byte(v[8:12])), netip.AddrFrom4([4]byte(v[12:16]))
	return r, n + 1 + mdtBits/8, true
}

// l2vpnDecoder gives the decoder of the two families of this file, nil for others.
func l2vpnDecoder(f Family) func(*dec, Family) bool {
	switch f {
	case Family{registry.AFIL2VPN, registry.SAFIVPLS}:
		return (*dec).l2vpnRoute
	case Family{registry.AFIIPv4, registry.SAFIMDT}:
		return (*dec).mdtRoute
	}
	return nil
}
