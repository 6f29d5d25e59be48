package codec

import (
	"math"
	"net/netip"
	"strconv"
	"strings"
)

// ParseExtCommunity reads the words of AppendExtCommunity where they stand for one value: "rt 64496:100", "color 100",
// "router-mac 00:00:5e:00:53:01", "traffic-rate-bytes 64496:0". The name may end in a colon ("rt:64496:100"), and what
// stands in parentheses at the end is only for reading. 16 hex digits are the octets themselves. It reports false for the
// rest.
func ParseExtCommunity(s string) (c [8]byte, ok bool) {
	if c, ok := parseExtHex(s); ok {
		return c, true
	}
	s, other := strings.CutSuffix(s, " non-transitive")
	if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	name, value := s, ""
	if i := strings.IndexAny(s, " :"); i >= 0 {
		name, value = s[:i], s[i+1:]
	}
	for i := range extForms {
		f := &extForms[i]
		if f.name != name || f.parse == nil || other && f.typ >= 0x40 {
			continue
		}
		if v, ok := f.parse(value); ok {
			c[0], c[1] = f.typ, f.sub
			if copy(c[2:], v[:]); other {
				c[0] |= 0x40
			}
			return c, true
		}
	}
	return c, false
}

func parseExtHex(s string) (c [8]byte, ok bool) {
	if s = strings.TrimPrefix(s, "0x"); len(s) != 16 {
		return c, false
	}
	n, err := strconv.ParseUint(s, 16, 64)
	for i := range c {
		c[i] = byte(n >> (56 - 8*i))
	}
	return c, err == nil
}

func parseExtNothing(s string) (v [6]byte, ok bool) { return v, s == "" }

// extNumber reads digits alone.
func extNumber(s string, bits int) (uint64, bool) {
	n, err := strconv.ParseUint(s, 10, bits)
	return n, err == nil
}

func putU16(b []byte, n uint64) { b[0], b[1] = byte(n>>8), byte(n) }
func putU32(b []byte, n uint64) {
	putU16(b, n>>16)
	putU16(b[2:], n)
}

func parseExtAS2(s string) (v [6]byte, ok bool) {
	admin, num, _ := strings.Cut(s, ":")
	as, ok1 := extNumber(admin, 16)
	n, ok2 := extNumber(num, 32)
	putU16(v[:], as)
	putU32(v[2:], n)
	return v, ok1 && ok2
}

func parseExtAS4(s string) (v [6]byte, ok bool) {
	admin, num, _ := strings.Cut(s, ":")
	admin, long := strings.CutSuffix(admin, "L")
	as, ok1 := extNumber(admin, 32)
	n, ok2 := extNumber(num, 16)
	putU32(v[:], as)
	putU16(v[4:], n)
	return v, ok1 && ok2 && long == (as < 1<<16)
}

func parseExtIPv4(s string) (v [6]byte, ok bool) {
	admin, num, _ := strings.Cut(s, ":")
	v, ok = parseExtAddress(admin)
	n, ok2 := extNumber(num, 16)
	putU16(v[4:], n)
	return v, ok && ok2
}

func parseExtAddress(s string) (v [6]byte, ok bool) {
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is4() {
		return v, false
	}
	b := a.As4()
	copy(v[:], b[:])
	return v, true
}

func parseExtRedirect(s string) (v [6]byte, ok bool) {
	s, forCopy := strings.CutSuffix(s, " copy")
	if v, ok = parseExtAddress(s); forCopy {
		v[5] = 1
	}
	return v, ok
}

func parseExtRate(s string) (v [6]byte, ok bool) {
	admin, rate, _ := strings.Cut(s, ":")
	as, ok := extNumber(admin, 16)
	f, err := strconv.ParseFloat(rate, 32)
	putU16(v[:], as)
	putU32(v[2:], uint64(math.Float32bits(float32(f))))
	return v, ok && err == nil
}

func parseExtLast32(s string) (v [6]byte, ok bool) {
	n, ok := extNumber(s, 32)
	putU32(v[2:], n)
	return v, ok
}

func parseExtLast16(s string) (v [6]byte, ok bool) {
	n, ok := extNumber(s, 16)
	putU16(v[4:], n)
	return v, ok
}

func parseExtColor(s string) (v [6]byte, ok bool) {
	color, only, some := strings.Cut(s, " color-only ")
	v, ok = parseExtLast32(color)
	if some {
		n, ok2 := extNumber(only, 2)
		v[0], ok = byte(n<<6), ok && ok2 && n > 0
	}
	return v, ok
}

func parseExtMAC(s string) (v [6]byte, ok bool) {
	if len(s) != 17 {
		return v, false
	}
	for i := range v {
		n, err := strconv.ParseUint(s[3*i:3*i+2], 16, 8)
		if err != nil || i < 5 && s[3*i+2] != ':' {
			return v, false
		}
		v[i] = byte(n)
	}
	return v, true
}

func parseExtMobility(s string) (v [6]byte, ok bool) {
	s, sticky := strings.CutSuffix(s, " sticky")
	if v, ok = parseExtLast32(s); sticky {
		v[0] = 1
	}
	return v, ok
}

func parseExtMarking(s string) (v [6]byte, ok bool) {
	n, ok := extNumber(strings.TrimPrefix(s, "dscp "), 6)
	v[5] = byte(n)
	return v, ok
}

// parseExtAction reads the bits of RFC 8955 section 7.3.
func parseExtAction(s string) (v [6]byte, ok bool) {
	v[5], ok = wordIndex(s, "none", "terminal", "sample", "sample terminal")
	return v, ok
}

func parseExtValidation(s string) (v [6]byte, ok bool) {
	v[5], ok = wordIndex(s, "valid", "not-found", "invalid")
	return v, ok
}

func wordIndex(s string, words ...string) (uint8, bool) {
	for i, w := range words {
		if w == s {
			return uint8(i), true
		}
	}
	return 0, false
}
