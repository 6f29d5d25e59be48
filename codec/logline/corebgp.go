package logline

import "strings"

// coreBGP reads the error text of the Go library corebgp, which programs print in their own way:
//
//	notification received code: 6 (cease) subcode: 4 (administrative reset)
func coreBGP() *Style {
	return &Style{
		Name:    "corebgp",
		Behind:  "sr",
		Vendor:  "corebgp (Go library)",
		Anchors: []string{"notification"},
		Scan:    scanCoreBGP,
	}
}

func scanCoreBGP(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.sentOrReceived(ev) {
		return false
	}
	if !c.Lit("code:") {
		return false
	}
	if ev.Code, ok = c.Code(); !ok {
		return false
	}
	if ev.Words, ok = c.Paren(); !ok || !c.Lit("subcode:") {
		return false
	}
	if ev.Subcode, ok = c.Code(); !ok {
		return false
	}
	w, ok := c.Paren()
	if !ok {
		return false
	}
	if w != "" {
		ev.Words += "/" + w
	}
	c.Judge(ev)
	ev.Peer = coreBGPPeer(c.here())
	return true
}

// coreBGPPeer finds the peer in what the program printed in front of the error: a field, or an address right before it.
func coreBGPPeer(s string) string {
	if p := peerField(s); p != "" {
		return p
	}
	t := strings.TrimRight(s, " ")
	if n := len(t); n == 0 || n == len(s) || t[n-1] != ':' && t[n-1] != ']' && t[n-1] != ')' {
		return ""
	}
	if p, _, _, ok := AddrBefore(strings.TrimRight(t, ":])")); ok {
		return p
	}
	return ""
}
