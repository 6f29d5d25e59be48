package hexdump

import (
	"sort"
	"strings"
)

// cleaned is the text without what terminals, pagers, mail programs and web
// pages put between the characters of a dump, and the way back to the offsets
// of the text as given. A text without such things is not copied.
type cleaned struct {
	s    string
	cuts []cut // in order; empty when s is the text as given
}

// cut says that from clean offset at on, the original offset is at+shift.
type cut struct{ at, shift int }

// orig maps an offset of the cleaned text to one of the text as given.
func (c *cleaned) orig(off int) int {
	i := sort.Search(len(c.cuts), func(i int) bool { return c.cuts[i].at > off })
	if i == 0 {
		return off
	}
	return off + c.cuts[i-1].shift
}

// origEnd maps the end of a stretch, so that it does not cover what was cut
// behind its last character.
func (c *cleaned) origEnd(start, end int) int {
	if end <= start {
		return c.orig(start)
	}
	return c.orig(end-1) + 1
}

// cleanTrigger marks the octets at which something to cut may begin.
var cleanTrigger = [256]bool{
	0x1b: true, '\b': true, 0xc2: true, 0xe2: true, 0xef: true,
	'&': true, '<': true, '=': true, '-': true, '\n': true, '\\': true,
}

func clean(text string) cleaned {
	c := cleaned{s: text}
	var out []byte
	last := 0 // first octet of text not yet copied
	if n := quotePrefix(text, 0); n > 0 {
		out = make([]byte, 0, len(text))
		c.cuts, last = append(c.cuts, cut{0, n}), n
	}
	for i := last; i < len(text); {
		if !cleanTrigger[text[i]] {
			i++
			continue
		}
		n, with := cutAt(text, i)
		if n == 0 {
			i++
			continue
		}
		if out == nil {
			out = make([]byte, 0, len(text))
		}
		out = append(out, text[last:i]...)
		out = append(out, with...)
		i += n
		last = i
		if k := len(c.cuts); k > 0 && c.cuts[k-1].at == len(out) {
			c.cuts[k-1].shift = i - len(out)
			continue
		}
		c.cuts = append(c.cuts, cut{len(out), i - len(out)})
	}
	if out != nil {
		c.s = string(append(out, text[last:]...))
	}
	return c
}

// cutAt says how many octets to cut at i and what to put there. The
// replacement is always shorter than what is cut.
func cutAt(t string, i int) (n int, with string) {
	switch t[i] {
	case 0x1b:
		return ansiLen(t, i), ""
	case '\b':
		return 1, ""
	case 0xc2:
		return space2(t, i)
	case 0xe2, 0xef:
		return space3(t, i)
	case '&':
		return entity(t, i)
	case '<':
		if n, with := lineBreakTag(t, i); n > 0 {
			return n, with
		}
		return styleTag(t, i), ""
	case '=':
		return quotedPrintable(t, i)
	case '-':
		return pager(t, i)
	case '\\':
		if n := backslashNewline(t, i); n > 0 {
			return n + quotePrefix(t, i+n), "\n"
		}
	case '\n':
		if n := quotePrefix(t, i+1); n > 0 {
			return n + 1, "\n"
		}
	}
	return 0, ""
}

// ansiLen gives the length of a terminal control sequence at i.
func ansiLen(t string, i int) int {
	if i+1 >= len(t) {
		return 1
	}
	if t[i+1] != '[' {
		return 2
	}
	for j := i + 2; j < len(t) && j < i+34; j++ {
		if t[j] >= 0x40 && t[j] <= 0x7e {
			return j + 1 - i
		}
		if t[j] < 0x20 {
			break
		}
	}
	return 2
}

func space2(t string, i int) (int, string) {
	if strings.HasPrefix(t[i:], "\u00a0") {
		return 2, " "
	}
	if strings.HasPrefix(t[i:], "\u00ad") { // soft hyphen
		return 2, ""
	}
	return 0, ""
}

// space3 cuts the blanks, joiners and wrap marks that take three octets.
func space3(t string, i int) (int, string) {
	if i+3 > len(t) {
		return 0, ""
	}
	switch t[i : i+3] {
	case "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff":
		return 3, ""
	case "\u2002", "\u2003", "\u2007", "\u2009", "\u202f":
		return 3, " "
	case "↵", "⏎", "↩", "↲":
		n := 3
		for i+n < len(t) && (t[i+n] == ' ' || t[i+n] == '\r') {
			n++
		}
		if i+n < len(t) && t[i+n] == '\n' {
			n++
			n += quotePrefix(t, i+n)
		}
		return n, "\n"
	case "↪", "⤶", "⮐":
		return 3, ""
	}
	return 0, ""
}

func entity(t string, i int) (int, string) {
	for _, e := range [...]struct{ name, with string }{
		{"&nbsp;", " "}, {"&#160;", " "}, {"&lt;", "<"}, {"&gt;", ">"},
		{"&quot;", `"`}, {"&#39;", "'"}, {"&hellip;", "..."}, {"&amp;", "&"},
	} {
		if strings.HasPrefix(t[i:], e.name) {
			return len(e.name), e.with
		}
	}
	return 0, ""
}

// lineBreakTag cuts <br> and what belongs to it. In an ASCII column such text
// may be octets, so something that looks like a new line must follow.
func lineBreakTag(t string, i int) (int, string) {
	if i+4 > len(t) || t[i+1]|0x20 != 'b' || t[i+2]|0x20 != 'r' {
		return 0, ""
	}
	j := i + 3
	for j < len(t) && (t[j] == ' ' || t[j] == '/') && j < i+6 {
		j++
	}
	if j >= len(t) || t[j] != '>' {
		return 0, ""
	}
	j++
	if j < len(t) && !isBlank(t[j]) && t[j] != '\n' && t[j] != '<' && t[j] != '&' && !isHex(t[j]) {
		return 0, ""
	}
	if j < len(t) && t[j] == '\r' && j+1 < len(t) && t[j+1] == '\n' {
		j++
	}
	if j < len(t) && t[j] == '\n' {
		j++
		j += quotePrefix(t, j)
	}
	return j - i, "\n"
}

// quotedPrintable cuts the soft line breaks and encoded blanks of mail. The
// padding of base64 looks the same and is kept.
func quotedPrintable(t string, i int) (int, string) {
	j := i + 1
	if strings.HasPrefix(t[j:], "20") || strings.HasPrefix(t[j:], "0D") || strings.HasPrefix(t[j:], "A0") {
		k := j + 2
		if k == len(t) || t[k] == '\n' || t[k] == '\r' || t[k] == '=' {
			return 3, " "
		}
		return 0, ""
	}
	if j < len(t) && t[j] == '\r' {
		j++
	}
	if j >= len(t) || t[j] != '\n' || base64Padding(t, i) {
		return 0, ""
	}
	j++
	if nextRow(t, i, j) {
		return 0, ""
	}
	return j - i + quotePrefix(t, j), ""
}

// nextRow says whether the line that ends before i and the line at j are rows
// of a dump, so that "=" is the last character of an ASCII column.
func nextRow(t string, i, j int) bool {
	for i > 0 && t[i-1] != '\n' {
		i--
	}
	a, ok := headAt(t, i)
	if !ok {
		return false
	}
	b, ok := headAt(t, j)
	if !ok || a.hi-a.lo != b.hi-b.lo {
		return false
	}
	x, ok := a.offset(t, 16)
	y, ok2 := b.offset(t, 16)
	return ok && ok2 && y > x && y-x <= 256
}

// base64Padding says whether the "=" at i ends a word of base64.
func base64Padding(t string, i int) bool {
	j, plain := i, true
	for j > 0 && (isBase64(t[j-1]) || t[j-1] == '=') {
		j--
		plain = plain && isHex(t[j])
	}
	return !plain && (i+1-j)%4 == 0
}

// pager cuts "--More--" and the blanks with which pagers wipe it out.
func pager(t string, i int) (int, string) {
	if i+8 > len(t) || t[i+1] != '-' {
		return 0, ""
	}
	j := i + 2
	for j < len(t) && (t[j] == ' ' || t[j] == '-' || t[j] == '(') && j < i+8 {
		j++
	}
	if j+4 > len(t) || !strings.EqualFold(t[j:j+4], "more") {
		return 0, ""
	}
	for j += 4; j < len(t) && j < i+24 && t[j] != '-' && t[j] != '\n'; j++ {
	}
	if j >= len(t) || t[j] != '-' {
		return 0, ""
	}
	for j < len(t) && t[j] == '-' {
		j++
	}
	// What wiped the prompt out, or the line break behind it, goes with it.
	for j < len(t) && (isBlank(t[j]) || t[j] == '\b') {
		j++
	}
	if j < len(t) && t[j] == '\n' && (i == 0 || t[i-1] == '\n') {
		j++
	}
	return j - i, ""
}

// backslashNewline cuts a line continuation behind hex, not the one of a string.
func backslashNewline(t string, i int) int {
	if i+1 < len(t) && t[i+1] == '\n' {
		return 2
	}
	if i+2 < len(t) && t[i+1] == '\r' && t[i+2] == '\n' {
		return 3
	}
	return 0
}

// quotePrefix gives the length of mail quoting ("> > ") at the line start i.
func quotePrefix(t string, i int) int {
	j := i
	for j < len(t) && t[j] == '>' {
		j++
		if j < len(t) && t[j] == ' ' && j+1 < len(t) && t[j+1] == '>' {
			j++
		}
	}
	if j > i && j < len(t) && t[j] == ' ' {
		j++
	}
	return j - i
}
