package capture

// Tunnels that mirrored traffic comes in, and BGP sessions over one.

const (
	mostDepth     = 3 // tunnels in tunnels
	etherBridged  = 0x6558
	etherERSPAN2  = 0x88be
	etherERSPAN3  = 0x22eb
	portVXLAN     = 4789
	portVXLANOld  = 8472 // Linux, before there was a number
	portGeneve    = 6081
	udpHeader     = 8
	vxlanHeader   = 8
	geneveHeader  = 8
	erspan2Header = 8
	erspan3Header = 12
)

// Flags of GRE (RFC 2784, RFC 2890).
const (
	greChecksum = 0x8000
	greRouting  = 0x4000 // RFC 1701, given up since
	greKey      = 0x2000
	greSequence = 0x1000
	greVersion  = 0x0007
)

// parseGRE reads GRE with an IP packet or an Ethernet frame in it; of Cisco's ERSPAN that is a mirrored one
// (draft-foschiano-erspan).
func parseGRE(b []byte, wire, depth int) (segment, outcome) {
	if len(b) < 4 || depth > mostDepth {
		return segment{}, notTCP
	}
	flags, proto := at16(b, 0), at16(b, 2)
	if flags&(greRouting|greVersion) != 0 {
		return segment{}, notTCP
	}
	n := 4
	for _, f := range [...]uint16{greChecksum, greKey, greSequence} {
		if flags&f != 0 {
			n += 4
		}
	}
	switch proto {
	case etherERSPAN2:
		if flags&greSequence != 0 { // version 1 of it has no header of its own, and no sequence number
			n += erspan2Header
		}
	case etherERSPAN3:
		n += erspan3Header
		if n <= len(b) && b[n-1]&1 != 0 { // a platform's own part
			n += 8
		}
	case etherBridged:
	default:
		return parseFrame(b, n, proto, wire, depth)
	}
	return parseEthernet(b, n, wire, depth)
}

// parseUDP reads VXLAN (RFC 7348) and Geneve (RFC 8926), told by their ports.
func parseUDP(b []byte, wire, depth int) (segment, outcome) {
	if depth > mostDepth {
		return segment{}, notTCP
	}
	switch at16(b, 2) {
	case portVXLAN, portVXLANOld:
		return parseEthernet(b, udpHeader+vxlanHeader, wire, depth)
	case portGeneve:
		if len(b) < udpHeader+geneveHeader {
			break
		}
		n, proto := udpHeader+geneveHeader+4*int(b[udpHeader]&0x3f), at16(b, udpHeader+2)
		if proto != etherBridged {
			return parseFrame(b, n, proto, wire, depth)
		}
		return parseEthernet(b, n, wire, depth)
	}
	return segment{}, notTCP
}

// parseEthernet reads an Ethernet frame that begins at b[n].
func parseEthernet(b []byte, n, wire, depth int) (segment, outcome) {
	return parseFrame(b, n+14, at16(b, n+12), wire, depth)
}
