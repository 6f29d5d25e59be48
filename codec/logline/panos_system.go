package logline

import "strings"

// panosSystem reads the system log of PAN-OS, whose last field tells what happened:
//
//	...,SYSTEM,routing,0,...,,routed-BGP-peer-left-established,to-ISP,...,"BGP peer session left established state: peer name: to-ISP, peer IP: 192.0.2.1."
//	BGP peer session enters established state. peer name: to-ISP, peer IP: 192.0.2.1.
func panosSystem() *Style {
	return &Style{
		Name:    "panos-system",
		Vendor:  "PAN-OS",
		Anchors: []string{"left established", "enters establish"},
		Scan:    scanPanosSystem,
	}
}

func scanPanosSystem(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	k := suffixFold(strings.TrimRight(s, " \t\n"), "bgp peer session")
	if k < 0 {
		return false
	}
	c.From(base + k)
	ev.Kind = KindState
	if fold[c.t[c.at]] == 'e' {
		if !c.Lit("ed") {
			return false
		}
		ev.Up, ev.To = true, "Established"
	} else {
		ev.From, ev.Reason = "Established", ReasonDown
	}
	if !c.Lit("state") || !c.Lit(":") && !c.Lit(".") && !c.Lit(",") || !c.Lit("peer name:") {
		return false
	}
	name, ok := c.Until(", peer ip:", 80)
	if !ok || name == "" {
		return false
	}
	if ev.Session = name; !ev.Up {
		ev.param("peer name", name, "")
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	if c.Lit(".") {
		c.bonus++ // a wrap may have cut the address
	}
	ev.noCells = firstFold(s, ",system,routing,") >= 0
	panosDevice(c, ev)
	return true
}

// panosDevice takes the device's name from the cells behind the message: a number, flags in hex, four levels of a hierarchy, the
// names of the virtual system and of the device.
func panosDevice(c *Cursor, ev *Event) {
	rest, ok := strings.CutPrefix(c.t[c.i:c.endOfLine()], `",`)
	if !ok {
		return
	}
	cells := strings.SplitN(rest, ",", 9)
	if len(cells) < 8 || digits(cells[0]) != len(cells[0]) || !strings.HasPrefix(cells[1], "0x") {
		return
	}
	if name := strings.TrimSpace(cells[7]); name != "" && isName(name) {
		ev.Host = name
	}
}
