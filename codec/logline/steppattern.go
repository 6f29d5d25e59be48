package logline

import (
	"net/netip"
	"strconv"
	"strings"
)

// pattern is one wording of a line that tells of a session's course. In text a blank stands for one or more, case does
// not matter, and what stands in braces is read:
//
//	{peer}    who the peer is: an address with or without a port, an interface, the name of a session
//	{ip}      the same, addresses only       {local}  address of this side
//	{addr}    address of a peer that the line names otherwise
//	{from}    the state left                 {to}     the state entered
//	{conn}    the connection's id            {other}  that of another connection
//	{as} {hold} {id} {ver}                   of an OPEN; {id} may be eight hex digits
//	{msg}     name of a message              {type}   its number
//	{role}    "active", "passive", "act" or "pas", or nothing: who opened the connection
//	{*}       a word that does not matter    {any}    what stands up to the next literal, 80 octets at most
//	{event}   name of the FSM's event, a word
//	{cause}   why, up to the end of the line {paren}  the same, in parentheses
type pattern struct {
	text   string
	what   StepKind
	dir    Direction
	msg    int // type of the message, 0 when the line says it
	opener Opener
	note   string // goes before what {cause} gives
	from   string // states that the words stand for, where none is named
	to     string
}

// stepForm is a pattern made ready: its parts, and how many words stand in front of the anchor.
type stepForm struct {
	*pattern
	parts []part
	back  int
}

type part struct {
	lit  string // lower case; "" for a directive
	verb string
}

// prepare takes a pattern apart.
func prepare(p *pattern) stepForm {
	w := stepForm{pattern: p}
	for s := strings.ToLower(p.text); s != ""; {
		k := strings.IndexByte(s, '{')
		if k < 0 {
			w.parts = append(w.parts, part{lit: s})
			break
		}
		if k > 0 {
			w.parts = append(w.parts, part{lit: s[:k]})
		}
		e := k + strings.IndexByte(s[k:], '}')
		w.parts = append(w.parts, part{verb: s[k+1 : e]})
		s = s[e+1:]
	}
	return w
}

// anchor chooses the literal by which lines are found, at most maxAnchor octets of it: the first that is long enough, so
// that wordings that begin alike share it and the order of the table decides; else the longest.
func (w *stepForm) anchor() string {
	best := ""
	words := 0
	for _, p := range w.parts {
		if p.lit == "" {
			words++
			continue
		}
		lit := strings.Trim(p.lit, " ")
		if len(lit) > len(best) && len(best) < 8 {
			best, w.back = lit, words
		}
		words += strings.Count(p.lit, " ")
	}
	return strings.TrimRight(best[:min(len(best), maxAnchor)], " ")
}

// match reads the text at the cursor as w says. The cursor moves only when all of it is there.
func (w *stepForm) match(c *Cursor, ev *Event) bool {
	start := c.i
	for k, p := range w.parts {
		ok := false
		switch {
		case p.lit != "":
			lit := strings.TrimLeft(p.lit, " ")
			if k > 0 && (w.parts[k-1].verb == "peer" || w.parts[k-1].verb == "ip") && lit != "" && lit[0] != ':' && lit[0] != ',' {
				if c.i < len(c.t) && c.t[c.i] == '(' && lit[0] != '(' { // the peer's host name, directly behind its address
					c.Paren()
				}
				for c.i < len(c.t) && (c.t[c.i] == ':' || c.t[c.i] == ',') { // what ends the name
					c.i++
				}
			}
			ok = c.Lit(lit)
		case p.verb == "any":
			_, ok = c.anyUpTo(w.parts[k+1:])
		default:
			ok = c.directive(p.verb, ev)
		}
		if !ok {
			c.i = start
			return false
		}
	}
	return true
}

// anyUpTo passes over at most 80 octets, up to the literal that follows.
func (c *Cursor) anyUpTo(rest []part) (string, bool) {
	if len(rest) == 0 || rest[0].lit == "" {
		return "", false
	}
	lit := strings.TrimLeft(rest[0].lit, " ")
	for i := c.i; i < len(c.t) && i <= c.i+80; i++ {
		if c.match(i, lit) >= 0 {
			s := c.t[c.i:i]
			c.i = i
			return s, true
		}
	}
	return "", false
}

// directive reads what stands in braces in a pattern.
func (c *Cursor) directive(verb string, ev *Event) (ok bool) {
	st := ev.Step
	switch verb {
	case "peer":
		ev.Peer, ev.PeerPort, ok = c.stepPeer()
	case "ip":
		ev.Peer, ev.PeerPort, ok = c.IP()
	case "addr":
		a := ""
		if a, _, ok = c.IP(); ok {
			ev.Params = append(ev.Params, Param{Key: "peer", Value: a, Meaning: "address of the peer"})
		}
	case "local":
		ev.Local, _, ok = c.IP()
	case "from":
		ev.From, ok = c.state()
	case "to":
		ev.To, ok = c.state()
	case "conn":
		ev.Connection, ok = c.Token("),;]")
	case "other":
		st.Other, ok = c.Token("),;]")
	case "msg":
		ev.MessageType, ok = c.messageName()
	case "type":
		if ev.MessageType, ok = c.Code(); ok && ev.MessageType == 0 {
			ok = false
		}
	case "role":
		switch c.Any("active", "passive", "act", "pas") {
		case 0, 2:
			st.Opener = OpenerLocal
		case 1, 3:
			st.Opener = OpenerPeer
		}
		ok = true
	case "*":
		_, ok = c.Token("")
	case "cause":
		st.Cause, ok = strings.TrimRight(strings.TrimSpace(c.RestOfLine()), "\""), true
	case "event":
		st.Cause, ok = c.Token("(")
	case "paren":
		st.Cause, ok = c.Paren()
	default:
		ok = c.openDirective(verb, ev)
	}
	return ok
}

// openDirective reads the parameters of an OPEN.
func (c *Cursor) openDirective(verb string, ev *Event) (ok bool) {
	if ev.Step.Open == nil {
		ev.Step.Open = &OpenWords{Version: Unknown, HoldTime: Unknown}
	}
	o := ev.Step.Open
	switch verb {
	case "ver":
		o.Version, ok = c.Code()
	case "as":
		o.AS, ok = c.AS()
	case "hold":
		n := 0
		if n, ok = c.Number(); ok {
			o.HoldTime = n
		}
	case "id":
		o.ID, ok = c.routerID()
	}
	return ok
}

// stepPeer is Addr that also takes what daemons put behind an address: "-Outgoing", "(name)".
func (c *Cursor) stepPeer() (peer string, port int, ok bool) {
	old := c.i
	if peer, port, ok = c.Addr(); ok {
		if cut, found := strings.CutSuffix(peer, "-Outgoing"); found {
			peer = cut
		} else if cut, found := strings.CutSuffix(peer, "-Incoming"); found {
			peer = cut
		}
		if _, known := StateName(peer); known || peer == "" || roleWord(peer) { // "state Idle", "act": no name of a peer
			c.i = old
			return "", 0, false
		}
		return peer, port, true
	}
	tok, ok := c.Token("(),;=\"'")
	cut := strings.TrimSuffix(strings.TrimSuffix(tok, "-Outgoing"), "-Incoming")
	if !ok || cut == tok || !isIP(cut) {
		c.i = old
		return "", 0, false
	}
	return cut, 0, true
}

// roleWord reports whether a word stands between an address and what happens, as Cisco writes it.
func roleWord(s string) bool {
	for _, w := range [...]string{"act", "pas", "active", "passive", "ses", "nbr", "global", "fd"} {
		if equalWord(s, w) {
			return true
		}
	}
	return false
}

// state reads the name of a state.
func (c *Cursor) state() (string, bool) {
	i := c.ws()
	name, end, ok := readState(c.t, i)
	if ok {
		c.i = end
	}
	return name, ok
}

// messageName reads OPEN, UPDATE, NOTIFICATION, KEEPALIVE or ROUTE-REFRESH, in any spelling.
func (c *Cursor) messageName() (int, bool) {
	for n, words := range [...][]string{{"open"}, {"update"}, {"notification", "notify"}, {"keepalive", "keep alive"}, {"route-refresh", "routerefresh", "route refresh", "refresh"}} {
		for _, w := range words {
			if c.Word(w) {
				return n + 1, true
			}
		}
	}
	return Unknown, false
}

// routerID reads an identifier: dotted, in eight hex digits, or as a number.
func (c *Cursor) routerID() (string, bool) {
	old := c.i
	tok, ok := c.Token("),;]}")
	tok = strings.TrimRight(tok, ".,")
	switch {
	case !ok:
	case isIPv4(tok):
		return tok, true
	case hexDigits(tok) == len(tok) && (len(tok) == 8 || len(tok) == 7):
		if v, err := strconv.ParseUint(tok, 16, 32); err == nil {
			return dotted(uint32(v)), true
		}
	case digits(tok) == len(tok) && len(tok) > 0:
		if v, err := strconv.ParseUint(tok, 10, 32); err == nil {
			return dotted(uint32(v)), true
		}
	}
	c.i = old
	return "", false
}

func isIPv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

func dotted(v uint32) string {
	return netip.AddrFrom4([4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}).String()
}
