package logline

import "strings"

// gobgpConsole reads GoBGP's log as it writes it to a terminal, with the seconds since its start or a stamp in brackets:
//
//	WARN[0375] sent notification                             Code=6 Communicated-Reason= Data="[]" Key=192.0.2.1 State=BGP_FSM_ESTABLISHED Subcode=2 Topic=Peer
//	INFO[2026-03-04T10:00:00Z] Peer Down                     Key=192.0.2.1 Reason=read-failed State=BGP_FSM_ESTABLISHED Topic=Peer
func gobgpConsole() *Style {
	return &Style{
		Name:    "gobgp-console",
		Vendor:  "GoBGP: its log on a terminal",
		Anchors: []string{"] sent notificat", "] received notif", "] peer down", "] peer up "},
		Scan:    scanGobgpConsole,
	}
}

func scanGobgpConsole(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	open := strings.LastIndexByte(s, '[')
	if open < 4 || !isLevel4(s[open-4:open]) || open > 4 && isWord(s[open-5]) {
		return false
	}
	stamp := s[open+1:]
	n, st := readStamp(stamp)
	if digits(stamp) != len(stamp) && n != len(stamp) || stamp == "" {
		return false
	}
	c.i = c.at + 1
	msg := ""
	for _, m := range [...]string{"sent notification", "received notification", "peer down", "peer up"} {
		if c.Word(m) {
			msg = m
			break
		}
	}
	if msg == "" {
		return false
	}
	fs, end := textLine(c.t, c.i)
	if len(fs) == 0 {
		return false
	}
	c.From(base + open - 4)
	c.i = end
	ev.Vendor = "GoBGP"
	if !gobgpEvent(c, ev, append(fs, logField{key: "msg", val: msg}), gobgpDecimal) {
		return false
	}
	if n == len(stamp) && ev.Time.IsZero() && c.opts != nil {
		ev.Time, ev.TimeText = st.complete(*c.opts)
	}
	return true
}

// isLevel4 reports whether four letters are a level as logrus cuts it.
func isLevel4(s string) bool {
	for _, l := range [...]string{"warn", "info", "erro", "debu", "trac", "fata", "pani"} {
		if equalFold(s, l) {
			return true
		}
	}
	return false
}

// consoleHead reports whether a text ends with the level and the brackets of such a line, and the way behind them.
func consoleHead(s string) bool {
	_, at, ok := wayBefore(s)
	if !ok {
		return false
	}
	s = strings.TrimRight(s[:at], " \t\n")
	open := strings.LastIndexByte(s, '[')
	return open >= 4 && s[len(s)-1] == ']' && isLevel4(s[open-4:open])
}
