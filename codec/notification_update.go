package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The Data of an UPDATE Message Error. RFC 4271 section 6.3 wants the erroneous attribute, flags, type, length
// and value. In the field there are also the attribute with octets behind it, cut, without its flags octet,
// its value alone, the whole message, or the rest of the attribute list. The readings are tried in the order of
// how much they explain; the first that uses every octet wins.

// dataMissingAttr: 3/3 holds the type code of the missing attribute.
func (d *dec) dataMissingAttr(code, sub uint8) {
	if d.holds(1) {
		d.u8(FieldMissingAttr)
		return
	}
	if form, attr := attrData(sub, d.peek(), d.atCut()); form == formAttr {
		d.about(FindDataWholeAttr, d.off, d.left(), code, sub).Attr = uint8(attr)
	}
	d.dataAttribute(code, sub)
}

// dataForm is a reading of the Data of an UPDATE Message Error.
type dataForm uint8

// The readings, with what the Data holds.
const (
	formNone    dataForm = iota // nothing known
	formMessage                 // a whole message with its marker
	formText                    // a sentence
	formAttr                    // one attribute, as RFC 4271 asks
	formOther                   // one attribute, but not one that the subcode is about
	formType                    // only the type code of an attribute
	formNoFlags                 // one attribute without its flags octet
	formValue                   // the value of an attribute
	formList                    // several attributes
	formShort                   // the start of one attribute
	formSurplus                 // one attribute and more octets
	formUpdate                  // the body of an UPDATE
)

// attrData decides how p, the Data of 3/sub, is to be read. code is the attribute where the form does not name
// it by itself.
func attrData(sub uint8, p []byte, cut bool) (form dataForm, code registry.AttrCode) {
	const ot = FlagOptional | FlagTransitive
	a, ok := ParseAttr(p)
	exact := ok && a.HeaderLen+a.Length == len(p)
	short := ok && a.HeaderLen+a.Length > len(p)
	rule := registry.Attr(uint8(a.Code))
	fits, known := ok && suits(sub, a.Code), ok && rule.Known
	low := a.Flags&flagsUnused != 0
	sane := ok && !low && a.Flags&ot != 0
	_, isMessage := wholeMessage(p)
	switch value := valueOnly(sub, p); {
	case isMessage:
		return formMessage, 0
	case len(p) >= 8 && printable(p):
		return formText, 0
	case exact && fits && (sane || known && low && a.Flags&ot == rule.Flags),
		short && cut && sane && (known || !printable(p)):
		return formAttr, a.Code
	case cut && !ok && p[0]&flagsUnused == 0 && p[0]&ot != 0:
		return formAttr, 0 // too little for a header
	case value != 0 && !cut:
		return formValue, value
	case sub == 5 && !ok && p[0]&flagsUnused == 0 && p[0]&ot != 0 && (len(p) == 1 || registry.Attr(p[1]).Known):
		return formAttr, 0 // what was left in the list was too little for a header (OpenBGPD)
	case len(p) == 1 && !cut && registry.Attr(p[0]).Known && (sub == 2 || sub == 4 || sub == 5 || sub == 9):
		return formType, registry.AttrCode(p[0])
	case withoutFlags(sub, p, cut, false):
		return formNoFlags, registry.AttrCode(p[0])
	case !cut && (sub == 4 || sub == 5 || sub == 9) && len(p) == 6 && (p[0] != 0 || p[1] != 0) && !sane:
		return formValue, registry.AttrAggregator // no other value has six octets
	case exact && sane:
		return formOther, a.Code
	case sane && attributeWalk(p) > 1:
		return formList, 0
	case short && sane && known:
		return formShort, a.Code
	case sane && known:
		return formSurplus, a.Code
	case isUpdateBody(p):
		return formUpdate, 0
	case exact && !cut && (known || sub == 2 || sub == 4) && fits:
		return formAttr, a.Code
	case printable(p):
		return formText, 0
	case withoutFlags(sub, p, cut, true):
		return formNoFlags, registry.AttrCode(p[0])
	}
	return formNone, 0
}

// dataAttribute reads one attribute in whatever form it came.
func (d *dec) dataAttribute(code, sub uint8) {
	p := d.peek()
	form, attr := attrData(sub, p, d.atCut())
	note := func(id FindingID) { d.about(id, d.off, len(p), code, sub).Attr = uint8(attr) }
	switch form {
	case formMessage, formText:
		d.dataOther(code, sub)
	case formAttr:
		d.oneAttribute(code, sub)
	case formOther:
		note(FindDataOtherAttr)
		d.oneAttribute(code, sub)
	case formType:
		note(FindDataTypeOnly)
		d.u8(FieldDataAttrType)
	case formNoFlags:
		note(FindDataNoFlags)
		d.attributeWithoutFlags()
	case formValue:
		note(FindDataValueOnly)
		d.attributeValueOnly(attr)
	case formList:
		note(FindDataAttrs)
		d.attributeList(FieldDataAttrs)
	case formShort:
		a, _ := ParseAttr(p)
		d.find(FindDataShort, d.off, len(p), uint32(a.Length), uint32(len(a.Value))).Attr = uint8(attr)
		d.oneAttribute(code, sub)
	case formSurplus:
		a, _ := ParseAttr(p)
		r := d.narrow(a.HeaderLen + a.Length)
		d.oneAttribute(code, sub)
		d.widen(r)
		d.dataSurplus(attr)
	case formUpdate:
		note(FindDataMessage)
		d.updateBody()
	default:
		d.dataNoForm(code, sub)
	}
}

// dataNoForm keeps Data of an UPDATE Message Error that no reading explains.
func (d *dec) dataNoForm(code, sub uint8) {
	n := d.left()
	switch {
	case !dataFormOf(code, sub).wanted:
		d.about(FindDataUnexpected, d.off, n, code, sub)
	case (sub == 4 || sub == 5 || sub == 9) && n >= 4 && valueCandidates(n, nil) > 0:
		// OpenBGPD sends the bare value of some attributes.
		d.find(FindDataValueMaybe, d.off, n, uint32(n), 0)
	default:
		d.about(FindDataOpaque, d.off, n, code, sub)
	}
	d.rest(FieldDataRaw)
}

// valueCandidates counts the attributes of fixed form for which n octets of value are legal, and calls f for each.
func valueCandidates(n int, f func(registry.AttrCode)) int {
	count := 0
	for code := range uint8(64) {
		r := registry.Attr(code)
		open := r.Len.Step == 1 || code == uint8(registry.AttrAS4Path) // any length, or any above the least
		if !r.Known || open || !r.LengthOK(n, false) && !r.LengthOK(n, true) {
			continue
		}
		count++
		if f != nil {
			f(registry.AttrCode(code))
		}
	}
	return count
}

// dataSurplus claims the octets behind an attribute: the sender copied more than it (CVE-2017-15865).
func (d *dec) dataSurplus(attr registry.AttrCode) {
	n := d.left()
	d.find(FindDataSurplus, d.off, n, uint32(n), 0).Attr = uint8(attr)
	d.rest(FieldDataSurplus)
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
	if !dataFormOf(code, sub).wanted {
		d.about(FindDataUndefined, d.off, d.left(), code, sub)
	}
	d.attribute(FieldAttr)
}

// withoutFlags reports whether p is an attribute that starts at its type octet, as FRR 8 sends it with 3/5. With
// surplus, FRR ran on into what follows the attribute; then, and when p is cut, the length must be a legal one.
func withoutFlags(sub uint8, p []byte, cut, surplus bool) bool {
	if len(p) < 2 || !registry.Attr(p[0]).Known || !suits(sub, registry.AttrCode(p[0])) {
		return false
	}
	n, r := int(p[1]), registry.Attr(p[0])
	legal := sub == 5 && n > 0 && !r.Len.Any() && (r.LengthOK(n, false) || r.LengthOK(n, true))
	switch {
	case surplus:
		return legal && n+2 < len(p)
	case cut:
		return legal && n+2 >= len(p)
	}
	return n+2 == len(p)
}

func (d *dec) attributeWithoutFlags() {
	fr := d.begin(FieldDataAttr)
	p := d.peek()
	n := int(p[1])
	p = p[:min(2+n, len(p))]
	d.attr = attrState{
		Attr: Attr{Code: registry.AttrCode(p[0]), Length: n, HeaderLen: 2, Value: p[2:]},
		rule: registry.Attr(p[0]), at: d.off, part: len(p) < 2+n, cut: len(p) < 2+n,
	}
	d.u8(FieldAttrType)
	d.u8(FieldAttrLen)
	d.attrValue(&d.attr)
	d.done(fr)
	if d.left() > 0 {
		d.dataSurplus(d.attr.Code)
	}
}

// valueOnly says which attribute p is the bare value of, going by the subcode and the length (OpenBGPD sends
// it so with 3/4, 3/5 and 3/8); 0 when it is none or may be of several.
func valueOnly(sub uint8, p []byte) registry.AttrCode {
	switch sub {
	case 6:
		if len(p) == 1 {
			return registry.AttrOrigin
		}
	case 8:
		if len(p) == 4 {
			return registry.AttrNextHop
		}
	case 11:
		if pathWalks(p, 2) || pathWalks(p, 4) {
			return registry.AttrASPath
		}
	case 4, 5, 9:
		// Four octets that walk can as well be an address or a community.
		if len(p) > 4 && (soundPath(p, false) || soundPath(p, true)) {
			return registry.AttrASPath
		}
	}
	return 0
}

// soundPath reports whether b is whole AS_PATH segments of AS numbers that are in use.
func soundPath(b []byte, as4 bool) bool {
	if !pathWalks(b, width(as4)) {
		return false
	}
	zero, implausible, _ := scanPath(b, as4)
	return !zero && !implausible
}

// pathWalks reports whether b is one or more whole AS_PATH segments.
func pathWalks(b []byte, w int) bool {
	for len(b) > 0 {
		t, count, n, ok := parseSegment(b, w)
		if !ok || n > len(b) || count == 0 || t < 1 || t > 4 {
			return false
		}
		if n == len(b) {
			return true
		}
		b = b[n:]
	}
	return false
}

func (d *dec) attributeValueOnly(code registry.AttrCode) {
	fr := d.begin(FieldDataValue)
	p := d.peek()
	d.attr = attrState{
		Attr: Attr{Code: code, Length: len(p), Value: p},
		rule: registry.Attr(uint8(code)), at: d.off,
	}
	d.synth(FieldAttrType, uint64(code))
	d.attrValue(&d.attr)
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

// isUpdateBody reports whether p is the body of an UPDATE: its two lengths fit, and an attribute is where the
// attributes should be. The attribute that the NOTIFICATION is about may be malformed.
func isUpdateBody(p []byte) bool {
	if len(p) < 4 {
		return false
	}
	w := int(p[0])<<8 | int(p[1])
	if w+4 > len(p) {
		return false
	}
	n := int(p[2+w])<<8 | int(p[3+w])
	if n == 0 || w+4+n > len(p) {
		return false
	}
	a, ok := ParseAttr(p[4+w : 4+w+n])
	return ok && registry.Attr(uint8(a.Code)).Known && a.Flags&flagsUnused == 0 && a.Flags&(FlagOptional|FlagTransitive) != 0
}
