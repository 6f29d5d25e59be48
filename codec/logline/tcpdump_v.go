package logline

import (
	"encoding/binary"
	"strings"
)

// tcpdumpV reads what tcpdump -v prints of a NOTIFICATION, without its Data:
//
//	12:00:00.000000 IP (tos 0x0, ...)
//	    192.0.2.10.60219 > 192.0.2.1.179: Flags [P.], ..., length 30: BGP
//		Notification Message (3), length: 30, Cease (6), subcode Unknown (9)
//
// A capture does not tell which end is the peer: both are parameters.
func tcpdumpV() *Style {
	return &Style{
		Name:    "tcpdump-v",
		Behind:  "m",
		Vendor:  "tcpdump -v",
		Anchors: []string{"notification"},
		Rows:    "(3),",
		Scan:    scanTcpdumpV,
	}
}

func scanTcpdumpV(c *Cursor, ev *Event) bool {
	if !c.Lit("message (3), length:") {
		return false
	}
	n, ok := c.Number()
	if !ok || n < 21 || !c.Lit(",") {
		return false
	}
	if ev.Words, ev.Code, ok = wireName(c); !ok {
		return false
	}
	old := c.i
	ev.Subcode = 0
	if c.Lit(", subcode ") {
		w, sub, ok := wireName(c)
		if !ok {
			return false
		}
		ev.Words += "/" + w
		ev.Subcode = sub
		c.bonus += 2
	} else {
		c.i = old
	}
	c.Judge(ev)
	ev.MessageType, ev.Declared, ev.DeclaredAs = 3, n, CountMessage
	tcpdumpRest(c, ev, n)
	tcpdumpHead(c, ev)
	if c.v != nil && c.v.rows {
		tcpdumpRows(c, ev)
	}
	return true
}

// tcpdumpRows takes the rows of -x or -X behind the line: they hold the whole packet, and with it the message.
func tcpdumpRows(c *Cursor, ev *Event) {
	start, end := 0, 0
	for i, n := c.i, 0; n < 4096; n++ {
		k := strings.IndexByte(c.t[i:], '\n')
		if k < 0 {
			break
		}
		i += k + 1
		row := reading(c.t, i)
		at := row.ws()
		if !row.Lit("0x") || hexDigits(c.t[row.i:]) != 4 || row.i+4 >= len(c.t) || c.t[row.i+4] != ':' {
			break
		}
		if start == 0 {
			start = at
		}
		end = len(c.t)
		if k := strings.IndexByte(c.t[i:], '\n'); k >= 0 {
			end = i + k
		}
	}
	if end == 0 {
		return
	}
	ev.Content, ev.DataKnown = ContentMessage, true
	ev.Octets, ev.Notation = nil, ""
	ev.Dump = Dump{View: c.v, Start: start, End: end}
	c.i = end
	c.bonus += 6
}

// tcpdumpRest reads what is printed of the Data: the limit of prefixes, a shutdown communication.
func tcpdumpRest(c *Cursor, ev *Event, n int) {
	if n == 21 {
		ev.DataKnown = true
		return
	}
	old := c.i
	if c.Lit(", afi ") {
		if b, ok := tcpdumpLimit(c); ok {
			octetsGiven(ev, b)
			ev.Notation = "decimal"
			c.bonus += 3
			c.cutWord()
			return
		}
	}
	c.i = old
	if !c.Lit(", shutdown communication") {
		return
	}
	if _, ok := c.Until(`"`, 24); ok {
		c.i--
		ev.Text, ev.HasText = c.Quoted()
		c.bonus += 12 // what the peer wrote must not be read as anything else
	}
}

// tcpdumpLimit reads "IPv4 (1), SAFI Unicast (1), Max Prefixes: 1000" and returns the Data that it stands for.
func tcpdumpLimit(c *Cursor) ([]byte, bool) {
	_, afi, ok := wireName(c)
	if !ok || !c.Lit(", safi ") {
		return nil, false
	}
	_, safi, ok := wireName(c)
	if !ok || !c.Lit(", max prefixes:") {
		return nil, false
	}
	i := c.ws()
	d := digits(c.t[i:min(len(c.t), i+12)])
	limit := number64(c.t[i : i+d])
	if d == 0 || limit > 0xffffffff {
		return nil, false
	}
	c.i = i + d
	return binary.BigEndian.AppendUint32([]byte{0, byte(afi), byte(safi)}, uint32(limit)), true
}

// tcpdumpHead reads both ends from the packet's line above.
func tcpdumpHead(c *Cursor, ev *Event) {
	s, base := c.lead()
	k := lastFold(s, " > ")
	if k < 0 {
		return
	}
	src, at := lastWord(s[:k])
	dst := strings.TrimRight(word(strings.TrimLeft(s[k+3:], " ")), ":")
	if !captureEnd(src) || !captureEnd(dst) {
		return
	}
	ev.param("source", src, "end that sent it, with port")
	ev.param("destination", dst, "")
	for _, head := range [...]string{"ip (", "ip6 ("} {
		if h := lastFold(s[:at], head); h >= 0 && at-h < 256 && (h == 0 || isBlank(s[h-1])) {
			at = h
			break
		}
	}
	c.From(base + at)
}

// captureEnd recognises tcpdump's "192.0.2.1.179" and "2001:db8::1.bgp".
func captureEnd(s string) bool {
	k := strings.LastIndexByte(s, '.')
	return k > 0 && k < len(s)-1 && isIP(s[:k])
}
