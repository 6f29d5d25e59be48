package logline

import "strings"

// tcpAuth reads what a system says when the signature of a TCP segment of BGP is wrong or missing. No NOTIFICATION is sent
// or received then: the session ends, or never comes up, because nothing gets through.
//
//	TCP: MD5 Hash mismatch for (192.0.2.1, 179)->(192.0.2.2, 40312)             Linux
//	TCP: MD5 Hash failed for [2001:db8::1]:179->[2001:db8::2]:40312 L3 index 0
//	TCP: AO hash mismatch for 192.0.2.1.40312->192.0.2.2.179 [S] L3index: 0
//	TCP: Unexpected MD5 Hash found for 192.0.2.1.40312-->192.0.2.2.179 [S]      Linux 6.7 and later; of IPv6 with one hyphen
//	TCP: MD5 Hash not found for [2001:db8::1].40312->[2001:db8::2].179 [S] L3 index 0
//	%TCP-6-BADAUTH: Invalid MD5 digest from 192.0.2.1(179) to 192.0.2.2(40312)  Cisco
//	tcp_auth_ok: Packet from 192.0.2.1:179 wrong MD5 digest                     Junos
//	BGP/4/BGP_AUTH_FAILED(l)[1042]:BGP session authentication failed. (PeerID=192.0.2.1, TcpConnSocket=12, ReturnCode=3, ...)   Huawei
//
// The segment came from the peer. Without port 179 on either end it is not BGP's; of Junos, which tells one end only, those
// are left out that have the port of LDP or MSDP, whose TCP it signs likewise.
func tcpAuth() *Style {
	return &Style{
		Name:    "tcp-auth",
		Vendor:  "TCP signatures (Linux, Cisco, Junos, Huawei)",
		Anchors: []string{"md5 hash ", "md5 digest", "tcp-ao hash", "ao hash ", "ao key not found", "bgp_auth_failed"},
		Scan:    scanTCPAuth,
	}
}

func scanTCPAuth(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	ev.Kind, ev.Direction = KindState, DirReceived
	if fold[c.t[c.at]] == 'b' {
		return huaweiAuth(c, ev, s, base)
	}
	if junosAuth(c, ev, s, base) {
		return true
	}
	c.i = c.at
	head, ok := c.Until(" for ", 48)
	if low := strings.ToLower(head); !ok || !strings.Contains(low, "hash") && !strings.Contains(low, "key") {
		c.i = c.at
		if head, ok = c.Until(" from ", 24); !ok {
			return false
		}
		w, at := lastWord(s)
		if !equalWord(w, "invalid") && !equalWord(w, "no") && !equalWord(w, "bad") && !equalWord(w, "missing") {
			return false
		}
		head = w + " " + head
		c.From(base + at)
	} else if w, at := lastWord(s); equalWord(w, "expected") || equalWord(w, "unexpected") {
		head = w + " " + head
		c.From(base + at)
	}
	ev.Words = strings.Join(strings.Fields(head), " ")
	return tcpEnds(c, ev)
}

// tcpEnds reads both ends of the segment.
func tcpEnds(c *Cursor, ev *Event) bool {
	peer, port, ok := tcpEnd(c)
	if !ok || !c.Lit("-->") && !c.Lit("->") && !c.Lit("--") && !c.Lit("-") && !c.Word("to") { // a '>' that begins a line may have been taken for a mail's
		return false
	}
	local, localPort, ok := tcpEnd(c)
	if !ok || port != 179 && localPort != 179 {
		return false
	}
	ev.Peer, ev.PeerPort, ev.Local = peer, port, local
	ev.param("segment", peer+" port "+pairText(port, Unknown)+" to "+local+" port "+pairText(localPort, Unknown), "the TCP segment that was dropped")
	c.cutWord()
	return true
}

// tcpEnd reads an address with its port: "(192.0.2.1, 179)", "192.0.2.1(179)", "[2001:db8::1]:179", "192.0.2.1:179",
// "192.0.2.1.179".
func tcpEnd(c *Cursor) (addr string, port int, ok bool) {
	if c.Lit("(") {
		if addr, _, ok = c.IP(); !ok || !c.Lit(",") {
			return "", 0, false
		}
		if port, ok = c.Number(); !ok || port > 65535 {
			return "", 0, false
		}
		return addr, port, c.Lit(")")
	}
	i := c.ws()
	k := i
	for k < len(c.t) && k < i+64 && !isBlank(c.t[k]) && c.t[k] != '(' && c.t[k] != ',' && !arrow(c.t[k:]) {
		k++
	}
	w := c.t[i:k]
	if k < len(c.t) && c.t[k] == '(' && isIP(w) {
		c.i = k
		p, ok := c.Paren()
		if !ok || !isPort(p) {
			return "", 0, false
		}
		addr, _, ok = splitAddr(w)
		return addr, atoi(p), ok
	}
	c.i = k
	if addr, port, ok = splitAddr(w); ok && port > 0 && isIP(addr) {
		return addr, port, true
	}
	dot := strings.LastIndexByte(w, '.')
	if dot > 0 && isPort(w[dot+1:]) {
		if addr, _, ok = splitAddr(w[:dot]); ok && isIP(addr) {
			return addr, atoi(w[dot+1:]), true
		}
	}
	return "", 0, false
}

func arrow(s string) bool {
	if strings.HasPrefix(s, "--") {
		s = s[1:]
	}
	if len(s) > 4 && s[0] == '-' && digits(s[1:]) > 0 && strings.IndexByte(s[1:min(len(s), 6)], '.') > 0 {
		return true // its head was taken for a mail's quoting
	}
	return strings.HasPrefix(s, "->") || strings.HasPrefix(s, "-[") || strings.HasPrefix(s, "-(") || strings.HasPrefix(s, "- ")
}

func isPort(s string) bool { p, ok := portOf(s); return ok && p > 0 }

// junosAuth reads "Packet from 192.0.2.1:179 wrong MD5 digest", whose anchor stands at the end.
func junosAuth(c *Cursor, ev *Event, s string, base int) bool {
	k := lastFold(s, "packet from ")
	if k < 0 || len(s)-k > 128 || fold[c.t[c.i-1]] != 't' {
		return false
	}
	sub := reading(s, k+len("packet from "))
	peer, port, ok := tcpEnd(sub)
	if !ok || port != 179 && (!strings.HasSuffix(squash(s[:k]), "tcpauthok") || otherAuth(port)) {
		return false
	}
	words := strings.Join(strings.Fields(sub.Rest()), " ")
	if words == "" || len(words) > 24 {
		return false
	}
	ev.Peer, ev.PeerPort, ev.Words = peer, port, words+" MD5 digest"
	ev.param("segment", peer+" port "+pairText(port, Unknown), "sender of the TCP segment that was dropped")
	c.From(base + k)
	return true
}

func otherAuth(port int) bool { return port == 639 || port == 646 }

// huaweiAuth reads behind "BGP_AUTH_FAILED".
func huaweiAuth(c *Cursor, ev *Event, s string, base int) bool {
	if _, ok := c.Until("bgp session authentication failed", 40); !ok || !c.Lit(".") || !c.Lit("(peerid=") {
		return false
	}
	var ok bool
	if ev.Peer, _, ok = c.IP(); !ok {
		return false
	}
	ev.Words = "BGP session authentication failed"
	for n := 0; n < 4 && c.Lit(","); n++ {
		kv, ok := c.Token(",)")
		key, value, eq := strings.Cut(kv, "=")
		if !ok || !eq {
			break
		}
		ev.param(key, value, "")
	}
	c.Lit(")")
	if k := lastFold(s, "bgp/"); k >= 0 && len(s)-k < 8 {
		c.From(base + k)
	}
	return true
}
