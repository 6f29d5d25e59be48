package logline

import (
	"strconv"
	"strings"
)

// dellFTOS reads Dell Networking OS 9 (FTOS, Force10), show ip bgp neighbor and syslog:
//
//	Last reset 00:01:47, due to Maximum prefix limit reached
//	Notification History
//	'Connection Reset' Sent : 34 Recv : 0
//	Last notification (len 21) sent 00:01:47 ago
//	ffffffff ffffffff ffffffff ffffffff 00150306 01000000
//
//	%BGP-5-ADJCHANGE: VRF default Connection with neighbor 192.0.2.1 closed. Bad Peer AS received
//
// The count is the length of the BGP header. The dump is the whole message, padded to groups of four octets.
func dellFTOS() *Style {
	return &Style{
		Name:    "dell-ftos",
		Vendor:  "Dell OS 9 (FTOS, Force10)",
		Anchors: []string{"last notificatio", "-adjchange"},
		Scan:    scanDell,
	}
}

func scanDell(c *Cursor, ev *Event) bool {
	if c.t[c.at] == '-' {
		return dellLine(c, ev)
	}
	return dellShow(c, ev)
}

// dellShow reads the block of the show command around "Last notification".
func dellShow(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Lit("n (len ") && !c.Lit("n ( len ") {
		return false
	}
	if ev.Declared, ok = c.Number(); !ok || !c.Lit(")") {
		return false
	}
	if ev.Direction, ok = c.Direction(); !ok {
		return false
	}
	age, ok := dellAge(c)
	if !ok || !c.Word("ago") {
		return false
	}
	if !c.Dump(ev, ContentMessage, CountMessage) {
		return false
	}
	dellCodes(c, ev)
	ev.Params = append(ev.Params, Param{Key: "Last notification", Value: age, Meaning: "age of the NOTIFICATION when the command was run"})
	dellHead(c, ev, age)
	c.dellPeer(ev)
	return true
}

// dellAge reads "00:01:47", "1d02h", "never" and the like: one word with a digit or a known word.
func dellAge(c *Cursor) (string, bool) {
	old := c.i
	age, ok := c.Token(",")
	if !ok || len(age) > 16 || digits(age) == 0 {
		c.i = old
		return "", false
	}
	return age, true
}

// dellCodes reads code and subcode out of the dump: the line does not print them.
func dellCodes(c *Cursor, ev *Event) {
	var b [21]byte
	n, half := 0, false
	for i := ev.Dump.Start; i < ev.Dump.End && n < len(b); i++ {
		ch := c.t[i]
		switch {
		case isHex(ch):
			b[n] = b[n]<<4 | byte(hexValue(ch))
			if half = !half; !half {
				n++
			}
		case !isBlank(ch):
			return
		}
	}
	for _, m := range b[:16] {
		if m != 0xff {
			return
		}
	}
	if n > 18 {
		ev.MessageType = int(b[18])
	}
	if n < 21 || b[18] != 3 {
		return
	}
	ev.Code, ev.Subcode = int(b[19]), int(b[20])
	if int(b[16])<<8|int(b[17]) == ev.Declared {
		c.bonus += 4
	}
}

// dellHead reads what stands above in the block: the reason of the last reset, and how often there was a NOTIFICATION.
func dellHead(c *Cursor, ev *Event, age string) {
	s := c.Before()
	k := lastLower(s, "last reset ")
	if k < 0 {
		return
	}
	sub := *c
	sub.t, sub.i = c.t[:c.at], c.at-len(s)+k+len("last reset ")
	when, ok := dellAge(&sub)
	if !ok {
		return
	}
	sub.Lit(",")
	if !sub.Lit("due to ") {
		return
	}
	c.From(c.at - len(s) + k)
	reason, counted := sub.Until("notification history", 96)
	if !counted {
		reason, _ = sub.Until("'", 96)
		if reason == "" {
			reason = sub.RestOfLine()
		}
	}
	meaning := "reason of the last reset, " + when + " ago"
	if when == age {
		ev.Words = reason
		c.Judge(ev)
	} else {
		meaning += ": not the moment of this NOTIFICATION"
	}
	ev.Params = append(ev.Params, Param{Key: "Last reset", Value: reason, Meaning: meaning})
	if counted {
		dellHistory(&sub, ev)
	}
}

// dellHistory reads "'Connection Reset' Sent : 34 Recv : 0".
func dellHistory(c *Cursor, ev *Event) {
	for n := 0; n < 8 && c.Lit("'"); n++ {
		name, ok := c.Until("'", 48)
		if !ok || !c.Word("sent") || !c.Lit(":") {
			return
		}
		sent, ok := c.Number()
		if !ok || !c.Word("recv") || !c.Lit(":") {
			return
		}
		recv, ok := c.Number()
		if !ok {
			return
		}
		ev.Params = append(ev.Params, Param{Key: name, Value: "sent " + strconv.Itoa(sent) + ", received " + strconv.Itoa(recv),
			Meaning: "NOTIFICATIONs of this kind since the counters began"})
	}
}

// dellPeer looks for whom the show command was about: "BGP neighbor is ADDR" or the command itself. When a wrap has cut
// the address or the AS, the text without line ends tells them.
func (c *Cursor) dellPeer(ev *Event) {
	off, _ := c.v.Pos(c.start)
	s := strings.ReplaceAll(c.doc.text[max(0, off-4096):off], "\r", "")
	var sure bool
	if ev.Peer, ev.PeerAS, sure = dellNeighbor(s, lastLower(s, dellHeading)); sure {
		return
	}
	k := lastOver(s, dellHeading)
	if k < 0 {
		return
	}
	s = strings.ReplaceAll(s[k:], "\n", "")
	if peer, as, sure := dellNeighbor(s, 0); sure {
		ev.Peer, ev.PeerAS = peer, as
	}
}

const dellHeading = "bgp neighbor"

// dellNeighbor reads "BGP neighbor is ADDR, remote AS N," or "show ip bgp neighbor ADDR" from offset k of a text on, if that is
// one. It is sure of what has its comma behind it.
func dellNeighbor(s string, k int) (peer string, as uint32, sure bool) {
	if k < 0 {
		return "", 0, false
	}
	c := Cursor{t: s, i: k + len(dellHeading)}
	if c.i < len(s) && fold[s[c.i]] == 's' {
		c.i++
	}
	c.Word("is")
	peer, _, ok := c.IP()
	if !ok {
		return "", 0, false
	}
	c.Lit(",")
	if c.Lit("remote as ") {
		as, _ = c.AS()
	}
	return peer, as, c.Lit(",")
}

// dellLine reads "VRF default Connection with neighbor ADDR closed. Bad Peer AS received" behind %BGP-5-ADJCHANGE.
// The last word is the direction; lines without one do not tell of a NOTIFICATION.
func dellLine(c *Cursor, ev *Event) bool {
	if !mnemonic(c) {
		return false
	}
	var ok bool
	if c.Word("vrf") {
		if ev.VRF, ok = c.Token(""); !ok {
			return false
		}
	}
	if c.Lit("neighbor ") && ev.VRF != "" { // without VRF, the line is Cisco's
		if ev.Peer, _, ok = c.IP(); !ok || !c.Word("established") && !c.Word("up") {
			return false
		}
		ev.Kind, ev.Up, ev.To = KindState, true, "Established"
		return true
	}
	if !c.Lit("connection with neighbor ") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok || !c.Lit("closed") {
		return false
	}
	c.Lit(".")
	dellReason(c, ev)
	if ev.Direction == DirUnknown || ev.Code == Unknown {
		ev.Kind = KindState
	}
	dellHost(c)
	return true
}

// dellReason reads the words and the direction. A wrap may stand anywhere in them, so that known wordings come first.
func dellReason(c *Cursor, ev *Event) {
	i := c.ws()
	for k, n := i, 0; k < len(c.t) && k < i+80 && n < 12; n++ {
		for k < len(c.t) && !isBlank(c.t[k]) {
			k++
		}
		sub := *c
		sub.i = k
		d := sub.Any("received", "sent", "recv")
		if d >= 0 {
			if code, s, ok := Words("dell-ftos", c.t[i:k]); ok {
				ev.Words, ev.Code, ev.Subcode = strings.TrimSpace(c.t[i:k]), code, s
				ev.Direction = [...]Direction{DirReceived, DirSent, DirReceived}[d]
				c.i = sub.i
				c.bonus += 5
				return
			}
		}
		for k < len(c.t) && isBlank(c.t[k]) {
			k++
		}
	}
	ev.Words = c.RestOfLine()
	ev.Code, ev.Subcode, _ = Words("dell-ftos", ev.Words)
	switch low := strings.ToLower(ev.Words); {
	case strings.HasSuffix(low, " received"):
		ev.Direction = DirReceived
	case strings.HasSuffix(low, " sent"):
		ev.Direction = DirSent
	}
}

// dellHost makes the stack unit in front of the mnemonic part of the event: "STKUNIT0-M:CP ".
func dellHost(c *Cursor) {
	s := strings.TrimRight(c.t[max(c.floor, c.start-64):c.start], " \t\n")
	k := strings.LastIndexAny(s, " \t\n") + 1
	if w := s[k:]; strings.Contains(w, "-") && strings.Contains(w, ":") && !strings.HasSuffix(w, ":") {
		c.From(c.start - (min(64, c.start-c.floor) - k))
	}
}
