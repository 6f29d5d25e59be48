package excerpt

import (
	"bytes"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// What a line looks like decides how many lines around a place are kept with it. Both answers may be wrong at the cost
// of some more lines to read, or of a record cut where nobody would write one.

// head reports whether a line begins as the first line of a record does: with a time stamp, behind what relays and
// loggers put in front of one, a JSON object, or a mnemonic. A blank line separates records too.
func head(t []byte) bool {
	t = t[:min(len(t), 160)]
	if k := bytes.IndexByte(t, '\n'); k >= 0 {
		t = t[:k]
	}
	i := 0
	for i < len(t) && (t[i] == '>' || t[i] == ' ' && i > 0 && t[i-1] == '>' || t[i] == '\xef' || t[i] == '\xbb' || t[i] == '\xbf') {
		i++
	}
	if len(bytes.TrimSpace(t[i:])) == 0 {
		return true
	}
	if t[i] == '<' { // <34>, <34>1
		k := i + 1
		for k < len(t) && t[k] >= '0' && t[k] <= '9' {
			k++
		}
		if k > i+1 && k < len(t) && t[k] == '>' {
			return true
		}
	}
	for i < len(t) && bytes.IndexByte([]byte(`[("'*.#|`), t[i]) >= 0 {
		i++
	}
	if i == len(t) {
		return false
	}
	switch c := t[i]; {
	case c == '%' || c == '{':
		return true
	case c >= '0' && c <= '9':
		return dateHead(t[i:])
	case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
		return monthHead(t[i:])
	}
	return false
}

// isBlankLine reports whether the first line of t holds nothing.
func isBlankLine(t []byte) bool {
	for _, c := range t {
		if c == '\n' {
			return true
		}
		if c > ' ' {
			return false
		}
	}
	return true
}

// dateHead reports whether t begins with "2026-11-21", "21.11.2026", "2026/11/21", "20261121T", "21-Nov-2026", "23:43:12" or
// seconds since 1970.
func dateHead(t []byte) bool {
	k := 0
	for k < len(t) && t[k] >= '0' && t[k] <= '9' {
		k++
	}
	switch {
	case k <= 2 && k+4 < len(t) && (t[k] == '-' || t[k] == '/' || t[k] == ' ') && t[k+4] == t[k] && t[k+1] >= 'A':
		return nameHead(t[k+1:])
	case k == 8 && k < len(t) && (t[k] == 'T' || t[k] == ' ' || t[k] == '-'):
		return t[k] == 'T' || len(t) > k+3 && t[k+3] == ':'
	}
	digits, marks := 0, 0
	for _, c := range t[:min(len(t), 10)] {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '-' || c == '/' || c == ':' || c == '.':
			marks++
		default:
			return marks >= 2 && digits >= 5
		}
	}
	return marks >= 2 && digits >= 5 || digits == 10
}

// monthHead reports whether t begins with "Nov 21", "Sat Nov 21", "Sat, 21 Nov", "nov/21", "November 21, 2026", or "I1121 23:43"
// as klog writes.
func monthHead(t []byte) bool {
	if len(t) < 6 {
		return false
	}
	switch c := t[3]; {
	case c == ' ' || c == ',' || c == '/' || c == '-':
		return nameHead(t)
	case t[1] >= '0' && t[1] <= '9':
		return len(t) > 8 && t[0] <= 'W' && t[5] == ' ' && t[8] == ':'
	}
	k := bytes.IndexByte(t[:min(len(t), 12)], ' ')
	return k > 3 && !isHex(t[k-1]) && nameHead(t)
}

// nameHead reports whether t begins with the name of a month or of a day of the week, or what is short for it.
func nameHead(t []byte) bool {
	const months = "janfebmaraprmayjunjulaugsepoctnovdecmontuewedthufrisatsun"
	var w [3]byte
	for i := range w {
		w[i] = logline.Fold(t[i])
	}
	k := bytes.Index([]byte(months), w[:])
	return k >= 0 && k%3 == 0
}

// dumpish reports whether a line may be a row of a dump: hex from its start on, or at its end behind a stamp and a name.
func dumpish(t []byte) bool {
	t = bytes.TrimSpace(t)
	if len(t) == 0 {
		return false
	}
	hex, other := 0, 0
	for _, c := range t[:min(len(t), 56)] {
		switch {
		case isHex(c):
			hex++
		case c|0x20 >= 'a' && c|0x20 <= 'z' && c|0x20 != 'x' || c >= 0x80:
			other++
		}
	}
	if hex >= 2 && other*8 <= hex {
		return true
	}
	tail := t[max(0, len(t)-24):]
	hex = 0
	for _, c := range tail {
		switch {
		case isHex(c):
			hex++
		case c != ' ':
			return false
		}
	}
	return hex >= 12
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }
