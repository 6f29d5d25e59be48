package logline

import (
	"encoding/base64"
	"strings"
	"time"
)

// gobgpJSON reads GoBGP's log in JSON (logrus up to 3.x, slog later):
//
//	{"Code":3,"Data":"4AcIAAEAD8AAAmMB","Key":"192.0.2.1","Subcode":4,"Topic":"Peer","level":"warning","msg":"received notification", ...}
//	{"Key":"192.0.2.1","Reason":"notification-received code 2(open) subcode 2(bad peer as)", ... "msg":"Peer Down"}
//
// Data is base64. Before Established, the line of a sent NOTIFICATION has no code and a sentence for Data.
func gobgpJSON() *Style {
	return &Style{
		Name:    "gobgp-json",
		Behind:  `-"`,
		Vendor:  "GoBGP",
		Anchors: []string{"notification", `"peer down"`, `"peer up"`},
		Scan:    scanGobgpJSON,
	}
}

// gobgpText reads the same log as text:
//
//	time="..." level=warning msg="received notification" Code=3 Data="[224 7 8 0]" Key=192.0.2.1 Subcode=4 Topic=Peer
//
// Data is a list of decimal numbers (logrus) or a quoted string with Go's escapes (slog).
func gobgpText() *Style {
	return &Style{
		Name:    "gobgp-text",
		Behind:  `-"`,
		Vendor:  "GoBGP",
		Anchors: []string{"notification", `"peer down"`, `"peer up"`},
		Scan:    scanGobgpText,
	}
}

func scanGobgpJSON(c *Cursor, ev *Event) bool {
	if !gobgpNear(c) {
		return false
	}
	at := max(c.floor, c.at-maxLogLine)
	for n := 0; n < 3; n++ {
		k := strings.IndexByte(c.t[at:c.at], '{')
		if k < 0 {
			return false
		}
		start := at + k
		fs, end, ok := jsonLine(c.t, start)
		switch {
		case !ok:
			at = start + 1
		case end <= c.at:
			at = end
		default:
			c.From(start)
			c.i = end
			return gobgpEvent(c, ev, fs, gobgpBase64)
		}
	}
	return false
}

func scanGobgpText(c *Cursor, ev *Event) bool {
	fs, ok := gobgpTextFields(c)
	return ok && !cilium(fs) && gobgpEvent(c, ev, fs, gobgpDecimal)
}

// gobgpNear looks at what stands beside the anchor: "received notification" in quotes, or a reason "notification-sent".
func gobgpNear(c *Cursor) bool {
	if c.t[c.at] == '"' || c.i < len(c.t) && c.t[c.i] == '-' {
		return true
	}
	if c.i >= len(c.t) || c.t[c.i] != '"' {
		return false
	}
	s, _ := c.lead()
	w, _ := lastWord(s)
	return equalWord(w, `"received`) || equalWord(w, `"sent`) || equalWord(w, `msg="received`) || equalWord(w, `msg="sent`) ||
		suffixFold(w, `:"received`) >= 0 || suffixFold(w, `:"sent`) >= 0
}

// gobgpTextFields reads the fields of the line around the anchor, which must stand in the value of msg or Reason. Two styles ask
// for the same ones.
func gobgpTextFields(c *Cursor) ([]logField, bool) {
	m := &c.doc.fields
	if m.v != c.v || m.at != c.at || m.floor != c.floor {
		*m = textFields{v: c.v, at: c.at, floor: c.floor}
		m.read(c)
	}
	if m.end <= c.at {
		return nil, false
	}
	c.From(m.start)
	c.i = m.end
	if m.cut {
		c.bonus -= 4
	}
	return m.fs, true
}

// textFields are the fields around an anchor of a view, of which nothing in front of floor counts.
type textFields struct {
	v          *View
	at, floor  int
	fs         []logField
	start, end int  // end is not behind the anchor where there are none
	cut        bool // see fieldsCut
}

func (m *textFields) read(c *Cursor) {
	if !gobgpNear(c) {
		return
	}
	s, base := c.lead()
	if c.t[c.at] == '"' { // the anchor is the value, its quote included
		s = c.t[base : c.at+1]
	}
	k := lastFold(s, `msg="`)
	if k < 0 {
		return
	}
	for _, key := range [...]string{"source=", "level=", "time="} { // what Go's loggers print in front, in this order
		h := lastFold(s[:k], key)
		if h < 0 || h > 0 && !isBlank(s[h-1]) {
			continue
		}
		if _, end := textLine(s[:k], h); strings.TrimSpace(s[end:k]) == "" {
			k = h
		}
	}
	m.fs, m.end = textLine(c.t, base+k)
	m.start = base + k
	m.cut = m.end > c.at && fieldsCut(c.t[m.end:min(len(c.t), m.end+80)])
}

// fieldsCut reports whether further fields follow behind a word that is none: a wrap has cut the line.
func fieldsCut(rest string) bool {
	f := strings.Fields(rest)
	if len(f) < 2 || strings.Contains(f[0], "=") && len(f[0]) > 1 {
		return false
	}
	k := strings.IndexByte(f[1], '=')
	return strings.IndexByte(f[0], '=') >= 0 || k >= 0 && !equalWord(f[1][:k], "time") && !equalWord(f[1][:k], "level")
}

// gobgpEvent makes an event of the fields.
func gobgpEvent(c *Cursor, ev *Event, fs []logField, data func(logField) ([]byte, bool)) bool {
	msg, _ := fieldOf(fs, "msg")
	topic, _ := fieldOf(fs, "topic")
	key, ok := fieldOf(fs, "key")
	if !equalWord(topic.val, "peer") || !ok {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = splitAddr(key.val); !ok {
		return false
	}
	t, ok := fieldOf(fs, "time")
	if !ok {
		t, ok = fieldOf(fs, "ts")
	}
	if ok {
		if at, err := time.Parse(time.RFC3339Nano, t.val); err == nil {
			ev.Time = at
		}
	}
	if st, ok := fieldOf(fs, "state"); ok {
		ev.From = strings.TrimPrefix(st.val, "BGP_FSM_")
	}
	switch strings.ToLower(msg.val) {
	case "received notification":
		ev.Direction = DirReceived
	case "sent notification":
		ev.Direction = DirSent
	case "peer down":
		return gobgpDown(ev, fs)
	case "state changed": // at debug level, a second line about the fall
		old, _ := fieldOf(fs, "old")
		to, _ := fieldOf(fs, "new")
		ev.From, ev.To = strings.TrimPrefix(old.val, "BGP_FSM_"), strings.TrimPrefix(to.val, "BGP_FSM_")
		return gobgpDown(ev, fs)
	case "peer up":
		ev.Kind, ev.Up = KindState, true
		return true
	default:
		return false
	}
	return gobgpNotification(c, ev, fs, data)
}

// gobgpNotification reads code, subcode, Data and text.
func gobgpNotification(c *Cursor, ev *Event, fs []logField, data func(logField) ([]byte, bool)) bool {
	ev.Code, ev.Subcode = numberField(fs, "code"), numberField(fs, "subcode")
	d, has := fieldOf(fs, "data")
	if ev.Code == Unknown && strings.HasPrefix(d.raw, "{") {
		return gobgpNested(c, ev, d.raw)
	}
	if ev.Code == Unknown {
		ev.Words = d.val
		ev.Code, ev.Subcode = gobgpSentence(d.val)
		if k := firstFold(d.val, ", received "); k >= 0 && ev.Code == 2 && ev.Subcode == 2 {
			if as, ok := reading(d.val, k+len(", received ")).Token(" ,;"); ok && digits(as) == len(as) {
				ev.param("received AS", as, "the AS in the peer's OPEN")
			}
		}
		return has && d.val != ""
	}
	if r, ok := fieldOf(fs, "communicated-reason"); ok && r.val != "" {
		c.said(ev, r.val) // Data is what was left behind the text
		return true
	}
	if has {
		gobgpData(c, ev, d, data)
	}
	return true
}

// gobgpData sets the octets of Data. A reading in which they make no sense loses: a wrap was undone the wrong way.
func gobgpData(c *Cursor, ev *Event, d logField, data func(logField) ([]byte, bool)) {
	o, ok := data(d)
	if !ok {
		c.bonus -= 8
		return
	}
	c.bonus += 4
	ev.DataKnown = true
	if len(o) == 0 {
		return
	}
	ev.Content, ev.Octets, ev.Notation = ContentData, o, gobgpNotation(d)
	if ev.Notation == "escaped" && c.glued(d.at, d.at+len(d.raw)) {
		c.bonus -= 2
	}
	if ev.Code == 3 && attributeFits(o) {
		c.bonus += 3
	}
}

// glued reports whether a line ends between two places of the text and a blank stands for its end.
func (c *Cursor) glued(from, to int) bool {
	for i := c.v.lineEnd(from); i < to; i = c.v.lineEnd(i) {
		if c.t[i-1] == ' ' {
			return true
		}
	}
	return false
}

// attributeFits reports whether the octets are one path attribute exactly.
func attributeFits(o []byte) bool {
	switch {
	case len(o) >= 4 && o[0]&0x10 != 0:
		return len(o) == 4+int(o[2])<<8+int(o[3])
	case len(o) >= 3:
		return len(o) == 3+int(o[2])
	}
	return false
}

// gobgpNested reads {"Header":{...},"Body":{"ErrorCode":6,"ErrorSubcode":7,"Data":"..."}} of GoBGP 1.x.
func gobgpNested(c *Cursor, ev *Event, raw string) bool {
	fs, _, ok := jsonLine(raw, 0)
	if !ok {
		return false
	}
	body, ok := fieldOf(fs, "body")
	if !ok || !strings.HasPrefix(body.raw, "{") {
		return false
	}
	if fs, _, ok = jsonLine(body.raw, 0); !ok {
		return false
	}
	ev.Code, ev.Subcode = numberField(fs, "errorcode"), numberField(fs, "errorsubcode")
	if d, ok := fieldOf(fs, "data"); ok && d.quoted {
		gobgpData(c, ev, d, gobgpBase64)
	}
	return ev.Code > 0
}

// gobgpSentence tells code and subcode from the sentences that GoBGP logs in place of Data.
func gobgpSentence(s string) (code, sub int) {
	for _, w := range [...]wording{
		{2, 1, "upsuppored version "},
		{2, 1, "unsupported version "},
		{2, 2, "as number mismatch expected "},
		{2, 3, "bad bgp identifier "},
		{2, 6, "unacceptable hold time "},
	} {
		if len(s) > len(w.text) && equalFold(s[:len(w.text)], w.text) {
			return w.code, w.sub
		}
	}
	return Unknown, Unknown
}

// gobgpDown reads the reason of a fall: "notification-received code 2(open) subcode 2(bad peer as)", "read-failed" ...
func gobgpDown(ev *Event, fs []logField) bool {
	ev.Kind = KindState
	r, ok := fieldOf(fs, "reason")
	if !ok {
		return true
	}
	ev.Words = r.val
	h := reading(r.val, 0)
	switch {
	case h.Lit("notification-received"):
		ev.Direction = DirReceived
	case h.Lit("notification-sent"):
		ev.Direction = DirSent
	default:
		return true
	}
	ev.Same = true
	if !h.Lit("code ") {
		return true
	}
	code, ok := h.Code()
	if !ok || code == 0 {
		return true
	}
	ev.Code, ev.Subcode = code, 0
	h.Paren()
	if h.Lit("subcode ") {
		ev.Subcode, _ = h.Code()
	}
	return true
}

// gobgpBase64 reads Data of a JSON line.
func gobgpBase64(f logField) ([]byte, bool) {
	if !f.quoted {
		return nil, f.val == "null"
	}
	o, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(f.val, "=")) // a wrap may have cost the last '='
	return o, err == nil
}

// gobgpDecimal reads Data of a text line: "[224 7 8 0]" or a Go string.
func gobgpDecimal(f logField) ([]byte, bool) {
	switch {
	case f.val == "" && !f.quoted:
		return nil, false // both loggers quote what is empty: a wrap has cut the line
	case strings.HasPrefix(f.val, "&") || strings.HasPrefix(f.val, "{"):
		return nil, false // a pointer, which says nothing
	case !strings.HasPrefix(f.val, "[") || !strings.HasSuffix(f.val, "]") || strings.Trim(f.val, "[] 0123456789") != "":
		return []byte(f.val), true
	}
	var o []byte
	for _, w := range strings.Fields(strings.Trim(f.val, "[]")) {
		if len(w) > 3 || digits(w) != len(w) || atoi(w) > 255 || len(w) > 1 && w[0] == '0' {
			return nil, false
		}
		o = append(o, byte(atoi(w)))
	}
	return o, true
}

func gobgpNotation(f logField) string {
	switch {
	case strings.HasPrefix(f.val, "[") && strings.Trim(f.val, "[] 0123456789") == "":
		return "decimal"
	case strings.Contains(f.raw, `\`):
		return "escaped"
	}
	return "base64"
}
