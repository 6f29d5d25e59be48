package excerpt

import (
	"bytes"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// A logger may write each row of a dump as a message of its own, and a collector puts lines of others between them: more
// than are kept around a place. Rows on their own are kept for some lines more, behind a line that may have any.

// wantsRows reports whether what a line tells may go on in rows: it ends where octets are announced, or in octets.
func wantsRows(t []byte) bool {
	t = trimEnd(t)
	if len(t) < 8 {
		return false
	}
	switch c := t[len(t)-1]; {
	case c == ':' || c == '-' || c == '=' || c == '(':
		return true
	case isHex(c) && hexTail(t) >= 16:
		return true
	}
	k := bytes.LastIndexByte(t[max(0, len(t)-16):], ' ')
	if k < 0 {
		return false
	}
	k += max(0, len(t)-16)
	switch w := t[k+1:]; {
	case bytes.HasPrefix(w, []byte("byte")), bytes.HasPrefix(w, []byte("octet")), bytes.HasPrefix(w, []byte("data")):
		return k < 2 || t[k-1] != '0' || t[k-2] != ' '
	}
	return false
}

// trimEnd takes blanks and line ends off the end of a line.
func trimEnd(t []byte) []byte {
	for len(t) > 0 && logline.Fold(t[len(t)-1]) == ' ' {
		t = t[:len(t)-1]
	}
	return t
}

// hexTail counts the hex digits at the end of a line in groups of an even number of them, at most 32.
func hexTail(t []byte) int {
	n, group := 0, 0
	for i := len(t) - 1; i >= 0 && n < 32; i-- {
		switch {
		case isHex(t[i]):
			group++
		case t[i] == ' ' && group%2 == 0:
			n, group = n+group, 0
		default:
			return n
		}
	}
	return n + group
}

// rowTail reports whether the last word of a line is an even number of hex digits: a row of a dump ends so.
func rowTail(t []byte) bool {
	t = trimEnd(t)
	n := 0
	for n < len(t) && isHex(t[len(t)-1-n]) {
		n++
	}
	return n >= 2 && n%2 == 0 && (n == len(t) || t[len(t)-1-n] == ' ' || t[len(t)-1-n] == ':')
}

// endsInRow reports whether a line, or the first text with a line end in a record of JSON, ends in octets that may go on in
// the next: two of them at least, in hex.
func endsInRow(t []byte) bool {
	if t[0] == '{' {
		k := bytes.Index(t[:min(len(t), senderReach)], []byte(`\n"`))
		return k > 0 && hexTail(bytes.TrimRight(t[:k], " ")) >= 4
	}
	return hexTail(trimEnd(t)) >= 4
}
