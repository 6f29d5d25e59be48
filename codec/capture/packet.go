package capture

import (
	"encoding/binary"
	"net/netip"
	"time"
)

// segment is a TCP segment out of a packet.
type segment struct {
	src, dst netip.AddrPort
	seq, ack uint32
	flags    uint8
	data     []byte // as far as the capture has it
	lack     int    // octets at the end of data that the capture does not have
}

// TCP flags (RFC 9293 section 3.1).
const (
	tcpFIN = 0x01
	tcpSYN = 0x02
	tcpRST = 0x04
	tcpACK = 0x10
)

// outcome says what became of a packet.
type outcome uint8

const (
	gotTCP outcome = iota
	otherLink
	notTCP
	fragment
	badHeader
)

// EtherTypes and PPP protocols.
const (
	etherIPv4  = 0x0800
	etherIPv6  = 0x86dd
	etherVLAN  = 0x8100
	etherQinQ  = 0x88a8
	etherMPLS  = 0x8847
	etherPPPoE = 0x8864
	pppIPv4    = 0x0021
	pppIPv6    = 0x0057
)

// dissector steps over the headers of packets. It remembers the fragments of datagrams (now is the time of the packet
// being read), and nothing else of what came before.
type dissector struct {
	now   time.Time
	frags fragments
}

// mostHeaders bounds the IP headers in each other: tunnels, and datagrams put together.
const mostHeaders = 4

// packet steps over the headers of a packet of wire octets, of which b is what the capture has.
func (d *dissector) packet(link uint32, b []byte, wire int) (segment, outcome) {
	wire = max(wire, len(b))
	n, proto, ok := linkHeader(link, b)
	if !ok {
		return segment{}, otherLink
	}
	return d.payload(proto, b, n, wire, 0)
}

// payload reads what an EtherType or a PPP protocol stands for, 0 for IP of either version. It begins at b[n]. depth counts
// the IP headers around it.
func (d *dissector) payload(proto uint16, b []byte, n, wire, depth int) (segment, outcome) {
	for range 8 { // tags, labels
		if n > len(b) {
			return segment{}, badHeader
		}
		switch proto {
		case etherVLAN, etherQinQ, 0x9100, 0x9200:
			n, proto = n+4, at16(b, n+2)
			continue
		case etherPPPoE:
			n, proto = n+8, at16(b, n+6)
			continue
		case etherMPLS:
			for n+4 <= len(b) && b[n+2]&1 == 0 {
				n += 4
			}
			n, proto = n+4, 0
			continue
		}
		break
	}
	switch proto {
	case etherIPv4, etherIPv6, pppIPv4, pppIPv6, 0:
	default:
		return segment{}, notTCP
	}
	if n >= len(b) {
		return segment{}, badHeader
	}
	return d.ip(b[n:], wire-n, depth)
}

// at16 reads two octets at off, 1 (which is no protocol) when they are not there.
func at16(b []byte, off int) uint16 {
	if off+2 > len(b) {
		return 1
	}
	return binary.BigEndian.Uint16(b[off:])
}

// IP protocol numbers.
const (
	ipHopByHop = 0
	ipIPv4     = 4
	ipTCP      = 6
	ipUDP      = 17
	ipIPv6     = 41
	ipRouting  = 43
	ipFragment = 44
	ipGRE      = 47
	ipAuth     = 51
	ipDestOpts = 60
	ipMPLS     = 137 // RFC 4023
)

// ip reads an IP header. depth counts those around it.
func (d *dissector) ip(b []byte, wire, depth int) (segment, outcome) {
	if depth >= mostHeaders {
		return segment{}, notTCP
	}
	switch b[0] >> 4 {
	case 4:
		return d.ipv4(b, wire, depth)
	case 6:
		return d.ipv6(b, wire, depth)
	}
	return segment{}, notTCP
}

// clip cuts b down to the length that the IP header says; wire is how many octets there were on the wire. A
// length of 0 is what a capture shows when the network card cuts the segments (TSO).
func clip(b []byte, wire, length, header int) ([]byte, int) {
	if length < header {
		length = wire
	}
	return b[:min(len(b), length)], length
}

func (d *dissector) ipv4(b []byte, wire, depth int) (segment, outcome) {
	if len(b) < 20 {
		return segment{}, badHeader
	}
	hl := int(b[0]&0x0f) * 4
	if hl < 20 || hl > len(b) {
		return segment{}, badHeader
	}
	b, wire = clip(b, wire, int(binary.BigEndian.Uint16(b[2:])), hl)
	if hl > len(b) {
		return segment{}, badHeader
	}
	src, dst := netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))
	if v := binary.BigEndian.Uint16(b[6:]); v&0x3fff != 0 { // more fragments, or an offset
		key := fragKey{src: src, dst: dst, id: uint32(binary.BigEndian.Uint16(b[4:])), proto: b[9]}
		f := piece{at: int(v&0x1fff) * 8, more: v&0x2000 != 0, data: b[hl:], wire: wire - hl}
		return d.fragment(key, b[9], f, depth)
	}
	return d.upper(b[9], b[hl:], wire-hl, src, dst, depth)
}

func (d *dissector) ipv6(b []byte, wire, depth int) (segment, outcome) {
	if len(b) < 40 {
		return segment{}, badHeader
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	if length != 0 {
		length += 40
	}
	b, wire = clip(b, wire, length, 40)
	src, dst := netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40]))
	return d.extensions(b[6], b[40:], wire-40, src, dst, depth)
}

// extensions steps over the extension headers of IPv6.
func (d *dissector) extensions(next uint8, b []byte, wire int, src, dst netip.Addr, depth int) (segment, outcome) {
	off := 0
	for range 8 {
		if off+8 > len(b) {
			break
		}
		switch next {
		case ipHopByHop, ipRouting, ipDestOpts:
			next, off = b[off], off+8+8*int(b[off+1])
			continue
		case ipAuth:
			next, off = b[off], off+8+4*int(b[off+1])
			continue
		case ipFragment:
			if v := binary.BigEndian.Uint16(b[off+2:]); v&0xfff9 != 0 {
				key := fragKey{src: src, dst: dst, id: binary.BigEndian.Uint32(b[off+4:])}
				f := piece{at: int(v &^ 7), more: v&1 != 0, data: b[off+8:], wire: wire - off - 8}
				return d.fragment(key, b[off], f, depth)
			}
			next, off = b[off], off+8
			continue
		}
		break
	}
	if off > len(b) {
		return segment{}, badHeader
	}
	return d.upper(next, b[off:], wire-off, src, dst, depth)
}

// fragment takes a fragment, and goes on with the datagram when it was the last one missing. next is the protocol that
// the fragment names, which is that of the datagram where it is the first one.
func (d *dissector) fragment(key fragKey, next uint8, f piece, depth int) (segment, outcome) {
	g := d.frags.add(key, next, f, d.now)
	switch {
	case g == nil:
		return segment{}, fragment
	case depth+1 >= mostHeaders:
		return segment{}, notTCP
	case key.src.Is6():
		return d.extensions(g.next, g.octets(), g.wire(), key.src, key.dst, depth+1)
	}
	return d.upper(g.next, g.octets(), g.wire(), key.src, key.dst, depth+1)
}

func (d *dissector) upper(proto uint8, b []byte, wire int, src, dst netip.Addr, depth int) (segment, outcome) {
	switch proto {
	case ipTCP:
		return parseTCP(b, wire, src, dst)
	case ipIPv4, ipIPv6:
		if len(b) > 0 {
			return d.ip(b, wire, depth+1)
		}
	case ipGRE:
		return d.gre(b, wire, depth+1)
	case ipUDP:
		return d.udp(b, wire, depth+1)
	case ipMPLS:
		return d.payload(etherMPLS, b, 0, wire, depth+1)
	}
	return segment{}, notTCP
}

func parseTCP(b []byte, wire int, src, dst netip.Addr) (segment, outcome) {
	if len(b) < 20 {
		return segment{}, badHeader
	}
	hl := int(b[12]>>4) * 4
	if hl < 20 || hl > wire {
		return segment{}, badHeader
	}
	s := segment{
		src:   netip.AddrPortFrom(src.Unmap(), binary.BigEndian.Uint16(b)),
		dst:   netip.AddrPortFrom(dst.Unmap(), binary.BigEndian.Uint16(b[2:])),
		seq:   binary.BigEndian.Uint32(b[4:]),
		ack:   binary.BigEndian.Uint32(b[8:]),
		flags: b[13],
	}
	if s.flags&tcpSYN != 0 && s.flags&(tcpRST|tcpFIN) != 0 {
		return segment{}, badHeader // nobody sends that
	}
	if hl <= len(b) {
		s.data = b[hl:]
	}
	s.lack = max(0, wire-hl-len(s.data))
	return s, gotTCP
}
