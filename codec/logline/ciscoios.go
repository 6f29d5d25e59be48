package logline

import "strings"

// ciscoIOS reads Cisco IOS and IOS XE:
//
//	%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 passive 2/2 (peer in wrong AS) 2 bytes FBF0
//	%BGP-5-ADJCHANGE: neighbor 192.0.2.1 vpn vrf GN Down BGP Notification sent
//	%BGP-5-NBR_RESET: Neighbor 192.0.2.1 active reset (BGP Notification received)
//	BGP: ses global 192.0.2.1 (0x7161E6385D88:0) pas Send NOTIFICATION 2/2 (peer in wrong AS) 2 bytes FBF0
//
// The count is that of Data; the octets are contiguous upper-case digits. The words name the subcode only.
func ciscoIOS() *Style {
	return &Style{
		Name:    "cisco-ios",
		Before:  "dge",
		Behind:  "0123456789",
		Vendor:  "Cisco IOS, IOS XE",
		Anchors: []string{"-notification", "-adjchange", "-nbr_reset", "notification", " byte", "bad open, "},
		Scan:    scanCiscoIOS,
		Link:    linkCiscoIOS,
	}
}

func scanCiscoIOS(c *Cursor, ev *Event) bool {
	if fold[c.t[c.at]] == 'b' {
		return ciscoBadOpen(c, ev)
	}
	switch fold[c.t[c.at+1]] {
	case 'b':
		return tail(c, ev, false)
	case 'o':
		return ciscoDebug(c, ev)
	}
	if !mnemonic(c) {
		return false
	}
	switch fold[c.t[c.at+2]] {
	case 'o':
		return ciscoLine(c, ev)
	case 'd':
		return ciscoAdj(c, ev)
	}
	return ciscoReset(c, ev)
}

// mnemonic checks that "%BGP-3" stands in front of the anchor and makes it the event's start; the '%' may be missing.
func mnemonic(c *Cursor) bool {
	s := c.Before()
	n := len(s)
	if n < 5 || s[n-1] < '0' || s[n-1] > '7' || !equalFold(s[n-5:n-1], "bgp-") {
		return false
	}
	at := c.at - 5
	if n > 5 && s[n-6] == '%' {
		at--
	}
	c.From(at)
	c.Lit(":")
	return true
}

// ciscoLine reads the syslog line behind its mnemonic.
func ciscoLine(c *Cursor, ev *Event) bool {
	var ok bool
	if ev.Direction, ok = c.Direction(); !ok || !c.Word("neighbor") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	c.Any("active", "passive")
	return ciscoCodes(c, ev) || c.unread(ev)
}

// ciscoCodes reads "2/2 (peer in wrong AS) 2 bytes FBF0".
func ciscoCodes(c *Cursor, ev *Event) bool {
	var ok bool
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	if ev.Words, ok = c.Paren(); !ok {
		return false
	}
	c.Judge(ev)
	if ev.Declared, ok = c.Number(); !ok {
		return true
	}
	if !c.Word("bytes") && !c.Word("byte") {
		return false
	}
	if !c.Dump(ev, ContentData, CountData) && ev.Declared > 0 {
		ev.Cut = true
	}
	return true
}

// ciscoDebug reads "BGP: ses global ADDR (0xPTR:0) pas Send NOTIFICATION 2/2 (...)" around its anchor.
func ciscoDebug(c *Cursor, ev *Event) bool {
	s := strings.TrimRight(c.Before(), " \t\n")
	k := strings.LastIndexAny(s, " \t\n") + 1
	switch strings.ToLower(s[k:]) {
	case "send", "sending":
		ev.Direction = DirSent
	case "receive", "received", "rcvd":
		ev.Direction = DirReceived
	default:
		return false
	}
	head := strings.LastIndex(strings.ToLower(s[:k]), "bgp: ")
	if head < 0 {
		return false
	}
	sub := *c
	sub.i = max(c.floor, c.at-512) + head + len("bgp: ")
	if sub.Word("ses") {
		if sub.Word("vrf") || sub.Word("vpn") {
			ev.VRF, _ = sub.Token("(")
		} else if _, ok := sub.Token("("); !ok {
			return false
		}
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = sub.IP(); !ok {
		return false
	}
	sub.Paren()
	sub.Any("pas", "act", "passive", "active")
	if sub.Any("send", "sending", "receive", "received", "rcvd") < 0 || !sub.Word("notification") {
		return false
	}
	c.From(max(c.floor, c.at-512) + head)
	ev.Same = true
	if !ciscoCodes(c, ev) {
		return false
	}
	area, _, two := strings.Cut(ev.Words, "/")
	_, sub1, named := Words(ev.Style, area)
	return !two || !named || sub1 != Unknown // Quagga's debug lines look alike, but name the code too
}

// badOpen marks a complaint about an OPEN, which the line of the NOTIFICATION behind it tells again.
type badOpen struct{}

// ciscoBadOpen reads "BGP: ADDR passive bad OPEN, remote AS is 64498, expected 64499" around its anchor.
func ciscoBadOpen(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	head := lastFold(s, "bgp: ")
	if head < 0 {
		return false
	}
	h := reading(s, head+len("bgp: "))
	if h.Word("ses") {
		if h.Word("vrf") || h.Word("vpn") {
			ev.VRF, _ = h.Token("(")
		} else if _, ok := h.Token("("); !ok {
			return false
		}
	}
	var ok bool
	if ev.Peer, ev.PeerPort, ok = h.IP(); !ok {
		return false
	}
	h.Paren()
	h.Any("pas", "act", "passive", "active")
	if h.ws() != len(s) || !c.Lit("remote as is ") {
		return false
	}
	if ev.PeerAS, ok = c.AS(); !ok || !c.Lit(", expected ") {
		return false
	}
	from := c.ws()
	if _, ok = c.AS(); !ok {
		return false
	}
	ev.Kind, ev.Direction, ev.MessageType = KindOffender, DirReceived, 1
	ev.Offender = &Offender{AttrCode: Unknown, AttrFlags: Unknown, AttrLen: Unknown, Problem: "peer-as-mismatch"}
	ev.param("expected AS", c.t[from:c.i], "the AS that is configured for the peer")
	ev.param("error", "2/2", "the NOTIFICATION that answers it: Bad Peer AS")
	ev.link = badOpen{}
	c.From(base + head)
	return true
}

// linkCiscoIOS drops a complaint about an OPEN when an event of the same peer follows within two lines.
func linkCiscoIOS(evs []Event) []Event {
	out := evs[:0]
	for i := range evs {
		if _, ok := evs[i].link.(badOpen); ok {
			told := false
			for k := i + 1; k < len(evs) && evs[k].Line <= evs[i].LineEnd+2; k++ {
				told = told || evs[k].Peer == evs[i].Peer
			}
			if told {
				continue
			}
		}
		out = append(out, evs[i])
	}
	return out
}

// ciscoAdj reads "neighbor ADDR [vpn vrf V] [active] Down REASON" behind %BGP-5-ADJCHANGE.
func ciscoAdj(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Word("neighbor") {
		return false
	}
	if ev.Peer, _, ok = c.IP(); !ok {
		return false
	}
	c.Any("active", "passive")
	if c.Lit("vpn vrf ") || c.Lit("vrf ") {
		if ev.VRF, ok = c.Token(""); !ok {
			return false
		}
	}
	c.Any("ipv4 unicast", "ipv6 unicast", "vpnv4 unicast")
	c.Any("active", "passive")
	ev.Kind = KindState
	switch c.Any("up", "down") {
	case 0:
		ev.Up = true
		return true
	case 1:
		c.Lit("-")
		ev.Words = ciscoReason(c)
		ev.Direction, ev.Same = notifyWords(ev.Words)
		return true
	}
	return false
}

// ciscoReason reads the reason of a fall: known words, which may be wrapped, or the rest of the line.
func ciscoReason(c *Cursor) string {
	i := c.ws()
	if c.Any("bgp notification sent", "bgp notification received") >= 0 {
		return c.t[i:c.i]
	}
	return c.ownLine()
}

// ciscoReset reads "Neighbor ADDR [active] reset (REASON)" behind %BGP-5-NBR_RESET.
func ciscoReset(c *Cursor, ev *Event) bool {
	var ok bool
	if !c.Word("neighbor") {
		return false
	}
	if ev.Peer, _, ok = c.IP(); !ok {
		return false
	}
	if c.Lit("vpn vrf ") {
		ev.VRF, _ = c.Token("")
	}
	c.Any("active", "passive")
	if !c.Word("reset") {
		return false
	}
	ev.Kind = KindState
	ev.Words, _ = c.Paren()
	ev.Direction, ev.Same = notifyWords(ev.Words)
	return true
}
