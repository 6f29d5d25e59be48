package logline

import "strings"

// dellOS10 reads Dell OS10, which prints words only, in two layouts:
//
//	%BGP_NBR_BKWD_STATE_CHG: Backward state change occurred Hold Time expired for Nbr:192.0.2.2 VRF:default
//	%BGP_NBR_BKWD_STATE_CHG: Backward state change occurred for peer [192.0.2.3], vrf [default], old state [ESTABLISHED], new state [IDLE], event [...]
//	%BGP_MAX_PRFX_REACHED: Maximum prefix limit per peer exceeded. Max Prefix hit from nbr:192.0.2.4 in VRF:blue
//
// Who ended the session is not told.
func dellOS10() *Style {
	return &Style{
		Name:    "dell-os10",
		Vendor:  "Dell OS10",
		Anchors: []string{"bgp_nbr_bkwd_sta", "bgp_max_prfx_rea"},
		Scan:    scanDellOS10,
	}
}

func scanDellOS10(c *Cursor, ev *Event) bool {
	if c.at > c.floor && c.t[c.at-1] == '%' {
		c.From(c.at - 1)
	}
	ev.Kind = KindState
	if c.Lit("ched:") {
		return dellPrefixes(c, ev)
	}
	if !c.Lit("te_chg:") || !c.Lit("backward state change occurred") {
		return false
	}
	if c.Lit("for peer [") {
		return dellPeerState(c, ev)
	}
	var ok bool
	if ev.Words, ok = c.Until("for nbr:", 120); !ok {
		return false
	}
	c.Judge(ev)
	return dellNbr(c, ev)
}

// dellNbr reads "192.0.2.2 VRF:default".
func dellNbr(c *Cursor, ev *Event) bool {
	var ok bool
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	c.Word("in")
	if c.Lit("vrf:") {
		ev.VRF, _ = c.Token(",")
		c.bonus += 2
	}
	c.cutWord()
	return true
}

// dellPrefixes reads the line about the limit of prefixes.
func dellPrefixes(c *Cursor, ev *Event) bool {
	w, ok := c.Until("hit from nbr:", 160)
	if !ok || !dellNbr(c, ev) {
		return false
	}
	ev.Code, ev.Subcode = 6, 1 // what the mnemonic means
	ev.Words, _, _ = strings.Cut(w, ".")
	return true
}

// dellPeerState reads "192.0.2.3], vrf [default], old state [A], new state [B], event [ADJCHANGE: words]".
func dellPeerState(c *Cursor, ev *Event) bool {
	p, ok := c.Until("]", 80)
	if !ok {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = splitAddr(p); !ok {
		return false
	}
	for n := 0; n < 6; n++ {
		old := c.i
		c.Lit(",")
		key := c.Any("vrf", "old state", "new state", "event")
		if key < 0 || !c.Lit("[") {
			c.i = old
			break
		}
		v, ok := c.Until("]", 160)
		if !ok {
			return false
		}
		switch key {
		case 0:
			ev.VRF = v
		case 1:
			ev.From = v
		case 2:
			ev.To = v
		case 3:
			ev.Words = v
			const head = "adjchange:"
			if len(v) > len(head) && equalFold(v[:len(head)], head) {
				ev.Words = strings.TrimSpace(v[len(head):])
			}
			c.Judge(ev)
		}
	}
	return true
}
