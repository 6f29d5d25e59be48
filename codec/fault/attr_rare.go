package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Attributes of few networks. Whoever does not know one passes it on, or drops it where it is not transitive.

// fillTE has the faults of Traffic Engineering (RFC 5543 section 3).
func fillTE(l *list) {
	l2 := append([]byte{0x33, 2, 0, 0}, slices.Repeat([]byte{0x3f, 0x80, 0, 0}, 8)...)
	fillAttr(l, &attrRow{
		flags: on, sample: octets(l2...), refs: []string{"RFC 7606 §7.13"}, malformed: withdraw, conflict: withdraw, short: 35, zero: true,
	})
}

// fillBGPLS has the faults of the BGP-LS Attribute (RFC 9552 section 8.2.2).
func fillBGPLS(l *list) {
	sample := []byte{0x04, 0x0e, 0, 4, 0x40, 0, 0, 0}
	r := &attrRow{flags: on, sample: octets(sample...), refs: []string{"RFC 9552 §8.2.2"}, malformed: discard, conflict: withdraw, short: 3, zero: true}
	fillAttr(l, r)
	l.inner(r, "tlv_overrun", "a TLV that claims 100 octets", codec.FindTLVOverrun, 2, 2, 0x04, 0x0e, 0, 100, 0x40, 0, 0, 0)
	l.inner(r, "tlv_header", "three octets behind the last TLV", codec.FindTLVHeader, len(sample), 3, append(slices.Clone(sample), 4, 0x0e, 0)...)
	l.legalValue(r, "legal_unknown_tlv", l.symbol()+" with a TLV that nobody knows", "RFC 9552 §5.1", octets(append(slices.Clone(sample), 0xfe, 0xfe, 0, 1, 7)...))
}

// fillContainer has the faults of BGP Community Container (draft-ietf-idr-wide-bgp-communities).
func fillContainer(l *list) {
	wide := []byte{0, 1, 1, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0xfb, 0xf0, 0, 0, 0xfb, 0xf0}
	r := &attrRow{
		flags: ot, sample: octets(wide...), refs: []string{"draft-ietf-idr-wide-bgp-communities"}, malformed: withdraw, conflict: withdraw, short: 5, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "overrun", "a container that claims 200 octets", codec.FindTLVOverrun, 4, 2, 0, 1, 1, 0, 0, 200, 0, 0, 0, 1)
	l.inner(r, "wide_short", "a wide community of 11 octets", codec.FindTLVLength, 4, 2, append([]byte{0, 1, 1, 0, 0, 11}, wide[6:17]...)...)
}

// fillDPath has the faults of D-PATH (draft-ietf-bess-evpn-ipvpn-interworking).
func fillDPath(l *list) {
	one := []byte{1, 0, 0, 0xfb, 0xf0, 0, 1, 70}
	r := &attrRow{
		flags: ot, sample: octets(one...), refs: []string{"draft-ietf-bess-evpn-ipvpn-interworking"}, malformed: withdraw, conflict: withdraw, short: 7, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "segment_empty", "a segment without domains", codec.FindInnerLength, 0, 1, append([]byte{0}, one[1:]...)...)
	l.inner(r, "segment_overrun", "a segment that claims two domains and has one", codec.FindInnerLength, 0, 1, append([]byte{2}, one[1:]...)...)
}

// fillSFP has the faults of the SFP attribute (RFC 9015 section 3.2.1).
func fillSFP(l *list) {
	hop := []byte{2, 0, 14, 255, 3, 0, 10, 0, 41, 0, 1, 192, 0, 2, 1, 0, 1}
	r := &attrRow{flags: ot, sample: octets(hop...), refs: []string{"RFC 9015 §3.2.1"}, malformed: withdraw, conflict: withdraw, short: 2, zero: true}
	fillAttr(l, r)
	l.inner(r, "no_hop", "no hop", codec.FindTLVMissing, 0, 3, 5, 0, 0)
	l.inner(r, "tlv_overrun", "a hop that claims 100 octets", codec.FindTLVOverrun, 1, 2, append([]byte{2, 0, 100}, hop[3:]...)...)
	l.inner(r, "sub_tlv_overrun", "a sub-TLV that runs past its hop", codec.FindTLVOverrun, 5, 2, append([]byte{2, 0, 14, 255, 3, 0, 11}, hop[7:]...)...)
}

// fillNHC has the faults of Next Hop Dependent Characteristics (draft-ietf-idr-nhc).
func fillNHC(l *list) {
	head := []byte{0, 1, 1, 4, 192, 0, 2, 1}
	r := &attrRow{
		flags: ot, sample: octets(append(slices.Clone(head), 0, 1, 0, 0)...), refs: []string{"draft-ietf-idr-nhc"}, malformed: discard, conflict: withdraw,
		short: 7, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "next_hop_overrun", "a next hop of 200 octets", codec.FindInnerLength, 3, 1, 0, 1, 1, 200, 192, 0, 2, 1, 0, 1, 0, 0)
	l.inner(r, "none", "no characteristics", codec.FindTLVNone, 3, 5, head...)
	l.inner(r, "tlv_overrun", "a characteristic that claims 100 octets", codec.FindTLVOverrun, 10, 2, append(slices.Clone(head), 0, 1, 0, 100)...)
}

// fillBIER has the faults of the BIER attribute (RFC 9793 section 3).
func fillBIER(l *list) {
	tlv := []byte{0, 1, 0, 4, 0, 0, 7, 0}
	r := &attrRow{flags: ot, sample: octets(tlv...), refs: []string{"RFC 9793 §3"}, malformed: discard, conflict: withdraw, short: 3, zero: true}
	fillAttr(l, r)
	l.inner(r, "tlv_overrun", "a TLV that claims 5 octets and has 4", codec.FindTLVOverrun, 2, 2, 0, 1, 0, 5, 0, 0, 7, 0)
	l.inner(r, "tlv_length", "a BIER TLV of 3 octets", codec.FindTLVLength, 2, 2, 0, 1, 0, 3, 0, 0, 7)
	l.inner(r, "tlv_header", "three octets behind the last TLV", codec.FindTLVHeader, 8, 3, append(slices.Clone(tlv), 0, 1, 0)...)
}
