package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file writes the values of the extended communities of EVPN.

func extMAC(dst, v []byte) []byte { return appendOctetsAs(dst, KindMAC, v) }

// extMACMobility writes the sequence number and whether the address may move (RFC 7432 section 7.7).
func extMACMobility(dst, v []byte) []byte {
	dst = appendUint(dst, uint64(be32(v[2:])))
	if v[0]&1 != 0 {
		dst = append(dst, " sticky"...)
	}
	return appendExtReserved(dst, []byte{v[0] &^ 1, v[1]})
}

// extESILabel writes the label and the redundancy mode (RFC 7432 section 7.5), and what RFC 9746 and RFC 9856 put into the
// flags.
func extESILabel(dst, v []byte) []byte {
	dst = appendLabelField(dst, v[3:])
	switch v[0] & 3 {
	case 0:
		dst = append(dst, " all-active"...)
	case 1:
		dst = append(dst, " single-active"...)
	default:
		dst = appendUint(append(dst, " redundancy "...), uint64(v[0]&3))
	}
	switch v[0] >> 6 {
	case 0:
	case 1:
		dst = append(dst, " local-bias"...)
	case 2:
		dst = append(dst, " esi-label-filtering"...)
	default:
		dst = append(dst, " split-horizon 3"...)
	}
	if v[0]&0x20 != 0 {
		dst = append(dst, " dcb"...)
	}
	return appendExtReserved(dst, []byte{v[0] & 0x1c, v[1], v[2]})
}

// appendLabelField writes the label of 3 octets whose high 20 bits are the label.
func appendLabelField(dst, v []byte) []byte {
	return appendUint(append(dst, "label "...), uint64(v[0])<<12|uint64(v[1])<<4|uint64(v[2])>>4)
}

// extL2Attributes writes control flags and MTU (RFC 8214 section 3.1).
func extL2Attributes(dst, v []byte) []byte {
	dst = append(dst, "flags "...)
	dst = appendFlags(dst, "bgp-extended-communities-evpn-layer-2-attributes-control-flags", uint64(be16(v)))
	dst = appendUint(append(dst, " mtu "...), uint64(be16(v[2:])))
	return appendExtReserved(dst, v[4:])
}

// extETree writes the leaf label, or that the route is one of a leaf (RFC 8317 section 6.1).
func extETree(dst, v []byte) []byte {
	if v[0]&1 != 0 {
		dst = append(dst, "leaf "...)
	}
	dst = appendLabelField(dst, v[3:])
	return appendExtReserved(dst, []byte{v[0] &^ 1, v[1], v[2]})
}

// extDFElection writes algorithm, capabilities (RFC 8584 section 2.2) and the preference of RFC 9785.
func extDFElection(dst, v []byte) []byte {
	alg := uint64(v[0] & 0x1f)
	dst = appendUint(append(dst, "algorithm "...), alg)
	dst = appendNote(dst, registry.TableExtCommDFAlg.Name(alg))
	if be16(v[1:]) != 0 {
		dst = appendBitNames(append(dst, " capabilities "...), &registry.TableExtCommDFElectionCapabilities, v[1:3])
	}
	rest := []byte{v[0] &^ 0x1f, v[3], v[4], v[5]}
	if alg == 2 || alg == 3 {
		dst = appendUint(append(dst, " preference "...), uint64(be16(v[4:])))
		rest = rest[:2]
	}
	return appendExtReserved(dst, rest)
}

// extARPND writes the flags of RFC 9047 section 2.
func extARPND(dst, v []byte) []byte {
	dst = appendBitNames(append(dst, "flags "...), &registry.TableExtCommARPNDExtendedCommunityFlags, v[:1])
	return appendExtReserved(dst, v[1:])
}

// extMulticastFlags writes the flags of RFC 9251 section 9.4.
func extMulticastFlags(dst, v []byte) []byte {
	dst = appendBitNames(dst, &registry.TableExtCommMulticastFlags, v[:2])
	return appendExtReserved(dst, v[2:])
}

// extCarvingTime writes a time as NTP has it: seconds since 1900 and their fraction in 65536ths.
func extCarvingTime(dst, v []byte) []byte {
	dst = appendUint(append(dst, "ntp "...), uint64(be32(v)))
	return append(appendUint(append(dst, '+'), uint64(be16(v[4:]))), "/65536"...)
}

// extEVPNBandwidth writes units and weight (draft-ietf-bess-evpn-unequal-lb).
func extEVPNBandwidth(dst, v []byte) []byte {
	dst = appendUint(dst, uint64(v[1])<<32|uint64(be32(v[2:])))
	switch v[0] {
	case 0:
		return append(dst, " Mbit/s"...)
	case 1:
		return append(dst, " (generalized weight)"...)
	}
	return appendUint(append(dst, " units "...), uint64(v[0]))
}
