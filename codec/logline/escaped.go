package logline

// escapedOctets reads octets as Python and Rust print them: b'\xd0\x17P\n', in single or double quotes, the b optional.
// Printable characters stand for themselves. It fails on a text that does not end, or that holds what is no octet.
func escapedOctets(c *Cursor) ([]byte, bool) {
	i := c.ws()
	if i+1 < len(c.t) && c.t[i] == 'b' {
		i++
	}
	if i >= len(c.t) || c.t[i] != '\'' && c.t[i] != '"' {
		return nil, false
	}
	quote := c.t[i]
	b := make([]byte, 0, 16)
	for i++; i < len(c.t) && len(b) <= maxEscaped; {
		ch := c.t[i]
		switch {
		case ch == quote:
			c.i = i + 1
			return b, true
		case ch == '\\':
			v, n := escapedOctet(c.t[i:])
			if n == 0 {
				return nil, false
			}
			b, i = append(b, v), i+n
		case ch < ' ' || ch >= 0x7f:
			return nil, false
		default:
			b, i = append(b, ch), i+1
		}
	}
	return nil, false
}

// maxEscaped bounds the octets that are read; no NOTIFICATION has more Data.
const maxEscaped = 65535

// escapedOctet returns what the escape at the start of s stands for and its length, 0 when it is none.
func escapedOctet(s string) (byte, int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case 'x':
		if len(s) < 4 || hexDigits(s[2:4]) != 2 {
			return 0, 0
		}
		return byte(hexValue(s[2])<<4 | hexValue(s[3])), 4
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case '0':
		return 0, 2
	case '\\', '\'', '"':
		return s[1], 2
	}
	return 0, 0
}

// listedOctets reads a list of decimal numbers in brackets: [0, 255, 3].
func listedOctets(c *Cursor) ([]byte, bool) {
	old := c.i
	if !c.Lit("[") {
		return nil, false
	}
	b := make([]byte, 0, 16)
	for len(b) <= maxEscaped {
		if c.Lit("]") {
			return b, true
		}
		v, ok := c.Code()
		if !ok {
			break
		}
		b = append(b, byte(v))
		if !c.Lit(",") && c.Peek() != ']' {
			break
		}
	}
	c.i = old
	return nil, false
}
