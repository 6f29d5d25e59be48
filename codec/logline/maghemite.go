package logline

import (
	"strings"
	"time"
)

// This file reads what maghemite's two log formats have in common: a message in words and named values ("keys").
// One NOTIFICATION gives several records: the session that decides to send it, the connection that takes it over, the
// connection that receives it, the session that acts on it. linkMaghemite makes one event of them.

// slogRecord is one record of maghemite's log, whatever its format.
type slogRecord struct {
	msg  string
	keys []slogKey
}

type slogKey struct{ name, value string }

// maxSlogKeys bounds the named values of one record.
const maxSlogKeys = 64

func (r *slogRecord) get(names ...string) string {
	for _, want := range names {
		for i := range r.keys {
			if r.keys[i].name == want {
				return r.keys[i].value
			}
		}
	}
	return ""
}

// slogRole is what a record says about a NOTIFICATION.
type slogRole uint8

const (
	slogOther  slogRole = iota
	slogDecide          // a session decides to send
	slogSend            // a connection sends
	slogRecv            // a connection has received
	slogAct             // a session acts on it, or ignores it
	slogFailed          // a session could not send it
	slogBroken          // a connection could not send something
)

// slogLink is what linkMaghemite needs of a record.
type slogLink struct {
	role    slogRole
	conn    string   // connection id
	tcp     string   // both ends of the connection, when printed
	told    slogRole // the role before records were linked
	ignored string   // why a session ignored it
}

// read fills an event and reports whether the record tells one.
func (r *slogRecord) read(c *Cursor, ev *Event) bool {
	m := Cursor{t: r.msg}
	l := slogLink{conn: r.get("connection_id"), tcp: r.get("connection")}
	switch {
	case m.Lit("fsm transition "):
		return r.transition(&m, ev)
	case m.Lit("sending notification:"):
		if !slogCodes(&m, ev) {
			return false
		}
		l.role, ev.Direction = slogDecide, DirSent
	case m.Lit("failed to send notification"):
		l.role, ev.Direction = slogFailed, DirSent
		if !m.Lit(":") && !blankText(m.Rest()) {
			return false // another NOTIFICATION: of systemd
		}
		ev.Words = strings.TrimSpace(m.Rest())
	case m.Lit("error sending message"):
		l.role, ev.Direction = slogBroken, DirSent
		if k := strings.Index(r.msg, "): "); k >= 0 {
			ev.Words = strings.TrimSpace(r.msg[k+3:])
		}
	case m.Any("sending", "send") >= 0:
		l.role, ev.Direction = slogSend, DirSent
	case m.Any("recv", "received") >= 0:
		l.role, ev.Direction = slogRecv, DirReceived
	case m.Word("rx"):
		l.role, ev.Direction = slogAct, DirReceived
		m.Word("unexpected")
		if !m.Word("notification") {
			return false
		}
		if k := strings.LastIndex(r.msg, "), "); k >= 0 {
			l.ignored = strings.TrimRight(r.msg[k+3:], ". ")
		}
		if strings.Contains(r.msg, "unknown connection") {
			l.ignored = "unknown connection, " + l.ignored
		}
	case r.msg != "":
		return false
	}
	if id := between(r.msg, "conn_id: ", ",)"); id != "" {
		if l.conn != "" && l.conn != id { // the keys tell of another connection
			l.tcp = ""
		}
		l.conn = id
	} else if l.conn == "" {
		l.conn = between(r.get("connection_clock"), "conn_id: ", ",")
	}
	r.contents(ev)
	l.told = l.role
	ev.Connection, ev.link = l.conn, l
	r.ends(ev)
	if ev.Code < 0 && ev.PeerName() == "" && ev.Connection == "" && l.tcp == "" && ev.Time.IsZero() {
		return false // network cards have notifications for what they receive, and monitoring fails to send its own
	}
	r.params(ev)
	r.score(c, ev)
	return r.kind(c, ev, l)
}

// score prefers the reading with the most that is known: where wraps are undone the wrong way, keys and lists are broken.
func (r *slogRecord) score(c *Cursor, ev *Event) {
	for i := range r.keys {
		if knownSlogKey(r.keys[i].name) {
			c.bonus += 2
		}
	}
	if ev.DataKnown {
		c.bonus += 3
	}
	if ev.Peer != "" && !isIP(ev.Peer) {
		c.bonus += 2
	}
}

// knownSlogKey reports whether maghemite has such a key.
func knownSlogKey(name string) bool {
	switch name {
	case "connection", "connection_id", "connection_local", "connection_peer", "direction", "fsm_state", "message", "message_contents",
		"module", "neighbor", "neighbor_name", "peer", "unit", "channel_id", "connection_clock", "session_clock", "event", "error":
		return true
	}
	return false
}

// kind decides what a record is that may be about a NOTIFICATION.
func (r *slogRecord) kind(c *Cursor, ev *Event, l slogLink) bool {
	switch {
	case ev.Content == ContentMessage:
		ev.Kind = KindMessage
		if len(ev.Octets) >= 21 && ev.Octets[18] == 3 {
			ev.Kind = KindNotification
			ev.Code, ev.Subcode = int(ev.Octets[19]), int(ev.Octets[20])
		}
		if int(ev.Octets[16])<<8|int(ev.Octets[17]) == len(ev.Octets) {
			c.bonus += 8
		}
	case l.role == slogFailed, l.role == slogBroken, l.role == slogAct && ev.Code == Unknown:
		ev.Kind = KindState
	case ev.Code == Unknown:
		return false
	}
	if l.role != slogFailed && l.role != slogBroken {
		c.Judge(ev)
	}
	return true
}

// slogCodes reads "6 (Cease) / 5 (Connection Rejected)"; the subcode may have no words.
func slogCodes(c *Cursor, ev *Event) bool {
	code, ok := c.Code()
	if !ok || code == 0 {
		return false
	}
	area, ok := c.Paren()
	if !ok || !c.Lit("/") {
		return false
	}
	sub, ok := c.Code()
	if !ok {
		return false
	}
	ev.Code, ev.Subcode, ev.Words = code, sub, area
	if w, ok := c.Paren(); ok {
		ev.Words += "/" + w
	}
	return true
}

// contents reads message_contents: a NOTIFICATION as Rust prints it for debugging, or the octets of a whole message.
func (r *slogRecord) contents(ev *Event) {
	c := Cursor{t: r.get("message_contents")}
	switch {
	case c.Lit("notification ["):
		slogDebug(&c, ev)
	case c.Lit("["):
		octets, ok := slogOctets(c.Rest())
		if !ok {
			return
		}
		ev.Content, ev.Octets = ContentMessage, octets
		ev.Notation, ev.MessageType = "rust-debug", int(octets[18])
	}
}

// slogDebug reads "error_code: 6 (Cease), error_subcode: 5 (Connection Rejected), data: [251, 240] ]". Data is decimal here.
func slogDebug(c *Cursor, ev *Event) bool {
	if !c.Lit("error_code:") {
		return false
	}
	code, ok := c.Code()
	if !ok || code == 0 {
		return false
	}
	words, _ := c.Paren()
	c.Lit(",")
	if !c.Lit("error_subcode:") {
		return false
	}
	sub, ok := c.Code()
	if !ok {
		return false
	}
	if w, ok := c.Paren(); ok {
		words += "/" + w
	}
	ev.Code, ev.Subcode = code, sub
	if ev.Words == "" {
		ev.Words = words
	}
	c.Lit(",")
	if !c.Lit("data:") || !c.Lit("[") {
		return true
	}
	data, ok := slogDecimals(c)
	if !ok {
		return false
	}
	ev.DataKnown = true
	if len(data) > 0 {
		ev.Content, ev.Octets, ev.Notation = ContentData, data, "decimal"
	}
	c.Lit("]")
	return true
}

// slogDecimals reads "251, 240]".
func slogDecimals(c *Cursor) ([]byte, bool) {
	var b []byte
	for !c.Lit("]") {
		n, ok := c.Code()
		if !ok {
			return nil, false
		}
		b = append(b, byte(n))
		if !c.Lit(",") && c.Peek() != ']' {
			return nil, false
		}
	}
	return b, true
}

// slogOctets reads "ff, ff, ..., 0, 33, 1]": hex without leading zeros. Sixteen times 255 at the start says decimal. A
// message without a marker, or one cut in its header, is refused.
func slogOctets(s string) ([]byte, bool) {
	dec := strings.HasPrefix(s, "255")
	b := make([]byte, 0, 64)
	for s != "" && s[0] != ']' {
		end := strings.IndexAny(s, ",]")
		one := s
		if end >= 0 {
			one = s[:end]
		}
		v, ok := slogOctet(strings.TrimSpace(one), dec)
		if !ok {
			return nil, false
		}
		b = append(b, v)
		if end < 0 {
			break
		}
		s = s[end:]
		s = strings.TrimPrefix(s, ",")
	}
	if len(b) < minMessage {
		return nil, false
	}
	for _, m := range b[:16] {
		if m != 0xff {
			return nil, false
		}
	}
	return b, true
}

func slogOctet(s string, dec bool) (byte, bool) {
	if dec {
		if n := digits(s); n == 0 || n > 3 || n != len(s) || atoi(s) > 255 {
			return 0, false
		}
		return byte(atoi(s)), true
	}
	s = strings.TrimPrefix(s, "0x")
	switch {
	case hexDigits(s) != len(s):
	case len(s) == 1:
		return byte(hexValue(s[0])), true
	case len(s) == 2:
		return byte(hexValue(s[0])<<4 | hexValue(s[1])), true
	}
	return 0, false
}

// ends takes both ends of the session from whatever keys the record has.
func (r *slogRecord) ends(ev *Event) {
	ev.PeerPort = 0
	if local, peer, ok := slogPair(r.get("connection")); ok {
		ev.Local, _ = slogAddr(local)
		ev.Peer, ev.PeerPort = slogAddr(peer)
	}
	if a, port := slogAddr(r.get("connection_peer", "peer")); a != "" {
		ev.Peer, ev.PeerPort = a, port
	}
	if a, _ := slogAddr(r.get("connection_local", "local")); a != "" {
		ev.Local = a
	}
	if n := r.get("neighbor"); n != "" {
		if a, _, ok := splitAddr(n); ok {
			if a != ev.Peer && ev.Peer != "" {
				ev.Params = append(ev.Params, Param{Key: "peer", Value: ev.Peer, Meaning: "address of the peer"})
			}
			ev.Peer = a
		}
	}
	for _, word := range [...]string{" from ", " to ", " peer "} {
		if ev.Peer != "" {
			return
		}
		if k := strings.Index(r.msg, word); k >= 0 {
			sub := Cursor{t: r.msg, i: k + len(word)}
			if a, port, ok := sub.IP(); ok {
				ev.Peer, ev.PeerPort = a, port
			}
		}
	}
}

func slogAddr(s string) (string, int) {
	a, port, ok := splitAddr(s)
	if !ok || !isIP(a) || strings.IndexByte(a, ' ') >= 0 { // a zone that a wrap has cut
		return "", 0
	}
	return a, port
}

// slogPair reads "([fe80::1%2]:179, [fe80::1%2]:179)", local end first, or "TcpStream { addr: ..., peer: ..., fd: 12 }".
func slogPair(s string) (local, peer string, ok bool) {
	if local = strings.TrimSpace(between(s, "addr: ", ",}")); local != "" {
		return local, strings.TrimSpace(between(s, "peer: ", ",}")), true
	}
	if !strings.HasPrefix(s, "(") || !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	local, peer, ok = strings.Cut(s[1:len(s)-1], ",")
	return strings.TrimSpace(local), strings.TrimSpace(peer), ok
}

// between returns what stands behind head, up to one of the octets in stop.
func between(s, head, stop string) string {
	k := strings.Index(s, head)
	if k < 0 {
		return ""
	}
	s = s[k+len(head):]
	if e := strings.IndexAny(s, stop); e >= 0 {
		s = s[:e]
	}
	return s
}

// params keeps the keys that help to read a session's story.
func (r *slogRecord) params(ev *Event) {
	for _, p := range [...]Param{
		{Key: "neighbor_name"},
		{Key: "fsm_state", Meaning: "state of the session when it logged this"},
		{Key: "direction", Meaning: "who opened the TCP connection, not the way of the message"},
	} {
		if p.Value = r.get(p.Key); p.Value != "" {
			if p.Key == "neighbor_name" {
				ev.Session = p.Value
			}
			ev.Params = append(ev.Params, p)
		}
	}
}

// transition reads "open sent -> connection collision".
func (r *slogRecord) transition(m *Cursor, ev *Event) bool {
	from, to, ok := strings.Cut(m.Rest(), "->")
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if !ok || !slogState(from) || !slogState(to) {
		return false
	}
	ev.Kind, ev.From, ev.To = KindState, from, to
	ev.Up = to == "established"
	ev.Connection = r.get("connection_id")
	r.ends(ev)
	if n := r.get("neighbor_name"); n != "" {
		ev.named("neighbor_name", n)
	}
	return true
}

// slogState accepts the name of a state: one to three words of letters.
func slogState(s string) bool {
	return s != "" && len(s) <= 32 && strings.Count(s, " ") < 3 && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz ") == ""
}

// slogTime reads the stamp of a record; it has a year and a zone.
func slogTime(s string) (time.Time, string) {
	if n, st := parseStamp(strings.TrimSpace(s)); n > 0 {
		return st.complete(Options{})
	}
	return time.Time{}, ""
}
