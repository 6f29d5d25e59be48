package logline

import "strings"

// falls reads lines that tell only that a session fell, and why, of daemons whose other lines have styles of their own:
//
//	neighbor 203.0.113.1 (cust1): state change Established -> Idle, reason: Connection closed       OpenBGPD
//	2026-11-21 23:43:10 <RMT> peer10: Connection lost (Connection reset by peer)                    BIRD
//	2026-11-21 23:43:10 <TRACE> peer10: Connection closed                                           BIRD
//	192.0.2.13 [Error] bgp_read_packet error: Connection reset by peer                              FRR, Quagga
//	%BGP-3-BGP_NO_REMOTE_READ: 192.0.2.6 connection timed out - has not accepted a message ...      Cisco
//	... Peer 192.0.2.25: remote end closed connection                                               Nokia
//	... Peer 192.0.2.25: closing connection because the BGP peer did not receive keepalive          Nokia
//	192.0.2.13(name) has not made any SendQ progress for 2 holdtimes (180s), terminating session     FRR
//	BGP Event: BGP peering with to-dc1 went down                                                     Google Cloud Router
//
// The event has the style of the daemon.
func falls() *Style {
	return &Style{
		Name:   "falls",
		Vendor: "OpenBGPD, BIRD, FRR, Cisco, Nokia, Google: lines that tell only that a session fell",
		Anchors: []string{"state change est", ": connection lost", ": connection closed", "] bgp_read_pack", "no_remote_read: ", "end closed conn",
			"did not receive ", "bgp peering with", "sendq progress "},
		Scan:   scanFall,
		Shared: true,
		Weight: -4,
	}
}

func scanFall(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	ev.Kind = KindState
	ok := false
	switch fold[c.t[c.at]] {
	case 's':
		if fold[c.t[c.at+2]] == 'n' {
			ok = sendQFall(c, ev, s, base)
		} else {
			ok = openFall(c, ev, s, base)
		}
	case 'd':
		ok = nokiaNoKeepalive(c, ev, s, base)
	case ':':
		ok = birdFall(c, ev, s, base)
	case ']':
		ok = zebraFall(c, ev, s, base)
	case 'n':
		ev.Style, ev.Vendor = "cisco-ios", "Cisco IOS, IOS XE"
		if ev.Peer, _, ok = c.IP(); !ok || !c.Lit("connection timed out") {
			return false
		}
		ev.Words = "connection timed out - " + strings.TrimLeft(c.RestOfLine(), "- ")
		ev.Reason = "send-hold-timer" // it is the peer that does not read: its window is closed (RFC 9687)
		if k := lastFold(s, "%bgp"); k >= 0 {
			c.From(base + k)
		}
	case 'e':
		ok = nokiaClosed(c, ev, s, base)
	case 'b':
		ok = cloudPeering(c, ev, s, base)
	}
	if ok && ev.Reason == "" && !ev.Up {
		if ev.Reason = Reason(ev.Words); ev.Reason == "" {
			ev.Reason = ReasonDown
		}
	}
	return ok
}

// openFall reads "ablished -> Idle, reason: WORDS".
func openFall(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "openbgpd", "OpenBGPD"
	k := lastFold(s, "neighbor ")
	if k < 0 || !c.Lit("ablished -") {
		return false
	}
	c.Lit(">") // one that begins a line may have been taken for a mail's
	h := reading(s, k+len("neighbor "))
	var ok bool
	if ev.Peer, _, ok = h.IP(); !ok {
		return false
	}
	if ev.To, ok = c.Token(" ,"); !ok || !isName(ev.To) {
		return false
	}
	ev.From = "Established"
	if c.Lit(", reason:") {
		ev.Words = c.ownRest()
	}
	if r := squash(ev.Words); strings.HasPrefix(r, "notification") {
		ev.Reason = notifyReason(ev.Words)
	}
	c.From(base + k)
	return true
}

// birdFall reads "peer10: Connection lost (WORDS)".
func birdFall(c *Cursor, ev *Event, s string, base int) bool {
	ev.Style, ev.Vendor = "bird", "BIRD"
	if c.opts != nil && c.opts.Transitions {
		return false // the course of the session tells it with its connection
	}
	name, at := lastWord(s)
	if head := strings.TrimRight(s[:at], " "); !isName(name) || at+len(name) != len(s) || !strings.HasSuffix(head, ">") {
		return false
	}
	ev.named("protocol", name)
	dialed := birdDialed(c, name)
	switch fold[c.t[c.at+len(": connection ")]] {
	case 'c': // said of each attempt that a peer does not want, too
		if ev.Words, ev.Reason = "Connection closed", ReasonClosed; dialed || !blankText(c.line()) {
			return false
		}
	default:
		ev.Words = "Connection lost"
		if w, ok := c.Paren(); ok {
			ev.Words = w
		}
		if dialed {
			ev.Reason = dialReason(ev.Words)
		}
	}
	c.From(base + at)
	return true
}

// Behind "Connected" and the like BIRD's protocol has no session yet: what is lost then is an attempt. Lines of others stand between.
var birdDialing = [...]string{"connecting to ", "connected", "sending open(", "got open("}

// birdDialed reports whether the protocol's line in front of this one tells of a connection without a session.
func birdDialed(c *Cursor, name string) (dialed bool) {
	c.inFrontOf(func(line string) bool {
		_, what, ok := strings.Cut(line, "> "+name+": ")
		for i := 0; ok && i < len(birdDialing) && !dialed; i++ {
			dialed = prefixFold(what, birdDialing[i])
		}
		return ok
	})
	return dialed
}

// zebraDialed reports whether the peer's last change of state in front of this line was one on the way to a session. FRR has two
// machines for a peer while two connections stand, under one name.
func zebraDialed(c *Cursor, peer string) (dialed bool) {
	c.inFrontOf(func(line string) bool {
		_, what, ok := strings.Cut(line, " "+peer+" went from ")
		if _, to, found := strings.Cut(what, " to "); ok && found {
			to = strings.TrimRight(to, " \r")
			dialed = to == "Connect" || to == "Active" || to == "OpenSent" || to == "OpenConfirm"
		}
		return ok
	})
	return dialed
}

func prefixFold(s, lower string) bool {
	return len(s) >= len(lower) && equalFold(s[:len(lower)], lower)
}

// What inFrontOf looks at most.
const (
	frontLines  = 32
	frontOctets = 4 << 10
)

// inFrontOf gives the lines in front of the one that is read, the nearest first, until found says that one is what it wants.
func (c *Cursor) inFrontOf(found func(line string) bool) {
	if c.doc == nil {
		return
	}
	off, _ := c.v.Pos(c.at)
	text := c.doc.text[max(0, off-frontOctets):off]
	k := strings.LastIndexByte(text, '\n')
	for n := 0; k >= 0 && n < frontLines; n++ {
		text = text[:k]
		k = strings.LastIndexByte(text, '\n')
		if found(text[k+1:]) {
			return
		}
	}
}

// zebraFall reads "192.0.2.13 [Error] bgp_read_packet error: WORDS".
func zebraFall(c *Cursor, ev *Event, s string, base int) bool {
	if !zebraPeer(c, ev, s, base, "[error") || !c.Lit("et error:") {
		return false
	}
	ev.Words = c.ownRest()
	if ev.Words != "" && zebraDialed(c, ev.Peer) {
		ev.Reason = dialReason(ev.Words)
	}
	return ev.Words != ""
}

// sendQFall reads "192.0.2.13(name) has not made any SendQ progress for 2 holdtimes (180s), terminating session". After one hold
// time FRR only warns.
func sendQFall(c *Cursor, ev *Event, s string, base int) bool {
	k := suffixFold(strings.TrimRight(s, " \t\n"), "has not made any")
	if k < 0 {
		return false
	}
	who, from := lastWord(s[:k])
	if p := strings.IndexByte(who, '('); p > 0 {
		who = who[:p]
	}
	var ok bool
	if ev.Peer, _, ok = splitAddr(who); !ok || !c.Lit("for 2 holdtimes") {
		return false
	}
	c.Paren()
	if !c.Lit(", terminating session") {
		return false
	}
	ev.Style, ev.Vendor, ev.Words = "frr", frrVendor, "no SendQ progress for 2 holdtimes"
	ev.Reason = "send-hold-timer"
	c.From(base + from)
	return true
}

// zebraPeer takes the peer that FRR and Quagga put in front of "[Event]" and "[Error]": "192.0.2.13", "192.0.2.13(name)" or
// "192.0.2.13 fd 14".
func zebraPeer(c *Cursor, ev *Event, s string, base int, area string) (ok bool) {
	ev.Style, ev.Vendor = "frr", frrVendor
	w, at := lastWord(s)
	if !equalWord(w, area) {
		return false
	}
	who, from := lastWord(s[:at])
	if digits(who) == len(who) {
		fd, k := lastWord(s[:from])
		if !equalWord(fd, "fd") {
			return false
		}
		who, from = lastWord(s[:k])
	}
	if k := strings.IndexByte(who, '('); k > 0 {
		who = who[:k]
	}
	if k := strings.LastIndexAny(who, "\"'`>|;,=") + 1; k > 0 { // the line is in a quote or a cell
		who, from = who[k:], from+k
	}
	ev.Peer, _, ok = splitAddr(who)
	c.From(base + from)
	return ok
}

// nokiaClosed reads "Peer 192.0.2.25: remote end closed connection" around its anchor.
func nokiaClosed(c *Cursor, ev *Event, s string, base int) bool {
	w, at := lastWord(s)
	if !equalWord(w, "remote") || !nokiaPeer(c, ev, s[:at], base) {
		return false
	}
	ev.Words, ev.Reason = "remote end closed connection", "peer-closed"
	c.Lit("ection")
	return true
}

// nokiaNoKeepalive reads `Peer 192.0.2.25: closing inbound connection because the BGP peer did not receive "keepalive"`.
func nokiaNoKeepalive(c *Cursor, ev *Event, s string, base int) bool {
	k := lastFold(s, "closing ")
	if k < 0 || !nokiaPeer(c, ev, s[:k], base) {
		return false
	}
	from := c.i
	c.Lit("\"")
	if !c.Lit("keepalive") {
		return false
	}
	c.Lit("\"")
	ev.Words = strings.TrimRight(s[k:], " ") + " did not receive " + strings.Trim(c.t[from:c.i], " \"")
	ev.Reason = "hold-timer"
	return true
}

// nokiaPeer takes the peer of SR OS from the text in front of what it tells.
func nokiaPeer(c *Cursor, ev *Event, s string, base int) (ok bool) {
	ev.Style, ev.Vendor = "nokia-sros", "Nokia SR OS"
	k := lastFold(s, "peer ")
	if k < 0 {
		return false
	}
	h := reading(s, k+len("peer "))
	if ev.Peer, _, ok = h.IP(); !ok || !h.Lit(":") || h.ws() != len(s) {
		return false
	}
	c.From(base + k)
	a := lastFold(s, "(asn ")
	if a < 0 {
		a = lastFold(s[:k], "vr ")
	}
	if a >= 0 { // the head of SR OS: who logs, and a line with the time in front
		if h := reading(s, a); nokiaHead(h, ev) && h.ws() == len(s) {
			c.From(base + a)
			nokiaEvent(c, ev)
		}
	}
	return true
}

// cloudPeering reads "to-dc1 went down" or "to-dc1 came up 3 seconds ago" behind "BGP Event: BGP peering with". Only the name that
// the peer has in the configuration is told.
func cloudPeering(c *Cursor, ev *Event, s string, base int) bool {
	k := suffixFold(strings.TrimRight(s, " \t\n"), "bgp event:")
	if k < 0 {
		return false
	}
	name, ok := c.Token("")
	if !ok || !isName(name) {
		return false
	}
	ev.Style, ev.Vendor = "generic", "Google Cloud Router"
	switch {
	case c.Lit("went down"):
		ev.From, ev.Reason = "Established", ReasonDown
	case c.Lit("came up"):
		ev.Up, ev.To = true, "Established"
	default:
		return false
	}
	ev.Session = name
	if !ev.Up {
		ev.param("peer name", name, "")
	}
	c.From(base + k)
	return true
}
