package codec

// attrDPath reads D-PATH (draft-ietf-bess-evpn-ipvpn-interworking section 4): segments of domains, each with an identifier of
// 6 octets and the kind of routes that it spoke. The length of a segment counts domains.
func (d *dec) attrDPath(st *attrState) {
	fr := d.begin(FieldDPath)
	defer d.leave(fr)
	for d.left() > 0 {
		s := d.begin(FieldDPathSegment)
		at := d.off
		n := int(d.u8(FieldDPathCount))
		if n == 0 || d.overruns(domainOctets*n) && !d.lacks(st) {
			d.attrBad(st, FindInnerLength, at, 1, uint32(n), uint32(d.left()))
		}
		if n == 0 {
			d.gap()
			d.done(s)
			return
		}
		l := d.begin(FieldDPathDomains)
		for ; n > 0 && d.left() >= domainOctets; n-- {
			e := d.begin(FieldDPathDomain)
			d.u32(FieldDPathGlobal)
			d.u16(FieldDPathLocal)
			d.u8(FieldDPathSAFI)
			d.done(e)
		}
		d.done(l)
		if n > 0 {
			d.gap()
		}
		d.done(s)
	}
}

const domainOctets = 7

// Domain is a domain that a route went through (draft-ietf-bess-evpn-ipvpn-interworking section 4): an identifier of two parts,
// and 70 for EVPN, 128 for VPN routes, 0 for the gateway's own.
type Domain struct {
	Global uint32
	Local  uint16
	SAFI   uint8
}

// AppendDPath appends the value of a D-PATH attribute, newest domain first. It reports false, and appends nothing, when a
// segment has none or more than 255.
func AppendDPath(dst []byte, segments [][]Domain) ([]byte, bool) {
	out := dst
	for _, s := range segments {
		if len(s) == 0 || len(s) > 255 {
			return dst, false
		}
		out = append(out, byte(len(s)))
		for _, d := range s {
			out = append(appendU16(appendU32(out, d.Global), d.Local), d.SAFI)
		}
	}
	return out, true
}

// ParseDPath reads the value of a D-PATH attribute. It reports false when segments do not fill v.
func ParseDPath(v []byte) (segments [][]Domain, ok bool) {
	for len(v) > 0 {
		n := int(v[0])
		if v = v[1:]; n == 0 || domainOctets*n > len(v) {
			return segments, false
		}
		s := make([]Domain, n)
		for i := range s {
			s[i] = Domain{be32(v), be16(v[4:]), v[6]}
			v = v[domainOctets:]
		}
		segments = append(segments, s)
	}
	return segments, len(segments) > 0
}
