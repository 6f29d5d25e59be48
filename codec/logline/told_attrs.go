package logline

import (
	"encoding/base64"
	"encoding/binary"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// attribute takes an attribute by the name that ExaBGP, RIS Live and others give it. It reports whether it knows the name.
func (m *Told) attribute(key string, v jsonVal) bool {
	if v == "null" {
		return true
	}
	switch key {
	case "origin":
		m.origin(v.text())
	case "path", "as-path", "as_path", "aspath":
		m.pathJSON(v)
	case "next-hop", "next_hop", "nexthop":
		if v.isString() {
			m.addrs(registry.AttrNextHop, v)
		}
	case "med":
		m.number(registry.AttrMED, v)
	case "local-preference", "local_pref", "localpref":
		m.number(registry.AttrLocalPref, v)
	case "atomic-aggregate", "atomic_aggregate", "atomic":
		if v.text() == "true" {
			m.attr(registry.AttrAtomicAggregate)
		}
	case "aggregator":
		m.aggregator(v.text())
	case "community", "communities":
		m.communities(registry.AttrCommunities, v, 2)
	case "large-community", "large_community", "large_communities":
		m.communities(registry.AttrLargeCommunity, v, 3)
	case "extended-community", "extended_community":
		m.extended(v)
	case "originator-id", "originator_id":
		m.addrs(registry.AttrOriginatorID, v)
	case "cluster-list", "cluster_list":
		m.addrs(registry.AttrClusterList, v)
	case "otc":
		m.number(registry.AttrOTC, v)
	default:
		return m.generic(key, v)
	}
	return true
}

// generic takes "attribute-0x20-0xE0": "0x0001": ExaBGP's name for what it does not know, code and flags in it.
func (m *Told) generic(key string, v jsonVal) bool {
	rest, ok := strings.CutPrefix(key, "attribute-0x")
	if !ok || len(rest) != len("20-0xE0") || rest[2:5] != "-0x" || hexDigits(rest[:2]) != 2 || hexDigits(rest[5:]) != 2 {
		return false
	}
	code := uint8(hexValue(rest[0])<<4 | hexValue(rest[1]))
	flags := uint8(hexValue(rest[5])<<4 | hexValue(rest[6]))
	return m.raw(code, flags, v.text())
}

// extended takes extended communities: ExaBGP's {"value": 564..., "string": "target:64496:100"}, GoBGP's {"type": 0,
// "subtype": 2, "value": "64496:100"}, bgpfix's {"type": "TARGET", "value": "64496:100"}, or plain "rt:64496:100".
func (m *Told) extended(v jsonVal) {
	var out []uint64
	for x := range v.elements() {
		n, ok := extendedValue(x)
		if !ok || len(out) >= maxToldNumbers {
			m.lostAttr(registry.AttrExtCommunities)
			return
		}
		out = append(out, n)
	}
	m.attr(registry.AttrExtCommunities).Numbers = out
}

// extendedValue gives the eight octets of one extended community.
func extendedValue(v jsonVal) (uint64, bool) {
	if v.isString() {
		kind, rest, ok := strings.Cut(v.text(), ":")
		if !ok {
			return 0, false
		}
		return extendedWords(kind, rest)
	}
	if !v.isObject() {
		return v.number()
	}
	typ, val := v.get("type"), v.get("value")
	if val == "" {
		return 0, false
	}
	sub := v.get("subtype")
	if sub == "" && !typ.isString() {
		return val.number()
	}
	if sub == "" {
		if v.get("nontransitive").text() == "true" {
			return 0, false
		}
		return extendedWords(typ.text(), val.text())
	}
	t, ok1 := typ.number32()
	s, ok2 := sub.number32()
	if !ok1 || !ok2 || t > 255 || s > 255 {
		return 0, false
	}
	if b, err := base64.StdEncoding.DecodeString(val.text()); err == nil && len(b) == 7 { // GoBGP's unknown ones
		return uint64(t)<<56 | binary.BigEndian.Uint64(append([]byte{0}, b...)), true
	}
	n, kind, ok := adminValue(val.text())
	if !ok || uint32(kind) != t&0x3f {
		return 0, false
	}
	return uint64(t)<<56 | uint64(s)<<48 | n, true
}

// extendedWords takes a route target or site of origin.
func extendedWords(kind, rest string) (uint64, bool) {
	sub := uint64(0)
	switch squash(kind) {
	case "target", "rt", "routetarget", "as2target", "as4target", "ip4target":
		sub = 2
	case "origin", "ro", "soo", "as2origin", "as4origin", "ip4origin":
		sub = 3
	default:
		return 0, false
	}
	n, typ, ok := adminValue(rest)
	return uint64(typ)<<56 | sub<<48 | n, ok
}

// adminValue reads "64496:100", "4200000000:100" or "192.0.2.1:100": six octets and the type that has them
// (RFC 4360 §3, RFC 5668).
func adminValue(s string) (n uint64, typ uint8, ok bool) {
	k := strings.LastIndexByte(s, ':')
	if k < 0 || digits(s[k+1:]) != len(s)-k-1 || k+1 == len(s) || len(s)-k > 11 {
		return 0, 0, false
	}
	local := number64(s[k+1:])
	if strings.Count(s[:k], ".") == 3 {
		a := nextHops(s[:k])
		if len(a) != 1 || !a[0].Is4() || local > 0xffff {
			return 0, 0, false
		}
		b := a[0].As4()
		return uint64(binary.BigEndian.Uint32(b[:]))<<16 | local, 1, true
	}
	as, w, ok := asAt(s[:k])
	if !ok || w != k {
		return 0, 0, false
	}
	if as > 0xffff || strings.Contains(s[:k], ".") {
		return uint64(as)<<16 | local, 2, local <= 0xffff
	}
	return uint64(as)<<32 | local, 0, local <= 0xffffffff
}
