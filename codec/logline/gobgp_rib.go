package logline

import (
	"encoding/base64"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// gobgpRIB reads paths as GoBGP's command prints them with -j: "gobgp monitor global rib -j", "gobgp global rib -j",
// "gobgp neighbor 192.0.2.1 adj-in -j", whatever lists or maps they stand in:
//
//	{"nlri":{"prefix":"198.51.100.0/24"},"age":1620859753,"best":false,"attrs":[{"type":1,"value":2},
//	 {"type":2,"as_paths":[{"segment_type":2,"num":1,"asns":[64497]}]},{"type":3,"nexthop":"192.0.2.1"}],
//	 "stale":false,"source-id":"192.0.2.1","neighbor-ip":"192.0.2.1"}
//
// Each path becomes an UPDATE of one route. "gobgp monitor neighbor -j" gives the state of a session.
func gobgpRIB() *Style {
	return &Style{
		Name:    "gobgp-rib",
		Vendor:  "GoBGP",
		Anchors: []string{`"attrs"`, `\"attrs\"`, `"session_state`},
		Scan:    scanGobgpRIB,
	}
}

func scanGobgpRIB(c *Cursor, ev *Event) bool {
	v, outer := c.jsonAround()
	if v == "" {
		return false
	}
	if strings.HasPrefix(c.t[c.at:], `"session_state"`) {
		c.jsonOuter()
		c.bonus += bonusJSON
		return gobgpSession(ev, v, outer)
	}
	nlri, attrs := v.get("nlri"), v.get("attrs")
	if !nlri.isObject() || !attrs.isArray() {
		return false
	}
	c.bonus += bonusJSON
	ev.Kind, ev.MessageType = KindMessage, 2
	ev.Time, _ = v.get("age").epoch()
	if p, _, ok := splitAddr(v.get("neighbor-ip").text()); ok && isIP(p) {
		ev.Peer, ev.Direction = p, DirReceived
	}
	m := &Told{}
	ev.Told = m
	withdrawn := v.get("withdrawal").text() == "true"
	var hop jsonVal
	reached := false
	for a := range attrs.elements() {
		if a.get("type").text() == "14" {
			afi, _ := a.get("afi").number32()
			safi, _ := a.get("safi").number32()
			m.routes(a.get("value"), uint16(afi), uint8(safi), nextHops(a.get("nexthop").text()), withdrawn)
			reached = len(m.Reach)+len(m.Unreach) > 0
			hop = a.get("nexthop")
			continue
		}
		if a.get("type").text() == "3" {
			hop = a.get("nexthop")
			continue
		}
		m.gobgpAttr(a)
	}
	if !reached {
		m.routes("["+nlri+"]", 0, 1, nextHops(hop.text()), withdrawn)
	}
	if withdrawn {
		m.Attrs = nil // what the path had: the withdrawal itself has none
	}
	return len(m.Reach)+len(m.Unreach) > 0 || len(m.Lost) > 0
}

// gobgpAttr takes an attribute by its number.
func (m *Told) gobgpAttr(a jsonVal) {
	typ, ok := a.get("type").number32()
	if !ok || typ == 0 || typ > 255 {
		return
	}
	code := registry.AttrCode(typ)
	v := a.get("value")
	switch code {
	case registry.AttrOrigin:
		m.origin(v.text())
	case registry.AttrASPath, registry.AttrAS4Path:
		var path []ToldSegment
		for s := range a.get("as_paths").elements() {
			t, ok := s.get("segment_type").number32()
			if !ok || t == 0 || t > 4 || len(path) > maxToldNumbers {
				m.lostAttr(code)
				return
			}
			path = append(path, ToldSegment{Type: uint8(t)})
			for x := range s.get("asns").elements() {
				if as, ok := asOf(x); ok {
					path = addAS(path, uint8(t), as)
				}
			}
		}
		m.attr(code).Segments = path
	case registry.AttrMED:
		m.number(code, a.get("metric"))
	case registry.AttrLocalPref, registry.AttrOTC:
		m.number(code, v)
	case registry.AttrAtomicAggregate:
		m.attr(code)
	case registry.AttrAggregator, registry.AttrAS4Aggregator:
		m.aggregatorOf(a.get("as").text(), a.get("address").text())
	case registry.AttrCommunities:
		m.communities(code, a.get("communities"), 2)
	case registry.AttrOriginatorID, registry.AttrClusterList:
		m.addrs(code, v)
	case registry.AttrExtCommunities:
		m.extended(v)
	case registry.AttrLargeCommunity:
		m.communities(code, v, 3)
	default:
		flags, ok := a.get("flags").number32()
		b, err := base64.StdEncoding.DecodeString(v.text())
		if !ok || flags > 255 || !v.isString() || err != nil || len(b) > maxToldHex/2 {
			m.lostAttr(code)
			return
		}
		m.Attrs = append(m.Attrs, ToldAttr{Code: uint8(typ), Flags: uint8(flags), Raw: b, HasRaw: true})
	}
}

// gobgpSession reads {"conf":{"neighbor_address":...},"state":{"session_state":6,...}}.
func gobgpSession(ev *Event, state, peer jsonVal) bool {
	conf := peer.get("conf")
	for _, from := range [...]jsonVal{state, conf} {
		if p, _, ok := splitAddr(from.get("neighbor_address").text()); ok && isIP(p) {
			ev.Peer = p
		}
		if as, ok := asOf(from.get("peer_asn")); ok && as != 0 {
			ev.PeerAS = as
		}
		if as, ok := asOf(from.get("local_asn")); ok && as != 0 {
			ev.LocalAS = as
		}
	}
	if ev.Peer == "" {
		return false
	}
	ev.Kind = KindState
	states := [...]string{"", "idle", "connect", "active", "opensent", "openconfirm", "established"}
	w := strings.ToLower(state.get("session_state").text())
	if n := smallNumber(w); n > 0 && n < len(states) {
		w = states[n]
	}
	for _, s := range states[1:] {
		if w == s {
			ev.To, ev.Up = s, s == "established"
			return true
		}
	}
	return false
}
