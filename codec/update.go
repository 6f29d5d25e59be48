package codec

import "github.com/bgpdecode/bgpdecode/registry"

// updateState is what the attributes of an UPDATE told so far.
type updateState struct {
	in       bool // inside an UPDATE: presence and duplicates are judged
	set      bool // inside an ATTR_SET
	seen     [4]uint64
	mpReach  bool
	mpNLRI   bool // MP_REACH_NLRI carries routes
	hasEOR   bool
	eor      Family
	attrs    int
	withdraw bool
	as4      as4State
}

func (u *updateState) mark(code uint8) (again bool) {
	bit := uint64(1) << (code & 63)
	again = u.seen[code>>6]&bit != 0
	u.seen[code>>6] |= bit
	return again
}

func (u *updateState) has(code registry.AttrCode) bool {
	return u.seen[code>>6]&(1<<(code&63)) != 0
}

// updateBody decodes an UPDATE without its header (RFC 4271 section 4.3).
func (d *dec) updateBody() {
	fr := d.begin(FieldUpdate)
	outer := d.upd
	d.upd = updateState{in: true}
	d.updateFields()
	d.upd = outer
	d.done(fr)
}

func (d *dec) updateFields() {
	start, first := d.off, len(d.findings)
	fr, n, ok := d.section(FieldWithdrawnLen, FieldWithdrawn, FindWithdrawnOverrun)
	if n < 0 {
		return
	}
	d.nlriList(IPv4Unicast)
	d.leave(fr)
	if !ok {
		return
	}
	d.upd.withdraw = d.off-start > 2
	attrsAt := d.off
	if fr, n, ok = d.section(FieldAttrsLen, FieldAttrs, FindAttrsOverrun); n < 0 {
		return
	}
	for d.skipAttributes(); d.left() > 0; d.skipAttributes() {
		d.attribute(FieldAttr)
	}
	d.leave(fr)
	if !ok {
		return
	}
	routes := d.left() > 0
	if routes {
		l := d.begin(FieldNLRIList)
		d.nlriList(IPv4Unicast)
		d.done(l)
	}
	d.judgeUpdate(start, attrsAt, routes, first)
}

// section reads a 2-octet length and opens a group of the n octets that it announces; n is -1, and nothing is open, where the
// length is not there. It reports false when they run past the message: what follows cannot be found then (RFC 7606 section 3b).
func (d *dec) section(lenField, f FieldID, overrun FindingID) (fr frame, n int, ok bool) {
	at := d.off
	if d.left() < 2 {
		if !d.atCut() && !d.badLen {
			d.reset(FindUpdateShort, at, d.left(), 0, 0)
		}
		d.u16(lenField)
		return fr, -1, false
	}
	n, ok = int(d.u16(lenField)), true
	if have := d.left(); n > have {
		ok = false
		if d.overruns(n) {
			d.reset(overrun, at, 2, uint32(n), uint32(have))
		}
	}
	return d.enter(f, n), n, ok
}

// judgePresence notes a repeated attribute (RFC 7606 section 3g) and remembers this one.
func (d *dec) judgePresence(st *attrState) {
	if mp := st.Code == registry.AttrMPReach || st.Code == registry.AttrMPUnreach; mp && d.upd.set {
		d.attrFind(st, FindMPInSet, st.at, len(st.tlv), 0, 0)
	}
	if !d.upd.in {
		return
	}
	d.upd.attrs++
	if !d.upd.mark(uint8(st.Code)) {
		d.upd.as4.note(st)
		return
	}
	if st.Code == registry.AttrMPReach || st.Code == registry.AttrMPUnreach {
		d.attrFind(st, FindMPTwice, st.at, len(st.tlv), 0, 0).Action = registry.ActionSessionReset
		return
	}
	d.attrFind(st, FindAttrDuplicate, st.at, len(st.tlv), 0, 0).Action = registry.ActionAttributeDiscard
}

// judgeUpdate checks what only the whole UPDATE shows: all attributes are here, the NLRI may be cut. routes says
// that the NLRI field is not empty; first is the number of findings before this UPDATE.
func (d *dec) judgeUpdate(start, attrsAt int, routes bool, first int) {
	u, cut := &d.upd, d.atCut()
	if !routes && u.attrs == 0 && d.off-start == 4 {
		u.hasEOR, u.eor = true, IPv4Unicast
	}
	if routes || u.mpNLRI {
		d.missing(registry.AttrOrigin, attrsAt)
		if !u.has(registry.AttrBGPsecPath) {
			d.missing(registry.AttrASPath, attrsAt)
		}
		if routes {
			d.missing(registry.AttrNextHop, attrsAt)
		}
		if d.ctx.Peer == PeerIBGP || d.ctx.Peer == PeerConfed {
			d.missing(registry.AttrLocalPref, attrsAt)
		}
	}
	d.judgeAS4()
	if u.has(registry.AttrBGPsecPath) && u.has(registry.AttrASPath) {
		f := d.find(FindBGPsecASPath, attrsAt, 2, 0, 0)
		f.Attr, f.Action = uint8(registry.AttrBGPsecPath), registry.ActionTreatAsWithdraw
	}
	if u.hasEOR && u.attrs <= 1 && !routes && !u.withdraw && !cut {
		d.synth(FieldEndOfRIB, uint64(u.eor.AFI)<<8|uint64(u.eor.SAFI))
	}
	if _, worst := Worst(d.findings[first:]); worst == registry.ActionTreatAsWithdraw && !routes && !u.mpNLRI && !cut {
		d.find(FindNoReachable, attrsAt, 2, 0, 0).Action = registry.ActionSessionReset
	}
}

// missing notes a mandatory attribute that is absent (RFC 7606 section 3d).
func (d *dec) missing(code registry.AttrCode, at int) {
	if d.upd.has(code) || d.ctx.Table {
		return
	}
	f := d.find(FindAttrMissing, at, 2, uint32(code), 0)
	f.Attr, f.Note.Data, f.Action = uint8(code), oneOctet(uint8(code)), registry.ActionTreatAsWithdraw
}
