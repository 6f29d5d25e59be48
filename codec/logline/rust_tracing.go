package logline

import "strings"

// rustTracing reads daemons that log with Rust's tracing: bgpgg, rustbgpd and their like.
//
//	received NOTIFICATION peer_ip=192.0.2.5 notification=NotificationMessage { error: Cease(AdministrativeReset), data: [] }
//	last_error="sent NOTIFICATION 2/7 (Unsupported Capability)"
//
// Names are those of the types in the program, its debug form. Data is a list of decimal numbers or b"...".
func rustTracing() *Style {
	return &Style{
		Name:    "rust-tracing",
		Before:  "tgdev",
		Vendor:  "Rust tracing (bgpgg, rustbgpd)",
		Anchors: []string{"notificationmess", "notifcationmessa", "notification"}, // old bgpgg misspells its type
		Scan:    scanRustTracing,
	}
}

func scanRustTracing(c *Cursor, ev *Event) bool {
	if c.i-c.at == len("notification") {
		return rustLine(c, ev)
	}
	if fold[c.t[c.at+len("notif")]] == 'i' {
		c.Lit("a")
	}
	if !c.Lit("ge {") || !rustStruct(c, ev) {
		return false
	}
	s := c.here()
	switch sent, got := max(lastFold(s, "sent notif"), lastFold(s, "sending notif")), lastFold(s, "received notif"); {
	case sent > got:
		ev.Direction = DirSent
	case got > sent:
		ev.Direction = DirReceived
	}
	ev.Peer = peerField(s)
	return true
}

// rustLine reads around the word NOTIFICATION: the way in front of it, fields or "2/7 (words)" behind it.
func rustLine(c *Cursor, ev *Event) bool {
	if s, _ := c.lead(); consoleHead(s) {
		return false
	}
	s, base := c.lead()
	dir, at, ok := wayBefore(s)
	key := false
	if !ok {
		if dir, at, ok = rustWay(s); !ok {
			return false
		}
		key = true
	}
	ev.Direction = dir
	if key {
		if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
			return false
		}
		if ev.Words, ok = c.Paren(); !ok {
			return false
		}
	} else if rustKey(c.t, c.ws()) == 0 {
		return false
	}
	ev.Peer = peerField(c.here())
	if key {
		c.Lit(`"`)
		c.Judge(ev)
		rustFields(c, ev)
	} else if !rustFields(c, ev) {
		return false
	}
	c.bonus += 3
	c.From(base + at)
	return true
}

// rustWay reads `key="sent` at the end of s.
func rustWay(s string) (d Direction, at int, ok bool) {
	w, at := lastWord(s)
	k := strings.LastIndexByte(w, '"')
	key := strings.TrimSuffix(w[:max(k, 0)], "=") // a wrap behind the '=' may have been taken for that of a mail
	if k < 1 || key == "" || !isWord(key[len(key)-1]) {
		return DirUnknown, 0, false
	}
	d, n, ok := wayBefore(w[k+1:])
	return d, at + k + 1 + n, ok
}

// maxRustFields bounds the fields of a line.
const maxRustFields = 24

// rustFields reads fields behind the message and reports whether they tell a NOTIFICATION.
func rustFields(c *Cursor, ev *Event) (told bool) {
	for n := 0; n < maxRustFields; n++ {
		i := c.ws()
		k := i + rustKey(c.t, i)
		if k == i {
			break
		}
		key := strings.ToLower(c.t[i:k])
		if newRecord(key) || (told || ev.Code != Unknown) && c.v != nil && i > c.i && c.v.lineStart(i) == i {
			break
		}
		c.i = k + 1
		if !rustField(c, ev, key, &told) {
			c.i = i
			break
		}
	}
	return told && ev.Code != Unknown
}

// rustKey returns the length of the key of a field at t[i], 0 when there is none.
func rustKey(t string, i int) int {
	k := i
	for k < len(t) && k < i+48 && (isWord(t[k]) || t[k] == '.') {
		k++
	}
	if k >= len(t) || t[k] != '=' {
		return 0
	}
	return k - i
}

// newRecord reports whether a field is one with which loggers begin a line.
func newRecord(key string) bool {
	return key == "time" || key == "ts" || key == "timestamp" || key == "level" || key == "caller"
}

func rustField(c *Cursor, ev *Event, key string, told *bool) bool {
	quoted := c.Lit(`"`)
	if c.Any("notificationmessage", "notifcationmessage") >= 0 {
		*told = c.Lit("{") && rustStruct(c, ev)
		return *told
	}
	if key == "data" {
		return rustData(c, ev)
	}
	stop := ""
	if quoted {
		stop = `"`
	}
	v, ok := c.Token(stop)
	if quoted && ok {
		more, _ := c.Until(`"`, 256)
		v = strings.TrimSpace(v + " " + more)
	}
	switch key {
	case "code", "error_code", "subcode", "error_subcode":
		*told = rustCode(ev, key, v) || *told
	default:
		for _, name := range peerKeys {
			if p, port, isAddr := splitAddr(v); key == name && isAddr && isIP(p) {
				ev.Peer, ev.PeerPort = p, port
			}
		}
	}
	return ok
}

// rustStruct reads the fields of the type up to its closing brace: error, code, subcode, data.
func rustStruct(c *Cursor, ev *Event) bool {
	for n := 0; n < 8 && !c.Lit("}"); n++ {
		key := c.Any("error", "code", "error_code", "subcode", "error_subcode", "data")
		if key < 0 || !c.Lit(":") {
			return false
		}
		if key == 5 {
			if !rustData(c, ev) {
				return false
			}
		} else if v, ok := rustValue(c); !ok || !rustCode(ev, [...]string{"error", "code", "error_code", "subcode", "error_subcode"}[key], v) {
			return false
		}
		c.Lit(",")
	}
	c.bonus += 2
	return ev.Code != Unknown
}

// rustValue reads "Cease(AdministrativeReset)" or a number.
func rustValue(c *Cursor) (string, bool) {
	v, ok := c.Token("(,{}")
	if !ok {
		return "", false
	}
	if in, ok := c.Paren(); ok {
		v += "(" + strings.TrimRight(in, ", \t\n") + ")"
	}
	return v, true
}

// rustCode takes the value of a code, a subcode or both: "Cease(AdministrativeReset)", "Cease(Unknown(12))", 6. Numbers
// beat names.
func rustCode(ev *Event, key, v string) bool {
	v = strings.TrimSpace(v)
	if strings.HasSuffix(key, "subcode") {
		if n := smallNumber(v); n != Unknown {
			ev.Subcode = n
			return true
		}
		if w, ok := lookup(ev.Style, rustWords(v), ev.Code); ok {
			ev.Subcode = w.sub
		}
		return true
	}
	name, in, _ := strings.Cut(v, "(")
	in = strings.TrimRight(in, ")")
	if n := smallNumber(name); n != Unknown {
		ev.Code = n
	}
	if name, num, ok := strings.Cut(in, "("); ok {
		in = name
		ev.Subcode = smallNumber(num)
	} else if n := smallNumber(in); n != Unknown {
		ev.Subcode, in = n, ""
	}
	ev.Words = rustWords(name)
	if in != "" {
		ev.Words += "/" + rustWords(in)
	}
	code, sub, ok := Words(ev.Style, ev.Words)
	if ev.Code == Unknown && ok {
		ev.Code = code
	}
	if ev.Subcode == Unknown && ok && code == ev.Code {
		ev.Subcode = sub
	}
	return ev.Code != Unknown
}

// rustWords takes the words of a name apart: "MalformedASPath" is "Malformed AS Path".
func rustWords(s string) string {
	s = s[strings.LastIndexByte(s, ':')+1:]
	if len(s) > 64 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		up := s[i] >= 'A' && s[i] <= 'Z'
		if up && i > 0 && (s[i-1] >= 'a' && s[i-1] <= 'z' || i+1 < len(s) && s[i+1] >= 'a' && s[i+1] <= 'z') {
			b.WriteByte(' ')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// rustData reads [1, 2] or b"\x01\x02".
func rustData(c *Cursor, ev *Event) bool {
	if b, ok := listedOctets(c); ok {
		octetsGiven(ev, b)
		ev.Notation = notationOf(b, "decimal")
		return true
	}
	b, ok := escapedOctets(c)
	if ok {
		octetsGiven(ev, b)
	}
	return ok
}

// notationOf returns the notation of octets, "" when there are none.
func notationOf(b []byte, name string) string {
	if len(b) == 0 {
		return ""
	}
	return name
}
