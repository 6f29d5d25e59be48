package codec

// maxNodes bounds the arena: a message has at most 65535 octets, and a fragment is cut there as well.
const maxNodes = 1 << 20

// maxDepth bounds the nesting of messages in messages (Hard Reset in Hard Reset, an OPEN in Data).
const maxDepth = 4

// dec is the cursor. All octets are read through its methods, which check every bound; offsets are
// absolute in b. rec is nil when no tree is wanted.
type dec struct {
	b        []byte
	off, end int // next octet; end of the range that is open
	ctx      Context
	cut      bool // the open range should go on behind its end, where octets of the input are missing
	full     int  // ... as far as this offset
	badLen   bool // the Length of the header was judged wrong: the body is not judged short again
	unsure   bool // a finding would differ if the width of AS numbers were known
	depth    int
	rec      *recorder
	findings []Finding
	upd      updateState
	open     openState
	mp       mpState
	ls       lsState
	attr     attrState // the attribute that is open; here because a variable of its own would escape
}

// recorder keeps the arena. cur is the group that is open.
type recorder struct {
	nodes []Node
	cur   int32
}

// frame is an open sub-range. It has four fields, because the compiler keeps structs of up to four in registers: with more,
// opening and closing groups was half of all the time that checking takes.
type frame struct {
	node int32
	cut  bool // dec.cut, dec.full and dec.end of the range around it
	full int
	end  int
}

func (d *dec) left() int { return d.end - d.off }

// atCut reports whether the open range ends where the input was cut, so that missing octets explain what is
// not there. A range whose declared length is wholly here is not cut, even when the message around it is.
func (d *dec) atCut() bool { return d.cut }

// overruns reports whether n octets do not fit the open range and octets that are missing from the input do not
// explain it.
func (d *dec) overruns(n int) bool { return n > d.left() && !(d.cut && d.off+n <= d.full) }

// narrow ends the open range after n octets, or where it ends already, without a group; widen undoes it.
func (d *dec) narrow(n int) frame {
	fr := frame{node: -1, end: d.end, cut: d.cut, full: d.full}
	if n > d.left() {
		d.full = min(d.full, d.off+n)
	} else {
		d.end, d.cut = d.off+n, false
	}
	return fr
}

func (d *dec) widen(fr frame) { d.end, d.cut, d.full = fr.end, fr.cut, fr.full }

func (d *dec) add(f FieldID, off, n int, val uint64, flags NodeFlags) int32 {
	if d.rec == nil {
		return -1
	}
	return d.rec.add(f, off, n, val, flags)
}

// add appends a node; -1 where the arena is full. The fields are stored one by one: a whole Node would be put together on the
// stack first, and to copy it from there has to wait for those stores.
func (r *recorder) add(f FieldID, off, n int, val uint64, flags NodeFlags) int32 {
	i := len(r.nodes)
	if i == cap(r.nodes) {
		if i >= maxNodes {
			return -1
		}
		r.nodes = append(r.nodes, Node{})
	} else {
		r.nodes = r.nodes[:i+1]
	}
	nd := &r.nodes[i]
	nd.Val = val
	nd.Off, nd.Len = uint32(off), uint32(n)
	nd.Parent, nd.End = r.cur, int32(i)+1
	nd.Field, nd.Flags = f, flags
	return int32(i)
}

// uint reads an n-octet number (n at most 8). With fewer octets left it claims them as a truncated leaf
// and returns the number that they make alone; callers check left first where that matters.
func (d *dec) uint(f FieldID, n int) uint64 {
	have := min(n, d.left())
	var v uint64
	switch o := d.b[d.off : d.off+have]; len(o) {
	case 1:
		v = uint64(o[0])
	case 2:
		v = uint64(o[0])<<8 | uint64(o[1])
	case 4:
		v = uint64(be32(o))
	default:
		for _, c := range o {
			v = v<<8 | uint64(c)
		}
	}
	var fl NodeFlags
	if have < n {
		if have == 0 {
			return 0
		}
		fl = NodeTruncated
	}
	d.add(f, d.off, have, v, fl)
	d.off += have
	return v
}

func (d *dec) u8(f FieldID) uint8   { return uint8(d.uint(f, 1)) }
func (d *dec) u16(f FieldID) uint16 { return uint16(d.uint(f, 2)) }
func (d *dec) u32(f FieldID) uint32 { return uint32(d.uint(f, 4)) }

// under is uint for a number whose meaning needs a second one (a subcode needs its code): the leaf keeps
// hi<<8n|value.
func (d *dec) under(f FieldID, hi uint64, n int) uint64 {
	v := d.uint(f, n)
	if d.rec != nil && len(d.rec.nodes) > 0 {
		last := &d.rec.nodes[len(d.rec.nodes)-1]
		if last.Field == f {
			last.Val = hi<<(8*n) | v
		}
	}
	return v
}

// asWidth is the number of octets of an AS number.
func (d *dec) asWidth() int {
	if d.ctx.AS4 {
		return 4
	}
	return 2
}

// bytes claims n octets as one leaf; fewer when the range ends before.
func (d *dec) bytes(f FieldID, n int) []byte {
	have := min(max(n, 0), d.left())
	v := d.b[d.off : d.off+have]
	if have > 0 {
		var fl NodeFlags
		if have < n {
			fl = NodeTruncated
		}
		var val uint64
		if have <= 8 {
			for _, c := range v {
				val = val<<8 | uint64(c)
			}
		}
		d.add(f, d.off, have, val, fl)
	}
	d.off += have
	return v
}

// rest claims what is left of the range as one leaf.
func (d *dec) rest(f FieldID) []byte { return d.bytes(f, d.left()) }

// gap claims what is left of the range as octets that no field explains.
func (d *dec) gap() {
	if n := d.left(); n > 0 {
		d.add(FieldGap, d.off, n, 0, NodeGap)
		d.off = d.end
	}
}

// peek returns the octets that are left without claiming them.
func (d *dec) peek() []byte { return d.b[d.off:d.end] }

// enter opens a group of n octets, clipped to the open range; leave must follow. The range is cut only when
// n reaches behind the end of a range that is.
func (d *dec) enter(f FieldID, n int) frame {
	fr := d.begin(f)
	if n > d.left() {
		d.mark(fr, NodeTruncated)
		d.full = min(d.full, d.off+n)
	} else {
		d.end, d.cut = d.off+n, false
	}
	return fr
}

// begin opens a group that ends where the reading ends.
func (d *dec) begin(f FieldID) frame {
	node := int32(-1)
	if d.rec != nil {
		if node = d.add(f, d.off, d.left(), 0, nodeGroup); node >= 0 {
			d.rec.cur = node
		}
	}
	return frame{node: node, end: d.end, cut: d.cut, full: d.full}
}

// leave closes a group: octets that nobody claimed become a gap.
func (d *dec) leave(fr frame) {
	d.gap()
	d.done(fr)
}

// done closes a group that ends at the cursor.
func (d *dec) done(fr frame) {
	if fr.node >= 0 {
		nd := &d.rec.nodes[fr.node]
		nd.Len = uint32(d.off) - nd.Off
		nd.End = int32(len(d.rec.nodes))
		d.rec.cur = nd.Parent
	}
	d.widen(fr)
}

// set stores a number on a group, for shapes that need one (an AFI for a prefix).
func (d *dec) set(fr frame, val uint64) {
	if fr.node >= 0 {
		d.rec.nodes[fr.node].Val = val
	}
}

// mark adds flags to a group.
func (d *dec) mark(fr frame, fl NodeFlags) {
	if fr.node >= 0 {
		d.rec.nodes[fr.node].Flags |= fl
	}
}

// synth adds a derived value without octets.
func (d *dec) synth(f FieldID, val uint64) { d.add(f, d.off, 0, val, NodeSynthetic) }
