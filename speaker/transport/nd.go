package transport

import (
	"encoding/binary"
	"errors"
	"net/netip"
)

// Types of ICMPv6 messages (RFC 4443, RFC 4861).
const (
	icmpEchoRequest = 128
	icmpEchoReply   = 129
	icmpRS          = 133
	icmpRA          = 134
)

// optSourceLink is the Source Link-Layer Address option (RFC 4861 section 4.6.1).
const optSourceLink = 1

// Multicast groups of a link (RFC 4291 section 2.7.1).
var (
	allNodes   = netip.AddrFrom16([16]byte{0: 0xff, 1: 0x02, 15: 1})
	allRouters = netip.AddrFrom16([16]byte{0: 0xff, 1: 0x02, 15: 2})
)

// sign is what showed that somebody is there, in order of rising weight.
type sign uint8

const (
	noSign      sign = iota
	signTable        // the kernel's neighbour table
	signAnswer       // an echo reply
	signSolicit      // a Router Solicitation
	signRA           // a Router Advertisement
)

// String names a sign as Neighbor.Source shows it.
func (s sign) String() string {
	switch s {
	case signTable:
		return "neighbour table"
	case signAnswer:
		return "echo reply"
	case signSolicit:
		return "router solicitation"
	case signRA:
		return "router advertisement"
	}
	return "nothing"
}

// errND is why a message is not taken; which rule it breaks interests nobody.
var errND = errors.New("not a valid message")

// readSign checks an ICMPv6 message by the rules of RFC 4861 sections 6.1.1 and
// 6.1.2 and says what it shows of its sender. hop is the hop limit it came with, id
// that of our echo requests. The kernel has checked the checksum.
func readSign(b []byte, from netip.Addr, hop int, id uint16) (sign, error) {
	if len(b) < 8 || b[1] != 0 || !from.Is6() || !from.IsLinkLocalUnicast() {
		return noSign, errND
	}
	switch b[0] {
	case icmpEchoReply:
		if binary.BigEndian.Uint16(b[4:]) != id {
			return noSign, errND
		}
		return signAnswer, nil
	case icmpRS:
		if hop != 255 || !soundOptions(b[8:]) {
			return noSign, errND
		}
		return signSolicit, nil
	case icmpRA:
		if hop != 255 || len(b) < 16 || !soundOptions(b[16:]) {
			return noSign, errND
		}
		return signRA, nil
	}
	return noSign, errND
}

// soundOptions walks the options: each has a length of at least one unit of eight
// octets, and they fill the message.
func soundOptions(b []byte) bool {
	for len(b) > 0 {
		if len(b) < 2 || b[1] == 0 || int(b[1])*8 > len(b) {
			return false
		}
		b = b[int(b[1])*8:]
	}
	return true
}

// appendSourceLink adds our link-layer address, where the link has one.
func appendSourceLink(b, mac []byte) []byte {
	if len(mac) == 0 || len(mac) > 32 {
		return b
	}
	units := (2 + len(mac) + 7) / 8
	b = append(b, optSourceLink, byte(units))
	b = append(b, mac...)
	return append(b, make([]byte, units*8-2-len(mac))...)
}

// appendRS makes a Router Solicitation; the kernel fills the checksum in.
func appendRS(b, mac []byte) []byte {
	return appendSourceLink(append(b, icmpRS, 0, 0, 0, 0, 0, 0, 0), mac)
}

// appendRA makes a Router Advertisement that makes nobody use us as a router: the
// lifetime is 0, and it says nothing else of the link. It tells our address, which
// is what routers with unnumbered BGP want of it.
func appendRA(b, mac []byte) []byte {
	return appendSourceLink(append(b, icmpRA, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), mac)
}

// appendEcho makes an Echo Request.
func appendEcho(b []byte, id, seq uint16) []byte {
	b = append(b, icmpEchoRequest, 0, 0, 0)
	b = binary.BigEndian.AppendUint16(b, id)
	return binary.BigEndian.AppendUint16(b, seq)
}
