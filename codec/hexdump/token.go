package hexdump

import (
	"unicode"
	"unicode/utf8"
)

// Character classes.
const (
	clHex = 1 << iota
	clDigit
	clWord   // letters, digits, underscore
	clBase64 // both alphabets, without padding
	clBlank  // blanks inside a line
	clMark   // what a writer puts around a field
	clStart  // a notation may begin here
)

var class = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= '0' && c <= '9':
			t[c] = clHex | clDigit | clWord | clBase64 | clStart
		case c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F':
			t[c] = clHex | clWord | clBase64 | clStart
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			t[c] = clWord | clBase64 | clStart
		}
	}
	for _, c := range " \t\r\v\f" {
		t[c] |= clBlank
	}
	for _, c := range "()[]{}*_`" {
		t[c] |= clMark
	}
	for _, c := range "+/-_" {
		t[c] |= clBase64 | clStart
	}
	for _, c := range "[{<\\" {
		t[c] |= clStart
	}
	t['_'] |= clWord
	return t
}()

func isHex(c byte) bool    { return class[c]&clHex != 0 }
func isDigit(c byte) bool  { return class[c]&clDigit != 0 }
func isWord(c byte) bool   { return class[c]&clWord != 0 }
func isBase64(c byte) bool { return class[c]&clBase64 != 0 }
func isBlank(c byte) bool  { return class[c]&clBlank != 0 }
func isMark(c byte) bool   { return class[c]&clMark != 0 }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func hexVal(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	}
	return c - 'A' + 10
}

// token is one number as written.
type token struct {
	start, end int  // the whole token, with sign, prefix and suffix
	lo, hi     int  // its digits
	prefixed   bool // 0x, 16# and the like
	neg        bool
	letters    bool // has a digit a-f
	digits     bool // has a digit 0-9
}

func (t *token) width() int { return t.hi - t.lo }

// allSame says whether the token repeats one digit.
func (t *token) allSame(s string) bool {
	for i := t.lo + 1; i < t.hi; i++ {
		if s[i] != s[t.lo] {
			return false
		}
	}
	return true
}

// number reads a number at i without looking at what follows it.
func number(s string, i int) (t token, ok bool) {
	t.start = i
	if i < len(s) && s[i] == '-' {
		t.neg = true
		i++
	}
	if i+2 < len(s) && isHex(s[i+2]) && s[i] == '0' && s[i+1]|0x20 == 'x' {
		t.prefixed = true
		i += 2
	}
	if i+3 < len(s) && s[i:i+3] == "16#" && isHex(s[i+3]) {
		t.prefixed = true
		i += 3
	}
	t.lo = i
	for i < len(s) && isHex(s[i]) {
		if isDigit(s[i]) {
			t.digits = true
		} else {
			t.letters = true
		}
		i++
	}
	t.hi, t.end = i, i
	if t.hi == t.lo || t.neg && (t.letters || t.prefixed) {
		return t, false
	}
	return t, true
}

// decimal gives the token's value as one octet in decimal, signed or not.
func (t *token) decimal(s string) (byte, bool) {
	w := t.width()
	if t.letters || t.prefixed || w > 3 || w > 1 && s[t.lo] == '0' {
		return 0, false
	}
	v := 0
	for i := t.lo; i < t.hi; i++ {
		v = v*10 + int(s[i]-'0')
	}
	if t.neg {
		return byte(-v), v <= 128
	}
	return byte(v), v <= 255
}

// boundaryLeft says whether a dump may begin at i, judged by what is before.
func boundaryLeft(s string, i int) bool {
	if i == 0 {
		return true
	}
	c := s[i-1]
	switch {
	case isBlank(c), c == '\n':
		return true
	case c == '_':
		return i < 2 || !isWord(s[i-2])
	case isWord(c):
		// An escaped line break of a JSON string is no letter.
		return i >= 2 && s[i-2] == '\\' && (c == 'n' || c == 't' || c == 'r')
	case c == '.':
		return i >= 2 && s[i-2] == '.'
	case c == ':':
		return i >= 2 && s[i-2] != ':' && !isHex(s[i-2]) || i >= 3 && isWord(s[i-3]) && !isHex(s[i-3]) || i >= 5 && s[i-5:i-1] == "Data"
	case c == '/', c == '@', c == '%', c == '#', c == '+', c == '&', c == '$', c == '~', c == '-', c == '\\':
		return false
	case c >= utf8.RuneSelf:
		r, _ := utf8.DecodeLastRuneInString(s[max(0, i-4):i])
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return true
}

// boundaryRight says whether a token of a bare dump may end at i.
func boundaryRight(s string, i int, sep byte) bool {
	if i >= len(s) {
		return true
	}
	c := s[i]
	switch c {
	case ' ', '\t', '\r', '\n', '\v', '\f', ',', ';', '(', ')', '[', ']', '{', '}', '*', '_', '`', '<', '>', '|', '"', '\'', 0:
		return true
	case ':', '-':
		return (sep == 0 || sep == c) && i+1 < len(s) && isHex(s[i+1])
	case '.':
		return i+1 >= len(s) || s[i+1] == '.' || isBlank(s[i+1]) || s[i+1] == '\n' || s[i+1] == '"'
	case '\\':
		return i+1 < len(s) && (s[i+1] == 'n' || s[i+1] == 'r' || s[i+1] == 't' || s[i+1] == '"')
	}
	if c >= utf8.RuneSelf {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return false
}

// bare reads a token of a bare dump: a number with sane neighbours.
func bare(s string, i int, sep byte) (token, bool) {
	t, ok := number(s, i)
	if !ok || !boundaryRight(s, t.end, sep) {
		return t, false
	}
	return t, true
}

// lineEnd gives the offset of the line break at or behind i, or the end.
func lineEnd(s string, i int) int {
	for i < len(s) && s[i] != '\n' {
		i++
	}
	return i
}

func skipBlanks(s string, i int) int {
	for i < len(s) && isBlank(s[i]) {
		i++
	}
	return i
}
