package logline

import "strconv"

// score says how well a reading fits; it chooses between ways to undo wraps and between styles.
func (c *Cursor) score(ev *Event) int {
	n := 10 + c.bonus
	if ev.Code != Unknown {
		n += 4
	}
	if ev.Subcode != Unknown {
		n++
	}
	if ev.Direction != DirUnknown {
		n += 2
	}
	if isIP(ev.Peer) {
		n += 3
	} else if ev.Peer != "" {
		n++
	}
	if ev.PeerAS != 0 {
		n++
	}
	if ev.Declared != Unknown {
		n++
	}
	if c.dumped {
		n += c.scoreDump(ev)
	}
	return n
}

// scoreDump prefers whole octets, as many as announced.
func (c *Cursor) scoreDump(ev *Event) int {
	n := 0
	if c.octets > 0 {
		n += 2
	}
	if c.odd > 0 {
		n -= 8 // more than words can gain: half octets mean a wrong join
	}
	if ev.Declared != Unknown && (c.octets == ev.Declared || ev.DeclaredAs == CountMessage && c.octets >= ev.Declared) {
		n += 4
	}
	return n + min(c.octets, 1<<16)*4/(1<<16)
}

// Judge compares the printed words with the printed numbers, fills numbers that only the words give, and notes a
// disagreement. Styles call it when Code, Subcode and Words are set.
func (c *Cursor) Judge(ev *Event) {
	if ev.Words == "" {
		return
	}
	code, sub, ok := Words(ev.Style, ev.Words)
	if !ok {
		return
	}
	switch {
	case ev.Code == Unknown:
		ev.Code, ev.Subcode = code, sub
		c.bonus += 3
	case code == ev.Code && (sub == Unknown || sub == ev.Subcode):
		c.bonus += 3
		if sub != Unknown {
			c.bonus += 2
		}
	default:
		ev.Notes = append(ev.Notes, "the words \""+ev.Words+"\" usually stand for "+pairText(code, sub)+
			"; the numbers "+pairText(ev.Code, ev.Subcode)+" were taken")
		c.bonus++
	}
}

func pairText(code, sub int) string {
	if sub == Unknown {
		return strconv.Itoa(code)
	}
	return strconv.Itoa(code) + "/" + strconv.Itoa(sub)
}
