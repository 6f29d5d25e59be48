package excerpt

import (
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/sieve"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
)

// onesPatterns are what the first octet of ones (see hexdump.OnesAt), and what stands behind it, look like.
func onesPatterns() []sieve.Pattern {
	f, slash := setOf("fF"), setOf("/")
	var hex, number, minus sieve.Class
	for c := range byte(0x80) {
		if c|0x20 == 'f' || hexdump.BetweenHex(c, 'x') {
			hex.Add(c)
		}
		if hexdump.BetweenNumbers(c) {
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
