package capture

import (
	"encoding/binary"
	"time"
)

// The magic numbers of pcap, as a big-endian reader sees them.
const (
	pcapMicro        = 0xa1b2c3d4
	pcapNano         = 0xa1b23c4d
	pcapMicroSwapped = 0xd4c3b2a1
	pcapNanoSwapped  = 0x4d3cb2a1
)

const (
	pcapFileLen   = 24     // octets of the file header
	pcapRecordLen = 16     // ... of a packet header
	commonSnap    = 262144 // the greatest snap length that capture tools use
)

// pcapReader reads the packets of a pcap file (draft-ietf-opsawg-pcap).
type pcapReader struct {
	*emitter
	order  binary.ByteOrder
	unit   int64 // nanoseconds of one unit of the fraction
	snap   int   // greatest captured length that is believed
	link   uint32
	last   int64 // seconds of the last sound packet
	finder finder
	tcp    *tcpTable
}

func readPcap(e *emitter) {
	in := e.s.in
	e.index = 0
	e.offset = in.off
	b := in.peek(pcapFileLen)
	if len(b) < pcapFileLen {
		e.ended(max(1, len(b)), pcapFileLen)
		return
	}
	p := &pcapReader{emitter: e, tcp: newTCPTable(e)}
	if !p.file(b) {
		e.damage(Damage{What: "no pcap file header", Ends: true})
		return
	}
	in.skip(pcapFileLen)
	p.finder = finder{pcapRecordLen, p.candidate, p.follows}
	for p.next() {
	}
	p.tcp.flush()
}

// pcapMagic gives the order of a file's numbers, and the nanoseconds of one unit of its fractions.
func pcapMagic(b []byte) (order binary.ByteOrder, unit int64, ok bool) {
	switch binary.BigEndian.Uint32(b) {
	case pcapMicro:
		return binary.BigEndian, 1000, true
	case pcapMicroSwapped:
		return binary.LittleEndian, 1000, true
	case pcapNano:
		return binary.BigEndian, 1, true
	case pcapNanoSwapped:
		return binary.LittleEndian, 1, true
	}
	return binary.BigEndian, 1000, false
}

// file takes the header of a file. It reports false for octets that are none.
func (p *pcapReader) file(b []byte) bool {
	var ok bool
	if p.order, p.unit, ok = pcapMagic(b); !ok {
		return false
	}
	p.snap = commonSnap
	if n := p.order.Uint32(b[16:]); n > commonSnap && int64(n) < int64(p.s.opt.MaxRecord) {
		p.snap = int(n)
	}
	p.snap = min(p.snap, p.s.opt.MaxRecord)
	p.link = p.order.Uint32(b[20:]) & 0xffff // the rest is reserved, or says how long a checksum behind the packets is
	return true
}

// another reports whether the header of another file stands where a packet's may, at an offset from where the input stands:
// files that were put one behind the other (cat, or members of one gzip file).
func (p *pcapReader) another(at int) bool {
	b := p.s.in.peek(at + pcapRecordLen) // a live input may have no more yet
	if len(b) < at+pcapRecordLen || !beginsPcap(b[at:]) {
		return false
	}
	return len(p.s.in.peek(at+pcapFileLen)) >= at+pcapFileLen
}

// beginsPcap reports whether octets, as many as a packet's header has, begin the header of a file.
func beginsPcap(b []byte) bool {
	order, _, ok := pcapMagic(b)
	return ok && order.Uint16(b[4:]) == 2 && order.Uint16(b[6:]) <= 4 // the version; as a packet it would be one of the year 2055, or of 1999 or 2011 and empty
}

// pcapHeader is a packet header, in the host's order.
type pcapHeader struct {
	seconds, frac uint32
	have, wire    uint32 // octets in the file and on the wire
}

func (p *pcapReader) parse(b []byte) (h pcapHeader, ok bool) {
	if len(b) < pcapRecordLen {
		return h, false
	}
	h = pcapHeader{p.order.Uint32(b), p.order.Uint32(b[4:]), p.order.Uint32(b[8:]), p.order.Uint32(b[12:])}
	return h, true
}

func (p *pcapReader) plausible(h pcapHeader) bool {
	return int64(h.have) <= int64(p.snap) && int64(h.frac)*p.unit < 1e9
}

// next reads one packet. It reports whether there can be another.
func (p *pcapReader) next() bool {
	in := p.s.in
	p.begin()
	p.now = time.Time{}
	if p.another(0) && p.file(in.peek(pcapFileLen)) {
		p.index--
		in.skip(pcapFileLen)
		return true
	}
	h, ok := p.parse(in.peek(pcapRecordLen))
	if !ok {
		p.ended(len(in.ahead()), pcapRecordLen)
		return false
	}
	if !p.plausible(h) {
		return p.resync("no plausible packet header", &p.finder)
	}
	want := pcapRecordLen + int(h.have)
	b := in.peek(want)
	if len(b) < want {
		if _, found := p.finder.find(in, 1); found {
			return p.resync("the packet would end behind the input", &p.finder)
		}
	}
	p.s.stats.Records++
	p.last = int64(h.seconds)
	p.now = time.Unix(int64(h.seconds), int64(h.frac)*p.unit).UTC()
	p.tcp.packet(p.link, b[pcapRecordLen:], int(min(h.wire, 1<<20)))
	in.skip(int64(len(b)))
	if len(b) < want {
		p.ended(len(b), want)
		return false
	}
	return !p.done
}

func (p *pcapReader) candidate(b []byte) bool {
	if beginsPcap(b) {
		return true
	}
	h, ok := p.parse(b)
	const tenYears = 10 * 365 * 86400
	d := int64(h.seconds) - p.last
	return ok && p.plausible(h) && h.have > 0 && h.have <= h.wire && h.wire <= commonSnap &&
		(p.last == 0 || d < tenYears && d > -tenYears)
}

func (p *pcapReader) follows(i int) bool {
	if p.another(i) {
		return true
	}
	in := p.s.in
	h, _ := p.parse(in.peek(i + pcapRecordLen)[i:])
	end := i + pcapRecordLen + int(h.have)
	b := in.peek(end + pcapRecordLen)
	if len(b) < end {
		return false
	}
	_, ok := p.parse(b[end:])
	return !ok && len(b) == end || ok && p.candidate(b[end:])
}
