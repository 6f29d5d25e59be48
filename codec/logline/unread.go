package logline

import "strings"

// mostUnread bounds what may stand where a NOTIFICATION's code and subcode belong.
const mostUnread = 16

// unread makes an event of a line that can only tell a NOTIFICATION, but with something else where its numbers belong: "x/y",
// "3/300". Any other reading wins. A whole message behind it is read.
func (c *Cursor) unread(ev *Event) bool {
	if _, _, ok := c.Pair(); ok {
		return false // it is what stands behind that is not known
	}
	w, _ := c.Token("(,:;")
	code, sub, ok := strings.Cut(w, "/")
	if !ok || len(w) > mostUnread || code == "" || sub == "" {
		return false
	}
	for i := 0; i < len(w); i++ {
		if !isWord(w[i]) && i != len(code) {
			return false
		}
	}
	if c.Peek() != '(' && !blankText(c.t[c.i:c.endOfLine()]) {
		return false
	}
	ev.Kind, ev.Code, ev.Subcode, ev.Words = KindNotification, Unknown, Unknown, ""
	ev.Fault = "a NOTIFICATION whose error code and subcode cannot be read: \"" + w + "\""
	c.Paren()
	if n, ok := c.Number(); ok && n >= minMessage && c.Any("bytes", "byte") >= 0 {
		c.Dump(ev, ContentMessage, CountNone) // should the line show the whole message, that tells all
	}
	c.bonus -= 40
	return true
}
