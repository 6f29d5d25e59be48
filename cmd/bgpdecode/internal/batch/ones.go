package batch

import "bytes"

// ones finds places at which a BGP marker may stand in some notation: four octets of ones or more in a row, be they
// "ffffffff", "ff ff ff ff", "0xff, 0xff", "\xff", "255, 255", "-1, -1", "377 377" or base64. Rows of a dump that show fewer at
// a time, four octets a row with the offset before them, still have four.

// onesReach bounds how far behind a place its four octets may end.
const onesReach = 256

// onesNeedles are what a marker has in each notation; both spellings of a digit, for it is the search that must be fast.
var onesNeedles = [...]string{"ff", "FF", "255", "-1", "377", "////"}

// onesFinder remembers where each needle stands next, so that a text is searched once per needle.
type onesFinder struct {
	next [len(onesNeedles)]int // the next place of each needle, valid if from <= next
	set  bool
}

// find returns the first place in t[from:to] from which on four octets of ones stand, or -1. from must not decrease
// until reset.
func (o *onesFinder) find(t []byte, from, to int) int {
	if !o.set {
		for k := range o.next {
			o.next[k] = -1
		}
		o.set = true
	}
	for {
		best, which := to, -1
		for k, needle := range onesNeedles {
			if o.next[k] < from {
				at := -1
				if from < to {
					at = bytes.Index(t[from:min(len(t), to+len(needle)-1)], []byte(needle))
				}
				if o.next[k] = from + at; at < 0 {
					o.next[k] = to
				}
			}
			if o.next[k] < best {
				best, which = o.next[k], k
			}
		}
		if which < 0 {
			return -1
		}
		if onesAt(t[best:min(len(t), best+onesReach)], onesNeedles[which]) {
			return best
		}
		from = best + 1
	}
}

// reset forgets what was found: the text is another one.
func (o *onesFinder) reset() { o.set = false }

// onesAt reports whether four octets of ones stand at the start of t, the first of them written as needle.
func onesAt(t []byte, needle string) bool {
	switch needle {
	case "////":
		return len(t) >= 8 && string(t[:8]) == "////////"
	case "ff", "FF":
		return hexOnes(t)
	}
	n := 0
	for i := 0; i+len(needle) <= len(t) && string(t[i:i+len(needle)]) == needle; {
		i += len(needle)
		if i < len(t) && (t[i] >= '0' && t[i] <= '9' || t[i] == '.') {
			return false // a longer number, or an address
		}
		if n++; n == 4 {
			return true
		}
		for i < len(t) && betweenNumbers(t[i]) && (needle != "-1" || t[i] != '-') {
			i++
		}
	}
	return false
}

// hexOnes counts pairs of f, with whatever notations put between them.
func hexOnes(t []byte) bool {
	n := 0
	for i := 0; i+1 < len(t) && t[i]|0x20 == 'f' && t[i+1]|0x20 == 'f'; {
		i += 2
		if n++; n == 4 {
			return true
		}
		for i < len(t) && betweenHex(t, i) {
			i++
		}
	}
	return false
}

func betweenNumbers(c byte) bool {
	return c <= ' ' || c == ',' || c == ';' || c == '-' || c == '\\' || c == '[' || c == ']' || c == '"' || c == '\'' || c == '|' || c == '>'
}

func betweenHex(t []byte, i int) bool {
	switch c := t[i]; c {
	case 'x', 'X', '.', ':', '_', '{', '}', '(', ')', '%', '#', '&', '*', '/', '$', '+', '=', '<':
		return true
	case '0':
		return i+1 < len(t) && t[i+1]|0x20 == 'x'
	case 'u', 'b', 'r', 'n', 't', 'U': // type suffixes, escaped line ends
		return true
	default:
		return betweenNumbers(c)
	}
}
