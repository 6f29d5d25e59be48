package logline

import "strings"

// nokiaSRLinux reads Nokia SR Linux, which logs states only:
//
//	In network-instance default, the BGP session with 192.0.2.8 moved from higher state established to lower state idle due to event recv-notify
//	In network-instance default, the BGP session with VR default (1): Group g: Peer 192.0.2.8 moved from higher state ...
//	In network-instance red, an incoming BGP connection from 192.0.2.77 was rejected because ...
func nokiaSRLinux() *Style {
	return &Style{
		Name:    "nokia-srlinux",
		Behind:  "w",
		Vendor:  "Nokia SR Linux",
		Anchors: []string{"bgp session with", "bgp connection", "notification"},
		Scan:    scanNokiaSRLinux,
	}
}

func scanNokiaSRLinux(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	if fold[c.t[c.at]] == 'n' {
		return srlClosed(c, ev, s, base)
	}
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
	if session && c.Lit("vr ") {
		if t, ok := c.Until("peer ", 120); !ok || !strings.Contains(t, "Group ") {
			return false
		}
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
	if ev.Words = strings.TrimSpace(c.line()); ev.Words == "" { // a wrap stands in front of it
		if i := c.ws(); i < len(c.t) && c.wrapped(i) {
			c.i = i + 1
			c.line()
			ev.Words = strings.TrimSpace(c.t[i:c.i])
		}
	}
	return ev.Words != ""
}

// srlClosed reads "Peer ADDR was closed because the router sent this neighbor a NOTIFICATION with code C and subcode S" and
// "... because the neighbor sent this router a NOTIFICATION ...".
func srlClosed(c *Cursor, ev *Event, s string, base int) bool {
	k := lastFold(s, "was closed because ")
	if k < 0 || len(s)-k > 120 {
		return false
	}
	peer, port, at, ok := AddrBefore(s[:k])
	if !ok {
		return false
	}
	h := reading(s, k+len("was closed because "))
	h.Any("the", "this")
	switch h.Any("router", "neighbor", "peer", "remote peer") {
	case 0:
		ev.Direction = DirSent
	case 1, 2, 3:
		ev.Direction = DirReceived
	default:
		return false
	}
	if h.Any("sent", "received") != 0 {
		return false
	}
	h.Any("this neighbor", "this router", "this peer", "the neighbor", "the router", "the peer", "us")
	h.Any("a", "the")
	if h.ws() != len(s) || !c.Lit("with code ") {
		return false
	}
	code, ok := c.Token(" ,;")
	if !ok || !isName(code) || !c.Lit("and subcode ") {
		return false
	}
	sub, ok := c.Token(" ,;")
	if !ok {
		return false
	}
	sub = strings.TrimRight(sub, ".")
	ev.Peer, ev.PeerPort, ev.Words = peer, port, code+"/"+sub
	if w, wat := lastWord(s[:at]); equalWord(w, "peer") || equalWord(w, "neighbor") {
		at = wat
	}
	if v := lastFold(s[:at], "in network-instance "); v >= 0 && at-v < 100 {
		h := reading(s, v+len("in network-instance "))
		ev.VRF, _ = h.Token(",:")
		at = v
	}
	c.From(base + at)
	c.Judge(ev)
	c.bonus += 2
	return true
}

// srlMoved reads how the session's state changed.
func srlMoved(c *Cursor, ev *Event) bool {
	if c.Lit("moved from higher state ") {
		return nokiaMoved(c, ev)
	}
	if c.Lit("was terminated immediately because ") {
		ev.From, ev.Words = "Established", "BGP has run out of memory"
		ev.Reason = "out-of-resources"
		c.Any("bgp has out of memory", "bgp has run out of memory")
		return true
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
