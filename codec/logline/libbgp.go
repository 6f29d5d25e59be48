package logline

import "strings"

// libBGP reads the debug output of the C++ library libbgp: a block of words behind the line that tells the way.
//
//	[DEBUG] BgpFsm::writeMessage: write (Current state: Idle):
//	[DEBUG] NotificationMessage {
//	    Error { OPEN Message Error }
//	    SubError { Bad Peer BGP ID }
//	}
func libBGP() *Style {
	return &Style{
		Name:    "libbgp",
		Vendor:  "libbgp (C++ library)",
		Anchors: []string{"notificationmess"},
		Scan:    scanLibBGP,
	}
}

func scanLibBGP(c *Cursor, ev *Event) bool {
	if !c.Lit("age {") || !c.Lit("error {") {
		return false
	}
	area, ok := c.Until("}", 80)
	if !ok || !c.Lit("suberror {") {
		return false
	}
	sub, ok := c.Until("}", 80)
	if !ok || !c.Lit("}") {
		return false
	}
	ev.Words = area + "/" + sub
	c.Judge(ev)
	if ev.Code == Unknown {
		return false
	}
	libBGPWay(c, ev)
	return true
}

// libBGPWay finds the line in front of the block and what it says.
func libBGPWay(c *Cursor, ev *Event) {
	s, base := c.lead()
	k := lastFold(s, "bgpfsm::")
	if k < 0 {
		return
	}
	if strings.IndexByte(s[k:], '}') >= 0 { // another block stands between
		return
	}
	w := reading(s, k+len("bgpfsm::"))
	switch {
	case w.Lit("writemessage: write"):
		ev.Direction = DirSent
	case w.Lit("run: got message"):
		ev.Direction = DirReceived
	default:
		return
	}
	if w.Lit("(current state:") {
		if st, ok := w.Token(")"); ok {
			ev.param("state", st, "state of the session's machine when the message was written or read")
		}
	}
	if tag := suffixFold(strings.TrimRight(s[:k], " "), "[debug]"); tag >= 0 {
		k = tag
	}
	c.From(base + k)
}
