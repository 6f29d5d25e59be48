package codec

import (
	"encoding/hex"
	"net/netip"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// The fields of IPv6 address specific extended communities.
const (
	FieldIPv6ExtCommunities FieldID = areaCommunity + iota
	FieldIPv6ExtCommunity
	FieldIPv6ExtGlobal
	FieldIPv6ExtLocal
)

var communityFields = [...]Field{
	FieldIPv6ExtCommunities - areaCommunity: {Name: "IPv6 address specific extended communities", Key: "value", Shape: ShapeArray, Ref: "RFC 5701 §2"},
	FieldIPv6ExtCommunity - areaCommunity:   {Name: "IPv6 address specific extended community", Kind: KindExtCommunity, Shape: ShapeRawText, Ref: "RFC 5701 §2"},
	FieldIPv6ExtGlobal - areaCommunity:      {Name: "Global Administrator", Key: "global", Kind: KindIPv6, Ref: "RFC 5701 §2"},
	FieldIPv6ExtLocal - areaCommunity:       {Name: "Local Administrator", Key: "local", Kind: KindUint, Ref: "RFC 5701 §2"},
}

// attrIPv6ExtCommunities reads IPv6 address specific extended communities (RFC 5701 section 2): unknown types are not errors
// (RFC 7606 section 7.15).
func (d *dec) attrIPv6ExtCommunities(*attrState) {
	fr := d.begin(FieldIPv6ExtCommunities)
	for d.left() >= 20 {
		e := d.begin(FieldIPv6ExtCommunity)
		d.u8(FieldExtType)
		d.u8(FieldExtSubType)
		d.bytes(FieldIPv6ExtGlobal, 16)
		d.u16(FieldIPv6ExtLocal)
		d.done(e)
	}
	d.leave(fr)
}

// appendIPv6ExtCommunity appends the 20 octets of an IPv6 address specific extended community in words: "rt 2001:db8::1:100".
func appendIPv6ExtCommunity(dst, b []byte) []byte {
	typ, sub := b[0], b[1]
	names := &registry.TableExtCommTransIPv6
	if typ&0x40 != 0 {
		names = &registry.TableExtCommNonTransIPv6
	}
	switch name := names.Name(uint64(typ)<<8 | uint64(sub)); {
	case typ&^0x40 == 0 && sub == 0x02:
		dst = append(dst, "rt "...)
	case typ&^0x40 == 0 && sub == 0x03:
		dst = append(dst, "soo "...)
	case name != "":
		dst = append(append(dst, name...), ' ')
	default:
		dst = appendHexNumber(append(dst, "type "...), uint64(typ))
		dst = append(appendHexNumber(append(dst, " sub-type "...), uint64(sub)), ' ')
	}
	dst = netip.AddrFrom16([16]byte(b[2:])).AppendTo(dst)
	return appendUint(append(dst, ':'), uint64(be16(b[18:])))
}

// IPv6ExtCommunity is an IPv6 address specific extended community (RFC 5701 section 2): type, sub-type, an IPv6 address and
// a number of two octets.
type IPv6ExtCommunity [20]byte

// String returns "rt 2001:db8::1:100"; types without a short form read as the registry's name.
func (c IPv6ExtCommunity) String() string { return string(appendIPv6ExtCommunity(nil, c[:])) }

// ParseIPv6ExtCommunity reads what String writes of a route target and a site of origin, "rt 2001:db8::1:100" and "soo
// 2001:db8::1:2", and the octets in hex. It reports false for the rest.
func ParseIPv6ExtCommunity(s string) (c IPv6ExtCommunity, ok bool) {
	if n, err := hex.Decode(c[:], []byte(s[:min(len(s), 2*len(c))])); err == nil && n == len(c) && len(s) == 2*len(c) {
		return c, true
	}
	c = IPv6ExtCommunity{}
	kind, rest, _ := strings.Cut(s, " ")
	i := strings.LastIndexByte(rest, ':')
	if c[1] = 2; kind == "soo" {
		c[1] = 3
	}
	if i < 0 || kind != "rt" && kind != "soo" {
		return c, false
	}
	a, err := netip.ParseAddr(rest[:i])
	n, ok := extNumber(rest[i+1:], 16)
	if err != nil || !ok || !a.Is6() || a.Zone() != "" {
		return c, false
	}
	copy(c[2:], a.AsSlice())
	putU16(c[18:], n)
	return c, true
}

// AppendIPv6ExtCommunities appends the value of attribute 25 (RFC 5701).
func AppendIPv6ExtCommunities(dst []byte, list []IPv6ExtCommunity) []byte {
	for i := range list {
		dst = append(dst, list[i][:]...)
	}
	return dst
}

// ParseIPv6ExtCommunities reads the value of attribute 25 (RFC 5701). It reports false when the octets are no multiple of 20.
func ParseIPv6ExtCommunities(v []byte) (list []IPv6ExtCommunity, ok bool) {
	for ; len(v) >= 20; v = v[20:] {
		list = append(list, IPv6ExtCommunity(v))
	}
	return list, len(v) == 0
}
