package logline

import "github.com/bgpdecode/bgpdecode/registry"

// dLink reads D-Link switches:
//
//	[BGP(7):] BGP connection is closed due to Notify: Code 6 Subcode 4 (Peer:192.0.2.3).
//	[BGP(6):] BGP connection is closed due to Event: 10 (Peer:192.0.2.3).
//	[BGP(4):] BGP Notify: unkown Error code(9), Sub Error code(1), Peer:192.0.2.3.
//
// The number in brackets is the log's own. An event is numbered as in RFC 4271, section 8.1.
func dLink() *Style {
	return &Style{
		Name:    "dlink",
		Vendor:  "D-Link",
		Anchors: []string{"bgp connection", "bgp notify: "},
		Scan:    scanDLink,
	}
}

func scanDLink(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	w, at := lastWord(s)
	if n := len(w); n > 6 && equalFold(w[:5], "[bgp(") && w[n-1] == ']' {
		c.From(base + at)
	}
	if fold[c.t[c.at+4]] == 'n' {
		return dLinkUnknown(c, ev)
	}
	if !c.Lit("is ") {
		return false
	}
	switch c.Any("successfully established", "normally closed", "closed due to notify", "closed due to event", "closed due to error") {
	case 0:
		ev.Kind, ev.Up = KindState, true
	case 1:
		ev.Kind, ev.Words = KindState, "normally closed"
	case 2:
		if !c.Lit(":") || !dLinkCodes(c, ev) {
			return false
		}
		ev.Direction = DirReceived
	case 3:
		c.Lit(":")
		n, ok := c.Number()
		if !ok {
			return false
		}
		ev.Kind = KindState
		name := registry.TableFSMEvents.Name(uint64(n))
		ev.Words, ev.Reason = name, eventReason(name)
		if name != "" {
			name = ": " + name
		}
		ev.param("event", pairText(n, Unknown), "FSM event of RFC 4271, section 8.1, not an error code"+name)
	case 4: // this side has found an error
		if !c.Lit("(") || !dLinkCodes(c, ev) {
			return false
		}
		ev.Direction = DirSent
		if _, ok := c.Until("peer:", 120); !ok {
			return false
		}
		return dLinkPeer(c, ev)
	default:
		return false
	}
	c.Lit("(")
	return c.Lit("peer:") && dLinkPeer(c, ev)
}

// dLinkCodes reads "Code 6 Subcode 4" or "Code:6 Subcode:4".
func dLinkCodes(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Lit("code") {
		return false
	}
	c.Lit(":")
	if ev.Code, ok = c.Code(); !ok {
		return false
	}
	c.Lit(",")
	if !c.Lit("subcode") {
		return false
	}
	c.Lit(":")
	ev.Subcode, ok = c.Code()
	return ok && (c.Peek() < '0' || c.Peek() > '9') // a wrap has cut the number
}

// dLinkUnknown reads "unkown Error code(9), Sub Error code(1), Peer:192.0.2.3."; D-Link spells it so.
func dLinkUnknown(c *Cursor, ev *Event) bool {
	if c.Any("unkown", "unknown") < 0 || !c.Lit("error code(") {
		return false
	}
	var ok bool
	if ev.Code, ok = c.Code(); !ok || !c.Lit(")") {
		return false
	}
	c.Lit(",")
	if !c.Lit("sub error code(") {
		return false
	}
	if ev.Subcode, ok = c.Code(); !ok || !c.Lit(")") {
		return false
	}
	c.Lit(",")
	ev.Direction = DirReceived
	return c.Lit("peer:") && dLinkPeer(c, ev)
}

func dLinkPeer(c *Cursor, ev *Event) (ok bool) {
	ev.Peer, ev.PeerPort, ok = c.IP()
	switch {
	case !ok:
	case c.Lit(")"):
		c.Lit(".")
		c.bonus += 2
	case c.i < len(c.t) && c.t[c.i] == '.':
		c.i++
	}
	c.cutWord()
	return ok
}

// eventReason is the reason of a session that an event of the FSM ended; ReasonDown where the event does not tell.
func eventReason(name string) string {
	if r := Reason(name); r != "" {
		return r
	}
	return ReasonDown
}
