package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// ParsePathAttributes reads path attribute TLVs as values. MP_REACH_NLRI and MP_UNREACH_NLRI are left out. With
// 2-octet AS numbers, AS_PATH and AS4_PATH are merged by RFC 6793 section 4.2.3. It reports false for attributes that
// are not all there, of a length that they cannot have or present twice, and for a path that cannot be read; more is
// not judged. Values of Other borrow b.
func ParsePathAttributes(b []byte, ctx Context) (PathAttributes, bool) {
	var p PathAttributes
	var at attrValues
	var seen [4]uint64
	for len(b) > 0 {
		a, ok := ParseAttr(b)
		if !ok || len(a.Value) < a.Length || seen[a.Code>>6]>>(a.Code&63)&1 != 0 {
			return p, false
		}
		seen[a.Code>>6] |= 1 << (a.Code & 63)
		if !p.take(a, &at) {
			return p, false
		}
		b = b[a.HeaderLen+a.Length:]
	}
	return p, p.takeWide(&at, ctx)
}

// attrValues are the values that depend on the width of AS numbers.
type attrValues struct{ path, path4, aggregator, aggregator4 []byte }

// take reads one attribute; those in at are read when all are there.
func (p *PathAttributes) take(a Attr, at *attrValues) bool {
	v := a.Value
	if knownAttribute(a.Code) && a.Flags&FlagPartial != 0 {
		p.Partial |= 1 << (a.Code & 63)
	}
	switch a.Code {
	case registry.AttrMPReach, registry.AttrMPUnreach:
	case registry.AttrASPath:
		at.path = v
	case registry.AttrAS4Path:
		at.path4 = nonNil(v)
	case registry.AttrAggregator:
		at.aggregator = nonNil(v)
	case registry.AttrAS4Aggregator:
		at.aggregator4 = nonNil(v)
	case registry.AttrOrigin:
		if len(v) != 1 {
			return false
		}
		p.Origin = v[0]
	case registry.AttrAtomicAggregate:
		p.AtomicAggregate = true
		return len(v) == 0
	case registry.AttrNextHop, registry.AttrMED, registry.AttrLocalPref, registry.AttrOriginatorID, registry.AttrOTC:
		return p.takeFour(a.Code, v)
	case registry.AttrCommunities, registry.AttrClusterList, registry.AttrExtCommunities, registry.AttrLargeCommunity:
		return p.takeList(a.Code, v)
	default:
		a.Offset = 0
		p.insertOther(a)
	}
	return true
}

// nonNil makes an empty value one that is there.
func nonNil(v []byte) []byte {
	if v == nil {
		return []byte{}
	}
	return v
}

// takeFour reads a value of four octets.
func (p *PathAttributes) takeFour(c registry.AttrCode, v []byte) bool {
	if len(v) != 4 {
		return false
	}
	switch n := be32(v); c {
	case registry.AttrNextHop:
		p.NextHop = netip.AddrFrom4([4]byte(v))
	case registry.AttrMED:
		p.MED, p.HasMED = n, true
	case registry.AttrLocalPref:
		p.LocalPref, p.HasLocalPref = n, true
	case registry.AttrOriginatorID:
		p.OriginatorID = netip.AddrFrom4([4]byte(v))
	case registry.AttrOTC:
		p.OTC, p.HasOTC = n, true
	}
	return true
}

// takeList reads a list of values of a fixed size.
func (p *PathAttributes) takeList(c registry.AttrCode, v []byte) bool {
	switch c {
	case registry.AttrCommunities:
		p.Communities = readU32s(v)
		return len(v)%4 == 0
	case registry.AttrClusterList:
		p.ClusterList = readU32s(v)
		return len(v)%4 == 0
	case registry.AttrExtCommunities:
		for ; len(v) >= 8; v = v[8:] {
			p.ExtCommunities = append(p.ExtCommunities, [8]byte(v))
		}
	case registry.AttrLargeCommunity:
		for ; len(v) >= 12; v = v[12:] {
			p.LargeCommunity = append(p.LargeCommunity, [3]uint32{be32(v), be32(v[4:]), be32(v[8:])})
		}
	}
	return len(v) == 0
}

func readU32s(v []byte) []uint32 {
	out := make([]uint32, 0, len(v)/4)
	for ; len(v) >= 4; v = v[4:] {
		out = append(out, be32(v))
	}
	return out
}

// insertOther keeps Other in the order of the codes.
func (p *PathAttributes) insertOther(a Attr) {
	p.Other = append(p.Other, a)
	for i := len(p.Other) - 1; i > 0 && p.Other[i-1].Code > a.Code; i-- {
		p.Other[i-1], p.Other[i] = p.Other[i], p.Other[i-1]
	}
}

// takeWide reads the path and the aggregator.
func (p *PathAttributes) takeWide(at *attrValues, ctx Context) bool {
	w := width(ctx.AS4)
	if len(at.path) > 0 && !pathWalks(at.path, w) || at.aggregator != nil && len(at.aggregator) != 4+w {
		return false
	}
	if ctx.AS4 {
		for s := range Segments(at.path, true) {
			p.ASPath = append(p.ASPath, PathSegment{s.Type, readU32s(s.Octets)})
		}
		if v := at.aggregator; v != nil {
			p.AggregatorAS, p.Aggregator = be32(v), netip.AddrFrom4([4]byte(v[4:]))
		}
		return true
	}
	m := MergeAS4(at.path, at.path4, at.aggregator, at.aggregator4, MergeRFC)
	for _, s := range m.Path {
		p.ASPath = append(p.ASPath, PathSegment{s.Type, s.AS})
	}
	p.AggregatorAS, p.Aggregator = m.AggregatorAS, m.Aggregator
	return true
}
