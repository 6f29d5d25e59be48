package codec

import "net/netip"

// The types of TLVs and sub-TLVs of BIER (RFC 9793 section 3).
const (
	bierTLV     = 1
	bierMPLS    = 2
	bierNonMPLS = 3
	bierNextHop = 4
)

// ParseBIER reads the TLVs of a BIER attribute (RFC 9793 section 3). It reports false when they do not fill v, which they
// borrow.
func ParseBIER(v []byte) ([]TLV, bool) { return SpaceBIER.ParseTLVs(v) }

// AppendBIER appends the TLVs of a BIER attribute. It reports false, and appends nothing, when one does not fit its head.
func AppendBIER(dst []byte, list []TLV) ([]byte, bool) { return SpaceBIER.AppendTLVs(dst, list) }

// BIER is what a router is in a sub-domain (RFC 9793 section 3).
type BIER struct {
	SubDomain uint8
	BFRID     uint16
	SubTLVs   []TLV // encapsulations and a next hop
}

// TLV makes the BIER TLV. It reports false when it has more octets than a TLV can have.
func (x *BIER) TLV() (TLV, bool) {
	v, ok := SpaceBIERSub.AppendTLVs([]byte{x.SubDomain, byte(x.BFRID >> 8), byte(x.BFRID), 0}, x.SubTLVs)
	return TLV{bierTLV, v}, ok && len(v) < 1<<16
}

// BIER gives the value of a BIER TLV, whose sub-TLVs borrow it. It reports false when it is none, or broken.
func (t TLV) BIER() (x BIER, ok bool) {
	if t.Type != bierTLV || len(t.Value) < 4 {
		return x, false
	}
	x.SubDomain, x.BFRID = t.Value[0], be16(t.Value[1:])
	x.SubTLVs, ok = SpaceBIERSub.ParseTLVs(t.Value[4:])
	return x, ok
}

// BIEREncapsulation is a range of labels, or of BIFT-ids without MPLS, for a length of bit strings (RFC 9793 sections 3.1 and
// 3.2).
type BIEREncapsulation struct {
	MPLS  bool
	MaxSI uint8
	BSLen uint8      // 4 bits (RFC 8296 section 2)
	First uint32     // 20 bits: first label or BIFT-id
	Next  netip.Addr // BIER Nexthop; the zero Addr for none
}

// TLV makes the encapsulation sub-TLV. Numbers are cut to their bits.
func (e BIEREncapsulation) TLV() TLV {
	t := TLV{bierNonMPLS, appendU24([]byte{e.MaxSI}, uint32(e.BSLen)<<20|e.First&0xfffff)}
	if e.MPLS {
		t.Type = bierMPLS
	}
	if e.Next.IsValid() {
		t.Value, _ = SpaceBIEREncap.AppendTLVs(t.Value, []TLV{BIERNextHopTLV(e.Next)})
	}
	return t
}

// BIEREncapsulation gives the value of an encapsulation sub-TLV. It reports false when it is none, or broken.
func (t TLV) BIEREncapsulation() (e BIEREncapsulation, ok bool) {
	if t.Type != bierMPLS && t.Type != bierNonMPLS || len(t.Value) < 4 {
		return e, false
	}
	v := be24(t.Value[1:])
	e = BIEREncapsulation{MPLS: t.Type == bierMPLS, MaxSI: t.Value[0], BSLen: uint8(v >> 20), First: v & 0xfffff}
	subs, ok := SpaceBIEREncap.ParseTLVs(t.Value[4:])
	for _, s := range subs {
		if a, is := s.BIERNextHop(); is && !e.Next.IsValid() {
			e.Next = a
		}
	}
	return e, ok
}

// BIERNextHopTLV makes a BIER Nexthop sub-TLV (RFC 9793 section 3.3).
func BIERNextHopTLV(a netip.Addr) TLV { return TLV{bierNextHop, a.AsSlice()} }

// BIERNextHop gives the address of a BIER Nexthop sub-TLV.
func (t TLV) BIERNextHop() (a netip.Addr, ok bool) {
	if t.Type == bierNextHop {
		a, ok = netip.AddrFromSlice(t.Value)
	}
	return a, ok
}
