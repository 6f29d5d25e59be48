package logline

import "strings"

// nextVarbind returns the next line of the text when it is about the state of a peer, as snmptrapd prints one binding a line.
func (c *Cursor) nextVarbind() (string, bool) {
	end := c.lineEnd(max(c.i-1, 0))
	if end >= len(c.t) {
		return "", false
	}
	t := c.t[end:c.lineEnd(end)]
	low := strings.ToLower(t[:min(len(t), 200)])
	return t, strings.Contains(low, "peerstate") || strings.Contains(low, ".15.3.1.2.") || strings.Contains(low, ".177.1.1.2.1.5.")
}

// snmpTrapHead takes time and agent from what snmptrapd prints in front of the bindings, on their line or the one above:
//
//	2026-07-09 08:51:34 rtr1.example.net [UDP: [192.0.2.9]:161->[192.0.2.200]:162]:
//	2026-07-09 08:51:33 192.0.2.9(via UDP: [192.0.2.9]:52034->[192.0.2.200]:162) TRAP, SNMP v1, community public
func snmpTrapHead(c *Cursor, ev *Event) {
	s := c.above(640)
	k := strings.LastIndex(s, "UDP: [")
	if k < 0 {
		if k = strings.LastIndex(s, "TCP: ["); k < 0 {
			return
		}
	}
	if strings.Count(s[k:], "\n") > 6 {
		return // another trap's
	}
	from := strings.LastIndexByte(s[:k], '\n') + 1
	head := s[from:k]
	agent := s[k+len("UDP: ["):]
	if e := strings.IndexByte(agent, ']'); e > 0 {
		agent = agent[:e]
	}
	name := strings.TrimSuffix(strings.TrimRight(head, " [("), "(via")
	if at := strings.LastIndexAny(name, " \t"); at >= 0 {
		if n := name[at+1:]; n != "" && n != "<UNKNOWN>" && len(n) < 256 {
			agent = n
		}
		name = name[:at]
	}
	if isIP(agent) || isName(agent) {
		ev.Host = agent
	}
	if at := strings.LastIndex(name, " "); at >= 10 {
		if n, st := parseStamp(name[at-10:]); n > 0 && c.opts != nil {
			ev.Time, ev.TimeText = st.complete(*c.opts)
		}
	}
}

// snmpErrorText takes the words that a trap gives beside the octets of the last error, from offset i on: the object
// cbgpPeerLastErrorTxt or cbgpPeer2LastErrorTxt of the same peer, with no other error in front of it.
func snmpErrorText(c *Cursor, ev *Event, i int) {
	const object = "lasterror"
	t := c.t[:min(len(c.t), i+600)]
	k := firstFold(t[i:], object)
	if k < 0 {
		return
	}
	sub := reading(t, i+k+len(object))
	if !sub.Lit("txt") {
		return
	}
	if peer, ok := snmpIndex(sub); !ok || peer != ev.Peer || !sub.Lit("=") && !sub.Lit(":") && !snmpValue(sub) {
		return
	}
	sub.Lit("string:")
	if !sub.Lit(`"`) {
		return
	}
	w, ok := sub.Until(`"`, 120)
	if !ok {
		return
	}
	ev.Words = w
	c.Judge(ev)
	c.To(max(c.i, sub.i))
}
