package codec

import "github.com/bgpdecode/bgpdecode/registry"

// Layout says how a value is written: its parts, one after another. The same description reads octets and, in the package
// that builds octets from JSON, writes them.
type Layout struct {
	Parts []Part
	// Ends has bit n set where the value may also end after n parts.
	Ends uint16
	// Soft says that a TLV of another length is ignored and costs nothing more.
	Soft bool
}

// Part is a field of a layout, or a list.
type Part struct {
	Field FieldID
	// Octets is the size of the field, 0 for all that is left. Of a list of single values it is that of each.
	Octets uint8
	// Min is the least number of elements of a list, or of octets of a field that takes all that is left, Max the greatest, 0 for
	// any.
	Min, Max uint8
	// Elem is the field of each element of a list; FieldGap for a part that is no list, or one of TLVs.
	Elem FieldID
	// Parts are those of each element of a list of groups.
	Parts []Part
	// AFI is that of a list of prefixes in the form of RFC 4271 section 4.3.
	AFI registry.AFI
	// Space is that of a list of TLVs.
	Space TLVSpace
	// Run are parts of fixed sizes that stand here, as they do in other layouts.
	Run []Part
	// Special is the form of a part that its size does not tell. It goes to the end.
	Special Special
	// Bits are the fields within the octets of one that has no name of its own.
	Bits []BitField
}

// Special is a form that more than sizes tell.
type Special uint8

// The special forms.
const (
	SpecialNone       Special = iota
	SpecialLSPrefix           // length and octets of a prefix; the route tells of which family (RFC 9552 section 5.2.3.2)
	SpecialLSRanges           // sizes of ranges, a SID/Label TLV behind each (RFC 9085 section 2.1.2)
	SpecialLSMasks            // two bit masks behind their lengths, then TLVs (RFC 9294 section 2)
	SpecialLSAffinity         // three lists behind their lengths (RFC 9857 section 5.6.1)
	SpecialLSPath             // a candidate path: its flags tell how long the addresses are (RFC 9857 section 4.1)
	SpecialLSSegment          // a segment: its type tells what follows (RFC 9857 section 5.7.1)
)

// BitField is a number of some bits.
type BitField struct {
	Field FieldID
	Bits  uint8
}

// Variable reports whether the size of the part depends on what is left: it is a list, or takes all.
func (p *Part) Variable() bool { return p.Octets == 0 && p.Run == nil || p.Elem != FieldGap }

// elemSize is the size of an element of a list of groups or single values.
func (p *Part) elemSize() int {
	if p.Parts == nil {
		return int(p.Octets)
	}
	return fixedOctets(p.Parts)
}

// size is that of a part that is not variable.
func (p *Part) size() int {
	if p.Run != nil {
		return fixedOctets(p.Run)
	}
	return int(p.Octets)
}

func fixedOctets(ps []Part) (n int) {
	for i := range ps {
		n += int(ps[i].Octets)
	}
	return n
}

// takes reports whether the part, which is variable, can have n octets.
func (p *Part) takes(n int) bool {
	switch {
	case p.AFI != 0, p.Space != SpaceNone:
		return n > 0 || p.Min == 0
	case p.Elem == FieldGap:
		return n >= int(p.Min) && (p.Max == 0 || n <= int(p.Max))
	}
	size := p.elemSize()
	return n%size == 0 && n/size >= int(p.Min) && (p.Max == 0 || n/size <= int(p.Max))
}

// fits reports whether a value of n octets can have the layout.
func (l *Layout) fits(n int) bool {
	for i := range l.Parts {
		p := &l.Parts[i]
		if n == 0 && l.Ends&(1<<i) != 0 {
			return true
		}
		if p.Variable() {
			return p.takes(n)
		}
		if n -= p.size(); n < 0 {
			return false
		}
	}
	return n == 0
}

// layoutFor gives the first of the layouts that n octets can have, nil for none.
func layoutFor(ls []Layout, n int) *Layout {
	for i := range ls {
		if ls[i].fits(n) {
			return &ls[i]
		}
	}
	return nil
}

// parts reads what is there of the parts of a layout.
func (d *dec) layoutParts(st *attrState, ps []Part) {
	for i := range ps {
		if d.left() == 0 {
			return
		}
		d.layoutPart(st, &ps[i])
	}
}

func (d *dec) layoutPart(st *attrState, p *Part) {
	switch {
	case p.Run != nil:
		d.layoutParts(st, p.Run)
	case p.Space != SpaceNone:
		fr := d.begin(p.Field)
		d.spaceTLVs(st, p.Space)
		d.done(fr)
	case p.Elem != FieldGap:
		fr := d.begin(p.Field)
		d.elements(p)
		d.done(fr)
	case p.Octets == 0:
		d.rest(p.Field)
	case p.Bits != nil:
		d.bitFields(p)
	default:
		d.bytes(p.Field, int(p.Octets))
	}
}

// elements reads the elements of a list, as far as they are wholly there.
func (d *dec) elements(p *Part) {
	if p.AFI != 0 {
		for d.left() > 0 && d.listedPrefix(p.Elem, p.AFI) {
		}
		return
	}
	for size := p.elemSize(); d.left() >= size; {
		if p.Parts == nil {
			d.bytes(p.Elem, size)
			continue
		}
		fr := d.begin(p.Elem)
		d.layoutParts(nil, p.Parts)
		d.done(fr)
	}
}

// listedPrefix reads a prefix that is no route. It reports false when there is none.
func (d *dec) listedPrefix(f FieldID, afi registry.AFI) bool {
	_, n, ok := parsePrefix(d.peek(), addrBits(Family{afi, registry.SAFIUnicast}))
	if !ok {
		return false
	}
	fr := d.begin(f)
	d.set(fr, uint64(afi))
	d.u8(FieldPrefixLen)
	if n > 1 {
		d.bytes(FieldPrefixBits, n-1)
	}
	d.done(fr)
	return true
}

// bitFields reads a number and tells the fields in it, the first of which has the highest bits.
func (d *dec) bitFields(p *Part) {
	if whole := d.left() >= int(p.Octets); !whole {
		d.bytes(p.Field, int(p.Octets))
		return
	}
	v := beUint(d.bytes(p.Field, int(p.Octets)))
	left := 8 * p.Octets
	for i := range p.Bits {
		left -= p.Bits[i].Bits
		d.synth(p.Bits[i].Field, v>>left&(1<<p.Bits[i].Bits-1))
	}
}

// attrByLayout reads an attribute whose value attrForms describes. A value that cannot have the layout stays octets: its
// length has been judged.
func (d *dec) attrByLayout(st *attrState) {
	if n := len(d.findings); !st.rule.Known {
		defer d.forget(n)
	}
	group, ls := AttrLayouts(st.Code)
	l := layoutFor(ls, st.Length)
	if l == nil {
		return
	}
	if group == FieldGap {
		d.layoutPart(st, &l.Parts[0])
		return
	}
	fr := d.begin(group)
	d.layoutParts(st, l.Parts)
	d.leave(fr)
}
