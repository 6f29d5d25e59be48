package logline

import "strings"

// lead returns at most 512 octets in front of the anchor that belong to no other event, and their offset in the text.
func (c *Cursor) lead() (s string, base int) {
	base = max(c.floor, c.at-512)
	return c.t[base:c.at], base
}

// above returns at most limit octets of the input in front of the event, whatever they belong to: the heading of a report
// stands there. It is to be read for names only; it is not part of the event.
func (c *Cursor) above(limit int) string {
	off, _ := c.v.Pos(c.start)
	return c.doc.text[max(0, off-limit):off]
}

// reading returns a cursor over a text of its own.
func reading(s string, at int) *Cursor { return &Cursor{v: &View{Text: s}, t: s, i: at} }

// firstFold returns the offset of the first place of a lower-case literal in s, -1 when there is none.
func firstFold(s, lower string) int {
	for i := 0; i+len(lower) <= len(s); i++ {
		if fold[s[i]] == lower[0] && equalFold(s[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}

// lastWord cuts the last word, its blanks and what stands in front of it apart; at is the word's offset.
func lastWord(s string) (word string, at int) {
	end := len(s)
	for end > 0 && isBlank(s[end-1]) {
		end--
	}
	for at = end; at > 0 && !isBlank(s[at-1]); at-- {
	}
	return s[at:end], at
}

// wayBefore reads "sent", "received" and their like as the last word of s and returns the offset of that word.
func wayBefore(s string) (d Direction, at int, ok bool) {
	w, at := lastWord(s)
	for i, known := range [...]string{"sent", "sending", "send", "received", "receive", "receiving", "recv", "rcvd"} {
		if equalWord(w, known) {
			if i < 3 {
				return DirSent, at, true
			}
			return DirReceived, at, true
		}
	}
	return DirUnknown, at, false
}

// said sets a text that the peer wrote. What looks like an event inside it must not win against the reading that knows it
// for a text.
func (c *Cursor) said(ev *Event, text string) {
	ev.Text, ev.HasText = text, true
	if text != "" {
		c.bonus += 20
	}
}

// endOfLine returns the end of the input line that the octet in front of the cursor stands on.
func (c *Cursor) endOfLine() int { return c.v.lineEnd(max(c.i-1, 0)) }

// line reads what is left of the line, at most 1024 octets; nothing when the cursor stands at its end. For a text that a peer
// may have written.
func (c *Cursor) line() string {
	return c.words(min(c.endOfLine(), c.i+1024))
}

// words gives the text up to end without the blanks around it.
func (c *Cursor) words(end int) string {
	s := strings.TrimSpace(c.t[c.i:end])
	if s != "" {
		c.i = end
		for c.i > 0 && isBlank(c.t[c.i-1]) {
			c.i--
		}
	}
	return s
}

// known reads the longest run of words, at most ten and 120 octets, that a wording with a subcode, or failing that with a
// code, is made of. A wrap may stand in it. Octets in stop end it.
func (c *Cursor) known(style, stop string) (words string, ok bool) {
	from := c.ws()
	limit := min(len(c.t), from+120)
	if !beginsWording(c.t[from:limit]) {
		return "", false
	}
	var ends [10]int
	n := 0
	for i, part := from, false; i < limit && n < len(ends); {
		digits := false
		for ; i < limit && !isBlank(c.t[i]) && strings.IndexByte(stop, c.t[i]) < 0; i++ {
			part, digits = part || betweenParts(c.t[i]), digits || !part && isDigit(c.t[i])
		}
		if digits { // no wording has one in front of a mark
			break
		}
		ends[n] = i
		n++
		if i < limit && strings.IndexByte(stop, c.t[i]) >= 0 {
			break
		}
		for i < limit && isBlank(c.t[i]) {
			i++
		}
	}
	best := 0
	for n--; n >= 0; n-- {
		if ends[n] == from {
			continue
		}
		_, sub, ok := wording1(style, c.t[from:ends[n]])
		if ok && sub != Unknown {
			best = ends[n]
			break
		}
		if ok && best == 0 {
			best = ends[n]
		}
	}
	if best == 0 {
		return "", false
	}
	c.i = best
	return c.t[from:best], true
}

// wording1 is Words for a wording that must be one, or an area and one behind a slash, with nothing else.
func wording1(style, s string) (code, sub int, ok bool) {
	if w, ok := lookup(style, s, Unknown); ok {
		return w.code, w.sub, true
	}
	k := strings.IndexByte(s, '/')
	if k < 0 {
		return Unknown, Unknown, false
	}
	a, ok := lookup(style, s[:k], Unknown)
	if !ok {
		return Unknown, Unknown, false
	}
	b, ok := lookup(style, s[k+1:], a.code)
	return a.code, b.sub, ok
}
