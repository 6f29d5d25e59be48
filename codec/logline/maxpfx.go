package logline

import "strings"

// maxPfx reads what the bgpd family and Cisco say of limits of prefixes:
//
//	%BGP-4-MAXPFX: Number of prefixes received from 192.0.2.1 (afi 0) reaches 901, max 1000
//	%BGP-3-MAXPFXEXCEED: Number of prefixes received from 192.0.2.1 (afi 0) vpn vrf A: 1001 exceeds limit 1000
//	%ROUTING-BGP-5-MAXPFX : No. of IPv4 Unicast prefixes received from 192.0.2.1 has reached 751, max 1000
//	%MAXPFXEXCEED: No. of IPv4 Unicast prefix received from 192.0.2.1(r2) 11 exceed, limit 10
//
// The session may stay up: whether it ends, a NOTIFICATION 6/1 tells.
func maxPfx() *Style {
	return &Style{
		Name:    "max-prefix",
		Vendor:  "Cisco IOS, IOS XE, IOS XR; FRRouting, Quagga",
		Anchors: []string{"maxpfx"},
		Scan:    scanMaxPfx,
	}
}

func scanMaxPfx(c *Cursor, ev *Event) bool {
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
	a.Text = "the prefixes received from the peer come near their limit"
	ev.Reason = "route-threshold"
	if a.Count > a.Limit {
		a.Text, ev.Reason = "the prefixes received from the peer passed their limit", ReasonOverLimit
	}
	ev.Kind, ev.Alarm, ev.Words = KindState, a, a.Text
	c.bonus += 4
	return true
}
