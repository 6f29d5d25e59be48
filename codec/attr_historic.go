package codec

import "net/netip"

// This file has the attributes that nobody defines any more: DPA, ADVERTISER, RCID_PATH, SSA, Connector, AS_PATHLIMIT and
// Entropy Label Capability. Receivers of today do not know them, so nothing about their values is an error.

// attrEntropyLabel reads BGP Entropy Label Capability (RFC 6790 section 5.2, deprecated by RFC 7447): it is there or not.
func (d *dec) attrEntropyLabel(*attrState) {
	if d.left() == 0 {
		d.synth(FieldEntropyLabel, 1)
	}
}

// DPA is the value of a Destination Preference attribute (draft-ietf-idr-bgp-dpa, deprecated by RFC 6938).
type DPA struct {
	AS    uint16 // that set the preference
	Value uint32
}

// AppendDPA appends the value of a Destination Preference attribute.
func AppendDPA(dst []byte, x DPA) []byte { return appendU32(appendU16(dst, x.AS), x.Value) }

// ParseDPA reads the value of a Destination Preference attribute.
func ParseDPA(v []byte) (x DPA, ok bool) {
	if len(v) != 6 {
		return x, false
	}
	return DPA{be16(v), be32(v[2:])}, true
}

// AppendAdvertiser appends the value of an ADVERTISER attribute: the address of the border router that gave a route server
// the route (RFC 1863 section 4.1).
func AppendAdvertiser(dst []byte, a netip.Addr) []byte { return append(dst, a.AsSlice()...) }

// ParseAdvertiser reads the value of an ADVERTISER attribute.
func ParseAdvertiser(v []byte) (netip.Addr, bool) { return netip.AddrFromSlice(v) }

// AppendRCIDPath appends the value of an RCID_PATH attribute: the clusters of route servers that the route went through,
// newest first (RFC 1863 section 4.3.4).
func AppendRCIDPath(dst []byte, clusters []uint16) []byte {
	for _, c := range clusters {
		dst = appendU16(dst, c)
	}
	return dst
}

// ParseRCIDPath reads the value of an RCID_PATH attribute.
func ParseRCIDPath(v []byte) (clusters []uint16, ok bool) {
	for ; len(v) >= 2; v = v[2:] {
		clusters = append(clusters, be16(v))
	}
	return clusters, len(v) == 0
}

// ParseSSA reads the TLVs of a SAFI Specific Attribute (draft-kapoor-nalawade-idr-bgp-ssa). The highest bit of a type says that
// the TLV is transitive. It reports false when they do not fill v, which they borrow.
func ParseSSA(v []byte) ([]TLV, bool) { return SpaceSSA.ParseTLVs(v) }

// AppendSSA appends the TLVs of a SAFI Specific Attribute. It reports false, and appends nothing, when one is too long.
func AppendSSA(dst []byte, list []TLV) ([]byte, bool) { return SpaceSSA.AppendTLVs(dst, list) }

// Connector is the value of a Connector attribute (RFC 6037 section 5.2.1).
type Connector struct {
	Type uint16 // 1
	PE   netip.Addr
}

// AppendConnector appends the value of a Connector attribute.
func AppendConnector(dst []byte, x Connector) []byte {
	return append(appendU16(dst, x.Type), x.PE.AsSlice()...)
}

// ParseConnector reads the value of a Connector attribute.
func ParseConnector(v []byte) (x Connector, ok bool) {
	if len(v) != 6 {
		return x, false
	}
	return Connector{be16(v), netip.AddrFrom4([4]byte(v[2:]))}, true
}

// ASPathLimit is the value of an AS_PATHLIMIT attribute (draft-ietf-idr-as-pathlimit).
type ASPathLimit struct {
	Limit uint8  // most AS numbers that AS_PATH may have
	AS    uint32 // that set it
}

// AppendASPathLimit appends the value of an AS_PATHLIMIT attribute.
func AppendASPathLimit(dst []byte, x ASPathLimit) []byte {
	return appendU32(append(dst, x.Limit), x.AS)
}

// ParseASPathLimit reads the value of an AS_PATHLIMIT attribute.
func ParseASPathLimit(v []byte) (x ASPathLimit, ok bool) {
	if len(v) != 5 {
		return x, false
	}
	return ASPathLimit{v[0], be32(v[1:])}, true
}
