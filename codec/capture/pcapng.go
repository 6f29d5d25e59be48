package capture

import (
	"encoding/binary"
	"time"
)

// Block types of pcapng (draft-ietf-opsawg-pcapng) and the magic number of a section's byte order.
const (
	ngSection   = 0x0a0d0d0a
	ngInterface = 1
	ngPacket    = 2 // obsolete
	ngSimple    = 3
	ngNames     = 4
	ngCounters  = 5
	ngEnhanced  = 6
	ngSecrets   = 10

	ngMagic        = 0x1a2b3c4d
	ngMagicSwapped = 0x4d3c2b1a
)

const (
	ngBlockLen      = 12 // octets of the shortest block
	maxNgInterfaces = 65536
)

// ngIface is what an interface description says.
type ngIface struct {
	link   uint32
	snap   uint32
	units  uint64 // of the time stamp in a second
	offset int64  // seconds to add
}

// ngReader reads the blocks of a pcapng file.
type ngReader struct {
	*emitter
	order  binary.ByteOrder
	ifaces []ngIface
	finder finder
	tcp    *tcpTable
}

func readPcapng(e *emitter) {
	n := &ngReader{emitter: e, order: binary.LittleEndian, tcp: newTCPTable(e)}
	n.finder = finder{ngBlockLen, n.candidate, n.follows}
	for n.next() {
	}
	n.tcp.flush()
}

// next reads one block. It reports whether there can be another.
func (n *ngReader) next() bool {
	in := n.s.in
	n.begin()
	n.now = time.Time{}
	b := in.peek(ngBlockLen)
	if len(b) < ngBlockLen {
		n.ended(len(b), ngBlockLen)
		return false
	}
	n.section(b)
	length, ok := n.length(b)
	if !ok {
		return n.resync("no plausible block header", &n.finder)
	}
	b = in.peek(length)
	if len(b) < length {
		if _, found := n.finder.find(in, 1); found {
			return n.resync("the block would end behind the input", &n.finder)
		}
		n.s.stats.Records++
		n.block(b)
		in.skip(int64(len(b)))
		n.ended(len(b), length)
		return false
	}
	if n.order.Uint32(b[length-4:]) != uint32(length) {
		return n.resync("the two lengths of a block differ", &n.finder)
	}
	n.s.stats.Records++
	what := n.block(b[:length-4])
	in.skip(int64(length))
	if what != "" {
		return n.damage(Damage{What: what, Skipped: int64(length)})
	}
	return !n.done
}

// section takes the byte order of a section header, which the length of the block already needs.
func (n *ngReader) section(b []byte) {
	if binary.BigEndian.Uint32(b) != ngSection {
		return
	}
	switch binary.BigEndian.Uint32(b[8:]) {
	case ngMagic:
		n.order = binary.BigEndian
	case ngMagicSwapped:
		n.order = binary.LittleEndian
	}
}

// length returns the length of the block that b starts with.
func (n *ngReader) length(b []byte) (int, bool) {
	l := n.order.Uint32(b[4:])
	return int(l), l >= ngBlockLen && l%4 == 0 && int64(l) <= int64(n.s.opt.MaxRecord)
}

// candidate reports whether b could start with a block of a common type.
func (n *ngReader) candidate(b []byte) bool {
	typ := n.order.Uint32(b)
	if typ == ngSection {
		m := binary.BigEndian.Uint32(b[8:])
		return m == ngMagic || m == ngMagicSwapped
	}
	_, ok := n.length(b)
	return ok && (typ >= ngInterface && typ <= ngEnhanced || typ == ngSecrets)
}

// follows reports whether the block at offset i repeats its length at its end.
func (n *ngReader) follows(i int) bool {
	in, order := n.s.in, n.order
	b := in.peek(i + ngBlockLen)[i:]
	if order.Uint32(b) == ngSection {
		n.section(b)
		defer func() { n.order = order }()
	}
	length, ok := n.length(b)
	if !ok {
		return false
	}
	b = in.peek(i + length)
	return len(b) == i+length && n.order.Uint32(b[i+length-4:]) == uint32(length)
}

// block reads a block without the length at its end, as far as it is there. It returns what is wrong with it.
func (n *ngReader) block(b []byte) string {
	switch n.order.Uint32(b) {
	case ngSection:
		n.ifaces = n.ifaces[:0]
	case ngInterface:
		return n.iface(b[8:])
	case ngEnhanced:
		if len(b) < 28 {
			return "a packet block that ends in its header"
		}
		return n.packet(n.order.Uint32(b[8:]), b[12:], b[28:])
	case ngPacket:
		if len(b) < 28 {
			return "a packet block that ends in its header"
		}
		return n.packet(uint32(n.order.Uint16(b[8:])), b[12:], b[28:])
	case ngSimple:
		if len(b) < 12 || len(n.ifaces) == 0 {
			return "a packet block without an interface"
		}
		wire := n.order.Uint32(b[8:])
		have := wire
		if s := n.ifaces[0].snap; s != 0 && have > s {
			have = s
		}
		n.tcp.packet(n.ifaces[0].link, b[12:12+min(int64(have), int64(len(b)-12))], int(min(wire, 1<<20)))
	}
	return ""
}

// packet reads a packet of an interface. b starts at the time stamp.
func (n *ngReader) packet(iface uint32, b, data []byte) string {
	if int64(iface) >= int64(len(n.ifaces)) {
		return "a packet of an interface that is not described"
	}
	f := &n.ifaces[iface]
	t := uint64(n.order.Uint32(b))<<32 | uint64(n.order.Uint32(b[4:]))
	have, wire := n.order.Uint32(b[8:]), n.order.Uint32(b[12:])
	sec := t / f.units
	frac := t % f.units
	nanos := float64(frac) / float64(f.units) * 1e9
	if f.units <= 1e9 && 1e9%f.units == 0 {
		nanos = float64(frac * (1e9 / f.units))
	}
	n.now = time.Unix(int64(sec)+f.offset, int64(nanos)).UTC()
	n.tcp.packet(f.link, data[:min(int64(have), int64(len(data)))], int(min(wire, 1<<20)))
	return ""
}

// iface reads an interface description: its link type, and from its options the unit of the time stamps.
func (n *ngReader) iface(b []byte) string {
	if len(b) < 8 {
		return "an interface description that ends in its header"
	}
	if len(n.ifaces) >= maxNgInterfaces {
		return "more interfaces than are believed"
	}
	f := ngIface{link: uint32(n.order.Uint16(b)), snap: n.order.Uint32(b[4:]), units: 1e6}
	for o := b[8:]; len(o) >= 4; {
		code, l := n.order.Uint16(o), int(n.order.Uint16(o[2:]))
		if code == 0 || l > len(o)-4 {
			break
		}
		v := o[4 : 4+l]
		switch {
		case code == 9 && l == 1: // if_tsresol
			f.units = ngUnits(v[0])
		case code == 14 && l == 8: // if_tsoffset
			f.offset = int64(n.order.Uint64(v))
		}
		o = o[min(len(o), 4+(l+3)&^3):]
	}
	n.ifaces = append(n.ifaces, f)
	return ""
}

// ngUnits gives the units in a second of a time stamp resolution: a power of 10, or of 2 with the high bit set.
func ngUnits(v uint8) uint64 {
	if v&0x80 != 0 {
		return 1 << min(v&0x7f, 63)
	}
	u := uint64(1)
	for range min(v, 19) {
		u *= 10
	}
	return u
}
