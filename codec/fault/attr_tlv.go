package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// inner adds a fault inside a value that has a structure of its own: 3/9 before RFC 7606.
func (l *list) inner(r *attrRow, id, title string, find codec.FindingID, off, n int, v ...byte) *Fault {
	w := upd(registry.SubOptionalAttribute, DataAttr)
	w.Or = []uint8{registry.SubAttributeLength}
	return l.wrongValue(r, Fault{ID: id, Title: l.symbol() + ": " + title, Refs: append([]string{"RFC 4271 §6.3"}, r.refs...), Want4271: w,
		Want7606: softer(w, r.malformed), Finding: find}, off, n, octets(v...))
}

// fillPMSI has the faults of PMSI_TUNNEL (RFC 6514 section 5).
func fillPMSI(l *list) {
	r := &attrRow{
		flags: ot, sample: octets(0, 6, 0, 1, 0, 192, 0, 2, 1), refs: []string{"RFC 6514 §5"}, malformed: withdraw, conflict: withdraw, short: 4, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "type_unknown", "a tunnel type that is not defined", codec.FindValueUndefined, 1, 1, 0, 0x7a, 0, 1, 0, 1, 2)
	l.inner(r, "identifier_short", "ingress replication with an address of 3 octets", codec.FindPMSIIdentifier, 5, 3, 0, 6, 0, 1, 0, 192, 0, 2)
	l.inner(r, "identifier_unwanted", "no tunnel, and an identifier of one", codec.FindPMSIIdentifier, 5, 4, 0, 0, 0, 1, 0, 192, 0, 2, 1)
	l.inner(r, "rsvp_short", "RSVP-TE with an identifier of 11 octets", codec.FindPMSIIdentifier, 5, 11, append([]byte{0, 1, 0, 1, 0}, make([]byte, 11)...)...)
}

// fillTunnelEncap has the faults of Tunnel Encapsulation (RFC 9012 section 13).
func fillTunnelEncap(l *list) {
	r := &attrRow{
		flags: ot, sample: octets(0, 8, 0, 12, 6, 10, 0, 0, 0, 0, 0, 1, 192, 0, 2, 1), refs: []string{"RFC 9012 §13"}, malformed: withdraw, conflict: withdraw,
		short: 3, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "tlv_overrun", "a tunnel that claims more octets than there are", codec.FindTLVOverrun, 2, 2, 0, 8, 0, 200, 6, 0).Incident = "tunnel-encap-frr-2023"
	l.inner(r, "tlv_header", "octets behind the last tunnel, too few for one", codec.FindTLVHeader, 4, 2, 0, 8, 0, 0, 0, 8)
	l.inner(r, "sub_tlv_overrun", "a sub-TLV that runs past its tunnel", codec.FindTLVOverrun, 5, 1, 0, 8, 0, 4, 6, 9, 0, 0)
	l.inner(r, "sub_tlv_header", "a tunnel that ends inside the head of a sub-TLV", codec.FindTLVHeader, 4, 1, 0, 8, 0, 1, 6)
	ignored := quiet(nothing, "RFC 9012 §13: the tunnel is ignored, not the attribute")
	f := l.inner(r, "endpoint_length", "an egress endpoint of 3 octets", codec.FindTLVLength, 20, 2,
		append(r.sample(nil), 0, 8, 0, 5, 6, 3, 0, 0, 0)...)
	f.Want7606 = ignored
	// The decoder's NOTIFICATION is that of a receiver of before RFC 9012.
	f.Want4271.Also = []registry.Action{nothing}
	l.legalValue(r, "legal_unknown_tunnel", l.symbol()+" with a tunnel of a type that nobody knows", "RFC 9012 §13", octets(append(r.sample(nil), 0x7f, 0x7f, 0, 3, 99, 1, 2)...))
}

// fillAIGP has the faults of AIGP (RFC 7311 section 3).
func fillAIGP(l *list) {
	r := &attrRow{
		flags: on, sample: octets(1, 0, 11, 0, 0, 0, 0, 0, 0, 0, 100), refs: []string{"RFC 7311 §3.2"}, malformed: discard, conflict: discard, short: 2, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "tlv_length", "a metric of 7 octets", codec.FindTLVLength, 1, 2, 1, 0, 10, 0, 0, 0, 0, 0, 0, 100)
	l.inner(r, "tlv_length_2", "a TLV whose length does not count its head", codec.FindTLVLength, 1, 2, 1, 0, 2, 0)
	l.inner(r, "tlv_overrun", "a TLV that claims 100 octets", codec.FindTLVOverrun, 1, 2, 1, 0, 100, 0, 0, 0, 0, 0, 0, 0, 100)
	l.inner(r, "tlv_header", "two octets behind the last TLV", codec.FindTLVHeader, 11, 2, 1, 0, 11, 0, 0, 0, 0, 0, 0, 0, 100, 1, 0)
	l.legalValue(r, "legal_two", l.symbol()+" with two metrics: the first counts", "RFC 7311 §3", octets(1, 0, 11, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 11, 0, 0, 0, 0, 0, 0, 0, 2))
}

// fillPELabels has the faults of PE Distinguisher Labels (RFC 6514 section 8).
func fillPELabels(l *list) {
	fillAttr(l, &attrRow{
		flags: ot, sample: octets(192, 0, 2, 1, 0, 1, 1), refs: []string{"RFC 6514 §8"}, malformed: withdraw, conflict: withdraw, short: 6, long: 8, zero: true,
	})
}

// fillBFD has the faults of BFD Discriminator (RFC 9026 section 3.1.6).
func fillBFD(l *list) {
	r := &attrRow{
		flags: ot, sample: octets(1, 0, 0, 0, 7, 1, 4, 192, 0, 2, 1), refs: []string{"RFC 9026 §3.1.6"}, malformed: discard, conflict: withdraw, short: 10, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "source_length", "a source address of 5 octets", codec.FindTLVLength, 6, 1, 1, 0, 0, 0, 7, 1, 5, 192, 0, 2, 1, 0)
	l.inner(r, "source_missing", "the P2MP mode without a source address", codec.FindTLVMissing, 0, 1, 1, 0, 0, 0, 7, 99, 4, 192, 0, 2, 1)
	l.inner(r, "tlv_overrun", "a TLV that claims 16 octets", codec.FindTLVOverrun, 6, 1, 1, 0, 0, 0, 7, 1, 16, 192, 0, 2, 1)
}

// fillPrefixSID has the faults of BGP Prefix-SID (RFC 8669 section 6, RFC 9252 section 7).
func fillPrefixSID(l *list) {
	index := []byte{1, 0, 7, 0, 0, 0, 0, 0, 0, 100}
	r := &attrRow{
		flags: ot, sample: octets(index...), refs: []string{"RFC 8669 §6"}, malformed: discard, conflict: withdraw, short: 2, zero: true,
	}
	fillAttr(l, r)
	l.inner(r, "index_length", "a Label-Index of 6 octets", codec.FindTLVLength, 1, 2, 1, 0, 6, 0, 0, 0, 0, 0, 100)
	l.inner(r, "srgb_length", "an Originator SRGB of 7 octets", codec.FindTLVLength, 1, 2, 3, 0, 7, 0, 0, 0, 0, 16, 0, 0)
	l.inner(r, "tlv_overrun", "a TLV that claims 100 octets", codec.FindTLVOverrun, 1, 2, 1, 0, 100, 0, 0, 0, 0, 0, 0, 100)
	l.inner(r, "tlv_header", "two octets behind the last TLV", codec.FindTLVHeader, len(index), 2, append(slices.Clone(index), 1, 0)...)
	service := func(f *Fault) { // RFC 9252 section 7: without its SID the routes are of no use
		f.Want7606 = softer(f.Want4271, withdraw)
	}
	service(l.inner(r, "srv6_overrun", "a sub-TLV that runs past its SRv6 service", codec.FindTLVOverrun, 5, 2, 5, 0, 4, 0, 1, 0, 21))
	service(l.inner(r, "srv6_short", "an SRv6 SID of 15 octets", codec.FindTLVLength, 5, 2, append([]byte{5, 0, 20, 0, 1, 0, 16}, make([]byte, 16)...)...))
	l.legalValue(r, "legal_unknown_tlv", l.symbol()+" with a TLV that nobody knows", "RFC 8669 §6", octets(append(slices.Clone(index), 200, 0, 1, 1)...))
}

// fillAttrSet has the faults of ATTR_SET (RFC 6368 section 5).
func fillAttrSet(l *list) {
	r := &attrRow{
		flags: ot, sample: octets(0, 0, 0xfb, 0xf4, 0x40, 1, 1, 0), refs: []string{"RFC 6368 §5", "RFC 7606 §7.16"}, malformed: withdraw, conflict: withdraw,
		short: 3, zero: true,
	}
	fillAttr(l, r)
	inside := func(id, title string, find codec.FindingID, off, n int, v ...byte) {
		f := l.inner(r, id, title, find, off, n, append([]byte{0, 0, 0xfb, 0xf4}, v...)...)
		f.Want4271.Or = []uint8{registry.SubMalformedAttributeList, registry.SubAttributeFlags, registry.SubAttributeLength, registry.SubInvalidOrigin}
	}
	inside("inner_overrun", "an attribute inside that runs past the end", codec.FindAttrOverrun, 4, 1, 0x40, 1, 9, 0)
	inside("inner_origin", "an ORIGIN inside with the value 7", codec.FindOriginValue, 7, 1, 0x40, 1, 1, 7)
	inside("inner_flags", "an ORIGIN inside with flags of an optional attribute", codec.FindAttrFlags, 4, 1, 0xc0, 1, 1, 0)
	inside("inner_mp_unreach", "MP_UNREACH_NLRI inside, which must not be there", codec.FindMPInSet, 4, 1, 0x80, 15, 3, 0, 2, 1)
	inside("inner_header", "two octets inside, too few for an attribute", codec.FindAttrHeader, 4, 2, 0x40, 1)
}
