package logline

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// junos reads Juniper's rpd:
//
//	bgp_read_message:4236: NOTIFICATION received from 192.0.2.1 (External AS 64496): code 3 (Update Message Error) subcode 4 (attribute flags error), Data: e0 07 ...
//	NOTIFICATION sent to 192.0.2.6+44759 (proto): code 2 (Open Message Error) subcode 2 (bad peer AS number), Reason: ...
//	Received malformed update from 192.0.2.1 (External AS 64496), with Family and Malformed Attribute lines behind it
//	RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 192.0.2.1 (External AS 64500) changed state from A to B (event E) (instance V)
//	RPD_BGP_NEIGHBOR_STATE_CHANGED [junos@2636.1.1.1.2.138 peer-name="192.0.2.1 (External AS 64500)" previous-state="A" ...]
//	Last Error: Words (show bgp neighbor)
//
// The subcode part is missing when it is 0. Articles post such lines as Cisco's.
func junos() *Style {
	return &Style{
		Name:   "junos",
		Behind: "srg",
		Vendor: "Juniper Junos",
		Anchors: []string{"notification", "code ", "malformed update", "last error: ", "state_changed: ", "state_changed [",
			"prefix_limit_exc", "prefix_thresh_ex", "bgp_recv: "},
		Scan: scanJunos,
	}
}

// junosBare is the vendor of lines that stand without rpd's own prefix.
const junosBare = "Junos grammar; also posted as Cisco"

func scanJunos(c *Cursor, ev *Event) bool {
	switch fold[c.t[c.at]] {
	case 'c':
		ev.Vendor = junosBare
		return junosCodes(c, ev, true)
	case 'm':
		return junosMalformed(c, ev)
	case 'l':
		return junosShow(c, ev)
	case 's':
		return junosState(c, ev)
	case 'p':
		return junosLimit(c, ev)
	case 'b':
		return junosRecv(c, ev)
	}
	return junosLine(c, ev)
}

// junosLine reads the line behind "NOTIFICATION".
func junosLine(c *Cursor, ev *Event) bool {
	var ok bool
	if ev.Direction, ok = c.Direction(); !ok {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	c.Lit("(proto)")
	junosPeer(c, ev)
	c.Lit(":")
	if !rpdBefore(c.Before()) {
		ev.Vendor = junosBare
	}
	return c.Lit("code ") && junosCodes(c, ev, false)
}

// rpdBefore reports whether rpd's own prefix stands in front: "rpd[13037]: " or "bgp_read_message:4236: ".
func rpdBefore(s string) bool {
	s = strings.TrimRight(s, " \t\n")
	return strings.HasSuffix(s, ":") && (strings.Contains(s, "rpd[") || strings.Contains(s, "bgp_"))
}

// junosPeer reads "(External AS 64496)" or "(Internal AS 100)".
func junosPeer(c *Cursor, ev *Event) bool {
	old := c.i
	if !c.Lit("(") {
		return false
	}
	switch c.Any("external", "internal") {
	case 0:
		ev.PeerKind = "ebgp"
	case 1:
		ev.PeerKind = "ibgp"
	default:
		c.i = old
		return false
	}
	var ok bool
	if c.Word("as") {
		if ev.PeerAS, ok = c.AS(); ok && c.Lit(")") {
			return true
		}
	}
	c.i, ev.PeerKind, ev.PeerAS = old, "", 0
	return false
}

// junosCodes reads "3 (Update Message Error) subcode 4 (attribute flags error), Data: e0 07 ...".
func junosCodes(c *Cursor, ev *Event, alone bool) bool {
	var ok bool
	if ev.Code, ok = c.Code(); !ok || ev.Code == 0 {
		return false
	}
	area, ok := c.Paren()
	if !ok {
		return false
	}
	ev.Words, ev.Subcode = area, 0
	if c.Word("subcode") {
		if ev.Subcode, ok = c.Code(); !ok {
			return false
		}
		if w, ok := c.Paren(); ok {
			ev.Words += "/" + w
			c.bonus += 4 // a wrap in the word "subcode" must not look like a line without one
		} else {
			return false
		}
	} else if alone {
		return false
	}
	switch code, _, ok := Words(ev.Style, ev.Words); {
	case alone && (!ok || code != ev.Code):
		return false
	case ev.Vendor == junosBare && registry.TableErrorCodes.Name(uint64(ev.Code)) == "":
		return false // other protocols have NOTIFICATIONs with codes too: IKE
	}
	c.Judge(ev)
	for n := 0; n < 3; n++ {
		if !junosPart(c, ev) {
			break
		}
	}
	if alone {
		c.bonus -= 12 // any reading with a head wins
	}
	return true
}

// junosPart reads one part behind a comma: Data, Reason; others end the event.
func junosPart(c *Cursor, ev *Event) bool {
	old := c.i
	c.Lit(",")
	switch {
	case c.Lit("data:"), c.Lit("data :"):
		ev.Content = ContentData
		ev.Cut = true // Junos shows no more than the first octets of long Data, and no count
		return c.Dump(ev, ContentData, CountNone)
	case c.Lit("reason:"):
		junosReason(c, ev)
		return false
	}
	c.i = old
	return false
}

// junosReason reads what a reason tells about AS and routing instance.
func junosReason(c *Cursor, ev *Event) {
	at := c.i
	if !c.Lit("no group for ") {
		ev.Params = append(ev.Params, Param{Key: "Reason", Value: c.RestOfLine()})
		return
	}
	c.Addr()
	c.Lit("(proto)")
	if c.Lit("from as ") {
		if as, ok := c.AS(); ok {
			ev.PeerAS = as
		}
	}
	if c.Lit("found") {
		c.bonus++
	}
	c.Paren()
	if c.Lit("in ") {
		ev.VRF, _ = c.Token("(,")
		c.Paren()
	}
	c.Lit(",")
	if c.Lit("dropping him") {
		c.bonus++
	}
	ev.Params = append(ev.Params, Param{Key: "Reason", Value: strings.TrimSpace(c.t[at:c.i])})
}

// junosMalformed reads the report that follows a 3/x: three lines, each with its own time stamp or none.
func junosMalformed(c *Cursor, ev *Event) bool {
	s := strings.TrimRight(c.Before(), " \t\n")
	k := len(s) - len("received")
	if k < 0 || !equalFold(s[k:], "received") {
		return false
	}
	c.From(max(c.floor, c.at-512) + k)
	var ok bool
	if !c.Word("from") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	junosPeer(c, ev)
	ev.Kind, ev.Direction = KindOffender, DirReceived
	o := &Offender{AttrCode: Unknown, AttrFlags: Unknown, AttrLen: Unknown, Problem: "malformed-attribute"}
	ev.Offender = o
	junosReport(c, o)
	for n := 0; n < 2; n++ {
		text, take, ok := c.Following(0)
		if !ok {
			break
		}
		k := strings.LastIndex(text, "]: ")
		sub := &Cursor{v: &View{Text: text[k+1:]}, t: text[k+1:]}
		if k >= 0 {
			sub.Lit(":")
		}
		if !junosReport(sub, o) {
			break
		}
		take()
	}
	return true
}

// junosReport reads "Family F, prefix P" and "Malformed Attribute NAME(T) flag 0xFF length L.".
func junosReport(c *Cursor, o *Offender) bool {
	got := false
	if c.Lit("family ") {
		o.Family, got = c.Token(",")
		c.Lit(",")
		if c.Lit("prefix ") {
			o.Prefix, _ = c.Token(" ")
		}
	}
	if !c.Lit("malformed attribute ") {
		return got
	}
	c.Token("(")
	if t, ok := c.Paren(); ok && digits(t) == len(t) && len(t) <= 3 {
		o.AttrCode = atoi(t)
	}
	if c.Lit("flag 0x") {
		if t, _ := c.Token(" ."); hexDigits(t) == len(t) && len(t) == 2 {
			o.AttrFlags = hexValue(t[0])<<4 | hexValue(t[1])
		}
	}
	if c.Lit("length ") {
		o.AttrLen, _ = c.Number()
	}
	return true
}

// junosShow reads "Last Error: Words" of show bgp neighbor, with the Peer line in front of it.
func junosShow(c *Cursor, ev *Event) bool {
	s := c.Before()
	k := strings.LastIndex(s, "Peer: ")
	if k < 0 {
		return false
	}
	at := max(c.floor, c.at-512) + k
	sub := *c
	sub.i = at + len("Peer: ")
	var ok bool
	if ev.Peer, ev.PeerPort, ok = sub.IP(); !ok {
		return false
	}
	if sub.Word("as") {
		ev.PeerAS, _ = sub.AS()
	}
	if sub.Lit("local: ") {
		ev.Local, _, _ = sub.IP()
		if sub.Word("as") {
			ev.LocalAS, _ = sub.AS()
		}
	}
	ev.Words = c.RestOfLine()
	ev.Code, ev.Subcode, ok = Words(ev.Style, ev.Words)
	if !ok {
		return false
	}
	c.From(at)
	ev.Kind, ev.Reason = KindState, ReasonDown // who sent the NOTIFICATION is not told
	flap := c.t[c.i:min(len(c.t), c.i+1024)]
	if k := firstFold(flap, "peer: "); k >= 0 { // the next report
		flap = flap[:k]
	}
	const event = "last flap event: "
	if k := firstFold(flap, event); k >= 0 {
		switch flap = flap[k+len(event):]; {
		case firstFold(flap, "recvnotify") == 0:
			ev.Reason = ReasonReceived
		case firstFold(flap, "holdtime") == 0 && ev.Code == 4:
			ev.Reason = "hold-timer"
		}
	}
	return true
}
