package report

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// MergedPath is the AS path that a speaker with 4-octet AS numbers makes of AS_PATH and AS4_PATH of a peer with
// 2-octet ones (RFC 6793 section 4.2.3). It has no octets of its own.
type MergedPath struct {
	Segments []PathSegment
	Steps    []string // how it came about, in order
}

// PathSegment is a segment of a merged path.
type PathSegment struct {
	Type registry.SegmentType
	ASNs []uint32
}

// confed reports whether the segment is one of a confederation, which counts no hop.
func (s *PathSegment) confed() bool {
	return s.Type == registry.SegConfedSequence || s.Type == registry.SegConfedSet
}

// hops is what the segment counts in a comparison of paths (RFC 4271 section 9.1.2.2, RFC 5065 section 5.3).
func (s *PathSegment) hops() int {
	switch {
	case s.confed():
		return 0
	case s.Type == registry.SegASSet:
		return 1
	}
	return len(s.ASNs)
}

// String writes the path as routers do: sets in braces, confederation segments in parentheses and brackets.
func (m *MergedPath) String() string {
	var b []byte
	for i, s := range m.Segments {
		if i > 0 {
			b = append(b, ' ')
		}
		opens, sep, closes := "", " ", ""
		switch s.Type {
		case registry.SegASSet:
			opens, sep, closes = "{", ",", "}"
		case registry.SegConfedSequence:
			opens, closes = "(", ")"
		case registry.SegConfedSet:
			opens, sep, closes = "[", ",", "]"
		}
		b = append(b, opens...)
		for j, as := range s.ASNs {
			if j > 0 {
				b = append(b, sep...)
			}
			b = strconv.AppendUint(b, uint64(as), 10)
		}
		b = append(b, closes...)
	}
	return string(b)
}

// as4Attrs are the attributes that a merge looks at, the first of each.
type as4Attrs struct {
	path, path4                 []byte
	hasPath, hasPath4, hasAggr4 bool
	aggregator                  uint32 // its AS number
	hasAggr                     bool
}

func (a *as4Attrs) collect(list []byte) {
	for at := range codec.Attrs(list) {
		if len(at.Value) < at.Length {
			continue
		}
		switch {
		case at.Code == registry.AttrASPath && !a.hasPath:
			a.path, a.hasPath = at.Value, true
		case at.Code == registry.AttrAS4Path && !a.hasPath4:
			a.path4, a.hasPath4 = at.Value, true
		case at.Code == registry.AttrAS4Aggregator && at.Length == 8:
			a.hasAggr4 = true
		case at.Code == registry.AttrAggregator && at.Length == 6 && !a.hasAggr:
			a.aggregator, a.hasAggr = uint32(at.Value[0])<<8|uint32(at.Value[1]), true
		}
	}
}

// mergedPath merges the paths of an UPDATE or a list of attributes read with 2-octet AS numbers. It is nil where
// nothing is to be merged.
func mergedPath(t *codec.Tree) *MergedPath {
	n := t.Find(0, codec.FieldAttrs)
	if t.Ctx.AS4 || n < 0 {
		return nil
	}
	var a as4Attrs
	a.collect(t.Octets(n))
	if !a.hasPath || !a.hasPath4 {
		return nil
	}
	path, whole := segmentsOf(a.path, false)
	if !whole {
		return nil
	}
	m := &MergedPath{}
	if a.hasAggr && a.hasAggr4 && a.aggregator != registry.ASTrans {
		m.keep(path, "AGGREGATOR has a real AS number, so a 2-octet speaker aggregated again: AS4_PATH is ignored")
		return m
	}
	path4, whole := segmentsOf(a.path4, true)
	if !whole || len(a.path4) < 6 {
		m.keep(path, "AS4_PATH is malformed and is discarded")
		return m
	}
	m.merge(path, m.withoutConfed(path4))
	return m
}

func (m *MergedPath) keep(path []PathSegment, why string) {
	m.Segments = path
	m.Steps = append(m.Steps, why)
}

// segmentsOf reads a path; whole says that its segments use every octet.
func segmentsOf(v []byte, as4 bool) (list []PathSegment, whole bool) {
	end := 0
	for s := range codec.Segments(v, as4) {
		seg := PathSegment{Type: s.Type}
		for i := range s.Count {
			seg.ASNs = append(seg.ASNs, s.ASN(i))
		}
		list = append(list, seg)
		end = s.Offset + 2 + len(s.Octets)
	}
	return list, end == len(v)
}

// withoutConfed drops confederation segments, which AS4_PATH must not have (RFC 6793 section 6).
func (m *MergedPath) withoutConfed(path []PathSegment) []PathSegment {
	var out []PathSegment
	for _, s := range path {
		if !s.confed() {
			out = append(out, s)
		}
	}
	if len(out) < len(path) {
		m.Steps = append(m.Steps, "confederation segments of AS4_PATH are dropped")
	}
	return out
}

func countHops(path []PathSegment) (n int) {
	for i := range path {
		n += path[i].hops()
	}
	return n
}

// merge puts the start of path in front of path4, so that the counts become equal.
func (m *MergedPath) merge(path, path4 []PathSegment) {
	n2, n4 := countHops(path), countHops(path4)
	m.Steps = append(m.Steps, "AS_PATH counts "+strconv.Itoa(n2)+", AS4_PATH "+strconv.Itoa(n4))
	if n2 < n4 {
		m.keep(path, "AS_PATH is the shorter one: AS4_PATH is ignored")
		return
	}
	need := n2 - n4
	for _, s := range path {
		if need == 0 && !s.confed() {
			break // confederation segments go along with what they stand beside
		}
		if s.hops() > need { // a sequence is cut; only a sequence counts more than one
			s.ASNs = s.ASNs[:need]
			m.add(s)
			break
		}
		need -= s.hops()
		m.add(s)
	}
	m.Steps = append(m.Steps, strconv.Itoa(n2-n4)+" from the start of AS_PATH, the rest is AS4_PATH")
	for _, s := range path4 {
		m.add(s)
	}
}

// add appends a segment; sequences that follow each other become one.
func (m *MergedPath) add(s PathSegment) {
	if k := len(m.Segments) - 1; k >= 0 && s.Type == registry.SegASSequence && m.Segments[k].Type == s.Type {
		last := &m.Segments[k]
		last.ASNs = append(last.ASNs[:len(last.ASNs):len(last.ASNs)], s.ASNs...)
		return
	}
	m.Segments = append(m.Segments, s)
}
