package logline

// ciscoASA reads the messages 418018, 418019 and 418040 of Cisco's firewalls:
//
//	%ASA-3-418018: neighbor 192.0.2.1 Down BGP Notification received
//	%ASA-3-418019: received from neighbor 192.0.2.1 2/2 (peer in wrong AS) 2 bytes FBF0
//	%ASA-3-418040: Unsupported or malformed message: 192.0.2.1
//
// The rest of 418019 is as in IOS; "neighbor" may be missing.
func ciscoASA() *Style {
	return &Style{
		Name:    "cisco-asa",
		Vendor:  "Cisco ASA, Firepower",
		Anchors: []string{"-418018", "-418019", "-418040"},
		Scan:    scanCiscoASA,
	}
}

func scanCiscoASA(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	n := len(s)
	if n < 5 || s[n-1] < '0' || s[n-1] > '7' || !equalFold(s[n-5:n-1], "asa-") && !equalFold(s[n-5:n-1], "ftd-") {
		return false
	}
	start := n - 5
	if start > 0 && s[start-1] == '%' {
		start--
	}
	c.From(base + start)
	if !c.Lit(":") {
		return false
	}
	switch c.t[c.at+5 : c.at+7] {
	case "18":
		return asaDown(c, ev)
	case "40":
		return asaMalformed(c, ev)
	}
	var ok bool
	c.Lit("bgp:")
	if ev.Direction, ok = c.Direction(); !ok {
		return false
	}
	c.Word("neighbor")
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	c.Any("active", "passive")
	c.bonus++
	return ciscoCodes(c, ev) || c.unread(ev)
}

// asaDown reads "neighbor ADDR Down REASON".
func asaDown(c *Cursor, ev *Event) bool {
	var ok bool
	c.Word("neighbor")
	if ev.Peer, _, ok = c.IP(); !ok {
		return false
	}
	ev.Kind = KindState
	switch c.Any("up", "down") {
	case 0:
		ev.Up = true
		return true
	case 1:
		ev.Words = ciscoReason(c)
		if ev.Words == "" {
			ev.Reason = ReasonDown
		}
		ev.Direction, ev.Same = notifyWords(ev.Words)
		return true
	}
	return false
}

// asaMalformed reads "Unsupported or malformed message: ADDR", in the wordings of several releases.
func asaMalformed(c *Cursor, ev *Event) bool {
	if !c.Lit("unsupported or ") || c.Any("malformed", "mal-formatted", "malformatted") < 0 || !c.Word("message") {
		return false
	}
	c.Any("received from", "from")
	c.Lit(":")
	var ok bool
	ev.Kind = KindState
	ev.Peer, _, ok = c.IP()
	return ok
}
