package logline

import "strings"

// wireName reads a name with its number behind it in parentheses, as programs print that decode packets: "Cease (6)",
// "No supported AFI/SAFI (Cisco) (8)". The name may be empty of words but not of the number, which is at most 255.
func wireName(c *Cursor) (name string, n int, ok bool) {
	i := c.ws()
	for k := i; k < len(c.t) && k < i+96; k++ {
		switch c.t[k] {
		case ',', ';', ':', '=', '{', '}':
			return "", Unknown, false
		case '(':
			d := digits(c.t[k+1 : min(len(c.t), k+5)])
			if d == 0 || d > 3 || k+1+d >= len(c.t) || c.t[k+1+d] != ')' || atoi(c.t[k+1:k+1+d]) > 255 {
				continue
			}
			c.i = k + d + 2
			return strings.TrimSpace(c.t[i:k]), atoi(c.t[k+1 : k+1+d]), true
		}
	}
	return "", Unknown, false
}
