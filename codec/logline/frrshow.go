package logline

import "strings"

// frrShow reads "show bgp neighbors" of FRR, as text and as JSON:
//
//	Last reset 00:00:01,  Notification sent (UPDATE Message Error/Attribute Length Error)
//	Message received that caused BGP to send a NOTIFICATION:
//	  FFFFFFFF FFFFFFFF ...
//	"lastErrorCodeSubcode":"060A",
//	"lastResetDueTo":"Peer closed the session",
//
// The stored message can be older than the last reset.
func frrShow() *Style {
	return &Style{
		Name:    "frr-show",
		Behind:  ":sr",
		Vendor:  "FRRouting, show bgp neighbors",
		Anchors: []string{"notification", `"lasterrorcode`, `"lastresetdueto"`},
		Scan:    scanFRRShow,
	}
}

func scanFRRShow(c *Cursor, ev *Event) bool {
	if c.t[c.at] == '"' {
		if fold[c.t[c.at+len(`"last`)]] == 'r' {
			return frrJSONReset(c, ev)
		}
		return frrJSON(c, ev)
	}
	s := strings.TrimRight(c.Before(), " \t\n")
	base := max(c.floor, c.at-512)
	const caused = "message received that caused bgp to send a"
	if n := suffixFold(s, caused); n >= 0 && c.Lit(":") {
		c.From(base + n)
		ev.Kind, ev.Direction = KindMessage, DirReceived
		c.underHeading(ev, 1)
		return c.Dump(ev, ContentMessage, CountNone)
	}
	k := lastLower(s, "last reset ")
	if k < 0 || len(s)-k > 40 || !strings.HasSuffix(s, ",") {
		return false
	}
	if !c.sentOrReceived(ev) {
		return false
	}
	var ok bool
	if ev.Words, ok = c.Paren(); !ok {
		return false
	}
	if w := strings.LastIndexByte(ev.Words, '/'); w > 0 && strings.Count(ev.Words, "/") > 1 && normal(ev.Words[w+1:]) == "hard reset" {
		ev.HardReset, ev.Words = true, ev.Words[:w]
		c.bonus += 3
	}
	c.From(base + k)
	c.underHeading(ev, 0)
	c.Judge(ev)
	return ev.Code != Unknown
}

// suffixFold returns the offset of a lower-case literal at the end of s, runs of blanks being equal; -1 when it is not there.
func suffixFold(s, lower string) int {
	i := len(s)
	for k := len(lower) - 1; k >= 0; k-- {
		if i == 0 || fold[s[i-1]] != lower[k] {
			return -1
		}
		i--
		if lower[k] == ' ' {
			for i > 0 && isBlank(s[i-1]) {
				i--
			}
		}
	}
	return i
}

// frrJSON reads the keys around "lastErrorCodeSubcode":"060A".
func frrJSON(c *Cursor, ev *Event) bool {
	if !c.Lit(`subcode"`) || !c.Lit(":") || !c.Lit(`"`) {
		return false
	}
	v, ok := c.Token(`"`)
	if !ok || len(v) != 4 || hexDigits(v) != 4 || !c.Lit(`"`) {
		return false
	}
	ev.Code, ev.Subcode = hexValue(v[0])<<4|hexValue(v[1]), hexValue(v[2])<<4|hexValue(v[3])
	if ev.Code == 0 {
		return false
	}
	for n := 0; n < 8; n++ {
		old := c.i
		c.Lit(",")
		if !frrKey(c, ev) {
			c.i = old
			break
		}
	}
	frrJSONPeer(c, ev)
	c.Judge(ev)
	return true
}

// frrJSONReset reads the words behind "lastResetDueTo" of a session that no NOTIFICATION has ended.
func frrJSONReset(c *Cursor, ev *Event) bool {
	if !c.Lit(":") || !c.Lit(`"`) {
		return false
	}
	var ok bool
	if ev.Words, ok = c.Until(`"`, 100); !ok || neverUp(ev.Words) {
		return false
	}
	c.From(c.at)
	ev.Kind = KindState
	ev.Direction, _ = notifyWords(ev.Words)
	if ev.Reason = Reason(ev.Words); ev.Reason == "" {
		return false
	}
	if ev.Direction != DirUnknown && c.codeBeside() {
		return false
	}
	frrJSONPeer(c, ev)
	return true
}

// codeBeside reports whether the code of the NOTIFICATION stands near, be it in a logger's record of its own: that line tells the
// event.
func (c *Cursor) codeBeside() bool {
	const code = `lasterrorcodesubcode`
	s := c.above(2 << 10)
	s = s[max(0, lastFold(s, "lastresetdueto")):]
	off, _ := c.v.Pos(c.i)
	return lastFold(s, code) >= 0 || firstFold(c.doc.text[off:min(len(c.doc.text), off+256)], code) >= 0
}

// neverUp reports whether FRR's words for the last reset tell what keeps a session from coming up.
func neverUp(words string) bool {
	return firstFold(words, "waiting for ") == 0 || firstFold(words, "no afi/safi ") == 0
}

// frrJSONPeer takes the peer from the objects that an event stands in: the key of one, or a field for a peer that is named by its
// interface.
func frrJSONPeer(c *Cursor, ev *Event) {
	s := c.above(headingReach)
	for k, closed, around := len(s)-1, 0, 0; k >= 0 && around < 8; k-- {
		switch s[k] {
		case '}':
			closed++
			continue
		case '{':
		default:
			continue
		}
		if closed--; closed >= 0 {
			continue
		}
		closed = 0
		around++
		key, ok := strings.CutSuffix(strings.TrimRight(s[max(0, k-80):k], " \t\r\n:"), `"`)
		if !ok {
			continue
		}
		peer, _, ok := splitAddr(key[strings.LastIndexByte(key, '"')+1:])
		if !ok || !isIP(peer) {
			if peer = nearField(s[k:], "bgpneighboraddr"); peer == "" {
				continue
			}
		}
		ev.Peer = peer
		if as := nearField(s[k:], "remoteas"); as != "" {
			ev.PeerAS, _ = reading(as, 0).AS()
		}
		return
	}
}

// frrKey reads one of the keys that tell about the last reset.
func frrKey(c *Cursor, ev *Event) bool {
	if !c.Lit(`"last`) {
		return false
	}
	key, _ := c.Token(`":`)
	if !c.Lit(`"`) || !c.Lit(":") {
		return false
	}
	var val string
	if c.Peek() == '"' {
		c.Lit(`"`)
		val, _ = c.Until(`"`, 128)
	} else {
		val, _ = c.Token(",}")
	}
	switch strings.ToLower(key) {
	case "notificationreason":
		ev.Words = val
	case "notificationhardreset":
		ev.HardReset = strings.EqualFold(val, "true")
	case "resetdueto":
		ev.Direction, _ = notifyWords(val)
	}
	return true
}
