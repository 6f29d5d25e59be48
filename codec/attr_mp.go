package codec

import "github.com/bgpdecode/bgpdecode/registry"

// attrMPReach reads MP_REACH_NLRI (RFC 4760 section 3).
func (d *dec) attrMPReach(st *attrState) {
	fr := d.begin(FieldMPReach)
	defer d.leave(fr)
	at := d.off
	if d.left() < 5 {
		return // its length or its end has been judged
	}
	f := d.family()
	nhAt := d.off
	n := int(d.u8(FieldNHLen))
	if d.off-at+n+1 > st.Length {
		d.attrBad(st, FindMPNextHopOverrun, nhAt, 1, uint32(n), uint32(st.Length-(d.off-at)))
	} else if !nextHopOf(f).legal(n) && !(n == 0 && d.ctx.Table) {
		d.attrBad(st, FindMPNextHopLen, nhAt, 1, uint32(n), 0)
	}
	d.nextHops(st, f, n)
	if d.left() == 0 {
		return
	}
	resAt := d.off
	if v := d.u8(FieldReserved); v != 0 {
		d.attrFind(st, FindMPReserved, resAt, 1, uint32(v), 0)
	}
	d.upd.mpReach = true
	d.upd.mpNLRI = d.upd.mpNLRI || d.left() > 0
	d.mpRoutes(st, f, at)
}

// attrMPUnreach reads MP_UNREACH_NLRI (RFC 4760 section 4). Without routes it is the End-of-RIB of its family
// (RFC 4724 section 2).
func (d *dec) attrMPUnreach(st *attrState) {
	fr := d.begin(FieldMPUnreach)
	defer d.leave(fr)
	at := d.off
	if d.left() < 3 {
		return
	}
	f := d.family()
	if st.Length == 3 && d.upd.in {
		d.upd.hasEOR, d.upd.eor = true, f
	}
	d.upd.withdraw = d.upd.withdraw || d.left() > 0
	d.mpRoutes(st, f, at)
}

// mpState is the multiprotocol attribute whose routes are read, for their findings.
type mpState struct {
	code uint8 // 0 outside one
	tlv  []byte
}

func (d *dec) mpRoutes(st *attrState, f Family, at int) {
	if !f.HasNLRI() && d.left() > 0 {
		d.attrFind(st, FindMPFamily, at, 3, uint32(f.AFI), uint32(f.SAFI))
	}
	l := d.begin(FieldNLRIList)
	d.mp = mpState{uint8(st.Code), st.tlv}
	d.nlriList(f)
	d.mp = mpState{}
	d.done(l)
}

// MPReach is the value of an MP_REACH_NLRI (RFC 4760 section 3).
type MPReach struct {
	Family
	NextHop []byte // one or two addresses, VPN ones with their route distinguishers
	NLRI    []byte
}

// ParseMPReach reads the value of an MP_REACH_NLRI. It reports false when the next hop runs past the end. What it
// returns borrows v.
func ParseMPReach(v []byte) (MPReach, bool) {
	if len(v) < 5 || 5+int(v[3]) > len(v) {
		return MPReach{}, false
	}
	n := int(v[3])
	return MPReach{familyOctets(v), v[4 : 4+n : 4+n], v[5+n:]}, true
}

// ParseMPUnreach reads the value of an MP_UNREACH_NLRI (RFC 4760 section 4). The routes borrow v.
func ParseMPUnreach(v []byte) (f Family, nlri []byte, ok bool) {
	if len(v) < 3 {
		return Family{}, nil, false
	}
	return familyOctets(v), v[3:], true
}

// AppendMPReach appends an MP_REACH_NLRI attribute. A next hop has at most 255 octets.
func AppendMPReach(dst []byte, r *MPReach) []byte {
	dst = appendAttrHead(dst, FlagOptional, registry.AttrMPReach, 5+len(r.NextHop)+len(r.NLRI))
	dst = append(appendFamilyOctets(dst, r.Family), byte(len(r.NextHop)))
	dst = append(append(dst, r.NextHop...), 0)
	return append(dst, r.NLRI...)
}

// AppendMPUnreach appends an MP_UNREACH_NLRI attribute; without routes it is an End-of-RIB (RFC 4724 section 2).
func AppendMPUnreach(dst []byte, f Family, nlri []byte) []byte {
	dst = appendAttrHead(dst, FlagOptional, registry.AttrMPUnreach, 3+len(nlri))
	return append(appendFamilyOctets(dst, f), nlri...)
}
