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

// lsLabelEntry reads a label with traffic class, bottom-of-stack bit and TTL, which mean nothing here.
func (d *dec) lsLabelEntry() {
	d.uint(FieldStackLabel, 3)
	d.u8(FieldStackTTL)
}

// The flags of an SR Policy Candidate Path Descriptor (RFC 9857 section 4.1).
const (
	lsPathEndpoint6   = 0x80
	lsPathOriginator6 = 0x40
)

// lsCandidatePath reads an SR Policy Candidate Path Descriptor behind its Protocol-Origin.
func (d *dec) lsCandidatePath() bool {
	end, orig := 4, 4
	flags := d.peek()[0]
	if flags&lsPathEndpoint6 != 0 {
		end = 16
	}
	if flags&lsPathOriginator6 != 0 {
		orig = 16
	}
	if d.left() != 3+end+8+orig+4 {
		return false
	}
	d.u8(FieldLSPathFlags)
	d.bytes(FieldReserved, 2)
	d.bytes(FieldSRPolicyEndpoint, end)
	d.u32(FieldSRPolicyColor)
	d.u32(FieldLSOriginatorAS)
	d.bytes(FieldLSOriginator, orig)
	d.u32(FieldLSDiscriminator)
	return true
}

// lsSegments has the descriptors of segments A (1) to K (11) behind flags and SID (RFC 9857 section 5.7.1).
var lsSegments = [...][]Part{
	1:  {{Field: FieldLSAlgorithm, Octets: 1}},
	2:  {{Field: FieldLSAlgorithm, Octets: 1}},
	3:  {{Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldNodeAddr, Octets: 4}},
	4:  {{Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldNodeAddr, Octets: 16}},
	5:  {{Field: FieldNodeAddr, Octets: 4}, {Field: FieldLocalInterface, Octets: 4}},
	6:  {{Field: FieldLocalAddr, Octets: 4}, {Field: FieldRemoteAddr, Octets: 4}},
	7:  {{Field: FieldLocalAddr, Octets: 16}, {Field: FieldLocalInterface, Octets: 4}, {Field: FieldRemoteAddr, Octets: 16}, {Field: FieldRemoteInterface, Octets: 4}},
	8:  {{Field: FieldLocalAddr, Octets: 16}, {Field: FieldRemoteAddr, Octets: 16}},
	9:  {{Field: FieldLSAlgorithm, Octets: 1}, {Field: FieldNodeAddr, Octets: 16}},
	10: {{Field: FieldLocalAddr, Octets: 16}, {Field: FieldLocalInterface, Octets: 4}, {Field: FieldRemoteAddr, Octets: 16}, {Field: FieldRemoteInterface, Octets: 4}},
	11: {{Field: FieldLocalAddr, Octets: 16}, {Field: FieldRemoteAddr, Octets: 16}},
}

// lsSegmentSRv6 reports whether the SID of a segment of a type has 16 octets and not 4.
func lsSegmentSRv6(typ int) bool { return typ == 2 || typ >= 9 }

// lsSegment reads an SR Segment: type, flags, SID, and a descriptor that the type tells. A segment of an unknown type stays as
// it is.
func (d *dec) lsSegment(st *attrState) bool {
	p := d.peek()
	typ := int(p[0])
	if typ >= len(lsSegments) || lsSegments[typ] == nil {
		d.u8(FieldLSSegmentType)
		d.u8(FieldReserved)
		d.u16(FieldLSSegmentFlags)
		d.rest(FieldTLVRaw)
		return true
	}
	need := 4 + 4
	if lsSegmentSRv6(typ) {
		need += 12
	}
	for _, x := range lsSegments[typ] {
		need += int(x.Octets)
	}
	if len(p) < need {
		return false
	}
	d.u8(FieldLSSegmentType)
	d.u8(FieldReserved)
	d.u16(FieldLSSegmentFlags)
	if lsSegmentSRv6(typ) {
		d.bytes(FieldSRv6SID, 16)
	} else {
		d.lsLabelEntry()
	}
	for _, x := range lsSegments[typ] {
		d.bytes(x.Field, int(x.Octets))
	}
	d.lsSubTLVs(st)
	return true
}
