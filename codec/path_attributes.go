package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// PathSegment is a segment of an AS_PATH as a value.
type PathSegment struct {
	Type registry.SegmentType
	AS   []uint32
}

// PathAttributes are the attributes of a route as values, those of an UPDATE except MP_REACH_NLRI and
// MP_UNREACH_NLRI, which carry routes. The zero value is ORIGIN IGP and an empty AS_PATH. Whatever the session's
// width, AS numbers have four octets here.
type PathAttributes struct {
	Origin          uint8 // 0 IGP, 1 EGP, 2 INCOMPLETE
	ASPath          []PathSegment
	NextHop         netip.Addr // written as NEXT_HOP when it is IPv4
	MED, LocalPref  uint32
	HasMED          bool
	HasLocalPref    bool
	AtomicAggregate bool
	AggregatorAS    uint32
	Aggregator      netip.Addr // IPv4; invalid: there is no AGGREGATOR
	Communities     []uint32
	OriginatorID    netip.Addr // IPv4; invalid: there is none
	ClusterList     []uint32
	ExtCommunities  [][8]byte
	LargeCommunity  [][3]uint32
	OTC             uint32 // Only to Customer, an AS number; RFC 9234 section 5
	HasOTC          bool
	// Other are attributes of which this type knows no value, in the order of their codes; codes that it knows are
	// not written from here.
	Other []Attr
	// Partial has bit n set when attribute n, one of the optional transitive ones above, has the Partial bit.
	Partial uint64
}

// Append appends the attributes as TLVs in the order of their codes, as ctx has it: with 2-octet AS numbers, those
// that do not fit become AS_TRANS, and AS4_PATH and AS4_AGGREGATOR carry them (RFC 6793 section 4.2.2).
func (p *PathAttributes) Append(dst []byte, ctx Context) []byte {
	other := p.Other
	for c := registry.AttrOrigin; c <= registry.AttrOTC; c++ {
		for len(other) > 0 && other[0].Code <= c {
			dst = appendOther(dst, other[0])
			other = other[1:]
		}
		dst = p.appendKnown(dst, c, ctx)
	}
	for _, a := range other {
		dst = appendOther(dst, a)
	}
	return dst
}

func appendOther(dst []byte, a Attr) []byte {
	if knownAttribute(a.Code) {
		return dst
	}
	return AppendAttr(dst, a.Flags, a.Code, a.Value)
}

// knownAttribute reports whether an attribute is a field of PathAttributes, or none that belongs there.
func knownAttribute(c registry.AttrCode) bool {
	switch c {
	case registry.AttrMPReach, registry.AttrMPUnreach, registry.AttrAS4Path, registry.AttrAS4Aggregator,
		registry.AttrLargeCommunity, registry.AttrOTC, registry.AttrExtCommunities:
		return true
	}
	return c >= registry.AttrOrigin && c <= registry.AttrClusterList
}

// appendKnown appends the attribute of one code, if it is there.
func (p *PathAttributes) appendKnown(dst []byte, c registry.AttrCode, ctx Context) []byte {
	flags := registry.Attr(uint8(c)).Flags | uint8(p.Partial>>(c&63)&1)*FlagPartial
	at := len(dst)
	dst = append(dst, flags, byte(c), 0)
	body := len(dst)
	there := false
	if dst, there = p.appendValue(dst, c, ctx); !there {
		return dst[:at]
	}
	return closeAttr(dst, at, body)
}

// closeAttr sets the length of an attribute whose value starts at body, and makes room for a longer length.
func closeAttr(dst []byte, at, body int) []byte {
	n := len(dst) - body
	if n <= 255 {
		dst[body-1] = byte(n)
		return dst
	}
	dst = append(dst, 0)
	copy(dst[body+1:], dst[body:])
	dst[at] |= FlagExtended
	dst[body-1], dst[body] = byte(n>>8), byte(n)
	return dst
}

// appendValue appends the value of one attribute and reports whether the route has it.
func (p *PathAttributes) appendValue(dst []byte, c registry.AttrCode, ctx Context) ([]byte, bool) {
	switch c {
	case registry.AttrOrigin:
		return append(dst, p.Origin), true
	case registry.AttrASPath:
		return AppendASPathValue(dst, p.ASPath, ctx.AS4), true
	case registry.AttrNextHop:
		return appendIPv4(dst, p.NextHop)
	case registry.AttrMED:
		return appendU32(dst, p.MED), p.HasMED
	case registry.AttrLocalPref:
		return appendU32(dst, p.LocalPref), p.HasLocalPref
	case registry.AttrAtomicAggregate:
		return dst, p.AtomicAggregate
	case registry.AttrAggregator:
		if ctx.AS4 {
			dst = appendU32(dst, p.AggregatorAS)
		} else {
			dst = appendU16(dst, shortAS(p.AggregatorAS))
		}
		return appendIPv4(dst, p.Aggregator)
	case registry.AttrAS4Path:
		return appendAS4PathValue(dst, p.ASPath), !ctx.AS4 && needsAS4Path(p.ASPath)
	case registry.AttrAS4Aggregator:
		dst, ok := appendIPv4(appendU32(dst, p.AggregatorAS), p.Aggregator)
		return dst, ok && !ctx.AS4 && p.AggregatorAS > 0xffff
	case registry.AttrOriginatorID:
		return appendIPv4(dst, p.OriginatorID)
	case registry.AttrOTC:
		return appendU32(dst, p.OTC), p.HasOTC
	}
	return p.appendLists(dst, c)
}

// appendLists is appendValue for the attributes that list values of a fixed size.
func (p *PathAttributes) appendLists(dst []byte, c registry.AttrCode) ([]byte, bool) {
	switch c {
	case registry.AttrCommunities:
		return appendU32s(dst, p.Communities), len(p.Communities) > 0
	case registry.AttrClusterList:
		return appendU32s(dst, p.ClusterList), len(p.ClusterList) > 0
	case registry.AttrExtCommunities:
		for i := range p.ExtCommunities {
			dst = append(dst, p.ExtCommunities[i][:]...)
		}
		return dst, len(p.ExtCommunities) > 0
	case registry.AttrLargeCommunity:
		for i := range p.LargeCommunity {
			dst = appendU32s(dst, p.LargeCommunity[i][:])
		}
		return dst, len(p.LargeCommunity) > 0
	}
	return dst, false
}

func appendIPv4(dst []byte, a netip.Addr) ([]byte, bool) {
	if !a.Is4() {
		return dst, false
	}
	b := a.As4()
	return append(dst, b[:]...), true
}

func appendU32s(dst []byte, list []uint32) []byte {
	for _, v := range list {
		dst = appendU32(dst, v)
	}
	return dst
}

// Prepend puts an AS number before the path n times: into a leading AS_SEQUENCE, or one of its own (RFC 4271
// section 5.1.2). The slices of p are not written to.
func (p *PathAttributes) Prepend(as uint32, n int) {
	if n <= 0 {
		return
	}
	var seq []uint32
	for range n {
		seq = append(seq, as)
	}
	rest := p.ASPath
	if len(rest) > 0 && rest[0].Type == registry.SegASSequence && n+len(rest[0].AS) <= 255 {
		seq, rest = append(seq, rest[0].AS...), rest[1:]
	}
	p.ASPath = append([]PathSegment{{registry.SegASSequence, seq}}, rest...)
}

// AddOther adds an attribute to Other in its place. It reports false, and adds nothing, when its code is one that p has
// a field for, that carries routes, or that is there already.
func (p *PathAttributes) AddOther(a Attr) bool {
	if knownAttribute(a.Code) {
		return false
	}
	for i := range p.Other {
		if p.Other[i].Code == a.Code {
			return false
		}
	}
	p.insertOther(a)
	return true
}
