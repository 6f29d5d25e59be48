package hexdump

// AppendPlain appends the octets of a text that is nothing but digits of hex, in pairs with a blank between them or all in
// one word, where nothing but Hex can be meant: Octets would give this one run, with one piece, and take much longer. ok is
// false for every other text.
func AppendPlain(dst []byte, text string) (octets []byte, ok bool) {
	n := len(text)
	if n < 2 {
		return dst, false
	}
	step := 2
	if n > 2 && text[2] == ' ' {
		step = 3
		n++
	}
	if n%step != 0 {
		return dst, false
	}
	out := dst
	plain := n == len(text) && n > 3 // pairs may be decimal numbers
	for i := 0; i+1 < len(text); i += step {
		hi, lo := hexValue[text[i]], hexValue[text[i+1]]
		if hi|lo > 15 || step == 3 && i+2 < len(text) && text[i+2] != ' ' {
			return dst, false
		}
		plain = plain || hi == 0 || hi > 9 || lo > 9
		out = append(out, hi<<4|lo)
	}
	if !plain {
		return dst, false
	}
	return out, true
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
