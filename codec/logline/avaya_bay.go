package logline

// avayaBay reads Avaya and Nortel BayRS, whose event log names both ends and the error in words:
//
//	52/51 Connection 192.0.2.1 -- 192.0.2.2: UPDATE Message Error, AS Routing Loop
//
// The numbers in front are those of the log's entity and event. The first address is the router's own. Which side
// complained is not told.
func avayaBay() *Style {
	return &Style{
		Name:    "avaya-bay",
		Vendor:  "Avaya, Nortel BayRS",
		Anchors: []string{"connection "},
		Scan:    scanAvayaBay,
	}
}

func scanAvayaBay(c *Cursor, ev *Event) bool {
	var ok bool
	if ev.Local, _, ok = c.IP(); !ok || !c.Lit("--") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok || !c.Lit(":") {
		return false
	}
	if ev.Words, ok = c.known(ev.Style, ","); !ok {
		return false
	}
	old := c.i
	if c.Lit(",") {
		if w, ok := c.known(ev.Style, ","); ok {
			ev.Words += ", " + w
		} else {
			c.i = old
		}
	}
	c.Judge(ev)
	avayaEvent(c, ev)
	return ev.Code != Unknown
}

// avayaEvent takes "52/51", the numbers of entity and event, into the event; they are no code and subcode.
func avayaEvent(c *Cursor, ev *Event) {
	s, base := c.lead()
	w, at := lastWord(s)
	n := digits(w)
	if n == 0 || n > 3 || n+1 >= len(w) || w[n] != '/' || digits(w[n+1:]) != len(w)-n-1 {
		return
	}
	c.From(base + at)
	ev.param("event", w, "entity and number of the log's event, not code and subcode")
}

// twoEnds reports whether the text behind "connection " may go on with two addresses; a wrap may stand in it.
func twoEnds(t string, i int) bool {
	n, zone := 0, false
	for end := min(len(t), i+96); i < end; i++ {
		switch b := t[i]; {
		case isHex(b) || b == '.' || b == ':' || zone && (isWord(b) && b != '-' || b == '/'):
			n++
		case b == '%':
			zone = true
		case b == '-':
			return n > 1
		case !filler(b):
			return false
		}
	}
	return n > 1
}
