package codec

import "github.com/bgpdecode/bgpdecode/registry"

// attrSet reads ATTR_SET (RFC 6368 section 5): the AS that the attributes come from, and a list of attributes, which are those
// of an internal session whatever this one is, with AS numbers of four octets and without MP_REACH_NLRI and MP_UNREACH_NLRI.
// They are judged, but none of them costs more than the routes (RFC 7606 section 7.16). Lists in lists are read to a depth of
// maxDepth.
func (d *dec) attrSet(st *attrState) {
	fr := d.begin(FieldAttrSet)
	defer d.leave(fr)
	if d.left() < 4 {
		return
	}
	d.u32(FieldAttrSetAS)
	if d.depth >= maxDepth {
		d.find(FindNestedDeep, d.off, d.left(), 0, 0)
		return
	}
	outer, upd, ctx, mp := *st, d.upd, d.ctx, d.mp
	first := len(d.findings)
	d.upd, d.mp = updateState{set: true}, mpState{}
	d.ctx.Peer, d.ctx.AS4, d.ctx.WidthUnknown = PeerIBGP, true, false
	d.depth++
	d.attributeList(FieldAttrs)
	d.depth--
	d.attr, d.upd, d.ctx, d.mp = outer, upd, ctx, mp
	for i := first; i < len(d.findings); i++ {
		f := &d.findings[i]
		f.Action = min(f.Action, registry.ActionTreatAsWithdraw)
		if f.Note.Code != 0 { // an error in the value of an optional attribute (RFC 4271 section 6.3)
			f.Note = Notification{registry.ErrUpdate, registry.SubOptionalAttribute, outer.tlv}
		}
	}
}

// AttrSet is the value of an ATTR_SET (RFC 6368 section 5).
type AttrSet struct {
	OriginAS uint32
	Attrs    []byte // path attribute TLVs
}

// AppendAttrSet appends the value of an ATTR_SET.
func AppendAttrSet(dst []byte, s *AttrSet) []byte {
	return append(appendU32(dst, s.OriginAS), s.Attrs...)
}

// ParseAttrSet reads the value of an ATTR_SET. It reports false when it is too short for its AS number. The attributes borrow v.
func ParseAttrSet(v []byte) (AttrSet, bool) {
	if len(v) < 4 {
		return AttrSet{}, false
	}
	return AttrSet{be32(v), v[4:]}, true
}
