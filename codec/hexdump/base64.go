package hexdump

// Base64 in the standard and the URL alphabet, with padding or without: as a
// quoted value, behind "=" or ":", or alone on its lines.

func startBase64(s string, i int) bool {
	if !isBase64(s[i]) || i > 0 && (isBase64(s[i-1]) && s[i-1] != '=') {
		return false
	}
	return true
}

// b64Word is one word of the alphabet.
type b64Word struct {
	lo, hi  int // without padding
	end     int // behind the padding
	lower   bool
	upper   bool
	digit   bool
	special bool
	hexOnly bool
	lowers  int
	uppers  int
	url     bool // a character of the URL alphabet, as names have
}

func base64Word(s string, i int) b64Word {
	w := b64Word{lo: i, hexOnly: true}
	for i < len(s) && isBase64(s[i]) {
		switch c := s[i]; {
		case isDigit(c):
			w.digit = true
		case c >= 'a' && c <= 'z':
			w.lower = true
			w.lowers++
		case c >= 'A' && c <= 'Z':
			w.upper = true
			w.uppers++
		default:
			w.special = true
			w.url = w.url || c == '-' || c == '_'
		}
		w.hexOnly = w.hexOnly && isHex(s[i])
		i++
	}
	w.hi = i
	for i < len(s) && s[i] == '=' && i < w.hi+2 {
		i++
	}
	w.end = i
	return w
}

// fits says whether the word is as long as base64 can be.
func (w *b64Word) fits() bool {
	n := w.hi - w.lo
	if pad := w.end - w.hi; pad > 0 {
		return (n+pad)%4 == 0
	}
	return n%4 != 1 && n > 1
}

func scanBase64(c *context, i int) (int, bool) {
	s := c.s
	w := base64Word(s, i)
	if !w.fits() || !c.whole && w.end == w.hi && !(w.lower && w.upper) || !base64Around(c, &w) {
		return w.hi, false
	}
	rd := reading{}
	if !decode64(&rd, s, w.lo, w.hi) {
		return w.hi, false
	}
	end := w.end
	// Wrapped lines: all of one length, but the last.
	for width := w.hi - w.lo; width >= 60 && width%4 == 0 && w.end == w.hi; {
		j := skipBlanks(s, end)
		if j >= len(s) || s[j] != '\n' {
			break
		}
		next := base64Word(s, skipBlanks(s, j+1))
		k := skipBlanks(s, next.end)
		if next.hi == next.lo || next.hi-next.lo > width || !next.fits() || k < len(s) && s[k] != '\n' && s[k] != '"' {
			break
		}
		rd.open = false
		if !decode64(&rd, s, next.lo, next.hi) {
			break
		}
		w, end = next, next.end
		if next.hi-next.lo < width {
			break
		}
	}
	if len(rd.octets) == 0 {
		return w.hi, false
	}
	c.emit(rd.run(Base64, i, end, nil))
	return end, true
}

// base64Around weighs where the word stands and what it looks like.
func base64Around(c *context, w *b64Word) bool {
	s, n := c.s, w.hi-w.lo
	var before, after byte = '\n', '\n'
	if w.lo > 0 {
		before = s[w.lo-1]
	}
	if w.end < len(s) {
		after = s[w.end]
	}
	padded := w.end > w.hi
	if c.whole {
		return n >= 2 && !w.hexOnly && (padded || w.special || w.digit || w.upper && w.lower && n%4 == 0) &&
			(after == '"' || after == '\'' || after == '\n' || isBlank(after) || after == ',' || after == '}' || after == '\\')
	}
	mixed := w.lower && w.upper && (w.digit || w.special)
	if w.url && !padded && min(w.lowers, w.uppers) < 3 {
		return false // a name such as Edge-Router-01
	}
	quoted := (before == '"' || before == '\'') && (after == before || after == '\\') || before == '"' && after == '\\'
	alone := false
	if lineStart(s, w.lo) >= 0 {
		k := skipBlanks(s, w.end)
		alone = k >= len(s) || s[k] == '\n'
	}
	labelled := (before == '=' || before == ':' || isBlank(before)) && (isBlank(after) || after == '\n' || after == ',')
	switch {
	case quoted:
		return padded && (w.upper || w.special || w.digit) || mixed && n%4 == 0 && n >= 8
	case alone:
		return mixed && n >= 16 || padded && w.upper && n >= 8
	case labelled && before != ' ':
		return padded && n >= 6 && w.upper || mixed && n%4 == 0 && n >= 16
	case labelled:
		return (padded || n%4 == 0) && mixed && n >= 24
	}
	return false
}

// decode64 appends the octets of s[lo:hi]; false if bits are left over that
// are not zero, as they are in words that are no base64.
func decode64(rd *reading, s string, lo, hi int) bool {
	if n := (hi - lo) % 4; n == 1 || n == 2 && value64(s[hi-1])&15 != 0 || n == 3 && value64(s[hi-1])&3 != 0 {
		return false
	}
	acc, bits, start := 0, 0, lo
	for i := lo; i < hi; i++ {
		acc = acc<<6 | value64(s[i])
		bits += 6
		if bits >= 8 {
			bits -= 8
			rd.put(byte(acc>>bits), start, i+1)
			acc &= 1<<bits - 1
			start = i
		}
	}
	return true
}

func value64(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case isDigit(c):
		return int(c-'0') + 52
	case c == '+' || c == '-':
		return 62
	}
	return 63
}
