package hexdump

// A BGP marker, in some notation, is told by four octets of ones in a row or more, be they "ffffffff", "ff ff ff ff",
// "0xff, 0xff", "\xff", "255, 255", "-1, -1", "377 377" or base64. Rows of a dump that show fewer at a time, four octets a
// row with the offset before them, still have four.

// OnesReach bounds how far behind a place OnesAt looks.
const OnesReach = 256

// Most of what has a few octets of ones is no marker: hardware addresses, masks, code that a kernel prints. A marker has 16;
// fewer count when the row ends with them, for its next one may go on.
const (
	leastOnes  = 4
	enoughOnes = 12 // in a row that goes on with something else: a marker that is damaged
	macOnes    = 6  // with ":" or "-" between them and nothing behind: the broadcast address
)

// StartsOnes reports whether octets of ones may begin with this character.
func StartsOnes(c byte) bool { return startsOnes[c] }

var startsOnes = [256]bool{'f': true, 'F': true, '2': true, '3': true, '-': true, '/': true}

// OnesAt reports whether octets of ones that may belong to a marker stand at t[i:]. Of pairs with colons or dashes between
// them only the first counts: what follows is told there. Characters beyond ASCII are none: they are octets in a binary text only.
func OnesAt(t string, i int) bool {
	if i >= 3 && (t[i-1] == ':' || t[i-1] == '-') && t[i-2]|0x20 == 'f' && t[i-3]|0x20 == 'f' {
		return false
	}
	t = t[i:min(len(t), i+OnesReach)]
	if len(t) < 2 {
		return false
	}
	needle := "//"
	switch t[0] {
	case 'f', 'F':
		return hexOnes(t)
	case '/':
		return len(t) >= 8 && t[:8] == "////////"
	case '2':
		needle = "255"
	case '3':
		needle = "377"
	case '-':
		needle = "-1"
	}
	n, end := 0, false
	for i := 0; i+len(needle) <= len(t) && t[i:i+len(needle)] == needle; {
		i += len(needle)
		if i < len(t) && (t[i] >= '0' && t[i] <= '9' || t[i] == '.') {
			return false // a longer number, or an address
		}
		if n++; n == enoughOnes {
			return true
		}
		from := i
		for i < len(t) && BetweenNumbers(t[i]) && (needle != "-1" || t[i] != '-') {
			i++
		}
		end = rowEnds(t, from, i) || i >= len(t) || t[i] != '-' && (t[i] < '0' || t[i] > '9')
	}
	return n >= leastOnes && end
}

// hexOnes counts pairs of f, with whatever notations put between them.
func hexOnes(t string) bool {
	n, end, colons := 0, false, 0
	for i := 0; i+1 < len(t) && t[i]|0x20 == 'f' && t[i+1]|0x20 == 'f'; {
		i += 2
		if n++; n == enoughOnes {
			return true
		}
		from := i
		for i < len(t) && BetweenHex(t[i], next(t, i)) {
			i++
		}
		if i == from+1 && (t[from] == ':' || t[from] == '-') {
			colons++
		}
		end = rowEnds(t, from, i) || i+1 >= len(t) || !isHex(t[i]) || !isHex(t[i+1])
	}
	return n >= leastOnes && end && !(n == macOnes && colons == macOnes-1)
}

func next(t string, i int) byte {
	if i+1 < len(t) {
		return t[i+1]
	}
	return 0
}

// rowEnds reports whether what stands between two octets, t[from:to], ends a row of a dump.
func rowEnds(t string, from, to int) bool {
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

// BetweenNumbers reports whether a character may stand between two numbers of a list.
func BetweenNumbers(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';' || c == '-' || c == '\\' || c == '[' || c == ']' || c == '"' || c == '\'' || c == '|' || c == '>'
}

// BetweenHex reports whether a character, with another behind it, may stand between two octets in hex.
func BetweenHex(c, behind byte) bool {
	switch c {
	case 'x', 'X', '.', ':', '_', '{', '}', '(', ')', '%', '#', '&', '*', '/', '$', '+', '=', '<':
		return true
	case '0':
		return behind|0x20 == 'x'
	case 'u', 'r', 'n', 't', 'U': // type suffixes, escaped line ends
		return true
	case 'b':
		return !isHex(behind)
	default:
		return BetweenNumbers(c)
	}
}
