package logline

import (
	"strconv"
	"strings"
)

// This file reads rpd's lines about limits of prefixes, and about sessions that end without a NOTIFICATION:
//
//	BGP_CEASE_PREFIX_LIMIT_EXCEEDED: 192.0.2.1 (External AS 64500): Shutting down peer due to exceeding configured maximum prefix-limit(100) for inet-unicast nlri: 101 (instance master)
//	BGP_PREFIX_LIMIT_EXCEEDED: 192.0.2.1 (External AS 64500): Configured maximum prefix-limit(100) exceeded for inet-unicast nlri: 101 (instance master)
//	BGP_PREFIX_THRESH_EXCEEDED: 192.0.2.1 (External AS 64500): Configured maximum prefix-limit threshold(90) exceeded for inet-unicast nlri: 91 (instance master)
//	bgp_recv: peer 192.0.2.1 (External AS 64500): received unexpected EOF
//	bgp_recv: read from peer 192.0.2.1 (External AS 64500) failed: Connection reset by peer

// junosLimit reads behind "PREFIX_LIMIT_EXC" or "PREFIX_THRESH_EX".
func junosLimit(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	head, cease := suffixFold(s, "bgp_cease_"), true
	if head < 0 {
		head, cease = suffixFold(s, "bgp_"), false
	}
	if head < 0 || !c.Lit("eeded:") && !c.Lit("ceeded:") {
		return false
	}
	name := strings.ToUpper(strings.TrimRight(c.t[base+head:c.i], ": "))
	c.From(base + head)
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	junosPeer(c, ev)
	if !c.Lit(":") {
		return false
	}
	a := &Alarm{Name: name, Limit: Unknown, Percent: Unknown, Count: Unknown}
	if a.Text, ok = c.Until("(", 120); !ok {
		return false
	}
	n, ok := c.Number()
	if !ok || !c.Lit(")") {
		return false
	}
	threshold := strings.Contains(name, "THRESH")
	if !threshold {
		a.Limit = n
	}
	ev.Kind, ev.Alarm, ev.Words = KindState, a, a.Text
	if _, ok := c.Until("for ", 24); ok {
		a.Family, _ = c.Token(":")
		if c.Word("nlri") && c.Lit(":") {
			a.Count, _ = c.Number()
			c.bonus += 2
		}
	}
	if v, ok := c.Paren(); ok {
		const head = "instance "
		if len(v) > len(head) && equalFold(v[:len(head)], head) {
			ev.VRF = v[len(head):]
			c.bonus += 2
		}
	}
	if threshold { // a number of prefixes, not a share
		ev.param("threshold", strconv.Itoa(n), "number of prefixes at which the warning comes")
	}
	switch {
	case cease:
		ev.Code, ev.Subcode, ev.Direction, ev.Same = 6, 1, DirSent, true
		ev.Reason = "max-prefix"
	case threshold:
		ev.Reason = "route-threshold"
	default: // whether the session ends, BGP_CEASE_PREFIX_LIMIT_EXCEEDED tells
		ev.Reason = ReasonOverLimit
	}
	return true
}

// junosRecv reads behind "bgp_recv: ".
func junosRecv(c *Cursor, ev *Event) bool {
	c.Lit("read from")
	if !c.Word("peer") {
		return false
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	junosPeer(c, ev)
	c.Lit(":")
	ev.Kind = KindState
	if c.Lit("received ") {
		ev.Words = "unexpected EOF"
		return c.Lit("unexpected eof")
	}
	if !c.Lit("failed:") {
		return false
	}
	ev.Words = c.line()
	return ev.Words != ""
}
