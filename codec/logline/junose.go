package logline

import "strings"

// junosE reads Juniper's JUNOSe (E series):
//
//	WARNING 01/01/2008 19:34:52 bgpMessages (default,10.0.0.2): Send NOTIFICATION message to peer 172.26.26.104 in core
//	error-code = 3 (update message), error-subcode = 9 (optional attribute error), data = e0 11 ...
//	bgpMessages (default,10.0.0.2): UPDATE message from peer 10.0.0.2 in core: new-as-path contains ...
//
// The parentheses hold the virtual router and an address, which can be another than the peer's. Data is complete.
func junosE() *Style {
	return &Style{
		Name:    "junose",
		Vendor:  "Juniper JUNOSe",
		Anchors: []string{"bgpmessages"},
		Scan:    scanJunosE,
	}
}

func scanJunosE(c *Cursor, ev *Event) bool {
	in, ok := c.Paren()
	if !ok || !c.Lit(":") {
		return false
	}
	vr, _, ok := strings.Cut(in, ",")
	if !ok {
		return false
	}
	ev.VRF = strings.TrimSpace(vr)
	if ev.Direction, ok = c.Direction(); !ok {
		return junosEBad(c, ev)
	}
	if !c.Lit("notification message ") || c.Any("to", "from") < 0 || !c.Word("peer") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok || !junosEIn(c) {
		return false
	}
	area, sub := "", ""
	if ev.Code, area, ok = junosENumber(c, "error-code"); !ok || ev.Code == 0 {
		return false
	}
	c.Lit(",")
	if ev.Subcode, sub, ok = junosENumber(c, "error-subcode"); !ok {
		return false
	}
	ev.Words = area + "/" + sub
	c.Judge(ev)
	old := c.i
	c.Lit(",")
	if !c.Word("data") {
		c.i = old
		return true
	}
	c.Lit("=")
	if !c.Dump(ev, ContentData, CountNone) {
		ev.DataKnown = true
	}
	return true
}

// junosEIn reads "in core", the router that the peer belongs to.
func junosEIn(c *Cursor) bool {
	if !c.Word("in") {
		return false
	}
	_, ok := c.Token(":,")
	return ok
}

// junosENumber reads "error-code = 3 (update message)".
func junosENumber(c *Cursor, key string) (n int, words string, ok bool) {
	if !c.Word(key) {
		return Unknown, "", false
	}
	c.Lit("=") // lost where a line ends with it, as if it were quoted-printable
	if n, ok = c.Code(); !ok {
		return Unknown, "", false
	}
	words, _ = c.Paren()
	return n, words, true
}

// junosEBad reads a complaint: "UPDATE message from peer ADDR in core: words".
func junosEBad(c *Cursor, ev *Event) bool {
	n := c.Any("open", "update", "notification", "keepalive", "route-refresh")
	if n < 0 || !c.Lit("message from peer ") {
		return false
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok || !junosEIn(c) || !c.Lit(":") {
		return false
	}
	ev.Kind, ev.Direction, ev.MessageType = KindOffender, DirReceived, n+1
	ev.Offender = &Offender{AttrCode: Unknown, AttrFlags: Unknown, AttrLen: Unknown, Problem: "complaint"}
	ev.Words = c.line()
	return true
}
