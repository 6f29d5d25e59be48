package logline

// openDaylight reads OpenDaylight's BGPCEP, which names no peer:
//
//	Session closed because Notification message received: 2 / 2, data=fbf0
func openDaylight() *Style {
	return &Style{
		Name:    "opendaylight",
		Behind:  "m",
		Vendor:  "OpenDaylight",
		Anchors: []string{"notification"},
		Scan:    scanOpenDaylight,
	}
}

func scanOpenDaylight(c *Cursor, ev *Event) bool {
	if !c.Lit("message received:") {
		return false
	}
	var ok bool
	if ev.Code, ok = c.Code(); !ok || !c.Lit("/") {
		return false
	}
	if ev.Subcode, ok = c.Code(); !ok {
		return false
	}
	c.Lit(",")
	if !c.Lit("data") {
		return false
	}
	c.Lit("=") // at the end of a line it may have been taken for a mail's
	ev.Direction = DirReceived
	if c.Word("null") {
		ev.DataKnown = true
	} else if !c.Dump(ev, ContentData, CountNone) {
		return false
	}
	s, base := c.lead()
	if k := lastFold(s, "session closed because "); k >= 0 && blankText(s[k+len("session closed because "):]) {
		c.From(base + k)
	}
	return true
}
