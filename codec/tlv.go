package codec

import "github.com/bgpdecode/bgpdecode/registry"

// TLVs inside path attributes: type, length, value, with lengths of one or two octets. The fields and the findings are
// shared by all of them; an attribute adds the field of its type, which knows the registry's names.

// tlvForm is how a kind of TLV is written.
type tlvForm struct {
	group, typ FieldID
	typeOctets int
	lenOctets  int  // 0: one octet below type 128, else two (RFC 9012 section 2)
	whole      bool // the length counts type and length, too
	space      TLVSpace
}

// tlv is the TLV that is open.
type tlv struct {
	typ, n int // n: octets of the value, as the length says
	at     int // of the type octet
	space  TLVSpace
	frame
}

// tlvs reads TLVs to the end of the range. body reads the value of each, which may be shorter than t.n where the input
// ends; what it leaves is a gap, and a value that it does not touch stays as octets.
func (d *dec) tlvs(st *attrState, form tlvForm, body func(*dec, *attrState, tlv)) {
	for d.left() > 0 {
		t, ok := d.tlvHead(st, form)
		if !ok {
			d.gap()
			return
		}
		at := d.off
		if body(d, st, t); d.off == at && d.left() > 0 {
			d.rest(FieldTLVRaw)
		}
		d.gap()
		d.done(t.frame)
	}
}

// tlvHead opens a TLV: the range ends with its value. It reports false when nothing behind it can be found.
func (d *dec) tlvHead(st *attrState, form tlvForm) (t tlv, ok bool) {
	t.at, t.space = d.off, form.space
	if form.lenOctets == 0 && d.left() > 0 {
		form.lenOctets = lengthOctets(d.peek()[0])
	}
	head := form.typeOctets + form.lenOctets
	if n := d.left(); n < head {
		if !d.lacks(st) {
			d.attrBad(st, FindTLVHeader, t.at, n, uint32(n), 0)
		}
		return t, false
	}
	t.frame = d.begin(form.group)
	t.typ = int(d.uint(form.typ, form.typeOctets))
	t.n = int(d.uint(FieldTLVLen, form.lenOctets))
	if form.whole {
		if t.n < head {
			d.attrBad(st, FindTLVLength, t.at, head, uint32(t.typ), uint32(t.n))
			d.gap()
			d.done(t.frame)
			return t, false
		}
		t.n -= head
	}
	if t.n > d.left() {
		d.mark(t.frame, NodeTruncated)
		if d.overruns(t.n) && !(st.part && !st.cut) {
			d.attrBad(st, FindTLVOverrun, t.at, head, uint32(t.n), uint32(d.left()))
		}
	}
	d.narrow(t.n)
	return t, true
}

// lengthOctets is the size of the length of a sub-TLV of a tunnel (RFC 9012 section 2).
func lengthOctets(typ byte) int {
	if typ < 128 {
		return 1
	}
	return 2
}

// lacks reports whether it is known already that octets are missing at the end of the open range.
func (d *dec) lacks(st *attrState) bool { return d.atCut() || st.part && !st.cut }

// soften makes warnings of the findings from the nth on.
func (d *dec) soften(n int) {
	for i := n; i < len(d.findings); i++ {
		d.findings[i].Severity, d.findings[i].Action = SeverityWarning, registry.ActionNone
	}
}

// forget is soften for an attribute that receivers do not know: no NOTIFICATION is due.
func (d *dec) forget(n int) {
	d.soften(n)
	for i := n; i < len(d.findings); i++ {
		d.findings[i].Note = Notification{}
	}
}

// tlvBad notes that the length of a TLV is none that its type can have.
func (d *dec) tlvBad(st *attrState, t tlv) {
	d.attrBad(st, FindTLVLength, t.at, d.off-t.at, uint32(t.typ), uint32(t.n))
}

// hasTLV reports whether one of the TLVs in b has the type. A walk that cannot go on tells nothing: then it may have.
func hasTLV(b []byte, typeOctets, lenOctets, typ int) bool {
	for len(b) > 0 {
		head := typeOctets + lenOctets
		if len(b) < head || int(beUint(b[:typeOctets])) == typ {
			return true
		}
		n := int(beUint(b[typeOctets:head]))
		if n > len(b)-head {
			return true
		}
		b = b[head+n:]
	}
	return false
}

// TLV is a type and its value, wherever attributes have such pairs.
type TLV struct {
	Type  uint16
	Value []byte
}

// parseTLVs reads TLVs of a form to the end of b. It reports false when they do not end there. The values borrow b.
func parseTLVs(b []byte, typeOctets, lenOctets int, whole bool) (list []TLV, ok bool) {
	number := func(b []byte) (v int) {
		for _, c := range b {
			v = v<<8 | int(c)
		}
		return v
	}
	perType := lenOctets == 0
	for len(b) > 0 {
		if perType {
			lenOctets = lengthOctets(b[0])
		}
		head := typeOctets + lenOctets
		if len(b) < head {
			return list, false
		}
		t, n := number(b[:typeOctets]), number(b[typeOctets:head])
		if whole {
			n -= head
		}
		if n < 0 || n > len(b)-head {
			return list, false
		}
		list = append(list, TLV{uint16(t), b[head : head+n : head+n]})
		b = b[head+n:]
	}
	return list, true
}

// appendTLVs appends TLVs of a form. It reports false, and appends nothing, when a type or a length does not fit.
func appendTLVs(dst []byte, list []TLV, typeOctets, lenOctets int, whole bool) ([]byte, bool) {
	start, perType := len(dst), lenOctets == 0
	for _, t := range list {
		if perType {
			lenOctets = lengthOctets(byte(t.Type))
		}
		n := len(t.Value)
		if whole {
			n += typeOctets + lenOctets
		}
		if typeOctets == 1 && t.Type > 0xff || n >= 1<<(8*lenOctets) {
			return dst[:start], false
		}
		if typeOctets == 2 {
			dst = append(dst, byte(t.Type>>8))
		}
		dst = append(dst, byte(t.Type))
		if lenOctets == 2 {
			dst = append(dst, byte(n>>8))
		}
		dst = append(append(dst, byte(n)), t.Value...)
	}
	return dst, true
}
