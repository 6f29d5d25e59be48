package logline

// junosSteps reads rpd's traces (traceoptions flags state, open, keepalive, packets):
//
//	bgp_event: peer 192.0.2.1 (External AS 64500) old state Connect event Open new state OpenSent
//	BGP SEND 192.0.2.9+179 -> 192.0.2.1+1141
//	BGP SEND message type 1 (Open) length 59
//	BGP SEND version 4 as 64496 holdtime 90 id 192.0.2.9 parmlen 30
//
// The transitions are read as those of any device are (anySteps).
func junosSteps() *stepFamily {
	return &stepFamily{style: "junos", vendor: "Juniper Junos", records: true,
		anchors: []string{"bgp send ", "bgp recv "}, scan: scanJunosTrace,
		patterns: []pattern{
			{text: "error connecting to {peer} {any}: {cause}", what: StepDialFailed, opener: OpenerLocal},
			{text: "peer {peer} {paren}: received unexpected EOF", what: StepClosed, dir: DirReceived},
			{text: "read from peer {peer} {any} failed: {cause}", what: StepClosed, dir: DirReceived},
			{text: "read from peer {peer} failed: {cause}", what: StepClosed, dir: DirReceived},
		}}
}

// scanJunosTrace reads the lines of one traced message.
func scanJunosTrace(c *Cursor, ev *Event) bool {
	ev.Step.What, ev.Direction = StepMessage, DirSent
	if fold[c.t[c.at+4]] == 'r' {
		ev.Direction = DirReceived
	}
	from, port, ok := c.IP()
	if !ok || !c.Lit("->") {
		return false
	}
	to, toPort, ok := c.IP()
	if !ok {
		return false
	}
	ev.Local, ev.Peer, ev.PeerPort = from, to, toPort
	local := port
	if ev.Direction == DirReceived {
		ev.Local, ev.Peer, ev.PeerPort, local = to, from, port, toPort
	}
	switch { // who has the port on which BGP listens was called
	case ev.PeerPort == 179 && local != 179:
		ev.Step.Opener = OpenerLocal
	case local == 179 && ev.PeerPort != 179:
		ev.Step.Opener = OpenerPeer
	}
	for n := 0; n < 3; n++ {
		text, take, ok := c.Following(0)
		if !ok {
			break
		}
		k := max(firstFold(text, "bgp send "), firstFold(text, "bgp recv "))
		if k < 0 {
			break
		}
		if !junosTraced(reading(text, k+len("bgp send ")), ev) {
			break
		}
		take()
	}
	return ev.MessageType > 0
}

// junosTraced reads a further line of a traced message.
func junosTraced(c *Cursor, ev *Event) bool {
	if c.Lit("message type ") {
		var ok bool
		ev.MessageType, ok = c.Code()
		return ok
	}
	if ev.MessageType != 1 || !c.Lit("version ") || !c.directive("ver", ev) || !c.Lit("as ") || !c.directive("as", ev) {
		return false
	}
	if c.Lit("holdtime ") {
		c.directive("hold", ev)
	}
	if c.Lit("id ") {
		c.directive("id", ev)
	}
	return true
}
