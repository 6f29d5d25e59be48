package logline

import "strings"

// comware reads "display bgp peer ADDR log-info" of HPE Comware and H3C:
//
//	Peer : 10.110.25.20
//	 10-Jul-2008 15:46:17 Down  Send Notification with Error 1/1
//	                            Message Header Error/Connection Not Synchronized
//
// and debugging:
//
//	BGP.: 192.0.2.1 Send NOTIFICATION
//	Err/SubErr: 6/0 (Cease/ErrSubCode Unspecified)
//	Error data NULL.
//
// The words can be wrong, the numbers hold. Changes of state are read in comware_state.go.
func comware() *Style {
	return &Style{
		Name:    "comware",
		Before:  "tgdev",
		Behind:  "we",
		Vendor:  "HPE Comware, H3C",
		Anchors: []string{"notification", "state has change", "state is changed"},
		Scan:    scanComware,
	}
}

func scanComware(c *Cursor, ev *Event) bool {
	if fold[c.t[c.at]] == 's' {
		return comwareState(c, ev)
	}
	s, base := c.lead()
	d, at, ok := wayBefore(s)
	if !ok {
		return false
	}
	if c.Lit("err/suberr:") {
		return comwareDebug(c, ev, d, s[:at], base)
	}
	if !c.Lit("with error ") {
		return false
	}
	state, at := lastWord(s[:at])
	if !strings.EqualFold(state, "down") {
		return false
	}
	st, at, ok := comwareTime(s, at)
	if !ok && !c.dated(base+at) {
		return false
	}
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	c.From(base + at)
	ev.Direction, ev.Past = d, true
	if c.opts != nil {
		ev.Time, ev.TimeText = st.complete(*c.opts)
	}
	comwareWords(c, ev)
	c.Judge(ev)
	c.bonus += 2
	comwarePeer(c, ev)
	return true
}

// comwareDebug reads "6/0 (words)" and "Error data NULL." behind "BGP.: ADDR Send NOTIFICATION".
func comwareDebug(c *Cursor, ev *Event, d Direction, s string, base int) bool {
	var at, start int
	var ok bool
	if ev.Peer, _, at, ok = AddrBefore(s); !ok {
		return false
	}
	if start, ok = comwareInstance(s[:at], ev); !ok {
		return false
	}
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	c.From(base + start)
	ev.Direction = d
	ev.Words, _ = c.Paren()
	c.Judge(ev)
	if c.Lit("error data") || c.Lit("errdata") {
		c.Lit(":")
		if c.Word("null") {
			ev.DataKnown = true
			c.Lit(".")
		} else {
			c.Dump(ev, ContentData, CountNone)
		}
	}
	c.bonus += 2
	return true
}

// comwareTime reads "10-Jul-2008 15:46:17" in front of s[at], where it stands behind what is no head of a line; else it gives at.
func comwareTime(s string, at int) (stamp, int, bool) {
	_, k := lastWord(s[:at])
	_, k = lastWord(s[:k])
	n, st := readStamp(s[k:at])
	if n == 0 || !st.hasDate || st.year == 0 || k+n != len(strings.TrimRight(s[:at], " ")) {
		return stamp{}, at, false
	}
	return st, k, true
}

// comwareWords takes the line behind the numbers when it names an area: "UPDATE Message Error/Unsupported optional Parameter".
func comwareWords(c *Cursor, ev *Event) {
	from := c.ws()
	for end := from; end < len(c.t) && end-from < 160; {
		end = c.v.lineEnd(end)
		words := strings.TrimSpace(c.t[from:end])
		area, _, ok := strings.Cut(words, "/")
		if !ok || strings.IndexByte(words, '\n') >= 0 {
			continue
		}
		if _, _, ok := Words(ev.Style, area); ok && len(words) <= 160 {
			ev.Words = words
			c.i = from + len(words)
		}
		return
	}
}

// comwarePeer finds "Peer : ADDR" or the command with its address above.
func comwarePeer(c *Cursor, ev *Event) {
	s := c.above(8 << 10)
	for n := 0; n < 8; n++ {
		k := lastFold(s, "peer ")
		if k < 0 {
			return
		}
		h := reading(s, k+len("peer "))
		colon := h.Lit(":")
		if peer, _, ok := h.IP(); ok && (colon || h.Word("log-info")) {
			ev.Peer = peer
			return
		}
		s = s[:k]
	}
}
