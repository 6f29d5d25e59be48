package logline

// ericssonSEOS reads Ericsson SmartEdge (SEOS, IPOS):
//
//	notification msg sent (nbr 192.0.2.1, context 0x40030044 32 bytes, repeated 89 times, code 3/4 (update: ...) -
//	0000 0000 ffff ffff ... 0020 0303 04e0 ...
//
// The count is the length of the BGP header; the dump is four zero octets and the whole message. The parenthesis of the
// first part never closes: the dash ends it.
func ericssonSEOS() *Style {
	return &Style{
		Name:    "ericsson-seos",
		Behind:  "m",
		Vendor:  "Ericsson SmartEdge (SEOS, IPOS)",
		Anchors: []string{"notification", "code "},
		Scan:    scanEricsson,
	}
}

func scanEricsson(c *Cursor, ev *Event) bool {
	if equalFold(c.t[c.at:c.at+4], "code") {
		return ericssonTail(c, ev, true)
	}
	var ok bool
	if !c.Lit("msg ") && !c.Lit("message ") {
		return false
	}
	if ev.Direction, ok = c.Direction(); !ok || !c.Lit("(nbr ") && !c.Lit("( nbr ") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok {
		return false
	}
	c.Lit(",")
	if c.Lit("context ") {
		if ev.Connection, ok = c.Token(" ,"); !ok {
			return false
		}
		c.Lit(",")
	}
	if n, ok := c.Number(); ok {
		if !c.Word("bytes") && !c.Word("byte") {
			return false
		}
		ev.Declared = n
		c.Lit(",")
	}
	if c.Word("repeated") {
		if ev.Repeat, ok = c.Number(); !ok { // the device's counter went below zero, or the line was made up
			n, _ := c.Token(" ,")
			if n == "" || digits(n) != len(n) {
				return false
			}
			ev.Notes = append(ev.Notes, "the line's count of repetitions, "+n+", cannot be right: it is taken as one")
		}
		if !c.Word("times") && !c.Word("time") {
			return false
		}
		c.Lit(",")
	}
	return c.Lit("code ") && ericssonTail(c, ev, false)
}

// ericssonTail reads "3/4 (update: attribute flags error) - 0000 0000 ffff ...". A tail alone, as people paste it, must have octets.
func ericssonTail(c *Cursor, ev *Event, alone bool) bool {
	var ok bool
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	if ev.Words, ok = c.Paren(); !ok {
		return false
	}
	dash := c.Lit("-") || c.Lit("—") || c.Lit("–")
	if alone && !dash {
		return false
	}
	c.Lit(")")
	if !c.Dump(ev, ContentMessage, CountMessage) && alone {
		return false
	}
	if alone {
		c.bonus -= 12 // any reading with a head wins
	}
	c.Judge(ev)
	return true
}
