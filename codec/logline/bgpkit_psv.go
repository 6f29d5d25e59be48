package logline

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// bgpkitPSV reads the elements that bgpkit-parser prints with bars, one route each: as it does by itself, and with --psv, where
// the origin ASes stand behind the path and the OTC attribute at the end:
//
//	A|1562822233.683211|192.0.2.1|64496|198.51.100.0/24|64496 64497|IGP|192.0.2.1||5|64496:100|false||
//	W|1562822233|192.0.2.1|64496|198.51.100.0/24|||||||false||
//	A|1562822233|192.0.2.1|64496|198.51.100.0/24|64496 64497|64497|IGP|192.0.2.1|100|5|64496:100|true|64497|192.0.2.9|64496
//
// ATOMIC_AGGREGATE, "true" or "false", tells the forms apart.
func bgpkitPSV() *Style {
	return &Style{
		Name:    "bgpkit-psv",
		Vendor:  "bgpkit-parser",
		Anchors: []string{"|false|", "|true|"},
		Scan:    scanBGPKitPSV,
	}
}

func scanBGPKitPSV(c *Cursor, ev *Event) bool {
	base := max(c.floor, c.at-maxLogLine)
	at := psvHead(c.t[base:c.at])
	if at < 0 {
		return false
	}
	end := min(c.endOfLine(), base+at+maxLogLine)
	f := strings.Split(strings.TrimRight(c.t[base+at:end], " \t\r\n"), "|")
	if len(f) > 20 {
		return false
	}
	k := -1 // of the field behind the path
	for i, atomic := range [...]int{11, 12} {
		if atomic+2 < len(f) && (f[atomic] == "true" || f[atomic] == "false") {
			k = 6 + i
		}
	}
	if k < 0 {
		return false
	}
	ev.Time, _ = epochTime(f[1])
	ev.Peer, _, _ = splitAddr(f[2])
	as, n, ok := asAt(f[3])
	if !ok || n != len(f[3]) {
		return false
	}
	ev.PeerAS = as
	m := &Told{}
	ev.Kind, ev.MessageType, ev.Direction, ev.Told = KindMessage, int(registry.MsgUpdate), DirReceived, m
	withdrawn := f[0] == "W"
	hops := nextHops(f[k+1])
	if !withdrawn {
		m.psvPath(f, k)
	}
	c.bonus += bonusJSON
	c.From(base + at)
	c.To(end)
	m.routes(jsonVal(`["`+f[4]+`"]`), 0, 1, hops, withdrawn)
	return len(m.Reach)+len(m.Unreach) > 0
}

// psvHead finds the start of a line of bars, the last one, in front of its end: "A|", a time and an address.
func psvHead(s string) int {
	for k := len(s); k > 0; {
		k = strings.LastIndexByte(s[:k], '|')
		if k < 1 {
			return -1
		}
		if b := s[k-1]; b != 'A' && b != 'W' || k > 1 && isWord(s[k-2]) {
			continue
		}
		stamp, rest, _ := strings.Cut(s[k+1:], "|")
		peer, _, ok := strings.Cut(rest, "|")
		if len(stamp) > 24 || len(peer) > 48 || !ok {
			continue
		}
		if _, ok := epochTime(stamp); ok && isIP(peer) {
			return k - 1
		}
	}
	return -1
}

// psvPath takes the attributes; that behind the path, or behind the origin ASes, is f[k].
func (m *Told) psvPath(f []string, k int) {
	m.origin(f[k])
	m.pathText(f[5])
	for i, code := range [...]registry.AttrCode{registry.AttrLocalPref, registry.AttrMED} {
		if v := f[k+2+i]; v != "" {
			m.number(code, jsonVal(v))
		}
	}
	if f[k+4] != "" {
		m.mixedCommunities(f[k+4])
	}
	if f[k+5] == "true" {
		m.attr(registry.AttrAtomicAggregate)
	}
	if f[k+6] != "" && f[k+7] != "" {
		m.aggregatorOf(f[k+6], f[k+7])
	}
	if k == 7 && len(f) > k+8 && f[k+8] != "" {
		m.number(registry.AttrOTC, jsonVal(f[k+8]))
	}
}
