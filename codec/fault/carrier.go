package fault

import (
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Carrier is the sound UPDATE that faults are put into: one route of the family, with the attributes that the session asks
// for. Sent before a fault, it shows whether the receiver then withdraws that route.
func Carrier(p *Params, n Needs) codec.Update {
	f := n.family()
	a := codec.PathAttributes{ASPath: samplePath(p)}
	if p.Context.Peer == codec.PeerIBGP || p.Context.Peer == codec.PeerConfed {
		a.LocalPref, a.HasLocalPref = 100, true
	}
	if f == codec.IPv4Unicast {
		a.NextHop = p.NextHop
		return codec.Update{Attrs: a.Append(nil, p.Context), NLRI: sampleNLRI(p, f)}
	}
	r := codec.MPReach{Family: f, NextHop: sampleNextHop(p, f), NLRI: sampleNLRI(p, f)}
	return codec.Update{Attrs: a.Append(codec.AppendMPReach(nil, &r), p.Context)}
}

// samplePath is the AS_PATH of carriers: as who sends it would have it, for a route of another AS.
func samplePath(p *Params) []codec.PathSegment {
	const origin = 64500 // for documentation (RFC 5398)
	switch p.Context.Peer {
	case codec.PeerIBGP:
		return []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{origin}}}
	case codec.PeerConfed:
		return []codec.PathSegment{{Type: registry.SegConfedSequence, AS: []uint32{p.LocalAS}}, {Type: registry.SegASSequence, AS: []uint32{origin}}}
	}
	return []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{p.LocalAS, origin}}}
}

// sampleNextHop is a next hop as the family has it.
func sampleNextHop(p *Params, f codec.Family) []byte {
	addr := p.NextHop
	if f.AFI == registry.AFIIPv6 || f.SAFI == registry.SAFI4over6 {
		addr = p.NextHop6
	}
	switch f.SAFI {
	case registry.SAFIFlowSpec, registry.SAFIFlowSpecVPN:
		return nil // RFC 8955 section 4
	case registry.SAFIVPN, registry.SAFIMulticastVPN, registry.SAFIVPNCAR, registry.SAFIBGPLSVPN, registry.SAFIClassfulTransport:
		return append(make([]byte, 8), addr.AsSlice()...) // RFC 4364 section 4.3.2: a route distinguisher of zero
	}
	return addr.AsSlice()
}

// sampleRD is route distinguisher 64496:1.
var sampleRD = [8]byte{0, 0, 0xfb, 0xf0, 0, 0, 0, 1}

// sampleNLRI is one route of the family; nil where this package has no example.
func sampleNLRI(p *Params, f codec.Family) []byte {
	var b []byte
	if p.Context.AddPath.Has(f) {
		b = []byte{0, 0, 0, 1}
	}
	prefix := p.Prefix
	if f.AFI == registry.AFIIPv6 {
		prefix = p.Prefix6
	}
	if n := nlriBody(p, f, prefix); n != nil {
		return append(b, n...)
	}
	return nil
}

// nlriBody is sampleNLRI without its path identifier.
func nlriBody(p *Params, f codec.Family, prefix netip.Prefix) []byte {
	label := []byte{0, 1, 1} // label 16, bottom of the stack
	rd := sampleRD[:]
	switch f.SAFI {
	case registry.SAFIUnicast, registry.SAFIMulticast, registry.SAFI4over6:
		return prefixBehind(nil, prefix)
	case registry.SAFILabeledUnicast:
		return prefixBehind(label, prefix)
	case registry.SAFIVPN, registry.SAFIClassfulTransport:
		return prefixBehind(slices.Concat(label, rd), prefix)
	case registry.SAFIMulticastVPN:
		return prefixBehind(rd, prefix)
	case registry.SAFIRouteTarget: // origin AS and route target 64496:1 (RFC 4684 section 4)
		return []byte{96, 0, 0, 0xfb, 0xf0, 0, 2, 0xfb, 0xf0, 0, 0, 0, 1}
	case registry.SAFIFlowSpec: // one component: the destination (RFC 8955 section 4.2.2.1, RFC 8956 section 3.1)
		return flowRule(nil, f, prefix)
	case registry.SAFIFlowSpecVPN:
		return flowRule(rd, f, prefix)
	}
	return otherBody(p, f)
}

// otherBody is nlriBody for routes that have no prefix.
func otherBody(p *Params, f codec.Family) []byte {
	rd, addr := sampleRD[:], p.NextHop.AsSlice()
	if f.AFI == registry.AFIIPv6 {
		addr = p.NextHop6.AsSlice()
	}
	switch f.SAFI {
	case registry.SAFIEVPN: // Inclusive Multicast Ethernet Tag (RFC 7432 section 7.3)
		return slices.Concat([]byte{3, 17}, rd, []byte{0, 0, 0, 0, 32}, addr)
	case registry.SAFIVPLS: // VE ID 1, offset 1, 8 labels from 16 (RFC 4761 section 3.2.2)
		return slices.Concat([]byte{0, 17}, rd, []byte{0, 1, 0, 1, 0, 8, 0, 1, 1})
	case registry.SAFIMDT: // RFC 6037 section 6.1
		return slices.Concat([]byte{128}, rd, addr, []byte{232, 0, 0, 1})
	case registry.SAFIMVPN: // Intra-AS I-PMSI A-D (RFC 6514 section 4.1)
		return slices.Concat([]byte{1, byte(8 + len(addr))}, rd, addr)
	case registry.SAFISRPolicy: // distinguisher 1, colour 100, endpoint (RFC 9830 section 2.1)
		return slices.Concat([]byte{byte(64 + 8*len(addr)), 0, 0, 0, 1, 0, 0, 0, 100}, addr)
	}
	return rareBody(p, f)
}

// prefixBehind is a route whose length counts head too (RFC 8277 section 2, RFC 4364 section 4.3.4).
func prefixBehind(head []byte, prefix netip.Prefix) []byte {
	b := codec.AppendNLRI(nil, prefix, 0, false)
	return slices.Concat([]byte{byte(8*len(head)) + b[0]}, head, b[1:])
}

// flowRule is a flow specification for what goes to a prefix.
func flowRule(rd []byte, f codec.Family, prefix netip.Prefix) []byte {
	if f.AFI == registry.AFIL2VPN { // EtherType 0x0800
		return counted(append(slices.Clone(rd), 14, 0x91, 8, 0))
	}
	b := append(slices.Clone(rd), 1)
	r := codec.AppendNLRI(nil, prefix, 0, false)
	b = append(b, r[0])
	if f.AFI == registry.AFIIPv6 {
		b = append(b, 0) // the offset
	}
	b = append(b, r[1:]...)
	return counted(b)
}
