package logline

import "strings"

// mikrotikLog reads the log of RouterOS up to 6, which tells what happened in one record and to whom in the next one:
//
//	10:00:00 route,bgp,error HoldTimer expired
//	10:00:00 route,bgp,error     RemoteAddress=192.0.2.1
//	10:00:05 route,bgp,info Failed to open TCP connection: No route to host
//	10:00:05 route,bgp,info     RemoteAddress=192.0.2.1
func mikrotikLog() *Style {
	return &Style{
		Name:    "mikrotik-ros6",
		Vendor:  "MikroTik RouterOS up to 6",
		Anchors: []string{"route,bgp,"},
		Scan:    scanMikrotikLog,
	}
}

func scanMikrotikLog(c *Cursor, ev *Event) bool {
	base := max(c.floor, c.v.lineStart(c.at))
	_, num := c.v.Pos(c.at)
	if w, at := lastWord(c.t[base:c.at]); c.block.envOf(num) != nil && isName(w) && base+at+len(w) < c.at && blankText(c.t[base:base+at]) {
		ev.Host = w // RouterOS puts no tag behind the host
		c.From(base)
	}
	if _, ok := c.Token(""); !ok { // the rest of the topics: "debug,timer"
		return false
	}
	ev.Kind = KindState
	transitions := c.opts != nil && c.opts.Transitions
	switch c.Any("holdtimer expired", "failed to open tcp connection", "tcp connection established", "connection opened by remote host") {
	case 0:
		ev.Words, ev.Reason = "HoldTimer expired", "hold-timer"
	case 1:
		c.Lit(":")
		ev.Words, _, _ = strings.Cut(c.line(), `"`)
		ev.Reason = dialReason(ev.Words)
		if transitions {
			ev.Step = &Step{What: StepDialFailed, Opener: OpenerLocal, Cause: ev.Words}
		}
	case 2, 3:
		if !transitions {
			return false
		}
		ev.Step = &Step{What: StepConnected}
	default:
		return false
	}
	if c.i < c.endOfLine() && !cellEnd(c.t[c.i:c.endOfLine()]) {
		return false
	}
	return mikrotikRemote(c, ev)
}

// mikrotikRemote takes the peer from the record behind the event, "route,bgp,error     RemoteAddress=192.0.2.1".
func mikrotikRemote(c *Cursor, ev *Event) bool {
	line, take, ok := c.Following(0)
	if !ok {
		return false
	}
	const topic = "route,bgp,"
	k := firstFold(line[:min(len(line), 80)], topic) // a stamp or a host may stand in front
	if k < 0 {
		return false
	}
	h := reading(line, k+len(topic))
	if _, ok = h.Token(""); !ok || !h.Lit("remoteaddress=") {
		return false
	}
	if ev.Peer, _, ok = h.IP(); !ok || !cellEnd(h.Rest()) {
		return false
	}
	take()
	c.bonus += 4
	return true
}

// cellEnd reports whether nothing follows on a line, or the quote that ends a cell of a table.
func cellEnd(s string) bool {
	s = strings.TrimLeft(s, " \t\r")
	return s == "" || s[0] == '"' || s[0] == '<'
}
