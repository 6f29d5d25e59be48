package logline

import "sort"

// wrapped reports whether the input line that begins at the view's octet k may be the rest of the line before it. It is not
// when its first word would have had room there, for who wraps at any width writes lines as long as the longest of the event,
// or when it begins as a record of JSON. A word that goes on behind the line, whose end a view may have taken out, is as long as
// the line has it: this is asked of each line of a record.
func (c *Cursor) wrapped(k int) bool {
	if c.block == nil || k == 0 || c.v.unescaped(k) {
		return true
	}
	at, _ := c.v.Pos(k)
	lines := c.block.lines
	i := sort.Search(len(lines), func(i int) bool { return lines[i].start > at }) - 1
	if i < 1 {
		return true
	}
	if opensJSON(c.t[k:]) {
		return false
	}
	indent := at - lines[i].start
	return lines[i-1].end-lines[i-1].start+1+indent+len(word(c.t[k:c.lineEnd(k)])) > c.widest(i)
}

// widest returns the octets of the longest line from that of the event's start up to the i-th of the record. It is asked for
// one line after the other, and looks at each once.
func (c *Cursor) widest(i int) int {
	from, _ := c.v.Pos(c.start)
	w, lines := &c.wide, c.block.lines
	if w.width == 0 || w.from != from || w.next > i+1 {
		*w = wide{from: from, next: sort.Search(i, func(n int) bool { return lines[n].end > from })}
	}
	for ; w.next <= i; w.next++ {
		w.width = max(w.width, lines[w.next].end-lines[w.next].start)
	}
	return w.width
}

// wide is how long the longest of some lines of a record is.
type wide struct{ from, next, width int }

// opensJSON reports whether a text begins as an object or an array of objects or strings.
func opensJSON(s string) bool {
	return len(s) > 1 && (s[0] == '{' && s[1] == '"' || s[0] == '[' && (s[1] == '"' || s[1] == '{'))
}
