package codec

import "github.com/bgpdecode/bgpdecode/registry"

// as4State is where the attributes of RFC 6793 stand in an UPDATE: the first of each, if it is whole.
type as4State struct{ path, aggregator, path4, aggregator4 span }

// span is the value of an attribute in the octets, and the attribute itself.
type span struct {
	off, to int // of the value
	at      int // of the flags octet
}

func (s span) present() bool { return s.to > 0 }

// note remembers an attribute.
func (s *as4State) note(st *attrState) {
	if st.part {
		return
	}
	off := st.at + st.HeaderLen
	v := span{off, off + st.Length, st.at}
	switch st.Code {
	case registry.AttrASPath:
		s.path = v
	case registry.AttrAggregator:
		s.aggregator = v
	case registry.AttrAS4Path:
		s.path4 = v
	case registry.AttrAS4Aggregator:
		s.aggregator4 = v
	}
}

// judgeAS4 says what a receiver with 4-octet AS numbers will make of an UPDATE from a speaker with 2-octet ones
// (RFC 6793 section 4.2.3). MergeAS4 does the same and gives the result.
func (d *dec) judgeAS4() {
	s := &d.upd.as4
	if d.ctx.AS4 {
		return
	}
	value := func(v span) []byte { return d.b[v.off:v.to] }
	if s.aggregator4.present() {
		a := value(s.aggregator)
		switch {
		case !d.upd.has(registry.AttrAggregator):
			d.as4Find(FindAS4AggregatorAlone, s.aggregator4, registry.AttrAS4Aggregator, 0, 0)
		case len(a) == 6 && uint32(a[0])<<8|uint32(a[1]) != registry.ASTrans:
			d.as4Find(FindAS4Ignored, s.aggregator4, registry.AttrAS4Aggregator, uint32(a[0])<<8|uint32(a[1]), 0)
			return
		}
	}
	if !s.path.present() || !pathWalks(value(s.path), 2) {
		return
	}
	if !d.upd.has(registry.AttrAS4Path) {
		if _, _, trans := scanPath(value(s.path), false); trans {
			d.as4Find(FindASTransUnresolved, s.path, registry.AttrASPath, 0, 0)
		}
		return
	}
	if p4 := value(s.path4); len(p4) >= 6 && pathWalks(p4, 4) {
		if n, n4 := pathHops(value(s.path), false), pathHops(p4, true); n < n4 {
			d.as4Find(FindAS4PathLonger, s.path4, registry.AttrAS4Path, uint32(n), uint32(n4))
		}
	}
}

func (d *dec) as4Find(id FindingID, v span, code registry.AttrCode, a, b uint32) {
	d.find(id, v.at, v.to-v.at, a, b).Attr = uint8(code)
}

// pathHops counts a path as RFC 6793 section 4.2.3 does.
func pathHops(v []byte, as4 bool) int {
	n := 0
	for s := range Segments(v, as4) {
		switch s.Type {
		case registry.SegASSequence:
			n += s.Count
		case registry.SegASSet:
			n++
		}
	}
	return n
}
