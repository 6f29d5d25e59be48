package logline

import "strings"

// ciscoNXOS reads Cisco NX-OS, which prints neither codes nor octets:
//
//	%BGP-5-ADJCHANGE:  bgp-64496 [25132] (default) neighbor 192.0.2.1 Down - recv:  other configuration change
//	Last reset by peer 9w4d, due to duplicate connection request
//
// The AS behind "bgp-" is the device's own and is missing now and then.
func ciscoNXOS() *Style {
	return &Style{
		Name:    "cisco-nxos",
		Vendor:  "Cisco NX-OS",
		Anchors: []string{"-adjchange", "last reset by "},
		Scan:    scanCiscoNXOS,
	}
}

func scanCiscoNXOS(c *Cursor, ev *Event) bool {
	if fold[c.t[c.at]] == 'l' {
		return nxosShow(c, ev)
	}
	var ok bool
	if !mnemonic(c) || !c.Lit("bgp-") {
		return false
	}
	if c.Peek() != '[' {
		if ev.LocalAS, ok = c.AS(); !ok {
			return false
		}
	}
	if !c.Lit("[") {
		return false
	}
	if _, ok = c.Number(); !ok || !c.Lit("]") {
		return false
	}
	if ev.VRF, ok = c.Paren(); !ok || !c.Word("neighbor") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok {
		return false
	}
	c.bonus += 2
	ev.Kind = KindState
	switch c.Any("up", "down") {
	case 0:
		ev.Up = true
		return true
	case 1:
		return nxosDown(c, ev)
	}
	return false
}

// nxosDown reads "- recv:  other configuration change" or "- session cleared".
func nxosDown(c *Cursor, ev *Event) bool {
	if !c.Lit("-") {
		return true
	}
	switch c.Any("recv", "sent") {
	case 0:
		ev.Direction = DirReceived
	case 1:
		ev.Direction = DirSent
	default:
		ev.Words = c.ownLine()
		return true
	}
	if !c.Lit(":") {
		return false
	}
	ev.Kind, ev.Falls = KindNotification, true
	nxosReason(c, ev)
	return true
}

// nxosReason reads the words that stand for code and subcode, or what is left of the line.
func nxosReason(c *Cursor, ev *Event) {
	var ok bool
	if ev.Words, ok = c.known(ev.Style, ""); ok {
		c.Judge(ev)
		return
	}
	ev.Words = c.ownLine()
}

// nxosShow reads a line of show bgp neighbors: "us 3d15h, due to session closed".
func nxosShow(c *Cursor, ev *Event) bool {
	switch c.Any("us", "peer") {
	case 0:
		ev.Direction = DirSent
	case 1:
		ev.Direction = DirReceived
	default:
		return false
	}
	if _, ok := dellAge(c); !ok || !c.Lit(", due to ") {
		return false
	}
	ev.Kind = KindState
	nxosReason(c, ev)
	if ev.Words == "" || strings.HasPrefix(ev.Words, "(") {
		return false
	}
	c.underHeading(ev, 1)
	return true
}
