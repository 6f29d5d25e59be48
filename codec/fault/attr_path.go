package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// pathValue is the value of an AS_PATH: sequences of AS numbers as the session writes them.
func pathValue(p *Params, path []codec.PathSegment) []byte {
	return codec.AppendASPathValue(nil, path, p.Context.AS4)
}

// fillASPath has the faults of AS_PATH (RFC 4271 sections 5.1.2 and 6.3, RFC 7606 section 7.2).
func fillASPath(l *list) {
	r := &attrRow{
		flags: wk, sample: func(p *Params) []byte { return pathValue(p, samplePath(p)) }, refs: []string{"RFC 7606 §7.2"},
		malformed: withdraw, conflict: withdraw, missing: true,
	}
	fillAttr(l, r)
	pathSegments(l)
	pathNumbers(l)
	pathConfed(l)
	pathLegal(l)
}

// path adds a fault of AS_PATH. make gives its value from the sound one, and the octets that are at fault.
func (l *list) path(id, title string, refs []string, find codec.FindingID, make func(p *Params, v []byte) (out []byte, off, n int)) *Fault {
	return l.add(Fault{
		ID: id, Title: title, Phase: Established, Refs: refs, Want4271: upd(registry.SubMalformedASPath, DataNone), Want7606: Want{Action: withdraw},
		Finding: find,
		edit: func(d *draft) error {
			v := pathValue(d.p, samplePath(d.p))
			if i := d.find(registry.AttrASPath); i >= 0 && walks(d.attrs[i].value, d.p.Context.AS4) {
				v = d.attrs[i].value
			}
			v, off, n := make(d.p, slices.Clone(v))
			return d.value(wk, v, off, n)
		},
	})
}

// walks reports whether a value is a sound AS_PATH with at least one segment.
func walks(v []byte, as4 bool) bool {
	n := 0
	for s := range codec.Segments(v, as4) {
		n = s.Offset + 2 + s.Count*s.Width
	}
	return n > 0 && n == len(v)
}

var pathRefs = []string{"RFC 4271 §6.3", "RFC 7606 §7.2"}

// pathSegments has segments that cannot be.
func pathSegments(l *list) {
	behind := func(seg ...byte) func(*Params, []byte) ([]byte, int, int) {
		return func(_ *Params, v []byte) ([]byte, int, int) { return append(v, seg...), len(v), 1 }
	}
	l.path("segment_type_0", "AS_PATH has a segment of type 0", pathRefs, codec.FindSegmentType, behind(0, 1, 0, 0, 0xfb, 0xf4))
	l.path("segment_type_5", "AS_PATH has a segment of type 5", pathRefs, codec.FindSegmentType, behind(5, 1, 0, 0, 0xfb, 0xf4))
	l.path("segment_type_255", "AS_PATH has a segment of type 255", pathRefs, codec.FindSegmentType, behind(255, 1, 0, 0, 0xfb, 0xf4))
	l.path("segment_type_first", "the first segment of AS_PATH has type 7", pathRefs, codec.FindSegmentType, func(_ *Params, v []byte) ([]byte, int, int) {
		v[0] = 7
		return v, 0, 1
	})
	l.path("segment_empty", "AS_PATH has a segment without AS numbers behind others", pathRefs, codec.FindSegmentEmpty, behind(2, 0))
	l.path("segment_empty_first", "AS_PATH begins with a segment without AS numbers", pathRefs, codec.FindSegmentEmpty, func(_ *Params, v []byte) ([]byte, int, int) {
		return append([]byte{2, 0}, v...), 1, 1
	})
	l.path("segment_overrun", "the only segment of AS_PATH claims 255 AS numbers", pathRefs, codec.FindSegmentOverrun, func(_ *Params, v []byte) ([]byte, int, int) {
		v[1] = 255
		return v, 1, 1
	})
	l.path("segment_overrun_one", "a segment of AS_PATH claims one AS number more than there is", pathRefs, codec.FindSegmentOverrun, func(p *Params, _ []byte) ([]byte, int, int) {
		v := pathValue(p, samplePath(&Params{LocalAS: p.LocalAS, Context: codec.Context{Peer: codec.PeerEBGP}}))
		v[1]++
		return v, 1, 1
	})
	l.path("segment_short", "a segment of AS_PATH claims one AS number less than there is", pathRefs, codec.FindSegmentType, func(p *Params, _ []byte) ([]byte, int, int) {
		v := codec.AppendASPathValue(nil, []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{p.LocalAS, 64500}}}, p.Context.AS4)
		v[1]--
		return v, 2 + (len(v)-2)/2, 1
	})
	l.path("octet_left", "one octet is left behind the last segment of AS_PATH", pathRefs, codec.FindSegmentOctetLeft, behind(2))
	l.path("cut_in_as", "AS_PATH ends inside an AS number", pathRefs, codec.FindSegmentOverrun, func(p *Params, _ []byte) ([]byte, int, int) {
		v := codec.AppendASPathValue(nil, []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{p.LocalAS, 64500}}}, p.Context.AS4)
		return v[:len(v)-1], 1, 1
	})
	l.path("garbage", "AS_PATH holds octets of ones only", pathRefs, codec.FindSegmentType, func(*Params, []byte) ([]byte, int, int) {
		return slices.Repeat([]byte{255}, 14), 0, 1
	})
}

// pathNumbers has AS numbers that may not be, and those of the wrong width.
func pathNumbers(l *list) {
	zero := []string{"RFC 7607 §2", "RFC 7606 §7.2"}
	sequence := func(t registry.SegmentType, list ...uint32) func(p *Params, v []byte) ([]byte, int, int) {
		return func(p *Params, v []byte) ([]byte, int, int) {
			w := pathValue(p, []codec.PathSegment{{Type: t, AS: list}})
			return append(v, w...), len(v) + 2, (len(w) - 2) / len(list)
		}
	}
	l.path("as_zero", "AS_PATH contains AS 0", zero, codec.FindPathASZero, sequence(registry.SegASSequence, 0, 64500))
	l.path("as_zero_in_set", "an AS_SET contains AS 0", zero, codec.FindPathASZero, sequence(registry.SegASSet, 0, 64500))
	width := l.path("as_width_2", "AS_PATH with 2-octet AS numbers on a session with 4-octet ones", []string{"RFC 6793 §4.1", "RFC 7606 §7.2"}, codec.FindSegmentOverrun,
		func(p *Params, _ []byte) ([]byte, int, int) {
			return codec.AppendASPathValue(nil, []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{p.LocalAS, 64500}}}, false), 1, 1
		})
	width.Needs.AS4 = With
	width = l.path("as_width_4", "AS_PATH with 4-octet AS numbers on a session with 2-octet ones", []string{"RFC 6793 §4.1", "RFC 7606 §7.2"}, codec.FindSegmentType,
		func(p *Params, _ []byte) ([]byte, int, int) {
			v := codec.AppendASPathValue(nil, []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{64501, 64502, 64503}}}, true)
			return v, 8, 1
		})
	width.Needs.AS4 = Without
	trans := l.path("trans", "AS_TRANS in an AS_PATH with 4-octet AS numbers", []string{"RFC 6793 §4.2.3"}, codec.FindPathASTrans, sequence(registry.SegASSequence, registry.ASTrans))
	trans.Needs.AS4 = With
	trans.Want4271 = quiet(nothing, "it is odd and no error")
	trans.Want7606 = trans.Want4271
}

// pathConfed has segments that the session does not allow.
func pathConfed(l *list) {
	outside := []string{"RFC 5065 §5", "RFC 7606 §7.2"}
	for _, c := range []struct {
		id, title string
		t         registry.SegmentType
	}{
		{"confed_sequence", "AS_PATH from an external peer has an AS_CONFED_SEQUENCE", registry.SegConfedSequence},
		{"confed_set", "AS_PATH from an external peer has an AS_CONFED_SET", registry.SegConfedSet},
	} {
		f := l.path(c.id, c.title, outside, codec.FindSegmentConfed, func(p *Params, v []byte) ([]byte, int, int) {
			return append(pathValue(p, []codec.PathSegment{{Type: c.t, AS: []uint32{64512}}}), v...), 0, 2
		})
		f.Needs.Peer = codec.PeerEBGP
	}
	start := l.path("confed_start", "AS_PATH from a member of the confederation does not begin with an AS_CONFED_SEQUENCE", outside, codec.FindPathConfedStart,
		func(p *Params, _ []byte) ([]byte, int, int) {
			return pathValue(p, []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{p.LocalAS}}}), 0, 1
		})
	start.Needs.Peer = codec.PeerConfed
	const may = "RFC 4271 §6.3: the receiver may check it"
	first := l.path("leftmost_as", "AS_PATH does not begin with the AS number of the external peer", []string{"RFC 4271 §6.3", "RFC 7606 §7.2"}, codec.FindNone,
		func(p *Params, _ []byte) ([]byte, int, int) {
			return pathValue(p, []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{64510, 64500}}}), 2, 2
		})
	first.Needs.Peer = codec.PeerEBGP
	first.Want4271 = quiet(nothing, may).or(may, reset, withdraw)
	first.Want7606 = quiet(nothing, may).or(may, withdraw)
	empty := l.path("empty", "AS_PATH from an external peer is empty", []string{"RFC 4271 §5.1.2", "RFC 4271 §6.3"}, codec.FindPathEmptyEBGP,
		func(*Params, []byte) ([]byte, int, int) { return nil, 0, 0 })
	empty.Needs.Peer = codec.PeerEBGP
	empty.Want4271 = empty.Want4271.or(may, nothing)
	empty.Want7606 = quiet(nothing, may).or(may, withdraw)
	empty.edit = func(d *draft) error {
		d.mark(inLength, d.put(wk, registry.AttrASPath, nil), 0, 1)
		return nil
	}
}

// pathLegal has paths that are odd and legal.
func pathLegal(l *list) {
	add := func(id, title, ref string, find codec.FindingID, w Want, path func(p *Params) []codec.PathSegment) *Fault {
		f := l.path(id, title, []string{ref}, find, func(p *Params, _ []byte) ([]byte, int, int) { return pathValue(p, path(p)), 0, 1 })
		f.Want4271, f.Want7606 = quiet(nothing, w.Why), w
		return f
	}
	set := Want{Action: withdraw}.or("RFC 9774 §3 lets an operator have it taken", nothing)
	for _, s := range []struct {
		id, title string
		t         registry.SegmentType
	}{{"set", "AS_PATH has an AS_SET", registry.SegASSet}} {
		add(s.id, s.title, "RFC 9774 §3", codec.FindSegmentSet, set, func(p *Params) []codec.PathSegment {
			return append(slices.Clone(samplePath(p)), codec.PathSegment{Type: s.t, AS: []uint32{64501, 64502}})
		})
	}
	loop := Want{Why: "a loop is no error: the route is not used"}
	loop.Also = []registry.Action{withdraw}
	f := add("loop", "AS_PATH contains the AS number of the receiver", "RFC 4271 §9.1.2", codec.FindNone, loop, func(p *Params) []codec.PathSegment {
		return append(slices.Clone(samplePath(p)), codec.PathSegment{Type: registry.SegASSequence, AS: []uint32{p.PeerAS}})
	})
	f.Want4271.Also, f.Needs.Peer = loop.Also, codec.PeerEBGP
	long := Want{Why: "it is legal"}
	long.Also = []registry.Action{withdraw}
	for _, n := range []struct {
		id, title string
		n         int
	}{
		{"legal_255", "AS_PATH with a segment of 255 AS numbers", 254},
		{"legal_two_segments", "AS_PATH with 300 AS numbers, in two segments", 300},
		{"legal_900", "AS_PATH with 900 AS numbers, which fill a message", 900},
	} {
		f := add(n.id, n.title, "RFC 4271 §5.1.2", codec.FindNone, long, func(p *Params) []codec.PathSegment {
			path := codec.PathAttributes{ASPath: []codec.PathSegment{{Type: registry.SegASSequence, AS: slices.Repeat([]uint32{64500}, n.n)}}}
			path.Prepend(p.LocalAS, 1)
			return path.ASPath
		})
		f.Needs.Peer = codec.PeerEBGP
	}
}
