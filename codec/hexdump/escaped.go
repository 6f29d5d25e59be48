package hexdump

import "unicode/utf8"

// Strings with escapes: "\xe0\a\b\x00", b'\x00!\x03c', "\u0000\u00ff",
// "\377\000", strings in strings ("\\xff"), pieces of strings on several
// lines, and \xff\xff without quotes.

func startEscaped(s string, i int) bool {
	if s[i] != '\\' || i+1 >= len(s) {
		return false
	}
	j := i + 1
	if s[j] == '\\' {
		j++
	}
	return j < len(s) && (s[j] == 'x' || s[j] == 'u' || s[j] >= '0' && s[j] <= '7')
}

type escScan struct {
	s       string
	rd      reading
	level   int // backslashes before an escape: 1, or 2 for a string in a string
	numeric int // escapes that name an octet by number
	quote   byte
	bytes   bool // b'...'
	end     int
	closed  bool
}

func scanEscaped(c *context, i int) (int, bool) {
	if i < c.escaped {
		return i, false
	}
	e := escScan{s: c.s, level: 1}
	if c.s[i+1] == '\\' {
		e.level = 2
	}
	start, body := e.opener(i, c.escaped)
	e.end = body
	e.read(body)
	for e.closed && e.quote != 0 {
		next := e.another()
		if next < 0 {
			break
		}
		e.closed = false
		e.rd.open = false
		e.read(next)
	}
	c.escaped = max(e.end, i+1)
	n := len(e.rd.octets)
	if n == 0 || !c.whole && (e.numeric < 2 || n < 4) && !(e.bytes && e.numeric > 0) {
		return i, false
	}
	var notes []string
	if e.quote != 0 && !e.closed {
		notes = append(notes, "string not closed")
	}
	id := Escaped
	if e.bytes {
		id = PythonBytes
	}
	c.emit(e.rd.run(id, start, e.end, notes))
	return e.end, true
}

// opener looks back from the first escape for the quote that opens the string,
// not before floor. It gives where the string starts and where its text does.
func (e *escScan) opener(i, floor int) (start, body int) {
	s := e.s
	for j := i - 1; j >= floor && s[j] != '\n'; j-- {
		if s[j] != '"' && s[j] != '\'' && s[j] != '`' {
			continue
		}
		start = j
		if e.level == 2 && j > 0 && s[j-1] == '\\' {
			start--
		} else if j > 0 && s[j-1] == '\\' {
			continue
		}
		if start > 0 && (s[start-1] == 'b' || s[start-1] == 'B') && (start < 2 || !isWord(s[start-2])) {
			e.bytes = true
			start--
		} else if start > 0 && isWord(s[start-1]) {
			break // the closing quote of something else
		}
		e.quote = s[j]
		return start, j + 1
	}
	return i, i
}

// read decodes from i to the closing quote, or without quotes as long as
// there are escapes.
func (e *escScan) read(i int) {
	s := e.s
	for i < len(s) {
		c := s[i]
		switch {
		case c == '\n':
			e.end = i
			return
		case e.quote != 0 && c == e.quote && e.level == 1:
			e.end, e.closed = i+1, true
			return
		case e.level == 2 && c == '\\' && i+1 < len(s) && s[i+1] == e.quote && e.quote != 0:
			e.end, e.closed = i+2, true
			return
		case e.level == 2 && e.quote != 0 && c == e.quote:
			e.end, e.closed = i+1, true
			return
		case c == '\\':
			n := e.escape(i)
			if n == 0 {
				e.end = i
				return
			}
			i += n
		case e.quote == 0:
			e.end = i
			return
		default:
			e.rd.put(c, i, i+1)
			i++
		}
		e.end = i
	}
}

// escape decodes one escape and gives its length, 0 if it is none.
func (e *escScan) escape(i int) int {
	s, j := e.s, i+e.level
	if j >= len(s) || e.level == 2 && s[i+1] != '\\' {
		return 0
	}
	put := func(v byte, n int, numeric bool) int {
		e.rd.put(v, i, j+n)
		if numeric {
			e.numeric++
		}
		return j + n - i
	}
	switch c := s[j]; {
	case c == 'x':
		if v, ok := hexDigits(s, j+1, 2); ok {
			return put(byte(v), 3, true)
		}
	case c == 'u':
		if v, ok := hexDigits(s, j+1, 4); ok {
			return e.unicode(rune(v), i, j+5)
		}
	case c >= '0' && c <= '7':
		v, n := 0, 0
		for n < 3 && j+n < len(s) && s[j+n] >= '0' && s[j+n] <= '7' {
			v = v*8 + int(s[j+n]-'0')
			n++
		}
		if v <= 255 {
			return put(byte(v), n, true)
		}
	case c == '\\' || c == '"' || c == '\'' || c == '?' || c == '/':
		return put(c, 1, false)
	default:
		if v, ok := named(c); ok {
			return put(v, 1, false)
		}
	}
	return 0
}

// unicode takes \u00ff as an octet, as JSON writers print octets, and others
// as the octets of the character. \u001b is what a terminal left behind.
func (e *escScan) unicode(v rune, start, end int) int {
	if v <= 0xff {
		e.rd.put(byte(v), start, end)
		if v != 0x1b {
			e.numeric++
		}
		return end - start
	}
	for _, b := range utf8.AppendRune(nil, v) {
		e.rd.put(b, start, end)
	}
	return end - start
}

func named(c byte) (byte, bool) {
	switch c {
	case 'a':
		return 7, true
	case 'b':
		return 8, true
	case 't':
		return 9, true
	case 'n':
		return 10, true
	case 'v':
		return 11, true
	case 'f':
		return 12, true
	case 'r':
		return 13, true
	case 'e':
		return 27, true
	}
	return 0, false
}

func hexDigits(s string, i, n int) (v int, ok bool) {
	if i+n > len(s) {
		return 0, false
	}
	for _, c := range []byte(s[i : i+n]) {
		if !isHex(c) {
			return 0, false
		}
		v = v<<4 | int(hexVal(c))
	}
	return v, true
}

// another finds a further piece of the string: the same quote behind blanks,
// line breaks, a continuation or "+", with an escape in the first place or
// text of the same kind. It gives where its text starts, -1 if there is none.
func (e *escScan) another() int {
	s, i, apart := e.s, e.end, false
	for i < len(s) && (isBlank(s[i]) || s[i] == '\n' || s[i] == '\\' || s[i] == '+') {
		apart = apart || s[i] == '\n' || s[i] == '\\' || s[i] == '+'
		if s[i] == '\n' && i+1 < len(s) && s[i+1] == '\n' {
			return -1
		}
		i++
	}
	if e.bytes && i < len(s) && s[i] == 'b' {
		i++
	} else if e.bytes && !(i < len(s) && s[i] == e.quote && apart) {
		return -1
	}
	if !apart || i+1 >= len(s) || s[i] != e.quote || s[i+1] != '\\' || !startEscaped(s, i+1) {
		return -1
	}
	return i + 1
}
