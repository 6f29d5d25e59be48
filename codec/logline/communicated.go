package logline

import "strings"

// GoBGP puts the text of a shutdown communication into a field of its own, in front of those that tell what happened:
//
//	{"Code":6,"Communicated-Reason":"TEXT","Key":"192.0.2.1","Subcode":2, ... "msg":"received notification"}
//	msg="received notification" Code=6 Communicated-Reason="TEXT" Key=192.0.2.1 Subcode=2
//
// Whoever wrote it can write other lines' words there.
const communicatedKey = "communicated-reason"

// communicated returns the offset behind the communication that t[at] stands in, which begins behind floor; 0 for none.
func communicated(t string, at, floor int) int {
	k := lastFold(t[floor:at], communicatedKey)
	if k < 0 {
		return 0
	}
	i := floor + k + len(communicatedKey)
	i += len(t[i:]) - len(strings.TrimLeft(t[i:], `\" `))
	if i >= len(t) || t[i] != ':' && t[i] != '=' {
		return 0
	}
	i++
	i += blanks(t[i:])
	q := i
	for q < len(t) && t[q] == '\\' { // the record is a text in another one
		q++
	}
	if q >= len(t) || t[q] != '"' {
		return 0
	}
	if end := closingQuote(t, q+1, q-i); end > at {
		return end
	}
	return 0
}

// closingQuote returns the offset behind the quotation mark that ends a string which one with so many backslashes in front began, or
// the length of the text.
func closingQuote(t string, i, escapes int) int {
	for n := 0; i < len(t); i++ {
		switch {
		case t[i] == '\\':
			n++
			continue
		case t[i] == '"' && (escapes == 0 && n%2 == 0 || escapes > 0 && n <= escapes):
			return i + 1
		}
		n = 0
	}
	return len(t)
}
