package codec

import (
	"bytes"
	"net/netip"
	"slices"
)

// This file has the values of BGP-LS (RFC 9552 section 5.3): TLVs about the node, link or prefix that the routes of the UPDATE
// name.

// ParseLSTLVs reads TLVs of BGP-LS (RFC 9552 section 5.1): those of the attribute, of a route, or those in another TLV. It
// reports false when they do not fill v, which they borrow.
func ParseLSTLVs(v []byte) ([]TLV, bool) { return SpaceLS.ParseTLVs(v) }

// AppendLSTLVs appends TLVs of BGP-LS (RFC 9552 section 5.1). It reports false, and appends nothing, when one has more than 65535
// octets.
func AppendLSTLVs(dst []byte, list []TLV) ([]byte, bool) { return SpaceLS.AppendTLVs(dst, list) }

// findTLV gives the value of the first TLV of a type, nil where there is none.
func findTLV(list []TLV, typ uint16) []byte {
	for _, t := range list {
		if t.Type == typ {
			return t.Value
		}
	}
	return nil
}

// sortTLVs sorts by type, length and value.
func sortTLVs(list []TLV) {
	slices.SortStableFunc(list, func(a, b TLV) int {
		if a.Type != b.Type {
			return int(a.Type) - int(b.Type)
		}
		if n := len(a.Value) - len(b.Value); n != 0 {
			return n
		}
		return bytes.Compare(a.Value, b.Value)
	})
}

// The types of TLVs of BGP-LS for which there are values here. Registry TableLSTLVs has them all.
const (
	LSLocalNode  = 256 // RFC 9552 section 5.2.1.2
	LSRemoteNode = 257
	LSIPReach    = 265  // RFC 9552 section 5.2.3.2
	LSMetric     = 1095 // RFC 9552 section 5.3.2.4
	LSAdjSID     = 1099 // RFC 9085 section 2.2.1
	LSPrefixSID  = 1158 // RFC 9085 section 2.3.1
)

// The node descriptors (RFC 9552 section 5.2.1.4, RFC 9086 section 4.1).
const (
	lsDescAS       = 512
	lsDescID       = 513
	lsDescArea     = 514
	lsDescRouterID = 515
	lsDescBGPID    = 516
	lsDescMember   = 517
)

// LSNodeDescriptor names a node (RFC 9552 section 5.2.1): nil and invalid members are not there.
type LSNodeDescriptor struct {
	AS          *uint32
	BGPLSID     *uint32
	OSPFArea    *uint32
	IGPRouterID []byte     // 4 octets of OSPF, 6 of IS-IS; 8 and 7 of their pseudonodes
	BGPRouterID netip.Addr // IPv4
	Member      *uint32    // AS number in the confederation
	Others      []TLV
}

// TLV makes Local Node Descriptors (LSLocalNode) or Remote Node Descriptors, with the sub-TLVs in their order.
func (n *LSNodeDescriptor) TLV(typ uint16) TLV {
	subs := append([]TLV(nil), n.Others...)
	num := func(t uint16, v *uint32) {
		if v != nil {
			subs = append(subs, TLV{t, appendU32(nil, *v)})
		}
	}
	num(lsDescAS, n.AS)
	num(lsDescID, n.BGPLSID)
	num(lsDescArea, n.OSPFArea)
	if n.IGPRouterID != nil {
		subs = append(subs, TLV{lsDescRouterID, n.IGPRouterID})
	}
	if n.BGPRouterID.Is4() {
		subs = append(subs, TLV{lsDescBGPID, n.BGPRouterID.AsSlice()})
	}
	num(lsDescMember, n.Member)
	sortTLVs(subs)
	v, _ := AppendLSTLVs(nil, subs)
	return TLV{typ, v}
}

// LSNodeDescriptor gives the node of a Local or Remote Node Descriptors TLV. What has another length than its type wants, and
// what is there twice, is among the others. It reports false when the sub-TLVs do not fill the value.
func (t TLV) LSNodeDescriptor() (n LSNodeDescriptor, ok bool) {
	subs, ok := ParseLSTLVs(t.Value)
	if !ok {
		return n, false
	}
	for _, s := range subs {
		if !n.set(s) {
			n.Others = append(n.Others, s)
		}
	}
	return n, true
}

func (n *LSNodeDescriptor) set(s TLV) bool {
	switch s.Type {
	case lsDescRouterID:
		if n.IGPRouterID == nil && len(s.Value) > 0 {
			n.IGPRouterID = s.Value
			return true
		}
		return false
	case lsDescBGPID:
		if len(s.Value) == 4 && !n.BGPRouterID.IsValid() {
			n.BGPRouterID = netip.AddrFrom4([4]byte(s.Value))
			return true
		}
		return false
	}
	if p := n.number(s.Type); p != nil && *p == nil && len(s.Value) == 4 {
		v := be32(s.Value)
		*p = &v
		return true
	}
	return false
}

// number gives the place of a number's type, nil for other types.
func (n *LSNodeDescriptor) number(typ uint16) **uint32 {
	switch typ {
	case lsDescAS:
		return &n.AS
	case lsDescID:
		return &n.BGPLSID
	case lsDescArea:
		return &n.OSPFArea
	case lsDescMember:
		return &n.Member
	}
	return nil
}

// LSUint makes a TLV of a number in n octets, of the types that have one: metrics of 1 to 3 octets, tags, preferences.
func LSUint(typ uint16, v uint64, n int) TLV {
	t := TLV{Type: typ}
	for n--; n >= 0; n-- {
		t.Value = append(t.Value, byte(v>>(8*n)))
	}
	return t
}

// Uint gives the number that a value of at most 8 octets is.
func (t TLV) Uint() (v uint64, ok bool) {
	return beUint(t.Value), len(t.Value) >= 1 && len(t.Value) <= 8
}

// LSBandwidth makes a TLV of bandwidths in octets per second (RFC 9552 section 5.3.2): one, or eight for Unreserved bandwidth.
func LSBandwidth(typ uint16, list ...float32) TLV {
	t := TLV{Type: typ}
	for _, f := range list {
		t.Value = appendFloat(t.Value, f)
	}
	return t
}

// Floats gives the numbers of a value of IEEE 754 numbers of 4 octets.
func (t TLV) Floats() (list []float32, ok bool) {
	for v := t.Value; len(v) >= 4; v = v[4:] {
		list = append(list, floatAt(v))
	}
	return list, len(t.Value) > 0 && len(t.Value)%4 == 0
}

// LSSID is an Adjacency SID, Prefix-SID or peer SID (RFC 9085 sections 2.2.1 and 2.3.1, RFC 9086 section 5).
type LSSID struct {
	Flags     uint8
	Parameter uint8  // weight, or algorithm of a Prefix-SID
	SID       uint32 // a label of 20 bits, or an index
	Label     bool
}

// TLV makes the TLV: LSAdjSID, LSPrefixSID, or 1101 to 1103 of peers.
func (s *LSSID) TLV(typ uint16) TLV {
	t := TLV{typ, []byte{s.Flags, s.Parameter, 0, 0}}
	if s.Label {
		t.Value = append(t.Value, byte(s.SID>>16), byte(s.SID>>8), byte(s.SID))
	} else {
		t.Value = appendU32(t.Value, s.SID)
	}
	return t
}

// LSSID gives the SID of such a TLV. It reports false for values of another length.
func (t TLV) LSSID() (s LSSID, ok bool) {
	if n := len(t.Value); n != 7 && n != 8 {
		return s, false
	}
	return LSSID{t.Value[0], t.Value[1], uint32(beUint(t.Value[4:])), len(t.Value) == 7}, true
}

// LSPrefix makes IP Reachability Information (RFC 9552 section 5.2.3.2).
func LSPrefix(p netip.Prefix) TLV {
	a := p.Masked().Addr().AsSlice()
	return TLV{LSIPReach, append([]byte{byte(p.Bits())}, a[:(p.Bits()+7)/8]...)}
}

// LSPrefix gives the prefix of an IP Reachability Information TLV; v6 says that the route is of type LSPrefixIPv6.
func (t TLV) LSPrefix(v6 bool) (netip.Prefix, bool) {
	bits := 32
	if v6 {
		bits = 128
	}
	p, n, ok := parsePrefix(t.Value, bits)
	return p, ok && n == len(t.Value)
}
