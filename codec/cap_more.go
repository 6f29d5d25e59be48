package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file has the capabilities that few sessions negotiate: outbound route filtering (RFC 5291, and its codes from before
// the standard), multiple labels (RFC 8277), BGPsec (RFC 8205), dynamic capability, multisession, and the first 4-octet AS.

// capORF reads capability 3 and those of the same form: families, and the filters that each has.
func (d *dec) capORF(code registry.CapCode) {
	at, all, whole := d.off, d.left(), true
	fr := d.begin(FieldCapORF)
	for whole && d.left() >= 5 {
		e := d.begin(FieldCapFamily)
		d.u16(FieldAFI)
		d.u8(FieldReserved)
		d.u8(FieldSAFI)
		n := int(d.u8(FieldORFCount))
		whole = 2*n <= d.left()
		l := d.begin(FieldORFTypes)
		for ; n > 0 && d.left() >= 2; n-- {
			o := d.begin(FieldORF)
			d.u8(FieldORFType)
			d.u8(FieldORFSendReceive)
			d.done(o)
		}
		d.done(l)
		d.done(e)
	}
	if !whole || d.left() > 0 {
		d.find(FindCapInner, at, all, uint32(code), uint32(all))
	}
	d.leave(fr)
}

func (d *dec) capORFStandard() { d.capORF(registry.CapORF) }
func (d *dec) capORF129()      { d.capORF(registry.CapORFOld129) }
func (d *dec) capORF130()      { d.capORF(registry.CapORFOld) }

func (d *dec) capMultipleLabels() {
	fr := d.begin(FieldCapList)
	for d.left() >= 4 {
		e := d.begin(FieldCapFamily)
		d.family()
		d.u8(FieldLabelCount)
		d.done(e)
	}
	d.leave(fr)
}

func (d *dec) capBGPsec() {
	fr := d.begin(FieldBGPsec)
	v := d.u8(FieldBGPsecHead)
	d.synth(FieldBGPsecVersion, uint64(v>>4))
	d.synth(FieldBGPsecDirection, uint64(v>>3&1))
	d.u16(FieldAFI)
	d.done(fr)
}

// capAS4Old reads the code that 4-octet AS numbers had before capability 65; nothing follows from it.
func (d *dec) capAS4Old() { d.u32(FieldCapAS4Old) }

// What a side does with outbound route filters of a type (RFC 5291 section 5).
const (
	ORFReceive = 1
	ORFSend    = 2
	ORFBoth    = 3
)

// ORFOffer is what a side offers for the outbound route filters of a family.
type ORFOffer struct {
	Family
	Types []ORFTypeOffer // at most 255
}

// ORFTypeOffer is a type of outbound route filter, and whether the side sends or receives it.
type ORFTypeOffer struct {
	Type uint8
	Mode uint8 // ORFReceive, ORFSend or ORFBoth
}

// ORFCapability returns capability 3 (RFC 5291 section 5), or with another code one of those from before the standard, 129
// and 130. Types beyond 255 of a family are left out.
func ORFCapability(code registry.CapCode, list ...ORFOffer) Capability {
	var v []byte
	for _, e := range list {
		types := e.Types[:min(len(e.Types), 255)]
		v = append(appendU16(v, uint16(e.AFI)), 0, byte(e.SAFI), byte(len(types)))
		for _, t := range types {
			v = append(v, t.Type, t.Mode)
		}
	}
	return Capability{Code: code, Value: v}
}

// ParseORF reads the value of capabilities 3, 129 and 130; the reserved octets are ignored.
func ParseORF(v []byte) (list []ORFOffer, ok bool) {
	for len(v) >= 5 {
		e, n := ORFOffer{Family: Family{registry.AFI(be16(v)), registry.SAFI(v[3])}}, int(v[4])
		if v = v[5:]; 2*n > len(v) {
			return list, false
		}
		for ; n > 0; n-- {
			e.Types = append(e.Types, ORFTypeOffer{v[0], v[1]})
			v = v[2:]
		}
		list = append(list, e)
	}
	return list, len(v) == 0
}

// MultipleLabels is how many labels a side takes for each route of a family (RFC 8277 section 2.1). 255 means any number; 0
// and 1 offer nothing.
type MultipleLabels struct {
	Family
	Count uint8
}

// MultipleLabelsCapability returns capability 8.
func MultipleLabelsCapability(list ...MultipleLabels) Capability {
	v := make([]byte, 0, 4*len(list))
	for _, e := range list {
		v = append(appendFamilyOctets(v, e.Family), e.Count)
	}
	return Capability{Code: registry.CapMultipleLabels, Value: v}
}

// ParseMultipleLabels reads the value of capability 8.
func ParseMultipleLabels(v []byte) ([]MultipleLabels, bool) {
	out := make([]MultipleLabels, 0, len(v)/4)
	for ; len(v) >= 4; v = v[4:] {
		out = append(out, MultipleLabels{familyOctets(v), v[3]})
	}
	return out, len(v) == 0
}

// BGPsec is the value of capability 7 (RFC 8205 section 2.1): one for each family and direction.
type BGPsec struct {
	Version uint8 // four bits, 0
	Send    bool  // the side sends BGPsec UPDATEs; else it receives them
	AFI     registry.AFI
}

// Capability returns capability 7. Version is cut to its bits.
func (b BGPsec) Capability() Capability {
	head := b.Version << 4
	if b.Send {
		head |= 8
	}
	return Capability{Code: registry.CapBGPsec, Value: []byte{head, byte(b.AFI >> 8), byte(b.AFI)}}
}

// ParseBGPsec reads the value of capability 7; the unassigned bits are ignored.
func ParseBGPsec(v []byte) (b BGPsec, ok bool) {
	if len(v) != 3 {
		return b, false
	}
	return BGPsec{v[0] >> 4, v[0]&8 != 0, registry.AFI(be16(v[1:]))}, true
}

// DynamicCapability returns capability 67 (draft-ietf-idr-dynamic-cap): the capabilities that the side lets change while the
// session lives. Codes beyond 255 are left out.
func DynamicCapability(codes ...registry.CapCode) Capability {
	return Capability{Code: registry.CapDynamic, Value: appendCodes(nil, codes, 255)}
}

// ParseDynamic reads the value of capability 67.
func ParseDynamic(v []byte) []registry.CapCode {
	out := make([]registry.CapCode, len(v))
	for i, c := range v {
		out[i] = registry.CapCode(c)
	}
	return out
}

// MultisessionCapability returns capability 68 (draft-ietf-idr-bgp-multisession), or with code 131 that of before the
// standard: flags, and the capabilities whose values tell sessions apart. Codes beyond 254 are left out.
func MultisessionCapability(code registry.CapCode, flags uint8, codes ...registry.CapCode) Capability {
	return Capability{Code: code, Value: appendCodes([]byte{flags}, codes, 254)}
}

// ParseMultisession reads the value of capabilities 68 and 131.
func ParseMultisession(v []byte) (flags uint8, codes []registry.CapCode, ok bool) {
	if len(v) < 1 {
		return 0, nil, false
	}
	return v[0], ParseDynamic(v[1:]), true
}

func appendCodes(dst []byte, codes []registry.CapCode, most int) []byte {
	for _, c := range codes[:min(len(codes), most)] {
		dst = append(dst, byte(c))
	}
	return dst
}

// LabelStacks gives the families for which the capabilities of an OPEN take more than one label a route (RFC 8277 section
// 2.1). A session has them for a family if both sides do.
func LabelStacks(list []Capability) (set FamilySet) {
	for i := range list {
		if list[i].Code != registry.CapMultipleLabels {
			continue
		}
		families, _ := ParseMultipleLabels(list[i].Value)
		for _, e := range families {
			if e.Count > 1 {
				set = set.With(e.Family)
			}
		}
	}
	return set
}
