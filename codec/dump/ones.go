package dump

import "github.com/bgpdecode/bgpdecode/codec/hexdump"

// onesClass has the octets with which a notation writes ones: hex digits and escapes f, base64 its slash or underscore,
// decimal numbers 255 or -1, octal ones 377, characters those beyond ASCII. A star stands for rows like the last.
var onesClass = func() (t [256]uint8) {
	for c := range t {
		if c >= 0x80 {
			t[c] = onesHigh
		}
	}
	for i, s := range [...]string{"fF", "/_", "5", "1", "7", "*"} {
		for _, c := range s {
			t[c] = uint8(i + 1)
		}
	}
	return t
}()

// The classes of octets; onesStar and onesHigh make a pair with nothing.
const (
	onesHex = iota + 1
	onesBase64
	onesDecimal
	onesMinus
	onesOctal
	onesStar
	onesHigh
)

// fewestOnes is how many octets of ones are seen at least where a marker is: 20 characters of base64 hold one, which is
// ten pairs; of hex digits, line ends may stand between the two of a pair, but not of most.
const fewestOnes = 8

// mayHoldMessage is a quick look at a text in which there is most likely nothing: a marker shows pairs like "ff", "//",
// the "55" of 255, the "77" of 377, or "-1".
func mayHoldMessage(text string) bool {
	n, star := onesIn(text, fewestOnes)
	return n >= fewestOnes || star && n >= 2
}

// onesIn counts such pairs, as far as most, and tells of a star before that.
func onesIn(text string, most int) (n int, star bool) {
	last := uint8(0)
	for i := 0; i < len(text); i++ {
		k := onesClass[text[i]]
		if k == 0 {
			last = 0
			continue
		}
		switch {
		case k == onesHigh:
			n++
		case k == onesStar:
			star = true
		case k == onesMinus && i > 0 && text[i-1] == '-', k == last && k != onesMinus:
			n++
		default:
			last = k
			continue
		}
		last = 0
		if n >= most {
			break
		}
	}
	return n, star
}

// showsOnes reports whether four octets of ones stand in a row somewhere, as they do in all notations of a marker but
// those of a paste that shows fewer a line. It is the rule by which places are found in a large text.
func showsOnes(text string) bool {
	for i := 0; i < len(text); i++ {
		if hexdump.StartsOnes(text[i]) && hexdump.OnesAt(text, i) {
			return true
		}
	}
	return false
}
