package logline

import "strings"

// openBGPD reads OpenBGPD:
//
//	neighbor 203.0.113.18 (cust18): received notification: error in UPDATE message, attribute length wrong
//	neighbor 203.0.113.29: received notification, unknown errcode 8, subcode 0
//	neighbor 203.0.113.24 (cust24): received shutdown reason: "maintenance"           (a line of its own up to 7.7)
//	neighbor 2001:db8::7: received notification: Cease, administrative reset: reason "reboot"
//	  Last error received: HoldTimer expired                                          (bgpctl show neighbor)
//	neighbor 192.0.2.8: notification data, with rows "   0: 50 02 00 82 02 20 00 00  01 02" behind it
//
// The offsets of the rows are decimal. What stands in parentheses is the description of the configuration.
func openBGPD() *Style {
	return &Style{
		Name:    "openbgpd",
		Before:  "dg",
		Vendor:  "OpenBGPD",
		Anchors: []string{"notification", "shutdown reason:", "last error sent:", "last error recei"},
		Scan:    scanOpenBGPD,
	}
}

func scanOpenBGPD(c *Cursor, ev *Event) bool {
	if fold[c.t[c.at]] == 'l' {
		return openShow(c, ev)
	}
	if !openNeighbor(c, ev) {
		return false
	}
	if fold[c.t[c.at]] == 's' { // its notification stands elsewhere
		ev.Kind, ev.Same = KindState, true
		t, ok := c.Quoted()
		c.said(ev, t)
		return ok
	}
	if !openWords(c, ev) {
		return false
	}
	openReason(c, ev)
	if !openData(c, ev) {
		openFollowing(c, ev)
	}
	return true
}

// openShow reads the last NOTIFICATION as bgpctl tells it: "Last error sent: Cease, administratively down".
func openShow(c *Cursor, ev *Event) bool {
	ev.Direction = DirSent
	if c.Lit("ved:") {
		ev.Direction = DirReceived
	}
	c.From(c.at)
	if !openArea(c, ev) || !blankText(c.t[c.i:c.endOfLine()]) {
		return false
	}
	c.underHeading(ev, 0)
	return true
}

// openNeighbor reads "neighbor ADDR[/LEN] [(description)]: received" in front of the anchor.
func openNeighbor(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	if w, _ := lastWord(s); !equalWord(w, "received") && !equalWord(w, "sending") {
		return false
	}
	for end, n := len(s), 0; n < 4; n++ {
		k := lastFold(s[:end], "neighbor ")
		if k < 0 {
			return false
		}
		h := reading(s, k)
		if d, ok := openHead(h, ev); ok && h.ws() == len(s) {
			ev.Direction = d
			c.From(base + k)
			return true
		}
		end = k
	}
	return false
}

// openHead reads a neighbor and the way of a message.
func openHead(h *Cursor, ev *Event) (Direction, bool) {
	h.Lit("neighbor ")
	tok, ok := h.Token("(),;=\"'")
	if !ok {
		return DirUnknown, false
	}
	if strings.HasSuffix(tok, ":") {
		tok = tok[:len(tok)-1]
		h.i--
	}
	addr, length := tok, ""
	if k := strings.LastIndexByte(tok, '/'); k >= 0 && !isIP(tok) && digits(tok[k+1:]) == len(tok)-k-1 {
		addr, length = tok[:k], tok[k+1:]
	}
	if ev.Peer, _, ok = splitAddr(addr); !ok || !isIP(ev.Peer) {
		return DirUnknown, false
	}
	if length != "" { // a template for a prefix, and who came from it is not told
		ev.Peer += "/" + length
	}
	h.Paren()
	if !h.Lit(":") {
		return DirUnknown, false
	}
	switch h.Any("received", "sending") {
	case 0:
		return DirReceived, true
	case 1:
		return DirSent, true
	}
	return DirUnknown, false
}

// openWords reads ": Area, words" or ", unknown errcode 8, subcode 0".
func openWords(c *Cursor, ev *Event) bool {
	var ok bool
	if c.Lit(", unknown errcode ") {
		if ev.Code, ok = c.numberUpTo(','); !ok || !c.Lit(", subcode ") {
			return false
		}
		ev.Subcode, ok = c.Code()
		c.bonus += 3
		return ok
	}
	return c.Lit(":") && openArea(c, ev)
}

// openArea reads "Area, words".
func openArea(c *Cursor, ev *Event) (ok bool) {
	from := c.ws()
	for _, a := range openAreas {
		if !c.openLit(a.text) {
			continue
		}
		ev.Code, ev.Subcode = a.code, 0
		if c.Lit(", unknown subcode ") {
			ev.Subcode, ok = c.Code()
			return ok
		}
		old := c.i
		c.bonus += 5
		if c.Lit(",") && !openSub(c, ev) {
			c.i = old
			c.bonus -= 3
		}
		ev.Words = c.t[from:c.i]
		return true
	}
	return false
}

// openLit reads a wording that no further letter follows.
func (c *Cursor) openLit(s string) bool {
	n := c.match(c.ws(), s)
	if n < 0 || n < len(c.t) && isWord(c.t[n]) && c.v.lineStart(n) != n {
		return false
	}
	c.i = n
	return true
}

// openSub reads the words of a subcode; the longest that fit win.
func openSub(c *Cursor, ev *Event) bool {
	from, best := c.i, c.i
	for _, w := range openTable {
		c.i = from
		if w.code == ev.Code && c.openLit(w.text) && c.i > best {
			best, ev.Subcode = c.i, w.sub
		}
	}
	c.i = best
	if best == from {
		return c.commonSub(ev)
	}
	if ev.Code == 2 && ev.Subcode == 7 { // ": multi-protocol", the capability
		old := c.i
		if c.Lit(":") && c.Peek() != 0 && !c.Lit("reason ") {
			if t := c.line(); t != "" {
				ev.param("capability", t, "")
				return true
			}
		}
		c.i = old
	}
	return true
}

// commonSub reads the words of a subcode as others write them, up to a mark or the end of the line: forks and later versions
// have words of their own.
func (c *Cursor) commonSub(ev *Event) bool {
	from := c.ws()
	t := c.t[from:min(len(c.t), from+64)]
	if k := strings.IndexAny(t, ":;,\"\n"); k >= 0 {
		t = t[:k]
	}
	t = strings.TrimRight(t, " \r\t")
	w, ok := lookup("openbgpd", t, ev.Code)
	if !ok || w.sub <= 0 {
		return false
	}
	ev.Subcode, c.i = w.sub, from+len(t)
	return true
}

// openReason reads `: reason "text"`.
func openReason(c *Cursor, ev *Event) {
	old := c.i
	c.Lit(":")
	if c.Lit("reason ") {
		if t, ok := c.Quoted(); ok {
			c.said(ev, t)
			return
		}
	}
	c.i = old
}

// openFollowing takes the lines behind the event that belong to it: the shutdown reason, the Data.
func openFollowing(c *Cursor, ev *Event) {
	text, take, ok := c.Following(0)
	if !ok {
		return
	}
	k := firstFold(text[:min(len(text), 512)], "neighbor ") // what a peer wrote behind it may imitate a line
	if k < 0 {
		return
	}
	h := reading(text, k)
	var other Event
	d, received := openHead(h, &other)
	switch {
	case other.Peer != ev.Peer:
	case received && d == ev.Direction && h.Lit("shutdown reason:") && !ev.HasText:
		if t, ok := h.Quoted(); ok {
			c.said(ev, t)
			take()
		}
	case !received && h.Lit("notification data") && h.Peek() == 0:
		take()
		openRows(c, ev)
	}
}

// openData reads "neighbor ADDR: notification data" and its rows where they stand in the same text, so that they may be
// wrapped.
func openData(c *Cursor, ev *Event) bool {
	h := *c
	h.tag()
	var other Event
	if _, ok := openHead(&h, &other); ok || other.Peer != ev.Peer || !h.Lit("notification data") {
		return false
	}
	var nibbles []byte
	for len(nibbles) < 2*65535 {
		row := h
		row.tag()
		i := row.ws()
		n := digits(row.t[i:min(len(row.t), i+8)])
		if n == 0 || i+n >= len(row.t) || row.t[i+n] != ':' || atoi(row.t[i:i+n])*2 != len(nibbles) {
			break
		}
		row.i = i + n + 1
		old := len(nibbles)
		if nibbles = row.openRow(nibbles); len(nibbles) == old {
			break
		}
		h.i = row.i
	}
	if len(nibbles) < 2 {
		return false
	}
	c.i = h.i
	openOctets(c, ev, nibbles)
	return true
}

// tag skips a program's name in front of a line: "bgpd[4242]:".
func (c *Cursor) tag() {
	i := c.ws()
	w := word(c.t[i:min(len(c.t), i+64)])
	if strings.HasSuffix(w, "]:") && strings.IndexByte(w, '[') > 0 {
		c.i = i + len(w)
	}
}

// openRow appends the digits of one row, at most 16 octets. Behind a line end only a line of octets goes on.
func (c *Cursor) openRow(nibbles []byte) []byte {
	for n := 0; n < 32; {
		i := c.ws()
		w := word(c.t[i:min(len(c.t), i+33)])
		if w == "" || hexDigits(w) != len(w) || n+len(w) > 32 {
			break
		}
		if c.v.lineStart(i) == i || c.v.lineEnd(max(c.i-1, 0)) <= i {
			l := c.t[i:c.v.lineEnd(i)]
			if s := strings.Trim(l, "0123456789abcdefABCDEF \t\n"); s != "" || strings.ContainsAny(strings.TrimSpace(l), " ") && len(w) > 2 {
				break
			}
		}
		nibbles = append(nibbles, w...)
		n += len(w)
		c.i = i + len(w)
	}
	return nibbles
}

// openRows collects the rows of a dump; each may have an envelope and the program's name in front.
func openRows(c *Cursor, ev *Event) {
	var nibbles []byte
	for len(nibbles) < 2*65535 {
		text, take, ok := c.Following(0)
		if !ok {
			break
		}
		if k := strings.LastIndex(text, "]: "); k >= 0 {
			text = text[k+2:]
		}
		text = strings.TrimSpace(text)
		n := digits(text)
		if n == 0 || n >= len(text) || text[n] != ':' || atoi(text[:n])*2 != len(nibbles) {
			if len(nibbles) == 0 || !hexRow(text) {
				break
			}
			n = -1
		}
		row := text[n+1:]
		old := len(nibbles)
		for i := 0; i < len(row); i++ {
			if isHex(row[i]) {
				nibbles = append(nibbles, row[i])
			} else if !isBlank(row[i]) {
				nibbles = nibbles[:old]
				break
			}
		}
		if len(nibbles) == old {
			break
		}
		take()
	}
	if len(nibbles) >= 2 {
		openOctets(c, ev, nibbles)
	}
}

// openOctets makes Data of hex digits.
func openOctets(c *Cursor, ev *Event, nibbles []byte) {
	o := make([]byte, len(nibbles)/2)
	for i := range o {
		o[i] = byte(hexValue(nibbles[2*i])<<4 | hexValue(nibbles[2*i+1]))
	}
	ev.Octets, ev.Notation, ev.Content, ev.DataKnown = o, "hex", ContentData, true
	c.bonus += 2 + min(len(o), 1<<10)*4/(1<<10)
	if len(nibbles)%2 != 0 {
		c.bonus -= 8
	}
}

// openAreas and openTable have OpenBGPD's wordings as printed, in lower case.
var openAreas = []wording{
	{1, -1, "header error"},
	{2, -1, "error in open message"},
	{3, -1, "error in update message"},
	{4, -1, "holdtimer expired"},
	{5, -1, "finite state machine error"},
	{6, -1, "cease"},
	{7, -1, "error in route-refresh message"},
	{8, -1, "sendholdtimer expired"},
	{8, -1, "send hold timer expired"},
}

var openTable = []wording{
	{1, 1, "synchronization error"},
	{1, 2, "wrong length"},
	{1, 3, "unknown message type"},
	{2, 1, "version mismatch"},
	{2, 2, "as unacceptable"},
	{2, 3, "bgpid invalid"},
	{2, 4, "optional parameter error"},
	{2, 5, "authentication error"},
	{2, 6, "unacceptable holdtime"},
	{2, 7, "unsupported capability"},
	{2, 11, "role mismatch"},
	{3, 1, "attribute list error"},
	{3, 2, "unknown well-known attribute"},
	{3, 3, "well-known attribute missing"},
	{3, 4, "attribute flags error"},
	{3, 5, "attribute length wrong"},
	{3, 6, "origin unacceptable"},
	{3, 7, "loop detected"},
	{3, 8, "nexthop unacceptable"},
	{3, 9, "optional attribute error"},
	{3, 10, "network unacceptable"},
	{3, 11, "as-path unacceptable"},
	{5, 0, "unspecified error"},
	{5, 1, "received unexpected message in opensent"},
	{5, 2, "received unexpected message in openconfirm"},
	{5, 3, "received unexpected message in established"},
	{6, 1, "received max-prefix exceeded"},
	{6, 2, "administratively down"},
	{6, 3, "peer unconfigured"},
	{6, 4, "administrative reset"},
	{6, 5, "connection rejected"},
	{6, 6, "other config change"},
	{6, 7, "collision"},
	{6, 8, "resource exhaustion"},
	{6, 9, "hard reset"},
	{6, 10, "sent max-prefix exceeded"},
	{6, 10, "bfd down"},
	{7, 1, "invalid message length"},
}
