package logline

import "strings"

// bird reads BIRD's log and "show protocols":
//
//	2026-11-21 23:43:10 <RMT> peer17: Received: Invalid attribute flags: e007080001000fc000026301
//	2026-11-21 23:43:10 <RMT> peer38: Error: Bad message length: 0012
//	2026-11-21 23:43:10 <TRACE> peer38: Sending NOTIFICATION(code=6.2)
//	peer32     BGP        ---        start  23:43:17.412  Passive       BGP Error: Bad peer AS
//	peer33     BGP        ---        start  23:43:18.095  Active        Socket: Connection reset by peer
//	| 192.0.2.7 | node-to-node mesh | start | 07:05:27 | Passive       Received: Hold timer expired |       calicoctl
//
// "Error" is what BIRD sent; of its own Cease it logs the code only, and that with "debug { events }". Data is printed without blanks, cut at 16 octets (up to 2.0) or
// at 128; an AS or hold time of two or four octets as a decimal number, a shutdown communication as text. The line has the
// name of the protocol, not the address of the peer.
func bird() *Style {
	return &Style{
		Name:   "bird",
		Vendor: "BIRD",
		Anchors: []string{"received: ", ": error: ", "bgp error: ", "sending notification(code=",
			"socket: connecti", "socket: no route", "socket: network "},
		Scan: scanBIRD,
		Link: linkBIRD,
	}
}

func scanBIRD(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	shown := false
	ev.Direction = DirSent
	switch fold[c.t[c.at]] {
	case 'r':
		ev.Direction = DirReceived
		if t := strings.TrimRight(s, " \t\n"); strings.HasSuffix(t, ":") && suffixFold(t, "last error:") < 0 {
			if len(s)-len(t) > 1 && strings.IndexByte(s[len(t):], '\n') < 0 {
				return false // a column, such as "Description:    "
			}
			s = t[:len(t)-1]
		} else {
			shown = true
		}
	case 'b':
		shown = true
	case 's':
		if fold[c.t[c.at+1]] == 'o' {
			return birdSocket(c, ev, s, base)
		}
		return birdSending(c, ev, s, base)
	}
	var ok bool
	if ev.Code, ev.Subcode, ok = birdWords(c, ev); !ok {
		return false
	}
	if shown {
		return birdShow(c, ev, s, base)
	}
	name, at := lastWord(s)
	if len(name) == 0 || at+len(name) != len(s) {
		return false
	}
	plain := strings.TrimLeft(name, "*`\"'") // of Markdown, or a quotation
	if at += len(name) - len(plain); !isName(plain) {
		return false
	}
	ev.named("protocol", plain)
	c.From(base + at)
	if head := strings.TrimRight(s[:at], " \t\n"); strings.HasSuffix(head, "<RMT>") {
		c.From(base + len(head) - len("<RMT>"))
		c.bonus += 3
	}
	birdValue(c, ev)
	return true
}

// birdSending reads "peer38: Sending NOTIFICATION(code=6.2)".
func birdSending(c *Cursor, ev *Event, s string, base int) bool {
	t, ok := strings.CutSuffix(strings.TrimRight(s, " \t\n"), ":")
	name, at := lastWord(t)
	if !ok || len(name) == 0 || !isName(name) {
		return false
	}
	if ev.Code, ok = c.numberUpTo('.'); !ok || ev.Code == 0 || !c.Lit(".") {
		return false
	}
	if ev.Subcode, ok = c.Code(); !ok || !c.Lit(")") {
		return false
	}
	ev.named("protocol", name)
	c.From(base + at)
	ev.Same = true // behind a line that told the error
	if head := strings.TrimRight(t[:at], " \t\n"); strings.HasSuffix(head, "<TRACE>") {
		c.From(base + len(head) - len("<TRACE>"))
	}
	return true
}

// birdShow checks what stands in front in "show protocols [all]": the row of the protocol, or "Last error:".
func birdShow(c *Cursor, ev *Event, s string, base int) bool {
	if k := suffixFold(strings.TrimRight(s, " \t\n"), "last error:"); k >= 0 {
		c.From(base + k)
		birdNeighbor(c, ev)
		ev.link = birdError{}
		return true
	}
	at, ok := birdHead(s, c.v.lineStart(c.at)-base, ev)
	if !ok {
		return false
	}
	c.From(base + at)
	ev.link = birdRow{}
	return true
}

// birdSocket reads the error of a connection in the row of a protocol: "Active        Socket: Connection refused".
func birdSocket(c *Cursor, ev *Event, s string, base int) bool {
	at, ok := birdHead(s, c.v.lineStart(c.at)-base, ev)
	if !ok {
		return false
	}
	c.i = c.at + len("socket:")
	ev.Words, _, _ = strings.Cut(c.line(), " |")
	ev.Words = strings.TrimSpace(ev.Words)
	if ev.Reason = Reason(ev.Words); ev.Reason == "" {
		return false
	}
	ev.Kind, ev.Direction = KindState, DirUnknown
	c.From(base + at)
	return true
}

// birdHead reads the row of a protocol up to the state of its session: of birdc, or of the table that calicoctl makes of that. Its
// line begins at s[from], and the event at s[at].
func birdHead(s string, from int, ev *Event) (at int, ok bool) {
	from = max(from, 0)
	f := strings.Fields(s[min(from, len(s)):])
	if len(f) == 0 {
		return 0, false
	}
	switch strings.ToLower(f[len(f)-1]) {
	case "idle", "connect", "active", "opensent", "openconfirm", "established", "close", "passive", "down":
	default:
		return 0, false
	}
	if f[0] == "|" {
		at = from
		cells := strings.Split(s[at:], "|")
		if len(cells) != 6 {
			return 0, false
		}
		ev.Peer, _, ok = splitAddr(strings.TrimSpace(cells[1]))
		return at, ok && isIP(ev.Peer)
	}
	k := lastFold(s, " bgp ")
	if k < 0 {
		return 0, false
	}
	name, at := lastWord(s[:k])
	if f = strings.Fields(s[k:]); !isName(name) || len(f) < 4 || len(f) > 7 {
		return 0, false
	}
	ev.named("protocol", name)
	return at, true
}

// birdRow marks the row of a protocol, birdError the line "Last error:" below it.
type (
	birdRow   struct{}
	birdError struct{}
)

// birdNeighbor takes the peer from the lines between the row of a protocol and "Last error:".
func birdNeighbor(c *Cursor, ev *Event) {
	s := c.above(1 << 10)
	s = s[max(0, lastFold(s, "bgp state:")):]
	k := lastFold(s, "neighbor address:")
	if k < 0 {
		return
	}
	h := reading(s, k+len("neighbor address:"))
	tok, _ := h.Token("")
	if addr, _, zone := strings.Cut(tok, "%"); zone && strings.IndexByte(addr, ':') < 0 {
		tok = addr // an interface stands behind addresses of IPv4, too
	}
	if ev.Peer, _, _ = splitAddr(tok); ev.Peer == "" {
		return
	}
	if h.Lit("neighbor as:") {
		ev.PeerAS, _ = h.AS()
	}
	if h.Lit("local as:") {
		ev.LocalAS, _ = h.AS()
	}
}

// linkBIRD makes one event of what show protocols all tells twice: in the row, which has the name, and below it.
func linkBIRD(evs []Event) []Event {
	out := evs[:0]
	for i := range evs {
		ev := &evs[i]
		if _, ok := ev.link.(birdError); ok && len(out) > 0 {
			row := &out[len(out)-1]
			if _, ok := row.link.(birdRow); ok && row.Code == ev.Code && row.Subcode == ev.Subcode && row.Direction == ev.Direction && ev.Line-row.Line < 16 {
				row.Peer, row.PeerAS, row.LocalAS, row.link = ev.Peer, ev.PeerAS, ev.LocalAS, nil
				continue
			}
		}
		out = append(out, *ev)
	}
	return out
}

// birdWords reads the wording. A value or nothing follows on the line.
func birdWords(c *Cursor, ev *Event) (code, sub int, ok bool) {
	from := c.ws()
	if c.Lit("unknown error ") {
		n, ok1 := c.numberUpTo('.')
		if !ok1 || !c.Lit(".") {
			return 0, 0, false
		}
		m, ok2 := c.Code()
		if !ok2 || !c.birdEnd() {
			return 0, 0, false
		}
		ev.Words = c.t[from:c.i]
		return n, m, true
	}
	best := from
	for _, w := range birdTable {
		n := c.match(from, w.text)
		if n <= best {
			continue
		}
		old := c.i
		c.i = n
		if c.birdEnd() {
			best, code, sub = n, w.code, w.sub
		}
		c.i = old
	}
	if best == from {
		return 0, 0, false
	}
	c.i, ev.Words = best, c.t[from:best]
	c.bonus += 3
	return code, sub, true
}

// birdEnd reports whether the wording can end at the cursor: a colon or a parenthesis stands there or nothing more on the
// line.
func (c *Cursor) birdEnd() bool {
	if c.i < len(c.t) && c.t[c.i] == ':' || strings.HasPrefix(c.t[c.i:], " (") {
		return true
	}
	if c.i >= len(c.t) {
		return true
	}
	rest := strings.Trim(c.t[c.i:c.endOfLine()], " \t\r\n|") // calicoctl's rows end with a bar
	return rest == "" || closes(rest)
}

// closes reports whether a text begins with what ends a quotation, a cell or an element around a message.
func closes(rest string) bool {
	switch rest[0] {
	case '"', '\'':
		return len(rest) == 1 || rest[1] == ',' || rest[1] == ';' || rest[1] == '\t'
	case '<':
		return len(rest) > 1 && rest[1] == '/'
	case '`', '*':
		return strings.Trim(rest, "`* |") == ""
	}
	return false
}

// numberUpTo reads a decimal number below 256 that a given octet follows.
func (c *Cursor) numberUpTo(stop byte) (int, bool) {
	i := c.ws()
	n := digits(c.t[i:min(len(c.t), i+4)])
	if n == 0 || n > 3 || i+n >= len(c.t) || c.t[i+n] != stop || atoi(c.t[i:i+n]) > 255 {
		return Unknown, false
	}
	c.i = i + n
	return atoi(c.t[i : i+n]), true
}

// birdValue reads what stands behind the wording.
func birdValue(c *Cursor, ev *Event) {
	if strings.HasPrefix(c.t[c.i:], " (") { // "Role mismatch (provider)"
		t, _ := c.Paren()
		ev.param("value", t, "")
		return
	}
	if !c.Lit(":") {
		ev.DataKnown = ev.Code != 6 || ev.Subcode != 2 && ev.Subcode != 4
		return
	}
	old := c.i
	switch {
	case c.Peek() == '"':
		t, _ := c.Quoted()
		c.said(ev, t)
	case c.Peek() == '(':
		t, _ := c.Paren()
		ev.param("value", t, "")
	case ev.Code == 2 && (ev.Subcode == 2 || ev.Subcode == 6) && birdDecimal(c, ev):
	default:
		c.i = old
		before := *ev
		if !c.Dump(ev, ContentData, CountNone) {
			return
		}
		if rest := strings.TrimLeft(c.t[c.i:max(c.i, c.endOfLine())], " \t"); rest != "" && !closes(rest) {
			// Nothing stands behind BIRD's octets. A number that another line seems to continue is better read without that line.
			*ev, c.i = before, old
			c.bonus -= 4
			return
		}
		ev.Cut = c.octets == 16 || c.octets == 128
	}
}

// birdDecimal reads an AS number or hold time. Octets of another number than two and four are in hex.
func birdDecimal(c *Cursor, ev *Event) bool {
	t := word(c.Rest())
	if digits(t) != len(t) || t == "" || len(t) > 1 && t[0] == '0' {
		return false
	}
	v, ok := c.AS()
	if !ok || c.i < c.endOfLine() && !blankText(c.t[c.i:c.endOfLine()]) {
		return false
	}
	var o []byte
	if ev.Subcode == 2 {
		ev.param("AS", t, "in the Data, as two or four octets")
		if ev.Direction == DirSent || v > 0xffff { // how wide a peer wrote a small one is not told
			o = []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
		}
	} else {
		ev.param("hold time", t, "in the Data, seconds")
		if v <= 0xffff {
			o = []byte{byte(v >> 8), byte(v)}
		}
	}
	if o != nil {
		ev.Content, ev.DataKnown, ev.Octets, ev.Notation = ContentData, true, o, "decimal"
	}
	return true
}

// birdTable has BIRD's wordings as printed, in lower case.
var birdTable = []wording{
	{1, 0, "invalid message header"},
	{1, 1, "connection not synchronized"},
	{1, 2, "bad message length"},
	{1, 3, "bad message type"},
	{2, 0, "invalid open message"},
	{2, 1, "unsupported version number"},
	{2, 2, "bad peer as"},
	{2, 3, "bad bgp identifier"},
	{2, 4, "unsupported optional parameter"},
	{2, 5, "authentication failure"},
	{2, 6, "unacceptable hold time"},
	{2, 7, "required capability missing"},
	{2, 8, "no supported afi/safi"},
	{2, 11, "role mismatch"},
	{3, 0, "invalid update message"},
	{3, 1, "malformed attribute list"},
	{3, 2, "unrecognized well-known attribute"},
	{3, 3, "missing mandatory attribute"},
	{3, 4, "invalid attribute flags"},
	{3, 5, "invalid attribute length"},
	{3, 6, "invalid origin attribute"},
	{3, 7, "as routing loop"},
	{3, 8, "invalid next_hop attribute"},
	{3, 9, "optional attribute error"},
	{3, 10, "invalid network field"},
	{3, 11, "malformed as_path"},
	{4, 0, "hold timer expired"},
	{5, 0, "finite state machine error"},
	{5, 1, "unexpected message in opensent state"},
	{5, 2, "unexpected message in openconfirm state"},
	{5, 3, "unexpected message in established state"},
	{6, 0, "cease"},
	{6, 1, "maximum number of prefixes reached"},
	{6, 2, "administrative shutdown"},
	{6, 3, "peer de-configured"},
	{6, 4, "administrative reset"},
	{6, 5, "connection rejected"},
	{6, 6, "other configuration change"},
	{6, 7, "connection collision resolution"},
	{6, 8, "out of resources"},
	{6, 9, "hard reset"},
	{6, 10, "bfd down"},
	{7, 0, "invalid route-refresh message"},
	{7, 1, "invalid route-refresh message length"},
	{8, 0, "send hold timer expired"},
}
