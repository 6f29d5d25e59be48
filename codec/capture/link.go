package capture

import "encoding/binary"

// Link types (draft-ietf-opsawg-pcaplinktype).
const (
	linkNull       = 0
	linkEthernet   = 1
	linkPPP        = 9
	linkRaw12      = 12
	linkRaw14      = 14
	linkPPPHDLC    = 50
	linkRaw        = 101
	linkCHDLC      = 104
	linkFrameRelay = 107
	linkLoop       = 108
	linkEnc        = 109 // OpenBSD's IPsec interface
	linkSLL        = 113
	linkPFLog      = 117 // OpenBSD's pflog
	linkJuniper    = 178 // Ethernet as Junos captures it ("monitor traffic write-file")
	linkIPv4       = 228
	linkIPv6       = 229
	linkNFLog      = 239 // Linux netfilter
	linkSLL2       = 276
)

// linkHeader steps over the header of a link layer: what follows begins at b[n], and proto is its EtherType or PPP protocol, 0 for IP
// of either version and 1 for none. It reports false for link types that are not read.
func linkHeader(link uint32, b []byte) (n int, proto uint16, ok bool) {
	switch link {
	case linkEthernet:
		return 14, at16(b, 12), true
	case linkSLL:
		return 16, at16(b, 14), true
	case linkSLL2:
		return 20, at16(b, 0), true
	case linkCHDLC:
		return 4, at16(b, 2), true
	case linkPPP, linkPPPHDLC:
		if len(b) > 1 && b[0] == 0xff && b[1] == 3 {
			n = 2
		}
		return n + 2, at16(b, n), true
	case linkNull, linkLoop:
		return 4, 0, true // the address family's number differs from system to system; the IP version tells as well
	case linkRaw, linkRaw12, linkRaw14, linkIPv4, linkIPv6:
		return 0, 0, true
	case linkEnc:
		return 12, 0, true
	case linkPFLog: // its own length, without what fills it up to whole words
		if len(b) == 0 {
			return 0, 1, true
		}
		return (int(b[0]) + 3) &^ 3, 0, true
	case linkFrameRelay:
		n, proto = frameRelay(b)
	case linkJuniper:
		n, proto = juniper(b)
	case linkNFLog:
		n, proto = nfLog(b), 0
	default:
		return 0, 0, false
	}
	return n, proto, true
}

// frameRelay reads the two octets of an address (Q.922), and what is in the frame: by RFC 2427 (control 3, NLPID), or an EtherType, as
// Cisco does it.
func frameRelay(b []byte) (n int, proto uint16) {
	if len(b) < 4 || b[1]&1 == 0 {
		return 0, 1
	}
	switch at16(b, 2) {
	case 0x03cc, 0x038e: // IPv4, IPv6
		return 4, 0
	}
	return 4, at16(b, 2)
}

// juniper reads the header that Junos puts in front of a frame: magic, flags, and extensions with their length.
func juniper(b []byte) (n int, proto uint16) {
	const noLink, extended = 0x02, 0x80
	if n = 4; len(b) < n || string(b[:3]) != "MGC" {
		return 0, 1
	}
	flags := b[3]
	if flags&extended != 0 {
		if len(b) < 6 {
			return 0, 1
		}
		n = 6 + int(binary.BigEndian.Uint16(b[4:]))
	}
	if flags&noLink != 0 {
		return n + 4, 0 // the number of the protocol, which the packet tells as well
	}
	return n + 14, at16(b, n+12)
}

// nfLog finds the packet among the TLVs of Linux's netfilter log. They are in the order of the host that captured.
func nfLog(b []byte) (n int) {
	const payload = 9
	for n = 4; n+4 <= len(b); {
		var order binary.ByteOrder = binary.LittleEndian
		if b[n+2] == 0 && b[n+3] != 0 { // the types are small
			order = binary.BigEndian
		}
		length := int(order.Uint16(b[n:]))
		if order.Uint16(b[n+2:]) == payload {
			return n + 4
		}
		if length < 4 {
			break
		}
		n += (length + 3) &^ 3
	}
	return len(b)
}
