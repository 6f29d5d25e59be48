package logline

// ciscoMsgdump reads the dump of a bad message that Cisco IOS prints:
//
//	%BGP-6-MSGDUMP_LIMIT: unsupported or mal-formatted message received from 192.0.2.1:
//	FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0031 0200 ...
//	%BGP-6-MALFORMEDATTR: Malformed attribute in (BGP(0) Prefixes: 198.51.100.0/24 ) received from 192.0.2.1,
//
// The dump is the whole message in groups of four digits, 40 octets a row; a relay may put its host name before each row.
func ciscoMsgdump() *Style {
	return &Style{
		Name:    "cisco-ios-msgdump",
		Vendor:  "Cisco IOS, IOS XE",
		Anchors: []string{"-msgdump", "-malformedattr"},
		Scan:    scanMsgdump,
	}
}

func scanMsgdump(c *Cursor, ev *Event) bool {
	attr := fold[c.t[c.at+2]] == 'a' // -malformedattr, not -msgdump
	dumpOf := c.i
	if !attr && !c.Lit("_limit") {
		c.i = dumpOf
	}
	if !mnemonic(c) {
		return false
	}
	ev.Direction = DirReceived
	var ok bool
	if attr {
		if !c.Lit("malformed attribute in ") {
			return false
		}
		where, _ := c.Paren()
		if !c.Lit("received from ") {
			return false
		}
		ev.Kind, ev.Same = KindState, true
		ev.Words = where
		ev.Peer, ev.PeerPort, ok = c.IP()
		return ok
	}
	if !c.Lit("unsupported or mal-formatted message received from ") && !c.Lit("unsupported or malformed message received from ") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	if !c.Lit(":") {
		return false
	}
	ev.Kind = KindMessage
	c.Dump(ev, ContentMessage, CountNone)
	return true
}
