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
	n, from, end := 0, 0, 0 // what stands behind the last octet is t[from:end]
	for end+len(needle) <= len(t) && t[end:end+len(needle)] == needle {
		end += len(needle)
		if end < len(t) && (t[end] >= '0' && t[end] <= '9' || t[end] == '.') {
			return false // a longer number, or an address
		}
		if n++; n == enoughOnes {
			return true
		}
		from = end
		for end < len(t) && BetweenNumbers(t[end]) && (needle != "-1" || t[end] != '-') {
			end++
		}
	}
	return n >= leastOnes && (rowEnds(t, from, end) || end >= len(t) || t[end] != '-' && (t[end] < '0' || t[end] > '9'))
}

// hexOnes counts pairs of f, with whatever notations put between them.
func hexOnes(t string) bool {
	n, colons, from, end := 0, 0, 0, 0 // what stands behind the last pair is t[from:end]
	for end+1 < len(t) && t[end]|0x20 == 'f' && t[end+1]|0x20 == 'f' {
		end += 2
		if n++; n == enoughOnes {
			return true
		}
		from = end
		for end < len(t) && (amidst[t[end]]&inHex != 0 || BetweenHex(t[end], next(t, end))) {
			end++
		}
		if end == from+1 && (t[from] == ':' || t[from] == '-') {
			colons++
		}
	}
	if n < leastOnes || n == macOnes && colons == macOnes-1 {
		return false
	}
	return rowEnds(t, from, end) || end+1 >= len(t) || !isHex(t[end]) || !isHex(t[end+1])
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

// Classes of characters that may stand between octets.
const (
	inNumbers = 1 << iota
	inHex
)

var amidst = func() (t [256]uint8) {
	for _, c := range []byte(" \t\n\r,;-\\[]\"'|>") {
		t[c] = inNumbers | inHex
	}
	for _, c := range []byte("xX.:_{}()%#&*/$+=<urntU") { // also type suffixes and escaped line ends
		t[c] = inHex
	}
	return t
}()

// BetweenNumbers reports whether a character may stand between two numbers of a list.
func BetweenNumbers(c byte) bool { return amidst[c]&inNumbers != 0 }

// BetweenHex reports whether a character, with another behind it, may stand between two octets in hex.
func BetweenHex(c, behind byte) bool {
	return amidst[c]&inHex != 0 || c == '0' && behind|0x20 == 'x' || c == 'b' && !isHex(behind)
}
