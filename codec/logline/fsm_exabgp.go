package logline

import "strings"

// exabgpSteps reads ExaBGP's log with all its parts on. The connection has a name that says who opened it:
//
//	09:36:56 | 34107 | outgoing-1 | attempting connection to 192.0.2.1:179
//	09:36:56 | 34107 | outgoing-1 | >> OPEN version=4 asn=64496 hold_time=90 router_id=192.0.2.9 capabilities=[ASN4(64496)]
//	09:36:57 | 34107 | outgoing-1 | << message of type KEEPALIVE
//
// In ExaBGP 3 the peer stands in its place: "Peer 192.0.2.1 ASN 64496   << KEEPALIVE (ESTABLISHED)".
func exabgpSteps() *stepFamily {
	return &stepFamily{style: "exabgp", vendor: "ExaBGP", scan: scanExaStep,
		anchors: []string{"attempting conne", "message of type ", ">> open version=", "<< open version=", ">> keepalive", "<< keepalive", ">> update", ", closing connecti",
			" with outgoing-", " with incoming-"}}
}

func scanExaStep(c *Cursor, ev *Event) bool {
	st := ev.Step
	ev.Connection, st.Opener = exaConnection(c.t[max(0, c.at-256):c.at])
	known := ev.Connection != "" || exaNamed(strings.TrimSuffix(strings.TrimRight(c.t[max(0, c.at-128):c.at], " "), "<<"), ev)
	c.i = c.at
	switch {
	case c.Lit("attempting connection to "):
		var ok bool
		st.What, st.Opener = StepDialing, OpenerLocal
		ev.Peer, ev.PeerPort, ok = c.IP()
		return ok
	case c.Lit("message of type "):
		var ok bool
		st.What, ev.Direction = StepMessage, DirReceived
		ev.MessageType, ok = c.messageName()
		return ok && known && ev.MessageType != 3 && strings.HasSuffix(strings.TrimRight(c.t[max(0, c.at-16):c.at], " "), "<<")
	case c.Lit("with "):
		if !strings.Contains(c.t[max(0, c.at-64):c.at], "connected to ") {
			return false
		}
		st.What = StepConnected
		tok, _ := c.Token("")
		ev.Connection, st.Opener = exaConnection(tok)
		return exaEnds(c, ev)
	case c.Lit(", closing connection"):
		st.What, ev.Direction = StepClosed, DirSent
		near := c.t[max(0, c.at-128):c.at]
		return ev.Connection != "" && exaEnds(reading(near, strings.LastIndexByte(near, ' ')+1), ev)
	case c.Lit(">> "):
		ev.Direction = DirSent
	case c.Lit("<< "):
		ev.Direction = DirReceived
	default:
		return false
	}
	var ok bool
	if ev.MessageType, ok = c.messageName(); !ok || !known || ev.MessageType == 3 {
		return false
	}
	st.What = StepMessage
	if ev.MessageType == 1 {
		return exaOpen(c, ev)
	}
	return true
}

// exaNamed reads the peer that ExaBGP 3 puts in front of a message, at the end of a text: "Peer 192.0.2.1 ASN 64501   ".
func exaNamed(s string, ev *Event) bool {
	k := lastFold(s, "peer ")
	if k < 0 {
		return false
	}
	h := reading(s, k+len("peer "))
	peer, _, ok := h.IP()
	if !ok || !h.Lit("asn ") {
		return false
	}
	as, ok := h.AS()
	if !ok || !blankText(h.Rest()) {
		return false
	}
	ev.Peer, ev.PeerAS = peer, as
	return true
}

// exaOpen reads what follows ">> OPEN ".
func exaOpen(c *Cursor, ev *Event) bool {
	ok := c.Lit("version=") && c.directive("ver", ev) && c.Lit("asn=") && c.directive("as", ev) && c.Lit("hold_time=") && c.directive("hold", ev) &&
		c.Lit("router_id=") && c.directive("id", ev)
	if ok && c.Lit("capabilities=[") {
		s := c.RestOfLine()
		ev.Step.Open.Capabilities = strings.TrimSuffix(s[:min(len(s), 400)], "]")
		if k := strings.LastIndex(s, "ASN4("); k >= 0 {
			if as, ok := reading(s, k+len("ASN4(")).AS(); ok {
				ev.Step.Open.AS = as
			}
		}
	}
	return ok
}

// exaConnection finds the name of the connection.
func exaConnection(t string) (string, Opener) {
	for _, p := range [...]struct {
		head string
		by   Opener
	}{{"outgoing-", OpenerLocal}, {"incoming-", OpenerPeer}} {
		if k := strings.Index(t, p.head); k >= 0 && (k == 0 || !isWord(t[k-1])) {
			if n := digits(t[k+len(p.head):]); n > 0 && n < 10 {
				return t[k : k+len(p.head)+n], p.by
			}
		}
	}
	return "", OpenerUnknown
}

// exaEnds reads "192.0.2.9-192.0.2.1", this side first.
func exaEnds(c *Cursor, ev *Event) bool {
	tok, _ := c.Token(",")
	local, peer, ok := strings.Cut(tok, "-")
	if !ok || !isIP(local) || !isIP(peer) {
		return false
	}
	ev.Local, ev.Peer = local, peer
	return true
}
