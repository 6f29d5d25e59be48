package codec

import (
	"bytes"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file reads the TLVs of BGP-LS (RFC 9552 section 5.1), of its routes and of its attribute, after the table of their
// layouts.

// lsDepth bounds TLVs in TLVs; known ones are nested in three levels.
const lsDepth = 5

// lsTLVForm is how these TLVs are written.
var lsTLVForm = tlvForm{group: FieldTLV, typ: FieldLSType, typeOctets: 2, lenOctets: 2}

// lsState is the route whose TLVs are read.
type lsState struct {
	route    bool  // else the attribute
	protocol uint8 // Protocol-ID
	afi      registry.AFI
}

// lsTLVs reads TLVs to the end of the range; depth is 0 for those that stand in no other.
func (d *dec) lsTLVs(st *attrState, depth int) {
	prev := tlv{typ: -1}
	for d.left() > 0 {
		t, ok := d.tlvHead(st, lsTLVForm)
		if !ok {
			d.gap()
			return
		}
		if d.ls.route {
			d.lsOrder(prev, t, depth)
			prev = t
		}
		at := d.off
		if f := lsFormOf(t.typ); f != nil && depth < lsDepth && d.lsFits(st, t, f) {
			d.lsParts(st, t, f, depth)
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
func (d *dec) lsOrder(prev, t tlv, depth int) {
	if prev.typ < t.typ {
		return
	}
	f := FindTLVOrder
	if prev.typ == t.typ {
		if depth > 0 {
			f = FindTLVRepeated
		} else if v := d.b[prev.at+4 : min(prev.at+4+prev.n, d.off)]; prev.n < t.n || prev.n == t.n && bytes.Compare(v, d.peek()) <= 0 {
			return
		}
	}
	x := d.find(f, t.at, 4, uint32(t.typ), uint32(prev.typ))
	x.Attr = d.mp.code
}

// lsFits judges the length of a value by its layout. It reports whether it can be read: it is legal and, unless TLVs stand at
// its end, all here. Of one that is not all here that has been said already.
func (d *dec) lsFits(st *attrState, t tlv, f *lsForm) bool {
	fixed, tail := 0, lsPart{}
	for _, p := range f.parts {
		if p.kind == lsOctets {
			fixed += int(p.n)
		} else {
			tail = p
		}
	}
	if f.size > 0 && t.n != int(f.size) || !d.lsTail(tail, t.n-fixed) {
		if d.left() == t.n {
			d.tlvBad(st, t)
		}
		return false
	}
	if tail.kind == lsSubs {
		return d.left() >= fixed
	}
	return d.left() == t.n
}

// lsTail reports whether n octets can be the last part of a value.
func (d *dec) lsTail(p lsPart, n int) bool {
	switch p.kind {
	case lsOctets:
		return n == 0
	case lsRest:
		return n >= int(p.n)
	case lsUpTo:
		return n >= 1 && n <= int(p.n)
	case lsList:
		return n >= 0 && n%int(p.n) == 0
	case lsAddr:
		return n == 4 || n == 16
	case lsSID:
		if p.field != 0 {
			return n >= 7 && n <= 10
		}
		return n == 3 || n == 4
	case lsRouterID:
		switch d.ls.protocol {
		case lsISIS1, lsISIS2, lsOSPF2, lsOSPF3:
			return n == 4 || n >= 6 && n <= 8
		}
		return n > 0
	case lsPrefix:
		return n > 0
	case lsMSDs:
		return n >= 0 && n%2 == 0
	case lsRanges:
		return n >= 10
	case lsBinding:
		return n == 8 || n == 32
	case lsPath:
		return n == 23 || n == 35 || n == 47
	case lsMasks, lsAffinity, lsGroup, lsSegment:
		return n >= 4
	}
	return n >= 0
}

// lsParts reads a value whose length is legal.
func (d *dec) lsParts(st *attrState, t tlv, f *lsForm, depth int) {
	for _, p := range f.parts {
		switch p.kind {
		case lsOctets:
			d.bytes(p.field, int(p.n))
		case lsRest, lsUpTo, lsAddr, lsRouterID:
			d.rest(p.field)
		case lsList:
			d.lsItems(p.list, p.field, int(p.n), d.left())
		case lsSID:
			d.lsSID(p)
		case lsSubs:
			d.lsSubTLVs(st, depth)
		case lsMSDs:
			d.lsMSDs()
		case lsBinding:
			d.lsBindingSIDs()
		case lsGroup:
			if d.left() == 4 {
				d.u32(FieldLSGroupID)
			} else {
				d.rest(FieldLSAssociation)
			}
		default:
			if !d.lsSpecial(st, p, depth) {
				d.tlvBad(st, t)
			}
		}
	}
}

// lsSpecial reads a part of which more than its length can be wrong, and reports whether it is well.
func (d *dec) lsSpecial(st *attrState, p lsPart, depth int) bool {
	switch p.kind {
	case lsPrefix:
		return d.lsPrefix()
	case lsRanges:
		return d.lsRanges(st, depth)
	case lsMasks:
		return d.lsMasks(st, depth)
	case lsAffinity:
		return d.lsAffinity()
	case lsPath:
		return d.lsCandidatePath()
	case lsSegment:
		return d.lsSegment(st, depth)
	}
	return true
}

// lsSubTLVs reads the TLVs at the end of a value, if there are any.
func (d *dec) lsSubTLVs(st *attrState, depth int) {
	if d.left() > 0 {
		fr := d.begin(FieldLSSubTLVs)
		d.lsTLVs(st, depth+1)
		d.done(fr)
	}
}

// lsItems reads a list of n octets, in fields of size octets.
func (d *dec) lsItems(list, item FieldID, size, n int) {
	fr := d.begin(list)
	for ; n >= size; n -= size {
		d.bytes(item, size)
	}
	d.done(fr)
}

// lsSID reads a label or an index, behind a neighbor's id if the part has one. Their lengths differ.
func (d *dec) lsSID(p lsPart) {
	if n := d.left(); p.field != 0 {
		d.bytes(p.field, 4+(n-7)/2*2)
	}
	if d.left() == 3 {
		d.uint(FieldLSLabel, 3)
	} else {
		d.u32(FieldLSIndex)
	}
}

func (d *dec) lsMSDs() {
	fr := d.begin(FieldLSMSDs)
	for d.left() >= 2 {
		m := d.begin(FieldLSMSD)
		d.u8(FieldLSMSDType)
		d.u8(FieldLSMSDValue)
		d.done(m)
	}
	d.done(fr)
}
