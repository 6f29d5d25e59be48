package logline

import "strings"

// comwareState reads a change of state behind "state has change" or "state is changed":
//
//	BGP/5/BGP_STATE_CHANGED: BGP.vpn1: 192.0.2.1 state has changed from ESTABLISHED to IDLE for hold timer expiration caused by peer device.
//	BGP/5/BGP_STATE_CHANGED: BGP default.: 192.0.2.1 state has changed from ESTABLISHED to IDLE for sending Notification with error 6/1.
//	BGP/5/BGP_STATE_CHANGED_REASON: BGP.: 192.0.2.1 state has changed from ESTABLISHED to IDLE. (Reason: ...)
//	BGP.: 192.0.2.1 State is changed from ESTABLISHED to IDLE.                                  Comware 5
//
// In front of the dot stands the name of the BGP instance, behind it that of the VPN instance; either may be missing. Steps
// that end or bring up nothing are left to the course of the session: debugging logs them all.
func comwareState(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	var at int
	var ok bool
	if ev.Peer, _, at, ok = AddrBefore(s); !ok {
		return false
	}
	start, ok := comwareInstance(s[:at], ev)
	if !ok {
		return false
	}
	if !c.Lit("d from ") && !c.Lit("from ") || !c.change(ev) {
		return false
	}
	ev.Kind, ev.Up = KindState, ev.To == "Established"
	if !ev.Up && (stateRank(ev.From) < stateRank("opensent") || stateRank(ev.To) >= stateRank(ev.From)) {
		return false
	}
	c.From(base + start)
	comwareReason(c, ev)
	return true
}

// comwareInstance reads "BGP.vpn1:" or "BGP default.vpn1:" at the end of s.
func comwareInstance(s string, ev *Event) (start int, ok bool) {
	s, ok = strings.CutSuffix(strings.TrimRight(s, " \t\n"), ":")
	if !ok {
		return 0, false
	}
	name, start := lastWord(s)
	instance, vpn, ok := strings.Cut(name, ".")
	if !ok || start+len(name) != len(s) || vpn != "" && !isName(vpn) {
		return 0, false
	}
	if !equalWord(instance, "bgp") {
		var w string
		if w, start = lastWord(s[:start]); !equalWord(w, "bgp") || instance != "" && !isName(instance) {
			return 0, false
		}
		if instance != "" {
			ev.param("instance", instance, "the BGP instance that logs")
		}
	}
	ev.VRF = vpn
	return start, true
}

// change reads "A to B", the names of two states.
func (c *Cursor) change(ev *Event) bool {
	var ok bool
	if ev.From, ok = c.wholeState(); !ok || !c.Lit("to ") {
		return false
	}
	ev.To, ok = c.wholeState()
	return ok
}

// wholeState reads the name of a state that is no part of another word.
func (c *Cursor) wholeState() (string, bool) {
	name, ok := c.state()
	return name, ok && (c.i == len(c.t) || !isWord(c.t[c.i]))
}

// comwareReason reads what stands behind the states: ".", "for WORDS." or ". (Reason: WORDS)".
func comwareReason(c *Cursor, ev *Event) {
	stop := "."
	switch {
	case c.Lit("for "):
	case c.Lit(". (reason:"), c.Lit(".(reason:"), c.Lit("(reason:"):
		stop = ")"
	default:
		c.Lit(".")
		return
	}
	from := c.i
	if comwareTold(c, ev) {
		return
	}
	c.i = from
	d, told := c.Direction()
	if !told && c.Lit("receiving ") {
		d, told = DirReceived, true
	}
	if told && (c.Lit("a notification ") || c.Lit("notification ")) && c.Lit("with error ") {
		if code, sub, ok := c.Pair(); ok {
			// No other line tells of it, unless debugging is on.
			ev.Kind, ev.Direction, ev.Code, ev.Subcode, ev.Same = KindNotification, d, code, sub, true
		}
	}
	if ev.Kind == KindNotification {
		c.line()
		return
	}
	c.i = from
	ev.Words = c.because(stop)
}

// comwareTold reads which NOTIFICATION ended the session, as Comware 7 tells it: "a notification received: Cease/Peer De-configured."
// or "a notification was received from the peer, error code: Receive Notificationcode 6/3, local interface: )".
func comwareTold(c *Cursor, ev *Event) bool {
	if !c.Lit("a notification ") {
		return false
	}
	was := c.Lit("was ")
	if !c.sentOrReceived(ev) {
		return false
	}
	ok := false
	if was {
		c.Any("from the peer", "to the peer")
		if !c.Lit(", error code:") {
			return false
		}
		_ = c.Lit("receive notificationcode") || c.Lit("send notificationcode") || c.Lit("receive notification code") || c.Lit("send notification code")
		ev.Code, ev.Subcode, ok = c.Pair()
	} else if c.Lit(":") {
		ev.Words, _ = c.Until(".", 100)
		ev.Code, ev.Subcode, ok = Words(ev.Style, ev.Words)
	}
	if !ok {
		ev.Code, ev.Subcode, ev.Direction, ev.Words = Unknown, Unknown, DirUnknown, ""
		return false
	}
	// No other line tells of it, unless debugging is on.
	ev.Kind, ev.Same = KindNotification, true
	c.line()
	return true
}

// because reads the words of a reason up to a literal. Over a line end it goes only where the words are known to be a reason.
func (c *Cursor) because(stop string) string {
	from := c.i
	if w, ok := c.Until(stop, 100); ok && Reason(w) != "" {
		return w
	}
	c.i = from
	w, _, _ := strings.Cut(c.line(), stop)
	return strings.TrimSpace(w)
}
