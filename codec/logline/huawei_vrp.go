package logline

import "strings"

// huaweiVRP reads Huawei VRP (NE, CE, S, AR series): log lines, alarms, traps and display bgp peer log-info.
//
//	%%01BGP/6/SEND_NOTIFY(l)[52]:The router sent a NOTIFICATION message to peer 192.0.2.2. (ErrorCode=3, SubErrorCode=5, ErrorData=50020004)
//	BGP/6/NOTIFY_RECV: The router received a NOTIFICATION from the peer. (Peer=2001:db8::2, ErrorCode=2, SubErrorCode=2, ErrorData=fbf0)
//	BGP/2/BACKWARD:OID 1.3.6.1.2.1.15.7.2 The BGP FSM moves ... (BgpPeerRemoteAddr=192.0.2.7, BgpPeerLastError=35, BgpPeerState=1)
//	BGP/4/PKT_RAW_OUT: BGP received an invalid message, ... ranged from 1 to 19 bytes. (Peer=192.0.2.7, PacketContent=ffff...)
//
// All of them are a tag or an OID, a sentence, and a list of parameters in parentheses. The tables in huawei_tables.go
// say what tags, keys and numbers mean; huawei_error.go reads the last error.
func huaweiVRP() *Style {
	return &Style{
		Name:   "huawei-vrp",
		Vendor: "Huawei VRP",
		Anchors: []string{"/recv_notify", "/send_notify", "/notify_recv", "/notify_send", "/pkt_raw_out", "/backward", "/hwbackward",
			"/established", "/hwestablished", "/routethreshold", "/hwbgproute", "/hwbgppeer", "/grstatuschange", "/bgpestablished",
			"/bgpbackwardtra", "/hwbgpbackward", "/state_chg_updo", "/peer_state_chg", "oid 1.3.6.1.", "peerlasterror", "date/time", "send notificatio",
			"receive notifica"},
		Scan: scanHuawei,
		Link: linkHuawei,
	}
}

func scanHuawei(c *Cursor, ev *Event) bool {
	switch fold[c.t[c.at]] {
	case '/':
		return huaweiTagged(c, ev)
	case 'o':
		return huaweiTrap(c, ev)
	case 'p':
		return huaweiBare(c, ev)
	}
	return huaweiLogInfo(c, ev)
}

// huaweiTagged reads a line behind "BGP/N/" whose tag is the anchor.
func huaweiTagged(c *Cursor, ev *Event) bool {
	s := c.Before()
	n := len(s)
	if n < 5 || digits(s[n-1:]) != 1 || !equalFold(s[n-5:n-1], "bgp/") {
		return false
	}
	start := c.at - 5
	if n >= 9 && strings.HasPrefix(s[n-9:], "%%") { // %%01
		start -= 4
	}
	c.i = c.at + 1
	tag, ok := c.Token(":([")
	if !ok {
		return false
	}
	a := huaweiAlarmOf(tag)
	if a == nil {
		return false
	}
	c.From(start)
	if c.Peek() == '(' { // (l)[52]
		c.Paren()
	}
	if c.Lit("[") {
		c.Until("]", 12)
	}
	if !c.Lit(":") {
		return false
	}
	return huaweiList(c, ev, a)
}

// huaweiTrap reads "OID 1.3.6.1.2.1.15.7.2 sentence (Key=value, ...)" without a tag.
func huaweiTrap(c *Cursor, ev *Event) bool {
	if c.at > 0 && isWord(c.t[c.at-1]) {
		return false
	}
	c.i = c.at + len("oid ")
	oid, ok := c.Token(" (")
	if !ok {
		return false
	}
	a := huaweiAlarmOf(oid)
	return a != nil && huaweiList(c, ev, a)
}

// huaweiBare reads a list of parameters that lost its head: "(BgpPeerRemoteAddr=192.0.2.7, BgpPeerLastError=35, BgpPeerState=1)".
func huaweiBare(c *Cursor, ev *Event) bool {
	if c.Peek() != '=' {
		return false
	}
	s := c.Before()
	k := strings.LastIndexByte(s, '(')
	if k < 0 || strings.IndexByte(s[k:], ')') >= 0 {
		return false
	}
	c.i = c.at - len(s) + k
	c.From(c.i)
	c.bonus -= 4 // a line with its head wins
	return huaweiList(c, ev, &huaweiAlarm{name: "bgp alarm", kind: huaweiAny})
}

// huaweiList reads the sentence and the parameters behind the tag or OID.
func huaweiList(c *Cursor, ev *Event, a *huaweiAlarm) bool {
	p := huaweiEvent{c: c, ev: ev, a: a}
	open := huaweiOpen(c)
	if open < 0 {
		return false
	}
	p.sentence = strings.TrimSpace(c.t[c.i:open])
	c.i = open + 1
	if !p.params() {
		return false
	}
	if p.templates > 0 && p.templates == len(p.keys) {
		p.template()
		return true
	}
	return p.finish()
}

// huaweiOpen returns the offset of the parenthesis with the parameters, -1 when there is none within a sentence's reach.
func huaweiOpen(c *Cursor) int {
	i := c.i
	for k := i; k < len(c.t) && k < i+600; k++ {
		if c.t[k] != '(' {
			continue
		}
		sub := Cursor{t: c.t[:min(len(c.t), k+96)], i: k + 1}
		if key, ok := sub.Token("=,()"); ok && isName(key) && sub.Lit("=") {
			return k
		}
	}
	return -1
}

// huaweiEvent collects what one line tells.
type huaweiEvent struct {
	c         *Cursor
	ev        *Event
	a         *huaweiAlarm
	sentence  string
	keys      []huaweiParam
	templates int // values that are placeholders
}

type huaweiParam struct {
	key, value string // key in lower case, without "bgp" and "peer" in front
	name       string // as printed
	at         int    // offset of the value
}

// params reads "Key=value, Key=value)". A value may hold commas: it ends in front of the next key.
func (p *huaweiEvent) params() bool {
	c := p.c
	for len(p.keys) < 32 {
		name, ok := c.Token("=,()")
		if !ok || !isName(name) || !c.Lit("=") || p.printed(name) {
			return false
		}
		at := c.ws()
		end := huaweiValueEnd(c.t, at)
		if end < 0 {
			return false
		}
		v := strings.TrimSpace(c.t[at:end])
		if isPlaceholder(v) {
			p.templates++
		}
		p.keys = append(p.keys, huaweiParam{key: huaweiKey(name), name: name, value: v, at: at})
		c.i = end + 1
		if c.t[end] == ')' {
			return true
		}
	}
	return false
}

// huaweiValueEnd returns the offset of the comma in front of the next key, or of the closing parenthesis; -1 when cut.
// Only octets may be long.
func huaweiValueEnd(t string, i int) int {
	start := i
	for i < len(t) && (isHex(t[i]) || isBlank(t[i])) {
		i++
	}
	depth := 0
	for k := i; k < len(t) && k < i+400; k++ {
		switch t[k] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return k
			}
		case ',', ';':
			sub := Cursor{t: t[:min(len(t), k+64)], i: k + 1}
			if key, ok := sub.Token("=,()"); ok && isName(key) && sub.Lit("=") {
				return k
			}
		case '=':
			if k-start > 200 { // another list
				return -1
			}
		}
	}
	return -1
}

// isPlaceholder reports whether a value is what documentation prints in place of one: "[BgpPeerLastErrorValue]", "[octet]".
func isPlaceholder(v string) bool {
	return len(v) > 2 && v[0] == '[' && v[len(v)-1] == ']' && isName(strings.TrimSpace(v[1:len(v)-1])) && hexDigits(v[1:]) != len(v)-2
}

// template fills an event for a line of documentation: nothing happened.
func (p *huaweiEvent) template() {
	p.ev.Kind, p.ev.Reason = KindState, p.a.reason
	if p.a.kind == huaweiDown {
		p.ev.Reason = ReasonDown
	}
	p.ev.Alarm = &Alarm{Name: p.a.name, Text: p.a.text, Template: true, Limit: Unknown, Percent: Unknown, Count: Unknown}
	p.param("alarm", p.a.name, p.a.text)
	for _, k := range p.keys {
		p.param(k.name, k.value, huaweiKeyText(k.key))
	}
	p.note("a line of documentation: the values in brackets are placeholders, nothing happened")
}

func (p *huaweiEvent) param(key, value, meaning string) {
	p.ev.Params = append(p.ev.Params, Param{Key: key, Value: value, Meaning: meaning})
}

func (p *huaweiEvent) note(s string) { p.ev.Notes = append(p.ev.Notes, s) }

// has reports whether a key was there, be its value empty.
func (p *huaweiEvent) has(key string) bool {
	for i := range p.keys {
		if p.keys[i].key == key {
			return true
		}
	}
	return false
}

// printed reports whether a key stood in the list before: a second one begins another list.
func (p *huaweiEvent) printed(name string) bool {
	for i := range p.keys {
		if p.keys[i].name == name {
			return true
		}
	}
	return false
}

// get returns the value of the first of some keys; "NULL" and "--" stand for none.
func (p *huaweiEvent) get(keys ...string) string {
	for _, want := range keys {
		for _, k := range p.keys {
			if k.key == want && !noValue(k.value) {
				return k.value
			}
		}
	}
	return ""
}

func noValue(v string) bool {
	switch strings.ToLower(v) {
	case "", "null", "--", "-", "none", "(null)":
		return true
	}
	return isPlaceholder(v)
}

// finish fills the event for a real line.
func (p *huaweiEvent) finish() bool {
	p.peer()
	p.ev.VRF = p.get("vpninstance", "instancename", "vrf", "vrfname")
	if p.a.kind != huaweiNotify && p.a.kind != huaweiRaw {
		p.param("alarm", p.a.name, p.a.text)
	}
	for _, k := range p.keys {
		if k.key != "errordata" && k.key != "packetcontent" {
			p.param(k.name, k.value, huaweiMeaning(k.key, k.value))
		}
		if strings.Contains(k.value, "=") { // the next key is broken
			p.c.bonus -= 3
		}
		switch k.key {
		case "errordata", "packetcontent", "notifyinfo", "lasterror", "remoteaddr", "reason", "statechangereason":
		default: // names and numbers: a blank is from a wrap
			p.c.bonus -= 2 * min(1, strings.Count(k.value, " "))
		}
	}
	p.c.bonus += min(len(p.keys), 16)
	switch p.a.kind {
	case huaweiNotify:
		return p.notify()
	case huaweiRaw:
		return p.raw()
	case huaweiChange:
		return p.change()
	}
	p.alarm()
	return true
}

// peer takes the peer from the parameters or from the sentence ("... from peer 192.0.2.2.").
func (p *huaweiEvent) peer() {
	for _, k := range p.keys {
		switch k.key {
		case "peer", "remoteaddr", "peeraddr", "address":
			if a := huaweiAddr(k.value); a != "" {
				p.ev.Peer = a
				return
			}
		}
	}
	low := strings.ToLower(p.sentence)
	k := strings.LastIndex(low, "peer ")
	if k < 0 {
		return
	}
	sub := Cursor{t: p.sentence, i: k + len("peer ")}
	a, port, ok := sub.IP()
	if !ok {
		return
	}
	p.ev.Peer, p.ev.PeerPort = a, port
	if rest := strings.Trim(sub.Rest(), "."); rest != "" && p.a.kind == huaweiNotify { // an address that a wrap has cut
		p.c.bonus -= 3
	}
}

// notify reads a NOTIFICATION that was sent or received.
func (p *huaweiEvent) notify() bool {
	ev := p.ev
	ev.Direction = p.a.dir
	if ev.Code = huaweiNumber(p.get("errorcode")); ev.Code <= 0 {
		return false
	}
	ev.Subcode = huaweiNumber(p.get("suberrorcode", "errorsubcode"))
	ev.Words = p.get("notifyinfo")
	p.c.Judge(ev)
	for i := range p.keys {
		if p.keys[i].key == "errordata" {
			p.octets(&p.keys[i], ContentData)
			ev.Cut = ev.Code == 3 && ev.Dump.View != nil
		}
	}
	if ev.DataKnown {
		p.c.bonus += 3
	}
	if ev.Cut {
		p.note("ErrorData is a summary: octets may be missing")
	}
	p.bfdOrHardReset()
	return true
}

// octets finds the octets of one value.
func (p *huaweiEvent) octets(k *huaweiParam, content Content) {
	if noValue(k.value) {
		p.ev.DataKnown = content == ContentData
		return
	}
	sub := *p.c
	sub.t, sub.i = p.c.t[:k.at+len(k.value)], k.at
	sub.Dump(p.ev, content, CountNone)
	p.c.octets, p.c.odd, p.c.dumped = sub.octets, sub.odd, sub.dumped
}

// raw reads one part of an invalid message; linkHuawei puts parts together.
func (p *huaweiEvent) raw() bool {
	ev := p.ev
	ev.Kind, ev.Direction = KindMessage, DirReceived
	ev.MessageType = messageType(p.get("packettype", "messagetype"))
	part := huaweiPart{}
	sub := Cursor{t: p.sentence}
	if _, ok := sub.Until("from ", 200); ok {
		part.first, _ = sub.Number()
		if sub.Word("to") || sub.Lit("-") {
			part.last, _ = sub.Number()
		}
	}
	for i := range p.keys {
		if p.keys[i].key == "packetcontent" {
			p.octets(&p.keys[i], ContentMessage)
		}
	}
	ev.link = part
	return true
}

// messageType returns the type of a BGP message by its name, blanks and hyphens being of no matter.
func messageType(name string) int {
	low := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(name))
	for n, w := range [...]string{"open", "update", "notification", "keepalive", "routerefresh"} {
		if low == w {
			return n + 1
		}
	}
	return Unknown
}

// change reads "The status of the peer X changed from A to B. (InstanceName=V, StateChangeReason=words)".
func (p *huaweiEvent) change() bool {
	ev := p.ev
	ev.Kind = KindState
	if ev.From, ev.To = p.get("prevstate"), p.get("currstate"); ev.From != "" && ev.To != "" {
		if !equalWord(ev.From, "established") && !equalWord(ev.To, "established") {
			return false // one step of many: for the course of a session only
		}
	} else {
		sub := Cursor{t: p.sentence}
		if _, ok := sub.Until("changed from ", 200); !ok {
			return false
		}
		ev.From, _ = sub.Token(" .")
		if !sub.Word("to") {
			return false
		}
		ev.To, _ = sub.Token(" .")
	}
	ev.Up = equalWord(ev.To, "established")
	ev.Words = p.get("statechangereason", "reason", "inputevent")
	if ev.Words != "" {
		ev.Code, ev.Subcode, _ = Words(ev.Style, ev.Words)
	}
	return true
}

func equalWord(s, lower string) bool { return len(s) == len(lower) && equalFold(s, lower) }

// huaweiPart is the range of octets of a message that one log line shows, 1-based.
type huaweiPart struct{ first, last int }

// linkHuawei puts the parts of one invalid message together, which the device splits over several log lines.
func linkHuawei(evs []Event) []Event {
	var open map[[3]string]int // messages that a further part may continue
	out := evs[:0]
	for i := range evs {
		ev := evs[i]
		part, ok := ev.link.(huaweiPart)
		if !ok {
			out = append(out, ev)
			continue
		}
		who := [3]string{ev.Host, ev.VRF, ev.Peer}
		if at, ok := open[who]; ok && part.first > 1 {
			head := &out[at]
			if before, _ := head.link.(huaweiPart); before.last+1 == part.first {
				head.Octets = append(head.octets(), ev.octets()...)
				head.Notation, head.Dump, head.LineEnd = "hex", Dump{}, ev.LineEnd
				head.link = huaweiPart{before.first, part.last}
				continue
			}
		}
		out = append(out, ev)
		if open == nil {
			open = map[[3]string]int{}
		}
		open[who] = len(out) - 1
	}
	return out
}

// octets reads the hex digits of the event's own dump.
func (ev *Event) octets() []byte {
	if ev.Dump.View == nil {
		return ev.Octets
	}
	var b []byte
	hi := -1
	for _, ch := range []byte(ev.Dump.View.Text[ev.Dump.Start:ev.Dump.End]) {
		switch {
		case !isHex(ch):
		case hi < 0:
			hi = hexValue(ch)
		default:
			b, hi = append(b, byte(hi<<4|hexValue(ch))), -1
		}
	}
	return b
}
