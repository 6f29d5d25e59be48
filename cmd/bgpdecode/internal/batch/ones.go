package batch

import "github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/sieve"

// A BGP marker, in some notation, is told by four octets of ones in a row or more, be they "ffffffff", "ff ff ff ff",
// "0xff, 0xff", "\xff", "255, 255", "-1, -1", "377 377" or base64. Rows of a dump that show fewer at a time, four octets a
// row with the offset before them, still have four.

// onesReach bounds how far behind a place its four octets may end.
const onesReach = 256

// startsOnes has what four octets of ones begin with.
var startsOnes = [256]bool{'f': true, 'F': true, '2': true, '3': true, '-': true, '/': true}

// onesPatterns are what the first octet of ones, and what stands behind it, look like.
func onesPatterns() []sieve.Pattern {
	f, slash := setOf("fF"), setOf("/")
	var hex, number, minus sieve.Class
	for c := range byte(0x80) {
		if isF(c) || betweenHex([]byte{c, 'x'}, 0) {
			hex.Add(c)
		}
		if betweenNumbers(c) {
			number.Add(c)
			if c != '-' {
				minus.Add(c)
			}
		}
	}
	with := func(k sieve.Class, octets string) sieve.Class {
		k.Add([]byte(octets)...)
		return k
	}
	return []sieve.Pattern{
		{f, f, f, f, f},
		{f, f, hex, hex, hex},
		{slash, slash, slash, slash, slash},
		{setOf("2"), setOf("5"), setOf("5"), number, with(number, "2")},
		{setOf("3"), setOf("7"), setOf("7"), number, with(number, "3")},
		{setOf("-"), setOf("1"), minus, with(minus, "-"), with(minus, "-1")},
	}
}

func isF(c byte) bool { return c|0x20 == 'f' }

// Most of what has a few octets of ones is no marker: hardware addresses, masks, code that a kernel prints. A marker has 16;
// fewer count when the row ends with them, for its next one may go on.
const (
	leastOnes  = 4
	enoughOnes = 12 // in a row that goes on with something else: a marker that is damaged
	macOnes    = 6  // with ":" or "-" between them and nothing behind: the broadcast address
)

// onesAt reports whether octets of ones that may belong to a marker stand at the start of t.
func onesAt(t []byte) bool {
	if len(t) < 2 {
		return false
	}
	needle := "//"
	switch t[0] {
	case 'f', 'F':
		return hexOnes(t)
	case '/':
		return len(t) >= 8 && string(t[:8]) == "////////"
	case '2':
		needle = "255"
	case '3':
		needle = "377"
	case '-':
		needle = "-1"
	}
	n, end := 0, false
	for i := 0; i+len(needle) <= len(t) && string(t[i:i+len(needle)]) == needle; {
		i += len(needle)
		if i < len(t) && (t[i] >= '0' && t[i] <= '9' || t[i] == '.') {
			return false // a longer number, or an address
		}
		if n++; n == enoughOnes {
			return true
		}
		from := i
		for i < len(t) && betweenNumbers(t[i]) && (needle != "-1" || t[i] != '-') {
			i++
		}
		end = rowEnds(t, from, i) || i >= len(t) || t[i] != '-' && (t[i] < '0' || t[i] > '9')
	}
	return n >= leastOnes && end
}

// hexOnes counts pairs of f, with whatever notations put between them.
func hexOnes(t []byte) bool {
	n, end, colons := 0, false, 0
	for i := 0; i+1 < len(t) && t[i]|0x20 == 'f' && t[i+1]|0x20 == 'f'; {
		i += 2
		if n++; n == enoughOnes {
			return true
		}
		from := i
		for i < len(t) && betweenHex(t, i) {
			i++
		}
		if i == from+1 && (t[from] == ':' || t[from] == '-') {
			colons++
		}
		end = rowEnds(t, from, i) || i+1 >= len(t) || !isHex(t[i]) || !isHex(t[i+1])
	}
	return n >= leastOnes && end && !(n == macOnes && colons == macOnes-1)
}

// rowEnds reports whether what stands between two octets, t[from:to], ends a row of a dump.
func rowEnds(t []byte, from, to int) bool {
	for i := from; i < to; i++ {
		switch c := t[i]; {
		case c == '\n' || c == '\r' || c == '|':
			return true
		case (c == ' ' || c == '\t' || c == '\\') && i+1 < len(t) && (t[i+1] == ' ' || c == '\\' && (t[i+1] == 'n' || t[i+1] == 'r')):
			return true
		}
	}
	return false
}

func betweenNumbers(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';' || c == '-' || c == '\\' || c == '[' || c == ']' || c == '"' || c == '\'' || c == '|' || c == '>'
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
