package logline

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// bgpdumpM reads the lines of "bgpdump -m" and of what imitates it:
//
//	BGP4MP|1562822233|A|192.0.2.1|64496|198.51.100.0/24|64496 64497|IGP|192.0.2.1|0|0|64496:100|NAG|64497 192.0.2.9|
//	BGP4MP_ET|1562822233.683211|W|192.0.2.1|64496|198.51.100.0/24
//	BGP4MP|1562822233|STATE|192.0.2.1|64496|6|1
//	TABLE_DUMP2|1562822233|B|192.0.2.1|64496|198.51.100.0/24|64496|IGP|192.0.2.1|0|0||NAG||
//
// LOCAL_PREF and MED are 0 when there are none, so a 0 is not taken for one.
func bgpdumpM() *Style {
	return &Style{
		Name:    "bgpdump",
		Vendor:  "bgpdump",
		Anchors: []string{"bgp4mp|", "bgp4mp_et|", "table_dump2|", "table_dump|", "table_dump_v2|"},
		Scan:    scanBGPDump,
	}
}

func scanBGPDump(c *Cursor, ev *Event) bool {
	if c.at > 0 && !isBlank(c.t[c.at-1]) {
		return false
	}
	end := min(c.endOfLine(), c.i+maxLogLine)
	var f [14]string
	n := 0
	rest := strings.TrimRight(c.t[c.i:end], " \r\n")
	for n < len(f) {
		var ok bool
		f[n], rest, ok = strings.Cut(rest, "|")
		n++
		if !ok {
			break
		}
	}
	if n < 4 {
		return false
	}
	var ok bool
	if ev.Time, ok = epochTime(f[0]); !ok {
		return false
	}
	if ev.Peer, _, ok = splitAddr(f[2]); !ok || !isIP(ev.Peer) {
		return false
	}
	as, k, ok := asAt(f[3])
	if !ok || k != len(f[3]) {
		return false
	}
	ev.PeerAS = as
	c.bonus += bonusJSON
	c.To(end)
	ev.Direction = DirReceived
	if f[1] == "STATE" && n >= 6 {
		return bgpdumpState(ev, f[4], f[5])
	}
	ev.Kind, ev.MessageType = KindMessage, 2
	m := &Told{}
	ev.Told = m
	switch f[1] {
	case "W":
		m.routes(jsonVal(`["`+f[4]+`"]`), 0, 1, nil, true)
	case "A", "B":
		if n < 8 {
			return false
		}
		m.bgpdumpPath(&f)
		m.routes(jsonVal(`["`+f[4]+`"]`), 0, 1, nextHops(f[7]), false)
	default:
		return false
	}
	return len(m.Reach)+len(m.Unreach) > 0
}

// bgpdumpPath takes the attributes.
func (m *Told) bgpdumpPath(f *[14]string) {
	m.origin(f[6])
	m.pathText(f[5])
	for k, code := range [...]registry.AttrCode{registry.AttrLocalPref, registry.AttrMED} {
		if v := f[8+k]; v != "" && v != "0" {
			m.number(code, jsonVal(v))
		}
	}
	if f[10] != "" {
		m.mixedCommunities(f[10])
	}
	if f[11] == "AG" {
		m.attr(registry.AttrAtomicAggregate)
	}
	if f[12] != "" {
		m.aggregator(f[12])
	}
}

// mixedCommunities takes a list with blanks between, in which large ones stand beside those of RFC 1997.
func (m *Told) mixedCommunities(s string) {
	var plain, large []uint64
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimPrefix(w, "lg:")
		var ok bool
		if strings.Count(w, ":") == 2 {
			large, ok = communityText(large, w, 3)
		} else {
			plain, ok = communityText(plain, w, 2)
		}
		if !ok {
			m.lost("communities that are not in numbers")
		}
	}
	if len(plain) > 0 {
		m.attr(registry.AttrCommunities).Numbers = plain
	}
	if len(large) > 0 {
		m.attr(registry.AttrLargeCommunity).Numbers = large
	}
}

// bgpdumpState reads the numbers of the two states (RFC 6396 §4.4.1).
func bgpdumpState(ev *Event, from, to string) bool {
	states := [...]string{"", "idle", "connect", "active", "opensent", "openconfirm", "established"}
	a, b := smallNumber(from), smallNumber(to)
	if a < 0 || b < 1 || a >= len(states) || b >= len(states) {
		return false
	}
	ev.Kind, ev.Direction = KindState, DirUnknown
	ev.From, ev.To = states[a], states[b]
	switch {
	case b == 6:
		ev.Up = true
	case a == 6:
		ev.Reason = ReasonDown
	}
	return true
}
