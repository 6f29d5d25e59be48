package logline

import "strings"

// fortiOS reads FortiOS and other users of ZebOS:
//
//	[root] BGP: %BGP-3-NOTIFICATION: received from 192.0.2.1 2/2 (OPEN Message Error/Bad Peer AS.) 4 data-bytes [fd e8 00 00]
//	BGP: 192.0.2.1-Outgoing [FSM] BGP Notification received
//	BGP: %BGP-5-ADJCHANGE: VRF 0 neighbor 192.0.2.1 Down BGP Notification FSM-ERR
//	Last Reset: 4d14h38m, due to BGP Notification sent
//	Notification Error Message: (Hold Timer Expired/Unspecified Error Subcode)
//
// The count is that of Data. [root] is the VDOM. Old releases print the words without a slash.
func fortiOS() *Style {
	return &Style{
		Name:    "fortios",
		Before:  "p",
		Behind:  "sr",
		Vendor:  "Fortinet FortiOS (ZebOS)",
		Anchors: []string{"-notification", "-adjchange", "notification"},
		Scan:    scanFortiOS,
	}
}

func scanFortiOS(c *Cursor, ev *Event) bool {
	if c.t[c.at] != '-' {
		if s, _ := c.lead(); lastFold(s[max(0, len(s)-32):], "[fsm]") >= 0 {
			return fortiFSM(c, ev)
		}
		return fortiShow(c, ev)
	}
	if !mnemonic(c) {
		return false
	}
	if fold[c.t[c.at+1]] == 'a' {
		return fortiState(c, ev)
	}
	var ok bool
	if ev.Direction, ok = c.Direction(); !ok {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	if ev.Words, ok = c.Paren(); !ok {
		return false
	}
	c.Judge(ev)
	if ev.Declared, ok = c.Number(); !ok || !c.Lit("data-byte") {
		return false
	}
	c.Lit("s")
	fortiData(c, ev)
	fortiVDOM(c, ev)
	return true
}

// fortiData reads "[fd e8 00 00]", or octets without brackets.
func fortiData(c *Cursor, ev *Event) {
	if c.Lit("[]") {
		ev.DeclaredAs, ev.Content, ev.DataKnown = CountData, ContentData, ev.Declared == 0
		return
	}
	open := c.Lit("[") // what follows may stand on a line of its own
	c.Dump(ev, ContentData, CountData)
	if open {
		c.Lit("]")
	}
}

// fortiVDOM finds "[root] BGP:" in front of the event.
func fortiVDOM(c *Cursor, ev *Event) {
	s := strings.TrimRight(c.t[max(c.floor, c.start-64):c.start], " \t\n")
	if n := len(s); n < 4 || !equalFold(s[n-4:], "bgp:") {
		return
	}
	s = strings.TrimRight(s[:len(s)-4], " \t\n")
	k := strings.LastIndexByte(s, '[')
	if k < 0 || !strings.HasSuffix(s, "]") || !isName(s[k+1:len(s)-1]) || k > 0 && isWord(s[k-1]) {
		return // the brackets of "bgpd[12]:" belong to a program
	}
	ev.VRF = s[k+1 : len(s)-1]
}

// fortiFSM reads "192.0.2.1-Outgoing [FSM] BGP Notification received" around its anchor.
func fortiFSM(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	k := suffixFold(strings.TrimRight(s, " \t\n"), "[fsm] bgp")
	if k < 0 {
		return false
	}
	w, at := lastWord(s[:k])
	d := strings.LastIndexByte(w, '-')
	if d < 0 || !strings.EqualFold(w[d+1:], "outgoing") && !strings.EqualFold(w[d+1:], "incoming") {
		return false
	}
	peer, _, ok := splitAddr(w[:d])
	if !ok || !isIP(peer) {
		return false
	}
	if !c.sentOrReceived(ev) {
		return false
	}
	c.From(base + at)
	ev.Peer, ev.Kind, ev.Same = peer, KindState, true
	return true
}

// fortiState reads "VRF 0 neighbor ADDR Down REASON" behind %BGP-5-ADJCHANGE.
func fortiState(c *Cursor, ev *Event) bool {
	var ok bool
	if c.Word("vrf") {
		if ev.VRF, ok = c.Token(""); !ok {
			return false
		}
	} else if suffixFold(c.above(16), `msg="bgp: `) < 0 { // older releases tell no VRF; others write so, too
		return false
	}
	if !c.Word("neighbor") {
		return false
	}
	if ev.Peer, _, ok = c.IP(); !ok {
		return false
	}
	ev.Kind = KindState
	switch c.Any("up", "down") {
	case 0:
		ev.Up = true
		return true
	case 1:
		ev.Words = c.ownLine()
		ev.Direction, ev.Same = notifyWords(ev.Words)
		return true
	}
	return false
}

// fortiShow reads the last reset in show bgp neighbors, with the words on the line behind it.
func fortiShow(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	k := suffixFold(strings.TrimRight(s, " \t\n"), "due to bgp")
	if k < 0 {
		return false
	}
	reset := lastFold(s[:k], "reset:")
	if reset < 0 || k-reset > 40 {
		return false
	}
	w, head := lastWord(s[:reset])
	if !equalWord(w, "last") {
		return false
	}
	if !c.sentOrReceived(ev) {
		return false
	}
	c.From(base + head)
	c.underHeading(ev, 0)
	ev.Kind = KindState
	if !c.Lit("notification error message:") {
		return true
	}
	var ok bool
	if ev.Words, ok = c.Paren(); !ok {
		return false
	}
	c.Judge(ev)
	ev.Kind = KindNotification
	return true
}
