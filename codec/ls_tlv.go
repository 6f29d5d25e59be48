package codec

import (
	"bytes"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file reads the TLVs of BGP-LS (RFC 9552 section 5.1), of its routes and of its attribute, after their layouts.

// lsDepth bounds TLVs in TLVs; known ones are nested in three levels.
const lsDepth = 5

// lsState is the route whose TLVs are read.
type lsState struct {
	route    bool  // else the attribute
	protocol uint8 // Protocol-ID
	afi      registry.AFI
	depth    int // TLVs that are open
}

// lsTLVs reads TLVs to the end of the range.
func (d *dec) lsTLVs(st *attrState) {
	d.ls.depth++
	defer func() { d.ls.depth-- }()
	prev := tlv{typ: -1}
	for d.left() > 0 {
		t, ok := d.tlvHead(st, spaces[SpaceLS].form)
		if !ok {
			d.gap()
			return
		}
		if d.ls.route {
			d.lsOrder(prev, t)
			prev = t
		}
		at := d.off
		if ls := SpaceLS.Layouts(uint16(t.typ)); ls != nil && d.ls.depth <= lsDepth {
			d.lsValue(st, t, ls)
		}
		if d.off == at && d.left() > 0 {
			d.rest(FieldTLVRaw)
		}
		d.gap()
		d.done(t.frame)
	}
}

// lsOrder judges the place of a TLV in a route behind the one before it: types rise, of one type lengths, of one length the
// values (RFC 9552 section 5.1). In a node descriptor each type appears once.
func (d *dec) lsOrder(prev, t tlv) {
	if prev.typ < t.typ {
		return
	}
	f := FindTLVOrder
	if prev.typ == t.typ {
		if d.ls.depth > 1 {
			f = FindTLVRepeated
		} else if v := d.b[prev.at+4 : min(prev.at+4+prev.n, d.off)]; prev.n < t.n || prev.n == t.n && bytes.Compare(v, d.peek()) <= 0 {
			return
		}
	}
	x := d.find(f, t.at, 4, uint32(t.typ), uint32(prev.typ))
	x.Attr = d.mp.code
}

// lsValue reads a value that has one of the layouts. One of another length stays octets, and so does one whose form depends on
// octets that are not all here.
func (d *dec) lsValue(st *attrState, t tlv, ls []Layout) {
	l := layoutFor(ls, t.n)
	if l == nil || !d.lsRouterIDFits(t) {
		if d.left() == t.n { // else that has been said
			d.tlvBad(st, t)
		}
		return
	}
	for i := range l.Parts {
		p := &l.Parts[i]
		switch {
		case d.left() == 0:
			return
		case p.Special == SpecialNone:
			d.layoutPart(st, p)
		case d.off-t.at-4+d.left() < t.n:
			d.rest(FieldTLVRaw)
		case !d.lsSpecial(st, p):
			d.tlvBad(st, t)
		}
	}
}

// lsRouterIDFits judges the length of an IGP Router-ID: where an IGP is the protocol it is known (RFC 9552 section 5.2.1.4).
func (d *dec) lsRouterIDFits(t tlv) bool {
	switch d.ls.protocol {
	case lsISIS1, lsISIS2, lsOSPF2, lsOSPF3:
		return t.typ != lsDescRouterID || t.n == 4 || t.n >= 6 && t.n <= 8
	}
	return true
}

// lsSpecial reads a part of which more than its length can be wrong, and reports whether it is well.
func (d *dec) lsSpecial(st *attrState, p *Part) bool {
	switch p.Special {
	case SpecialLSPrefix:
		return d.lsPrefix()
	case SpecialLSRanges:
		return d.lsRanges(st)
	case SpecialLSMasks:
		return d.lsMasks(st)
	case SpecialLSAffinity:
		return d.lsAffinity()
	case SpecialLSPath, SpecialLSSegment:
		return d.lsChosen(st, p)
	}
	return true
}

// lsSubTLVs reads the TLVs at the end of a value, if there are any.
func (d *dec) lsSubTLVs(st *attrState) {
	if d.left() > 0 {
		fr := d.begin(FieldLSSubTLVs)
		d.lsTLVs(st)
		d.done(fr)
	}
}
