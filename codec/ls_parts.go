package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file reads the parts of BGP-LS TLVs whose form depends on what stands in them.

// lsPrefix reads IP Reachability Information (RFC 9552 section 5.2.3.2). The route's type tells the address family; elsewhere
// than in a route of prefixes the octets stay as they are.
func (d *dec) lsPrefix() bool {
	size := 32
	switch d.ls.afi {
	case registry.AFIIPv4:
	case registry.AFIIPv6:
		size = 128
	default:
		return true
	}
	at, n := d.off, int(d.peek()[0])
	if n > size {
		d.nlriError(FindPrefixLen, at, 1, uint32(n), uint32(size))
		return true
	}
	if d.left() != 1+(n+7)/8 {
		return false
	}
	d.u8(FieldLSPrefixLen)
	d.prefixBits(FieldLSPrefix, d.ls.afi, n)
	return true
}

// lsRanges reads ranges of labels or indexes: a size in 3 octets and the first one in a SID/Label TLV (RFC 9085 section 2.1.2).
func (d *dec) lsRanges(st *attrState) bool {
	list := d.begin(FieldLSRanges)
	defer d.done(list)
	for d.left() > 0 {
		p := d.peek()
		if len(p) < 7 || len(p) < 7+int(be16(p[5:])) {
			return false
		}
		r := d.begin(FieldLSRange)
		d.uint(FieldLSRangeSize, 3)
		end := d.narrow(4 + int(be16(p[5:])))
		d.lsSubTLVs(st)
		d.widen(end)
		d.done(r)
	}
	return true
}

// lsMasks reads the bit masks of applications, and the attributes that are theirs (RFC 9294 section 2).
func (d *dec) lsMasks(st *attrState) bool {
	p := d.peek()
	s, u := int(p[0]), int(p[1])
	if s%4 != 0 || s > 8 || u%4 != 0 || u > 8 || len(p) < 4+s+u {
		return false
	}
	d.u8(FieldLSSABMLen)
	d.u8(FieldLSUDABMLen)
	d.bytes(FieldReserved, 2)
	d.bytes(FieldLSSABM, s)
	d.bytes(FieldLSUDABM, u)
	d.lsSubTLVs(st)
	return true
}

// lsAffinity reads the three groups of an SR Affinity Constraint; their sizes are in units of 4 octets (RFC 9857 section 5.6.1).
func (d *dec) lsAffinity() bool {
	p := d.peek()
	if len(p) != 4+4*(int(p[0])+int(p[1])+int(p[2])) {
		return false
	}
	d.u8(FieldLSExcludeAnySize)
	d.u8(FieldLSIncludeAnySize)
	d.u8(FieldLSIncludeAllSize)
	d.u8(FieldReserved)
	for i, f := range [...]FieldID{FieldLSExcludeAny, FieldLSIncludeAny, FieldLSIncludeAll} {
		if p[i] > 0 {
			fr := d.begin(f)
			for range p[i] {
				d.u32(FieldLSGroup)
			}
			d.done(fr)
		}
	}
	return true
}

// lsChosen reads a part whose first octet chooses the layout.
func (d *dec) lsChosen(st *attrState, p *Part) bool {
	l := p.Chosen(d.peek()[0])
	if !l.fits(d.left()) {
		return false
	}
	d.layoutParts(st, l.Parts)
	return true
}

// Chosen gives the layout that the first octet of a part chooses: the flags of a candidate path, the type of a segment. It is
// nil for parts of another form.
func (p *Part) Chosen(first uint8) *Layout {
	switch p.Special {
	case SpecialLSPath:
		return &lsPaths[first>>6]
	case SpecialLSSegment:
		if int(first) < len(lsSegments) {
			return &lsSegments[first]
		}
		return &lsSegments[0]
	}
	return nil
}

// lsPaths has what stands behind the Protocol-Origin of an SR Policy Candidate Path Descriptor (RFC 9857 section 4.1): the two
// highest flags say that endpoint (E, the first) and originator (O) are IPv6.
var lsPaths = [4]Layout{
	{Parts: []Part{{Field: FieldLSPathFlags, Octets: 1}, {Field: FieldReserved, Octets: 2}, {Field: FieldSRPolicyEndpoint, Octets: 4},
		{Field: FieldSRPolicyColor, Octets: 4}, {Field: FieldLSOriginatorAS, Octets: 4}, {Field: FieldLSOriginator, Octets: 4}, {Field: FieldLSDiscriminator, Octets: 4}}},
	{Parts: []Part{{Field: FieldLSPathFlags, Octets: 1}, {Field: FieldReserved, Octets: 2}, {Field: FieldSRPolicyEndpoint, Octets: 4},
		{Field: FieldSRPolicyColor, Octets: 4}, {Field: FieldLSOriginatorAS, Octets: 4}, {Field: FieldLSOriginator, Octets: 16}, {Field: FieldLSDiscriminator, Octets: 4}}},
	{Parts: []Part{{Field: FieldLSPathFlags, Octets: 1}, {Field: FieldReserved, Octets: 2}, {Field: FieldSRPolicyEndpoint, Octets: 16},
		{Field: FieldSRPolicyColor, Octets: 4}, {Field: FieldLSOriginatorAS, Octets: 4}, {Field: FieldLSOriginator, Octets: 4}, {Field: FieldLSDiscriminator, Octets: 4}}},
	{Parts: []Part{{Field: FieldLSPathFlags, Octets: 1}, {Field: FieldReserved, Octets: 2}, {Field: FieldSRPolicyEndpoint, Octets: 16},
		{Field: FieldSRPolicyColor, Octets: 4}, {Field: FieldLSOriginatorAS, Octets: 4}, {Field: FieldLSOriginator, Octets: 16}, {Field: FieldLSDiscriminator, Octets: 4}}},
}

// lsSegments has segments A (1) to K (11), each with its SID and its descriptor, and as 0 those of unknown types (RFC 9857 section
// 5.7.1).
var lsSegments = [...]Layout{
	0: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2}, {Field: FieldLSSegmentRest}}},
	1: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldStackLabel, Octets: 3}, {Field: FieldStackTTL, Octets: 1}, {Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	2: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldSRv6SID, Octets: 16}, {Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	3: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldStackLabel, Octets: 3}, {Field: FieldStackTTL, Octets: 1}, {Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldNodeAddr, Octets: 4}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	4: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldStackLabel, Octets: 3}, {Field: FieldStackTTL, Octets: 1}, {Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldNodeAddr, Octets: 16}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	5: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldStackLabel, Octets: 3}, {Field: FieldStackTTL, Octets: 1}, {Field: FieldNodeAddr, Octets: 4}, {Field: FieldLocalInterface, Octets: 4}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	6: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldStackLabel, Octets: 3}, {Field: FieldStackTTL, Octets: 1}, {Field: FieldLocalAddr, Octets: 4}, {Field: FieldRemoteAddr, Octets: 4}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	7: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldStackLabel, Octets: 3}, {Field: FieldStackTTL, Octets: 1}, {Field: FieldLocalAddr, Octets: 16}, {Field: FieldLocalInterface, Octets: 4}, {Field: FieldRemoteAddr, Octets: 16}, {Field: FieldRemoteInterface, Octets: 4}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	8: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldStackLabel, Octets: 3}, {Field: FieldStackTTL, Octets: 1}, {Field: FieldLocalAddr, Octets: 16}, {Field: FieldRemoteAddr, Octets: 16}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	9: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldSRv6SID, Octets: 16}, {Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldNodeAddr, Octets: 16}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	10: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldSRv6SID, Octets: 16}, {Field: FieldLocalAddr, Octets: 16}, {Field: FieldLocalInterface, Octets: 4}, {Field: FieldRemoteAddr, Octets: 16}, {Field: FieldRemoteInterface, Octets: 4}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
	11: {Parts: []Part{{Field: FieldLSSegmentType, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldLSSegmentFlags, Octets: 2},
		{Field: FieldSRv6SID, Octets: 16}, {Field: FieldLocalAddr, Octets: 16}, {Field: FieldRemoteAddr, Octets: 16}, {Field: FieldLSSubTLVs, Space: SpaceLS}}},
}
