package logline

import "strings"

// mikrotik reads "/routing/bgp/session print" of RouterOS 7:
//
//	0 E name="toR2"
//	    remote.address=192.0.2.1 .as=64496 ... local.address=192.0.2.2 .as=64497 ...
//	    output.procid=97 .last-notification=ffffffffffffffffffffffffffffffff0015030601
//
// A key that begins with a dot belongs to the group of the last full key; output.* was sent, input.* received.
// The value is the whole message.
func mikrotik() *Style {
	return &Style{
		Name:    "mikrotik-ros7",
		Vendor:  "MikroTik RouterOS 7",
		Anchors: []string{"last-notificatio"},
		Scan:    scanMikrotik,
	}
}

// mikrotikSession is what the keys in front of the message tell.
type mikrotikSession struct {
	start  int    // offset of the session's first key
	group  int    // of the last full key, see mikrotikGroup
	first  string // the first key of that group
	remote string
	ras    uint32
	local  string
	las    uint32
	name   string
	stray  int // numbers without a key: a wrap has cut a value
}

// mikrotikGroup orders the groups of keys as they are printed.
func mikrotikGroup(key string) int {
	for n, g := range [...]string{"remote.", "local.", "output.", "input."} {
		if len(key) >= len(g) && equalFold(key[:len(g)], g) {
			return n + 1
		}
	}
	return 0
}

func scanMikrotik(c *Cursor, ev *Event) bool {
	if c.at == 0 || c.t[c.at-1] != '.' || !c.Lit("n") {
		return false
	}
	c.Lit("=") // lost where a line ends with it, as if it were quoted-printable
	s := mikrotikBefore(c)
	switch s.group {
	case 3:
		ev.Direction = DirSent
	case 4:
		ev.Direction = DirReceived
	default:
		return false
	}
	i := c.ws()
	n := hexDigits(c.t[i:min(len(c.t), i+2*65535)])
	if n < 2 {
		return false
	}
	ev.Content, ev.Dump = ContentMessage, Dump{View: c.v, Start: i, End: i + n}
	c.i, c.dumped, c.octets, c.odd = i+n, true, n/2, n%2
	if wholeMessage(c.t[i:c.i]) {
		ev.DataKnown = true
		c.bonus += 6
	}
	ev.Peer, ev.PeerAS, ev.Local, ev.LocalAS = s.remote, s.ras, s.local, s.las
	c.bonus -= min(s.stray, 3)
	if s.local != "" {
		c.bonus++
	}
	if s.name != "" {
		ev.named("name", s.name)
	}
	c.From(s.start)
	mikrotikBehind(c, s.group)
	return true
}

// wholeMessage reports whether hex digits are one message as long as its header says.
func wholeMessage(s string) bool {
	if len(s) < 38 || strings.Trim(s[:32], "fF") != "" || hexDigits(s) != len(s) {
		return false
	}
	n := 0
	for _, b := range []byte(s[32:36]) {
		n = n<<4 | hexValue(b)
	}
	return n*2 == len(s)
}

// mikrotikBefore reads the keys of the session from its start to the anchor.
func mikrotikBefore(c *Cursor) mikrotikSession {
	low := max(0, c.at-2048)
	t := c.t[:c.at]
	s := mikrotikSession{start: -1}
	i := low
	if low > 0 {
		for i < len(t) && !isBlank(t[i]) {
			i++
		}
	}
	for i < len(t) {
		if isBlank(t[i]) {
			i++
			continue
		}
		w := word(t[i:])
		key, val, ok := strings.Cut(w, "=")
		if strings.HasPrefix(val, `"`) && strings.Count(val, `"`) == 1 { // a value with blanks
			if k := strings.IndexByte(t[i+len(key)+2:], '"'); k >= 0 {
				w = t[i : i+len(key)+2+k+1]
				val = w[len(key)+1:]
			}
		}
		head := mikrotikHead(t, i)
		switch g := mikrotikGroup(key); {
		case head >= 0:
			s = mikrotikSession{start: head}
		case !ok && !mikrotikFlag(w):
			s = mikrotikSession{start: -1}
		case g > 0 && (g < s.group || g == s.group && strings.EqualFold(key, s.first)):
			s = mikrotikSession{start: i, group: g, first: key}
		case g > s.group:
			s.group, s.first = g, key
		}
		if head < 0 && digits(w) == len(w) && !mikrotikHeadAt(t, i+len(w)) {
			s.stray++
		}
		if s.start < 0 && ok {
			s.start = i
		}
		s.value(key, strings.Trim(val, `"`))
		i += len(w)
	}
	if s.start < 0 {
		s.start = c.at - 1
	}
	return s
}

// value keeps what tells who the peer is.
func (s *mikrotikSession) value(key, val string) {
	switch strings.ToLower(key) {
	case "name":
		s.name = val
	case "remote.address":
		s.remote = mikrotikAddr(val)
	case "local.address":
		s.local = mikrotikAddr(val)
	case "remote.as":
		s.ras, _ = reading(val, 0).AS()
	case "local.as":
		s.las, _ = reading(val, 0).AS()
	case ".address":
		switch s.group {
		case 1:
			s.remote = mikrotikAddr(val)
		case 2:
			s.local = mikrotikAddr(val)
		}
	case ".as":
		switch s.group {
		case 1:
			s.ras, _ = reading(val, 0).AS()
		case 2:
			s.las, _ = reading(val, 0).AS()
		}
	}
}

func mikrotikAddr(s string) string {
	s, _, _ = strings.Cut(s, "@") // the routing table
	if peer, _, ok := splitAddr(s); ok && isIP(peer) {
		return peer
	}
	return ""
}

// mikrotikHead returns the offset of a session's number and flags when its first key "name=" stands at t[i], or -1.
func mikrotikHead(t string, i int) int {
	if !strings.HasPrefix(strings.ToLower(word(t[i:])), "name=") {
		return -1
	}
	at := i
	w, k := lastWord(t[max(0, i-16):i])
	if w != "" && strings.Trim(w, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		at = max(0, i-16) + k
		w, k = lastWord(t[max(0, at-16):at])
		k += max(0, at-16)
	} else {
		k += max(0, i-16)
	}
	if w != "" && digits(w) == len(w) {
		at = k
	}
	return at
}

// mikrotikHeadAt reports whether a session's flags or its first key follow its number.
func mikrotikHeadAt(t string, i int) bool {
	h := reading(t[i:min(len(t), i+32)], 0)
	if h.Lit("name=") {
		return true
	}
	w, _ := h.Token("=")
	return strings.Trim(w, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" && h.Lit("name=")
}

// mikrotikFlag reports whether a word without a value can stand between keys: "ebgp", "limit-exceeded", a number, a flag.
func mikrotikFlag(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isWord(w[i]) && w[i] != '.' {
			return false
		}
	}
	return len(w) < 32
}

// mikrotikBehind takes the rest of the session into the event: keys and flags up to the next session or message.
func mikrotikBehind(c *Cursor, group int) {
	for n := 0; n < 64; n++ {
		i := c.ws()
		w := word(c.t[i:min(len(c.t), i+512)])
		key, _, ok := strings.Cut(w, "=")
		g := mikrotikGroup(key)
		switch {
		case w == "", lastFold(key, "last-notification") >= 0, g > 0 && g <= group, strings.EqualFold(key, "name"):
			return
		case !ok && (!mikrotikFlag(w) || digits(w) == len(w)):
			return
		case !ok && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz-") != "":
			return
		case ok && !mikrotikFlag(key):
			return
		}
		group = max(group, g)
		c.i = i + len(w)
	}
}
