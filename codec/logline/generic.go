package logline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// generic reads what any other tool prints: "notification" with a direction or a peer near it, then code and subcode as
// numbers: "code 6 subcode 2", "6/2", "(6,2)", "error 6 subcode 2". It loses against every other style.
func generic() *Style {
	return &Style{
		Name:    "generic",
		Most:    25,
		Vendor:  "",
		Anchors: []string{"notification"},
		Scan:    scanGeneric,
		Weight:  -12,
	}
}

func scanGeneric(c *Cursor, ev *Event) bool {
	s := c.Before()
	s = s[len(s)-min(len(s), 64):]
	if k := strings.LastIndexAny(s, "\n.;"); k >= 0 && k+1 < len(s) && isBlank(s[k+1]) {
		s = s[k+1:]
	}
	if len(s) > 0 && isWord(s[len(s)-1]) && s[len(s)-1] != '-' || c.i < len(c.t) && isWord(c.t[c.i]) {
		return false
	}
	before, prose := wordsBefore(s, ev)
	c.Lit("message")
	c.Lit(":")
	for n := 0; n < 4 && genericWho(c, ev); n++ {
		before = true
		c.Lit(":")
	}
	codes := c.i
	if !genericCodes(c, ev) {
		c.i = codes
		return genericWords(c, ev)
	}
	if w, ok := c.Paren(); ok {
		ev.Words = w
	}
	if _, _, ok := Words("", ev.Words); !ok && ev.Words != "" {
		ev.Words = ""
	}
	genericData(c, ev)
	if !ev.DataKnown {
		genericTail(c, ev)
	}
	c.Judge(ev)
	if prose == verbOfLog && blankText(c.t[c.i:max(c.i, c.endOfLine())]) {
		prose = verbOfEvent
	}
	return before && ev.Direction != DirUnknown && prose == verbOfEvent || ev.Peer != ""
}

// genericWords reads a known wording that the line ends with, when peer and way are known:
// "Sending NOTIFICATION to 192.0.2.1: Cease/Administrative Shutdown".
func genericWords(c *Cursor, ev *Event) bool {
	if ev.Peer == "" || ev.Direction == DirUnknown {
		return false
	}
	c.Lit(":")
	var ok bool
	if c.Peek() == '(' { // "received from neighbor 192.0.2.1 (Hold Timer Expired)"
		if ev.Words, ok = c.Paren(); ok {
			_, _, ok = Words("", ev.Words)
		}
	} else {
		ev.Words, ok = c.known("", "")
	}
	if !ok || c.i < c.endOfLine() && !blankText(c.t[c.i:c.endOfLine()]) {
		return false
	}
	ev.Code, ev.Subcode = Unknown, Unknown
	c.Judge(ev)
	return ev.Code != Unknown
}

// genericTail reads "hold timer expired, peer 192.0.2.1" behind the numbers: the words of the code, and who.
func genericTail(c *Cursor, ev *Event) {
	old := c.i
	c.Lit(",")
	words := c.ws()
	end := words
	for end < len(c.t) && end-words < 64 && (c.t[end] == ' ' || c.t[end] == '-' || c.t[end]|0x20 >= 'a' && c.t[end]|0x20 <= 'z') {
		end++
	}
	text := c.t[words:end]
	for _, who := range [...]string{" from ", " to ", " peer ", " neighbor "} {
		if k := strings.Index(strings.ToLower(" "+text), who); k >= 0 {
			text = text[:max(k-1, 0)]
		}
	}
	text = strings.TrimSpace(text)
	if text != "" {
		if _, _, ok := Words("", text); !ok || ev.Words != "" {
			c.i = old
			return
		}
		ev.Words = text
	}
	c.i = words + len(text)
	c.Lit(",")
	if ev.Peer == "" && !genericWho(c, ev) && text == "" {
		c.i = old
	}
}

// verb is what the form of a verb and the word in front of it show.
type verb uint8

const (
	verbOfEvent verb = iota // "sent", "received": it happened
	verbOfLog               // "bgp: send": it happened where the line tells no more
	verbOfProse             // "a speaker may send", "we receive": what is done, not what was
)

// wordsBefore looks for a direction and an address right in front of the anchor.
func wordsBefore(s string, ev *Event) (got bool, form verb) {
	us := false
	base := func(f string) verb {
		switch before := strings.TrimRight(s, " \t"); {
		case f != "send" && f != "receive":
			return verbOfEvent
		case before != "" && fold[before[len(before)-1]] >= 'a' && fold[before[len(before)-1]] <= 'z':
			return verbOfProse
		}
		return verbOfLog
	}
	for n := 0; n < 4; n++ {
		var f string
		if s, f = cutLastField(s); f == "" {
			break
		}
		switch strings.ToLower(strings.Trim(f, ",:")) {
		case "sent", "sending", "send":
			ev.Direction, got, form = DirSent, true, base(f)
			if us {
				ev.Direction = DirReceived
			}
		case "us":
			us = true
		case "received", "recv", "receive", "rcvd", "got", "receiving":
			ev.Direction, got, form = DirReceived, true, base(f)
		case "bgp", "a", "an", "the", "peer", "neighbor":
		default:
			if p, port, ok := splitAddr(strings.Trim(f, ",:()")); ok && isIP(p) {
				ev.Peer, ev.PeerPort, got = p, port, true
				continue
			}
			return got, form
		}
	}
	return got, form
}

// cutLastField cuts the last word of a text off, and the blanks behind it: any that Unicode knows.
func cutLastField(s string) (rest, field string) {
	end := len(s)
	for end > 0 && s[end-1] < utf8.RuneSelf && asciiSpace(s[end-1]) {
		end--
	}
	at := end
	for at > 0 && s[at-1] < utf8.RuneSelf && !asciiSpace(s[at-1]) {
		at--
	}
	if at > 0 && s[at-1] >= utf8.RuneSelf {
		s = strings.TrimRightFunc(s[:end], unicode.IsSpace)
		at, end = strings.LastIndexFunc(s, unicode.IsSpace)+1, len(s)
	}
	return s[:at], s[at:end]
}

func asciiSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// genericWho reads "sent", "received", "from", "to", "peer", "neighbor" and an address.
func genericWho(c *Cursor, ev *Event) bool {
	if d, ok := c.Direction(); ok {
		ev.Direction = d
		return true
	}
	old := c.i
	n := c.Any("from", "to", "by")
	c.Any("peer", "neighbor", "neighbour", "nbr")
	c.Lit("=")
	if p, port, ok := c.IP(); ok {
		ev.Peer, ev.PeerPort = p, port
		if n >= 0 && ev.Direction == DirUnknown {
			ev.Direction = [...]Direction{DirReceived, DirSent, DirReceived}[n]
		}
		genericAside(c, ev)
		c.Lit(":")
		c.Lit(",")
		return true
	}
	c.i = old
	return false
}

// genericAside reads "(AS 64511)" or "(VRF default AS 65000)" behind an address.
func genericAside(c *Cursor, ev *Event) {
	old := c.i
	if !c.Lit("(") {
		return
	}
	if c.Word("vrf") {
		ev.VRF, _ = c.Token(")")
	}
	if c.Any("as", "external as", "internal as") >= 0 {
		if as, ok := c.AS(); ok && c.Lit(")") {
			ev.PeerAS = as
			return
		}
	}
	c.i, ev.VRF = old, ""
}

// genericCodes reads the two numbers.
func genericCodes(c *Cursor, ev *Event) bool {
	c.Lit("-")
	c.Lit(",")
	c.Lit("with")
	var ok bool
	switch {
	case c.Any("error code", "errorcode", "error_code", "err code", "code", "error", "type") >= 0:
		c.Lit("=")
		c.Lit(":")
		if ev.Code, ev.Subcode, ok = c.Pair(); ok {
			return true
		}
		if ev.Code, ok = c.Code(); !ok || ev.Code == 0 {
			return false
		}
		if w, ok := c.Paren(); ok {
			ev.Words = w
		}
		c.Lit(",")
		c.Lit("and")
		if c.Any("error subcode", "suberrorcode", "error_subcode", "sub-code", "subcode", "sub code", "suberror", "subtype") < 0 {
			return false
		}
		c.Lit("=")
		c.Lit(":")
		ev.Subcode, ok = c.Code()
		return ok
	case c.Lit("("):
		if ev.Code, ok = c.Code(); !ok || ev.Code == 0 || !c.Lit(",") && !c.Lit("/") {
			return false
		}
		ev.Subcode, ok = c.Code()
		return ok && c.Lit(")")
	}
	ev.Code, ev.Subcode, ok = c.Pair()
	return ok
}

// genericData reads "N bytes HEX" or "data: HEX".
func genericData(c *Cursor, ev *Event) {
	old := c.i
	c.Lit(",")
	if n, ok := c.Number(); ok {
		if c.Any("bytes", "byte", "octets", "data-bytes") >= 0 {
			ev.Declared = n
			c.Dump(ev, ContentData, CountData)
			return
		}
		c.i = old
		return
	}
	if c.Word("data") {
		if c.Lit(":") || c.Lit("=") || hexDigits(word(c.Rest())) == len(word(c.Rest())) {
			c.Dump(ev, ContentData, CountNone)
			return
		}
	}
	c.i = old
}
