package capture

import "encoding/binary"

// Mirrored traffic reaches a collector inside something else: GRE and ERSPAN of switches, VXLAN and GENEVE of clouds and
// hypervisors, TZSP of MikroTik. What is inside is read as if it had been captured itself.

// EtherTypes that stand in GRE and GENEVE.
const (
	etherBridged = 0x6558 // an Ethernet frame (RFC 1701, RFC 7637)
	etherERSPAN2 = 0x88be // draft-foschiano-erspan types I and II
	etherERSPAN3 = 0x22eb // type III
)

// UDP ports that tunnels are sent to.
const (
	portVXLAN    = 4789 // RFC 7348
	portVXLANGPE = 4790 // draft-ietf-nvo3-vxlan-gpe
	portVXLANOld = 8472 // Linux, before the number was assigned
	portGENEVE   = 6081 // RFC 8926
	portMPLS     = 6635 // RFC 7510
	portTZSP     = 37008
)

// frame reads an Ethernet frame that begins at b[n].
func (d *dissector) frame(b []byte, n, wire, depth int) (segment, outcome) {
	return d.payload(at16(b, n+12), b, n+14, wire, depth)
}

// inside reads what an EtherType stands for, Ethernet frames among it.
func (d *dissector) inside(proto uint16, b []byte, n, wire, depth int) (segment, outcome) {
	if proto == etherBridged {
		return d.frame(b, n, wire, depth)
	}
	if proto == 0 {
		return segment{}, notTCP
	}
	return d.payload(proto, b, n, wire, depth)
}

// gre reads a GRE header of version 0 (RFC 2784, RFC 2890).
func (d *dissector) gre(b []byte, wire, depth int) (segment, outcome) {
	if len(b) < 4 {
		return segment{}, badHeader
	}
	flags, proto, n := binary.BigEndian.Uint16(b), at16(b, 2), 4
	if flags&0x4007 != 0 { // routes of RFC 1701, or another version
		return segment{}, notTCP
	}
	for bit := range uint16(4) { // checksum, key, sequence number; the second has been refused
		if flags&(0x8000>>bit) != 0 {
			n += 4
		}
	}
	switch {
	case proto == etherERSPAN2 && flags&0x1000 == 0: // type I has no header of its own
		return d.frame(b, n, wire, depth)
	case proto == etherERSPAN2:
		return d.frame(b, n+8, wire, depth)
	case proto == etherERSPAN3:
		return d.erspan3(b, n, wire, depth)
	}
	return d.inside(proto, b, n, wire, depth)
}

// erspan3 reads the header of ERSPAN type III: 12 octets, 8 more with the O bit; its frame type says what follows.
func (d *dissector) erspan3(b []byte, n, wire, depth int) (segment, outcome) {
	if n+12 > len(b) {
		return segment{}, badHeader
	}
	what := b[n+10] >> 2 & 0x1f
	if n += 12; b[n-1]&1 != 0 {
		n += 8
	}
	switch what {
	case 0:
		return d.frame(b, n, wire, depth)
	case 2:
		return d.payload(0, b, n, wire, depth)
	}
	return segment{}, notTCP
}

// udp reads a tunnel that UDP carries; its port says which.
func (d *dissector) udp(b []byte, wire, depth int) (segment, outcome) {
	if len(b) < 16 {
		return segment{}, notTCP
	}
	port := at16(b, 2)
	if n := int(at16(b, 4)); n >= 8 && n < wire {
		b, wire = b[:min(len(b), n)], n
	}
	b, wire = b[8:], wire-8
	if len(b) < 8 {
		return segment{}, notTCP
	}
	switch port {
	case portVXLAN, portVXLANOld, portVXLANGPE:
		return d.vxlan(b, wire, depth)
	case portGENEVE:
		if b[0]>>6 != 0 { // version
			return segment{}, notTCP
		}
		return d.inside(at16(b, 2), b, 8+4*int(b[0]&0x3f), wire, depth)
	case portMPLS:
		return d.payload(etherMPLS, b, 0, wire, depth)
	case portTZSP:
		return d.tzsp(b, wire, depth)
	}
	return segment{}, notTCP
}

// vxlan reads a VXLAN header, also that of its generic protocol extension (the P bit).
func (d *dissector) vxlan(b []byte, wire, depth int) (segment, outcome) {
	const identified, protocol = 0x08, 0x04
	switch {
	case b[0]&identified == 0:
		return segment{}, notTCP
	case b[0]&protocol == 0 || b[3] == 3:
		return d.frame(b, 8, wire, depth)
	case b[3] == 1, b[3] == 2:
		return d.payload(0, b, 8, wire, depth)
	}
	return segment{}, notTCP
}

// tzsp reads a received packet of TaZmen Sniffer Protocol that holds Ethernet, and steps over its tags.
func (d *dissector) tzsp(b []byte, wire, depth int) (segment, outcome) {
	const padding, end = 0, 1
	if b[0] != 1 || b[1] > 1 || at16(b, 2) != 1 {
		return segment{}, notTCP
	}
	for n := 4; n < len(b); {
		switch b[n] {
		case padding:
			n++
		case end:
			return d.frame(b, n+1, wire, depth)
		default:
			if n+1 >= len(b) {
				return segment{}, badHeader
			}
			n += 2 + int(b[n+1])
		}
	}
	return segment{}, badHeader
}
