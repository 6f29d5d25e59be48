package logline

import "strings"

// metalLB reads MetalLB's own BGP speaker, which prints code and subcode as one hex number:
//
//	{"error":"got BGP notification code 0x0602 (Administrative Shutdown)","localASN":64496,"peer":"192.0.2.1:179","peerASN":64497}
func metalLB() *Style {
	return &Style{
		Name:    "metallb",
		Vendor:  "MetalLB (native speaker)",
		Anchors: []string{"bgp notification"},
		Scan:    scanMetalLB,
	}
}

func scanMetalLB(c *Cursor, ev *Event) bool {
	if !c.Lit("code 0x") {
		return false
	}
	t := c.t[c.i:min(len(c.t), c.i+5)]
	if len(t) < 4 || hexDigits(t) != 4 {
		return false
	}
	ev.Code = hexValue(t[0])<<4 | hexValue(t[1])
	ev.Subcode = hexValue(t[2])<<4 | hexValue(t[3])
	c.i += 4
	if w, ok := c.Paren(); ok {
		if ev.Words = w; equalWord(w, "unknown code") {
			ev.Words = ""
		}
		c.Judge(ev)
	}
	ev.Direction = DirReceived
	metalLBFields(c, ev)
	return true
}

// metalLBFields reads the fields of the JSON object, or those beside the error in another notation.
func metalLBFields(c *Cursor, ev *Event) {
	s, base := c.lead()
	for k, n := strings.LastIndexByte(s, '{'), 0; k >= 0 && n < 4; k, n = strings.LastIndexByte(s[:k], '{'), n+1 {
		fs, end, ok := jsonLine(c.t, base+k)
		if !ok || end < c.i {
			continue
		}
		if f, ok := fieldOf(fs, "peer"); ok {
			metalLBPeer(ev, f.val)
		}
		if f, ok := fieldOf(fs, "peerASN"); ok {
			ev.PeerAS = asField(f.val)
		}
		if f, ok := fieldOf(fs, "localASN"); ok {
			ev.LocalAS = asField(f.val)
		}
		if ev.LocalAS != 0 {
			c.bonus++
		}
		c.From(base + k)
		c.To(end)
		c.bonus += 2
		return
	}
	s = c.here()
	old := c.i
	c.Lit(`"`)
	if end, ok := metalLBText(c); ok {
		c.To(end)
	} else {
		c.i = old
	}
	line := s + c.t[old:c.i]
	metalLBPeer(ev, nearField(line, "peer"))
	ev.PeerAS, ev.LocalAS = asField(nearField(line, "peerasn")), asField(nearField(line, "localasn"))
	c.cutWord()
}

// metalLBText returns the end of the fields key=value behind the cursor: those on its line, and on the next ones as long as
// none is the peer.
func metalLBText(c *Cursor) (end int, ok bool) {
	limit := c.lineEnd(max(c.i-1, 0))
	for n := 0; n < 4; n++ {
		for limit < len(c.t) && limit > 0 && !isBlank(c.t[limit-1]) && !isBlank(c.t[limit]) {
			limit++
		}
		fs, e := textLine(c.t[:limit], c.i)
		if len(fs) > 0 && newRecord(strings.ToLower(fs[len(fs)-1].key)) {
			return end, ok
		}
		end, ok = e, len(fs) > 0
		if _, have := fieldOf(fs, "peer"); have || limit >= len(c.t) {
			break
		}
		limit = c.lineEnd(limit)
	}
	return end, ok
}

func metalLBPeer(ev *Event, s string) {
	if p, port, ok := splitAddr(s); ok && isIP(p) {
		ev.Peer, ev.PeerPort = p, port
	}
}

// asField returns an AS number written alone, 0 when there is none.
func asField(s string) uint32 {
	c := reading(s, 0)
	as, ok := c.AS()
	if !ok || c.i != len(s) {
		return 0
	}
	return as
}
