package logline

import "strings"

// maxPfx reads what the bgpd family and Cisco say of limits of prefixes:
//
//	%BGP-4-MAXPFX: Number of prefixes received from 192.0.2.1 (afi 0) reaches 901, max 1000
//	%BGP-3-MAXPFXEXCEED: Number of prefixes received from 192.0.2.1 (afi 0) vpn vrf A: 1001 exceeds limit 1000
//	%ROUTING-BGP-5-MAXPFX : No. of IPv4 Unicast prefixes received from 192.0.2.1 has reached 751, max 1000
//	%MAXPFXEXCEED: No. of IPv4 Unicast prefix received from 192.0.2.1(r2) 11 exceed, limit 10
//	BGP-6-PEERPFXMAX: The number of prefix received reaches 91, max 100 (Peer 192.0.2.1).                  D-Link
//	No of prefixes received from BGP peer 192.0.2.1 exceeds warning limit 75                               Brocade, Foundry
//	No of prefixes received from BGP peer 192.0.2.1 exceeds maximum prefix-limit...shutdown                Brocade, Foundry
//
// The session may stay up: whether it ends, a NOTIFICATION 6/1 tells.
func maxPfx() *Style {
	return &Style{
		Name:    "max-prefix",
		Vendor:  "Cisco IOS, IOS XE, IOS XR; FRRouting, Quagga; D-Link; Brocade",
		Anchors: []string{"maxpfx", "prefix received ", "no of prefixes r"},
		Scan:    scanMaxPfx,
	}
}

func scanMaxPfx(c *Cursor, ev *Event) bool {
	switch fold[c.t[c.at]] {
	case 'p':
		return dLinkPrefixes(c, ev)
	case 'n':
		return brocadePrefixes(c, ev)
	}
	name := "MAXPFX"
	if c.Lit("exceed") {
		name = "MAXPFXEXCEED"
	}
	s, base := c.lead()
	c.From(base + strings.LastIndexAny(s, " \t\n") + 1)
	if !c.Lit(":") || c.Any("no. of", "number of") < 0 {
		return false
	}
	family, ok := c.Until("prefix", 32)
	if !ok {
		return false
	}
	c.Lit("es")
	if !c.Lit("received from") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	c.Paren()
	if c.Any("vpn vrf", "vrf") >= 0 {
		ev.VRF, _ = c.Token(":,")
	}
	c.Lit(":")
	a := &Alarm{Name: name, Percent: Unknown, Family: strings.TrimSpace(family)}
	c.Any("has reached", "reaches", "reached")
	if a.Count, ok = c.Number(); !ok {
		return false
	}
	c.Any("exceeds", "exceed")
	c.Lit(",")
	if c.Any("max", "limit") < 0 {
		return false
	}
	if a.Limit, ok = c.Number(); !ok {
		return false
	}
	ev.limited(a, a.Count > a.Limit)
	c.bonus += 4
	return true
}

// limited makes the event that of a limit of prefixes.
func (ev *Event) limited(a *Alarm, over bool) {
	a.Text, ev.Reason = "the prefixes received from the peer come near their limit", "route-threshold"
	if over {
		a.Text, ev.Reason = "the prefixes received from the peer passed their limit", ReasonOverLimit
	}
	ev.Kind, ev.Alarm, ev.Words = KindState, a, a.Text
}

// dLinkPrefixes reads "The number of prefix received reaches 91, max 100 (Peer 192.0.2.1)." around its anchor.
func dLinkPrefixes(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	k := suffixFold(strings.TrimRight(s, " \t\n"), "the number of")
	if k < 0 || !c.Lit("reaches ") {
		return false
	}
	a := &Alarm{Name: "PEERPFXMAX", Percent: Unknown}
	var ok bool
	if a.Count, ok = c.Number(); !ok || !c.Lit(",") || !c.Lit("max ") {
		return false
	}
	if a.Limit, ok = c.Number(); !ok || !c.Lit("(peer") {
		return false
	}
	c.Lit(":")
	if ev.Peer, _, ok = c.IP(); !ok || !c.Lit(")") {
		return false
	}
	ev.limited(a, a.Count > a.Limit)
	c.From(base + k)
	c.bonus += 4
	return true
}

// brocadePrefixes reads "eceived from BGP peer 192.0.2.1 exceeds warning limit 75" behind its anchor.
func brocadePrefixes(c *Cursor, ev *Event) bool {
	if !c.Lit("eceived from bgp peer ") {
		return false
	}
	var ok bool
	if ev.Peer, _, ok = c.IP(); !ok || !c.Lit("exceeds ") {
		return false
	}
	c.bonus += 4
	a := &Alarm{Name: "prefix limit", Count: Unknown, Limit: Unknown, Percent: Unknown}
	if c.Lit("warning limit ") {
		n, ok := c.Number()
		if !ok {
			return false
		}
		ev.param("warning limit", pairText(n, Unknown), "the number of prefixes from which on it warns")
		ev.limited(a, false)
		return true
	}
	if !c.Lit("maximum prefix-limit") {
		return false
	}
	ev.Kind, ev.From, ev.Reason, ev.Words = KindState, "Established", "max-prefix", "exceeds maximum prefix-limit"
	c.Lit("...")
	c.Lit("shutdown")
	return true
}
