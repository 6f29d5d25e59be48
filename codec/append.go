package codec

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// What stands in nearly every line of JSON is written here, into the buffer itself: numbers, addresses, hex.

// digitPairs are the numbers of two digits, one after the other.
const digitPairs = "0001020304050607080910111213141516171819" +
	"2021222324252627282930313233343536373839" +
	"4041424344454647484950515253545556575859" +
	"6061626364656667686970717273747576777879" +
	"8081828384858687888990919293949596979899"

// powersOf10 says from which number on one more digit is needed.
var powersOf10 = [...]uint64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// AppendUint appends a number in decimal, as strconv.AppendUint does, which takes twice as long.
func AppendUint(dst []byte, v uint64) []byte {
	if v < 10 {
		return append(dst, byte('0'+v))
	}
	n := bits.Len64(v) * 1233 >> 12 // the digits, or one too few: 1233/4096 is a little more than the logarithm of 2
	if v >= powersOf10[n] {
		n++
	}
	at := len(dst)
	dst = slices.Grow(dst, n)[:at+n]
	to := dst[at:]
	for v >= 100 {
		q := v / 100
		r := 2 * (v - 100*q)
		to[n-1], to[n-2] = digitPairs[r+1], digitPairs[r]
		n -= 2
		v = q
	}
	if n == 2 {
		to[1], to[0] = digitPairs[2*v+1], digitPairs[2*v]
	} else {
		to[0] = byte('0' + v)
	}
	return dst
}

// appendDotted appends the 4 octets of an address with points between them.
func appendDotted(dst []byte, a uint32) []byte {
	dst = append(appendOctet(dst, byte(a>>24)), '.')
	dst = append(appendOctet(dst, byte(a>>16)), '.')
	dst = append(appendOctet(dst, byte(a>>8)), '.')
	return appendOctet(dst, byte(a))
}

func appendOctet(dst []byte, c byte) []byte {
	switch {
	case c < 10:
		return append(dst, '0'+c)
	case c < 100:
		return append(dst, digitPairs[2*c], digitPairs[2*c+1])
	}
	h := c / 100
	c -= 100 * h
	return append(dst, '0'+h, digitPairs[2*c], digitPairs[2*c+1])
}

// AppendHex appends octets as lower-case hex without separators.
func AppendHex(dst, octets []byte) []byte {
	n := len(dst)
	dst = slices.Grow(dst, 2*len(octets))[:n+2*len(octets)]
	to := dst[n:]
	for len(octets) >= 4 && len(to) >= 8 {
		binary.BigEndian.PutUint64(to, hexOf(binary.BigEndian.Uint32(octets)))
		octets, to = octets[4:], to[8:]
	}
	for i, c := range octets {
		pair := to[2*i : 2*i+2]
		pair[0], pair[1] = hexDigits[c>>4], hexDigits[c&15]
	}
	return dst
}

// hexOf gives the 8 digits of 4 octets: the halves of each are moved to octets of their own, and all become digits at once.
func hexOf(v uint32) uint64 {
	const ones = 0x0101010101010101
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	letters := (x + 6*ones) >> 4 & ones // 1 in those from 10 on
	return x + '0'*ones + letters*('a'-'0'-10)
}
