package logline

import "strings"

// arista reads Arista EOS:
//
//	Bgp: %BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 (VRF default AS 64496) 6/7 (Cease/connection collision resolution) 0 bytes
//	Bgp: %BGP-3-NOTIFICATION: received from neighbor 192.0.2.1 (VRF default AS 64496) 6/2 (Cease/administrative shutdown) reason: text
//	Bgp: %BGP-5-ADJCHANGE: peer 192.0.2.1 (VRF default AS 64496) old state Established event RecvNotify new state Idle
//	Last rcvd notification:Cease/connection rejected, Last time 22:59:01, First time 22:59:14, Repeats 3
//	Last sent socket-error:Connect (Network is unreachable), Last time 01:11:50
//	Last rcvd socket-error:Connection reset by peer, Last time 02:12:15
//
// The count is that of Data. A Hard Reset is marked "<Hard Reset>" behind the words, the codes are then the inner ones.
// Old releases (agent Rib) give the AS without a VRF.
func arista() *Style {
	return &Style{
		Name:    "arista-eos",
		Before:  "tgdev",
		Behind:  ":",
		Vendor:  "Arista EOS",
		Anchors: []string{"-notification", "-adjchange", "notification", "socket-error:"},
		Scan:    scanArista,
	}
}

func scanArista(c *Cursor, ev *Event) bool {
	switch fold[c.t[c.at]] {
	case 'n', 's':
		return aristaShow(c, ev)
	}
	if !mnemonic(c) {
		return false
	}
	if fold[c.t[c.at+1]] == 'a' {
		return aristaState(c, ev)
	}
	var ok bool
	if ev.Direction, ok = c.Direction(); !ok || !c.Word("neighbor") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok || !aristaPeer(c, ev) {
		return false
	}
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return c.unread(ev)
	}
	if ev.Words, ok = c.Paren(); !ok {
		return false
	}
	if k := lastFold(ev.Words, "<hard reset"); k >= 0 {
		ev.Words, ev.HardReset = strings.TrimSpace(ev.Words[:k]), true
	}
	c.Judge(ev)
	if c.Lit("reason:") {
		c.said(ev, c.line())
		return true
	}
	if ev.Declared, ok = c.Number(); !ok {
		return true
	}
	if !c.Word("bytes") && !c.Word("byte") {
		return false
	}
	c.Dump(ev, ContentData, CountData)
	return true
}

// aristaPeer reads "(VRF default AS 64496)" or "(AS 64496)".
func aristaPeer(c *Cursor, ev *Event) bool {
	if !c.Lit("(") {
		return false
	}
	var ok bool
	if c.Word("vrf") {
		if ev.VRF, ok = c.Token("()"); !ok {
			return false
		}
	}
	if !c.Word("as") {
		return false
	}
	if ev.PeerAS, ok = c.AS(); !ok {
		return false
	}
	c.bonus++
	return c.Lit(")")
}

// aristaState reads "peer ADDR (VRF V AS N) old state A event E new state B".
func aristaState(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Word("peer") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok || !aristaPeer(c, ev) || !c.Lit("old state ") {
		return false
	}
	if ev.From, ok = c.Token(""); !ok || !c.Word("event") {
		return false
	}
	if ev.Words, ok = c.Token(""); !ok || !c.Lit("new state ") {
		return false
	}
	if ev.To, ok = c.Token(""); !ok {
		return false
	}
	ev.Kind = KindState
	ev.Up = strings.EqualFold(ev.To, "established")
	switch e := strings.ToLower(ev.Words); {
	case !strings.Contains(e, "notif"):
	case strings.HasPrefix(e, "rec"):
		ev.Direction, ev.Same = DirReceived, true
	case strings.HasPrefix(e, "sen"):
		ev.Direction, ev.Same = DirSent, true
	}
	return true
}

// aristaShow reads a line of show bgp neighbors: the last NOTIFICATION or socket error.
func aristaShow(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	d, at, ok := wayBefore(s)
	if !ok {
		return false
	}
	w, last := lastWord(s[:at])
	if !strings.EqualFold(w, "last") {
		return false
	}
	notification := fold[c.t[c.at]] == 'n'
	if notification && !c.Lit(":") {
		return false
	}
	if ev.Words, ok = c.Until(", last time ", 160); !ok || ev.Words == "" {
		if ev.Words = c.line(); notification || ev.Words == "" {
			return false
		}
		c.From(base + last)
		c.underHeading(ev, 0)
		ev.Kind, ev.Direction = KindState, d
		aristaSocket(c, ev)
		return true
	}
	c.From(base + last)
	c.underHeading(ev, 0)
	ev.Direction = d
	if !notification {
		ev.Kind = KindState
		aristaSocket(c, ev)
	} else if ev.Code, ev.Subcode, ok = Words(ev.Style, ev.Words); !ok {
		return false
	}
	t, _ := c.Token(",")
	ev.param("Last time", t, "")
	if c.Lit(", first time ") {
		t, _ = c.Token(",")
		ev.param("First time", t, "")
	}
	if c.Lit(", repeats ") {
		n, ok := c.Number()
		if ok && notification {
			ev.Repeat = n
		}
	}
	c.bonus += 2
	return true
}

// aristaSocket takes the words of a socket error: "Connect (No route to host)" and "local address ADDR unavailable" tell that a
// connection could not be opened, "Connection reset by peer" that one ended.
func aristaSocket(c *Cursor, ev *Event) {
	if ev.Direction != DirSent {
		return
	}
	words := ev.Words
	if h := reading(words, 0); h.Word("connect") {
		words, _ = h.Paren()
	} else if r := Reason(words); r != "no-route" && r != "unreachable" && r != "connect-failed" && !(h.Lit("local address ") && strings.HasSuffix(words, " unavailable")) {
		return
	}
	ev.Reason = dialReason(words)
	if c.opts != nil && c.opts.Transitions {
		ev.Step = &Step{What: StepDialFailed, Opener: OpenerLocal, Cause: ev.Words}
	}
}
