package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The Data of an UPDATE Message Error. RFC 4271 section 6.3 wants the erroneous attribute, flags, type, length
// and value. In the field there are also the attribute with octets behind it, cut, without its flags octet,
// its value alone, the whole message, or the rest of the attribute list. The readings are tried in the order of
// how much they explain; the first that uses every octet wins.

// dataMissingAttr: 3/3 holds the type code of the missing attribute.
func (d *dec) dataMissingAttr(code, sub uint8) {
	if d.left() == 1 {
		d.u8(FieldMissingAttr)
		return
	}
	d.dataAttribute(code, sub)
}

// dataAttribute reads one attribute in whatever form it came.
func (d *dec) dataAttribute(code, sub uint8) {
	p := d.peek()
	a, ok := ParseAttr(p)
	exact := ok && a.HeaderLen+a.Length == len(p)
	short := ok && a.HeaderLen+a.Length > len(p)
	known := ok && registry.Attr(uint8(a.Code)).Known
	fits := known && suits(sub, a.Code)
	sane := ok && a.Flags&flagsUnused == 0 && a.Flags&(FlagOptional|FlagTransitive) != 0
	switch {
	case d.enclosedMessage(code, sub, p):
	case exact && (fits || sane && suits(sub, a.Code) || known && a.Flags&flagsUnused != 0 && suits(sub, a.Code)):
		d.oneAttribute(code, sub)
	case short && d.atCut() && sane:
		d.oneAttribute(code, sub)
	case d.withoutFlags(sub, p):
		d.about(FindDataNoFlags, d.off, len(p), code, sub)
		d.attributeWithoutFlags()
	case valueOnly(sub, p) != 0:
		d.about(FindDataValueOnly, d.off, len(p), code, sub)
		d.attributeValueOnly(valueOnly(sub, p))
	case exact && sane:
		d.about(FindDataOtherAttr, d.off, len(p), code, sub).Attr = uint8(a.Code)
		d.oneAttribute(code, sub)
	case sane && attributeWalk(p) > 1:
		d.about(FindDataAttrs, d.off, len(p), code, sub)
		d.attributeList(FieldDataAttrs)
	case short && sane && known:
		x := d.find(FindDataShort, d.off, len(p), uint32(a.Length), uint32(len(a.Value)))
		x.Attr = uint8(a.Code)
		d.oneAttribute(code, sub)
	case sane && known:
		d.attributeAndSurplus(a, sub)
	case d.updateInside(code, sub, p):
	case printable(p):
		d.about(FindDataText, d.off, len(p), code, sub)
		d.rest(FieldDataText)
	case sub == 1 || sub == 10 || sub == 11 || sub == 0 || sub == 7:
		d.dataUnexpected(code, sub)
	default:
		d.dataOpaque(code, sub)
	}
}

func (d *dec) enclosedMessage(code, sub uint8, p []byte) bool {
	h, ok := ParseHeader(p)
	if !ok || !h.Plausible() {
		return false
	}
	return d.dataOther(code, sub)
}

// suits reports whether an error subcode can be about this attribute.
func suits(sub uint8, code registry.AttrCode) bool {
	switch sub {
	case 6:
		return code == registry.AttrOrigin
	case 8:
		return code == registry.AttrNextHop || code == registry.AttrMPReach
	case 11:
		return code == registry.AttrASPath || code == registry.AttrAS4Path
	case 10:
		return code == registry.AttrMPReach || code == registry.AttrMPUnreach
	}
	return true
}

func (d *dec) oneAttribute(code, sub uint8) {
	if sub == 1 || sub == 10 || sub == 11 || sub == 0 {
		d.about(FindDataUndefined, d.off, d.left(), code, sub)
	}
	d.attribute(FieldAttr)
}

// withoutFlags reports whether p is an attribute that starts at its type octet, as FRR 8 sends it with 3/5.
func (d *dec) withoutFlags(sub uint8, p []byte) bool {
	if len(p) < 2 || !registry.Attr(p[0]).Known || !suits(sub, registry.AttrCode(p[0])) {
		return false
	}
	return int(p[1])+2 == len(p)
}

func (d *dec) attributeWithoutFlags() {
	fr := d.begin(FieldDataAttr)
	p := d.peek()
	st := attrState{
		Attr: Attr{Code: registry.AttrCode(p[0]), Length: int(p[1]), HeaderLen: 2, Value: p[2:]},
		rule: registry.Attr(p[0]), at: d.off, tlv: p, noFlag: true,
	}
	d.u8(FieldAttrType)
	d.u8(FieldAttrLen)
	d.attrValue(&st)
	d.done(fr)
}

// valueOnly says which attribute p is the bare value of, going by the subcode and the length (OpenBGPD sends
// it so with 3/4, 3/5 and 3/8); 0 when it is none.
func valueOnly(sub uint8, p []byte) registry.AttrCode {
	switch {
	case sub == 6 && len(p) == 1:
		return registry.AttrOrigin
	case sub == 8 && len(p) == 4:
		return registry.AttrNextHop
	case sub == 11 && (pathWalks(p, 2) || pathWalks(p, 4)):
		return registry.AttrASPath
	}
	return 0
}

// pathWalks reports whether b is one or more whole AS_PATH segments.
func pathWalks(b []byte, w int) bool {
	for n := 0; len(b) > 0; b = b[n:] {
		t, count, size, ok := parseSegment(b, w)
		if !ok || size > len(b) || count == 0 || t < 1 || t > 4 {
			return false
		}
		n = size
		if n == len(b) {
			return true
		}
	}
	return false
}

func (d *dec) attributeValueOnly(code registry.AttrCode) {
	fr := d.begin(FieldDataValue)
	p := d.peek()
	st := attrState{
		Attr: Attr{Code: code, Length: len(p), Value: p},
		rule: registry.Attr(uint8(code)), at: d.off, tlv: p, noFlag: true,
	}
	d.synth(FieldAttrType, uint64(code))
	d.attrValue(&st)
	d.done(fr)
}

// attributeWalk counts the attributes of b when they use every octet and look like attributes, else 0.
func attributeWalk(b []byte) int {
	n, end := 0, 0
	for a := range Attrs(b) {
		r := registry.Attr(uint8(a.Code))
		if len(a.Value) < a.Length || a.Flags&flagsUnused != 0 || r.Known && a.Flags&(FlagOptional|FlagTransitive) != r.Flags {
			return 0
		}
		n, end = n+1, a.Offset+a.HeaderLen+a.Length
	}
	if end != len(b) {
		return 0
	}
	return n
}

// attributeAndSurplus reads an attribute with octets behind it: CVE-2017-15865, the sender read past its end.
func (d *dec) attributeAndSurplus(a Attr, sub uint8) {
	end := d.end
	d.end = d.off + a.HeaderLen + a.Length
	d.oneAttribute(uint8(registry.ErrUpdate), sub)
	d.end = end
	n := d.left()
	d.find(FindDataSurplus, d.off, n, uint32(n), 0).Attr = uint8(a.Code)
	d.rest(FieldDataSurplus)
}

// updateInside reads Data that is the body of an UPDATE.
func (d *dec) updateInside(code, sub uint8, p []byte) bool {
	if len(p) < 4 {
		return false
	}
	w := int(p[0])<<8 | int(p[1])
	if w+4 > len(p) {
		return false
	}
	n := int(p[2+w])<<8 | int(p[3+w])
	if n == 0 || w+4+n > len(p) || attributeWalk(p[4+w:4+w+n]) == 0 {
		return false
	}
	d.about(FindDataMessage, d.off, len(p), code, sub)
	d.updateBody()
	return true
}
