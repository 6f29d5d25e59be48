package hexdump

// AppendPlain appends the octets of a text that is nothing but digits of hex, in pairs or in fours with a blank between them
// or all in one word, where nothing but Hex can be meant: Octets would give this one run, with one piece, and take much longer.
// words says that they may be HexWordsLE as well: Octets gives a second run then, with the octets of each four swapped. ok is
// false for every other text.
func AppendPlain(dst []byte, text string) (octets []byte, words, ok bool) {
	n := len(text)
	if n < 2 {
		return dst, false, false
	}
	group := n
	switch {
	case n > 2 && text[2] == ' ':
		group = 2
	case n > 4 && text[4] == ' ':
		group = 4
	}
	out := dst
	plain := group > 3 // pairs may be decimal numbers
	for i, k := 0, 0; i < n; i += 2 {
		if k == group {
			if text[i] != ' ' {
				return dst, false, false
			}
			i, k = i+1, 0
		}
		if i+1 >= n {
			return dst, false, false
		}
		hi, lo := hexValue[text[i]], hexValue[text[i+1]]
		if hi|lo > 15 {
			return dst, false, false
		}
		plain = plain || hi == 0 || hi > 9 || lo > 9
		out, k = append(out, hi<<4|lo), k+2
	}
	words = group == 4 && n > 4
	if !plain || words && text[:4] == "0000" { // that may be an offset
		return dst, false, false
	}
	return out, words && (len(out)-len(dst))%2 == 0, true
}

// AppendSwapped appends octets with those of each pair swapped, of which there is an even number.
func AppendSwapped(dst, octets []byte) []byte {
	for i := 0; i+1 < len(octets); i += 2 {
		dst = append(dst, octets[i+1], octets[i])
	}
	return dst
}

// hexValue is the value of each digit, 255 for all that is none.
var hexValue = func() (t [256]byte) {
	for c := range t {
		t[c] = 255
		if isHex(byte(c)) {
			t[c] = hexVal(byte(c))
		}
	}
	return t
}()
