package logline

import "strings"

// brocadeNetIron reads Brocade NetIron, Foundry and Ruckus, which print words only:
//
//	BGP: Peer 192.0.2.1 DOWN (Hold Timer Expired)
//	BGP: Peer (VRF: default-vrf) 2001:db8::1 DOWN (Rcv Notification:Hold Timer Expired)
//	Notification Received: Update Message Error/Attribute Flag Error (show ip bgp neighbors)
//
// An error without "Rcv" is this router's own. Other reasons name what ended the session without a NOTIFICATION.
func brocadeNetIron() *Style {
	return &Style{
		Name:    "brocade-netiron",
		Behind:  "srg",
		Vendor:  "Brocade, Foundry, Ruckus",
		Anchors: []string{"bgp: peer ", "notification"},
		Scan:    scanBrocade,
	}
}

func scanBrocade(c *Cursor, ev *Event) bool {
	if fold[c.t[c.at]] == 'n' {
		return brocadeShow(c, ev)
	}
	old := c.i
	if c.Lit("(vrf:") {
		var ok bool
		if ev.VRF, ok = c.Token(")"); !ok || !c.Lit(")") {
			return false
		}
	} else {
		c.i = old
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	ev.Kind = KindState
	switch c.Any("up", "down") {
	case 0:
		ev.Up = true
		if w, ok := c.Paren(); ok {
			ev.To = w
			ev.param("state", w, "")
		}
		return true
	case 1:
		return brocadeDown(c, ev)
	}
	return false
}

// brocadeDown reads the reason in parentheses.
func brocadeDown(c *Cursor, ev *Event) bool {
	w, ok := c.Paren()
	if !ok {
		return true
	}
	ev.Words = w
	const rcv = "rcv notification"
	if len(w) >= len(rcv) && equalFold(w[:len(rcv)], rcv) {
		ev.Direction = DirReceived
		rest := strings.TrimSpace(strings.TrimPrefix(w[len(rcv):], ":"))
		if rest == "" {
			ev.Same = true
			return true
		}
		ev.Kind, ev.Words = KindNotification, rest
		c.Judge(ev)
		return true
	}
	if allWords(ev.Style, w) && Reason(w) != "bfd-down" { // these are older than RFC 9384: no NOTIFICATION says so
		ev.Kind, ev.Direction = KindNotification, DirSent
		c.Judge(ev)
	}
	return true
}

// allWords reports whether each part of a text is a wording of the tables.
func allWords(style, s string) bool {
	code := Unknown
	for _, p := range parts(s) {
		w, ok := lookup(style, p, code)
		if !ok {
			return false
		}
		code = w.code
	}
	return true
}

// brocadeShow reads "Notification Sent: Area/Words" of the show command.
func brocadeShow(c *Cursor, ev *Event) bool {
	if s, _ := c.lead(); s != "" && !isBlank(s[len(s)-1]) {
		return false
	}
	var ok bool
	if ev.Direction, ok = c.Direction(); !ok || !c.Lit(":") {
		return false
	}
	area, ok := c.known(ev.Style, "/")
	if !ok {
		return false
	}
	ev.Words = area
	if c.Lit("/") {
		if w, ok := c.known(ev.Style, ""); ok {
			ev.Words += "/" + w
		}
	}
	c.Judge(ev)
	if ev.Code == Unknown {
		return false
	}
	if brocadePeer(c, ev); ev.Peer == "" {
		s, _ := c.lead()
		if _, _, _, named := AddrBefore(strings.TrimRight(s[strings.LastIndexByte(s, '\n')+1:], " :,")); named {
			return false // a sentence of somebody else
		}
		if strings.HasPrefix(c.t[c.at:], "NOTIFICATION sent") || strings.HasPrefix(c.t[c.at:], "NOTIFICATION received") {
			ev.Style, ev.Vendor = "generic", "" // Brocade has small letters there: the words are known, their writer is not
		}
	}
	return true
}

// brocadePeer takes the peer from the head of the report: "IP Address: 192.0.2.1, AS: 64496 (EBGP), ... VRF: default-vrf".
func brocadePeer(c *Cursor, ev *Event) {
	s := c.t[max(c.floor, c.at-2048):c.at]
	k := lastFold(s, "ip address: ")
	if k < 0 {
		s = c.above(4096)
		k = lastFold(s, "ip address: ")
	}
	if k < 0 {
		return
	}
	sub := reading(s, k+len("ip address: "))
	p, _, ok := sub.IP()
	if !ok || !sub.Lit(",") || !sub.Word("as") || !sub.Lit(":") {
		return
	}
	ev.Peer = p
	as, _ := sub.AS()
	if kind, ok := sub.Paren(); ok && (strings.EqualFold(kind, "ebgp") || strings.EqualFold(kind, "ibgp")) {
		ev.PeerAS, ev.PeerKind = as, strings.ToLower(kind)
	}
	if _, ok := sub.Until("vrf:", 120); ok {
		ev.VRF, _ = sub.Token(",")
	}
}
