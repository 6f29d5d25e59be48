package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file has the next hop of MP_REACH_NLRI (RFC 4760 section 3). Its length says what it is: an address of either
// version, an IPv6 address and a link-local one (RFC 2545 section 3), each behind a route distinguisher in VPNs.

// nextHopForm is what next hops of a family are.
type nextHopForm uint8

const (
	nextHopAny  nextHopForm = iota // no rule here, or one says that its length does not matter
	nextHopIP                      // of either version (RFC 8950, RFC 6515 section 2)
	nextHopIPv6                    // of IPv6
	nextHopVPN                     // behind route distinguishers, of either version (RFC 4364 section 4.3.2, RFC 8950 section 4)
	nextHopVPN6                    // ... of IPv6 (RFC 4659 section 3.2.1)
	nextHopBoth                    // with or without route distinguishers
)

// nextHopOf gives the form of a family's next hops, be it with RFC 8950 (an IPv6 next hop for IPv4 routes): whether that was
// agreed is not in the octets.
func nextHopOf(f Family) nextHopForm {
	switch f.SAFI {
	case registry.SAFIUnicast, registry.SAFIMulticast, registry.SAFILabeledUnicast:
		switch f.AFI {
		case registry.AFIIPv4:
			return nextHopIP
		case registry.AFIIPv6:
			return nextHopIPv6
		}
	case registry.SAFIVPN, registry.SAFIMulticastVPN:
		switch f.AFI {
		case registry.AFIIPv4:
			return nextHopVPN
		case registry.AFIIPv6:
			return nextHopVPN6
		}
	case registry.SAFI4over6:
		return nextHopIPv6 // RFC 5747 section 4.2
	case registry.SAFIClassfulTransport, registry.SAFIVPNCAR:
		return nextHopBoth
	case registry.SAFIBGPLSVPN:
		return nextHopVPN // RFC 9552 section 5.5
	case registry.SAFIFlowSpec, registry.SAFIFlowSpecVPN:
		return nextHopAny // RFC 8955 section 4: of length 0, and ignored where it is not
	default:
		if f.HasNLRI() {
			return nextHopIP
		}
	}
	return nextHopAny
}

// legal reports whether n octets can be such a next hop.
func (k nextHopForm) legal(n int) bool {
	switch k {
	case nextHopIP:
		return n == 4 || n == 16 || n == 32
	case nextHopIPv6:
		return n == 16 || n == 32
	case nextHopVPN:
		return n == 12 || n == 24 || n == 48
	case nextHopVPN6:
		return n == 24 || n == 48
	case nextHopBoth:
		return nextHopIP.legal(n) || nextHopVPN.legal(n)
	}
	return true
}

// behindRD reports whether n octets are addresses behind route distinguishers.
func (k nextHopForm) behindRD(n int) bool { return k >= nextHopVPN && nextHopVPN.legal(n) }

// nextHops reads a next hop field of n octets.
func (d *dec) nextHops(st *attrState, f Family, n int) {
	fr := d.enter(FieldNextHops, n)
	at := d.off
	switch k := nextHopOf(f); {
	case d.left() != n:
		d.rest(FieldNextHopRaw)
	case k.behindRD(n):
		d.vpnNextHops(min(n, 24))
		d.linkLocals(st, at+8, n/24, 24)
	case n == 4:
		d.u32(FieldNextHop4)
	case n == 16 || n == 32:
		for d.left() > 0 {
			d.bytes(FieldNextHop6, 16)
		}
		d.linkLocals(st, at, n/16, 16)
	default:
		d.rest(FieldNextHopRaw)
	}
	d.leave(fr)
}

// linkLocals judges IPv6 next hops, of which the first begins at at and the next step octets further on: the second of two has
// to be link-local (RFC 2545 section 3), one alone only by agreement.
func (d *dec) linkLocals(st *attrState, at, count, step int) {
	if count == 0 {
		return
	}
	at += (count - 1) * step
	local := netip.AddrFrom16([16]byte(d.b[at : at+16])).IsLinkLocalUnicast()
	switch {
	case count == 2 && !local:
		d.attrFind(st, FindNextHopSecond, at, 16, 0, 0)
	case count == 1 && local:
		d.attrFind(st, FindNextHopAlone, at, 16, 0, 0)
	}
}

// vpnNextHops reads the next hops of a family with route distinguishers: an address behind each of them, which is 0.
func (d *dec) vpnNextHops(size int) {
	for d.left() >= size {
		fr := d.begin(FieldVPNNextHop)
		d.bytes(FieldNextHopRD, 8)
		d.bytes(FieldNextHopAddr, size-8)
		d.done(fr)
	}
}

// AppendNextHops appends the octets of a next hop: one address, or a global and a link-local one (RFC 2545
// section 3). Zones are dropped.
func AppendNextHops(dst []byte, addrs ...netip.Addr) []byte {
	for _, a := range addrs {
		dst = append(dst, a.AsSlice()...)
	}
	return dst
}
