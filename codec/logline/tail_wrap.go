package logline

import "strings"

// cutWord lowers the score of a reading that ends with the input line in a word or an address, when the next line is no
// more than what could be its rest: a wrap has cut it, and another way to undo wraps reads it whole.
func (c *Cursor) cutWord() {
	if c.v == nil || c.i == 0 || c.i >= len(c.t) {
		return
	}
	end := c.v.lineEnd(c.i - 1)
	if end >= len(c.t) || end-c.v.lineStart(c.i-1) < 20 || strings.Trim(c.t[c.i:end], " \t\n.:") != "" {
		return
	}
	rest := strings.TrimSpace(c.t[end:min(c.v.lineEnd(end), end+64)])
	for i := 0; i < len(rest); i++ {
		if !isWord(rest[i]) && strings.IndexByte(".:%/", rest[i]) < 0 {
			return
		}
	}
	if rest != "" && len(rest) <= 40 {
		c.bonus -= 3
	}
}

// here returns what stands in front of the anchor on its input line, and on the lines before where a wrap may have begun
// the line: fields that a logger prints in front of its message are looked for there.
func (c *Cursor) here() string {
	s, base := c.lead()
	if c.v == nil {
		return s
	}
	at := c.at
	for n := 0; n < 4; n++ {
		start := c.v.lineStart(at)
		if start <= base {
			return s
		}
		before := c.v.lineStart(start - 1)
		width := len(strings.TrimRight(c.t[before:start], " \t\n"))
		this := strings.TrimSpace(c.t[start:c.v.lineEnd(start)])
		if width < 20 || width+1+len(word(this)) <= len(this) || strings.TrimSpace(c.t[start-1:start]) == "" && c.v.rows {
			return c.t[start:c.at]
		}
		at = start - 1
	}
	return c.t[max(base, c.v.lineStart(at)):c.at]
}
