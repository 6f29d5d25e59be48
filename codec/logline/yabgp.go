package logline

import "strings"

// yaBGP reads yabgp, which prints words for what it received, numbers for what it sent, and Data as Python does:
//
//	[192.0.2.134]Notification message received, error: UPDATE message error, sub error: Malformed Attribute List, data=b'\xd0\x17P\x0f'
//	[192.0.2.134]Send a BGP Notification message to the peer [Error: 5, Suberror: 0, Error data: b'' ]
func yaBGP() *Style {
	return &Style{
		Name:    "yabgp",
		Behind:  "m",
		Vendor:  "yabgp",
		Anchors: []string{"notification"},
		Scan:    scanYaBGP,
	}
}

func scanYaBGP(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	s = strings.TrimRight(s, " \t\n")
	switch {
	case c.Lit("message received,"):
		if !yaReceived(c, ev) {
			return false
		}
	case c.Lit("message to the peer"):
		k := suffixFold(s, "send a bgp")
		if k < 0 || !yaSent(c, ev) {
			return false
		}
		s = s[:k]
	default:
		return false
	}
	return yaPeer(c, ev, s, base)
}

// yaPeer reads the address in brackets at the end of s.
func yaPeer(c *Cursor, ev *Event, s string, base int) bool {
	s = strings.TrimRight(s, " \t\n")
	k := strings.LastIndexByte(s, '[')
	if k < 0 || !strings.HasSuffix(s, "]") {
		return false
	}
	p, port, ok := splitAddr(strings.Join(strings.Fields(s[k+1:len(s)-1]), ""))
	if !ok || !isIP(p) {
		return false
	}
	ev.Peer, ev.PeerPort = p, port
	c.From(base + k)
	return true
}

// yaReceived reads "error: words, sub error: words, data=b'...'"; what it has no words for is "None".
func yaReceived(c *Cursor, ev *Event) bool {
	if !c.Lit("error:") {
		return false
	}
	area, ok := c.Until(", sub error:", 60)
	if !ok {
		return false
	}
	sub, ok := c.Until(", data", 80)
	if !ok {
		return false
	}
	c.Lit("=") // at the end of a line it may have been taken for a mail's
	ev.Direction = DirReceived
	ev.Code, ev.Subcode = smallNumber(area), smallNumber(sub)
	if ev.Words = area + "/" + sub; ev.Code == Unknown {
		subcode := ev.Subcode
		c.Judge(ev)
		if subcode != Unknown {
			ev.Subcode = subcode
		}
	}
	return yaData(c, ev)
}

// yaSent reads "[Error: 5, Suberror: 0, Error data: b” ]".
func yaSent(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Lit("[error:") {
		return false
	}
	if ev.Code, ok = c.Code(); !ok || !c.Lit(", suberror:") {
		return false
	}
	if ev.Subcode, ok = c.Code(); !ok || !c.Lit(", error data:") {
		return false
	}
	ev.Direction = DirSent
	return yaData(c, ev) && c.Lit("]")
}

func yaData(c *Cursor, ev *Event) bool {
	from := c.ws()
	b, ok := escapedOctets(c)
	if !ok {
		return false
	}
	for k := from; k < c.i && c.v != nil; k++ {
		if c.t[k] == ' ' && c.v.lineEnd(k) == k+1 {
			c.bonus -= 2 // rather from a wrap than an octet
		}
	}
	octetsGiven(ev, b)
	return true
}

// octetsGiven sets Data that a style has decoded itself.
func octetsGiven(ev *Event, b []byte) {
	ev.DataKnown = true
	if len(b) > 0 {
		ev.Content, ev.Octets, ev.Notation = ContentData, b, "escaped"
	}
}

// smallNumber returns a number from 0 to 255 that stands alone, Unknown for anything else.
func smallNumber(s string) int {
	if s == "" || len(s) > 3 || digits(s) != len(s) || atoi(s) > 255 {
		return Unknown
	}
	return atoi(s)
}
