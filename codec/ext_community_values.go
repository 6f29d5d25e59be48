package codec

import (
	"math"
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file writes the 6 octets of value of extended communities, one function for each layout. What a layout reserves is
// shown only when it is not 0.

// extAS2 writes a 2-octet AS and a number of 4 octets.
func extAS2(dst, v []byte) []byte {
	return appendUint(append(appendUint(dst, uint64(be16(v))), ':'), uint64(be32(v[2:])))
}

// extIPv4 writes an IPv4 address and a number of 2 octets.
func extIPv4(dst, v []byte) []byte {
	dst = netip.AddrFrom4([4]byte(v[:4])).AppendTo(dst)
	return appendUint(append(dst, ':'), uint64(be16(v[4:])))
}

// extAS4 writes a 4-octet AS and a number of 2 octets; an AS that 2 octets hold has an "L" behind it, as in a route
// distinguisher: the octets are others than those of the 2-octet form.
func extAS4(dst, v []byte) []byte {
	as := be32(v)
	if dst = appendUint(dst, uint64(as)); as < 1<<16 {
		dst = append(dst, 'L')
	}
	return appendUint(append(dst, ':'), uint64(be16(v[4:])))
}

// extAddress writes an IPv4 address behind which nothing is defined.
func extAddress(dst, v []byte) []byte {
	dst = netip.AddrFrom4([4]byte(v[:4])).AppendTo(dst)
	return appendExtReserved(dst, v[4:])
}

// appendExtReserved writes octets that a layout reserves, if one of them is not 0.
func appendExtReserved(dst, v []byte) []byte {
	for _, c := range v {
		if c != 0 {
			return appendHexValue(append(dst, " reserved "...), v)
		}
	}
	return dst
}

// extRate writes an AS and a rate as IEEE 754 number of 4 octets: "64496:125000". A rate of 0 drops the traffic.
func extRate(dst, v []byte) []byte {
	dst = append(appendUint(dst, uint64(be16(v))), ':')
	f := math.Float32frombits(be32(v[2:]))
	if f > -1e15 && f < 1e15 {
		return strconv.AppendFloat(dst, float64(f), 'f', -1, 32)
	}
	return strconv.AppendFloat(dst, float64(f), 'g', -1, 32)
}

// extOSPFRoute writes area, route type and options (RFC 4577 section 4.2.6).
func extOSPFRoute(dst, v []byte) []byte {
	dst = netip.AddrFrom4([4]byte(v[:4])).AppendTo(append(dst, "area "...))
	dst = appendUint(append(dst, " type "...), uint64(v[4]))
	switch v[4] {
	case 1, 2:
		dst = append(dst, " (intra-area)"...)
	case 3:
		dst = append(dst, " (inter-area)"...)
	case 5:
		dst = append(dst, " (external)"...)
	case 7:
		dst = append(dst, " (NSSA)"...)
	case 129:
		dst = append(dst, " (sham link)"...)
	}
	switch v[5] {
	case 0:
		return dst
	case 1:
		return append(dst, " metric-type 2"...)
	}
	return appendHexNumber(append(dst, " options "...), uint64(v[5]))
}

// extRedirectIP writes an address and, if the C bit is set, that a copy goes there.
func extRedirectIP(dst, v []byte) []byte {
	dst = netip.AddrFrom4([4]byte(v[:4])).AppendTo(dst)
	if v[5]&1 != 0 {
		dst = append(dst, " copy"...)
	}
	return appendExtReserved(dst, []byte{v[4], v[5] &^ 1})
}

// extCopy writes whether the packet goes to the next hop itself or a copy of it.
func extCopy(dst, v []byte) []byte {
	if v[5]&1 != 0 {
		return append(dst, "copy"...)
	}
	return append(dst, "move"...)
}

// extCost writes point of insertion, community id and cost.
func extCost(dst, v []byte) []byte {
	dst = appendUint(append(appendUint(dst, uint64(v[0])), ':'), uint64(v[1]))
	dst = appendUint(append(dst, ':'), uint64(be32(v[2:])))
	switch v[0] {
	case 128:
		dst = append(dst, " (absolute value)"...)
	case 129:
		dst = append(dst, " (behind the IGP cost)"...)
	}
	return dst
}

func extPMSIFlags(dst, v []byte) []byte {
	return appendBitNames(dst, &registry.TableExtCommAdditionalPMSITunnelAttributeFlags, v)
}

// appendBitNames writes octets in hex and the names of the bits that are set; bit 0 is the most significant one.
func appendBitNames(dst []byte, t *registry.Table, v []byte) []byte {
	dst = appendHexValue(dst, v)
	sep := " ("
	for i := range 8 * len(v) {
		if v[i/8]&(0x80>>(i%8)) == 0 {
			continue
		}
		if name := t.Name(uint64(i)); name != "" {
			dst = append(append(dst, sep...), name...)
			sep = ", "
		}
	}
	if sep == ", " {
		dst = append(dst, ')')
	}
	return dst
}

// extColor writes a color and the flags in front of it; the two high bits of those say whether a route may be taken that
// has only the color (RFC 9830 section 3).
func extColor(dst, v []byte) []byte {
	dst = appendUint(dst, uint64(be32(v[2:])))
	flags := be16(v)
	if co := flags >> 14; co != 0 {
		dst = appendUint(append(dst, " color-only "...), uint64(co))
	}
	if flags&0x3fff != 0 {
		dst = appendHexNumber(append(dst, " flags "...), uint64(flags))
	}
	return dst
}

// extEncapsulation writes a tunnel type.
func extEncapsulation(dst, v []byte) []byte {
	typ := uint64(be16(v[4:]))
	dst = appendNote(appendUint(dst, typ), registry.TableTunnelEncapTunnelTypes.Name(typ))
	return appendExtReserved(dst, v[:4])
}

// extLast32 writes a number of 4 octets behind 2 that are reserved.
func extLast32(dst, v []byte) []byte {
	return appendExtReserved(appendUint(dst, uint64(be32(v[2:]))), v[:2])
}

// extValidation writes a BGP origin validation state (RFC 8097 section 2).
func extValidation(dst, v []byte) []byte {
	switch v[5] {
	case 0:
		dst = append(dst, "valid"...)
	case 1:
		dst = append(dst, "not-found"...)
	case 2:
		dst = append(dst, "invalid"...)
	default:
		dst = appendUint(dst, uint64(v[5]))
	}
	return appendExtReserved(dst, v[:5])
}

// extTrafficAction writes the two bits of RFC 8955 section 7.3. Without the terminal action bit no later rule is tried.
func extTrafficAction(dst, v []byte) []byte {
	switch v[5] & 3 {
	case 0:
		dst = append(dst, "none"...)
	case 1:
		dst = append(dst, "terminal"...)
	case 2:
		dst = append(dst, "sample"...)
	default:
		dst = append(dst, "sample terminal"...)
	}
	return appendExtReserved(dst, []byte{v[0], v[1], v[2], v[3], v[4], v[5] &^ 3})
}

// extMarking writes the DSCP that packets get (RFC 8955 section 7.5).
func extMarking(dst, v []byte) []byte {
	dst = appendUint(append(dst, "dscp "...), uint64(v[5]&0x3f))
	return appendExtReserved(dst, []byte{v[0], v[1], v[2], v[3], v[4], v[5] &^ 0x3f})
}

// extInterfaceSet writes an AS, a group of interfaces and the directions that are filtered.
func extInterfaceSet(dst, v []byte) []byte {
	n := be16(v[4:])
	dst = append(appendUint(dst, uint64(be32(v))), ':')
	dst = appendUint(dst, uint64(n&0x3fff))
	if n&0x4000 != 0 {
		dst = append(dst, " input"...)
	}
	if n&0x8000 != 0 {
		dst = append(dst, " output"...)
	}
	return dst
}

// extLayer2Info writes encapsulation, control flags and MTU (RFC 4761 section 3.2.4), and the preference of multihoming,
// which the RFC reserves.
func extLayer2Info(dst, v []byte) []byte {
	encaps := uint64(v[0])
	dst = appendUint(append(dst, "encapsulation "...), encaps)
	dst = appendNote(dst, registry.TableL2EncapsulationTypes.Name(encaps))
	dst = append(dst, " flags "...)
	dst = appendFlags(dst, "bgp-extended-communities-layer2-info-extended-community-control-flags-bit-vector", uint64(v[1]))
	dst = appendUint(append(dst, " mtu "...), uint64(be16(v[2:])))
	if p := be16(v[4:]); p != 0 {
		dst = appendUint(append(dst, " preference "...), uint64(p))
	}
	return dst
}

// extSFC writes service path identifier, service index and service function type.
func extSFC(dst, v []byte) []byte {
	dst = appendUint(append(dst, "spi "...), uint64(be32(v)>>8))
	dst = appendUint(append(dst, " si "...), uint64(v[3]))
	return appendUint(append(dst, " sft "...), uint64(be16(v[4:])))
}

func extHex(dst, v []byte) []byte { return appendHexValue(dst, v) }

// extSFCLabels writes the labels of the MPLS representation of a service function chain (RFC 9015 section 3.1.2): each is the
// high 20 bits of 3 octets.
func extSFCLabels(dst, v []byte) []byte {
	dst = appendLabelField(append(dst, "context "...), v)
	dst = appendLabelField(append(dst, " sf "...), v[3:])
	return appendExtReserved(dst, []byte{v[2] & 0x0f, v[5] & 0x0f})
}

// extLabelSpace writes the type of a label space's identifier and the identifier: type 0 is a label in its high 20 bits.
func extLabelSpace(dst, v []byte) []byte {
	if typ := be16(v); typ != 0 {
		dst = appendUint(append(dst, "id-type "...), uint64(typ))
		return appendHexNumber(append(dst, ' '), uint64(be32(v[2:])))
	}
	dst = appendLabelField(dst, v[2:])
	return appendExtReserved(dst, []byte{v[4] & 0x0f, v[5]})
}

// extETreeInfo writes the VLANs of root and leaf, which 12 bits hold each, and what the PE can do (RFC 7796 section 6.2).
func extETreeInfo(dst, v []byte) []byte {
	dst = appendUint(append(dst, "root-vlan "...), uint64(be16(v)&0xfff))
	dst = appendUint(append(dst, " leaf-vlan "...), uint64(be16(v[2:])&0xfff))
	if v[5]&2 != 0 {
		dst = append(dst, " leaf-only"...)
	}
	if v[5]&1 != 0 {
		dst = append(dst, " vlan-mapping"...)
	}
	return appendExtReserved(dst, []byte{v[0] & 0xf0, v[2] & 0xf0, v[4], v[5] &^ 3})
}
