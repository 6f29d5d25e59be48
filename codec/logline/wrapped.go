package logline

import "sort"

// wrapped reports whether the input line that begins at the view's octet k may be the rest of the line before it. It is not
// when its first word would have had room there, for who wraps at any width writes lines as long as the longest of the event,
// or when it begins as a record of JSON.
func (c *Cursor) wrapped(k int) bool {
	if c.block == nil || k == 0 || c.v.unescaped(k) {
		return true
	}
	at, _ := c.v.Pos(k)
	from, _ := c.v.Pos(c.start)
	lines := c.block.lines
	i := sort.Search(len(lines), func(i int) bool { return lines[i].start > at }) - 1
	if i < 1 {
		return true
	}
	width := lines[i].end - lines[i].start
	for n := i - 1; n >= 0 && lines[n].end > from; n-- {
		width = max(width, lines[n].end-lines[n].start)
	}
	if opensJSON(c.t[k:]) {
		return false
	}
	indent := at - lines[i].start
	return lines[i-1].end-lines[i-1].start+1+indent+len(word(c.t[k:])) > width
}

// opensJSON reports whether a text begins as an object or an array of objects or strings.
func opensJSON(s string) bool {
	return len(s) > 1 && (s[0] == '{' && s[1] == '"' || s[0] == '[' && (s[1] == '"' || s[1] == '{'))
}
