package logline

import "strings"

// This file takes off the codes for colours whose escape octet was lost or written out: a copy from a web page or a log viewer,
// rsyslog ("#033[31m"), cat -v ("^[[31m").

// uncoloured cuts such codes out of a line, and reports whether it has some: one at its start, or one that is switched off again
// on the line.
func uncoloured(t string, src int) ([]piece, bool) {
	at, n := colourAt(t, 0)
	if n == 0 || !blankText(t[:at]) && !switchedOff(t, at+n) {
		return nil, false
	}
	var ps []piece
	from := 0
	for n > 0 {
		if at > from {
			ps = append(ps, piece{t[from:at], src + from})
		}
		from = at + n
		at, n = colourAt(t, from)
	}
	if from < len(t) || len(ps) == 0 {
		ps = append(ps, piece{t[from:], src + from})
	}
	return ps, true
}

// switchedOff reports whether a code behind i in a line, but not in a quoted text, ends what another one began.
func switchedOff(t string, i int) bool {
	for {
		at, n := colourAt(t, i)
		if n == 0 {
			return false
		}
		if k := strings.LastIndexByte(t[at:at+n], '['); t[at+k+1:at+n] == "0m" || t[at+k+1:at+n] == "m" || t[at+k+1:at+n] == "39m" {
			return strings.IndexByte(t[:i], '"') < 0
		}
		i = at + n
	}
}

// colourAt finds the next code at or behind i, with what stands for its escape octet; n is 0 when there is none.
func colourAt(t string, i int) (at, n int) {
	for {
		k := strings.IndexByte(t[i:], '[')
		if k < 0 {
			return 0, 0
		}
		i += k
		if n := colourLen(t[i:]); n > 0 {
			for _, esc := range lostEscapes {
				if strings.HasSuffix(t[:i], esc) {
					return i - len(esc), n + len(esc)
				}
			}
			if n > len("[m") {
				return i, n
			}
		}
		i++
	}
}

var lostEscapes = [...]string{"^[", "#033", `\x1b`, `\x1B`, `\033`, `\u001b`, `\u001B`, `\e`, "␛"}

// colourLen returns the length of "[1;31m", "[K" or their like at the start of a text.
func colourLen(t string) int {
	i := 1
	for i < len(t) && i < 20 && (t[i] >= '0' && t[i] <= '9' || t[i] == ';') {
		i++
	}
	if i == len(t) || t[i] != 'm' && t[i] != 'K' || i+1 < len(t) && t[i+1] == ']' { // "[30m]" are minutes
		return 0
	}
	return i + 1
}
