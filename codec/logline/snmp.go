package logline

import (
	"net/netip"
	"strings"
)

// snmp reads the last error of a peer as snmptrapd, snmpwalk and others print it, from BGP4-MIB and the MIBs of Cisco and
// Juniper:
//
//	BGP4-MIB::bgpPeerLastError.192.0.2.1 = Hex-STRING: 03 05
//	.1.3.6.1.2.1.15.3.1.14.192.0.2.1 = "03 05 "
//	CISCO-BGP4-MIB::cbgpPeer2LastError.ipv6."20:01:0d:b8:..." = Hex-STRING: 06 02
//	CISCO-BGP4-MIB::cbgpPeerLastErrorTxt.192.0.2.1 = STRING: "hold time expired"
//
// The value is two octets: code and subcode. The peer is the index of the object. bgpPeerState beside it tells the state
// that the peer is in now.
func snmp() *Style {
	return &Style{
		Name:   "snmp",
		Vendor: "SNMP (BGP4-MIB)",
		Anchors: []string{
			"bgppeerlasterror", "1.2.1.15.3.1.14", "mib-2.15.3.1.14", "gppeer2lasterror", "9.187.1.2.5.1.17", ".177.1.1.2.1.9.", "peerlasterrorrec", "peerlasterrorsen",
		},
		Scan:   scanSNMP,
		Weight: -8,
	}
}

func scanSNMP(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	k := len(s)
	for k > 0 && !isBlank(s[k-1]) && k > len(s)-64 {
		k--
	}
	c.From(base + k)
	if c.t[c.i-1] == '.' {
		c.i-- // Huawei's object in numbers: the dot in front of its index
	}
	switch {
	case c.Lit("eived"):
		ev.Direction = DirReceived
	case c.Lit("t"):
		if ev.Direction = DirSent; c.i < len(c.t) && fold[c.t[c.i]] == 'x' { // Txt
			c.i--
			ev.Direction = DirUnknown
		}
	}
	text := c.Lit("txt")
	var ok bool
	if ev.Peer, ok = snmpIndex(c); !ok || !c.Lit("=") && !c.Lit(":") && (ev.Peer == "" || !snmpValue(c)) {
		return false
	}
	ev.Kind = KindState
	if text {
		ok = snmpText(c, ev)
	} else {
		ok = snmpOctets(c, ev)
	}
	if !ok {
		return false
	}
	behind := c.i
	snmpState(c, ev)
	if !text {
		snmpErrorText(c, ev, behind)
	}
	snmpTrapHead(c, ev)
	if ev.Code != 0 {
		return ev.Code != Unknown
	}
	ev.Code, ev.Subcode = Unknown, Unknown // no error: a fall without a NOTIFICATION, if the trap tells one
	return snmpFell(s)
}

// snmpValue reports whether a value stands here: a '=' at the end of its line may have been taken for a mail's.
func snmpValue(c *Cursor) bool {
	old := c.i
	ok := c.Lit("hex-string:") || c.Lit("string:") || c.Lit(`"`) || c.Lit("0x")
	c.i = old
	return ok
}

// snmpText reads STRING: "words".
func snmpText(c *Cursor, ev *Event) bool {
	c.Lit("string:")
	if !c.Lit(`"`) {
		return false
	}
	w, ok := c.Until(`"`, 120)
	if !ok {
		return false
	}
	ev.Words = w
	c.Judge(ev)
	return true
}

// snmpOctets reads two octets in hex.
func snmpOctets(c *Cursor, ev *Event) bool {
	c.Lit("hex-string:")
	c.Lit("string:")
	c.Lit(`"`)
	c.Lit("0x")
	v, n := [2]int{}, 0
	for ; n < 2; n++ {
		t := c.Rest()
		if len(t) < 2 || hexDigits(t[:2]) != 2 {
			return false
		}
		v[n] = hexValue(t[0])<<4 | hexValue(t[1])
		c.i = c.ws() + 2
	}
	if c.i < len(c.t) && isWord(c.t[c.i]) {
		return false
	}
	c.Lit(`"`)
	if ev.Code, ev.Subcode = v[0], v[1]; v[0] != 0 {
		ev.param("bgpPeerLastError", pairText(v[0], v[1]), "the last NOTIFICATION sent or received")
	}
	return true
}

// snmpIndex reads the index of an object: ".192.0.2.1", ".1.4.192.0.2.1" (type and length first), ".2.16." and 16 numbers,
// .ipv4."192.0.2.1". Juniper has instance and local address in front. Without an index the peer is not known.
func snmpIndex(c *Cursor) (peer string, ok bool) {
	if c.i >= len(c.t) || c.t[c.i] != '.' {
		return "", true
	}
	c.i++
	if c.Lit(`ipv4."`) || c.Lit(`ipv6."`) {
		w, ok := c.Until(`"`, 64)
		if !ok {
			return "", false
		}
		if b := strings.ReplaceAll(w, ":", ""); len(b) == 32 && hexDigits(b) == 32 { // 20:01:0d:b8:...
			var a [16]byte
			for i := range a {
				a[i] = byte(hexValue(b[2*i])<<4 | hexValue(b[2*i+1]))
			}
			return netip.AddrFrom16(a).String(), true
		}
		p, _, ok := splitAddr(w)
		return p, ok && isIP(p)
	}
	var nums [48]byte
	n := 0
	for n < len(nums) {
		d := digits(c.t[c.i:min(len(c.t), c.i+4)])
		if d == 0 || d > 3 || atoi(c.t[c.i:c.i+d]) > 255 {
			return "", false
		}
		nums[n] = byte(atoi(c.t[c.i : c.i+d]))
		n, c.i = n+1, c.i+d
		if c.i >= len(c.t) || c.t[c.i] != '.' {
			break
		}
		c.i++
	}
	return oidAddr(nums[:n])
}

// oidAddr returns the address at the end of an index.
func oidAddr(b []byte) (string, bool) {
	n := len(b)
	switch {
	case n == 4:
		return netip.AddrFrom4([4]byte(b)).String(), true
	case n >= 18 && b[n-18] == 2 && b[n-17] == 16:
		return netip.AddrFrom16([16]byte(b[n-16:])).String(), true
	case n >= 17 && b[n-17] == 2:
		return netip.AddrFrom16([16]byte(b[n-16:])).String(), true
	case n >= 6 && b[n-6] == 1 && b[n-5] == 4, n >= 5 && b[n-5] == 1:
		return netip.AddrFrom4([4]byte(b[n-4:])).String(), true
	}
	return "", false
}

// snmpState reads the state beside the error on the same line: "bgpPeerState.192.0.2.1 = INTEGER: idle(1)".
func snmpState(c *Cursor, ev *Event) {
	end := min(c.lineEnd(max(c.i-1, 0)), c.i+400)
	if text, ok := c.nextVarbind(); ok && end < len(c.t) {
		end = min(len(c.t), end+len(text)+1) // the bindings of a trap may stand on lines of their own
	}
	for _, name := range [...]string{"bgppeerstate", "1.2.1.15.3.1.2", "mib-2.15.3.1.2", "peer2state", ".177.1.1.2.1.5"} {
		k := lastFold(c.t[c.i:max(c.i, end)], name)
		if k < 0 {
			continue
		}
		sub := reading(c.t[:end], c.i+k+len(name))
		if _, ok := snmpIndex(sub); !ok || !sub.Lit("=") && sub.i >= len(sub.t) {
			return
		}
		sub.Lit("integer:")
		w, ok := sub.Token("(,;")
		if !ok {
			return
		}
		sub.Paren()
		states := [...]string{"idle", "connect", "active", "opensent", "openconfirm", "established"}
		if n := smallNumber(w); n >= 1 && n <= len(states) {
			w = states[n-1]
		}
		for _, st := range states {
			if equalWord(w, st) {
				ev.To = st
				c.To(sub.i)
			}
		}
		return
	}
}

// snmpFell reports whether the trap in front is that of a session's fall.
func snmpFell(s string) bool {
	low := strings.ToLower(s)
	for _, name := range [...]string{"bgpbackwardtrans", "1.2.1.15.7.2", "1.2.1.15.0.2", "mib-2.15.7.2", "mib-2.15.0.2", "bgpfsmstatechange", "backwardtransition", ".177.1.3.10"} {
		if strings.Contains(low, name) {
			return true
		}
	}
	return false
}
