package logline

import "strings"

// This file reads lines that tell of a connection from an address that no neighbor is configured with. No session ends by it; the
// router closes the connection, with a NOTIFICATION 6/5 (RFC 4486 §4) or without one.
//
//	bgp_listen_accept: Connection attempt from unconfigured neighbor: 192.0.2.1+51528                              Junos
//	BGP: Unexpected connect from unknown address 192.0.2.1 (port 40625)                                            BIRD
//	connection from non-peer 192.0.2.1 refused                                                                     OpenBGPD
//	[Event] BGP connection IP address 192.0.2.1 is not configured                                                  Quagga
//	(ASN 0) PEER 1: 192.0.2.1: Closing connection: PEER 1: 192.0.2.1 not enabled or not in configuration           Nokia SR OS
//	msg="Can't find configuration for a new passive connection" Key=192.0.2.1 Topic=Peer                           GoBGP
//	can't find configuration for a new passive connection from 192.0.2.1                                           GoBGP, RustyBGP

// unconfiguredAnchors are those of refused for such lines; all but Quagga's, which has that of other lines.
var unconfiguredAnchors = [...]string{"unconfigured nei", "unexpected conne", "from non-peer ", "or not in config", "for a new passiv"}

// ReasonUnconfigured is the reason of these events.
const ReasonUnconfigured = "unconfigured-peer"

// unconfigured reads around one of these anchors.
func unconfigured(c *Cursor, ev *Event, s string, base int) bool {
	ok := false
	switch anchor := strings.ToLower(c.t[c.at:c.i]); anchor {
	case "unconfigured nei":
		ok = junosUnconfigured(c, ev, s, base)
	case "unexpected conne":
		ok = birdUnconfigured(c, ev, s, base)
	case "from non-peer ":
		ok = openUnconfigured(c, ev, s, base)
	case "or not in config":
		ok = nokiaUnconfigured(c, ev, s, base)
	default:
		ok = gobgpUnconfigured(c, ev, s, base)
	}
	if ok {
		ev.turnedAway(c)
	}
	return ok
}

// turnedAway makes an event one of a connection that was turned away.
func (ev *Event) turnedAway(c *Cursor) {
	ev.Kind, ev.Reason, ev.Direction = KindState, ReasonUnconfigured, DirReceived
	if c.opts != nil && c.opts.Transitions {
		ev.Step = &Step{What: StepRejected, Opener: OpenerPeer, Cause: ev.Words}
	}
}

func junosUnconfigured(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "junos", "Juniper Junos"
	const head = "connection attempt from"
	k := suffixFold(strings.TrimRight(s, " \t\n"), head)
	if k < 0 || !c.Lit("ghbor:") {
		return false
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	ev.Words = "Connection attempt from unconfigured neighbor"
	c.From(base + k)
	return true
}

func birdUnconfigured(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "bird", "BIRD"
	k := suffixFold(strings.TrimRight(s, " \t\n"), "bgp:")
	if k < 0 || !c.Lit("ct from unknown address ") {
		return false
	}
	var ok bool
	if ev.Peer, _, ok = c.IP(); !ok {
		return false
	}
	if c.Lit("(port ") {
		if n, ok := c.Number(); ok && n < 1<<16 && c.Lit(")") {
			ev.PeerPort = n
			c.bonus += 2
		}
	}
	ev.Words = "Unexpected connect from unknown address"
	c.From(base + k)
	return true
}

func openUnconfigured(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "openbgpd", "OpenBGPD"
	w, at := lastWord(s)
	if !equalWord(w, "connection") {
		return false
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok || !c.Word("refused") {
		return false
	}
	ev.Words = "connection from non-peer refused"
	c.From(base + at)
	return true
}

func nokiaUnconfigured(c *Cursor, ev *Event, s string, base int) bool {
	k := suffixFold(strings.TrimRight(s, " \t\n"), "not enabled")
	if k < 0 {
		return false
	}
	head := lastFold(s[:k], "closing connection")
	if head < 0 || lastFold(s[head:k], "peer ") < 0 {
		return false
	}
	at := lastFold(s[:head], "peer ")
	if at < 0 {
		return false
	}
	h := reading(s, at+len("peer "))
	if n := digits(s[h.i:]); n > 0 && strings.HasPrefix(s[h.i+n:], ": ") { // the number of the routing instance
		ev.param("VR", s[h.i:h.i+n], "")
		h.i += n + 1
	}
	var ok bool
	if ev.Peer, _, ok = h.IP(); !ok || !h.Lit(":") || h.ws() != head {
		return false
	}
	if a := lastFold(s[:at], "(asn "); a >= 0 && at-a < 24 {
		at = a
	}
	c.From(base + at)
	c.Lit("uration")
	ev.Style, ev.Vendor, ev.Words = "nokia-sros", "Nokia SR OS", "not enabled or not in configuration"
	return true
}

func gobgpUnconfigured(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "gobgp-text", "GoBGP"
	if strings.HasPrefix(strings.TrimLeft(c.t[:min(len(c.t), 64)], " "), "{") {
		ev.Style = "gobgp-json"
	}
	k := suffixFold(strings.TrimRight(s, " \t\n"), "can't find configuration")
	if k < 0 || !c.Lit("e connection") {
		return false
	}
	c.From(base + k)
	ev.Words = "Can't find configuration for a new passive connection"
	var ok bool
	if c.Lit("from") {
		c.Lit(":")
		ev.Peer, ev.PeerPort, ok = c.IP()
		return ok
	}
	at := c.i
	fs := stepFields(c.t[max(c.floor, c.at-1024):min(len(c.t), c.at+1024)])
	if key, ok := fieldOf(fs, "key"); ok {
		if ev.Peer, ev.PeerPort, ok = splitAddr(key.val); ok && isIP(ev.Peer) {
			c.i = at
			return true
		}
	}
	const key = "key=" // of the console, which has no msg=
	if n := firstFold(c.t[at:min(len(c.t), at+120)], key); n >= 0 {
		c.i = at + n + len(key)
		ev.Peer, ev.PeerPort, ok = c.IP()
	}
	return ok
}

// zebraUnconfigured reads "[Event] BGP connection IP address 192.0.2.1 is not configured" around "] BGP connection".
func zebraUnconfigured(c *Cursor, ev *Event, s string, base int) bool {
	w, at := lastWord(s)
	old := c.i
	if !equalWord(w, "[event") || !c.Lit("ip address ") {
		return false
	}
	var ok bool
	if ev.Peer, _, ok = c.IP(); !ok || !c.Lit("is not configured") {
		c.i = old
		return false
	}
	ev.Style, ev.Vendor, ev.Words = "quagga", "Quagga, Zebra (early FRRouting writes the same)", "BGP connection IP address is not configured"
	c.From(base + at)
	ev.turnedAway(c)
	return true
}
