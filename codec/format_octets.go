package codec

import (
	"math"
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file writes values that many families of routes and attributes share.

// appendOctetsAs writes octets as an address, a route distinguisher or a number; octets of another size as hex.
func appendOctetsAs(dst []byte, k Kind, b []byte) []byte {
	switch {
	case k == KindMAC && len(b) == 6, k == KindESI && len(b) == len(ESI{}):
		for i, c := range b {
			if i > 0 {
				dst = append(dst, ':')
			}
			dst = append(dst, hexDigits[c>>4], hexDigits[c&15])
		}
		return dst
	case k == KindRD && len(b) == 8:
		return appendRD(dst, b)
	case k == KindFloat && len(b) == 4:
		return strconv.AppendFloat(dst, float64(floatAt(b)), 'g', -1, 32)
	case k == KindVPNAddr && len(b) > 8:
		if [8]byte(b) != ([8]byte{}) {
			dst = append(appendRD(dst, b[:8]), ':')
		}
		return appendOctetsAs(dst, KindAddr, b[8:])
	case k == KindIGPRouterID:
		return appendIGPRouterID(dst, b)
	case k == KindISISArea && len(b) > 0:
		return appendISOOctets(append(dst, hexDigits[b[0]>>4], hexDigits[b[0]&15]), b[1:], true)
	case k == KindAddr:
		if a, ok := netip.AddrFromSlice(b); ok {
			return a.AppendTo(dst)
		}
	}
	return AppendHex(dst, b)
}

// appendRD writes a route distinguisher of 8 octets: administrator and assigned number (RFC 4364 section 4.2), and in front
// of them the type where the administrator does not tell it. A type that is not defined reads as its octets.
func appendRD(dst, b []byte) []byte {
	switch v := b[2:]; uint(b[0])<<8 | uint(b[1]) {
	case 0:
		return appendUint(append(appendUint(dst, uint64(v[0])<<8|uint64(v[1])), ':'), uint64(be32(v[2:])))
	case 1:
		dst = netip.AddrFrom4([4]byte(v[:4])).AppendTo(dst)
		return appendUint(append(dst, ':'), uint64(v[4])<<8|uint64(v[5]))
	case 2:
		if dst = appendUint(dst, uint64(be32(v))); be32(v) < 1<<16 {
			dst = append(dst, 'L') // 4 octets that a number of 2 octets would have told
		}
		return appendUint(append(dst, ':'), uint64(v[4])<<8|uint64(v[5]))
	}
	return AppendHex(dst, b)
}

// appendLabel writes the 3 octets of a label with its traffic class and bottom-of-stack bit, and in a route what a value means that
// stands for no label: 0x800000 and 0 in a withdrawal (RFC 8277 section 2.4).
func appendLabel(dst []byte, v uint32, route bool) []byte {
	dst = appendUint(dst, uint64(v>>4))
	if tc := v >> 1 & 7; tc != 0 {
		dst = appendUint(append(dst, ", traffic class "...), uint64(tc))
	}
	if v&1 != 0 {
		return append(dst, ", bottom of stack"...)
	}
	if route && (v == 0x800000 || v == 0) {
		dst = append(dst, ", withdraw value"...)
	}
	return dst
}

// appendLabelVNI writes 3 octets that are a label or a VNI.
func appendLabelVNI(dst []byte, v uint32) []byte {
	dst = appendUint(dst, uint64(v>>4))
	if tc := v >> 1 & 7; tc != 0 {
		dst = appendUint(append(dst, ", traffic class "...), uint64(tc))
	}
	if v&1 != 0 {
		dst = append(dst, ", bottom of stack"...)
	}
	return appendUint(append(dst, "; as VNI "...), uint64(v))
}

// appendFlags writes flags in hex and the letters of those that are set.
func appendFlags(dst []byte, table string, v uint64) []byte {
	dst = appendHexNumber(dst, v)
	sep := " ("
	masks := registry.FlagMasks()
	for i := range masks {
		if m := &masks[i]; m.Table == table && v&m.Mask == m.Mask && table != "" {
			dst = append(append(dst, sep...), m.Flag...)
			sep = ", "
		}
	}
	if sep == ", " {
		dst = append(dst, ')')
	}
	return dst
}

// floatAt reads an IEEE 754 number of 4 octets, appendFloat writes it.
func floatAt(b []byte) float32 { return math.Float32frombits(be32(b)) }

func appendFloat(dst []byte, v float32) []byte { return appendU32(dst, math.Float32bits(v)) }

// appendIGPRouterID writes the id of a router in an IGP (RFC 9552 section 5.2.1.4): "192.0.2.1", "1920.0000.2001"; of a
// pseudonode "192.0.2.1:198.51.100.1" (the designated router and its interface), "1920.0000.2001.02". Other lengths are hex.
func appendIGPRouterID(dst, b []byte) []byte {
	switch len(b) {
	case 4:
		return netip.AddrFrom4([4]byte(b)).AppendTo(dst)
	case 6:
		return appendISOOctets(dst, b, false)
	case 7:
		dst = append(appendISOOctets(dst, b[:6], false), '.')
		return AppendHex(dst, b[6:])
	case 8:
		dst = append(netip.AddrFrom4([4]byte(b)).AppendTo(dst), ':')
		return netip.AddrFrom4([4]byte(b[4:])).AppendTo(dst)
	}
	return AppendHex(dst, b)
}

// appendISOOctets writes octets in groups of two with dots between them, as IS-IS addresses are written; dot says that one
// stands before the first group, too.
func appendISOOctets(dst, b []byte, dot bool) []byte {
	for i, c := range b {
		if i%2 == 0 && (i > 0 || dot) {
			dst = append(dst, '.')
		}
		dst = append(dst, hexDigits[c>>4], hexDigits[c&15])
	}
	return dst
}
