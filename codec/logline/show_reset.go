package logline

import "strings"

// lastReset reads how the last session ended, as reports of show bgp neighbors tell it:
//
//	Last reset 4w6d, due to BGP Notification received of session 1, hold time expired   Cisco IOS XE
//	Last reset 00:10:01, due to Peer closed the session of session 1                    Cisco IOS XE
//	Last reset 01w4d15h, due to BGP Notification received                               FRR up to 7, Quagga
//	Last reset 00:00:12,  Peer closed the session                                       FRR
//	Last reset 00:00:37, due to user reset                                              Dell OS 9
//	Last Reset: 00:05:01, due to Peer closed the session                                ZebOS
//
// The event has the style of who prints such a heading. Where the NOTIFICATION stands on the line in full, in Dell's dump of it or
// behind IOS XR's line, other styles read it.
func lastReset() *Style {
	return &Style{
		Name:    "last-reset",
		Vendor:  "Cisco IOS, FRRouting, Quagga, Dell OS 9, ZebOS: the last reset in show bgp neighbors",
		Anchors: []string{"last reset ", "last reset: ", headingWords[0], headingWords[1]},
		Scan:    scanLastReset,
		Shared:  true,
		Weight:  -4,
	}
}

func scanLastReset(c *Cursor, ev *Event) bool {
	if fold[c.t[c.at]] == 'b' {
		return false // a heading, which has to be kept for what stands below it
	}
	if s, _ := c.lead(); s != "" && !isBlank(s[len(s)-1]) {
		return false
	}
	colon := c.t[c.at+len("last reset")] == ':'
	c.From(c.at)
	age, ok := dellAge(c)
	if !ok || !c.Lit(",") {
		return false
	}
	due := c.Lit("due to ")
	if colon && c.match(c.ws(), "bgp notification") >= 0 {
		return false // its words stand on the next line
	}
	h := c.underHeading(ev, 0)
	resetStyle(ev, h, due, colon)
	ev.Kind = KindState
	ev.param("Last reset", age, "how long before the command was run")
	if !resetNotification(c, ev) && !resetWords(c, ev) {
		return false
	}
	if due && c.dellDumpFollows() {
		return false
	}
	if ev.Reason == "" {
		ev.Reason = Reason(ev.Words)
		if !due && (ev.Reason == "" || neverUp(ev.Words)) {
			return false
		}
		if ev.Reason == "" {
			ev.Reason = ReasonDown
		}
	}
	return true
}

// resetStyle says who printed the line.
func resetStyle(ev *Event, h heading, due, colon bool) {
	switch {
	case colon:
		ev.Style, ev.Vendor = "fortios", "Fortinet FortiOS (ZebOS)"
	case h.wide:
		ev.Style, ev.Vendor = "cisco-ios", "Cisco IOS, IOS XE"
	case !due || h.own:
		ev.Style, ev.Vendor = "frr-show", frrVendor
	case h.peerAS != 0 && firstFold(h.text, "connections established ") >= 0:
		ev.Style, ev.Vendor = "dell-ftos", "Dell OS 9 (FTOS, Force10)"
	default:
		ev.Style, ev.Vendor = "generic", ""
	}
}

// resetNotification reads "BGP Notification received of session 1, hold time expired".
func resetNotification(c *Cursor, ev *Event) bool {
	old := c.i
	if !c.Lit("bgp notification ") {
		return false
	}
	switch c.Any("sent", "send", "received") {
	case 0, 1:
		ev.Direction, ev.Reason = DirSent, ReasonSent
	case 2:
		ev.Direction, ev.Reason = DirReceived, ReasonReceived
	default:
		c.i = old
		return false
	}
	c.ofSession(ev)
	if c.Peek() == ':' {
		c.i = old
		return false // IOS XR
	}
	ev.Words = strings.TrimSpace(c.t[old:c.i])
	if c.i < len(c.t) && c.t[c.i] == ',' {
		c.i++
		words, ok := c.known(ev.Style, "")
		if !ok {
			words = c.line()
		}
		if words != "" {
			ev.Words = words
			c.Judge(ev)
		}
	}
	return true
}

// resetWords reads "Peer closed the session of session 1".
func resetWords(c *Cursor, ev *Event) bool {
	old := c.i
	w := c.line()
	if k := firstFold(w, " of session "); k >= 0 {
		ev.Style, ev.Vendor = "cisco-ios", "Cisco IOS, IOS XE"
		w = w[:k]
	}
	if w == "" || len(w) > 100 || firstFold(w, "bgp notification") == 0 || firstFold(w, "notification ") == 0 {
		c.i = old
		return false
	}
	if k := strings.LastIndex(w, " ("); k > 0 { // FRR: an interface, "n/a"
		w = w[:k]
	}
	ev.Words = w
	return true
}

// ofSession passes over "of session 1", which only IOS XE prints.
func (c *Cursor) ofSession(ev *Event) {
	old := c.i
	if !c.Lit("of session ") {
		return
	}
	if _, ok := c.Number(); !ok {
		c.i = old
		return
	}
	ev.Style, ev.Vendor = "cisco-ios", "Cisco IOS, IOS XE"
}

// dellDumpFollows reports whether the NOTIFICATION itself stands below the reason, before the next report: Dell's style reads
// both as one.
func (c *Cursor) dellDumpFollows() bool {
	off, _ := c.v.Pos(c.at)
	t := c.doc.text[off:]
	t = t[:min(len(t), 4096)] // a logger may put much in front of each line
	if own := firstFold(t, "last reset "); own >= 0 {
		t = t[own+len("last reset "):]
	}
	k := firstFold(t, "last notificatio")
	if k < 0 {
		return false
	}
	next := firstFold(t, "last reset ")
	return next < 0 || k < next
}
