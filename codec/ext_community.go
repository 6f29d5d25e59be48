package codec

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/registry"
)

// AppendExtCommunity appends the 8 octets of an extended community (RFC 4360), or the 20 of one with an IPv6 address
// (RFC 5701), in words: "rt 64496:100", "color 100", "traffic-marking dscp 46". What IANA names and no RFC lays out reads as the registry's name and the value in hex, the
// rest as type, sub-type and value in hex. Octets of another number read as hex.
func AppendExtCommunity(dst, b []byte) []byte {
	if len(b) == 20 {
		return appendIPv6ExtCommunity(dst, b)
	}
	if len(b) != 8 {
		return AppendHex(dst, b)
	}
	typ, sub, v := b[0], b[1], b[2:]
	// Bit 0x40 says that the community is not transitive (RFC 4360 section 2); in the types from 0x80 on it is part of one
	// that is not assigned.
	form, other := extFormOf(typ, sub), false
	if form == nil && typ&0xc0 == 0x40 {
		form, other = extFormOf(typ&^0x40, sub), true
	}
	switch {
	case form != nil:
		dst = append(dst, form.name...)
		if form.value != nil {
			dst = form.value(append(dst, ' '), v)
		} else {
			dst = appendExtReserved(dst, v)
		}
	case typ&^0x40 <= 2:
		dst = appendExtName(dst, typ, sub)
		dst, other = adminValues[typ&^0x40](dst, v), typ&0x40 != 0
	default:
		return appendExtOpaque(dst, typ, sub, v)
	}
	if other {
		dst = append(dst, " non-transitive"...)
	}
	return dst
}

// appendExtOpaque writes a community whose value has no layout here.
func appendExtOpaque(dst []byte, typ, sub uint8, v []byte) []byte {
	if name := extName(typ, sub); name != "" {
		return appendHexValue(append(append(dst, name...), ' '), v)
	}
	if name := registry.ExtCommunityTypes(typ).Name(uint64(typ)); name != "" {
		dst = append(dst, name...)
	} else {
		dst = append(dst, "type 0x"...)
		dst = strconv.AppendUint(pad2(dst, uint64(typ)), uint64(typ), 16)
	}
	dst = append(dst, " sub-type 0x"...)
	dst = strconv.AppendUint(pad2(dst, uint64(sub)), uint64(sub), 16)
	return appendHexValue(append(dst, ' '), v)
}

func appendHexValue(dst, v []byte) []byte { return AppendHex(append(dst, "0x"...), v) }

// appendExtName appends the name in front of an administrator:value pair, and a blank.
func appendExtName(dst []byte, typ, sub uint8) []byte {
	name := extName(typ, sub)
	if name == "" {
		name = extName(typ&^0x40, sub)
	}
	if name != "" {
		return append(append(dst, name...), ' ')
	}
	dst = append(dst, "sub-type 0x"...)
	return append(strconv.AppendUint(pad2(dst, uint64(sub)), uint64(sub), 16), ' ')
}

// extName gives the registry's name of a sub-type, "" when it has none.
func extName(typ, sub uint8) string {
	if t := registry.ExtCommunitySubtypes(typ); t != nil {
		return t.Name(uint64(sub))
	}
	return ""
}
