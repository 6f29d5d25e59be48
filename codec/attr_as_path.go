package codec

import (
	"iter"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Segment is one segment of an AS_PATH (RFC 4271 section 4.3, RFC 5065 section 3).
type Segment struct {
	Type   registry.SegmentType
	Count  int // AS numbers, as the segment says
	Octets []byte
	Width  int // octets of an AS number
	Offset int // of the type octet in the value
}

// ASN returns AS number i of the segment.
func (s Segment) ASN(i int) uint32 {
	var v uint32
	for _, c := range s.Octets[i*s.Width : (i+1)*s.Width] {
		v = v<<8 | uint32(c)
	}
	return v
}

// parseSegment reads a segment header: the only place that knows its form. n is the number of octets of the
// whole segment; it may be more than b holds. ok is false when b is too short for the header.
func parseSegment(b []byte, asWidth int) (t registry.SegmentType, count, n int, ok bool) {
	if len(b) < 2 {
		return 0, 0, 2, false
	}
	return registry.SegmentType(b[0]), int(b[1]), 2 + int(b[1])*asWidth, true
}

// Segments yields the well-formed segments at the start of an AS_PATH value and stops at the first that is not.
func Segments(b []byte, as4 bool) iter.Seq[Segment] {
	w := width(as4)
	return func(yield func(Segment) bool) {
		for off := 0; ; {
			t, count, n, ok := parseSegment(b[off:], w)
			if !ok || n > len(b)-off || count == 0 || t < 1 || t > 4 {
				return
			}
			if !yield(Segment{t, count, b[off+2 : off+n], w, off}) {
				return
			}
			off += n
		}
	}
}

// attrASPath reads AS_PATH (RFC 4271 section 5.1.2).
func (d *dec) attrASPath(st *attrState) {
	d.segments(st, d.asWidth())
	if st.part && d.ctx.AS4 {
		d.judgeElidedPath(st)
	}
}

// attrAS4Path reads AS4_PATH (RFC 6793 section 3): always 4-octet AS numbers, no confederation segments.
func (d *dec) attrAS4Path(st *attrState) {
	d.as4FromNew(st)
	d.segments(st, 4)
}

// as4FromNew notes an AS4_ attribute where both speakers have 4-octet AS numbers (RFC 6793 section 4.1).
func (d *dec) as4FromNew(st *attrState) {
	if !d.ctx.AS4 || !d.upd.in {
		return
	}
	if d.unsure = d.unsure || d.ctx.WidthUnknown; !d.ctx.WidthUnknown {
		d.attrFind(st, FindAS4FromNew, st.at, len(st.tlv), 0, 0).Action = registry.ActionAttributeDiscard
	}
}

// asPathValue decodes an AS_PATH value that stands alone.
func (d *dec) asPathValue(code registry.AttrCode) {
	v := d.peek()
	d.attr = attrState{Attr: Attr{Code: code, Length: len(v), Value: v}, rule: registry.Attr(uint8(code)), at: d.off}
	st := &d.attr
	st.cut = d.atCut()
	st.part = st.cut
	d.segments(st, d.asWidth())
}

// segments reads path segments to the end of the range.
func (d *dec) segments(st *attrState, w int) {
	fr := d.begin(FieldASPath)
	start, sets := d.off, false
	if d.ctx.WidthUnknown && st.Code == registry.AttrASPath {
		d.mark(fr, NodeInferred)
	}
	d.judgePathStart(st)
	for d.left() > 0 {
		at := d.off
		t, count, n, ok := parseSegment(d.peek(), w)
		switch {
		case !ok:
			if !st.part {
				d.attrBad(st, FindSegmentOctetLeft, at, 1, 0, 0)
			}
		case t < 1 || t > 4:
			d.attrBad(st, FindSegmentType, at, 1, uint32(t), uint32(at-start))
			ok = false
		case count == 0:
			d.attrBad(st, FindSegmentEmpty, at, 2, 0, 0)
		case at-start+n > st.Length && !(st.cut && st.Length == len(st.Value)):
			d.attrBad(st, FindSegmentOverrun, at, 2, uint32(count), uint32(st.Length-(at-start)-2))
		}
		if !ok {
			break
		}
		d.judgeSegment(st, t, at)
		sets = sets || t == registry.SegASSet || t == registry.SegConfedSet
		d.segment(st, n, w)
	}
	if sets {
		d.attrFind(st, FindSegmentSet, start, d.off-start, 0, 0)
	}
	d.leave(fr)
}

// judgeSegment checks the type of a segment against the session.
func (d *dec) judgeSegment(st *attrState, t registry.SegmentType, at int) {
	if t != registry.SegConfedSequence && t != registry.SegConfedSet {
		return
	}
	if st.Code == registry.AttrAS4Path {
		d.attrFind(st, FindAS4Confed, at, 2, 0, 0)
	} else if d.ctx.Peer == PeerEBGP {
		d.attrBad(st, FindSegmentConfed, at, 2, 0, 0)
	}
}

// judgePathStart checks how the AS_PATH of an UPDATE begins, where the peer kind asks for something: an external
// peer has put its AS number there (RFC 4271 section 5.1.2), another member of the confederation a
// CONFED_SEQUENCE (RFC 5065 section 5).
func (d *dec) judgePathStart(st *attrState) {
	if st.Code != registry.AttrASPath || !d.upd.in {
		return
	}
	p := d.peek()
	switch {
	case d.ctx.Peer == PeerConfed && len(p) > 0 && registry.SegmentType(p[0]) != registry.SegConfedSequence,
		d.ctx.Peer == PeerConfed && len(p) == 0 && st.Length == 0:
		d.attrBad(st, FindPathConfedStart, d.off, min(len(p), 1), 0, 0)
	case d.ctx.Peer == PeerEBGP && st.Length == 0:
		d.attrBad(st, FindPathEmptyEBGP, st.at, st.HeaderLen, 0, 0)
	}
}

// segment claims one segment of n octets, header included.
func (d *dec) segment(st *attrState, n, w int) {
	fr := d.enter(FieldSegment, n)
	d.u8(FieldSegType)
	count := int(d.u8(FieldSegCount))
	if count*w > d.left() {
		d.mark(fr, NodeTruncated)
	}
	l := d.begin(FieldSegASNs)
	for d.left() >= w {
		at := d.off
		switch as := uint32(d.uint(FieldASN, w)); {
		case as == 0:
			d.attrBad(st, FindPathASZero, at, w, 0, 0)
		case as == registry.ASTrans && w == 4:
			d.attrFind(st, FindPathASTrans, at, w, 0, 0)
		}
	}
	d.done(l)
	d.leave(fr)
}

// judgeElidedPath looks at the declared length of a path of which only the start is here. A speaker fills
// segments: when the first has the full 255 AS numbers, full segments and one shorter segment must make up
// the declared length.
func (d *dec) judgeElidedPath(st *attrState) {
	if len(st.Value) < 2 || st.Value[1] != 255 {
		return
	}
	const full = 2 + 255*4
	if rest := st.Length % full; rest != 0 && (rest < 6 || (rest-2)%4 != 0) {
		d.attrFind(st, FindPathLengthOdd, st.at, st.HeaderLen, uint32(st.Length), uint32(rest))
	}
}

// AppendASPathValue appends the value of an AS_PATH (RFC 4271 section 4.3). Without as4, AS numbers that do not fit
// two octets become AS_TRANS (RFC 6793 section 4.2.2). A segment of more than 255 AS numbers becomes several, an empty
// one none.
func AppendASPathValue(dst []byte, path []PathSegment, as4 bool) []byte {
	for _, s := range path {
		for as := s.AS; len(as) > 0; {
			n := min(len(as), 255)
			dst = append(dst, byte(s.Type), byte(n))
			for _, v := range as[:n] {
				if as4 {
					dst = appendU32(dst, v)
				} else {
					dst = appendU16(dst, shortAS(v))
				}
			}
			as = as[n:]
		}
	}
	return dst
}

// appendAS4PathValue appends the value of an AS4_PATH: the path without confederation segments (RFC 6793 section 3).
func appendAS4PathValue(dst []byte, path []PathSegment) []byte {
	for i, s := range path {
		if s.Type != registry.SegConfedSequence && s.Type != registry.SegConfedSet {
			dst = AppendASPathValue(dst, path[i:i+1], true)
		}
	}
	return dst
}

// needsAS4Path reports whether a path has AS numbers that two octets do not hold, where AS4_PATH can carry them.
func needsAS4Path(path []PathSegment) bool {
	for _, s := range path {
		if s.Type == registry.SegConfedSequence || s.Type == registry.SegConfedSet {
			continue
		}
		for _, v := range s.AS {
			if v > 0xffff {
				return true
			}
		}
	}
	return false
}
