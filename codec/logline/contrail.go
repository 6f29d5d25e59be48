package logline

import "strings"

// contrail reads the control node of Contrail and Tungsten Fabric:
//
//	Bgp Peer default-domain:default-project:ip-fabric:__default__:192.0.2.21 RECV Notification with Code 6 and SubCode 4 ( Cease:Administrative Reset )
//
// The peer is the last part of its key: an address or a name.
func contrail() *Style {
	return &Style{
		Name:    "contrail",
		Before:  "tgdev",
		Behind:  "w",
		Vendor:  "Contrail, Tungsten Fabric",
		Anchors: []string{"notification"},
		Scan:    scanContrail,
	}
}

func scanContrail(c *Cursor, ev *Event) bool {
	if !c.Lit("with code ") {
		return false
	}
	s, base := c.lead()
	dir, at, ok := wayBefore(s)
	if !ok {
		return false
	}
	key, at := lastWord(s[:at])
	head := strings.TrimRight(s[:at], " \t\n")
	if k := suffixFold(head, "bgp peer"); k >= 0 {
		at = k
	} else {
		return false
	}
	ev.Direction, ev.Peer = dir, contrailPeer(key)
	if ev.Peer == "" {
		return false
	}
	if ev.Code, ok = c.Code(); !ok || !c.Lit("and subcode ") {
		return false
	}
	if ev.Subcode, ok = c.Code(); !ok {
		return false
	}
	if w, ok := c.Paren(); ok {
		ev.Words = w
		c.Judge(ev)
	}
	c.From(base + at)
	return true
}

// contrailPeer returns the longest end of a key that is an address, else its last part.
func contrailPeer(key string) string {
	for rest := key; ; {
		if p, _, ok := splitAddr(rest); ok && isIP(p) {
			return p
		}
		k := strings.IndexByte(rest, ':')
		if k < 0 {
			break
		}
		rest = rest[k+1:]
	}
	name := key[strings.LastIndexByte(key, ':')+1:]
	if !isName(name) {
		return ""
	}
	return name
}
