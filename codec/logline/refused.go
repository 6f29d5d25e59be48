package logline

// refused reads lines that tell that a connection could not be opened, or was ended before a session stood on it:
//
//	rpd[1]: BGP_CONNECT_FAILED: bgp_connect_start: connect 192.0.2.1 (Internal AS 64500) (instance V): No route to host    Junos
//	192.0.2.1 [Event] Connect failed (Connection refused)                                                                 FRR, Quagga
//	192.0.2.1 [Event] BGP connection closed fd 14                                                                         FRR, Quagga
//	neighbor 192.0.2.1 (cust1): connect: Connection refused                                                               OpenBGPD
//	neighbor 192.0.2.1: socket error: Connection refused                                                                  OpenBGPD
//
// and, see unconfigured.go, of connections that were turned away.
//
// The event has the style of the daemon. In the course of a session it is a connection that failed, not a fall.
func refused() *Style {
	return &Style{
		Name:    "refused",
		Vendor:  "Junos, FRR, OpenBGPD, BIRD, Nokia, GoBGP: connections that could not be opened, or were turned away",
		Anchors: append([]string{"connect_failed: ", "] connect failed", "] bgp connection", ": connect: ", "socket error: "}, unconfiguredAnchors[:]...),
		Scan:    scanRefused,
		Shared:  true,
		Weight:  -4,
	}
}

func scanRefused(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	ev.Kind = KindState
	ok := false
	switch fold[c.t[c.at]] {
	case 'u', 'f', 'o':
		return unconfigured(c, ev, s, base)
	case 'c':
		ok = junosRefused(c, ev, s, base)
	case ']':
		if fold[c.t[c.at+2]] == 'b' && zebraUnconfigured(c, ev, s, base) {
			return true
		}
		if c.opts != nil && c.opts.Transitions {
			return false // the wordings of a session's course have these lines
		}
		ok = zebraRefused(c, ev, s, base)
	default:
		ok = openRefused(c, ev, s, base)
	}
	if !ok {
		return false
	}
	if c.opts != nil && c.opts.Transitions {
		ev.Step = &Step{What: StepDialFailed, Opener: OpenerLocal, Cause: ev.Words}
	}
	if ev.Reason == "" {
		ev.Reason = dialReason(ev.Words)
	}
	return true
}

// dialReason is Reason for the words of a connection that could not be opened: there was no session yet.
func dialReason(words string) string {
	switch r := Reason(words); r {
	case "", "peer-closed", "transport-error", "address-lost": // a reset or no answer in reply to the SYN, an address of its own that is not there
	case "no-route", "unreachable":
		return "connect-no-route"
	default:
		return r
	}
	return "connect-failed"
}

// junosRefused reads "bgp_connect_start: connect ADDR (Internal AS 64500) (instance V): WORDS".
func junosRefused(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "junos", "Juniper Junos"
	k := suffixFold(s, "bgp_")
	if k < 0 {
		return false
	}
	if !c.Lit("bgp_connect") || c.i < len(c.t) && c.t[c.i] == ' ' {
		return false
	}
	if _, ok := c.Until(": connect ", 32); !ok {
		return false
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	junosPeer(c, ev)
	if v, ok := c.Paren(); ok {
		const head = "instance "
		if len(v) > len(head) && equalFold(v[:len(head)], head) {
			ev.VRF = v[len(head):]
			c.bonus += 2
		}
	}
	if !c.Lit(":") {
		return false
	}
	ev.Words = c.cause()
	c.From(base + k)
	return ev.Words != ""
}

// zebraRefused reads around "] Connect failed" and "] BGP connection".
func zebraRefused(c *Cursor, ev *Event, s string, base int) bool {
	if !zebraPeer(c, ev, s, base, "[event") {
		return false
	}
	if equalFold(c.t[c.at:c.at+3], "] b") {
		if !c.Word("closed") {
			return false
		}
		ev.Words, ev.Reason = "BGP connection closed", "peer-closed"
		if zebraDialed(c, ev.Peer) {
			ev.Reason = dialReason(ev.Words)
		}
		if c.Lit("fd ") {
			c.Number()
		}
		return true
	}
	c.Number() // errno of newer ones
	ev.Words, _ = c.Paren()
	return ev.Words != ""
}

// openRefused reads "neighbor ADDR (descr): connect: WORDS" around ": connect: " or "socket error: ".
func openRefused(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "openbgpd", "OpenBGPD"
	k := lastFold(s, "neighbor ")
	if k < 0 {
		return false
	}
	h := reading(s, k+len("neighbor "))
	var ok bool
	if ev.Peer, _, ok = h.IP(); !ok {
		return false
	}
	h.Paren()
	if fold[c.t[c.at]] == 's' && !h.Lit(":") || h.ws() != len(s) {
		return false
	}
	ev.Words = c.cause()
	c.From(base + k)
	return ev.Words != ""
}

// cause reads the words of an error to the end of the line. On the next line, where a wrap has put them, it takes only words
// that are known.
func (c *Cursor) cause() string {
	if w := c.line(); w != "" {
		return w
	}
	old := c.i
	c.i = c.ws()
	if c.i < len(c.t) {
		c.i++
		w := c.t[c.i-1:c.i] + c.line()
		if Reason(w) != "" {
			return w
		}
	}
	c.i = old
	return ""
}
