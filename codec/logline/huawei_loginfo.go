package logline

import "strings"

// huaweiLogInfo reads an entry of "display bgp peer ADDR log-info": lines "Key : value", from Date/Time or from one of
// the keys behind it.
//
//	Date/Time     : 2026-08-06 20:34:46
//	State         : Down
//	Error Code    : 6(CEASE)
//	Error Subcode : 4(Administrative Reset)
//	Notification  : Receive Notification
func huaweiLogInfo(c *Cursor, ev *Event) bool {
	p := huaweiEvent{c: c, ev: ev}
	c.i = c.at
	if fold[c.t[c.at]] != 'd' {
		if c.i = huaweiEntryStart(c); c.i < 0 {
			return false
		}
	}
	start := c.i
	for n := 0; n < 12; n++ {
		if !p.logLine() {
			break
		}
	}
	note, state := p.get("notification"), p.get("state")
	code := p.get("error", "errorcode")
	if code == "" && note == "" && state == "" {
		return false
	}
	p.logPeer(start)
	if (code == "" || note == "") && state == "" || code == "" && note == "" && (ev.Peer == "" || !p.has("date")) {
		return false
	}
	c.From(start)
	c.bonus += min(len(p.keys), 6)
	ev.Kind, ev.To = KindState, state
	p.logError(code)
	switch low := strings.ToLower(note); {
	case strings.HasPrefix(low, "send"):
		ev.Direction = DirSent
	case strings.HasPrefix(low, "receive"):
		ev.Direction = DirReceived
	}
	if ev.Code != Unknown && ev.Direction != DirUnknown {
		ev.Kind = KindNotification
	}
	ev.Up = equalWord(state, "up") || equalWord(state, "established")
	if n, st := parseStamp(strings.Replace(p.get("date"), "/", "-", 2)); n > 0 {
		ev.Time, ev.TimeText = st.complete(Options{})
	}
	for _, k := range p.keys {
		p.param(k.name, k.value, "")
	}
	p.bfdOrHardReset()
	return true
}

// logError reads "35", "3/5", "6(CEASE)" with a subcode in a key of its own.
func (p *huaweiEvent) logError(code string) {
	ev := p.ev
	sub := p.get("errorsubcode", "suberrorcode")
	if sub == "" {
		e := huaweiLastError(code)
		ev.Code, ev.Subcode = e.code, e.sub
		if e.note != "" {
			p.note(e.note)
		}
		return
	}
	ev.Code, ev.Subcode = huaweiNumber(code), huaweiNumber(sub)
	if ev.Code <= 0 || ev.Code > 255 || ev.Subcode > 255 {
		ev.Code, ev.Subcode = Unknown, Unknown
		return
	}
	_, a, _ := strings.Cut(code, "(")
	_, b, _ := strings.Cut(sub, "(")
	if a, b = strings.TrimSuffix(a, ")"), strings.TrimSuffix(b, ")"); b != "" {
		ev.Words = strings.TrimPrefix(a+"/"+b, "/")
		p.c.Judge(ev)
	}
}

// huaweiLogKeys are the keys of an entry, in lower case.
var huaweiLogKeys = [...]string{"date/time", "date", "state", "error code", "error subcode", "sub error code", "error", "notification"}

// logLine reads one "Key : value". A value ends where the next key stands or at the end of the line.
func (p *huaweiEvent) logLine() bool {
	c := p.c
	old := c.i
	i := c.ws()
	key := huaweiLogKey(c)
	if key == "" {
		c.i = old
		return false
	}
	for _, k := range p.keys {
		if k.key == huaweiLogName(key) { // the next entry
			c.i = old
			return false
		}
	}
	end := min(c.lineEnd(max(c.i-1, 0)), c.i+80)
	sub := *c
	for k := c.i; k < end; k++ {
		if sub.i = k; k > c.i && isBlank(c.t[k-1]) && huaweiLogKey(&sub) != "" {
			end = k
			break
		}
	}
	v := strings.TrimSpace(c.t[c.i:end])
	p.keys = append(p.keys, huaweiParam{key: huaweiLogName(key), value: v, name: strings.TrimSpace(c.t[i : i+len(key)])})
	c.i = end
	return true
}

func huaweiLogName(key string) string {
	switch key {
	case "date/time":
		return "date"
	case "sub error code":
		return "suberrorcode"
	}
	return strings.ReplaceAll(key, " ", "")
}

// huaweiLogKey reads a key and its colon and returns it in lower case.
func huaweiLogKey(c *Cursor) string {
	old := c.i
	for _, k := range huaweiLogKeys {
		if c.Word(k) && c.Lit(":") {
			return k
		}
		c.i = old
	}
	return ""
}

// huaweiEntryStart finds the start of an entry in front of "Send Notification", which must be the value of "Notification :".
func huaweiEntryStart(c *Cursor) int {
	s := c.Before()
	low := strings.ToLower(s)
	t := strings.TrimRight(low, " \t\n")
	if t = strings.TrimRight(strings.TrimSuffix(t, ":"), " \t\n"); !strings.HasSuffix(t, "notification") || len(t) == len(strings.TrimRight(low, " \t\n")) {
		return -1
	}
	for _, k := range [...]string{"date/time", "state", "error"} {
		if at := strings.LastIndex(low, k); at >= 0 && len(low)-at < 300 {
			if k == "error" { // of "Error Code" and "Error Subcode" the first
				if one := strings.LastIndex(low[:at], k); one >= 0 && at-one < 80 {
					at = one
				}
			}
			return c.at - len(s) + at
		}
	}
	return -1
}

// logPeer finds "Peer : ADDR" or the command in front of the entries.
func (p *huaweiEvent) logPeer(start int) {
	c := p.c
	off, _ := c.v.Pos(start)
	s := c.doc.text[max(0, off-2048):off]
	for k := len(s); ; {
		if k = strings.LastIndex(s[:k], "eer"); k < 1 {
			return
		}
		sub := Cursor{t: s, i: k + len("eer")}
		if fold[s[k-1]] != 'p' || !sub.Lit(":") && !strings.HasSuffix(s[:k-1], "bgp ") {
			continue
		}
		if a, _, ok := sub.IP(); ok {
			p.ev.Peer = a
			return
		}
	}
}
