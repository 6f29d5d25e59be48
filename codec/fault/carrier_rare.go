package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// rareBody is nlriBody for families of few networks.
func rareBody(p *Params, f codec.Family) []byte {
	rd, addr := sampleRD[:], p.NextHop.AsSlice()
	if f.AFI == registry.AFIIPv6 {
		addr = p.NextHop6.AsSlice()
	}
	bits := byte(8 * len(addr))
	switch f.SAFI {
	case registry.SAFIMUP: // Direct Segment Discovery (draft-ietf-bess-mup-safi)
		return slices.Concat([]byte{1, 0, 2, byte(8 + len(addr))}, rd, addr)
	case registry.SAFICAR: // a colour-aware route with a label (RFC 9871 section 2.9)
		return counted(slices.Concat([]byte{byte(5 + len(addr)), 1, bits}, addr, []byte{0, 0, 0, 100, 1, 3, 0, 1, 1}))
	case registry.SAFIVPNCAR:
		return counted(slices.Concat([]byte{byte(13 + len(addr)), 1, bits}, rd, addr, []byte{0, 0, 0, 100, 1, 3, 0, 1, 1}))
	case registry.SAFISFC: // Service Function Instance Route (RFC 9015 section 3.1.1)
		return slices.Concat([]byte{0, 1, 0, 10}, rd, []byte{0, 41})
	case registry.SAFIMCASTVPLS: // S-PMSI A-D (RFC 7117 section 13.1)
		return slices.Concat([]byte{3, 22}, rd, []byte{32, 198, 51, 100, 1, 32, 233, 252, 0, 1}, addr)
	case registry.SAFIPWDynamic: // an attachment circuit (RFC 7267 section 3.2)
		return slices.Concat([]byte{160}, rd, []byte{0, 0, 0xfb, 0xf0}, addr, []byte{0, 0, 0, 7})
	case registry.SAFIEncapsulation: // the end of a tunnel (RFC 5512 section 3)
		return append([]byte{bits}, addr...)
	case registry.SAFITunnel:
		return slices.Concat([]byte{48, 0, 7}, addr)
	case registry.SAFISDWAN: // the port of an edge (draft-ietf-idr-sdwan-edge-discovery)
		return slices.Concat([]byte{0, 1, 0, byte(8 + len(addr)), 0, 0, 0, 7, 0, 0, 0, 100}, addr)
	case registry.SAFIBGPLS, registry.SAFIBGPLSSPF: // a node of IS-IS (RFC 9552 section 5.2)
		return lsNode(nil)
	case registry.SAFIBGPLSVPN:
		return lsNode(rd)
	}
	return nil
}

// counted puts the number of octets in front.
func counted(b []byte) []byte { return append([]byte{byte(len(b))}, b...) }

// lsNode is a node of AS 64496.
func lsNode(rd []byte) []byte {
	node := []byte{2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 18, 2, 0, 0, 4, 0, 0, 0xfb, 0xf0, 2, 3, 0, 6, 0x19, 0x20, 0, 0, 0x20, 1}
	return slices.Concat([]byte{0, 1, 0, byte(len(rd) + len(node))}, rd, node)
}
