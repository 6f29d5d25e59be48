package logline

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// bgpkitJSON reads the elements that bgpkit-parser prints as JSON, one route each:
//
//	{"timestamp":1562822233.68,"type":"ANNOUNCE","peer_ip":"192.0.2.1","peer_asn":64496,"prefix":"198.51.100.0/24",
//	 "next_hop":"192.0.2.1","as_path":"64496 64497","origin":"IGP","med":0,"communities":["64496:100"],"atomic":false,
//	 "aggr_asn":64497,"aggr_ip":"192.0.2.9"}
func bgpkitJSON() *Style {
	return &Style{
		Name:    "bgpkit-json",
		Vendor:  "bgpkit-parser",
		Anchors: []string{`"peer_asn`},
		Scan:    scanBGPKit,
	}
}

func scanBGPKit(c *Cursor, ev *Event) bool {
	v, _ := c.jsonAround()
	m := &Told{}
	var prefix, hop, as, addr jsonVal
	word := ""
	for key, x := range v.members() {
		switch key {
		case "timestamp":
			ev.Time, _ = x.epoch()
		case "type", "elem_type":
			word = strings.ToUpper(x.text())
		case "peer_ip":
			ev.Peer, _, _ = splitAddr(x.text())
		case "peer_asn":
			ev.PeerAS, _ = asOf(x)
		case "prefix":
			prefix = x
		case "next_hop":
			hop = x
		case "aggr_asn":
			as = x
		case "aggr_ip":
			addr = x
		case "communities":
			if x.isArray() {
				s := ""
				for y := range x.elements() {
					if len(s) > maxLogLine {
						break
					}
					s += y.text() + " "
				}
				m.mixedCommunities(s)
			}
		case "as_path", "origin", "med", "local_pref", "atomic":
			m.attribute(key, x)
		}
	}
	if !isIP(ev.Peer) || prefix == "" || word != "ANNOUNCE" && word != "WITHDRAW" && word != "A" && word != "W" {
		return false
	}
	c.bonus += bonusJSON
	if as.text() != "" && addr.text() != "" {
		m.aggregatorOf(as.text(), addr.text())
	}
	ev.Kind, ev.MessageType, ev.Direction, ev.Told = KindMessage, int(registry.MsgUpdate), DirReceived, m
	withdrawn := word[0] == 'W'
	if withdrawn {
		m.Attrs = nil
	}
	m.routes("["+prefix+"]", 0, 1, nextHops(hop.text()), withdrawn)
	return len(m.Reach)+len(m.Unreach) > 0
}
