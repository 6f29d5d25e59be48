package codec

import (
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/registry"
)

// AppendExtCommunity appends the 8 octets of an extended community (RFC 4360), or the 20 of one with an IPv6 address
// (RFC 5701), in words: "rt 64496:100",
// "soo 192.0.2.1:7". Types without a short form read as the registry's name and the value in hex, unknown ones
// as type, sub-type and value in hex.
func AppendExtCommunity(dst, b []byte) []byte {
	if len(b) == 20 {
		return appendIPv6ExtCommunity(dst, b)
	}
	if len(b) != 8 {
		return AppendHex(dst, b)
	}
	typ, sub, v := b[0], b[1], b[2:]
	switch typ &^ 0x40 {
	case 0x00: // 2-octet AS
		dst = appendExtName(dst, typ, sub)
		if sub == 0x04 { // link bandwidth: IEEE 754 octets per second
			return appendHexValue(append(appendUint(dst, uint64(v[0])<<8|uint64(v[1])), ':'), v[2:])
		}
		dst = appendUint(dst, uint64(v[0])<<8|uint64(v[1]))
		return appendUint(append(dst, ':'), uint64(be32(v[2:])))
	case 0x01: // IPv4 address
		dst = appendExtName(dst, typ, sub)
		dst = netip.AddrFrom4([4]byte(v[:4])).AppendTo(dst)
		return appendUint(append(dst, ':'), uint64(v[4])<<8|uint64(v[5]))
	case 0x02: // 4-octet AS
		dst = appendExtName(dst, typ, sub)
		dst = appendUint(dst, uint64(be32(v)))
		return appendUint(append(dst, ':'), uint64(v[4])<<8|uint64(v[5]))
	}
	if name := extName(typ, sub); name != "" {
		return appendHexValue(append(append(dst, name...), ' '), v)
	}
	dst = append(dst, "type 0x"...)
	dst = strconv.AppendUint(pad2(dst, uint64(typ)), uint64(typ), 16)
	dst = append(dst, " sub-type 0x"...)
	dst = strconv.AppendUint(pad2(dst, uint64(sub)), uint64(sub), 16)
	return appendHexValue(append(dst, ' '), v)
}

func appendHexValue(dst, v []byte) []byte { return AppendHex(append(dst, "0x"...), v) }

// appendExtName appends the name in front of an administrator:value pair, and a blank.
func appendExtName(dst []byte, typ, sub uint8) []byte {
	switch sub {
	case 0x02:
		return append(dst, "rt "...)
	case 0x03:
		return append(dst, "soo "...)
	}
	if name := extName(typ, sub); name != "" {
		return append(append(dst, name...), ' ')
	}
	dst = append(dst, "sub-type 0x"...)
	return append(strconv.AppendUint(pad2(dst, uint64(sub)), uint64(sub), 16), ' ')
}

// extName gives the registry's name of a sub-type, "" when it has none.
func extName(typ, sub uint8) string {
	if t := extSubTypes(typ); t != nil {
		return t.Name(uint64(sub))
	}
	return ""
}

// extSubTypes gives the table of sub-types of a type, or nil.
func extSubTypes(typ uint8) *registry.Table {
	switch typ {
	case 0x00:
		return &registry.TableExtCommTransTwoOctetAS
	case 0x40:
		return &registry.TableExtCommNonTransTwoOctetAS
	case 0x01:
		return &registry.TableExtCommTransIPv4
	case 0x41:
		return &registry.TableExtCommNonTransIPv4
	case 0x02:
		return &registry.TableExtCommTransFourOctetAS
	case 0x42:
		return &registry.TableExtCommNonTransFourOctetAS
	case 0x03:
		return &registry.TableExtCommTransOpaque
	case 0x43:
		return &registry.TableExtCommNonTransOpaque
	case 0x06:
		return &registry.TableExtCommEVPNSubTypes
	case 0x80:
		return &registry.TableExtCommGenericTransitiveExperimental
	}
	return nil
}
