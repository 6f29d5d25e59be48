package codec

import (
	"iter"
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// addrBits is the number of bits of an address of the family, 0 for families whose NLRI are not prefixes.
func addrBits(f Family) int {
	if f.SAFI != registry.SAFIUnicast && f.SAFI != registry.SAFIMulticast {
		return 0
	}
	return ipBits(f.AFI)
}

// parsePrefix reads a prefix in the form of RFC 4271 section 4.3: length in bits, then as many octets as
// those need. n is the number of octets that it takes; it may be more than b holds.
func parsePrefix(b []byte, bits int) (p netip.Prefix, n int, ok bool) {
	if len(b) == 0 {
		return p, 1, false
	}
	l := int(b[0])
	n = 1 + (l+7)/8
	if l > bits || n > len(b) {
		return p, n, false
	}
	var a [16]byte
	copy(a[:], b[1:n])
	if bits == 32 {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), l), n, true
	}
	return netip.PrefixFrom(netip.AddrFrom16(a), l), n, true
}

// NLRI is one route of an NLRI field of prefixes.
type NLRI struct {
	ID     uint32 // path identifier (RFC 7911), 0 without
	Bits   uint8  // prefix length
	Octets []byte // as many octets of the address as that needs; bits behind the length are as they came
}

// Prefix returns the prefix of a route of family f, bits behind its length as they came; the zero value where NLRI are
// not prefixes or n is not one of f.
func (n NLRI) Prefix(f Family) netip.Prefix {
	var a [16]byte
	if copy(a[:], n.Octets); addrBits(f) == 32 {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), int(n.Bits))
	} else if addrBits(f) == 128 {
		return netip.PrefixFrom(netip.AddrFrom16(a), int(n.Bits))
	}
	return netip.Prefix{}
}

// ParseNLRI reads the route at the start of b. bits is the size of an address (32 or 128), withID says that a path
// identifier stands first. n is the number of octets that the route takes. It reports false when b does not hold it all
// or the length is more than bits.
func ParseNLRI(b []byte, bits int, withID bool) (r NLRI, n int, ok bool) {
	if withID {
		if len(b) < 5 {
			return r, 0, false
		}
		r.ID, n = be32(b), 4
	}
	if len(b) <= n {
		return r, 0, false
	}
	l := int(b[n])
	end := n + 1 + (l+7)/8
	if l > bits || end > len(b) {
		return r, 0, false
	}
	r.Bits, r.Octets = uint8(l), b[n+1:end:end]
	return r, end, true
}

// NLRIs yields the routes of an NLRI field of a family whose NLRI are prefixes (none for others) and stops at the
// first that is not whole.
func NLRIs(b []byte, f Family, withID bool) iter.Seq[NLRI] {
	bits := addrBits(f)
	return func(yield func(NLRI) bool) {
		for bits > 0 && len(b) > 0 {
			r, n, ok := ParseNLRI(b, bits, withID)
			if !ok || !yield(r) {
				return
			}
			b = b[n:]
		}
	}
}

// AddrBits returns the number of bits of an address of the family, 0 where NLRI are not prefixes.
func (f Family) AddrBits() int { return addrBits(f) }

// AppendNLRI appends a route: the path identifier if withID is set, the length, and the octets that it needs with the
// bits behind it cleared.
func AppendNLRI(dst []byte, p netip.Prefix, id uint32, withID bool) []byte {
	if withID {
		dst = appendU32(dst, id)
	}
	n := p.Bits()
	dst = append(dst, byte(n))
	if a := p.Masked().Addr(); a.Is4() {
		b := a.As4()
		return append(dst, b[:(n+7)/8]...)
	} else if a.Is6() {
		b := a.As16()
		return append(dst, b[:(n+7)/8]...)
	}
	return dst
}

// nlriDecoder gives the decoder of one route of a family whose NLRI are not plain prefixes, nil where there is none. The
// decoder stands behind the path identifier, opens its own groups inside the route's and reports false when the route that
// follows cannot be found. It is a switch because the decoders come back here: a table would be an initialization cycle.
func nlriDecoder(f Family) func(*dec, Family) bool {
	switch f.SAFI {
	case registry.SAFILabeledUnicast, registry.SAFIVPN, registry.SAFIMulticastVPN, registry.SAFIClassfulTransport:
		if bits, _, _ := labelledForm(f); bits > 0 {
			return (*dec).labelledRoute
		}
	case registry.SAFIFlowSpec, registry.SAFIFlowSpecVPN:
		if _, ok := flowForm(f); ok {
			return (*dec).flowRoute
		}
	case registry.SAFIRouteTarget:
		if f.AFI == registry.AFIIPv4 || f.AFI == registry.AFIIPv6 {
			return (*dec).rtcRoute
		}
	case registry.SAFIVPLS, registry.SAFIMDT:
		return l2vpnDecoder(f)
	case registry.SAFISRPolicy:
		if srPolicyBits(f) > 0 {
			return (*dec).srPolicyRoute
		}
	case registry.SAFIBGPLS, registry.SAFIBGPLSVPN, registry.SAFIBGPLSSPF:
		if ok, _ := lsFamily(f); ok {
			return (*dec).lsRoute
		}
	case registry.SAFIEVPN, registry.SAFIMVPN, registry.SAFIMCASTVPLS:
		if f.HasTypedRoutes() {
			return (*dec).typedRoute
		}
	}
	return rareDecoder(f)
}

// rareDecoder is nlriDecoder for the families of route_fields.go.
func rareDecoder(f Family) func(*dec, Family) bool {
	if _, ok := carForm(f); ok {
		return (*dec).carRoute
	}
	switch {
	case mupForm(f):
		return (*dec).mupRoute
	case sdwanForm(f):
		return (*dec).sdwanRoute
	case f == familySFC:
		return (*dec).sfcRoute
	case f == familyPW:
		return (*dec).pwRoute
	case f.SAFI == registry.SAFIEncapsulation && ipBits(f.AFI) > 0:
		return (*dec).encapRoute
	case f.SAFI == registry.SAFI4over6 && f.AFI == registry.AFIIPv4:
		return (*dec).prefix4over6
	case f.SAFI == registry.SAFITunnel && f.AFI == registry.AFIIPv4:
		return (*dec).tunnelRoute
	}
	return nil
}

// prefix4over6 reads a route of 4over6, SAFI 67: an IPv4 prefix whose next hop is IPv6 (RFC 5747 section 4.2). NLRI is its
// value, as that of IPv4 unicast.
func (d *dec) prefix4over6(f Family) bool { return d.prefix(f, 32) }

// HasNLRI reports whether routes of the family are decoded: prefixes, and others whose form is known.
func (f Family) HasNLRI() bool { return addrBits(f) != 0 || nlriDecoder(f) != nil }

// typedList reads routes that are not plain prefixes to the end of the range.
func (d *dec) typedList(f Family, decode func(*dec, Family) bool) {
	withID := d.ctx.AddPath.Has(f)
	for d.left() > 0 {
		fr, ok := d.begin(FieldNLRI), false
		if n := d.left(); withID && n < 5 {
			d.routeOverrun(d.off, 5, n)
		} else {
			if withID {
				d.u32(FieldPathID)
			}
			at := d.off
			ok = decode(d, f) && d.off > at
		}
		d.done(fr)
		if !ok {
			d.gap()
			return
		}
	}
}

// nlriList reads routes of a family to the end of the range.
func (d *dec) nlriList(f Family) {
	bits := addrBits(f)
	if bits == 0 {
		if decode := nlriDecoder(f); decode != nil {
			d.typedList(f, decode)
		} else if d.left() > 0 {
			d.rest(FieldNLRIRaw)
		}
		return
	}
	withID := d.ctx.AddPath.Has(f)
	start, defaults := d.off, uint32(0)
	if d.rec == nil {
		defaults = d.skipRoutes(bits, withID)
	}
	for d.left() > 0 {
		if !withID && d.b[d.off] == 0 {
			defaults++
		}
		if !d.route(f, bits, withID) {
			// Behind a route of unknown length nothing can be found.
			d.gap()
			break
		}
	}
	if defaults > 1 {
		d.find(FindPrefixDefaultAgain, start, d.off-start, defaults, 0)
	}
}

// skipRoutes passes over sound routes, of which there is nothing to tell, and counts the default routes among those
// without path identifiers. It stops at the first that has something to it.
func (d *dec) skipRoutes(bits int, withID bool) (defaults uint32) {
	b, off, head := d.b[:d.end], d.off, 0
	if withID {
		head = 4
	}
	for off+head < len(b) {
		l := int(b[off+head])
		end := off + head + 1 + (l+7)>>3
		if l > bits || end > len(b) || b[end-1]<<((l-1)&7+1) != 0 {
			break
		}
		if l == 0 && !withID {
			defaults++
		}
		off = end
	}
	d.off = off
	return defaults
}

// route reads one route. It reports false when the next one cannot be found.
func (d *dec) route(f Family, bits int, withID bool) bool {
	fr, ok := d.begin(FieldNLRI), false
	if n := d.left(); withID && n < 5 {
		d.routeOverrun(d.off, 5, n)
	} else {
		if withID {
			d.u32(FieldPathID)
		}
		ok = d.prefix(f, bits)
	}
	d.done(fr)
	return ok
}

// prefix reads a prefix. It reports false when nothing behind it can be found.
func (d *dec) prefix(f Family, bits int) bool {
	p := d.begin(FieldPrefix)
	d.set(p, uint64(f.AFI))
	ok := d.prefixOctets(bits)
	d.done(p)
	return ok
}

func (d *dec) prefixOctets(bits int) bool {
	p := d.peek()
	n, lenAt := 1, d.off
	if len(p) > 0 {
		n = 1 + (int(p[0])+7)/8
	}
	ok := len(p) >= n && int(p[0]) <= bits
	l := d.u8(FieldPrefixLen)
	if !ok {
		if d.rec != nil && d.rec.cur >= 0 {
			d.rec.nodes[d.rec.cur].Flags |= NodeTruncated
		}
		if int(l) > bits {
			d.nlriError(FindPrefixLen, lenAt, 1, uint32(l), uint32(bits))
		} else {
			d.routeOverrun(lenAt, n, d.end-lenAt)
		}
		if d.left() > 0 {
			d.rest(FieldPrefixBits)
		}
		return false
	}
	octets := d.bytes(FieldPrefixBits, n-1)
	if r := l % 8; r != 0 && octets[len(octets)-1]<<r != 0 {
		d.find(FindPrefixHostBits, lenAt, n, uint32(l), 0)
	}
	return true
}

func (d *dec) routeOverrun(at, want, have int) {
	if !d.atCut() {
		d.nlriError(FindPrefixOverrun, at, d.end-at, uint32(want), uint32(have))
	}
}

// nlriError adds a fault of the NLRI. They cannot be found any more, so the session is reset or the family
// disabled (RFC 7606 section 5.3). In a multiprotocol attribute it is an error of that attribute, 3/9
// (RFC 4760 section 7), not of the NLRI field.
func (d *dec) nlriError(id FindingID, off, n int, a, b uint32) *Finding {
	f := d.find(id, off, n, a, b)
	f.Action = registry.ActionSessionReset
	if d.mp.code != 0 {
		f.Attr = d.mp.code
		f.Note.Subcode, f.Note.Data = 9, d.mp.tlv
	}
	return f
}
