package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// MergeStyle says whose rules join AS_PATH and AS4_PATH.
type MergeStyle uint8

// The styles. They differ in how confederation segments count, and in what happens when one would be cut in two.
const (
	MergeRFC    MergeStyle = iota // RFC 6793 section 4.2.3: confederation segments count 0
	MergeQuagga                   // Quagga of 2012: they count, and one that would be cut keeps AS_PATH as it is
	MergeFRR                      // later Quagga and FRR: they count, and one at the cut is taken whole
)

// MergeStep is something that a merge did besides joining the paths.
type MergeStep uint8

// The steps.
const (
	MergePathMalformed        MergeStep = iota + 1 // AS_PATH does not walk: nothing was merged
	MergeAS4PathDiscarded                          // AS4_PATH is malformed (RFC 6793 section 6)
	MergeConfedDropped                             // confederation segments of AS4_PATH were dropped
	MergeAS4PathLonger                             // AS4_PATH counts more than AS_PATH and was ignored
	MergeConfedWouldBeCut                          // AS_PATH was kept, a confederation segment would have been cut
	MergeReaggregated                              // AGGREGATOR is not AS_TRANS: both AS4_ attributes were ignored
	MergeAS4AggregatorAlone                        // AS4_AGGREGATOR without AGGREGATOR; the RFC is silent, not used
	MergeAS4AggregatorTaken                        // the same, used as if AGGREGATOR had been AS_TRANS
	MergeAS4AggregatorDropped                      // AS4_AGGREGATOR is malformed
)

// String returns the step in kebab case.
func (s MergeStep) String() string {
	if int(s) >= len(mergeSteps) {
		s = 0
	}
	return mergeSteps[s]
}

var mergeSteps = [...]string{"", "as-path-malformed", "as4-path-discarded", "confed-dropped-from-as4-path", "as4-path-longer-ignored",
	"confed-would-be-cut", "as4-ignored-real-aggregator", "as4-aggregator-alone", "as4-aggregator-taken", "as4-aggregator-discarded"}

// MergedSegment is a segment of a merged path. The first FromPath AS numbers come from AS_PATH, the others from
// AS4_PATH.
type MergedSegment struct {
	Type     registry.SegmentType
	AS       []uint32
	FromPath int
}

// Merged is what RFC 6793 makes of the attributes of an UPDATE from a speaker with 2-octet AS numbers. It is a
// derived value: no octets of the message hold it.
type Merged struct {
	Path          []MergedSegment
	AggregatorAS  uint32
	Aggregator    netip.Addr // invalid when there is none
	Steps         []MergeStep
	AS4PathJoined bool // AS4_PATH was used
}

// MergeAS4 joins the values of AS_PATH, AS4_PATH, AGGREGATOR and AS4_AGGREGATOR of an UPDATE with 2-octet AS
// numbers; nil says that an attribute is absent. AS numbers are copied, nothing is borrowed.
func MergeAS4(path, path4, aggregator, aggregator4 []byte, style MergeStyle) Merged {
	var m Merged
	if len(path) > 0 && !pathWalks(path, 2) {
		m.step(MergePathMalformed)
		return m
	}
	m.Path = readSegments(path, false)
	p4, ok := m.as4Path(path4)
	if !m.aggregate(aggregator, aggregator4, style) || !ok {
		return m
	}
	m.join(p4, style)
	return m
}

func (m *Merged) step(s MergeStep) { m.Steps = append(m.Steps, s) }

func readSegments(v []byte, as4 bool) []MergedSegment {
	var out []MergedSegment
	for s := range Segments(v, as4) {
		as := make([]uint32, s.Count)
		for i := range as {
			as[i] = s.ASN(i)
		}
		seg := MergedSegment{Type: s.Type, AS: as}
		if !as4 {
			seg.FromPath = len(as)
		}
		out = append(out, seg)
	}
	return out
}

// as4Path reads AS4_PATH without its confederation segments; ok is false when there is none to use.
func (m *Merged) as4Path(v []byte) (p []MergedSegment, ok bool) {
	if v == nil {
		return nil, false
	}
	if len(v) < 6 || !pathWalks(v, 4) {
		m.step(MergeAS4PathDiscarded)
		return nil, false
	}
	all := readSegments(v, true)
	for _, s := range all {
		if !confed(s.Type) {
			p = append(p, s)
		}
	}
	if len(p) != len(all) {
		m.step(MergeConfedDropped)
	}
	return p, true
}

func confed(t registry.SegmentType) bool {
	return t == registry.SegConfedSequence || t == registry.SegConfedSet
}

// aggregate decides the aggregator and reports whether AS4_PATH counts.
func (m *Merged) aggregate(a, a4 []byte, style MergeStyle) bool {
	real4 := func() {
		m.AggregatorAS, m.Aggregator = be32(a4), netip.AddrFrom4([4]byte(a4[4:8]))
	}
	if len(a) == 6 {
		m.AggregatorAS = uint32(a[0])<<8 | uint32(a[1])
		m.Aggregator = netip.AddrFrom4([4]byte(a[2:6]))
	}
	switch {
	case a4 == nil:
	case len(a4) != 8:
		m.step(MergeAS4AggregatorDropped)
	case !m.Aggregator.IsValid() && style == MergeRFC:
		m.step(MergeAS4AggregatorAlone)
	case !m.Aggregator.IsValid():
		m.step(MergeAS4AggregatorTaken)
		real4()
	case m.AggregatorAS != registry.ASTrans:
		m.step(MergeReaggregated)
		return false
	default:
		real4()
	}
	return true
}

// hops counts a segment (RFC 4271 section 9.1.2.2, RFC 5065 section 5.3).
func (s *MergedSegment) hops(style MergeStyle) int {
	switch {
	case confed(s.Type) && style == MergeRFC:
		return 0
	case s.Type == registry.SegASSet || s.Type == registry.SegConfedSet:
		return 1
	}
	return len(s.AS)
}

// join puts the leading part of AS_PATH before p4, so that the counts become equal.
func (m *Merged) join(p4 []MergedSegment, style MergeStyle) {
	left := 0
	for i := range m.Path {
		left += m.Path[i].hops(style)
	}
	for i := range p4 {
		left -= p4[i].hops(style)
	}
	if left < 0 {
		m.step(MergeAS4PathLonger)
		return
	}
	var out []MergedSegment
	for _, s := range m.Path {
		n := s.hops(style)
		if n > 0 && left == 0 {
			break
		}
		if n > left {
			if s.Type != registry.SegConfedSequence {
				s.AS, s.FromPath = s.AS[:left], left
			} else if style == MergeQuagga {
				m.step(MergeConfedWouldBeCut)
				return
			}
			// What follows stood beside the part that is not taken.
			out = append(out, s)
			break
		}
		out = append(out, s)
		left -= n
	}
	m.AS4PathJoined = true
	m.Path = nil
	for _, s := range append(out, p4...) {
		m.add(s)
	}
}

// add appends a segment; sequences that meet become one.
func (m *Merged) add(s MergedSegment) {
	if n := len(m.Path); n > 0 && s.Type == registry.SegASSequence {
		if last := &m.Path[n-1]; last.Type == s.Type && len(last.AS)+len(s.AS) <= 255 && last.FromPath == len(last.AS) {
			last.AS = append(last.AS[:len(last.AS):len(last.AS)], s.AS...)
			last.FromPath += s.FromPath
			return
		}
	}
	m.Path = append(m.Path, s)
}
