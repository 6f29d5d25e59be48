package logline

import "strings"

// nokiaSRLinux reads Nokia SR Linux, which logs states only:
//
//	In network-instance default, the BGP session with 192.0.2.8 moved from higher state established to lower state idle due to event recv-notify
//	In network-instance red, an incoming BGP connection from 192.0.2.77 was rejected because ...
func nokiaSRLinux() *Style {
	return &Style{
		Name:    "nokia-srlinux",
		Vendor:  "Nokia SR Linux",
		Anchors: []string{"bgp session with", "bgp connection"},
		Scan:    scanNokiaSRLinux,
	}
}

func scanNokiaSRLinux(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	k := lastFold(s, "in network-instance ")
	if k < 0 || len(s)-k > 120 {
		return false
	}
	h := reading(s, k+len("in network-instance "))
	var ok bool
	if ev.VRF, ok = h.Token(","); !ok || !h.Lit(",") {
		return false
	}
	ev.Kind = KindState
	session := fold[c.t[c.at+4]] == 's'
	if session {
		ok = h.Any("the", "a") >= 0
	} else {
		ok = h.Lit("an incoming")
	}
	if !ok || h.ws() != len(s) || !session && !c.Word("from") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok {
		return false
	}
	c.From(base + k)
	if session {
		return srlMoved(c, ev)
	}
	if !c.Lit("was rejected because ") {
		return false
	}
	ev.Words = strings.TrimSpace(c.line())
	return ev.Words != ""
}

// srlMoved reads how the session's state changed.
func srlMoved(c *Cursor, ev *Event) bool {
	if c.Lit("moved from higher state ") {
		return nokiaMoved(c, ev)
	}
	if !c.Lit("moved into ") {
		return false
	}
	c.Word("the")
	var ok bool
	if ev.To, ok = c.Token(""); !ok || !c.Word("state") {
		return false
	}
	ev.Up = strings.EqualFold(ev.To, "established")
	return true
}
