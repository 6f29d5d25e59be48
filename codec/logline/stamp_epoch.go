package logline

import "strings"

// This file reads stamps that are one number: the time since 1970.

// epochStamp reads seconds since 1970 with a fraction: "1767323045.250000".
func epochStamp(t string) (int, stamp) {
	n := digits(t)
	if n != 10 || len(t) < 14 || t[n] != '.' {
		return 0, stamp{}
	}
	k := digits(t[n+1:])
	end := n + 1 + k
	if k < 3 || k > 9 || end < len(t) && (isWord(t[end]) || t[end] == '.') {
		return 0, stamp{}
	}
	at, ok := epochTime(t[:end])
	if !ok {
		return 0, stamp{}
	}
	return end, stamp{text: t[:end], unix: true, at: at}
}

// epochNumber reads seconds, milliseconds, microseconds or nanoseconds since 1970, from 2001 to 2038. What stands around such
// a number has to show that it is a time.
func epochNumber(t string) (int, stamp) {
	n := digits(t)
	if n != 10 && n != 13 && n != 16 && n != 19 || t[0] != '1' && t[0] != '2' {
		return 0, stamp{}
	}
	if n < len(t) && (isWord(t[n]) || t[n] == '.' || t[n] == ':') {
		return 0, stamp{}
	}
	at, _ := jsonTime(t[:n])
	if at.Unix() >= 1<<31 {
		return 0, stamp{}
	}
	return n, stamp{text: t[:n], unix: true, at: at}
}

// headEpoch reads a number of seconds and their parts at the head of a line, in brackets or not. Rows of a dump begin with
// numbers, too.
func headEpoch(t string) (int, stamp) {
	open := t[0] == '['
	if open {
		t = t[1:]
	}
	n, st := epochStamp(t)
	if n == 0 {
		n, st = epochNumber(t)
	}
	if n == 0 || n+1 >= len(t) {
		return 0, stamp{}
	}
	if open {
		if t[n] != ']' {
			return 0, stamp{}
		}
		return n + 2, st
	}
	if t[n] != ' ' && t[n] != '\t' || hexWords(strings.TrimLeft(t[n:], " \t")) {
		return 0, stamp{}
	}
	return n, st
}

// epochIn reads a time since 1970 at t[i], in the text around an event: a number without a fraction has a cell, or the value
// of a key that says so, to itself.
func epochIn(t string, i int) (int, stamp) {
	if n, st := epochStamp(t[i:]); n > 0 {
		return n, st
	}
	const marks = ",;|\t\"<>"
	n, st := epochNumber(t[i:])
	if n == 0 {
		return 0, st
	}
	behind := strings.TrimLeft(t[i+n:], " ")
	ends := behind == "" || strings.IndexByte(marks, behind[0]) >= 0
	before := strings.TrimRight(t[:i], " ")
	begins := before == "" || strings.IndexByte(marks, before[len(before)-1]) >= 0
	if begins && ends || timeKey(before) {
		return n, st
	}
	return 0, stamp{}
}

// timeKey reports whether a text ends with a key whose value is a time, and the mark behind it: `ts=`, `"timestamp": "`.
func timeKey(t string) bool {
	t = strings.TrimSuffix(t, `"`)
	t = strings.TrimRight(t, " ")
	if t == "" {
		return false
	}
	mark := t[len(t)-1]
	if mark != '=' && mark != ':' && mark != '>' {
		return false
	}
	t = strings.TrimRight(t[:len(t)-1], "\" ")
	from := len(t)
	for from > 0 && isWord(t[from-1]) {
		from--
	}
	if from > 0 && t[from-1] == '@' {
		from--
	}
	return keyIn(timeKeys[:], t[from:]) >= 0
}
