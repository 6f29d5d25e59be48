package logline

import "strings"

// ciscoIOSXR reads Cisco IOS XR, which prints no codes:
//
//	%ROUTING-BGP-3-MALFORM_UPDATE : Malformed UPDATE message received from neighbor 192.0.2.1 - message length 90 bytes,
//	error flags 0x00000840, action taken "TreatAsWithdraw". Error details: "Error 0x00000800, Field "Attr-missing", ...
//	%ROUTING-BGP-5-ADJCHANGE : neighbor 192.0.2.31 Down - BGP Notification sent, hold time expired (VRF: default) (AS: 64496)
//	Last reset 2w4d, due to BGP Notification received: peer unconfigured
//	Time since last notification sent to neighbor: 3w2d
//	Error Code: peer in wrong AS
//	Notification data sent:
//	  0000FBF0
//
// The length is that of the UPDATE complained about; the error flags are a mask of XR's own.
func ciscoIOSXR() *Style {
	return &Style{
		Name:    "cisco-iosxr",
		Before:  "tp",
		Vendor:  "Cisco IOS XR",
		Anchors: []string{"-malform_update", "-adjchange", "notification"},
		Scan:    scanCiscoIOSXR,
		Link:    linkCiscoIOSXR,
	}
}

func scanCiscoIOSXR(c *Cursor, ev *Event) bool {
	if c.t[c.at] != '-' {
		return xrShow(c, ev)
	}
	s, base := c.lead()
	const head = "routing-bgp-"
	n := len(s) - 1
	if n < len(head) || s[n] < '0' || s[n] > '7' || !equalFold(s[n-len(head):n], head) {
		return false
	}
	at := n - len(head)
	if at > 0 && s[at-1] == '%' {
		at--
	}
	c.From(base + at)
	if !c.Lit(":") {
		return false
	}
	c.bonus += 2
	if fold[c.t[c.at+1]] == 'm' {
		return xrMalformed(c, ev)
	}
	return xrState(c, ev)
}

// xrState reads "neighbor ADDR Down - REASON (VRF: V) (AS: N)".
func xrState(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Word("neighbor") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok {
		return false
	}
	ev.Kind = KindState
	switch c.Any("up", "down") {
	case 0:
		ev.Up = true
		ev.param("state", "Up", "the session came up")
	case 1:
		if c.Lit("-") {
			if ev.Words, ok = c.Until("(vrf:", 256); !ok {
				ev.Words = c.ownLine()
				xrReason(ev)
				return true
			}
			c.i -= len("(vrf:")
			for c.i > 0 && fold[c.t[c.i]] != '(' {
				c.i--
			}
			xrReason(ev)
		}
	default:
		return false
	}
	if c.Lit("(vrf:") {
		ev.VRF, _ = c.Token("()")
		if !c.Lit(")") {
			c.bonus -= 4
		}
	}
	if c.Lit("(as:") {
		ev.PeerAS, _ = c.AS()
		if !c.Lit(")") {
			c.bonus -= 4 // a wrap has cut the number
		}
	}
	return true
}

// xrReason finds way and code in "BGP Notification sent, hold time expired" and in "... (CEASE notification sent - words)".
func xrReason(ev *Event) {
	ev.Direction, ev.Same = notifyWords(ev.Words)
	k := lastFold(ev.Words, "notification ")
	if k < 0 {
		return
	}
	s := strings.TrimRight(ev.Words[k+len("notification "):], ") ")
	k = strings.IndexAny(s, ",:-")
	if k < 0 || k > len("received ") {
		return
	}
	ev.Code, ev.Subcode, _ = Words(ev.Style, strings.TrimSpace(s[k+1:]))
}

// xrMalformed reads the line behind %ROUTING-BGP-3-MALFORM_UPDATE.
func xrMalformed(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Lit("malformed update message received from neighbor ") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok {
		return false
	}
	if c.Lit("(vrf:") {
		ev.VRF, _ = c.Token("()")
		c.Lit(")")
	}
	if !c.Lit("- message length ") {
		return false
	}
	if ev.Declared, ok = c.Number(); !ok || !c.Lit("bytes") {
		return false
	}
	ev.Kind, ev.Direction, ev.DeclaredAs, ev.MessageType = KindOffender, DirReceived, CountOffender, 2
	o := &Offender{AttrCode: Unknown, AttrFlags: Unknown, AttrLen: Unknown, Problem: "malformed-attribute"}
	ev.Offender = o
	if c.Lit(", error flags ") {
		t, _ := c.Token(",")
		ev.param("error flags", t, "a mask of XR's own, not code and subcode")
	}
	if c.Lit(`, action taken "`) {
		t, _ := c.Token(`"`)
		ev.param("action taken", t, "")
		c.Lit(`"`)
	}
	c.Lit(".")
	if c.Lit("error details:") {
		xrDetails(c, ev, o)
	}
	return true
}

// xrDetails reads `"Error 0x00000800, Field "Attr-missing", Attribute 1 (Flags 0x00, Length 0), Data [40 01]"`.
func xrDetails(c *Cursor, ev *Event, o *Offender) {
	c.Lit(`"`)
	if c.Lit("error 0x") {
		c.Token(",")
	}
	if c.Lit(`, field "`) {
		t, _ := c.Until(`"`, 64)
		ev.param("field", t, "")
		ev.Words = t
	}
	if !c.Lit(", attribute ") {
		return
	}
	if n, ok := c.Code(); ok {
		o.AttrCode = n
	}
	if c.Lit("(flags 0x") {
		if t, _ := c.Token(",)"); len(t) == 2 && hexDigits(t) == 2 {
			o.AttrFlags = hexValue(t[0])<<4 | hexValue(t[1])
		}
		if c.Lit(", length ") {
			o.AttrLen, _ = c.Number()
		}
		c.Lit(")")
	}
	if c.Lit(", data [") {
		if t, ok := c.Until("]", 4096); ok {
			ev.param("data", t, "the value of the attribute")
		}
		c.Lit(`"`)
	}
}

// xrShow reads what show bgp neighbors tells of the last NOTIFICATIONs.
func xrShow(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	s = strings.TrimRight(s, " \t\n")
	if k := suffixFold(s, "time since last"); k >= 0 {
		return xrEntry(c, ev, base+k)
	}
	k := suffixFold(s, "due to bgp")
	if k < 0 {
		return false
	}
	head := lastFold(s[:k], "last reset ")
	if head < 0 || k-head > 40 {
		return false
	}
	if !c.sentOrReceived(ev) {
		return false
	}
	ev.Kind = KindState
	if !c.Lit(":") {
		return false
	}
	var ok bool
	if ev.Words, ok = c.known(ev.Style, ""); !ok {
		ev.Words = c.line()
	}
	c.Judge(ev)
	c.From(base + head)
	c.underHeading(ev, 0)
	ev.link = xrReset{}
	return true
}

// xrReset marks a line "Last reset", xrDetail the entries behind it.
type (
	xrReset  struct{}
	xrDetail struct{}
)

// xrEntry reads "sent to neighbor: AGE", "Error Code: words", "Notification data sent:" and what follows.
func xrEntry(c *Cursor, ev *Event, start int) bool {
	switch {
	case c.Lit("sent to neighbor:"):
		ev.Direction = DirSent
	case c.Lit("received from neighbor:"):
		ev.Direction = DirReceived
	default:
		return false
	}
	if _, ok := c.Token(""); !ok || !c.Lit("error code:") {
		return false
	}
	var ok bool
	if ev.Words, ok = c.Until("notification data ", 120); !ok || c.Any("sent", "received") < 0 || !c.Lit(":") {
		return false
	}
	c.Judge(ev)
	if c.Word("none") {
		ev.DataKnown = true
	} else {
		c.Dump(ev, ContentData, CountNone)
	}
	c.From(start)
	c.underHeading(ev, 1)
	ev.link = xrDetail{}
	return true
}

// linkCiscoIOSXR drops a line "Last reset" whose NOTIFICATION one of the two entries behind it tells in full.
func linkCiscoIOSXR(evs []Event) []Event {
	out := evs[:0]
	for i := range evs {
		if _, ok := evs[i].link.(xrReset); ok && xrTold(&evs[i], evs[i+1:]) {
			continue
		}
		out = append(out, evs[i])
	}
	return out
}

func xrTold(reset *Event, next []Event) bool {
	for i := 0; i < len(next) && i < 2; i++ {
		e := &next[i]
		if _, ok := e.link.(xrDetail); !ok {
			return false
		}
		if e.Direction == reset.Direction && e.Code == reset.Code && e.Subcode == reset.Subcode && e.Peer == reset.Peer {
			return true
		}
	}
	return false
}
