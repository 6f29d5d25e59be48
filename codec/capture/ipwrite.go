package capture

import (
	"encoding/binary"
	"net/netip"
)

// Flags of TCP that only the writers need.
const tcpPSH = 0x08

const (
	tcpWindow = 65535 // octets that both sides say they can take
	mssIPv4   = 1460  // octets of a segment, those of Ethernet (RFC 6691)
	mssIPv6   = 1440
)

// out is a segment that is to be written.
type out struct {
	src, dst netip.AddrPort // of one family
	seq, ack uint32
	flags    uint8
	mss      uint16 // for the option of a SYN, 0 for none
	data     []byte
}

// appendPacket appends a packet without a link layer: IPv4 (RFC 791) or IPv6 (RFC 8200), TCP (RFC 9293), data.
func appendPacket(b []byte, o *out) []byte {
	header := 20
	if o.mss != 0 {
		header += 4
	}
	n := header + len(o.data)
	var sum uint32 // of the pseudo header
	if o.src.Addr().Is4() {
		at := len(b)
		b = append(b, 0x45, 0xc0) // no options; DSCP CS6, as routers send BGP
		b = binary.BigEndian.AppendUint16(b, uint16(20+n))
		b = append(b, 0, 0, 0x40, 0, 64, ipTCP, 0, 0) // never a fragment, so no identification (RFC 6864)
		b = appendAddr(appendAddr(b, o.src.Addr()), o.dst.Addr())
		binary.BigEndian.PutUint16(b[at+10:], ^fold(add16(0, b[at:])))
		sum = add16(ipTCP+uint32(n), b[at+12:])
	} else {
		b = append(b, 0x6c, 0, 0, 0)
		b = binary.BigEndian.AppendUint16(b, uint16(n))
		b = append(b, ipTCP, 64)
		at := len(b)
		b = appendAddr(appendAddr(b, o.src.Addr()), o.dst.Addr())
		sum = add16(ipTCP+uint32(n), b[at:])
	}
	at := len(b)
	b = binary.BigEndian.AppendUint16(b, o.src.Port())
	b = binary.BigEndian.AppendUint16(b, o.dst.Port())
	b = binary.BigEndian.AppendUint32(b, o.seq)
	b = binary.BigEndian.AppendUint32(b, o.ack)
	b = append(b, byte(header/4)<<4, o.flags, tcpWindow>>8, tcpWindow&0xff, 0, 0, 0, 0)
	if o.mss != 0 {
		b = append(b, 2, 4, byte(o.mss>>8), byte(o.mss))
	}
	b = append(b, o.data...)
	binary.BigEndian.PutUint16(b[at+16:], ^fold(add16(sum, b[at:])))
	return b
}

// appendAddr appends the 4 or 16 octets of an address.
func appendAddr(b []byte, a netip.Addr) []byte {
	if a.Is4() {
		v := a.As4()
		return append(b, v[:]...)
	}
	v := a.As16()
	return append(b, v[:]...)
}

// add16 adds big-endian 16-bit words to a sum (RFC 1071). Words of 32 bits give the same when they are folded.
func add16(sum uint32, b []byte) uint32 {
	acc := uint64(sum)
	for ; len(b) >= 8; b = b[8:] {
		acc += uint64(binary.BigEndian.Uint32(b)) + uint64(binary.BigEndian.Uint32(b[4:]))
	}
	for ; len(b) >= 2; b = b[2:] {
		acc += uint64(b[0])<<8 | uint64(b[1])
	}
	if len(b) > 0 {
		acc += uint64(b[0]) << 8
	}
	for acc > 1<<32-1 {
		acc = acc>>32 + acc&(1<<32-1)
	}
	return uint32(acc)
}

func fold(sum uint32) uint16 {
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}
