package codec

// The types of TLVs of the SFP attribute (RFC 9015 section 3.2.1).
const (
	sfpAssociation = 1
	sfpHop         = 2
	sfpSFT         = 3 // in a Hop TLV
	sfpSwapping    = 4 // in a Hop TLV
	sfpTraversal   = 5
)

// attrSFP reads the SFP attribute (RFC 9015 section 3.2.1): TLVs, among them one for each hop of the path at least.
func (d *dec) attrSFP(st *attrState) {
	if st.Length >= 3 && !d.lacks(st) && !hasTLV(d.peek(), 1, 2, sfpHop) {
		d.attrBad(st, FindTLVMissing, st.at, len(st.tlv), sfpHop, 0)
	}
	d.attrByLayout(st)
}

// ParseSFP reads the TLVs of an SFP attribute (RFC 9015 section 3.2.1). It reports false when they do not fill v, which they
// borrow.
func ParseSFP(v []byte) ([]TLV, bool) { return SpaceSFP.ParseTLVs(v) }

// AppendSFP appends the TLVs of an SFP attribute. It reports false, and appends nothing, when one does not fit its head.
func AppendSFP(dst []byte, list []TLV) ([]byte, bool) { return SpaceSFP.AppendTLVs(dst, list) }

// SFPAssociation ties a service function path to another (RFC 9015 section 3.2.1.1).
type SFPAssociation struct {
	Type uint8 // 1: the two are the directions of one
	RD   RD    // of the route of the other path
	SPI  uint32
}

// TLV makes the Association TLV. The SPI is cut to its 24 bits.
func (a SFPAssociation) TLV() TLV {
	return TLV{sfpAssociation, appendU24(append([]byte{a.Type}, a.RD[:]...), a.SPI)}
}

// SFPAssociation gives the value of an Association TLV.
func (t TLV) SFPAssociation() (a SFPAssociation, ok bool) {
	if t.Type != sfpAssociation || len(t.Value) != 12 {
		return a, false
	}
	return SFPAssociation{t.Value[0], RD(t.Value[1:]), be24(t.Value[9:])}, true
}

// SFPHop is a hop of a service function path: for each type of service function that may serve there, the instances, each by
// the route distinguisher of its route or by an SFIR Pool Identifier (RFC 9015 sections 3.2.1.2 and 3.2.1.3).
type SFPHop struct {
	Index     uint8 // Service Index
	Functions []SFPFunction
	Swapping  bool // MPLS Swapping/Stacking (section 3.2.1.4)
}

// SFPFunction is a type of service function and its instances.
type SFPFunction struct {
	Type      uint16 // Service Function Type
	Instances []RD
}

// TLV makes the Hop TLV. It reports false when it has more octets than a TLV can have.
func (h *SFPHop) TLV() (TLV, bool) {
	var subs []TLV
	for _, f := range h.Functions {
		v := appendU16(nil, f.Type)
		for _, rd := range f.Instances {
			v = append(v, rd[:]...)
		}
		subs = append(subs, TLV{sfpSFT, v})
	}
	if h.Swapping {
		subs = append(subs, TLV{Type: sfpSwapping})
	}
	v, ok := SpaceSFPHop.AppendTLVs([]byte{h.Index}, subs)
	return TLV{sfpHop, v}, ok && len(v) < 1<<16
}

// SFPHop gives the value of a Hop TLV; sub-TLVs of other types are left out. It reports false when it is none, or broken.
func (t TLV) SFPHop() (h SFPHop, ok bool) {
	if t.Type != sfpHop || len(t.Value) < 4 {
		return h, false
	}
	h.Index = t.Value[0]
	subs, ok := SpaceSFPHop.ParseTLVs(t.Value[1:])
	for _, s := range subs {
		switch v := s.Value; {
		case s.Type == sfpSwapping:
			h.Swapping = true
		case s.Type == sfpSFT && len(v) >= 2 && len(v)%8 == 2:
			f := SFPFunction{Type: be16(v)}
			for v = v[2:]; len(v) > 0; v = v[8:] {
				f.Instances = append(f.Instances, RD(v))
			}
			h.Functions = append(h.Functions, f)
		case s.Type == sfpSFT:
			ok = false
		}
	}
	return h, ok
}
