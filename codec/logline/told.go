package logline

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Told is a message that a tool has decoded already: its fields in place of its octets. Package rebuild makes octets of it.
type Told struct {
	Attrs   []ToldAttr   // in the order in which they are told; not MP_REACH_NLRI and MP_UNREACH_NLRI
	Reach   []ToldRoutes // UPDATE: what is announced
	Unreach []ToldRoutes // UPDATE: what is withdrawn
	End     bool         // UPDATE: the End-of-RIB marker of the family AFI, SAFI (RFC 4724 §2)
	AFI     uint16       // of End and of a ROUTE-REFRESH
	SAFI    uint8
	Subtype uint8     // of a ROUTE-REFRESH (RFC 7313)
	Open    *ToldOpen // OPEN
	PathIDs bool      // the routes have path identifiers (RFC 7911)
	Body    []byte    // the message without its header, when HasBody: nothing else is told then
	HasBody bool
	Lost    []string // what is told in a way that cannot be put into octets, phrases
}

// ToldAttr is one path attribute. Which of the values is used depends on its code.
type ToldAttr struct {
	Code     uint8
	Flags    uint8 // as told, or those that the attribute must have
	Numbers  []uint64
	Addrs    []netip.Addr
	Segments []ToldSegment
	Raw      []byte // the value in octets, when HasRaw
	HasRaw   bool
}

// ToldSegment is one segment of an AS path; Type is that of RFC 4271 §4.3 and RFC 5065 §3.
type ToldSegment struct {
	Type uint8
	AS   []uint32
}

// ToldRoutes are routes of one family with one next hop.
type ToldRoutes struct {
	AFI      uint16
	SAFI     uint8
	NextHops []netip.Addr // one, or a global and a link-local one
	Routes   []ToldRoute
}

// ToldRoute is one prefix.
type ToldRoute struct {
	Prefix netip.Prefix
	PathID uint32 // when Told.PathIDs is set
}

// ToldOpen is an OPEN.
type ToldOpen struct {
	Version      uint8
	AS           uint32
	HoldTime     uint16
	ID           netip.Addr
	Capabilities []ToldCapability
}

// ToldCapability is a capability with its value in octets.
type ToldCapability struct {
	Code  uint8
	Value []byte
}

// Limits of what is taken of one message; what is beyond fits in no BGP message.
const (
	maxToldRoutes  = 1 << 16
	maxToldLost    = 6
	maxToldNumbers = 1 << 14
)

// AS path segment types.
const (
	segSet       = 1
	segSequence  = 2
	segConfedSeq = 3
	segConfedSet = 4
)

// lost notes what cannot be put into octets. The phrase must not hold what a peer wrote.
func (m *Told) lost(what string) {
	for _, l := range m.Lost {
		if l == what {
			return
		}
	}
	if len(m.Lost) < maxToldLost {
		m.Lost = append(m.Lost, what)
	}
}

// attr adds an attribute with the flags that it must have and returns it.
func (m *Told) attr(code registry.AttrCode) *ToldAttr {
	a := ToldAttr{Code: uint8(code), Flags: registry.Attr(uint8(code)).Flags}
	m.Attrs = append(m.Attrs, a)
	return &m.Attrs[len(m.Attrs)-1]
}

// number adds an attribute that is one number.
func (m *Told) number(code registry.AttrCode, v jsonVal) {
	n, ok := v.number32()
	if !ok {
		m.lostAttr(code)
		return
	}
	m.attr(code).Numbers = []uint64{uint64(n)}
}

func (m *Told) lostAttr(code registry.AttrCode) {
	m.lost(registry.TablePathAttributes.Name(uint64(code)))
}

// origin adds ORIGIN from a word or a number.
func (m *Told) origin(s string) {
	n := -1
	for k, w := range [...]string{"igp", "egp", "incomplete"} {
		if len(s) == len(w) && equalFold(s, w) || len(s) == 1 && s[0] == byte('0'+k) {
			n = k
		}
	}
	if s == "?" {
		n = 2
	}
	if n < 0 {
		m.lostAttr(registry.AttrOrigin)
		return
	}
	m.attr(registry.AttrOrigin).Numbers = []uint64{uint64(n)}
}

// add appends an AS to the path; runs of one type are one segment.
func addAS(path []ToldSegment, typ uint8, as uint32) []ToldSegment {
	if n := len(path); n > 0 && path[n-1].Type == typ && len(path[n-1].AS) < 255 {
		path[n-1].AS = append(path[n-1].AS, as)
		return path
	}
	return append(path, ToldSegment{Type: typ, AS: []uint32{as}})
}

// pathText reads "64496 64497 {64498,64499} (64500 64501) [64502]" as bgpdump and others write AS paths.
func (m *Told) pathText(s string) {
	var path []ToldSegment
	typ, fresh := uint8(segSequence), false
	for i := 0; i < len(s); {
		switch c := s[i]; c {
		case ' ', ',':
			i++
			continue
		case '{':
			typ, fresh = segSet, true
		case '(':
			typ, fresh = segConfedSeq, true
		case '[':
			typ, fresh = segConfedSet, true
		case '}', ')', ']':
			typ, fresh = segSequence, true
		default:
			as, n, ok := asAt(s[i:])
			if !ok {
				m.lostAttr(registry.AttrASPath)
				return
			}
			if fresh && typ != segSequence {
				path = append(path, ToldSegment{Type: typ})
			}
			fresh = false
			path = addAS(path, typ, as)
			i += n
			continue
		}
		i++
	}
	m.attr(registry.AttrASPath).Segments = path
}

// asAt reads an AS number in asplain or asdot at the start of s.
func asAt(s string) (as uint32, n int, ok bool) {
	n = digits(s)
	if n == 0 || n > 10 {
		return 0, 0, false
	}
	v := number64(s[:n])
	if n+1 < len(s) && s[n] == '.' {
		if k := digits(s[n+1:]); k > 0 && k <= 5 {
			lo := number64(s[n+1 : n+1+k])
			if v > 0xffff || lo > 0xffff {
				return 0, 0, false
			}
			v, n = v<<16|lo, n+1+k
		}
	}
	return uint32(v), n, v <= 0xffffffff
}

// pathJSON reads an AS path: a list of numbers in which a list stands for an AS_SET, or ExaBGP 5's object of segments.
func (m *Told) pathJSON(v jsonVal) {
	var path []ToldSegment
	ok := true
	total := 0
	list := func(v jsonVal, typ uint8) {
		for x := range v.elements() {
			as, good := asOf(x)
			if total++; !good || total > maxToldNumbers {
				ok = false
				return
			}
			path = addAS(path, typ, as)
		}
	}
	switch {
	case v.isObject():
		for _, seg := range v.members() {
			typ, known := segmentType(seg.get("element").text())
			if !known {
				ok = false
				break
			}
			path = append(path, ToldSegment{Type: typ})
			list(seg.get("value"), typ)
		}
	case v.isArray():
		for x := range v.elements() {
			if x.isArray() {
				path = append(path, ToldSegment{Type: segSet})
				list(x, segSet)
				continue
			}
			as, good := asOf(x)
			if total++; !good || total > maxToldNumbers {
				ok = false
				break
			}
			path = addAS(path, segSequence, as)
		}
	case v.isString():
		m.pathText(v.text())
		return
	}
	if !ok {
		m.lostAttr(registry.AttrASPath)
		return
	}
	m.attr(registry.AttrASPath).Segments = path
}

// asOf reads an AS number in JSON, be it a string in asdot.
func asOf(v jsonVal) (uint32, bool) {
	s := v.text()
	as, n, ok := asAt(s)
	return as, ok && n == len(s)
}

// segmentType names the types as ExaBGP does.
func segmentType(s string) (uint8, bool) {
	switch s {
	case "as-sequence":
		return segSequence, true
	case "as-set":
		return segSet, true
	case "confed-sequence", "confederation-sequence", "as-confed-sequence":
		return segConfedSeq, true
	case "confed-set", "confederation-set", "as-confed-set":
		return segConfedSet, true
	}
	return 0, false
}

// addrs adds an attribute of addresses: one, or a list.
func (m *Told) addrs(code registry.AttrCode, v jsonVal) {
	var out []netip.Addr
	one := func(v jsonVal) bool {
		a, err := netip.ParseAddr(v.text())
		out = append(out, a)
		return err == nil && a.Is4() && len(out) <= maxToldNumbers
	}
	ok := true
	if v.isArray() {
		for x := range v.elements() {
			ok = ok && one(x)
		}
	} else {
		ok = one(v)
	}
	if !ok {
		m.lostAttr(code)
		return
	}
	m.attr(code).Addrs = out
}

// aggregator adds AGGREGATOR from "64496:192.0.2.1", "64496 192.0.2.1" or its two halves.
func (m *Told) aggregator(s string) {
	k := strings.IndexAny(s, ": ")
	if k < 0 {
		m.lostAttr(registry.AttrAggregator)
		return
	}
	m.aggregatorOf(s[:k], s[k+1:])
}

func (m *Told) aggregatorOf(as, addr string) {
	n, k, ok := asAt(as)
	a, err := netip.ParseAddr(addr)
	if !ok || k != len(as) || err != nil || !a.Is4() {
		m.lostAttr(registry.AttrAggregator)
		return
	}
	at := m.attr(registry.AttrAggregator)
	at.Numbers, at.Addrs = []uint64{uint64(n)}, []netip.Addr{a}
}

// communities adds an attribute of communities, each of parts numbers: [a,b], "a:b", or a number of 4 octets.
func (m *Told) communities(code registry.AttrCode, v jsonVal, parts int) {
	var out []uint64
	for x := range v.elements() {
		var ok bool
		if out, ok = community(out, x, parts); !ok || len(out) > maxToldNumbers {
			m.lostAttr(code)
			return
		}
	}
	m.attr(code).Numbers = out
}

// community appends one community: a number for one of 4 octets, three for a large one.
func community(out []uint64, v jsonVal, parts int) ([]uint64, bool) {
	var n [3]uint64
	k := 0
	switch {
	case v.isArray():
		for x := range v.elements() {
			y, ok := x.number32()
			if !ok || k == parts {
				return out, false
			}
			n[k], k = uint64(y), k+1
		}
	case v.isObject():
		for _, x := range v.members() { // GoBGP: ASN, LocalData1, LocalData2
			y, ok := x.number32()
			if !ok || k == parts {
				return out, false
			}
			n[k], k = uint64(y), k+1
		}
	case v.isString():
		return communityText(out, v.text(), parts)
	default:
		y, ok := v.number32()
		return append(out, uint64(y)), ok && parts == 2
	}
	return joinCommunity(out, n, k, parts)
}

// communityText reads "64496:100", "64496:1:2" or the name of a well-known one.
func communityText(out []uint64, s string, parts int) ([]uint64, bool) {
	var n [3]uint64
	k := 0
	for f := range strings.SplitSeq(s, ":") {
		if k == parts || digits(f) != len(f) || f == "" || len(f) > 10 {
			if parts == 2 && k == 0 {
				if v, ok := wellKnownCommunity(s); ok {
					return append(out, v), true
				}
			}
			return out, false
		}
		n[k], k = number64(f), k+1
	}
	return joinCommunity(out, n, k, parts)
}

func joinCommunity(out []uint64, n [3]uint64, k, parts int) ([]uint64, bool) {
	if k != parts {
		return out, false
	}
	if parts == 2 {
		return append(out, n[0]<<16|n[1]), n[0] <= 0xffff && n[1] <= 0xffff
	}
	return append(out, n[:]...), n[0]|n[1]|n[2] <= 0xffffffff
}

// wellKnownCommunity finds names that tools print in place of numbers, whatever stands between their words.
func wellKnownCommunity(s string) (uint64, bool) {
	if len(s) > 64 {
		return 0, false
	}
	switch squash(s) {
	case "gracefulshutdown", "gshut":
		return 0xffff0000, true
	case "acceptown":
		return 0xffff0001, true
	case "llgrstale":
		return 0xffff0006, true
	case "nollgr":
		return 0xffff0007, true
	case "blackhole":
		return 0xffff029a, true
	case "noexport":
		return 0xffffff01, true
	case "noadvertise":
		return 0xffffff02, true
	case "noexportsubconfed", "localas":
		return 0xffffff03, true
	case "nopeer":
		return 0xffffff04, true
	}
	return 0, false
}

// raw adds an attribute whose value is shown in hex, with or without 0x.
func (m *Told) raw(code, flags uint8, s string) bool {
	b, ok := hexText(s)
	if !ok {
		m.lost("attribute " + strconv.Itoa(int(code)))
		return false
	}
	m.Attrs = append(m.Attrs, ToldAttr{Code: code, Flags: flags, Raw: b, HasRaw: true})
	return true
}

// maxToldHex bounds octets in hex: those of the longest message.
const maxToldHex = 2 * 65535

// hexText reads contiguous hex digits, with or without 0x in front.
func hexText(s string) ([]byte, bool) {
	if len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s = s[2:]
	}
	if len(s)%2 != 0 || len(s) > maxToldHex || hexDigits(s) != len(s) {
		return nil, false
	}
	b := make([]byte, len(s)/2)
	for i := range b {
		b[i] = byte(hexValue(s[2*i])<<4 | hexValue(s[2*i+1]))
	}
	return b, true
}
