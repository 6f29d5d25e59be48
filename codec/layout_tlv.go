package codec

// TLVSpace is a kind of TLV: how type and length are written, and what the types mean. Types mean something else in each.
type TLVSpace uint8

// The spaces of TLVs.
const (
	SpaceNone        TLVSpace = iota
	SpaceAIGP                 // of AIGP (RFC 7311 section 3)
	SpacePrefixSID            // of BGP Prefix-SID (RFC 8669 section 3, RFC 9252 section 2)
	SpaceSRv6Service          // in an SRv6 Service TLV (RFC 9252 section 3)
	SpaceSRv6Data             // in an SRv6 SID Information sub-TLV (RFC 9252 section 3.2)
	SpaceBFD                  // of BFD Discriminator (RFC 9026 section 3.1.6)
	SpaceSFP                  // of the SFP attribute (RFC 9015 section 3.2.1)
	SpaceSFPHop               // in a Hop TLV (RFC 9015 section 3.2.1.2)
	SpaceBIER                 // of BIER (RFC 9793 section 3)
	SpaceBIERSub              // in a BIER TLV
	SpaceBIEREncap            // in an encapsulation sub-TLV of BIER
	SpaceNHC                  // characteristics of a next hop (draft-ietf-idr-nhc)
	SpaceWide                 // of a BGP Wide Community (draft-ietf-idr-wide-bgp-communities)
	SpaceAtom                 // atoms in those
	SpaceSSA                  // of the SAFI Specific Attribute (draft-kapoor-nalawade-idr-bgp-ssa)
	SpaceTunnel               // of Tunnel Encapsulation (RFC 9012 section 2)
	SpaceTunnelSub            // in a tunnel (RFC 9012 section 3, RFC 9830 section 2.4)
	SpaceSegments             // in a segment list (RFC 9830 section 2.4.4, RFC 9831)
	SpaceLS                   // of BGP-LS, its routes and its attribute (RFC 9552 section 5.1)
	numSpaces
)

// spaceRow describes a space.
type spaceRow struct {
	form  tlvForm
	types []typeRow
}

// typeRow gives the layouts that the value of a type can have.
type typeRow struct {
	typ     uint16
	layouts []Layout
}

// Layouts gives the layouts that the value of a TLV of a type can have, nil where the type is not known. Those in
// tunnels depend on the type of tunnel: TunnelLayouts.
func (s TLVSpace) Layouts(typ uint16) []Layout {
	if s >= numSpaces {
		return nil
	}
	return layoutsOf(spaces[s].types, typ)
}

// layoutsOf finds a type in rows that are in the order of their types.
func layoutsOf(rows []typeRow, typ uint16) []Layout {
	lo, hi := 0, len(rows)
	for lo < hi {
		if mid := (lo + hi) / 2; rows[mid].typ < typ {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(rows) && rows[lo].typ == typ {
		return rows[lo].layouts
	}
	return nil
}

// TypeField is the field of the type of the TLVs: its key is "type", but "tunnel_type" of a tunnel.
func (s TLVSpace) TypeField() FieldID { return spaces[s].form.typ }

// ParseTLVs reads the TLVs of a space. It reports false when they do not fill v, which they borrow.
func (s TLVSpace) ParseTLVs(v []byte) ([]TLV, bool) {
	f := &spaces[s].form
	return parseTLVs(v, f.typeOctets, f.lenOctets, f.whole)
}

// AppendTLVs appends TLVs of a space. It reports false, and appends nothing, when a type or a length does not fit its field.
func (s TLVSpace) AppendTLVs(dst []byte, list []TLV) ([]byte, bool) {
	f := &spaces[s].form
	return appendTLVs(dst, list, f.typeOctets, f.lenOctets, f.whole)
}

// spaceTLVs reads the TLVs of a space to the end of the range.
func (d *dec) spaceTLVs(st *attrState, s TLVSpace) {
	if s == SpaceLS {
		d.lsTLVs(st)
		return
	}
	form := spaces[s].form
	form.space = s
	d.tlvs(st, form, (*dec).layoutTLV)
}

// layoutTLV reads the value of a TLV whose space is known. That of another type stays octets.
func (d *dec) layoutTLV(st *attrState, t tlv) {
	ls := t.space.Layouts(uint16(t.typ))
	if t.space == SpaceTunnelSub {
		ls = TunnelLayouts(st.tunnel, uint16(t.typ))
	}
	if ls == nil {
		return
	}
	if t.space == SpacePrefixSID && (t.typ == PrefixSIDSRv6L3Service || t.typ == PrefixSIDSRv6L2Service) {
		defer d.serviceCosts(t.at)
	}
	l := layoutFor(ls, t.n)
	if l == nil {
		n := len(d.findings)
		if d.tlvBad(st, t); ls[0].Soft || t.space.tunnel() && st.tunnel != tunnelSRPolicy {
			d.soften(n)
		} else if ls[0].lacksTLV(t.n) {
			d.findings[n].ID, d.findings[n].A = FindTLVNone, 0
		}
		return
	}
	d.layoutParts(st, l.Parts)
	if t.space == SpaceAtom && d.left() > 0 && !d.lacks(st) {
		d.attrBad(st, FindInnerLength, d.off, d.left(), uint32(d.peek()[0]), uint32(d.left()-1))
	}
}

// lacksTLV reports whether n octets are too few only because there is no TLV behind them.
func (l *Layout) lacksTLV(n int) bool {
	for i := range l.Parts {
		if p := &l.Parts[i]; p.Space != SpaceNone {
			return n == 0 && p.Min > 0
		}
		n -= l.Parts[i].size()
	}
	return false
}

// tunnel reports whether the TLVs are those in a tunnel. A fault in a tunnel of another type than SR Policy is none of the
// attribute: the tunnel is ignored (RFC 9012 section 13).
func (s TLVSpace) tunnel() bool { return s == SpaceTunnelSub || s == SpaceSegments }
