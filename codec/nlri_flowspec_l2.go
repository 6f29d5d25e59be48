package codec

// Flow specifications for Ethernet, AFI 25, are known from a draft only (draft-ietf-idr-flowspec-l2vpn), whose versions differ
// in the layout. Up to 12 the components are those of IP with types of their own, 14 to 24; that is what is read here, and
// what GoBGP writes. Octets that are not components of these types to their end stay octets.

// The component types of Ethernet.
const (
	flowEtherType = 14
	flowSrcMAC    = 15
	flowDstMAC    = 16
	flowInnerCoS  = 24
)

// flowMAC reports whether a component of Ethernet has a MAC address.
func flowMAC(typ uint8) bool { return typ == flowSrcMAC || typ == flowDstMAC }

// flowL2Len gives the octets of the component of Ethernet at the start of b, 0 when it is none or not all there.
func flowL2Len(b []byte) int {
	switch {
	case len(b) < 2 || b[0] < flowEtherType || b[0] > flowInnerCoS:
		return 0
	case flowMAC(b[0]):
		if b[1] != 6 || len(b) < 8 {
			return 0
		}
		return 8
	}
	for n := 1; n < len(b); {
		op := b[n]
		if n += 1 + 1<<(op>>4&3); n <= len(b) && op&FlowEnd != 0 {
			return n
		}
	}
	return 0
}

// flowL2Whole reports whether b has components of Ethernet to its end.
func flowL2Whole(b []byte) bool {
	for len(b) > 0 {
		n := flowL2Len(b)
		if n == 0 {
			return false
		}
		b = b[n:]
	}
	return true
}
