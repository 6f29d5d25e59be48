package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// BGP Prefix-SID (RFC 8669 section 3, RFC 9252 section 2) is a list of TLVs; those of other types are kept as they are. A malformed
// TLV has the attribute discarded (RFC 8669 section 6), but one of an SRv6 service, without which nothing can be forwarded, the
// routes withdrawn (RFC 9252 section 7). An SRv6 SID Structure of a wrong length is useless, not malformed.

// The types of TLVs of BGP Prefix-SID (RFC 8669 section 3, RFC 9252 section 2).
const (
	PrefixSIDLabelIndex    = 1
	PrefixSIDSRGB          = 3
	PrefixSIDSRv6L3Service = 5
	PrefixSIDSRv6L2Service = 6
)

// serviceCosts raises what errors from offset at on cost: they are in a TLV of an SRv6 service.
func (d *dec) serviceCosts(at int) {
	for i := len(d.findings) - 1; i >= 0 && d.findings[i].Off >= at; i-- {
		if f := &d.findings[i]; f.Severity == SeverityError && f.Action < registry.ActionTreatAsWithdraw {
			f.Action = registry.ActionTreatAsWithdraw
		}
	}
}

// ParsePrefixSID reads the TLVs of a BGP Prefix-SID attribute (RFC 8669 section 3). It reports false when they do not fill v,
// which they borrow.
func ParsePrefixSID(v []byte) ([]TLV, bool) { return SpacePrefixSID.ParseTLVs(v) }

// AppendPrefixSID appends the TLVs of a BGP Prefix-SID attribute. It reports false, and appends nothing, when one does not fit
// its head.
func AppendPrefixSID(dst []byte, list []TLV) ([]byte, bool) {
	return SpacePrefixSID.AppendTLVs(dst, list)
}

// LabelIndexTLV makes a Label-Index TLV (RFC 8669 section 3.1).
func LabelIndexTLV(index uint32) TLV {
	return TLV{PrefixSIDLabelIndex, appendU32([]byte{0, 0, 0}, index)}
}

// LabelIndex gives the label index of a Label-Index TLV (RFC 8669 section 3.1).
func (t TLV) LabelIndex() (index uint32, ok bool) {
	if t.Type != PrefixSIDLabelIndex || len(t.Value) != 7 {
		return 0, false
	}
	return be32(t.Value[3:]), true
}

// SRGBRange is a range of labels of an Originator SRGB TLV (RFC 8669 section 3.2); both are numbers of 24 bits.
type SRGBRange struct{ Base, Size uint32 }

// SRGBTLV makes an Originator SRGB TLV (RFC 8669 section 3.2).
func SRGBTLV(ranges ...SRGBRange) TLV {
	v := []byte{0, 0}
	for _, r := range ranges {
		v = appendU24(appendU24(v, r.Base), r.Size)
	}
	return TLV{PrefixSIDSRGB, v}
}

// SRGB gives the ranges of an Originator SRGB TLV (RFC 8669 section 3.2).
func (t TLV) SRGB() (ranges []SRGBRange, ok bool) {
	if t.Type != PrefixSIDSRGB || len(t.Value) < 8 || (len(t.Value)-2)%6 != 0 {
		return nil, false
	}
	for v := t.Value[2:]; len(v) > 0; v = v[6:] {
		ranges = append(ranges, SRGBRange{be32(v) >> 8, be32(v[2:]) & 0xffffff})
	}
	return ranges, true
}

// SRv6SIDStructure is how the bits of an SRv6 SID are divided (RFC 9252 section 3.2.1).
type SRv6SIDStructure struct {
	Block, Node, Function, Argument    uint8 // bits
	TranspositionLen, TranspositionOff uint8 // bits that stand in the label field of the route, and where they belong
}

// SRv6Service is the one SID of an SRv6 L3 or L2 Service TLV (RFC 9252 section 3.1).
type SRv6Service struct {
	L2           bool
	SID          netip.Addr // IPv6
	Flags        uint8
	Behavior     uint16 // endpoint behavior (RFC 8986 section 10.2)
	Structure    SRv6SIDStructure
	HasStructure bool
}

// TLV makes the SRv6 Service TLV.
func (s *SRv6Service) TLV() TLV {
	t := TLV{Type: PrefixSIDSRv6L3Service}
	if s.L2 {
		t.Type = PrefixSIDSRv6L2Service
	}
	n := byte(21)
	if s.HasStructure {
		n += 9
	}
	sid := s.SID.As16()
	t.Value = append(append([]byte{0, 1, 0, n, 0}, sid[:]...), s.Flags, byte(s.Behavior>>8), byte(s.Behavior), 0)
	if x := s.Structure; s.HasStructure {
		t.Value = append(t.Value, 1, 0, 6, x.Block, x.Node, x.Function, x.Argument, x.TranspositionLen, x.TranspositionOff)
	}
	return t
}

// SRv6Service gives the first SID of an SRv6 L3 or L2 Service TLV (RFC 9252 section 3.1). It reports false when there is none
// or the sub-TLVs are broken.
func (t TLV) SRv6Service() (s SRv6Service, ok bool) {
	if t.Type != PrefixSIDSRv6L3Service && t.Type != PrefixSIDSRv6L2Service || len(t.Value) < 1 {
		return s, false
	}
	s.L2 = t.Type == PrefixSIDSRv6L2Service
	subs, ok := SpaceSRv6Service.ParseTLVs(t.Value[1:])
	for _, sub := range subs {
		v := sub.Value
		if sub.Type != 1 || len(v) < 21 || !ok {
			continue
		}
		s.SID, s.Flags, s.Behavior = netip.AddrFrom16([16]byte(v[1:])), v[17], be16(v[18:])
		inner, ok := SpaceSRv6Data.ParseTLVs(v[21:])
		for _, x := range inner {
			if w := x.Value; x.Type == 1 && len(w) == 6 && !s.HasStructure {
				s.Structure, s.HasStructure = SRv6SIDStructure{w[0], w[1], w[2], w[3], w[4], w[5]}, true
			}
		}
		return s, ok
	}
	return s, false
}
