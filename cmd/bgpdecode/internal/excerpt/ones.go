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

// onesRow tells the first place of a row of ones from those behind it.
type onesRow struct {
	last    int    // the place before, if ones stand there
	refused [2]int // the last places, even and odd, at which there are f but too few
}

// begins reports whether a row of ones begins at t[p:], where an octet of ones stands. It is asked in rising order.
func (o *onesRow) begins(t string, p int) bool {
	if o.last >= 0 && p == o.last+1 {
		o.last = p // of the same row
		return false
	}
	f, k := t[p]|0x20 == 'f', &o.refused[p&1]
	switch {
	case f && *k == p-2 && t[p-1]|0x20 == 'f': // fewer than what was refused two octets before
	case hexdump.OnesAt(t, p):
		o.last = p
		return true
	case !f:
		return false
	}
	*k = p
	return false
}
