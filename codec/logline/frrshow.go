package logline

import "strings"

// frrShow reads "show bgp neighbors" of FRR, as text and as JSON:
//
//	Last reset 00:00:01,  Notification sent (UPDATE Message Error/Attribute Length Error)
//	Message received that caused BGP to send a NOTIFICATION:
//	  FFFFFFFF FFFFFFFF ...
//	"lastErrorCodeSubcode":"060A",
//
// The stored message can be older than the last reset.
func frrShow() *Style {
	return &Style{
		Name:    "frr-show",
		Behind:  ":sr",
		Vendor:  "FRRouting, show bgp neighbors",
		Anchors: []string{"notification", `"lasterrorcode`},
		Scan:    scanFRRShow,
	}
}

func scanFRRShow(c *Cursor, ev *Event) bool {
	if c.t[c.at] == '"' {
		return frrJSON(c, ev)
	}
	s := strings.TrimRight(c.Before(), " \t\n")
	base := max(c.floor, c.at-512)
	const caused = "message received that caused bgp to send a"
	if n := suffixFold(s, caused); n >= 0 && c.Lit(":") {
		c.From(base + n)
		ev.Kind, ev.Direction = KindMessage, DirReceived
		neighborIs(s[:n], ev)
		return c.Dump(ev, ContentMessage, CountNone)
	}
	k := lastLower(s, "last reset ")
	if k < 0 || len(s)-k > 40 || !strings.HasSuffix(s, ",") {
		return false
	}
	switch c.Any("sent", "received") {
	case 0:
		ev.Direction = DirSent
	case 1:
		ev.Direction = DirReceived
	default:
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
	neighborIs(s[:k], ev)
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

// neighborIs finds "BGP neighbor is ADDR, remote AS N, local AS M" in front of an event of a show command.
func neighborIs(s string, ev *Event) {
	k := lastLower(s, "bgp neighbor is ")
	if k < 0 {
		return
	}
	c := &Cursor{v: &View{Text: s}, t: s, i: k + len("bgp neighbor is ")}
	peer, _, ok := c.Addr()
	if !ok {
		return
	}
	ev.Peer = peer
	c.Lit(",")
	if c.Lit("remote as ") {
		ev.PeerAS, _ = c.AS()
	}
	c.Lit(",")
	if c.Lit("local as ") {
		ev.LocalAS, _ = c.AS()
	}
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
	c.Judge(ev)
	return true
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
