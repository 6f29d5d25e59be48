package logline

// libreNMS reads the event log of LibreNMS, which polls routers:
//
//	2026-03-04 10:00:00 BGP Session Down: 192.0.2.1 (AS64500), time 1m 5s ago.
//	2026-03-04 10:05:00 BGP Session Up: 192.0.2.1 (AS64500), time 3m 37s ago
//	2026-03-04 10:05:00 BGP Session Flap: 192.0.2.1 (AS64500), time 50s ago, last error: Cease
//	BGP Session down: 192.0.2.1 (AS64500 - EXAMPLE)
//
// The stamp is that of the poll. The last is how Observium's mails begin.
func libreNMS() *Style {
	return &Style{
		Name:    "librenms",
		Vendor:  "LibreNMS: its event log",
		Anchors: []string{"bgp session down", "bgp session up: ", "bgp session flap"},
		Scan:    scanLibreNMS,
	}
}

func scanLibreNMS(c *Cursor, ev *Event) bool {
	ev.Kind, ev.Vendor = KindState, "LibreNMS"
	switch fold[c.t[c.at+len("bgp session ")]] {
	case 'u':
		ev.Up = true
	case 'f':
		c.Lit("ped")
		ev.From, ev.Reason, ev.Words = "Established", ReasonDown, "flapped"
	default:
		ev.From, ev.Reason = "Established", ReasonDown
	}
	if !ev.Up && !c.Lit(":") {
		return false
	}
	var ok bool
	if ev.Peer, _, ok = c.IP(); !ok || !c.Lit("(as") {
		return false
	}
	if ev.PeerAS, ok = c.AS(); !ok {
		return false
	}
	if c.Lit("- ") {
		if _, ok := c.Until(")", 120); !ok {
			return false
		}
	} else if !c.Lit(")") {
		return false
	}
	if !c.Lit(", time ") {
		return true
	}
	old := c.i
	age, ok := c.Until(" ago", 48)
	if !ok {
		c.i = old
		return true
	}
	ev.param("since", age, "how long before the poll")
	if c.i < len(c.t) && c.t[c.i] == '.' {
		c.i++
	}
	c.bonus += 2
	return true
}
