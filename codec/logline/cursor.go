package logline

import (
	"net/netip"
	"strings"
)

// Cursor reads a View from an anchor on. Every reader skips blanks first, folds ASCII case in literals, and moves only
// when it succeeds.
type Cursor struct {
	v     *View
	t     string // v.Text
	i     int    // place
	at    int    // start of the anchor
	start int    // start of the event
	floor int    // what stands in front belongs to another event
	doc   *Document
	block *block
	style *Style
	opts  *Options // nil for a text of its own

	octets, odd         int // what Dump counted
	dumped              bool
	bonus               int
	extraLine, extraEnd int
	short               int  // line on which Dump wanted more octets than it found, 0 for none
	wide                wide // see widest
	zebra               *zebraMemo
}

// ws skips blanks.
func (c *Cursor) ws() int {
	i := c.i
	for i < len(c.t) && isBlank(c.t[i]) {
		i++
	}
	return i
}

// Rest returns the text behind the cursor, blanks skipped.
func (c *Cursor) Rest() string { return c.t[c.ws():] }

// To moves the cursor; what lies behind it is then part of the event.
func (c *Cursor) To(i int) { c.i = i }

// From says where the event starts, when that is not the anchor.
func (c *Cursor) From(i int) { c.start = max(c.floor, min(i, c.start)) }

// Before returns at most 512 octets in front of the anchor that belong to no other event.
func (c *Cursor) Before() string { return c.t[max(c.floor, c.at-512):c.at] }

// dated reports whether the line begins at an offset, behind a date with its year.
func (c *Cursor) dated(i int) bool {
	year, _ := c.date()
	return year > 0 && strings.TrimSpace(c.t[c.v.lineStart(i):i]) == ""
}

// date returns year and month of the record's own time stamp, 0 when it has none.
func (c *Cursor) date() (year, month int) {
	if c.block == nil || len(c.block.lines) == 0 {
		return 0, 0
	}
	_, num := c.v.Pos(c.start)
	if env := c.block.envOf(num); env != nil && !env.stamp.doubtful {
		return env.stamp.year, env.stamp.month
	}
	return 0, 0
}

// Peek returns the next octet that is no blank, 0 at the end.
func (c *Cursor) Peek() byte {
	if i := c.ws(); i < len(c.t) {
		return c.t[i]
	}
	return 0
}

// Lit reads a literal in lower case. A blank in it stands for one or more blanks of the text.
func (c *Cursor) Lit(s string) bool {
	if n := c.match(c.ws(), s); n >= 0 {
		c.i = n
		return true
	}
	return false
}

// match returns the place behind s at t[i], -1 when something else stands there.
func (c *Cursor) match(i int, s string) int {
	for k := 0; k < len(s); k++ {
		if i >= len(c.t) || fold[c.t[i]] != s[k] {
			return -1
		}
		i++
		if s[k] == ' ' {
			for i < len(c.t) && isBlank(c.t[i]) {
				i++
			}
		}
	}
	return i
}

// Word is Lit for a whole word: no letter, digit, '_' or '-' may follow, unless a line begins there.
func (c *Cursor) Word(s string) bool {
	n := c.match(c.ws(), s)
	if n < 0 || n < len(c.t) && isWord(c.t[n]) && (c.v == nil || c.v.lineStart(n) != n) {
		return false
	}
	c.i = n
	return true
}

func isWord(b byte) bool { return wordOctets[b] }

var wordOctets = func() (t [256]bool) {
	for i := range t {
		b := byte(i)
		t[i] = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == '-'
	}
	return t
}()

// Any reads one of several words and returns its index, or -1.
func (c *Cursor) Any(words ...string) int {
	i := c.ws()
	if i == len(c.t) {
		return -1
	}
	first := fold[c.t[i]]
	for k, w := range words {
		if w[0] == first && c.Word(w) {
			return k
		}
	}
	return -1
}

// Number reads a decimal number of at most nine digits that no letter or digit follows.
func (c *Cursor) Number() (int, bool) {
	i := c.ws()
	n := digits(c.t[i:min(len(c.t), i+12)])
	if n == 0 || n > 9 || i+n < len(c.t) && isWord(c.t[i+n]) && c.t[i+n] != '-' {
		return Unknown, false
	}
	c.i = i + n
	return atoi(c.t[i : i+n]), true
}

// AS reads an AS number, in asplain or asdot.
func (c *Cursor) AS() (uint32, bool) {
	i := c.ws()
	n := digits(c.t[i:min(len(c.t), i+12)])
	if n == 0 || n > 10 {
		return 0, false
	}
	v := number64(c.t[i : i+n])
	if j := i + n; j+1 < len(c.t) && c.t[j] == '.' {
		if k := digits(c.t[j+1 : min(len(c.t), j+7)]); k > 0 {
			lo := number64(c.t[j+1 : j+1+k])
			if v > 0xffff || lo > 0xffff {
				return 0, false
			}
			v, n = v<<16|lo, n+1+k
		}
	}
	if v > 0xffffffff || i+n < len(c.t) && isWord(c.t[i+n]) {
		return 0, false
	}
	c.i = i + n
	return uint32(v), true
}

func number64(s string) (v uint64) {
	for i := 0; i < len(s) && i < 18; i++ {
		v = v*10 + uint64(s[i]-'0')
	}
	return v
}

// Pair reads "3/4", each number at most 255.
func (c *Cursor) Pair() (code, sub int, ok bool) {
	i := c.ws()
	t := c.t[i:min(len(c.t), i+8)]
	n := digits(t)
	if n == 0 || n > 3 || n+1 >= len(t) || t[n] != '/' {
		return Unknown, Unknown, false
	}
	m := digits(t[n+1:])
	if m == 0 || m > 3 || n+1+m < len(t) && (isWord(t[n+1+m]) || t[n+1+m] == '/') {
		return Unknown, Unknown, false
	}
	code, sub = atoi(t[:n]), atoi(t[n+1:n+1+m])
	if code > 255 || sub > 255 {
		return Unknown, Unknown, false
	}
	c.i = i + n + 1 + m
	return code, sub, true
}

// Code reads a number from 0 to 255.
func (c *Cursor) Code() (int, bool) {
	old := c.i
	n, ok := c.Number()
	if !ok || n > 255 {
		c.i = old
		return Unknown, false
	}
	return n, true
}

// Token reads up to a blank or one of the octets in stop, at most 128 octets.
func (c *Cursor) Token(stop string) (string, bool) {
	i := c.ws()
	k := i
	for k < len(c.t) && k < i+128 && !isBlank(c.t[k]) && strings.IndexByte(stop, c.t[k]) < 0 {
		k++
	}
	if k == i {
		return "", false
	}
	c.i = k
	return c.t[i:k], true
}

// Paren reads a text in parentheses, which may hold further ones, at most 160 octets, and returns what is inside.
func (c *Cursor) Paren() (string, bool) {
	i := c.ws()
	if i >= len(c.t) || c.t[i] != '(' {
		return "", false
	}
	depth := 0
	for k := i; k < len(c.t) && k < i+160; k++ {
		switch c.t[k] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				c.i = k + 1
				return strings.TrimSpace(c.t[i+1 : k]), true
			}
		}
	}
	return "", false
}

// Until reads up to the literal s (lower case), at most limit octets, and returns what stands in front of it.
// The cursor is then behind the literal.
func (c *Cursor) Until(s string, limit int) (string, bool) {
	i := c.ws()
	for k := i; k < len(c.t) && k <= i+limit; k++ {
		if n := c.match(k, s); n >= 0 {
			c.i = n
			return strings.TrimSpace(c.t[i:k]), true
		}
	}
	return "", false
}

// Quoted reads a text in double quotes that a peer may have written: the quote that ends its line closes it, so that quotes
// inside do not. Where that leaves one without its other half, and one of the next two lines ends with that, a wrap has cut the
// text behind a quote inside. The text is at most 1024 octets long.
func (c *Cursor) Quoted() (string, bool) {
	i := c.ws()
	if i >= len(c.t) || c.t[i] != '"' {
		return "", false
	}
	i++
	limit := min(len(c.t), i+1024)
	closed, odd, more := 0, false, 2 // behind the quote that ends a line
	for end := i; end < limit && more >= 0; {
		from := end
		end = c.lineEnd(end)
		odd = odd != (strings.Count(c.t[from:end], `"`)%2 == 1)
		k := end
		for k > i && isBlank(c.t[k-1]) {
			k--
		}
		if k > i && c.t[k-1] == '"' {
			if closed == 0 || odd {
				closed = k
			}
			if odd { // with the one that opened the text, they are even
				break
			}
		}
		if closed > 0 {
			more--
		}
	}
	if closed > 0 {
		c.i = closed
		return c.t[i : closed-1], true
	}
	end := min(limit, c.lineEnd(i))
	if k := strings.LastIndexByte(c.t[i:end], '"'); k >= 0 {
		c.i = i + k + 1
		return c.t[i : i+k], true
	}
	c.i = end
	return strings.TrimSpace(c.t[i:end]), true
}

// lineEnd returns where the input line of t[i] ends; a cursor may have been given less than its view's text.
func (c *Cursor) lineEnd(i int) int {
	if c.v == nil {
		return len(c.t)
	}
	return min(c.v.lineEnd(i), len(c.t))
}

// RestOfLine reads to the end of the input line, at most 1024 octets.
func (c *Cursor) RestOfLine() string {
	i := c.i
	for i < len(c.t) && (c.t[i] == ' ' || c.t[i] == '\t') {
		i++
	}
	end := min(c.lineEnd(min(i, len(c.t)-1)), i+1024)
	if end <= i || c.i > 0 && c.lineEnd(c.i-1) == c.i {
		return ""
	}
	c.i = end
	return strings.TrimRight(c.t[i:end], " \t\n")
}

// sentOrReceived reads one of these two words, where no other can stand, as the way of the event's message.
func (c *Cursor) sentOrReceived(ev *Event) bool {
	switch c.Any("sent", "received") {
	case 0:
		ev.Direction = DirSent
	case 1:
		ev.Direction = DirReceived
	default:
		return false
	}
	return true
}

// Direction reads the words that devices use for the way of a message.
func (c *Cursor) Direction() (Direction, bool) {
	if i := c.ws(); i == len(c.t) || fold[c.t[i]] != 's' && fold[c.t[i]] != 'r' && fold[c.t[i]] != 'g' {
		return DirUnknown, false
	}
	switch c.Any("sent to", "sent", "sending to", "sending", "send to", "send", "received from", "received", "recv from", "recv", "rcvd", "receive", "got") {
	case -1:
		return DirUnknown, false
	case 0, 1, 2, 3, 4, 5:
		return DirSent, true
	}
	return DirReceived, true
}

// Addr reads who the peer is: an address (zone kept, in netip text) with or without a port, or the name of an interface
// or session. Forms: 192.0.2.1, 192.0.2.1+179, 192.0.2.1:179, [2001:db8::1]:179, fe80::1%eth0, swp1, peerlink.4094.
func (c *Cursor) Addr() (peer string, port int, ok bool) {
	old := c.i
	tok, ok := c.Token("(),;=\"'")
	if !ok {
		return "", 0, false
	}
	n := len(tok)
	tok = strings.TrimRight(tok, ".:")
	if peer, port, ok = splitAddr(tok); !ok {
		c.i = old
		return "", 0, false
	}
	c.i -= n - len(tok)
	return peer, port, true
}

// IP is Addr that does not take names.
func (c *Cursor) IP() (peer string, port int, ok bool) {
	old := c.i
	peer, port, ok = c.Addr()
	if ok && !isIP(peer) {
		c.i = old
		return "", 0, false
	}
	return peer, port, ok
}

func isIP(s string) bool {
	switch firstMark(s) {
	case '.':
		return isDotted(s)
	case 0, '%':
		return false
	}
	_, err := netip.ParseAddr(s)
	return err == nil
}

// splitAddr takes an address or name and its port apart. Cisco puts a star in front of neighbors that came by themselves.
func splitAddr(tok string) (peer string, port int, ok bool) {
	if len(tok) > 1 && tok[0] == '*' {
		tok = tok[1:]
	}
	host := tok
	if strings.HasPrefix(tok, "[") {
		k := strings.IndexByte(tok, ']')
		if k < 0 {
			return "", 0, false
		}
		host = tok[1:k]
		if port, ok = portOf(strings.TrimPrefix(tok[k+1:], ":")); !ok {
			return "", 0, false
		}
	} else if k := strings.IndexByte(tok, '+'); k > 0 {
		host = tok[:k]
		if port, ok = portOf(tok[k+1:]); !ok || port == 0 {
			return "", 0, false
		}
	} else if strings.Count(tok, ":") == 1 {
		host, tok, _ = strings.Cut(tok, ":")
		if port, ok = portOf(tok); !ok || !isIP(host) {
			return "", 0, false
		}
	}
	switch firstMark(host) {
	case '.':
		if isDotted(host) {
			return host, port, true
		}
	case ':':
		if a, err := netip.ParseAddr(host); err == nil {
			return addrText(a, host), port, true
		}
	}
	return host, port, isName(host)
}

// firstMark returns the first octet of s that tells the kind of an address, as netip does: '.', ':', '%' or 0.
func firstMark(s string) byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '.' || c == ':' || c == '%' {
			return c
		}
	}
	return 0
}

// isDotted reports whether s is an IPv4 address; there is one way to write it.
func isDotted(s string) bool {
	if len(s) < 7 || len(s) > 15 {
		return false
	}
	n, width, dots := 0, 0, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '.' {
			if width == 0 {
				return false
			}
			n, width, dots = 0, 0, dots+1
			continue
		}
		if c < '0' || c > '9' || width > 0 && n == 0 { // a leading zero
			return false
		}
		n, width = n*10+int(c-'0'), width+1
		if n > 255 {
			return false
		}
	}
	return dots == 3 && width > 0
}

// addrText returns the text of an address, which is mostly the one that was read.
func addrText(a netip.Addr, read string) string {
	var buf [64]byte
	if b := a.AppendTo(buf[:0]); string(b) == read {
		return read
	}
	return a.String()
}

func portOf(s string) (int, bool) {
	if s == "" {
		return 0, true
	}
	if digits(s) != len(s) || len(s) > 5 || atoi(s) > 65535 {
		return 0, false
	}
	return atoi(s), true
}

// isName accepts names of interfaces and sessions: they begin with a letter and have no colon.
func isName(s string) bool {
	if s == "" || len(s) > 64 || !(s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z') {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !isWord(s[i]) && s[i] != '.' && s[i] != '/' && s[i] != '@' {
			return false
		}
	}
	return true
}

// AddrBefore reads the address that is the last word of s and returns its offset in s.
func AddrBefore(s string) (peer string, port, at int, ok bool) {
	t := strings.TrimRight(s, " \t\n")
	at = strings.LastIndexAny(t, " \t\n(),;=\"'") + 1
	if len(t)-at > 80 {
		return "", 0, 0, false
	}
	peer, port, ok = splitAddr(strings.TrimRight(t[at:], ".:"))
	return peer, port, at, ok && isIP(peer)
}

// Following returns the text of the n-th record's first line behind the event (0: the next line of the input), without its
// envelope, and a function that makes everything up to that line part of the event.
func (c *Cursor) Following(n int) (text string, take func(), ok bool) {
	off, _ := c.v.Pos(max(c.i-1, 0))
	off = max(off, c.extraEnd)
	for ; ; n-- {
		l, ok := c.doc.lineBehind(off)
		if !ok {
			return "", nil, false
		}
		if n == 0 {
			num, end := l.num, l.end
			return l.body(), func() { c.extraLine, c.extraEnd = num, end }, true
		}
		off = l.start
	}
}
