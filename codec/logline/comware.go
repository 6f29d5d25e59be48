package logline

import "strings"

// comware reads "display bgp peer ADDR log-info" of HPE Comware and H3C:
//
//	Peer : 10.110.25.20
//	 10-Jul-2008 15:46:17 Down  Send Notification with Error 1/1
//	                            Message Header Error/Connection Not Synchronized
//
// The words can be wrong, the numbers hold. Changes of state are read in comware_state.go.
func comware() *Style {
	return &Style{
		Name:    "comware",
		Before:  "tgdev",
		Behind:  "w",
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
	if !ok || !c.Lit("with error ") {
		return false
	}
	state, at := lastWord(s[:at])
	if !strings.EqualFold(state, "down") {
		return false
	}
	clock, at := lastWord(s[:at])
	day, at := lastWord(s[:at])
	t, ok := comwareTime(day, clock)
	if !ok {
		return false
	}
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	c.From(base + at)
	ev.Direction, ev.TimeText = d, t
	comwareWords(c, ev)
	c.Judge(ev)
	c.bonus += 2
	comwarePeer(c, ev)
	return true
}

// comwareTime checks "10-Jul-2008" and "15:46:17". The clock has no zone, so the time stays a text.
func comwareTime(day, clock string) (string, bool) {
	f := strings.Split(day, "-")
	if len(f) != 3 || digits(f[0]) != len(f[0]) || len(f[1]) != 3 || digits(f[2]) != 4 || len(f[2]) != 4 {
		return "", false
	}
	var st stamp
	if st.clock(clock) != len(clock) || len(clock) < 8 {
		return "", false
	}
	return day + " " + clock, true
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
